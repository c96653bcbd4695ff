/* claim.h - ref/: outside keys, each of which makes one ticket only. */
#ifndef TK_STORE_CLAIM_H
#define TK_STORE_CLAIM_H

#include "store.h"

/*
 * All claims are made under one lock (the folder ref/), held from the claim
 * until its ticket is there, so a claim without its ticket is one whose
 * maker died: it may be taken over. Returns a descriptor; close gives back.
 */
int	tk_claim_lock(const struct tk_store *, struct tk_error *);
/* The number that holds the key: 1, or 0 when none does, or -1. A number
 * whose ticket does not exist does not hold it. */
int	tk_claim_find(const struct tk_store *, const char *ref,
	    char number[TK_NUMBER_SIZE], struct tk_error *);
/* Writes the claim, under the lock; fsynced. */
int	tk_claim_put(const struct tk_store *, const char *ref,
	    const char *number, struct tk_error *);

#endif
