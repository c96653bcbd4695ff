/* span.h - bytes with a length, and what is asked of them everywhere. Of
 * lib/mail alone. */
#ifndef TK_MAIL_SPAN_H
#define TK_MAIL_SPAN_H

#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Bytes that are not ours. */
struct tk_span {
	const char *data;
	size_t len;
};

static inline int
tk_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline int
tk_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline int
tk_is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static inline int
tk_is_high(char c)
{
	return (c & 0x80) != 0;
}

static inline char
tk_lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* The value of a hexadecimal digit, or -1. */
static inline int
tk_hex(char c)
{
	if (tk_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static inline struct tk_span
tk_span(const char *from, const char *to)
{
	return (struct tk_span){from, (size_t)(to - from)};
}

static inline struct tk_span
tk_span_skip(struct tk_span s, size_t n)
{
	return (struct tk_span){s.data + n, s.len - n};
}

/* Without ASCII's blanks at the ends. */
static inline struct tk_span
tk_span_trim(struct tk_span s)
{
	while (s.len > 0 && tk_is_blank(*s.data))
		s.data++, s.len--;
	while (s.len > 0 && tk_is_blank(s.data[s.len - 1]))
		s.len--;
	return s;
}

/* The case of ASCII's letters matters to none of these. Nearly always the
 * first byte says no. */
static inline int
tk_span_begins(struct tk_span s, const char *word)
{
	size_t n;

	if (s.len == 0 || ((*s.data ^ *word) & ~0x20) != 0)
		return 0;
	n = strlen(word);
	return s.len >= n && strncasecmp(s.data, word, n) == 0;
}

static inline int
tk_span_ends(struct tk_span s, const char *word)
{
	size_t n = strlen(word);

	return s.len >= n && strncasecmp(s.data + s.len - n, word, n) == 0;
}

static inline int
tk_span_is(struct tk_span s, const char *word)
{
	return s.len == strlen(word) && tk_span_begins(s, word);
}

/* Which of n words it begins with, + 1; 0: none. */
static inline size_t
tk_span_begins_any(struct tk_span s, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (tk_span_begins(s, words[i]))
			return i + 1;
	return 0;
}

static inline int
tk_span_has(struct tk_span s, const char *word)
{
	return s.len > 0 &&
	    memmem(s.data, s.len, word, strlen(word)) != NULL;
}

/* Takes the first line, without its LF, off the rest; 0: there is none. */
static inline int
tk_span_line(struct tk_span *rest, struct tk_span *line)
{
	const char *lf;

	if (rest->len == 0)
		return 0;
	lf = memchr(rest->data, '\n', rest->len);
	*line = (struct tk_span){rest->data, lf == NULL ? rest->len :
	    (size_t)(lf - rest->data)};
	*rest = tk_span_skip(*rest, line->len + (lf != NULL));
	return 1;
}

static inline char *
tk_span_copy(struct tk_arena *a, struct tk_span s)
{
	return tk_arena_copy(a, s.len == 0 ? "" : s.data, s.len);
}

static inline void
tk_span_add(struct tk_buf *b, struct tk_span s)
{
	if (s.len > 0)
		tk_buf_add(b, s.data, s.len);
}

static inline struct tk_span
tk_buf_span(const struct tk_buf *b)
{
	return (struct tk_span){b->len == 0 ? "" : b->data, b->len};
}

/* How many bytes the first max characters take (span.c). */
size_t	tk_mail_chars(const char *s, size_t len, size_t max);
/* Length of the blanks at s: ASCII ones but for LF, full-width, no-break and
 * invisible ones. */
size_t	tk_mail_blanks(const char *s, size_t len);
/* The same backwards, LF too: the length of s without the blanks at its
 * end. */
size_t	tk_mail_trim(const char *s, size_t len);
/* Without any of these at its ends. */
struct tk_span tk_span_bare(struct tk_span);

#endif
