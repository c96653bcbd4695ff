/* period.h - the span of time that a report is about. */
#ifndef TK_REPORT_PERIOD_H
#define TK_REPORT_PERIOD_H

#include "report/ticket/view.h"

struct tk_period {
	char name[64];		/* "2026-W46", "2026-11-01..2026-11-15" */
	int64_t from, to;	/* to is the first instant after it */
	int64_t before;		/* where the one before it begins */
	const char *kind;	/* day, week, month or year: the shortest that
				 * is as long */
};

/* What was asked for; NULL: not said. Only one of week, month and from may
 * be. */
struct tk_period_order {
	const char *week;	/* "2026-W46", "W46" of this year, "0" this
				 * week, "-1" the last one */
	const char *month;	/* "2026-10", "0", "-1" */
	const char *from, *to;	/* as people type times */
	int monthly;		/* nothing: the last month, not week */
};

/* TK_BAD names what is lawful. */
int	tk_period_find(struct tk_period *, const struct tk_scope *,
	    const struct tk_period_order *, struct tk_error *);

#endif
