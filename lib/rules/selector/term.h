/* term.h - one term of a selector: FIELD OP VALUE. */
#ifndef TK_RULES_TERM_H
#define TK_RULES_TERM_H

#include "selector.h"

enum tk_term_subject {
	TK_TERM_FIELD,
	TK_TERM_QUALIFIER,	/* of the deciding row: escalation.kind */
	TK_TERM_COUNT,		/* FIELD.count: rows of a log that count */
	TK_TERM_DAYS,		/* FIELD.days: on how many days */
	TK_TERM_CREATED,
	TK_TERM_CLOSED,		/* when it was closed; unset unless it is */
	TK_TERM_CHILDREN,	/* open tickets whose parent it is */
	TK_TERM_DUE,		/* from here on only in lists */
	TK_TERM_OVERDUE,
	TK_TERM_CLOCK,
	TK_TERM_VERDICT,
};

enum tk_op {
	TK_OP_EQ,
	TK_OP_NE,
	TK_OP_GE,
	TK_OP_LE,
	TK_OP_MATCH,
};

/* One of the values a term allows. */
struct tk_alternative {
	const char *text;
	double from, to;	/* of ordered types, both included */
	int any, empty;		/* * and nothing */
	int me;			/* the word `me` */
};

struct tk_term {
	const char *text;	/* as written */
	enum tk_term_subject subject;
	enum tk_op op;
	const struct tk_field_rule *field;	/* NULL: a pseudo-field */
	const struct tk_field_rule *row;	/* what it lays down: the
						 * field's, the qualifier's,
						 * or NULL */
	const char *qualifier;
	enum tk_type type;
	int ordered;
	struct tk_alternative *alternative;
	size_t alternatives;
	struct tk_pattern *pattern;
};

/* text must stay; the rest of the memory is the arena's. */
int	tk_term_compile(struct tk_term *, const struct tk_rules *, char *text,
	    enum tk_selector_use, int64_t now, const char *me,
	    struct tk_arena *, struct tk_error *);
void	tk_term_free(struct tk_term *);
int	tk_term_match(const struct tk_term *, const struct tk_subject *,
	    struct tk_error *);
int	tk_term_on_clock(const struct tk_term *);
int	tk_term_match_clock(const struct tk_term *, const struct tk_clock *,
	    struct tk_error *);

#endif
