/* clockrule.h - clocks.csv as the walker reads it. For the files of
 * clock.h only. */
#ifndef TK_RULES_CLOCKRULE_H
#define TK_RULES_CLOCKRULE_H

#include "rules/calendar/calendar.h"
#include "rules/selector/event.h"
#include "rules/selector/selector.h"

enum tk_repeat {
	TK_ONCE,
	TK_CYCLE,
	TK_TURN,
	TK_EVERY,
};

enum tk_limit_kind {
	TK_LIMIT_OPEN,		/* 4h: open seconds */
	TK_LIMIT_DAYS,		/* 3d: working days */
	TK_LIMIT_AT,		/* @deadline, @appointment.when */
};

struct tk_limit {
	enum tk_limit_kind kind;
	int64_t n;		/* seconds or days */
	unsigned field;		/* of @ */
	const char *qualifier;	/* of @, or NULL */
};

struct tk_fields;

/* The column limit, but for what needs the others. */
int	tk_limit_parse(struct tk_limit *, const struct tk_fields *,
	    const char *text, struct tk_error *);
/* Is it [a-z][a-z0-9_]*? */
int	tk_clock_word(const char *);

/* One row of the table. */
struct tk_clock_rule {
	const char *name;
	unsigned clock;		/* index of its name */
	unsigned selector;	/* index of its selector */
	struct tk_events start, stop, cancel;
	int from_id;		/* start names id */
	int from_change;	/* rebase */
	unsigned pause;		/* 1 << status, or-ed */
	struct tk_limit limit;
	const struct tk_calendar *calendar;
	enum tk_repeat repeat;
	const char *notify;
	size_t row;
};

/* A clock and its rules, the first that matches counts. */
struct tk_clock_name {
	const char *name;
	struct tk_clock_rule *rule;
	unsigned count;
};

/* What a row of one field concerns. */
struct tk_clock_watch {
	struct tk_clock_touch {
		unsigned clock;
		unsigned char start;	/* a row may be its event: to start */
		unsigned char end;	/* or to stop or cancel it */
		unsigned char choose;	/* its rule may be another then */
		const char *only;	/* of all those events; NULL: any */
	} *touch;
	unsigned touches;
	unsigned *selector;	/* those that must be asked again */
	unsigned selectors;
};

struct tk_clock_rules {
	struct tk_table table;
	struct tk_clock_rule *rule;	/* by clock, then by row */
	unsigned rules;
	struct tk_clock_name *clock;	/* in the order of first rows */
	unsigned clocks;
	struct tk_clock_selector {
		const char *text;
		struct tk_selector *selector;	/* NULL: holds always */
	} *selector;			/* each text once */
	unsigned selectors;
	struct tk_clock_watch *watch;	/* by field of the schema */
	unsigned fields;
	int category, priority;		/* these fields, or -1 */
	struct tk_arena arena;
};

/* Fills watch; -1: no memory. */
int	tk_clock_rules_watch(struct tk_clock_rules *, const struct tk_rules *);

#endif
