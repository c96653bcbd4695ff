/* overdue.c - the report `overdue`: what is late and what soon will be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../rules/when.h"
#include "object.h"
#include "order.h"
#include "report.h"
#include "words.h"

#define HOUR 3600

enum state { LATE, HOUR_LEFT, TODAY, STATES };

static const char *const states[] = {"late", "hour", "today"};

/* A ticket that is due today, or was. */
struct late {
	struct tk_order order;
	enum state state;
	int64_t due, overdue;
	const char *clock, *team, *contact;
	const char *shown[TK_SHOWN];
};

/* The tickets of a team. */
struct team {
	const char *name;	/* NULL: none */
	int64_t open, count[STATES];
};

/* What one thread found. */
struct part {
	struct late *late;
	size_t lates, size;
	struct team *team;
	size_t teams;
	struct tk_arena *arena;
	struct tk_buf masked;
};

struct overdue {
	struct tk_reporter *r;
	int64_t midnight;	/* the last second of today */
	struct part part[TK_SWEEP_THREADS];
};

/* ---- collecting --------------------------------------------------------- */

static int
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static struct team *
team_of(struct part *p, const char *name)
{
	struct team *grown;
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

static struct late *
new_late(struct part *p)
{
	struct late *grown;
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

/* A copy, masked; 0: no memory. */
static int
copy(struct overdue *o, struct part *p, const char **to, const char *field,
    const char *s)
{
	if (s == NULL)
		return 1;
	tk_buf_clear(&p->masked);
	if (o->r->order->query.unmask)
		tk_buf_puts(&p->masked, s);
	else
		tk_object_mask(&p->masked, &o->r->scope, field, s, strlen(s));
	if (p->masked.failed)
		return 0;
	*to = tk_arena_copy(p->arena, p->masked.data == NULL ? "" :
	    p->masked.data, p->masked.len);
	return *to != NULL;
}

static int
add_late(struct overdue *o, struct part *p, enum state state,
    const struct tk_viewer *viewer, const struct tk_view *v)
{
	struct late *l = new_late(p);
	const char *number;

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
	return l->clock != NULL &&
	    copy(o, p, &l->shown[TK_SUBJECT], "subject",
	    v->shown[TK_SUBJECT]) &&
	    copy(o, p, &l->shown[TK_CATEGORY_FIELD], "category",
	    v->shown[TK_CATEGORY_FIELD]) &&
	    copy(o, p, &l->shown[TK_PRIORITY_FIELD], "priority",
	    v->shown[TK_PRIORITY_FIELD]) &&
	    copy(o, p, &l->shown[TK_TEAM_FIELD], "team",
	    v->shown[TK_TEAM_FIELD]) &&
	    copy(o, p, &l->shown[TK_ASSIGNEE], "assignee",
	    v->shown[TK_ASSIGNEE]) &&
	    copy(o, p, &l->shown[TK_CUSTOMER], "customer",
	    v->shown[TK_CUSTOMER]) &&
	    copy(o, p, &l->contact, "contact", tk_viewer_value(viewer,
	    "contact")) ? 0 : -1;
}

static int
each(void *data, unsigned worker, struct tk_viewer *viewer,
    struct tk_error *err)
{
	struct overdue *o = data;
	struct part *p = &o->part[worker];
	enum state state;
	struct tk_view v;
	struct team *team;
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
	team = team_of(p, v.shown[TK_TEAM_FIELD]);
	if (team == NULL)
		return tk_error_memory(err);
	team->open++;
	if (v.due == TK_UNSET || (v.overdue == TK_UNSET &&
	    v.due > o->midnight && v.due - o->r->scope.now > HOUR))
		return 0;
	state = v.overdue != TK_UNSET ? LATE :
	    v.due - o->r->scope.now <= HOUR ? HOUR_LEFT : TODAY;
	team->count[state]++;
	return add_late(o, p, state, viewer, &v) < 0 ? tk_error_memory(err) :
	    0;
}

/* ---- the tickets -------------------------------------------------------- */

enum {
	ID, STATE, WHEN, OVERDUE, DUE, CLOCK, PRIORITY, CATEGORY, TEAM,
	ASSIGNEE, WHO, CUSTOMER, CONTACT, SUBJECT
};

static const struct tk_grid_column ticket_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"state", "", TK_KIND_WORD, 0, TK_ONLY_DATA},
	{"when", "when", TK_KIND_WORD, 0, TK_ONLY_TEXT},
	{"overdue", "", TK_KIND_COUNT, 0, TK_ONLY_DATA},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"clock", "clock", TK_KIND_WORD, 14, 0},
	{"priority", "priority", TK_KIND_WORD, 10, 0},
	{"category", "category", TK_KIND_WORD, 26, 0},
	{"team", "team", TK_KIND_WORD, 14, 0},
	{"assignee", "", TK_KIND_WORD, 0, TK_ONLY_DATA},
	{"assignee", "assignee", TK_KIND_WORD, 14, TK_ONLY_TEXT},
	{"customer", "customer", TK_KIND_WORD, 14, 0},
	{"contact", "contact", TK_KIND_WORD, 16, 0},
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

