/* entry.h - rows of grids that several threads find in tickets, and that are
 * put in order when all are known. */
#ifndef TK_REPORT_ENTRY_H
#define TK_REPORT_ENTRY_H

#include "report/figures/order.h"
#include "report.h"

#define TK_ENTRY_TABLES 8

/* A grid to be. */
struct tk_entry_table {
	const char *name, *title;	/* as tk_sheet_add has them */
	const struct tk_grid_column *column;
	size_t columns;
};
#define TK_ENTRY_TABLE(name, title, columns) \
	{name, title, columns, sizeof columns / sizeof *columns}

/* Columns of words that only programs, or only people, see. */
#define TK_DATA_WORD(key) {key, "", TK_KIND_WORD, 0, TK_ONLY_DATA}
#define TK_TEXT_WORD(title, most) \
	{"", title, TK_KIND_WORD, most, TK_ONLY_TEXT}

/* A row of one. */
struct tk_entry {
	unsigned table;
	const char *word;	/* it is sorted by this, "" first, then key, */
	int64_t key;		/* then number, then row; the rest is for */
	struct tk_order order;	/* people only */
	unsigned row;
	struct tk_grid_cell *cell;
	size_t cells;
};

struct tk_entry_part;

/* A ticket at which a thread looks. */
struct tk_found {
	struct tk_entries *all;
	struct tk_entry_part *part;
	struct tk_viewer *viewer;	/* its clocks are walked */
	struct tk_view view;
	const char *number;	/* copied when first needed */
};

struct tk_entries {
	struct tk_reporter *r;
	const struct tk_entry_table *table;
	size_t tables;
	/* Adds what it finds in a ticket that the selectors mean. */
	void (*each)(struct tk_found *);
	void *data;		/* each()'s own */
	int unmasked;		/* what is kept is for whom it belongs to */
	/* when all were looked at: the rows of each table, in order */
	struct tk_entry **list[TK_ENTRY_TABLES];
	size_t count[TK_ENTRY_TABLES];
	struct tk_entry_part {	/* one thread's */
		struct tk_entry *entry;
		size_t entries, size;
		struct tk_arena *arena;
		struct tk_buf text;
		int failed;
	} part[TK_SWEEP_THREADS];
};

/* Looks at all tickets: of closed/ too if `closed`, but not at those there
 * that were last written before `since` (TK_UNSET: at all). Begins as {.r =
 * …}; free with tk_entries_free, also after failure. 1: they were written as
 * a partial, and there is nothing to show. */
int	tk_entries_collect(struct tk_entries *, int closed, int64_t since,
	    struct tk_error *);
/* A row of a table, whose number stays; NULL: no memory. */
struct tk_entry *tk_entry_add(struct tk_entries *, struct tk_entry_part *,
	    unsigned table, const char *number, unsigned row, int64_t key);
/* Adds the grid of a table; NULL: no memory. */
struct tk_grid *tk_entries_put(struct tk_entries *, size_t table);
void	tk_entries_free(struct tk_entries *);
/* What a report as it was at an earlier moment must read of closed/. */
int64_t	tk_entries_since(const struct tk_reporter *);

/* A new row of a table; NULL: no memory, which _collect will tell. row: of
 * the ticket, 0: none. What is put into NULL is dropped. */
struct tk_entry *tk_found_add(struct tk_found *, unsigned table, unsigned row,
	    int64_t key);
/* Set a cell; NULL leaves it unset. A value is masked as becomes the field
 * it is of, "FIELD" or "FIELD.QUALIFIER". */
void	tk_found_word(struct tk_found *, struct tk_entry *, size_t column,
	    const char *field, const char *value);
/* Words of ours, which stay. */
void	tk_found_ref(struct tk_entry *, size_t column, const char *word);
void	tk_found_number(struct tk_entry *, size_t column, int64_t n);
void	tk_found_figure(struct tk_entry *, size_t column, double figure);
/* A time as it stands in the ticket; dropped if it is none. */
void	tk_found_time(struct tk_entry *, size_t column, const char *value);
/* The ticket's number; the value a field has now; its first one. */
void	tk_found_id(struct tk_found *, struct tk_entry *, size_t column);
void	tk_found_field(struct tk_found *, struct tk_entry *, size_t column,
	    const char *field);
/* The value of a qualifier of a row, numbered from 1. */
void	tk_found_qualifier(struct tk_found *, struct tk_entry *,
	    size_t column, unsigned row, const char *qualifier);
/* Somebody's name, if staff.csv has one. */
void	tk_found_person(struct tk_found *, struct tk_entry *, size_t column,
	    const char *login);

/* The next row after `row` (0: from the first on) that is a head that counts
 * and stands for something; its number, 0: there are no more. */
unsigned tk_found_next(const struct tk_found *, unsigned row);
const struct tk_row *tk_found_row(const struct tk_found *, unsigned row);
/* The row that decides a field, 0: none. */
unsigned tk_found_last(const struct tk_found *, const char *field);
const char *tk_found_value(const struct tk_found *, const char *field);

#endif
