/* dist.h - a distribution: numbers of which median, p90 and max are told. */
#ifndef TK_REPORT_DIST_H
#define TK_REPORT_DIST_H

#include <stddef.h>
#include <stdint.h>

/* Begins as {0}; free with tk_dist_free. */
struct tk_dist {
	int64_t *v;
	size_t n, size;
	int sorted;
};

/* Fail only for want of memory. */
int	tk_dist_add(struct tk_dist *, int64_t);
int	tk_dist_merge(struct tk_dist *to, const struct tk_dist *);
void	tk_dist_sort(struct tk_dist *);
/* By nearest rank: the ceil(percent × n ÷ 100)-th smallest, so that it is
 * one of them; n must not be 0. Sorts. */
int64_t	tk_dist_rank(struct tk_dist *, unsigned percent);
void	tk_dist_free(struct tk_dist *);

#endif
