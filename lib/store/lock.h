/* lock.h - one ticket's file, held alone by one writer. */
#ifndef TK_STORE_LOCK_H
#define TK_STORE_LOCK_H

#include "store.h"
#include "ticket.h"

struct tk_lock {
	const struct tk_store *store;
	int fd;
	char number[TK_NUMBER_SIZE];
	enum tk_place place;
	size_t size;		/* bytes of the file that are whole records */
	size_t archived;	/* the size it was taken out of the archive
				 * with, to be written to; 0: it was live */
	int unsynced;		/* appended, not yet fsynced */
};

/*
 * Locks a ticket wherever it lies and reads it into *t. After locking, the
 * descriptor and the name must be one inode, else it is looked for again (it
 * was moved meanwhile). A torn tail is set aside in lost/ and cut off; *lost
 * then is its path (else ""). wait_ms 0: TK_BUSY at once. An archived ticket
 * is put back into closed/ first, and taken away when nothing was written.
 */
int	tk_lock_open(struct tk_lock *, const struct tk_store *,
	    const char *number, unsigned wait_ms, struct tk_ticket *t,
	    const struct tk_schema *, char lost[TK_PATH_SIZE],
	    struct tk_error *);
/* Locks it without changing anything and reads its bytes: who holds the lock
 * may judge a tail, and in which folder it belongs. */
int	tk_lock_look(struct tk_lock *, const struct tk_store *,
	    const char *number, unsigned wait_ms, struct tk_buf *data,
	    struct tk_error *);
/* One write at the end; a short or failed one is cut back. */
int	tk_lock_append(struct tk_lock *, const void *, size_t,
	    struct tk_error *);
int	tk_lock_sync(struct tk_lock *, struct tk_error *);
/* Makes the folder that a move to there would need. */
int	tk_lock_room(const struct tk_lock *, enum tk_place, struct tk_error *);
/* Moves the file between open/ and closed/ and fsyncs both folders. */
int	tk_lock_move(struct tk_lock *, enum tk_place, struct tk_error *);
/* Gives the lock back; TK_BAD when the last close failed. */
int	tk_lock_close(struct tk_lock *, struct tk_error *);

#endif
