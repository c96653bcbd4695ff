/* overduegrid.c - the report `overdue` as tables: tickets, then teams. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/format/mask.h"
#include "overdue.h"
#include "report/format/words.h"

static const char *const states[] = {"late", "hour", "today"};

/* ---- the tickets ----------------------------------------------------- */

enum {
	ID, STATE, WHEN, OVERDUE, DUE, CLOCK, PRIORITY, CATEGORY, TEAM,
	ASSIGNEE, WHO, REACH, CUSTOMER, CONTACT, SUBJECT, TICKET_COLUMNS
};

static const struct tk_grid_column ticket_columns[TICKET_COLUMNS] = {
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
	{"assignee_contact", "reach", TK_KIND_WORD, 16, 0},
	{"customer", "customer", TK_KIND_WORD, 14, 0},
	{"contact", "contact", TK_KIND_WORD, 16, 0},
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

/* "+2h05m late", "in 35m". */
static void
put_when(struct tk_sheet *s, struct tk_grid *g, const struct tk_late *l)
{
	char span[TK_WORD_SIZE], word[2 * TK_WORD_SIZE];

	if (l->state == TK_LATE)
		snprintf(word, sizeof word, "+%s late", tk_word_span(span,
		    l->overdue));
	else
		snprintf(word, sizeof word, "in %s", tk_word_span(span,
		    l->due - s->now));
	tk_grid_word(s, g, WHEN, word);
}

/* Who a ticket is with: looked up once for all of theirs. */
struct handler {
	const char *assignee, *team;
	const char *name, *reach;
};

struct handlers {
	struct tk_reporter *r;
	struct handler *handler;
	size_t count, last;
};

static int
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* How to reach the assignee; of a team, its head. */
static const char *
reach_of(struct tk_reporter *r, const char *assignee, const char *team)
{
	const struct tk_staff *staff = &r->scope.rules->staff;
	const struct tk_person *p = assignee == NULL ? NULL :
	    tk_staff_find(staff, assignee);
	const struct tk_team *t = NULL;
	struct tk_buf b = TK_BUF_INIT;
	const char *reach = NULL;

	if (p == NULL && assignee != NULL)
		t = tk_team_find(staff, assignee);
	if (p == NULL && t == NULL && team != NULL)
		t = tk_team_find(staff, team);
	if (t != NULL)
		p = tk_staff_find(staff, t->head);
	if (p == NULL || p->contact[0] == '\0')
		return NULL;
	if (r->order->query.unmask)
		return p->contact;
	tk_mask_contact(&b, p->contact, strlen(p->contact));
	if (!b.failed)
		reach = tk_arena_copy(&r->sheet.arena, b.data, b.len);
	r->sheet.failed |= reach == NULL;
	tk_buf_free(&b);
	return reach;
}

/* NULL: no memory. */
static const struct handler *
find_handler(struct handlers *hs, const struct tk_late *l)
{
	const char *assignee = l->shown[TK_ASSIGNEE];
	const char *team = l->shown[TK_TEAM_FIELD];
	struct handler *h;
	size_t i, n;

	for (n = 0; n < hs->count; n++) {	/* neighbours are alike */
		i = (hs->last + n) % hs->count;
		h = &hs->handler[i];
		if (same(h->assignee, assignee) && same(h->team, team)) {
			hs->last = i;
			return h;
		}
	}
	h = realloc(hs->handler, (hs->count + 1) * sizeof *h);
	if (h == NULL)
		return NULL;
	hs->handler = h;
	hs->last = hs->count;
	h += hs->count++;
	*h = (struct handler){assignee, team, tk_scope_person(&hs->r->scope,
	    assignee), reach_of(hs->r, assignee, team)};
	return h;
}

static void
put_handler(struct handlers *hs, struct tk_grid *g, const struct tk_late *l)
{
	const struct handler *h;

	if (hs->r->scope.rules->staff.persons == 0) {
		tk_grid_ref(g, WHO, l->shown[TK_ASSIGNEE]);
		return;
	}
	h = find_handler(hs, l);
	hs->r->sheet.failed |= h == NULL;
	if (h == NULL)
		return;
	tk_grid_ref(g, WHO, h->name);
	tk_grid_ref(g, REACH, h->reach);
}

static void
put_ticket(struct handlers *hs, struct tk_grid *g, const struct tk_late *l)
{
	struct tk_reporter *r = hs->r;
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
	put_handler(hs, g, l);
	tk_grid_ref(g, CUSTOMER, l->shown[TK_CUSTOMER]);
	tk_grid_ref(g, CONTACT, l->contact);
	tk_grid_ref(g, SUBJECT, l->shown[TK_SUBJECT]);
}

/* A column that would be empty is left out of text: nobody's contact is in
 * staff.csv. NULL: no memory. */
static const struct tk_grid_column *
columns_for(struct tk_sheet *s, const struct tk_staff *staff)
{
	struct tk_grid_column *own;
	size_t i;

	for (i = 0; i < staff->persons; i++)
		if (staff->person[i].contact[0] != '\0')
			return ticket_columns;
	own = tk_arena_alloc(&s->arena, sizeof ticket_columns);
	if (own == NULL)
		return NULL;
	memcpy(own, ticket_columns, sizeof ticket_columns);
	own[REACH].flags |= TK_ONLY_DATA;
	return own;
}

static struct tk_grid *
add_grid(struct tk_overdue *o)
{
	struct tk_sheet *s = &o->r->sheet;
	const struct tk_grid_column *columns = columns_for(s,
	    &o->r->scope.rules->staff);

	return columns == NULL ? NULL : tk_sheet_add(s, "tickets", NULL,
	    columns, TICKET_COLUMNS);
}

static int
put_tickets(struct tk_overdue *o)
{
	struct handlers hs = {.r = o->r};
	struct tk_grid *g = add_grid(o);
	struct tk_late **all;
	size_t i, n;

	if (g == NULL || (all = tk_overdue_list(o, &n)) == NULL)
		return -1;
	tk_grid_reserve(g, n);
	g->tickets = 1;
	for (i = 0; i < n; i++)
		put_ticket(&hs, g, all[i]);
	free(hs.handler);
	free(all);
	return 0;
}

/* ---- the teams ------------------------------------------------------- */

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
	const struct tk_late_team *a = x, *b = y;
	int i;

	for (i = 0; i < TK_LATE_STATES; i++)
		if (a->count[i] != b->count[i])
			return a->count[i] > b->count[i] ? -1 : 1;
	if (a->open != b->open)
		return a->open > b->open ? -1 : 1;
	return strcmp(a->name == NULL ? "" : a->name, b->name == NULL ? "" :
	    b->name);
}

