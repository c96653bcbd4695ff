/* hours.h - the open hours of one day, and which weekdays have them. */
#ifndef TK_RULES_HOURS_H
#define TK_RULES_HOURS_H

#include "base/error.h"

#define TK_HOURS_MAX 16		/* ranges in a day */

/* Half-open ranges in seconds of local time since the day's 00:00, sorted,
 * none overlapping. A range begins before 24:00 and ends by 48:00. */
struct tk_hours {
	unsigned count;
	struct tk_range {
		int32_t from, to;
	} range[TK_HOURS_MAX];
};

/* "09:00-12:00 13:00-18:00", "22:00-30:00". */
int	tk_hours_parse(struct tk_hours *, const char *s, struct tk_error *);
/* Adds ranges; refused when any overlaps what is there. */
int	tk_hours_add(struct tk_hours *, const struct tk_hours *more,
	    struct tk_error *);
int	tk_hours_equal(const struct tk_hours *, const struct tk_hours *);

/* "mon", "mon-fri", "sat-mon", several separated by blanks. Bit 0 of
 * *days is Monday. */
int	tk_weekdays_parse(unsigned *days, const char *s, struct tk_error *);
/* 0 to 6 for "mon" to "sun" (any case), or -1. */
int	tk_weekday_find(const char *s, size_t len);

#endif
