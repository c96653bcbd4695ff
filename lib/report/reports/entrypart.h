/* entrypart.h - rows of grids as a partial, see report/figures/partial.h. */
#ifndef TK_REPORT_ENTRYPART_H
#define TK_REPORT_ENTRYPART_H

#include "entry.h"
#include "report/figures/merger.h"

/* Writes those that were collected, in order. */
void	tk_entries_write(struct tk_partial *, const struct tk_entries *);
/* Collects those of partials. */
int	tk_entries_read(struct tk_entries *, struct tk_merger *,
	    struct tk_error *);

#endif
