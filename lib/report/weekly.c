/* weekly.c - the report `weekly`: its figures as tables. */
#include "weekly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

#define COLUMNS(c) (c), sizeof (c) / sizeof *(c)

/* ---- the figures ----------------------------------------------------- */

enum { FIGURE, TITLE, NOW, N, BEFORE, BEFORE_N, CHANGE };

static const struct tk_grid_column figure_columns[] = {
	{"figure", "", TK_KIND_WORD, 0, TK_ONLY_DATA},
	{"", "figure", TK_KIND_WORD, 0, TK_ONLY_TEXT},
	{"period", "period", TK_KIND_COUNT, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, TK_MAY_BLANK},
	{"before", "before", TK_KIND_COUNT, 0, 0},
	{"before_n", "n", TK_KIND_COUNT, 0, TK_MAY_BLANK},
	{"change", "change", TK_KIND_CHANGE, 0, TK_MAY_BLANK},
};

static int
new_figure(struct tk_sheet *s, struct tk_grid *g, const char *name,
    const char *title)
{
	if (tk_grid_row(s, g) < 0)
		return -1;
	tk_grid_word(s, g, FIGURE, name);
	tk_grid_word(s, g, TITLE, title);
	return 0;
}

static void
put_count(struct tk_sheet *s, struct tk_grid *g, const char *name,
    const char *title, int64_t now, int64_t before)
{
	if (new_figure(s, g, name, title) < 0)
		return;
	tk_grid_number(g, NOW, now);
	tk_grid_number(g, BEFORE, before);
	tk_grid_number(g, CHANGE, now - before);
}

/* A mean, as seconds or as a figure, with how many it is of. */
static void
put_mean(struct tk_grid *g, size_t column, const struct tk_mean *m, int span)
{
	double mean = m->n > 0 ? m->sum / (double)m->n : 0;

	tk_grid_number(g, column + 1, m->n);
	tk_grid_kind(g, column, span ? TK_KIND_SPAN : TK_KIND_FIGURE);
	if (m->n > 0 && span)
		tk_grid_number(g, column, (int64_t)(mean + 0.5));
	else if (m->n > 0)
		tk_grid_figure(g, column, mean);
}

static void
put_means(struct tk_sheet *s, struct tk_grid *g, const char *name,
    const char *title, const struct tk_mean *now,
    const struct tk_mean *before, int span)
{
	if (new_figure(s, g, name, title) < 0)
		return;
	put_mean(g, NOW, now, span);
	put_mean(g, BEFORE, before, span);
}

static void
put_rate(struct tk_grid *g, size_t column, const struct tk_tally *t)
{
	tk_grid_kind(g, column, TK_KIND_FIGURE);
	if (tk_tally_resolution(t) >= 0)
		tk_grid_figure(g, column, tk_tally_resolution(t));
}

static void
put_figures(struct tk_weekly *w)
{
	const struct tk_tally *t = &w->sum[TK_THIS], *b = &w->sum[TK_BEFORE];
	struct tk_sheet *s = &w->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "figures", "figures",
	    COLUMNS(figure_columns));

	if (g == NULL)
		return;
	put_count(s, g, "in", "in", t->in, b->in);
	put_count(s, g, "closed", "closed", t->closed, b->closed);
	put_count(s, g, "resolved", "resolved", t->resolved, b->resolved);
	put_count(s, g, "reopened", "reopened", t->reopened, b->reopened);
	put_count(s, g, "open", "open at the end", t->open, b->open);
	put_count(s, g, "late", "late at the end", t->late, b->late);
	if (new_figure(s, g, "resolution", "resolution %") == 0) {
		put_rate(g, NOW, t);
		tk_grid_number(g, N, t->resolved + t->late);
		put_rate(g, BEFORE, b);
		tk_grid_number(g, BEFORE_N, b->resolved + b->late);
	}
	put_means(s, g, "satisfaction", "satisfaction", &t->satisfaction,
	    &b->satisfaction, 0);
	put_means(s, g, "first_reply", "first reply", &t->reply, &b->reply,
	    1);
	put_means(s, g, "handling", "handling", &t->handling, &b->handling,
	    1);
}

/* ---- by category, by team -------------------------------------------- */

