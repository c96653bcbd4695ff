/* grown.h - is a ticket's file what an older one of it has grown to? */
#ifndef TK_RULES_GROWN_H
#define TK_RULES_GROWN_H

#include "store/ticket.h"

enum tk_grown {
	TK_GROWN,		/* or the same; a torn tail does not count */
	TK_SHORTER,		/* the same, but ends before */
	TK_CHANGED,
};

/* If not, why says it: "row 5 was …, and is … now". -1: no memory. */
int	tk_grown(const struct tk_buf *then, const struct tk_buf *now,
	    enum tk_grown *, struct tk_buf *why, struct tk_error *);

#endif
