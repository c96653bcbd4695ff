/* mask.h - telephone numbers and mail addresses made unusable in lists. */
#ifndef TK_REPORT_MASK_H
#define TK_REPORT_MASK_H

#include "base/buf.h"

/*
 * Appends a text in which mobile numbers (138****5678), numbers with a
 * country or area code and mail addresses (a***@b.cn) are masked, however
 * they are written: with blanks or hyphens, full-width, behind +86. What was
 * masked is ASCII then.
 */
void	tk_mask_text(struct tk_buf *, const char *s, size_t len);
/* The same of a field that holds nothing but contact details: any number of
 * 7 digits is masked, and words that are neither number nor address too. */
void	tk_mask_contact(struct tk_buf *, const char *s, size_t len);

#endif
