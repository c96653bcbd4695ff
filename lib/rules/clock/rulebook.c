/* rulebook.c - the clocks of a ticket's text by a rulebook, without a store. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "store/foldtext.h"
#include "rules/tables/rules.h"

struct tk_rulebook {
	struct tk_zone *zone;
	struct tk_rules rules;
	struct tk_ticket ticket;
	struct tk_clock_list list;
	struct tk_clock_row *row;
	size_t size;
	struct tk_clock_stretch *stretch;
	size_t stretch_size;
	int64_t now;
};

int
tk_rulebook_open(struct tk_rulebook **out, const char *dir, const char *zone,
    struct tk_error *err)
{
	struct tk_rulebook *b = calloc(1, sizeof *b);

	if (b == NULL)
		return tk_error_memory(err);
	b->rules.fd = -1;
	if (tk_zone_load(&b->zone, zone, err) < 0 ||
	    tk_rules_open(&b->rules, AT_FDCWD, dir, b->zone, err) < 0 ||
	    tk_rules_need(&b->rules, TK_RULES_CLOCKS, err) < 0) {
		tk_rulebook_close(b);
		return -1;
	}
	*out = b;
	return 0;
}

void
tk_rulebook_close(struct tk_rulebook *b)
{
	if (b == NULL)
		return;
	tk_clock_list_free(&b->list);
	tk_ticket_free(&b->ticket);
	tk_rules_close(&b->rules);
	tk_zone_free(b->zone);
	free(b->row);
	free(b->stretch);
	free(b);
}

static struct tk_clock_row
to_row(const struct tk_clock *c)
{
	return (struct tk_clock_row){
		.clock = c->name, .cycle = c->cycle,
		.verdict = tk_verdict_name(c->verdict),
		.ended = c->ended, .recorded = c->recorded,
		.backwards = c->backwards,
		.start = c->start, .due = c->due, .stop = c->stop,
		.elapsed = c->elapsed, .limit = c->limit,
		.calendar = c->calendar,
		.start_row = c->start_row, .stop_row = c->stop_row,
	};
}

int
tk_rulebook_clocks(struct tk_rulebook *b, const char *ticket, size_t len,
    int64_t now, const struct tk_clock_row **rows, size_t *n,
    struct tk_error *err)
{
	size_t i;
	void *p;

	if (tk_ticket_parse(&b->ticket, b->rules.fields.schema, ticket, len,
	    err) < 0 || tk_clock_walk(&b->rules, &b->ticket, now, 0, &b->list,
	    err) < 0)
		return -1;
	if (b->size < b->list.count) {
		p = realloc(b->row, b->list.size * sizeof *b->row);
		if (p == NULL)
			return tk_error_memory(err);
		b->row = p;
		b->size = b->list.size;
	}
	for (i = 0; i < b->list.count; i++)
		b->row[i] = to_row(&b->list.clock[i]);
	b->now = now;
	*rows = b->row;
	*n = b->list.count;
	return 0;
}

int
tk_rulebook_stretches(struct tk_rulebook *b,
    const struct tk_clock_stretch **out, size_t *n, struct tk_error *err)
{
	const struct tk_clock_span *s;
	size_t i;
	void *p;

	if (tk_clock_walk(&b->rules, &b->ticket, b->now, TK_CLOCK_SPANS,
	    &b->list, err) < 0)
		return -1;
	if (b->stretch_size < b->list.spans) {
		p = realloc(b->stretch, b->list.spans * sizeof *b->stretch);
		if (p == NULL)
			return tk_error_memory(err);
		b->stretch = p;
		b->stretch_size = b->list.spans;
	}
	for (i = 0; i < b->list.spans; i++) {
		s = &b->list.span[i];
		b->stretch[i] = (struct tk_clock_stretch){s->clock, s->from,
		    s->to, s->counted, s->paused};
	}
	*out = b->stretch;
	*n = b->list.spans;
	return 0;
}

int
tk_rulebook_fold(struct tk_rulebook *b, const char *ticket, size_t len,
    char **text, struct tk_error *err)
{
	struct tk_state state = {0};
	struct tk_buf out = TK_BUF_INIT;
	int rc;

	rc = tk_ticket_parse(&b->ticket, b->rules.fields.schema, ticket, len,
	    err);
	if (rc == 0)
		rc = tk_state_fold(&state, &b->ticket, err);
	if (rc == 0)
		rc = tk_fold_text(&out, &b->ticket, &state, b->zone, err);
	tk_state_free(&state);
	if (rc < 0)
		tk_buf_free(&out);
	else
		*text = out.data;
	return rc;
}
