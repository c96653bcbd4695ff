/* calendar.c - what a calendar says of a day; worktime.c counts with it. */
#include "calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define DAY 86400

static const struct tk_hours closed = {0};
static const struct tk_hours all_day = {1, {{0, DAY}}};

/* ---- making ---------------------------------------------------------- */

int
tk_calendar_make(struct tk_calendar **out, const char *name,
    const struct tk_zone *zone, struct tk_error *err)
{
	struct tk_calendar *c;
	int i;

	if (name[0] == '\0' || strcmp(name, "*") == 0 ||
	    name[strcspn(name, " \t\n\"|;,")] != '\0')
		return tk_error_set(err, TK_BAD, "'%.*s' is no name for a "
		    "calendar; use one word such as work",
		    tk_text_cut(name, 100), name);
	c = calloc(1, sizeof *c);
	if (c == NULL)
		return tk_error_memory(err);
	c->name = strdup(name);
	c->own = tk_holidays_new();
	c->table = tk_calendar_table_new();
	if (c->name == NULL || c->own == NULL || c->table == NULL) {
		tk_calendar_free(c);
		return tk_error_memory(err);
	}
	c->zone = zone;
	c->natural = strcmp(name, "natural") == 0;
	for (i = 0; i < 7 && c->natural; i++)
		c->week[i] = all_day;
	*out = c;
	return 0;
}

int
tk_calendar_new(struct tk_calendar **out, const char *name, const char *zone,
    struct tk_error *err)
{
	struct tk_calendar *c;
	struct tk_zone *z;

	if (tk_zone_load(&z, zone, err) < 0)
		return -1;
	if (tk_calendar_make(&c, name, z, err) < 0) {
		tk_zone_free(z);
		return -1;
	}
	c->own_zone = z;
	*out = c;
	return 0;
}

void
tk_calendar_free(struct tk_calendar *c)
{
	if (c == NULL)
		return;
	tk_calendar_table_free(c->table);
	tk_holidays_free(c->own);
	tk_zone_free(c->own_zone);
	free(c->name);
	free(c);
}

static int
check_changeable(const struct tk_calendar *c, struct tk_error *err)
{
	if (!c->ready)
		return 0;
	return tk_error_set(err, TK_BAD, "calendar '%s' is in use and cannot "
	    "change any more", c->name);
}

int
tk_calendar_add(struct tk_calendar *c, unsigned weekdays,
    const struct tk_hours *hours, struct tk_error *err)
{
	struct tk_hours week[7];
	int i;

	if (check_changeable(c, err) < 0)
		return -1;
	if (c->natural) {
		if (weekdays == 0x7f && tk_hours_equal(hours, &all_day))
			return 0;
		return tk_error_set(err, TK_BAD, "calendar 'natural' is built "
		    "in; only mon-sun,00:00-24:00 is lawful for it");
	}
	memcpy(week, c->week, sizeof week);
	for (i = 0; i < 7; i++)
		if (weekdays >> i & 1 &&
		    tk_hours_add(&week[i], hours, err) < 0)
			return -1;
	memcpy(c->week, week, sizeof week);
	return 0;
}

int
tk_calendar_open(struct tk_calendar *c, const char *days, const char *open,
    struct tk_error *err)
{
	struct tk_hours hours;
	unsigned weekdays;

	if (tk_weekdays_parse(&weekdays, days, err) < 0 ||
	    tk_hours_parse(&hours, open, err) < 0)
		return -1;
	return tk_calendar_add(c, weekdays, &hours, err);
}

int
tk_calendar_holiday(struct tk_calendar *c, const char *date, const char *type,
    const char *open, struct tk_error *err)
{
	struct tk_holiday row = {0};

	if (check_changeable(c, err) < 0)
		return -1;
	if (c->natural)
		return tk_error_set(err, TK_BAD, "calendar 'natural' has no "
		    "holidays");
	if (tk_holiday_date(&row, date, err) < 0 ||
	    tk_holiday_type(&row, type, err) < 0 ||
	    tk_holiday_open(&row, open, err) < 0)
		return -1;
	return tk_holidays_add(c->own, &row, err);
}

/* Is it open on any day of the year, whatever its weekday? A year without
 * any would leave due times that are never reached. */
