#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "factwalk.h"

/* ---- facts ----------------------------------------------------------- */

struct tk_fact *
tk_facts_add(struct tk_facts *f, enum tk_fact_kind kind, int when)
{
	struct tk_fact *grown;
	size_t size;

	if (f->count == f->size) {
		size = f->size > 0 ? 2 * f->size : 32;
		grown = realloc(f->fact, size * sizeof *grown);
		if (grown == NULL) {
			f->failed = 1;
			return NULL;
		}
		f->fact = grown;
		f->size = size;
	}
	grown = &f->fact[f->count++];
	memset(grown, 0, sizeof *grown);
	grown->kind = (unsigned char)kind;
	grown->when = (unsigned char)when;
	return grown;
}

struct tk_fact *
tk_fact_happened(struct tk_fact_walk *w, enum tk_fact_kind kind, int64_t t)
{
	int when = tk_study_when(w->s, t);
	struct tk_fact *x = when < 0 ? NULL : tk_facts_add(w->f, kind, when);

	if (x != NULL) {
		x->at = t;
		x->team = w->team;
		x->agent = w->agent;
	}
	return x;
}

void
tk_facts_free(struct tk_facts *f)
{
	free(f->fact);
	free(f->held);
	memset(f, 0, sizeof *f);
}

/* ---- who has it ------------------------------------------------------ */

void
tk_fact_hold(struct tk_fact_walk *w, int64_t t)
{
	struct tk_facts *f = w->f;
	struct tk_held *grown;
	size_t size;

	if (w->s->by != TK_BY_TEAM && w->s->by != TK_BY_AGENT)
		return;
	if (f->helds == f->held_size) {
		size = f->held_size > 0 ? 2 * f->held_size : 8;
		grown = realloc(f->held, size * sizeof *grown);
		if (grown == NULL) {
			f->failed = 1;
			return;
		}
		f->held = grown;
		f->held_size = size;
	}
	if (f->helds > 0 && t < f->held[f->helds - 1].from)
		t = f->held[f->helds - 1].from;
	f->held[f->helds++] = (struct tk_held){t, w->at, w->team, w->agent,
	    w->status == TK_CLOSED};
}

/* ---- all ------------------------------------------------------------- */

static void
put_open(struct tk_fact_walk *w, enum tk_when_of when, int64_t end, int late)
{
	struct tk_fact *x;

	if (w->end[when].closed || w->f->created >= end)
		return;
	x = tk_facts_add(w->f, TK_FACT_OPEN, when);
	if (x == NULL)
		return;
	x->n = end - w->f->created;
	x->hit = (unsigned char)late;
	x->at = end;
	x->team = w->end[when].team;
	x->agent = w->end[when].agent;
}

/* It was not closed at the end: the status goes on. */
static void
put_last_stage(struct tk_fact_walk *w)
{
	if (!w->end[TK_THIS].closed && w->s->end > w->since) {
		w->team = w->end[TK_THIS].team;
		w->agent = w->end[TK_THIS].agent;
		tk_fact_stage(w, w->s->end);
	}
}

static const char *
now(const struct tk_viewer *v, int field)
{
	return field < 0 ? NULL : tk_state_value(&v->state, &v->ticket,
	    (unsigned)field);
}

static void
describe(struct tk_facts *f, const struct tk_study *s,
    const struct tk_viewer *v)
{
	const int *field = s->r->scope.field;
	const char *source = now(v, s->source);

	f->count = f->helds = 0;
	f->created = tk_ticket_created(&v->ticket);
	f->team = now(v, field[TK_TEAM_FIELD]);
	f->agent = now(v, field[TK_ASSIGNEE]);
	f->category = now(v, field[TK_CATEGORY_FIELD]);
	f->channel = now(v, field[TK_CHANNEL]);
	f->measure = source != NULL && strcmp(source, "改进措施") == 0;
}

int
tk_facts_take(struct tk_facts *f, const struct tk_study *s,
    const struct tk_viewer *v)
{
	struct tk_fact_walk w = {.f = f, .s = s, .v = v, .status = TK_NEW};
	int late[TK_PERIODS] = {0, 0};
	struct tk_fact *x;

	describe(f, s, v);
	if (f->created == TK_UNSET || f->created >= s->end)
		return 0;
	w.since = w.open_since = f->created;
	tk_fact_hold(&w, f->created);
	x = tk_fact_happened(&w, TK_FACT_IN, f->created);
	if (x != NULL) {
		x->team = f->team;
		x->agent = f->agent;
	}
	tk_fact_rows(&w);
	put_last_stage(&w);
	tk_facts_clocks(f, s, v, late);
	put_open(&w, TK_THIS, s->end, late[TK_THIS]);
	put_open(&w, TK_BEFORE, s->from, late[TK_BEFORE]);
	return f->failed ? -1 : 0;
}
