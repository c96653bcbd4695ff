/* required.c - how selectors see a plan, and the fields its events demand. */
#include <string.h>

#include "../store/scan.h"
#include "plan.h"
#include "selector.h"

/* How many open tickets have this one as their parent. */
static int
count_children(void *data)
{
	const struct tk_plan *p = data;
	const struct tk_store *store = p->session->store;
	const struct tk_field_rule *f = tk_field_find(
	    &p->session->rules.fields, "parent", 6);
	struct tk_buf b = TK_BUF_INIT;
	struct tk_ticket t = {0};
	struct tk_state state = {0};
	struct tk_scan scan = {0};
	const char *v;
	int children = 0;
	size_t i;

	if (f == NULL || p->number[0] == '\0' ||
	    tk_scan_open(&scan, store, 0, NULL) < 0)
		return 0;
	for (i = 0; i < scan.count; i++) {
		if (tk_store_read(store, scan.number[i], &b, NULL, NULL) < 0 ||
		    strstr(b.data, p->number) == NULL ||
		    strcmp(scan.number[i], p->number) == 0 ||
		    tk_ticket_parse(&t, p->session->rules.fields.schema,
		    b.data, b.len, NULL) < 0 ||
		    tk_state_fold(&state, &t, NULL) < 0)
			continue;
		v = tk_state_value(&state, &t, f->field);
		if (v != NULL && strcmp(v, p->number) == 0 &&
		    tk_state_status(&state, &t) != TK_CLOSED)
			children++;
	}
	tk_state_free(&state);
	tk_ticket_free(&t);
	tk_scan_free(&scan);
	tk_buf_free(&b);
	return children;
}

struct tk_subject
tk_plan_subject(struct tk_plan *p)
{
	struct tk_subject s = {&p->session->rules, p->ticket, p->state, NULL,
	    p->now, p->session->actor, count_children, p};

	return s;
}

static void
require(struct tk_plan *p, const struct tk_field_rule *f, int refuse)
{
	if (!refuse) {
		tk_buf_printf(&p->ask, "%s%s (%s)", p->ask.len == 0 ||
		    p->ask.data[p->ask.len - 1] == '\n' ? "" : ", ", f->label,
		    f->name);
		return;
	}
	if (p->change->verb == TK_DO_NEW)
		tk_plan_lack(p, TK_REFUSED, "no %s; give it with %s=VALUE",
		    f->english, f->name);
	else
		tk_plan_lack(p, TK_REFUSED, "no %s yet; record it with "
		    "'tk-note %s=VALUE %s'", f->english, f->name, p->number);
}

int
tk_plan_required(struct tk_plan *p, unsigned upto, struct tk_error *err)
{
	const struct tk_fields *fs = &p->session->rules.fields;
	struct tk_subject s = tk_plan_subject(p);
	const struct tk_event *e;
	const struct tk_row *r;
	unsigned f, i;
	size_t q;
	int at, hit;

	for (f = 0; f < fs->schema->count; f++) {
		if (fs->rule[f].nrequired == 0 ||
		    tk_state_row(p->state, p->ticket, f) != NULL)
			continue;
		for (q = 0; q < fs->rule[f].nrequired; q++) {
			for (i = p->before, hit = 0; i < upto && !hit; i++) {
				r = &p->ticket->row[i];
				if (r->qualifier != NULL)
					continue;
				at = tk_events_match(&fs->rule[f].required[q].
				    at, r->field, r->value);
				if (at < 0)
					continue;
				e = &fs->rule[f].required[q].at.event[at];
				hit = e->when == NULL ? 1 :
				    tk_selector_match(e->when, &s, err);
				if (hit < 0)
					return -1;
			}
			if (hit) {
				require(p, &fs->rule[f],
				    fs->rule[f].required[q].refuse);
				break;
			}
		}
	}
	return 0;
}
