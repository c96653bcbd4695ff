/* reviewclass.c - tickets that no clock `response` fits. */
#include <string.h>

#include "rules/clock/clockrule.h"
#include "review.h"

#define MAX_PRIORITIES 32

struct probe {
	const struct tk_review *v;
	const struct tk_clock_name *response;
	struct tk_buf text;
	struct tk_ticket ticket;
	struct tk_state state;
};

static void
put_row(struct probe *p, const char *field, const char *value)
{
	char time[TK_TIME_SIZE];

	tk_buf_printf(&p->text, "%s,tk,%s,", tk_time_format(time, p->v->now,
	    p->v->rules->zone), field);
	tk_csv_put(&p->text, value, strlen(value));
	tk_buf_putc(&p->text, '\n');
}

/* Has a ticket that says just that a response clock? 1 too if it cannot be
 * told. */
static int
has_clock(struct probe *p, const char *category, const char *priority)
{
	const struct tk_clock_rules *cs = p->v->rules->clocks;
	struct tk_subject s = {.rules = p->v->rules, .ticket = &p->ticket,
	    .state = &p->state, .now = p->v->now};
	const struct tk_clock_rule *r = p->response->rule;
	const struct tk_selector *selector;
	struct tk_error err;

	tk_buf_clear(&p->text);
	tk_buf_puts(&p->text, "time,actor,field,value\n");
	put_row(p, "id", "CS1");
	if (category != NULL)
		put_row(p, "category", category);
	if (priority != NULL)
		put_row(p, "priority", priority);
	put_row(p, "status", "new");
	if (p->text.failed || tk_ticket_parse(&p->ticket,
	    p->v->rules->fields.schema, p->text.data, p->text.len,
	    &err) < 0 || tk_state_fold(&p->state, &p->ticket, &err) < 0)
		return 1;
	for (; r < p->response->rule + p->response->count; r++) {
		selector = cs->selector[r->selector].selector;
		if (selector == NULL || tk_selector_match(selector, &s,
		    &err) != 0)
			return 1;
	}
	return 0;
}

/* The priorities at which a category has no clock, as bits. */
static unsigned
lacking(struct probe *p, const char *category)
{
	const struct tk_priorities *ps = &p->v->rules->priorities;
	unsigned lacks = 0;
	size_t i;

	if (ps->count == 0)
		return has_clock(p, category, NULL) ? 0 : 1;
	for (i = 0; i < ps->count && i < MAX_PRIORITIES; i++)
		if (!has_clock(p, category, ps->priority[i].name))
			lacks |= 1u << i;
	return lacks;
}

/* which: " of CATEGORY" or the like. */
static void
say(struct probe *p, const struct tk_table *t, size_t row, size_t column,
    const char *which, const char *category, unsigned lacks)
{
	const struct tk_priorities *ps = &p->v->rules->priorities;
	struct tk_buf b = TK_BUF_INIT;
	const char *sep = " of priority ";
	size_t i;

	for (i = 0; i < ps->count && i < MAX_PRIORITIES; i++)
		if ((lacks & 1u << i) != 0) {
			tk_buf_printf(&b, "%s%s", sep, ps->priority[i].name);
			sep = ", ";
		}
	tk_table_fault(t, row, column, p->v->advice, "no clock response fits "
	    "a ticket%s%s%s; add a row response to clocks.csv", which,
	    category, b.data == NULL ? "" : b.data);
	tk_buf_free(&b);
}

static void
review_all(struct probe *p)
{
	const struct tk_categories *cs = &p->v->rules->categories;
	const struct tk_table *t = &p->v->rules->clocks->table;
	size_t row = p->response->rule[p->response->count - 1].row;
	size_t column = tk_review_column(t, "selector"), i;
	unsigned none = lacking(p, NULL), common = none, above, lacks;

	for (i = 0; i < cs->count; i++)
		common &= lacking(p, cs->category[i].name);
	if (common != 0)
		say(p, t, row, column, "", "", common);
	if ((none & ~common) != 0)
		say(p, t, row, column, " without a category", "",
		    none & ~common);
	for (i = 0; i < cs->table.rows; i++) {
		lacks = lacking(p, cs->category[i].name) & ~common;
		above = cs->category[i].parent == NULL ? 0 :
		    lacking(p, cs->category[i].parent->name);
		/* what is said of a category is said of those below it */
		if (cs->category[i].parent != NULL &&
		    cs->category[i].parent->index < cs->table.rows)
			lacks &= ~above;
		if (lacks != 0)
			say(p, &cs->table, i, 0, " of ",
			    cs->category[i].name, lacks);
	}
}

void
tk_review_classes(const struct tk_review *v)
{
	const struct tk_clock_rules *cs = v->rules->clocks;
	const struct tk_table heading = tk_review_heading(&cs->table);
	struct probe p = {.v = v, .text = TK_BUF_INIT};
	unsigned i;

	for (i = 0; i < cs->clocks; i++)
		if (strcmp(cs->clock[i].name, "response") == 0)
			p.response = &cs->clock[i];
	if (p.response != NULL)
		review_all(&p);
	else if ((v->notes || v->tried) && cs->rules > 0)
		tk_table_fault(&heading, 0, 0, v->advice, "no clock is named "
		    "response, so the first answer has no limit; add rows of "
		    "it, if there is one");
	tk_buf_free(&p.text);
	tk_ticket_free(&p.ticket);
	tk_state_free(&p.state);
}
