/* reviewlist.c - what a review names one by one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review.h"

#define TK_REVIEW_REPEATS 20	/* shown of each kind */

/* "title: 57, the first 50" when not all are shown. */
static const char *
title_of(struct tk_sheet *s, const char *title, const struct tk_cases *cs)
{
	char word[160];
	const char *copy;

	if (cs->all <= cs->n)
		return title;
	snprintf(word, sizeof word, "%s: the first %zu of %zu", title, cs->n,
	    cs->all);
	copy = tk_arena_strdup(&s->arena, word);
	s->failed |= copy == NULL;
	return copy == NULL ? title : copy;
}

/* A table with a row for each of the cases. */
static void
put_cases(struct tk_review *v, const struct tk_cases *cs, const char *name,
    const char *title, const struct tk_grid_column *column, size_t columns,
    void (*put)(struct tk_review *, struct tk_grid *, const struct tk_case *))
{
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, name, title_of(s, title, cs),
	    column, columns);
	const struct tk_case *c = cs->at;

	for (; g != NULL && c < cs->at + cs->n; c++)
		if (tk_grid_row(s, g) == 0)
			put(v, g, c);
}

/* ---- repeated -------------------------------------------------------- */

enum { R_KEY, R_CATEGORY, R_BY, R_OF, R_IN, R_BEFORE, R_WITHIN, R_MARKED };

static const struct tk_grid_column repeated_columns[] = {
	{"problem", "", TK_KIND_WORD, 0, TK_ONLY_DATA},
	{"category", "category", TK_KIND_WORD, 26, 0},
	{"by", "same", TK_KIND_WORD, 0, 0},
	{"of", "", TK_KIND_WORD, 20, 0},
	{"in", "in", TK_KIND_COUNT, 0, 0},
	{"before", "before", TK_KIND_COUNT, 0, 0},
	{"within", "lately", TK_KIND_COUNT, 0, 0},
	{"marked", "marked", TK_KIND_COUNT, 0, 0},
};

enum { K_CUSTOMER, K_IN, K_BEFORE, K_WITHIN };

static const struct tk_grid_column customer_columns[] = {
	{"customer", "customer", TK_KIND_WORD, 26, 0},
	{"in", "in", TK_KIND_COUNT, 0, 0},
	{"before", "before", TK_KIND_COUNT, 0, 0},
	{"within", "lately", TK_KIND_COUNT, 0, 0},
};

static void
put_repeat(struct tk_sheet *s, struct tk_grid *g,
    const struct tk_recurrence *r)
{
	static const char *const by[TK_SAME_RULES] = {
		"customer", "product", "module",
	};
	struct tk_buf b = TK_BUF_INIT;

	if (tk_grid_row(s, g) < 0)
		return;
	tk_buf_printf(&b, "%s %s %s", r->category, by[r->rule], r->shown);
	tk_grid_word(s, g, R_KEY, b.data);
	tk_buf_free(&b);
	tk_grid_word(s, g, R_CATEGORY, r->category);
	tk_grid_ref(g, R_BY, by[r->rule]);
	tk_grid_word(s, g, R_OF, r->shown);
	tk_grid_number(g, R_IN, r->n[TK_THIS]);
	tk_grid_number(g, R_BEFORE, r->n[TK_BEFORE]);
	tk_grid_number(g, R_WITHIN, r->within);
	tk_grid_number(g, R_MARKED, r->marked);
}

static void
put_customer(struct tk_sheet *s, struct tk_grid *g,
    const struct tk_recurrence *r)
{
	if (tk_grid_row(s, g) < 0)
		return;
	tk_grid_word(s, g, K_CUSTOMER, r->shown);
	tk_grid_number(g, K_IN, r->n[TK_THIS]);
	tk_grid_number(g, K_BEFORE, r->n[TK_BEFORE]);
	tk_grid_number(g, K_WITHIN, r->within);
}

void
tk_review_repeated(struct tk_review *v)
{
	struct tk_sheet *s = &v->r->sheet;
	struct tk_recurrence *list;
	struct tk_grid *g;
	size_t n, i;
	int customers;

	for (customers = 0; customers < 2; customers++) {
		g = customers ? tk_sheet_add(s, "customers", "customers who "
		    "came again", TK_COLUMNS(customer_columns)) :
		    tk_sheet_add(s, "repeated", "repeated problems",
		    TK_COLUMNS(repeated_columns));
		list = tk_repeats_find(&v->all.repeats, &v->r->scope,
		    customers, &n);
		if (g == NULL || list == NULL) {
			s->failed = 1;
			free(list);
			return;
		}
		g->note = n > TK_REVIEW_REPEATS ? "the first 20; lately: in "
		    "the days of setting repeat.days, as far back as the "
		    "period before" : "lately: in the days of setting "
		    "repeat.days, as far back as the period before";
		for (i = 0; i < n && i < TK_REVIEW_REPEATS; i++)
			if (customers)
				put_customer(s, g, &list[i]);
			else
				put_repeat(s, g, &list[i]);
		free(list);
	}
}

/* ---- missing post-mortems -------------------------------------------- */

