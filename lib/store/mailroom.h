/*
 * mailroom.h - mail/: raw messages and who claimed them.
 *
 *     mail/new/HASH.eml   kept, its ticket perhaps not yet made
 *     mail/new/HASH.how   what its bytes alone do not say, in words
 *     mail/raw/HASH.eml   done
 *     mail/id/ab/HASH     the claim of a Message-ID
 *     mail/kept/HASH.txt  what was no message
 *
 * HASH is the SHA-256 of the bytes, or of the Message-ID.
 */
#ifndef TK_STORE_MAILROOM_H
#define TK_STORE_MAILROOM_H

#include "base/sha256.h"
#include "store.h"

/* What an importer holds while it works: one lock on mail/new, so that what
 * lies there belongs to nobody alive; and one on mail/ while it waits for
 * the other, so that two importers take turns. */
struct tk_mailroom {
	const struct tk_store *store;
	int hall, desk;		/* descriptors of mail/ and mail/new/ */
};

/* What the bytes do not say of a message of an mbox. */
#define TK_MAIL_ESCAPED "escaped"	/* its lines >From stand for From */
#define TK_MAIL_CUT "truncated"		/* the mbox ended within it */

/* Makes the folders. TK_BUSY: after 10 s other importers are still at it.
 * tk_mailroom_leave gives the locks back. */
int	tk_mailroom_enter(struct tk_mailroom *, const struct tk_store *,
	    struct tk_error *);
void	tk_mailroom_leave(struct tk_mailroom *);

/* Is that message in mail/raw/? */
int	tk_mailroom_done(const struct tk_store *, const char *hash);
/* Writes it to mail/new/, unless it is there; how: words from above or "".
 * Not yet fsynced. */
int	tk_mailroom_keep(const struct tk_mailroom *, const char *hash,
	    const void *data, size_t len, const char *how, struct tk_error *);
/* fsyncs all that was written to the store's file system. */
int	tk_mailroom_sync(const struct tk_mailroom *, struct tk_error *);
/* The hashes in mail/new/, the oldest first. Free with tk_names_free. */
int	tk_mailroom_waiting(const struct tk_mailroom *, struct tk_names *,
	    struct tk_error *);
/* Is that one still there? */
int	tk_mailroom_waits(const struct tk_mailroom *, const char *hash);
/* Reads one of them, and its words (how has room for size bytes). */
int	tk_mailroom_read(const struct tk_mailroom *, const char *hash,
	    struct tk_buf *, char *how, size_t size, struct tk_error *);
/* Moves it to mail/raw/ and, with how, drops its words; not yet fsynced. */
int	tk_mailroom_file(const struct tk_mailroom *, const char *hash, int how,
	    struct tk_error *);
/* fsyncs mail/raw/, then mail/new/. */
int	tk_mailroom_sync_filed(const struct tk_mailroom *, struct tk_error *);
/* Keeps bytes that are no message; fsynced. 1: they were there already. */
int	tk_mailroom_aside(const struct tk_mailroom *, const char *hash,
	    const void *data, size_t len, struct tk_error *);

/* Who claimed a Message-ID. */
struct tk_mail_claim {
	char raw[TK_SHA256_HEX];	/* the message */
	char digest[TK_SHA256_HEX];	/* its content */
	char number[TK_NUMBER_SIZE];	/* its ticket */
	char status[16];		/* new or reply */
};

/* key: a hash. 1; 0: nobody; -1. */
int	tk_mail_claim_read(const struct tk_store *, const char *key,
	    struct tk_mail_claim *, struct tk_error *);
/* Writes it; errno EEXIST when there is one and replace is not set. Not yet
 * fsynced. */
int	tk_mail_claim_put(const struct tk_store *, const char *key,
	    const struct tk_mail_claim *, int replace, struct tk_error *);
/* Makes the folder it would be written to, and what is above that. */
int	tk_mail_claim_room(const struct tk_store *, const char *key,
	    struct tk_error *);

#endif
