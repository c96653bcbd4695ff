/* keyword.h - keywords.csv: the words that speak for a category. */
#ifndef TK_RULES_KEYWORD_H
#define TK_RULES_KEYWORD_H

#include "base/pattern.h"
#include "rules/tables/category.h"
#include "matcher.h"

#define TK_KEYWORD_GROUPS 4

struct tk_keyword {
	const char *id;
	const struct tk_category *category;	/* NULL: unclear */
	const struct tk_priority *priority;	/* NULL: none of its own */
	double weight;
	const char *ask;		/* "": no question */
	unsigned groups;		/* lists of words that must meet: 1
					 * for lit, more for near, 0 for re */
	unsigned veto;			/* list of `unless` words from 1; 0:
					 * none */
	struct tk_pattern *pattern;	/* of kind re */
	struct tk_pattern *unless;	/* the same; NULL: none */
};

/* What a word is good for. */
struct tk_use {
	unsigned owner;		/* a keyword, or a veto list */
	unsigned group;		/* of the keyword; TK_USE_VETO: a list */
};

#define TK_USE_VETO TK_KEYWORD_GROUPS

/* Keywords in file order. Each word is in the matcher once, tagged with its
 * index; its uses are use[first[index]] to use[first[index + 1]] - 1. */
struct tk_keywords {
	struct tk_keyword *keyword;
	size_t count;
	size_t vetoes;			/* lists */
	struct tk_matcher *matcher;	/* NULL: no words */
	struct tk_use *use;
	size_t *first;
	struct tk_table table;		/* owns the strings */
};

/*
 * Fills *ks, which points into the categories and priorities, or returns -1
 * on any fault: a double id, an unknown category or priority, a weight that
 * is not above 0, a pattern that does not compile or matches the empty
 * text. jit is worth its time for many texts; with only, just that text
 * may be looked at (NULL: any). Free with tk_keywords_free.
 */
int	tk_keywords_load(struct tk_keywords *ks, int rules_fd,
	    const struct tk_categories *, const struct tk_priorities *,
	    int jit, const char *only, struct tk_faults *);
void	tk_keywords_free(struct tk_keywords *);

/* "rules/keywords.csv:7", for messages about a row; buf is returned. */
char	*tk_keyword_place(const struct tk_keywords *, size_t index,
	    char *buf, size_t size);

#endif
