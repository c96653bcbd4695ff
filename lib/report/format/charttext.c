/* charttext.c - charts of characters: bars, shades, sparks. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "chart.h"

static const char *const eighths[] = {"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
static const char *const sparks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const layers[TK_CHART_SERIES] = {"█", "▒", "░"};
static const char *const shades[TK_CHART_SHADES] = {"·", "░", "▒", "▓", "█"};

static void
repeat(struct tk_buf *b, const char *s, size_t n)
{
	while (n-- > 0)
		tk_buf_puts(b, s);
}

/* ---- bars ------------------------------------------------------------- */

/* To an eighth of a column; what is more than nothing is seen. */
static void
put_single(struct tk_buf *b, double part, size_t columns)
{
	size_t n = (size_t)lround(part * (double)columns * 8);

	if (n == 0 && part > 0)
		n = 1;
	repeat(b, "█", n / 8);
	if (n % 8 > 0)
		tk_buf_puts(b, eighths[n % 8 - 1]);
}

/* Each layer in whole columns; what is more than nothing has one. */
static void
put_layers(struct tk_buf *b, const double *part, size_t n, size_t columns)
{
	size_t width[TK_CHART_SERIES], i, sum = 0, widest = 0;

	for (i = 0; i < n; i++) {
		width[i] = (size_t)lround(part[i] * (double)columns);
		if (width[i] == 0 && part[i] > 0)
			width[i] = 1;
		if (width[i] > width[widest])
			widest = i;
		sum += width[i];
	}
	if (sum > columns && width[widest] > sum - columns)
		width[widest] -= sum - columns;
	for (i = 0; i < n; i++)
		repeat(b, layers[i], width[i]);
}

void
tk_chart_bar(struct tk_buf *b, const struct tk_grid *g, size_t row,
    size_t columns, double most)
{
	size_t column[TK_CHART_SERIES], n = tk_chart_series(g, column), i;
	double part[TK_CHART_SERIES] = {0};

	if (most <= 0 || row >= tk_chart_rows(g))
		return;
	for (i = 0; i < n; i++)
		part[i] = fmax(tk_chart_at(g, row, column[i]), 0) / most;
	if (g->chart == TK_CHART_STACK)
		put_layers(b, part, n, columns);
	else
		put_single(b, part[0], columns);
}

static void
put_layer_names(struct tk_buf *b, const struct tk_grid *g)
{
	size_t column[TK_CHART_SERIES] = {0}, n = tk_chart_series(g, column), i;

	for (i = 0; i < n && i < TK_CHART_SERIES; i++)
		tk_buf_printf(b, "%s%s %s", i > 0 ? "  " : "", layers[i],
		    g->column[column[i]].title);
	tk_buf_putc(b, '\n');
}

/* ---- heat ------------------------------------------------------------- */

void
tk_chart_hours(struct tk_buf *b, const struct tk_grid *g, size_t row,
    size_t each, double most)
{
	size_t first = g->chart_value, last = g->chart_more[0], i;

	for (i = first; i <= last; i++) {
		if (row != (size_t)-1) {
			repeat(b, shades[tk_chart_shade(tk_chart_at(g, row,
			    i), most)], each);
		} else if ((i - first) % 6 == 0) {
			tk_text_fit(b, g->column[i].title, each *
			    (last - i < 5 ? last - i + 1 : 6), 0);
		}
	}
}

/* "· 0  ░ 1..3  ▒ 4..6": a shade that no number has is left out. */
static void
put_shade_names(struct tk_buf *b, const struct tk_grid *g)
{
	double most = tk_chart_most(g);
	int64_t low, high = 0;
	unsigned i;

	tk_buf_printf(b, "%s 0", shades[0]);
	for (i = 1; i < TK_CHART_SHADES; i++) {
		low = high + 1;
		high = tk_chart_bound(i, most);
		if (low < high)
			tk_buf_printf(b, "  %s %lld..%lld", shades[i],
			    (long long)low, (long long)high);
		else if (low == high)
			tk_buf_printf(b, "  %s %lld", shades[i],
			    (long long)low);
	}
	tk_buf_putc(b, '\n');
}

/* ---- trend ------------------------------------------------------------ */

/* The last rows of a series that fit, each a spark. */
static void
put_sparks(struct tk_buf *b, const struct tk_grid *g, size_t column,
    size_t columns)
{
	double most = 0, v;
	size_t i, from = g->rows > columns ? g->rows - columns : 0;

	for (i = from; i < g->rows; i++)
		most = fmax(most, tk_chart_at(g, i, column));
	for (i = from; i < g->rows; i++) {
		v = fmax(tk_chart_at(g, i, column), 0);
		if (tk_grid_at(g, i, column)->set && most > 0)
			tk_buf_puts(b, sparks[lround(v / most * 7)]);
		else
			tk_buf_puts(b, tk_grid_at(g, i, column)->set ?
			    sparks[0] : " ");
	}
}

static void
put_trend(struct tk_buf *b, const struct tk_grid *g, const char *mark,
    size_t limit)
{
	size_t column[TK_CHART_SERIES], n = tk_chart_series(g, column), i;
	size_t wide = 0, w, used;

	for (i = 0; i < n; i++) {
		w = tk_text_width(g->column[column[i]].title);
		wide = w > wide ? w : wide;
	}
	used = strlen(mark) + wide + 2;
	for (i = 0; i < n; i++) {
		tk_buf_puts(b, mark);
		tk_text_fit(b, g->column[column[i]].title, wide + 2, 0);
		put_sparks(b, g, column[i], limit > used + 10 ? limit - used :
		    10);
		tk_buf_putc(b, '\n');
	}
}

void
tk_chart_below(struct tk_buf *b, const struct tk_grid *g, const char *mark,
    size_t limit)
{
	if (tk_chart_most(g) <= 0)
		return;
	if (g->chart == TK_CHART_TREND) {
		put_trend(b, g, mark, limit);
		return;
	}
	if (g->chart != TK_CHART_STACK && g->chart != TK_CHART_HEAT)
		return;
	tk_buf_puts(b, mark);
	if (g->chart == TK_CHART_STACK)
		put_layer_names(b, g);
	else
		put_shade_names(b, g);
}
