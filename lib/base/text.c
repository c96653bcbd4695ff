#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>	/* here only */

#include "hanzi.h"

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

static int
is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* The length of the character at s, of at most len bytes; 0: not lawful. */
static size_t
char_length(const unsigned char *s, size_t len)
{
	unsigned char c = s[0];

	if (c < 0x80)
		return c != 0;
	if (c >= 0xe0 && c <= 0xef)
		return len >= 3 && is_tail(s[1]) && is_tail(s[2]) &&
		    !(c == 0xe0 && s[1] < 0xa0) &&
		    !(c == 0xed && s[1] > 0x9f) ? 3 : 0;
	if (c >= 0xc2 && c <= 0xdf)
		return len >= 2 && is_tail(s[1]) ? 2 : 0;
	if (c >= 0xf0 && c <= 0xf4)
		return len >= 4 && is_tail(s[1]) && is_tail(s[2]) &&
		    is_tail(s[3]) && !(c == 0xf0 && s[1] < 0x90) &&
		    !(c == 0xf4 && s[1] > 0x8f) ? 4 : 0;
	return 0;
}

int
tk_text_valid(const char *s, size_t len, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)s;
	uint64_t word;
	size_t i = 0, n;

	while (i < len) {
		if (p[i] < 0x80 && len - i >= sizeof word) {
			memcpy(&word, p + i, sizeof word);
			if (((word | (word - ONES)) & HIGHS) == 0) {
				i += sizeof word;
				continue;
			}
		}
		if (p[i] > 0xe0 && p[i] < 0xed && len - i >= 3 &&
		    is_tail(p[i + 1]) && is_tail(p[i + 2])) {
			i += 3;
			continue;
		}
		n = char_length(p + i, len - i);
		if (n == 0) {
			if (bad != NULL)
				*bad = i;
			return 0;
		}
		i += n;
	}
	return 1;
}

