/*
 * mailkey.h - the store's key for mail, and the Message-IDs made with it.
 *
 * mail/key holds 64 hexadecimal digits and a newline. It is made when the
 * first Message-ID is and never changed: with it an answer to our own mail
 * is told from one that only says so, so it must not leave the store.
 */
#ifndef TK_STORE_MAILKEY_H
#define TK_STORE_MAILKEY_H

#include "store.h"

#define TK_MAIL_DOMAIN_MAX 253	/* bytes of a domain */
#define TK_MAIL_TOKEN_SIZE 352	/* room for any token */

/*
 * Writes the Message-ID "<tk.NUMBER.N-HEX@domain>" of the n-th message of a
 * ticket (0: its acknowledgement, k: its k-th reply row); HEX is the
 * beginning of HMAC-SHA256(key, "NUMBER N"). Makes the key if the store has
 * none; TK_BAD when it cannot be read or made.
 */
int	tk_mail_token_make(const struct tk_store *, const char *number,
	    unsigned n, const char *domain, char out[TK_MAIL_TOKEN_SIZE],
	    struct tk_error *);

/*
 * Is a Message-ID (with or without its <>, of any domain) one of ours? 1 and
 * the ticket's number, which need not be there any more; 0: no, or the store
 * has no key; -1: the key cannot be read.
 */
int	tk_mail_token_find(const struct tk_store *, const char *message_id,
	    char number[TK_NUMBER_SIZE], struct tk_error *);

#endif
