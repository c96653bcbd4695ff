/* priority.h - priorities.csv: names in order of urgency. */
#ifndef TK_RULES_PRIORITY_H
#define TK_RULES_PRIORITY_H

#include "table.h"

struct tk_priority {
	const char *name;	/* "P0": what stands in tickets */
	const char *label;	/* "" where the table says nothing */
	const char *english;
	const char *meaning;
	int rank;		/* 0 is the most urgent; may have gaps */
};

struct tk_priorities {
	struct tk_priority *priority;	/* the most urgent first */
	size_t count;
	struct tk_table table;		/* owns the strings */
};

/* Fills *ps, or returns -1 on any fault. Free with tk_priorities_free. */
int	tk_priorities_load(struct tk_priorities *ps, int rules_fd,
	    struct tk_faults *);
void	tk_priorities_free(struct tk_priorities *);

/* By name, else label or english, whatever the case or width; or NULL. */
const struct tk_priority *tk_priority_find(const struct tk_priorities *,
	    const char *name);
/* The first of that rank; NULL: none. */
const struct tk_priority *tk_priority_ranked(const struct tk_priorities *,
	    int rank);
/* The least urgent one; NULL when the table has no rows. */
const struct tk_priority *tk_priority_lowest(const struct tk_priorities *);
/* "P0, P1, P2": what would have been lawful. Appends. */
void	tk_priorities_list(const struct tk_priorities *, struct tk_buf *);

#endif
