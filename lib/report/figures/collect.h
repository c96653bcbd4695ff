/* collect.h - the figures of a report, collected by several threads. */
#ifndef TK_REPORT_COLLECT_H
#define TK_REPORT_COLLECT_H

#include "case.h"
#include "facts.h"
#include "repeats.h"

#define TK_OLDEST 5	/* open tickets shown */
#define TK_WORST 3	/* tickets that show why a step is slow */

/* A clock or a status, as a step that takes its time. */
struct tk_step {
	const char *name;
	struct tk_share share[TK_PERIODS];	/* cycles met, of those judged */
	struct tk_dist time;	/* of the same, of this period; seconds */
	int64_t total, over;	/* their sum; what is beyond limits */
	struct tk_cases worst;	/* by time beyond the limit, or time */
};

/* What a target is held against, of one group. */
struct tk_actual {
	struct tk_mean mean;	/* of a field */
	struct tk_share share;	/* of a clock */
	struct tk_dist time;
};

/* Tickets that have something in common; name NULL: they have not. */
struct tk_group {
	const char *name;
	struct tk_figures figures[TK_PERIODS];
	struct tk_actual *actual;	/* one for each target, or NULL */
	int64_t tickets;	/* that say anything of this period */
	int64_t seen;		/* the last of them */
};

struct tk_groups {
	struct tk_group **group;	/* by name */
	size_t count, size;
};

/* A row of targets.csv. */
struct tk_target {
	const char *kpi, *operator, *figure;
	int field;		/* whose mean is taken, or -1 */
	size_t clock;		/* its name begins with that of one: length */
	int minutes;		/* … of "response.minutes" */
};

struct tk_targets {
	struct tk_target *target;
	size_t count;
};

struct tk_day {
	int64_t in, closed, left;	/* left: closed no longer */
};

/* What one thread has collected, or all. */
struct tk_collector {
	const struct tk_study *study;
	const struct tk_targets *targets;
	struct tk_group sum;
	struct tk_groups categories, teams, by;
	struct tk_step *clock;
	size_t clocks, clock_size;
	struct tk_step status[TK_STATUSES];
	int64_t answer[TK_PERIODS][TK_ANSWERS];
	struct tk_day *day;
	int64_t arrival[7][24];
	struct tk_cases oldest, missing, measures;
	struct tk_repeats repeats;
	struct tk_facts facts;
	int64_t taken;		/* tickets so far */
	struct tk_arena arena;
	struct tk_buf masked;
	struct tk_collector *part;	/* those that were added up */
	size_t parts;
};

/* Sweeps the store into *all; free it even after failure. */
int	tk_collect(struct tk_collector *all, const struct tk_study *,
	    const struct tk_targets *, struct tk_error *);
/* Begins a zeroed one; -1: no memory. */
int	tk_collector_begin(struct tk_collector *, const struct tk_study *,
	    const struct tk_targets *);
void	tk_collector_free(struct tk_collector *);
/* Adds a cycle of a clock, or the time in a status; -1: no memory. */
int	tk_collector_step(struct tk_collector *, const struct tk_fact *,
	    const struct tk_viewer *);
/* The clock of that name, a new one if need be; NULL: no memory. */
struct tk_step *tk_collector_clock(struct tk_collector *, const char *name);
struct tk_case_room tk_collector_room(struct tk_collector *);
/* All of one is added to another, which stays valid only as long as it. */
int	tk_collector_merge(struct tk_collector *to,
	    const struct tk_collector *);

/* The group of that name, a new one if need be; NULL: no memory. */
struct tk_group *tk_groups_need(struct tk_groups *, struct tk_arena *,
	    const char *name, size_t targets);
/* Adds a fact; -1: no memory. */
int	tk_group_add(struct tk_group *, const struct tk_fact *,
	    const struct tk_targets *, int own_span);
int	tk_group_merge(struct tk_group *to, const struct tk_group *,
	    size_t targets);
int	tk_groups_merge(struct tk_groups *to, struct tk_arena *,
	    const struct tk_groups *, size_t targets);
void	tk_group_free(struct tk_group *, size_t targets);
void	tk_groups_free(struct tk_groups *, size_t targets);

/* The rows of targets.csv that speak of such a period (targets.c); -1: no
 * memory. */
int	tk_targets_load(struct tk_targets *, const struct tk_scope *,
	    const char *period);
void	tk_targets_free(struct tk_targets *);
/* Adds the fields of a ticket received in the period to a group. */
void	tk_targets_add(const struct tk_targets *, struct tk_group *,
	    const struct tk_viewer *);
/* What a target is held against: of how many, 0 none. */
int64_t	tk_target_actual(const struct tk_target *, const struct tk_group *,
	    struct tk_actual *, double *figure);
/* Is it of that clock? Is it reached? 1 or 0. */
int	tk_target_is_of(const struct tk_target *, const char *clock);
int	tk_target_reached(const struct tk_target *, double figure);
/* ">= 85" */
void	tk_target_put(char *buf, size_t size, const struct tk_target *);

#endif
