/* Bytes of a known charset to UTF-8, through iconv(3). */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#define OPEN 8		/* descriptors kept */
#define CHUNK 4096	/* bytes at a time, so that little room is reserved */
#define BAD "\xef\xbf\xbd"	/* U+FFFD */
#define HIGHS 0x8080808080808080u
#define TRAILS 191	/* second bytes of a pair: 0x40 to 0xfe */

/* A charset that was asked for; cd is kept open while few others are. */
struct known {
	struct known *next;
	iconv_t cd;
	int open;
	char name[48];
};

/* What a pair of bytes stands for; size 0: not yet asked, NONE: nothing, or
 * more than fits. */
struct pair {
	char utf8[3];
	unsigned char size;
};

#define NONE 0xff

/*
 * Opening a descriptor costs as much as decoding a short mail, and glibc's
 * BIG5-HKSCS is five times as slow as a table of its pairs. Neither is a
 * state that anybody could notice, so every thread keeps its own.
 */
static _Thread_local struct {
	struct known *first;
	unsigned open;
	struct pair *big5;
} kept;

void
tk_mail_charset_end(void)
{
	struct known *k, *next;

	for (k = kept.first; k != NULL; k = next) {
		next = k->next;
		if (k->open)
			iconv_close(k->cd);
		free(k);
	}
	free(kept.big5);
	memset(&kept, 0, sizeof kept);
}

static void
close_all(void)
{
	struct known *k;

	for (k = kept.first; k != NULL; k = k->next)
		if (k->open) {
			iconv_close(k->cd);
			k->open = 0;
		}
	kept.open = 0;
}

static int
reopen(struct known *k)
{
	if (k->open) {
		iconv(k->cd, NULL, NULL, NULL, NULL);
		return 0;
	}
	if (kept.open >= OPEN)
		close_all();
	k->cd = iconv_open("UTF-8", k->name);
	if (k->cd == (iconv_t)-1)
		return -1;
	k->open = 1;
	kept.open++;
	return 0;
}

/* Names stay, for results point to them; there are as many as iconv has. */
static struct known *
find(const char *name)
{
	struct known *k;

	for (k = kept.first; k != NULL; k = k->next)
		if (strcmp(k->name, name) == 0)
			return reopen(k) < 0 ? NULL : k;
	k = calloc(1, sizeof *k);
	if (k == NULL)
		return NULL;
	memcpy(k->name, name, strnlen(name, sizeof k->name - 1));
	if (reopen(k) < 0) {
		free(k);
		return NULL;
	}
	k->next = kept.first;
	kept.first = k;
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
	size_t room;

	if (tk_buf_reserve(b, 32) < 0)
		return;
	out = b->data + b->len;
	room = 32;
	iconv(cd, NULL, NULL, &out, &room);
	b->len = (size_t)(out - b->data);
}

/* A byte that is none of the charset's: 0x80 is the euro sign of GBK as
 * Windows has it. Returns 1 if it was replaced. */
static unsigned
put_bad(struct tk_buf *b, int gb, char c)
{
	if (gb && c == '\x80') {
		tk_buf_puts(b, "€");
		return 0;
	}
	tk_buf_add(b, BAD, 3);
	return 1;
}

/* Bytes that always go together. */
static size_t
unit(const char *name)
{
	return strncmp(name, "UTF-16", 6) == 0 ? 2 :
	    strncmp(name, "UTF-32", 6) == 0 ? 4 : 1;
}

/* Only one byte is ever passed over: the next may be an order number's. */
static unsigned
decode_iconv(struct tk_buf *b, const char *name, const char *data, size_t len)
{
	struct known *k = find(name);
	int shifts = strncmp(name, "ISO-2022", 8) == 0 ||
	    strncmp(name, "UTF-7", 5) == 0;
	int gb = strcmp(name, "GB18030") == 0;
	char *in = (char *)(uintptr_t)data, *out;
	unsigned bad = 0;
	size_t step = unit(name), room, part, left;

	if (k == NULL)		/* no memory, or no charsets installed */
		return tk_mail_decode_utf8(b, data, len);
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
		bad += put_bad(b, gb, *in);
		in += step < len ? step : len;
		len -= step < len ? step : len;
	}
	flush(b, k->cd);
	return bad;
}

unsigned
tk_mail_decode_utf8(struct tk_buf *b, const char *data, size_t len)
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

/* ---- Big5 -------------------------------------------------------------- */

/* Appends the character of two bytes, which may be two code points. */
static int
put_big5(struct tk_buf *b, const char *pair)
{
	struct known *k = find("BIG5-HKSCS");
	char *in = (char *)(uintptr_t)pair, *out;
	size_t left = 2, room = 32, from = b->len;

	if (k == NULL || tk_buf_reserve(b, 32) < 0)
		return -1;
	out = b->data + b->len;
	if (iconv(k->cd, &in, &left, &out, &room) == (size_t)-1 || left > 0)
		return -1;
	iconv(k->cd, NULL, NULL, &out, &room);
	b->len = (size_t)(out - b->data);
	return b->len > from ? 0 : -1;
}

