#include "measure.h"

#include <stdlib.h>
#include <string.h>

/* ---- phases ---------------------------------------------------------- */

static int
push(struct tk_phases *ps, int64_t from, unsigned status)
{
	struct tk_phase *grown;
	size_t size;

	if (ps->count == ps->size) {
		size = ps->size > 0 ? 2 * ps->size : 16;
		grown = realloc(ps->phase, size * sizeof *grown);
		if (grown == NULL)
			return -1;
		ps->phase = grown;
		ps->size = size;
	}
	ps->phase[ps->count].from = from;
	ps->phase[ps->count++].status = status;
	ps->seen |= status;
	return 0;
}

int
tk_phases_begin(struct tk_phases *ps)
{
	ps->count = 0;
	ps->seen = 0;
	return push(ps, INT64_MIN, 1u << TK_NEW);
}

int
tk_phases_add(struct tk_phases *ps, int64_t from, enum tk_status status)
{
	const struct tk_phase *last = &ps->phase[ps->count - 1];

	return push(ps, from > last->from ? from : last->from, 1u << status);
}

int
tk_stretch_next(struct tk_stretch *s, const struct tk_clock_rule *rule,
    const struct tk_phases *ps, size_t count, int64_t end)
{
	unsigned mask = rule->limit.kind == TK_LIMIT_AT ? 0 : rule->pause;
	const struct tk_phase *p = ps->phase;
	size_t i = s->next;

	if (s->to >= end)
		return 0;
	s->from = s->to;
	s->to = end;
	s->paused = 0;
	if ((mask & ps->seen) == 0)
		return 1;
	while (i < count && p[i].from <= s->from)
		i++;
	s->paused = (p[i - 1].status & mask) != 0;
	while (i < count && ((p[i].status & mask) != 0) == s->paused)
		i++;
	if (i < count && p[i].from < end)
		s->to = p[i].from;
	s->next = i;
	return 1;
}

/* ---- figures --------------------------------------------------------- */

/* The calendar says TK_UNSET when memory ran out. */
static int64_t
sure(int64_t n, int *failed)
{
	if (n != TK_UNSET)
		return n;
	*failed = 1;
	return 0;
}

static int64_t
open_in(const struct tk_measure *m, int64_t a, int64_t b, int *failed)
{
	return sure(tk_calendar_elapsed(m->rule->calendar, a, b), failed);
}

static int64_t
due_after(const struct tk_measure *m, int64_t t, int64_t seconds, int *failed)
{
	return seconds <= 0 ? t :
	    sure(tk_calendar_due(m->rule->calendar, t, seconds), failed);
}

static int64_t
counted(const struct tk_measure *m, const struct tk_phases *ps, int64_t to,
    int *failed)
{
	struct tk_stretch s = {.to = m->start, .next = 1};
	int64_t n = 0;

	while (tk_stretch_next(&s, m->rule, ps, ps->count, to))
		if (!s.paused)
			n += open_in(m, s.from, s.to, failed);
	return n;
}

/* The same up to an instant that may lie ahead: no pause comes any more. */
static int64_t
counted_ahead(const struct tk_measure *m, const struct tk_phases *ps,
    int64_t now, int64_t to, int *failed)
{
	if (to <= now)
		return counted(m, ps, to, failed);
	return counted(m, ps, now, failed) + open_in(m, now, to, failed);
}

static void
figure_open(const struct tk_measure *m, const struct tk_phases *ps,
    int64_t now, struct tk_figures *f, int *failed)
{
	struct tk_stretch s = {.to = m->start, .next = 1};
	int64_t n;

	f->limit = m->limit;
	f->due = m->limit > 0 ? TK_UNSET : m->start;
	while (tk_stretch_next(&s, m->rule, ps, ps->count, now)) {
		if (s.paused)
			continue;
		n = open_in(m, s.from, s.to, failed);
		if (f->due == TK_UNSET && f->elapsed + n >= m->limit)
			f->due = due_after(m, s.from, m->limit - f->elapsed,
			    failed);
		f->elapsed += n;
	}
	f->past = f->elapsed > m->limit;
	f->hidden = f->due == TK_UNSET;
	if (f->due == TK_UNSET)
		f->due = due_after(m, now, m->limit - f->elapsed, failed);
}

