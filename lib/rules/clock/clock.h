/* clock.h - every clock of a ticket, walked from its rows. tk-rules(5). */
#ifndef TK_RULES_CLOCK_H
#define TK_RULES_CLOCK_H

#include "store/fold.h"
#include "rules/tables/table.h"

struct tk_rules;
struct tk_zone;
struct tk_clock_rule;
struct tk_clock_rules;

/* Loads clocks.csv; calendars, fields, priorities, categories must be
 * loaded in *rules. Free with tk_clock_rules_free. */
int	tk_clock_rules_load(struct tk_clock_rules **, struct tk_rules *,
	    struct tk_faults *);
void	tk_clock_rules_free(struct tk_clock_rules *);

enum tk_verdict {
	TK_RUNNING,
	TK_PAUSED,
	TK_MET,
	TK_BREACHED,
	TK_CANCELLED,
};

/* One cycle of one clock. Past its limit it is breached, ended or not. */
struct tk_clock {
	const char *name;
	unsigned cycle;		/* from 1 */
	enum tk_verdict verdict;
	int ended;		/* stopped, cancelled, or its rule changed */
	int recorded;		/* from a verdict row: not judged again */
	int64_t start;
	int64_t due;		/* TK_UNSET: paused before it */
	int64_t stop;		/* when it ended; TK_UNSET if it has not */
	int64_t elapsed;	/* counted seconds until stop, else now */
	int64_t limit;		/* counted seconds from start to due */
	const char *calendar;
	const char *notify;	/* of its rule, as the table has it; "" */
	unsigned start_row, stop_row;	/* row numbers; 0: none */
	int backwards;		/* a stop before its start: elapsed 0 */
	const struct tk_clock_rule *rule;	/* NULL: no longer one */
	size_t phases;		/* the walker's own */
};

/* A counted or paused stretch of a clock, for the ledger. */
struct tk_clock_span {
	unsigned clock;		/* index into the list */
	int64_t from, to;
	int64_t counted;	/* open seconds in it; 0 when paused */
	int paused;
};

/* Begins as {0}, may be used again and again by one thread; free with
 * tk_clock_list_free. Its strings stay until the next walk. */
struct tk_clock_list {
	struct tk_clock *clock;
	size_t count, size;
	struct tk_clock_span *span;	/* only when asked for */
	size_t spans, span_size;
	void *work;		/* the walker's own */
};

#define TK_CLOCK_SPANS 1	/* fill the spans too */

/* Walks a ticket's rows up to `now`; entries in order of their start row,
 * then of the table; those recorded for clocks that no rule gives are last. */
int	tk_clock_walk(const struct tk_rules *, const struct tk_ticket *,
	    int64_t now, int flags, struct tk_clock_list *,
	    struct tk_error *);
void	tk_clock_list_free(struct tk_clock_list *);

/* The unended clock with the earliest due (breached ones included), or
 * NULL; a paused one without due is not it. */
const struct tk_clock *tk_clock_next(const struct tk_clock_list *);
/* Does any clock still run or pause? */
int	tk_clock_any(const struct tk_clock_list *);

/* "running" … "cancelled", and back; -1 for any other word. */
const char *tk_verdict_name(enum tk_verdict);
int	tk_verdict_find(const char *word, size_t len);

/*
 * The value of a verdict row: "NAME CYCLE met start=… due=… elapsed=S
 * limit=S calendar=NAME". Appends; an unset due reads "due=".
 */
void	tk_clock_put(struct tk_buf *, const struct tk_clock *,
	    const struct tk_zone *);
/* Reads one back, its strings into the arena: 1; 0 if it is none (*c is
 * untouched), -1 for want of memory. */
int	tk_clock_read(struct tk_arena *, const char *value, size_t len,
	    struct tk_clock *c);

/* Who is told of a clock, and when: "assignee@80%", "lead@-15m". */
struct tk_notice {
	const char *who;	/* the word before @, len bytes of the text */
	size_t len;
	int percent;		/* of the limit; -1: by offset */
	int64_t offset;		/* seconds after due; below 0 before it */
	const char *text;	/* the whole notice and its length, the key */
	size_t text_len;	/* under which it is recorded as notified */
};

/* Takes the next notice off *text: 1; 0 at its end; -1 with *err. */
int	tk_notice_next(const char **text, struct tk_notice *,
	    struct tk_error *);
/* Has its moment come? Never for an ended clock, nor by an offset from a
 * due that a pause hides. */
int	tk_notice_reached(const struct tk_notice *, const struct tk_clock *,
	    int64_t now);

#endif
