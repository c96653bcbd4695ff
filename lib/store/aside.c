#include "aside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Gives it the first free name in lost/: another one, or beside its own. */
static int
name_it(const struct tk_store *s, const char *path, const char *name,
    int beside, char to[TK_PATH_SIZE], struct tk_error *err)
{
	int lost, saved;
	unsigned n;

	if (tk_store_make_dir(s, "lost", err) < 0)
		return -1;
	lost = tk_sys_open_dir(s->fd, "lost", err);	/* and no link */
	if (lost < 0)
		return -1;
	for (n = 1;; n++) {
		if (n == 1)
			snprintf(to, TK_PATH_SIZE, "lost/%.100s", name);
		else
			snprintf(to, TK_PATH_SIZE, "lost/%.100s-%u", name, n);
		if ((beside ? linkat(s->fd, path, lost, to + 5, 0) :
		    renameat2(s->fd, path, lost, to + 5,
		    RENAME_NOREPLACE)) == 0)
			break;
		if (errno == EEXIST)
			continue;
		saved = errno;
		tk_error_errno(err, TK_BAD, "cannot %s \"%s/%s\" %s lost/",
		    beside ? "keep" : "move", s->path, path,
		    beside ? "in" : "to");
		close(lost);
		errno = saved;
		return -1;
	}
	close(lost);
	return tk_sys_sync_dir(s->fd, to, err);
}

int
tk_store_aside(const struct tk_store *s, const char *path, const char *name,
    char to[TK_PATH_SIZE], struct tk_error *err)
{
	return name_it(s, path, name, 0, to, err) < 0 ? -1 :
	    tk_sys_sync_dir(s->fd, path, err);
}

int
tk_store_keep(const struct tk_store *s, const char *path, const char *name,
    char to[TK_PATH_SIZE], struct tk_error *err)
{
	return name_it(s, path, name, 1, to, err);
}
