/* csv.h - records of RFC 4180 CSV in memory; libcsv is used in csv.c only. */
#ifndef TK_BASE_CSV_H
#define TK_BASE_CSV_H

#include "buf.h"

enum tk_csv_kind {
	TK_CSV_END,	/* no more bytes */
	TK_CSV_RECORD,	/* a record and its newline */
	TK_CSV_BAD,	/* a quote where none may be; start, resume, next */
	TK_CSV_TORN,	/* the bytes from start to the end lack a newline, or
			 * end inside quotes */
};

/*
 * A reader over bytes that must stay as long as it. Cells stay until the
 * next call. Blanks around bare cells are stripped, CR LF and CR in quoted
 * ones become LF, empty lines between records are skipped.
 */
struct tk_csv {
	const char *data;
	size_t len;
	size_t pos;		/* behind the last record */
	size_t start;		/* where it began */
	size_t resume;		/* first line in it, not its first, for which
				 * like() held; 0: none */
	unsigned line;		/* its first line, from 1 */
	unsigned lines;		/* lines before pos */
	int (*like)(const char *line, size_t len);
	size_t cells;
	void *parser;
	struct tk_buf text;	/* the cells, each with its NUL */
	size_t *cell;		/* where each begins in text */
	size_t cell_size;
	unsigned ended;		/* records ended by the last line */
};

/* like may be NULL. Free with tk_csv_free, also after a failure; may be
 * opened again and again. */
int	tk_csv_open(struct tk_csv *, const char *data, size_t len,
	    int (*like)(const char *, size_t), struct tk_error *);
void	tk_csv_free(struct tk_csv *);
/* The next record, or -1 with *err when memory ran out. */
int	tk_csv_next(struct tk_csv *, enum tk_csv_kind *, struct tk_error *);
/* Goes on reading at a byte, which must be the beginning of a line. */
void	tk_csv_seek(struct tk_csv *, size_t pos);

static inline const char *
tk_csv_cell(const struct tk_csv *c, size_t i, size_t *len)
{
	size_t end = i + 1 < c->cells ? c->cell[i + 1] : c->text.len;

	if (len != NULL)
		*len = end - c->cell[i] - 1;
	return c->text.data + c->cell[i];
}

/* Appends one cell, quoted only if it holds , " CR LF or begins or ends
 * with a blank; the comma or newline is the caller's. */
void	tk_csv_put(struct tk_buf *, const char *s, size_t len);

#endif
