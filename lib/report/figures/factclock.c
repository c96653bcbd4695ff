/* factclock.c - the clocks of a ticket as facts of a period. */
#include <string.h>

#include "rules/clock/clockrule.h"
#include "facts.h"

/* When was the cycle judged: met when it stopped, breached when it was due.
 * TK_UNSET: it is not judged. */
static int64_t
judged(const struct tk_clock *c)
{
	if (c->verdict == TK_BREACHED)
		return c->due != TK_UNSET ? c->due : c->stop;
	return c->verdict == TK_MET ? c->stop : TK_UNSET;
}

/* Was it past its due time at that instant, and had not ended? */
static int
late_at(const struct tk_clock *c, int64_t t)
{
	return c->verdict == TK_BREACHED && c->due != TK_UNSET && c->due < t &&
	    (c->stop == TK_UNSET || c->stop >= t);
}

static const struct tk_calendar *
calendar_of(const struct tk_study *s, const struct tk_clock *c)
{
	return c->rule != NULL ? c->rule->calendar :
	    tk_calendar_find(s->r->scope.rules->calendars, c->calendar);
}

/* Counted seconds; a cycle that had not stopped when the period ended is as
 * long as it was then. */
static int64_t
length(const struct tk_study *s, const struct tk_clock *c, int64_t end)
{
	const struct tk_calendar *cal;
	int64_t n;

	if (end > s->r->scope.now)
		end = s->r->scope.now;
	if ((c->stop != TK_UNSET && c->stop < end) || c->due == TK_UNSET ||
	    (cal = calendar_of(s, c)) == NULL)
		return c->elapsed;
	n = tk_calendar_elapsed(cal, c->due, end);
	if (n == TK_UNSET)
		return c->elapsed;
	n += c->limit;
	return n < c->elapsed ? n : c->elapsed;
}

/* Who had the ticket when it was judged, and since when. */
static void
credit(struct tk_fact *x, const struct tk_facts *f, const struct tk_study *s)
{
	const struct tk_clock *c = x->clock;
	size_t i = f->helds, first;
	const char *who;
	int64_t n;

	while (i > 0 && (c->verdict == TK_MET && c->stop_row > 0 ?
	    f->held[i - 1].row + 1 >= c->stop_row :
	    f->held[i - 1].from > x->at))
		i--;
	if (i == 0)
		return;
	first = --i;
	x->team = f->held[i].team;
	x->agent = f->held[i].agent;
	who = s->by == TK_BY_TEAM ? x->team : x->agent;
	for (; first > 0 && who != NULL; first--) {
		const char *was = s->by == TK_BY_TEAM ?
		    f->held[first - 1].team : f->held[first - 1].agent;

		if (was == NULL || strcmp(was, who) != 0)
			break;
	}
	x->span = x->n;
	if (f->held[first].from <= c->start || calendar_of(s, c) == NULL)
		return;
	/* not the time before it came to them */
	n = tk_calendar_elapsed(calendar_of(s, c), c->start,
	    f->held[first].from);
	if (n != TK_UNSET)
		x->span = n < x->n ? x->n - n : 0;
}

static unsigned
about(const char *name)
{
	return strcmp(name, "response") == 0 ? TK_CLOCK_RESPONSE :
	    strcmp(name, "progress") == 0 ? TK_CLOCK_PROGRESS :
	    TK_CLOCK_OTHER;
}

static void
take(struct tk_facts *f, const struct tk_study *s, const struct tk_clock *c)
{
	int64_t t = judged(c);
	int when = tk_study_when(s, t);
	struct tk_fact *x = when < 0 ? NULL : tk_facts_add(f, TK_FACT_CLOCK,
	    when);

	if (x == NULL)
		return;
	x->at = t;
	x->clock = c;
	x->step = about(c->name);
	x->hit = c->verdict == TK_MET;
	x->n = x->span = length(s, c, when == TK_THIS ? s->to : s->from);
	if (f->helds > 0)
		credit(x, f, s);
}

void
tk_facts_clocks(struct tk_facts *f, const struct tk_study *s,
    const struct tk_viewer *v, int late[TK_PERIODS])
{
	const struct tk_clock *c = v->clocks.clock;
	const struct tk_clock *end = c + v->clocks.count;

	for (; c < end; c++) {
		late[TK_THIS] |= late_at(c, s->to);
		late[TK_BEFORE] |= late_at(c, s->from);
		take(f, s, c);
	}
}
