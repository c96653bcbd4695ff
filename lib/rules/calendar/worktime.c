/*
 * worktime.c - counting open seconds: one table per calendar.
 *
 * The table says, for each open span of the years 1400 to 2600, how many
 * open seconds lie before it; so elapsed is two look-ups and due a search.
 * It is written in blocks of 256 days, only those that are asked for and
 * what lies between them. Readers take no lock: a block is published once
 * and never changes. Outside those years everything repeats every 400 years,
 * for holidays and transitions of zones are inside.
 */
#include "calendar.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define DAY 86400
#define PERIOD (INT64_C(146097) * DAY)		/* 400 years, whole weeks */
#define FIRST (INT64_C(-208188) * DAY)		/* 1400-01-01T00:00:00Z */
#define LENGTH (3 * PERIOD)
#define BLOCK_DAYS 256
#define BLOCK (BLOCK_DAYS * DAY)
#define BLOCKS (LENGTH / BLOCK + 1)

/* Seconds since the block's beginning; before: open ones until `from`. */
struct span {
	int32_t from, to;
	int32_t before;
	int32_t day;		/* the local day it belongs to */
};

struct block {
	int64_t before;		/* open seconds since the first block built */
	int32_t total;
	uint32_t count;		/* a last span, at the end, is not counted */
	uint32_t first[BLOCK_DAYS];	/* span that ends after UTC midnight */
	struct span span[];
};

struct blocks {
	_Atomic(struct block *) at[BLOCKS];
};

struct tk_calendar_table {
	pthread_mutex_t lock;	/* for those who build */
	int64_t lo, hi;		/* blocks built: lo to hi - 1 */
	_Atomic(struct blocks *) blocks;	/* NULL: nobody has asked */
};

struct tk_calendar_table *
tk_calendar_table_new(void)
{
	struct tk_calendar_table *t = calloc(1, sizeof *t);

	if (t != NULL && pthread_mutex_init(&t->lock, NULL) != 0) {
		free(t);
		t = NULL;
	}
	return t;
}

