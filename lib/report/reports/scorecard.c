/* scorecard.c - what was wanted and what was, by team, agent, category or
 * channel. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review.h"
#include "report/format/words.h"

struct card {
	struct tk_reporter *r;
	const char *by;
	struct tk_study study;
	struct tk_targets targets;
	struct tk_collector all;
	struct row {
		struct tk_group *group;
		const char *name;	/* as people call it; NULL: none */
		const char *key;
		double heads;	/* 0: not known */
	} *row;
	size_t rows;		/* the last one is the total */
};

/* The first two columns of all tables: who, for programs and for people. */
enum { KEY, NAME };
#define WHO \
	{"name", "", TK_KIND_WORD, 0, TK_ONLY_DATA}, \
	{"", "", TK_KIND_WORD, 26, TK_ONLY_TEXT}

static int
new_row(struct card *c, struct tk_grid *g, const struct row *r)
{
	if (tk_grid_row(&c->r->sheet, g) < 0)
		return -1;
	tk_grid_word(&c->r->sheet, g, KEY, r->key);
	tk_grid_word(&c->r->sheet, g, NAME, r->name);
	return 0;
}

static void
put_share(struct tk_grid *g, size_t column, struct tk_share s)
{
	tk_put_share(g, column, s);
	tk_grid_number(g, column + 1, s.n);
}

static void
put_mean(struct tk_grid *g, size_t column, const struct tk_mean *m)
{
	tk_put_mean(g, column, m);
	tk_grid_number(g, column + 1, m->n);
}

/* ---- promptness ------------------------------------------------------ */

enum {
	TICKETS = 2, RESPONSE, RESPONSE_N, RESPONSE_TIME, CLOCKS, CLOCKS_N,
	UPDATES, UPDATES_N
};

static const struct tk_grid_column prompt_columns[] = {
	WHO,
	{"tickets", "tickets", TK_KIND_COUNT, 0, 0},
	{"response", "response %", TK_KIND_FIGURE, 0, 0},
	{"response_n", "n", TK_KIND_COUNT, 0, 0},
	{"response_median", "median", TK_KIND_OPEN, 0, 0},
	{"clocks", "clocks %", TK_KIND_FIGURE, 0, 0},
	{"clocks_n", "n", TK_KIND_COUNT, 0, 0},
	{"updates", "updates %", TK_KIND_FIGURE, 0, 0},
	{"updates_n", "n", TK_KIND_COUNT, 0, 0},
};

static void
put_prompt(struct tk_grid *g, const struct row *r)
{
	struct tk_figures *f = &r->group->figures[TK_THIS];

	tk_grid_number(g, TICKETS, r->group->tickets);
	put_share(g, RESPONSE, f->response);
	tk_put_rank(g, RESPONSE_TIME, &f->response_time, 50);
	put_share(g, CLOCKS, f->clocks);
	put_share(g, UPDATES, f->updates);
}

/* ---- outcome --------------------------------------------------------- */

enum {
	RESOLUTION = 2, RESOLUTION_N, FIRST, SOLVED, HANDLING, REOPENED,
	SATISFACTION, SATISFACTION_N, QUALITY, QUALITY_N
};

static const struct tk_grid_column outcome_columns[] = {
	WHO,
	{"resolution", "res. %", TK_KIND_FIGURE, 0, 0},
	{"resolution_n", "n", TK_KIND_COUNT, 0, 0},
	{"first_contact", "first %", TK_KIND_FIGURE, 0, 0},
	{"resolved", "n", TK_KIND_COUNT, 0, 0},
	{"handling_median", "time", TK_KIND_SPAN, 0, 0},
	{"reopened", "reopened", TK_KIND_COUNT, 0, 0},
	{"satisfaction", "satisf.", TK_KIND_FIGURE, 0, 0},
	{"satisfaction_n", "n", TK_KIND_COUNT, 0, 0},
	{"quality", "quality", TK_KIND_FIGURE, 0, 0},
	{"quality_n", "n", TK_KIND_COUNT, 0, 0},
};

static void
put_outcome(struct tk_grid *g, const struct row *r)
{
	struct tk_figures *f = &r->group->figures[TK_THIS];

	put_share(g, RESOLUTION, tk_figures_resolution(f));
	put_share(g, FIRST, (struct tk_share){f->first_contact, f->resolved});
	tk_put_rank(g, HANDLING, &f->handling, 50);
	tk_grid_number(g, REOPENED, f->reopened);
	put_mean(g, SATISFACTION, &f->satisfaction);
	put_mean(g, QUALITY, &f->quality);
}

