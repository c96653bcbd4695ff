/* happenings.c - the outputs that have a row for each thing that happened:
 * assignments, progress, what passed between us and the customer, and the
 * measures that were taken. */
#include "outputs.h"

#include <string.h>

/* Is the row of one of these fields, and of the period? */
static int
is_wanted(const struct tk_found *f, unsigned row, const char *const *fields)
{
	const struct tk_row *r = tk_found_row(f, row);

	if (!tk_output_within(f, r->at))
		return 0;
	for (; *fields != NULL; fields++)
		if (strcmp(r->name, *fields) == 0)
			return 1;
	return 0;
}

/* A row for what happened: its number, when, and as what. */
static struct tk_entry *
add_row(struct tk_found *f, unsigned row, size_t time, size_t event,
    size_t label)
{
	const struct tk_row *r = tk_found_row(f, row);
	const struct tk_scope *s = &f->all->r->scope;
	struct tk_entry *e = tk_found_add(f, 0, row, r->at);
	const char *name = tk_scope_label(s, &f->viewer->ticket, r->field);

	tk_found_id(f, e, 0);
	tk_found_number(e, time, r->at);
	tk_found_word(f, e, event, "id", r->name);
	tk_found_word(f, e, label, "id", name);
	return e;
}

/* ---- assignments ----------------------------------------------------- */

enum {
	G_ID, G_TIME, G_EVENT, G_LABEL, G_TO, G_TEAM, G_BY, G_RULE,
	G_DEADLINE, G_PRIORITY, G_SUBJECT, G_TEXT
};

