/* handover.c - the report `handover`: what the next shift must know. */
#include <stdio.h>
#include <string.h>

#include "entry.h"
#include "shift.h"
#include "report/format/words.h"

#define LATELY (12 * 3600)	/* what changed since then is told */
#define WORST 20		/* people see so many of what is late */

enum { URGENT, PROMISES, WAITING, CHANGES, EMERGENCIES, LISTS };

struct handover {
	struct tk_shift shift;
	int rank;		/* up to which a priority is urgent */
};

/* What all lists begin with, and what most end with. */
enum { ID, TIME, FIRST };
#define PERSON(key) \
	TK_DATA_WORD(key), \
	TK_TEXT_WORD(key, 8)

enum {
	U_DUE = FIRST, U_PRIORITY, U_STATUS, U_LABEL, U_ASSIGNEE, U_WHO,
	U_SUBJECT
};
static const struct tk_grid_column urgent_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"created", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"priority", "priority", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("status"),
	TK_TEXT_WORD("status", 8),
	PERSON("assignee"),
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

enum {
	D_LEFT = FIRST, D_CLOCK, D_ASSIGNEE, D_WHO, D_CUSTOMER,
	D_CONTACT, D_SUBJECT
};
static const struct tk_grid_column promise_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	{"left", "left", TK_KIND_SPAN, 0, 0},
	{"clock", "clock", TK_KIND_WORD, 10, 0},
	PERSON("assignee"),
	TK_DATA_WORD("customer"),
	TK_DATA_WORD("contact"),
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

enum { W_ASSIGNEE = FIRST, W_WHO, W_CUSTOMER, W_CONTACT, W_QUESTION };
static const struct tk_grid_column waiting_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"since", "since", TK_KIND_TIME, 0, 0},
	PERSON("assignee"),
	{"customer", "customer", TK_KIND_WORD, 10, 0},
	TK_DATA_WORD("contact"),
	{"question", "asked", TK_KIND_WORD, 0, 0},
};

enum { C_EVENT = FIRST, C_LABEL, C_BY, C_WHO, C_SUBJECT, C_TEXT };
static const struct tk_grid_column change_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"time", "time", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("event"),
	TK_TEXT_WORD("event", 8),
	PERSON("by"),
	TK_DATA_WORD("subject"),
	{"text", "text", TK_KIND_WORD, 0, 0},
};

enum { E_ENGAGED = FIRST, E_ASSIGNEE, E_WHO, E_SCOPE, E_TEXT };
static const struct tk_grid_column emergency_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"since", "since", TK_KIND_TIME, 0, 0},
	{"engaged", "engaged", TK_KIND_WORD, 12, 0},
	PERSON("assignee"),
	TK_DATA_WORD("scope"),
	{"emergency", "emergency", TK_KIND_WORD, 0, 0},
};

static const struct tk_entry_table tables[LISTS] = {
	TK_ENTRY_TABLE("urgent", "urgent and open", urgent_columns),
	TK_ENTRY_TABLE("promises", "due until then", promise_columns),
	TK_ENTRY_TABLE("waiting", "waiting for the customer",
	    waiting_columns),
	TK_ENTRY_TABLE("changes", "changed in the last 12 hours",
	    change_columns),
	TK_ENTRY_TABLE("emergencies", "not recovered yet",
	    emergency_columns),
};

/* ---- tickets --------------------------------------------------------- */

static struct tk_entry *
add(struct tk_found *f, unsigned list, unsigned row, int64_t time)
{
	struct tk_entry *e = tk_found_add(f, list, row, time);

	tk_found_id(f, e, ID);
	tk_found_number(e, TIME, time);
	return e;
}

/* The login for programs, and behind it the name for people. */
static void
put_person(struct tk_found *f, struct tk_entry *e, size_t column,
    const char *login)
{
	tk_found_word(f, e, column, "assignee", login);
	tk_found_person(f, e, column + 1, login);
}