/* ---- load ------------------------------------------------------------ */

enum {
	OPEN = 2, LATE, BAND, AGE = BAND + TK_BANDS, HANDLED, HEADS, LOAD
};

static const struct tk_grid_column load_columns[] = {
	WHO,
	{"open", "open", TK_KIND_COUNT, 0, 0},
	{"late", "late", TK_KIND_COUNT, 0, 0},
	{"age_1d", "<1d", TK_KIND_COUNT, 0, 0},
	{"age_3d", "<3d", TK_KIND_COUNT, 0, 0},
	{"age_7d", "<7d", TK_KIND_COUNT, 0, 0},
	{"age_30d", "<30d", TK_KIND_COUNT, 0, 0},
	{"age_older", "30d+", TK_KIND_COUNT, 0, 0},
	{"age_median", "median", TK_KIND_SPAN, 0, 0},
	{"handled", "done", TK_KIND_COUNT, 0, 0},
	{"heads", "heads", TK_KIND_FIGURE, 0, 0},
	{"load", "load", TK_KIND_FIGURE, 0, 0},
};

static void
put_load(struct tk_grid *g, const struct row *r)
{
	struct tk_figures *f = &r->group->figures[TK_THIS];
	size_t i;

	tk_grid_number(g, OPEN, f->open);
	tk_grid_number(g, LATE, f->late);
	for (i = 0; i < TK_BANDS; i++)
		tk_grid_number(g, BAND + i, f->band[i]);
	tk_put_rank(g, AGE, &f->age, 50);
	tk_grid_number(g, HANDLED, f->closed);
	if (r->heads <= 0)
		return;
	tk_grid_figure(g, HEADS, r->heads);
	tk_grid_figure(g, LOAD, (double)(f->open + f->closed) / r->heads);
}

/* ---- these tables ---------------------------------------------------- */

static const struct card_table {
	const char *name, *title;
	const struct tk_grid_column *column;
	size_t columns;
	void (*put)(struct tk_grid *, const struct row *);
} card_tables[] = {
	{"scorecard", "in time: clocks met", TK_COLUMNS(prompt_columns),
	    put_prompt},
	{"outcome", "outcome: resolution, first contact, median handling, "
	    "satisfaction", TK_COLUMNS(outcome_columns), put_outcome},
	{"load", "load: open at the end by age, done in the period, both per "
	    "head", TK_COLUMNS(load_columns), put_load},
};

static void
put_table(struct card *c, const struct card_table *t)
{
	struct tk_grid *g = tk_sheet_add(&c->r->sheet, t->name, t->title,
	    t->column, t->columns);
	size_t i;

	for (i = 0; g != NULL && i < c->rows; i++) {
		if (new_row(c, g, &c->row[i]) < 0)
			return;
		t->put(g, &c->row[i]);
	}
}

/* ---- targets --------------------------------------------------------- */

enum { T_KEY, T_NAME, T_TARGET };

static const struct tk_grid_column target_columns[] = {
	WHO,
	TK_TARGET_COLUMNS,
};

/* One after the other, each by all. */
static void
put_targets(struct card *c)
{
	struct tk_sheet *s = &c->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "targets", "targets and what was "
	    "reached", TK_COLUMNS(target_columns));
	struct tk_buf b = TK_BUF_INIT;
	size_t i, j;

	for (i = 0; g != NULL && i < c->targets.count; i++)
		for (j = 0; j < c->rows; j++) {
			if (new_row(c, g, &c->row[j]) < 0)
				return;
			tk_buf_clear(&b);
			tk_buf_printf(&b, "%s%s%s", c->targets.target[i].kpi,
			    c->row[j].key[0] == '\0' ? "" : " ",
			    c->row[j].key);
			tk_grid_word(s, g, T_KEY, b.data);
			tk_put_target(s, g, T_TARGET, &c->targets, i,
			    c->row[j].group);
		}
	tk_buf_free(&b);
}

/* ---- rows ------------------------------------------------------------ */

/* How many people a team has, by their capacity. */
static double
heads_of_team(const struct tk_staff *staff, const char *team)
{
	const struct tk_person *p = staff->person;
	double heads = 0;

	for (; p < staff->person + staff->persons; p++)
		if (strcmp(p->team, team) == 0)
			heads += p->capacity;
	return heads;
}

