/* verb.c - the rows that are each command's own. */
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "classify.h"
#include "plan.h"

#define SUBJECT_COLUMNS 60	/* of one made from the description */

static int
need_text(struct tk_plan *p, const char *what)
{
	if (p->change->text != NULL && p->change->text_len > 0)
		return 0;
	tk_plan_lack(p, TK_BAD, "say %s with -m TEXT", what);
	return -1;
}

/* A head of the verb's own with its typed qualifiers, -w and files. */
static int
own_head(struct tk_plan *p, const char *field, const char *value, size_t len,
    struct tk_error *err)
{
	if (tk_plan_own_qualifiers(p, field, err) < 0 ||
	    tk_plan_attach(p, field, err) < 0)
		return -1;
	return tk_plan_head(p, field, value, len, err);
}

static int
has_field(const struct tk_plan *p, const char *name)
{
	const struct tk_field_rule *f;
	unsigned i;

	f = tk_field_find(&p->session->rules.fields, name, strlen(name));
	for (i = p->before; f != NULL && i < p->ticket->rows; i++)
		if (p->ticket->row[i].field == f->field &&
		    p->ticket->row[i].qualifier == NULL)
			return 1;
	return 0;
}

/* The first line of the description, cut. */
static int
make_subject(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_field_rule *f;
	struct tk_buf line = TK_BUF_INIT;
	const char *s = NULL;
	unsigned i;
	int rc;

	f = tk_field_find(&p->session->rules.fields, "description", 11);
	for (i = p->before; f != NULL && i < p->ticket->rows; i++)
		if (p->ticket->row[i].field == f->field &&
		    p->ticket->row[i].qualifier == NULL)
			s = p->ticket->row[i].value;
	if (s == NULL || *s == '\0')
		return 0;
	s += strspn(s, " \t\n");
	s = tk_arena_copy(p->arena, s, strcspn(s, "\n"));
	if (s == NULL)
		return tk_error_memory(err);
	if (tk_text_width(s) > SUBJECT_COLUMNS)
		tk_text_fit(&line, s, SUBJECT_COLUMNS, TK_FIT_BARE);
	else
		tk_buf_puts(&line, s);
	if (tk_buf_check(&line, err) < 0)
		return -1;
	rc = tk_plan_head(p, "subject", line.data, line.len, err);
	tk_buf_free(&line);
	return rc;
}

static int
do_new(struct tk_plan *p, struct tk_error *err)
{
	if (tk_plan_own_qualifiers(p, "id", err) < 0 ||
	    tk_plan_push(p, TK_ID, NULL, "-", err) < 0 ||	/* number_new */
	    tk_plan_typed(p, "id", err) < 0)
		return -1;
	if (p->change->text != NULL && tk_plan_head(p, "description",
	    p->change->text, p->change->text_len, err) < 0)
		return -1;
	if (!has_field(p, "subject") && make_subject(p, err) < 0)
		return -1;
	return tk_plan_attach(p, NULL, err);
}

/* Did a person set the field? A machine's row says by which rule. */
static int
by_person(const struct tk_plan *p, const char *field)
{
	const struct tk_field_rule *f;
	const struct tk_row *r;

	f = tk_field_find(&p->session->rules.fields, field, strlen(field));
	r = f == NULL ? NULL : tk_state_row(p->state, p->ticket, f->field);
	return r != NULL && tk_ticket_qualifier(p->ticket,
	    (unsigned)(r - p->ticket->row) + 1, "rule") == NULL;
}

static int
put_by_rule(struct tk_plan *p, const char *field, const char *value,
    const char *rule, struct tk_error *err)
{
	if (strcmp(tk_plan_value(p, field), value) == 0)
		return 0;
	if (tk_plan_qualifier(p, field, "rule", rule, strlen(rule), err) < 0)
		return -1;
	return tk_plan_head(p, field, value, strlen(value), err);
}

