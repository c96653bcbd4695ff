/* watch.c - which clocks a row of each field concerns. */
#include <stdlib.h>
#include <string.h>

#include "clockrule.h"
#include "rules.h"

/* May a row of that field change what the selector says? */
static int
selector_hears(const struct tk_clock_selector *s, const struct tk_schema *sc,
    unsigned field)
{
	const struct tk_lapse *lapse;

	if (s->selector == NULL)
		return 0;
	if (tk_selector_names(s->selector, field))
		return 1;
	for (lapse = sc->field[field].lapses; lapse != NULL;
	    lapse = lapse->next)
		if (tk_selector_names(s->selector, lapse->field))
			return 1;
	/* `closed`, the time of status=closed, is no field */
	return field == TK_STATUS && strstr(s->text, "closed") != NULL;
}

static int
limit_hears(const struct tk_limit *l, const struct tk_schema *sc,
    unsigned field)
{
	const struct tk_lapse *lapse;

	if (l->kind != TK_LIMIT_AT || l->qualifier != NULL)
		return 0;
	if (l->field == field)
		return 1;
	for (lapse = sc->field[field].lapses; lapse != NULL;
	    lapse = lapse->next)
		if (l->field == lapse->field)
			return 1;
	return 0;
}

static int
events_hear(const struct tk_events *es, unsigned field)
{
	size_t i;

	for (i = 0; i < es->count; i++)
		if (es->event[i].field == field)
			return 1;
	return 0;
}

static struct tk_clock_touch
touch(const struct tk_clock_rules *cs, const struct tk_schema *sc,
    unsigned clock, unsigned field)
{
	const struct tk_clock_name *c = &cs->clock[clock];
	struct tk_clock_touch t = {clock, 0, 0};
	const struct tk_clock_rule *r;

	for (r = c->rule; r < c->rule + c->count; r++) {
		if (events_hear(&r->start, field) ||
		    events_hear(&r->stop, field) ||
		    events_hear(&r->cancel, field))
			t.event = 1;
		if (selector_hears(&cs->selector[r->selector], sc, field) ||
		    limit_hears(&r->limit, sc, field))
			t.choose = 1;
	}
	return t;
}

static int
fill(struct tk_clock_rules *cs, const struct tk_schema *sc, unsigned field)
{
	struct tk_clock_watch *w = &cs->watch[field];
	struct tk_clock_touch t;
	unsigned i;

	w->touch = tk_arena_alloc(&cs->arena, cs->clocks * sizeof *w->touch);
	w->selector = tk_arena_alloc(&cs->arena,
	    cs->selectors * sizeof *w->selector);
	if (w->touch == NULL || w->selector == NULL)
		return -1;
	for (i = 0; i < cs->clocks; i++) {
		t = touch(cs, sc, i, field);
		if (t.event || t.choose)
			w->touch[w->touches++] = t;
	}
	for (i = 0; i < cs->selectors; i++)
		if (selector_hears(&cs->selector[i], sc, field))
			w->selector[w->selectors++] = i;
	return 0;
}

int
tk_clock_rules_watch(struct tk_clock_rules *cs, const struct tk_rules *rules)
{
	const struct tk_schema *sc = rules->fields.schema;
	unsigned i;

	cs->category = tk_schema_find(sc, "category", strlen("category"));
	cs->priority = tk_schema_find(sc, "priority", strlen("priority"));
	cs->fields = sc->count;
	cs->watch = calloc(sc->count, sizeof *cs->watch);
	if (cs->watch == NULL)
		return -1;
	for (i = 0; i < sc->count; i++)
		if (fill(cs, sc, i) < 0)
			return -1;
	return 0;
}
