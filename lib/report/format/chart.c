/* chart.c - what is drawn of a grid, whatever it is drawn with. */
#include "chart.h"

#include <math.h>

size_t
tk_chart_series(const struct tk_grid *g, size_t column[TK_CHART_SERIES])
{
	size_t i, n = 0;

	column[n++] = g->chart_value;
	if (g->chart != TK_CHART_STACK && g->chart != TK_CHART_TREND)
		return n;
	for (i = 0; i < sizeof g->chart_more / sizeof *g->chart_more; i++)
		if (g->chart_more[i] > 0)
			column[n++] = g->chart_more[i];
	return n;
}

size_t
tk_chart_rows(const struct tk_grid *g)
{
	return g->chart_rows > 0 && g->chart_rows < g->rows ? g->chart_rows :
	    g->rows;
}

double
tk_chart_at(const struct tk_grid *g, size_t row, size_t column)
{
	const struct tk_grid_cell *c = tk_grid_at(g, row, column);

	if (!c->set || c->kind == TK_KIND_WORD)
		return 0;
	if (c->kind == TK_KIND_FIGURE || c->kind == TK_KIND_HIGHER)
		return c->is.figure;
	return (double)c->is.n;
}

/* What a row adds to the scale. */
static double
most_of(const struct tk_grid *g, size_t row)
{
	size_t column[TK_CHART_SERIES], n, i;
	double most = 0, v;

	if (g->chart == TK_CHART_HEAT) {
		for (i = g->chart_value; i <= g->chart_more[0]; i++)
			most = fmax(most, tk_chart_at(g, row, i));
		return most;
	}
	n = tk_chart_series(g, column);
	for (i = 0; i < n; i++) {
		v = fmax(tk_chart_at(g, row, column[i]), 0);
		most = g->chart == TK_CHART_STACK ? most + v : fmax(most, v);
	}
	return most;
}

double
tk_chart_most(const struct tk_grid *g)
{
	size_t rows = tk_chart_rows(g), i;
	double most = 0;

	for (i = 0; i < rows; i++)
		most = fmax(most, most_of(g, i));
	return most;
}

unsigned
tk_chart_shade(double value, double most)
{
	unsigned i;

	if (value <= 0)
		return 0;
	for (i = 1; i + 1 < TK_CHART_SHADES; i++)
		if (value <= (double)tk_chart_bound(i, most))
			break;
	return i;
}

int64_t
tk_chart_bound(unsigned shade, double most)
{
	return (int64_t)ceil(most * shade / (TK_CHART_SHADES - 1));
}

int
tk_chart_hour(const struct tk_grid *g, size_t column)
{
	return g->chart == TK_CHART_HEAT && column >= g->chart_value &&
	    column <= g->chart_more[0];
}
