#include "outcome.h"

#include <stdlib.h>
#include <string.h>

#include "rules/tables/texts.h"

/* A due time in a year whose holidays nobody has entered yet may be wrong. */
static void
warn_beyond(const struct tk_plan *p, const char *number,
    const struct tk_clock *c)
{
	const struct tk_calendar *cal = tk_calendar_find(
	    p->session->rules.calendars, c->calendar);
	char time[TK_TIME_SIZE];

	if (cal == NULL || c->due < tk_calendar_known_until(cal))
		return;
	tk_session_warn(p->session, "%s: %s is due %s, in a year without a "
	    "row in rules/holidays.csv; enter its holidays (tk-rules(5))",
	    number, c->name, tk_time_format(time, c->due,
	    p->session->rules.zone));
}

/* "待接单 → 二线技术支持; next: appointment due 2026-…; PROMISE" */
static void
put_state(struct tk_buf *b, const struct tk_plan *p, const char *number)
{
	const struct tk_rules *rules = &p->session->rules;
	const char *who = tk_plan_value(p, "assignee");
	const char *category = tk_plan_value(p, "category");
	const char *priority = tk_plan_value(p, "priority");
	const struct tk_clock *c = NULL;
	const struct tk_play *play;
	char time[TK_TIME_SIZE];
	enum tk_status status = tk_state_status(p->state, p->ticket);

	tk_buf_printf(b, "%s %s", tk_status_name(status),
	    rules->settings.status[status]);
	if (category[0] != '\0' || priority[0] != '\0')
		tk_buf_printf(b, "  %s%s%s", priority, priority[0] != '\0' &&
		    category[0] != '\0' ? " " : "", category);
	if (strcmp(tk_plan_value(p, "repeated"), "yes") == 0)
		tk_buf_printf(b, "  %s", tk_field_find(&rules->fields,
		    "repeated", 8)->label);
	if (who[0] != '\0')
		tk_buf_printf(b, "  → %s", who);
	if ((rules->loaded & TK_RULES_CLOCKS) != 0 &&
	    tk_clock_walk(rules, p->ticket, p->now, 0, p->clocks, NULL) == 0)
		c = tk_clock_next(p->clocks);
	if (c != NULL && c->due != TK_UNSET) {
		tk_buf_printf(b, "  %s due %s", c->name,
		    tk_time_format(time, c->due, rules->zone));
		warn_beyond(p, number, c);
	}
	play = (rules->loaded & TK_RULES_TEXTS) != 0 && category[0] != '\0' ?
	    tk_texts_play(rules->texts, category) : NULL;
	if (play != NULL && play->promise[0] != '\0' && status < TK_SOLVED)
		tk_buf_printf(b, "  “%s”", play->promise);
}

static char *
copy(const struct tk_buf *b)
{
	return strdup(b->data == NULL ? "" : b->data);
}

int
tk_outcome_make(struct tk_outcome *o, const struct tk_plan *p,
    const char *number, struct tk_error *err)
{
	struct tk_buf state = TK_BUF_INIT;

	memset(o, 0, sizeof *o);
	put_state(&state, p, number);
	o->number = strdup(number);
	o->state = copy(&state);
	o->explain = copy(&p->explain);
	o->ask = copy(&p->ask);
	o->held = p->held;
	tk_buf_free(&state);
	if (o->number == NULL || o->state == NULL || o->explain == NULL ||
	    o->ask == NULL) {
		tk_outcome_free(o);
		return tk_error_memory(err);
	}
	return 0;
}

static void
drop(const char *s)
{
	free((void *)(uintptr_t)s);
}

void
tk_outcome_free(struct tk_outcome *o)
{
	drop(o->number);
	drop(o->state);
	drop(o->explain);
	drop(o->ask);
	memset(o, 0, sizeof *o);
}
