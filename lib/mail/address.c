/* One address, cleaned of what people put around it. */
#include "address.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "charset.h"
#include "word.h"

#define WIDE_AT "\xef\xbc\xa0"	/* full-width @ */

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int
tk_mail_has_at(const char *s, size_t len)
{
	return memchr(s, '@', len) != NULL ||
	    memmem(s, len, WIDE_AT, 3) != NULL;
}

struct tk_span
tk_mail_bare(const char *s, size_t len)
{
	while (len > 0 && is_blank(*s)) {
		s++;
		len--;
	}
	while (len > 0 && is_blank(s[len - 1]))
		len--;
	return (struct tk_span){s, len};
}

/* Folding may have cut it; marks of links and quotes stand around it. */
static void
strip(struct tk_buf *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->len; i++)
		if (!is_blank(b->data[i]))
			b->data[n++] = b->data[i];
	while (n > 0 && strchr(".'\"`,;>)]", b->data[n - 1]) != NULL &&
	    !(b->data[n - 1] == ']' && memmem(b->data, n, "@[", 2) != NULL))
		n--;
	for (i = 0; i < n && strchr("'`<([", b->data[i]) != NULL; i++)
		;
	if (n - i > 7 && strncasecmp(b->data + i, "mailto:", 7) == 0)
		i += 7;
	memmove(b->data, b->data + i, n - i);
	b->len = n - i;
	b->data[b->len] = '\0';
}

/* "zhang.san"@qq.com needs no quotes; @a,@b:c@d and ?subject= are old. */
static void
simplify(struct tk_buf *b)
{
	char *at, *colon = b->data[0] == '@' ?
	    memrchr(b->data, ':', b->len) : NULL;
	size_t n;

	if (colon != NULL) {
		n = (size_t)(colon + 1 - b->data);
		memmove(b->data, b->data + n, b->len - n);
		b->len -= n;
		b->data[b->len] = '\0';
	}
	at = memrchr(b->data, '@', b->len);
	if (at != NULL && (colon = strchr(at, '?')) != NULL) {
		b->len = (size_t)(colon - b->data);
		*colon = '\0';
	}
	if (at != NULL && at - b->data > 2 && b->data[0] == '"' &&
	    at[-1] == '"') {
		memmove(at - 1, at, b->len - (size_t)(at - b->data) + 1);
		memmove(b->data, b->data + 1, b->len - 1);
		b->len -= 2;
		b->data[b->len] = '\0';
	}
}

static int
is_address(const struct tk_buf *b)
{
	const char *at = memrchr(b->data, '@', b->len);
	size_t i;

	if (at == NULL || at == b->data || at[1] == '\0' ||
	    b->len > TK_MAX_ADDRESS)
		return 0;
	for (i = 0; i < b->len; i++)
		if ((unsigned char)b->data[i] <= 0x20 ||
		    b->data[i] == 0x7f ||
		    strchr("<>(),;\"", b->data[i]) != NULL)
			return 0;
	return at[1] != '.' && (strchr(at, '.') != NULL ||
	    tk_mail_high_bytes(at, strlen(at)) == 0);
}

static void
lower_domain(struct tk_buf *b)
{
	char *p;

	for (p = memrchr(b->data, '@', b->len); *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
}

/* The address in some text, "" if it is none; the domain in lower case. */
int
tk_mail_address_read(struct tk_buf *b, const char *s, size_t len)
{
	tk_buf_clear(b);
	if (len == 0 || len > 4 * TK_MAX_ADDRESS || !tk_mail_has_at(s, len))
		return -1;
	tk_text_digits(b, s, len);	/* ａ＠ｑｑ．ｃｏｍ */
	tk_mail_one_line(b, 0);
	if (b->failed || b->len == 0)
		return -1;
	strip(b);
	if (b->len == 0)
		return -1;
	simplify(b);
	if (!is_address(b))
		return -1;
	lower_domain(b);
	return 0;
}

static int
is_edge(const struct tk_buf *b, size_t i)
{
	char c = b->data[i];

	return is_blank(c) || c == ']' || c == '(' || c == ')' ||
	    (c == '[' && (i == 0 || b->data[i - 1] != '@'));
}

/* The last word with an @ in it; Chinese glued to its left is a name. */
int
tk_mail_address_find(const struct tk_buf *b, size_t *from, size_t *to)
{
	const char *at = memrchr(b->data, '@', b->len);
	size_t i, start, end;

	if (at == NULL)
		at = memmem(b->data, b->len, WIDE_AT, 3);
	if (at == NULL)
		return -1;
	start = end = (size_t)(at - b->data);
	while (start > 0 && !is_edge(b, start - 1))
		start--;
	while (end < b->len && !is_edge(b, end))
		end++;
	if (end < b->len && b->data[end] == ']' &&
	    memmem(b->data + start, end - start, "@[", 2) != NULL)
		end++;
	*from = start;
	*to = end;
	for (i = (size_t)(at - b->data); *at == '@' && i > start; i--)
		if ((unsigned char)b->data[i - 1] >= 0x80) {
			if (i < (size_t)(at - b->data))
				*from = i;
			break;
		}
	return 0;
}

/* "zhang at qq.com", as list archives have it */
int
tk_mail_address_spelled(struct tk_buf *out, const struct tk_buf *b)
{
	struct tk_span t = tk_mail_bare(b->data, b->len);
	const char *at = memmem(t.data, t.len, " at ", 4), *end, *p;

	if (at == NULL)
		return -1;
	end = t.data + t.len;
	for (p = t.data; p < end; p++)
		if (is_blank(*p) && p != at && p != at + 3)
			return -1;
	if (memchr(at + 4, '.', (size_t)(end - at - 4)) == NULL)
		return -1;
	tk_buf_clear(out);
	tk_buf_add(out, t.data, (size_t)(at - t.data));
	tk_buf_putc(out, '@');
	tk_buf_add(out, at + 4, (size_t)(end - at - 4));
	if (out->failed || !is_address(out))
		return -1;
	lower_domain(out);
	return 0;
}

