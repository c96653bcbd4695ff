/* targets.c - what targets.csv wants of a week, and what was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../rules/texts.h"
#include "weekly.h"

enum { KPI, PERIOD, OPERATOR, FIGURE };	/* columns of the table */

int
tk_targets_load(struct tk_weekly *w)
{
	const struct tk_scope *s = &w->r->scope;
	const struct tk_table *t;
	const char *period;
	size_t i;

	if ((s->rules->loaded & TK_RULES_TEXTS) == 0)
		return 0;
	t = &s->rules->texts->tables[2];
	w->target = calloc(t->rows + 1, sizeof *w->target);
	if (w->target == NULL)
		return -1;
	for (i = 0; i < t->rows; i++) {
		period = tk_table_cell(t, i, PERIOD);
		if (period[0] != '\0' && strcmp(period, "week") != 0)
			continue;
		w->target[w->targets++] = (struct tk_target){
		    .kpi = tk_table_cell(t, i, KPI),
		    .operator = tk_table_cell(t, i, OPERATOR),
		    .figure = tk_table_cell(t, i, FIGURE),
		    .field = tk_scope_field(s, tk_table_cell(t, i, KPI))};
	}
	return 0;
}

void
tk_targets_add(struct tk_weekly *w, const struct tk_viewer *v)
{
	struct tk_target *t;
	const char *s;
	char *end;
	double n;

	for (t = w->target; t < w->target + w->targets; t++) {
		s = t->field < 0 ? NULL : tk_state_value(&v->state,
		    &v->ticket, (unsigned)t->field);
		if (s == NULL)
			continue;
		n = strtod(s, &end);
		if (end == s)
			continue;
		t->mean.sum += n;
		t->mean.n++;
	}
}

/* ---- the grid -------------------------------------------------------- */

enum { TARGET, WANTED, ACTUAL, OF, REACHED };

static const struct tk_grid_column target_columns[] = {
	{"kpi", "target", TK_KIND_WORD, 0, 0},
	{"target", "wanted", TK_KIND_WORD, 0, 0},
	{"actual", "actual", TK_KIND_FIGURE, 0, 0},
	{"n", "n", TK_KIND_COUNT, 0, 0},
	{"reached", "reached", TK_KIND_WORD, 0, 0},
};

/* The clock that "response.met" or "response.minutes" speaks of. */
static const struct tk_clock_tally *
clock_named(const struct tk_weekly *w, const char *kpi, const char *what)
{
	size_t n = strcspn(kpi, "."), i;

	if (kpi[n] == '\0' || strcmp(kpi + n + 1, what) != 0)
		return NULL;
	for (i = 0; i < w->clocks; i++)
		if (strncmp(w->clock[i].name, kpi, n) == 0 &&
		    w->clock[i].name[n] == '\0')
			return &w->clock[i].tally[TK_THIS];
	return NULL;
}

/* What a target is held against: of how many, 0 none. */
static int64_t
actual(const struct tk_weekly *w, const struct tk_target *t, double *figure)
{
	const struct tk_tally *sum = &w->sum[TK_THIS];
	const struct tk_clock_tally *c;
	struct tk_mean m = t->mean;

	if (strcmp(t->kpi, "resolution") == 0) {
		*figure = tk_tally_resolution(sum);
		return sum->resolved + sum->late;
	}
	if ((c = clock_named(w, t->kpi, "met")) != NULL) {
		*figure = tk_tally_rate(c);
		return c->met + c->breached;
	}
	if ((c = clock_named(w, t->kpi, "minutes")) != NULL)
		m = c->minutes;
	if (strcmp(t->kpi, "satisfaction") == 0)
		m = sum->satisfaction;
	*figure = m.n > 0 ? m.sum / (double)m.n : 0;
	return m.n;
}

static int
reached(const struct tk_target *t, double figure)
{
	double wanted = strtod(t->figure, NULL);

	switch (t->operator[0]) {
	case '<':
		return t->operator[1] == '=' ? figure <= wanted :
		    figure < wanted;
	case '=':
		return figure >= wanted && figure <= wanted;
	default:
		return t->operator[0] == '>' && t->operator[1] == '\0' ?
		    figure > wanted : figure >= wanted;
	}
}

void
tk_targets_put(struct tk_weekly *w)
{
	struct tk_sheet *s = &w->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "targets", "targets",
	    target_columns,
	    sizeof target_columns / sizeof *target_columns);
	const struct tk_target *t;
	char wanted[64];
	double figure;
	int64_t n;

	for (t = w->target; g != NULL && t < w->target + w->targets; t++) {
		if (tk_grid_row(s, g) < 0)
			return;
		n = actual(w, t, &figure);
		snprintf(wanted, sizeof wanted, "%s %s", t->operator[0] ==
		    '\0' ? ">=" : t->operator, t->figure);
		tk_grid_word(s, g, TARGET, t->kpi);
		tk_grid_word(s, g, WANTED, wanted);
		tk_grid_number(g, OF, n);
		if (n == 0)
			continue;
		tk_grid_figure(g, ACTUAL, figure);
		tk_grid_word(s, g, REACHED, reached(t, figure) ? "yes" :
		    "no");
	}
}