/* The bytes taken: 2, or 1 that is bad. */
static size_t
slow_big5(struct tk_buf *b, struct pair *p, const char *pair, unsigned *bad)
{
	size_t from = b->len, n;

	if (put_big5(b, pair) < 0) {
		p->size = NONE;
		tk_buf_add(b, BAD, 3);
		(*bad)++;
		return 1;
	}
	n = b->len - from;
	p->size = n <= 3 ? (unsigned char)n : NONE;
	if (n <= 3)
		memcpy(p->utf8, b->data + from, n);
	return 2;
}

static int
is_big5(const unsigned char *s, size_t len)
{
	return s[0] >= 0x81 && s[0] <= 0xfe && len >= 2 && s[1] >= 0x40 &&
	    s[1] <= 0xfe;
}

/* No more than three bytes come of one, and room for a slow pair stays. */
static size_t
chunk_big5(struct tk_buf *b, const unsigned char *s, size_t len, size_t stop,
    unsigned *bad)
{
	struct pair *p;
	uint64_t word;
	size_t i = 0;

	while (i < stop) {
		if (len - i >= 8) {
			memcpy(&word, s + i, 8);
			if ((word & HIGHS) == 0) {
				memcpy(b->data + b->len, &word, 8);
				b->len += 8;
				i += 8;
				continue;
			}
		}
		if (s[i] < 0x80) {
			b->data[b->len++] = (char)s[i++];
			continue;
		}
		if (!is_big5(s + i, len - i)) {
			tk_buf_add(b, BAD, 3);
			(*bad)++;
			i++;
			continue;
		}
		p = &kept.big5[(s[i] - 0x81) * TRAILS + s[i + 1] - 0x40];
		if (p->size == 0 || p->size == NONE) {
			i += slow_big5(b, p, (const char *)s + i, bad);
			if (b->failed)
				return len;
			continue;
		}
		memcpy(b->data + b->len, p, sizeof *p);
		b->len += p->size;
		i += 2;
	}
	return i;
}

static unsigned
decode_big5(struct tk_buf *b, const char *data, size_t len)
{
	const unsigned char *s = (const unsigned char *)data;
	unsigned bad = 0;
	size_t i = 0;

	if (kept.big5 == NULL)
		kept.big5 = calloc(126 * TRAILS, sizeof *kept.big5);
	if (kept.big5 == NULL)
		return decode_iconv(b, "BIG5-HKSCS", data, len);
	while (i < len && tk_buf_reserve(b, 4 * CHUNK) == 0)
		i += chunk_big5(b, s + i, len - i,
		    len - i < CHUNK ? len - i : CHUNK, &bad);
	return bad;
}

/* ---- HZ ---------------------------------------------------------------- */

static int
is_hz(const char *s, size_t len)
{
	return len >= 2 && s[0] >= 0x21 && s[0] <= 0x77 && s[1] >= 0x21 &&
	    s[1] <= 0x7e;
}

/* HZ is GB2312 without the eighth bits, between ~{ and ~} or the end of the
 * line; glibc does not know it. */
static unsigned
decode_hz(struct tk_buf *b, const char *data, size_t len)
{
	struct tk_buf gb = TK_BUF_INIT;
	int han = 0;
	unsigned bad;
	size_t i = 0;
	char two[2];

	while (i < len) {
		if (data[i] == '~' && len - i >= 2 && data[i + 1] == '{') {
			han = 1;
			i += 2;
		} else if (data[i] == '~' && len - i >= 2 &&
		    data[i + 1] == '}') {
			han = 0;
			i += 2;
		} else if (han && is_hz(data + i, len - i)) {
			two[0] = (char)(data[i] | 0x80);
			two[1] = (char)(data[i + 1] | 0x80);
			tk_buf_add(&gb, two, 2);
			i += 2;
		} else if (!han && data[i] == '~' && len - i >= 2 &&
		    (data[i + 1] == '~' || data[i + 1] == '\n')) {
			if (data[i + 1] == '~')
				tk_buf_putc(&gb, '~');
			i += 2;
		} else {
			han = han && data[i] != '\n';
			tk_buf_putc(&gb, data[i++]);
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

	if (strcmp(name, "UTF-8") == 0)
		bad = tk_mail_decode_utf8(b, data, len);
	else if (strcmp(name, "BIG5-HKSCS") == 0)
		bad = decode_big5(b, data, len);
	else if (strcmp(name, "HZ") == 0)
		bad = decode_hz(b, data, len);
	else
		bad = decode_iconv(b, name, data, len);
	if (b->data != NULL)
		b->data[b->len] = '\0';
	return bad;
}