void
tk_calendar_table_free(struct tk_calendar_table *t)
{
	struct blocks *all;
	int64_t i;

	if (t == NULL)
		return;
	all = atomic_load(&t->blocks);
	for (i = t->lo; i < t->hi; i++)
		free(atomic_load(&all->at[i]));
	free(all);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

/* ---- building -------------------------------------------------------- */

/*
 * Appends what is open of a local day within the block. *until is the end
 * of what was open before: hours that meet (past midnight, or in an hour
 * that a zone repeats) count once, for the earlier day.
 */
static void
add_day(struct block *b, const struct tk_calendar *c, int64_t origin,
    int64_t day, int64_t *until)
{
	const struct tk_hours *h = tk_calendar_hours(c, day);
	int64_t from, to;
	unsigned i;

	for (i = 0; i < h->count; i++) {
		from = tk_zone_first(c->zone, day * DAY + h->range[i].from);
		to = tk_zone_last(c->zone, day * DAY + h->range[i].to);
		if (from < *until)
			from = *until;
		if (to > *until)
			*until = to;
		from = from < origin ? 0 : from - origin;
		to = to > origin + BLOCK ? BLOCK : to - origin;
		if (from >= to)
			continue;
		b->span[b->count++] = (struct span){(int32_t)from,
		    (int32_t)to, b->total, (int32_t)day};
		b->total += (int32_t)(to - from);
	}
}

static struct block *
build(const struct tk_calendar *c, int64_t number)
{
	int64_t origin = FIRST + number * BLOCK, until = INT64_MIN, day;
	/* a day's hours reach 48 hours, its zone about one day */
	int64_t from = origin / DAY - 4, to = origin / DAY + BLOCK_DAYS + 2;
	size_t most = 1;
	uint32_t i, k;
	struct block *b, *fit;

	for (day = from; day <= to; day++)
		most += tk_calendar_hours(c, day)->count;
	b = malloc(sizeof *b + most * sizeof b->span[0]);
	if (b == NULL)
		return NULL;
	b->total = 0;
	b->count = 0;
	for (day = from; day <= to; day++)
		add_day(b, c, origin, day, &until);
	b->span[b->count] = (struct span){BLOCK, INT32_MAX, b->total, 0};
	for (i = 0, k = 0; i < BLOCK_DAYS; i++) {
		while (b->span[k].to <= (int32_t)i * DAY)
			k++;
		b->first[i] = k;
	}
	fit = realloc(b, sizeof *b + (b->count + 1) * sizeof b->span[0]);
	return fit != NULL ? fit : b;
}

static struct block *
get(const struct tk_calendar_table *t, int64_t number)
{
	struct blocks *all = atomic_load_explicit(&t->blocks,
	    memory_order_acquire);

	return all == NULL ? NULL : atomic_load_explicit(&all->at[number],
	    memory_order_acquire);
}

/* All blocks, none of them built; many a calendar is never asked. */
static struct blocks *
begin(struct tk_calendar_table *t)
{
	struct blocks *all = atomic_load(&t->blocks);

	if (all == NULL) {
		all = calloc(1, sizeof *all);
		atomic_store_explicit(&t->blocks, all, memory_order_release);
	}
	return all;
}

/* Builds the block and those between it and the ones there are. */
static struct block *
grow(const struct tk_calendar *c, int64_t number)
{
	struct tk_calendar_table *t = c->table;
	struct block *b = NULL;
	struct blocks *all;
	int64_t i;

	pthread_mutex_lock(&t->lock);
	if (t->lo == t->hi)
		t->lo = t->hi = number;
	all = begin(t);
	while (all != NULL && (b = get(t, number)) == NULL) {
		i = number < t->lo ? t->lo - 1 : t->hi;
		b = build(c, i);
		if (b == NULL)
			break;
		if (t->lo == t->hi)
			b->before = 0;
		else if (i < t->lo)
			b->before = get(t, t->lo)->before - b->total;
		else
			b->before = get(t, i - 1)->before +
			    get(t, i - 1)->total;
		t->lo = i < t->lo ? i : t->lo;
		t->hi = i >= t->hi ? i + 1 : t->hi;
		atomic_store_explicit(&all->at[i], b, memory_order_release);
	}
	pthread_mutex_unlock(&t->lock);
	return b;
}

static inline const struct block *
block(const struct tk_calendar *c, int64_t number)
{
	const struct block *b = get(c->table, number);

	return b != NULL ? b : grow(c, number);
}

/* ---- looking up ------------------------------------------------------ */

/* The seconds by which t must move to be inside the table. */
static int64_t
fold(int64_t t)
{
	if (t >= FIRST + LENGTH)
		return -((t - FIRST - LENGTH) / PERIOD + 1) * PERIOD;
	if (t < FIRST)
		return ((FIRST - t - 1) / PERIOD + 1) * PERIOD;
	return 0;
}

/* The span that holds t, or the next one in its block (which may be the
 * one behind its last), for t inside the table. */
static inline const struct span *
find(const struct tk_calendar *c, int64_t t, const struct block **b,
    int32_t *at)
{
	uint64_t since = (uint64_t)(t - FIRST);
	uint32_t day = (uint32_t)(since / DAY);
	const struct span *s;

	*b = block(c, day / BLOCK_DAYS);
	if (*b == NULL)
		return NULL;
	*at = (int32_t)(since - (uint64_t)(day / BLOCK_DAYS) * BLOCK);
	s = &(*b)->span[(*b)->first[day % BLOCK_DAYS]];
	while (s->to <= *at)
		s++;
	return s;
}

static int64_t count_far(const struct tk_calendar *, int64_t);

/* Open seconds before t; TK_UNSET: no memory. */
static inline int64_t
count(const struct tk_calendar *c, int64_t t)
{
	const struct block *b;
	const struct span *s;
	int32_t at;

	if (t < FIRST || t >= FIRST + LENGTH)
		return count_far(c, t);
	s = find(c, t, &b, &at);
	if (s == NULL)
		return TK_UNSET;
	return b->before + s->before + (at > s->from ? at - s->from : 0);
}

/* The first and the last 400 years of the table stand for all others. */
static int64_t
count_far(const struct tk_calendar *c, int64_t t)
{
	int64_t shift = fold(t), end = FIRST + LENGTH - 1, a, b, n;

	if (shift > 0)
		end = FIRST + PERIOD;
	a = count(c, end - PERIOD);
	b = count(c, end);
	n = count(c, t + shift);
	if (a == TK_UNSET || b == TK_UNSET || n == TK_UNSET)
		return TK_UNSET;
	return n - shift / PERIOD * (b - a);
}

static int64_t
clamp(int64_t t)
{
	return t < TK_TIME_FIRST ? TK_TIME_FIRST :
	    t > TK_TIME_LAST ? TK_TIME_LAST : t;
}

int64_t
tk_calendar_elapsed(const struct tk_calendar *c, int64_t a, int64_t b)
{
	int64_t x, y;

	if (a >= b)
		return 0;
	a = clamp(a);
	b = clamp(b);
	if (c->natural)
		return b - a;
	x = count(c, a);
	y = count(c, b);
	return x == TK_UNSET || y == TK_UNSET ? TK_UNSET : y - x;
}

int64_t
tk_calendar_day(const struct tk_calendar *c, int64_t t)
{
	int64_t shift = fold(clamp(t));
	const struct block *b;
	const struct span *s;
	int32_t at;

	if (!c->natural) {
		s = find(c, clamp(t) + shift, &b, &at);
		if (s != NULL && s->from <= at)
			return s->day - shift / DAY;
	}
	return tk_day_at(c->zone, clamp(t));
}

/* ---- searching ------------------------------------------------------- */

/* The last span of the block with fewer than n open seconds before it, or,
 * if equal is set, just as many. Its first span must be such a one. */
static const struct span *
search(const struct block *b, int64_t n, int equal)
{
	uint32_t lo = 0, hi = b->count, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (b->span[mid].before < n + equal)
			lo = mid;
		else
			hi = mid;
	}
	return &b->span[lo];
}

