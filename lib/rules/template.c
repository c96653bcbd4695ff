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

/* What this very command says of the name: typed, or -b. */
static int
put_typed(struct tk_plan *p, const char *name, size_t len, struct tk_buf *b)
{
	const struct tk_change *c = p->change;
	const struct tk_rules *rules = &p->session->rules;
	const char *v = NULL, *dot = memchr(name, '.', len);
	struct tk_when when;
	char last[64];
	size_t i;

	for (i = 0; i < c->nfields; i++)
		if (strncmp(c->fields[i], name, len) == 0 &&
		    c->fields[i][len] == '=')
			v = c->fields[i] + len + 1;
	if (v == NULL && c->by != NULL && ((len == 8 &&
	    strncmp(name, c->verb == TK_DO_NOTE ? "expected" : "deadline",
	    len) == 0)))
		v = c->by;
	if (v == NULL || *v == '\0')
		return 0;
	snprintf(last, sizeof last, "%.*s", dot == NULL ? 0 :
	    (int)(name + len - dot) - 1, dot == NULL ? "" : dot + 1);
	if ((v == c->by || tk_field_time_qualifier(last)) &&
	    tk_when_parse(v, p->now, rules->zone, tk_rules_calendar(rules),
	    &when, NULL) == 0)
		put_time(b, when.from, rules->zone);
	else
		put_value(b, v, rules->zone);
	return 1;
}

/* What stands for one name; 0: nothing does. */
static int
put_name(struct tk_plan *p, const char *name, size_t len, struct tk_buf *b)
{
	const struct tk_rules *rules = &p->session->rules;
	const struct tk_field_rule *f;
	const struct tk_person *who;
	const char *dot, *v = NULL;
	const struct tk_row *r;
	char qualifier[64];
	size_t head;

	if (put_typed(p, name, len, b))
		return 1;
	if (len == 3 && strncmp(name, "due", 3) == 0)
		return put_due(p, b);
	who = tk_staff_find(&rules->staff, p->session->actor);
	if (len == 2 && strncmp(name, "me", 2) == 0)
		v = who != NULL && who->name[0] != '\0' ? who->name :
		    p->session->actor;
	if (len == 5 && strncmp(name, "badge", 5) == 0)
		v = who != NULL && who->badge[0] != '\0' ? who->badge :
		    p->session->actor;
	dot = memchr(name, '.', len);
	head = dot == NULL ? len : (size_t)(dot - name);
	f = v != NULL ? NULL : tk_field_find(&rules->fields, name, head);
	r = f == NULL ? NULL : tk_state_row(p->state, p->ticket, f->field);
	if (r != NULL && dot == NULL) {
		v = r->value;
	} else if (r != NULL) {
		snprintf(qualifier, sizeof qualifier, "%.*s",
		    (int)(len - head) - 1, dot + 1);
		v = tk_ticket_qualifier(p->ticket,
		    (unsigned)(r - p->ticket->row) + 1, qualifier);
	}
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
