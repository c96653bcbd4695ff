#include "plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/scan.h"

int
tk_plan_push(struct tk_plan *p, unsigned field, const char *qualifier,
    const char *value, struct tk_error *err)
{
	struct tk_ticket *t = p->ticket;
	int first = t->rows == p->before;

	if (tk_ticket_push(t, field, qualifier, p->now, p->session->actor,
	    value, strlen(value), err) < 0)
		return -1;
	if (first)
		t->row[t->rows - 1].command++;
	return 0;
}

/* A ticket's number given as a whole one or a ref must be there. */
static int
put_ticket(struct tk_plan *p, const struct tk_field_rule *f,
    const char *value, struct tk_buf *out, struct tk_error *err)
{
	char number[TK_NUMBER_SIZE];
	int minus = value[0] == '-';

	if (tk_store_resolve(p->session->store, value + minus, 0, number,
	    err) < 0)
		return -1;
	if (strcmp(number, p->number) == 0)
		return tk_error_set(err, TK_REFUSED, "%s: %s cannot be the "
		    "ticket itself", p->number, f->name);
	if (minus)
		tk_buf_putc(out, '-');
	tk_buf_puts(out, number);
	return tk_buf_check(out, err);
}

static int
put_value(struct tk_plan *p, const struct tk_field_rule *f, const char *value,
    size_t len, struct tk_buf *out, struct tk_error *err)
{
	if (f->type == TK_TICKET && len > 0)
		return put_ticket(p, f, value, out, err);
	return tk_field_value(&p->session->rules, f, value, len, p->now,
	    p->session->actor, out, err);
}

int
tk_plan_head(struct tk_plan *p, const char *field, const char *value,
    size_t len, struct tk_error *err)
{
	const struct tk_rules *rules = &p->session->rules;
	struct tk_buf b = TK_BUF_INIT;
	const struct tk_field_rule *f;
	int rc;

	f = tk_field_need(&rules->fields, field, strlen(field), err);
	if (f == NULL)
		return -1;
	rc = put_value(p, f, value, len, &b, err);
	if (rc == 0 && b.len == 0 && rules->fields.schema->
	    field[f->field].fold == TK_FOLD_LOG)
		rc = tk_error_set(err, TK_BAD, "%s: says nothing; add the "
		    "text with -m TEXT", f->name);
	if (rc == 0)
		rc = tk_plan_push(p, f->field, NULL, b.data == NULL ? "" :
		    b.data, err);
	tk_buf_free(&b);
	return rc;
}

int
tk_plan_qualifier(struct tk_plan *p, const char *field, const char *qualifier,
    const char *value, size_t len, struct tk_error *err)
{
	const struct tk_fields *fs = &p->session->rules.fields;
	struct tk_field_rule plain = {0};
	struct tk_buf b = TK_BUF_INIT;
	const struct tk_field_rule *f, *row;
	char name[128], at[2 * TK_TIME_SIZE + 2];
	size_t n;
	int rc;

	f = tk_field_need(fs, field, strlen(field), err);
	if (f == NULL)
		return -1;
	n = strspn(qualifier, "abcdefghijklmnopqrstuvwxyz0123456789_");
	if (n == 0 || qualifier[n] != '\0' || qualifier[0] < 'a')
		return tk_error_set(err, TK_BAD, "\"%s.%s\": behind the dot "
		    "stand lower-case letters, digits and _", f->name,
		    qualifier);
	if (strcmp(qualifier, "at") == 0 && f->field == TK_STATUS)
		return tk_error_set(err, TK_BAD, "status is never backdated; "
		    "leave out status.at");
	if (strcmp(qualifier, "at") == 0 && len > 0) {
		if (tk_plan_when(p, value, at, err) < 0)
			return -1;
		return tk_plan_push(p, f->field, qualifier, at, err);
	}
	snprintf(name, sizeof name, "%s.%s", f->name, qualifier);
	plain.name = name;
	plain.qualifier = qualifier;
	plain.type = tk_field_time_qualifier(qualifier) ? TK_TIME : TK_TEXT;
	row = tk_field_qualifier(fs, f->field, qualifier, strlen(qualifier));
	rc = put_value(p, row == NULL ? &plain : row, value, len, &b, err);
	if (rc == 0)
		rc = tk_plan_push(p, f->field, qualifier, b.data == NULL ?
		    "" : b.data, err);
	tk_buf_free(&b);
	return rc;
}

const char *
tk_plan_value(const struct tk_plan *p, const char *field)
{
	const struct tk_field_rule *f;
	const char *v;

	f = tk_field_find(&p->session->rules.fields, field, strlen(field));
	v = f == NULL ? NULL : tk_state_value(p->state, p->ticket, f->field);
	return v == NULL ? "" : v;
}

void
tk_plan_lack(struct tk_plan *p, enum tk_code code, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	tk_buf_printf(&p->lacks, "%s%s%s%s", p->lacks.len > 0 ? "\n" : "",
	    p->number, p->number[0] != '\0' ? ": " : "", text);
	if (p->code != TK_BAD)
		p->code = p->change->import ? TK_REFUSED : code;
}