static double
heads_of(const struct card *c, const char *name)
{
	const struct tk_staff *staff = &c->r->scope.rules->staff;
	const struct tk_person *p;

	if (name == NULL)
		return 0;
	if (c->study.by == TK_BY_TEAM)
		return heads_of_team(staff, name);
	if (c->study.by != TK_BY_AGENT)
		return 0;
	p = tk_staff_find(staff, name);
	return p == NULL ? 0 : p->capacity;
}

/* Those that have no name come last. */
static int
by_name(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int order;

	if (a->name == NULL || b->name == NULL)
		return (a->name == NULL) - (b->name == NULL);
	order = strcmp(a->name, b->name);
	return order != 0 ? order : strcmp(a->key, b->key);
}

/* A row for each group in which anything happened or is open, and one for
 * all. */
static int
make_rows(struct card *c)
{
	struct tk_groups *gs = &c->all.by;
	double heads = 0;
	struct row *r;
	size_t i;

	c->row = calloc(gs->count + 1, sizeof *c->row);
	if (c->row == NULL)
		return -1;
	for (i = 0; i < gs->count; i++) {
		if (gs->group[i]->tickets == 0)
			continue;
		r = &c->row[c->rows++];
		r->group = gs->group[i];
		r->key = r->group->name == NULL ? "" : r->group->name;
		r->name = c->study.by == TK_BY_AGENT ? tk_scope_person(
		    &c->r->scope, r->group->name) : r->group->name;
		r->heads = heads_of(c, r->group->name);
		heads += r->heads;
	}
	if (c->rows > 1)
		qsort(c->row, c->rows, sizeof *c->row, by_name);
	c->row[c->rows++] = (struct row){&c->all.sum, "total", "total",
	    heads};
	return 0;
}

/* ---- all ------------------------------------------------------------- */

static int
find_by(struct card *c, struct tk_error *err)
{
	static const struct {
		const char *name;
		enum tk_by by;
		const char *title;
	} lawful[] = {
		{"team", TK_BY_TEAM, "Scorecard by team"},
		{"agent", TK_BY_AGENT, "Scorecard by agent"},
		{"category", TK_BY_CATEGORY, "Scorecard by category"},
		{"channel", TK_BY_CHANNEL, "Scorecard by channel"},
	};
	size_t i;

	c->by = c->r->order->by == NULL ? "team" : c->r->order->by;
	for (i = 0; i < sizeof lawful / sizeof *lawful; i++)
		if (strcmp(lawful[i].name, c->by) == 0) {
			c->study.by = lawful[i].by;
			c->r->sheet.title = lawful[i].title;
			return 0;
		}
	return tk_error_set(err, TK_BAD, "unknown --by \"%s\"; lawful are "
	    "team, agent, category, channel", c->by);
}

static int
fill(struct card *c, struct tk_error *err)
{
	struct tk_sheet *s = &c->r->sheet;
	char from[TK_WORD_SIZE], to[TK_WORD_SIZE];
	size_t i;

	snprintf(s->headline, sizeof s->headline, "scorecard by %s %s: %s to "
	    "%s%s", c->by, c->r->period.name, tk_word_date(from, s->from,
	    s->zone), tk_word_date(to, s->to - 1, s->zone),
	    s->to > s->now ? ", not over yet" : "");
	if (make_rows(c) < 0)
		return tk_error_memory(err);
	for (i = 0; i < sizeof card_tables / sizeof *card_tables; i++)
		put_table(c, &card_tables[i]);
	put_targets(c);
	return s->failed ? tk_error_memory(err) : 0;
}

int
tk_report_scorecard(struct tk_reporter *r, struct tk_error *err)
{
	struct card c = {.r = r};
	int rc;

	if (find_by(&c, err) < 0)
		return -1;
	if (tk_study_begin(&c.study, r) < 0 || tk_targets_load(&c.targets,
	    &r->scope, r->period.kind) < 0)
		rc = tk_error_memory(err);
	else
		rc = tk_gather(&c.all, &c.study, &c.targets, err);
	if (rc == 0)
		rc = fill(&c, err);
	free(c.row);
	tk_collector_free(&c.all);
	tk_targets_free(&c.targets);
	tk_study_end(&c.study);
	return rc;
}
