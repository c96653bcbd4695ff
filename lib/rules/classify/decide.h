/* decide.h - from the marks in a text to a category, or to a question. */
#ifndef TK_RULES_DECIDE_H
#define TK_RULES_DECIDE_H

#include "classify.h"
#include "mark.h"

/* One category's hits. */
struct tk_tally {
	double score;
	int rank;	/* of the most urgent */
	int hit;
};

/*
 * Fills *j, its strings in the arena. There is a mark for each keyword and
 * room for a tally for each category. -1: no memory.
 */
int	tk_judgement_decide(struct tk_judgement *j,
	    const struct tk_classifier *, const struct tk_buf *text,
	    const struct tk_mark *, struct tk_tally *, struct tk_arena *);

#endif