/* A void row typed must name a row that can be taken out. */
static void
check_voids(struct tk_plan *p)
{
	const struct tk_row *r;
	unsigned i;

	for (i = p->before; i < p->ticket->rows; i++) {
		r = &p->ticket->row[i];
		if ((r->flags & TK_ROW_BAD_VOID) != 0)
			tk_plan_lack(p, TK_REFUSED, "row %s cannot be taken "
			    "out: it is no head row above, or an id or void; "
			    "'tk-show %s' numbers the rows", r->value,
			    p->number);
		else if ((r->flags & TK_ROW_ORPHAN) != 0)
			tk_plan_lack(p, TK_BAD, "%s belongs to a row %s of "
			    "the same command; give that too", r->name,
			    tk_ticket_field_name(p->ticket, r->field));
	}
}

static int
refold(struct tk_plan *p, struct tk_error *err)
{
	if (tk_ticket_settle(p->ticket, err) < 0)
		return -1;
	return tk_state_fold(p->state, p->ticket, err);
}

static int
make(struct tk_plan *p, struct tk_error *err)
{
	p->before = p->ticket->rows;
	p->from = p->to = tk_state_status(p->state, p->ticket);
	if (tk_plan_verb(p, err) < 0)
		return -1;
	if (p->lacks.len > 0)
		return 0;
	if (refold(p, err) < 0)
		return -1;
	check_voids(p);
	if (p->lacks.len > 0)
		return 0;
	if (tk_plan_flow(p, err) < 0 || tk_plan_repeat(p, err) < 0)
		return -1;
	if (p->to != p->from || p->change->verb == TK_DO_NEW) {
		if (tk_plan_push(p, TK_STATUS, NULL, tk_status_name(p->to),
		    err) < 0)
			return -1;
	}
	return refold(p, err);
}

/* What is wrong is said of the ticket; and a bad record is one rejected, not
 * a bad call. */
static void
say_where(const struct tk_plan *p, struct tk_error *err)
{
	char message[sizeof err->message];
	size_t n = strlen(p->number);

	if (p->change->import && err->code == TK_BAD)
		err->code = TK_REFUSED;
	if (n == 0 || strncmp(err->message, p->number, n) == 0)
		return;
	memcpy(message, err->message, sizeof message);
	snprintf(err->message, sizeof err->message, "%s: %.*s", p->number,
	    (int)(sizeof message - n - 3), message);
}

/* A canned sentence is filled in for each ticket. */
static int
fill_text(struct tk_plan *p, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;

	if (!p->change->canned || p->change->text == NULL)
		return 0;
	if (tk_plan_template(p, p->change->text, &b, err) < 0) {
		tk_buf_free(&b);
		return -1;
	}
	p->filled = *p->change;
	p->filled.text = tk_arena_copy(p->arena, b.data, b.len);
	p->filled.text_len = b.len;
	p->change = &p->filled;
	tk_buf_free(&b);
	return p->filled.text == NULL ? tk_error_memory(err) : 0;
}

int
tk_plan_make(struct tk_plan *p, struct tk_error *err)
{
	if (fill_text(p, err) < 0)
		return -1;
	int rc = make(p, err);

	if (rc < 0 && err != NULL)
		say_where(p, err);
	return rc;
}

/* Puts the verdicts of clocks that have none before the status row. */
static int
add_verdicts(struct tk_plan *p, struct tk_error *err)
{
	struct tk_ticket *t = p->ticket;
	struct tk_buf b = TK_BUF_INIT;
	struct tk_row status = {0};
	int last, rc = 0;
	size_t i;

	last = t->rows > p->before &&
	    t->row[t->rows - 1].field == TK_STATUS;
	if (last)
		status = t->row[--t->rows];
	for (i = 0; rc == 0 && i < p->clocks->count; i++) {
		if (p->clocks->clock[i].recorded)
			continue;
		tk_buf_clear(&b);
		tk_clock_put(&b, &p->clocks->clock[i], p->session->rules.zone);
		rc = tk_buf_check(&b, err);
		if (rc == 0)
			rc = tk_plan_push(p, TK_VERDICT, NULL, b.data == NULL
			    ? "" : b.data, err);
	}
	tk_buf_free(&b);
	if (rc == 0 && last)
		rc = tk_plan_push(p, TK_STATUS, NULL, status.value, err);
	return rc < 0 ? rc : refold(p, err);
}

int
tk_plan_settle(struct tk_plan *p, enum tk_place *place, struct tk_error *err)
{
	if (tk_clock_walk(&p->session->rules, p->ticket, p->now, 0, p->clocks,
	    err) < 0)
		return -1;
	*place = TK_IN_OPEN;
	if (tk_state_status(p->state, p->ticket) != TK_CLOSED ||
	    tk_clock_any(p->clocks))
		return 0;
	*place = TK_IN_CLOSED;
	return add_verdicts(p, err);
}

int
tk_plan_bytes(const struct tk_plan *p, struct tk_buf *b, struct tk_error *err)
{
	char time[TK_TIME_SIZE];
	const struct tk_row *r;
	unsigned i;

	tk_time_format(time, p->now, p->session->rules.zone);
	for (i = p->before; i < p->ticket->rows; i++) {
		r = &p->ticket->row[i];
		tk_ticket_put(b, time, r->actor, r->name, r->value, r->len);
	}
	return tk_buf_check(b, err);
}
