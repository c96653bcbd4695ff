/* grouppart.c - the figures of a group of tickets as rows of a partial. */
#include <stddef.h>

#include "parts.h"

const char *const tk_periods[TK_PERIODS] = {"this", "before"};

/* ---- what a group has ------------------------------------------------ */

#define FIGURE(member) offsetof(struct tk_figures, member)
#define ACTUAL(member) offsetof(struct tk_actual, member)

static const char *const counts[] = {
	"in", "closed", "resolved", "first_contact", "reopened", "open",
	"late", "age_1d", "age_3d", "age_7d", "age_30d", "age_older",
	"clocks.met", "clocks.n", "updates.met", "updates.n", "response.met",
	"response.n", "satisfaction.millionths", "satisfaction.n",
	"quality.millionths", "quality.n",
};
static const size_t count_at[] = {
	FIGURE(in), FIGURE(closed), FIGURE(resolved), FIGURE(first_contact),
	FIGURE(reopened), FIGURE(open), FIGURE(late), FIGURE(band[0]),
	FIGURE(band[1]), FIGURE(band[2]), FIGURE(band[3]), FIGURE(band[4]),
	FIGURE(clocks.of), FIGURE(clocks.n), FIGURE(updates.of),
	FIGURE(updates.n), FIGURE(response.of), FIGURE(response.n),
	FIGURE(satisfaction.millionths), FIGURE(satisfaction.n),
	FIGURE(quality.millionths), FIGURE(quality.n),
};
#define COUNTS (sizeof counts / sizeof *counts)
_Static_assert(COUNTS == sizeof count_at / sizeof *count_at, "counts");

static const char *const times[] = {
	"response", "reply", "reply_work", "handling", "handling_work", "age",
};
static const size_t time_at[] = {
	FIGURE(response_time), FIGURE(reply), FIGURE(reply_work),
	FIGURE(handling), FIGURE(handling_work), FIGURE(age),
};
#define TIMES (sizeof times / sizeof *times)
_Static_assert(TIMES == sizeof time_at / sizeof *time_at, "times");

static const char *const actuals[] = {
	"millionths", "n", "clock.met", "clock.n",
};
static const size_t actual_at[] = {
	ACTUAL(mean.millionths), ACTUAL(mean.n), ACTUAL(share.of),
	ACTUAL(share.n),
};
#define ACTUALS (sizeof actuals / sizeof *actuals)
_Static_assert(ACTUALS == sizeof actual_at / sizeof *actual_at, "actuals");

static int64_t *
count_of(void *of, size_t at)
{
	return (int64_t *)(void *)((char *)of + at);
}

static struct tk_dist *
dist_of(struct tk_figures *f, size_t at)
{
	return (struct tk_dist *)(void *)((char *)f + at);
}

/* ---- writing --------------------------------------------------------- */

static void
put_figures(struct tk_partial *p, struct tk_figures *f, const char *period)
{
	struct tk_dist *d;
	size_t i, at;

	for (i = 0; i < COUNTS; i++) {
		if (*count_of(f, count_at[i]) == 0)
			continue;
		tk_partial_row(p, "count");
		tk_partial_word(p, period);
		tk_partial_word(p, counts[i]);
		tk_partial_number(p, *count_of(f, count_at[i]));
	}
	for (i = 0; i < TIMES; i++) {
		d = dist_of(f, time_at[i]);
		for (at = 0; at < d->n;) {
			tk_partial_row(p, "times");
			tk_partial_word(p, period);
			tk_partial_word(p, times[i]);
			tk_partial_numbers(p, d, &at);
		}
	}
}

static void
put_actual(struct tk_partial *p, struct tk_actual *a, size_t target)
{
	size_t i, at;

	for (i = 0; i < ACTUALS; i++) {
		if (*count_of(a, actual_at[i]) == 0)
			continue;
		tk_partial_row(p, "target");
		tk_partial_number(p, (int64_t)target);
		tk_partial_word(p, actuals[i]);
		tk_partial_number(p, *count_of(a, actual_at[i]));
	}
	for (at = 0; at < a->time.n;) {
		tk_partial_row(p, "target_times");
		tk_partial_number(p, (int64_t)target);
		tk_partial_numbers(p, &a->time, &at);
	}
}

void
tk_group_put(struct tk_partial *p, struct tk_group *g, size_t targets)
{
	size_t i;

	if (g->tickets != 0) {
		tk_partial_row(p, "tickets");
		tk_partial_number(p, g->tickets);
	}
	for (i = 0; i < TK_PERIODS; i++)
		put_figures(p, &g->figures[i], tk_periods[i]);
	for (i = 0; i < targets && g->actual != NULL; i++)
		put_actual(p, &g->actual[i], i + 1);
}

/* ---- reading --------------------------------------------------------- */

static struct tk_figures *
take_period(struct tk_merger *m, struct tk_group *g)
{
	return &g->figures[tk_merger_choice(m, tk_periods, TK_PERIODS)];
}

static int
take_count(struct tk_merger *m, struct tk_group *g)
{
	struct tk_figures *f = take_period(m, g);

	tk_merger_add(m, count_of(f, count_at[tk_merger_choice(m, counts,
	    COUNTS)]));
	return 1;
}

static int
take_times(struct tk_merger *m, struct tk_group *g)
{
	struct tk_figures *f = take_period(m, g);

	return tk_merger_numbers(m, dist_of(f, time_at[tk_merger_choice(m,
	    times, TIMES)])) < 0 ? -1 : 1;
}

static int
take_actual(struct tk_merger *m, struct tk_group *g, size_t targets,
    int numbers)
{
	int64_t n = tk_merger_number(m);
	struct tk_actual *a;

	if (n < 1 || n > (int64_t)targets || g->actual == NULL) {
		m->bad = 1;
		return 1;
	}
	a = &g->actual[n - 1];
	if (numbers)
		return tk_merger_numbers(m, &a->time) < 0 ? -1 : 1;
	tk_merger_add(m, count_of(a, actual_at[tk_merger_choice(m, actuals,
	    ACTUALS)]));
	return 1;
}

int
tk_group_take(struct tk_merger *m, struct tk_group *g, size_t targets)
{
	if (tk_merger_is(m, "count"))
		return take_count(m, g);
	if (tk_merger_is(m, "times"))
		return take_times(m, g);
	if (tk_merger_is(m, "target"))
		return take_actual(m, g, targets, 0);
	if (tk_merger_is(m, "target_times"))
		return take_actual(m, g, targets, 1);
	if (!tk_merger_is(m, "tickets"))
		return 0;
	tk_merger_add(m, &g->tickets);
	return 1;
}
