/* chartsvg.c - charts of SVG, the labels beside them as text. */
#include <math.h>

#include "chart.h"
#include "page.h"

#define WIDE 600.0
#define HIGH 100.0

static const char *
title_of(const struct tk_grid *g, size_t column)
{
	return g->column[column].title;
}

/* "s1", "sg": the colour of a series, by what its column says of it. */
static char
colour_of(const struct tk_grid *g, size_t column, size_t series)
{
	int flags = g->column[column].flags;

	return (flags & TK_IS_GOOD) != 0 ? 'g' : (flags & TK_IS_BAD) != 0 ?
	    'b' : (char)('1' + series);
}

/* "met 12", a part of what the drawing's title says. */
static void
put_value(struct tk_buf *b, const struct tk_grid *g, size_t row,
    size_t column)
{
	static const struct tk_sheet none;
	const struct tk_grid_cell *c = tk_grid_at(g, row, column);
	char buf[TK_GRID_WORD];

	tk_page_text(b, title_of(g, column));
	tk_buf_putc(b, ' ');
	tk_page_text(b, tk_grid_say(&none, &g->column[column], c, buf));
}

/* ---- bars ------------------------------------------------------------- */

static void
put_plain(struct tk_buf *b, const struct tk_grid *g, size_t column,
    double part)
{
	int flags = g->column[column].flags;

	if (part > 0)
		tk_buf_printf(b, "<i%s style=\"width:%.1f%%\"></i>",
		    (flags & TK_IS_GOOD) != 0 ? " class=\"good\"" :
		    (flags & TK_IS_BAD) != 0 ? " class=\"bad\"" : "",
		    100 * part);
}

void
tk_chart_svg_bar(struct tk_buf *b, const struct tk_grid *g, size_t row,
    double most, int plain)
{
	size_t column[TK_CHART_SERIES], n = tk_chart_series(g, column), i;
	double x = 0, part;

	if (most <= 0 || row >= tk_chart_rows(g))
		return;
	if (!plain) {
		tk_buf_puts(b, "<svg role=\"img\" viewBox=\"0 0 100 8\" "
		    "preserveAspectRatio=\"none\"><title>");
		for (i = 0; i < n; i++) {
			tk_buf_puts(b, i > 0 ? ", " : "");
			put_value(b, g, row, column[i]);
		}
		tk_buf_puts(b, "</title>");
	}
	for (i = 0; i < n; i++) {
		part = fmax(tk_chart_at(g, row, column[i]), 0) / most;
		if (plain)
			put_plain(b, g, column[i], part);
		else if (part > 0)
			tk_buf_printf(b, "<rect class=\"s%c\" x=\"%.2f\" "
			    "width=\"%.2f\" height=\"8\"/>",
			    colour_of(g, column[i], i), x, 100 * part);
		x += 100 * part;
	}
	tk_buf_puts(b, plain ? "" : "</svg>");
}

void
tk_chart_svg_legend(struct tk_buf *b, const struct tk_grid *g)
{
	size_t column[TK_CHART_SERIES], n = tk_chart_series(g, column), i;

	tk_buf_puts(b, "<p class=\"legend\">");
	for (i = 0; i < n; i++) {
		tk_buf_printf(b, "<span><i class=\"k%c\"></i>",
		    colour_of(g, column[i], i));
		tk_page_text(b, title_of(g, column[i]));
		tk_buf_puts(b, "</span>");
	}
	tk_buf_puts(b, "</p>\n");
}

/* ---- trend ------------------------------------------------------------ */

/* A line through the values that are set; it breaks where one is not. */
static void
put_line(struct tk_buf *b, const struct tk_grid *g, size_t column,
    size_t series, double most)
{
	double step = g->rows > 1 ? WIDE / (double)(g->rows - 1) : 0, v;
	int drawn = 0;
	size_t i;

	tk_buf_printf(b, "<path class=\"l%c\" "
	    "vector-effect=\"non-scaling-stroke\" d=\"",
	    colour_of(g, column, series));
	for (i = 0; i < g->rows; i++) {
		if (!tk_grid_at(g, i, column)->set) {
			drawn = 0;
			continue;
		}
		v = fmax(tk_chart_at(g, i, column), 0) / most;
		tk_buf_printf(b, "%c%.1f %.1f", drawn ? 'L' : 'M',
		    step * (double)i, HIGH - HIGH * v);
		if (!drawn)
			tk_buf_puts(b, "h.1");	/* one alone is a dot */
		drawn = 1;
	}
	tk_buf_puts(b, "\"/>");
}

static void
put_label(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_grid *g, size_t row)
{
	char buf[TK_GRID_WORD];

	tk_page_element(b, "span", NULL, tk_grid_say(s,
	    &g->column[g->chart_label], tk_grid_at(g, row, g->chart_label),
	    buf));
}

