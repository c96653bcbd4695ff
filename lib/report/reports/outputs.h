/* outputs.h - the eight outputs of a service, each a table of its own: what
 * they share. */
#ifndef TK_REPORT_OUTPUTS_H
#define TK_REPORT_OUTPUTS_H

#include "entry.h"

/* Collects a table and puts it into the sheet. noun: "ticket", for the
 * headline. */
int	tk_output_make(struct tk_reporter *, const struct tk_entry_table *,
	    void (*each)(struct tk_found *), const char *noun,
	    struct tk_error *);
/* Did it happen in the period? */
int	tk_output_within(const struct tk_found *, int64_t t);
/* The first value a field had that counts; NULL. */
const char *tk_output_first(const struct tk_found *, const char *field);

#endif
