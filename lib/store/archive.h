/* archive.h - tickets of past months: found, read, and taken out again. */
#ifndef TK_STORE_ARCHIVE_H
#define TK_STORE_ARCHIVE_H

#include "month.h"

/* The newest month that holds the ticket, opened, and where in it: 1; 0: no
 * month does; -1. Close it with tk_month_close after a 1. */
int	tk_archive_find(const struct tk_store *, const char *number,
	    struct tk_month *, struct tk_lot *, struct tk_error *);
/* The ticket's file as it was when it was packed: 1, 0 or -1. */
int	tk_archive_read(const struct tk_store *, const char *number,
	    struct tk_buf *, struct tk_error *);
/* Puts it back into closed/ unless it is there, and tells its size. It stays
 * in its month too; the live file wins. 1, 0 or -1. */
int	tk_archive_restore(const struct tk_store *, const char *number,
	    size_t *size, struct tk_error *);
/* Calls each() for every ticket of the months from `since` ("2023-10", "":
 * all) on, the newest first; one that is in several comes several times.
 * What it returns below 0 ends it: -1. */
int	tk_archive_each(const struct tk_store *, const char *since,
	    int (*each)(void *data, const struct tk_month *,
	    const struct tk_lot *, struct tk_error *), void *data,
	    struct tk_error *);

#endif