static void
add_urgent(struct tk_found *f)
{
	const struct handover *h = f->all->data;
	const struct tk_scope *s = &f->all->r->scope;
	const char *name = f->view.shown[TK_PRIORITY_FIELD];
	const char *urgency = tk_found_value(f, "urgency");
	const struct tk_priority *p = name == NULL ? NULL :
	    tk_priority_find(&s->rules->priorities, name);
	struct tk_entry *e;

	if ((p == NULL || p->rank > h->rank) &&
	    (urgency == NULL || strcmp(urgency, "紧急") != 0))
		return;
	e = add(f, URGENT, 0, f->view.created);
	/* the most urgent first */
	if (e != NULL)
		e->word = p == NULL ? "" : p->rank < h->rank ? "0" : "1";
	tk_found_number(e, U_DUE, f->view.due);
	tk_found_word(f, e, U_PRIORITY, "id", name);
	tk_found_ref(e, U_STATUS, tk_status_name(f->view.status));
	tk_found_ref(e, U_LABEL, tk_scope_status(s, f->view.status));
	put_person(f, e, U_ASSIGNEE, f->view.shown[TK_ASSIGNEE]);
	tk_found_field(f, e, U_SUBJECT, "subject");
}

static void
add_promise(struct tk_found *f, const struct tk_clock *c, unsigned index)
{
	struct tk_entry *e = add(f, PROMISES, index, c->due);

	tk_found_number(e, D_LEFT, c->due - f->all->r->scope.now);
	tk_found_word(f, e, D_CLOCK, "id", c->name);
	put_person(f, e, D_ASSIGNEE, f->view.shown[TK_ASSIGNEE]);
	tk_found_field(f, e, D_CUSTOMER, "customer");
	tk_found_field(f, e, D_CONTACT, "contact");
	tk_found_field(f, e, D_SUBJECT, "subject");
}

static void
add_promises(struct tk_found *f)
{
	const struct handover *h = f->all->data;
	const struct tk_clock_list *list = &f->viewer->clocks;
	unsigned i;

	for (i = 0; i < list->count; i++)
		if (!list->clock[i].ended && list->clock[i].due != TK_UNSET &&
		    list->clock[i].due <= h->shift.until)
			add_promise(f, &list->clock[i], i + 1);
}

static void
add_waiting(struct tk_found *f)
{
	unsigned row = tk_found_last(f, "status");
	struct tk_entry *e;

	if (f->view.status != TK_WAITING || row == 0)
		return;
	e = add(f, WAITING, 0, tk_found_row(f, row)->time);
	put_person(f, e, W_ASSIGNEE, f->view.shown[TK_ASSIGNEE]);
	tk_found_field(f, e, W_CUSTOMER, "customer");
	tk_found_field(f, e, W_CONTACT, "contact");
	tk_found_field(f, e, W_QUESTION, "question");
}

static void
add_emergency(struct tk_found *f)
{
	static const char *const fields[] = {"emergency", "incident"};
	struct tk_entry *e;
	unsigned row = 0;
	size_t i;

	for (i = 0; row == 0 && i < 2; i++)
		row = tk_found_last(f, fields[i]);
	if (row == 0 || tk_found_value(f, "recovery") != NULL)
		return;
	e = add(f, EMERGENCIES, 0, tk_found_row(f, row)->at);
	tk_found_field(f, e, E_ENGAGED, "engaged");
	put_person(f, e, E_ASSIGNEE, f->view.shown[TK_ASSIGNEE]);
	tk_found_field(f, e, E_SCOPE, "scope");
	tk_found_word(f, e, E_TEXT, "emergency", tk_found_row(f, row)->value);
}

static int
is_change(const struct tk_row *r)
{
	static const char *const fields[] = {"handover", "escalation", "urge",
	    "declined", "reopened", "emergency", "recovery"};
	size_t i;

	for (i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(r->name, fields[i]) == 0)
			return 1;
	return 0;
}