static const struct tk_grid_column assignment_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"time", "time", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("event"),
	TK_TEXT_WORD("event", 8),
	{"to", "to", TK_KIND_WORD, 12, 0},
	TK_DATA_WORD("team"),
	{"by", "by", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("rule"),
	{"deadline", "deadline", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("priority"),
	TK_DATA_WORD("subject"),
	{"reason", "reason", TK_KIND_WORD, 0, TK_MAY_BLANK},
};

/* The value of another field that the same command set; NULL. */
static const char *
beside(const struct tk_found *f, unsigned row, const char *field)
{
	unsigned command = tk_found_row(f, row)->command, i = 0;
	const char *value = NULL;

	while ((i = tk_found_next(f, i)) != 0)
		if (tk_found_row(f, i)->command == command &&
		    strcmp(tk_found_row(f, i)->name, field) == 0)
			value = tk_found_row(f, i)->value;
	return value;
}

static void
put_assignment(struct tk_found *f, unsigned row)
{
	static const char *const persons[] = {"assignee", "accepted",
	    "helper", NULL};
	const struct tk_row *r = tk_found_row(f, row);
	struct tk_entry *e = add_row(f, row, G_TIME, G_EVENT, G_LABEL);

	if (is_wanted(f, row, persons)) {
		tk_found_person(f, e, G_TO, r->value);
	} else {
		tk_found_person(f, e, G_TO, tk_ticket_qualifier(
		    &f->viewer->ticket, row, "to"));
		tk_found_word(f, e, G_TEXT, r->name, r->value);
	}
	tk_found_word(f, e, G_TEAM, "team", beside(f, row, "team"));
	tk_found_person(f, e, G_BY, r->actor);
	tk_found_qualifier(f, e, G_RULE, row, "rule");
	tk_found_time(e, G_DEADLINE, beside(f, row, "deadline"));
	tk_found_field(f, e, G_PRIORITY, "priority");
	tk_found_field(f, e, G_SUBJECT, "subject");
}

static void
add_assignments(struct tk_found *f)
{
	static const char *const fields[] = {"assignee", "accepted",
	    "declined", "helper", "handover", "escalation", "forward",
	    NULL};
	unsigned row = 0;

	while ((row = tk_found_next(f, row)) != 0)
		if (is_wanted(f, row, fields))
			put_assignment(f, row);
}

const struct tk_output tk_output_assignments = {
	TK_ENTRY_TABLE("assignments", NULL, assignment_columns), add_assignments, "row"
};

/* ---- progress -------------------------------------------------------- */

enum {
	P_ID, P_TIME, P_EVENT, P_LABEL, P_BY, P_NEXT, P_EXPECTED, P_SUBJECT,
	P_TEXT
};

static const struct tk_grid_column progress_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"time", "time", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("event"),
	TK_TEXT_WORD("event", 8),
	TK_DATA_WORD("by"),
	{"next", "next", TK_KIND_WORD, 12, 0},
	{"expected", "expected", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("subject"),
	{"text", "done", TK_KIND_WORD, 0, 0},
};

static void
add_progress(struct tk_found *f)
{
	static const char *const fields[] = {"analysis", "plan", "progress",
	    "measure", "meeting", "appointment", "visit", "solution",
	    "verification", "recovery", NULL};
	const struct tk_ticket *t = &f->viewer->ticket;
	struct tk_entry *e;
	unsigned row = 0;

	while ((row = tk_found_next(f, row)) != 0) {
		if (!is_wanted(f, row, fields))
			continue;
		e = add_row(f, row, P_TIME, P_EVENT, P_LABEL);
		tk_found_person(f, e, P_BY, tk_found_row(f, row)->actor);
		tk_found_qualifier(f, e, P_NEXT, row, "next");
		tk_found_time(e, P_EXPECTED, tk_ticket_qualifier(t, row,
		    "expected"));
		tk_found_field(f, e, P_SUBJECT, "subject");
		tk_found_word(f, e, P_TEXT, tk_found_row(f, row)->name,
		    tk_found_row(f, row)->value);
	}
}

const struct tk_output tk_output_progress = {
	TK_ENTRY_TABLE("progress", NULL, progress_columns), add_progress, "row"
};

/* ---- communication with customers ------------------------------------ */

enum {
	C_ID, C_TIME, C_RECORDED, C_EVENT, C_LABEL, C_FROM, C_CHANNEL, C_BY,
	C_CUSTOMER, C_SUBJECT, C_FILE, C_TEXT
};

static const struct tk_grid_column communication_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"time", "time", TK_KIND_TIME, 0, 0},
	{"recorded", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	TK_DATA_WORD("event"),
	TK_TEXT_WORD("event", 8),
	TK_DATA_WORD("from"),
	{"channel", "channel", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("by"),
	{"customer", "customer", TK_KIND_WORD, 10, 0},
	TK_DATA_WORD("subject"),
	TK_DATA_WORD("file"),
	{"text", "text", TK_KIND_WORD, 0, 0},
};

static void
put_communication(struct tk_found *f, unsigned row)
{
	static const char *const theirs[] = {"feedback", "urge",
	    "confirmation", "satisfaction", NULL};
	const struct tk_row *r = tk_found_row(f, row);
	struct tk_entry *e = add_row(f, row, C_TIME, C_EVENT, C_LABEL);

	tk_found_number(e, C_RECORDED, r->time);
	tk_found_ref(e, C_FROM, is_wanted(f, row, theirs) ? "customer" : "us");
	tk_found_qualifier(f, e, C_CHANNEL, row, "channel");
	tk_found_person(f, e, C_BY, r->actor);
	tk_found_field(f, e, C_CUSTOMER, "customer");
	tk_found_field(f, e, C_SUBJECT, "subject");
	tk_found_qualifier(f, e, C_FILE, row, "file");
	tk_found_word(f, e, C_TEXT, r->name, r->value);
}

static void
add_communication(struct tk_found *f)
{
	static const char *const fields[] = {"ack", "reply", "question",
	    "feedback", "attempt", "urge", "digest", "callback",
	    "confirmation", "satisfaction", NULL};
	unsigned row = 0;

	while ((row = tk_found_next(f, row)) != 0)
		if (is_wanted(f, row, fields))
			put_communication(f, row);
}

const struct tk_output tk_output_communication = {
	TK_ENTRY_TABLE("communication", NULL, communication_columns),
	add_communication, "row"
};

/* ---- measures -------------------------------------------------------- */

enum {
	M_ID, M_TIME, M_KIND, M_OWNER, M_DUE, M_STATUS, M_LABEL, M_CLOSED,
	M_PARENT, M_EFFECT, M_MEASURE
};

static const struct tk_grid_column measure_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"time", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	{"kind", "kind", TK_KIND_WORD, 8, 0},
	{"owner", "owner", TK_KIND_WORD, 8, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("status"),
	TK_TEXT_WORD("status", 6),
	{"closed", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	TK_DATA_WORD("parent"),
	{"effect", "effect", TK_KIND_WORD, 12, 0},
	{"measure", "measure", TK_KIND_WORD, 0, 0},
};

/* Was it there in the period: begun before its end, not done before? */
static int
was_there(const struct tk_found *f, int64_t begun)
{
	const struct tk_period *p = &f->all->r->period;

	return begun != TK_UNSET && begun < p->to && (f->view.closed ==
	    TK_UNSET || f->view.closed >= p->from);
}

static struct tk_entry *
add_measure(struct tk_found *f, unsigned row, int64_t begun)
{
	struct tk_entry *e = tk_found_add(f, 0, row, begun);

	tk_found_id(f, e, M_ID);
	tk_found_number(e, M_TIME, begun);
	tk_found_ref(e, M_STATUS, tk_status_name(f->view.status));
	tk_found_ref(e, M_LABEL, tk_scope_status(&f->all->r->scope,
	    f->view.status));
	tk_found_number(e, M_CLOSED, f->view.closed);
	tk_found_field(f, e, M_PARENT, "parent");
	tk_found_field(f, e, M_EFFECT, "effect");
	return e;
}

/* A ticket that is a measure itself. */
static void
add_measure_ticket(struct tk_found *f)
{
	const char *due = tk_found_value(f, "deadline");
	struct tk_entry *e = add_measure(f, 0, f->view.created);

	tk_found_field(f, e, M_KIND, "source");
	tk_found_person(f, e, M_OWNER, f->view.shown[TK_ASSIGNEE]);
	tk_found_time(e, M_DUE, due != NULL ? due : tk_found_value(f,
	    "expected"));
	tk_found_field(f, e, M_MEASURE, "subject");
}

static void
add_measures(struct tk_found *f)
{
	const struct tk_ticket *t = &f->viewer->ticket;
	const char *source = tk_found_value(f, "source");
	const struct tk_row *r;
	struct tk_entry *e;
	unsigned row = 0;

	if (source != NULL && strcmp(source, "改进措施") == 0 &&
	    was_there(f, f->view.created))
		add_measure_ticket(f);
	while ((row = tk_found_next(f, row)) != 0) {
		r = tk_found_row(f, row);
		if (strcmp(r->name, "measure") != 0 || !was_there(f, r->at))
			continue;
		e = add_measure(f, row, r->at);
		tk_found_qualifier(f, e, M_KIND, row, "kind");
		tk_found_person(f, e, M_OWNER, tk_ticket_qualifier(t, row,
		    "owner"));
		tk_found_time(e, M_DUE, tk_ticket_qualifier(t, row, "due"));
		tk_found_word(f, e, M_MEASURE, "measure", r->value);
	}
}

const struct tk_output tk_output_measures = {
	TK_ENTRY_TABLE("measures", NULL, measure_columns), add_measures, "measure"
};
