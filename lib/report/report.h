/* report.h - figures over many tickets. The public part is in tk.h. */
#ifndef TK_REPORT_REPORT_H
#define TK_REPORT_REPORT_H

#include "grid.h"
#include "period.h"
#include "select.h"
#include "sweep.h"

/* What a report is made of and by. */
struct tk_reporter {
	struct tk_scope scope;
	struct tk_selection selection;
	const struct tk_report *order;	/* as it was asked for */
	struct tk_period period;
	struct tk_sheet sheet;
	struct tk_error *fault;
};

/* Each sweeps the store and fills the sheet. */
int	tk_report_overdue(struct tk_reporter *, struct tk_error *);
int	tk_report_weekly(struct tk_reporter *, struct tk_error *);

#endif
