/* when.h - times as people type them; the rest is in tk.h. */
#ifndef TK_RULES_WHEN_H
#define TK_RULES_WHEN_H

#include "base/time.h"

/* The last second of the local day of t: the upper end of a bare date. */
int64_t	tk_when_day_end(const struct tk_zone *, int64_t t);

#endif