static int
classify_by_person(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;
	const struct tk_category *cat;

	if (c->category != NULL && own_head(p, "category", c->category,
	    strlen(c->category), err) < 0)
		return -1;
	if (c->priority != NULL)
		return tk_plan_head(p, "priority", c->priority,
		    strlen(c->priority), err);
	cat = tk_category_find(&p->session->rules.categories, c->category);
	if (cat == NULL || cat->priority == NULL || by_person(p, "priority"))
		return 0;
	return put_by_rule(p, "priority", cat->priority->name, "category",
	    err);
}

/* "kw012 kw044": the rows of the category that were hit. */
static void
put_hits(const struct tk_judgement *j, struct tk_buf *rules,
    struct tk_buf *explain)
{
	const struct tk_hit *h;
	size_t i;

	for (i = 0; i < j->nhits; i++) {
		h = &j->hits[i];
		tk_buf_printf(explain, "  %s %s %s %g \"%s\"%s%s%s\n", h->id,
		    h->category, h->priority == NULL ? "-" : h->priority,
		    h->weight, h->words, h->veto == NULL ? "" : " vetoed by \"",
		    h->veto == NULL ? "" : h->veto,
		    h->veto == NULL ? "" : "\"");
		if (h->veto == NULL && j->category != NULL &&
		    strcmp(h->category, "unclear") != 0)
			tk_buf_printf(rules, "%s%s", rules->len > 0 ? " " : "",
			    h->id);
	}
}

static int
judge(struct tk_plan *p, struct tk_error *err)
{
	const char *subject = tk_plan_value(p, "subject");
	const char *text = tk_plan_value(p, "description");
	struct tk_buf b = TK_BUF_INIT;
	int rc;

	tk_buf_printf(&b, "%s\n%s", subject, text);
	if (tk_buf_check(&b, err) < 0)
		return -1;
	rc = tk_classifier_judge(p->session->rules.classifier, b.data, b.len,
	    p->judgement, err);
	tk_buf_free(&b);
	return rc;
}

static int
classify_by_rules(struct tk_plan *p, struct tk_error *err)
{
	struct tk_judgement *j = p->judgement;
	struct tk_buf rules = TK_BUF_INIT;
	int rc = 0;

	if (by_person(p, "category") || p->from == TK_CLOSED)
		return 0;
	if (judge(p, err) < 0)
		return -1;
	tk_buf_printf(&p->explain, "%s\n", j->why);
	put_hits(j, &rules, &p->explain);
	if (j->category == NULL) {
		if (p->from == TK_NEW || p->from == TK_UNCLEAR) {
			p->wanted = "unclear";
			p->held = 1;
			tk_buf_printf(&p->ask, "%s\n", j->ask);
		}
	} else {
		rc = put_by_rule(p, "category", j->category, rules.data, err);
		if (rc == 0 && j->priority != NULL && !by_person(p,
		    "priority"))
			rc = put_by_rule(p, "priority", j->priority,
			    rules.data, err);
	}
	tk_buf_free(&rules);
	return rc;
}

static int
do_classify(struct tk_plan *p, struct tk_error *err)
{
	if (p->change->category != NULL)
		return classify_by_person(p, err);
	if (p->change->priority != NULL)
		return own_head(p, "priority", p->change->priority,
		    strlen(p->change->priority), err);
	return classify_by_rules(p, err);
}

/* Is the assignee a team's inbox, not a person? */
static int
is_team(const struct tk_plan *p, const char *who)
{
	return tk_team_find(&p->session->rules.staff, who) != NULL;
}

