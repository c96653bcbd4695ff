#include "figures.h"

#include <math.h>
#include <string.h>

#define MILLION 1e6

/* ---- means and shares ------------------------------------------------ */

void
tk_mean_add(struct tk_mean *m, double x)
{
	m->millionths += llround(x * MILLION);
	m->n++;
}

void
tk_mean_merge(struct tk_mean *to, const struct tk_mean *m)
{
	to->millionths += m->millionths;
	to->n += m->n;
}

double
tk_mean_value(const struct tk_mean *m)
{
	return m->n == 0 ? 0 : (double)m->millionths / MILLION / (double)m->n;
}

void
tk_share_add(struct tk_share *s, int hit)
{
	s->of += hit != 0;
	s->n++;
}

static void
share_merge(struct tk_share *to, const struct tk_share *s)
{
	to->of += s->of;
	to->n += s->n;
}

double
tk_share_value(const struct tk_share *s)
{
	return s->n == 0 ? 0 : 100.0 * (double)s->of / (double)s->n;
}

/* ---- figures --------------------------------------------------------- */

struct tk_share
tk_figures_resolution(const struct tk_figures *f)
{
	return (struct tk_share){f->resolved, f->resolved + f->late};
}

unsigned
tk_figures_band(int64_t age)
{
	static const int days[TK_BANDS - 1] = {1, 3, 7, 30};
	unsigned i;

	for (i = 0; i < TK_BANDS - 1; i++)
		if (age < days[i] * INT64_C(86400))
			break;
	return i;
}

int
tk_figures_any(const struct tk_figures *f)
{
	return f->in != 0 || f->closed != 0 || f->reopened != 0 ||
	    f->open != 0 || f->clocks.n != 0 || f->reply.n != 0 ||
	    f->satisfaction.n != 0 || f->quality.n != 0;
}

static int
merge_times(struct tk_figures *to, const struct tk_figures *f)
{
	return tk_dist_merge(&to->response_time, &f->response_time) < 0 ||
	    tk_dist_merge(&to->reply, &f->reply) < 0 ||
	    tk_dist_merge(&to->reply_work, &f->reply_work) < 0 ||
	    tk_dist_merge(&to->handling, &f->handling) < 0 ||
	    tk_dist_merge(&to->handling_work, &f->handling_work) < 0 ||
	    tk_dist_merge(&to->age, &f->age) < 0 ? -1 : 0;
}

int
tk_figures_merge(struct tk_figures *to, const struct tk_figures *f)
{
	int i;

	to->in += f->in;
	to->closed += f->closed;
	to->resolved += f->resolved;
	to->first_contact += f->first_contact;
	to->reopened += f->reopened;
	to->open += f->open;
	to->late += f->late;
	for (i = 0; i < TK_BANDS; i++)
		to->band[i] += f->band[i];
	share_merge(&to->clocks, &f->clocks);
	share_merge(&to->updates, &f->updates);
	share_merge(&to->response, &f->response);
	tk_mean_merge(&to->satisfaction, &f->satisfaction);
	tk_mean_merge(&to->quality, &f->quality);
	return merge_times(to, f);
}

void
tk_figures_free(struct tk_figures *f)
{
	tk_dist_free(&f->response_time);
	tk_dist_free(&f->reply);
	tk_dist_free(&f->reply_work);
	tk_dist_free(&f->handling);
	tk_dist_free(&f->handling_work);
	tk_dist_free(&f->age);
	memset(f, 0, sizeof *f);
}

/* ---- answers --------------------------------------------------------- */

const struct tk_answer_word tk_answers[TK_ANSWERS] = {
	{"满意", 100}, {"基本满意", 80}, {"不满意", 0},
	{"5", 100}, {"4", 80}, {"3", 60}, {"2", 40}, {"1", 20},
};

int
tk_answer_find(const char *word)
{
	int i;

	for (i = 0; i < TK_ANSWERS; i++)
		if (strcmp(tk_answers[i].word, word) == 0)
			return i;
	return -1;
}
