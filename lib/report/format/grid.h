/* grid.h - figures in rows and columns, and how they are written. */
#ifndef TK_REPORT_GRID_H
#define TK_REPORT_GRID_H

#include "base/buf.h"
#include "base/time.h"

enum tk_kind {
	TK_KIND_WORD,
	TK_KIND_COUNT,
	TK_KIND_CHANGE,		/* a count with its sign */
	TK_KIND_FIGURE,		/* one decimal */
	TK_KIND_TIME,
	TK_KIND_SPAN,		/* natural seconds */
	TK_KIND_OPEN,		/* counted seconds, which make no days */
	TK_KIND_LONGER,		/* seconds more or fewer, with their sign */
	TK_KIND_HIGHER,		/* a figure more or less, with its sign */
};

#define TK_GRID_COLUMNS 40	/* that one may have */

#define TK_ONLY_TEXT 1		/* the column is for people */
#define TK_ONLY_DATA 2		/* … for programs */
#define TK_MAY_BLANK 4		/* not set is nothing, not - */
#define TK_IS_GOOD 8		/* in a chart: what is wanted */
#define TK_IS_BAD 16		/* … what is not */

/* How a figure stands to what is wanted. */
enum tk_tone {
	TK_TONE_NONE,
	TK_TONE_GOOD,
	TK_TONE_BAD,
};

/*
 * How people see a grid, besides its rows: in HTML as a drawing, in text as
 * one more column or line. CSV and JSON know nothing of it.
 */
enum tk_chart {
	TK_CHART_NONE,
	TK_CHART_TILES,		/* rows are headline figures: value, and
				 * more[0] what it was, more[1] its change */
	TK_CHART_BARS,		/* a bar a row: value */
	TK_CHART_STACK,		/* a bar a row of value and more */
	TK_CHART_TREND,		/* rows are days or weeks in order: a line
				 * for value and for each of more */
	TK_CHART_HEAT,		/* rows are weekdays; columns from value to
				 * more[0] are hours */
};

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
	unsigned char tone;
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
	/* Optional, to be set once it was added; text stays as long as the
	 * sheet. */
	int tickets;		/* its rows are: a pipe gets them whole */
	size_t skip_from, skip_to;	/* rows that people do not see, up to */
	const char *skip_note;	/* the second, but this line */
	const char *note;	/* below it, for people: what the figures mean;
				 * may have several lines */
	enum tk_chart chart;
	size_t chart_label, chart_value;	/* columns */
	size_t chart_more[2];	/* … 0: none */
	size_t chart_rows;	/* only so many of the first; 0: as fit */
};

/* A report: its grids. Begins as {0} but for the members that say what it
 * is; free with tk_sheet_free. */
struct tk_sheet {
	const char *name;
	const char *period;	/* "2026-W46", or NULL */
	int64_t from, to;	/* of it; TK_UNSET */
	int64_t now;
	const struct tk_zone *zone;
	const char *title;	/* of a page and a mail, "Weekly review"; NULL:
				 * the headline up to its colon */
	char headline[512];	/* of the text */
	const char *command;	/* that prints all of it as CSV, for a page
				 * that leaves rows out; or NULL */
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
void	tk_grid_tone(struct tk_grid *, size_t column, enum tk_tone);

static inline const struct tk_grid_cell *
tk_grid_at(const struct tk_grid *g, size_t row, size_t column)
{
	return &g->cell[row * g->columns + column];
}

/* Is it one of the rows that people do not see? */
static inline int
tk_grid_skips(const struct tk_grid *g, size_t row)
{
	return row >= g->skip_from && row < g->skip_to;
}

#define TK_GRID_WORD 64		/* room for any number */
/* The cell as people read it: its word, or what was written to buf. */
const char *tk_grid_say(const struct tk_sheet *,
	    const struct tk_grid_column *, const struct tk_grid_cell *,
	    char buf[TK_GRID_WORD]);
/* Words stand on the left, figures on the right. */
int	tk_grid_is_words(const struct tk_grid_column *);

/* Aligned; columns: those of the terminal, 0: lists of tickets are as wide
 * as they come, other grids fit in 80. */
void	tk_sheet_text(struct tk_buf *, const struct tk_sheet *,
	    size_t columns);
/* The first grid; tidy: every figure of all grids as a row of
 * table,row,column,value. */
void	tk_sheet_csv(struct tk_buf *, const struct tk_sheet *, int tidy,
	    int bom);
/* A page, see page.h (html.c); at most 300 kB, for mail 100: long lists are
 * cut and say so. Mail shows no drawings. */
void	tk_sheet_html(struct tk_buf *, const struct tk_sheet *, int mail);
/* "Weekly review 2026-W46", and what else the headline says (html.c). */
void	tk_sheet_title(struct tk_buf *, const struct tk_sheet *);
const char *tk_sheet_rest(const struct tk_sheet *);
/* One object with all grids. */
void	tk_sheet_json(struct tk_buf *, const struct tk_sheet *);

#endif
