/* collect.c - takes the figures of the weekly report out of the tickets. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "mask.h"
#include "weekly.h"

/* What one ticket adds. */
struct facts {
	struct tk_view view;
	struct tk_tally tally[TK_PERIODS];
};

struct collector {
	struct tk_weekly *w;
	pthread_mutex_t mutex;
};

/* ---- groups ---------------------------------------------------------- */

static int
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static struct tk_group *
group_of(struct tk_weekly *w, struct tk_groups *gs, const char *name)
{
	struct tk_group *grown;
	size_t i;

	for (i = 0; i < gs->count; i++)
		if (same(gs->group[i].name, name))
			return &gs->group[i];
	grown = realloc(gs->group, (gs->count + 1) * sizeof *grown);
	if (grown == NULL)
		return NULL;
	gs->group = grown;
	grown = &gs->group[gs->count];
	memset(grown, 0, sizeof *grown);
	if (name != NULL && (grown->name = tk_arena_strdup(&w->arena,
	    name)) == NULL)
		return NULL;
	gs->count++;
	return grown;
}

static struct tk_clock_group *
clock_of(struct tk_weekly *w, const char *name)
{
	struct tk_clock_group *grown;
	size_t i;

	for (i = 0; i < w->clocks; i++)
		if (strcmp(w->clock[i].name, name) == 0)
			return &w->clock[i];
	grown = realloc(w->clock, (w->clocks + 1) * sizeof *grown);
	if (grown == NULL)
		return NULL;
	w->clock = grown;
	grown = &w->clock[w->clocks];
	memset(grown, 0, sizeof *grown);
	grown->name = tk_arena_strdup(&w->arena, name);
	if (grown->name == NULL)
		return NULL;
	w->clocks++;
	return grown;
}

static int
add_to(struct tk_weekly *w, struct tk_groups *gs, const char *name,
    const struct facts *f)
{
	struct tk_group *g = group_of(w, gs, name);
	int i;

	if (g == NULL)
		return -1;
	for (i = 0; i < TK_PERIODS; i++)
		tk_tally_add(&g->tally[i], &f->tally[i]);
	return 0;
}

static int
add_clocks(struct tk_weekly *w, const struct tk_clock_list *list)
{
	const struct tk_period *p = &w->period;
	struct tk_clock_tally none = {0};
	struct tk_clock_group *g;
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (!tk_tally_clock(&none, &list->clock[i], p->before, p->to))
			continue;
		g = clock_of(w, list->clock[i].name);
		if (g == NULL)
			return -1;
		tk_tally_clock(&g->tally[TK_THIS], &list->clock[i], p->from,
		    p->to);
		tk_tally_clock(&g->tally[TK_BEFORE], &list->clock[i],
		    p->before, p->from);
	}
	return 0;
}

/* ---- the oldest ------------------------------------------------------ */

static const char *
copy(struct tk_weekly *w, const char *s)
{
	if (s == NULL)
		return NULL;
	tk_buf_clear(&w->masked);
	if (w->r->order->query.unmask)
		tk_buf_puts(&w->masked, s);
	else
		tk_mask_text(&w->masked, s, strlen(s));
	return w->masked.failed ? NULL : tk_arena_copy(&w->arena,
	    w->masked.data == NULL ? "" : w->masked.data, w->masked.len);
}

/* Keeps the oldest ones, in order. */
static void
add_oldest(struct tk_weekly *w, const struct tk_view *v)
{
	struct tk_oldest o = {.created = v->created};
	size_t i;

	for (i = w->old; i > 0 && (w->oldest[i - 1].created > v->created ||
	    (w->oldest[i - 1].created == v->created &&
	    strcmp(w->oldest[i - 1].number, v->number) > 0)); i--)
		;
	if (i == TK_OLDEST)
		return;
	o.number = tk_arena_strdup(&w->arena, v->number);
	o.status = tk_scope_status(&w->r->scope, v->status);
	o.assignee = copy(w, tk_scope_person(&w->r->scope,
	    v->shown[TK_ASSIGNEE]));
	o.category = copy(w, v->shown[TK_CATEGORY_FIELD]);
	o.subject = copy(w, v->shown[TK_SUBJECT]);
	if (o.number == NULL)
		return;
	if (w->old < TK_OLDEST)
		w->old++;
	memmove(&w->oldest[i + 1], &w->oldest[i],
	    (w->old - 1 - i) * sizeof o);
	w->oldest[i] = o;
}

/* ---- the sweep ------------------------------------------------------- */

static int
add(struct tk_weekly *w, const struct facts *f, const struct tk_viewer *v)
{
	int i;

	for (i = 0; i < TK_PERIODS; i++)
		tk_tally_add(&w->sum[i], &f->tally[i]);
	if (f->tally[TK_THIS].open > 0)
		add_oldest(w, &f->view);
	if (f->tally[TK_THIS].in > 0)
		tk_targets_add(w, v);
	if (add_to(w, &w->categories, f->view.shown[TK_CATEGORY_FIELD],
	    f) < 0 || add_to(w, &w->teams, f->view.shown[TK_TEAM_FIELD],
	    f) < 0)
		return -1;
	return add_clocks(w, &v->clocks);
}

static int
each(void *data, unsigned worker, struct tk_viewer *v, struct tk_error *err)
{
	struct collector *c = data;
	const struct tk_period *p = &c->w->period;
	struct facts f = {.tally = {{0}, {0}}};
	int hit, rc;

	(void)worker;
	hit = tk_selection_match(&c->w->r->selection, v, err);
	if (hit <= 0)
		return hit;
	if (!c->w->r->selection.clocks)
		tk_viewer_walk(v, 0);
	tk_viewer_view(v, &f.view);
	tk_tally_ticket(&f.tally[TK_THIS], v, p->from, p->to);
	tk_tally_ticket(&f.tally[TK_BEFORE], v, p->before, p->from);
	if (!tk_tally_any(&f.tally[TK_THIS]) &&
	    !tk_tally_any(&f.tally[TK_BEFORE]) && v->clocks.count == 0)
		return 0;
	pthread_mutex_lock(&c->mutex);
	rc = add(c->w, &f, v);
	pthread_mutex_unlock(&c->mutex);
	return rc < 0 ? tk_error_memory(err) : 0;
}

int
tk_weekly_collect(struct tk_weekly *w, struct tk_error *err)
{
	struct collector c = {.w = w};
	struct tk_sweep sweep = {.scope = &w->r->scope, .closed = 1,
	    .since = TK_UNSET, .threads = w->r->order->query.threads,
	    .each = each, .data = &c};
	int rc;

	/* a closed ticket without a row since then adds nothing; clocks that
	 * are made up may lie anywhere */
	if (!w->r->scope.session->store->override)
		sweep.since = w->period.before;
	if (tk_targets_load(w) < 0)
		return tk_error_memory(err);
	pthread_mutex_init(&c.mutex, NULL);
	rc = tk_sweep_run(&sweep, w->r->fault, err);
	pthread_mutex_destroy(&c.mutex);
	if (rc == 0 && w->masked.failed)
		rc = tk_error_memory(err);
	return rc;
}

void
tk_weekly_free(struct tk_weekly *w)
{
	free(w->categories.group);
	free(w->teams.group);
	free(w->clock);
	free(w->target);
	tk_arena_free(&w->arena);
	tk_buf_free(&w->masked);
}
