#include "words.h"

#include <stdio.h>
#include <string.h>

struct civil {
	int year, month, day, hour, minute, second;
};

static struct civil
civil(int64_t t, const struct tk_zone *zone)
{
	int64_t local = t + tk_zone_offset(zone, t), day, rest;
	struct civil c;

	day = tk_day_at(zone, t);
	rest = local - day * 86400;
	tk_day_civil(day, &c.year, &c.month, &c.day);
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest / 60 % 60);
	c.second = (int)(rest % 60);
	return c;
}

char *
tk_word_time(char buf[TK_WORD_SIZE], int64_t t, const struct tk_zone *zone,
    int64_t now)
{
	struct civil c;

	if (t == TK_UNSET)
		return strcpy(buf, "-");
	c = civil(t, zone);
	if (c.year == civil(now, zone).year)
		snprintf(buf, TK_WORD_SIZE, "%02d-%02d %02d:%02d", c.month,
		    c.day, c.hour, c.minute);
	else
		snprintf(buf, TK_WORD_SIZE, "%04d-%02d-%02d %02d:%02d",
		    c.year, c.month, c.day, c.hour, c.minute);
	return buf;
}

char *
tk_word_date(char buf[TK_WORD_SIZE], int64_t t, const struct tk_zone *zone)
{
	struct civil c;
	int n;

	if (t == TK_UNSET)
		return strcpy(buf, "-");
	c = civil(t, zone);
	n = snprintf(buf, TK_WORD_SIZE, "%04d-%02d-%02d %02d:%02d", c.year,
	    c.month, c.day, c.hour, c.minute);
	if (c.second != 0)
		snprintf(buf + n, (size_t)(TK_WORD_SIZE - n), ":%02d",
		    c.second);
	return buf;
}

static char *
put_span(char buf[TK_WORD_SIZE], int64_t seconds, int days)
{
	long long n = seconds < 0 ? -seconds : seconds;
	const char *sign = seconds < 0 ? "-" : "";

	if (n < 60)
		snprintf(buf, TK_WORD_SIZE, "%s%llds", sign, n);
	else if (n < 3600)
		snprintf(buf, TK_WORD_SIZE, "%s%lldm", sign, n / 60);
	else if (days && n >= 2 * 86400)
		snprintf(buf, TK_WORD_SIZE, "%s%lldd%02lldh", sign, n / 86400,
		    n / 3600 % 24);
	else if (n / 60 % 60 == 0)
		snprintf(buf, TK_WORD_SIZE, "%s%lldh", sign, n / 3600);
	else
		snprintf(buf, TK_WORD_SIZE, "%s%lldh%02lldm", sign, n / 3600,
		    n / 60 % 60);
	return buf;
}

char *
tk_word_span(char buf[TK_WORD_SIZE], int64_t seconds)
{
	return put_span(buf, seconds, 1);
}

char *
tk_word_open(char buf[TK_WORD_SIZE], int64_t seconds)
{
	return put_span(buf, seconds, 0);
}

char *
tk_word_exact(char buf[TK_WORD_SIZE], int64_t seconds)
{
	long long n = seconds;

	snprintf(buf, TK_WORD_SIZE, "%lld:%02lld:%02lld", n / 3600,
	    n / 60 % 60, n % 60);
	return buf;
}
