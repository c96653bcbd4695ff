/* refused.c - what was typed and could not be stored is kept elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/sys.h"

/* Makes every folder of a path that is not there. */
static int
make_path(const char *dir, struct tk_error *err)
{
	char path[4096];
	char *p;

	if ((size_t)snprintf(path, sizeof path, "%s/", dir) >= sizeof path)
		return tk_error_set(err, TK_BAD, "\"%s\" is too long", dir);
	for (p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			return tk_error_errno(err, TK_BAD,
			    "cannot make \"%s\"", path);
		*p = '/';
	}
	return 0;
}

int
tk_refused_save(const char *dir, const char *text, size_t len, char *path,
    size_t size, struct tk_error *err)
{
	unsigned n;
	int fd;

	if (make_path(dir, err) < 0)
		return -1;
	for (n = 1; n < 100000; n++) {
		snprintf(path, size, "%s/%ld-%u.txt", dir, (long)getpid(), n);
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0 && errno == EEXIST)
			continue;
		if (fd < 0 || tk_sys_write(fd, text, len) < 0 ||
		    fsync(fd) < 0) {
			tk_error_errno(err, TK_BAD, "cannot save what was "
			    "typed in \"%s\"", path);
			if (fd >= 0)
				close(fd);
			return -1;
		}
		close(fd);
		return 0;
	}
	return tk_error_set(err, TK_BAD, "\"%s\" is full", dir);
}
