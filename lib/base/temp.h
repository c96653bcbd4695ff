/* temp.h - a file that has no name until it is whole. */
#ifndef TK_BASE_TEMP_H
#define TK_BASE_TEMP_H

#include <sys/types.h>

#include "error.h"

/*
 * Killed before it got its name, it leaves nothing behind (O_TMPFILE); on a
 * file system without that it has a name that begins with a dot, and that
 * stays. Begins as TK_TEMP_INIT.
 */
struct tk_temp {
	int at;			/* its folder is below this one */
	int fd;
	char name[256];		/* "": none */
};
#define TK_TEMP_INIT {-1, -1, ""}

/* Opens one in a folder below at, whose descriptor must stay open. */
int	tk_temp_open(struct tk_temp *, int at, const char *dir, mode_t mode,
	    struct tk_error *);
/* Gives it a name below at, in the same folder: errno is EEXIST when that is
 * taken. Neither the file nor the folder is fsynced. */
int	tk_temp_link(struct tk_temp *, const char *path, struct tk_error *);
/* Closes it; without a name it is gone. */
void	tk_temp_close(struct tk_temp *);

#endif