/* When days end, after so many open seconds of pause. */
static int64_t
days_due(const struct tk_measure *m, int64_t pause, int *failed)
{
	int64_t due, cap;

	due = sure(tk_calendar_day_due(m->rule->calendar, m->base, m->limit,
	    pause), failed);
	if (m->cap == TK_UNSET)
		return due;
	cap = due_after(m, m->cap, pause, failed);
	return due < cap ? due : cap;
}

static void
figure_days(const struct tk_measure *m, const struct tk_phases *ps,
    int64_t now, struct tk_figures *f, int *failed)
{
	struct tk_stretch s = {.to = m->start, .next = 1};
	int64_t pause = 0, from;

	f->due = days_due(m, 0, failed);
	while (tk_stretch_next(&s, m->rule, ps, ps->count, now)) {
		from = s.from > m->base ? s.from : m->base;
		if (!s.paused) {
			f->elapsed += open_in(m, s.from, s.to, failed);
		} else if (from < f->due && from < s.to) {
			pause += open_in(m, from, s.to, failed);
			f->due = days_due(m, pause, failed);
		}
	}
	f->past = now > f->due;
	f->hidden = 1;
	f->limit = counted_ahead(m, ps, now, f->due, failed);
}

static void
figure_at(const struct tk_measure *m, int64_t now, struct tk_figures *f,
    int *failed)
{
	f->elapsed = open_in(m, m->start, now, failed);
	f->due = m->at;
	f->limit = open_in(m, m->start, m->at, failed);
	f->past = now > f->due;
}

struct tk_figures
tk_measure_figures(const struct tk_measure *m, const struct tk_phases *ps,
    int64_t now, int *failed)
{
	const struct tk_clock_rule *r = m->rule;
	struct tk_figures f = {0};
	int64_t late = now > m->start ? now : m->start;

	if (r->limit.kind == TK_LIMIT_OPEN)
		figure_open(m, ps, late, &f, failed);
	else if (r->limit.kind == TK_LIMIT_DAYS)
		figure_days(m, ps, late, &f, failed);
	else
		figure_at(m, now, &f, failed);
	f.paused = !f.past && r->limit.kind != TK_LIMIT_AT &&
	    (r->pause & ps->phase[ps->count - 1].status) != 0;
	f.hidden = f.hidden && f.paused;
	return f;
}

/* ---- beginning ------------------------------------------------------- */

/* A time, or the end of a span. */
static int
parse_time(const char *s, int64_t *t)
{
	const char *dots = strstr(s, "..");

	if (dots != NULL)
		s = dots + 2;
	return tk_time_parse(s, strlen(s), t);
}

/* What an @ limit says now, NULL: nothing. */
static const char *
limit_text(const struct tk_limit *l, const struct tk_ticket *t,
    const struct tk_state *state, unsigned start_row)
{
	if (l->qualifier == NULL)
		return tk_state_value(state, t, l->field);
	if (start_row == 0 || t->row[start_row - 1].field != l->field)
		return NULL;
	return tk_ticket_qualifier(t, start_row, l->qualifier);
}

int
tk_measure_begin(struct tk_measure *m, const struct tk_clock_rule *rule,
    const struct tk_ticket *t, const struct tk_state *state, int64_t start,
    unsigned start_row)
{
	const char *text;
	int64_t at = TK_UNSET;

	if (rule->limit.kind == TK_LIMIT_AT) {
		text = limit_text(&rule->limit, t, state, start_row);
		if (text == NULL || parse_time(text, &at) < 0)
			return 0;
	}
	m->rule = rule;
	m->start = m->base = start;
	m->limit = rule->limit.n;
	m->named = m->at = at;
	m->cap = TK_UNSET;
	return 1;
}

void
tk_measure_tighten(struct tk_measure *m, const struct tk_phases *ps,
    int64_t change, int64_t old_due, int *failed)
{
	int64_t from_change, until_due;

	if (change < m->start)
		change = m->start;
	switch (m->rule->limit.kind) {
	case TK_LIMIT_OPEN:
		from_change = m->limit + counted(m, ps, change, failed);
		until_due = counted_ahead(m, ps, change, old_due, failed);
		m->limit = from_change < until_due ? from_change : until_due;
		break;
	case TK_LIMIT_DAYS:
		m->base = change;
		m->cap = old_due;
		break;
	case TK_LIMIT_AT:
		if (old_due < m->at)
			m->at = old_due;
	}
}
