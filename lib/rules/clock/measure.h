/* measure.h - the counted time of one running clock. */
#ifndef TK_RULES_MEASURE_H
#define TK_RULES_MEASURE_H

#include "clock.h"
#include "clockrule.h"

/* The statuses a ticket had, each until the next one's `from`. */
struct tk_phases {
	struct tk_phase {
		int64_t from;
		unsigned status;	/* 1 << status */
	} *phase;
	size_t count, size;
	unsigned seen;		/* statuses, or-ed */
};

/* Nothing walked yet: new for ever. Both: -1, no memory. */
int	tk_phases_begin(struct tk_phases *);
/* A phase never begins before the one it ends. */
int	tk_phases_add(struct tk_phases *, int64_t from, enum tk_status);

/* A part of a clock's time that is wholly counted or wholly paused. */
struct tk_stretch {
	int64_t from, to;
	int paused;
	size_t next;		/* phase */
};

/* The next stretch before `end`, by the first `count` phases: 1, or 0 at
 * the end. It begins as {.to = START, .next = 1}. */
int	tk_stretch_next(struct tk_stretch *, const struct tk_clock_rule *,
	    const struct tk_phases *, size_t count, int64_t end);

/* A running clock: its rule, and from when and how far that counts. */
struct tk_measure {
	const struct tk_clock_rule *rule;
	int64_t start;
	int64_t base;		/* start, or when the rule changed: days only */
	int64_t limit;		/* seconds or days of the rule, or fewer */
	int64_t named;		/* what the @ limit says */
	int64_t at;		/* its due: that, or earlier */
	int64_t cap;		/* due at the latest: days only; TK_UNSET */
};

/* Begins one, by what is set now: 1; 0: its limit is not. start_row: the
 * number of the row that started it. */
int	tk_measure_begin(struct tk_measure *, const struct tk_clock_rule *,
	    const struct tk_ticket *, const struct tk_state *, int64_t start,
	    unsigned start_row);
/* The rule counts from the change, not from the start, and nothing is due
 * later than it was. *failed is set for want of memory. */
void	tk_measure_tighten(struct tk_measure *, const struct tk_phases *,
	    int64_t change, int64_t old_due, int *failed);

struct tk_figures {
	int64_t elapsed, limit, due;	/* as struct tk_clock has them */
	int past;		/* the limit */
	int paused;		/* now, and not past it */
	int hidden;		/* paused before due: that is only what it
				 * would be if the pause ended now */
};

/* How it stands at an instant; if that lies before its start, at its start. */
struct tk_figures tk_measure_figures(const struct tk_measure *,
	    const struct tk_phases *, int64_t now, int *failed);

#endif
