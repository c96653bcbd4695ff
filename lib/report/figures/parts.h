/* parts.h - what was collected, written as a partial and added up from some:
 * of each the rows that tk-report(1) describes. */
#ifndef TK_REPORT_PARTS_H
#define TK_REPORT_PARTS_H

#include "collect.h"
#include "merger.h"

/* The words for TK_THIS and TK_BEFORE. */
extern const char *const tk_periods[TK_PERIODS];

/*
 * As tk_collect does, but from the reporter's merger if it has one; 1: it
 * was written into the reporter's partial, and there is nothing to show.
 */
int	tk_gather(struct tk_collector *, const struct tk_study *,
	    const struct tk_targets *, struct tk_error *);

/* Each _put writes rows; _take takes what the row that was read holds: 1; 0:
 * it is not of this kind; -1: no memory. */
void	tk_group_put(struct tk_partial *, struct tk_group *,
	    size_t targets);
int	tk_group_take(struct tk_merger *, struct tk_group *,
	    size_t targets);
void	tk_cases_put(struct tk_partial *, const struct tk_cases *);
int	tk_cases_take(struct tk_merger *, struct tk_cases *,
	    struct tk_arena *);
void	tk_repeats_put(struct tk_partial *, struct tk_repeats *);
int	tk_repeats_take(struct tk_merger *, struct tk_repeats *,
	    struct tk_arena *);

#endif
