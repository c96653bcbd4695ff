#include "plain.h"

#include <string.h>

#define QUOTES 16	/* marks of a line; nobody counts more of them */

static void
add_times(struct tk_buf *b, char c, size_t n)
{
	if (n == 0 || tk_buf_reserve(b, n) < 0)
		return;
	memset(b->data + b->len, c, n);
	b->len += n;
	b->data[b->len] = '\0';
}

static void
begin_line(struct tk_plain *p)
{
	unsigned both = p->quote < p->quoted ? p->quote : p->quoted, i;

	if (both > QUOTES)
		both = QUOTES;
	if (p->out->len > p->start) {
		tk_buf_putc(p->out, '\n');
		if (p->lines > 1) {
			add_times(p->out, '>', both);
			tk_buf_putc(p->out, '\n');
		}
		p->ended++;
	}
	for (i = 0; i < p->quote && i < QUOTES; i++)
		tk_buf_puts(p->out, "> ");
	p->quoted = p->quote;
	if (p->indent > 1)
		add_times(p->out, ' ', 2 * (p->indent - 1));
	if (p->pre > 0)
		add_times(p->out, ' ', p->blanks);
}

/* Writes what stands before a character. */
static void
begin(struct tk_plain *p)
{
	if (p->lines > 0 || p->out->len == p->start)
		begin_line(p);
	else if (p->tabs > 0)
		add_times(p->out, '\t', p->tabs);
	else
		add_times(p->out, ' ', p->blanks);
	p->lines = 0;
	p->tabs = p->blanks = 0;
	p->visible = 0;
	if (p->mark[0] != '\0') {
		tk_buf_puts(p->out, p->mark);
		p->mark[0] = '\0';
	}
}

void
tk_plain_break(struct tk_plain *p, unsigned lines)
{
	if (p->tabs > 0)	/* at the beginning of a cell */
		return;
	if (p->visible)
		tk_plain_line(p);
	if (p->lines < lines)
		p->lines = lines;
	p->blanks = 0;
}

void
tk_plain_line(struct tk_plain *p)
{
	if (p->tabs > 0)
		return;
	if (p->lines < 2)
		p->lines++;
	p->blanks = 0;
	p->visible = 0;
}

static void
add_blank(struct tk_plain *p, int hard)
{
	int begun = p->lines == 0 && p->out->len > p->start;

	if (p->pre > 0)
		p->blanks++;
	else if (begun)
		p->blanks = 1;
	if (hard && !begun)
		p->visible = 1;
}

static void
add_space(struct tk_plain *p, char c)
{
	if (p->pre > 0 && c == '\n')
		tk_plain_line(p);
	else if (p->pre > 0 && c == '\t' && p->lines == 0 && p->tabs == 0 &&
	    p->out->len > p->start)
		tk_plain_word(p, "\t", 1);
	else if (p->pre > 0 && c == '\t')
		p->blanks += 8 - p->blanks % 8;
	else if (p->pre == 0 || c != '\r')
		add_blank(p, 0);
}

void
tk_plain_word(struct tk_plain *p, const char *s, size_t len)
{
	begin(p);
	tk_buf_add(p->out, s, len);
}

/* Was the last character a picture, which a joiner may tie to the next? */
static int
after_picture(const struct tk_plain *p)
{
	const char *s = p->out->data;
	size_t n = p->out->len;

	return p->lines == 0 && p->blanks == 0 && p->tabs == 0 &&
	    n >= p->start + 4 && ((s[n - 4] & 0xf8) == 0xf0 ||
	    memcmp(s + n - 3, "\xef\xb8\x8f", 3) == 0);
}

/* Characters that show nothing, and the blank that breaks no line: how many
 * bytes of them were dealt with, 0 for an ordinary one. */
static size_t
add_special(struct tk_plain *p, const char *s, size_t len)
{
	if (len >= 2 && memcmp(s, "\xc2\xa0", 2) == 0) {
		add_blank(p, 1);
		return 2;
	}
	/* a hyphen that may be, and a joiner of graphemes */
	if (len >= 2 && (memcmp(s, "\xc2\xad", 2) == 0 ||
	    memcmp(s, "\xcd\x8f", 2) == 0))
		return 2;
	if (len < 3)
		return 0;
	if (memcmp(s, "\xe2\x80\x8d", 3) == 0)
		return after_picture(p) ? 0 : 3;
	return memcmp(s, "\xe2\x80\x8b", 3) == 0 ||
	    memcmp(s, "\xe2\x80\x8c", 3) == 0 ||
	    memcmp(s, "\xe2\x81\xa0", 3) == 0 ||
	    memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static int
is_ordinary(unsigned char c)
{
	return c > ' ' && c != 0x7f && c != 0xc2 && c != 0xcd && c != 0xe2 &&
	    c != 0xef;
}

void
tk_plain_text(struct tk_plain *p, const char *s, size_t len)
{
	size_t i = 0, n;

	while (i < len) {
		if (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' ||
		    s[i] == '\r' || s[i] == '\f') {
			add_space(p, s[i++]);
			continue;
		}
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f) {
			i++;
			continue;
		}
		n = i;
		if (!is_ordinary((unsigned char)s[n])) {
			i += add_special(p, s + i, len - i);
			if (i > n)
				continue;
			n++;
		}
		while (n < len && is_ordinary((unsigned char)s[n]))
			n++;
		tk_plain_word(p, s + i, n - i);
		i = n;
	}
}