/* "+2h05m late", "in 35m". */
static void
put_when(struct tk_sheet *s, struct tk_grid *g, const struct late *l)
{
	char span[TK_WORD_SIZE], word[2 * TK_WORD_SIZE];

	if (l->state == LATE)
		snprintf(word, sizeof word, "+%s late", tk_word_span(span,
		    l->overdue));
	else
		snprintf(word, sizeof word, "in %s", tk_word_span(span,
		    l->due - s->now));
	tk_grid_word(s, g, WHEN, word);
}

static void
put_ticket(struct tk_reporter *r, struct tk_grid *g, const struct late *l)
{
	struct tk_sheet *s = &r->sheet;

	if (tk_grid_row(s, g) < 0)
		return;
	tk_grid_ref(g, ID, l->order.number);
	tk_grid_ref(g, STATE, states[l->state]);
	put_when(s, g, l);
	tk_grid_number(g, OVERDUE, l->overdue);
	tk_grid_number(g, DUE, l->due);
	tk_grid_ref(g, CLOCK, l->clock);
	tk_grid_ref(g, PRIORITY, l->shown[TK_PRIORITY_FIELD]);
	tk_grid_ref(g, CATEGORY, l->shown[TK_CATEGORY_FIELD]);
	tk_grid_ref(g, TEAM, l->shown[TK_TEAM_FIELD]);
	tk_grid_ref(g, ASSIGNEE, l->shown[TK_ASSIGNEE]);
	tk_grid_ref(g, WHO, tk_scope_person(&r->scope,
	    l->shown[TK_ASSIGNEE]));
	tk_grid_ref(g, CUSTOMER, l->shown[TK_CUSTOMER]);
	tk_grid_ref(g, CONTACT, l->contact);
	tk_grid_ref(g, SUBJECT, l->shown[TK_SUBJECT]);
}

static int
worst_first(const void *x, const void *y)
{
	const struct late *a = *(struct late *const *)x;
	const struct late *b = *(struct late *const *)y;

	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return tk_order_compare(&a->order, &b->order);
}

static int
put_tickets(struct overdue *o)
{
	struct tk_sheet *s = &o->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "tickets", NULL, ticket_columns,
	    sizeof ticket_columns / sizeof *ticket_columns);
	size_t i, j, n = 0;
	struct late **all;

	for (i = 0; i < TK_SWEEP_THREADS; i++)
		n += o->part[i].lates;
	all = malloc((n + 1) * sizeof *all);
	if (all == NULL || g == NULL) {
		free(all);
		return -1;
	}
	for (i = n = 0; i < TK_SWEEP_THREADS; i++)
		for (j = 0; j < o->part[i].lates; j++)
			all[n++] = &o->part[i].late[j];
	if (n > 1)
		qsort(all, n, sizeof *all, worst_first);
	for (i = 0; i < n; i++)
		put_ticket(o->r, g, all[i]);
	free(all);
	return 0;
}

/* ---- the teams ---------------------------------------------------------- */

static const struct tk_grid_column team_columns[] = {
	{"team", "team", TK_KIND_WORD, 20, 0},
	{"late", "late", TK_KIND_COUNT, 0, 0},
	{"hour", "hour", TK_KIND_COUNT, 0, 0},
	{"today", "today", TK_KIND_COUNT, 0, 0},
	{"open", "open", TK_KIND_COUNT, 0, 0},
};

