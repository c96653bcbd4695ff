/* store.h - the folder of a store: its settings, names and numbers. */
#ifndef TK_STORE_STORE_H
#define TK_STORE_STORE_H

#include <sys/types.h>

#include "base/sys.h"
#include "base/time.h"

#define TK_STORE_FORMAT 1
#define TK_ZONE_DEFAULT "Asia/Shanghai"
#define TK_PATH_SIZE 128	/* of a ticket, below the store */
#define TK_LOCK_WAIT 10000	/* milliseconds, then TK_BUSY */

enum tk_place {
	TK_IN_OPEN,
	TK_IN_CLOSED,
	TK_IN_ARCHIVE,		/* and in neither of them */
};

struct tk_store {
	int fd;
	char *path;		/* as opened, for messages */
	char prefix[9];
	struct tk_zone *zone;
	int override;		/* TK_NOW and TK_ACTOR count in writers */
	mode_t dir_mode;	/* 02770 in a group's store, else 0777 */
	mode_t file_mode;	/* 0660 or 0666 */
};

/* Makes DIR (which may be there if empty) with store.csv and rules/ copied
 * from the open folder rules_fd. */
struct tk_store_plan {
	const char *dir, *prefix, *zone;
	int rules_fd;
	int override;
	int group;
};
int	tk_store_init(const struct tk_store_plan *, struct tk_error *);

/* TK_BAD when the folder is no store, or one of a newer format. */
int	tk_store_open(struct tk_store **, const char *path, struct tk_error *);
void	tk_store_close(struct tk_store *);

/* Is it a ticket's number: letters, a day that exists, at least 4 digits?
 * day ("2023-10-27") may be NULL. */
int	tk_number_valid(const char *number, char day[11]);
/* "open/2023-10-27/CS202310270001.csv" or the same below closed/; returns
 * path. */
char	*tk_store_path(char path[TK_PATH_SIZE], enum tk_place,
	    const char *number);
/* Where a ticket lies: two passes, as it may be moving, then the archive; -1
 * and TK_REFUSED when nowhere, TK_BAD when that cannot be known. */
int	tk_store_find(const struct tk_store *, const char *number,
	    enum tk_place *, struct tk_error *);
/* Reads a ticket's file, or what it was when it was archived. */
int	tk_store_read(const struct tk_store *, const char *number,
	    struct tk_buf *, enum tk_place *, struct tk_error *);

/*
 * Reserves the next free number of the day of `now` in the store's zone.
 * A number reserved is never given out again, used or not. before (may be
 * NULL) hears the number while nobody else can reserve one and it is not yet
 * counted as given out: what it writes down survives a crash at any point.
 */
int	tk_number_next(const struct tk_store *, int64_t now,
	    int (*before)(void *data, const char *number, struct tk_error *),
	    void *data, char number[TK_NUMBER_SIZE], struct tk_error *);
/* Sees to it that a number so written down counts as given out. */
int	tk_number_claim(const struct tk_store *, const char *number,
	    struct tk_error *);

/* Opens DIR/PATH for writing under its final mode whatever the umask. */
int	tk_store_create(const struct tk_store *, const char *path, int flags,
	    struct tk_error *);
int	tk_store_make_dir(const struct tk_store *, const char *path,
	    struct tk_error *);
/* The same for those who sync the whole file system afterwards. */
int	tk_store_make_dir_unsynced(const struct tk_store *, const char *path,
	    struct tk_error *);
/* Sets bytes aside: lost/NAME, or NAME-2, … if taken. The name used comes
 * back in path (TK_PATH_SIZE). */
int	tk_store_lose(const struct tk_store *, const char *name,
	    const void *data, size_t len, char *path, struct tk_error *);

#endif
