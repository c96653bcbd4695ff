/*
 * alike.c - groups of tickets that have a category and one more thing in
 * common, each in the order in which they were received.
 *
 * Whether two are of one customer is decided by the first of customer_no,
 * contact and customer that both have. So the groups by contact and by
 * customer are kept apart by which of those before it their tickets have:
 * then a ticket's like are whole stretches of few groups, and are counted
 * without a look at each.
 */
#include "alikegroup.h"

#include <string.h>

/* Kinds of groups beside enum tk_alike_by. */
enum {
	BY_NUMBER = TK_ALIKE_VALUES,	/* one ticket */
	BY_PARENT,
	KINDS,
};

static const struct {
	enum tk_alike_by first, last;
} compared[TK_SAME_RULES] = {
	{TK_ALIKE_CUSTOMER_NO, TK_ALIKE_CUSTOMER},
	{TK_ALIKE_PRODUCT, TK_ALIKE_PRODUCT},
	{TK_ALIKE_MODULE, TK_ALIKE_MODULE},
};

/* ---- the set ----------------------------------------------------------- */

/* Which of what decides before `by` it has, one bit each. */
static unsigned
before(const struct tk_alike *a, unsigned by)
{
	unsigned bits = 0, i;

	for (i = 0; i < by && by <= TK_ALIKE_CUSTOMER; i++)
		if (a->value[i][0] != '\0')
			bits |= 1u << i;
	return bits;
}

/* The key of a group that the ticket may be in; 0: it is in none. */
static int
make_key(struct tk_alike_set *s, const struct tk_alike *a, unsigned kind,
    unsigned bits)
{
	const char *value = kind == BY_NUMBER ? a->number :
	    kind == BY_PARENT ? a->parent : a->value[kind];

	if (value[0] == '\0')
		return 0;
	tk_buf_clear(&s->key);
	tk_buf_putc(&s->key, (char)('0' + kind));
	tk_buf_putc(&s->key, (char)('0' + bits));
	if (kind < TK_ALIKE_VALUES)
		tk_buf_puts(&s->key, a->category);
	tk_buf_putc(&s->key, '\0');
	tk_buf_puts(&s->key, value);
	return !s->key.failed;
}

static const struct tk_alike *
by_number(struct tk_alike_set *s, const char *number)
{
	const struct tk_alike a = {.number = number};
	const struct tk_alike_group *g = make_key(s, &a, BY_NUMBER, 0) ?
	    tk_alike_group_find(s) : NULL;

	return g == NULL || g->count == 0 ? NULL : g->of[0];
}

int
tk_alike_has(struct tk_alike_set *s, const char *number)
{
	return by_number(s, number) != NULL;
}

void
tk_alike_drop(struct tk_alike_set *s, const char *number)
{
	const struct tk_alike *a = by_number(s, number);
	struct tk_alike_group *g;
	unsigned kind;

	for (kind = 0; a != NULL && kind < KINDS; kind++)
		if (make_key(s, a, kind, before(a, kind)) &&
		    (g = tk_alike_group_find(s)) != NULL)
			tk_alike_group_remove(g, a);
}

static const struct tk_alike *
copy(struct tk_alike_set *s, const struct tk_alike *a)
{
	struct tk_alike *c = tk_arena_alloc(&s->arena, sizeof *c);
	int i;

	if (c == NULL)
		return NULL;
	*c = *a;
	c->number = tk_arena_strdup(&s->arena, a->number);
	c->parent = tk_arena_strdup(&s->arena, a->parent);
	c->category = tk_arena_strdup(&s->arena, a->category);
	if (c->number == NULL || c->parent == NULL || c->category == NULL)
		return NULL;
	for (i = 0; i < TK_ALIKE_VALUES; i++) {
		c->value[i] = tk_arena_strdup(&s->arena, a->value[i]);
		if (c->value[i] == NULL)
			return NULL;
	}
	return c;
}

int
tk_alike_put(struct tk_alike_set *s, const struct tk_alike *a,
    struct tk_error *err)
{
	struct tk_alike_group *g;
	unsigned kind;

	tk_alike_drop(s, a->number);
	a = copy(s, a);
	if (a == NULL)
		return tk_error_memory(err);
	for (kind = 0; kind < KINDS; kind++) {
		if (!make_key(s, a, kind, before(a, kind)))
			continue;
		g = tk_alike_group_need(s);
		if (g == NULL || tk_alike_group_add(g, a) < 0)
			return tk_error_memory(err);
	}
	return tk_buf_check(&s->key, err);
}

