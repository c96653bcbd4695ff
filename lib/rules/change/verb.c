/* verb.c - the rows that are each command's own. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rules/classify/classify.h"
#include "plan.h"

#define SUBJECT_COLUMNS 60	/* of one made from the description */

int
tk_plan_need_text(struct tk_plan *p, const char *what)
{
	if (p->change->text != NULL && p->change->text_len > 0)
		return 0;
	tk_plan_lack(p, TK_BAD, "say %s with -m TEXT", what);
	return -1;
}

int
tk_plan_own_head(struct tk_plan *p, const char *field, const char *value,
    size_t len, struct tk_error *err)
{
	if (tk_plan_own_qualifiers(p, field, err) < 0 ||
	    tk_plan_attach(p, field, err) < 0)
		return -1;
	return tk_plan_head(p, field, value, len, err);
}

/* The last head of a field that the command brings; NULL: none. */
static const struct tk_row *
brought(const struct tk_plan *p, const char *name)
{
	const struct tk_field_rule *f = tk_field_find(
	    &p->session->rules.fields, name, strlen(name));
	unsigned i;

	for (i = p->ticket->rows; f != NULL && i > p->before; i--)
		if (p->ticket->row[i - 1].field == f->field &&
		    p->ticket->row[i - 1].qualifier == NULL)
			return &p->ticket->row[i - 1];
	return NULL;
}

/* The first line of the description, cut. */
static int
make_subject(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_row *text = brought(p, "description");
	struct tk_buf line = TK_BUF_INIT;
	const char *s = text == NULL ? NULL : text->value;
	int rc;

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
	    tk_plan_typed(p, err) < 0)
		return -1;
	if (p->change->text != NULL && tk_plan_head(p, "description",
	    p->change->text, p->change->text_len, err) < 0)
		return -1;
	if (brought(p, "subject") == NULL && make_subject(p, err) < 0)
		return -1;
	return tk_plan_attach(p, NULL, err);
}

int
tk_plan_by_person(const struct tk_plan *p, const char *field)
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

/* The priority of a category that a person chose, unless they chose that
 * too. */
static int
priority_of(struct tk_plan *p, const char *category, struct tk_error *err)
{
	const struct tk_category *c = tk_category_find(
	    &p->session->rules.categories, category);

	if (c == NULL || c->priority == NULL ||
	    tk_plan_by_person(p, "priority"))
		return 0;
	return put_by_rule(p, "priority", c->priority->name, "category", err);
}

static int
classify_by_person(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;

	if (tk_plan_own_head(p, "category", c->category, strlen(c->category),
	    err) < 0)
		return -1;
	if (c->priority != NULL)
		return tk_plan_head(p, "priority", c->priority,
		    strlen(c->priority), err);
	return priority_of(p, c->category, err);
}

static void
put_id(struct tk_buf *b, const char *id)
{
	tk_buf_printf(b, "%s%s", b->len > 0 ? " " : "", id);
}

/* "hw01 hw44": the rows that spoke for the category, and those that gave the
 * priority, which else is the category's own. */
static void
put_rules(const struct tk_judgement *j, struct tk_buf *category,
    struct tk_buf *priority)
{
	const struct tk_hit *h;
	size_t i;

	for (i = 0; i < j->nhits; i++) {
		h = &j->hits[i];
		if (h->veto != NULL)
			continue;
		if (strcmp(h->category, j->category) == 0)
			put_id(category, h->id);
		if (h->priority != NULL && j->priority != NULL &&
		    strcmp(h->priority, j->priority) == 0)
			put_id(priority, h->id);
	}
	if (priority->len == 0)
		put_id(priority, "category");
}

