#include "tally.h"

#include <string.h>

/* What is met while the rows of a ticket are walked. */
struct walk {
	struct tk_tally *t;
	int64_t from, to;
	int64_t created;
	int closed;		/* the status so far, up to `to` */
	int solved;		/* the result that counts so far */
	int replied;
};

static int
within(const struct walk *w, int64_t t)
{
	return t >= w->from && t < w->to;
}

static void
add(struct tk_mean *m, double n)
{
	m->sum += n;
	m->n++;
}

int
tk_tally_score(const char *s)
{
	static const struct {
		const char *word;
		int score;
	} scores[] = {
		{"满意", 100}, {"基本满意", 80}, {"不满意", 0},
	};
	size_t i;

	for (i = 0; i < sizeof scores / sizeof *scores; i++)
		if (strcmp(scores[i].word, s) == 0)
			return scores[i].score;
	return s[0] >= '1' && s[0] <= '5' && s[1] == '\0' ?
	    20 * (s[0] - '0') : -1;
}

/* ---- rows ------------------------------------------------------------ */

static void
take_status(struct walk *w, const struct tk_row *r)
{
	int closed = strcmp(r->value, "closed") == 0;

	if (r->time >= w->to)
		return;
	if (closed && !w->closed && within(w, r->time)) {
		w->t->closed++;
		if (w->solved) {
			w->t->resolved++;
			if (w->created != TK_UNSET)
				add(&w->t->handling,
				    (double)(r->time - w->created));
		}
	}
	w->closed = closed;
}

static void
take_row(struct walk *w, const struct tk_row *r)
{
	int score;

	if (r->field == TK_STATUS) {
		take_status(w, r);
	} else if (strcmp(r->name, "result") == 0) {
		w->solved = strcmp(r->value, "solved") == 0;
	} else if (strcmp(r->name, "reopened") == 0) {
		w->solved = 0;
		w->t->reopened += within(w, r->at);
	} else if (strcmp(r->name, "reply") == 0 && !w->replied) {
		w->replied = 1;
		if (within(w, r->at) && w->created != TK_UNSET)
			add(&w->t->reply, r->at > w->created ?
			    (double)(r->at - w->created) : 0);
	} else if (strcmp(r->name, "satisfaction") == 0) {
		score = tk_tally_score(r->value);
		if (score >= 0 && within(w, r->at))
			add(&w->t->satisfaction, score);
	}
}

/* Was a clock past its due time at that instant, and had not ended? */
static int
late_at(const struct tk_clock_list *list, int64_t t)
{
	const struct tk_clock *c;
	size_t i;

	for (i = 0; i < list->count; i++) {
		c = &list->clock[i];
		if (c->verdict == TK_BREACHED && c->due != TK_UNSET &&
		    c->due < t && (c->stop == TK_UNSET || c->stop >= t))
			return 1;
	}
	return 0;
}

void
tk_tally_ticket(struct tk_tally *t, const struct tk_viewer *v, int64_t from,
    int64_t to)
{
	struct walk w = {t, from, to, tk_ticket_created(&v->ticket), 0, 0, 0};
	const struct tk_row *r;
	unsigned i;

	for (i = 0; i < v->ticket.rows; i++) {
		r = &v->ticket.row[i];
		if (r->qualifier == NULL && (r->flags & TK_ROW_OUT) == 0 &&
		    r->len > 0)
			take_row(&w, r);
	}
	if (w.created == TK_UNSET || w.created >= to)
		return;
	t->in += within(&w, w.created);
	t->open += !w.closed;
	t->late += !w.closed && late_at(&v->clocks, to);
}

/* ---- sums ------------------------------------------------------------ */

static void
add_mean(struct tk_mean *to, const struct tk_mean *m)
{
	to->sum += m->sum;
	to->n += m->n;
}

void
tk_tally_add(struct tk_tally *to, const struct tk_tally *t)
{
	to->in += t->in;
	to->closed += t->closed;
	to->resolved += t->resolved;
	to->reopened += t->reopened;
	to->open += t->open;
	to->late += t->late;
	add_mean(&to->reply, &t->reply);
	add_mean(&to->handling, &t->handling);
	add_mean(&to->satisfaction, &t->satisfaction);
}

int
tk_tally_any(const struct tk_tally *t)
{
	return t->in != 0 || t->closed != 0 || t->reopened != 0 ||
	    t->open != 0 || t->reply.n != 0 || t->satisfaction.n != 0;
}

int
tk_tally_clock(struct tk_clock_tally *t, const struct tk_clock *c,
    int64_t from, int64_t to)
{
	int64_t when = c->verdict == TK_BREACHED && c->due != TK_UNSET ?
	    c->due : c->stop;
	int counted = 0;

	if (c->verdict != TK_MET && c->verdict != TK_BREACHED)
		return 0;
	if (when != TK_UNSET && when >= from && when < to) {
		counted = 1;
		if (c->verdict == TK_MET)
			t->met++;
		else
			t->breached++;
	}
	if (c->stop != TK_UNSET && c->stop >= from && c->stop < to) {
		counted = 1;
		add(&t->minutes, (double)c->elapsed / 60);
	}
	return counted;
}

double
tk_tally_rate(const struct tk_clock_tally *t)
{
	int64_t n = t->met + t->breached;

	return n == 0 ? 0 : 100.0 * (double)t->met / (double)n;
}

double
tk_tally_resolution(const struct tk_tally *t)
{
	int64_t n = t->resolved + t->late;

	return n == 0 ? -1 : 100.0 * (double)t->resolved / (double)n;
}
