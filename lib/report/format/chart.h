/*
 * chart.h - the drawings of grids. A series is a column of figures: the
 * grid's chart_value and those of its chart_more that are set.
 */
#ifndef TK_REPORT_CHART_H
#define TK_REPORT_CHART_H

#include "grid.h"

#define TK_CHART_SERIES 3	/* at most */
#define TK_CHART_SHADES 5	/* of a heat: nothing, and four more */

/* The columns of its series; how many. */
size_t	tk_chart_series(const struct tk_grid *,
	    size_t column[TK_CHART_SERIES]);
/* So many of its rows are drawn. */
size_t	tk_chart_rows(const struct tk_grid *);
/* What the longest bar, the highest point or the darkest hour stands for;
 * of a heat and a stack see below. 0: there is nothing to draw. */
double	tk_chart_most(const struct tk_grid *);
/* A cell's number; 0 where none is set. */
double	tk_chart_at(const struct tk_grid *, size_t row, size_t column);
/* Which shade that is, 0 to TK_CHART_SHADES - 1; and the greatest whole
 * number of that shade. */
unsigned tk_chart_shade(double value, double most);
int64_t	tk_chart_bound(unsigned shade, double most);
/* Is the column drawn as an hour of a heat? */
int	tk_chart_hour(const struct tk_grid *, size_t column);

/* ---- of characters (charttext.c) -------------------------------------- */

/* The bar of a row, BARS or STACK, of at most so many columns; most: as
 * tk_chart_most says. */
void	tk_chart_bar(struct tk_buf *, const struct tk_grid *, size_t row,
	    size_t columns, double most);
/* The hours of a weekday, each so many columns wide; row (size_t)-1: what
 * stands above them. */
void	tk_chart_hours(struct tk_buf *, const struct tk_grid *, size_t row,
	    size_t each, double most);
/* Lines below the rows: what a stack's characters and a heat's shades mean,
 * the lines of a trend. */
void	tk_chart_below(struct tk_buf *, const struct tk_grid *,
	    const char *mark, size_t limit);

/* ---- of SVG (chartsvg.c) ---------------------------------------------- */

/* The bar of a row; plain: for mail, which shows no SVG. */
void	tk_chart_svg_bar(struct tk_buf *, const struct tk_grid *, size_t row,
	    double most, int plain);
/* What the colours of a stack or a trend mean. */
void	tk_chart_svg_legend(struct tk_buf *, const struct tk_grid *);
/* A trend or a heat, with its labels. */
void	tk_chart_svg_figure(struct tk_buf *, const struct tk_sheet *,
	    const struct tk_grid *);

#endif
