/* gridfit.c - lets the columns of a grid share the width of a line. */
#include "gridfit.h"

#include "chart.h"

#define CUT 8			/* columns left of a word that may be cut */
#define UNCUT 24		/* … of one that is better not */
#define KEY 16			/* … of the one that names the row */
#define SHORT_KEY 12		/* … where a bar stands behind it */
#define LEAST 20		/* … of the last one */
#define BAR 24			/* columns of the longest bar */
#define SHORT 8			/* … of one that says something */

static int
has_bars(const struct tk_grid *g)
{
	return g->chart == TK_CHART_BARS || g->chart == TK_CHART_STACK;
}

int
tk_gridfit_shown(const struct tk_grid *g, size_t column)
{
	return (g->column[column].flags & TK_ONLY_DATA) == 0 &&
	    (!tk_chart_hour(g, column) || column == g->chart_value);
}

int
tk_gridfit_ragged(const struct tk_grid *g, size_t column)
{
	return column + 1 == g->columns && !has_bars(g) &&
	    tk_grid_is_words(&g->column[column]);
}

/* The columns that must be left of a column. */
static size_t
floor_of(const struct tk_grid *g, size_t column, size_t key)
{
	const struct tk_grid_column *c = &g->column[column];

	if (tk_gridfit_ragged(g, column))
		return LEAST;
	if (c->kind != TK_KIND_WORD || (g->tickets && column == 0))
		return SIZE_MAX;
	if (column == 0)
		return key;
	return c->most > 0 ? CUT : UNCUT;
}

static size_t
total_of(const struct tk_gridfit *f, const struct tk_grid *g, size_t mark)
{
	size_t total = mark, j;

	for (j = 0; j < g->columns; j++)
		if (tk_gridfit_shown(g, j))
			total += f->width[j] + 2;
	return total - 2;
}

/* Takes columns from the widest ones until the total is the target; what it
 * is then. */
static size_t
shrink(struct tk_gridfit *f, const struct tk_grid *g, size_t total,
    size_t target, size_t key)
{
	size_t widest, j;

	for (; total > target; total--) {
		widest = g->columns;
		for (j = 0; j < g->columns; j++)
			if (tk_gridfit_shown(g, j) &&
			    f->width[j] > floor_of(g, j, key) &&
			    (widest == g->columns ||
			    f->width[j] >= f->width[widest]))
				widest = j;
		if (widest == g->columns)
			break;
		f->width[widest]--;
	}
	return total;
}

/* Gives the columns of a line back what was taken from them, those that lack
 * most first, until it is full. */
static void
widen(struct tk_gridfit *f, const struct tk_grid *g,
    const struct tk_gridfit *whole, unsigned line, size_t spare)
{
	size_t least, j, lack;

	for (; spare > 0; spare--) {
		least = g->columns;
		lack = 0;
		for (j = 0; j < g->columns; j++)
			if (tk_gridfit_shown(g, j) && f->line[j] == line &&
			    whole->width[j] - f->width[j] > lack) {
				least = j;
				lack = whole->width[j] - f->width[j];
			}
		if (least == g->columns)
			return;
		f->width[least]++;
	}
}

/* Lets a row go on in a next line wherever one is full: of words as little
 * as may be stands in it, then as much as has room. */
static void
wrap(struct tk_gridfit *f, const struct tk_grid *g, size_t limit, size_t mark)
{
	struct tk_gridfit whole = *f;
	size_t used = mark, j;
	unsigned char line = 0;

	for (j = 0; j < g->columns; j++) {
		if (!tk_gridfit_shown(g, j))
			continue;
		if (f->width[j] > floor_of(g, j, KEY))
			f->width[j] = floor_of(g, j, KEY);
		if (j > 0 && used + f->width[j] > limit) {
			widen(f, g, &whole, line, limit > used - 2 ?
			    limit - (used - 2) : 0);
			line++;
			used = mark + TK_FIT_INDENT;
		}
		f->line[j] = line;
		used += f->width[j] + 2;
	}
	widen(f, g, &whole, line, limit > used - 2 ? limit - (used - 2) : 0);
}

/* Makes room for bars behind the columns; 0: there is none, and nothing was
 * changed. */
static int
fit_bars(struct tk_gridfit *f, const struct tk_grid *g, size_t limit,
    size_t mark)
{
	struct tk_gridfit short_key = *f;
	size_t total = total_of(f, g, mark), room;

	if (limit == 0) {
		f->bar = BAR;
		return 1;
	}
	if (limit > SHORT + 2)
		total = shrink(&short_key, g, total, limit - SHORT - 2,
		    SHORT_KEY);
	if (total + SHORT + 2 > limit)
		return 0;
	*f = short_key;
	room = limit - total - 2;
	f->bar = room > BAR ? BAR : room;
	return 1;
}

void
tk_gridfit(struct tk_gridfit *f, const struct tk_grid *g, size_t limit,
    size_t mark)
{
	struct tk_gridfit whole;
	size_t total, j, hours;

	f->most = g->chart == TK_CHART_NONE ? 0 : tk_chart_most(g);
	if (g->chart == TK_CHART_HEAT) {
		hours = g->chart_more[0] - g->chart_value + 1;
		f->width[g->chart_value] = 0;
		total = total_of(f, g, mark);
		f->hour = limit == 0 || total + 2 * hours <= limit ? 2 : 1;
		f->width[g->chart_value] = f->hour * hours;
	}
	for (j = 0; j < g->columns; j++)
		if (limit > 0 && f->width[j] > limit)
			f->width[j] = limit;
	if (has_bars(g) && f->most > 0 && fit_bars(f, g, limit, mark))
		return;
	if (limit == 0)
		return;
	whole = *f;
	total = shrink(f, g, total_of(f, g, mark), limit, KEY);
	if (total > limit) {
		*f = whole;
		wrap(f, g, limit, mark);
	}
}
