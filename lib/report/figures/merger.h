/* merger.h - reads partials, one after the other, row by row. */
#ifndef TK_REPORT_MERGER_H
#define TK_REPORT_MERGER_H

#include "base/csv.h"
#include "dist.h"
#include "heading.h"

struct tk_report;

/* Begins as {0}; close it, also after failure. */
struct tk_merger {
	const struct tk_report *order;	/* whose texts are read */
	const char *report;		/* its name */
	const char *name;		/* of the text */
	struct tk_csv csv;
	size_t cell;			/* that is taken next */
	size_t rows;			/* of the partial, below its first */
	int inside;			/* of a partial */
	int held;			/* the row that is there is to be read */
	int taken;			/* it was given out */
	int bad;			/* a cell was not what it must be */
	struct tk_heading first;	/* of the first partial */
	struct tk_heading told;		/* of a later one */
	const struct tk_heading *want;	/* that all must have */
	int64_t over;			/* they may be as of any moments from
					 * then on; TK_UNSET: of one only */
	int64_t now;			/* the latest of these, and where it */
	int64_t *moment;		/* is needed; NULL: nowhere */
	struct tk_error *fault;
};

/* Reads the first heading, into ->first; name: of the report. */
int	tk_merger_open(struct tk_merger *, const struct tk_report *,
	    const char *name, struct tk_error *);
/* Says what all must be about. They may be as of any moments from `over` on
 * (TK_UNSET: of one only), and the latest becomes *moment. */
int	tk_merger_begin(struct tk_merger *, const struct tk_heading *want,
	    int64_t over, int64_t *moment, struct tk_error *);
/* The next row of figures: 1; 0: there are no more. -1: it is damaged, or
 * the last one was, of which not all was taken or not as it must be; it is
 * about something else; something is missing. */
int	tk_merger_next(struct tk_merger *, struct tk_error *);
void	tk_merger_close(struct tk_merger *);

/* Is it such a row? 1 or 0. */
int	tk_merger_is(const struct tk_merger *, const char *what);
/* The next cell. What it cannot be makes the row bad, and is NULL, 0 … */
const char *tk_merger_word(struct tk_merger *);	/* until the next row */
int64_t	tk_merger_number(struct tk_merger *);	/* TK_UNSET: empty */
int64_t	tk_merger_time(struct tk_merger *);	/* the same up to 9999 */
int64_t	tk_merger_key(struct tk_merger *);	/* the same, any */
double	tk_merger_figure(struct tk_merger *);
/* Is it empty? It is still to be taken. */
int	tk_merger_is_empty(const struct tk_merger *);
/* The index of the word among so many. */
size_t	tk_merger_choice(struct tk_merger *, const char *const *words,
	    size_t n);
/* Adds a number to one that was there. */
void	tk_merger_add(struct tk_merger *, int64_t *to);
/* Adds numbers to a distribution; -1: no memory. */
int	tk_merger_numbers(struct tk_merger *, struct tk_dist *);

#endif
