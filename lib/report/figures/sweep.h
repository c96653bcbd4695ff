/* sweep.h - looks at all tickets of a store, with several threads. */
#ifndef TK_REPORT_SWEEP_H
#define TK_REPORT_SWEEP_H

#include "base/crew.h"
#include "report/ticket/view.h"

#define TK_SWEEP_THREADS TK_CREW_MAX

/* What of an archived ticket's brief the sweep can do with. */
enum tk_sweep_brief {
	TK_BRIEF_NEVER,
	TK_BRIEF_SIFT,		/* sift() tells which ones are read in full */
	TK_BRIEF_ENOUGH,
};

struct tk_sweep {
	const struct tk_scope *scope;
	int closed;		/* closed/ and the archive too */
	int64_t since;		/* pass over those closed that say nothing of
				 * a time from then on; TK_UNSET: none */
	int64_t until;		/* … nor of one before; TK_UNSET: none */
	int trust_times;	/* of files: closed ones not written since then
				 * need not be read */
	unsigned threads;	/* 0: as many as CPUs, at most 4 */
	enum tk_sweep_brief brief;
	/* May the ticket, of which the viewer has a brief, be one of those
	 * looked for? 1, 0 or -1. */
	int (*sift)(void *data, struct tk_viewer *, struct tk_error *);
	/* Each ticket, taken in but not walked; worker is below
	 * TK_SWEEP_THREADS. What it returns below 0 ends the sweep. */
	int (*each)(void *data, unsigned worker, struct tk_viewer *,
	    struct tk_error *);
	void *data;
};

/* A file that cannot be read is passed over, and what a viewer's fault tells
 * too is put into *fault, if its code is TK_OK. */
int	tk_sweep_run(const struct tk_sweep *, struct tk_error *fault,
	    struct tk_error *);

#endif
