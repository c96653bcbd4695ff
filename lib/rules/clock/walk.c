/*
 * walk.c - walks a ticket's rows and keeps its clocks.
 *
 * For each row: stop, cancel, choose the rules anew, start. Only the clocks
 * that watch.c names for the row's field are looked at, and a selector is
 * asked again only when a field it names may have changed.
 */
#include <stdlib.h>
#include <string.h>

#include "walker.h"

/* What a selector said last. */
enum { NO, YES, ASK };

/* ---- rules ----------------------------------------------------------- */

static int
ask(struct tk_walker *w, unsigned selector, struct tk_error *err)
{
	const struct tk_subject subject = {
		.rules = w->rules, .ticket = w->ticket, .state = &w->state,
	};
	int hit;

	hit = tk_selector_match(w->rules->clocks->selector[selector].selector,
	    &subject, err);
	if (hit >= 0)
		w->says[selector] = hit > 0 ? YES : NO;
	return hit;
}

static inline int
says(struct tk_walker *w, unsigned selector, struct tk_error *err)
{
	if (w->rules->clocks->selector[selector].selector == NULL)
		return YES;
	return w->says[selector] != ASK ? w->says[selector] :
	    ask(w, selector, err);
}

/* Sets run->rule to the first that matches; -1: a pattern gave up. */
static int
choose(struct tk_walker *w, unsigned clock, struct tk_error *err)
{
	const struct tk_clock_name *n = &w->rules->clocks->clock[clock];
	const struct tk_clock_rule *r;
	int hit;

	for (r = n->rule; r < n->rule + n->count; r++) {
		hit = says(w, r->selector, err);
		if (hit < 0)
			return -1;
		if (hit > 0)
			break;
	}
	w->run[clock].rule = r < n->rule + n->count ? r : NULL;
	return 0;
}

/* Chooses, and tells the running clock. */
static int
rechoose(struct tk_walker *w, unsigned clock, const struct tk_here *h,
    struct tk_error *err)
{
	struct tk_run *c = &w->run[clock];
	int anew;

	if (choose(w, clock, err) < 0)
		return -1;
	if (c->entry == TK_NOT_RUNNING)
		return 0;
	if (c->rule == NULL) {
		tk_run_cancel(w, c, h);
		return 0;
	}
	if (c->rule == c->measure.rule) {
		anew = h->event && c->rule->repeat == TK_CYCLE &&
		    tk_here_matches(h, &c->rule->start);
		if (anew || !tk_run_limit_moved(w, c))
			return 0;
	}
	if (tk_run_change(w, c, h) < 0)
		return tk_error_memory(err);
	return 0;
}

/* ---- starts ---------------------------------------------------------- */

static int
start(struct tk_walker *w, struct tk_run *c, const struct tk_here *h)
{
	const struct tk_clock_rule *r = c->rule;
	int running = c->entry != TK_NOT_RUNNING;

	if (h->event && tk_here_matches(h, &r->start)) {
		if (running && r->repeat != TK_CYCLE)
			return 0;
		if (running)
			tk_run_cancel(w, c, h);
		if (r->repeat != TK_ONCE || c->cycles == 0)
			return tk_run_open(w, c, h->row->at, h->number);
	} else if (r->from_id && c->cycles == 0 && w->id_row != 0 &&
	    !w->was_closed) {
		return tk_run_open(w, c, w->ticket->row[w->id_row - 1].at,
		    w->id_row);
	}
	return 0;
}

/* ---- rows ------------------------------------------------------------ */

/* One row, one clock. Of a clock `every` the gap after a stop opens where
 * others start: behind the cancel and by the rule that matches then. */
static int
turn(struct tk_walker *w, unsigned clock, int event, int may_change,
    const struct tk_here *h, struct tk_error *err)
{
	struct tk_run *c = &w->run[clock];
	const struct tk_clock_rule *r = c->measure.rule;
	int gap = 0, rc = 0;

	if (event && c->entry != TK_NOT_RUNNING) {
		if (tk_here_matches(h, &r->stop)) {
			tk_run_stop(w, c, h);
			gap = r->repeat == TK_EVERY &&
			    !tk_here_matches(h, &r->cancel);
		} else if (tk_here_matches(h, &r->cancel)) {
			tk_run_cancel(w, c, h);
		}
	}
	if (may_change && rechoose(w, clock, h, err) < 0)
		return -1;
	if (c->rule == NULL)
		return 0;
	if (gap && c->rule->repeat == TK_EVERY)
		rc = tk_run_open(w, c, h->row->at, h->number);
	else
		rc = start(w, c, h);
	return rc < 0 ? tk_error_memory(err) : 0;
}

/* Every clock and every rule: at the first row, and at the id. */
static int
turn_all(struct tk_walker *w, const struct tk_here *h, struct tk_error *err)
{
	const struct tk_clock_rules *cs = w->rules->clocks;
	unsigned i;

	w->chosen = 1;
	if (cs->selectors > 0)
		memset(w->says, ASK, cs->selectors);
	for (i = 0; i < cs->clocks; i++)
		if (turn(w, i, h->event, 1, h, err) < 0)
			return -1;
	return 0;
}

static int
turn_watched(struct tk_walker *w, const struct tk_here *h,
    struct tk_error *err)
{
	const struct tk_clock_watch *watch =
	    &w->rules->clocks->watch[h->row->field];
	const struct tk_clock_touch *t = watch->touch;
	int event;
	unsigned i;

