#include "review.h"

#include <stdio.h>
#include <string.h>

#include "report/format/words.h"

/* ---- cells ----------------------------------------------------------- */

void
tk_put_share(struct tk_grid *g, size_t column, struct tk_share s)
{
	tk_grid_kind(g, column, TK_KIND_FIGURE);
	if (s.n > 0)
		tk_grid_figure(g, column, tk_share_value(&s));
}

void
tk_put_mean(struct tk_grid *g, size_t column, const struct tk_mean *m)
{
	tk_grid_kind(g, column, TK_KIND_FIGURE);
	if (m->n > 0)
		tk_grid_figure(g, column, tk_mean_value(m));
}

void
tk_put_rank(struct tk_grid *g, size_t column, struct tk_dist *d,
    unsigned percent)
{
	if (d->n > 0)
		tk_grid_number(g, column, tk_dist_rank(d, percent));
}

void
tk_put_ranks(struct tk_grid *g, size_t column, struct tk_dist *d)
{
	tk_put_rank(g, column, d, 50);
	tk_put_rank(g, column + 1, d, 90);
	tk_put_rank(g, column + 2, d, 100);
}

/* ---- headline figures ------------------------------------------------ */

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

/* Where the rows go. */
struct table {
	struct tk_sheet *s;
	struct tk_grid *g;
};

static int
new_row(struct table *t, const char *name, const char *title)
{
	if (tk_grid_row(t->s, t->g) < 0)
		return -1;
	tk_grid_word(t->s, t->g, FIGURE, name);
	tk_grid_word(t->s, t->g, TITLE, title);
	return 0;
}

static void
put_count(struct table *t, const char *name, const char *title, int64_t now,
    int64_t before)
{
	if (new_row(t, name, title) < 0)
		return;
	tk_grid_number(t->g, NOW, now);
	tk_grid_number(t->g, BEFORE, before);
	tk_grid_number(t->g, CHANGE, now - before);
}

/* The change of a figure, if there are both. */
static void
put_change(struct table *t)
{
	const struct tk_grid_cell *now = tk_grid_at(t->g, t->g->rows - 1, NOW);
	const struct tk_grid_cell *was = tk_grid_at(t->g, t->g->rows - 1,
	    BEFORE);

	if (!now->set || !was->set)
		return;
	if (now->kind == TK_KIND_FIGURE) {
		tk_grid_kind(t->g, CHANGE, TK_KIND_HIGHER);
		tk_grid_figure(t->g, CHANGE, now->is.figure - was->is.figure);
	} else {
		tk_grid_kind(t->g, CHANGE, TK_KIND_LONGER);
		tk_grid_number(t->g, CHANGE, now->is.n - was->is.n);
	}
}

static void
put_shares(struct table *t, const char *name, const char *title,
    struct tk_share now, struct tk_share before)
{
	if (new_row(t, name, title) < 0)
		return;
	tk_put_share(t->g, NOW, now);
	tk_grid_number(t->g, N, now.n);
	tk_put_share(t->g, BEFORE, before);
	tk_grid_number(t->g, BEFORE_N, before.n);
	put_change(t);
}

static void
put_means(struct table *t, const char *name, const char *title,
    const struct tk_mean *now, const struct tk_mean *before)
{
	if (new_row(t, name, title) < 0)
		return;
	tk_put_mean(t->g, NOW, now);
	tk_grid_number(t->g, N, now->n);
	tk_put_mean(t->g, BEFORE, before);
	tk_grid_number(t->g, BEFORE_N, before->n);
	put_change(t);
}

static void
put_medians(struct table *t, const char *name, const char *title,
    struct tk_dist *now, struct tk_dist *before)
{
	if (new_row(t, name, title) < 0)
		return;
	tk_grid_kind(t->g, NOW, TK_KIND_SPAN);
	tk_grid_kind(t->g, BEFORE, TK_KIND_SPAN);
	tk_put_rank(t->g, NOW, now, 50);
	tk_grid_number(t->g, N, (int64_t)now->n);
	tk_put_rank(t->g, BEFORE, before, 50);
	tk_grid_number(t->g, BEFORE_N, (int64_t)before->n);
	put_change(t);
}

