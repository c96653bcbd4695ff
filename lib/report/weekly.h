/* weekly.h - the figures of the report `weekly`, collected and shown. */
#ifndef TK_REPORT_WEEKLY_H
#define TK_REPORT_WEEKLY_H

#include "report.h"
#include "tally.h"

#define TK_OLDEST 5	/* open tickets shown */

enum tk_when_of { TK_THIS, TK_BEFORE, TK_PERIODS };

/* Tickets of one category or team; name NULL: of none. */
struct tk_group {
	const char *name;
	struct tk_tally tally[TK_PERIODS];
};

struct tk_groups {
	struct tk_group *group;
	size_t count;
};

struct tk_clock_group {
	const char *name;
	struct tk_clock_tally tally[TK_PERIODS];
};

/* A row of targets.csv. */
struct tk_target {
	const char *kpi, *operator, *figure;
	int field;		/* whose mean is taken, or -1 */
	struct tk_mean mean;
};

struct tk_oldest {
	int64_t created;
	const char *number, *status, *assignee, *category, *subject;
};

struct tk_weekly {
	struct tk_reporter *r;
	struct tk_period period;
	struct tk_tally sum[TK_PERIODS];
	struct tk_groups categories, teams;
	struct tk_clock_group *clock;
	size_t clocks;
	struct tk_target *target;
	size_t targets;
	struct tk_oldest oldest[TK_OLDEST];
	size_t old;
	struct tk_arena arena;
	struct tk_buf masked;
};

/* Sweeps the store. */
int	tk_weekly_collect(struct tk_weekly *, struct tk_error *);
void	tk_weekly_free(struct tk_weekly *);

/* The rows of targets.csv that speak of a week (targets.c); -1: no memory. */
int	tk_targets_load(struct tk_weekly *);
/* Adds a ticket received in the period to those that are means of fields. */
void	tk_targets_add(struct tk_weekly *, const struct tk_viewer *);
/* Their grid, when all is collected. */
void	tk_targets_put(struct tk_weekly *);

#endif
