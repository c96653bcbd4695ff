#include "decide.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define NEAR 1e-9	/* sums of decimal weights are not exact */

/* What a decision stands on. */
struct sums {
	const struct tk_classifier *c;
	const struct tk_mark *mark;	/* of each keyword */
	const struct tk_tally *tally;	/* of each category */
	size_t keywords;
	size_t categories;
};

static const struct tk_keyword *
keyword(const struct sums *s, size_t i)
{
	return &s->c->keywords.keyword[i];
}

static int
counted(const struct sums *s, size_t i)
{
	return s->mark[i].state == TK_MARK_COUNTED;
}

/* A row is never less urgent than its category. */
static int
rank_of(const struct tk_keyword *k)
{
	int rank = INT_MAX;

	if (k->category->priority != NULL)
		rank = k->category->priority->rank;
	if (k->priority != NULL && k->priority->rank < rank)
		rank = k->priority->rank;
	return rank;
}

static void
add_up(const struct sums *s, struct tk_tally *tally)
{
	const struct tk_keyword *k;
	struct tk_tally *t;
	size_t i;
	int rank;

	memset(tally, 0, s->categories * sizeof *tally);
	for (i = 0; i < s->keywords; i++) {
		k = keyword(s, i);
		if (!counted(s, i) || k->category == NULL)
			continue;
		t = &tally[k->category->index];
		rank = rank_of(k);
		if (!t->hit || rank < t->rank)
			t->rank = rank;
		t->score += k->weight;
		t->hit = 1;
	}
}

/* The rank up to which categories compete: any with tie=score, else that of
 * the most urgent hit. */
static int
limit_rank(const struct sums *s)
{
	int rank = INT_MAX;
	size_t i;

	for (i = 0; !s->c->settings.tie_score && i < s->categories; i++)
		if (s->tally[i].hit && s->tally[i].rank < rank)
			rank = s->tally[i].rank;
	return rank;
}

static int
beats(const struct tk_tally *a, const struct tk_tally *b)
{
	if (a->score > b->score + NEAR)
		return 1;
	return a->score > b->score - NEAR && a->rank < b->rank;
}

/* The best category, the first of equal ones; NULL: nothing hit. */
static const struct tk_category *
choose_category(const struct sums *s, double *score, double *lead)
{
	const struct tk_tally *t, *best = NULL;
	const struct tk_tally *end = s->tally + s->categories;
	int limit = limit_rank(s);
	double next = 0;

	for (t = s->tally; t < end; t++)
		if (t->hit && t->rank <= limit &&
		    (best == NULL || beats(t, best)))
			best = t;
	if (best == NULL)
		return NULL;
	for (t = s->tally; t < end; t++)
		if (t->hit && t->rank <= limit && t != best &&
		    t->score > next)
			next = t->score;
	*score = best->score;
	*lead = best->score - next;
	return &s->c->categories->category[best - s->tally];
}

/* The highest among the hits, not below the category's own. */
static const char *
choose_priority(const struct sums *s, const struct tk_category *category)
{
	const struct tk_priority *p, *best = category->priority;
	size_t i;

	for (i = 0; i < s->keywords; i++) {
		p = keyword(s, i)->priority;
		if (counted(s, i) && keyword(s, i)->category != NULL &&
		    p != NULL && (best == NULL || p->rank < best->rank))
			best = p;
	}
	if (best == NULL)
		best = tk_priority_lowest(s->c->priorities);
	return best != NULL ? best->name : NULL;
}

/* Is a's question asked rather than b's? Vague words come first. */
static int
asks_before(const struct tk_keyword *a, const struct tk_keyword *b)
{
	int a_vague = a->category == NULL, b_vague = b->category == NULL;

	return a_vague != b_vague ? a_vague : a->weight > b->weight;
}

static const char *
choose_question(const struct sums *s)
{
	const struct tk_keyword *k, *best = NULL;
	size_t i;

	for (i = 0; i < s->keywords; i++) {
		k = keyword(s, i);
		if (counted(s, i) && k->ask[0] != '\0' &&
		    (best == NULL || asks_before(k, best)))
			best = k;
	}
	if (best != NULL)
		return best->ask;
	return s->c->settings.ask != NULL ? s->c->settings.ask : "";
}

static const char *
explain(const struct sums *s, const struct tk_category *best,
    const struct tk_judgement *j, struct tk_arena *a)
{
	const struct tk_classify_settings *set = &s->c->settings;
	char text[512];
	size_t i, hits = 0;

	for (i = 0; i < s->keywords; i++)
		hits += counted(s, i);
	if (best == NULL)
		return hits > 0 ? "only vague words" : "no keyword hit";
	if (j->category != NULL)
		snprintf(text, sizeof text, "%s has %g, leading by %g%s",
		    best->name, j->score, j->lead, set->tie_score ? "" :
		    " among the most urgent");
	else if (j->score < set->floor_score - NEAR)
		snprintf(text, sizeof text, "%s has %g, below floor.score %g",
		    best->name, j->score, set->floor_score);
	else
		snprintf(text, sizeof text,
		    "%s leads by %g, below floor.lead %g", best->name,
		    j->lead, set->floor_lead);
	return tk_arena_strdup(a, text);
}

/* ---- the hits -------------------------------------------------------- */

static const char *
words_of(const struct tk_buf *text, struct tk_span span, struct tk_arena *a)
{
	return tk_arena_copy(a, text->data + span.start,
	    span.end - span.start);
}

static int
fill_hit(struct tk_hit *h, const struct tk_keyword *k,
    const struct tk_mark *m, const struct tk_buf *text, struct tk_arena *a)
{
	h->id = k->id;
	h->category = k->category != NULL ? k->category->name : "unclear";
	h->priority = k->priority != NULL ? k->priority->name : NULL;
	h->weight = k->weight;
	h->words = words_of(text, m->words, a);
	h->veto = NULL;
	if (m->state == TK_MARK_VETOED &&
	    (h->veto = words_of(text, m->veto, a)) == NULL)
		return -1;
	return h->words != NULL ? 0 : -1;
}

static int
list_hits(const struct sums *s, struct tk_judgement *j,
    const struct tk_buf *text, struct tk_arena *a)
{
	struct tk_hit *h;
	size_t i, n = 0;

	for (i = 0; i < s->keywords; i++)
		n += s->mark[i].state != TK_MARK_NONE;
	h = tk_arena_alloc(a, n * sizeof *h);
	if (h == NULL)
		return -1;
	j->hits = h;
	j->nhits = n;
	for (i = 0; i < s->keywords; i++)
		if (s->mark[i].state != TK_MARK_NONE &&
		    fill_hit(h++, keyword(s, i), &s->mark[i], text, a) < 0)
			return -1;
	return 0;
}

int
tk_judgement_decide(struct tk_judgement *j, const struct tk_classifier *c,
    const struct tk_buf *text, const struct tk_mark *mark,
    struct tk_tally *tally, struct tk_arena *a)
{
	const struct tk_classify_settings *set = &c->settings;
	const struct sums s = {c, mark, tally, c->keywords.count,
	    c->categories->count};
	const struct tk_category *best;

	add_up(&s, tally);
	best = choose_category(&s, &j->score, &j->lead);
	if (best != NULL && j->score > set->floor_score - NEAR &&
	    j->lead > set->floor_lead - NEAR) {
		j->category = best->name;
		j->priority = choose_priority(&s, best);
	} else {
		j->ask = choose_question(&s);
	}
	j->why = explain(&s, best, j, a);
	return j->why == NULL || list_hits(&s, j, text, a) < 0 ? -1 : 0;
}
