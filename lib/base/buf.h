/* buf.h - a growing byte buffer and an arena of strings. */
#ifndef TK_BASE_BUF_H
#define TK_BASE_BUF_H

#include <stddef.h>

#include "error.h"

/*
 * Bytes that grow; always NUL-terminated once anything was added. After a
 * failed allocation `failed` stays set and every later call does nothing,
 * so that a writer may check once at the end (tk_buf_check).
 */
struct tk_buf {
	char *data;
	size_t len;
	size_t size;
	int failed;
};

#define TK_BUF_INIT {NULL, 0, 0, 0}

void	tk_buf_add(struct tk_buf *, const void *data, size_t len);
void	tk_buf_puts(struct tk_buf *, const char *s);
void	tk_buf_putc(struct tk_buf *, char c);
void	tk_buf_printf(struct tk_buf *, const char *fmt, ...) TK_PRINTF(2, 3);
/* Ensures room for n more bytes behind len; 0, or -1 and `failed`. */
int	tk_buf_reserve(struct tk_buf *, size_t n);
void	tk_buf_clear(struct tk_buf *);	/* keeps the memory */
void	tk_buf_free(struct tk_buf *);
int	tk_buf_check(const struct tk_buf *, struct tk_error *err);

/*
 * An arena: memory given out piece by piece and freed all at once.
 * tk_arena_reset keeps the blocks for the next use.
 */
struct tk_arena {
	struct tk_arena_block *first, *now;
	size_t used;
};

#define TK_ARENA_INIT {NULL, NULL, 0}

/* Makes room for n bytes in one piece, in an arena that holds nothing yet;
 * 0 or -1. */
int	tk_arena_reserve(struct tk_arena *, size_t n);
void	*tk_arena_alloc(struct tk_arena *, size_t n);	/* NULL: no memory */
char	*tk_arena_copy(struct tk_arena *, const char *s, size_t len);
char	*tk_arena_strdup(struct tk_arena *, const char *s);
void	tk_arena_reset(struct tk_arena *);
void	tk_arena_free(struct tk_arena *);

#endif
