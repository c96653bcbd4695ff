/*
 * summary.h - a row of MONTH.summary.csv: where a ticket lies in its month,
 * and what reports and lists need of it. tk-ticket(5) has the columns.
 */
#ifndef TK_STORE_SUMMARY_H
#define TK_STORE_SUMMARY_H

#include <stdint.h>

#include "base/csv.h"
#include "store.h"

struct tk_lot;

/* The fields of which the value that counted at last is a column. */
#define TK_SUMMARY_FIELDS 23
extern const char *const tk_summary_field[TK_SUMMARY_FIELDS];
#define TK_SUMMARY_HEADER "id,offset,length,earlier,first,last,created," \
	"subject,category,priority,team,assignee,channel,customer," \
	"customer_no,product,module,source,owner,parent,repeated,deadline," \
	"effect,result,confirmation,satisfaction,quality,wait_s,greet_s," \
	"spent_min,events,clocks\n"

struct tk_summary {
	const char *number;
	uint64_t offset, length;
	int earlier;		/* an older month holds it too */
	int64_t first, last;	/* the times of all its rows lie between */
	int64_t created;
	const char *field[TK_SUMMARY_FIELDS];	/* "" not set */
	const char *events;	/* rules/archive/brief.h reads and writes */
	const char *clocks;	/* these two */
};

/* Appends the first columns of a row; earlier -1: they are all there is. */
void	tk_summary_put_place(struct tk_buf *, const struct tk_lot *,
	    int earlier);
/* Appends the others, from the comma before them to the newline; a newline
 * in a cell becomes a blank, so that every line is a row. */
void	tk_summary_put_told(struct tk_buf *, const struct tk_summary *,
	    const struct tk_zone *);
/* Takes a record apart; strings are the reader's. 1: all; 0: only where the
 * ticket lies is known; -1: it is no such row. */
int	tk_summary_read(const struct tk_csv *, struct tk_summary *);
/* Where the ticket of a line lies; -1: it is no such line. */
int	tk_summary_place(const char *line, size_t len, struct tk_lot *);
/* The others of a line as put_told wrote them; NULL: it has none. */
const char *tk_summary_told(const char *line, size_t len, int *earlier);
/* A number in digits; -1: it is none. */
int	tk_summary_number(const char *s, uint64_t *n);

#endif
