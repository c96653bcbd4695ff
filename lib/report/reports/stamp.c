/* stamp.c - the file that says what was reported last. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "report.h"
#include "store/store.h"

/* The file, made if need be, locked; it may have been replaced while we
 * waited. */
static int
open_locked(const char *path, struct tk_error *err)
{
	int fd;

	for (;;) {
		fd = tk_sys_open(AT_FDCWD, path, O_RDONLY | O_CREAT, 0666);
		if (fd < 0)
			return tk_error_errno(err, TK_BAD, "cannot open "
			    "\"%s\"", path);
		if (tk_sys_lock(fd, path, TK_LOCK_WAIT, err) < 0) {
			close(fd);
			return -1;
		}
		if (tk_sys_same(AT_FDCWD, path, fd))
			return fd;
		close(fd);
	}
}

static int
read_last(struct tk_stamp *s, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	int rc = tk_sys_read_fd(s->fd, s->path, &b, 4096, err);
	size_t len = b.len == 0 ? 0 : strcspn(b.data, "\n");

	/* written by nobody of ours, whose file would be lost */
	if (rc == 0 && b.len > 0 && (len >= TK_STAMP_SIZE ||
	    len + 1 != b.len))
		rc = tk_error_set(err, TK_BAD, "%s is no file of --once; name "
		    "another one, or remove it", s->path);
	else if (rc == 0)
		snprintf(s->last, TK_STAMP_SIZE, "%.*s", (int)len,
		    b.len == 0 ? "" : b.data);
	tk_buf_free(&b);
	return rc;
}

int
tk_stamp_open(struct tk_stamp *s, const char *path, struct tk_error *err)
{
	*s = (struct tk_stamp){.path = path, .fd = open_locked(path, err)};
	if (s->fd < 0)
		return -1;
	if (read_last(s, err) < 0) {
		close(s->fd);
		s->fd = -1;
		return -1;
	}
	return 0;
}

int
tk_stamp_write(struct tk_stamp *s, const char *stamp, struct tk_error *err)
{
	char line[TK_STAMP_SIZE + 1];
	int n = snprintf(line, sizeof line, "%s\n", stamp);

	if (tk_sys_write_file(AT_FDCWD, s->path, line, (size_t)n, 0666, 1,
	    err) < 0)
		return -1;
	snprintf(s->last, TK_STAMP_SIZE, "%s", stamp);
	return 0;
}

void
tk_stamp_close(struct tk_stamp *s)
{
	if (s->fd < 0)
		return;
	/* made to be locked, and not needed */
	if (s->last[0] == '\0' && tk_sys_same(AT_FDCWD, s->path, s->fd))
		unlinkat(AT_FDCWD, s->path, 0);
	close(s->fd);
	s->fd = -1;
}
