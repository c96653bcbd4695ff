/* recent.h - the tickets of the last days as they are compared, to find the
 * problems that come back. */
#ifndef TK_RULES_RECENT_H
#define TK_RULES_RECENT_H

#include "store/fold.h"
#include "alike.h"
#include "rules/change/session.h"

struct tk_plan;

/* Read when first asked for, for a whole batch; what other programs write
 * meanwhile is not seen. Begins as {0}. */
struct tk_recent {
	struct tk_alike_set set;
	char *only;	/* the one category that was read; NULL: all were */
	int64_t since;	/* the first day that was read */
	int read;
};

/* Fills *a but for its number, its strings the ticket's and the arena's: 1;
 * 0: it is no problem that counts; -1. */
int	tk_recent_describe(struct tk_alike *a, const struct tk_ticket *,
	    const struct tk_state *, struct tk_arena *, struct tk_error *);
/*
 * Has read, at least, the tickets of the category in the folders since that
 * day. What cannot be read is warned of, and not counted.
 */
int	tk_recent_need(struct tk_recent *, const struct tk_session *,
	    const char *category, int64_t day, struct tk_error *);
/* The plan was written, or would have been: its ticket counts from now on as
 * it is now. number "": of a dry run, it has none. */
void	tk_recent_note(struct tk_recent *, const struct tk_plan *,
	    const char *number);
void	tk_recent_free(struct tk_recent *);

/* What a field tells of a ticket; 0: nothing. */
enum tk_recent_part {
	TK_RECENT_LIKENESS = 1,	/* what it is compared by */
	TK_RECENT_STANDING = 2,	/* whether it counts */
};
int	tk_recent_part(const char *field);

#endif
