/* index.h - numbers by name. */
#ifndef TK_BASE_INDEX_H
#define TK_BASE_INDEX_H

#include <stddef.h>

#define TK_INDEX_NONE (-1)

/* Names are not copied: they must stay. All zero is an empty index. */
struct tk_index {
	struct tk_index_slot {
		const char *name;	/* NULL: free */
		unsigned hash;
		int number;		/* 0 or more */
	} *slot;
	size_t slots;
};

/* Makes room for so many names; 0, or -1 without memory. Free with
 * tk_index_free. */
int	tk_index_make(struct tk_index *, size_t names);
void	tk_index_free(struct tk_index *);
/* Adds a name, for which there must be room, unless it is there already.
 * The number it stands for then. */
int	tk_index_add(struct tk_index *, const char *name, int number);
/* TK_INDEX_NONE: it is not there. */
int	tk_index_find(const struct tk_index *, const char *name, size_t len);

#endif
