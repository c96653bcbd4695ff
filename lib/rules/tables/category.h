/* category.h - categories.csv: level1/level2 names, aliases, priorities. */
#ifndef TK_RULES_CATEGORY_H
#define TK_RULES_CATEGORY_H

#include "base/index.h"
#include "priority.h"

struct tk_category {
	const char *name;	/* "故障报修/硬件故障" or "故障报修" */
	const char *leaf;	/* behind the slash, else the name */
	const char *alias;	/* a|b, as in the table */
	const char *english;
	const char *criterion;
	const char *team;
	const struct tk_priority *priority;	/* NULL: none of its own */
	const struct tk_category *parent;	/* NULL: level 1 */
	const struct tk_category *twin;	/* another of the same leaf, or NULL */
	size_t index;		/* in the array */
};

struct tk_alias {
	const char *name;
	const struct tk_category *category;
};

/* In file order; a level 1 that has no row of its own stands behind all. */
struct tk_categories {
	struct tk_category *category;
	size_t count;
	struct tk_alias *alias;
	size_t aliases;
	struct tk_index names;		/* and aliases: the category's index */
	struct tk_index leaves;		/* the first category so called */
	struct tk_table table;		/* owns the strings */
};

/* Fills *cs, which points into the priorities, or returns -1 on any fault.
 * Free with tk_categories_free. */
int	tk_categories_load(struct tk_categories *cs, int rules_fd,
	    const struct tk_priorities *, struct tk_faults *);
void	tk_categories_free(struct tk_categories *);

/*
 * By name, alias, or a level-2 name that only one category has, whatever
 * the case or width; NULL: none, or several.
 */
const struct tk_category *tk_category_find(const struct tk_categories *,
	    const char *name);
/* The same, with a message that names what was meant, or all. */
const struct tk_category *tk_category_need(const struct tk_categories *,
	    const char *name, struct tk_error *);
/* Is child that category or below it? Both are whole names. */
int	tk_category_covers(const char *parent, const char *child);

#endif
