#include "alikegroup.h"

#include <stdlib.h>
#include <string.h>

#include "store/scan.h"

static uint64_t
hash(const struct tk_buf *key)
{
	uint64_t h = 14695981039346656037u;
	size_t i;

	for (i = 0; i < key->len; i++)
		h = (h ^ (unsigned char)key->data[i]) * 1099511628211u;
	return h ^ h >> 32;
}

/* Where the group of the key is, or would be. */
static size_t
slot_of(const struct tk_alike_set *s, uint64_t h)
{
	const struct tk_alike_group *g;
	size_t i = (size_t)h & (s->slots - 1);

	for (; (g = s->slot[i]) != NULL; i = (i + 1) & (s->slots - 1))
		if (g->hash == h && g->len == s->key.len &&
		    memcmp(g->key, s->key.data, g->len) == 0)
			break;
	return i;
}

struct tk_alike_group *
tk_alike_group_find(const struct tk_alike_set *s)
{
	return s->slots == 0 ? NULL : s->slot[slot_of(s, hash(&s->key))];
}

static int
grow(struct tk_alike_set *s)
{
	size_t slots = s->slots > 0 ? 2 * s->slots : 256, i, j;
	struct tk_alike_group **slot = calloc(slots, sizeof *slot);

	if (slot == NULL)
		return -1;
	for (i = 0; i < s->slots; i++) {
		if (s->slot[i] == NULL)
			continue;
		j = (size_t)s->slot[i]->hash & (slots - 1);
		while (slot[j] != NULL)
			j = (j + 1) & (slots - 1);
		slot[j] = s->slot[i];
	}
	free(s->slot);
	s->slot = slot;
	s->slots = slots;
	return 0;
}

struct tk_alike_group *
tk_alike_group_need(struct tk_alike_set *s)
{
	uint64_t h = hash(&s->key);
	struct tk_alike_group *g;
	size_t i;

	if (2 * (s->groups + 1) > s->slots && grow(s) < 0)
		return NULL;
	i = slot_of(s, h);
	if (s->slot[i] != NULL)
		return s->slot[i];
	g = tk_arena_alloc(&s->arena, sizeof *g);
	if (g == NULL)
		return NULL;
	memset(g, 0, sizeof *g);
	g->hash = h;
	g->len = s->key.len;
	g->key = tk_arena_copy(&s->arena, s->key.data, g->len);
	g->of = &g->one;
	g->size = 1;
	if (g->key == NULL)
		return NULL;
	s->groups++;
	return s->slot[i] = g;
}

/* ---- order ------------------------------------------------------------- */

int
tk_alike_compare(const struct tk_alike *a, const struct tk_alike *b)
{
	if (a->created != b->created)
		return a->created < b->created ? -1 : 1;
	return tk_number_compare(a->number, b->number);
}

size_t
tk_alike_group_place(const struct tk_alike_group *g, const struct tk_alike *a)
{
	size_t low = 0, high = g->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (tk_alike_compare(g->of[middle], a) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int
widen(struct tk_alike_group *g)
{
	const struct tk_alike **of;

	if (g->count < g->size)
		return 0;
	of = realloc(g->of == &g->one ? NULL : g->of,
	    2 * g->size * sizeof *of);
	if (of == NULL)
		return -1;
	if (g->of == &g->one)
		of[0] = g->one;
	g->of = of;
	g->size *= 2;
	return 0;
}

/* Almost always behind the last one: tickets come in the order of time. */
int
tk_alike_group_add(struct tk_alike_group *g, const struct tk_alike *a)
{
	size_t i = g->count;

	if (widen(g) < 0)
		return -1;
	if (i > 0 && tk_alike_compare(g->of[i - 1], a) > 0)
		i = tk_alike_group_place(g, a);
	memmove(g->of + i + 1, g->of + i, (g->count - i) * sizeof *g->of);
	g->of[i] = a;
	g->count++;
	return 0;
}

void
tk_alike_group_remove(struct tk_alike_group *g, const struct tk_alike *a)
{
	size_t i = tk_alike_group_place(g, a);

	while (i < g->count && g->of[i] != a)
		i++;
	if (i == g->count)
		return;
	g->count--;
	memmove(g->of + i, g->of + i + 1, (g->count - i) * sizeof *g->of);
}

void
tk_alike_groups_free(struct tk_alike_set *s)
{
	size_t i;

	for (i = 0; i < s->slots; i++)
		if (s->slot[i] != NULL && s->slot[i]->of != &s->slot[i]->one)
			free(s->slot[i]->of);
	free(s->slot);
	s->slot = NULL;
	s->slots = s->groups = 0;
}
