/* decode.c - bytes of a known charset to UTF-8, through iconv(3). */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#define CHUNK 4096	/* bytes at a time, so that little room is reserved */
#define BAD "\xef\xbf\xbd"	/* U+FFFD */

/* Opening a descriptor costs as much as decoding a short mail, so every
 * thread keeps its own: no state that anybody could notice. Names stay, for
 * results point to them; there are no more of them than iconv knows. */
struct known {
	struct known *next;
	iconv_t cd;
	char name[48];
};

static _Thread_local struct known *first;

void
tk_mail_charset_end(void)
{
	struct known *k;

	while ((k = first) != NULL) {
		first = k->next;
		iconv_close(k->cd);
		free(k);
	}
}

/* Without a file handle, too, glibc says that it does not know a set: of
 * these it is not true, and a guess would be stored for good. */
static int
is_always_there(const char *name)
{
	return strcmp(name, "GB18030") == 0 || strcmp(name, "BIG5-HKSCS") == 0;
}

static struct known *
find(const char *name)
{
	struct known *k;

	for (k = first; k != NULL; k = k->next)
		if (strcmp(k->name, name) == 0) {
			iconv(k->cd, NULL, NULL, NULL, NULL);
			return k;
		}
	k = calloc(1, sizeof *k);
	if (k == NULL) {
		tk_error_memory(NULL);
		return NULL;
	}
	memcpy(k->name, name, strnlen(name, sizeof k->name - 1));
	k->cd = iconv_open("UTF-8", k->name);
	if (k->cd == (iconv_t)-1) {
		if (errno != EINVAL || is_always_there(k->name))
			tk_error_memory(NULL);
		free(k);
		return NULL;
	}
	k->next = first;
	first = k;
	return k;
}

const char *
tk_mail_decode_known(const char *name)
{
	struct known *k = find(name);

	return k == NULL ? NULL : k->name;
}

/* The output iconv holds back is due before what comes next, but an empty
 * call would also forget which set ISO 2022 has shifted to. */
static void
flush(struct tk_buf *b, iconv_t cd)
{
	char *out;
	size_t room = 32;

	if (tk_buf_reserve(b, room) < 0)
		return;
	out = b->data + b->len;
	iconv(cd, NULL, NULL, &out, &room);
	b->len = (size_t)(out - b->data);
}

/* A byte that is none of the charset's: 0x80 is the euro sign of GBK as
 * Windows has it. Returns 1 if it was replaced. */
static unsigned
put_bad(struct tk_buf *b, const char *name, char c)
{
	int euro = c == '\x80' && strcmp(name, "GB18030") == 0;

	tk_buf_puts(b, euro ? "€" : BAD);
	return !euro;
}

/* Only one byte is ever passed over (one unit of UTF-16): the next may be an
 * order number's. */
static unsigned
decode_iconv(struct tk_buf *b, const char *name, const char *data, size_t len)
{
	struct known *k = find(name);
	int shifts = strncmp(name, "ISO-2022", 8) == 0 ||
	    strncmp(name, "UTF-7", 5) == 0;
	char *in = (char *)(uintptr_t)data, *out;
	unsigned bad = 0;
	size_t room, part, left, step = strncmp(name, "UTF-16", 6) == 0 ? 2 :
	    strncmp(name, "UTF-32", 6) == 0 ? 4 : 1;

	if (k == NULL)		/* no memory, or no charsets installed */
		return tk_mail_decode(b, "UTF-8", data, len);
	while (len > 0 && tk_buf_reserve(b, 4 * CHUNK) == 0) {
		out = b->data + b->len;
		room = 4 * CHUNK;
		left = part = len < CHUNK ? len : CHUNK;
		if (iconv(k->cd, &in, &left, &out, &room) != (size_t)-1)
			errno = 0;
		len -= part - left;
		b->len = (size_t)(out - b->data);
		/* a character that the chunk cut is read with the next one */
		if (errno == 0 || errno == E2BIG ||
		    (errno == EINVAL && left < part && left < len))
			continue;
		if (!shifts)
			flush(b, k->cd);
		bad += put_bad(b, name, *in);
		in += step < len ? step : len;
		len -= step < len ? step : len;
	}
	flush(b, k->cd);
	return bad;
}

static unsigned
decode_utf8(struct tk_buf *b, const char *data, size_t len)
{
	unsigned bad = 0;
	size_t i = 0, from = 0, at;

	while (i < len && !tk_text_valid(data + i, len - i, &at)) {
		i += at;
		if (data[i] != '\0') {
			tk_buf_add(b, data + from, i - from);
			tk_buf_add(b, BAD, 3);
			from = i + 1;
			bad++;
		}
		i++;
	}
	tk_buf_add(b, data + from, len - from);
	return bad;
}

unsigned
tk_mail_decode_again(struct tk_buf *b, size_t from)
{
	struct tk_buf copy = TK_BUF_INIT;
	unsigned bad = 0;

	if (b->failed || b->len == from ||
	    tk_text_valid(b->data + from, b->len - from, NULL))
		return 0;
	tk_buf_add(&copy, b->data + from, b->len - from);
	b->len = from;
	b->failed |= copy.failed;
	if (!copy.failed)
		bad = decode_utf8(b, copy.data, copy.len);
	tk_buf_free(&copy);
	return bad;
}

/* HZ is GB2312 without the eighth bits, between ~{ and ~} or the end of the
 * line; glibc does not know it. */
static unsigned
decode_hz(struct tk_buf *b, const char *data, size_t len)
{
	struct tk_buf gb = TK_BUF_INIT;
	unsigned bad;
	size_t i;
	char c, next;
	int han = 0;

	for (i = 0; i < len; i++) {
		c = data[i];
		next = i + 1 < len ? data[i + 1] : '\0';
		if (c == '~' && (next == '{' || next == '}')) {
			han = next == '{';
			i++;
		} else if (c == '~' && !han && (next == '~' || next == '\n')) {
			if (next == '~')
				tk_buf_putc(&gb, '~');
			i++;
		} else if (han && c > ' ' && c <= 'w' && next > ' ' &&
		    next < 0x7f) {
			tk_buf_putc(&gb, (char)(c | 0x80));
			tk_buf_putc(&gb, (char)(next | 0x80));
			i++;
		} else {
			han = han && c != '\n';
			tk_buf_putc(&gb, c);
		}
	}
	if (gb.failed)
		b->failed = 1;
	bad = gb.len == 0 ? 0 : decode_iconv(b, "GB18030", gb.data, gb.len);
	tk_buf_free(&gb);
	return bad;
}

unsigned
tk_mail_decode(struct tk_buf *b, const char *name, const char *data,
    size_t len)
{
	unsigned bad;
	size_t from = b->len;

	if (strcmp(name, "UTF-8") == 0)
		bad = decode_utf8(b, data, len);
	else if (strcmp(name, "HZ") == 0)
		bad = decode_hz(b, data, len);
	else
		bad = decode_iconv(b, name, data, len);
	if (strcmp(name, "UTF-8") != 0 && strcmp(name, "GB18030") != 0)
		bad += tk_mail_decode_again(b, from);	/* of UCS-4 */
	if (b->data != NULL)
		b->data[b->len] = '\0';
	return bad;
}
