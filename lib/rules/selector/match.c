/* match.c - holds a term against a ticket. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term.h"

/* What a term's subject is worth in one ticket. */
struct value {
	const char *text;	/* NULL: not set */
	double number;		/* of ordered types; NAN: no such value */
};

static double
number_of(const struct tk_term *t, const struct tk_subject *s, const char *v)
{
	const struct tk_priority *p;
	const char *dots;
	int64_t time;
	char *end;
	double n;

	switch (t->type) {
	case TK_TIME:
		dots = strstr(v, "..");
		if (dots != NULL)
			v = dots + 2;
		return tk_time_parse(v, strlen(v), &time) < 0 ? NAN :
		    (double)time;
	case TK_PRIORITY:
		p = tk_priority_find(&s->rules->priorities, v);
		return p == NULL ? NAN : (double)-p->rank;
	default:
		n = strtod(v, &end);
		return end == v ? NAN : n;
	}
}

static double
count_rows(const struct tk_term *t, const struct tk_subject *s)
{
	unsigned n = 0, count = 0;

	while ((n = tk_state_next(s->state, s->ticket, t->field->field,
	    n)) != 0)
		count++;
	return count;
}

static double
count_days(const struct tk_term *t, const struct tk_subject *s)
{
	unsigned n = 0, m, days = 0, field = t->field->field;
	int64_t day;

	while ((n = tk_state_next(s->state, s->ticket, field, n)) != 0) {
		day = tk_day_at(s->rules->zone, s->ticket->row[n - 1].at);
		for (m = 0; (m = tk_state_next(s->state, s->ticket, field,
		    m)) != n;)
			if (tk_day_at(s->rules->zone,
			    s->ticket->row[m - 1].at) == day)
				break;
		if (m == n)
			days++;
	}
	return days;
}

static struct value
of_time(int64_t t)
{
	struct value v = {NULL, NAN};

	if (t != TK_UNSET) {
		v.text = "";
		v.number = (double)t;
	}
	return v;
}

static struct value
of_figure(double n)
{
	struct value v = {"", n};

	return v;
}

static struct value
of_due(const struct tk_term *t, const struct tk_subject *s)
{
	const struct tk_clock *c;

	c = s->clocks == NULL ? NULL : tk_clock_next(s->clocks);
	if (c == NULL || (t->subject == TK_TERM_OVERDUE &&
	    c->verdict != TK_BREACHED))
		return of_time(TK_UNSET);
	return t->subject == TK_TERM_DUE ? of_time(c->due) :
	    of_figure((double)(s->now - c->due));
}

static struct value
value_of(const struct tk_term *t, const struct tk_subject *s)
{
	const struct tk_row *r;
	struct value v = {NULL, NAN};

	switch (t->subject) {
	case TK_TERM_FIELD:
		if (t->field->field == TK_STATUS) {
			v.text = tk_status_name(tk_state_status(s->state,
			    s->ticket));
			return v;
		}
		v.text = tk_state_value(s->state, s->ticket, t->field->field);
		break;
	case TK_TERM_QUALIFIER:
		r = tk_state_row(s->state, s->ticket, t->field->field);
		if (r != NULL)
			v.text = tk_ticket_qualifier(s->ticket,
			    (unsigned)(r - s->ticket->row) + 1, t->qualifier);
		break;
	case TK_TERM_COUNT:
		return of_figure(count_rows(t, s));
	case TK_TERM_DAYS:
		return of_figure(count_days(t, s));
	case TK_TERM_CREATED:
		return of_time(tk_ticket_created(s->ticket));
	case TK_TERM_CLOSED:
		r = tk_state_row(s->state, s->ticket, TK_STATUS);
		return of_time(r != NULL && strcmp(r->value, "closed") == 0 ?
		    r->time : TK_UNSET);
	default:
		return of_due(t, s);
	}
	if (t->ordered && v.text != NULL)
		v.number = number_of(t, s, v.text);
	return v;
}

