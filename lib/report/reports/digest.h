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

/* Sets address and name of a row of which a mail will be made, and the word
 * it is sorted by (digestmail.c). */
void	tk_digest_address(struct tk_found *, struct tk_entry *);
/* Writes the mails of all rows, an mbox, into the reporter's text. */
int	tk_digest_mail(const struct tk_entries *, struct tk_error *);

#endif
