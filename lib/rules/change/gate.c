/* gate.c - holds a plan against flow.csv. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "plan.h"
#include "rules/selector/selector.h"
#include "rules/tables/texts.h"

/* Adds a sentence of the rulebook with {id} replaced. */
static void
lack_sentence(struct tk_plan *p, const char *sentence)
{
	struct tk_buf b = TK_BUF_INIT;
	const char *id;

	while ((id = strstr(sentence, "{id}")) != NULL) {
		tk_buf_add(&b, sentence, (size_t)(id - sentence));
		tk_buf_puts(&b, p->number[0] != '\0' ? p->number : "ID");
		sentence = id + 4;
	}
	tk_buf_puts(&b, sentence);
	if (!b.failed)
		tk_plan_lack(p, TK_REFUSED, "%s", b.data);
	tk_buf_free(&b);
}

/* One term of a gate that does not hold, and how to meet it. */
static void
lack_term(struct tk_plan *p, const struct tk_term_view *v)
{
	const struct tk_field_rule *f = v->field;
	const char *has;
	int log;

	has = tk_state_value(p->state, p->ticket, f->field);
	log = tk_ticket_fold(p->ticket, f->field) == TK_FOLD_LOG;
	if (has != NULL && v->value != NULL)
		tk_plan_lack(p, TK_REFUSED, "%s is %.*s, not %s", f->english,
		    tk_text_cut(has, 60), has, strchr(v->text, '=') + 1);
	else if (p->change->verb == TK_DO_NEW)
		tk_plan_lack(p, TK_REFUSED, "no %s; give it with %s=%s",
		    f->english, f->name, v->value == NULL ? "VALUE" :
		    v->value);
	else if (log && v->value == NULL)
		tk_plan_lack(p, TK_REFUSED, "no %s yet; record it with "
		    "'tk-note -k %s -m TEXT %s'", f->english, f->name,
		    p->number);
	else if (strpbrk(v->text, "|,") != NULL && f->values[0] != '\0')
		/* the answer is the customer's: do not put one in */
		tk_plan_lack(p, TK_REFUSED, "no %s yet; record it with "
		    "'tk-note -k %s=VALUE %s', VALUE one of %s", f->english,
		    f->name, p->number, f->values);
	else
		tk_plan_lack(p, TK_REFUSED, "no %s yet; record it with "
		    "'tk-note -k %s=%s %s'", f->english, f->name,
		    v->value == NULL ? "VALUE" : v->value, p->number);
}

static int
check_need(struct tk_plan *p, const struct tk_flow_row *r,
    struct tk_error *err)
{
	struct tk_subject s = tk_plan_subject(p);
	struct tk_term_view v;
	int hit, said = 0;
	size_t i;

	for (i = 0; i < tk_selector_terms(r->need); i++) {
		hit = tk_selector_term(r->need, i, &s, &v, err);
		if (hit < 0)
			return -1;
		if (hit)
			continue;
		if (v.plain && (v.field->type != TK_PERSON ||
		    r->refusal[0] == '\0')) {
			lack_term(p, &v);
		} else if (r->refusal[0] == '\0') {
			tk_plan_lack(p, TK_REFUSED, "it takes %s", v.text);
		} else if (!said) {
			lack_sentence(p, r->refusal);
			said = 1;
		}
	}
	return 0;
}

/* The row that decides; *named: some row names the event at all. */
static const struct tk_flow_row *
find_row(struct tk_plan *p, unsigned field, const char *value, int *named,
    struct tk_error *err)
{
	const struct tk_flow *flow = &p->session->rules.flow;
	struct tk_subject s = tk_plan_subject(p);
	const struct tk_event *e;
	size_t i, j;
	int hit;

	*named = 0;
	for (i = 0; i < flow->rows; i++) {
		for (j = 0; j < flow->row[i].action.count; j++) {
			e = &flow->row[i].action.event[j];
			if (e->field != field || (e->value == NULL ?
			    value[0] == '\0' : strcmp(e->value, value) != 0))
				continue;
			*named = 1;
			if ((flow->row[i].from & 1u << p->to) == 0)
				continue;
			hit = e->when == NULL ? 1 :
			    tk_selector_match(e->when, &s, err);
			if (hit < 0) {
				*named = -1;
				return NULL;
			}
			if (hit)
				return &flow->row[i];
		}
	}
	return NULL;
}

