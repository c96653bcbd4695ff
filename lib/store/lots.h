/* lots.h - the tickets in the bytes of a month's file, whatever befell it. */
#ifndef TK_STORE_LOTS_H
#define TK_STORE_LOTS_H

#include <stdint.h>

#include "base/buf.h"

/* Where a ticket lies in a month's file. */
struct tk_lot {
	char number[TK_NUMBER_SIZE];	/* "": bytes of no ticket */
	uint64_t offset, length;
};

/* In the order of the file; a ticket may come in several. They and a heading
 * are all of it. Begins as {0}. */
struct tk_lots {
	struct tk_lot *lot;
	size_t count, size;
	int headless;		/* the first line is not the heading */
};

/* A damaged row that begins with a number is one of that ticket; what has no
 * newline yet is of none. 0, or -1 for want of memory. */
int	tk_lots_find(struct tk_lots *, const char *data, size_t len,
	    struct tk_error *);
void	tk_lots_free(struct tk_lots *);

/* The number before the first comma; "" if it is none. */
void	tk_lot_number(char number[TK_NUMBER_SIZE], const char *line,
	    size_t len);
/* Takes the number from before every row from byte `begin` on. -1: there
 * are rows of another ticket, or no memory. */
int	tk_lot_strip(struct tk_buf *, size_t begin, const char *number);
/* Appends a ticket's file to a month's, row by row behind its number. */
void	tk_lot_put(struct tk_buf *, const char *number, const char *data,
	    size_t len);

#endif
