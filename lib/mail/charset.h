/* charset.h - the pieces behind tk_mail_charset_utf8. */
#ifndef TK_MAIL_CHARSET_H
#define TK_MAIL_CHARSET_H

#include "part.h"

/* ---- labels (alias.c) ---------------------------------------------------- */

enum tk_mail_label {
	TK_LABEL_LATIN = 1,	/* the text may overrule it */
	TK_LABEL_SEVEN = 2,	/* bytes below 0x80 mean other characters */
	TK_LABEL_WIDE = 4,	/* the same, in units of two or four bytes */
	TK_LABEL_PAIRS = 8,	/* Chinese, in pairs of bytes */
};

/* The name of the charset that is meant by a label, and what it is like; NULL
 * when nobody knows it. Names are constants, or the thread's until
 * tk_mail_charset_end. */
const char *tk_mail_alias(const char *label, size_t len, unsigned *kind);
/* The label without quotes and blanks, as it may be shown. */
void	tk_mail_label(char out[48], const char *label, size_t len);

/* ---- decoding (decode.c) ----------------------------------------------- */

/* The name as the thread keeps it, if iconv knows it; else NULL. */
const char *tk_mail_decode_known(const char *name);
/* Appends data; returns how many bytes were replaced by U+FFFD. */
unsigned tk_mail_decode(struct tk_buf *, const char *name, const char *data,
	    size_t len);
/* Replaces bytes of what was appended from there on, if it must be: others'
 * UTF-8 may go beyond U+10FFFF. */
unsigned tk_mail_decode_again(struct tk_buf *, size_t from);

/* ---- what bytes look like (guess.c) ------------------------------------ */

/* Text read as pairs of a Chinese charset. */
struct tk_mail_pairs {
	size_t whole, common, broken;
	size_t high;		/* whole ones whose second byte is >= 0xa1 */
	double score;
};

void	tk_mail_pairs_gb(struct tk_mail_pairs *, const char *data, size_t len);
/* "GB18030", "BIG5-HKSCS" or "WINDOWS-1252" for bytes that are no UTF-8, and
 * how well the better of the first two fits. */
const char *tk_mail_guess(const char *data, size_t len,
	    struct tk_mail_pairs *best);
/* Is it UTF-8 but for at most a tenth of the bytes that are not ASCII? ASCII
 * is. *bad: how many are not. */
int	tk_mail_is_utf8(const char *data, size_t len, size_t *bad);
/* Bytes that are not ASCII. */
size_t	tk_mail_high_bytes(const char *data, size_t len);

#endif
