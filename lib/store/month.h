/* month.h - one month of archive/: MONTH.csv, which holds the rows of its
 * tickets, and MONTH.summary.csv and MONTH.zone.csv, which are derived. */
#ifndef TK_STORE_MONTH_H
#define TK_STORE_MONTH_H

#include <stdint.h>

#include "lots.h"
#include "store.h"

#define TK_MONTH_HEADER "id,time,actor,field,value\n"
#define TK_MONTH_SIZE 8		/* "2023-10" and its NUL */

/* What a month is about, so that one that cannot matter is not read. */
struct tk_zone_figures {
	uint64_t tickets;
	uint64_t bytes;			/* of MONTH.csv, to which it belongs */
	uint64_t summary_bytes;
	int64_t first, last;	/* between them lies all its tickets tell */
	uint64_t earlier;	/* tickets that an older month holds too */
};

/* An open month. Where summary and zone do not fit the month's file, as
 * after a crash or by another's hand, a summary of numbers and places alone
 * is made by reading it. */
struct tk_month {
	char name[TK_MONTH_SIZE];
	int fd, summary;		/* summary -1: made */
	struct tk_buf made;
	struct tk_zone_figures zone;
	uint64_t bad;			/* stretches of no ticket, when made */
};

/* "archive/2023-10.csv"; suffix "", ".summary", ".zone". Returns path. */
char	*tk_month_path(char path[TK_PATH_SIZE], const char *month,
	    const char *suffix);
int	tk_month_valid(const char *name);
/* The months there are, the newest first. */
struct tk_months {
	char (*name)[TK_MONTH_SIZE];
	size_t count;
};
int	tk_months_list(struct tk_months *, const struct tk_store *,
	    struct tk_error *);
void	tk_months_free(struct tk_months *);

/* 1; 0 when there is no such month; -1. Close with tk_month_close. */
int	tk_month_open(struct tk_month *, const struct tk_store *,
	    const char *name, struct tk_error *);
void	tk_month_close(struct tk_month *);
/* Does it hold the ticket? By halving the summary: 1, 0 or -1. */
int	tk_month_find(const struct tk_month *, const char *number,
	    struct tk_lot *, struct tk_error *);
/* The rows of the summary that begin between two bytes of it, whole; the
 * heading is none. From all threads at once. */
int	tk_month_rows(const struct tk_month *, uint64_t from, uint64_t to,
	    struct tk_buf *, struct tk_error *);
/* The ticket's file as it was, byte for byte; from all threads at once. */
int	tk_month_ticket(const struct tk_month *, const struct tk_lot *,
	    struct tk_buf *, struct tk_error *);
/* Appends the bytes of a lot as they are; from all threads at once. */
int	tk_month_raw(const struct tk_month *, const struct tk_lot *,
	    struct tk_buf *, struct tk_error *);

/* MONTH.zone.csv. */
void	tk_zone_figures_put(struct tk_buf *, const char *month,
	    const struct tk_zone_figures *, const struct tk_zone *);

#endif
