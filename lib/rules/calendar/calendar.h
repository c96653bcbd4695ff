/* calendar.h - open hours, holidays, and arithmetic in open seconds. */
#ifndef TK_RULES_CALENDAR_H
#define TK_RULES_CALENDAR_H

#include "base/time.h"
#include "holiday.h"
#include "rules/tables/table.h"

/* Nothing is due later than this, 9999-12-31T23:59:59Z: RFC 3339 has no
 * fifth digit. */
#define TK_TIME_LAST INT64_C(253402300799)
#define TK_TIME_FIRST INT64_C(-62167219200)	/* 0000-01-01T00:00:00Z */
#define TK_DAY_LAST (TK_TIME_LAST / 86400)

struct tk_calendar_table;

/*
 * Made and used through tk.h; the fields are for calendar.c and worktime.c.
 * For each day the first of these that speaks of it decides: own dated row,
 * common dated row, own yearly row, common yearly row, the week.
 */
struct tk_calendar {
	char *name;
	const struct tk_zone *zone;
	struct tk_zone *own_zone;	/* NULL: the zone is borrowed */
	int natural;
	int ready;
	struct tk_hours week[7];
	struct tk_holidays *own;
	const struct tk_holidays *common;	/* of `*`; borrowed, or NULL */
	const struct tk_hours *worked;	/* of a worked day without hours */
	struct tk_calendar_table *table;	/* grows as it is asked */
};

/* The same as tk_calendar_new with a zone that outlives the calendar. */
int	tk_calendar_make(struct tk_calendar **, const char *name,
	    const struct tk_zone *, struct tk_error *);
/* The steps of tk_calendar_open, for messages that name a column. */
int	tk_calendar_add(struct tk_calendar *, unsigned weekdays,
	    const struct tk_hours *, struct tk_error *);

const char *tk_calendar_name(const struct tk_calendar *);
const struct tk_zone *tk_calendar_zone(const struct tk_calendar *);

/* The hours of a local day (since 1970); count 0: closed. */
const struct tk_hours *tk_calendar_hours(const struct tk_calendar *,
	    int64_t day);
/* Has the local day any open second? */
int	tk_calendar_day_open(const struct tk_calendar *, int64_t day);
/* The instant the local day closes at; it must be open. */
int64_t	tk_calendar_day_close(const struct tk_calendar *, int64_t day);
/* The local day t belongs to: the one whose open range holds it, else the
 * civil one. */
int64_t	tk_calendar_day(const struct tk_calendar *, int64_t t);
/* The first second after the last year with a dated holiday row; INT64_MAX
 * without such rows. Dues from there on are beyond the holiday table. */
int64_t	tk_calendar_known_until(const struct tk_calendar *);

struct tk_calendar_table *tk_calendar_table_new(void);
void	tk_calendar_table_free(struct tk_calendar_table *);

/* The calendars of a rulebook and, always, `natural`. */
struct tk_calendars;

/*
 * Reads the tables calendars and holidays. The zone, the store's, is that
 * of `natural` unless it has a row (its days end at that zone's midnight);
 * it must outlive the calendars. NULL: UTC. All faults are reported; with
 * any, -1. Free with tk_calendars_free.
 */
int	tk_calendars_load(struct tk_calendars **, int rules_fd,
	    const struct tk_zone *, struct tk_faults *);
void	tk_calendars_free(struct tk_calendars *);
/* NULL: there is none of that name. */
const struct tk_calendar *tk_calendar_find(const struct tk_calendars *,
	    const char *name);

#endif
