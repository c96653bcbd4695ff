#include "schema.h"

#include <stdlib.h>
#include <string.h>

static const char *const status_names[TK_STATUSES] = {
	"new", "unclear", "assigned", "active", "waiting", "solved", "closed",
};

const char *
tk_status_name(enum tk_status status)
{
	return status_names[status];
}

int
tk_status_find(const char *name)
{
	int i;

	for (i = 0; i < TK_STATUSES; i++)
		if (strcmp(status_names[i], name) == 0)
			return i;
	return -1;
}

struct tk_schema *
tk_schema_new(void)
{
	struct tk_schema *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	if (tk_schema_add(s, "id", TK_FOLD_ONE) != TK_ID ||
	    tk_schema_add(s, "status", TK_FOLD_ONE) != TK_STATUS ||
	    tk_schema_add(s, "void", TK_FOLD_LOG) != TK_VOID ||
	    tk_schema_add(s, "verdict", TK_FOLD_LOG) != TK_VERDICT) {
		tk_schema_free(s);
		return NULL;
	}
	return s;
}

void
tk_schema_free(struct tk_schema *s)
{
	if (s == NULL)
		return;
	free(s->field);
	free(s->bucket);
	tk_arena_free(&s->arena);
	free(s);
}

static unsigned
hash(const char *name, size_t len)
{
	unsigned h = 2166136261u;

	while (len-- > 0)
		h = (h ^ (unsigned char)*name++) * 16777619u;
	return h;
}

static int
rehash(struct tk_schema *s, unsigned buckets)
{
	unsigned *bucket = calloc(buckets, sizeof *bucket);
	unsigned i, at;

	if (bucket == NULL)
		return -1;
	for (i = 0; i < s->count; i++) {
		at = hash(s->field[i].name, strlen(s->field[i].name));
		while (bucket[at & (buckets - 1)] != 0)
			at++;
		bucket[at & (buckets - 1)] = i + 1;
	}
	free(s->bucket);
	s->bucket = bucket;
	s->buckets = buckets;
	return 0;
}

int
tk_schema_find(const struct tk_schema *s, const char *name, size_t len)
{
	const char *have;
	unsigned at, i;

	if (s->buckets == 0)
		return -1;
	for (at = hash(name, len);
	    (i = s->bucket[at & (s->buckets - 1)]) != 0; at++) {
		have = s->field[i - 1].name;
		if (strncmp(have, name, len) == 0 && have[len] == '\0')
			return (int)i - 1;
	}
	return -1;
}

int
tk_schema_add(struct tk_schema *s, const char *name, enum tk_fold fold)
{
	struct tk_field *grown;
	unsigned size;
	int at;

	at = tk_schema_find(s, name, strlen(name));
	if (at >= 0)
		return at;
	if (s->count == s->size) {
		size = s->size > 0 ? 2 * s->size : 64;
		grown = realloc(s->field, size * sizeof *grown);
		if (grown == NULL)
			return -1;
		s->field = grown;
		s->size = size;
	}
	s->field[s->count].name = tk_arena_strdup(&s->arena, name);
	s->field[s->count].fold = fold;
	s->field[s->count].lapses = NULL;
	if (s->field[s->count].name == NULL)
		return -1;
	s->count++;
	if (s->buckets != 4 * s->size)
		return rehash(s, 4 * s->size) < 0 ? -1 : (int)s->count - 1;
	for (size = hash(name, strlen(name));
	    s->bucket[size & (s->buckets - 1)] != 0; size++)
		;
	s->bucket[size & (s->buckets - 1)] = s->count;
	return (int)s->count - 1;
}

int
tk_schema_lapse(struct tk_schema *s, unsigned field, unsigned at,
    const char *value)
{
	struct tk_lapse *l = tk_arena_alloc(&s->arena, sizeof *l);

	if (l == NULL)
		return -1;
	l->field = field;
	l->value = NULL;
	if (value != NULL) {
		l->value = tk_arena_strdup(&s->arena, value);
		if (l->value == NULL)
			return -1;
	}
	l->next = s->field[at].lapses;
	s->field[at].lapses = l;
	return 0;
}
