/* overdue.h - the tickets of the report `overdue`, collected and shown. */
#ifndef TK_REPORT_OVERDUE_H
#define TK_REPORT_OVERDUE_H

#include "report/figures/order.h"
#include "report.h"

enum tk_late_state { TK_LATE, TK_LATE_HOUR, TK_LATE_TODAY, TK_LATE_STATES };

/* A ticket that is due today, or was. */
struct tk_late {
	struct tk_order order;
	enum tk_late_state state;
	int64_t due, overdue;
	const char *clock, *contact;
	const char *shown[TK_SHOWN];
};

/* The tickets of a team. */
struct tk_late_team {
	const char *name;	/* NULL: none */
	int64_t open, count[TK_LATE_STATES];
};

/* What one thread found. */
struct tk_late_part {
	struct tk_late *late;
	size_t lates, size;
	struct tk_late_team *team;
	size_t teams;
	struct tk_arena *arena;
	struct tk_buf masked;
};

struct tk_overdue {
	struct tk_reporter *r;
	int contact;		/* the field, -1: none */
	int64_t midnight;	/* the last second of today */
	struct tk_late_part part[TK_SWEEP_THREADS];
};

/* The team of that name (NULL: none) among those of a part; NULL: no
 * memory. */
struct tk_late_team *tk_late_team(struct tk_late_part *, const char *name);
/* Fills the reporter's sheet (overduegrid.c); -1: no memory. */
int	tk_overdue_fill(struct tk_overdue *);

#endif
