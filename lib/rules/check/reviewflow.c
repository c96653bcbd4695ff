/* reviewflow.c - rows of flow.csv that never decide, and statuses without a
 * way in or out. */
#include <string.h>

#include "review.h"
#include "rules/selector/selector.h"

enum { ACTION, FROM, TO };

/* Is every row that is event e also event f? */
static int
includes(const struct tk_event *f, const struct tk_event *e)
{
	if (f->when != NULL || f->field != e->field)
		return 0;
	if (f->value == NULL)
		return e->value == NULL || e->value[0] != '\0';
	return e->value != NULL && strcmp(f->value, e->value) == 0;
}

/* Does row j, in a status of its `from`, decide on the event of row i? */
static int
decides(const struct tk_flow *flow, size_t j, size_t i,
    const struct tk_event *e)
{
	const struct tk_events *es = &flow->row[j].action;
	size_t k;

	if (strcmp(tk_table_cell(&flow->table, j, ACTION),
	    tk_table_cell(&flow->table, i, ACTION)) == 0)
		return 1;
	for (k = 0; k < es->count; k++)
		if (includes(&es->event[k], e))
			return 1;
	return 0;
}

/* How many rows above does it take to decide in every case? *by is the last
 * of them; 0: the row is needed. */
static unsigned
count_before(const struct tk_flow *flow, size_t i, size_t *by)
{
	const struct tk_flow_row *r = &flow->row[i];
	unsigned left, rows = 0;
	size_t j, k;

	for (k = 0; k < r->action.count; k++) {
		left = r->from;
		for (j = 0; j < i && left != 0; j++) {
			if ((flow->row[j].from & left) == 0 ||
			    !decides(flow, j, i, &r->action.event[k]))
				continue;
			left &= ~flow->row[j].from;
			if (rows == 0 || j != *by)
				rows++;
			if (rows == 1 || j > *by)
				*by = j;
		}
		if (left != 0)
			return 0;
	}
	return rows;
}

static void
review_statuses(const struct tk_review *v, unsigned in, unsigned out)
{
	const struct tk_table heading = tk_review_heading(&v->rules->
	    flow.table);
	int s;

	for (s = 0; s < TK_STATUSES; s++) {
		/* a ticket begins as new, and may end as closed */
		if (s != TK_NEW && (in & 1u << s) == 0)
			tk_table_fault(&heading, 0, TO, v->advice, "no row "
			    "leads to the status %s; add one with to=%s",
			    tk_status_name((enum tk_status)s),
			    tk_status_name((enum tk_status)s));
		if (s != TK_CLOSED && (out & 1u << s) == 0)
			tk_table_fault(&heading, 0, FROM, v->advice, "no row "
			    "leads out of the status %s, so its tickets are "
			    "never closed; add one with from=%s",
			    tk_status_name((enum tk_status)s),
			    tk_status_name((enum tk_status)s));
	}
}

void
tk_review_flow(const struct tk_review *v)
{
	const struct tk_flow *flow = &v->rules->flow;
	unsigned in = 0, out = 0, before;
	size_t i, by = 0;

	for (i = 0; i < flow->rows; i++) {
		before = count_before(flow, i, &by);
		if (before > 0) {
			tk_table_fault(&flow->table, i, ACTION, v->advice,
			    "this row never decides, as line %u%s first; move "
			    "it up, or take it out", flow->table.line[by],
			    before == 1 ? " comes" :
			    " and others above it come");
			continue;
		}
		if (flow->row[i].to < 0)
			continue;
		in |= 1u << flow->row[i].to;
		out |= flow->row[i].from & ~(1u << flow->row[i].to);
	}
	if (flow->rows > 0)
		review_statuses(v, in, out);
}