void
tk_alike_free(struct tk_alike_set *s)
{
	tk_alike_groups_free(s);
	tk_arena_free(&s->arena);
	tk_buf_free(&s->key);
	memset(s, 0, sizeof *s);
}

/* ---- counting ---------------------------------------------------------- */

int
tk_alike_comparable(const struct tk_alike *a, enum tk_alike_rule rule)
{
	unsigned by;

	for (by = compared[rule].first; by <= compared[rule].last; by++)
		if (a->value[by][0] != '\0')
			return 1;
	return 0;
}

static int
is(const char *number, const struct tk_alike *a)
{
	return number[0] != '\0' && strcmp(number, a->number) == 0;
}

/* The ticket itself, its parent, its children. */
static int
is_kin(const struct tk_alike *a, const struct tk_alike *x)
{
	return is(a->number, x) || is(a->parent, x) || is(x->parent, a);
}

/* Would it be counted? What counting by groups says, of one. */
static int
counts(const struct tk_alike *a, const struct tk_alike *x,
    enum tk_alike_rule rule, int64_t from)
{
	unsigned by;

	if (x->created < from || x->created > a->created ||
	    strcmp(x->category, a->category) != 0)
		return 0;
	for (by = compared[rule].first; by <= compared[rule].last; by++)
		if (a->value[by][0] != '\0' && x->value[by][0] != '\0')
			return strcmp(a->value[by], x->value[by]) == 0;
	return 0;
}

/* How many were counted that should not be. */
static size_t
count_kin(struct tk_alike_set *s, const struct tk_alike *a,
    enum tk_alike_rule rule, int64_t from)
{
	const struct tk_alike child = {.parent = a->number};
	const struct tk_alike *self = by_number(s, a->number);
	const struct tk_alike *parent = by_number(s, a->parent), *x;
	const struct tk_alike_group *children;
	size_t n = 0, i;

	if (self != NULL)
		n += counts(a, self, rule, from);
	if (parent != NULL && parent != self)
		n += counts(a, parent, rule, from);
	children = make_key(s, &child, BY_PARENT, 0) ?
	    tk_alike_group_find(s) : NULL;
	for (i = 0; children != NULL && i < children->count; i++) {
		x = children->of[i];
		if (x != self && x != parent)
			n += counts(a, x, rule, from);
	}
	return n;
}

/* Keeps the latest ones, in order. */
static void
keep(struct tk_alike_found *f, const struct tk_alike *x)
{
	size_t i;

	if (f->shown == TK_ALIKE_SHOWN) {
		if (tk_alike_compare(x, f->latest[0]) < 0)
			return;
		f->shown--;
		memmove(f->latest, f->latest + 1, f->shown *
		    sizeof *f->latest);
	}
	for (i = f->shown++; i > 0; i--) {
		if (tk_alike_compare(f->latest[i - 1], x) < 0)
			break;
		f->latest[i] = f->latest[i - 1];
	}
	f->latest[i] = x;
}

/* Those of the group of the key. */
static void
count_group(const struct tk_alike_set *s, const struct tk_alike *a,
    int64_t from, struct tk_alike_found *f)
{
	/* no number stands before all numbers */
	const struct tk_alike first = {.number = "", .created = from};
	const struct tk_alike next = {.number = "", .created =
	    a->created + 1};
	const struct tk_alike_group *g = tk_alike_group_find(s);
	size_t begin, end, n = 0;

	if (g == NULL)
		return;
	begin = tk_alike_group_place(g, &first);
	end = tk_alike_group_place(g, &next);
	if (end <= begin)
		return;
	f->count += end - begin;
	while (end-- > begin && n < TK_ALIKE_SHOWN)
		if (!is_kin(a, g->of[end])) {
			keep(f, g->of[end]);
			n++;
		}
}

int
tk_alike_count(struct tk_alike_set *s, const struct tk_alike *a,
    enum tk_alike_rule rule, int64_t from, struct tk_alike_found *f,
    struct tk_error *err)
{
	unsigned by, bits;

	memset(f, 0, sizeof *f);
	for (by = compared[rule].first; by <= compared[rule].last; by++)
		for (bits = 0; bits < 4; bits++)
			if ((bits & before(a, by)) == 0 &&
			    make_key(s, a, by, bits))
				count_group(s, a, from, f);
	f->count -= count_kin(s, a, rule, from);
	return tk_buf_check(&s->key, err);
}
