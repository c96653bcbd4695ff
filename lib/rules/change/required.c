/* required.c - how selectors see a plan, and the fields its events demand. */
#include <string.h>

#include "plan.h"
#include "rules/selector/selector.h"

static int
count_children(void *data, struct tk_error *err)
{
	const struct tk_plan *p = data;

	if (p->number[0] == '\0' || p->children == NULL)
		return 0;
	return tk_children_open(p->children, p->session, p->number, err);
}

struct tk_subject
tk_plan_subject(struct tk_plan *p)
{
	struct tk_subject s = {&p->session->rules, p->ticket, p->state, NULL,
	    p->now, p->session->actor, count_children, p};

	return s;
}

static int
row_lacks(const struct tk_ticket *t, const struct tk_row *r,
    const char *qualifier)
{
	return tk_ticket_qualifier(t, (unsigned)(r - t->row) + 1,
	    qualifier) == NULL;
}

int
tk_field_missing(const struct tk_field_rule *f, const struct tk_ticket *t,
    const struct tk_state *state)
{
	const struct tk_row *r = tk_state_row(state, t, f->field);

	if (f->qualifier == NULL)
		return r == NULL;
	return r != NULL && row_lacks(t, r, f->qualifier);
}

/* Does this command bring a row of the field? */
static int
is_brought(const struct tk_plan *p, unsigned field)
{
	unsigned i;

	for (i = p->before; i < p->ticket->rows; i++)
		if (p->ticket->row[i].field == field &&
		    p->ticket->row[i].qualifier == NULL)
			return 1;
	return 0;
}

/* A qualifier comes with its field only, so with a new row of that. */
static void
lack_qualifier(struct tk_plan *p, const struct tk_field_rule *f)
{
	const char *field = p->session->rules.fields.rule[f->field].name;

	if (is_brought(p, f->field))
		tk_plan_lack(p, TK_REFUSED, "no %s; give it with %s=VALUE",
		    f->english, f->name);
	else if (tk_ticket_fold(p->ticket, f->field) == TK_FOLD_LOG)
		tk_plan_lack(p, TK_REFUSED, "no %s yet; record it with "
		    "'tk-note -k %s -m TEXT %s=VALUE %s'", f->english, field,
		    f->name, p->number);
	else
		tk_plan_lack(p, TK_REFUSED, "no %s yet; record it with "
		    "'tk-note %s=VALUE %s=VALUE %s'", f->english, field,
		    f->name, p->number);
}

static void
require(struct tk_plan *p, const struct tk_field_rule *f, int refuse)
{
	if (!refuse)
		tk_buf_printf(&p->ask, "%s%s (%s)", p->ask.len == 0 ||
		    p->ask.data[p->ask.len - 1] == '\n' ? "" : ", ", f->label,
		    f->name);
	else if (f->qualifier != NULL)
		lack_qualifier(p, f);
	else if (p->change->verb == TK_DO_NEW)
		tk_plan_lack(p, TK_REFUSED, "no %s; give it with %s=VALUE",
		    f->english, f->name);
	else
		tk_plan_lack(p, TK_REFUSED, "no %s yet; record it with "
		    "'tk-note %s=VALUE %s'", f->english, f->name, p->number);
}

/* Does row r demand the field by q, and is it not there? A row of a
 * qualifier's own field must have it itself. */
static int
demands(struct tk_plan *p, const struct tk_row *r,
    const struct tk_field_rule *f, const struct tk_requirement *q,
    struct tk_error *err)
{
	struct tk_subject s = tk_plan_subject(p);
	const struct tk_event *e;
	int at;

	at = r->qualifier != NULL ? -1 :
	    tk_events_match(&q->at, r->field, r->value);
	if (at < 0)
		return 0;
	if (f->qualifier != NULL && r->field == f->field ?
	    !row_lacks(p->ticket, r, f->qualifier) :
	    !tk_field_missing(f, p->ticket, p->state))
		return 0;
	e = &q->at.event[at];
	return e->when == NULL ? 1 : tk_selector_match(e->when, &s, err);
}

/* The first of a field's requirements that the rows before upto bring. */
static int
check_field(struct tk_plan *p, const struct tk_field_rule *f, unsigned upto,
    struct tk_error *err)
{
	size_t q;
	unsigned i;
	int hit;

	for (q = 0; q < f->nrequired; q++)
		for (i = p->before; i < upto; i++) {
			hit = demands(p, &p->ticket->row[i], f,
			    &f->required[q], err);
			if (hit < 0)
				return -1;
			if (hit) {
				require(p, f, f->required[q].refuse);
				return 0;
			}
		}
	return 0;
}

int
tk_plan_required(struct tk_plan *p, unsigned upto, struct tk_error *err)
{
	const struct tk_fields *fs = &p->session->rules.fields;
	unsigned i;

	for (i = 0; i < fs->rules; i++)
		if (check_field(p, &fs->rule[i], upto, err) < 0)
			return -1;
	return 0;
}
