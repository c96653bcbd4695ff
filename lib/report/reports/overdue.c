/* overdue.c - the report `overdue`: what is late and what soon will be, out
 * of the tickets. */
#include <stdlib.h>
#include <string.h>

#include "rules/calendar/when.h"
#include "report/format/mask.h"
#include "overdue.h"

#define HOUR 3600

/* ---- collecting ------------------------------------------------------ */

static int
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

struct tk_late_team *
tk_late_team(struct tk_late_part *p, const char *name)
{
	struct tk_late_team *grown;
	size_t i;

	for (i = 0; i < p->teams; i++)
		if (same(p->team[i].name, name))
			return &p->team[i];
	grown = realloc(p->team, (p->teams + 1) * sizeof *grown);
	if (grown == NULL)
		return NULL;
	p->team = grown;
	grown = &p->team[p->teams];
	memset(grown, 0, sizeof *grown);
	if (name != NULL && (grown->name = tk_arena_strdup(p->arena,
	    name)) == NULL)
		return NULL;
	p->teams++;
	return grown;
}

struct tk_late *
tk_late_add(struct tk_late_part *p)
{
	struct tk_late *grown;
	size_t size;

	if (p->lates == p->size) {
		size = p->size > 0 ? 2 * p->size : 64;
		grown = realloc(p->late, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		p->late = grown;
		p->size = size;
	}
	grown = &p->late[p->lates++];
	memset(grown, 0, sizeof *grown);
	return grown;
}

/* A copy, masked by `mask`; 0: no memory. */
static int
copy(struct tk_overdue *o, struct tk_late_part *p, const char **to,
    void (*mask)(struct tk_buf *, const char *, size_t), const char *s)
{
	if (s == NULL)
		return 1;
	tk_buf_clear(&p->masked);
	if (o->r->order->query.unmask)
		tk_buf_puts(&p->masked, s);
	else
		mask(&p->masked, s, strlen(s));
	if (p->masked.failed)
		return 0;
	*to = tk_arena_copy(p->arena, p->masked.data == NULL ? "" :
	    p->masked.data, p->masked.len);
	return *to != NULL;
}

static int
add_late(struct tk_overdue *o, struct tk_late_part *p, enum tk_late_state state,
    const struct tk_viewer *viewer, const struct tk_view *v)
{
	struct tk_late *l = tk_late_add(p);
	const char *number;
	int i;

	if (l == NULL)
		return -1;
	l->state = state;
	l->due = v->due;
	l->overdue = v->overdue;
	number = tk_arena_strdup(p->arena, v->number);
	if (number == NULL)
		return -1;
	l->order = tk_order_of(number);
	l->clock = tk_arena_strdup(p->arena, v->next_clock);
	if (l->clock == NULL || !copy(o, p, &l->contact, tk_mask_contact,
	    o->contact < 0 ? NULL : tk_state_value(&viewer->state,
	    &viewer->ticket, (unsigned)o->contact)))
		return -1;
	for (i = 0; i < TK_SHOWN; i++)
		if (!copy(o, p, &l->shown[i], tk_mask_text, v->shown[i]))
			return -1;
	return 0;
}

static int
each(void *data, unsigned worker, struct tk_viewer *viewer,
    struct tk_error *err)
{
	struct tk_overdue *o = data;
	struct tk_late_part *p = &o->part[worker];
	enum tk_late_state state;
	struct tk_view v;
	struct tk_late_team *team;
	int hit;

	hit = tk_selection_match(&o->r->selection, viewer, err);
	if (hit <= 0)
		return hit;
	if (!o->r->selection.clocks)
		tk_viewer_walk(viewer, 0);
	tk_viewer_view(viewer, &v);
	if (v.status == TK_CLOSED && v.due == TK_UNSET)
		return 0;
	if (viewer->ticket.rows == 0)	/* it was not there yet */
		return 0;
	team = tk_late_team(p, v.shown[TK_TEAM_FIELD]);
	if (team == NULL)
		return tk_error_memory(err);
	team->open++;
	if (v.due == TK_UNSET || (v.overdue == TK_UNSET &&
	    v.due > o->midnight && v.due - o->r->scope.now > HOUR))
		return 0;
	state = v.overdue != TK_UNSET ? TK_LATE :
	    v.due - o->r->scope.now <= HOUR ? TK_LATE_HOUR : TK_LATE_TODAY;
	team->count[state]++;
	return add_late(o, p, state, viewer, &v) < 0 ? tk_error_memory(err) :
	    0;
}

/* ---- in order -------------------------------------------------------- */

static int
words(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

/* Other stores may have the same number. */
static int
by_words(const struct tk_late *a, const struct tk_late *b)
{
	int c = words(a->clock, b->clock), i;

	for (i = 0; c == 0 && i < TK_SHOWN; i++)
		c = words(a->shown[i], b->shown[i]);
	return c != 0 ? c : words(a->contact, b->contact);
}

static int
worst_first(const void *x, const void *y)
{
	const struct tk_late *a = *(struct tk_late *const *)x;
	const struct tk_late *b = *(struct tk_late *const *)y;
	int c;

	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	c = tk_order_compare(&a->order, &b->order);
	return c != 0 ? c : by_words(a, b);
}

struct tk_late **
tk_overdue_list(struct tk_overdue *o, size_t *count)
{
	struct tk_late **all;
	size_t i, j, n = 0;

	for (i = 0; i < TK_SWEEP_THREADS; i++)
		n += o->part[i].lates;
	all = malloc((n + 1) * sizeof *all);
	if (all == NULL)
		return NULL;
	for (i = n = 0; i < TK_SWEEP_THREADS; i++)
		for (j = 0; j < o->part[i].lates; j++)
			all[n++] = &o->part[i].late[j];
	if (n > 1)
		qsort(all, n, sizeof *all, worst_first);
	*count = n;
	return all;
}

/* ---- all ------------------------------------------------------------- */

int
tk_report_overdue(struct tk_reporter *r, struct tk_error *err)
{
	/* what was not written since is as closed as it was then */
	struct tk_sweep sweep = {.scope = &r->scope, .closed = r->scope.asof,
	    .since = r->scope.asof ? r->scope.now : TK_UNSET,
	    .until = TK_UNSET,
	    .trust_times = !r->scope.session->store->override,
	    .threads = r->order->query.threads,
	    .each = each};
	struct tk_overdue *o = calloc(1, sizeof *o);
	size_t i;
	int rc;

	if (o == NULL || tk_sheet_parts(&r->sheet, TK_SWEEP_THREADS) < 0) {
		free(o);
		return tk_error_memory(err);
	}
	for (i = 0; i < TK_SWEEP_THREADS; i++)
		o->part[i].arena = &r->sheet.parts[i];
	o->r = r;
	o->contact = tk_scope_field(&r->scope, "contact");
	o->midnight = tk_when_day_end(r->scope.rules->zone, r->scope.now);
	r->sheet.commented = 1;
	sweep.data = o;
	rc = r->merger != NULL ? tk_overdue_read(o, r->merger, err) :
	    tk_sweep_run(&sweep, r->fault, err);
	if (rc == 0 && (r->partial != NULL ? tk_overdue_write(r->partial,
	    o) : tk_overdue_fill(o)) < 0)
		rc = tk_error_memory(err);
	for (i = 0; i < TK_SWEEP_THREADS; i++) {
		free(o->part[i].late);
		free(o->part[i].team);
		tk_buf_free(&o->part[i].masked);
	}
	free(o);
	return rc;
}
