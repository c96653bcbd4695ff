#include "index.h"

#include <stdlib.h>
#include <string.h>

int
tk_index_make(struct tk_index *x, size_t names)
{
	size_t slots = 8;

	while (slots < 2 * names)
		slots *= 2;
	x->slot = calloc(slots, sizeof *x->slot);
	x->slots = x->slot == NULL ? 0 : slots;
	return x->slot == NULL ? -1 : 0;
}

void
tk_index_free(struct tk_index *x)
{
	free(x->slot);
	*x = (struct tk_index){NULL, 0};
}

static unsigned
hash_of(const char *name, size_t len)
{
	unsigned h = 2166136261u;

	while (len-- > 0)
		h = (h ^ (unsigned char)*name++) * 16777619u;
	return h;
}

/* Where the name is, or would be. */
static struct tk_index_slot *
place(const struct tk_index *x, const char *name, size_t len, unsigned hash)
{
	struct tk_index_slot *s;
	size_t at;

	for (at = hash; ; at++) {
		s = &x->slot[at & (x->slots - 1)];
		if (s->name == NULL || (s->hash == hash &&
		    strncmp(s->name, name, len) == 0 && s->name[len] == '\0'))
			return s;
	}
}

int
tk_index_add(struct tk_index *x, const char *name, int number)
{
	size_t len = strlen(name);
	unsigned hash = hash_of(name, len);
	struct tk_index_slot *s = place(x, name, len, hash);

	if (s->name == NULL)
		*s = (struct tk_index_slot){name, hash, number};
	return s->number;
}

int
tk_index_find(const struct tk_index *x, const char *name, size_t len)
{
	const struct tk_index_slot *s;

	if (x->slots == 0)
		return TK_INDEX_NONE;
	s = place(x, name, len, hash_of(name, len));
	return s->name == NULL ? TK_INDEX_NONE : s->number;
}
