/* flow.h - flow.csv: what an event does to a ticket, who may, what it
 * takes. See tk-rules(5). */
#ifndef TK_RULES_FLOW_H
#define TK_RULES_FLOW_H

#include "rules/selector/event.h"
#include "table.h"

struct tk_selector;

struct tk_flow_set {
	unsigned field;
	const char *qualifier;	/* NULL: a head */
	const char *value;	/* "" unsets; "me", "lead", "manager",
				 * "matrix": by impact and importance */
};

#define TK_FLOW_STAYS (-1)
#define TK_FLOW_REFUSE (-2)

struct tk_flow_row {
	struct tk_events action;
	unsigned from;		/* bits of enum tk_status */
	int to;			/* enum tk_status, or one of these */
	const char *who;	/* a|!b, "" everybody */
	struct tk_selector *need;
	struct tk_flow_set *sets;
	size_t nsets;
	const char *refusal;
};

struct tk_flow {
	struct tk_flow_row *row;
	size_t rows;
	int matrix;		/* some row sets by it: texts are needed */
	struct tk_table table;
};

/* Fields and settings must be loaded in *rules; fills rules->flow. */
int	tk_flow_load(struct tk_rules *, struct tk_faults *);
void	tk_flow_free(struct tk_flow *);

#endif
