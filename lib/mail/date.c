/* When a message says it was written. */
#include "part.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "../base/time.h"
#include "charset.h"

#define MAX_DATE 512	/* bytes that are looked at */
#define LAST 253402300799	/* 9999-12-31T23:59:59Z */

/* What was found so far; -1: nothing yet. */
struct date {
	const char *p, *end;
	int year, month, day;
	int hour, minute, second;
	int offset;		/* minutes east of UTC, if it is known */
	int zone;		/* 1: by a name, 2: by a number */
	int half;		/* of the day: which of halves, from 1 */
	int bad;
};

static const struct {
	const char *name;
	int month;
} months[] = {
	{"十二月", 12}, {"十一月", 11}, {"十月", 10}, {"九月", 9},
	{"八月", 8}, {"七月", 7}, {"六月", 6}, {"五月", 5}, {"四月", 4},
	{"三月", 3}, {"二月", 2}, {"一月", 1}, {"jan", 1}, {"feb", 2},
	{"mar", 3}, {"apr", 4}, {"may", 5}, {"jun", 6}, {"jul", 7},
	{"aug", 8}, {"sep", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12},
};

/* Of RFC 5322, and of those who write here. Its CST is that of Chicago;
 * China's is said by number. Other names and letters are taken for UTC. */
static const struct {
	const char *name;
	int hours;
} zones[] = {
	{"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5}, {"mst", -7},
	{"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"hkt", 8}, {"sgt", 8},
	{"jst", 9}, {"kst", 9}, {"bst", 1}, {"cet", 1}, {"cest", 2},
	{"eet", 2}, {"eest", 3}, {"msk", 3}, {"gmt", 0}, {"utc", 0},
	{"ut", 0}, {"z", 0},
};

static const struct {
	const char *name;
	int from, to;		/* of the hours between these */
	int add;		/* later, or earlier */
} halves[] = {
	{"下午", 1, 11, 12}, {"晚上", 5, 11, 12}, {"中午", 1, 2, 12},
	{"pm", 1, 11, 12}, {"凌晨", 12, 12, -12}, {"am", 12, 12, -12},
};

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
is_letter(char c)
{
	c |= 0x20;
	return c >= 'a' && c <= 'z';
}

static int
starts(const struct date *d, const char *word)
{
	size_t n;

	/* almost always the first byte says no */
	if (d->p >= d->end || ((*d->p ^ *word) & ~0x20) != 0)
		return 0;
	n = strlen(word);
	return (size_t)(d->end - d->p) >= n &&
	    strncasecmp(d->p, word, n) == 0;
}

/* A number of at most nine digits; *digits: how many. */
static int
number(struct date *d, int *digits)
{
	int n = 0;

	for (*digits = 0; d->p < d->end && is_digit(*d->p); d->p++) {
		if (++*digits > 9)
			d->bad = 1;
		else
			n = 10 * n + *d->p - '0';
	}
	return n;
}

static int
eat(struct date *d, const char *word)
{
	if (!starts(d, word))
		return 0;
	d->p += strlen(word);
	return 1;
}

/* (a comment (in it another)); without its end it is a bracket. */
static void
comment(struct date *d)
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

static void
blanks(struct date *d)
{
	while (d->p < d->end && (*d->p == ' ' || *d->p == '\t'))
		d->p++;
}

/* :minute[:second[.fraction]] behind the hour */
static void
clock_time(struct date *d, int hour)
{
	int digits;

	if (d->hour >= 0)
		d->bad = 1;
	d->hour = hour;
	d->p++;
	blanks(d);
	d->minute = number(d, &digits);
	if (digits < 1 || digits > 2)
		d->bad = 1;
	d->second = 0;
	if (!eat(d, ":"))
		return;
	blanks(d);
	d->second = number(d, &digits);
	if (digits < 1 || digits > 2)
		d->bad = 1;
	if (eat(d, ".") || eat(d, ","))
		while (d->p < d->end && is_digit(*d->p))
			d->p++;
}

static void
set(struct date *d, int *part, int value)
{
	if (*part >= 0)
		d->bad = 1;
	*part = value;
}

/* RFC 5322: two digits are of 1950 to 2049, three are years since 1900. */
static int
whole_year(int year, int digits)
{
	if (digits == 2)
		return year < 50 ? 2000 + year : 1900 + year;
	return digits == 3 ? 1900 + year : year;
}

/* year-month-day, year/month/day, the year behind us */
static void
rest_of_date(struct date *d)
{
	char between = *d->p;
	int digits;

	d->p++;
	set(d, &d->month, number(d, &digits));
	if (digits < 1 || digits > 2 || d->p >= d->end || *d->p != between) {
		d->bad = 1;
		return;
	}
	d->p++;
	set(d, &d->day, number(d, &digits));
	if (digits < 1 || digits > 2)
		d->bad = 1;
	if (d->p < d->end && (*d->p == 'T' || *d->p == 't'))
		d->p++;
}

static void
digits_at(struct date *d)
{
	int digits, n = number(d, &digits);

	if (eat(d, "年"))
		set(d, &d->year, whole_year(n, digits));
	else if (eat(d, "月"))
		set(d, &d->month, n);
	else if (eat(d, "日") || eat(d, "号") || eat(d, "號"))
		set(d, &d->day, n);
	else if (d->p < d->end && *d->p == ':' && digits <= 2)
		clock_time(d, n);
	else if (digits == 4 && d->year < 0 && d->p + 1 < d->end &&
	    (*d->p == '-' || *d->p == '/') && is_digit(d->p[1])) {
		d->year = n;
		rest_of_date(d);
	} else if (digits <= 2 && d->day < 0)
		d->day = n;
	else if (digits >= 2 && digits <= 4)
		set(d, &d->year, whole_year(n, digits));
	else
		d->bad = 1;
}

/* +0800, +08:00, +8, behind the time of day */
static void
offset(struct date *d)
{
	int sign = *d->p == '-' ? -1 : 1, digits, n;

	d->p++;
	n = number(d, &digits);
	if (digits <= 2) {
		n *= 100;
		if (d->end - d->p >= 3 && *d->p == ':' && is_digit(d->p[1])) {
			d->p++;
			n += number(d, &digits);
		}
	}
	if (n % 100 > 59 || n > 1400)
		d->bad = 1;
	d->offset = sign * (n / 100 * 60 + n % 100);
	d->zone = 2;
}

/* The minus of 08:03 1-Jan-2024 is none of an offset. */
static int
is_offset(const struct date *d)
{
	if (d->hour < 0 || d->zone > 1 || d->end - d->p < 2 ||
	    !is_digit(d->p[1]))
		return 0;
	return *d->p == '+' || (*d->p == '-' &&
	    (d->year >= 0 || d->p[-1] == ' '));
}

static int
month_word(struct date *d)
{
	size_t i;

	for (i = 0; i < sizeof months / sizeof months[0]; i++)
		if (eat(d, months[i].name)) {
			set(d, &d->month, months[i].month);
			return 1;
		}
	return 0;
}

static int
half_word(struct date *d)
{
	const char *from = d->p;
	size_t i;

	for (i = 0; i < sizeof halves / sizeof halves[0]; i++)
		if (eat(d, halves[i].name)) {
			if (d->p == d->end || !is_letter(*from) ||
			    !is_letter(*d->p)) {
				d->half = (int)i + 1;
				return 1;
			}
			d->p = from;
		}
	return 0;
}

/* A month, a zone, PM, or a weekday, which nobody needs. */
static void
letters(struct date *d)
{
	const char *from = d->p;
	size_t i, n;

	if (!half_word(d) && !month_word(d))
		while (d->p < d->end && is_letter(*d->p))
			d->p++;
	n = (size_t)(d->p - from);
	while (d->p < d->end && is_letter(*d->p))
		d->p++;
	for (i = 0; d->zone == 0 && i < sizeof zones / sizeof zones[0]; i++)
		if (strlen(zones[i].name) == n &&
		    strncasecmp(zones[i].name, from, n) == 0) {
			d->zone = 1;
			d->offset = 60 * zones[i].hours;
		}
}

/* 周一, 星期一, 礼拜天: skipped, lest 周一 1月 be read as 一 … */
static int
weekday(struct date *d)
{
	static const char *const weeks[] = {
		"周", "週", "星期", "礼拜", "禮拜",
	};
	size_t i, n;

	for (i = 0; i < sizeof weeks / sizeof weeks[0]; i++)
		if (eat(d, weeks[i])) {
			if (d->p < d->end &&
			    tk_text_char(d->p, (size_t)(d->end - d->p), &n) >=
			    0x80)
				d->p += n;
			return 1;
		}
	return 0;
}

static void
other(struct date *d)
{
	size_t n;

	if (weekday(d) || half_word(d) || month_word(d))
		return;
	tk_text_char(d->p, (size_t)(d->end - d->p), &n);
	d->p += n;
}

static void
scan(struct date *d)
{
	while (d->p < d->end && !d->bad) {
		if (*d->p == '(')
			comment(d);
		else if (is_digit(*d->p))
			digits_at(d);
		else if (is_offset(d))
			offset(d);
		else if (is_letter(*d->p))
			letters(d);
		else
			other(d);
	}
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
		d->hour = d->minute = d->second = 0;
	if (d->half > 0 && d->hour >= halves[d->half - 1].from &&
	    d->hour <= halves[d->half - 1].to)
		d->hour += halves[d->half - 1].add;
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
	struct tk_buf utf8 = TK_BUF_INIT, plain = TK_BUF_INIT;
	struct date d = {.year = -1, .month = -1, .day = -1, .hour = -1};
	struct tk_mail_charset unused;

	if (len > MAX_DATE)
		len = MAX_DATE;
	if (tk_mail_high_bytes(value, len) == 0) {
		d.p = value;
		d.end = value + len;
	} else {
		tk_mail_charset_utf8(&utf8, NULL, 0, value, len, &unused);
		if (utf8.len > 0)
			tk_text_digits(&plain, utf8.data, utf8.len);
		if (!utf8.failed && !plain.failed && plain.len > 0) {
			d.p = plain.data;
			d.end = plain.data + plain.len;
		}
	}
	if (d.p != NULL)
		scan(&d);
	tk_buf_free(&utf8);
	tk_buf_free(&plain);
	return d.p == NULL ? TK_UNSET : instant(&d);
}
