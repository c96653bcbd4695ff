#include "view.h"

#include <string.h>

static const char *const shown[TK_SHOWN] = {
	"subject", "category", "priority", "team", "assignee", "channel",
	"customer",
};

/* ---- scopes ---------------------------------------------------------- */

/* How fields fold while no table says so: those of tk-ticket(5). */
static const char *const logs[] = {
	"escalation", "ack", "reply", "question", "feedback", "attempt",
	"urge", "digest", "note", "analysis", "plan", "progress", "measure",
	"meeting", "handover", "appointment", "visit", "forward", "file",
	"solution", "review", "reopened", "notified", "raw", "warning",
};
static const char *const sets[] = {"tag", "helper", "related"};

static struct tk_schema *
plain_schema(void)
{
	struct tk_schema *s = tk_schema_new();
	size_t i;
	int failed = s == NULL;

	for (i = 0; !failed && i < sizeof logs / sizeof *logs; i++)
		failed = tk_schema_add(s, logs[i], TK_FOLD_LOG) < 0;
	for (i = 0; !failed && i < sizeof sets / sizeof *sets; i++)
		failed = tk_schema_add(s, sets[i], TK_FOLD_SET) < 0;
	for (i = 0; !failed && i < TK_SHOWN; i++)
		failed = tk_schema_add(s, shown[i], TK_FOLD_ONE) < 0;
	if (failed) {
		tk_schema_free(s);
		return NULL;
	}
	return s;
}

/* Loads part by part, so that a fault costs no more than it must. */
static void
load(struct tk_rules *r, unsigned parts, struct tk_error *fault)
{
	static const unsigned each[] = {
		TK_RULES_SETTINGS, TK_RULES_STAFF, TK_RULES_FIELDS,
		TK_RULES_CLOCKS, TK_RULES_FLOW, TK_RULES_TEXTS,
		TK_RULES_ROUTING, TK_RULES_WORDS,
	};
	struct tk_error err;
	size_t i;

	fault->code = TK_OK;
	for (i = 0; i < sizeof each / sizeof *each; i++) {
		if ((parts & each[i]) == 0 || (each[i] > TK_RULES_FIELDS &&
		    (r->loaded & TK_RULES_FIELDS) == 0))
			continue;
		if (tk_rules_need(r, each[i], &err) < 0 &&
		    fault->code == TK_OK)
			*fault = err;
	}
}

int
tk_scope_open(struct tk_scope *s, struct tk_session *session, int64_t now,
    unsigned parts, struct tk_error *fault, struct tk_error *err)
{
	int i;

	memset(s, 0, sizeof *s);
	s->session = session;
	s->rules = &session->rules;
	s->now = now;
	load(&session->rules, parts | TK_RULES_SETTINGS | TK_RULES_STAFF |
	    TK_RULES_FIELDS | TK_RULES_CLOCKS, fault);
	s->clocks = (s->rules->loaded & TK_RULES_CLOCKS) != 0;
	if ((s->rules->loaded & TK_RULES_FIELDS) != 0)
		s->schema = s->rules->fields.schema;
	else
		s->schema = s->own = plain_schema();
	if (s->schema == NULL || tk_error_short()) {
		tk_scope_close(s);
		return tk_error_memory(err);
	}
	for (i = 0; i < TK_SHOWN; i++)
		s->field[i] = tk_scope_field(s, shown[i]);
	return 0;
}

void
tk_scope_close(struct tk_scope *s)
{
	tk_schema_free(s->own);
	memset(s, 0, sizeof *s);
}

int
tk_scope_field(const struct tk_scope *s, const char *name)
{
	return tk_schema_find(s->schema, name, strlen(name));
}

const char *
tk_scope_label(const struct tk_scope *s, const struct tk_ticket *t,
    unsigned field)
{
	if (s->own != NULL || field >= s->schema->count)
		return tk_ticket_field_name(t, field);
	return s->rules->fields.rule[field].label;
}

const char *
tk_scope_qualifier(const struct tk_scope *s, const struct tk_row *r)
{
	const struct tk_field_rule *rule;

	if (s->own != NULL || r->field >= s->schema->count)
		return r->qualifier;
	rule = tk_field_qualifier(&s->rules->fields, r->field, r->qualifier,
	    strlen(r->qualifier));
	return rule == NULL || rule->labels[0] == '\0' ? r->qualifier :
	    rule->label;
}

const char *
tk_scope_status(const struct tk_scope *s, enum tk_status status)
{
	const char *label = s->rules->settings.status[status];

	return label == NULL ? tk_status_name(status) : label;
}

