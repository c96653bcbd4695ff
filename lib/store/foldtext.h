/* foldtext.h - a ticket's fold as lines, for tests and for looking. */
#ifndef TK_STORE_FOLDTEXT_H
#define TK_STORE_FOLDTEXT_H

#include "base/time.h"
#include "fold.h"

/*
 * Appends "created = …", "status = …", then what is set by the byte order
 * of its names, "NAME[n] = …" for a log, "NAME+ = …" for a set, each with
 * its qualifiers below it; then what a reader reports: "~ row N damaged".
 * Backslash, newline and tab are written \\, \n and \t.
 */
int	tk_fold_text(struct tk_buf *, const struct tk_ticket *,
	    const struct tk_state *, const struct tk_zone *,
	    struct tk_error *);

/* The word for a row that is reported ("damaged", "orphan", "void", …), or
 * NULL. */
const char *tk_row_report(const struct tk_row *);

#endif
