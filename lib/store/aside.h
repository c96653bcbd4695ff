/* aside.h - lost/: what is in the way goes there, nothing is deleted. */
#ifndef TK_STORE_ASIDE_H
#define TK_STORE_ASIDE_H

#include "store.h"

/* Moves a file or folder of the store to lost/NAME, or NAME-2, … if that is
 * taken; where it is now comes back in to. ENOENT when it is gone. */
int	tk_store_aside(const struct tk_store *, const char *path,
	    const char *name, char to[TK_PATH_SIZE], struct tk_error *);
/* The same for a file that is about to be replaced: a second name for it. */
int	tk_store_keep(const struct tk_store *, const char *path,
	    const char *name, char to[TK_PATH_SIZE], struct tk_error *);

#endif
