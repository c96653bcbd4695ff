#include <string.h>

#include "rules/classify/classify.h"
#include "rules/change/plan.h"
#include "steps.h"

static void
keep(struct tk_buf *to, const struct tk_buf *from)
{
	tk_buf_clear(to);
	tk_buf_add(to, from->data, from->len);
}

/* The latest time a row of it was recorded, or now. */
static int64_t
write_time(const struct tk_ticket *t, int64_t now)
{
	unsigned i;

	for (i = 0; i < t->rows; i++)
		if (t->row[i].time != TK_UNSET && t->row[i].time > now)
			now = t->row[i].time;
	return now;
}

int
tk_trial_run(struct tk_trial *t, const struct tk_change *change,
    const char *number)
{
	const struct tk_scope *scope = &t->show->scope;
	struct tk_judgement judgement = {0};
	struct tk_load load = {0};
	struct tk_plan p = {.session = scope->session, .change = change,
	    .ticket = &t->copy.ticket, .state = &t->copy.state,
	    .clocks = &t->copy.clocks, .load = &load,
	    .judgement = &judgement, .arena = &t->arena, .number = number};
	struct tk_error err;
	int done;

	t->copy.scope = scope;
	keep(&t->copy.data, &t->show->viewer.data);
	tk_arena_reset(&t->arena);
	if (t->copy.data.failed || tk_viewer_take(&t->copy, number, &err) < 0)
		return 0;
	p.now = write_time(&t->copy.ticket, scope->now);
	done = tk_plan_make(&p, &err) == 0 && p.lacks.len == 0;
	t->to = p.to;
	keep(&t->lacks, &p.lacks);
	keep(&t->ask, &p.ask);
	tk_buf_free(&p.lacks);
	tk_buf_free(&p.ask);
	tk_buf_free(&p.explain);
	tk_judgement_free(&judgement);
	return done;
}

void
tk_trial_free(struct tk_trial *t)
{
	tk_viewer_free(&t->copy);
	tk_arena_free(&t->arena);
	tk_buf_free(&t->lacks);
	tk_buf_free(&t->ask);
}
