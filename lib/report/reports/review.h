/* review.h - the report `review` and its tables. */
#ifndef TK_REPORT_REVIEW_H
#define TK_REPORT_REVIEW_H

#include "report/figures/parts.h"

struct tk_review {
	struct tk_reporter *r;
	struct tk_study study;
	struct tk_targets targets;
	struct tk_collector all;
};

#define TK_COLUMNS(c) (c), sizeof (c) / sizeof *(c)

/* Each adds its tables to the sheet, in the order in which a manager reads.
 * Memory that ran out is noted in the sheet. */
void	tk_review_figures(struct tk_review *);
void	tk_review_times(struct tk_review *);
void	tk_review_days(struct tk_review *);
void	tk_review_groups(struct tk_review *);	/* categories, then teams */
void	tk_review_handling(struct tk_review *);
void	tk_review_satisfaction(struct tk_review *);
void	tk_review_answers(struct tk_review *);
void	tk_review_clocks(struct tk_review *);
void	tk_review_bottlenecks(struct tk_review *);
void	tk_review_repeated(struct tk_review *);
void	tk_review_missing(struct tk_review *);
void	tk_review_measures(struct tk_review *);
void	tk_review_targets(struct tk_review *);
void	tk_review_arrivals(struct tk_review *);
void	tk_review_ageing(struct tk_review *);
void	tk_review_oldest(struct tk_review *);

/* ---- cells ----------------------------------------------------------- */

/* Set a cell of the last row; of nothing it is left unset. */
void	tk_put_share(struct tk_grid *, size_t column, struct tk_share);
void	tk_put_mean(struct tk_grid *, size_t column, const struct tk_mean *);
void	tk_put_rank(struct tk_grid *, size_t column, struct tk_dist *,
	    unsigned percent);
/* median, p90 and max */
void	tk_put_ranks(struct tk_grid *, size_t column, struct tk_dist *);
#define TK_TARGET_COLUMNS \
	{"kpi", "target", TK_KIND_WORD, 0, 0}, \
	{"target", "wanted", TK_KIND_WORD, 0, 0}, \
	{"actual", "actual", TK_KIND_FIGURE, 0, 0}, \
	{"n", "n", TK_KIND_COUNT, 0, 0}, \
	{"reached", "reached", TK_KIND_WORD, 0, 0}
/* Those of that target, from that column on, for that group. */
void	tk_put_target(struct tk_sheet *, struct tk_grid *, size_t column,
	    const struct tk_targets *, size_t target, struct tk_group *);

#endif
