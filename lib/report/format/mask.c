#include "mask.h"

#include <ctype.h>
#include <string.h>

#define MAX_DIGITS 20
#define OTHER (-1)

/* The ASCII character at s, also of a full-width one, or OTHER; *n: the
 * bytes it takes. */
static int
ascii(const char *s, size_t len, size_t *n)
{
	const unsigned char *p = (const unsigned char *)s;
	unsigned c;

	*n = 1;
	if (len == 0)
		return OTHER;
	if (p[0] < 0x80)
		return p[0];
	if (p[0] < 0xe0 || len < 3)
		return OTHER;
	*n = 3;
	c = (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	if (c >= 0xff01 && c <= 0xff5e)
		return (int)(c - 0xff01 + '!');
	if (c == 0x3000)
		return ' ';
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ? '-' : OTHER;
}

static int
is_alnum(int c)
{
	return c != OTHER && isalnum(c);
}

static int
is_digit(int c)
{
	return c >= '0' && c <= '9';
}

/* ---- numbers --------------------------------------------------------- */

struct number {
	char digit[MAX_DIGITS + 1];
	size_t digits;
	size_t lead[MAX_DIGITS];	/* bytes before each digit */
	size_t end[MAX_DIGITS];		/* bytes up to and with it */
	int plus;
};

static int
separates(int c)
{
	return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' ||
	    c == '/';
}

/* Digits with at most two separators between, from s on. */
static void
read_number(struct number *d, const char *s, size_t len)
{
	size_t i = 0, n, gap = 0;
	int c;

	d->digits = 0;
	d->plus = ascii(s, len, &n) == '+';
	if (d->plus)
		i = n;
	for (; i < len && d->digits < MAX_DIGITS; i += n) {
		c = ascii(s + i, len - i, &n);
		if (is_digit(c)) {
			d->digit[d->digits] = (char)c;
			d->lead[d->digits] = i;
			d->end[d->digits++] = i + n;
			gap = 0;
		} else if (!separates(c) || ++gap > 2) {
			break;
		}
	}
	d->digit[d->digits] = '\0';
}

/* Do the first n digits stand alone: no other touches them? */
static int
whole(const struct number *d, const char *s, size_t len, size_t n)
{
	size_t end = d->end[n - 1], step;

	return !is_digit(ascii(s + end, len - end, &step));
}

/* The digits that go before a mobile number; -1: it is none. */
static int
mobile(const struct number *d, const char *s, size_t len)
{
	static const char *const codes[] = {"", "86", "0086", "0"};
	size_t i, n;

	for (i = 0; i < sizeof codes / sizeof *codes; i++) {
		n = strlen(codes[i]);
		if (d->digits < n + 11 ||
		    strncmp(d->digit, codes[i], n) != 0 ||
		    d->digit[n] != '1' || d->digit[n + 1] < '3' ||
		    !whole(d, s, len, n + 11))
			continue;
		/* "19 2026-11-20 0…" is none: it begins with three digits */
		if (d->lead[n + 1] == d->end[n] &&
		    d->lead[n + 2] == d->end[n + 1])
			return (int)n;
	}
	return -1;
}

/* How many digits are a number with an area or country code; 0: none. */
static size_t
landline(const struct number *d, const char *s, size_t len)
{
	size_t n;

	if (d->digits < 10 || (!d->plus && (d->digit[0] != '0' ||
	    d->digit[1] == '0')))
		return 0;
	for (n = d->digits < 13 ? d->digits : 13; n >= 10; n--)
		if (whole(d, s, len, n) && (n == d->digits ||
		    d->lead[n] != d->end[n - 1]))
			return n;
	return 0;
}

/* "138****5678" of n digits; shorter ones keep two at each end. */
static void
put_masked(struct tk_buf *b, const char *digit, size_t n)
{
	size_t head = n >= 9 ? 3 : 2, tail = n >= 9 ? 4 : 2, i;

	tk_buf_add(b, digit, head);
	for (i = head; i < n - tail; i++)
		tk_buf_putc(b, '*');
	tk_buf_add(b, digit + n - tail, tail);
}

static void
put_narrow(struct tk_buf *b, const char *s, size_t len)
{
	size_t i, n;
	int c;

	for (i = 0; i < len; i += n) {
		c = ascii(s + i, len - i, &n);
		if (c != OTHER)
			tk_buf_putc(b, (char)c);
		else
			tk_buf_add(b, s + i, n);
	}
}

/* Masks the number that begins at s; the bytes it took, 0: there is none. */
static size_t
mask_number(struct tk_buf *b, const char *s, size_t len, int strong)
{
	struct number d;
	size_t n;
	int code;

	read_number(&d, s, len);
	if (d.digits < 7)
		return 0;
	code = mobile(&d, s, len);
	if (code >= 0) {
		put_narrow(b, s, d.lead[code]);
		put_masked(b, d.digit + code, 11);
		return d.end[code + 10];
	}
	n = strong ? d.digits : landline(&d, s, len);
	if (n == 0)
		return 0;
	if (d.plus)
		tk_buf_putc(b, '+');
	put_masked(b, d.digit, n);
	return d.end[n - 1];
}

/* ---- addresses ------------------------------------------------------- */

static int
is_local(int c)
{
	return is_alnum(c) || (c > 0 && strchr("._%+-", c) != NULL);
}

/* The bytes of a mail address at s, 0: none; *at: those before its @. */
static size_t
address(const char *s, size_t len, size_t *at)
{
	size_t i = 0, n, dot = 0, end = 0;
	int c;

	while (i < len && is_local(ascii(s + i, len - i, &n)))
		i += n;
	*at = i;
	if (i == 0 || ascii(s + i, len - i, &n) != '@')
		return 0;
	for (i += n; i < len; i += n) {
		c = ascii(s + i, len - i, &n);
		if (is_alnum(c))
			end = dot > 0 ? i + n : 0;
		else if (c == '.')
			dot = i;
		else if (c != '-')
			break;
	}
	return end;
}

/* ---- texts ----------------------------------------------------------- */

/* Masks what begins at s, behind the character `before`; the bytes it took,
 * 0: nothing does. */
static size_t
mask_here(struct tk_buf *b, const char *s, size_t len, int before, int strong)
{
	size_t end, at, n;
	int c = ascii(s, len, &n);

	if (is_local(c) && !is_local(before) &&
	    (end = address(s, len, &at)) > 0) {
		put_narrow(b, s, n);
		tk_buf_puts(b, "***");
		put_narrow(b, s + at, end - at);
		return end;
	}
	if (is_digit(before) || (c != '+' && c != '(' && !is_digit(c)))
		return 0;
	return mask_number(b, s, len, strong);
}

/* Most texts hold nothing to mask: no @, no full-width character (of lead
 * byte EF), not seven digits. */
static int
is_plain(const char *s, size_t len)
{
	size_t i, digits = 0;

	for (i = 0; i < len; i++) {
		if (s[i] == '@' || (unsigned char)s[i] == 0xef)
			return 0;
		digits += is_digit(s[i]);
	}
	return digits < 7;
}

/* How many were masked. */
static size_t
mask(struct tk_buf *b, const char *s, size_t len, int strong)
{
	size_t i, n, took, masked = 0;
	int before = OTHER, c;

	if (is_plain(s, len)) {
		tk_buf_add(b, s, len);
		return 0;
	}
	for (i = 0; i < len; i += n) {
		c = ascii(s + i, len - i, &n);
		took = mask_here(b, s + i, len - i, before, strong);
		if (took > 0) {
			n = took;
			masked++;
			before = '0';
			continue;	/* a digit may not follow at once */
		}
		tk_buf_add(b, s + i, n <= len - i ? n : len - i);
		before = c;
	}
	return masked;
}

void
tk_mask_text(struct tk_buf *b, const char *s, size_t len)
{
	mask(b, s, len, 0);
}

void
tk_mask_contact(struct tk_buf *b, const char *s, size_t len)
{
	size_t from = b->len, n = 1;

	if (len == 0 || mask(b, s, len, 1) > 0 || b->failed)
		return;
	while (n < len && ((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	b->len = from + n;
	tk_buf_puts(b, "***");
}
