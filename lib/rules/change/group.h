/* group.h - the tickets of a batch that are written but perhaps not on disk. */
#ifndef TK_RULES_GROUP_H
#define TK_RULES_GROUP_H

#include "base/temp.h"
#include "store/lock.h"
#include "outcome.h"
#include "plan.h"

#define TK_GROUP 256	/* tickets written before they are fsynced */

/* One ticket whose rows are written but perhaps not on disk. */
struct tk_pending {
	char number[TK_NUMBER_SIZE];
	struct tk_temp temp;		/* of a new one: not yet linked */
	char *ref;
	struct tk_lock lock;		/* fd -1: nothing was appended */
	struct tk_outcome outcome;	/* with strings of its own */
};

struct tk_batch {
	struct tk_session *session;
	void (*done)(void *, const struct tk_outcome *);
	void *data;
	struct tk_pending *pending;
	size_t count;
	int claims;			/* descriptor of the lock on ref/ */
	/* of new tickets: as tk_number_next has it; or their number itself */
	int (*before)(void *, const char *number, struct tk_error *);
	void *before_data;
	const char *given;
	int sync_all;			/* a group by one syncfs, with what
					 * else its maker wrote; who syncs its
					 * folders, too */
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_clock_list clocks;
	struct tk_load load;
	struct tk_children children;
	struct tk_recent recent;
	struct tk_judgement judgement;
	struct tk_arena arena;
};

/* A plan on the batch's own work space, for the ticket parsed there; and
 * its end. */
void	tk_group_begin(struct tk_batch *, struct tk_plan *,
	    const struct tk_change *, const char *number);
void	tk_group_end(struct tk_plan *);
/* May the plan be written? What it lacks becomes the error, -1. */
int	tk_group_lawful(struct tk_plan *, struct tk_error *);
/* Is that ticket written but perhaps not on disk? */
int	tk_group_holds(const struct tk_batch *, const char *number);
/* A pending ticket that holds nothing. */
void	tk_group_clear(struct tk_pending *);
/* Gives back what one holds. */
void	tk_group_forget(struct tk_pending *);
/* Writes one new ticket into the group, or finds the one that has its ref
 * (create.c). */
int	tk_group_create(struct tk_batch *, const struct tk_change *,
	    struct tk_error *);

#endif
