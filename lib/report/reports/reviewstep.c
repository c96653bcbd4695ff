/* reviewstep.c - clocks, and the steps that take too long. */
#include <stdlib.h>
#include <string.h>

#include "review.h"

#define SHOWN 3		/* slow clocks of which tickets are named */

/* ---- clocks ---------------------------------------------------------- */

enum { CLOCK, MET, BREACHED, JUDGED, RATE, RATE_BEFORE, C_MEDIAN, C_P90,
	C_MAX };

static const struct tk_grid_column clock_columns[] = {
	{"clock", "clock", TK_KIND_WORD, 0, 0},
	{"met", "met", TK_KIND_COUNT, 0, TK_IS_GOOD},
	{"breached", "breached", TK_KIND_COUNT, 0, TK_IS_BAD},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"rate", "met %", TK_KIND_FIGURE, 0, 0},
	{"before", "before %", TK_KIND_FIGURE, 0, 0},
	{"median", "median", TK_KIND_OPEN, 0, 0},
	{"p90", "p90", TK_KIND_OPEN, 0, 0},
	{"max", "max", TK_KIND_OPEN, 0, 0},
};

static int
by_name(const void *x, const void *y)
{
	const struct tk_step *a = x, *b = y;

	return strcmp(a->name, b->name);
}

static void
put_clock(struct tk_sheet *s, struct tk_grid *g, struct tk_step *c)
{
	const struct tk_share *now = &c->share[TK_THIS];

	if (now->n + c->share[TK_BEFORE].n == 0 || tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, CLOCK, c->name);
	tk_grid_number(g, MET, now->of);
	tk_grid_number(g, BREACHED, now->n - now->of);
	tk_grid_number(g, JUDGED, now->n);
	tk_put_share(g, RATE, *now);
	tk_put_share(g, RATE_BEFORE, c->share[TK_BEFORE]);
	tk_put_ranks(g, C_MEDIAN, &c->time);
}

void
tk_review_clocks(struct tk_review *v)
{
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "clocks", "clocks, and their "
	    "counted time", TK_COLUMNS(clock_columns));
	size_t i;

	if (g == NULL)
		return;
	g->chart = TK_CHART_STACK;
	g->chart_label = CLOCK;
	g->chart_value = MET;
	g->chart_more[0] = BREACHED;
	if (v->all.clocks > 1)
		qsort(v->all.clock, v->all.clocks, sizeof *v->all.clock,
		    by_name);
	for (i = 0; i < v->all.clocks; i++)
		put_clock(s, g, &v->all.clock[i]);
}

/* ---- bottlenecks ----------------------------------------------------- */

enum { STEP, S_N, S_SHARE, S_MEDIAN, S_P90, S_MAX };

static const struct tk_grid_column stage_columns[] = {
	{"status", "status", TK_KIND_WORD, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"share", "share %", TK_KIND_FIGURE, 0, 0},
	{"median", "median", TK_KIND_SPAN, 0, 0},
	{"p90", "p90", TK_KIND_SPAN, 0, 0},
	{"max", "max", TK_KIND_SPAN, 0, 0},
};

enum { B_CLOCK, B_LATE, B_N, B_LATE_SHARE, B_OVER, B_OVER_SHARE };

static const struct tk_grid_column bottleneck_columns[] = {
	{"clock", "clock", TK_KIND_WORD, 0, 0},
	{"breached", "breached", TK_KIND_COUNT, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"rate", "breached %", TK_KIND_FIGURE, 0, 0},
	{"over", "beyond limits", TK_KIND_OPEN, 0, 0},
	{"share", "share %", TK_KIND_FIGURE, 0, 0},
};

enum { E_ID, E_STEP, E_TOOK, E_OVER, E_ASSIGNEE, E_CATEGORY, E_SUBJECT };

static const struct tk_grid_column evidence_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"step", "step", TK_KIND_WORD, 0, 0},
	{"took", "took", TK_KIND_SPAN, 0, 0},
	{"over", "over", TK_KIND_OPEN, 0, 0},
	{"assignee", "assignee", TK_KIND_WORD, 14, 0},
	{"category", "category", TK_KIND_WORD, 26, 0},
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

