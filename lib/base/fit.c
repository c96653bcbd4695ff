#include <stdint.h>
#include <string.h>

#include "text.h"

static int
is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	    c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
	    (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

static void
put_visible(struct tk_buf *b, int32_t c, unsigned char byte)
{
	if (c < 0)
		tk_buf_printf(b, "<%02X>", byte);
	else if (c < 0x20 || c == 0x7f)
		tk_buf_printf(b, "^%c", c ^ 0x40);
	else
		tk_buf_printf(b, "<U+%04X>", (unsigned)c);
}

void
tk_text_safe(struct tk_buf *b, const char *s)
{
	size_t len = strlen(s), i, n, from = 0;
	int32_t c;

	for (i = 0; i < len; i += n) {
		c = tk_text_char(s + i, len - i, &n);
		if (!is_control(c) || c == '\n' || c == '\t')
			continue;
		tk_buf_add(b, s + from, i - from);
		put_visible(b, c, (unsigned char)s[i]);
		from = i + n;
	}
	tk_buf_add(b, s + from, len - from);
}

char *
tk_text_visible(const char *s)
{
	struct tk_buf b = TK_BUF_INIT;

	tk_text_safe(&b, s);
	if (b.failed)
		tk_buf_free(&b);
	return b.data;
}

static void
put_blanks(struct tk_buf *b, size_t n)
{
	static const char blanks[] = "                                ";

	for (; n >= sizeof blanks; n -= sizeof blanks - 1)
		tk_buf_add(b, blanks, sizeof blanks - 1);
	tk_buf_add(b, blanks, n);
}

/* Appends the visible form of the character at s; its width. */
static size_t
put_fitted(struct tk_buf *b, const char *s, size_t len, size_t *n)
{
	int32_t c = tk_text_char(s, len, n);
	size_t from = b->len;

	if (c == '\n' || c == '\t') {
		tk_buf_putc(b, ' ');
		return 1;
	}
	if (is_control(c)) {
		put_visible(b, c, (unsigned char)*s);
		return b->len - from;
	}
	tk_buf_add(b, s, *n);
	return tk_text_char_width(c);
}

/* Shifts what was written from `from` on to the right. */
static void
pad_left(struct tk_buf *b, size_t from, size_t columns)
{
	size_t len = b->len - from;

	put_blanks(b, columns);
	if (b->failed)
		return;
	memmove(b->data + from + columns, b->data + from, len);
	memset(b->data + from, ' ', columns);
}

void
tk_text_fit(struct tk_buf *b, const char *s, size_t columns, int flags)
{
	size_t len = strlen(s), i, n, w, width = 0;
	size_t from = b->len, cut = from, cut_width = 0;

	for (i = 0; i < len && !b->failed; i += n) {
		if (width < columns) {	/* a … would still fit here */
			cut = b->len;
			cut_width = width;
		}
		w = put_fitted(b, s + i, len - i, &n);
		width += w;
		if (width > columns)
			break;
	}
	if (b->failed)
		return;
	if (width > columns) {
		b->len = cut;
		width = cut_width;
		if (columns > 0) {
			tk_buf_puts(b, "…");
			width++;
		}
		b->data[b->len] = '\0';
	}
	if (flags & TK_FIT_RIGHT)
		pad_left(b, from, columns - width);
	else if (!(flags & TK_FIT_BARE))
		put_blanks(b, columns - width);
}
