/* envelope.h - who wrote to whom, and when. Of lib/mail alone. */
#ifndef TK_MAIL_ENVELOPE_H
#define TK_MAIL_ENVELOPE_H

#include "part.h"

/*
 * Fills id, references, from, reply_to, others, date and received of m from
 * a header. label: of raw bytes, may be NULL. -1: no memory.
 */
int	tk_mail_envelope(struct tk_message *m, const struct tk_mail_header *,
	    const char *label, struct tk_arena *, struct tk_buf *word);

/* The first sender with an address: From, Reply-To, Sender, Return-Path;
 * "" where there is none. -1: no memory. */
int	tk_mail_sender(struct tk_address *, const struct tk_mail_header *,
	    const char *label, struct tk_arena *);

/* When the last server took it: the topmost Received. */
int64_t	tk_mail_received(const struct tk_mail_header *);

#endif
