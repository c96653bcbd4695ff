/* ledger.c - the list of a ticket's clocks: order, stretches, questions. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "walker.h"

struct tk_clock *
tk_ledger_add(struct tk_clock_list *list)
{
	struct tk_clock *grown;
	size_t size;

	if (list->count == list->size) {
		size = list->size > 0 ? 2 * list->size : 32;
		grown = realloc(list->clock, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		list->clock = grown;
		list->size = size;
	}
	grown = &list->clock[list->count++];
	memset(grown, 0, sizeof *grown);
	grown->calendar = grown->notify = "";
	return grown;
}

static int
before(const struct tk_clock *a, const struct tk_clock *b)
{
	unsigned x, y;

	/* 0, no start row, comes last */
	if (a->start_row != b->start_row)
		return a->start_row - 1 < b->start_row - 1;
	x = a->rule == NULL ? UINT_MAX : a->rule->clock;
	y = b->rule == NULL ? UINT_MAX : b->rule->clock;
	return x != y ? x < y : x < UINT_MAX && a->cycle < b->cycle;
}

/* Entries were added when their clocks opened and so are nearly sorted. */
void
tk_ledger_sort(struct tk_clock_list *list)
{
	struct tk_clock k;
	size_t i, j;

	for (i = 1; i < list->count; i++) {
		if (!before(&list->clock[i], &list->clock[i - 1]))
			continue;
		k = list->clock[i];
		for (j = i; j > 0 && before(&k, &list->clock[j - 1]); j--)
			list->clock[j] = list->clock[j - 1];
		list->clock[j] = k;
	}
}

/* ---- spans ----------------------------------------------------------- */

static int
add_span(struct tk_clock_list *list, size_t clock,
    const struct tk_stretch *s, int64_t counted)
{
	struct tk_clock_span *grown;
	size_t size;

	if (list->spans == list->span_size) {
		size = list->span_size > 0 ? 2 * list->span_size : 64;
		grown = realloc(list->span, size * sizeof *grown);
		if (grown == NULL)
			return -1;
		list->span = grown;
		list->span_size = size;
	}
	list->span[list->spans++] = (struct tk_clock_span){
	    (unsigned)clock, s->from, s->to, counted, s->paused};
	return 0;
}

/* A recorded clock whose figure today's rules do not give is one stretch. */
static int
add_spans(struct tk_clock_list *list, size_t clock,
    const struct tk_phases *ps, int64_t end)
{
	const struct tk_clock *k = &list->clock[clock];
	struct tk_stretch s = {.to = k->start, .next = 1};
	struct tk_stretch whole = {.from = k->start, .to = end};
	size_t first = list->spans;
	int64_t sum = 0, n;

	while (k->rule != NULL && tk_stretch_next(&s, k->rule, ps, k->phases,
	    end)) {
		n = s.paused ? 0 : tk_calendar_elapsed(k->rule->calendar,
		    s.from, s.to);
		if (n == TK_UNSET || add_span(list, clock, &s, n) < 0)
			return -1;
		sum += n;
	}
	if (!k->recorded || sum == k->elapsed)
		return 0;
	list->spans = first;
	return k->start < end ? add_span(list, clock, &whole, k->elapsed) : 0;
}

int
tk_ledger_spans(struct tk_clock_list *list, const struct tk_phases *ps,
    int64_t now)
{
	const struct tk_clock *k;
	size_t i;

	for (i = 0; i < list->count; i++) {
		k = &list->clock[i];
		if (k->start != TK_UNSET &&
		    add_spans(list, i, ps, k->ended ? k->stop : now) < 0)
			return -1;
	}
	return 0;
}

/* ---- questions ------------------------------------------------------- */

const struct tk_clock *
tk_clock_next(const struct tk_clock_list *list)
{
	const struct tk_clock *k, *next = NULL;
	size_t i;

	for (i = 0; i < list->count; i++) {
		k = &list->clock[i];
		if (!k->ended && k->due != TK_UNSET &&
		    (next == NULL || k->due < next->due))
			next = k;
	}
	return next;
}

int
tk_clock_any(const struct tk_clock_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (!list->clock[i].ended)
			return 1;
	return 0;
}
