/* address.h - one address within a field of them. */
#ifndef TK_MAIL_ADDRESS_H
#define TK_MAIL_ADDRESS_H

#include "part.h"

#define TK_MAX_ADDRESS 320	/* bytes: more is a name */

struct tk_span tk_mail_bare(const char *s, size_t len);
/* Is there an @, or a full-width one? */
int	tk_mail_has_at(const char *s, size_t len);
/* Writes the address that the text is: without mailto:, quotes that are not
 * needed, marks around it; the domain in lower case. 0, or -1: it is none. */
int	tk_mail_address_read(struct tk_buf *, const char *s, size_t len);
/* The last word with an @ in it: b's bytes from, to. 0, or -1: there is
 * none. */
int	tk_mail_address_find(const struct tk_buf *b, size_t *from, size_t *to);
/* Writes the address of "zhang at qq.com". 0, or -1: it is none. */
int	tk_mail_address_spelled(struct tk_buf *, const struct tk_buf *b);

#endif
