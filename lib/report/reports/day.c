/* day.c - the day that a report is about. */
#include <stdio.h>

#include "rules/calendar/when.h"
#include "report.h"

static int
refuse(const struct tk_reporter *r, struct tk_error *err)
{
	return tk_error_set(err, TK_BAD, "%s is about one day: give --now, or "
	    "--from and --to of the same day", r->sheet.name);
}

/* Any moment of the day that was asked for. */
static int
find_moment(const struct tk_reporter *r, int64_t *moment,
    struct tk_error *err)
{
	const struct tk_zone *zone = r->scope.rules->zone;
	const struct tk_calendar *work = tk_rules_calendar(r->scope.rules);
	const char *from = r->order->from, *to = r->order->to;
	struct tk_when a, b;

	*moment = r->scope.now;
	if (from == NULL)
		return to == NULL ? 0 : refuse(r, err);
	if (tk_when_parse(from, r->scope.now, zone, work, &a, err) < 0 ||
	    (to != NULL && tk_when_parse(to, r->scope.now, zone, work, &b,
	    err) < 0))
		return -1;
	*moment = a.from;
	if (tk_day_at(zone, a.from) != tk_day_at(zone, a.to) || (to != NULL &&
	    tk_day_at(zone, a.from) != tk_day_at(zone, b.to)))
		return refuse(r, err);
	return 0;
}

int
tk_period_day(struct tk_reporter *r, const char *week, struct tk_error *err)
{
	const struct tk_zone *zone = r->scope.rules->zone;
	struct tk_period *p = &r->period;
	int year, month, mday;
	int64_t moment, day;

	if (week != NULL)
		return refuse(r, err);
	if (find_moment(r, &moment, err) < 0)
		return -1;
	day = tk_day_at(zone, moment);
	p->from = tk_zone_first(zone, day * 86400);
	p->to = tk_when_day_end(zone, moment) + 1;
	p->before = tk_zone_first(zone, (day - 1) * 86400);
	tk_day_civil(day, &year, &month, &mday);
	snprintf(p->name, sizeof p->name, "%04d-%02d-%02d", year, month, mday);
	if (r->scope.now >= p->to) {
		r->scope.now = r->sheet.now = p->to - 1;
		r->scope.asof = 1;
	}
	r->sheet.period = p->name;
	r->sheet.from = p->from;
	r->sheet.to = p->to;
	return 0;
}
