#include "case.h"

#include <stdlib.h>
#include <string.h>

#include "report/format/mask.h"

const char *
tk_case_copy(const struct tk_case_room *r, const char *s)
{
	if (s == NULL)
		return NULL;
	tk_buf_clear(r->buf);
	if (r->unmask)
		tk_buf_puts(r->buf, s);
	else
		tk_mask_text(r->buf, s, strlen(s));
	return r->buf->failed ? NULL : tk_arena_copy(r->arena,
	    r->buf->data == NULL ? "" : r->buf->data, r->buf->len);
}

static int
words(const char *a, const char *b)
{
	return a == NULL || b == NULL ? (a != NULL) - (b != NULL) :
	    strcmp(a, b);
}

/* The greatest key first, then by number; another store may have the same
 * one, and a ticket several cycles of a clock. */
static int
compare(const struct tk_case *a, const struct tk_case *b)
{
	int order;

	if (a->key != b->key)
		return a->key > b->key ? -1 : 1;
	if ((order = strcmp(a->number, b->number)) != 0)
		return order;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	if (a->created != b->created)
		return a->created < b->created ? -1 : 1;
	if ((order = words(a->subject, b->subject)) != 0 ||
	    (order = words(a->category, b->category)) != 0 ||
	    (order = words(a->team, b->team)) != 0 ||
	    (order = words(a->assignee, b->assignee)) != 0 ||
	    (order = words(a->effect, b->effect)) != 0)
		return order;
	return (int)a->status - (int)b->status;
}

/* Where it belongs. */
static size_t
place(const struct tk_cases *cs, const struct tk_case *c)
{
	size_t low = 0, high = cs->n, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (compare(&cs->at[mid], c) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A gap at i; the last one falls off when there are enough. NULL: no memory. */
static struct tk_case *
insert(struct tk_cases *cs, size_t i)
{
	struct tk_case *grown;
	size_t size;

	if (cs->n == cs->size && cs->n < cs->most) {
		size = cs->size > 0 ? 2 * cs->size : 8;
		grown = realloc(cs->at, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		cs->at = grown;
		cs->size = size;
	}
	if (cs->n < cs->most)
		cs->n++;
	memmove(&cs->at[i + 1], &cs->at[i], (cs->n - 1 - i) * sizeof *cs->at);
	return &cs->at[i];
}

static const char *
value(const struct tk_viewer *v, enum tk_shown which)
{
	int field = v->scope->field[which];

	return field < 0 ? NULL : tk_state_value(&v->state, &v->ticket,
	    (unsigned)field);
}

int
tk_cases_add(struct tk_cases *cs, const struct tk_case_room *r,
    const struct tk_viewer *v, int64_t key, int64_t due,
    struct tk_case **made)
{
	struct tk_case new = {.key = key, .number = v->number, .due = due,
	    .created = tk_ticket_created(&v->ticket),
	    .status = tk_state_status(&v->state, &v->ticket)}, *c;
	size_t i = place(cs, &new);

	if (made != NULL)
		*made = NULL;
	cs->all++;
	if (i >= cs->most)
		return 0;
	c = insert(cs, i);
	if (c == NULL)
		return -1;
	*c = new;
	c->number = tk_arena_strdup(r->arena, v->number);
	c->assignee = tk_case_copy(r, tk_scope_person(r->scope, value(v,
	    TK_ASSIGNEE)));
	c->team = tk_case_copy(r, value(v, TK_TEAM_FIELD));
	c->category = tk_case_copy(r, value(v, TK_CATEGORY_FIELD));
	c->subject = tk_case_copy(r, value(v, TK_SUBJECT));
	if (made != NULL)
		*made = c;
	return c->number == NULL || r->buf->failed ? -1 : 0;
}

int
tk_cases_insert(struct tk_cases *cs, const struct tk_case *c)
{
	size_t i = place(cs, c);
	struct tk_case *gap;

	if (i >= cs->most)
		return 0;
	gap = insert(cs, i);
	if (gap == NULL)
		return -1;
	*gap = *c;
	return 0;
}

int
tk_cases_merge(struct tk_cases *to, const struct tk_cases *cs)
{
	size_t i;

	to->all += cs->all;
	for (i = 0; i < cs->n; i++)
		if (tk_cases_insert(to, &cs->at[i]) < 0)
			return -1;
	return 0;
}

void
tk_cases_free(struct tk_cases *cs)
{
	free(cs->at);
	memset(cs, 0, sizeof *cs);
}
