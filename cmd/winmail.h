/* winmail.h - a winmail.dat taken apart by ytnef(1). Of tk-import alone. */
#ifndef TK_CMD_WINMAIL_H
#define TK_CMD_WINMAIL_H

#include <time.h>

#include "mail/mail.h"

/* Where ytnef is on a PATH, which may be NULL; NULL: nowhere. free(3) it. */
char	*winmail_program(const char *path);
/*
 * Runs it on the bytes of a winmail.dat, until a second of CLOCK_MONOTONIC, in
 * a folder of its own below tmp that is gone then. What it found, with text
 * its text, too, goes into the arena; a stream it cannot read is a warning in
 * *found. -1: the program cannot be run, or there is no room.
 */
int	winmail_unpack(const char *program, const char *tmp,
	    const struct tk_enclosure *winmail, int text, time_t until,
	    struct tk_arena *, struct tk_mail_winmail *found,
	    struct tk_error *);

#endif
