/*
 * repeat.c - says whether a plan's ticket is a problem come back: settings
 * repeat.days, repeat.customer and repeat.product.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/change/plan.h"

#define DAY 86400

static const struct {
	const char *setting, *word;
} rules[TK_SAME_RULES] = {
	{"repeat.customer", "客户"},
	{"repeat.product", "产品"},
	{"repeat.product", "模块"},
};

#define WORD 4	/* beside enum tk_recent_part: `repeated` itself */

/* What the plan's rows may change. */
static int
changes(const struct tk_plan *p)
{
	const struct tk_ticket *t = p->ticket;
	const struct tk_row *r;
	const char *name;
	int what = 0;
	unsigned i;

	for (i = p->before; i < t->rows; i++) {
		r = &t->row[i];
		if (r->qualifier != NULL || (r->flags & TK_ROW_BAD_VOID) != 0)
			continue;
		if (r->field == TK_VOID && r->len > 0)
			r = &t->row[strtoul(r->value, NULL, 10) - 1];
		name = tk_ticket_field_name(t, r->field);
		what |= strcmp(name, "repeated") == 0 ? WORD :
		    tk_recent_part(name);
	}
	return what;
}

/* "同一客户同类问题30天内第3件，此前：CS202611010001、CS202611020004" */
static void
put_reason(struct tk_buf *b, const char *word, int64_t days,
    const struct tk_alike_found *f)
{
	const char *before = "，此前：";
	size_t i;

	tk_buf_printf(b, "%s同一%s同类问题%lld天内第%zu件", b->len > 0 ? "；" :
	    "", word, (long long)days, f->count + 1);
	for (i = 0; i < f->shown; i++) {
		if (f->latest[i]->number[0] == '\0')
			continue;
		tk_buf_printf(b, "%s%s", before, f->latest[i]->number);
		before = "、";
	}
	if (f->count > f->shown)
		tk_buf_printf(b, "等%zu件", f->count);
}

static int64_t
limit_of(const struct tk_settings *s, enum tk_alike_rule rule)
{
	return s->repeat_days == 0 ? 0 : rule == TK_SAME_CUSTOMER ?
	    s->repeat_customer : s->repeat_product;
}

/* Is it one of so many? Then by which settings, and why. */
static int
judge(struct tk_plan *p, const struct tk_alike *a, struct tk_buf *by,
    struct tk_buf *why, struct tk_error *err)
{
	const struct tk_settings *s = &p->session->rules.settings;
	int64_t from = a->created - s->repeat_days * DAY;
	int64_t day = tk_day_at(p->session->rules.zone, from);
	struct tk_alike_found f;
	int rule;

	for (rule = 0; rule < TK_SAME_RULES; rule++) {
		if (limit_of(s, rule) == 0 || !tk_alike_comparable(a, rule))
			continue;
		if (tk_recent_need(p->recent, p->session, a->category, day,
		    err) < 0 || tk_alike_count(&p->recent->set, a, rule, from,
		    &f, err) < 0)
			return -1;
		if ((int64_t)f.count + 1 < limit_of(s, rule))
			continue;
		put_reason(why, rules[rule].word, s->repeat_days, &f);
		if (by->len == 0 || strstr(by->data, rules[rule].setting) ==
		    NULL)
			tk_buf_printf(by, "%s%s", by->len > 0 ? " " : "",
			    rules[rule].setting);
	}
	return tk_buf_check(by, err) < 0 ? -1 : tk_buf_check(why, err);
}

/* The machine's row; value "" takes its word back. */
static int
say(struct tk_plan *p, const char *value, const char *by, const char *why,
    struct tk_error *err)
{
	tk_buf_printf(&p->explain, "repeated=%s: %s\n", value, why);
	if (tk_plan_qualifier(p, "repeated", "rule", by, strlen(by), err) < 0 ||
	    tk_plan_qualifier(p, "repeated", "why", why, strlen(why), err) < 0)
		return -1;
	return tk_plan_head(p, "repeated", value, strlen(value), err);
}

static int
take_back(struct tk_plan *p, const char *why, struct tk_error *err)
{
	return say(p, "", "repeat.customer repeat.product", why, err);
}

/* A ticket that counts: judged anew. */
static int
decide(struct tk_plan *p, const struct tk_alike *a, int said,
    struct tk_error *err)
{
	struct tk_buf by = TK_BUF_INIT, why = TK_BUF_INIT;
	int rc = judge(p, a, &by, &why, err);

	if (rc == 0 && why.len > 0 && !said)
		rc = say(p, "yes", by.data, why.data, err);
	else if (rc == 0 && why.len == 0 && said)
		rc = take_back(p, "同类问题不足规定件数", err);
	tk_buf_free(&by);
	tk_buf_free(&why);
	return rc;
}

/* Is `yes` lawful in this rulebook? */
static int
knows(const struct tk_plan *p)
{
	const struct tk_rules *r = &p->session->rules;
	const struct tk_field_rule *f = tk_field_find(&r->fields, "repeated",
	    8);
	struct tk_buf b = TK_BUF_INIT;
	int rc = f == NULL ? -1 : tk_field_value(r, f, "yes", 3, p->now,
	    p->session->actor, &b, NULL);

	tk_buf_free(&b);
	return rc == 0;
}

/* Is it closed for good? Then nobody looks into it any more; only what is
 * closed right now may still be found to be repeated. */
static int
is_over(const struct tk_plan *p)
{
	return p->to == TK_CLOSED && (p->from == TK_CLOSED ||
	    p->change->verb == TK_DO_NEW);
}

int
tk_plan_repeat(struct tk_plan *p, struct tk_error *err)
{
	int said = tk_plan_value(p, "repeated")[0] != '\0';
	struct tk_alike a = {.number = p->number};
	int what = changes(p), like = what & TK_RECENT_LIKENESS, rc;

	if (what == 0 || (what & WORD) != 0 || p->recent == NULL ||
	    p->lacks.len > 0 || tk_plan_by_person(p, "repeated") ||
	    !knows(p))
		return 0;
	if (!said && (!like || is_over(p)))
		return 0;
	rc = tk_recent_describe(&a, p->ticket, p->state, p->arena, err);
	if (rc == 0 && said)
		return take_back(p, "本单不计入重复问题", err);
	if (rc > 0 && like)
		return decide(p, &a, said, err);
	return rc < 0 ? -1 : 0;
}
