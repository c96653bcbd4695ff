/* collector.c - what one thread has collected: steps, and sums of several. */
#include <stdlib.h>
#include <string.h>

#include "rules/clock/clockrule.h"
#include "collect.h"

#define LISTED 50	/* tickets in a list that may be long */

/* ---- beginning ------------------------------------------------------- */

static void
begin_step(struct tk_step *s, const char *name)
{
	s->name = name;
	s->worst.most = TK_WORST;
}

int
tk_collector_begin(struct tk_collector *c, const struct tk_study *study,
    const struct tk_targets *targets)
{
	const struct tk_clock_rules *rules = study->r->scope.rules->clocks;
	size_t i;

	c->study = study;
	c->targets = targets;
	c->day = calloc(study->days, sizeof *c->day);
	c->clock_size = study->r->scope.clocks ? rules->clocks + 8 : 8;
	c->clock = calloc(c->clock_size, sizeof *c->clock);
	c->sum.actual = calloc(targets->count + 1, sizeof *c->sum.actual);
	if (c->day == NULL || c->clock == NULL || c->sum.actual == NULL)
		return -1;
	for (i = 0; study->r->scope.clocks && i < rules->clocks; i++)
		begin_step(&c->clock[c->clocks++], rules->clock[i].name);
	for (i = 0; i < TK_STATUSES; i++)
		begin_step(&c->status[i], tk_scope_status(&study->r->scope,
		    (enum tk_status)i));
	c->oldest.most = TK_OLDEST;
	c->missing.most = c->measures.most = LISTED;
	return 0;
}

void
tk_collector_free(struct tk_collector *c)
{
	size_t n = c->targets == NULL ? 0 : c->targets->count, i;

	for (i = 0; i < c->parts; i++)
		tk_collector_free(&c->part[i]);
	free(c->part);
	tk_group_free(&c->sum, n);
	tk_groups_free(&c->categories, n);
	tk_groups_free(&c->teams, n);
	tk_groups_free(&c->by, n);
	for (i = 0; i < c->clocks + TK_STATUSES; i++) {
		struct tk_step *s = i < c->clocks ? &c->clock[i] :
		    &c->status[i - c->clocks];

		tk_dist_free(&s->time);
		tk_cases_free(&s->worst);
	}
	free(c->clock);
	free(c->day);
	tk_cases_free(&c->oldest);
	tk_cases_free(&c->missing);
	tk_cases_free(&c->measures);
	tk_repeats_free(&c->repeats);
	tk_facts_free(&c->facts);
	tk_arena_free(&c->arena);
	tk_buf_free(&c->masked);
	memset(c, 0, sizeof *c);
}

struct tk_case_room
tk_collector_room(struct tk_collector *c)
{
	const struct tk_reporter *r = c->study->r;

	return (struct tk_case_room){&r->scope, &c->arena, &c->masked,
	    r->order->query.unmask};
}

/* ---- steps ----------------------------------------------------------- */

struct tk_step *
tk_collector_clock(struct tk_collector *c, const char *name)
{
	struct tk_step *grown;
	size_t size, i;

	for (i = 0; i < c->clocks; i++)
		if (strcmp(c->clock[i].name, name) == 0)
			return &c->clock[i];
	if (c->clocks == c->clock_size) {
		size = c->clock_size > 0 ? 2 * c->clock_size : 16;
		grown = realloc(c->clock, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		c->clock = grown;
		c->clock_size = size;
	}
	grown = &c->clock[c->clocks];
	memset(grown, 0, sizeof *grown);
	begin_step(grown, tk_arena_strdup(&c->arena, name));
	if (grown->name == NULL)
		return NULL;
	c->clocks++;
	return grown;
}

static struct tk_step *
step_of(struct tk_collector *c, const struct tk_fact *x)
{
	if (x->kind == TK_FACT_STAGE)
		return &c->status[x->step];
	return x->clock->rule != NULL ? &c->clock[x->clock->rule->clock] :
	    tk_collector_clock(c, x->clock->name);
}

int
tk_collector_step(struct tk_collector *c, const struct tk_fact *x,
    const struct tk_viewer *v)
{
	struct tk_step *s = step_of(c, x);
	struct tk_case_room room;
	int64_t over = x->n;

	if (s == NULL)
		return -1;
	if (x->kind == TK_FACT_CLOCK) {
		tk_share_add(&s->share[x->when], x->hit);
		over = x->hit || x->n < x->clock->limit ? 0 :
		    x->n - x->clock->limit;
	}
	if (x->when != TK_THIS)
		return 0;
	s->total += x->n;
	s->over += over;
	if (tk_dist_add(&s->time, x->n) < 0)
		return -1;
	if (over == 0 || (s->worst.n == TK_WORST &&
	    s->worst.at[TK_WORST - 1].key > over))
		return 0;
	room = tk_collector_room(c);
	/* due: how long it took */
	return tk_cases_add(&s->worst, &room, v, over, x->n, NULL);
}

/* ---- merging --------------------------------------------------------- */

static int
merge_step(struct tk_step *to, const struct tk_step *s)
{
	int i;

	for (i = 0; i < TK_PERIODS; i++) {
		to->share[i].of += s->share[i].of;
		to->share[i].n += s->share[i].n;
	}
	to->total += s->total;
	to->over += s->over;
	return tk_dist_merge(&to->time, &s->time) < 0 ||
	    tk_cases_merge(&to->worst, &s->worst) < 0 ? -1 : 0;
}

static int
merge_steps(struct tk_collector *to, const struct tk_collector *c)
{
	struct tk_step *s;
	size_t i;

	for (i = 0; i < c->clocks; i++) {
		s = tk_collector_clock(to, c->clock[i].name);
		if (s == NULL || merge_step(s, &c->clock[i]) < 0)
			return -1;
	}
	for (i = 0; i < TK_STATUSES; i++)
		if (merge_step(&to->status[i], &c->status[i]) < 0)
			return -1;
	return 0;
}

static void
merge_counts(struct tk_collector *to, const struct tk_collector *c)
{
	size_t i, j;

	for (i = 0; i < TK_PERIODS; i++)
		for (j = 0; j < TK_ANSWERS; j++)
			to->answer[i][j] += c->answer[i][j];
	for (i = 0; i < to->study->days; i++) {
		to->day[i].in += c->day[i].in;
		to->day[i].closed += c->day[i].closed;
		to->day[i].left += c->day[i].left;
	}
	for (i = 0; i < 7; i++)
		for (j = 0; j < 24; j++)
			to->arrival[i][j] += c->arrival[i][j];
}

int
tk_collector_merge(struct tk_collector *to, const struct tk_collector *c)
{
	size_t n = c->targets->count;

	merge_counts(to, c);
	return tk_group_merge(&to->sum, &c->sum, n) < 0 ||
	    tk_groups_merge(&to->categories, &to->arena, &c->categories,
	    0) < 0 ||
	    tk_groups_merge(&to->teams, &to->arena, &c->teams, 0) < 0 ||
	    tk_groups_merge(&to->by, &to->arena, &c->by, n) < 0 ||
	    merge_steps(to, c) < 0 ||
	    tk_cases_merge(&to->oldest, &c->oldest) < 0 ||
	    tk_cases_merge(&to->missing, &c->missing) < 0 ||
	    tk_cases_merge(&to->measures, &c->measures) < 0 ||
	    tk_repeats_merge(&to->repeats, &c->repeats) < 0 ? -1 : 0;
}
