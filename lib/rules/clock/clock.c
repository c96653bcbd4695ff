/* clock.c - loads clocks.csv, strictly. */
#include "clock.h"

#include <stdlib.h>
#include <string.h>

#include "clockrule.h"
#include "rules/tables/rules.h"

static const struct tk_column columns[] = {
	{"clock", 1}, {"selector", 0}, {"start", 1}, {"stop", 0},
	{"cancel", 0}, {"pause", 0}, {"limit", 1}, {"calendar", 1},
	{"repeat", 0}, {"rebase", 0}, {"notify", 0},
};
enum {
	CLOCK, SELECTOR, START, STOP, CANCEL, PAUSE, LIMIT, CALENDAR, REPEAT,
	REBASE, NOTIFY, COLUMNS
};

struct loader {
	struct tk_clock_rules *cs;
	const struct tk_rules *rules;
	struct tk_faults *faults;
};

/* The clock of a name: its index; a new one if it is met first. */
static int
read_name(struct loader *l, struct tk_clock_rule *r, const char *name)
{
	struct tk_clock_rules *cs = l->cs;
	unsigned i;

	if (!tk_clock_word(name))
		return tk_table_fault(&cs->table, r->row, CLOCK, l->faults,
		    "clock \"%s\" is not lower-case letters, digits and _",
		    name);
	for (i = 0; i < cs->clocks; i++)
		if (strcmp(cs->clock[i].name, name) == 0)
			break;
	if (i == cs->clocks)
		cs->clock[cs->clocks++].name = name;
	r->name = cs->clock[i].name;
	r->clock = i;
	return 0;
}

static int
read_selector(struct loader *l, struct tk_clock_rule *r, const char *text)
{
	struct tk_clock_rules *cs = l->cs;
	struct tk_selector *compiled = NULL;
	struct tk_error err;
	unsigned i;

	for (i = 0; i < cs->selectors; i++)
		if (strcmp(cs->selector[i].text, text) == 0)
			break;
	r->selector = i;
	if (i < cs->selectors)
		return 0;
	if (text[0] != '\0' && tk_selector_compile(&compiled, l->rules, text,
	    TK_IN_TABLE, 0, NULL, &err) < 0)
		return tk_table_fault(&cs->table, r->row, SELECTOR, l->faults,
		    "%s", err.message);
	cs->selector[i].text = text;
	cs->selector[i].selector = compiled;
	cs->selectors++;
	return 0;
}

/* A value that its field can never have is a mistake. */
static int
check_event(struct loader *l, const struct tk_event *e, struct tk_error *err)
{
	const struct tk_field_rule *f = &l->rules->fields.rule[e->field];
	struct tk_buf b = TK_BUF_INIT;
	int rc;

	if (e->when != NULL)
		return tk_error_set(err, TK_BAD, "no selector may stand in an "
		    "event of a clock; write it into the column selector");
	if (e->value == NULL || (f->type != TK_CHOICE &&
	    f->type != TK_STATUS_TYPE))
		return 0;
	rc = tk_field_value(l->rules, f, e->value, strlen(e->value), 0, NULL,
	    &b, err);
	if (rc == 0 && (b.data == NULL || strcmp(b.data, e->value) != 0))
		rc = tk_error_set(err, TK_BAD, "\"%s\" stands as \"%s\" in "
		    "tickets", e->value, b.data == NULL ? "" : b.data);
	tk_buf_free(&b);
	return rc;
}

static int
read_events(struct loader *l, struct tk_clock_rule *r, struct tk_events *es,
    size_t column)
{
	const struct tk_table *t = &l->cs->table;
	struct tk_error err;
	size_t i;

	if (tk_events_parse(es, l->rules, tk_table_cell(t, r->row, column),
	    &err) < 0)
		return tk_table_fault(t, r->row, column, l->faults, "%s",
		    err.message);
	for (i = 0; i < es->count; i++)
		if (check_event(l, &es->event[i], &err) < 0)
			return tk_table_fault(t, r->row, column, l->faults,
			    "%s", err.message);
	return 0;
}

static int
read_pause(struct loader *l, struct tk_clock_rule *r, const char *s)
{
	char word[16];
	size_t n;
	int status;

	for (; *s != '\0'; s += n + (s[n] == '|')) {
		n = strcspn(s, "|");
		status = -1;
		if (n < sizeof word) {
			memcpy(word, s, n);
			word[n] = '\0';
			status = tk_status_find(word);
		}
		if (status < 0)
			return tk_table_fault(&l->cs->table, r->row, PAUSE,
			    l->faults, "\"%.*s\" is no status; lawful are "
			    "new, unclear, assigned, active, waiting, solved, "
			    "closed, joined by |", (int)n, s);
		r->pause |= 1u << status;
	}
	return 0;
}

static int
read_limit(struct loader *l, struct tk_clock_rule *r, const char *s)
{
	const struct tk_table *t = &l->cs->table;
	struct tk_error err;
	size_t i;

	if (tk_limit_parse(&r->limit, &l->rules->fields, s, &err) < 0)
		return tk_table_fault(t, r->row, LIMIT, l->faults, "%s",
		    err.message);
	if (r->limit.qualifier == NULL)
		return 0;
	for (i = 0; i < r->start.count; i++)
		if (r->start.event[i].field == r->limit.field)
			return 0;
	return tk_table_fault(t, r->row, LIMIT, l->faults, "\"%s\" is a time "
	    "of the row that starts the clock, but start does not name "
	    "\"%s\"", s, l->rules->fields.rule[r->limit.field].name);
}

