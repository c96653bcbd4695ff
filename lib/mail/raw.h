/* raw.h - a message before it is read. Of lib/mail alone. */
#ifndef TK_MAIL_RAW_H
#define TK_MAIL_RAW_H

#include "part.h"

/* Takes one '>' from the lines that an mbox escaped: ">From ". It is copied,
 * into raw, only if there is one. -1: no memory. */
int	tk_mail_unescape(struct tk_span *, struct tk_buf *raw);
/* Without a BOM, and without empty lines when a header follows. */
struct tk_span tk_mail_from_header(struct tk_span);
/*
 * The message within a wrapper of SpamAssassin (report_safe), which is told
 * by its own words; else the tree's root. NULL: no memory.
 */
const struct tk_mail_part *tk_mail_unwrapped(const struct tk_mail_tree *,
	    struct tk_buf *decoded);

#endif
