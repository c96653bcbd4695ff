/* sniff.h - what kind of mailbox a file is. Of lib/mail alone. */
#ifndef TK_MAIL_SNIFF_H
#define TK_MAIL_SNIFF_H

#include "stream.h"

/* Passes over what stands before the first line. */
int	tk_sniff_begin(struct tk_stream *, struct tk_error *);
/* What it is, by what it begins with; TK_BAD: no mail. */
int	tk_sniff_format(struct tk_stream *, enum tk_mailbox_format *,
	    struct tk_error *);

#endif
