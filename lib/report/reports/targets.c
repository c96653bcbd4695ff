/* targets.c - what targets.csv wants of a period, and what was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/tables/texts.h"
#include "report/figures/collect.h"

enum { KPI, PERIOD, OPERATOR, FIGURE };	/* columns of the table */

/* Is it "response.met" or "response.minutes"? Then of which clock. */
static void
find_clock(struct tk_target *t)
{
	const char *dot = strrchr(t->kpi, '.');

	if (dot == NULL || (strcmp(dot, ".met") != 0 &&
	    strcmp(dot, ".minutes") != 0))
		return;
	t->clock = (size_t)(dot - t->kpi);
	t->minutes = dot[2] == 'i';
}

int
tk_target_is_of(const struct tk_target *t, const char *clock)
{
	return t->clock > 0 && strncmp(t->kpi, clock, t->clock) == 0 &&
	    clock[t->clock] == '\0';
}

int
tk_targets_load(struct tk_targets *ts, const struct tk_scope *s,
    const char *period)
{
	const struct tk_table *t;
	struct tk_target *x;
	const char *of;
	size_t i;

	if ((s->rules->loaded & TK_RULES_TEXTS) == 0)
		return 0;
	t = &s->rules->texts->tables[2];
	ts->target = calloc(t->rows + 1, sizeof *ts->target);
	if (ts->target == NULL)
		return -1;
	for (i = 0; i < t->rows; i++) {
		of = tk_table_cell(t, i, PERIOD);
		if (of[0] != '\0' && strcmp(of, period) != 0)
			continue;
		x = &ts->target[ts->count++];
		*x = (struct tk_target){
		    .kpi = tk_table_cell(t, i, KPI),
		    .operator = tk_table_cell(t, i, OPERATOR),
		    .figure = tk_table_cell(t, i, FIGURE),
		    .field = tk_scope_field(s, tk_table_cell(t, i, KPI))};
		find_clock(x);
	}
	return 0;
}

void
tk_targets_free(struct tk_targets *ts)
{
	free(ts->target);
	memset(ts, 0, sizeof *ts);
}

void
tk_targets_add(const struct tk_targets *ts, struct tk_group *g,
    const struct tk_viewer *v)
{
	const char *s;
	size_t i;
	char *end;
	double n;

	for (i = 0; i < ts->count; i++) {
		s = ts->target[i].field < 0 ? NULL : tk_state_value(&v->state,
		    &v->ticket, (unsigned)ts->target[i].field);
		if (s == NULL)
			continue;
		n = strtod(s, &end);
		if (end != s)
			tk_mean_add(&g->actual[i].mean, n);
	}
}

static int64_t
of_share(struct tk_share s, double *figure)
{
	*figure = tk_share_value(&s);
	return s.n;
}

static int64_t
of_mean(const struct tk_mean *m, double *figure)
{
	*figure = tk_mean_value(m);
	return m->n;
}

int64_t
tk_target_actual(const struct tk_target *t, const struct tk_group *g,
    struct tk_actual *a, double *figure)
{
	const struct tk_figures *f = &g->figures[TK_THIS];

	if (strcmp(t->kpi, "resolution") == 0)
		return of_share(tk_figures_resolution(f), figure);
	if (strcmp(t->kpi, "first_contact") == 0)
		return of_share((struct tk_share){f->first_contact,
		    f->resolved}, figure);
	if (strcmp(t->kpi, "clocks") == 0)
		return of_share(f->clocks, figure);
	if (strcmp(t->kpi, "satisfaction") == 0)
		return of_mean(&f->satisfaction, figure);
	if (strcmp(t->kpi, "quality") == 0)
		return of_mean(&f->quality, figure);
	if (t->clock == 0)
		return of_mean(&a->mean, figure);
	if (!t->minutes)
		return of_share(a->share, figure);
	*figure = a->time.n == 0 ? 0 :
	    (double)tk_dist_rank(&a->time, 50) / 60;
	return (int64_t)a->time.n;
}

int
tk_target_reached(const struct tk_target *t, double figure)
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
tk_target_put(char *buf, size_t size, const struct tk_target *t)
{
	snprintf(buf, size, "%s %s", t->operator[0] == '\0' ? ">=" :
	    t->operator, t->figure);
}