/* What costs most first. */
static int
by_total(const void *x, const void *y)
{
	const struct tk_step *a = *(struct tk_step *const *)x;
	const struct tk_step *b = *(struct tk_step *const *)y;

	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int
by_over(const void *x, const void *y)
{
	const struct tk_step *a = *(struct tk_step *const *)x;
	const struct tk_step *b = *(struct tk_step *const *)y;

	if (a->over != b->over)
		return a->over > b->over ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void
put_stages(struct tk_review *v, struct tk_step **step)
{
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "stages", "where time goes: "
	    "natural time in each status", TK_COLUMNS(stage_columns));
	int64_t total = 0;
	size_t i;

	for (i = 0; i < TK_STATUSES; i++)
		total += step[i]->total;
	for (i = 0; g != NULL && i < TK_STATUSES; i++) {
		if (step[i]->time.n == 0)
			continue;
		if (tk_grid_row(s, g) < 0)
			return;
		tk_grid_word(s, g, STEP, step[i]->name);
		tk_grid_number(g, S_N, (int64_t)step[i]->time.n);
		tk_put_share(g, S_SHARE, (struct tk_share){step[i]->total,
		    total});
		tk_put_ranks(g, S_MEDIAN, &step[i]->time);
	}
	if (g != NULL && g->rows > 0) {
		g->chart = TK_CHART_BARS;
		g->chart_label = STEP;
		g->chart_value = S_SHARE;
	}
}

static void
put_slow_clocks(struct tk_review *v, struct tk_step **step, size_t n)
{
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "bottlenecks", "bottlenecks: "
	    "counted time beyond limits", TK_COLUMNS(bottleneck_columns));
	const struct tk_share *share;
	int64_t over = 0;
	size_t i;

	for (i = 0; i < n; i++)
		over += step[i]->over;
	for (i = 0; g != NULL && i < n && step[i]->over > 0; i++) {
		if (tk_grid_row(s, g) < 0)
			return;
		share = &step[i]->share[TK_THIS];
		tk_grid_word(s, g, B_CLOCK, step[i]->name);
		tk_grid_number(g, B_LATE, share->n - share->of);
		tk_grid_number(g, B_N, share->n);
		tk_put_share(g, B_LATE_SHARE, (struct tk_share){
		    share->n - share->of, share->n});
		tk_grid_number(g, B_OVER, step[i]->over);
		tk_put_share(g, B_OVER_SHARE, (struct tk_share){step[i]->over,
		    over});
	}
}

static void
put_worst(struct tk_sheet *s, struct tk_grid *g, const struct tk_step *step,
    int clock)
{
	const struct tk_case *c = step->worst.at;

	for (; c < step->worst.at + step->worst.n; c++) {
		if (tk_grid_row(s, g) < 0)
			return;
		tk_grid_word(s, g, E_STEP, step->name);
		tk_grid_word(s, g, E_ID, c->number);
		tk_grid_number(g, E_TOOK, c->due);
		if (clock) {
			tk_grid_kind(g, E_TOOK, TK_KIND_OPEN);
			tk_grid_number(g, E_OVER, c->key);
		}
		tk_grid_word(s, g, E_ASSIGNEE, c->assignee);
		tk_grid_word(s, g, E_CATEGORY, c->category);
		tk_grid_word(s, g, E_SUBJECT, c->subject);
	}
}

static void
put_evidence(struct tk_review *v, struct tk_step **clock, size_t n,
    struct tk_step **stage)
{
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "evidence", "the worst tickets of "
	    "the slowest steps", TK_COLUMNS(evidence_columns));
	size_t i;

	for (i = 0; g != NULL && i < n && i < SHOWN; i++)
		if (clock[i]->over > 0)
			put_worst(s, g, clock[i], 1);
	if (g != NULL && stage[0]->total > 0)
		put_worst(s, g, stage[0], 0);
}

void
tk_review_bottlenecks(struct tk_review *v)
{
	size_t n = v->all.clocks, i;
	struct tk_step *stage[TK_STATUSES];
	struct tk_step **clock = calloc(n + 1, sizeof *clock);

	if (clock == NULL) {
		v->r->sheet.failed = 1;
		return;
	}
	for (i = 0; i < n; i++)
		clock[i] = &v->all.clock[i];
	for (i = 0; i < TK_STATUSES; i++)
		stage[i] = &v->all.status[i];
	if (n > 1)
		qsort(clock, n, sizeof *clock, by_over);
	qsort(stage, TK_STATUSES, sizeof *stage, by_total);
	put_slow_clocks(v, clock, n);
	put_stages(v, stage);
	put_evidence(v, clock, n, stage);
	free(clock);
}
