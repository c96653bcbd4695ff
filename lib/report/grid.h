/* grid.h - figures in rows and columns, and how they are written. */
#ifndef TK_REPORT_GRID_H
#define TK_REPORT_GRID_H

#include "../base/buf.h"
#include "../base/time.h"

enum tk_kind {
	TK_KIND_WORD,
	TK_KIND_COUNT,
	TK_KIND_CHANGE,		/* a count with its sign */
	TK_KIND_FIGURE,		/* one decimal */
	TK_KIND_TIME,
	TK_KIND_SPAN,		/* natural seconds */
};

#define TK_GRID_COLUMNS 16	/* that one may have */

#define TK_ONLY_TEXT 1		/* the column is for people */
#define TK_ONLY_DATA 2		/* … for programs */
#define TK_MAY_BLANK 4		/* not set is nothing, not - */

struct tk_grid_column {
	const char *key;	/* in CSV and JSON */
	const char *title;	/* in text */
	enum tk_kind kind;
	size_t most;		/* columns of text; 0: as wide as it comes */
	int flags;
};

struct tk_grid_cell {
	unsigned char set;
	unsigned char kind;	/* the column's, unless set otherwise */
	union {
		const char *word;
		double figure;
		int64_t n;	/* a count, a time, seconds */
	} is;
};

struct tk_grid {
	const char *name;	/* in CSV and JSON */
	const char *title;	/* the line above it in text */
	const struct tk_grid_column *column;
	size_t columns;
	struct tk_grid_cell *cell;	/* row after row */
	size_t rows, size;
};

/* A report: its grids. Begins as {0} but for the members that say what it
 * is; free with tk_sheet_free. */
struct tk_sheet {
	const char *name;
	const char *period;	/* "2026-W46", or NULL */
	int64_t from, to;	/* of it; TK_UNSET */
	int64_t now;
	const struct tk_zone *zone;
	char headline[512];	/* of the text */
	int commented;		/* in text all but the first grid's rows
				 * begin with #: they are no tickets */
	struct tk_grid *grid;
	size_t grids;
	struct tk_arena arena;	/* of the words */
	struct tk_arena *parts;	/* of those who collected them, or NULL */
	size_t nparts;
	unsigned threads;	/* to write text with; 0: as tk_sweep */
	int failed;		/* memory ran out */
};

/* A new, empty grid, the sheet's until the next one is added. NULL: no
 * memory. */
struct tk_grid *tk_sheet_add(struct tk_sheet *, const char *name,
	    const char *title, const struct tk_grid_column *, size_t columns);
/* Arenas that are freed with the sheet; -1: no memory. */
int	tk_sheet_parts(struct tk_sheet *, size_t n);
void	tk_sheet_free(struct tk_sheet *);

/* Room for so many rows; without it they find theirs one by one. */
void	tk_grid_reserve(struct tk_grid *, size_t rows);
/* A new row; its cells are not set. -1: no memory, and nothing may be set. */
int	tk_grid_row(struct tk_sheet *, struct tk_grid *);
/* Set a cell of the last row. A word is copied, or (_ref) stays as long as
 * the sheet; NULL leaves it unset. */
void	tk_grid_word(struct tk_sheet *, struct tk_grid *, size_t column,
	    const char *);
void	tk_grid_ref(struct tk_grid *, size_t column, const char *);
void	tk_grid_number(struct tk_grid *, size_t column, int64_t n);
void	tk_grid_figure(struct tk_grid *, size_t column, double);
/* Lets the cell be of another kind than its column. */
void	tk_grid_kind(struct tk_grid *, size_t column, enum tk_kind);

static inline const struct tk_grid_cell *
tk_grid_at(const struct tk_grid *g, size_t row, size_t column)
{
	return &g->cell[row * g->columns + column];
}

/* Aligned; columns: those of the terminal, 0: as wide as it comes. */
void	tk_sheet_text(struct tk_buf *, const struct tk_sheet *,
	    size_t columns);
/* The first grid; tidy: every figure of all grids as a row of
 * table,row,column,value. */
void	tk_sheet_csv(struct tk_buf *, const struct tk_sheet *, int tidy,
	    int bom);
/* One object with all grids. */
void	tk_sheet_json(struct tk_buf *, const struct tk_sheet *);

#endif
