/* daily.c - the report `daily`: what came in on a day, what was done, what is
 * open, and of that late and due, by team. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "report/format/words.h"

/* The lists. A ticket may stand in several. */
enum { IN, DONE, LATE, DUE, OPEN, OWED, LISTS };

enum {
	ID, TIME, WHEN, CLOCK, LABEL, PRIORITY, CATEGORY, TEAM, ASSIGNEE, WHO,
	SUBJECT
};

#define NONE {"", "", TK_KIND_WORD, 0, TK_ONLY_DATA | TK_ONLY_TEXT}

#define COMMON \
	{"priority", "priority", TK_KIND_WORD, 8, 0}, \
	TK_DATA_WORD("category"), \
	TK_DATA_WORD("team"), \
	TK_DATA_WORD("assignee"), \
	TK_TEXT_WORD("assignee", 12), \
	{"subject", "subject", TK_KIND_WORD, 0, 0}

static const struct tk_grid_column in_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"created", "created", TK_KIND_TIME, 0, 0},
	NONE,
	NONE,
	NONE,
	COMMON,
};

static const struct tk_grid_column done_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"closed", "closed", TK_KIND_TIME, 0, 0},
	{"result", "result", TK_KIND_WORD, 11, 0},
	NONE,
	NONE,
	COMMON,
};

static const struct tk_grid_column late_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"overdue", "late by", TK_KIND_SPAN, 0, 0},
	{"clock", "clock", TK_KIND_WORD, 11, 0},
	NONE,
	COMMON,
};

static const struct tk_grid_column due_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"left", "left", TK_KIND_SPAN, 0, 0},
	{"clock", "clock", TK_KIND_WORD, 11, 0},
	NONE,
	COMMON,
};

static const struct tk_grid_column open_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"created", "created", TK_KIND_TIME, 0, 0},
	{"age", "age", TK_KIND_SPAN, 0, 0},
	TK_DATA_WORD("status"),
	TK_TEXT_WORD("status", 8),
	COMMON,
};

static const struct tk_grid_column owed_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"left", "left", TK_KIND_SPAN, 0, 0},
	{"clock", "clock", TK_KIND_WORD, 11, 0},
	NONE,
	COMMON,
};

static const struct tk_entry_table tables[LISTS] = {
	TK_ENTRY_TABLE("in", "came in", in_columns),
	TK_ENTRY_TABLE("done", "done", done_columns),
	TK_ENTRY_TABLE("late", "late", late_columns),
	TK_ENTRY_TABLE("due", "due later today", due_columns),
	TK_ENTRY_TABLE("open", "open", open_columns),
	TK_ENTRY_TABLE("owed", "closed, but something is owed", owed_columns),
};

/* ---- tickets --------------------------------------------------------- */

static struct tk_entry *
add(struct tk_found *f, unsigned list, int64_t time)
{
	struct tk_entry *e = tk_found_add(f, list, 0, time);

	tk_found_id(f, e, ID);
	tk_found_number(e, TIME, time);
	tk_found_field(f, e, PRIORITY, "priority");
	tk_found_field(f, e, CATEGORY, "category");
	tk_found_field(f, e, TEAM, "team");
	tk_found_field(f, e, ASSIGNEE, "assignee");
	tk_found_person(f, e, WHO, f->view.shown[TK_ASSIGNEE]);
	tk_found_field(f, e, SUBJECT, "subject");
	return e;
}

static int
within(const struct tk_found *f, int64_t t)
{
	const struct tk_period *p = &f->all->r->period;

	return t != TK_UNSET && t >= p->from && t < p->to;
}

/* What is late, or will be before the day ends. Of what is open as `overdue`
 * has it; a closed ticket may still owe a post-mortem. */
static void
add_due(struct tk_found *f)
{
	const struct tk_view *v = &f->view;
	int late = v->overdue != TK_UNSET, list = late ? LATE : DUE;
	struct tk_entry *e;

	if (v->due == TK_UNSET || (!late && v->due >= f->all->r->period.to))
		return;
	if (v->status == TK_CLOSED)
		list = OWED;
	e = add(f, (unsigned)list, v->due);
	tk_found_number(e, WHEN, list == LATE ? v->overdue :
	    v->due - f->all->r->scope.now);
	tk_found_word(f, e, CLOCK, "id", v->next_clock);
}

static void
each(struct tk_found *f)
{
	const struct tk_scope *s = &f->all->r->scope;
	const struct tk_view *v = &f->view;
	struct tk_entry *e;

	if (within(f, v->created))
		add(f, IN, v->created);
	if (within(f, v->closed)) {
		e = add(f, DONE, v->closed);
		tk_found_field(f, e, WHEN, "result");
	}
	add_due(f);
	if (v->status == TK_CLOSED || (v->created != TK_UNSET &&
	    v->created > s->now))
		return;
	e = add(f, OPEN, v->created);
	if (v->created != TK_UNSET)
		tk_found_number(e, WHEN, s->now - v->created);
	tk_found_ref(e, CLOCK, tk_status_name(v->status));
	tk_found_ref(e, LABEL, tk_scope_status(s, v->status));
}

