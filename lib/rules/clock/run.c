/* run.c - the cycles of one clock: opened, changed, ended, recorded. */
#include <string.h>

#include "walker.h"

int
tk_here_matches(const struct tk_here *h, const struct tk_events *es)
{
	return tk_events_match(es, h->row->field, h->row->value) >= 0;
}

static struct tk_clock *
entry_of(struct tk_walker *w, const struct tk_run *c)
{
	return &w->list->clock[c->entry];
}

struct tk_figures
tk_run_figure(struct tk_walker *w, struct tk_run *c, int64_t now)
{
	struct tk_figures f = tk_measure_figures(&c->measure, &w->phases, now,
	    &w->failed);
	struct tk_clock *k = entry_of(w, c);

	k->elapsed = f.elapsed;
	k->limit = f.limit;
	k->due = f.due;
	return f;
}

/* ---- ending ---------------------------------------------------------- */

static void
leave(struct tk_walker *w, struct tk_run *c, const struct tk_here *h,
    enum tk_verdict verdict)
{
	struct tk_clock *k = entry_of(w, c);

	k->verdict = verdict;
	k->ended = 1;
	k->stop = h->row->at;
	k->stop_row = h->number;
	k->phases = w->phases.count;
	c->entry = TK_NOT_RUNNING;
}

void
tk_run_stop(struct tk_walker *w, struct tk_run *c, const struct tk_here *h)
{
	struct tk_clock *k = entry_of(w, c);
	int past = tk_run_figure(w, c, h->row->at).past;

	k->backwards = h->row->at < k->start;
	leave(w, c, h, past ? TK_BREACHED : TK_MET);
}

void
tk_run_cancel(struct tk_walker *w, struct tk_run *c, const struct tk_here *h)
{
	int past = tk_run_figure(w, c, h->row->at).past;

	leave(w, c, h, past ? TK_BREACHED : TK_CANCELLED);
}

/* ---- opening --------------------------------------------------------- */

static void
follow(struct tk_clock *k, const struct tk_clock_rule *r)
{
	k->rule = r;
	k->calendar = tk_calendar_name(r->calendar);
	k->notify = r->notify;
}

/* A new entry that runs by c->measure. */
static int
enter(struct tk_walker *w, struct tk_run *c, unsigned start_row)
{
	struct tk_clock *k = tk_ledger_add(w->list);

	if (k == NULL)
		return -1;
	k->name = c->measure.rule->name;
	k->cycle = ++c->cycles;
	k->start = c->measure.start;
	k->start_row = start_row;
	follow(k, c->measure.rule);
	c->entry = w->list->count - 1;
	return 0;
}

int
tk_run_open(struct tk_walker *w, struct tk_run *c, int64_t start,
    unsigned start_row)
{
	if (!tk_measure_begin(&c->measure, c->rule, w->ticket, &w->state,
	    start, start_row))
		return 0;
	c->by_id = start_row == w->id_row;
	return enter(w, c, start_row);
}

/* ---- changing -------------------------------------------------------- */

/* A breach reached stays as an entry of its own. */
int
tk_run_change(struct tk_walker *w, struct tk_run *c, const struct tk_here *h)
{
	struct tk_figures old = tk_run_figure(w, c, h->row->at);
	struct tk_clock *k = entry_of(w, c);
	unsigned start_row = k->start_row;
	struct tk_measure m;

	if (!tk_measure_begin(&m, c->rule, w->ticket, &w->state, k->start,
	    start_row)) {
		tk_run_cancel(w, c, h);
		return 0;
	}
	if (c->rule->from_change && !(h->first && c->by_id))
		tk_measure_tighten(&m, &w->phases, h->row->at, old.due,
		    &w->failed);
	c->measure = m;
	if (old.past) {
		leave(w, c, h, TK_BREACHED);
		return enter(w, c, start_row);
	}
	follow(k, c->rule);
	return 0;
}

int
tk_run_limit_moved(const struct tk_walker *w, const struct tk_run *c)
{
	const struct tk_limit *l = &c->measure.rule->limit;
	struct tk_measure m;

	if (l->kind != TK_LIMIT_AT || l->qualifier != NULL)
		return 0;
	return !tk_measure_begin(&m, c->measure.rule, w->ticket, &w->state,
	    c->measure.start, 0) || m.named != c->measure.named;
}

/* ---- verdict rows ---------------------------------------------------- */

static struct tk_run *
find_run(struct tk_walker *w, const char *name)
{
	const struct tk_clock_rules *cs = w->rules->clocks;
	unsigned i;

	for (i = 0; i < cs->clocks; i++)
		if (strcmp(cs->clock[i].name, name) == 0)
			return &w->run[i];
	return NULL;
}

static struct tk_clock *
find_entry(struct tk_clock_list *list, const struct tk_clock *like)
{
	size_t i;

	for (i = list->count; i > 0; i--)
		if (list->clock[i - 1].cycle == like->cycle &&
		    strcmp(list->clock[i - 1].name, like->name) == 0)
			return &list->clock[i - 1];
	return NULL;
}

static void
take(struct tk_clock *k, const struct tk_clock *recorded)
{
	k->verdict = recorded->verdict;
	k->ended = k->recorded = 1;
	if (recorded->start != TK_UNSET)
		k->start = recorded->start;
	k->due = recorded->due;
	k->elapsed = recorded->elapsed;
	k->limit = recorded->limit;
	k->calendar = recorded->calendar;
}

/* The rows above may give the clock no such cycle, if rules have changed;
 * later cycles have higher numbers all the same. */
int
tk_run_record(struct tk_walker *w, const struct tk_here *h)
{
	struct tk_clock recorded, *k;
	struct tk_run *c;
	int rc;

	rc = tk_clock_read(&w->arena, h->row->value, h->row->len, &recorded);
	if (rc <= 0)
		return rc;
	c = find_run(w, recorded.name);
	k = find_entry(w->list, &recorded);
	if (k != NULL && k->recorded)
		return 0;
	if (c != NULL && c->cycles < recorded.cycle)
		c->cycles = recorded.cycle;
	if (k == NULL) {
		k = tk_ledger_add(w->list);
		if (k == NULL)
			return -1;
		k->name = recorded.name;
		k->cycle = recorded.cycle;
		k->start = TK_UNSET;
	}
	if (!k->ended) {
		k->stop = h->row->at;
		k->stop_row = h->number;
		k->phases = w->phases.count;
	}
	if (c != NULL && c->entry == (size_t)(k - w->list->clock))
		c->entry = TK_NOT_RUNNING;
	take(k, &recorded);
	return 0;
}
