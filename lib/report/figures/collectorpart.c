/* collectorpart.c - what was collected as a partial, and from partials. */
#include <string.h>

#include "parts.h"

/* ---- names ----------------------------------------------------------- */

static const char *const kinds[] = {"all", "category", "team", "by"};
enum { ALL, CATEGORY, TEAM, BY, KINDS };

static const char *const lists[] = {"oldest", "missing", "measures"};
#define LISTS (sizeof lists / sizeof *lists)

static struct tk_cases *
list_of(struct tk_collector *c, size_t list)
{
	return list == 0 ? &c->oldest : list == 1 ? &c->missing :
	    &c->measures;
}

static struct tk_groups *
groups_of(struct tk_collector *c, size_t kind)
{
	return kind == CATEGORY ? &c->categories : kind == TEAM ? &c->teams :
	    &c->by;
}

static const char *const steps[] = {
	"met", "n", "before.met", "before.n", "total", "over",
};
#define STEPS (sizeof steps / sizeof *steps)

static int64_t *
step_count(struct tk_step *s, size_t i)
{
	int64_t *const count[STEPS] = {
		&s->share[TK_THIS].of, &s->share[TK_THIS].n,
		&s->share[TK_BEFORE].of, &s->share[TK_BEFORE].n,
		&s->total, &s->over,
	};

	return count[i];
}

/* ---- writing --------------------------------------------------------- */

static void
put_groups(struct tk_partial *p, struct tk_collector *c, size_t kind)
{
	size_t targets = kind == BY ? c->targets->count : 0, i;
	struct tk_groups *gs = groups_of(c, kind);

	for (i = 0; i < gs->count; i++) {
		tk_partial_row(p, "group");
		tk_partial_word(p, kinds[kind]);
		tk_partial_word(p, gs->group[i]->name);
		tk_group_put(p, gs->group[i], targets);
	}
}

static void
put_step(struct tk_partial *p, struct tk_step *s, const char *what,
    const char *name)
{
	size_t i, at, any = s->time.n;

	for (i = 0; i < STEPS; i++)
		any |= *step_count(s, i) != 0;
	if (any == 0)
		return;
	tk_partial_row(p, what);
	tk_partial_word(p, name);
	for (i = 0; i < STEPS; i++) {
		if (*step_count(s, i) == 0)
			continue;
		tk_partial_row(p, "step");
		tk_partial_word(p, steps[i]);
		tk_partial_number(p, *step_count(s, i));
	}
	for (at = 0; at < s->time.n;) {
		tk_partial_row(p, "took");
		tk_partial_numbers(p, &s->time, &at);
	}
	tk_cases_put(p, &s->worst);
}

/* In the order of their names: another collector may know them in another
 * one. */
static void
put_clocks(struct tk_partial *p, struct tk_collector *c)
{
	struct tk_step *next, *last = NULL;
	size_t i;

	for (;;) {
		for (next = NULL, i = 0; i < c->clocks; i++)
			if ((last == NULL || strcmp(c->clock[i].name,
			    last->name) > 0) && (next == NULL ||
			    strcmp(c->clock[i].name, next->name) < 0))
				next = &c->clock[i];
		if (next == NULL)
			return;
		put_step(p, next, "clock", next->name);
		last = next;
	}
}

static void
put_answers(struct tk_partial *p, const struct tk_collector *c)
{
	size_t i, j;

	for (i = 0; i < TK_PERIODS; i++)
		for (j = 0; j < TK_ANSWERS; j++) {
			if (c->answer[i][j] == 0)
				continue;
			tk_partial_row(p, "answer");
			tk_partial_word(p, tk_periods[i]);
			tk_partial_word(p, tk_answers[j].word);
			tk_partial_number(p, c->answer[i][j]);
		}
}

static void
put_days(struct tk_partial *p, const struct tk_collector *c)
{
	const struct tk_day *d = c->day;
	size_t i, j;

	for (i = 0; i < c->study->days; i++, d++) {
		if (d->in == 0 && d->closed == 0 && d->left == 0)
			continue;
		tk_partial_row(p, "day");
		tk_partial_number(p, (int64_t)i + 1);
		tk_partial_number(p, d->in);
		tk_partial_number(p, d->closed);
		tk_partial_number(p, d->left);
	}
	for (i = 0; i < 7; i++)
		for (j = 0; j < 24; j++) {
			if (c->arrival[i][j] == 0)
				continue;
			tk_partial_row(p, "arrival");
			tk_partial_number(p, (int64_t)i + 1);
			tk_partial_number(p, (int64_t)j);
			tk_partial_number(p, c->arrival[i][j]);
		}
}

static void
put(struct tk_partial *p, struct tk_collector *c)
{
	size_t i;

	tk_partial_row(p, "group");
	tk_partial_word(p, kinds[ALL]);
	tk_partial_word(p, NULL);
	tk_group_put(p, &c->sum, c->targets->count);
	for (i = CATEGORY; i < KINDS; i++)
		put_groups(p, c, i);
	put_clocks(p, c);
	for (i = 0; i < TK_STATUSES; i++)
		put_step(p, &c->status[i], "status",
		    tk_status_name((enum tk_status)i));
	put_answers(p, c);
	put_days(p, c);
	for (i = 0; i < LISTS; i++) {
		tk_partial_row(p, "list");
		tk_partial_word(p, lists[i]);
		tk_partial_number(p, (int64_t)list_of(c, i)->all);
		tk_cases_put(p, list_of(c, i));
	}
	tk_repeats_put(p, &c->repeats);
}

