/* probe.c - tries patterns on texts that are hard for them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/classify/classify.h"
#include "rules/clock/clockrule.h"
#include "review.h"
#include "rules/change/route.h"
#include "rules/tables/texts.h"

#define LENGTH 2000		/* bytes of a text; a tenth is enough where
				 * nothing is repeated without bounds */
#define MAX_UNITS 400		/* characters a pattern is made of */
#define MAX_RUNS 16		/* different ones that are repeated */

/* Where a pattern stands. */
struct place {
	const struct tk_table *table;
	size_t row, column;
};

struct probe {
	const struct tk_pattern *pattern;
	struct tk_pattern_room *room;
	int normal;		/* texts are matched in their normal form */
	char unit[MAX_UNITS][5];
	size_t units, length;
	struct tk_buf text, form;
};

static void
add_unit(struct probe *p, const char *s, size_t len)
{
	if (p->units == MAX_UNITS || len > 4)
		return;
	memcpy(p->unit[p->units], s, len);
	p->unit[p->units++][len] = '\0';
}

/* A character that \d and the like stand for. Bytes after the backslash. */
static size_t
add_escape(struct probe *p, const char *s)
{
	static const char classes[] = "dwsDWSnt", meant[] = "0a !!a\n ";
	const char *class = *s == '\0' ? NULL : strchr(classes, *s);

	if (*s == '\0')
		return 0;
	if (*s == 'x' && s[1] == '{')
		return strcspn(s, "}") + (strchr(s, '}') != NULL);
	if (class != NULL)
		add_unit(p, &meant[class - classes], 1);
	else if (strchr("bBAZzGKRXpP", *s) == NULL && (unsigned char)*s < 128)
		add_unit(p, s, 1);
	return 1;
}

/* {3}, {3,} or {3,5} */
static size_t
read_bounds(struct probe *p, const char *s)
{
	size_t n = strcspn(s, "}");

	if (s[n - 1] == ',')
		p->length = LENGTH;
	return n + (s[n] != '\0');
}

/* The characters that stand in the pattern, in its order. */
static void
read_units(struct probe *p, const char *s)
{
	size_t n;

	p->length = LENGTH / 10;
	for (p->units = 0; *s != '\0'; s += n) {
		n = 1;
		while (((unsigned char)s[n] & 0xc0) == 0x80)
			n++;
		if (*s == '\\')
			n += add_escape(p, s + 1);
		else if (*s == '{')
			n = read_bounds(p, s);
		else if (*s == '(' && s[1] == '?')
			n = 2 + strspn(s + 2, "<!=:>i-smx");
		else if (*s == '.')
			add_unit(p, "a", 1);
		else if (strchr("()[]|*+?^$", *s) == NULL)
			add_unit(p, s, n);
		if (*s == '*' || *s == '+')
			p->length = LENGTH;
	}
}

/* Does the text that has been made go over the limit? */
static int
trips(struct probe *p)
{
	const struct tk_buf *b = &p->text;
	struct tk_error err;
	struct tk_span span;

	if (p->normal && !p->text.failed) {
		tk_buf_clear(&p->form);
		tk_text_normal(&p->form, p->text.data, p->text.len);
		b = &p->form;
	}
	return !b->failed && b->len > 0 && tk_pattern_find(p->pattern,
	    p->room, b->data, b->len, 0, &span, &err) < 0;
}

/* The characters from..to over and over, behind those before them. */
static int
trips_on(struct probe *p, size_t from, size_t to, int behind, int all)
{
	size_t i;

	tk_buf_clear(&p->text);
	for (i = 0; behind && i < from; i++)
		tk_buf_puts(&p->text, p->unit[i]);
	while (p->text.len < p->length && !p->text.failed)
		for (i = from; i < to; i++)
			tk_buf_puts(&p->text, p->unit[i]);
	tk_buf_puts(&p->text, "!\n");	/* nearly, but no match */
	for (i = 0; all && i < p->units; i++)
		tk_buf_puts(&p->text, p->unit[i]);
	return trips(p);
}

static int
met_before(const struct probe *p, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (strcmp(p->unit[k], p->unit[i]) == 0)
			return 1;
	return 0;
}

/* Tries one pattern; 1, and the start of the text, if it gives up. */
static int
is_hard(struct probe *p, const struct tk_pattern *pattern, const char *source)
{
	size_t i, runs = 0;
	int how;

	p->pattern = pattern;
	read_units(p, source);
	add_unit(p, "a", 1);
	add_unit(p, "0", 1);
	add_unit(p, " ", 1);
	if (p->room == NULL || trips_on(p, 0, p->units, 0, 0))
		return p->room != NULL;
	for (i = 0; i < p->units && runs < MAX_RUNS; i++) {
		if (met_before(p, i))
			continue;
		runs++;
		for (how = 0; how < 4; how++)
			if (trips_on(p, i, i + 1, how & 1, how & 2) ||
			    (i + 1 < p->units && trips_on(p, i, i + 2,
			    how & 1, how & 2)))
				return 1;
	}
	return 0;
}

