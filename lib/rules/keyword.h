/* keyword.h - keywords.csv: the words that speak for a category. */
#ifndef TK_RULES_KEYWORD_H
#define TK_RULES_KEYWORD_H

#include "../base/pattern.h"
#include "category.h"
#include "matcher.h"

struct tk_keyword {
	const char *id;
	const struct tk_category *category;	/* NULL: unclear */
	const struct tk_priority *priority;	/* NULL: none of its own */
	double weight;
	const char *ask;		/* "": no question */
	struct tk_pattern *pattern;	/* NULL: its literals are in the
					 * matcher, tagged with the index */
	struct tk_pattern *veto;	/* of a pattern's `unless` */
	const struct tk_literal *unless; /* of a literal's `unless` */
	size_t nunless;
};

/* In file order. */
struct tk_keywords {
	struct tk_keyword *keyword;
	size_t count;
	struct tk_matcher *matcher;
	struct tk_table table;		/* owns the strings */
};

/*
 * Fills *ks, which points into the categories and priorities, or returns -1
 * on any fault: a double id, an unknown category or priority, a weight that
 * is not above 0, a pattern that does not compile or matches nothing at
 * all. jit is worth its time for many texts. Free with tk_keywords_free.
 */
int	tk_keywords_load(struct tk_keywords *ks, int rules_fd,
	    const struct tk_categories *, const struct tk_priorities *,
	    int jit, struct tk_faults *);
void	tk_keywords_free(struct tk_keywords *);

/* "rules/keywords.csv:7", for messages about a row; buf is returned. */
char	*tk_keyword_place(const struct tk_keywords *, size_t index,
	    char *buf, size_t size);

#endif