static int
ever_open(const struct tk_calendar *c)
{
	const struct tk_hours *hours = NULL;
	enum tk_holiday_kind kind;
	int i;

	for (i = 0; i < 366; i++) {
		kind = tk_holidays_yearly(c->own, i, &hours);
		if (kind == TK_HOLIDAY_NONE)
			kind = tk_holidays_yearly(c->common, i, &hours);
		if (kind == TK_HOLIDAY_WORK &&
		    (hours != NULL || c->worked->count > 0))
			return 1;
		if (kind == TK_HOLIDAY_NONE && c->worked->count > 0)
			return 1;
	}
	return 0;
}

int
tk_calendar_ready(struct tk_calendar *c, struct tk_error *err)
{
	int i;

	for (i = 0; i < 7 && c->week[i].count == 0; i++)
		;
	c->worked = i < 7 ? &c->week[i] : &closed;
	if (!ever_open(c))
		return tk_error_set(err, TK_BAD, "calendar '%s' is never open",
		    c->name);
	c->ready = 1;
	return 0;
}

/* ---- asking ---------------------------------------------------------- */

const char *
tk_calendar_name(const struct tk_calendar *c)
{
	return c->name;
}

const struct tk_zone *
tk_calendar_zone(const struct tk_calendar *c)
{
	return c->zone;
}

const struct tk_hours *
tk_calendar_hours(const struct tk_calendar *c, int64_t day)
{
	const struct tk_hours *hours = NULL;
	enum tk_holiday_kind kind;
	int y, m, d;

	kind = tk_holidays_dated(c->own, day, &hours);
	if (kind == TK_HOLIDAY_NONE)
		kind = tk_holidays_dated(c->common, day, &hours);
	if (kind == TK_HOLIDAY_NONE && (tk_holidays_any_yearly(c->own) ||
	    tk_holidays_any_yearly(c->common))) {
		tk_day_civil(day, &y, &m, &d);
		d = tk_holiday_day_of_year(m, d);
		kind = tk_holidays_yearly(c->own, d, &hours);
		if (kind == TK_HOLIDAY_NONE)
			kind = tk_holidays_yearly(c->common, d, &hours);
	}
	if (kind == TK_HOLIDAY_OFF)
		return &closed;
	if (kind == TK_HOLIDAY_WORK)
		return hours != NULL ? hours : c->worked;
	return &c->week[tk_day_weekday(day)];
}

/* A zone that changed sides of the date line has skipped a whole day. */
int
tk_calendar_day_open(const struct tk_calendar *c, int64_t day)
{
	const struct tk_hours *h = tk_calendar_hours(c, day);

	return h->count > 0 && tk_calendar_day_close(c, day) >
	    tk_zone_first(c->zone, day * DAY + h->range[0].from);
}

int64_t
tk_calendar_day_close(const struct tk_calendar *c, int64_t day)
{
	const struct tk_hours *h = tk_calendar_hours(c, day);

	return tk_zone_last(c->zone, day * DAY + h->range[h->count - 1].to);
}

int
tk_calendar_workday(const struct tk_calendar *c, int64_t t)
{
	return tk_calendar_day_open(c, tk_calendar_day(c, t));
}

int64_t
tk_calendar_known_until(const struct tk_calendar *c)
{
	int own = tk_holidays_last_year(c->own);
	int common = tk_holidays_last_year(c->common);
	int year = own > common ? own : common;

	return year == 0 ? INT64_MAX :
	    tk_zone_first(c->zone, tk_day_of(year + 1, 1, 1) * DAY);
}

int64_t
tk_calendar_day_due(const struct tk_calendar *c, int64_t start, int64_t n,
    int64_t pause)
{
	int64_t day = tk_calendar_day(c, start), due;

	while (n > 0 && day < TK_DAY_LAST)
		if (tk_calendar_day_open(c, ++day))
			n--;
	if (n > 0)
		return TK_TIME_LAST;
	due = tk_calendar_day_close(c, day);
	if (pause <= 0)
		return due;
	due = tk_calendar_due(c, due, pause);
	if (due == TK_UNSET || due == TK_TIME_LAST)
		return due;
	return tk_calendar_day_close(c, tk_calendar_day(c, due - 1));
}
