/* select.h - which tickets a list or a report speaks of. */
#ifndef TK_REPORT_SELECT_H
#define TK_REPORT_SELECT_H

#include "rules/selector/selector.h"
#include "view.h"

struct tk_selection {
	const struct tk_scope *scope;
	struct tk_selector *selector;	/* NULL: there are no terms */
	int any_status;		/* one is named, or all are wanted */
	int closed;		/* closed ones may match */
	int clocks;		/* a term asks for them */
};

/*
 * Compiles the operands, which must all hold. all: what is closed is meant
 * too when nothing names a status; else it is not. Free with
 * tk_selection_close.
 */
int	tk_selection_open(struct tk_selection *, const struct tk_scope *,
	    const char *const *operands, size_t n, int all,
	    const struct tk_error *fault, struct tk_error *);
void	tk_selection_close(struct tk_selection *);
/* Does a brief tell whether a ticket is meant? */
int	tk_selection_brief(const struct tk_selection *);
/* Is the ticket meant? Walks its clocks if that must be known. 1 or 0; -1
 * when a pattern gave up. */
int	tk_selection_match(const struct tk_selection *, struct tk_viewer *,
	    struct tk_error *);

/* May the caller see contact details? TK_REFUSED if not. */
int	tk_selection_unmask(const struct tk_scope *, struct tk_error *);

#endif