static int
read_calendar(struct loader *l, struct tk_clock_rule *r, const char *name)
{
	r->calendar = tk_calendar_find(l->rules->calendars, name);
	if (r->calendar != NULL)
		return 0;
	return tk_table_fault(&l->cs->table, r->row, CALENDAR, l->faults,
	    "unknown calendar \"%s\"; rules/calendars.csv lists them, and "
	    "natural is built in", name);
}

/* The index of a word among those of a list; an empty one is the first. */
static int
read_word(struct loader *l, struct tk_clock_rule *r, size_t column,
    const char *const *words, size_t n, const char *lawful)
{
	const char *word = tk_table_cell(&l->cs->table, r->row, column);
	size_t i;

	if (word[0] == '\0')
		return 0;
	for (i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	tk_table_fault(&l->cs->table, r->row, column, l->faults,
	    "%s \"%s\" is none of %s", columns[column].name, word, lawful);
	return 0;
}

static void
read_notify(struct loader *l, struct tk_clock_rule *r, const char *s)
{
	struct tk_notice notice;
	struct tk_error err;
	int rc;

	r->notify = s;
	while ((rc = tk_notice_next(&s, &notice, &err)) > 0)
		;
	if (rc < 0)
		tk_table_fault(&l->cs->table, r->row, NOTIFY, l->faults, "%s",
		    err.message);
}

static void
read_row(struct loader *l, struct tk_clock_rule *r)
{
	static const char *const repeats[] = {"once", "cycle", "turn", "every"};
	static const char *const rebases[] = {"start", "change"};
	const char *const *cell = l->cs->table.cells + r->row * COLUMNS;
	size_t i;

	read_name(l, r, cell[CLOCK]);
	read_selector(l, r, cell[SELECTOR]);
	read_events(l, r, &r->start, START);
	read_events(l, r, &r->stop, STOP);
	read_events(l, r, &r->cancel, CANCEL);
	for (i = 0; i < r->start.count; i++)
		if (r->start.event[i].field == TK_ID)
			r->from_id = 1;
	read_pause(l, r, cell[PAUSE]);
	read_limit(l, r, cell[LIMIT]);
	read_calendar(l, r, cell[CALENDAR]);
	r->repeat = (enum tk_repeat)read_word(l, r, REPEAT, repeats, 4,
	    "once, cycle, turn, every");
	r->from_change = read_word(l, r, REBASE, rebases, 2, "start, change");
	read_notify(l, r, cell[NOTIFY]);
}

/* Room for as many of everything as there are rows. */
static int
make_room(struct tk_clock_rules *cs)
{
	size_t n = cs->table.rows > 0 ? cs->table.rows : 1;

	cs->rule = calloc(n, sizeof *cs->rule);
	cs->clock = calloc(n, sizeof *cs->clock);
	cs->selector = calloc(n, sizeof *cs->selector);
	return cs->rule == NULL || cs->clock == NULL ||
	    cs->selector == NULL ? -1 : 0;
}

static int
by_clock(const void *a, const void *b)
{
	const struct tk_clock_rule *x = a, *y = b;

	if (x->clock != y->clock)
		return x->clock < y->clock ? -1 : 1;
	return x->row < y->row ? -1 : 1;
}

/* Rules of one clock become neighbours. */
static void
group(struct tk_clock_rules *cs)
{
	struct tk_clock_name *c;
	unsigned i;

	if (cs->rules > 1)
		qsort(cs->rule, cs->rules, sizeof *cs->rule, by_clock);
	for (i = cs->rules; i > 0; i--) {
		c = &cs->clock[cs->rule[i - 1].clock];
		c->rule = &cs->rule[i - 1];
		c->count++;
	}
}

int
tk_clock_rules_load(struct tk_clock_rules **out, struct tk_rules *rules,
    struct tk_faults *f)
{
	struct tk_clock_rules *cs = calloc(1, sizeof *cs);
	struct loader l = {cs, rules, f};
	size_t before = f->count, i;

	if (cs == NULL || tk_table_load(&cs->table, rules->fd, "clocks",
	    columns, COLUMNS, f) < 0 || make_room(cs) < 0)
		goto failed;
	for (i = 0; i < cs->table.rows; i++) {
		cs->rule[i].row = i;
		cs->rules++;
		read_row(&l, &cs->rule[i]);
	}
	if (f->count > before)
		goto failed;
	group(cs);
	if (tk_clock_rules_watch(cs, rules) < 0)
		goto failed;
	*out = cs;
	return 0;
failed:
	tk_clock_rules_free(cs);
	return -1;
}

void
tk_clock_rules_free(struct tk_clock_rules *cs)
{
	unsigned i;

	if (cs == NULL)
		return;
	for (i = 0; i < cs->rules; i++) {
		tk_events_free(&cs->rule[i].start);
		tk_events_free(&cs->rule[i].stop);
		tk_events_free(&cs->rule[i].cancel);
	}
	for (i = 0; i < cs->selectors; i++)
		tk_selector_free(cs->selector[i].selector);
	free(cs->rule);
	free(cs->clock);
	free(cs->selector);
	free(cs->watch);
	tk_arena_free(&cs->arena);
	tk_table_free(&cs->table);
	free(cs);
}
