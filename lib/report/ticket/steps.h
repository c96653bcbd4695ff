/* steps.h - what can be done with a ticket next, as commands to paste. */
#ifndef TK_REPORT_STEPS_H
#define TK_REPORT_STEPS_H

#include "show.h"

/*
 * Appends the steps that flow allows this caller and what the closing gate
 * lacks. Nothing is written to the store: each step is tried on a copy in
 * memory.
 */
int	tk_steps_put(struct tk_show *, struct tk_error *);

/* ---- advice (advice.c) ----------------------------------------------- */

/* Append: the fields that should be asked for at intake and are not set; the
 * question for one that is unclear; the playbook of its category. */
void	tk_show_asked(struct tk_show *);
void	tk_show_question(struct tk_show *);
void	tk_show_play(struct tk_show *);

/* ---- commands (command.c) -------------------------------------------- */

/* A command, and the change to try it with. Its strings are inside: do not
 * copy it. */
struct tk_attempt {
	struct tk_change change;
	char command[256];	/* without the number */
	char field[256];	/* what the change points to */
	const char *fields[1];
};

/* The command that brings an event to the shown ticket; 0: none does alone. */
int	tk_attempt_make(struct tk_attempt *, const struct tk_show *,
	    unsigned field, const char *value);

/* ---- trials (trial.c) ------------------------------------------------ */

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
