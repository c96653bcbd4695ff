/* factrow.c - what the rows of a ticket say. */
#include <stdlib.h>
#include <string.h>

#include "factwalk.h"
#include "rowkind.h"

/* ---- time ------------------------------------------------------------ */

static int
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* How long it lay, not closed, with those who have it now. */
static int64_t
held_until(const struct tk_fact_walk *w, int64_t t)
{
	const struct tk_held *h = w->f->held, *end = h + w->f->helds;
	int64_t sum = 0, to;

	for (; h < end; h++) {
		if (h->closed || !(w->s->by == TK_BY_TEAM ?
		    same(h->team, w->team) : same(h->agent, w->agent)))
			continue;
		to = h + 1 < end ? h[1].from : t;
		sum += to > h->from ? to - h->from : 0;
	}
	return sum;
}

/* ---- status ---------------------------------------------------------- */

/* The time in a status, if it ended in the period or was not over then. What
 * a ticket only passed through is no step. */
void
tk_fact_stage(struct tk_fact_walk *w, int64_t until)
{
	struct tk_fact *x;

	if (w->status == TK_CLOSED || until < w->s->from || until <= w->since)
		return;
	x = tk_facts_add(w->f, TK_FACT_STAGE, TK_THIS);
	if (x == NULL)
		return;
	x->step = w->status;
	x->n = until - w->since;
	x->at = until;
	x->team = w->team;
	x->agent = w->agent;
}

/* Is the word the name of a team, not of a person? */
static int
is_team(const struct tk_fact_walk *w, const char *word)
{
	return tk_team_find(&w->s->r->scope.rules->staff, word) != NULL;
}

/* Until this row: no question, nobody else, never reopened. */
static int
at_first_contact(const struct tk_fact_walk *w)
{
	const char *who[2] = {NULL, NULL};	/* person, team */
	const struct tk_row *r = w->v->ticket.row;
	unsigned i;
	int kind, k;

	for (i = 0; i < w->at; i++, r++) {
		if (r->qualifier != NULL || (r->flags & TK_ROW_OUT) != 0 ||
		    r->len == 0 || r->field >= w->s->fields)
			continue;
		kind = w->s->what[r->field];
		if (kind == TK_ROW_MORE || kind == TK_ROW_REOPENED)
			return 0;
		if (kind != TK_ROW_TEAM && kind != TK_ROW_ASSIGNEE)
			continue;
		k = kind == TK_ROW_TEAM || is_team(w, r->value);
		if (who[k] != NULL && strcmp(who[k], r->value) != 0)
			return 0;
		who[k] = r->value;
	}
	return 1;
}

static void
close_it(struct tk_fact_walk *w, int64_t t)
{
	struct tk_fact *x;

	if (t > w->open_since) {
		w->natural += t - w->open_since;
		w->work += tk_study_work(w->s, w->open_since, t);
	}
	tk_fact_happened(w, TK_FACT_CLOSED, t);
	if (!w->solved || (x = tk_fact_happened(w, TK_FACT_SOLVED, t)) == NULL)
		return;
	x->n = w->natural;
	x->work = w->work;
	x->span = held_until(w, t);
	x->hit = (unsigned char)at_first_contact(w);
}

static void
take_status(struct tk_fact_walk *w, const struct tk_row *r)
{
	int status = tk_status_find(r->value), was = w->status;

	if (r->time >= w->s->to || status < 0 || status == was)
		return;
	tk_fact_stage(w, r->time);
	if (status == TK_CLOSED) {
		close_it(w, r->time);
	} else if (was == TK_CLOSED) {
		w->open_since = r->time;
		tk_fact_happened(w, TK_FACT_LEFT, r->time);
	}
	w->status = (enum tk_status)status;
	w->since = r->time;
	if ((status == TK_CLOSED) != (was == TK_CLOSED))
		tk_fact_hold(w, r->time);
}

/* ---- rows ------------------------------------------------------------ */

/* What was solved in the same period was not, after all, at once. */
static void
take_reopened(struct tk_fact_walk *w, const struct tk_row *r)
{
	struct tk_fact *x = tk_fact_happened(w, TK_FACT_REOPENED, r->at);
	size_t i;

	w->solved = 0;
	for (i = 0; x != NULL && i < w->f->count; i++)
		if (w->f->fact[i].kind == TK_FACT_SOLVED &&
		    w->f->fact[i].when == x->when)
			w->f->fact[i].hit = 0;
}

static void
take_reply(struct tk_fact_walk *w, const struct tk_row *r)
{
	struct tk_fact *x;

	if (w->replied)
		return;
	w->replied = 1;
	x = tk_fact_happened(w, TK_FACT_REPLY, r->at);
	if (x == NULL || r->at <= w->f->created)
		return;
	x->n = r->at - w->f->created;
	x->work = tk_study_work(w->s, w->f->created, r->at);
}

static void
take_answer(struct tk_fact_walk *w, const struct tk_row *r)
{
	int answer = tk_answer_find(r->value);
	struct tk_fact *x = answer < 0 ? NULL : tk_fact_happened(w,
	    TK_FACT_ANSWER, r->at);

	if (x != NULL)
		x->n = answer;
}

static void
take_quality(struct tk_fact_walk *w, const struct tk_row *r)
{
	char *end;
	double score = strtod(r->value, &end);
	struct tk_fact *x = end == r->value ? NULL : tk_fact_happened(w,
	    TK_FACT_QUALITY, r->at);

	if (x != NULL)
		x->figure = score;
}

static void
take_row(struct tk_fact_walk *w, const struct tk_row *r, int kind)
{
	switch (kind) {
	case TK_ROW_STATUS:
		take_status(w, r);
		break;
	case TK_ROW_RESULT:
		w->solved = strcmp(r->value, "solved") == 0;
		break;
	case TK_ROW_REOPENED:
		take_reopened(w, r);
		break;
	case TK_ROW_REPLY:
		take_reply(w, r);
		break;
	case TK_ROW_ANSWER:
		take_answer(w, r);
		break;
	case TK_ROW_QUALITY:
		take_quality(w, r);
		break;
	}
}

static void
take_people(struct tk_fact_walk *w, const struct tk_row *r, int kind)
{
	const char **who = kind == TK_ROW_TEAM ? &w->team : &w->agent;

	*who = r->len > 0 ? r->value : NULL;
	tk_fact_hold(w, r->at);
}

/* Remembers how it was when a period ended, before a later row. */
static void
snapshot(struct tk_fact_walk *w, enum tk_when_of when)
{
	struct tk_fact_end *e = &w->end[when];

	if (e->known)
		return;
	e->known = 1;
	e->closed = w->status == TK_CLOSED;
	e->team = w->team;
	e->agent = w->agent;
}

void
tk_fact_rows(struct tk_fact_walk *w)
{
	const struct tk_ticket *t = &w->v->ticket;
	const struct tk_row *r;
	int kind;

	for (w->at = 0; w->at < t->rows; w->at++) {
		r = &t->row[w->at];
		if (r->qualifier != NULL || r->field >= w->s->fields ||
		    (kind = w->s->what[r->field]) == TK_ROW_OTHER ||
		    (r->flags & TK_ROW_OUT) != 0)
			continue;
		if (r->time >= w->s->from)
			snapshot(w, TK_BEFORE);
		if (r->time >= w->s->to)
			snapshot(w, TK_THIS);
		if (kind == TK_ROW_TEAM || kind == TK_ROW_ASSIGNEE)
			take_people(w, r, kind);
		else if (r->len > 0)
			take_row(w, r, kind);
	}
	snapshot(w, TK_BEFORE);
	snapshot(w, TK_THIS);
}