enum {
	GROUP, IN, IN_BEFORE, IN_CHANGE, CLOSED, RESOLVED, OPEN, LATE,
	RESOLUTION, SATISFACTION, SURVEYS
};

#define GROUP_COLUMNS(name, most) { \
	{name, name, TK_KIND_WORD, most, 0}, \
	{"in", "in", TK_KIND_COUNT, 0, 0}, \
	{"before", "before", TK_KIND_COUNT, 0, 0}, \
	{"change", "change", TK_KIND_CHANGE, 0, 0}, \
	{"closed", "closed", TK_KIND_COUNT, 0, 0}, \
	{"resolved", "resolved", TK_KIND_COUNT, 0, 0}, \
	{"open", "open", TK_KIND_COUNT, 0, 0}, \
	{"late", "late", TK_KIND_COUNT, 0, 0}, \
	{"resolution", "resolution %", TK_KIND_FIGURE, 0, 0}, \
	{"satisfaction", "satisfaction", TK_KIND_FIGURE, 0, 0}, \
	{"n", "n", TK_KIND_COUNT, 0, 0}, \
}

static const struct tk_grid_column category_columns[] =
	GROUP_COLUMNS("category", 30);
static const struct tk_grid_column team_columns[] = GROUP_COLUMNS("team", 20);

static int
most_first(const void *x, const void *y)
{
	const struct tk_group *a = x, *b = y;

	if (a->tally[TK_THIS].in != b->tally[TK_THIS].in)
		return a->tally[TK_THIS].in > b->tally[TK_THIS].in ? -1 : 1;
	if (a->tally[TK_THIS].open != b->tally[TK_THIS].open)
		return a->tally[TK_THIS].open > b->tally[TK_THIS].open ?
		    -1 : 1;
	if (a->name == NULL || b->name == NULL)
		return (a->name == NULL) - (b->name == NULL);
	return strcmp(a->name, b->name);
}

/* Did anything happen, or is anything open? */
static int
is_empty(const struct tk_group *g)
{
	const struct tk_tally *t = &g->tally[TK_THIS];

	return t->in == 0 && t->closed == 0 && t->reopened == 0 &&
	    t->open == 0 && t->satisfaction.n == 0 &&
	    g->tally[TK_BEFORE].in == 0;
}

static void
put_group(struct tk_sheet *s, struct tk_grid *g, const struct tk_group *x)
{
	const struct tk_tally *t = &x->tally[TK_THIS];
	int64_t before = x->tally[TK_BEFORE].in;

	if (is_empty(x) || tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, GROUP, x->name);
	tk_grid_number(g, IN, t->in);
	tk_grid_number(g, IN_BEFORE, before);
	tk_grid_number(g, IN_CHANGE, t->in - before);
	tk_grid_number(g, CLOSED, t->closed);
	tk_grid_number(g, RESOLVED, t->resolved);
	tk_grid_number(g, OPEN, t->open);
	tk_grid_number(g, LATE, t->late);
	put_rate(g, RESOLUTION, t);
	put_mean(g, SATISFACTION, &t->satisfaction, 0);
}

static void
put_groups(struct tk_weekly *w, struct tk_groups *gs, const char *name,
    const char *title, const struct tk_grid_column *column, size_t columns)
{
	struct tk_grid *g = tk_sheet_add(&w->r->sheet, name, title, column,
	    columns);
	size_t i;

	if (g == NULL)
		return;
	if (gs->count > 1)
		qsort(gs->group, gs->count, sizeof *gs->group, most_first);
	for (i = 0; i < gs->count; i++)
		put_group(&w->r->sheet, g, &gs->group[i]);
}

/* ---- clocks ---------------------------------------------------------- */

enum {
	CLOCK, MET, BREACHED, JUDGED, RATE, RATE_BEFORE, MINUTES, STOPPED
};

static const struct tk_grid_column clock_columns[] = {
	{"clock", "clock", TK_KIND_WORD, 0, 0},
	{"met", "met", TK_KIND_COUNT, 0, 0},
	{"breached", "breached", TK_KIND_COUNT, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"rate", "met %", TK_KIND_FIGURE, 0, 0},
	{"before", "before %", TK_KIND_FIGURE, 0, 0},
	{"minutes", "minutes", TK_KIND_FIGURE, 0, 0},
	{"stopped", "n", TK_KIND_COUNT, 0, 0},
};

