/* period.h - the span of time that a report is about. */
#ifndef TK_REPORT_PERIOD_H
#define TK_REPORT_PERIOD_H

#include "view.h"

struct tk_period {
	char name[64];		/* "2026-W46", "2026-11-01..2026-11-15" */
	int64_t from, to;	/* to is the first instant after it */
	int64_t before;		/* where the one before it begins */
};

/*
 * week: "2026-W46", "W46" of this year, "0" this week, "-1" the last one;
 * else from and to, as people type times; else the last whole week. Unset
 * ones are NULL. TK_BAD names what is lawful.
 */
int	tk_period_find(struct tk_period *, const struct tk_scope *,
	    const char *week, const char *from, const char *to,
	    struct tk_error *);

#endif
