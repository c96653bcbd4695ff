/* merge.h - a report that is made in parts: of which partials are written, or
 * which adds them up. */
#ifndef TK_REPORT_MERGE_H
#define TK_REPORT_MERGE_H

#include "report.h"
#include "report/figures/merger.h"

/* Begins as {0}; free with tk_merge_close. */
struct tk_merge {
	struct tk_merger merger;
	struct tk_partial partial;	/* rows of figures */
	struct tk_heading about;
	struct tk_report order;		/* as it was given to the parts */
};

/* Sees which of them the order asks for, and puts them into the reporter; of
 * partials that are added up the order comes from them. */
int	tk_merge_open(struct tk_merge *, struct tk_reporter *,
	    struct tk_error *);
/* Once its period is known. */
int	tk_merge_begin(struct tk_merge *, struct tk_reporter *,
	    struct tk_error *);
/* Once all is collected: a partial becomes the reporter's text. */
int	tk_merge_end(struct tk_merge *, struct tk_reporter *,
	    struct tk_error *);
void	tk_merge_close(struct tk_merge *);

#endif