enum { M_ID, M_DUE, M_LATE, M_TEAM, M_ASSIGNEE, M_CATEGORY, M_SUBJECT };

static const struct tk_grid_column missing_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"late", "late by", TK_KIND_SPAN, 0, 0},
	{"team", "team", TK_KIND_WORD, 14, 0},
	{"assignee", "assignee", TK_KIND_WORD, 14, 0},
	{"category", "category", TK_KIND_WORD, 26, 0},
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

static void
put_missing(struct tk_review *v, struct tk_grid *g, const struct tk_case *c)
{
	struct tk_sheet *s = &v->r->sheet;

	tk_grid_word(s, g, M_ID, c->number);
	tk_grid_number(g, M_DUE, c->due);
	tk_grid_number(g, M_LATE, v->study.end - c->due);
	tk_grid_word(s, g, M_TEAM, c->team);
	tk_grid_word(s, g, M_ASSIGNEE, c->assignee);
	tk_grid_word(s, g, M_CATEGORY, c->category);
	tk_grid_word(s, g, M_SUBJECT, c->subject);
}

void
tk_review_missing(struct tk_review *v)
{
	put_cases(v, &v->all.missing, "missing", "missing post-mortems",
	    TK_COLUMNS(missing_columns), put_missing);
}

/* ---- measures -------------------------------------------------------- */

enum { I_ID, I_OWNER, I_DUE, I_STATUS, I_EFFECT, I_SUBJECT };

static const struct tk_grid_column measure_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"owner", "owner", TK_KIND_WORD, 14, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"status", "status", TK_KIND_WORD, 0, 0},
	{"effect", "effect", TK_KIND_WORD, 30, 0},
	{"subject", "measure", TK_KIND_WORD, 0, 0},
};

static void
put_measure(struct tk_review *v, struct tk_grid *g, const struct tk_case *c)
{
	struct tk_sheet *s = &v->r->sheet;

	tk_grid_word(s, g, I_ID, c->number);
	tk_grid_word(s, g, I_OWNER, c->assignee);
	tk_grid_number(g, I_DUE, c->due);
	if (c->due != TK_UNSET && c->due < s->now && c->status != TK_CLOSED)
		tk_grid_tone(g, I_DUE, TK_TONE_BAD);
	tk_grid_word(s, g, I_STATUS, tk_scope_status(&v->r->scope,
	    c->status));
	tk_grid_word(s, g, I_EFFECT, c->effect);
	tk_grid_word(s, g, I_SUBJECT, c->subject);
}

void
tk_review_measures(struct tk_review *v)
{
	put_cases(v, &v->all.measures, "measures", "improvement measures and "
	    "their effect, as they are now", TK_COLUMNS(measure_columns),
	    put_measure);
}

/* ---- targets --------------------------------------------------------- */

static const struct tk_grid_column target_columns[] = {
	TK_TARGET_COLUMNS,
};

void
tk_put_target(struct tk_sheet *s, struct tk_grid *g, size_t column,
    const struct tk_targets *ts, size_t target, struct tk_group *of)
{
	const struct tk_target *t = &ts->target[target];
	char wanted[64];
	double figure;
	int64_t n = tk_target_actual(t, of, &of->actual[target], &figure);
	int reached = tk_target_reached(t, figure);

	tk_target_put(wanted, sizeof wanted, t);
	tk_grid_word(s, g, column, t->kpi);
	tk_grid_word(s, g, column + 1, wanted);
	tk_grid_number(g, column + 3, n);
	if (n == 0)
		return;
	tk_grid_figure(g, column + 2, figure);
	if (n < TK_FEW) {
		tk_grid_ref(g, column + 4, "too few");
		return;
	}
	tk_grid_ref(g, column + 4, reached ? "yes" : "no");
	tk_grid_tone(g, column + 4, reached ? TK_TONE_GOOD : TK_TONE_BAD);
}

void
tk_review_targets(struct tk_review *v)
{
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "targets", "targets",
	    TK_COLUMNS(target_columns));
	size_t i;

	for (i = 0; g != NULL && i < v->targets.count; i++) {
		if (tk_grid_row(s, g) < 0)
			return;
		tk_put_target(s, g, 0, &v->targets, i, &v->all.sum);
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
put_oldest(struct tk_review *v, struct tk_grid *g, const struct tk_case *c)
{
	struct tk_sheet *s = &v->r->sheet;

	tk_grid_word(s, g, ID, c->number);
	tk_grid_number(g, AGE, c->key);
	tk_grid_number(g, CREATED, c->created);
	tk_grid_word(s, g, STATUS, tk_scope_status(&v->r->scope, c->status));
	tk_grid_word(s, g, ASSIGNEE, c->assignee);
	tk_grid_word(s, g, CATEGORY, c->category);
	tk_grid_word(s, g, SUBJECT, c->subject);
}

void
tk_review_oldest(struct tk_review *v)
{
	put_cases(v, &v->all.oldest, "oldest", "oldest of those open at the "
	    "end, as they are now", TK_COLUMNS(oldest_columns), put_oldest);
}
