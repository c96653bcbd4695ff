/* draft.h - the draft of a review: headings and items, as text or as HTML. */
#ifndef TK_REPORT_DRAFT_H
#define TK_REPORT_DRAFT_H

#include "kin.h"
#include "show.h"

#define TK_BLANK "______"	/* for what only people know */

struct tk_draft {
	struct tk_show *show;
	int html;
	int listing;		/* a list is open, in HTML */
	struct tk_buf line;	/* the item being made */
	struct tk_buf text;	/* a masked value */
	struct tk_kin kin;
};

void	tk_draft_heading(struct tk_draft *, const char *text);
/* Ends the list of items. */
void	tk_draft_end(struct tk_draft *);
/* Puts the line that was made as an item. */
void	tk_draft_item(struct tk_draft *);
/* A question that only people can answer. */
void	tk_draft_ask(struct tk_draft *, const char *question);

/* Add to the line: a field's value as people read it, its contact details
 * masked, for a review goes to many; a time. */
void	tk_draft_add(struct tk_draft *, const char *field, const char *value);
void	tk_draft_time(struct tk_draft *, int64_t);

/* An item "LABEL：VALUE" of a field, if it is set; _need: else a blank. */
void	tk_draft_field(struct tk_draft *, const char *label,
	    const char *field);
void	tk_draft_need(struct tk_draft *, const char *label, const char *field);

/* A field's value, NULL: not set; the number of the row that decides it; of
 * the next row after `row` that counts and is of one of those fields. 0:
 * there is none. */
const char *tk_draft_value(const struct tk_draft *, const char *field);
unsigned tk_draft_last(const struct tk_draft *, const char *field);
unsigned tk_draft_next(const struct tk_draft *, const char *const *fields,
	    unsigned row);

/* What happened, whom it hit, and what was late (story.c). -1: no memory. */
int	tk_draft_story(struct tk_draft *);

#endif