/* Assigned by the rulebook: who is at work keeps it. */
static int
assign_by_rules(struct tk_plan *p, const char *team, struct tk_error *err)
{
	const struct tk_rules *rules = &p->session->rules;
	const char *has = tk_plan_value(p, "assignee");
	struct tk_route r;

	if (team == NULL && (p->from >= TK_SOLVED || (has[0] != '\0' &&
	    !tk_staff_off(&rules->staff, has, rules->zone, p->now))))
		return 0;
	if (tk_route_choose(p->session, p->ticket, p->state, team, p->now,
	    p->load, &r, p->arena, err) < 0)
		return -1;
	if (r.team == NULL) {
		tk_plan_lack(p, TK_REFUSED, "no row of routing.csv fits%s; "
		    "assign it with 'tk-assign -t WHO %s'",
		    tk_plan_value(p, "category")[0] == '\0' ?
		    ", as it has no category" : "", p->number);
		return 0;
	}
	tk_buf_printf(&p->explain, "%s\n", r.why);
	if (tk_plan_own_qualifiers(p, "assignee", err) < 0 ||
	    tk_plan_qualifier(p, "assignee", "rule", "routing", 7, err) < 0)
		return -1;
	return tk_plan_push(p, tk_field_find(&rules->fields, "assignee",
	    8)->field, NULL, r.assignee, err) < 0 ? -1 :
	    strcmp(tk_plan_value(p, "team"), r.team) == 0 ? 0 :
	    tk_plan_head(p, "team", r.team, strlen(r.team), err);
}

static int
assign_to(struct tk_plan *p, const char *who, struct tk_error *err)
{
	const struct tk_person *person;

	if (is_team(p, who))
		return assign_by_rules(p, who, err);
	if (own_head(p, "assignee", who, strlen(who), err) < 0)
		return -1;
	person = tk_staff_find(&p->session->rules.staff,
	    strcmp(who, "me") == 0 ? p->session->actor : who);
	if (person == NULL || person->team[0] == '\0' ||
	    strchr(person->team, '|') != NULL ||
	    strcmp(tk_plan_value(p, "team"), person->team) == 0)
		return 0;
	return tk_plan_head(p, "team", person->team, strlen(person->team),
	    err);
}

static int
do_assign(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;
	int rc;

	rc = c->who == NULL ? assign_by_rules(p, NULL, err) :
	    assign_to(p, c->who, err);
	if (rc < 0 || p->lacks.len > 0)
		return rc;
	if (c->text != NULL && tk_plan_head(p, "note", c->text, c->text_len,
	    err) < 0)
		return -1;
	return c->by == NULL ? 0 : tk_plan_head(p, "deadline", c->by,
	    strlen(c->by), err);
}

static int
do_accept(struct tk_plan *p, struct tk_error *err)
{
	const char *has = tk_plan_value(p, "assignee");

	if (p->change->verb == TK_DO_TAKE && has[0] != '\0' &&
	    !is_team(p, has) && strcmp(has, p->session->actor) != 0) {
		tk_plan_lack(p, TK_REFUSED, "%s has it already; ask for it, "
		    "or assign it with 'tk-assign -t me %s'", has, p->number);
		return 0;
	}
	if ((p->change->verb == TK_DO_TAKE || is_team(p, has)) &&
	    strcmp(has, p->session->actor) != 0 &&
	    tk_plan_head(p, "assignee", "me", 2, err) < 0)
		return -1;
	return own_head(p, "accepted", p->session->actor,
	    strlen(p->session->actor), err);
}

static int
do_decline(struct tk_plan *p, struct tk_error *err)
{
	if (need_text(p, "why you decline it") < 0)
		return 0;
	return own_head(p, "declined", p->change->text, p->change->text_len,
	    err);
}

static const char *
lead(const struct tk_plan *p, const char *role, const char *title)
{
	const struct tk_person *who = tk_staff_role(&p->session->rules.staff,
	    role, p->session->rules.zone, p->now);

	return who == NULL ? title : who->login;
}

static int
do_escalate(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;
	int up = c->verb == TK_DO_ESCALATE_UP;
	const char *to = c->who != NULL ? c->who : up ? lead(p, "lead",
	    p->session->rules.settings.lead) : NULL;
	const struct tk_field_rule *f;
	const char *kind = up ? "up" : "side";

	if (to == NULL) {
		tk_plan_lack(p, TK_BAD, "say to whom with -t WHO");
		return 0;
	}
	if (need_text(p, "why it is escalated") < 0)
		return 0;
	if (tk_plan_own_qualifiers(p, "escalation", err) < 0 ||
	    tk_plan_attach(p, "escalation", err) < 0 ||
	    tk_plan_qualifier(p, "escalation", "kind", kind, strlen(kind),
	    err) < 0 || tk_plan_qualifier(p, "escalation", "to", to,
	    strlen(to), err) < 0 || tk_plan_head(p, "escalation", c->text,
	    c->text_len, err) < 0)
		return -1;
	f = tk_field_need(&p->session->rules.fields, up ? "assignee" :
	    "helper", up ? 8 : 6, err);
	if (f == NULL)
		return -1;
	if (c->who == NULL || is_team(p, to))
		return tk_plan_push(p, f->field, NULL, to, err);
	return tk_plan_head(p, f->name, to, strlen(to), err);
}