/* ---- teams ----------------------------------------------------------- */

/* How many rows of each list a team has. */
struct team {
	const char *name;	/* NULL: none */
	int64_t count[LISTS];
};

struct teams {
	struct team *team;
	size_t count;
};

static struct team *
team_of(struct teams *ts, const char *name)
{
	struct team *grown;
	size_t i;

	for (i = 0; i < ts->count; i++)
		if (name == NULL || ts->team[i].name == NULL ?
		    ts->team[i].name == name :
		    strcmp(ts->team[i].name, name) == 0)
			return &ts->team[i];
	grown = realloc(ts->team, (ts->count + 1) * sizeof *grown);
	if (grown == NULL)
		return NULL;
	ts->team = grown;
	ts->team[ts->count] = (struct team){.name = name};
	return &ts->team[ts->count++];
}

static int
count_teams(struct teams *ts, const struct tk_entries *all)
{
	const struct tk_grid_cell *c;
	struct team *t;
	size_t i, list;

	for (list = 0; list < LISTS; list++)
		for (i = 0; i < all->count[list]; i++) {
			c = &all->list[list][i]->cell[TEAM];
			t = team_of(ts, c->set ? c->is.word : NULL);
			if (t == NULL)
				return -1;
			t->count[list]++;
		}
	return 0;
}

/* The most late first, then who has most open. */
static int
compare(const void *x, const void *y)
{
	const struct team *a = x, *b = y;

	if (a->count[LATE] != b->count[LATE])
		return a->count[LATE] > b->count[LATE] ? -1 : 1;
	if (a->count[OPEN] != b->count[OPEN])
		return a->count[OPEN] > b->count[OPEN] ? -1 : 1;
	return strcmp(a->name == NULL ? "" : a->name, b->name == NULL ? "" :
	    b->name);
}

static const struct tk_grid_column team_columns[] = {
	{"team", "team", TK_KIND_WORD, 20, 0},
	{"in", "in", TK_KIND_COUNT, 0, 0},
	{"done", "done", TK_KIND_COUNT, 0, 0},
	{"late", "late", TK_KIND_COUNT, 0, 0},
	{"due", "due", TK_KIND_COUNT, 0, 0},
	{"open", "open", TK_KIND_COUNT, 0, 0},
	{"owed", "owed", TK_KIND_COUNT, 0, 0},
};

static void
put_team(struct tk_sheet *s, struct tk_grid *g, const char *name,
    const int64_t *count)
{
	size_t i;

	if (tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, 0, name);
	for (i = 0; i < LISTS; i++)
		tk_grid_number(g, i + 1, count[i]);
}

static int
put_teams(struct tk_entries *all)
{
	struct tk_sheet *s = &all->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "teams", "by team", team_columns,
	    sizeof team_columns / sizeof *team_columns);
	int64_t sum[LISTS];
	struct teams ts = {0};
	size_t i;
	int rc;

	rc = g == NULL ? -1 : count_teams(&ts, all);
	if (ts.count > 1)
		qsort(ts.team, ts.count, sizeof *ts.team, compare);
	for (i = 0; rc == 0 && i < ts.count; i++)
		put_team(s, g, ts.team[i].name, ts.team[i].count);
	for (i = 0; i < LISTS; i++)
		sum[i] = (int64_t)all->count[i];
	if (rc == 0 && ts.count > 1)
		put_team(s, g, "total", sum);
	free(ts.team);
	return rc;
}

/* ---- all ------------------------------------------------------------- */

static int
fill(struct tk_entries *all)
{
	struct tk_sheet *s = &all->r->sheet;
	char at[TK_WORD_SIZE];
	size_t i, n;

	snprintf(s->headline, sizeof s->headline, "daily %s at %s: %zu in, "
	    "%zu done, %zu late, %zu due later today, %zu open", s->period,
	    tk_word_date(at, s->now, s->zone), all->count[IN],
	    all->count[DONE], all->count[LATE], all->count[DUE],
	    all->count[OPEN]);
	n = strlen(s->headline);
	if (all->count[OWED] > 0)
		snprintf(s->headline + n, sizeof s->headline - n, ", %zu owed",
		    all->count[OWED]);
	s->title = "Daily report";
	all->r->fine = all->count[LATE] + all->count[DUE] +
	    all->count[OWED] == 0;
	if (put_teams(all) < 0)
		return -1;
	for (i = 0; i < LISTS; i++)
		if (tk_entries_put(all, i) == NULL)
			return -1;
	return 0;
}

int
tk_report_daily(struct tk_reporter *r, struct tk_error *err)
{
	struct tk_entries all = {.r = r, .table = tables, .tables = LISTS,
	    .each = each};
	int rc;

	rc = tk_entries_collect(&all, 1, r->period.from, err);
	if (rc == 0 && fill(&all) < 0)
		rc = tk_error_memory(err);
	tk_entries_free(&all);
	return rc;
}
