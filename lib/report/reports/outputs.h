/* outputs.h - the eight outputs of a service, each a table of its own: what
 * they share. */
#ifndef TK_REPORT_OUTPUTS_H
#define TK_REPORT_OUTPUTS_H

#include "entry.h"

/* A report that is one table. */
struct tk_output {
	struct tk_entry_table table;	/* of the report's name */
	void (*each)(struct tk_found *);	/* as tk_entries has it */
	const char *noun;	/* "ticket", for the headline */
};

/* records.c */
extern const struct tk_output tk_output_records, tk_output_sorting,
	tk_output_archive;
/* happenings.c */
extern const struct tk_output tk_output_assignments, tk_output_progress,
	tk_output_communication, tk_output_measures;

/* Did it happen in the period? */
int	tk_output_within(const struct tk_found *, int64_t t);
/* Fills columns that are called like the field whose value stands there. */
void	tk_output_fields(struct tk_found *, struct tk_entry *,
	    const unsigned char *column, size_t columns);
/* The first value a field had that counts; NULL. */
const char *tk_output_first(const struct tk_found *, const char *field);

#endif
