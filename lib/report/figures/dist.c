#include "dist.h"

#include <stdlib.h>
#include <string.h>

static int
make_room(struct tk_dist *d, size_t n)
{
	size_t size = d->size > 0 ? d->size : 8;
	int64_t *grown;

	if (n <= d->size)
		return 0;
	while (size < n)
		size *= 2;
	grown = realloc(d->v, size * sizeof *grown);
	if (grown == NULL)
		return -1;
	d->v = grown;
	d->size = size;
	return 0;
}

int
tk_dist_add(struct tk_dist *d, int64_t n)
{
	if (d->n == d->size && make_room(d, d->n + 1) < 0)
		return -1;
	d->v[d->n++] = n;
	d->sorted = 0;
	return 0;
}

int
tk_dist_merge(struct tk_dist *to, const struct tk_dist *d)
{
	if (d->n == 0)
		return 0;
	if (make_room(to, to->n + d->n) < 0)
		return -1;
	memcpy(to->v + to->n, d->v, d->n * sizeof *d->v);
	to->n += d->n;
	to->sorted = 0;
	return 0;
}

static int
compare(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

void
tk_dist_sort(struct tk_dist *d)
{
	if (!d->sorted && d->n > 1)
		qsort(d->v, d->n, sizeof *d->v, compare);
	d->sorted = 1;
}

int64_t
tk_dist_rank(struct tk_dist *d, unsigned percent)
{
	size_t rank = (d->n * percent + 99) / 100;

	tk_dist_sort(d);
	return d->v[rank > 0 ? rank - 1 : 0];
}

void
tk_dist_free(struct tk_dist *d)
{
	free(d->v);
	memset(d, 0, sizeof *d);
}
