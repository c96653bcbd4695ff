/* alike.h - tickets by what they have in common, and how many there are. */
#ifndef TK_RULES_ALIKE_H
#define TK_RULES_ALIKE_H

#include "base/buf.h"

/* What tickets of one category are compared by. */
enum tk_alike_by {
	TK_ALIKE_CUSTOMER_NO,
	TK_ALIKE_CONTACT,
	TK_ALIKE_CUSTOMER,
	TK_ALIKE_PRODUCT,
	TK_ALIKE_MODULE,
	TK_ALIKE_VALUES,
};

enum tk_alike_rule {
	TK_SAME_CUSTOMER,	/* the first of three that both have is one */
	TK_SAME_PRODUCT,
	TK_SAME_MODULE,
	TK_SAME_RULES,
};

/* A ticket as it is compared; "" is what it does not have. */
struct tk_alike {
	const char *number;	/* "": it has none yet */
	const char *parent;
	const char *category;
	const char *value[TK_ALIKE_VALUES];
	int64_t created;
};

struct tk_alike_group;

/* Finding takes no longer when there are many. Begins as {0}. */
struct tk_alike_set {
	struct tk_alike_group **slot;
	size_t slots, groups;
	struct tk_arena arena;
	struct tk_buf key;
};

/* Adds a copy, in place of the one with its number. */
int	tk_alike_put(struct tk_alike_set *, const struct tk_alike *,
	    struct tk_error *);
void	tk_alike_drop(struct tk_alike_set *, const char *number);
int	tk_alike_has(struct tk_alike_set *, const char *number);
void	tk_alike_free(struct tk_alike_set *);

#define TK_ALIKE_SHOWN 9

struct tk_alike_found {
	size_t count;
	const struct tk_alike *latest[TK_ALIKE_SHOWN];	/* the oldest first */
	size_t shown;
};

/* The others like it that were received from then on, but not later than
 * it; its parent and its children are not counted. */
int	tk_alike_count(struct tk_alike_set *, const struct tk_alike *,
	    enum tk_alike_rule, int64_t from, struct tk_alike_found *,
	    struct tk_error *);
/* Has it what the rule compares? */
int	tk_alike_comparable(const struct tk_alike *, enum tk_alike_rule);

#endif