/* Adds the teams of all parts to those of the first. */
int
tk_overdue_unite(struct tk_overdue *o)
{
	struct tk_late_team *t;
	size_t i, j, k;

	for (i = 1; i < TK_SWEEP_THREADS; i++)
		for (j = 0; j < o->part[i].teams; j++) {
			t = tk_late_team(&o->part[0], o->part[i].team[j].name);
			if (t == NULL)
				return -1;
			t->open += o->part[i].team[j].open;
			for (k = 0; k < TK_LATE_STATES; k++)
				t->count[k] += o->part[i].team[j].count[k];
		}
	if (o->part[0].teams > 1)
		qsort(o->part[0].team, o->part[0].teams,
		    sizeof *o->part[0].team, most_late);
	return 0;
}

static void
put_team(struct tk_sheet *s, struct tk_grid *g, const char *name,
    const struct tk_late_team *t)
{
	int i;

	if (tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, 0, name);
	for (i = 0; i < TK_LATE_STATES; i++)
		tk_grid_number(g, (size_t)i + 1, t->count[i]);
	tk_grid_number(g, TK_LATE_STATES + 1, t->open);
}

static int
put_teams(struct tk_overdue *o)
{
	struct tk_sheet *s = &o->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "teams", "by team",
	    team_columns, sizeof team_columns / sizeof *team_columns);
	struct tk_late_team sum = {NULL, 0, {0}};
	char at[TK_WORD_SIZE];
	size_t i;
	int k;

	if (g == NULL || tk_overdue_unite(o) < 0)
		return -1;
	for (i = 0; i < o->part[0].teams; i++) {
		put_team(s, g, o->part[0].team[i].name, &o->part[0].team[i]);
		sum.open += o->part[0].team[i].open;
		for (k = 0; k < TK_LATE_STATES; k++)
			sum.count[k] += o->part[0].team[i].count[k];
	}
	if (o->part[0].teams > 1)
		put_team(s, g, "total", &sum);
	o->r->fine = sum.count[TK_LATE] == 0;
	snprintf(s->headline, sizeof s->headline, "overdue at %s: %lld late, "
	    "%lld within the hour, %lld later today, %lld open",
	    tk_word_date(at, s->now, s->zone), (long long)sum.count[TK_LATE],
	    (long long)sum.count[TK_LATE_HOUR],
	    (long long)sum.count[TK_LATE_TODAY], (long long)sum.open);
	return 0;
}

int
tk_overdue_fill(struct tk_overdue *o)
{
	return put_tickets(o) < 0 || put_teams(o) < 0 ? -1 : 0;
}