/* ---- reading --------------------------------------------------------- */

/* What the rows of a partial are about that follow. */
struct taker {
	struct tk_collector *c;
	struct tk_merger *m;
	struct tk_group *group;
	size_t targets;		/* that it has */
	struct tk_step *step;
	struct tk_cases *cases;
};

static int
take_group(struct taker *t)
{
	size_t kind = tk_merger_choice(t->m, kinds, KINDS);
	const char *name = tk_merger_word(t->m);

	t->targets = kind == ALL || kind == BY ? t->c->targets->count : 0;
	t->group = kind == ALL ? &t->c->sum : tk_groups_need(groups_of(t->c,
	    kind), &t->c->arena, name, t->targets);
	return t->group == NULL ? -1 : 1;
}

static int
take_named_step(struct taker *t)
{
	const char *name;
	int status;

	if (tk_merger_is(t->m, "clock")) {
		name = tk_merger_word(t->m);
		t->step = tk_collector_clock(t->c, name == NULL ? "" : name);
		if (t->step == NULL)
			return -1;
	} else if (tk_merger_is(t->m, "status")) {
		name = tk_merger_word(t->m);
		status = name == NULL ? -1 : tk_status_find(name);
		t->m->bad |= status < 0;
		t->step = &t->c->status[status < 0 ? 0 : status];
	} else {
		return 0;
	}
	t->cases = &t->step->worst;
	return 1;
}

static int
take_step(struct taker *t)
{
	if (t->step == NULL)
		return 0;
	if (tk_merger_is(t->m, "took"))
		return tk_merger_numbers(t->m, &t->step->time) < 0 ? -1 : 1;
	if (!tk_merger_is(t->m, "step"))
		return 0;
	tk_merger_add(t->m, step_count(t->step, tk_merger_choice(t->m, steps,
	    STEPS)));
	return 1;
}

static int
take_list(struct taker *t)
{
	int64_t all;

	t->cases = list_of(t->c, tk_merger_choice(t->m, lists, LISTS));
	all = (int64_t)t->cases->all;
	tk_merger_add(t->m, &all);
	t->cases->all = (size_t)all;
	return 1;
}

static int
take_answer(struct taker *t)
{
	size_t when = tk_merger_choice(t->m, tk_periods, TK_PERIODS);
	const char *word = tk_merger_word(t->m);
	int answer = word == NULL ? -1 : tk_answer_find(word);

	t->m->bad |= answer < 0;
	tk_merger_add(t->m, &t->c->answer[when][answer < 0 ? 0 : answer]);
	return 1;
}

/* A number from `from` on, of so many; from if it is none of them. */
static size_t
take_index(struct tk_merger *m, int64_t from, size_t n)
{
	int64_t i = tk_merger_number(m);

	if (i >= from && i - from < (int64_t)n)
		return (size_t)(i - from);
	m->bad = 1;
	return 0;
}

static int
take_day(struct taker *t)
{
	struct tk_day *d = &t->c->day[take_index(t->m, 1, t->c->study->days)];

	tk_merger_add(t->m, &d->in);
	tk_merger_add(t->m, &d->closed);
	tk_merger_add(t->m, &d->left);
	return 1;
}

static int
take_arrival(struct taker *t)
{
	size_t day = take_index(t->m, 1, 7);
	size_t hour = take_index(t->m, 0, 24);

	tk_merger_add(t->m, &t->c->arrival[day][hour]);
	return 1;
}

static int
take(struct taker *t)
{
	int rc;

	if (tk_merger_is(t->m, "group"))
		return take_group(t);
	if (t->group != NULL && (rc = tk_group_take(t->m, t->group,
	    t->targets)) != 0)
		return rc;
	if ((rc = take_named_step(t)) != 0 || (rc = take_step(t)) != 0)
		return rc;
	if (tk_merger_is(t->m, "answer"))
		return take_answer(t);
	if (tk_merger_is(t->m, "day"))
		return take_day(t);
	if (tk_merger_is(t->m, "arrival"))
		return take_arrival(t);
	if (tk_merger_is(t->m, "list"))
		return take_list(t);
	if (t->cases != NULL && (rc = tk_cases_take(t->m, t->cases,
	    &t->c->arena)) != 0)
		return rc;
	return tk_repeats_take(t->m, &t->c->repeats, &t->c->arena);
}

static int
take_all(struct tk_collector *c, struct tk_merger *m, struct tk_error *err)
{
	struct taker t = {.c = c, .m = m};
	int rc;

	while ((rc = tk_merger_next(m, err)) > 0) {
		rc = take(&t);
		if (rc < 0)
			return tk_error_memory(err);
		m->bad |= rc == 0;
	}
	return rc;
}

/* ---- all ------------------------------------------------------------- */

int
tk_gather(struct tk_collector *all, const struct tk_study *study,
    const struct tk_targets *targets, struct tk_error *err)
{
	struct tk_reporter *r = study->r;
	int rc;

	if (r->merger == NULL)
		rc = tk_collect(all, study, targets, err);
	else if (tk_collector_begin(all, study, targets) < 0)
		rc = tk_error_memory(err);
	else
		rc = take_all(all, r->merger, err);
	if (rc < 0 || r->partial == NULL)
		return rc;
	put(r->partial, all);
	return 1;
}
