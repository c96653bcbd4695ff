/* mark.h - where the keywords stand in a text, and what takes them back. */
#ifndef TK_RULES_MARK_H
#define TK_RULES_MARK_H

#include "keyword.h"

#define TK_NEAR 90	/* bytes from the first to the last word of kind near:
			 * thirty Chinese characters */

struct tk_mark {
	enum { TK_MARK_NONE, TK_MARK_VETOED, TK_MARK_COUNTED } state;
	struct tk_span words;	/* the first place that counts, else the
				 * first that was vetoed */
	struct tk_span veto;	/* if vetoed: by what */
};

/* The marks of one text and the memory to make them, used again and again.
 * Begins as {0}. */
struct tk_marks {
	struct tk_mark *mark;		/* of each keyword */
	struct tk_meeting *meeting;	/* the same */
	struct tk_seen *seen;		/* of each veto list */
	unsigned *touched;		/* keywords met in this sentence */
	size_t size, vetoes;
	struct tk_pattern_room *room;
};

void	tk_marks_free(struct tk_marks *);
/*
 * Marks a text in matching form (tk_text_normal). An `unless` holds within
 * the sentence of the hit: up to 。！？； or a newline. Fails when a pattern
 * gives up.
 */
int	tk_marks_find(struct tk_marks *, const struct tk_keywords *,
	    const struct tk_buf *text, struct tk_error *);

#endif
