/* walker.h - the walker's state, and what one row does to one clock. For
 * walk.c, run.c and ledger.c only. */
#ifndef TK_RULES_WALKER_H
#define TK_RULES_WALKER_H

#include "measure.h"
#include "rules/tables/rules.h"

#define TK_NOT_RUNNING ((size_t)-1)

/* One clock name. */
struct tk_run {
	const struct tk_clock_rule *rule;	/* that matches now, or NULL */
	size_t entry;		/* of the list, or TK_NOT_RUNNING */
	struct tk_measure measure;	/* while it runs */
	unsigned cycles;
	int by_id;		/* the running cycle counts from id */
};

struct tk_walker {
	struct tk_state state;
	struct tk_phases phases;
	struct tk_run *run;		/* by clock */
	unsigned char *says;		/* by selector: what it said last */
	unsigned clocks, selectors;	/* room */
	struct tk_arena arena;		/* strings of verdict rows */
	/* of one walk: */
	const struct tk_rules *rules;
	const struct tk_ticket *ticket;
	struct tk_clock_list *list;
	unsigned id_row;		/* 0: not walked yet */
	int chosen;			/* every rule, once */
	int seen;			/* 1 category, 2 priority: was set */
	int was_closed;			/* once, at least */
	int failed;			/* no memory */
};

/* The row that is walked. */
struct tk_here {
	const struct tk_row *row;
	unsigned number;
	int event;		/* it may start, stop and cancel */
	int first;		/* value of category or priority */
};

int	tk_here_matches(const struct tk_here *, const struct tk_events *);

/* How a running clock stands, also into its entry, but for the verdict. */
struct tk_figures tk_run_figure(struct tk_walker *, struct tk_run *,
	    int64_t now);
/* These end a running clock. */
void	tk_run_stop(struct tk_walker *, struct tk_run *,
	    const struct tk_here *);
void	tk_run_cancel(struct tk_walker *, struct tk_run *,
	    const struct tk_here *);
/* Opens the next cycle by run->rule, unless its @ limit is not set. Fails,
 * like the next two, only for want of memory. */
int	tk_run_open(struct tk_walker *, struct tk_run *, int64_t start,
	    unsigned start_row);
/* Lets a running clock go on by run->rule, which was another one before, or
 * by what the field of its @ limit says now. */
int	tk_run_change(struct tk_walker *, struct tk_run *,
	    const struct tk_here *);
/* Does that field say something else than it did? */
int	tk_run_limit_moved(const struct tk_walker *, const struct tk_run *);
/* Takes a verdict row as it stands. */
int	tk_run_record(struct tk_walker *, const struct tk_here *);

/* A new entry, all 0, at the end of a list; NULL: no memory. */
struct tk_clock *tk_ledger_add(struct tk_clock_list *);
void	tk_ledger_sort(struct tk_clock_list *);
/* Fills the spans; -1: no memory. */
int	tk_ledger_spans(struct tk_clock_list *, const struct tk_phases *,
	    int64_t now);

#endif
