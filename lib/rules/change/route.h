/* route.h - routing.csv: which team gets a ticket, and who in it. */
#ifndef TK_RULES_ROUTE_H
#define TK_RULES_ROUTE_H

#include "session.h"

struct tk_routing;

/* Who has how many open tickets, counting what this run gave out. */
struct tk_load {
	double *open;	/* by index in staff->person */
	int counted;	/* open/ has been read */
};

struct tk_route {
	const char *team;	/* NULL: no row matches */
	const char *assignee;	/* a login; the team itself when nobody of
				 * it is on staff */
	const char *why;	/* one line for -e, in the arena */
};

int	tk_routing_load(struct tk_routing **, struct tk_rules *,
	    struct tk_faults *);
void	tk_routing_free(struct tk_routing *);
/* Its rows as they are written, and the selector of one. */
const struct tk_table *tk_routing_table(const struct tk_routing *);
const struct tk_selector *tk_routing_selector(const struct tk_routing *,
	    size_t row);

/*
 * Chooses for a ticket. team NULL: by the rules; else within that team. The
 * choice counts in *load at once. Free load->open with free(3).
 */
int	tk_route_choose(struct tk_session *, const struct tk_ticket *,
	    const struct tk_state *, const char *team, int64_t now,
	    struct tk_load *, struct tk_route *, struct tk_arena *,
	    struct tk_error *);

#endif
