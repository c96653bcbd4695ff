/* overduepart.c - what is late as rows of a partial. */
#include <stdlib.h>

#include "overdue.h"

static const char *const states[] = {"late", "hour", "today"};

/* ---- writing --------------------------------------------------------- */

static void
put_late(struct tk_partial *p, const struct tk_late *l)
{
	size_t i;

	tk_partial_row(p, "due");
	tk_partial_word(p, states[l->state]);
	tk_partial_word(p, l->order.number);
	tk_partial_number(p, l->due);
	tk_partial_number(p, l->overdue);
	tk_partial_word(p, l->clock);
	tk_partial_word(p, l->contact);
	for (i = 0; i < TK_SHOWN; i++)
		tk_partial_word(p, l->shown[i]);
}

static void
put_team(struct tk_partial *p, const struct tk_late_team *t)
{
	size_t i;

	tk_partial_row(p, "team");
	tk_partial_word(p, t->name);
	tk_partial_number(p, t->open);
	for (i = 0; i < TK_LATE_STATES; i++)
		tk_partial_number(p, t->count[i]);
}

int
tk_overdue_write(struct tk_partial *p, struct tk_overdue *o)
{
	struct tk_late **all;
	size_t i, n;

	if (tk_overdue_unite(o) < 0 || (all = tk_overdue_list(o, &n)) == NULL)
		return -1;
	for (i = 0; i < o->part[0].teams; i++)
		put_team(p, &o->part[0].team[i]);
	for (i = 0; i < n; i++)
		put_late(p, all[i]);
	free(all);
	return 0;
}

/* ---- reading --------------------------------------------------------- */

/* A copy of the next word; -1: no memory. */
static int
take_word(struct tk_merger *m, struct tk_arena *a, const char **to)
{
	const char *s = tk_merger_word(m);

	*to = s == NULL ? NULL : tk_arena_strdup(a, s);
	return s != NULL && *to == NULL ? -1 : 0;
}

static int
take_late(struct tk_merger *m, struct tk_late_part *p)
{
	struct tk_late *l = tk_late_add(p);
	const char *number;
	size_t i;

	if (l == NULL)
		return -1;
	l->state = (enum tk_late_state)tk_merger_choice(m, states,
	    TK_LATE_STATES);
	if (take_word(m, p->arena, &number) < 0)
		return -1;
	m->bad |= number == NULL;
	l->order = tk_order_of(number == NULL ? "" : number);
	l->due = tk_merger_time(m);
	l->overdue = tk_merger_number(m);
	if (take_word(m, p->arena, &l->clock) < 0 ||
	    take_word(m, p->arena, &l->contact) < 0)
		return -1;
	m->bad |= l->due == TK_UNSET || l->clock == NULL ||
	    (l->overdue == TK_UNSET) != (l->state != TK_LATE);
	for (i = 0; i < TK_SHOWN; i++)
		if (take_word(m, p->arena, &l->shown[i]) < 0)
			return -1;
	return 0;
}

static int
take_team(struct tk_merger *m, struct tk_late_part *p)
{
	struct tk_late_team *t = tk_late_team(p, tk_merger_word(m));
	size_t i;

	if (t == NULL)
		return -1;
	tk_merger_add(m, &t->open);
	for (i = 0; i < TK_LATE_STATES; i++)
		tk_merger_add(m, &t->count[i]);
	return 0;
}

int
tk_overdue_read(struct tk_overdue *o, struct tk_merger *m,
    struct tk_error *err)
{
	int rc;

	while ((rc = tk_merger_next(m, err)) > 0) {
		rc = 0;
		if (tk_merger_is(m, "due"))
			rc = take_late(m, &o->part[0]);
		else if (tk_merger_is(m, "team"))
			rc = take_team(m, &o->part[0]);
		else
			m->bad = 1;
		if (rc < 0)
			return tk_error_memory(err);
	}
	return rc;
}
