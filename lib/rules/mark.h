/* mark.h - where the keywords stand in a text, and what takes them back. */
#ifndef TK_RULES_MARK_H
#define TK_RULES_MARK_H

#include "keyword.h"

struct tk_mark {
	enum { TK_MARK_NONE, TK_MARK_VETOED, TK_MARK_COUNTED } state;
	struct tk_span words;	/* the first place that counts, else the
				 * first that was vetoed */
	struct tk_span veto;	/* if vetoed: by what */
};

/*
 * Fills one mark for each keyword. The text is in matching form
 * (tk_text_normal). An `unless` holds within the sentence of the hit: up to
 * 。！？； or a newline. Fails when a pattern gives up.
 */
int	tk_marks_find(const struct tk_keywords *, const struct tk_buf *text,
	    struct tk_mark *, struct tk_pattern_room *, struct tk_error *);

#endif
