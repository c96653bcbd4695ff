/* alikegroup.h - the groups of a set: what they have in common is a key. */
#ifndef TK_RULES_ALIKEGROUP_H
#define TK_RULES_ALIKEGROUP_H

#include "alike.h"

/* In the order in which they were received. */
struct tk_alike_group {
	uint64_t hash;
	const char *key;
	size_t len;
	const struct tk_alike **of;	/* &one, until there are two */
	const struct tk_alike *one;
	size_t count, size;
};

/* The group of the set's key; NULL: there is none. */
struct tk_alike_group *tk_alike_group_find(const struct tk_alike_set *);
/* The same, a new one if need be; NULL: no memory. */
struct tk_alike_group *tk_alike_group_need(struct tk_alike_set *);
int	tk_alike_group_add(struct tk_alike_group *, const struct tk_alike *);
void	tk_alike_group_remove(struct tk_alike_group *,
	    const struct tk_alike *);
/* How many of the group stand before it. */
size_t	tk_alike_group_place(const struct tk_alike_group *,
	    const struct tk_alike *);
/* The order: by when they were received, then by number. */
int	tk_alike_compare(const struct tk_alike *, const struct tk_alike *);
/* Frees all groups of the set. */
void	tk_alike_groups_free(struct tk_alike_set *);

#endif
