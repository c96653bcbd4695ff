/* charset.h - other encodings into UTF-8, through iconv(3). */
#ifndef TK_BASE_CHARSET_H
#define TK_BASE_CHARSET_H

#include "buf.h"

/* Appends data as UTF-8. TK_BAD when the charset is unknown or a byte does
 * not belong to it (the message says which). */
int	tk_charset_utf8(struct tk_buf *, const char *charset, const char *data,
	    size_t len, struct tk_error *);

#endif
