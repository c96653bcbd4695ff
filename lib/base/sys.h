/* sys.h - files and folders, relative to an open folder, links not followed. */
#ifndef TK_BASE_SYS_H
#define TK_BASE_SYS_H

#include <sys/types.h>

#include "buf.h"

/* All set errno beside *err, so that a caller may look for ENOENT. */

/* open(2) of a path below an open folder: it neither follows a symbolic link
 * anywhere on the way nor leaves the folder, nor waits for who may write into
 * a FIFO; O_CLOEXEC is added. From AT_FDCWD only the last name must be no
 * link. -1 with errno. */
int	tk_sys_open(int at, const char *path, int flags, mode_t mode);
/* Opens a folder below at (AT_FDCWD allowed); the descriptor, or -1. */
int	tk_sys_open_dir(int at, const char *path, struct tk_error *);
/* mkdir(2) and renameat2(2), but no link on the way is followed. */
int	tk_sys_mkdir(int at, const char *path, mode_t mode);
int	tk_sys_rename(int at, const char *from, const char *to,
	    unsigned flags);
/* Makes a folder unless it is there, and fsyncs its parent if made. */
int	tk_sys_make_dir(int at, const char *path, mode_t mode,
	    struct tk_error *);
/* Replaces b's content by the file's; TK_BAD beyond max bytes. */
int	tk_sys_read_file(int at, const char *path, struct tk_buf *b, size_t max,
	    struct tk_error *);
/* The same from an open descriptor, from its beginning. */
int	tk_sys_read_fd(int fd, const char *name, struct tk_buf *b, size_t max,
	    struct tk_error *);
/* Writes all of it, or fails. */
int	tk_sys_write(int fd, const void *data, size_t len);
/* Temporary, fsync, then rename (replace) or link (else EEXIST); fsync. */
int	tk_sys_write_file(int at, const char *path, const void *data,
	    size_t len, mode_t mode, int replace, struct tk_error *);
/* fsync of the folder that holds path. */
int	tk_sys_sync_dir(int at, const char *path, struct tk_error *);
/* rename, then fsync the target folder, then the source folder. */
int	tk_sys_move(int at, const char *from, const char *to,
	    struct tk_error *);
/*
 * flock(2), exclusive, tried with 0.2 → 5 ms of jittered backoff for up to
 * wait_ms; then TK_BUSY. `name` is for the message.
 */
int	tk_sys_lock(int fd, const char *name, unsigned wait_ms,
	    struct tk_error *);
/* Do the name and the descriptor mean one file, even now? */
int	tk_sys_same(int at, const char *path, int fd);
/* "NFS", "SMB" or "FUSE" if the file lies there, where locks and fsync may
 * not hold; else NULL. */
const char *tk_sys_remote(int fd);
/* The names in a folder, sorted, without those beginning with a dot. A
 * folder that is not there has none. Free with tk_names_free. */
struct tk_names {
	char **name;
	size_t count;
};
int	tk_sys_names(int at, const char *path, struct tk_names *,
	    struct tk_error *);
void	tk_names_free(struct tk_names *);

#endif
