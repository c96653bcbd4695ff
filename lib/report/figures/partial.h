/* partial.h - what was collected from a part of the tickets, as rows of CSV
 * that are added up elsewhere. tk-report(1) has the format. */
#ifndef TK_REPORT_PARTIAL_H
#define TK_REPORT_PARTIAL_H

#include <stdint.h>

#include "base/buf.h"
#include "dist.h"

#define TK_PARTIAL_FIRST "tk-partial"	/* the first row: this, version, name */
#define TK_PARTIAL_VERSION "1"
#define TK_PARTIAL_RUN 100000000	/* of one number in a distribution */

/* Begins as {0}; free its text. Memory that ran out is noted there. */
struct tk_partial {
	struct tk_buf text;
	size_t rows;		/* below the first */
};

/* A new row, and its cells. NULL and TK_UNSET are empty ones. */
void	tk_partial_row(struct tk_partial *, const char *what);
void	tk_partial_word(struct tk_partial *, const char *);
void	tk_partial_number(struct tk_partial *, int64_t);
void	tk_partial_figure(struct tk_partial *, double);
/* Some of the numbers of a distribution, from the i-th on, as one cell; i is
 * behind them then. Sorts. */
void	tk_partial_numbers(struct tk_partial *, struct tk_dist *, size_t *i);
/* All rows of another one. */
void	tk_partial_append(struct tk_partial *, const struct tk_partial *);
/* The row by which a reader knows that nothing is missing. */
void	tk_partial_end(struct tk_partial *);

#endif
