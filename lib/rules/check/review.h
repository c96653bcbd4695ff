/* review.h - what is lawful in a rulebook and yet hardly meant. */
#ifndef TK_RULES_REVIEW_H
#define TK_RULES_REVIEW_H

#include "rules/tables/rules.h"

struct tk_review {
	const struct tk_rules *rules;
	int64_t now;
	int notes;			/* what is merely notable, too */
	int tried;			/* the rulebook is not in use yet */
	struct tk_faults *faults;
	struct tk_faults *advice;
};

/* Reviews those parts that are loaded: of TK_RULES_ALL without faults, all.
 * Patterns that take too many steps are faults, all else is advice. */
void	tk_rules_review(const struct tk_review *);

/* Its parts: rows that never count and statuses without a way (reviewflow.c,
 * reviewrows.c), words for people (reviewwho.c), patterns (probe.c), tickets
 * without a response clock (reviewclass.c). */
void	tk_review_flow(const struct tk_review *);
void	tk_review_rows(const struct tk_review *);
void	tk_review_who(const struct tk_review *);
void	tk_review_patterns(const struct tk_review *);
void	tk_review_classes(const struct tk_review *);

/* The index of a column; it must be one of the table's. */
size_t	tk_review_column(const struct tk_table *, const char *name);
/* The table with its heading as row 0, to speak of the whole. */
struct tk_table tk_review_heading(const struct tk_table *);

#endif