static void
put_hits(const struct tk_judgement *j, struct tk_buf *b)
{
	const struct tk_hit *h;
	size_t i;

	tk_buf_printf(b, "%s\n", j->why);
	for (i = 0; i < j->nhits; i++) {
		h = &j->hits[i];
		tk_buf_printf(b, "  %s %s %s %g \"%s\"%s%s%s\n", h->id,
		    h->category, h->priority == NULL ? "-" : h->priority,
		    h->weight, h->words, h->veto == NULL ? "" : " vetoed by \"",
		    h->veto == NULL ? "" : h->veto,
		    h->veto == NULL ? "" : "\"");
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
put_judgement(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_judgement *j = p->judgement;
	struct tk_buf category = TK_BUF_INIT, priority = TK_BUF_INIT;
	int rc;

	put_rules(j, &category, &priority);
	rc = tk_buf_check(&category, err) < 0 ||
	    tk_buf_check(&priority, err) < 0 ? -1 :
	    put_by_rule(p, "category", j->category, category.data, err);
	if (rc == 0 && j->priority != NULL &&
	    !tk_plan_by_person(p, "priority"))
		rc = put_by_rule(p, "priority", j->priority, priority.data,
		    err);
	tk_buf_free(&category);
	tk_buf_free(&priority);
	return rc;
}

static int
classify_by_rules(struct tk_plan *p, struct tk_error *err)
{
	if (p->from == TK_CLOSED) {
		tk_buf_puts(&p->explain, "left alone: it is closed\n");
		return 0;
	}
	if (tk_plan_by_person(p, "category")) {
		tk_buf_puts(&p->explain, "left alone: a person chose the "
		    "category\n");
		return tk_plan_value(p, "priority")[0] != '\0' ? 0 :
		    priority_of(p, tk_plan_value(p, "category"), err);
	}
	if (judge(p, err) < 0)
		return -1;
	put_hits(p->judgement, &p->explain);
	if (p->judgement->category != NULL)
		return put_judgement(p, err);
	if (p->from == TK_NEW || p->from == TK_UNCLEAR) {
		p->wanted = "unclear";
		p->held = 1;
		tk_buf_printf(&p->ask, "%s\n", p->judgement->ask);
	}
	return 0;
}

static int
do_classify(struct tk_plan *p, struct tk_error *err)
{
	if (p->change->category != NULL)
		return classify_by_person(p, err);
	if (p->change->priority != NULL)
		return tk_plan_own_head(p, "priority", p->change->priority,
		    strlen(p->change->priority), err);
	return classify_by_rules(p, err);
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
		return tk_plan_own_head(p, f->name, c->text == NULL ? "" :
		    c->text, c->text_len, err);
	words = f->field == TK_VOID ? "why" : "words";
	if (c->text != NULL && tk_plan_qualifier(p, f->name, words, c->text,
	    c->text_len, err) < 0)
		return -1;
	return tk_plan_own_head(p, f->name, eq + 1, strlen(eq + 1), err);
}

static int
do_close(struct tk_plan *p, struct tk_error *err)
{
	p->closing = 1;
	if (p->change->text == NULL)
		return tk_plan_attach(p, NULL, err);
	return tk_plan_own_head(p, "solution", p->change->text,
	    p->change->text_len, err);
}

static int
do_reopen(struct tk_plan *p, struct tk_error *err)
{
	if (tk_plan_need_text(p, "why it is reopened") < 0)
		return 0;
	return tk_plan_own_head(p, "reopened", p->change->text,
	    p->change->text_len, err);
}

static int
own_rows(struct tk_plan *p, struct tk_error *err)
{
	switch (p->change->verb) {
	case TK_DO_NEW:
		return do_new(p, err);
	case TK_DO_CLASSIFY:
		return do_classify(p, err);
	case TK_DO_NOTE:
		return do_note(p, err);
	case TK_DO_CLOSE:
		return do_close(p, err);
	case TK_DO_REOPEN:
		return do_reopen(p, err);
	default:
		return tk_plan_people(p, err);
	}
}

/* How it ends, if that was not typed: solved. */
static int
put_result(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_row *r = brought(p, "result");

	if (r == NULL)
		return tk_plan_head(p, "result", "solved", 6, err);
	if (r->len > 0)
		return 0;
	return tk_error_set(err, TK_BAD, "result=: say how it ends; lawful "
	    "are %s", tk_field_find(&p->session->rules.fields, "result",
	    6)->values);
}

/* A category typed without a priority brings its own. */
static int
typed_category(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_row *category = brought(p, "category");

	if (category == NULL || category->len == 0 ||
	    brought(p, "priority") != NULL)
		return 0;
	return priority_of(p, category->value, err);
}

int
tk_plan_verb(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;

	if (own_rows(p, err) < 0)
		return -1;
	if (p->lacks.len > 0)
		return 0;
	if (c->verb == TK_DO_NEW)
		return typed_category(p, err);
	if (c->verb == TK_DO_NOTE && c->by != NULL &&
	    tk_plan_by(p, "expected", err) < 0)
		return -1;
	if (tk_plan_typed(p, err) < 0)
		return -1;
	if (c->verb == TK_DO_NOTE && typed_category(p, err) < 0)
		return -1;
	return p->closing ? put_result(p, err) : 0;
}
