/* template.c - canned sentences: {customer}, {appointment.when}, {due} … */
#include <stdio.h>
#include <string.h>

#include "plan.h"

/* "2026-11-20 15:00": as it is read aloud. */
static void
put_time(struct tk_buf *b, int64_t t, const struct tk_zone *zone)
{
	char time[TK_TIME_SIZE];

	tk_time_format(time, t, zone);
	tk_buf_printf(b, "%.10s %.5s", time, time + 11);
}

static void
put_value(struct tk_buf *b, const char *v, const struct tk_zone *zone)
{
	int64_t t;

	if (tk_time_parse(v, strlen(v), &t) == 0)
		put_time(b, t, zone);
	else
		tk_buf_puts(b, v);
}

/* The ticket's next due time, as it stood before this command. */
static int
put_due(struct tk_plan *p, struct tk_buf *b)
{
	const struct tk_clock *c;

	if (tk_clock_walk(&p->session->rules, p->ticket, p->now, 0, p->clocks,
	    NULL) < 0)
		return 0;
	c = tk_clock_next(p->clocks);
	if (c == NULL || c->due == TK_UNSET)
		return 0;
	put_time(b, c->due, p->session->rules.zone);
	return 1;
}

/* The last value typed for what the name means; NULL: none. */
static const char *
typed_value(const struct tk_plan *p, const struct tk_field_name *meant)
{
	const struct tk_change *c = p->change;
	const char *v = NULL, *eq;
	struct tk_field_name typed;
	size_t i;

	for (i = 0; i < c->nfields; i++) {
		eq = strchr(c->fields[i], '=');
		if (eq != NULL && tk_field_name(&p->session->rules.fields,
		    c->fields[i], (size_t)(eq - c->fields[i]), &typed,
		    NULL) == 0 && typed.field == meant->field &&
		    strcmp(typed.qualifier, meant->qualifier) == 0)
			v = eq + 1;
	}
	return v;
}

static int
is_time(const struct tk_field_name *meant)
{
	return meant->row != NULL ? meant->row->type == TK_TIME :
	    tk_field_time_qualifier(meant->qualifier);
}

/* What this very command says of the name: typed, or -b. */
static int
put_typed(struct tk_plan *p, const char *name, size_t len,
    const struct tk_field_name *meant, struct tk_buf *b)
{
	const struct tk_change *c = p->change;
	const struct tk_rules *rules = &p->session->rules;
	const char *v = meant == NULL ? NULL : typed_value(p, meant);
	struct tk_when when;

	if (v == NULL && c->by != NULL && ((len == 8 &&
	    strncmp(name, c->verb == TK_DO_NOTE ? "expected" : "deadline",
	    len) == 0)))
		v = c->by;
	if (v == NULL || *v == '\0')
		return 0;
	if ((v == c->by || is_time(meant)) &&
	    tk_when_parse(v, p->now, rules->zone, tk_rules_calendar(rules),
	    &when, NULL) == 0)
		put_time(b, when.from, rules->zone);
	else
		put_value(b, v, rules->zone);
	return 1;
}

/* {me} and {badge}; NULL: neither. */
static const char *
of_caller(const struct tk_plan *p, const char *name, size_t len)
{
	const char *actor = p->session->actor;
	const struct tk_person *who;

	who = tk_staff_find(&p->session->rules.staff, actor);
	if (len == 2 && strncmp(name, "me", 2) == 0)
		return who != NULL && who->name[0] != '\0' ? who->name : actor;
	if (len == 5 && strncmp(name, "badge", 5) == 0)
		return who != NULL && who->badge[0] != '\0' ? who->badge :
		    actor;
	return NULL;
}

/* What stands for one name; 0: nothing does. */
static int
put_name(struct tk_plan *p, const char *name, size_t len, struct tk_buf *b)
{
	const struct tk_rules *rules = &p->session->rules;
	struct tk_field_name meant;
	int known = tk_field_name(&rules->fields, name, len, &meant,
	    NULL) == 0;
	const struct tk_row *r;
	const char *v;

	if (put_typed(p, name, len, known ? &meant : NULL, b))
		return 1;
	if (len == 3 && strncmp(name, "due", 3) == 0)
		return put_due(p, b);
	v = of_caller(p, name, len);
	r = v != NULL || !known ? NULL : tk_state_row(p->state, p->ticket,
	    meant.field->field);
	if (r != NULL)
		v = meant.qualifier[0] == '\0' ? r->value :
		    tk_ticket_qualifier(p->ticket,
		    (unsigned)(r - p->ticket->row) + 1, meant.qualifier);
	if (v == NULL || *v == '\0')
		return 0;
	put_value(b, v, rules->zone);
	return 1;
}

int
tk_plan_template(struct tk_plan *p, const char *text, struct tk_buf *b,
    struct tk_error *err)
{
	const char *open, *end;

	while ((open = strchr(text, '{')) != NULL &&
	    (end = strchr(open, '}')) != NULL) {
		tk_buf_add(b, text, (size_t)(open - text));
		if (!put_name(p, open + 1, (size_t)(end - open) - 1, b))
			tk_session_warn(p->session, "%s: nothing is known for "
			    "{%.*s}; it is left out", p->number,
			    (int)(end - open) - 1, open + 1);
		text = end + 1;
	}
	tk_buf_puts(b, text);
	return tk_buf_check(b, err);
}