static struct tk_share
first_contact(const struct tk_figures *f)
{
	return (struct tk_share){f->first_contact, f->resolved};
}

static void
put_rates(struct table *t, struct tk_figures *now, struct tk_figures *was)
{
	put_shares(t, "resolution", "resolution %",
	    tk_figures_resolution(now), tk_figures_resolution(was));
	put_shares(t, "clocks", "clocks met %", now->clocks, was->clocks);
	put_means(t, "satisfaction", "satisfaction", &now->satisfaction,
	    &was->satisfaction);
	put_medians(t, "first_reply", "first reply, median", &now->reply,
	    &was->reply);
	put_medians(t, "handling", "handling, median", &now->handling,
	    &was->handling);
	put_shares(t, "first_contact", "first contact %", first_contact(now),
	    first_contact(was));
	put_shares(t, "updates", "timely updates %", now->updates,
	    was->updates);
	put_means(t, "quality", "quality", &now->quality, &was->quality);
}

void
tk_review_figures(struct tk_review *v)
{
	struct tk_figures *now = &v->all.sum.figures[TK_THIS];
	struct tk_figures *was = &v->all.sum.figures[TK_BEFORE];
	struct tk_sheet *s = &v->r->sheet;
	struct table t = {s, tk_sheet_add(s, "figures", "figures",
	    TK_COLUMNS(figure_columns))};

	if (t.g == NULL)
		return;
	t.g->chart = TK_CHART_TILES;
	t.g->chart_label = TITLE;
	t.g->chart_value = NOW;
	t.g->chart_more[0] = BEFORE;
	t.g->chart_more[1] = CHANGE;
	put_count(&t, "in", "in", now->in, was->in);
	put_count(&t, "closed", "closed", now->closed, was->closed);
	put_count(&t, "resolved", "resolved", now->resolved, was->resolved);
	put_count(&t, "reopened", "reopened", now->reopened, was->reopened);
	put_count(&t, "open", "open at the end", now->open, was->open);
	put_count(&t, "late", "late at the end", now->late, was->late);
	put_rates(&t, now, was);
}

/* ---- all ------------------------------------------------------------- */

static void
put_headline(struct tk_review *v)
{
	struct tk_sheet *s = &v->r->sheet;
	char from[TK_WORD_SIZE], to[TK_WORD_SIZE];

	snprintf(s->headline, sizeof s->headline, "%s %s: %s to %s%s", s->name,
	    v->r->period.name, tk_word_date(from, s->from, s->zone),
	    tk_word_date(to, s->to - 1, s->zone),
	    s->to > s->now ? ", not over yet" : "");
	s->title = strcmp(s->name, "weekly") == 0 ? "Weekly review" :
	    strcmp(s->name, "monthly") == 0 ? "Monthly review" : "Review";
}

static int
fill(struct tk_review *v, struct tk_error *err)
{
	put_headline(v);
	tk_review_figures(v);
	tk_review_times(v);
	tk_review_days(v);
	tk_review_groups(v);
	tk_review_clocks(v);
	tk_review_handling(v);
	tk_review_satisfaction(v);
	tk_review_answers(v);
	tk_review_bottlenecks(v);
	tk_review_repeated(v);
	tk_review_missing(v);
	tk_review_measures(v);
	tk_review_targets(v);
	tk_review_arrivals(v);
	tk_review_ageing(v);
	tk_review_oldest(v);
	return v->r->sheet.failed ? tk_error_memory(err) : 0;
}

int
tk_report_review(struct tk_reporter *r, struct tk_error *err)
{
	struct tk_review v = {.r = r};
	int rc;

	if (tk_study_begin(&v.study, r) < 0 || tk_targets_load(&v.targets,
	    &r->scope, r->period.kind) < 0)
		rc = tk_error_memory(err);
	else
		rc = tk_gather(&v.all, &v.study, &v.targets, err);
	if (rc == 0)
		rc = fill(&v, err);
	tk_collector_free(&v.all);
	tk_targets_free(&v.targets);
	tk_study_end(&v.study);
	return rc;
}