/* The row that holds the highest point, whose words label the axis. */
static void
put_top(struct tk_buf *b, const struct tk_sheet *s, const struct tk_grid *g,
    double most)
{
	size_t column[TK_CHART_SERIES], n = tk_chart_series(g, column), i, j;
	char buf[TK_GRID_WORD];

	for (i = 0; i < g->rows; i++)
		for (j = 0; j < n; j++)
			if (tk_chart_at(g, i, column[j]) >= most) {
				tk_page_element(b, "span", NULL,
				    tk_grid_say(s, &g->column[column[j]],
				    tk_grid_at(g, i, column[j]), buf));
				return;
			}
}

static void
put_trend(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_grid *g, double most)
{
	size_t column[TK_CHART_SERIES], n = tk_chart_series(g, column), i;

	tk_buf_puts(b, "<div class=\"plot\"><div class=\"y\">");
	put_top(b, s, g, most);
	tk_buf_printf(b, "<span>0</span></div><svg role=\"img\" viewBox=\""
	    "-2 -3 %.0f %.0f\" preserveAspectRatio=\"none\"><title>",
	    WIDE + 4, HIGH + 6);
	for (i = 0; i < n; i++) {
		tk_buf_puts(b, i > 0 ? ", " : "");
		tk_page_text(b, title_of(g, column[i]));
	}
	tk_buf_puts(b, "</title>");
	for (i = 0; i <= 2; i++)
		tk_buf_printf(b, "<path class=\"axis\" vector-effect=\""
		    "non-scaling-stroke\" d=\"M0 %.0fh%.0f\"/>",
		    HIGH / 2 * (double)i, WIDE);
	for (i = n; i-- > 0; )
		put_line(b, g, column[i], i, most);
	tk_buf_puts(b, "</svg><div class=\"z\"></div><div class=\"x\">");
	put_label(b, s, g, 0);
	if (g->rows > 4 && g->rows % 2 == 1)
		put_label(b, s, g, g->rows / 2);
	if (g->rows > 1)
		put_label(b, s, g, g->rows - 1);
	tk_buf_puts(b, "</div></div>\n");
	tk_chart_svg_legend(b, g);
}

/* ---- heat ------------------------------------------------------------- */

static void
put_hours(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_grid *g, size_t row, double most)
{
	const struct tk_grid_cell *label = tk_grid_at(g, row, g->chart_label);
	size_t i;
	char buf[TK_GRID_WORD];

	for (i = g->chart_value; i <= g->chart_more[0]; i++) {
		tk_buf_printf(b, "<rect class=\"h%u\" x=\"%zu\" y=\"%zu\" "
		    "width=\"9.4\" height=\"9\"><title>", tk_chart_shade(
		    tk_chart_at(g, row, i), most), 10 * (i - g->chart_value),
		    10 * row);
		tk_page_text(b, tk_grid_say(s, &g->column[g->chart_label],
		    label, buf));
		tk_buf_putc(b, ' ');
		put_value(b, g, row, i);
		tk_buf_puts(b, "</title></rect>");
	}
}

/* What the shades mean. */
static void
put_shades(struct tk_buf *b, double most)
{
	int64_t low, high = 0;
	unsigned i;

	tk_buf_puts(b, "<p class=\"legend\"><span><i class=\"h0\"></i>0"
	    "</span>");
	for (i = 1; i < TK_CHART_SHADES; i++) {
		low = high + 1;
		high = tk_chart_bound(i, most);
		if (low > high)
			continue;
		tk_buf_printf(b, "<span><i class=\"h%u\"></i>%lld", i,
		    (long long)low);
		if (low < high)
			tk_buf_printf(b, "..%lld", (long long)high);
		tk_buf_puts(b, "</span>");
	}
	tk_buf_puts(b, "</p>\n");
}

static void
put_heat(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_grid *g, double most)
{
	size_t first = g->chart_value, last = g->chart_more[0], i;

	tk_buf_puts(b, "<div class=\"plot heat\"><div class=\"y\">");
	for (i = 0; i < g->rows; i++)
		put_label(b, s, g, i);
	tk_buf_printf(b, "</div><svg role=\"img\" viewBox=\"0 0 %zu %zu\" "
	    "preserveAspectRatio=\"none\"><title>",
	    10 * (last - first + 1), 10 * g->rows);
	tk_page_text(b, g->title == NULL ? g->name : g->title);
	tk_buf_puts(b, "</title>");
	for (i = 0; i < g->rows; i++)
		put_hours(b, s, g, i, most);
	tk_buf_puts(b, "</svg><div class=\"z\"></div><div class=\"x\">");
	for (i = first; i <= last; i += 6)
		tk_page_element(b, "span", NULL, title_of(g, i));
	tk_page_element(b, "span", NULL, title_of(g, last));
	tk_buf_puts(b, "</div></div>\n");
	put_shades(b, most);
}

void
tk_chart_svg_figure(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_grid *g)
{
	double most = tk_chart_most(g);

	if (most <= 0 || (g->chart != TK_CHART_TREND &&
	    g->chart != TK_CHART_HEAT))
		return;
	tk_buf_puts(b, "<figure>");
	if (g->chart == TK_CHART_TREND)
		put_trend(b, s, g, most);
	else
		put_heat(b, s, g, most);
	tk_buf_puts(b, "</figure>\n");
}
