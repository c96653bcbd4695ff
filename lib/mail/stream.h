/* stream.h - a window on a file, a pipe or stdin. Of lib/mail alone. */
#ifndef TK_MAIL_STREAM_H
#define TK_MAIL_STREAM_H

#include "mail.h"

#ifndef TK_STREAM_BLOCK			/* fuzzers have a small one */
#define TK_STREAM_BLOCK (1 << 20)	/* bytes asked for at a time */
#endif

/* What was read and is still needed is data[begin, end). */
struct tk_stream {
	int fd;
	const char *name;	/* for messages; the caller's */
	char *data;
	size_t size, begin, end;
	uint64_t base;		/* bytes read before data[0] */
	int whole;		/* nothing follows */
};

/* Reads on; data and begin may move. 0 even at the end, which whole tells;
 * -1: it cannot be read, or no memory. */
int	tk_stream_fill(struct tk_stream *, struct tk_error *);
/* Reads on until so many bytes are there, or all. */
int	tk_stream_fill_to(struct tk_stream *, size_t len, struct tk_error *);
/* Forgets data[from, to), as if it had not been there. */
void	tk_stream_drop(struct tk_stream *, size_t from, size_t to);

#endif
