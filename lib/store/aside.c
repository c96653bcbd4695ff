#include "aside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int
tk_store_aside(const struct tk_store *s, const char *path, const char *name,
    char to[TK_PATH_SIZE], struct tk_error *err)
{
	unsigned n;
	int saved;

	if (tk_store_make_dir(s, "lost", err) < 0)
		return -1;
	for (n = 1;; n++) {
		if (n == 1)
			snprintf(to, TK_PATH_SIZE, "lost/%.100s", name);
		else
			snprintf(to, TK_PATH_SIZE, "lost/%.100s-%u", name, n);
		if (renameat2(s->fd, path, s->fd, to, RENAME_NOREPLACE) == 0)
			break;
		if (errno == EEXIST)
			continue;
		saved = errno;
		tk_error_errno(err, TK_BAD, "cannot move \"%s/%s\" to lost/",
		    s->path, path);
		errno = saved;
		return -1;
	}
	if (tk_sys_sync_dir(s->fd, to, err) < 0)
		return -1;
	return tk_sys_sync_dir(s->fd, path, err);
}
