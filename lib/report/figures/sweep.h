/* sweep.h - looks at all tickets of a store, with several threads. */
#ifndef TK_REPORT_SWEEP_H
#define TK_REPORT_SWEEP_H

#include "report/ticket/view.h"

#define TK_SWEEP_THREADS 64	/* at most */

struct tk_sweep {
	const struct tk_scope *scope;
	int closed;		/* closed/ too */
	int64_t since;		/* pass over those of closed/ last written
				 * before; TK_UNSET: none */
	unsigned threads;	/* 0: as many as CPUs, at most 4 */
	/* Each ticket, taken in but not walked; worker is below
	 * TK_SWEEP_THREADS. What it returns below 0 ends the sweep. */
	int (*each)(void *data, unsigned worker, struct tk_viewer *,
	    struct tk_error *);
	void *data;
};

/* How many threads to use for so many tickets, if so many are wanted. */
unsigned tk_sweep_threads(unsigned wanted, size_t tickets);

/* A file that cannot be read is passed over, and what a viewer's fault tells
 * too is put into *fault, if its code is TK_OK. */
int	tk_sweep_run(const struct tk_sweep *, struct tk_error *fault,
	    struct tk_error *);

#endif
