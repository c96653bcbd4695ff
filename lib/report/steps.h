/* steps.h - what can be done with a ticket next, as commands to paste. */
#ifndef TK_REPORT_STEPS_H
#define TK_REPORT_STEPS_H

#include "show.h"

/*
 * Appends the question to ask, the playbook, the steps that flow allows this
 * caller and what the closing gate lacks. Nothing is written to the store:
 * each step is tried on a copy in memory.
 */
int	tk_steps_put(struct tk_show *, struct tk_error *);

/* ---- trials (trial.c) -------------------------------------------------- */

/* Tries changes on a copy of the shown ticket. */
struct tk_trial {
	struct tk_show *show;
	struct tk_viewer copy;
	struct tk_arena arena;
	/* of the last one: */
	enum tk_status to;		/* its status then */
	struct tk_buf lacks;		/* why it is refused, lines */
	struct tk_buf ask;		/* what is still to ask, lines */
};

/* 1: it would be done; 0: it would not. number "": without a look at child
 * tickets, for which the whole store would have to be read. */
int	tk_trial_run(struct tk_trial *, const struct tk_change *,
	    const char *number);
void	tk_trial_free(struct tk_trial *);

#endif