static int
most_late(const void *x, const void *y)
{
	const struct team *a = x, *b = y;
	int i;

	for (i = 0; i < STATES; i++)
		if (a->count[i] != b->count[i])
			return a->count[i] > b->count[i] ? -1 : 1;
	if (a->open != b->open)
		return a->open > b->open ? -1 : 1;
	return strcmp(a->name == NULL ? "" : a->name, b->name == NULL ? "" :
	    b->name);
}

/* Adds the teams of all parts to those of the first. */
static int
unite(struct overdue *o)
{
	struct team *t;
	size_t i, j, k;

	for (i = 1; i < TK_SWEEP_THREADS; i++)
		for (j = 0; j < o->part[i].teams; j++) {
			t = team_of(&o->part[0], o->part[i].team[j].name);
			if (t == NULL)
				return -1;
			t->open += o->part[i].team[j].open;
			for (k = 0; k < STATES; k++)
				t->count[k] += o->part[i].team[j].count[k];
		}
	if (o->part[0].teams > 1)
		qsort(o->part[0].team, o->part[0].teams,
		    sizeof *o->part[0].team, most_late);
	return 0;
}

static void
put_team(struct tk_sheet *s, struct tk_grid *g, const char *name,
    const struct team *t)
{
	int i;

	if (tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, 0, name);
	for (i = 0; i < STATES; i++)
		tk_grid_number(g, (size_t)i + 1, t->count[i]);
	tk_grid_number(g, STATES + 1, t->open);
}

static int
put_teams(struct overdue *o)
{
	struct tk_sheet *s = &o->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "teams", "by team",
	    team_columns, sizeof team_columns / sizeof *team_columns);
	struct team sum = {NULL, 0, {0}};
	char at[TK_WORD_SIZE];
	size_t i;
	int k;

	if (g == NULL || unite(o) < 0)
		return -1;
	for (i = 0; i < o->part[0].teams; i++) {
		put_team(s, g, o->part[0].team[i].name, &o->part[0].team[i]);
		sum.open += o->part[0].team[i].open;
		for (k = 0; k < STATES; k++)
			sum.count[k] += o->part[0].team[i].count[k];
	}
	if (o->part[0].teams > 1)
		put_team(s, g, "total", &sum);
	snprintf(s->headline, sizeof s->headline, "overdue at %s: %lld late, "
	    "%lld within the hour, %lld later today, %lld open",
	    tk_word_date(at, s->now, s->zone), (long long)sum.count[LATE],
	    (long long)sum.count[HOUR_LEFT], (long long)sum.count[TODAY],
	    (long long)sum.open);
	return 0;
}

int
tk_report_overdue(struct tk_reporter *r, struct tk_error *err)
{
	struct tk_sweep sweep = {.scope = &r->scope, .closed = r->scope.asof,
	    .since = TK_UNSET, .threads = r->order->query.threads,
	    .each = each};
	struct overdue *o = calloc(1, sizeof *o);
	size_t i;
	int rc;

	if (o == NULL || tk_sheet_parts(&r->sheet, TK_SWEEP_THREADS) < 0) {
		free(o);
		return tk_error_memory(err);
	}
	for (i = 0; i < TK_SWEEP_THREADS; i++)
		o->part[i].arena = &r->sheet.parts[i];
	o->r = r;
	o->midnight = tk_when_day_end(r->scope.rules->zone, r->scope.now);
	r->sheet.commented = 1;
	/* what was not written since is as closed as it was then */
	if (r->scope.asof && !r->scope.session->store->override)
		sweep.since = r->scope.now;
	sweep.data = o;
	rc = tk_sweep_run(&sweep, r->fault, err);
	if (rc == 0 && (put_tickets(o) < 0 || put_teams(o) < 0))
		rc = tk_error_memory(err);
	for (i = 0; i < TK_SWEEP_THREADS; i++) {
		free(o->part[i].late);
		free(o->part[i].team);
		tk_buf_free(&o->part[i].masked);
	}
	free(o);
	return rc;
}
