/* box.h - a folder in which a program may do as it likes. Of tk-import alone. */
#ifndef TK_CMD_BOX_H
#define TK_CMD_BOX_H

#include <time.h>

#include "base/sys.h"

struct box {
	char outer[4096];	/* the path of the folder around it */
	int fd;			/* of the box */
};

/* Makes one below tmp with a file of that name in it; there is room for as
 * much again. box_close removes it, whatever it holds by then. */
int	box_open(struct box *, const char *tmp, const char *name,
	    const void *data, size_t len);
void	box_close(struct box *);
/*
 * Runs a program in a new folder of the box, until a second of
 * CLOCK_MONOTONIC; files longer than most bytes end there, and one byte
 * behind. *status: as waitpid(2) has it; said: what it printed. It has no
 * stdin, no descriptor of ours, no right to gain others, and little memory;
 * what it started dies with it. -1 with errno: it did not begin.
 */
int	box_run(const struct box *, const char *room, const char *program,
	    char *const argv[], size_t most, time_t until, int *status,
	    struct tk_buf *said);
/* Reads a file, "ROOM/NAME": 1; 0: it is none, or has more than most bytes
 * (*large). */
int	box_read(const struct box *, const char *path, size_t most,
	    struct tk_buf *, int *large);

#endif
