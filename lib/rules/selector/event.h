/* event.h - "assignee", "confirmation=未解决", "reopened[assignee=]". */
#ifndef TK_RULES_EVENT_H
#define TK_RULES_EVENT_H

#include "store/schema.h"

struct tk_rules;
struct tk_selector;

struct tk_event {
	unsigned field;
	const char *value;		/* NULL: any */
	struct tk_selector *when;	/* NULL: always */
};

/* Joined by |; any of them is the event. */
struct tk_events {
	struct tk_event *event;
	size_t count;
	struct tk_arena arena;
};

/* Parses text against the rules' fields; "" is no event. TK_BAD names what
 * is wrong. Free with tk_events_free. */
int	tk_events_parse(struct tk_events *, const struct tk_rules *,
	    const char *text, struct tk_error *);
void	tk_events_free(struct tk_events *);
/* Is a row of that field and value one of them, brackets left aside? An
 * empty value is only the event that was written "field=". Its index, or
 * -1. */
int	tk_events_match(const struct tk_events *, unsigned field,
	    const char *value);

#endif
