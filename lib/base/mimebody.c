/* mimebody.c - bodies of mail: base64, quoted-printable, the shorter one. */
#include <string.h>

#include "mime.h"

#define COLUMNS 76

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789+/";
static const char hex[] = "0123456789ABCDEF";

void
tk_mime_digits(struct tk_buf *b, const char *data, size_t len)
{
	const unsigned char *p = (const unsigned char *)data;
	char four[4];
	uint32_t v;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		n = len < 3 ? len : 3;
		v = (uint32_t)p[0] << 16 | (len > 1 ? (uint32_t)p[1] << 8 :
		    0) | (len > 2 ? p[2] : 0);
		four[0] = digits64[v >> 18];
		four[1] = digits64[v >> 12 & 63];
		four[2] = len > 1 ? digits64[v >> 6 & 63] : '=';
		four[3] = len > 2 ? digits64[v & 63] : '=';
		tk_buf_add(b, four, 4);
	}
}

void
tk_mime_base64(struct tk_buf *b, const char *data, size_t len)
{
	size_t n;

	tk_buf_reserve(b, len / 3 * 4 + len / 40 + 8);
	for (; len > 0; data += n, len -= n) {
		n = len < COLUMNS / 4 * 3 ? len : COLUMNS / 4 * 3;
		tk_mime_digits(b, data, n);
		tk_buf_putc(b, '\n');
	}
}

/* Would a line that begins so be taken for the end of the mail, or for the
 * beginning of another? */
static int
is_delicate(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && i < COLUMNS && s[i] == '>')
		i++;
	return (len > 0 && s[0] == '.') ||
	    (len - i >= 5 && memcmp(s + i, "From ", 5) == 0);
}

void
tk_mime_quoted(struct tk_buf *b, const char *text, size_t len)
{
	size_t i, column = 0, width;
	unsigned char c;
	int ends;

	for (i = 0; i < len; i++) {
		c = (unsigned char)text[i];
		if (c == '\n') {
			tk_buf_putc(b, '\n');
			column = 0;
			continue;
		}
		ends = i + 1 == len || text[i + 1] == '\n';
		width = ((c > ' ' && c < 0x7f) && c != '=') ||
		    ((c == ' ' || c == '\t') && !ends) ? 1 : 3;
		if (column + width > COLUMNS - (size_t)!ends) {
			tk_buf_puts(b, "=\n");
			column = 0;
		}
		if (column == 0 && width == 1 && is_delicate(text + i,
		    len - i))
			width = 3;
		if (width == 1)
			tk_buf_putc(b, (char)c);
		else
			tk_buf_add(b, (char[]){'=', hex[c >> 4],
			    hex[c & 15]}, 3);
		column += width;
	}
	if (column > 0)
		tk_buf_putc(b, '\n');
}

/* The text with the line ends that it has on its way. */
static void
put_crlf(struct tk_buf *b, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '\n')
			tk_buf_putc(b, '\r');
		tk_buf_putc(b, text[i]);
	}
	if (len > 0 && text[len - 1] != '\n')
		tk_buf_puts(b, "\r\n");
}

void
tk_mime_part(struct tk_buf *b, const char *type, const char *text,
    size_t len)
{
	struct tk_buf crlf = TK_BUF_INIT, b64 = TK_BUF_INIT, qp = TK_BUF_INIT;
	int base64;

	put_crlf(&crlf, text, len);
	if (!crlf.failed)
		tk_mime_base64(&b64, crlf.data, crlf.len);
	tk_mime_quoted(&qp, text, len);
	b->failed |= crlf.failed | b64.failed | qp.failed;
	base64 = b64.len < qp.len;
	tk_buf_printf(b, "Content-Type: %s; charset=utf-8\n"
	    "Content-Transfer-Encoding: %s\n\n", type, base64 ? "base64" :
	    "quoted-printable");
	if (!b->failed && len > 0)
		tk_buf_add(b, base64 ? b64.data : qp.data,
		    base64 ? b64.len : qp.len);
	tk_buf_free(&crlf);
	tk_buf_free(&b64);
	tk_buf_free(&qp);
}

void
tk_mime_plain(struct tk_buf *b, const char *text, size_t len)
{
	tk_mime_part(b, "text/plain", text, len);
}
