/* senders.h - who wrote the tickets that may still be written to. */
#ifndef TK_RULES_SENDERS_H
#define TK_RULES_SENDERS_H

#include "rules/change/session.h"

struct tk_sender {
	const char *address;	/* in lower case */
	const char *subject;
	char number[TK_NUMBER_SIZE];
	int64_t created;
	int open;
};

/* Read when first asked for: all of open/, and of closed/ what was created
 * within the days in which a ticket may be reopened. */
struct tk_senders {
	struct tk_sender *sender;
	size_t count, size;
	size_t *slot;		/* address → sender + 1, the next one behind */
	size_t slots;
	int read;
	struct tk_arena arena;
};

int	tk_senders_read(struct tk_senders *, const struct tk_session *,
	    struct tk_error *);
/* One more, whatever was read. -1: no memory. */
int	tk_senders_add(struct tk_senders *, const char *address,
	    const char *subject, const char *number, int64_t created, int open);
/* The next one of that address after `after` (NULL: the first); NULL: none. */
const struct tk_sender *tk_senders_next(const struct tk_senders *,
	    const char *address, const struct tk_sender *after);
void	tk_senders_free(struct tk_senders *);

#endif
