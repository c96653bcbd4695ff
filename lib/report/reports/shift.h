/* shift.h - the shift that comes next, by duty.csv. */
#ifndef TK_REPORT_SHIFT_H
#define TK_REPORT_SHIFT_H

#include "report.h"

struct tk_shift {
	int64_t from;	/* TK_UNSET: duty.csv knows of none */
	int64_t until;	/* its end; else the next working morning */
};

/*
 * The shift that begins next: one that began half an hour ago still does, as
 * it is being handed over to. Without any in the next week `until` is when
 * the calendar next opens.
 */
struct tk_shift tk_shift_next(const struct tk_scope *);
/* Adds a grid of who is on duty then. -1: no memory. */
int	tk_shift_put(struct tk_reporter *, const struct tk_shift *);

#endif
