/* gridtext.c - grids as aligned text, long ones with several threads. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "chart.h"
#include "gridfit.h"
#include "base/crew.h"

#define SHORT 4096		/* rows that one thread does at once */
#define PAPER 80		/* columns, when nobody says how many */

/* The rows that one thread measures, then writes. */
struct range {
	const struct tk_sheet *sheet;
	const struct tk_grid *grid;
	size_t from, to;
	size_t limit;		/* columns of a line, or 0 */
	const char *mark;	/* before each line */
	int measured;
	struct tk_gridfit fit;
	struct tk_buf out;
	pthread_t thread;
};

/* The widest cell of a column. */
static size_t
widest(const struct range *r, size_t column)
{
	const struct tk_grid_column *c = &r->grid->column[column];
	size_t width = tk_text_width(c->title), i, w;
	char buf[TK_GRID_WORD];

	for (i = r->from; i < r->to; i++) {
		if (tk_grid_skips(r->grid, i))
			continue;
		w = tk_text_width(tk_grid_say(r->sheet, c,
		    tk_grid_at(r->grid, i, column), buf));
		if (w > width)
			width = w;
	}
	return c->most > 0 && width > c->most ? c->most : width;
}

static void
measure(struct range *r)
{
	size_t j;

	for (j = 0; j < r->grid->columns; j++)
		if (tk_gridfit_shown(r->grid, j))
			r->fit.width[j] = r->limit == 0 &&
			    tk_gridfit_ragged(r->grid, j) ? SIZE_MAX :
			    widest(r, j);
}

/* A category that is too wide loses its front: the leaf tells it from its
 * neighbours. */
static const char *
leaf_of(const char *category, size_t width, char buf[TK_GRID_WORD])
{
	const char *leaf = strchr(category, '/');

	if (leaf == NULL || tk_text_width(category) <= width)
		return category;
	snprintf(buf, TK_GRID_WORD, "…%s", leaf + 1);
	return buf;
}

/* row (size_t)-1: the titles. */
static void
put_cell(struct range *r, size_t row, size_t column)
{
	const struct tk_grid *g = r->grid;
	const struct tk_grid_column *c = &g->column[column];
	char buf[TK_GRID_WORD], cut[TK_GRID_WORD];
	const char *s;

	if (tk_chart_hour(g, column)) {
		tk_chart_hours(&r->out, g, row, r->fit.hour, r->fit.most);
		return;
	}
	s = row == (size_t)-1 ? c->title : tk_grid_say(r->sheet, c,
	    tk_grid_at(g, row, column), buf);
	if (strcmp(c->key, "category") == 0)
		s = leaf_of(s, r->fit.width[column], cut);
	tk_text_fit(&r->out, s, r->fit.width[column], !tk_grid_is_words(c) ?
	    TK_FIT_RIGHT : tk_gridfit_ragged(g, column) ? TK_FIT_BARE : 0);
}

static void
end_line(struct tk_buf *b, size_t from)
{
	while (b->len > from && b->data[b->len - 1] == ' ')
		b->len--;
	tk_buf_putc(b, '\n');
}

static void
put_row(struct range *r, size_t row)
{
	const struct tk_grid *g = r->grid;
	struct tk_buf *b = &r->out;
	size_t j, from = b->len;
	unsigned line = 0;
	int titles = row == (size_t)-1;

	tk_buf_puts(b, r->mark);
	for (j = 0; j < g->columns; j++) {
		if (!tk_gridfit_shown(g, j))
			continue;
		if (r->fit.line[j] > line) {
			line = r->fit.line[j];
			end_line(b, from);
			from = b->len;
			tk_buf_puts(b, r->mark);
			tk_buf_puts(b, titles && g->column[0].title[0] == '#' ?
			    "#   " : "    ");
		}
		put_cell(r, row, j);
		if (j + 1 < g->columns || r->fit.bar > 0)
			tk_buf_add(b, "  ", 2);
	}
	if (!titles && r->fit.bar > 0)
		tk_chart_bar(b, g, row, r->fit.bar, r->fit.most);
	end_line(b, from);
}

/* Words in lines that fit. */
static void
put_note(struct tk_buf *b, const char *note, const char *mark, size_t limit)
{
	size_t used = 0, len, w;
	struct tk_buf word = TK_BUF_INIT;

	for (; *note != '\0'; note += len) {
		if (*note == ' ' || *note == '\n') {
			if (*note == '\n' && used > 0) {
				tk_buf_putc(b, '\n');
				used = 0;
			}
			len = 1;
			continue;
		}
		len = strcspn(note, " \n");
		tk_buf_clear(&word);
		tk_buf_add(&word, note, len);
		w = word.failed ? 0 : tk_text_width(word.data);
		if (used > 0 && used + 1 + w > limit) {
			tk_buf_putc(b, '\n');
			used = 0;
		}
		tk_buf_puts(b, used == 0 ? mark : " ");
		used += w + (used == 0 ? strlen(mark) : 1);
		tk_buf_add(b, note, len);
	}
	if (used > 0)
		tk_buf_putc(b, '\n');
	b->failed |= word.failed;
	tk_buf_free(&word);
}

static void
put_rows(struct range *r)
{
	const struct tk_grid *g = r->grid;
	size_t i;

	for (i = r->from; i < r->to; i++)
		if (!tk_grid_skips(g, i))
			put_row(r, i);
		else if (i == g->skip_from)
			put_note(&r->out, g->skip_note, r->mark, r->limit == 0 ?
			    PAPER : r->limit);
}

static void *
work(void *data)
{
	struct range *r = data;

	if (!r->measured)
		measure(r);
	else
		put_rows(r);
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

/* Every range gets the widths of the widest, as they fit. */
static void
unite(struct range *r, unsigned n)
{
	unsigned i;
	size_t j;

	for (i = 1; i < n; i++)
		for (j = 0; j < r->grid->columns; j++)
			if (r[i].fit.width[j] > r[0].fit.width[j])
				r[0].fit.width[j] = r[i].fit.width[j];
	tk_gridfit(&r[0].fit, r->grid, r->limit, strlen(r->mark));
	for (i = 0; i < n; i++) {
		r[i].fit = r[0].fit;
		r[i].measured = 1;
	}
}

static void
put_grid(struct tk_buf *b, const struct tk_sheet *s, size_t index,
    size_t columns)
{
	const struct tk_grid *g = &s->grid[index];
	const char *mark = s->commented && index > 0 ? "# " : "";
	size_t limit = columns == 0 && !g->tickets ? PAPER : columns;
	unsigned n = g->rows <= SHORT ? 1 : tk_crew_threads(s->threads,
	    g->rows, SHORT), i;
	struct range *r = calloc(n, sizeof *r);

	if (r == NULL) {
		b->failed = 1;
		return;
	}
	for (i = 0; i < n; i++) {
		r[i].sheet = s;
		r[i].grid = g;
		r[i].limit = limit;
		r[i].mark = mark;
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
	if (limit == 0)
		limit = PAPER;
	tk_chart_below(b, g, mark, limit);
	if (g->note != NULL)
		put_note(b, g->note, s->commented ? "# " : "", limit);
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
