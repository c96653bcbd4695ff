/* selector.h - "priority>=P1;category=故障报修;customer=": one grammar for
 * tables, gates, tk-list and tk-report. See tk-rules(5). */
#ifndef TK_RULES_SELECTOR_H
#define TK_RULES_SELECTOR_H

#include "store/fold.h"
#include "rules/clock/clock.h"
#include "rules/tables/rules.h"

struct tk_selector;

/* Where selectors may stand; more names are lawful in lists and gates. */
enum tk_selector_use {
	TK_IN_TABLE,	/* terms separated by ; or blanks */
	TK_IN_LIST,	/* operands: ; only, and due overdue clock verdict */
};

/* What a selector is held against. */
struct tk_subject {
	const struct tk_rules *rules;
	const struct tk_ticket *ticket;
	const struct tk_state *state;
	const struct tk_clock_list *clocks;	/* NULL: not in a list */
	int64_t now;
	const char *me;
	/* open child tickets, -1 with *err; NULL: none. Asked only when a term
	 * needs it */
	int (*children)(void *, struct tk_error *);
	void *data;
};

/*
 * Compiles text; "" holds always. The rules must have their fields,
 * priorities and categories loaded. now and me: for times like "-1w" and
 * `me`. Free with tk_selector_free.
 */
int	tk_selector_compile(struct tk_selector **, const struct tk_rules *,
	    const char *text, enum tk_selector_use, int64_t now,
	    const char *me, struct tk_error *);
void	tk_selector_free(struct tk_selector *);
/* Holds it? 1 or 0; -1 with *err when a pattern went over its limit. */
int	tk_selector_match(const struct tk_selector *,
	    const struct tk_subject *, struct tk_error *);
/* Sets named[field] for each field it names. */
void	tk_selector_names(const struct tk_selector *, unsigned char *named);
/* Does any term need the clocks? */
int	tk_selector_needs_clocks(const struct tk_selector *);

/* One term by one, for gates: how many, whether it holds, its text, and
 * what would meet it (field NULL for pseudo-fields, value NULL: any). */
struct tk_term_view {
	const char *text;
	const struct tk_field_rule *field;
	const char *value;
	int plain;	/* FIELD=VALUE or FIELD=*: typing it would meet it */
};
size_t	tk_selector_terms(const struct tk_selector *);
/* How a term is written, and the field it names (NULL: none). */
void	tk_selector_view(const struct tk_selector *, size_t,
	    struct tk_term_view *);
/* The pattern of a term FIELD~PATTERN and how it is written; else NULL. */
const struct tk_pattern *tk_selector_pattern(const struct tk_selector *,
	    size_t, const char **source);
int	tk_selector_term(const struct tk_selector *, size_t,
	    const struct tk_subject *, struct tk_term_view *,
	    struct tk_error *);

#endif
