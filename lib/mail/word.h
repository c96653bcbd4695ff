/* word.h - what addresses and parameters need of encoded words. */
#ifndef TK_MAIL_WORD_H
#define TK_MAIL_WORD_H

#include "part.h"

/* The bytes of the encoded word that begins at s; 0: none does. */
size_t	tk_mail_word_length(const char *s, size_t len);
/* Appends text in which "=E4" (or "%E4", by the mark) stands for a byte; of
 * "=", "_" for a blank, and ends of lines for nothing. */
void	tk_mail_escapes(struct tk_buf *, struct tk_span, char mark);
/*
 * Makes what was appended from there on one line: no control characters, no
 * line separators, tabs as blanks, no blanks at the ends.
 */
void	tk_mail_one_line(struct tk_buf *, size_t from);
/* A field's value whose bytes may be in any charset, as UTF-8, so that no
 * byte of a pair is taken for a quote or an @; encoded words stay. */
void	tk_mail_raw_utf8(struct tk_buf *, const char *label, const char *value,
	    size_t len);

#endif
