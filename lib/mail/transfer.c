#include "part.h"

/* ---- base64 --------------------------------------------------------- */

#define VALID 0x40	/* beside the six bits; 0 is no digit */
#define D(c, n) [c] = (VALID | (n))

static const unsigned char digit[256] = {
	D('A', 0), D('B', 1), D('C', 2), D('D', 3), D('E', 4), D('F', 5),
	D('G', 6), D('H', 7), D('I', 8), D('J', 9), D('K', 10), D('L', 11),
	D('M', 12), D('N', 13), D('O', 14), D('P', 15), D('Q', 16),
	D('R', 17), D('S', 18), D('T', 19), D('U', 20), D('V', 21),
	D('W', 22), D('X', 23), D('Y', 24), D('Z', 25), D('a', 26),
	D('b', 27), D('c', 28), D('d', 29), D('e', 30), D('f', 31),
	D('g', 32), D('h', 33), D('i', 34), D('j', 35), D('k', 36),
	D('l', 37), D('m', 38), D('n', 39), D('o', 40), D('p', 41),
	D('q', 42), D('r', 43), D('s', 44), D('t', 45), D('u', 46),
	D('v', 47), D('w', 48), D('x', 49), D('y', 50), D('z', 51),
	D('0', 52), D('1', 53), D('2', 54), D('3', 55), D('4', 56),
	D('5', 57), D('6', 58), D('7', 59), D('8', 60), D('9', 61),
	D('+', 62), D('/', 63),
};

/* Digits that are not yet bytes, and where bytes go. */
struct base64 {
	unsigned bits, count;
	unsigned char *to;
};

/* Digits without padding still say all but the last byte of their group. */
static void
finish(struct base64 *b)
{
	if (b->count == 2) {
		*b->to++ = (unsigned char)(b->bits >> 4);
	} else if (b->count == 3) {
		*b->to++ = (unsigned char)(b->bits >> 10);
		*b->to++ = (unsigned char)(b->bits >> 2);
	}
	b->bits = b->count = 0;
}

static void
put_digit(struct base64 *b, unsigned d)
{
	b->bits = b->bits << 6 | (d & 63);
	if (++b->count < 4)
		return;
	*b->to++ = (unsigned char)(b->bits >> 16);
	*b->to++ = (unsigned char)(b->bits >> 8);
	*b->to++ = (unsigned char)b->bits;
	b->bits = b->count = 0;
}

/* Groups of four: nearly all of nearly every line. */
static const unsigned char *
put_groups(struct base64 *b, const unsigned char *p, const unsigned char *end)
{
	unsigned char *to = b->to;
	unsigned w, x, y, z;

	for (; end - p >= 4; p += 4, to += 3) {
		w = digit[p[0]];
		x = digit[p[1]];
		y = digit[p[2]];
		z = digit[p[3]];
		if ((w & x & y & z & VALID) == 0)
			break;
		w = (w & 63) << 18 | (x & 63) << 12 | (y & 63) << 6 | (z & 63);
		to[0] = (unsigned char)(w >> 16);
		to[1] = (unsigned char)(w >> 8);
		to[2] = (unsigned char)w;
	}
	b->to = to;
	return p;
}

/* Decodes up to the end of the line, or up to a character that is no part of
 * base64. */
static const unsigned char *
put_line(struct base64 *b, const unsigned char *p, const unsigned char *end)
{
	while (p < end) {
		if (b->count == 0) {
			p = put_groups(b, p, end);
			if (p == end)
				break;
		}
		if ((digit[*p] & VALID) != 0)
			put_digit(b, digit[*p]);
		else if (*p == '=')
			finish(b);
		else if (*p != ' ' && *p != '\t')
			break;
		p++;
	}
	return p;
}

static int
ends_line(unsigned char c)
{
	return c == '\n' || c == '\r';
}

void
tk_mail_base64(struct tk_buf *out, const char *data, size_t len)
{
	const unsigned char *p = (const unsigned char *)data, *end = p + len;
	const unsigned char *line;
	struct base64 b = {0, 0, NULL}, before;
	int begun = 0;

	/* what is decoded is shorter; a line that turns out to be none is
	 * put back and taken as it is */
	if (len == 0 || tk_buf_reserve(out, len + 4) < 0)
		return;
	b.to = (unsigned char *)out->data + out->len;
	while (p < end) {
		line = p;
		before = b;
		p = put_line(&b, p, end);
		if (p == end || ends_line(*p)) {
			begun |= p > line;
			while (p < end && ends_line(*p))
				p++;
			continue;
		}
		b = before;
		finish(&b);
		if (begun) {
			p = end;
		} else {
			while (p < end && !ends_line(*p))
				p++;
			while (p < end && ends_line(*p))
				p++;
		}
		memcpy(b.to, line, (size_t)(p - line));
		b.to += p - line;
	}
	finish(&b);
	out->len = (size_t)(b.to - (unsigned char *)out->data);
	out->data[out->len] = '\0';
}

/* ---- quoted-printable ----------------------------------------------- */

