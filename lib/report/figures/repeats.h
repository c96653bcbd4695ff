/* repeats.h - problems and customers that came back. */
#ifndef TK_REPORT_REPEATS_H
#define TK_REPORT_REPEATS_H

#include "rules/repeat/alike.h"
#include "case.h"
#include "figures.h"

/* A ticket by one thing it may share with others. */
struct tk_repeat_mark {
	uint64_t hash;		/* of rule and value */
	int64_t created;
	const char *value;	/* normalised; shown: as people see it */
	const char *shown, *category;
	unsigned char rule, when, within, marked;
	unsigned char digest;	/* value is one of what it was */
};

struct tk_repeats {
	struct tk_repeat_mark *mark;
	size_t n, size;
	struct tk_arena scratch;
};

/* Those of one rule, value and category; of customers category NULL: all
 * of theirs. */
struct tk_recurrence {
	enum tk_alike_rule rule;
	const char *category, *shown;
	int64_t n[TK_PERIODS];
	int64_t within;		/* repeat.days */
	int64_t marked;		/* `repeated` in this period */
};

struct tk_study;
/* Adds a ticket that is received in one of the periods; -1: no memory. */
int	tk_repeats_add(struct tk_repeats *, const struct tk_case_room *,
	    const struct tk_study *, const struct tk_viewer *);
/* Adds a mark whose strings stay; its hash is set. */
int	tk_repeats_mark(struct tk_repeats *, struct tk_repeat_mark);
/* Puts digests in place of values, which may be contact details, and all in
 * an order that does not depend on how they came. */
int	tk_repeats_digest(struct tk_repeats *);
int	tk_repeats_merge(struct tk_repeats *to, const struct tk_repeats *);
void	tk_repeats_free(struct tk_repeats *);

/*
 * What is repeated by the settings, or marked so, and came again in this
 * period: the most first. customers: those who called so often about
 * anything; else problems of a category. free(3) the list; NULL: no memory.
 */
struct tk_recurrence *tk_repeats_find(struct tk_repeats *,
	    const struct tk_scope *, int customers, size_t *count);

#endif
