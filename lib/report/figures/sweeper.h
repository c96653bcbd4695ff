/* sweeper.h - what the parts of a sweep share. For sweep.c and sweepmonth.c
 * only. */
#ifndef TK_REPORT_SWEEPER_H
#define TK_REPORT_SWEEPER_H

#include <pthread.h>

#include "rules/archive/brief.h"
#include "store/folder.h"
#include "store/month.h"
#include "sweep.h"

/* Rows of a month's summary that one thread takes at once. */
struct tk_sheaf {
	const struct tk_month *month;
	uint64_t from, to;	/* bytes of it */
};

/* An archived ticket, and the newest month that holds it. */
struct tk_newest {
	char number[TK_NUMBER_SIZE];
	const char *month;
};

struct tk_sweeper {
	const struct tk_sweep *sweep;
	const struct tk_store *store;
	struct tk_folders folders;
	struct tk_month *month;		/* those that may matter */
	size_t months;
	struct tk_sheaf *sheaf;
	size_t sheaves;
	struct tk_newest *newest;	/* by number; of those in several */
	size_t newests, newest_size;
	struct tk_sweep_worker *worker;
	pthread_mutex_t mutex;		/* of fault */
	struct tk_error *fault;
};

struct tk_sweep_worker {
	struct tk_viewer viewer;
	struct tk_folder_reader reader;
	struct tk_csv csv;
	struct tk_buf rows;
	struct tk_brief brief;
	char number[TK_NUMBER_SIZE];
};

void	tk_sweeper_fault(struct tk_sweeper *, const struct tk_error *);
/* Opens the months that may matter and divides them; what cannot be read is
 * a fault. */
int	tk_sweeper_months(struct tk_sweeper *, struct tk_error *);
/* Looks at one sheaf. */
int	tk_sweeper_sheaf(struct tk_sweeper *, unsigned worker, size_t sheaf,
	    struct tk_error *);

#endif
