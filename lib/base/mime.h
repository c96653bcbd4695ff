/*
 * mime.h - writes mail that every program reads: ASCII only, lines of at most
 * 76 columns that end in LF. RFC 2045 to 2047, 2231, 5322.
 */
#ifndef TK_BASE_MIME_H
#define TK_BASE_MIME_H

#include "buf.h"
#include "time.h"

/* Appends a text as one line: each run of blanks, control characters and
 * line ends is one blank, there are none at its ends. At most so many
 * characters, then an ellipsis. */
void	tk_mime_line(struct tk_buf *, const char *text, size_t most);

/* ---- fields of a header ------------------------------------------------ */

/* One being written: it is folded between its words. */
struct tk_mime_field {
	struct tk_buf *out;
	size_t column;
	int empty;	/* no word stands in it yet */
};

/* Writes "Name:". */
void	tk_mime_begin(struct tk_mime_field *, struct tk_buf *out,
	    const char *name);
/* A word of ASCII without blanks, as it is. */
void	tk_mime_word(struct tk_mime_field *, const char *word, size_t len);
/* A text, as encoded words unless it is plain. */
void	tk_mime_text(struct tk_mime_field *, const char *text);
/* "Name <address>"; name may be "". */
void	tk_mime_mailbox(struct tk_mime_field *, const char *name,
	    const char *address, size_t len);
/* "; name=value", as RFC 2231 has it unless the value is plain. */
void	tk_mime_param(struct tk_mime_field *, const char *name,
	    const char *value);
void	tk_mime_end(struct tk_mime_field *);

#define TK_MIME_DATE_SIZE 48
/* "Fri, 20 Nov 2026 09:20:00 +0800"; returns buf. */
char	*tk_mime_date(char buf[TK_MIME_DATE_SIZE], int64_t t,
	    const struct tk_zone *);
/* "Fri Nov 20 01:20:00 2026", UTC: of the From_ line of an mbox. */
char	*tk_mime_asctime(char buf[TK_MIME_DATE_SIZE], int64_t t);

/* ---- bodies ------------------------------------------------------------- */

/* The digits of base64, in one line; then in lines of 76. */
void	tk_mime_digits(struct tk_buf *, const char *data, size_t len);
void	tk_mime_base64(struct tk_buf *, const char *data, size_t len);
/* No line of it is "." or, with or without > before it, begins with
 * "From ". */
void	tk_mime_quoted(struct tk_buf *, const char *text, size_t len);
/* The header of a part of that type, "text/html", the empty line, and the
 * text in what takes less room. It ends in a newline. */
void	tk_mime_part(struct tk_buf *, const char *type, const char *text,
	    size_t len);
/* The same of text/plain. */
void	tk_mime_plain(struct tk_buf *, const char *text, size_t len);

#endif
