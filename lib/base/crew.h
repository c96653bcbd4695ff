/* crew.h - one piece of work for several threads. */
#ifndef TK_BASE_CREW_H
#define TK_BASE_CREW_H

#include "error.h"

#define TK_CREW_MAX 64		/* threads */

/* How many threads to use for so many items, of which a thread takes `chunk`
 * at once; wanted 0: as many as CPUs, at most 4. */
unsigned tk_crew_threads(unsigned wanted, size_t items, size_t chunk);

/*
 * Calls each() once for every item below `items`, from several threads;
 * worker is below `threads`, at most TK_CREW_MAX. What it returns below 0
 * ends the work, and the first such error is *err.
 */
struct tk_crew {
	unsigned threads;
	size_t items, chunk;
	int (*each)(void *data, unsigned worker, size_t item,
	    struct tk_error *);
	void *data;
};
int	tk_crew_run(const struct tk_crew *, struct tk_error *);

#endif