const char *
tk_scope_person(const struct tk_scope *s, const char *login)
{
	const struct tk_person *p = login == NULL ? NULL :
	    tk_staff_find(&s->rules->staff, login);

	return p == NULL || p->name[0] == '\0' ? login : p->name;
}

/* ---- viewers --------------------------------------------------------- */

/* Drops what was recorded after now. */
static int
forget_later(struct tk_viewer *v, struct tk_error *err)
{
	struct tk_ticket *t = &v->ticket;
	unsigned i;

	for (i = 0; i < t->rows; i++)
		if (t->row[i].time != TK_UNSET &&
		    t->row[i].time > v->scope->now)
			break;
	if (i == t->rows)
		return 0;
	t->rows = i;
	return tk_ticket_settle(t, err);
}

int
tk_viewer_take(struct tk_viewer *v, const char *number, struct tk_error *err)
{
	v->number = number;
	v->brief = 0;
	v->clocks.count = v->clocks.spans = 0;
	if (tk_ticket_parse(&v->ticket, v->scope->schema, v->data.data == NULL
	    ? "" : v->data.data, v->data.len, err) < 0)
		return -1;
	if (v->scope->asof && forget_later(v, err) < 0)
		return -1;
	return tk_state_fold(&v->state, &v->ticket, err);
}

int
tk_viewer_brief(struct tk_viewer *v, struct tk_brief *b,
    const struct tk_summary *s, struct tk_error *err)
{
	v->number = s->number;
	v->brief = 1;
	return tk_brief_read(b, s, v->scope->schema, &v->ticket, &v->state,
	    &v->clocks, err);
}

void
tk_viewer_walk(struct tk_viewer *v, int flags)
{
	struct tk_error err;

	if (v->brief || !v->scope->clocks || tk_clock_walk(v->scope->rules, &v->ticket,
	    v->scope->now, flags, &v->clocks, &err) == 0)
		return;
	v->clocks.count = v->clocks.spans = 0;
	if (v->fault.code == TK_OK)
		tk_error_set(&v->fault, err.code, "%s: its clocks cannot be "
		    "computed: %s", v->number, err.message);
}

const struct tk_clock *
tk_viewer_beyond(const struct tk_viewer *v)
{
	const struct tk_calendar *cal;
	const struct tk_clock *c;
	size_t i;

	for (i = 0; i < v->clocks.count; i++) {
		c = &v->clocks.clock[i];
		if (c->ended || c->due == TK_UNSET)
			continue;
		cal = tk_calendar_find(v->scope->rules->calendars,
		    c->calendar);
		if (cal != NULL && c->due >= tk_calendar_known_until(cal))
			return c;
	}
	return NULL;
}

void
tk_viewer_free(struct tk_viewer *v)
{
	tk_clock_list_free(&v->clocks);
	tk_state_free(&v->state);
	tk_ticket_free(&v->ticket);
	tk_buf_free(&v->data);
}

static int
any_paused(const struct tk_clock_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->clock[i].verdict == TK_PAUSED)
			return 1;
	return 0;
}

void
tk_viewer_view(const struct tk_viewer *v, struct tk_view *view)
{
	const struct tk_scope *s = v->scope;
	const struct tk_clock *next = tk_clock_next(&v->clocks);
	const struct tk_row *r;
	int i;

	view->number = v->number;
	view->status = tk_state_status(&v->state, &v->ticket);
	for (i = 0; i < TK_SHOWN; i++)
		view->shown[i] = s->field[i] < 0 ? NULL :
		    tk_state_value(&v->state, &v->ticket,
		    (unsigned)s->field[i]);
	view->created = tk_ticket_created(&v->ticket);
	view->closed = TK_UNSET;
	if (view->status == TK_CLOSED) {
		r = tk_state_row(&v->state, &v->ticket, TK_STATUS);
		view->closed = r->time;
	}
	view->due = next == NULL ? TK_UNSET : next->due;
	view->next_clock = next == NULL ? NULL : next->name;
	view->overdue = next != NULL && next->verdict == TK_BREACHED ?
	    s->now - next->due : TK_UNSET;
	view->paused = next == NULL && any_paused(&v->clocks);
}

const char *
tk_viewer_value(const struct tk_viewer *v, const char *name)
{
	int field = tk_scope_field(v->scope, name);

	return field < 0 ? NULL : tk_state_value(&v->state, &v->ticket,
	    (unsigned)field);
}
