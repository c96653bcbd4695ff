#include "period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/calendar/when.h"

#define WEEKS "a week is 2026-W46, W46, 0 (this one) or -1 (the last one)"
#define MONTHS "a month is 2026-10, 0 (this one) or -1 (the last one)"

/* ---- weeks ----------------------------------------------------------- */

static int64_t
midnight(const struct tk_scope *s, int64_t day)
{
	return tk_zone_first(s->rules->zone, day * 86400);
}

/* Monday of week 1: the one with 4 January. */
static int64_t
first_monday(int year)
{
	int64_t day = tk_day_of(year, 1, 4);

	return day - tk_day_weekday(day);
}

/* The ISO week that a day lies in. */
static void
iso_week(int64_t day, int *year, int *week)
{
	int month, mday;

	tk_day_civil(day - tk_day_weekday(day) + 3, year, &month, &mday);
	*week = (int)((day - first_monday(*year)) / 7) + 1;
}

/* Fills the period with the week that begins on that day. */
static void
take_week(struct tk_period *p, const struct tk_scope *s, int64_t day)
{
	int year, week;

	/* its ISO name is that of its middle, whichever day it begins on */
	iso_week(day + 3, &year, &week);
	snprintf(p->name, sizeof p->name, "%04d-W%02d", year, week);
	p->from = midnight(s, day);
	p->to = midnight(s, day + 7);
	p->before = midnight(s, day - 7);
	p->kind = "week";
}

/* "W46", "2026-W46": the Monday of it, or -1. */
static int64_t
named_week(const char *s, int64_t today)
{
	int year, month, mday, week = 0, n = 0, y, w;
	int64_t monday;

	tk_day_civil(today, &year, &month, &mday);
	if (sscanf(s, "%4d-W%2d%n", &year, &week, &n) != 2)
		n = 0;
	if (n == 0 && sscanf(s, "W%2d%n", &week, &n) != 1)
		return -1;
	if (n == 0 || s[n] != '\0' || year < 1970 || year > 9999 || week < 1)
		return -1;
	monday = first_monday(year) + (week - 1) * 7;
	iso_week(monday, &y, &w);
	return y == year && w == week ? monday : -1;
}

static int
by_week(struct tk_period *p, const struct tk_scope *s, const char *word,
    struct tk_error *err)
{
	int64_t today = tk_day_at(s->rules->zone, s->now), day;
	int begins = s->rules->settings.week_start;
	char *end;
	long n = strtol(word, &end, 10);

	if (end != word && *end == '\0' && n <= 0 && n > -10000) {
		day = today - (tk_day_weekday(today) - begins + 7) % 7;
		take_week(p, s, day + 7 * n);
		return 0;
	}
	day = named_week(word, today);
	if (day < 0)
		return tk_error_set(err, TK_BAD, "unknown week \"%s\"; " WEEKS,
		    word);
	/* a week from Sunday on holds the days of the Monday after it */
	take_week(p, s, day + (begins > 3 ? begins - 7 : begins));
	return 0;
}

/* ---- months ---------------------------------------------------------- */

/* The day on which a month begins, counted from January of year 0. */
static int64_t
month_day(int64_t month)
{
	return tk_day_of((int)(month / 12), (int)(month % 12) + 1, 1);
}

static void
take_month(struct tk_period *p, const struct tk_scope *s, int64_t month)
{
	snprintf(p->name, sizeof p->name, "%04d-%02d", (int)(month / 12),
	    (int)(month % 12) + 1);
	p->from = midnight(s, month_day(month));
	p->to = midnight(s, month_day(month + 1));
	p->before = midnight(s, month_day(month - 1));
	p->kind = "month";
}

static int
by_month(struct tk_period *p, const struct tk_scope *s, const char *word,
    struct tk_error *err)
{
	int year, month, day, n = 0;
	char *end;
	long back = strtol(word, &end, 10);

	tk_day_civil(tk_day_at(s->rules->zone, s->now), &year, &month, &day);
	if (end != word && *end == '\0' && back <= 0 && back > -10000) {
		take_month(p, s, (int64_t)year * 12 + month - 1 + back);
		return 0;
	}
	if (sscanf(word, "%4d-%2d%n", &year, &month, &n) != 2 || n != 7 ||
	    word[n] != '\0' || year < 1970 || month < 1 || month > 12)
		return tk_error_set(err, TK_BAD, "unknown month \"%s\"; "
		    MONTHS, word);
	take_month(p, s, (int64_t)year * 12 + month - 1);
	return 0;
}

/* ---- spans ----------------------------------------------------------- */

static const char *
kind_of(int64_t days)
{
	return days <= 1 ? "day" : days <= 7 ? "week" : days <= 31 ? "month" :
	    "year";
}

static int
by_span(struct tk_period *p, const struct tk_scope *s, const char *from,
    const char *to, struct tk_error *err)
{
	const struct tk_calendar *work = tk_rules_calendar(s->rules);
	const struct tk_zone *zone = s->rules->zone;
	struct tk_when a, b = {.to = s->now};
	int64_t first, last;

	if (tk_when_parse(from, s->now, zone, work, &a, err) < 0 ||
	    (to != NULL && tk_when_parse(to, s->now, zone, work, &b,
	    err) < 0))
		return -1;
	p->from = a.from;
	p->to = 1 + (b.whole_day && !b.span ? tk_when_day_end(zone, b.from) :
	    b.to);
	if (p->to <= p->from)
		return tk_error_set(err, TK_BAD, "--to %s is before --from %s",
		    to == NULL ? "now" : to, from);
	first = tk_day_at(zone, p->from);
	last = tk_day_at(zone, p->to - 1);
	p->before = midnight(s, first) == p->from ?
	    midnight(s, first - (last - first + 1)) :
	    p->from - (p->to - p->from);
	snprintf(p->name, sizeof p->name, "%.28s..%.28s", from,
	    to == NULL ? "" : to);
	p->kind = kind_of(last - first + 1);
	return 0;
}

int
tk_period_find(struct tk_period *p, const struct tk_scope *s,
    const struct tk_period_order *o, struct tk_error *err)
{
	int spanned = o->from != NULL || o->to != NULL;

	if ((o->week != NULL) + (o->month != NULL) + spanned > 1)
		return tk_error_set(err, TK_BAD, "give --week, --month, or "
		    "--from and --to; " WEEKS "; " MONTHS);
	if (o->from == NULL && o->to != NULL)
		return tk_error_set(err, TK_BAD, "--to %s needs --from",
		    o->to);
	if (o->from != NULL)
		return by_span(p, s, o->from, o->to, err);
	if (o->month != NULL || (o->monthly && o->week == NULL))
		return by_month(p, s, o->month == NULL ? "-1" : o->month,
		    err);
	return by_week(p, s, o->week == NULL ? "-1" : o->week, err);
}
