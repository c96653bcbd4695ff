/* outcome.h - what became of a ticket, in words to read aloud. */
#ifndef TK_RULES_OUTCOME_H
#define TK_RULES_OUTCOME_H

#include "plan.h"

/* Fills *o with strings of its own; free with tk_outcome_free. */
int	tk_outcome_make(struct tk_outcome *, const struct tk_plan *,
	    const char *number, struct tk_error *);
void	tk_outcome_free(struct tk_outcome *);

#endif
