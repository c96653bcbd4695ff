/* casepart.c - single tickets, and what came back, as rows of a partial. */
#include "parts.h"

/* ---- cases ----------------------------------------------------------- */

void
tk_cases_put(struct tk_partial *p, const struct tk_cases *cs)
{
	const struct tk_case *c = cs->at;

	for (; c < cs->at + cs->n; c++) {
		tk_partial_row(p, "case");
		tk_partial_number(p, c->key);
		tk_partial_word(p, c->number);
		tk_partial_number(p, c->created);
		tk_partial_number(p, c->due);
		tk_partial_word(p, tk_status_name(c->status));
		tk_partial_word(p, c->assignee);
		tk_partial_word(p, c->team);
		tk_partial_word(p, c->category);
		tk_partial_word(p, c->subject);
		tk_partial_word(p, c->effect);
	}
}

static const char *
take_word(struct tk_merger *m, struct tk_arena *a, int *failed)
{
	const char *s = tk_merger_word(m);

	if (s == NULL)
		return NULL;
	s = tk_arena_strdup(a, s);
	*failed |= s == NULL;
	return s;
}

int
tk_cases_take(struct tk_merger *m, struct tk_cases *cs, struct tk_arena *a)
{
	struct tk_case c = {0};
	int failed = 0, status;
	const char *s;

	if (!tk_merger_is(m, "case"))
		return 0;
	c.key = tk_merger_key(m);
	c.number = take_word(m, a, &failed);
	c.created = tk_merger_time(m);
	c.due = tk_merger_time(m);
	s = tk_merger_word(m);
	status = s == NULL ? -1 : tk_status_find(s);
	c.assignee = take_word(m, a, &failed);
	c.team = take_word(m, a, &failed);
	c.category = take_word(m, a, &failed);
	c.subject = take_word(m, a, &failed);
	c.effect = take_word(m, a, &failed);
	if (failed)
		return -1;
	if (c.number == NULL || status < 0) {
		m->bad = 1;
		return 1;
	}
	c.status = (enum tk_status)status;
	return tk_cases_insert(cs, &c) < 0 ? -1 : 1;
}

/* ---- repeats --------------------------------------------------------- */

static const char *const rules[TK_SAME_RULES] = {
	"customer", "product", "module",
};

void
tk_repeats_put(struct tk_partial *p, struct tk_repeats *rs)
{
	const struct tk_repeat_mark *k;

	p->text.failed |= tk_repeats_digest(rs) < 0;
	for (k = rs->mark; k < rs->mark + rs->n; k++) {
		tk_partial_row(p, "repeat");
		tk_partial_word(p, rules[k->rule]);
		tk_partial_word(p, tk_periods[k->when]);
		tk_partial_number(p, k->within);
		tk_partial_number(p, k->marked);
		tk_partial_number(p, k->created);
		tk_partial_word(p, k->value);
		tk_partial_word(p, k->shown);
		tk_partial_word(p, k->category);
	}
}

int
tk_repeats_take(struct tk_merger *m, struct tk_repeats *rs,
    struct tk_arena *a)
{
	struct tk_repeat_mark k = {.digest = 1};
	int64_t within, marked;
	int failed = 0;

	if (!tk_merger_is(m, "repeat"))
		return 0;
	k.rule = (unsigned char)tk_merger_choice(m, rules, TK_SAME_RULES);
	k.when = (unsigned char)tk_merger_choice(m, tk_periods, TK_PERIODS);
	within = tk_merger_number(m);
	marked = tk_merger_number(m);
	k.within = within == 1;
	k.marked = marked == 1;
	k.created = tk_merger_time(m);
	k.value = take_word(m, a, &failed);
	k.shown = take_word(m, a, &failed);
	k.category = take_word(m, a, &failed);
	if (failed)
		return -1;
	if (k.value == NULL || k.shown == NULL || k.category == NULL ||
	    (within | marked) >> 1 != 0) {
		m->bad = 1;
		return 1;
	}
	return tk_repeats_mark(rs, k) < 0 ? -1 : 1;
}
