/* table.h - one strict reader for every table of a rulebook. */
#ifndef TK_RULES_TABLE_H
#define TK_RULES_TABLE_H

#include "base/buf.h"

/* What is wrong with a rulebook: finished messages, in file order. */
struct tk_faults {
	char **message;
	size_t count;
	size_t size;
};

#define TK_FAULTS_INIT {NULL, 0, 0}

void	tk_faults_free(struct tk_faults *);
/* Turns the first fault (and how many more) into *err; -1 if any, else 0. If
 * there was no memory, that is the error. */
int	tk_faults_error(const struct tk_faults *, struct tk_error *err);

#define TK_COLUMN_LOOSE 2

struct tk_column {
	const char *name;
	int required;	/* the table must have it, and, unless it is
			 * TK_COLUMN_LOOSE, no cell may be empty */
};

/* Cells are trimmed NUL-terminated UTF-8; a missing column reads as "". */
struct tk_table {
	const char *name;	/* "clocks" */
	char *path;		/* for messages: "rules/clocks.csv" */
	const struct tk_column *columns;
	size_t ncolumns;
	size_t rows;
	const char **cells;	/* rows × ncolumns */
	unsigned *line;		/* of each row, the first line is 1 */
	unsigned *position;	/* of each column in the file; 0: missing */
	struct tk_arena arena;
};

/*
 * Loads NAME.csv from the open folder. Unknown, double or missing columns,
 * rows with too few or too many cells, bad quotes, invalid UTF-8 and a last
 * line without its newline (a table saved half-way) are faults. A missing
 * file is a table without rows. BOM and CRLF are accepted. On any fault
 * returns -1 (and *t holds nothing). Free with tk_table_free.
 */
int	tk_table_load(struct tk_table *t, int rules_fd, const char *name,
	    const struct tk_column *columns, size_t ncolumns,
	    struct tk_faults *);
void	tk_table_free(struct tk_table *);

/* There was no memory, which is no fault of the tables'; -1. */
int	tk_faults_memory(struct tk_faults *);
/* A table nobody could look through, for the faults of another. */
void	tk_faults_unseen(struct tk_faults *, const char *table);
/* A .csv in the folder that is no table of a rulebook is a fault. */
void	tk_table_strangers(int rules_fd, struct tk_faults *);

const char *tk_table_cell(const struct tk_table *, size_t row, size_t column);

/* Adds a fault "rules/clocks.csv:3:7: …" (column counted in cells); -1. */
int	tk_table_fault(const struct tk_table *, size_t row, size_t column,
	    struct tk_faults *, const char *fmt, ...) TK_PRINTF(5, 6);

#endif
