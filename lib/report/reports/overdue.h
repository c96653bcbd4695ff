/* overdue.h - the tickets of the report `overdue`, collected and shown. */
#ifndef TK_REPORT_OVERDUE_H
#define TK_REPORT_OVERDUE_H

#include "report/figures/merger.h"
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

/* The team of that name (NULL: none) among those of a part, and a new ticket;
 * NULL: no memory. */
struct tk_late_team *tk_late_team(struct tk_late_part *, const char *name);
struct tk_late *tk_late_add(struct tk_late_part *);
/* Fills the reporter's sheet (overduegrid.c); -1: no memory. */
int	tk_overdue_fill(struct tk_overdue *);

/* All tickets, the worst first; free(3) them; NULL: no memory. */
struct tk_late **tk_overdue_list(struct tk_overdue *, size_t *n);
/* Adds up the teams of all parts into the first one, the most late first; -1:
 * no memory (overduegrid.c). */
int	tk_overdue_unite(struct tk_overdue *);

/* As a partial (overduepart.c), see report/figures/partial.h. -1: no memory;
 * of _read as tk_merger_next has it. */
int	tk_overdue_write(struct tk_partial *, struct tk_overdue *);
int	tk_overdue_read(struct tk_overdue *, struct tk_merger *,
	    struct tk_error *);

#endif
