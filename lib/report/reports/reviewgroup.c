/* reviewgroup.c - problem types, teams, times and answers of a review. */
#include <stdlib.h>
#include <string.h>

#include "review.h"

/* ---- times ----------------------------------------------------------- */

enum { TIME, TIME_TITLE, T_MEDIAN, T_P90, T_MAX, T_N, T_BEFORE, T_BEFORE_N };

static const struct tk_grid_column time_columns[] = {
	{"time", "", TK_KIND_WORD, 0, TK_ONLY_DATA},
	{"", "time", TK_KIND_WORD, 0, TK_ONLY_TEXT},
	{"median", "median", TK_KIND_SPAN, 0, 0},
	{"p90", "p90", TK_KIND_SPAN, 0, 0},
	{"max", "max", TK_KIND_SPAN, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"before", "before", TK_KIND_SPAN, 0, 0},
	{"before_n", "n", TK_KIND_COUNT, 0, 0},
};

static void
put_time(struct tk_sheet *s, struct tk_grid *g, const char *name,
    const char *title, struct tk_dist *now, struct tk_dist *before, int open)
{
	size_t i;

	if (tk_grid_row(s, g) < 0)
		return;
	for (i = T_MEDIAN; open && i <= T_BEFORE; i++)
		if (i != T_N)
			tk_grid_kind(g, i, TK_KIND_OPEN);
	tk_grid_word(s, g, TIME, name);
	tk_grid_word(s, g, TIME_TITLE, title);
	tk_put_ranks(g, T_MEDIAN, now);
	tk_grid_number(g, T_N, (int64_t)now->n);
	tk_put_rank(g, T_BEFORE, before, 50);
	tk_grid_number(g, T_BEFORE_N, (int64_t)before->n);
}

void
tk_review_times(struct tk_review *v)
{
	struct tk_figures *now = &v->all.sum.figures[TK_THIS];
	struct tk_figures *was = &v->all.sum.figures[TK_BEFORE];
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "times", "times from receipt, "
	    "natural and in working time", TK_COLUMNS(time_columns));

	if (g == NULL)
		return;
	g->note = "before: the median of the period before";
	put_time(s, g, "first_reply", "first reply", &now->reply,
	    &was->reply, 0);
	put_time(s, g, "first_reply_work", "  working time",
	    &now->reply_work, &was->reply_work, 1);
	put_time(s, g, "handling", "handling", &now->handling,
	    &was->handling, 0);
	put_time(s, g, "handling_work", "  working time",
	    &now->handling_work, &was->handling_work, 1);
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
	{"resolved", "res.", TK_KIND_COUNT, 0, 0}, \
	{"open", "open", TK_KIND_COUNT, 0, 0}, \
	{"late", "late", TK_KIND_COUNT, 0, 0}, \
	{"resolution", "res. %", TK_KIND_FIGURE, 0, 0}, \
	{"satisfaction", "", TK_KIND_FIGURE, 0, TK_ONLY_DATA}, \
	{"n", "", TK_KIND_COUNT, 0, TK_ONLY_DATA}, \
}

static const struct tk_grid_column category_columns[] =
	GROUP_COLUMNS("category", 30);
static const struct tk_grid_column team_columns[] = GROUP_COLUMNS("team", 20);

static int
most_first(const void *x, const void *y)
{
	const struct tk_group *a = *(struct tk_group *const *)x;
	const struct tk_group *b = *(struct tk_group *const *)y;
	const struct tk_figures *f = &a->figures[TK_THIS];
	const struct tk_figures *g = &b->figures[TK_THIS];

	if (f->in != g->in)
		return f->in > g->in ? -1 : 1;
	if (f->open != g->open)
		return f->open > g->open ? -1 : 1;
	if (a->name == NULL || b->name == NULL)
		return (a->name == NULL) - (b->name == NULL);
	return strcmp(a->name, b->name);
}

/* Did anything happen, or is anything open? */
static int
is_empty(const struct tk_group *g)
{
	return !tk_figures_any(&g->figures[TK_THIS]) &&
	    g->figures[TK_BEFORE].in == 0;
}

static void
put_group(struct tk_sheet *s, struct tk_grid *g, const struct tk_group *x)
{
	const struct tk_figures *f = &x->figures[TK_THIS];
	int64_t before = x->figures[TK_BEFORE].in;

	if (is_empty(x) || tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, GROUP, x->name);
	tk_grid_number(g, IN, f->in);
	tk_grid_number(g, IN_BEFORE, before);
	tk_grid_number(g, IN_CHANGE, f->in - before);
	tk_grid_number(g, CLOSED, f->closed);
	tk_grid_number(g, RESOLVED, f->resolved);
	tk_grid_number(g, OPEN, f->open);
	tk_grid_number(g, LATE, f->late);
	tk_put_share(g, RESOLUTION, tk_figures_resolution(f));
	tk_put_mean(g, SATISFACTION, &f->satisfaction);
	tk_grid_number(g, SURVEYS, f->satisfaction.n);
}

static void
put_groups(struct tk_review *v, struct tk_groups *gs, const char *name,
    const char *title, const struct tk_grid_column *column, size_t columns)
{
	struct tk_grid *g = tk_sheet_add(&v->r->sheet, name, title, column,
	    columns);
	size_t i;

	if (g == NULL)
		return;
	g->chart = TK_CHART_BARS;
	g->chart_label = GROUP;
	g->chart_value = IN;
	if (gs->count > 1)
		qsort(gs->group, gs->count, sizeof *gs->group, most_first);
	for (i = 0; i < gs->count; i++)
		put_group(&v->r->sheet, g, gs->group[i]);
}

