/* watch.c - which clocks a row of each field concerns. */
#include <stdlib.h>
#include <string.h>

#include "clockrule.h"
#include "rules.h"

struct index {
	struct tk_clock_rules *cs;
	const struct tk_schema *schema;
	unsigned char *named;	/* selector × field: it stands there */
	unsigned char *heard;	/* a row of the field may change its answer */
	struct tk_clock_touch *touch;	/* field × clock */
};

static void
mark_named(const struct index *x)
{
	const struct tk_clock_selector *s;
	unsigned i, field, n = x->cs->fields;

	for (i = 0; i < x->cs->selectors; i++) {
		s = &x->cs->selector[i];
		if (s->selector == NULL)
			continue;
		for (field = 0; field < n; field++)
			x->named[i * n + field] = (unsigned char)
			    tk_selector_names(s->selector, field);
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

static void
mark_events(const struct index *x, unsigned clock, const struct tk_events *es,
    int start)
{
	const struct tk_event *e;
	struct tk_clock_touch *t;

	for (e = es->event; e < es->event + es->count; e++) {
		t = &x->touch[e->field * x->cs->clocks + clock];
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
mark_limit(const struct index *x, const struct tk_clock_rule *r)
{
	unsigned field, n = x->cs->clocks;
	const struct tk_lapse *l;

	if (r->limit.kind != TK_LIMIT_AT || r->limit.qualifier != NULL)
		return;
	x->touch[r->limit.field * n + r->clock].choose = 1;
	for (field = 0; field < x->cs->fields; field++)
		for (l = x->schema->field[field].lapses; l != NULL;
		    l = l->next)
			if (l->field == r->limit.field)
				x->touch[field * n + r->clock].choose = 1;
}

static void
mark_rule(const struct index *x, const struct tk_clock_rule *r)
{
	unsigned field;

	mark_events(x, r->clock, &r->start, 1);
	mark_events(x, r->clock, &r->stop, 0);
	mark_events(x, r->clock, &r->cancel, 0);
	mark_limit(x, r);
	for (field = 0; field < x->cs->fields; field++)
		if (x->heard[r->selector * x->cs->fields + field])
			x->touch[field * x->cs->clocks + r->clock].choose = 1;
}

/* Keeps what concerns a field at all. */
static int
keep(const struct index *x, unsigned field)
{
	struct tk_clock_rules *cs = x->cs;
	struct tk_clock_watch *w = &cs->watch[field];
	const struct tk_clock_touch *t = &x->touch[field * cs->clocks];
	unsigned i;

	w->touch = tk_arena_alloc(&cs->arena, cs->clocks * sizeof *w->touch);
	w->selector = tk_arena_alloc(&cs->arena,
	    cs->selectors * sizeof *w->selector);
	if (w->touch == NULL || w->selector == NULL)
		return -1;
	for (i = 0; i < cs->clocks; i++) {
		if (!t[i].start && !t[i].end && !t[i].choose)
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
	x.touch = calloc(n, (cs->clocks + 1) * sizeof *x.touch);
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
	rc = 0;
done:
	free(x.named);
	free(x.heard);
	free(x.touch);
	return rc;
}
