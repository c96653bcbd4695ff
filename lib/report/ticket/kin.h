/* kin.h - the tickets that name another one as their parent. */
#ifndef TK_REPORT_KIN_H
#define TK_REPORT_KIN_H

#include "view.h"

struct tk_kin_ticket {
	char number[TK_NUMBER_SIZE];
	enum tk_status status;
	/* "": not set */
	const char *subject, *assignee, *deadline, *effect;
};

/* In order of their numbers. Begins as {0}; free with tk_kin_free. */
struct tk_kin {
	struct tk_kin_ticket *ticket;
	size_t count;
	struct tk_arena arena;
};

/* Looks through the whole store, open and closed. A file that cannot be read
 * is passed over, with a warning. */
int	tk_kin_find(struct tk_kin *, const struct tk_scope *,
	    const char *parent, struct tk_error *);
void	tk_kin_free(struct tk_kin *);

#endif