/* The end of a soft line break whose = is before p, or NULL: it is none. */
static const char *
soft_break(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == end)
		return p;
	if (*p == '\r')
		return p + 1 < end && p[1] == '\n' ? p + 2 : p + 1;
	return *p == '\n' ? p + 1 : NULL;
}

void
tk_mail_quoted_printable(struct tk_buf *out, const char *data, size_t len)
{
	const char *p = data, *end = data + len, *next;
	char *to;

	if (len == 0 || tk_buf_reserve(out, len) < 0)
		return;
	to = out->data + out->len;
	while (p < end) {
		next = memchr(p, '=', (size_t)(end - p));
		if (next == NULL)
			next = end;
		memcpy(to, p, (size_t)(next - p));
		to += next - p;
		for (p = next; p < end && *p == '='; ) {
			if (end - p > 2 && tk_hex(p[1]) >= 0 && tk_hex(p[2]) >= 0) {
				*to++ = (char)(tk_hex(p[1]) << 4 | tk_hex(p[2]));
				p += 3;
				continue;
			}
			next = soft_break(p + 1, end);
			if (next == NULL) {	/* no code: as it stands */
				*to++ = '=';
				next = p + 1;
				/* its blanks are not looked at again */
				while (next < end && (*next == ' ' ||
				    *next == '\t'))
					*to++ = *next++;
			}
			p = next;
		}
	}
	out->len = (size_t)(to - out->data);
	out->data[out->len] = '\0';
}

/* ---- uuencode ------------------------------------------------------- */

static const char *
line_end(const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));

	return lf == NULL ? end : lf + 1;
}

/* Where its "begin 644 name" begins, or NULL. */
static const char *
uu_begin(const char *p, const char *end)
{
	for (; p < end; p = line_end(p, end))
		if (end - p > 10 && memcmp(p, "begin ", 6) == 0 &&
		    p[6] >= '0' && p[6] <= '7' && p[7] >= '0' &&
		    p[7] <= '7' && p[8] >= '0' && p[8] <= '7')
			return p;
	return NULL;
}

/* The n-th digit; mailers cut the blanks that stand for zeros. */
static unsigned
uu_digit(const char *p, const char *end, ptrdiff_t n)
{
	return n < end - p ? ((unsigned char)p[n] - 32u) & 63 : 0;
}

/* Decodes a line of [p, end) without its end; 0, or -1: it is none. */
static int
uu_line(struct tk_buf *out, const char *p, const char *end)
{
	unsigned left, bits;
	const char *q;
	char three[3];

	for (q = p; q < end; q++)
		if (*q < ' ' || *q > '`')
			return -1;
	if (p == end)
		return -1;
	left = uu_digit(p++, end, 0);
	while (left > 0) {
		bits = uu_digit(p, end, 0) << 18 | uu_digit(p, end, 1) << 12 |
		    uu_digit(p, end, 2) << 6 | uu_digit(p, end, 3);
		three[0] = (char)(bits >> 16);
		three[1] = (char)(bits >> 8);
		three[2] = (char)bits;
		tk_buf_add(out, three, left < 3 ? left : 3);
		left -= left < 3 ? left : 3;
		p = end - p > 4 ? p + 4 : end;
	}
	return 0;
}

static void
uudecode(struct tk_buf *out, const char *data, size_t len)
{
	const char *end = data + len, *p = uu_begin(data, end), *next, *stop;
	size_t most = out->len + 2 * len;

	if (p == NULL) {
		tk_buf_add(out, data, len);
		return;
	}
	tk_buf_add(out, data, (size_t)(p - data));
	for (p = line_end(p, end); p < end; p = next) {
		next = stop = line_end(p, end);
		while (stop > p && ends_line((unsigned char)stop[-1]))
			stop--;
		if (stop - p == 3 && memcmp(p, "end", 3) == 0) {
			p = next;
			break;
		}
		/* lines of nothing but cut blanks must not grow without end */
		if (out->len > most || uu_line(out, p, stop) < 0)
			break;
	}
	tk_buf_add(out, p, (size_t)(end - p));
}

/* ---- by name -------------------------------------------------------- */

/* Its first word, without the quotes some put around it. */
static struct tk_span
first_word(struct tk_span s)
{
	size_t i = 0, n;

	while (i < s.len && (strchr(" \t\r\n\"'", s.data[i]) != NULL))
		i++;
	for (n = i; n < s.len && strchr(" \t\r\n\"';(,", s.data[n]) == NULL; )
		n++;
	return (struct tk_span){s.data == NULL ? "" : s.data + i, n - i};
}

void
tk_mail_transfer(struct tk_buf *out, struct tk_span encoding,
    const char *data, size_t len)
{
	struct tk_span word = first_word(encoding);

	if (tk_span_is(word, "base64"))
		tk_mail_base64(out, data, len);
	else if (tk_span_is(word, "quoted-printable"))
		tk_mail_quoted_printable(out, data, len);
	else if (tk_span_is(word, "x-uuencode") || tk_span_is(word, "uuencode") ||
	    tk_span_is(word, "x-uue") || tk_span_is(word, "uue"))
		uudecode(out, data, len);
	else
		tk_buf_add(out, data, len);
}
