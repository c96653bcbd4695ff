/* folder.h - all tickets of a store by the folders they lie in, for those
 * who read many: no look at a file but to open it, one open per folder. */
#ifndef TK_STORE_FOLDER_H
#define TK_STORE_FOLDER_H

#include "store.h"

struct tk_entry {
	char number[TK_NUMBER_SIZE];
	unsigned folder;		/* where it lay when it was listed */
};

/* In no order but that of the folders; each number once. */
struct tk_folders {
	struct tk_entry *entry;
	size_t count, size;
	char (*folder)[TK_PATH_SIZE];	/* "open/2023-10-27" */
	unsigned folders, folder_size;
	size_t *seen;			/* number → entry + 1 */
	size_t slots;
	int64_t from, to;		/* days that are listed */
};

/*
 * Lists open/, or with closed also closed/ and then once more open/, as a
 * ticket may be moving. Free with tk_folders_free.
 */
int	tk_folders_open(struct tk_folders *, const struct tk_store *,
	    int closed, struct tk_error *);
/* The same of open/ and closed/, but only the folders of these days since
 * 1970-01-01, both included. */
int	tk_folders_between(struct tk_folders *, const struct tk_store *,
	    int64_t from, int64_t to, struct tk_error *);
void	tk_folders_free(struct tk_folders *);
/* Is it one of them? Only where closed/ was listed too. */
int	tk_folders_have(const struct tk_folders *, const char *number);

/* One thread's way through the entries. Begins as TK_FOLDER_READER_INIT. */
struct tk_folder_reader {
	int fd;			/* of the folder it is in, or -1 */
	unsigned folder;
};
#define TK_FOLDER_READER_INIT {-1, 0}

/* Reads a ticket, wherever it has moved to since: 1; 0: it is nowhere any
 * more; -1. */
int	tk_folder_read(struct tk_folder_reader *, const struct tk_store *,
	    const struct tk_folders *, size_t entry, struct tk_buf *,
	    struct tk_error *);
/* When was it last written? TK_UNSET: unknown. */
int64_t	tk_folder_written(struct tk_folder_reader *, const struct tk_store *,
	    const struct tk_folders *, size_t entry);
void	tk_folder_reader_close(struct tk_folder_reader *);

#endif
