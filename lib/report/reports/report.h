/* report.h - figures over many tickets. The public part is in tk.h. */
#ifndef TK_REPORT_REPORT_H
#define TK_REPORT_REPORT_H

#include "report/format/grid.h"
#include "period.h"
#include "report/ticket/select.h"
#include "report/figures/sweep.h"

/* What a report is made of and by. */
struct tk_reporter {
	struct tk_scope scope;
	struct tk_selection selection;
	const struct tk_report *order;	/* as it was asked for */
	struct tk_period period;
	struct tk_sheet sheet;
	struct tk_error *fault;
	int silent;		/* it is not its turn */
	int fine;		/* there is nothing that anybody must act on */
	int64_t asked;		/* now, before the period changed it */
	struct tk_partial *partial;	/* to be written instead; NULL */
	struct tk_merger *merger;	/* what is added up; NULL: the store's
					 * tickets are */
	int written;		/* by the report itself, into text: it has a
				 * form of its own in this format */
	struct tk_buf text;
};

/*
 * Sets the moment it is about: --now, or of a report about a moment that is
 * made once the last such time of day. silent: this is no working day, or
 * it was made already. _period: the same once the period is known (turn.c).
 */
int	tk_turn_now(struct tk_reporter *, int moment, struct tk_error *);
int	tk_turn_period(struct tk_reporter *, int moment, struct tk_error *);
/* The same of what was added up, once that is known. */
void	tk_turn_merged(struct tk_reporter *);
/*
 * Makes the period one day: that of --from, which --to must lie in too, else
 * that of now. A day that is over is looked at as it ended (day.c).
 */
int	tk_period_day(struct tk_reporter *, const char *week,
	    struct tk_error *);

/* The command that prints a report of that name as it was ordered, in a
 * format or (NULL) as text; the sheet's (rerun.c). */
const char *tk_report_rerun(struct tk_reporter *, const char *format,
	    const char *name);

/* Each sweeps the store and fills the sheet, or writes a partial. */
int	tk_report_overdue(struct tk_reporter *, struct tk_error *);
int	tk_report_daily(struct tk_reporter *, struct tk_error *);
int	tk_report_handover(struct tk_reporter *, struct tk_error *);
int	tk_report_digest(struct tk_reporter *, struct tk_error *);
int	tk_report_output(struct tk_reporter *, struct tk_error *);
int	tk_report_review(struct tk_reporter *, struct tk_error *);
int	tk_report_scorecard(struct tk_reporter *, struct tk_error *);

#endif
