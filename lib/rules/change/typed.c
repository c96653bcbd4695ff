/* typed.c - FIELD=VALUE operands and the times beside them. */
#include <stdlib.h>
#include <string.h>

#include "plan.h"
#include "rules/calendar/when.h"

/* Fields that only the rules write. */
static const char *const reserved[] = {"id", "verdict", "notified"};

int
tk_plan_when(struct tk_plan *p, const char *typed, char *buf,
    struct tk_error *err)
{
	const struct tk_rules *rules = &p->session->rules;
	char one[TK_TIME_SIZE];
	struct tk_when when;

	if (tk_when_parse(typed, p->now, rules->zone,
	    tk_rules_calendar(rules), &when, err) < 0)
		return -1;
	if (when.to > p->now)
		return tk_error_set(err, TK_BAD, "%s lies in the future; say "
		    "when it happened", typed);
	if (!p->change->import && rules->staff.persons > 0 &&
	    when.from < p->now - rules->settings.backdate &&
	    !tk_session_may(p->session, rules->settings.backdate_any, NULL,
	    NULL))
		return tk_error_set(err, TK_REFUSED, "%s is longer ago than "
		    "you may go back (%lld days); ask one who may: %s", typed,
		    (long long)(rules->settings.backdate / 86400),
		    rules->settings.backdate_any);
	tk_time_format(buf, when.from, rules->zone);
	if (when.span) {
		strcat(buf, "..");
		strcat(buf, tk_time_format(one, when.to, rules->zone));
	}
	return 0;
}

int
tk_plan_by(struct tk_plan *p, const char *field, struct tk_error *err)
{
	const struct tk_rules *rules = &p->session->rules;
	const char *by = p->change->by;
	struct tk_error why;
	struct tk_when when;

	if (tk_when_parse(by, p->now, rules->zone, tk_rules_calendar(rules),
	    &when, &why) < 0)
		return tk_error_set(err, why.code, "%s: %s", field,
		    why.message);
	/* a whole day ends at its end; with -w the promise is an old one */
	if (p->change->when == NULL && !p->change->import &&
	    (when.whole_day ? tk_when_day_end(rules->zone, when.to) :
	    when.to) < p->now)
		return tk_error_set(err, TK_BAD, "-b %s lies in the past; "
		    "say by when it will be, or with -w when it was promised",
		    by);
	return tk_plan_head(p, field, by, strlen(by), err);
}

/* FIELD[.QUALIFIER]=VALUE. */
struct operand {
	struct tk_field_name name;
	const char *value;
};

static int
split(struct tk_plan *p, const char *s, struct operand *o,
    struct tk_error *err)
{
	const char *eq = strchr(s, '='), *field;
	size_t i;

	if (eq == NULL || eq == s)
		return tk_error_set(err, TK_BAD, "\"%s\" is not FIELD=VALUE",
		    s);
	if (tk_field_name(&p->session->rules.fields, s, (size_t)(eq - s),
	    &o->name, err) < 0)
		return -1;
	o->value = eq + 1;
	field = o->name.field->name;
	for (i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (strcmp(field, reserved[i]) == 0 &&
		    (o->name.qualifier[0] == '\0' ||
		    p->change->verb != TK_DO_NEW))
			return tk_error_set(err, TK_BAD, "%s: only tk writes "
			    "this field", field);
	return 0;
}

/* All typed qualifiers of one head. */
static int
put_qualifiers(struct tk_plan *p, const struct tk_field_rule *head,
    struct tk_error *err)
{
	struct operand o = {0};
	size_t i;

	for (i = 0; i < p->change->nfields; i++) {
		if (split(p, p->change->fields[i], &o, err) < 0)
			return -1;
		if (o.name.field != head || o.name.qualifier[0] == '\0')
			continue;
		if (tk_plan_qualifier(p, head->name, o.name.qualifier,
		    o.value, strlen(o.value), err) < 0)
			return -1;
	}
	return 0;
}

/* Has a head of that field been typed before operand i, or at all? */
static int
typed_head(struct tk_plan *p, const struct tk_field_rule *f, size_t upto)
{
	struct operand o = {0};
	size_t i;

	for (i = 0; i < upto; i++)
		if (split(p, p->change->fields[i], &o, NULL) == 0 &&
		    o.name.field == f && o.name.qualifier[0] == '\0')
			return 1;
	return 0;
}

/* A qualifier needs its head in the same command. */
static int
check_head(struct tk_plan *p, const struct operand *o, struct tk_error *err)
{
	const struct tk_field_rule *f = o->name.field;

	if ((p->own != NULL && strcmp(p->own, f->name) == 0) ||
	    typed_head(p, f, p->change->nfields))
		return 0;
	return tk_error_set(err, TK_BAD, "%s.%s belongs to a %s of the same "
	    "command; write it with -k %s -m TEXT", f->name,
	    o->name.qualifier, f->name, f->name);
}

/* -w, unless the head has an .at of its own. A status is not backdated. */
static int
put_when(struct tk_plan *p, const struct tk_field_rule *f,
    struct tk_error *err)
{
	char at[2 * TK_TIME_SIZE + 2];
	struct operand o = {0};
	size_t i;

	if (p->change->when == NULL || f->field == TK_STATUS)
		return 0;
	for (i = 0; i < p->change->nfields; i++)
		if (split(p, p->change->fields[i], &o, NULL) == 0 &&
		    o.name.field == f && strcmp(o.name.qualifier, "at") == 0)
			return 0;
	if (tk_plan_when(p, p->change->when, at, err) < 0)
		return -1;
	return tk_plan_push(p, f->field, "at", at, err);
}

static int
put_typed(struct tk_plan *p, const struct operand *o, size_t i,
    struct tk_error *err)
{
	if (!typed_head(p, o->name.field, i) &&
	    put_qualifiers(p, o->name.field, err) < 0)
		return -1;
	if (p->change->verb != TK_DO_NEW && put_when(p, o->name.field, err) < 0)
		return -1;
	return tk_plan_head(p, o->name.field->name, o->value, strlen(o->value),
	    err);
}

/*
 * The typed heads, each behind its qualifiers; those of the verb's own head
 * are already there. A typed status is an event, not a row: the status row
 * comes last.
 */
int
tk_plan_typed(struct tk_plan *p, struct tk_error *err)
{
	struct operand o = {0};
	size_t i;

	for (i = 0; i < p->change->nfields; i++) {
		if (split(p, p->change->fields[i], &o, err) < 0)
			return -1;
		if (o.name.qualifier[0] != '\0') {
			if (check_head(p, &o, err) < 0)
				return -1;
			continue;
		}
		if (put_typed(p, &o, i, err) < 0)
			return -1;
	}
	return 0;
}

int
tk_plan_own_qualifiers(struct tk_plan *p, const char *own,
    struct tk_error *err)
{
	const struct tk_field_rule *f = tk_field_need(
	    &p->session->rules.fields, own, strlen(own), err);

	if (f == NULL || put_qualifiers(p, f, err) < 0)
		return -1;
	p->own = f->name;
	return put_when(p, f, err);
}
