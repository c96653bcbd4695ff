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

/* Where one of that key and number belongs. */
static size_t
place(const struct tk_cases *cs, int64_t key, const char *number)
{
	size_t low = 0, high = cs->n, mid;
	const struct tk_case *c;

	while (low < high) {
		mid = (low + high) / 2;
		c = &cs->at[mid];
		if (c->key > key || (c->key == key &&
		    strcmp(c->number, number) < 0))
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
    const struct tk_viewer *v, int64_t key, struct tk_case **made)
{
	size_t i = place(cs, key, v->number);
	struct tk_case *c;

	if (made != NULL)
		*made = NULL;
	cs->all++;
	if (i >= cs->most)
		return 0;
	c = insert(cs, i);
	if (c == NULL)
		return -1;
	*c = (struct tk_case){.key = key, .due = TK_UNSET,
	    .created = tk_ticket_created(&v->ticket),
	    .status = tk_state_status(&v->state, &v->ticket),
	    .number = tk_arena_strdup(r->arena, v->number)};
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
tk_cases_merge(struct tk_cases *to, const struct tk_cases *cs)
{
	struct tk_case *c;
	size_t i, at;

	to->all += cs->all;
	for (i = 0; i < cs->n; i++) {
		at = place(to, cs->at[i].key, cs->at[i].number);
		if (at >= to->most)
			return 0;
		c = insert(to, at);
		if (c == NULL)
			return -1;
		*c = cs->at[i];
	}
	return 0;
}

void
tk_cases_free(struct tk_cases *cs)
{
	free(cs->at);
	memset(cs, 0, sizeof *cs);
}