/* What a word of `sets` means; NULL: the matrix has no such row. */
static const char *
set_value(const struct tk_plan *p, const char *word)
{
	const struct tk_rules *r = &p->session->rules;
	const struct tk_person *who;

	if (strcmp(word, "me") == 0)
		return p->session->actor;
	if (strcmp(word, "matrix") == 0)
		return tk_texts_matrix(r->texts, tk_plan_value(p, "impact"),
		    tk_plan_value(p, "importance"));
	if (strcmp(word, "lead") != 0 && strcmp(word, "manager") != 0)
		return word;
	who = tk_staff_role(&r->staff, word, r->zone, p->now);
	if (who != NULL)
		return who->login;
	return word[0] == 'l' ? r->settings.lead : r->settings.manager;
}

/* The command's own rows win over what flow would set. */
static int
typed(const struct tk_plan *p, unsigned field)
{
	unsigned i;

	for (i = p->before; i < p->ticket->rows; i++)
		if (p->ticket->row[i].field == field &&
		    p->ticket->row[i].qualifier == NULL)
			return 1;
	return 0;
}

static int
apply_sets(struct tk_plan *p, const struct tk_flow_row *r,
    struct tk_error *err)
{
	const struct tk_flow_set *set;
	const char *value, *has;
	size_t i;

	for (i = 0; i < r->nsets; i++) {
		set = &r->sets[i];
		value = set_value(p, set->value);
		if (value == NULL)
			continue;
		has = tk_state_value(p->state, p->ticket, set->field);
		if (typed(p, set->field) && set->qualifier == NULL &&
		    (p->ticket->row[p->ticket->rows - 1].field != set->field ||
		    p->ticket->row[p->ticket->rows - 1].qualifier == NULL))
			continue;
		if (set->qualifier == NULL && tk_ticket_fold(p->ticket,
		    set->field) == TK_FOLD_ONE &&
		    strcmp(has == NULL ? "" : has, value) == 0)
			continue;
		if (tk_plan_push(p, set->field, set->qualifier, value,
		    err) < 0)
			return -1;
	}
	return 0;
}

/* Rows name the event, but none has the present status. */
static void
lack_status(struct tk_plan *p, unsigned field, const char *value)
{
	const struct tk_flow *flow = &p->session->rules.flow;
	int status = field == TK_STATUS, from = 0, i;
	const char *sep = "; only while ";
	struct tk_buf b = TK_BUF_INIT;
	size_t row;

	for (row = 0; row < flow->rows; row++)
		if (flow->row[row].to != TK_FLOW_REFUSE && tk_events_match(
		    &flow->row[row].action, field, value) >= 0)
			from |= (int)flow->row[row].from;
	tk_buf_printf(&b, "%s%s%s is not possible while it is %s (%s)",
	    tk_ticket_field_name(p->ticket, field), status ? "=" : "",
	    status ? value : "", tk_status_name(p->to),
	    p->session->rules.settings.status[p->to]);
	for (i = 0; i < TK_STATUSES; i++)
		if ((from & 1 << i) != 0) {
			tk_buf_printf(&b, "%s%s", sep,
			    tk_status_name((enum tk_status)i));
			sep = ", ";
		}
	tk_plan_lack(p, TK_REFUSED, "%s", b.failed ? "the flow" : b.data);
	tk_buf_free(&b);
}

static int
run_event(struct tk_plan *p, unsigned field, const char *value,
    struct tk_error *err)
{
	const struct tk_flow_row *r;
	size_t lacks;
	int named;

	r = find_row(p, field, value, &named, err);
	if (named < 0)
		return -1;
	if (r == NULL && (named || field == TK_STATUS)) {
		lack_status(p, field, value);
		return 0;
	}
	if (r == NULL)
		return 0;
	if (r->to == TK_FLOW_REFUSE) {
		lack_sentence(p, r->refusal[0] == '\0' ? "the rules refuse it"
		    : r->refusal);
		return 0;
	}
	if (!tk_session_may(p->session, r->who, p->ticket, p->state)) {
		if (r->refusal[0] != '\0')
			lack_sentence(p, r->refusal);
		else
			tk_plan_lack(p, TK_REFUSED, "only %s may do this",
			    r->who);
		return 0;
	}
	lacks = p->lacks.len;
	if (check_need(p, r, err) < 0)
		return -1;
	if (p->lacks.len > lacks)
		return 0;
	if (r->to >= 0)
		p->to = (enum tk_status)r->to;
	return apply_sets(p, r, err);
}

