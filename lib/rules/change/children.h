/* children.h - which open tickets belong to which parent. */
#ifndef TK_RULES_CHILDREN_H
#define TK_RULES_CHILDREN_H

#include "session.h"

/* Of all of open/, read once for a whole batch. Begins as {0}. */
struct tk_children {
	struct tk_child {
		char parent[TK_NUMBER_SIZE];
		char number[TK_NUMBER_SIZE];
	} *child;
	size_t count, size;
	int read;
};

/* How many children of the ticket are open now: those found are read again.
 * -1 with *err when that cannot be known. */
int	tk_children_open(struct tk_children *, const struct tk_session *,
	    const char *number, struct tk_error *err);
void	tk_children_free(struct tk_children *);

#endif
