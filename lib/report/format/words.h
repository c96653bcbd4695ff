/* words.h - times and spans as people read them. */
#ifndef TK_REPORT_WORDS_H
#define TK_REPORT_WORDS_H

#include "base/buf.h"
#include "base/time.h"

#define TK_WORD_SIZE 32		/* room for any of these */

/* "11-20 15:00", with the year unless it is that of now; "-" when unset.
 * Returns buf. */
char	*tk_word_time(char buf[TK_WORD_SIZE], int64_t t,
	    const struct tk_zone *, int64_t now);
/* "2026-11-20 15:00", with seconds unless they are 0; "-" when unset. */
char	*tk_word_date(char buf[TK_WORD_SIZE], int64_t t,
	    const struct tk_zone *);
/* "45s", "12m", "2h05m"; from two days on "3d04h". */
char	*tk_word_span(char buf[TK_WORD_SIZE], int64_t seconds);
/* The same of counted seconds, which make no days: "104h30m". */
char	*tk_word_open(char buf[TK_WORD_SIZE], int64_t seconds);
/* To the second: "104:30:00". */
char	*tk_word_exact(char buf[TK_WORD_SIZE], int64_t seconds);

#endif
