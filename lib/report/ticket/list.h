/* list.h - the rows of a list: compact copies of what is shown. The public
 * part is in tk.h. */
#ifndef TK_REPORT_LIST_H
#define TK_REPORT_LIST_H

#include "report/figures/order.h"
#include "select.h"
#include "report/figures/sweep.h"

#define TK_LIST_COLUMNS 8	/* of text */

/*
 * A ticket in a list. How it will look is written by the thread that read
 * it: a whole line of CSV or JSON, or the cells of text, which only must be
 * padded when all are known.
 */
struct tk_list_row {
	struct tk_order order;
	int64_t key;		/* what it is sorted by; INT64_MAX: last */
	const char *word;	/* the same of texts; NULL: last */
	int down;		/* words the other way round */
	unsigned damaged;	/* the first such row, 0: none */
	int beyond;		/* due in a year of unknown holidays */
	unsigned worker;	/* in whose text it is, and where */
	size_t at, len;
	int shade;		/* of the due cell, an ANSI colour; 0 */
	struct {
		uint32_t len, width;
	} cell[TK_LIST_COLUMNS];
};

struct tk_list {
	struct tk_scope scope;
	struct tk_selection selection;
	struct tk_query query;
	int sort;		/* index of the key */
	struct tk_list_part {	/* one thread's */
		struct tk_list_row *row;
		size_t rows, size;
		struct tk_arena arena;
		struct tk_buf text, masked;
		size_t width[TK_LIST_COLUMNS];	/* of the widest cells */
	} part[TK_SWEEP_THREADS];
	struct tk_error *fault;
	struct tk_list_row **row;	/* in order */
	size_t rows;
	size_t next;		/* to be written */
	size_t width[TK_LIST_COLUMNS];
	struct tk_buf out;
};

/* Adds what the viewer shows to the worker's part. */
int	tk_list_add(struct tk_list *, unsigned worker, struct tk_viewer *,
	    struct tk_error *);
/* Puts the rows of all parts in order. */
int	tk_list_sort(struct tk_list *, struct tk_error *);
/* The index of a key one may sort by, with a message that names all; -1. */
int	tk_list_key(const char *name, struct tk_error *);

/* Writes a row's text into its part (listtext.c). */
void	tk_list_render(const struct tk_list *, struct tk_list_part *,
	    struct tk_list_row *, const struct tk_viewer *,
	    const struct tk_view *);
/* Finds the widths of the columns; appends the heading, and one row. */
void	tk_list_measure(struct tk_list *);
void	tk_list_put_heading(struct tk_list *);
void	tk_list_put_row(struct tk_list *, const struct tk_list_row *);

#endif