static void
review_pattern(struct probe *p, const struct tk_review *v,
    const struct place *at, const struct tk_pattern *pattern,
    const char *source)
{
	struct tk_buf sample = TK_BUF_INIT;

	if (pattern == NULL || !is_hard(p, pattern, source))
		return;
	tk_text_fit(&sample, p->text.data, 24, TK_FIT_BARE);
	tk_table_fault(at->table, at->row, at->column, v->faults, "pattern "
	    "\"%s\" gives up after %d steps on a text such as \"%s\"; write "
	    "it simpler, with {0,9} instead of * or +", source,
	    TK_PATTERN_LIMIT, sample.data == NULL ? "" : sample.data);
	tk_buf_free(&sample);
}

/* A cell that is one pattern. */
static void
review_cell(struct probe *p, const struct tk_review *v,
    const struct tk_table *t, size_t row, const char *column,
    const struct tk_pattern *pattern)
{
	const struct place at = {t, row, tk_review_column(t, column)};

	review_pattern(p, v, &at, pattern, tk_table_cell(t, row, at.column));
}

static void
review_keywords(struct probe *p, const struct tk_review *v)
{
	const struct tk_keywords *ks = &v->rules->classifier->keywords;
	size_t i;

	p->normal = 1;
	for (i = 0; i < ks->count; i++) {
		review_cell(p, v, &ks->table, i, "pattern",
		    ks->keyword[i].pattern);
		review_cell(p, v, &ks->table, i, "unless",
		    ks->keyword[i].unless);
	}
	p->normal = 0;
}

/* ---- selectors ------------------------------------------------------- */

static void
review_selector(struct probe *p, const struct tk_review *v,
    const struct place *at, const struct tk_selector *sel)
{
	const struct tk_pattern *pattern;
	const char *source = NULL;
	size_t i;

	for (i = 0; sel != NULL && i < tk_selector_terms(sel); i++) {
		pattern = tk_selector_pattern(sel, i, &source);
		review_pattern(p, v, at, pattern, source);
	}
}

static void
review_events(struct probe *p, const struct tk_review *v,
    const struct tk_table *t, size_t row, const char *column,
    const struct tk_events *es)
{
	const struct place at = {t, row, tk_review_column(t, column)};
	size_t i;

	for (i = 0; i < es->count; i++)
		review_selector(p, v, &at, es->event[i].when);
}

static void
review_fields(struct probe *p, const struct tk_review *v)
{
	const struct tk_fields *fs = &v->rules->fields;
	const struct tk_field_rule *f;
	unsigned i;
	size_t q;

	for (i = 0; i < fs->rules; i++) {
		f = &fs->rule[i];
		if (f->line == (size_t)-1)
			continue;
		for (q = 0; q < f->nrequired; q++)
			review_events(p, v, &fs->table, f->line, "required",
			    &f->required[q].at);
		review_cell(p, v, &fs->table, f->line, "values", f->pattern);
	}
}

static void
review_flow(struct probe *p, const struct tk_review *v)
{
	const struct tk_flow *flow = &v->rules->flow;
	struct place at = {&flow->table, 0, tk_review_column(&flow->table,
	    "need")};

	for (; at.row < flow->rows; at.row++) {
		review_events(p, v, &flow->table, at.row, "action",
		    &flow->row[at.row].action);
		review_selector(p, v, &at, flow->row[at.row].need);
	}
}

/* Rules share selectors: each is tried in the first row that has it. */
static void
review_clocks(struct probe *p, const struct tk_review *v)
{
	const struct tk_clock_rules *cs = v->rules->clocks;
	struct place at = {&cs->table, 0, tk_review_column(&cs->table,
	    "selector")};
	unsigned i, k;

	for (i = 0; i < cs->selectors; i++) {
		at.row = cs->table.rows;
		for (k = 0; k < cs->rules; k++)
			if (cs->rule[k].selector == i &&
			    cs->rule[k].row < at.row)
				at.row = cs->rule[k].row;
		review_selector(p, v, &at, cs->selector[i].selector);
	}
}

static void
review_routing(struct probe *p, const struct tk_review *v)
{
	const struct tk_table *t = tk_routing_table(v->rules->routing);
	struct place at = {t, 0, tk_review_column(t, "selector")};

	for (; at.row < t->rows; at.row++)
		review_selector(p, v, &at, tk_routing_selector(
		    v->rules->routing, at.row));
}

static void
review_messages(struct probe *p, const struct tk_review *v)
{
	const struct tk_texts *x = v->rules->texts;
	size_t i;

	for (i = 0; i < x->messages; i++)
		review_events(p, v, &x->tables[0], i, "event",
		    &x->message[i].event);
}

void
tk_review_patterns(const struct tk_review *v)
{
	static const struct {
		unsigned part;
		void (*review)(struct probe *, const struct tk_review *);
	} parts[] = {
		{TK_RULES_FIELDS, review_fields},
		{TK_RULES_FLOW, review_flow},
		{TK_RULES_CLOCKS, review_clocks},
		{TK_RULES_ROUTING, review_routing},
		{TK_RULES_TEXTS, review_messages},
		{TK_RULES_WORDS, review_keywords},
	};
	struct probe *p = calloc(1, sizeof *p);
	size_t i;

	if (p == NULL)
		return;
	p->room = tk_pattern_room_new();
	for (i = 0; i < sizeof parts / sizeof *parts; i++)
		if ((v->rules->loaded & parts[i].part) != 0)
			parts[i].review(p, v);
	tk_pattern_room_free(p->room);
	tk_buf_free(&p->text);
	tk_buf_free(&p->form);
	free(p);
}
