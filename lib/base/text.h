/* text.h - UTF-8: validity, display width, folding. */
#ifndef TK_BASE_TEXT_H
#define TK_BASE_TEXT_H

#include "buf.h"

/* tk_text_valid, tk_text_width and tk_text_visible are in tk.h. */

/* The code point at s, of len > 0 bytes, and its length; a bad byte is -1 of
 * length 1. And the columns it takes on a terminal. */
int32_t	tk_text_char(const char *s, size_t len, size_t *n);
size_t	tk_text_char_width(int32_t c);

/*
 * Appends a text for a terminal: control characters as ^[ or <U+202E>, bad
 * bytes as <FF>. Newlines and tabs stay.
 */
void	tk_text_safe(struct tk_buf *, const char *s);

#define TK_FIT_RIGHT 1	/* pad on the left */
#define TK_FIT_BARE 2	/* cut, do not pad: for the last column */

/*
 * Appends one line, safe for a terminal, of exactly that many columns: cut
 * with … where it is too long. Newlines and tabs become blanks.
 */
void	tk_text_fit(struct tk_buf *, const char *s, size_t columns, int flags);

/*
 * Appends the form in which texts are matched: NFKC, case folded,
 * traditional characters as simplified ones, each run of blanks one blank,
 * or one newline if it holds one; none at the ends and none beside Chinese,
 * so that "APP 閃退" reads as "app闪退". The bytes must be valid.
 */
void	tk_text_normal(struct tk_buf *, const char *s, size_t len);

/* Appends the text with full-width forms of ASCII as ASCII: １３８ → 138. */
void	tk_text_digits(struct tk_buf *, const char *s, size_t len);

/* The bytes of the whole characters among the first `most` bytes of a string:
 * a precision for %.*s, which else cuts them in two. */
int	tk_text_cut(const char *s, int most);

/* Are two names the same but for case, width and blanks? */
int	tk_text_fold_equal(const char *a, const char *b);

#endif