/* The field a note goes to, and its value; the text beside a value is what
 * was said with it. */
static int
do_note(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;
	const char *key = c->key != NULL ? c->key : c->text != NULL ? "note" :
	    NULL;
	const char *eq = key == NULL ? NULL : strchr(key, '=');
	const struct tk_field_rule *f;
	const char *words;

	if (key == NULL)
		return tk_plan_attach(p, NULL, err);
	f = tk_field_need(&p->session->rules.fields, key, eq == NULL ?
	    strlen(key) : (size_t)(eq - key), err);
	if (f == NULL)
		return -1;
	if (f->field == TK_ID || f->field == TK_VERDICT)
		return tk_error_set(err, TK_BAD, "%s: only tk writes this "
		    "field", f->name);
	if (eq == NULL)
		return own_head(p, f->name, c->text == NULL ? "" : c->text,
		    c->text_len, err);
	words = f->field == TK_VOID ? "why" : "words";
	if (c->text != NULL && tk_plan_qualifier(p, f->name, words, c->text,
	    c->text_len, err) < 0)
		return -1;
	return own_head(p, f->name, eq + 1, strlen(eq + 1), err);
}

static int
do_close(struct tk_plan *p, struct tk_error *err)
{
	p->closing = 1;
	if (p->change->text == NULL)
		return tk_plan_attach(p, NULL, err);
	return own_head(p, "solution", p->change->text, p->change->text_len,
	    err);
}

static int
do_reopen(struct tk_plan *p, struct tk_error *err)
{
	if (need_text(p, "why it is reopened") < 0)
		return 0;
	return own_head(p, "reopened", p->change->text, p->change->text_len,
	    err);
}

static int
own_rows(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;

	switch (c->verb) {
	case TK_DO_NEW:
		return do_new(p, err);
	case TK_DO_CLASSIFY:
		return do_classify(p, err);
	case TK_DO_ASSIGN:
		return do_assign(p, err);
	case TK_DO_ACCEPT:
	case TK_DO_TAKE:
		return do_accept(p, err);
	case TK_DO_DECLINE:
		return do_decline(p, err);
	case TK_DO_ESCALATE_UP:
	case TK_DO_ESCALATE_SIDE:
		return do_escalate(p, err);
	case TK_DO_HELPER:
		return own_head(p, "helper", c->who, strlen(c->who), err);
	case TK_DO_NOTE:
		return do_note(p, err);
	case TK_DO_CLOSE:
		return do_close(p, err);
	case TK_DO_REOPEN:
		return do_reopen(p, err);
	}
	return 0;
}

/* The name of the verb's own head, if it made one. */
static const char *
own_name(const struct tk_plan *p)
{
	unsigned i;

	for (i = p->before; i < p->ticket->rows; i++)
		if (p->ticket->row[i].qualifier == NULL)
			return p->ticket->row[i].name;
	return NULL;
}

int
tk_plan_verb(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;

	if (own_rows(p, err) < 0)
		return -1;
	if (p->lacks.len > 0 || c->verb == TK_DO_NEW)
		return 0;
	if (c->verb == TK_DO_NOTE && c->by != NULL && tk_plan_head(p,
	    "expected", c->by, strlen(c->by), err) < 0)
		return -1;
	if (tk_plan_typed(p, own_name(p), err) < 0)
		return -1;
	if (p->closing && !has_field(p, "result"))
		return tk_plan_head(p, "result", "solved", 6, err);
	return 0;
}
