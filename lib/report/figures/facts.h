/* facts.h - what one ticket says of a period and of the one before it. */
#ifndef TK_REPORT_FACTS_H
#define TK_REPORT_FACTS_H

#include "figures.h"
#include "report/reports/report.h"

/* By whom the groups are made whose figures a ticket goes to. */
enum tk_by {
	TK_BY_NOTHING,
	TK_BY_TEAM,
	TK_BY_AGENT,
	TK_BY_CATEGORY,
	TK_BY_CHANNEL,
};

/* What all threads that collect share, and none changes. */
struct tk_study {
	struct tk_reporter *r;
	int64_t before, from, to;	/* the periods */
	int64_t end;		/* of the period, or now */
	enum tk_by by;
	const struct tk_calendar *work;	/* setting `calendar`; NULL: none */
	unsigned char *what;	/* by field: what its rows say */
	unsigned fields;
	int source, owner, deadline, effect, repeated;	/* fields, or -1 */
	int64_t *mark;		/* where the days begin, and the last ends */
	size_t days;
	int days_each;		/* 7: they are weeks */
};

/* Fills in what the rulebook and the period say; -1: no memory. */
int	tk_study_begin(struct tk_study *, struct tk_reporter *);
void	tk_study_end(struct tk_study *);
/* Do briefs tell all that figures are made of? */
int	tk_study_brief(const struct tk_study *);
/* The day or week in which t, which is in the period, lies. */
size_t	tk_study_day(const struct tk_study *, int64_t t);
/* TK_THIS, TK_BEFORE, or -1. */
int	tk_study_when(const struct tk_study *, int64_t t);

enum tk_fact_kind {
	TK_FACT_IN,
	TK_FACT_CLOSED,
	TK_FACT_SOLVED,		/* and closed: n natural, work seconds */
	TK_FACT_REOPENED,
	TK_FACT_LEFT,		/* closed no longer: at */
	TK_FACT_REPLY,		/* the first: n natural, work seconds */
	TK_FACT_ANSWER,		/* n: its index */
	TK_FACT_QUALITY,	/* figure */
	TK_FACT_OPEN,		/* at the end: n its age; hit: late */
	TK_FACT_CLOCK,		/* a cycle judged; n counted seconds, hit: met */
	TK_FACT_STAGE,		/* n seconds in a status: step */
};

/* Clocks that have a figure of their own. */
enum { TK_CLOCK_OTHER, TK_CLOCK_RESPONSE, TK_CLOCK_PROGRESS };

struct tk_fact {
	unsigned char kind, when, hit;
	unsigned step;		/* a status, or what a clock is about */
	int64_t at, n, work;
	double figure;
	const struct tk_clock *clock;
	const char *team, *agent;	/* who had it then; NULL: none */
	int64_t span;		/* of n, what it was with them */
};

/* A stretch in which a ticket lay with the same people. */
struct tk_held {
	int64_t from;
	unsigned row;		/* of the first row in it, from 0 */
	const char *team, *agent;
	int closed;
};

/* Begins as {0}, is used again and again; strings are the ticket's. */
struct tk_facts {
	struct tk_fact *fact;
	size_t count, size;
	struct tk_held *held;
	size_t helds, held_size;
	int64_t created;
	const char *team, *agent, *category, *channel;	/* now */
	int measure;		/* it is no customer's, but ours */
	int failed;		/* no memory */
};

/* What a walked ticket says; nothing if it was received later. -1: no
 * memory. */
int	tk_facts_take(struct tk_facts *, const struct tk_study *,
	    const struct tk_viewer *);
void	tk_facts_free(struct tk_facts *);

/* A new fact, all 0; NULL: no memory. */
struct tk_fact *tk_facts_add(struct tk_facts *, enum tk_fact_kind, int when);
/* Adds the cycles of its clocks; tells who was late at the ends of both
 * periods (factclock.c). */
void	tk_facts_clocks(struct tk_facts *, const struct tk_study *,
	    const struct tk_viewer *, int late[TK_PERIODS]);
/* Open seconds between; natural ones without a calendar. */
int64_t	tk_study_work(const struct tk_study *, int64_t from, int64_t to);

#endif
