/* factwalk.h - the walk through a ticket's rows that finds its facts. For
 * facts.c and factrow.c only. */
#ifndef TK_REPORT_FACTWALK_H
#define TK_REPORT_FACTWALK_H

#include "facts.h"

/* What is met while the rows of a ticket are walked. */
struct tk_fact_walk {
	struct tk_facts *f;
	const struct tk_study *s;
	const struct tk_viewer *v;
	unsigned at;		/* the row, from 0 */
	const char *team, *agent;
	enum tk_status status;	/* so far, but not beyond the period */
	int64_t since;
	int solved;		/* the result that counts so far */
	int replied;
	int64_t open_since;	/* received, or not closed any more */
	int64_t natural, work;	/* before that, while it was not closed */
	struct tk_fact_end {		/* as it was when a period ended */
		int known, closed;
		const char *team, *agent;
	} end[TK_PERIODS];
};

/* The fact that happened at t, to those who have the ticket, if that was in
 * one of the periods; else NULL. */
struct tk_fact *tk_fact_happened(struct tk_fact_walk *, enum tk_fact_kind,
	    int64_t t);
/* From t on the ticket lies with those the walk says. */
void	tk_fact_hold(struct tk_fact_walk *, int64_t t);
/* The time in the status until then. */
void	tk_fact_stage(struct tk_fact_walk *, int64_t until);
/* Walks all rows (factrow.c). */
void	tk_fact_rows(struct tk_fact_walk *);

#endif
