/* mailout.h - a report as mail, ready for sendmail -t. */
#ifndef TK_REPORT_MAILOUT_H
#define TK_REPORT_MAILOUT_H

#include "grid.h"
#include "report/ticket/view.h"

/* TK_BAD: nobody to send it to, or no address; the message says which. */
int	tk_mail_recipients(const char *const *to, size_t n,
	    struct tk_error *);
/* Appends the sheet as text and as a page. The same sheet to the same people
 * has the same Message-ID. The scope says who it is from. */
int	tk_sheet_mail(struct tk_buf *, const struct tk_sheet *,
	    const struct tk_scope *, const char *const *to, size_t n,
	    struct tk_error *);

#endif