static int
by_name(const void *x, const void *y)
{
	const struct tk_clock_group *a = x, *b = y;

	return strcmp(a->name, b->name);
}

static void
put_clocks(struct tk_weekly *w)
{
	struct tk_sheet *s = &w->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "clocks", "clocks",
	    COLUMNS(clock_columns));
	const struct tk_clock_tally *t, *b;
	size_t i;

	if (w->clocks > 1)
		qsort(w->clock, w->clocks, sizeof *w->clock, by_name);
	for (i = 0; g != NULL && i < w->clocks; i++) {
		if (tk_grid_row(s, g) < 0)
			return;
		t = &w->clock[i].tally[TK_THIS];
		b = &w->clock[i].tally[TK_BEFORE];
		tk_grid_word(s, g, CLOCK, w->clock[i].name);
		tk_grid_number(g, MET, t->met);
		tk_grid_number(g, BREACHED, t->breached);
		tk_grid_number(g, JUDGED, t->met + t->breached);
		if (t->met + t->breached > 0)
			tk_grid_figure(g, RATE, tk_tally_rate(t));
		put_mean(g, MINUTES, &t->minutes, 0);
		if (b->met + b->breached > 0)
			tk_grid_figure(g, RATE_BEFORE, tk_tally_rate(b));
	}
}

/* ---- the oldest ------------------------------------------------------ */

enum { ID, AGE, CREATED, STATUS, ASSIGNEE, CATEGORY, SUBJECT };

static const struct tk_grid_column oldest_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"age", "age", TK_KIND_SPAN, 0, 0},
	{"created", "created", TK_KIND_TIME, 0, 0},
	{"status", "status", TK_KIND_WORD, 0, 0},
	{"assignee", "assignee", TK_KIND_WORD, 14, 0},
	{"category", "category", TK_KIND_WORD, 26, 0},
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

static void
put_oldest(struct tk_weekly *w)
{
	struct tk_sheet *s = &w->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "oldest", "oldest of those open "
	    "at the end, as they are now", COLUMNS(oldest_columns));
	int64_t end = w->period.to < s->now ? w->period.to : s->now;
	const struct tk_oldest *o;
	size_t i;

	for (i = 0; g != NULL && i < w->old; i++) {
		if (tk_grid_row(s, g) < 0)
			return;
		o = &w->oldest[i];
		tk_grid_word(s, g, ID, o->number);
		tk_grid_number(g, AGE, end - o->created);
		tk_grid_number(g, CREATED, o->created);
		tk_grid_word(s, g, STATUS, o->status);
		tk_grid_word(s, g, ASSIGNEE, o->assignee);
		tk_grid_word(s, g, CATEGORY, o->category);
		tk_grid_word(s, g, SUBJECT, o->subject);
	}
}

/* ---- all ------------------------------------------------------------- */

static int
fill(struct tk_weekly *w, struct tk_error *err)
{
	struct tk_sheet *s = &w->r->sheet;
	char from[TK_WORD_SIZE], to[TK_WORD_SIZE];

	snprintf(s->headline, sizeof s->headline, "weekly %s: %s to %s%s",
	    w->period.name, tk_word_date(from, s->from, s->zone),
	    tk_word_date(to, s->to - 1, s->zone),
	    s->to > s->now ? ", not over yet" : "");
	put_figures(w);
	put_groups(w, &w->categories, "categories", "by category",
	    COLUMNS(category_columns));
	put_groups(w, &w->teams, "teams", "by team", COLUMNS(team_columns));
	put_clocks(w);
	tk_targets_put(w);
	put_oldest(w);
	return s->failed ? tk_error_memory(err) : 0;
}

int
tk_report_weekly(struct tk_reporter *r, struct tk_error *err)
{
	struct tk_weekly *w = calloc(1, sizeof *w);
	int rc;

	if (w == NULL)
		return tk_error_memory(err);
	w->r = r;
	w->period = r->period;
	rc = tk_weekly_collect(w, err);
	if (rc == 0)
		rc = fill(w, err);
	tk_weekly_free(w);
	free(w);
	return rc;
}
