/* tally.h - what a ticket adds to the figures of a period. */
#ifndef TK_REPORT_TALLY_H
#define TK_REPORT_TALLY_H

#include "period.h"

/* A mean: always with how many it is made of. */
struct tk_mean {
	double sum;
	int64_t n;
};

/* The figures of one group of tickets; tk-report(1) defines them. */
struct tk_tally {
	int64_t in;		/* received in the period */
	int64_t closed;		/* closings in it, and those as solved */
	int64_t resolved;
	int64_t reopened;
	int64_t open, late;	/* at its end */
	struct tk_mean reply;	/* seconds to the first reply */
	struct tk_mean handling;	/* seconds to a closing as solved */
	struct tk_mean satisfaction;	/* 0 to 100 */
};

/* The part of a clock in a period. */
struct tk_clock_tally {
	int64_t met, breached;
	struct tk_mean minutes;	/* elapsed, of those stopped in it */
};

/* What a ticket adds in [from, to). Its clocks are walked. */
void	tk_tally_ticket(struct tk_tally *, const struct tk_viewer *,
	    int64_t from, int64_t to);
void	tk_tally_add(struct tk_tally *, const struct tk_tally *);
/* Is there anything in it? 1 or 0. */
int	tk_tally_any(const struct tk_tally *);
/* Was this cycle judged, or stopped, in it? 1 and counted, or 0. */
int	tk_tally_clock(struct tk_clock_tally *, const struct tk_clock *,
	    int64_t from, int64_t to);

/* 100 × met ÷ judged, 0 of none. */
double	tk_tally_rate(const struct tk_clock_tally *);
/* 100 × resolved ÷ (resolved + late), -1: of nothing. */
double	tk_tally_resolution(const struct tk_tally *);
/* 满意 100, 基本满意 80, 不满意 0; 1 to 5: 20 each; -1: anything else. */
int	tk_tally_score(const char *satisfaction);

#endif