void
tk_review_groups(struct tk_review *v)
{
	put_groups(v, &v->all.categories, "categories", "by category",
	    TK_COLUMNS(category_columns));
	put_groups(v, &v->all.teams, "teams", "by team",
	    TK_COLUMNS(team_columns));
}

/* ---- handling by category -------------------------------------------- */

enum { H_GROUP, H_N, H_MEDIAN, H_P90, H_MAX, W_MEDIAN, W_P90, W_MAX };

static const struct tk_grid_column handling_columns[] = {
	{"category", "category", TK_KIND_WORD, 26, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"median", "median", TK_KIND_SPAN, 0, 0},
	{"p90", "p90", TK_KIND_SPAN, 0, 0},
	{"max", "max", TK_KIND_SPAN, 0, 0},
	{"work_median", "work median", TK_KIND_OPEN, 0, 0},
	{"work_p90", "p90", TK_KIND_OPEN, 0, 0},
	{"work_max", "max", TK_KIND_OPEN, 0, 0},
};

static void
put_handling(struct tk_sheet *s, struct tk_grid *g, const char *name,
    struct tk_group *x)
{
	struct tk_figures *f = &x->figures[TK_THIS];

	if (f->handling.n == 0 || tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, H_GROUP, name);
	tk_grid_number(g, H_N, (int64_t)f->handling.n);
	tk_put_ranks(g, H_MEDIAN, &f->handling);
	tk_put_ranks(g, W_MEDIAN, &f->handling_work);
}

/* A row for each category of which there is anything to say, and, of
 * several, one for all. */
static void
put_by_category(struct tk_review *v, struct tk_grid *g,
    void (*put)(struct tk_sheet *, struct tk_grid *, const char *name,
    struct tk_group *))
{
	struct tk_groups *gs = &v->all.categories;
	struct tk_sheet *s = &v->r->sheet;
	size_t i;

	for (i = 0; g != NULL && i < gs->count; i++)
		put(s, g, gs->group[i]->name, gs->group[i]);
	if (g != NULL && g->rows > 1)
		put(s, g, "total", &v->all.sum);
}

void
tk_review_handling(struct tk_review *v)
{
	put_by_category(v, tk_sheet_add(&v->r->sheet, "handling", "handling by "
	    "category: natural, then working time",
	    TK_COLUMNS(handling_columns)), put_handling);
}

/* ---- satisfaction ---------------------------------------------------- */

enum { A_GROUP, A_MEAN, A_N, A_WAS, A_WAS_N };

static const struct tk_grid_column satisfaction_columns[] = {
	{"category", "category", TK_KIND_WORD, 26, 0},
	{"satisfaction", "satisfaction", TK_KIND_FIGURE, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"before", "before", TK_KIND_FIGURE, 0, 0},
	{"before_n", "n", TK_KIND_COUNT, 0, 0},
};

static void
put_satisfaction(struct tk_sheet *s, struct tk_grid *g, const char *name,
    struct tk_group *x)
{
	const struct tk_mean *now = &x->figures[TK_THIS].satisfaction;
	const struct tk_mean *was = &x->figures[TK_BEFORE].satisfaction;

	if (now->n + was->n == 0 || tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, A_GROUP, name);
	tk_put_mean(g, A_MEAN, now);
	tk_grid_number(g, A_N, now->n);
	tk_put_mean(g, A_WAS, was);
	tk_grid_number(g, A_WAS_N, was->n);
}

void
tk_review_satisfaction(struct tk_review *v)
{
	put_by_category(v, tk_sheet_add(&v->r->sheet, "satisfaction",
	    "satisfaction by category", TK_COLUMNS(satisfaction_columns)),
	    put_satisfaction);
}

/* ---- answers --------------------------------------------------------- */

enum { ANSWER, COUNT, PART, A_BEFORE, PART_BEFORE };

static const struct tk_grid_column answer_columns[] = {
	{"answer", "answer", TK_KIND_WORD, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"share", "share %", TK_KIND_FIGURE, 0, 0},
	{"before", "before", TK_KIND_COUNT, 0, 0},
	{"before_share", "share %", TK_KIND_FIGURE, 0, 0},
};

void
tk_review_answers(struct tk_review *v)
{
	int64_t (*n)[TK_ANSWERS] = v->all.answer;
	int64_t now = v->all.sum.figures[TK_THIS].satisfaction.n;
	int64_t was = v->all.sum.figures[TK_BEFORE].satisfaction.n;
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "answers", "satisfaction: what "
	    "customers answered", TK_COLUMNS(answer_columns));
	size_t i;

	if (g == NULL)
		return;
	g->chart = TK_CHART_BARS;
	g->chart_label = ANSWER;
	g->chart_value = COUNT;
	for (i = 0; i < TK_ANSWERS; i++) {
		if (n[TK_THIS][i] + n[TK_BEFORE][i] == 0)
			continue;
		if (tk_grid_row(s, g) < 0)
			return;
		tk_grid_word(s, g, ANSWER, tk_answers[i].word);
		tk_grid_number(g, COUNT, n[TK_THIS][i]);
		tk_put_share(g, PART, (struct tk_share){n[TK_THIS][i], now});
		tk_grid_number(g, A_BEFORE, n[TK_BEFORE][i]);
		tk_put_share(g, PART_BEFORE, (struct tk_share){
		    n[TK_BEFORE][i], was});
	}
}
