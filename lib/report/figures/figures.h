/* figures.h - the figures of a group of tickets; tk-report(1) defines them. */
#ifndef TK_REPORT_FIGURES_H
#define TK_REPORT_FIGURES_H

#include "dist.h"

enum tk_when_of { TK_THIS, TK_BEFORE, TK_PERIODS };

#define TK_FEW 5	/* of fewer nothing is judged */
#define TK_BANDS 5	/* of age: below 1, 3, 7, 30 days, and older */

/* A mean: always with how many it is made of. Whole millionths, so that the
 * order in which they are added does not matter. */
struct tk_mean {
	int64_t millionths;
	int64_t n;
};

/* A part of a whole. */
struct tk_share {
	int64_t of, n;
};

/* All that can be counted is counts, sums and lists of numbers: those of two
 * groups, periods or stores can be added. Begins as {0}. */
struct tk_figures {
	int64_t in;		/* received in the period */
	int64_t closed;		/* closings in it, and those as solved */
	int64_t resolved;
	int64_t first_contact;	/* of those */
	int64_t reopened;
	int64_t open, late;	/* at its end */
	int64_t band[TK_BANDS];	/* those open by age */
	struct tk_share clocks;	/* cycles met, of those judged */
	struct tk_share updates;	/* … of the clock progress */
	struct tk_share response;	/* … of the clock response */
	struct tk_dist response_time;	/* counted, of the same */
	struct tk_dist reply, reply_work;	/* seconds to the first reply */
	struct tk_dist handling, handling_work;	/* … to being solved */
	struct tk_dist age;	/* of those open at the end */
	struct tk_mean satisfaction;	/* 0 to 100 */
	struct tk_mean quality;
};

/* -1: no memory. */
int	tk_figures_merge(struct tk_figures *to, const struct tk_figures *);
void	tk_figures_free(struct tk_figures *);
/* Did anything happen, or is anything open? 1 or 0. */
int	tk_figures_any(const struct tk_figures *);

void	tk_mean_add(struct tk_mean *, double);
void	tk_mean_merge(struct tk_mean *to, const struct tk_mean *);
double	tk_mean_value(const struct tk_mean *);	/* 0 of none */
void	tk_share_add(struct tk_share *, int hit);
double	tk_share_value(const struct tk_share *);	/* percent; 0 of none */

/* Resolved ÷ (resolved + past due), as a share. */
struct tk_share tk_figures_resolution(const struct tk_figures *);
/* The band of an age in seconds, from 0. */
unsigned tk_figures_band(int64_t age);

/* An answer of a survey, from the best: its index below TK_ANSWERS, -1 for
 * anything else. 满意 100, 基本满意 80, 不满意 0; 1 to 5: 20 each. */
#define TK_ANSWERS 8
struct tk_answer_word {
	const char *word;
	int score;
};
extern const struct tk_answer_word tk_answers[TK_ANSWERS];
int	tk_answer_find(const char *word);

#endif