	for (i = 0; i < watch->selectors; i++)
		w->says[watch->selector[i]] = ASK;
	for (i = 0; i < watch->touches; i++, t++) {
		event = h->event && (t->start || (t->end &&
		    w->run[t->clock].entry != TK_NOT_RUNNING)) &&
		    (t->only == NULL || strcmp(t->only, h->row->value) == 0);
		if ((event || t->choose) &&
		    turn(w, t->clock, event, t->choose, h, err) < 0)
			return -1;
	}
	return 0;
}

/* What the row says of the ticket as a whole. */
static int
note(struct tk_walker *w, struct tk_here *h, struct tk_error *err)
{
	const struct tk_clock_rules *cs = w->rules->clocks;
	int bit = (int)h->row->field == cs->category ? 1 :
	    (int)h->row->field == cs->priority ? 2 : 0;

	h->first = h->event && (bit & ~w->seen) != 0;
	if (h->event)
		w->seen |= bit;
	if (h->row->field == TK_ID && h->event)
		w->id_row = h->number;
	/* what is sorted only after it was closed gets no clock from then */
	if (h->row->field == TK_STATUS && h->event &&
	    tk_state_status(&w->state, w->ticket) == TK_CLOSED)
		w->was_closed = 1;
	if ((h->row->field == TK_STATUS && tk_phases_add(&w->phases,
	    h->row->at, tk_state_status(&w->state, w->ticket)) < 0) ||
	    (h->row->field == TK_VERDICT && h->event &&
	    tk_run_record(w, h) < 0))
		return tk_error_memory(err);
	return 0;
}

static int
walk_row(struct tk_walker *w, unsigned number, struct tk_error *err)
{
	struct tk_here h = {&w->ticket->row[number - 1], number, 0, 0};

	h.event = tk_state_step(&w->state, w->ticket, number);
	if (h.row->qualifier != NULL || (h.row->flags & TK_ROW_OUT) != 0)
		return 0;
	if (note(w, &h, err) < 0)
		return -1;
	if (!w->chosen || h.row->field == TK_ID)
		return turn_all(w, &h, err);
	if (h.row->field < w->rules->clocks->fields)
		return turn_watched(w, &h, err);
	return 0;
}

/* ---- walks ----------------------------------------------------------- */

static int
make_room(struct tk_walker *w, const struct tk_clock_rules *cs)
{
	void *p;

	if (w->clocks < cs->clocks) {
		p = realloc(w->run, cs->clocks * sizeof *w->run);
		if (p == NULL)
			return -1;
		w->run = p;
		w->clocks = cs->clocks;
	}
	if (w->selectors < cs->selectors) {
		p = realloc(w->says, cs->selectors);
		if (p == NULL)
			return -1;
		w->says = p;
		w->selectors = cs->selectors;
	}
	return 0;
}

static int
begin(struct tk_walker *w, const struct tk_rules *rules,
    const struct tk_ticket *t, struct tk_clock_list *list,
    struct tk_error *err)
{
	unsigned i;

	w->rules = rules;
	w->ticket = t;
	w->list = list;
	w->id_row = 0;
	w->chosen = w->seen = w->failed = w->was_closed = 0;
	list->count = list->spans = 0;
	tk_arena_reset(&w->arena);
	if (make_room(w, rules->clocks) < 0 ||
	    tk_phases_begin(&w->phases) < 0)
		return tk_error_memory(err);
	for (i = 0; i < rules->clocks->clocks; i++) {
		w->run[i].rule = w->run[i].measure.rule = NULL;
		w->run[i].entry = TK_NOT_RUNNING;
		w->run[i].cycles = 0;
	}
	return tk_state_begin(&w->state, t, err);
}

/* What still runs is judged now. */
static void
finish(struct tk_walker *w, int64_t now)
{
	struct tk_figures f;
	struct tk_clock *k;
	struct tk_run *c;

	for (c = w->run; c < w->run + w->rules->clocks->clocks; c++) {
		if (c->entry == TK_NOT_RUNNING)
			continue;
		f = tk_run_figure(w, c, now);
		k = &w->list->clock[c->entry];
		k->verdict = f.past ? TK_BREACHED :
		    f.paused ? TK_PAUSED : TK_RUNNING;
		if (f.hidden)
			k->due = TK_UNSET;
		k->stop = TK_UNSET;
		k->phases = w->phases.count;
	}
}

static int
walk(struct tk_walker *w, int64_t now, int flags, struct tk_error *err)
{
	unsigned i;

	for (i = 1; i <= w->ticket->rows; i++)
		if (walk_row(w, i, err) < 0)
			return -1;
	finish(w, now);
	tk_ledger_sort(w->list);
	if (w->failed || ((flags & TK_CLOCK_SPANS) != 0 &&
	    tk_ledger_spans(w->list, &w->phases, now) < 0))
		return tk_error_memory(err);
	return 0;
}

int
tk_clock_walk(const struct tk_rules *rules, const struct tk_ticket *t,
    int64_t now, int flags, struct tk_clock_list *list, struct tk_error *err)
{
	struct tk_walker *w = list->work;

	if (w == NULL) {
		w = list->work = calloc(1, sizeof *w);
		if (w == NULL)
			return tk_error_memory(err);
	}
	if (begin(w, rules, t, list, err) < 0 ||
	    walk(w, now, flags, err) < 0) {
		list->count = list->spans = 0;
		return -1;
	}
	return 0;
}

void
tk_clock_list_free(struct tk_clock_list *list)
{
	struct tk_walker *w = list->work;

	if (w != NULL) {
		tk_state_free(&w->state);
		free(w->phases.phase);
		free(w->run);
		free(w->says);
		tk_arena_free(&w->arena);
		free(w);
	}
	free(list->clock);
	free(list->span);
	memset(list, 0, sizeof *list);
}
