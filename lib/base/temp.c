#include "temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys.h"

int
tk_temp_open(struct tk_temp *t, int at, const char *dir, mode_t mode,
    struct tk_error *err)
{
	static _Thread_local unsigned count;
	int saved;

	t->at = at;
	t->name[0] = '\0';
	t->fd = tk_sys_open(at, dir, O_RDWR | O_TMPFILE, mode);
	if (t->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR ||
	    errno == EINVAL)) {
		snprintf(t->name, sizeof t->name, "%s/.%ld.%u.tmp", dir,
		    (long)getpid(), ++count);
		t->fd = tk_sys_open(at, t->name, O_RDWR | O_CREAT | O_TRUNC,
		    mode);
	}
	if (t->fd < 0) {
		saved = errno;
		tk_error_errno(err, TK_BAD, "cannot create a file in \"%s\"",
		    dir);
		errno = saved;
		return -1;
	}
	if (mode != 0666)	/* a group's store, whatever the umask */
		fchmod(t->fd, mode);
	return 0;
}

int
tk_temp_link(struct tk_temp *t, const char *path, struct tk_error *err)
{
	char proc[64];
	int rc, saved;

	if (t->name[0] != '\0') {
		rc = linkat(t->at, t->name, t->at, path, 0);
	} else {	/* the first way needs a capability, the second /proc */
		rc = linkat(t->fd, "", t->at, path, AT_EMPTY_PATH);
		if (rc < 0 && (errno == ENOENT || errno == EPERM)) {
			snprintf(proc, sizeof proc, "/proc/self/fd/%d", t->fd);
			rc = linkat(AT_FDCWD, proc, t->at, path,
			    AT_SYMLINK_FOLLOW);
		}
	}
	if (rc == 0)
		return 0;
	saved = errno;
	tk_error_errno(err, TK_BAD, "cannot create \"%s\"", path);
	errno = saved;
	return -1;
}

void
tk_temp_close(struct tk_temp *t)
{
	int saved = errno;

	if (t->fd < 0)
		return;
	if (t->name[0] != '\0')
		unlinkat(t->at, t->name, 0);
	close(t->fd);
	t->fd = -1;
	errno = saved;
}
