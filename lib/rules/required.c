/* required.c - how selectors see a plan, and the fields its events demand. */
#include <string.h>

#include "plan.h"
#include "selector.h"

static int
count_children(void *data)
{
	const struct tk_plan *p = data;

	if (p->number[0] == '\0' || p->children == NULL)
		return 0;
	return tk_children_open(p->children, p->session, p->number);
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
