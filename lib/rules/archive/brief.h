/*
 * brief.h - a ticket in brief: what its row in a month's summary tells. A
 * brief holds the values of tk_summary_field that count, every row that
 * figures are made of (without the words of replies, questions and the
 * like), and its clocks as they ended.
 */
#ifndef TK_RULES_BRIEF_H
#define TK_RULES_BRIEF_H

#include "rules/clock/clock.h"
#include "store/summary.h"

/* Does a brief hold the field's value as the whole ticket does? And does it
 * hold each of its rows, though maybe without their words? */
int	tk_brief_value(const char *field);
int	tk_brief_rows(const char *field);

/* Room for one brief after the other. Begins as {0}. */
struct tk_brief {
	struct tk_buf events, clocks;
	struct tk_arena arena;
	/* where the fields are found in the schema of the last one written */
	const struct tk_schema *schema;
	unsigned fields;
	int column[TK_SUMMARY_FIELDS];	/* or -1 */
	signed char *kind;		/* of a field's rows, or -1 */
};
void	tk_brief_free(struct tk_brief *);

/* Fills in a folded, walked ticket, but for where it lies; strings are the
 * ticket's and the brief's. */
int	tk_brief_write(struct tk_brief *, const struct tk_ticket *,
	    const struct tk_state *, const struct tk_clock_list *,
	    struct tk_summary *, struct tk_error *);
/* The ticket that a summary tells of, folded, and its clocks; strings are
 * the summary's and the brief's. 0: what it tells is damaged. */
int	tk_brief_read(struct tk_brief *, const struct tk_summary *,
	    const struct tk_schema *, struct tk_ticket *, struct tk_state *,
	    struct tk_clock_list *, struct tk_error *);

#endif
