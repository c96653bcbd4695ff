/* date.c - when a message says it was written. */
#include "part.h"

#include "word.h"

#include "base/time.h"

#define MAX_DATE 512	/* bytes that are looked at */
#define LAST 253402300799	/* 9999-12-31T23:59:59Z */

/* What was found so far; -1: nothing yet. */
struct date {
	const char *p, *end;
	int year, month, day;
	int hour, minute, second;
	int zone;		/* 1: by a name, 2: by a number */
	int offset;		/* minutes east of UTC */
	int bad;
};

/* Of RFC 5322, and of those who write here. Its CST is that of Chicago;
 * China's is said by number. Other names are taken for UTC. */
static const struct {
	const char *name;
	int hours;
} zones[] = {
	{"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7},
	{"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"hkt", 8}, {"jst", 9},
	{"bst", 1}, {"cet", 1}, {"cest", 2}, {"gmt", 0}, {"utc", 0},
};

/* A number of at most max digits. */
static int
number(struct date *d, int max, int *digits)
{
	int n = 0;

	for (*digits = 0; d->p < d->end && tk_is_digit(*d->p); d->p++)
		if (++*digits <= 9)
			n = 10 * n + *d->p - '0';
	d->bad |= *digits == 0 || *digits > max;
	return n;
}

static int
eat(struct date *d, char c)
{
	if (d->p == d->end || *d->p != c)
		return 0;
	d->p++;
	return 1;
}

static void
set(struct date *d, int *part, int value)
{
	d->bad |= *part >= 0;
	*part = value;
}

/* :minute[:second[.fraction]] behind the hour */
static void
read_time(struct date *d, int hour)
{
	int digits;

	set(d, &d->hour, hour);
	d->minute = number(d, 2, &digits);
	if (!eat(d, ':'))
		return;
	d->second = number(d, 2, &digits);
	if (eat(d, '.'))
		while (d->p < d->end && tk_is_digit(*d->p))
			d->p++;
}

/* RFC 5322: two digits are of 1950 to 2049, three are years since 1900. */
static int
whole_year(int year, int digits)
{
	if (digits == 2 && year < 50)
		return 2000 + year;
	return digits == 2 || digits == 3 ? 1900 + year : year;
}

/* The middle of 2024-01-02 and 2024/1/2. */
static void
read_iso(struct date *d, int year, char between)
{
	int digits;

	set(d, &d->year, year);
	set(d, &d->month, number(d, 2, &digits));
	d->bad |= !eat(d, between);
	set(d, &d->day, number(d, 2, &digits));
	if (d->p < d->end && (*d->p | 0x20) == 't')
		d->p++;
}

static void
read_number(struct date *d)
{
	int digits, n = number(d, 9, &digits);

	if (digits <= 2 && eat(d, ':'))
		read_time(d, n);
	else if (digits == 4 && d->year < 0 && d->end - d->p > 1 &&
	    (*d->p == '-' || *d->p == '/') && tk_is_digit(d->p[1])) {
		d->p++;
		read_iso(d, n, d->p[-1]);
	} else if (tk_span_begins(tk_span(d->p, d->end), "月"))
		set(d, &d->month, n);
	else if (digits <= 2 && d->day < 0)
		d->day = n;
	else if (digits >= 2 && digits <= 4)
		set(d, &d->year, whole_year(n, digits));
	else
		d->bad = 1;
}

/* The minus of 08:03 1-Jan-2024 is none of an offset. */
static int
is_offset(const struct date *d)
{
	return d->hour >= 0 && d->zone < 2 && d->end - d->p > 1 &&
	    tk_is_digit(d->p[1]) && (*d->p == '+' || (*d->p == '-' &&
	    (d->year >= 0 || d->p[-1] == ' ')));
}

/* +0800, +08:00, +8 */
static void
read_offset(struct date *d)
{
	int sign = *d->p++ == '-' ? -1 : 1, digits, n;

	n = number(d, 4, &digits);
	if (digits <= 2)
		n = 100 * n + (eat(d, ':') ? number(d, 2, &digits) : 0);
	d->bad |= n % 100 > 59 || n > 1400;
	d->offset = sign * (n / 100 * 60 + n % 100);
	d->zone = 2;
}

/* A month, a zone, PM, or a weekday, which nobody needs. */
static void
read_word(struct date *d)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	struct tk_span s = {d->p, 0};
	size_t i;

	while (d->p < d->end && tk_is_letter(*d->p))
		d->p++;
	s.len = (size_t)(d->p - s.data);
	for (i = 0; i < 12 && s.len >= 3; i++)
		if (strncasecmp(s.data, names + 3 * i, 3) == 0)
			set(d, &d->month, (int)i + 1);
	if (tk_span_is(s, "pm") && d->hour > 0 && d->hour < 12)
		d->hour += 12;
	if (tk_span_is(s, "am") && d->hour == 12)
		d->hour = 0;
	for (i = 0; d->zone == 0 && i < COUNT(zones); i++)
		if (tk_span_is(s, zones[i].name)) {
			d->zone = 1;
			d->offset = 60 * zones[i].hours;
		}
}

/* (a comment (in it another)); without its end it is a bracket. */
static void
pass_comment(struct date *d)
{
	const char *p;
	int depth = 0;

	for (p = d->p; p < d->end; p++) {
		depth += (*p == '(') - (*p == ')');
		if (depth == 0) {
			d->p = p;
			break;
		}
	}
	d->p++;
}

static int64_t
instant(struct date *d)
{
	int64_t day, t;
	int y, m, mday;

	if (d->bad || d->year < 1970 || d->year > 9999 || d->month < 1 ||
	    d->month > 12 || d->day < 1 || d->day > 31)
		return TK_UNSET;
	if (d->hour < 0)
		d->hour = 0;
	if (d->hour > 23 || d->minute > 59 || d->second > 60)
		return TK_UNSET;
	day = tk_day_of(d->year, d->month, d->day);
	tk_day_civil(day, &y, &m, &mday);
	if (m != d->month || mday != d->day)
		return TK_UNSET;
	t = day * 86400 + d->hour * 3600 + d->minute * 60 + d->second -
	    d->offset * 60;
	return t < 0 || t > LAST ? TK_UNSET : t;
}

int64_t
tk_mail_date(const char *value, size_t len)
{
	struct tk_buf utf8 = TK_BUF_INIT;
	struct date d = {.year = -1, .month = -1, .day = -1, .hour = -1};

	/* the Chinese months of some mailers, in any charset */
	tk_mail_raw_utf8(&utf8, NULL, value, len < MAX_DATE ? len : MAX_DATE);
	d.p = tk_buf_span(&utf8).data;
	d.end = d.p + utf8.len;
	while (d.p < d.end && !d.bad) {
		if (*d.p == '(')
			pass_comment(&d);
		else if (tk_is_digit(*d.p))
			read_number(&d);
		else if (is_offset(&d))
			read_offset(&d);
		else if (tk_is_letter(*d.p))
			read_word(&d);
		else
			d.p++;
	}
	tk_buf_free(&utf8);
	return instant(&d);
}
