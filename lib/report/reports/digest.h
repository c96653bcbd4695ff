/* digest.h - the report `digest`: what customers are told of a day. */
#ifndef TK_REPORT_DIGEST_H
#define TK_REPORT_DIGEST_H

#include "entry.h"

/* The columns of its first table, which the mails are made of. */
enum tk_digest_column {
	TK_DIGEST_ID,
	TK_DIGEST_TIME,
	TK_DIGEST_CUSTOMER,
	TK_DIGEST_CONTACT,
	TK_DIGEST_SUBJECT,
	TK_DIGEST_NEXT,
	TK_DIGEST_EXPECTED,
	TK_DIGEST_TOLD,		/* since when the customer knows */
	TK_DIGEST_ADDRESS,	/* of mails only */
	TK_DIGEST_NAME,		/* that goes with it */
	TK_DIGEST_DONE,
};

/* The words around what the tickets say. The texts are the rulebook's. */
struct tk_digest_words {
	const char *template;	/* its first line is the subject */
	const char *text;	/* what is below */
	const char *id, *progress, *next, *expected;	/* labels */
};

/* From messages.csv and fields.csv; TK_BAD: they leave no room for what is
 * to be told (digestwords.c). */
int	tk_digest_words(struct tk_digest_words *, const struct tk_scope *,
	    struct tk_error *);
/* Append what is told of so many rows, those of one mail. */
void	tk_digest_subject(struct tk_buf *, const struct tk_digest_words *,
	    struct tk_entry *const *, size_t n, const struct tk_sheet *);
void	tk_digest_text(struct tk_buf *, const struct tk_digest_words *,
	    struct tk_entry *const *, size_t n, const struct tk_sheet *);
/* Sets address and name of a row of which a mail will be made, and the word
 * it is sorted by (digestmail.c). */
void	tk_digest_address(struct tk_found *, struct tk_entry *);
/* Writes the mails of all rows, an mbox, into the reporter's text. */
int	tk_digest_mail(const struct tk_entries *, struct tk_error *);

#endif
