/* turn.c - whether it is a report's turn, and as of which moment. */
#include <stdio.h>
#include <string.h>

#include "report.h"

#define BACK 31		/* days that are searched for a working day */

static int
is_workday(const struct tk_reporter *r, int64_t t)
{
	const struct tk_calendar *work = tk_rules_calendar(r->scope.rules);

	return work == NULL || tk_calendar_workday(work, t);
}

/* What --now means to somebody at that moment. */
static int
parse_now(const struct tk_reporter *r, int64_t at, int64_t *t,
    struct tk_error *err)
{
	struct tk_when when;

	if (tk_when_parse(r->order->now, at, r->scope.rules->zone,
	    tk_rules_calendar(r->scope.rules), &when, err) < 0)
		return -1;
	*t = when.to;
	return 0;
}

/* The last time of day --now that has come, of a working day if only those
 * count. 1; 0: none has. */
static int
last_time(const struct tk_reporter *r, int64_t *t, struct tk_error *err)
{
	int64_t before = TK_UNSET;
	int i;

	for (i = 0; i <= BACK; i++) {
		if (parse_now(r, r->scope.now - i * 86400, t, err) < 0)
			return -1;
		if (*t == before)	/* it names its day itself */
			return 0;
		if (*t <= r->scope.now && (!r->order->workday ||
		    is_workday(r, *t)))
			return 1;
		before = *t;
	}
	return 0;
}

/* A report about a moment that is made once: is it done already? */
static int
take_last_time(struct tk_reporter *r, struct tk_error *err)
{
	const struct tk_report *o = r->order;
	char stamp[TK_TIME_SIZE];
	int64_t t, done;
	int found;

	if (o->now == NULL)
		return tk_error_set(err, TK_BAD, "--once needs --now TIME of "
		    "%s: the time of day that it is meant for",
		    r->sheet.name);
	found = last_time(r, &t, err);
	if (found < 0)
		return -1;
	if (found == 0 || (tk_time_parse(o->last, strlen(o->last), &done) ==
	    0 && done >= t)) {
		r->silent = 1;
		return 0;
	}
	r->scope.asof = t < r->scope.now;
	r->scope.now = t;
	snprintf(o->stamp, TK_STAMP_SIZE, "%s", tk_time_format(stamp, t,
	    r->scope.rules->zone));
	return 0;
}

int
tk_turn_now(struct tk_reporter *r, int moment, struct tk_error *err)
{
	const struct tk_report *o = r->order;
	int64_t t;

	if (o->last != NULL)
		o->stamp[0] = '\0';
	if (o->last != NULL && moment)
		return take_last_time(r, err);
	if (o->now != NULL) {
		if (parse_now(r, r->scope.now, &t, err) < 0)
			return -1;
		r->scope.asof = t < r->scope.now;
		r->scope.now = t;
	}
	r->silent = o->workday && !is_workday(r, r->scope.now);
	return 0;
}

void
tk_turn_merged(struct tk_reporter *r)
{
	r->silent = r->order->workday && !is_workday(r, r->asked);
}

int
tk_turn_period(struct tk_reporter *r, int moment, struct tk_error *err)
{
	const struct tk_report *o = r->order;

	if (o->last == NULL || moment || r->silent)
		return 0;
	if (r->sheet.period == NULL)
		return tk_error_set(err, TK_BAD, "--once needs a period of "
		    "%s: give --week, --month, or --from and --to",
		    r->sheet.name);
	if (strcmp(o->last, r->sheet.period) == 0)
		r->silent = 1;
	else
		snprintf(o->stamp, TK_STAMP_SIZE, "%s", r->sheet.period);
	return 0;
}
