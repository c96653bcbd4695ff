#include "fold.h"

#include <stdlib.h>
#include <string.h>

int
tk_state_begin(struct tk_state *s, const struct tk_ticket *t,
    struct tk_error *err)
{
	void *p;

	if (s->size < t->fields) {
		p = realloc(s->mark, t->fields * sizeof *s->mark);
		if (p == NULL)
			return tk_error_memory(err);
		s->mark = p;
		s->size = t->fields;
	}
	if (t->fields > 0)
		memset(s->mark, 0, t->fields * sizeof *s->mark);
	s->fields = t->fields;
	s->upto = 0;
	return 0;
}

static void
lapse(struct tk_state *s, const struct tk_ticket *t, const struct tk_row *r,
    unsigned number)
{
	const struct tk_lapse *l;

	for (l = t->schema->field[r->field].lapses; l != NULL; l = l->next)
		if (l->value == NULL || strcmp(l->value, r->value) == 0) {
			s->mark[l->field].last = 0;
			s->mark[l->field].since = number - 1;
		}
}

int
tk_state_step(struct tk_state *s, const struct tk_ticket *t, unsigned number)
{
	const struct tk_row *r = &t->row[number - 1];
	struct tk_mark *m;

	s->upto = number;
	if ((r->flags & TK_ROW_OUT) != 0 || r->qualifier != NULL)
		return 0;
	m = &s->mark[r->field];
	if (r->len == 0) {
		if (tk_ticket_fold(t, r->field) != TK_FOLD_LOG) {
			m->last = 0;
			m->since = number;
		}
		return 0;
	}
	if (r->field < t->schema->count)
		lapse(s, t, r, number);
	m->last = number;
	return 1;
}

int
tk_state_fold(struct tk_state *s, const struct tk_ticket *t,
    struct tk_error *err)
{
	unsigned i;

	if (tk_state_begin(s, t, err) < 0)
		return -1;
	for (i = 1; i <= t->rows; i++)
		tk_state_step(s, t, i);
	return 0;
}

void
tk_state_free(struct tk_state *s)
{
	free(s->mark);
	memset(s, 0, sizeof *s);
}

const struct tk_row *
tk_state_row(const struct tk_state *s, const struct tk_ticket *t,
    unsigned field)
{
	if (field >= s->fields || s->mark[field].last == 0)
		return NULL;
	return &t->row[s->mark[field].last - 1];
}

const char *
tk_state_value(const struct tk_state *s, const struct tk_ticket *t,
    unsigned field)
{
	const struct tk_row *r = tk_state_row(s, t, field);

	return r == NULL ? NULL : r->value;
}

enum tk_status
tk_state_status(const struct tk_state *s, const struct tk_ticket *t)
{
	const char *v = tk_state_value(s, t, TK_STATUS);

	return v == NULL ? TK_NEW : (enum tk_status)tk_status_find(v);
}

static int
counts(const struct tk_row *r, unsigned field)
{
	return r->field == field && r->qualifier == NULL && r->len > 0 &&
	    (r->flags & TK_ROW_OUT) == 0;
}

/* Is the member that row n adds there still, and first added by n? */
static int
stands(const struct tk_state *s, const struct tk_ticket *t, unsigned field,
    unsigned n)
{
	const char *member = t->row[n - 1].value, *v;
	unsigned i;
	int in = 0;

	for (i = s->mark[field].since; i < s->upto; i++) {
		if (!counts(&t->row[i], field))
			continue;
		v = t->row[i].value;
		if (v[0] == '-' && strcmp(v + 1, member) == 0) {
			if (i >= n)
				return 0;
			in = 0;
		} else if (strcmp(v, member) == 0) {
			if (i < n - 1)
				in = 1;
			if (i == n - 1 && in)
				return 0;
		}
	}
	return 1;
}

unsigned
tk_state_next(const struct tk_state *s, const struct tk_ticket *t,
    unsigned field, unsigned after)
{
	unsigned i;

	if (field >= s->fields)
		return 0;
	i = after > s->mark[field].since ? after : s->mark[field].since;
	for (; i < s->upto; i++) {
		if (!counts(&t->row[i], field))
			continue;
		if (tk_ticket_fold(t, field) == TK_FOLD_SET &&
		    (t->row[i].value[0] == '-' || !stands(s, t, field, i + 1)))
			continue;
		return i + 1;
	}
	return 0;
}

int
tk_state_has(const struct tk_state *s, const struct tk_ticket *t,
    unsigned field, const char *member)
{
	unsigned n = 0;

	while ((n = tk_state_next(s, t, field, n)) != 0)
		if (strcmp(t->row[n - 1].value, member) == 0)
			return 1;
	return 0;
}

int64_t
tk_ticket_created(const struct tk_ticket *t)
{
	unsigned i;

	for (i = 0; i < t->rows; i++)
		if (t->row[i].field == TK_ID && t->row[i].qualifier == NULL &&
		    (t->row[i].flags & TK_ROW_OUT) == 0 && t->row[i].len > 0)
			return t->row[i].at;
	return TK_UNSET;
}
