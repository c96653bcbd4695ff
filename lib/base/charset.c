#include "charset.h"

#include <errno.h>
#include <iconv.h>

int
tk_charset_utf8(struct tk_buf *b, const char *charset, const char *data,
    size_t len, struct tk_error *err)
{
	char *in = (char *)(uintptr_t)data, *out;
	size_t left = len, room, n;
	iconv_t cd = iconv_open("UTF-8", charset);

	if (cd == (iconv_t)-1 && errno != EINVAL)
		return tk_error_errno(err, TK_BAD, "cannot convert from %s",
		    charset);
	if (cd == (iconv_t)-1)
		return tk_error_set(err, TK_BAD, "unknown charset \"%s\"; "
		    "'iconv -l' lists them", charset);
	while (left > 0) {
		if (tk_buf_reserve(b, left + left / 2 + 16) < 0)
			break;
		out = b->data + b->len;
		room = b->size - b->len - 1;
		n = iconv(cd, &in, &left, &out, &room);
		b->len = (size_t)(out - b->data);
		b->data[b->len] = '\0';
		if (n == (size_t)-1 && errno != E2BIG)
			break;
	}
	iconv_close(cd);
	if (left > 0 && !b->failed)
		return tk_error_set(err, TK_BAD, "byte %zu is not %s",
		    len - left + 1, charset);
	return tk_buf_check(b, err);
}
