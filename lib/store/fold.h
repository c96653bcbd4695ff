/* fold.h - what a ticket's rows amount to, at the end or row by row. */
#ifndef TK_STORE_FOLD_H
#define TK_STORE_FOLD_H

#include "ticket.h"

/* Of one field: the row that decides now, and behind which row its log or
 * set begins (an unset, clear or lapse moves it). Numbers from 1; 0: none. */
struct tk_mark {
	unsigned last;
	unsigned since;
};

struct tk_state {
	struct tk_mark *mark;	/* one per field of the ticket */
	unsigned fields;
	unsigned size;
	unsigned upto;		/* the last row walked */
};

/* Nothing walked yet; fails only for want of memory. */
int	tk_state_begin(struct tk_state *, const struct tk_ticket *,
	    struct tk_error *);
/*
 * Walks row `number`. Returns 1 if it is an event: a head that counts and
 * has a value; 0 if it changed at most what is set.
 */
int	tk_state_step(struct tk_state *, const struct tk_ticket *,
	    unsigned number);
/* Begins and walks all rows. */
int	tk_state_fold(struct tk_state *, const struct tk_ticket *,
	    struct tk_error *);
void	tk_state_free(struct tk_state *);

/* The deciding row of a field (for log and set its last one), or NULL. */
const struct tk_row *tk_state_row(const struct tk_state *,
	    const struct tk_ticket *, unsigned field);
/* Its value, or NULL: not set. For a set use tk_state_member. */
const char *tk_state_value(const struct tk_state *,
	    const struct tk_ticket *, unsigned field);
enum tk_status tk_state_status(const struct tk_state *,
	    const struct tk_ticket *);

/* Walks the rows of a log, or the members of a set, that count now: pass 0
 * at first, then the number it gave; 0 at the end. */
unsigned tk_state_next(const struct tk_state *, const struct tk_ticket *,
	    unsigned field, unsigned after);
int	tk_state_has(const struct tk_state *, const struct tk_ticket *,
	    unsigned field, const char *member);

/* id.at, else the time of id; TK_UNSET without id. */
int64_t	tk_ticket_created(const struct tk_ticket *);

#endif
