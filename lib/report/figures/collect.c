/* collect.c - takes the figures of a report out of the tickets. Each thread
 * has a collector of its own; in the end all are added up. */
#include <stdlib.h>
#include <string.h>

#include "collect.h"

struct crew {
	const struct tk_study *study;
	const struct tk_targets *targets;
	struct tk_collector *one;	/* TK_SWEEP_THREADS of them */
	unsigned char begun[TK_SWEEP_THREADS];
};

/* ---- lists ----------------------------------------------------------- */

/* A post-mortem that was due and had not been written. */
static int
add_missing(struct tk_collector *c, const struct tk_viewer *v)
{
	struct tk_case_room room = tk_collector_room(c);
	const struct tk_clock *k = v->clocks.clock;
	size_t i;

	for (i = 0; i < v->clocks.count; i++, k++) {
		if (strcmp(k->name, "review") != 0 ||
		    k->verdict != TK_BREACHED || k->due == TK_UNSET ||
		    k->due >= c->study->end ||
		    (k->stop != TK_UNSET && k->stop < c->study->to))
			continue;
		return tk_cases_add(&c->missing, &room, v, -k->due, k->due,
		    NULL);
	}
	return 0;
}

static const char *
value(const struct tk_viewer *v, int field)
{
	return field < 0 ? NULL : tk_state_value(&v->state, &v->ticket,
	    (unsigned)field);
}

/* A measure that is open, or something was done about in the period; what
 * is due first stands first. */
static int
add_measure(struct tk_collector *c, const struct tk_viewer *v)
{
	struct tk_case_room room = tk_collector_room(c);
	const char *due = value(v, c->study->deadline), *who;
	const struct tk_facts *f = &c->facts;
	struct tk_case *made;
	int64_t t = INT64_MAX;
	size_t i;

	for (i = 0; i < f->count && f->fact[i].when != TK_THIS; i++)
		;
	if (i == f->count)
		return 0;
	if (due != NULL && tk_time_parse(due, strlen(due), &t) < 0)
		t = INT64_MAX;
	if (tk_cases_add(&c->measures, &room, v, -t, t == INT64_MAX ?
	    TK_UNSET : t, &made) < 0)
		return -1;
	if (made == NULL)
		return 0;
	made->effect = tk_case_copy(&room, value(v, c->study->effect));
	who = value(v, c->study->owner);
	if (made->assignee == NULL)
		made->assignee = tk_case_copy(&room, tk_scope_person(
		    room.scope, who));
	return 0;
}

/* ---- one ticket ------------------------------------------------------ */

static void
add_counts(struct tk_collector *c, const struct tk_fact *x)
{
	struct tk_day *d;
	int64_t local;

	if (x->kind == TK_FACT_ANSWER)
		c->answer[x->when][x->n]++;
	if (x->when != TK_THIS || (x->kind != TK_FACT_IN &&
	    x->kind != TK_FACT_CLOSED && x->kind != TK_FACT_LEFT))
		return;
	d = &c->day[tk_study_day(c->study, x->at)];
	d->in += x->kind == TK_FACT_IN;
	d->closed += x->kind == TK_FACT_CLOSED;
	d->left += x->kind == TK_FACT_LEFT;
	if (x->kind != TK_FACT_IN)
		return;
	local = x->at + tk_zone_offset(c->study->r->scope.rules->zone, x->at);
	c->arrival[tk_day_weekday(tk_day_at(
	    c->study->r->scope.rules->zone, x->at))]
	    [(local % 86400 + 86400) % 86400 / 3600]++;
}

static struct tk_group *
group_by(struct tk_collector *c, const struct tk_fact *x)
{
	const struct tk_facts *f = &c->facts;
	const char *name = NULL;

	switch (c->study->by) {
	case TK_BY_NOTHING:
		return &c->sum;
	case TK_BY_TEAM:
		name = x->team;
		break;
	case TK_BY_AGENT:	/* a team's inbox is nobody */
		if (x->agent != NULL && tk_team_find(
		    &c->study->r->scope.rules->staff, x->agent) == NULL)
			name = x->agent;
		break;
	case TK_BY_CATEGORY:
		name = f->category;
		break;
	case TK_BY_CHANNEL:
		name = f->channel;
		break;
	}
	return tk_groups_need(&c->by, &c->arena, name, c->targets->count);
}

static void
count_ticket(struct tk_collector *c, struct tk_group *g,
    const struct tk_fact *x)
{
	if (x->when != TK_THIS || g->seen == c->taken)
		return;
	g->seen = c->taken;
	g->tickets++;
}

/* To the groups of a scorecard. */
static int
add_by(struct tk_collector *c, const struct tk_fact *x)
{
	int own = c->study->by == TK_BY_TEAM || c->study->by == TK_BY_AGENT;
	struct tk_group *g;

	if (x->kind == TK_FACT_STAGE || x->kind == TK_FACT_LEFT)
		return 0;
	g = group_by(c, x);
	if (g == NULL)
		return -1;
	count_ticket(c, g, x);
	count_ticket(c, &c->sum, x);
	return tk_group_add(g, x, c->targets, own);
}

