#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"

#define MAX_TICKET ((size_t)256 << 20)	/* bytes */

/* Do the descriptor and the name still mean one file? */
static int
same_file(const struct tk_store *s, int fd, const char *path)
{
	return tk_sys_same(s->fd, path, fd);
}

/* An open, locked descriptor of the ticket where it lies now, or -1. */
static int
open_locked(struct tk_lock *l, int flags, unsigned wait_ms,
    struct tk_error *err)
{
	char path[TK_PATH_SIZE];
	int fd;

	for (;;) {
		if (tk_store_find(l->store, l->number, &l->place, err) < 0)
			return -1;
		if (l->place == TK_IN_ARCHIVE && flags == O_RDONLY)
			return tk_error_set(err, TK_REFUSED, "%s: it has "
			    "been archived", l->number);
		if (l->place == TK_IN_ARCHIVE) {
			if (tk_archive_restore(l->store, l->number,
			    &l->archived, err) < 0)
				return -1;
			continue;
		}
		tk_store_path(path, l->place, l->number);
		fd = tk_sys_open(l->store->fd, path, flags, 0);
		if (fd < 0 && errno == ENOENT)
			continue;
		if (fd < 0)
			return tk_error_errno(err, TK_BAD,
			    "%s: cannot open \"%s/%s\"%s", l->number,
			    l->store->path, path, flags == O_RDONLY ? "" :
			    " for writing");
		if (tk_sys_lock(fd, l->number, wait_ms, err) < 0) {
			close(fd);
			return -1;
		}
		if (same_file(l->store, fd, path))
			return fd;
		close(fd);
	}
}

static int
cut_tail(struct tk_lock *l, const struct tk_ticket *t, const char *data,
    char *lost, struct tk_error *err)
{
	char name[TK_NUMBER_SIZE + 8];

	snprintf(name, sizeof name, "%s.tail", l->number);
	if (tk_store_lose(l->store, name, data + t->complete, t->tail, lost,
	    err) < 0)
		return -1;
	if (ftruncate(l->fd, (off_t)t->complete) < 0)
		return tk_error_errno(err, TK_BAD, "%s: cannot cut the torn "
		    "tail", l->number);
	return 0;
}

int
tk_lock_open(struct tk_lock *l, const struct tk_store *s, const char *number,
    unsigned wait_ms, struct tk_ticket *t, const struct tk_schema *schema,
    char lost[TK_PATH_SIZE], struct tk_error *err)
{
	struct tk_buf data = TK_BUF_INIT;
	int rc = -1;

	memset(l, 0, sizeof *l);
	l->store = s;
	lost[0] = '\0';
	snprintf(l->number, sizeof l->number, "%s", number);
	l->fd = open_locked(l, O_RDWR | O_APPEND, wait_ms, err);
	if (l->fd < 0)
		return -1;
	if (tk_sys_read_fd(l->fd, number, &data, MAX_TICKET, err) < 0 ||
	    tk_ticket_parse(t, schema, data.data, data.len, err) < 0)
		goto done;
	if (t->tail > 0 && cut_tail(l, t, data.data, lost, err) < 0)
		goto done;
	l->size = t->complete;
	rc = 0;
done:
	tk_buf_free(&data);
	if (rc < 0)
		tk_lock_close(l, NULL);
	return rc;
}

int
tk_lock_look(struct tk_lock *l, const struct tk_store *s, const char *number,
    unsigned wait_ms, struct tk_buf *data, struct tk_error *err)
{
	memset(l, 0, sizeof *l);
	l->store = s;
	snprintf(l->number, sizeof l->number, "%s", number);
	l->fd = open_locked(l, O_RDONLY, wait_ms, err);
	if (l->fd < 0)
		return -1;
	if (tk_sys_read_fd(l->fd, number, data, MAX_TICKET, err) < 0) {
		tk_lock_close(l, NULL);
		return -1;
	}
	return 0;
}

int
tk_lock_append(struct tk_lock *l, const void *data, size_t len,
    struct tk_error *err)
{
	if (tk_sys_write(l->fd, data, len) < 0) {
		tk_error_errno(err, TK_BAD, "%s: cannot write", l->number);
		if (ftruncate(l->fd, (off_t)l->size) < 0)
			tk_error_errno(err, TK_BAD, "%s: cannot write, nor "
			    "cut back what was half written", l->number);
		return -1;
	}
	l->size += len;
	l->unsynced = 1;
	return 0;
}

int
tk_lock_sync(struct tk_lock *l, struct tk_error *err)
{
	if (l->unsynced && fsync(l->fd) < 0)
		return tk_error_errno(err, TK_BAD, "%s: cannot fsync",
		    l->number);
	l->unsynced = 0;
	return 0;
}

int
tk_lock_room(const struct tk_lock *l, enum tk_place place,
    struct tk_error *err)
{
	char dir[TK_PATH_SIZE], *slash;

	if (place == l->place)
		return 0;
	slash = strrchr(tk_store_path(dir, place, l->number), '/');
	*slash = '\0';
	if (tk_store_make_dir(l->store, dir, NULL) == 0)
		return 0;
	*strchr(dir, '/') = '\0';	/* "closed" itself is missing */
	if (tk_store_make_dir(l->store, dir, err) < 0)
		return -1;
	*strrchr(tk_store_path(dir, place, l->number), '/') = '\0';
	return tk_store_make_dir(l->store, dir, err);
}

int
tk_lock_move(struct tk_lock *l, enum tk_place to, struct tk_error *err)
{
	char from_path[TK_PATH_SIZE], to_path[TK_PATH_SIZE];
	int tries = 100, rc;

	if (to == l->place)
		return 0;
	tk_store_path(from_path, l->place, l->number);
	tk_store_path(to_path, to, l->number);
	do	/* tk-archive takes empty folders away */
		if (tk_lock_room(l, to, err) < 0)
			return -1;
	while ((rc = tk_sys_move(l->store->fd, from_path, to_path, err)) < 0 &&
	    errno == ENOENT && tries-- > 0);
	if (rc < 0)
		return -1;
	l->place = to;
	return 0;
}

/* What came out of the archive and is as it was there need not stay. */
static void
put_away(const struct tk_lock *l)
{
	char path[TK_PATH_SIZE];
	struct stat st;

	tk_store_path(path, TK_IN_CLOSED, l->number);
	if (l->place == TK_IN_CLOSED && fstat(l->fd, &st) == 0 &&
	    (size_t)st.st_size == l->archived && same_file(l->store, l->fd,
	    path))
		unlinkat(l->store->fd, path, 0);
}

int
tk_lock_close(struct tk_lock *l, struct tk_error *err)
{
	int rc = 0;

	if (l->fd >= 0 && l->archived > 0)
		put_away(l);

	if (l->fd >= 0 && close(l->fd) < 0)
		rc = tk_error_errno(err, TK_BAD, "%s: cannot close",
		    l->number);
	l->fd = -1;
	return rc;
}
