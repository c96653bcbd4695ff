/* group.c - groups of tickets and their figures. */
#include <stdlib.h>
#include <string.h>

#include "collect.h"

/* ---- finding --------------------------------------------------------- */

/* Those without a name come last. */
static int
compare(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a == NULL) - (b == NULL);
	return strcmp(a, b);
}

static struct tk_group *
make(struct tk_arena *a, const char *name, size_t targets)
{
	struct tk_group *g = calloc(1, sizeof *g);

	if (g == NULL)
		return NULL;
	g->name = name == NULL ? NULL : tk_arena_strdup(a, name);
	g->actual = targets == 0 ? NULL : calloc(targets, sizeof *g->actual);
	if ((name != NULL && g->name == NULL) ||
	    (targets > 0 && g->actual == NULL)) {
		free(g->actual);
		free(g);
		return NULL;
	}
	return g;
}

struct tk_group *
tk_groups_need(struct tk_groups *gs, struct tk_arena *a, const char *name,
    size_t targets)
{
	size_t low = 0, high = gs->count, mid, size;
	struct tk_group **grown, *g;
	int order;

	while (low < high) {
		mid = (low + high) / 2;
		order = compare(gs->group[mid]->name, name);
		if (order == 0)
			return gs->group[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (gs->count == gs->size) {
		size = gs->size > 0 ? 2 * gs->size : 16;
		grown = realloc(gs->group, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		gs->group = grown;
		gs->size = size;
	}
	g = make(a, name, targets);
	if (g == NULL)
		return NULL;
	memmove(&gs->group[low + 1], &gs->group[low],
	    (gs->count - low) * sizeof *gs->group);
	gs->count++;
	return gs->group[low] = g;
}

/* ---- adding ---------------------------------------------------------- */

static int
add_times(struct tk_dist *natural, struct tk_dist *work,
    const struct tk_fact *x)
{
	return tk_dist_add(natural, x->n) < 0 ||
	    tk_dist_add(work, x->work) < 0 ? -1 : 0;
}

static int
add_solved(struct tk_figures *f, const struct tk_fact *x, int own_span)
{
	f->resolved++;
	f->first_contact += x->hit;
	if (!own_span)
		return add_times(&f->handling, &f->handling_work, x);
	return tk_dist_add(&f->handling, x->span);
}

static int
add_open(struct tk_figures *f, const struct tk_fact *x)
{
	f->open++;
	f->late += x->hit;
	f->band[tk_figures_band(x->n)]++;
	return tk_dist_add(&f->age, x->n);
}

static int
add_clock(struct tk_group *g, const struct tk_fact *x,
    const struct tk_targets *ts, int own_span)
{
	struct tk_figures *f = &g->figures[x->when];
	int64_t n = own_span ? x->span : x->n;
	size_t i;

	tk_share_add(&f->clocks, x->hit);
	if (x->step == TK_CLOCK_PROGRESS)
		tk_share_add(&f->updates, x->hit);
	for (i = 0; g->actual != NULL && i < ts->count; i++) {
		if (x->when != TK_THIS ||
		    !tk_target_is_of(&ts->target[i], x->clock->name))
			continue;
		tk_share_add(&g->actual[i].share, x->hit);
		if (tk_dist_add(&g->actual[i].time, n) < 0)
			return -1;
	}
	if (x->step != TK_CLOCK_RESPONSE)
		return 0;
	tk_share_add(&f->response, x->hit);
	return tk_dist_add(&f->response_time, n);
}

int
tk_group_add(struct tk_group *g, const struct tk_fact *x,
    const struct tk_targets *ts, int own_span)
{
	struct tk_figures *f = &g->figures[x->when];

	switch ((enum tk_fact_kind)x->kind) {
	case TK_FACT_IN:
		f->in++;
		break;
	case TK_FACT_CLOSED:
		f->closed++;
		break;
	case TK_FACT_SOLVED:
		return add_solved(f, x, own_span);
	case TK_FACT_REOPENED:
		f->reopened++;
		break;
	case TK_FACT_REPLY:
		return add_times(&f->reply, &f->reply_work, x);
	case TK_FACT_ANSWER:
		tk_mean_add(&f->satisfaction, tk_answers[x->n].score);
		break;
	case TK_FACT_QUALITY:
		tk_mean_add(&f->quality, x->figure);
		break;
	case TK_FACT_OPEN:
		return add_open(f, x);
	case TK_FACT_CLOCK:
		return add_clock(g, x, ts, own_span);
	case TK_FACT_LEFT:
	case TK_FACT_STAGE:
		break;
	}
	return 0;
}

/* ---- merging --------------------------------------------------------- */

int
tk_group_merge(struct tk_group *to, const struct tk_group *g, size_t targets)
{
	size_t i;

	to->tickets += g->tickets;
	for (i = 0; i < TK_PERIODS; i++)
		if (tk_figures_merge(&to->figures[i], &g->figures[i]) < 0)
			return -1;
	for (i = 0; i < targets && g->actual != NULL; i++) {
		tk_mean_merge(&to->actual[i].mean, &g->actual[i].mean);
		to->actual[i].share.of += g->actual[i].share.of;
		to->actual[i].share.n += g->actual[i].share.n;
		if (tk_dist_merge(&to->actual[i].time,
		    &g->actual[i].time) < 0)
			return -1;
	}
	return 0;
}

int
tk_groups_merge(struct tk_groups *to, struct tk_arena *a,
    const struct tk_groups *gs, size_t targets)
{
	struct tk_group *g;
	size_t i;

	for (i = 0; i < gs->count; i++) {
		g = tk_groups_need(to, a, gs->group[i]->name, targets);
		if (g == NULL || tk_group_merge(g, gs->group[i], targets) < 0)
			return -1;
	}
	return 0;
}

void
tk_group_free(struct tk_group *g, size_t targets)
{
	size_t i;

	for (i = 0; i < TK_PERIODS; i++)
		tk_figures_free(&g->figures[i]);
	for (i = 0; i < targets && g->actual != NULL; i++)
		tk_dist_free(&g->actual[i].time);
	free(g->actual);
	g->actual = NULL;
}

void
tk_groups_free(struct tk_groups *gs, size_t targets)
{
	size_t i;

	for (i = 0; i < gs->count; i++) {
		tk_group_free(gs->group[i], targets);
		free(gs->group[i]);
	}
	free(gs->group);
	memset(gs, 0, sizeof *gs);
}
