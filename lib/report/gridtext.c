/* gridtext.c - grids as aligned text, long ones with several threads. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "grid.h"
#include "sweep.h"
#include "words.h"

#define WORD (2 * TK_WORD_SIZE)
#define SHORT 4096		/* rows that one thread does at once */
#define LEAST 20		/* columns left for the last one */


/* The rows that one thread measures, then writes. */
struct range {
	const struct tk_sheet *sheet;
	const struct tk_grid *grid;
	size_t from, to;
	size_t limit;		/* columns of the terminal, or 0 */
	const char *mark;	/* before each line */
	int measured;
	size_t width[TK_GRID_COLUMNS];
	struct tk_buf out;
	pthread_t thread;
};

/* Words stand on the left, figures on the right. */
static int
is_words(const struct tk_grid_column *c)
{
	return c->kind == TK_KIND_WORD || c->kind == TK_KIND_TIME;
}

static const char *
text_of(const struct tk_sheet *s, const struct tk_grid_column *column,
    const struct tk_grid_cell *c, char buf[WORD])
{
	if (!c->set)
		return (column->flags & TK_MAY_BLANK) != 0 ? "" : "-";
	switch ((enum tk_kind)c->kind) {
	case TK_KIND_WORD:
		return c->is.word;
	case TK_KIND_COUNT:
		snprintf(buf, WORD, "%lld", (long long)c->is.n);
		break;
	case TK_KIND_CHANGE:
		snprintf(buf, WORD, c->is.n == 0 ? "%lld" : "%+lld",
		    (long long)c->is.n);
		break;
	case TK_KIND_FIGURE:
		snprintf(buf, WORD, "%.1f", c->is.figure);
		break;
	case TK_KIND_TIME:
		return tk_word_time(buf, c->is.n, s->zone, s->now);
	case TK_KIND_SPAN:
		return tk_word_span(buf, c->is.n);
	}
	return buf;
}

/* A last column of words is as wide as it comes. */
static int
is_ragged(const struct tk_grid *g, size_t column)
{
	return column + 1 == g->columns && is_words(&g->column[column]);
}

static void
measure(struct range *r)
{
	const struct tk_grid *g = r->grid;
	size_t i, j, w;
	char buf[WORD];

	for (j = 0; j < g->columns; j++) {
		r->width[j] = is_ragged(g, j) ? SIZE_MAX :
		    tk_text_width(g->column[j].title);
		if (is_ragged(g, j) ||
		    (g->column[j].flags & TK_ONLY_DATA) != 0)
			continue;
		for (i = r->from; i < r->to; i++) {
			w = tk_text_width(text_of(r->sheet, &g->column[j],
			    tk_grid_at(g, i, j), buf));
			if (w > r->width[j])
				r->width[j] = w;
		}
		if (g->column[j].most > 0 && r->width[j] > g->column[j].most)
			r->width[j] = g->column[j].most;
	}
}

/* row (size_t)-1: the titles. */
static void
put_row(struct range *r, size_t row)
{
	const struct tk_grid *g = r->grid;
	struct tk_buf *b = &r->out;
	size_t j, w, used = 0, from = b->len;
	const char *word;
	char buf[WORD];
	int last, flags;

	tk_buf_puts(b, r->mark);
	for (j = 0; j < g->columns; j++) {
		if ((g->column[j].flags & TK_ONLY_DATA) != 0)
			continue;
		word = row == (size_t)-1 ? g->column[j].title :
		    text_of(r->sheet, &g->column[j], tk_grid_at(g, row, j),
		    buf);
		last = j + 1 == g->columns;
		w = r->width[j];
		if (last && r->limit > used + LEAST && w > r->limit - used)
			w = r->limit - used;
		flags = !is_words(&g->column[j]) ? TK_FIT_RIGHT :
		    last ? TK_FIT_BARE : 0;
		tk_text_fit(b, word, w, flags);
		if (!last)
			tk_buf_add(b, "  ", 2);
		used += w + 2;
	}
	while (b->len > from && b->data[b->len - 1] == ' ')
		b->len--;
	tk_buf_putc(b, '\n');
}

static void *
work(void *data)
{
	struct range *r = data;
	size_t i;

	if (!r->measured)
		measure(r);
	else
		for (i = r->from; i < r->to; i++)
			put_row(r, i);
	return NULL;
}

/* Lets each range work, the first here, the others beside. */
static void
run(struct range *r, unsigned n)
{
	unsigned i, started = 1;

	for (; started < n; started++)
		if (pthread_create(&r[started].thread, NULL, work,
		    &r[started]) != 0)
			break;
	work(&r[0]);
	for (i = started; i < n; i++)
		work(&r[i]);
	for (i = 1; i < started; i++)
		pthread_join(r[i].thread, NULL);
}

/* Every range gets the widths of the widest. */
static void
unite(struct range *r, unsigned n)
{
	unsigned i;
	size_t j;

	for (i = 1; i < n; i++)
		for (j = 0; j < r->grid->columns; j++)
			if (r[i].width[j] > r[0].width[j])
				r[0].width[j] = r[i].width[j];
	for (i = 0; i < n; i++) {
		memcpy(r[i].width, r[0].width, sizeof r[i].width);
		r[i].measured = 1;
	}
}

static void
put_grid(struct tk_buf *b, const struct tk_sheet *s, size_t index,
    size_t limit)
{
	const struct tk_grid *g = &s->grid[index];
	unsigned n = g->rows <= SHORT ? 1 : tk_sweep_threads(s->threads,
	    g->rows), i;
	struct range *r = calloc(n, sizeof *r);

	if (r == NULL) {
		b->failed = 1;
		return;
	}
	for (i = 0; i < n; i++) {
		r[i].sheet = s;
		r[i].grid = g;
		r[i].limit = limit;
		r[i].mark = s->commented && index > 0 ? "# " : "";
		r[i].from = g->rows / n * i;
		r[i].to = i + 1 == n ? g->rows : g->rows / n * (i + 1);
	}
	run(r, n);
	unite(r, n);
	put_row(&r[0], (size_t)-1);
	run(r, n);
	for (i = 0; i < n; i++) {
		tk_buf_add(b, r[i].out.data, r[i].out.len);
		b->failed |= r[i].out.failed;
		tk_buf_free(&r[i].out);
	}
	free(r);
}

void
tk_sheet_text(struct tk_buf *b, const struct tk_sheet *s, size_t columns)
{
	size_t i;

	tk_buf_printf(b, "# %s\n", s->headline);
	for (i = 0; i < s->grids; i++) {
		if (s->grid[i].rows == 0)
			continue;
		if (i > 0 || !s->commented)
			tk_buf_putc(b, '\n');
		if (s->grid[i].title != NULL)
			tk_buf_printf(b, "%s%s\n", s->commented ? "# " : "",
			    s->grid[i].title);
		put_grid(b, s, i, columns);
	}
}