static void
add_changes(struct tk_found *f)
{
	const struct tk_scope *s = &f->all->r->scope;
	const struct tk_row *r;
	struct tk_entry *e;
	unsigned row = 0;

	while ((row = tk_found_next(f, row)) != 0) {
		r = tk_found_row(f, row);
		if (!is_change(r) || r->at < s->now - LATELY || r->at > s->now)
			continue;
		e = add(f, CHANGES, row, r->at);
		tk_found_word(f, e, C_EVENT, "id", r->name);
		tk_found_word(f, e, C_LABEL, "id", tk_scope_label(s,
		    &f->viewer->ticket, r->field));
		put_person(f, e, C_BY, r->actor);
		tk_found_field(f, e, C_SUBJECT, "subject");
		tk_found_word(f, e, C_TEXT, r->name, r->value);
	}
}

static void
each(struct tk_found *f)
{
	if (f->view.status == TK_CLOSED)
		return;
	add_urgent(f);
	add_promises(f);
	add_waiting(f);
	add_changes(f);
	add_emergency(f);
}

/* ---- all ------------------------------------------------------------- */

/* The rank of the second most urgent priority, but never of the least. */
static int
urgent_rank(const struct tk_priorities *ps)
{
	int first = ps->count > 0 ? ps->priority[0].rank : -1;
	int last = ps->count > 0 ? ps->priority[ps->count - 1].rank : -1;
	size_t i;

	for (i = 0; i < ps->count; i++)
		if (ps->priority[i].rank > first)
			return ps->priority[i].rank < last ?
			    ps->priority[i].rank : first;
	return first;
}

/* People see the worst of what is late, then what is still to be kept. */
static void
skip_late(struct tk_reporter *r, struct tk_grid *g)
{
	const char *command = tk_report_rerun(r, NULL, "overdue");
	struct tk_buf b = TK_BUF_INIT;
	size_t late = 0;

	while (late < g->rows && tk_grid_at(g, late, D_LEFT)->is.n < 0)
		late++;
	if (late <= WORST)
		return;
	tk_buf_printf(&b, "and %zu more that are late: %s", late - WORST,
	    command == NULL ? "" : command);
	g->skip_note = b.failed ? NULL : tk_arena_strdup(&r->sheet.arena,
	    b.data);
	r->sheet.failed |= g->skip_note == NULL;
	tk_buf_free(&b);
	if (g->skip_note == NULL)
		return;
	g->skip_from = WORST;
	g->skip_to = late;
}

static int
fill(struct tk_entries *all, const struct handover *h)
{
	struct tk_sheet *s = &all->r->sheet;
	char at[TK_WORD_SIZE], until[TK_WORD_SIZE];
	struct tk_grid *g;
	size_t i;

	snprintf(s->headline, sizeof s->headline, "handover at %s, until %s: "
	    "%zu urgent, %zu due, %zu waiting, %zu changed, %zu not recovered",
	    tk_word_date(at, s->now, s->zone), tk_word_date(until,
	    h->shift.until, s->zone), all->count[URGENT],
	    all->count[PROMISES], all->count[WAITING], all->count[CHANGES],
	    all->count[EMERGENCIES]);
	s->title = "Handover";
	all->r->fine = 1;
	for (i = 0; i < LISTS; i++) {
		all->r->fine &= all->count[i] == 0;
		g = tk_entries_put(all, i);
		if (g == NULL)
			return -1;
		if (i == PROMISES)
			skip_late(all->r, g);
	}
	return tk_shift_put(all->r, &h->shift);
}

int
tk_report_handover(struct tk_reporter *r, struct tk_error *err)
{
	struct handover h = {tk_shift_next(&r->scope),
	    urgent_rank(&r->scope.rules->priorities)};
	struct tk_entries all = {.r = r, .table = tables, .tables = LISTS,
	    .each = each, .data = &h};
	int rc;

	rc = tk_entries_collect(&all, r->scope.asof, tk_entries_since(r), err);
	if (rc == 0 && fill(&all, &h) < 0)
		rc = tk_error_memory(err);
	tk_entries_free(&all);
	return rc;
}
