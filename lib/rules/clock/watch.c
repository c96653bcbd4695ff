/* watch.c - which clocks a row of each field concerns. */
#include <stdlib.h>
#include <string.h>

#include "clockrule.h"
#include "rules/tables/rules.h"

struct index {
	struct tk_clock_rules *cs;
	const struct tk_schema *schema;
	unsigned char *named;	/* selector × field: it stands there */
	unsigned char *heard;	/* a row of the field may change its answer */
	struct tk_clock_touch **touch;	/* by field: by clock, or NULL */
	struct tk_arena arena;
	struct tk_clock_touch nowhere;
	int failed;			/* no memory */
};

static void
mark_named(const struct index *x)
{
	const struct tk_clock_selector *s;
	unsigned i, n = x->cs->fields;

	for (i = 0; i < x->cs->selectors; i++) {
		s = &x->cs->selector[i];
		if (s->selector == NULL)
			continue;
		tk_selector_names(s->selector, &x->named[i * n]);
		/* `closed`, the time of status=closed, is no field */
		if (strstr(s->text, "closed") != NULL)
			x->named[i * n + TK_STATUS] = 1;
	}
}

/* A row changes its own field and what lapses with it. */
static void
mark_heard(const struct index *x)
{
	const struct tk_lapse *l;
	unsigned i, field, n = x->cs->fields;

	for (field = 0; field < n; field++)
		for (i = 0; i < x->cs->selectors; i++) {
			x->heard[i * n + field] |= x->named[i * n + field];
			for (l = x->schema->field[field].lapses; l != NULL;
			    l = l->next)
				x->heard[i * n + field] |=
				    x->named[i * n + l->field];
		}
}

/* What a row of the field is to the clock; few fields are anything. */
static struct tk_clock_touch *
touch_of(struct index *x, unsigned field, unsigned clock)
{
	size_t size = x->cs->clocks * sizeof **x->touch;

	if (x->touch[field] == NULL) {
		x->touch[field] = tk_arena_alloc(&x->arena, size);
		if (x->touch[field] == NULL) {
			x->failed = 1;
			return &x->nowhere;
		}
		memset(x->touch[field], 0, size);
	}
	return &x->touch[field][clock];
}

static void
mark_events(struct index *x, unsigned clock, const struct tk_events *es,
    int start)
{
	const struct tk_event *e;
	struct tk_clock_touch *t;
	size_t i;

	for (i = 0; i < es->count; i++) {
		e = &es->event[i];
		t = touch_of(x, e->field, clock);
		if (!t->start && !t->end)
			t->only = e->value;
		else if (t->only != NULL && (e->value == NULL ||
		    strcmp(t->only, e->value) != 0))
			t->only = NULL;
		if (start)
			t->start = 1;
		else
			t->end = 1;
	}
}

/* Where the time of an @ limit stands, it may come, move and go. */
static void
mark_limit(struct index *x, const struct tk_clock_rule *r)
{
	const struct tk_lapse *l;
	unsigned field;

	if (r->limit.kind != TK_LIMIT_AT || r->limit.qualifier != NULL)
		return;
	touch_of(x, r->limit.field, r->clock)->choose = 1;
	for (field = 0; field < x->cs->fields; field++)
		for (l = x->schema->field[field].lapses; l != NULL;
		    l = l->next)
			if (l->field == r->limit.field)
				touch_of(x, field, r->clock)->choose = 1;
}

static void
mark_rule(struct index *x, const struct tk_clock_rule *r)
{
	unsigned field;

	mark_events(x, r->clock, &r->start, 1);
	mark_events(x, r->clock, &r->stop, 0);
	mark_events(x, r->clock, &r->cancel, 0);
	mark_limit(x, r);
	for (field = 0; field < x->cs->fields; field++)
		if (x->heard[r->selector * x->cs->fields + field])
			touch_of(x, field, r->clock)->choose = 1;
}

static int
is_touched(const struct tk_clock_touch *t)
{
	return t->start || t->end || t->choose;
}

/* Keeps what concerns a field at all. */
static int
keep(const struct index *x, unsigned field)
{
	struct tk_clock_rules *cs = x->cs;
	struct tk_clock_watch *w = &cs->watch[field];
	const struct tk_clock_touch *t = x->touch[field];
	unsigned i, touches = 0, selectors = 0;

	for (i = 0; t != NULL && i < cs->clocks; i++)
		touches += is_touched(&t[i]);
	for (i = 0; i < cs->selectors; i++)
		selectors += x->heard[i * cs->fields + field];
	w->touch = tk_arena_alloc(&cs->arena, touches * sizeof *w->touch);
	w->selector = tk_arena_alloc(&cs->arena,
	    selectors * sizeof *w->selector);
	if (w->touch == NULL || w->selector == NULL)
		return -1;
	for (i = 0; t != NULL && i < cs->clocks; i++) {
		if (!is_touched(&t[i]))
			continue;
		w->touch[w->touches] = t[i];
		w->touch[w->touches++].clock = i;
	}
	for (i = 0; i < cs->selectors; i++)
		if (x->heard[i * cs->fields + field])
			w->selector[w->selectors++] = i;
	return 0;
}

int
tk_clock_rules_watch(struct tk_clock_rules *cs, const struct tk_rules *rules)
{
	struct index x = {.cs = cs, .schema = rules->fields.schema};
	size_t n = x.schema->count;
	int rc = -1;
	unsigned i;

	cs->category = tk_schema_find(x.schema, "category", strlen("category"));
	cs->priority = tk_schema_find(x.schema, "priority", strlen("priority"));
	cs->fields = (unsigned)n;
	cs->watch = calloc(n, sizeof *cs->watch);
	x.named = calloc(n, cs->selectors + 1);
	x.heard = calloc(n, cs->selectors + 1);
	x.touch = calloc(n, sizeof *x.touch);
	if (cs->watch == NULL || x.named == NULL || x.heard == NULL ||
	    x.touch == NULL)
		goto done;
	mark_named(&x);
	mark_heard(&x);
	for (i = 0; i < cs->rules; i++)
		mark_rule(&x, &cs->rule[i]);
	for (i = 0; i < n; i++)
		if (keep(&x, i) < 0)
			goto done;
	rc = x.failed ? -1 : 0;
done:
	free(x.named);
	free(x.heard);
	free(x.touch);
	tk_arena_free(&x.arena);
	return rc;
}