int32_t
tk_text_char(const char *s, size_t len, size_t *n)
{
	const unsigned char *p = (const unsigned char *)s;

	*n = char_length(p, len);
	switch (*n) {
	case 1:
		return p[0];
	case 2:
		return (p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	case 3:
		return (p[0] & 0xf) << 12 | (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	case 4:
		return (p[0] & 7) << 18 | (p[1] & 0x3f) << 12 |
		    (p[2] & 0x3f) << 6 | (p[3] & 0x3f);
	}
	*n = 1;
	return -1;
}

static int
is_han(int32_t c)
{
	return c >= 0x4e00 && c <= 0x9fff;
}

size_t
tk_text_char_width(int32_t c)
{
	if (c >= 0x20 && c < 0x7f)
		return 1;
	if (is_han(c))
		return 2;
	return c < 0 ? 1 : (size_t)utf8proc_charwidth(c);
}

size_t
tk_text_width(const char *s)
{
	size_t len = strlen(s), i, n, width = 0;

	for (i = 0; i < len; i += n)
		width += tk_text_char_width(
		    tk_text_char(s + i, len - i, &n));
	return width;
}

/* ---- for matching ---------------------------------------------------- */

/* Not ASCII, but known to be its own NFKC case folding and not to join with
 * its neighbours: what Chinese is written with. */
static int
is_plain(int32_t c)
{
	return is_han(c) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3001 ||
	    c == 0x3002 || (c >= 0x3008 && c <= 0x3011) || c == 0x2014 ||
	    c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d;
}

/* Where the normal form is written, and what blanks are due before the next
 * character. */
struct normal {
	struct tk_buf *out;
	int begun;	/* something was written */
	int wide;	/* the last character was Chinese */
	char blank;	/* 0, ' ' or '\n' */
};

static int
is_blank(unsigned char c)
{
	return c <= 0x20 || c == 0x7f;
}

static void
put_blank(struct normal *n, char c)
{
	if (c == '\n' || c == '\r')
		n->blank = '\n';
	else if (n->blank == 0)
		n->blank = ' ';
}

static void
put_char(struct normal *n, const char *s, size_t len, int wide)
{
	struct tk_buf *b = n->out;

	if (n->blank != 0) {
		if (n->begun && (n->blank == '\n' || (!wide && !n->wide)))
			tk_buf_putc(b, n->blank);
		n->blank = 0;
	}
	if (b->size - b->len > len) {	/* almost always: short of a call */
		memcpy(b->data + b->len, s, len);
		b->len += len;
	} else {
		tk_buf_add(b, s, len);
	}
	n->begun = 1;
	n->wide = wide;
}

static void
put_ascii(struct normal *n, char c)
{
	char lower;

	if (is_blank((unsigned char)c)) {
		put_blank(n, c);
		return;
	}
	lower = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	put_char(n, &lower, 1, 0);
}

/* What utf8proc has to look at. */
static void
put_mapped(struct normal *n, const char *s, size_t len)
{
	utf8proc_uint8_t *to;
	utf8proc_ssize_t size;
	size_t i, step;
	int32_t c;

	size = utf8proc_map((const utf8proc_uint8_t *)s,
	    (utf8proc_ssize_t)len, &to, UTF8PROC_STABLE | UTF8PROC_COMPOSE |
	    UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	if (size < 0) {
		n->out->failed = 1;
		return;
	}
	for (i = 0; i < (size_t)size; i += step) {
		c = tk_text_char((char *)to + i, (size_t)size - i, &step);
		if (c < 0x80)
			put_ascii(n, (char)c);
		else if (c == 0x85 || c == 0x2028 || c == 0x2029)
			put_blank(n, '\n');
		else
			put_char(n, (char *)to + i, step,
			    c >= 0x3000 && c <= 0x9fff);
	}
	free(to);
}

/* Full-width ASCII and the ideographic blank; 0: something else. */
static char
narrow(int32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return (char)(c - 0xff01 + '!');
	return c == 0x3000 ? ' ' : 0;
}

static int
is_slow(int32_t c)
{
	return c >= 0x80 && !is_plain(c) && narrow(c) == 0;
}

static int
slow_at(const char *s, size_t len)
{
	size_t n;

	return len > 0 && is_slow(tk_text_char(s, len, &n));
}

/* The bytes from s on that utf8proc has to look at, the first character in
 * any case. */
static size_t
mapped_run(const char *s, size_t len)
{
	size_t i, n;

	tk_text_char(s, len, &i);
	for (; i < len && is_slow(tk_text_char(s + i, len - i, &n)); i += n)
		;
	return i;
}

void
tk_text_normal(struct tk_buf *out, const char *s, size_t len)
{
	struct normal n = {out, 0, 0, 0};
	size_t i, step, back;
	int32_t c;

	if (tk_buf_reserve(out, len) < 0)
		return;
	for (i = 0; i < len && !out->failed; i += step) {
		if ((unsigned char)s[i] >= 0xe5 &&
		    (unsigned char)s[i] <= 0xe9) {	/* Chinese */
			step = 3;
			put_char(&n, tk_hanzi_simple(s + i), step, 1);
			continue;
		}
		c = tk_text_char(s + i, len - i, &step);
		if (c < 0x80) {
			put_ascii(&n, (char)c);
		} else if (is_plain(c)) {
			put_char(&n, is_han(c) ? tk_hanzi_simple(s + i) :
			    s + i, step, c >= 0x3000);
		} else if (narrow(c) != 0 &&
		    !slow_at(s + i + step, len - i - step)) {
			put_ascii(&n, narrow(c));
		} else {
			/* an accent joins with the letter before it */
			back = i > 0 && n.blank == 0 && n.begun &&
			    s[i - 1] > 0x20 && s[i - 1] < 0x7f;
			out->len -= back;
			step = mapped_run(s + i, len - i);
			put_mapped(&n, s + i - back, step + back);
		}
	}
	if (!out->failed)
		out->data[out->len] = '\0';
}

void
tk_text_digits(struct tk_buf *out, const char *s, size_t len)
{
	size_t i, n;
	char c;

	for (i = 0; i < len; i += n) {
		c = narrow(tk_text_char(s + i, len - i, &n));
		if (c != 0)
			tk_buf_putc(out, c);
		else
			tk_buf_add(out, s + i, n);
	}
}

int
tk_text_cut(const char *s, int most)
{
	int n = (int)strnlen(s, (size_t)most + 1);

	if (n > most)
		for (n = most; n > 0 && (s[n] & 0xc0) == 0x80; n--)
			;
	return n;
}

/* Printable ASCII without blanks, which only case can make equal. */
static int
is_word(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= 0x20 || *s >= 0x7f)
			return 0;
	return 1;
}

int
tk_text_fold_equal(const char *a, const char *b)
{
	struct tk_buf x = TK_BUF_INIT, y = TK_BUF_INIT;
	int equal;

	if (strcmp(a, b) == 0)
		return 1;
	if (is_word(a) && is_word(b))
		return strcasecmp(a, b) == 0;
	if (!tk_text_valid(a, strlen(a), NULL) ||
	    !tk_text_valid(b, strlen(b), NULL))
		return 0;
	tk_text_normal(&x, a, strlen(a));
	tk_text_normal(&y, b, strlen(b));
	equal = !x.failed && !y.failed && x.len == y.len &&
	    memcmp(x.data, y.data, x.len) == 0;
	tk_buf_free(&x);
	tk_buf_free(&y);
	return equal;
}