/*
 * Beyond the table: halves the years between a and b. The earliest instant
 * with n open seconds before it, or, if latest is set, the latest.
 */
static int64_t
halve(const struct tk_calendar *c, int64_t a, int64_t b, int64_t n, int latest)
{
	int64_t mid;

	while (b - a > 1) {
		mid = a + (b - a) / 2;
		if (count(c, mid) < n + latest)
			a = mid;
		else
			b = mid;
	}
	return latest ? a : b;
}

int64_t
tk_calendar_due(const struct tk_calendar *c, int64_t start, int64_t seconds)
{
	int64_t n, i = BLOCKS;
	const struct block *b;
	const struct span *s;

	start = clamp(start);
	if (seconds <= 0 || seconds > TK_TIME_LAST - start)
		return seconds <= 0 ? start : TK_TIME_LAST;
	if (c->natural)
		return start + seconds;
	n = count(c, start);
	if (n == TK_UNSET)
		return TK_UNSET;
	n += seconds;
	if (fold(start) == 0)
		i = (start - FIRST) / BLOCK;
	for (; i < BLOCKS; i++) {
		b = block(c, i);
		if (b == NULL)
			return TK_UNSET;
		if (b->before + b->total < n)
			continue;
		n -= b->before;
		s = search(b, n, 0);
		return FIRST + i * BLOCK + s->from + (n - s->before);
	}
	return halve(c, start, TK_TIME_LAST, n, 0);
}

int64_t
tk_calendar_back(const struct tk_calendar *c, int64_t end, int64_t seconds)
{
	int64_t n, i = -1;
	const struct block *b;
	const struct span *s;

	end = clamp(end);
	if (seconds <= 0 || seconds > end - TK_TIME_FIRST)
		return seconds <= 0 ? end : TK_TIME_FIRST;
	if (c->natural)
		return end - seconds;
	n = count(c, end);
	if (n == TK_UNSET)
		return TK_UNSET;
	n -= seconds;
	if (fold(end) == 0)
		i = (end - FIRST) / BLOCK;
	for (; i >= 0; i--) {
		b = block(c, i);
		if (b == NULL)
			return TK_UNSET;
		if (b->count == 0 || b->before > n)
			continue;
		n -= b->before;
		s = search(b, n, 1);
		return FIRST + i * BLOCK + s->from + (n - s->before);
	}
	return halve(c, TK_TIME_FIRST, end, n, 1);
}
