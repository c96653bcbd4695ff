/* time.c - civil dates and RFC 3339. */
#include "time.h"

#include <string.h>

#define DAY 86400
#define YEAR_0 (-62167219200)		/* 0000-01-01T00:00:00Z */
#define YEAR_9999 253402300799		/* 9999-12-31T23:59:59Z */

static int
leap(unsigned year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t
floor_day(int64_t t)
{
	return t / DAY - (t % DAY < 0);
}

/* March begins the year here, so that the leap day ends it. */
int64_t
tk_day_of(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2), era, yoe, doy;

	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void
tk_day_civil(int64_t day, int *year, int *month, int *mday)
{
	int64_t era;
	unsigned doe, yoe, doy, m;

	day += 719468;
	era = (day >= 0 ? day : day - 146096) / 146097;
	doe = (unsigned)(day - era * 146097);
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	m = (5 * doy + 2) / 153;
	*mday = (int)(doy - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)((int64_t)yoe + era * 400) + (*month <= 2);
}

int
tk_day_weekday(int64_t day)
{
	int64_t w = (day + 3) % 7;

	return (int)(w < 0 ? w + 7 : w);
}

int64_t
tk_day_at(const struct tk_zone *z, int64_t t)
{
	return floor_day(t + tk_zone_offset(z, t));
}

/* Two digits; sets *bad when they are none. */
static inline unsigned
two(const char *s, unsigned *bad)
{
	unsigned a = (unsigned)(unsigned char)s[0] - '0';
	unsigned b = (unsigned)(unsigned char)s[1] - '0';

	*bad |= (a > 9) | (b > 9);
	return a * 10 + b;
}

/* The date at s, ten bytes. */
static inline int
date(const char *s, int64_t *day)
{
	static const unsigned char length[13] = {
		0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	static const unsigned short before[13] = {
		0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
	};
	unsigned bad = 0, y, m, d, past;

	y = two(s, &bad) * 100 + two(s + 2, &bad);
	m = two(s + 5, &bad);
	d = two(s + 8, &bad);
	bad |= (s[4] != '-') | (s[7] != '-') | (m - 1 > 11) | (d == 0);
	if (bad || d > length[m] + (m == 2 && leap(y) ? 1u : 0u))
		return -1;
	past = y + 399;		/* = y - 1, 400 years on */
	*day = (int64_t)past * 365 + past / 4 - past / 100 + past / 400 +
	    before[m] + (m > 2 && leap(y)) + d - 1 - 719162 - 146097;
	return 0;
}

int
tk_day_parse(const char *s, size_t len, int64_t *day)
{
	return len == 10 ? date(s, day) : -1;
}

int
tk_time_parse(const char *s, size_t len, int64_t *t)
{
	unsigned bad = 0, h, m, sec, zh, zm;
	int64_t day, zone = 0;

	if ((len != 25 && len != 20) || date(s, &day) < 0)
		return -1;
	h = two(s + 11, &bad);
	m = two(s + 14, &bad);
	sec = two(s + 17, &bad);
	bad |= (s[10] != 'T') | (s[13] != ':') | (s[16] != ':') |
	    (h > 23) | (m > 59) | (sec > 59);
	if (len == 25) {
		zh = two(s + 20, &bad);
		zm = two(s + 23, &bad);
		bad |= ((s[19] != '+') & (s[19] != '-')) | (s[22] != ':') |
		    (zh > 23) | (zm > 59);
		zone = (int64_t)zh * 3600 + zm * 60;
		if (s[19] == '-')
			zone = -zone;
	} else {
		bad |= s[19] != 'Z';
	}
	if (bad)
		return -1;
	*t = day * DAY + h * 3600 + m * 60 + sec - zone;
	return 0;
}

static char *
put(char *p, unsigned n, char after)
{
	p[0] = (char)('0' + n / 10);
	p[1] = (char)('0' + n % 10);
	p[2] = after;
	return p + 3;
}

/*
 * An offset with seconds (local mean time, before 1900) is cut to the
 * minute: the instant stays exact. No year has more than four digits.
 */
char *
tk_time_format(char *buf, int64_t t, const struct tk_zone *z)
{
	int year, month, mday;
	unsigned s, east;
	int32_t zone;
	int64_t day;
	char *p = buf;

	t = t < YEAR_0 ? YEAR_0 : t > YEAR_9999 ? YEAR_9999 : t;
	zone = z != NULL ? tk_zone_offset(z, t) / 60 * 60 : 0;
	if (t + zone < YEAR_0 || t + zone > YEAR_9999)
		zone = 0;
	east = (unsigned)(zone < 0 ? -zone : zone);
	day = floor_day(t + zone);
	s = (unsigned)(t + zone - day * DAY);
	tk_day_civil(day, &year, &month, &mday);
	p = put(p, (unsigned)year / 100, 0) - 1;
	p = put(p, (unsigned)year % 100, '-');
	p = put(p, (unsigned)month, '-');
	p = put(p, (unsigned)mday, 'T');
	p = put(p, s / 3600, ':');
	p = put(p, s / 60 % 60, ':');
	p = put(p, s % 60, zone < 0 ? '-' : '+');
	if (z != NULL) {
		p = put(p, east / 3600, ':');
		put(p, east / 60 % 60, '\0');
	} else {
		memcpy(p - 1, "Z", 2);
	}
	return buf;
}