static int
add_facts(struct tk_collector *c, const struct tk_viewer *v)
{
	const struct tk_facts *f = &c->facts;
	struct tk_group *category, *team;
	const struct tk_fact *x;
	int card = c->study->by != TK_BY_NOTHING;

	category = card ? NULL : tk_groups_need(&c->categories, &c->arena,
	    f->category, 0);
	team = card ? NULL : tk_groups_need(&c->teams, &c->arena, f->team, 0);
	if (!card && (category == NULL || team == NULL))
		return -1;
	for (x = f->fact; x < f->fact + f->count; x++) {
		if (tk_group_add(&c->sum, x, c->targets, 0) < 0)
			return -1;
		if (card) {
			if (add_by(c, x) < 0)
				return -1;
			continue;
		}
		if (tk_group_add(category, x, c->targets, 0) < 0 ||
		    tk_group_add(team, x, c->targets, 0) < 0)
			return -1;
		add_counts(c, x);
		if ((x->kind == TK_FACT_CLOCK || x->kind == TK_FACT_STAGE) &&
		    tk_collector_step(c, x, v) < 0)
			return -1;
	}
	return 0;
}

/* The ticket as one of those received, or open at the end. */
static int
add_whole(struct tk_collector *c, const struct tk_viewer *v)
{
	struct tk_case_room room = tk_collector_room(c);
	const struct tk_facts *f = &c->facts;
	int when = tk_study_when(c->study, f->created);
	struct tk_fact in = {.kind = TK_FACT_IN, .team = f->team,
	    .agent = value(v, c->study->owner)};
	struct tk_group *g;
	size_t i;

	if (when == TK_THIS && c->targets->count > 0) {
		tk_targets_add(c->targets, &c->sum, v);
		g = group_by(c, &in);
		if (g == NULL)
			return -1;
		if (g != &c->sum)
			tk_targets_add(c->targets, g, v);
	}
	if (c->study->by != TK_BY_NOTHING)
		return 0;
	for (i = 0; i < f->count; i++)
		if (f->fact[i].kind == TK_FACT_OPEN &&
		    f->fact[i].when == TK_THIS && tk_cases_add(&c->oldest,
		    &room, v, f->fact[i].n, TK_UNSET, NULL) < 0)
			return -1;
	return when >= 0 ? tk_repeats_add(&c->repeats, &room, c->study, v) :
	    0;
}

static int
add(struct tk_collector *c, const struct tk_viewer *v)
{
	if (tk_facts_take(&c->facts, c->study, v) < 0)
		return -1;
	if (c->facts.count == 0)
		return 0;
	c->taken++;
	if (c->facts.measure)
		return c->study->by == TK_BY_NOTHING ? add_measure(c, v) : 0;
	if (add_facts(c, v) < 0 || add_whole(c, v) < 0)
		return -1;
	return c->study->by == TK_BY_NOTHING ? add_missing(c, v) : 0;
}

static int
each(void *data, unsigned worker, struct tk_viewer *v, struct tk_error *err)
{
	struct crew *crew = data;
	struct tk_collector *c = &crew->one[worker];
	int hit;

	if (!crew->begun[worker]) {
		crew->begun[worker] = 1;
		if (tk_collector_begin(c, crew->study, crew->targets) < 0)
			return tk_error_memory(err);
	}
	hit = tk_selection_match(&crew->study->r->selection, v, err);
	if (hit <= 0)
		return hit;
	if (!crew->study->r->selection.clocks)
		tk_viewer_walk(v, 0);
	return add(c, v) < 0 || c->masked.failed ? tk_error_memory(err) : 0;
}

/* ---- all ------------------------------------------------------------- */

static int
unite(struct tk_collector *all, struct crew *crew)
{
	size_t i;

	for (i = 0; i < TK_SWEEP_THREADS; i++)
		if (crew->begun[i] &&
		    tk_collector_merge(all, &crew->one[i]) < 0)
			return -1;
	return 0;
}

/* A scorecard is made of counts; a review names tickets, and shows more of
 * them than a brief tells. */
static int
brief_will_do(const struct tk_study *s, const struct tk_targets *targets)
{
	size_t i;

	for (i = 0; i < targets->count; i++)
		if (targets->target[i].field >= 0 &&
		    !tk_brief_value(targets->target[i].kpi))
			return 0;
	return s->by != TK_BY_NOTHING && tk_study_brief(s);
}

/* A closed ticket that says nothing from the period before on adds nothing;
 * times of files that are made up may lie anywhere. */
int
tk_collect(struct tk_collector *all, const struct tk_study *study,
    const struct tk_targets *targets, struct tk_error *err)
{
	struct crew crew = {.study = study, .targets = targets};
	struct tk_sweep sweep = {.scope = &study->r->scope, .closed = 1,
	    .since = study->before, .until = study->end,
	    .trust_times = !study->r->scope.session->store->override,
	    .threads = study->r->order->query.threads,
	    .brief = brief_will_do(study, targets) ? TK_BRIEF_ENOUGH :
	    TK_BRIEF_NEVER, .each = each, .data = &crew};
	int rc;

	if (tk_collector_begin(all, study, targets) < 0)
		return tk_error_memory(err);
	crew.one = calloc(TK_SWEEP_THREADS, sizeof *crew.one);
	if (crew.one == NULL)
		return tk_error_memory(err);
	all->part = crew.one;	/* the sum needs their strings */
	all->parts = TK_SWEEP_THREADS;
	rc = tk_sweep_run(&sweep, study->r->fault, err);
	if (rc == 0 && unite(all, &crew) < 0)
		return tk_error_memory(err);
	return rc;
}