/* A typed status is an event; its row is written last, by tk_plan_make. */
static void
take_status(struct tk_plan *p)
{
	struct tk_ticket *t = p->ticket;
	unsigned i;

	for (i = p->before; i < t->rows;) {
		if (t->row[i].field != TK_STATUS ||
		    t->row[i].qualifier != NULL) {
			i++;
			continue;
		}
		p->wanted = t->row[i].value;
		memmove(&t->row[i], &t->row[i + 1],
		    (t->rows - i - 1) * sizeof *t->row);
		t->rows--;
	}
}

/* Words beside a status that stays have no row to stand beside. */
static void
check_words(struct tk_plan *p)
{
	unsigned i;

	if (p->lacks.len > 0 || p->to != p->from ||
	    p->change->verb == TK_DO_NEW)
		return;
	for (i = p->before; i < p->ticket->rows; i++)
		if (p->ticket->row[i].field == TK_STATUS) {
			tk_plan_lack(p, TK_REFUSED, "it is %s (%s) already; "
			    "record the words with 'tk-note -m TEXT %s'",
			    tk_status_name(p->to), p->session->rules.settings.
			    status[p->to], p->number);
			return;
		}
}

static const struct tk_field_rule *
field(const struct tk_plan *p, const char *name)
{
	return tk_field_find(&p->session->rules.fields, name, strlen(name));
}

/* Did the customer say no in this command: does one of its rows let the
 * solution lapse? */
static int
said_no(const struct tk_plan *p)
{
	const struct tk_field_rule *solution = field(p, "solution");
	const struct tk_lapse *l;
	const struct tk_row *r;
	unsigned i;

	for (i = p->before; solution != NULL && i < p->ticket->rows; i++) {
		r = &p->ticket->row[i];
		if (r->qualifier != NULL || r->len == 0 ||
		    r->field >= p->ticket->schema->count)
			continue;
		for (l = p->ticket->schema->field[r->field].lapses; l != NULL;
		    l = l->next)
			if (l->field == solution->field && l->value != NULL &&
			    strcmp(l->value, r->value) == 0)
				return 1;
	}
	return 0;
}

/* Takes the heads of `result` out again: the close did not happen. Returns
 * how many rows that were. */
static unsigned
drop_result(struct tk_plan *p, unsigned result, size_t lacks)
{
	struct tk_ticket *t = p->ticket;
	unsigned i, n = p->before;

	for (i = p->before; i < t->rows; i++)
		if (t->row[i].field != result)
			t->row[n++] = t->row[i];
	i = t->rows - n;
	t->rows = n;
	p->unresolved = 1;
	p->lacks.len = lacks;
	p->lacks.data[lacks] = '\0';
	p->code = TK_OK;
	return i;
}

/* The events of rows from..to; only those of `result`, or all others. */
static int
run_rows(struct tk_plan *p, unsigned from, unsigned to, unsigned result,
    int results, struct tk_error *err)
{
	const struct tk_row *r;
	unsigned i;

	for (i = from; i < to; i++) {
		r = &p->ticket->row[i];
		if (r->qualifier != NULL || (r->field == result) != results ||
		    (r->flags & (TK_ROW_VOID | TK_ROW_BAD_VOID)) != 0)
			continue;
		if (run_event(p, r->field, r->value, err) < 0)
			return -1;
	}
	return 0;
}

int
tk_plan_flow(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_field_rule *result = field(p, "result");
	unsigned none = result == NULL ? (unsigned)-1 : result->field;
	unsigned end;
	size_t lacks;

	take_status(p);
	end = p->ticket->rows;
	if (run_rows(p, p->before, end, none, 0, err) < 0)
		return -1;
	if (p->wanted != NULL &&
	    strcmp(p->wanted, tk_status_name(p->to)) != 0 &&
	    run_event(p, TK_STATUS, p->wanted, err) < 0)
		return -1;
	lacks = p->lacks.len;
	if (run_rows(p, p->before, end, none, 1, err) < 0)
		return -1;
	if (p->closing && lacks == 0 && p->lacks.len > 0 && said_no(p))
		end -= drop_result(p, none, lacks);
	check_words(p);
	if (tk_ticket_settle(p->ticket, err) < 0 ||
	    tk_state_fold(p->state, p->ticket, err) < 0)
		return -1;
	return tk_plan_required(p, end, err);
}
