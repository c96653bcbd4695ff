/* gridfit.h - how the columns of a grid share the width of a line. */
#ifndef TK_REPORT_GRIDFIT_H
#define TK_REPORT_GRIDFIT_H

#include "grid.h"

#define TK_FIT_INDENT 4		/* of the second line of a row */

struct tk_gridfit {
	size_t width[TK_GRID_COLUMNS];	/* of each column */
	unsigned char line[TK_GRID_COLUMNS];	/* of the row it is on, from 0 */
	size_t hour;		/* columns of one of a heat */
	size_t bar;		/* columns of the bar; 0: there is none */
	double most;		/* what it is measured by */
};

/* Is it a column of text? Of the hours of a heat only the first is. */
int	tk_gridfit_shown(const struct tk_grid *, size_t column);
/* A last column of words is as wide as it comes. */
int	tk_gridfit_ragged(const struct tk_grid *, size_t column);
/*
 * From how wide the columns are to how wide they will be, in lines of limit
 * columns (0: any) behind a mark: words are cut; where that does not help a
 * row has several lines.
 */
void	tk_gridfit(struct tk_gridfit *, const struct tk_grid *, size_t limit,
	    size_t mark);

#endif