static int
equal_text(const struct tk_term *t, const struct tk_alternative *a,
    const char *text, const char *me)
{
	if (a->me)
		return me != NULL && strcmp(text, me) == 0;
	if (t->type == TK_CATEGORY)
		return tk_category_covers(a->text, text);
	return strcmp(text, a->text) == 0;
}

static int
equal(const struct tk_term *t, const struct value *v, const char *me)
{
	const struct tk_alternative *a;
	size_t i;

	for (i = 0; i < t->alternatives; i++) {
		a = &t->alternative[i];
		if (a->empty ? v->text == NULL : v->text != NULL && (a->any ||
		    (t->ordered ? v->number >= a->from && v->number <= a->to :
		    equal_text(t, a, v->text, me))))
			return 1;
	}
	return 0;
}

/* The pattern is held against computed times and figures as lists show them. */
static int
match_text(const struct tk_term *t, const struct value *v,
    const struct tk_subject *s, struct tk_error *err)
{
	const char *text = v->text;
	char computed[TK_TIME_SIZE];

	if (text == NULL)
		return 0;
	if (text[0] == '\0' && t->type == TK_TIME && s->rules != NULL &&
	    !isnan(v->number))
		text = tk_time_format(computed, (int64_t)v->number,
		    s->rules->zone);
	else if (text[0] == '\0' && !isnan(v->number)) {
		snprintf(computed, sizeof computed, "%.0f", v->number);
		text = computed;
	}
	return tk_pattern_match(t->pattern, text, strlen(text), err);
}

static int
holds(const struct tk_term *t, const struct value *v,
    const struct tk_subject *s, struct tk_error *err)
{
	switch (t->op) {
	case TK_OP_MATCH:
		return match_text(t, v, s, err);
	case TK_OP_GE:
		return v->number >= t->alternative[0].from;
	case TK_OP_LE:
		return v->number <= t->alternative[0].to;
	default:
		return equal(t, v, s->me);
	}
}

/* A set is judged by any member. */
static int
match_set(const struct tk_term *t, const struct tk_subject *s,
    struct tk_error *err)
{
	struct value v = {NULL, NAN};
	unsigned n = 0;
	int hit;

	n = tk_state_next(s->state, s->ticket, t->field->field, 0);
	if (n == 0)
		return holds(t, &v, s, err);
	for (; n != 0; n = tk_state_next(s->state, s->ticket,
	    t->field->field, n)) {
		v.text = s->ticket->row[n - 1].value;
		hit = holds(t, &v, s, err);
		if (hit != 0)
			return hit;
	}
	return 0;
}

int
tk_term_match(const struct tk_term *t, const struct tk_subject *s,
    struct tk_error *err)
{
	struct value v;
	int hit, n;

	if (t->subject == TK_TERM_CHILDREN) {
		n = s->children == NULL ? 0 : s->children(s->data, err);
		v = of_figure(n);
		hit = n < 0 ? -1 : holds(t, &v, s, err);
	} else if (t->subject == TK_TERM_FIELD &&
	    tk_ticket_fold(s->ticket, t->field->field) == TK_FOLD_SET) {
		hit = match_set(t, s, err);
	} else {
		v = value_of(t, s);
		hit = holds(t, &v, s, err);
	}
	return hit < 0 ? -1 : t->op == TK_OP_NE ? !hit : hit;
}

int
tk_term_match_clock(const struct tk_term *t, const struct tk_clock *c,
    struct tk_error *err)
{
	struct tk_subject none = {0};
	struct value v = {NULL, NAN};
	int hit;

	v.text = t->subject == TK_TERM_CLOCK ? c->name :
	    tk_verdict_name(c->verdict);
	hit = holds(t, &v, &none, err);
	return hit < 0 ? -1 : t->op == TK_OP_NE ? !hit : hit;
}
