#include "grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "cell.h"
#include "words.h"

#define WORD (2 * TK_WORD_SIZE)

/* ---- filling --------------------------------------------------------- */

struct tk_grid *
tk_sheet_add(struct tk_sheet *s, const char *name, const char *title,
    const struct tk_grid_column *column, size_t columns)
{
	struct tk_grid *grown, *g;

	grown = realloc(s->grid, (s->grids + 1) * sizeof *grown);
	if (grown == NULL) {
		s->failed = 1;
		return NULL;
	}
	s->grid = grown;
	g = &s->grid[s->grids++];
	*g = (struct tk_grid){.name = name, .title = title, .column = column,
	    .columns = columns};
	return g;
}

int
tk_sheet_parts(struct tk_sheet *s, size_t n)
{
	s->parts = calloc(n, sizeof *s->parts);
	if (s->parts == NULL)
		return -1;
	s->nparts = n;
	return 0;
}

void
tk_sheet_free(struct tk_sheet *s)
{
	size_t i;

	for (i = 0; i < s->nparts; i++)
		tk_arena_free(&s->parts[i]);
	free(s->parts);
	s->parts = NULL;
	s->nparts = 0;
	for (i = 0; i < s->grids; i++)
		free(s->grid[i].cell);
	free(s->grid);
	tk_arena_free(&s->arena);
	s->grid = NULL;
	s->grids = 0;
}

void
tk_grid_reserve(struct tk_grid *g, size_t rows)
{
	struct tk_grid_cell *grown;

	if (rows <= g->size)
		return;
	grown = realloc(g->cell, rows * g->columns * sizeof *grown);
	if (grown == NULL)
		return;
	g->cell = grown;
	g->size = rows;
}

int
tk_grid_row(struct tk_sheet *s, struct tk_grid *g)
{
	struct tk_grid_cell *grown;
	size_t size, i;

	if (g->rows == g->size) {
		size = g->size > 0 ? 2 * g->size : 16;
		grown = realloc(g->cell, size * g->columns * sizeof *grown);
		if (grown == NULL) {
			s->failed = 1;
			return -1;
		}
		g->cell = grown;
		g->size = size;
	}
	grown = g->cell + g->rows++ * g->columns;
	memset(grown, 0, g->columns * sizeof *grown);
	for (i = 0; i < g->columns; i++)
		grown[i].kind = (unsigned char)g->column[i].kind;
	return 0;
}

static struct tk_grid_cell *
last(const struct tk_grid *g, size_t column)
{
	return &g->cell[(g->rows - 1) * g->columns + column];
}

void
tk_grid_word(struct tk_sheet *s, struct tk_grid *g, size_t column,
    const char *word)
{
	if (word == NULL)
		return;
	word = tk_arena_strdup(&s->arena, word);
	s->failed |= word == NULL;
	tk_grid_ref(g, column, word);
}

void
tk_grid_ref(struct tk_grid *g, size_t column, const char *word)
{
	last(g, column)->is.word = word;
	last(g, column)->set = word != NULL;
}

void
tk_grid_number(struct tk_grid *g, size_t column, int64_t n)
{
	last(g, column)->is.n = n;
	last(g, column)->set = n != TK_UNSET;
}

void
tk_grid_figure(struct tk_grid *g, size_t column, double figure)
{
	last(g, column)->is.figure = figure;
	last(g, column)->set = 1;
}

void
tk_grid_kind(struct tk_grid *g, size_t column, enum tk_kind kind)
{
	last(g, column)->kind = (unsigned char)kind;
}

void
tk_grid_tone(struct tk_grid *g, size_t column, enum tk_tone tone)
{
	last(g, column)->tone = (unsigned char)tone;
}

/* ---- CSV ------------------------------------------------------------- */

static const char *
data_of(const struct tk_sheet *s, const struct tk_grid_cell *c,
    char buf[WORD])
{
	if (!c->set)
		return "";
	switch ((enum tk_kind)c->kind) {
	case TK_KIND_WORD:
		return c->is.word;
	case TK_KIND_FIGURE:
	case TK_KIND_HIGHER:
		snprintf(buf, WORD, "%.1f", c->is.figure);
		return buf;
	case TK_KIND_TIME:
		return tk_time_format(buf, c->is.n, s->zone);
	default:
		snprintf(buf, WORD, "%lld", (long long)c->is.n);
		return buf;
	}
}

static void
put_cell(struct tk_buf *b, const char *s, int bom, const char *end)
{
	tk_cell_put(b, s, strlen(s), bom);
	tk_buf_puts(b, end);
}

/* Negative numbers of ours are no formulas. */
static int
guarded(const struct tk_grid_cell *c, int bom)
{
	return bom && c->kind == TK_KIND_WORD;
}

static void
put_csv(struct tk_buf *b, const struct tk_sheet *s, int bom)
{
	const struct tk_grid *g = &s->grid[0];
	const char *sep = "";
	char buf[WORD];
	size_t i, j;

	for (j = 0; j < g->columns; j++)
		if ((g->column[j].flags & TK_ONLY_TEXT) == 0) {
			tk_buf_printf(b, "%s%s", sep, g->column[j].key);
			sep = ",";
		}
	tk_buf_putc(b, '\n');
	for (i = 0; i < g->rows; i++) {
		sep = "";
		for (j = 0; j < g->columns; j++) {
			if ((g->column[j].flags & TK_ONLY_TEXT) != 0)
				continue;
			tk_buf_puts(b, sep);
			put_cell(b, data_of(s, tk_grid_at(g, i, j), buf),
			    guarded(tk_grid_at(g, i, j), bom), "");
			sep = ",";
		}
		tk_buf_putc(b, '\n');
	}
}

static void
put_tidy(struct tk_buf *b, const struct tk_sheet *s, const struct tk_grid *g,
    int bom)
{
	char buf[WORD];
	size_t i, j;

	for (i = 0; i < g->rows; i++)
		for (j = 1; j < g->columns; j++) {
			if ((g->column[j].flags & TK_ONLY_TEXT) != 0 ||
			    !tk_grid_at(g, i, j)->set)
				continue;
			put_cell(b, g->name, 0, ",");
			put_cell(b, tk_grid_at(g, i, 0)->set ? tk_grid_at(g, i, 0)->is.word :
			    "", bom, ",");
			put_cell(b, g->column[j].key, 0, ",");
			put_cell(b, data_of(s, tk_grid_at(g, i, j), buf),
			    guarded(tk_grid_at(g, i, j), bom), "\n");
		}
}

void
tk_sheet_csv(struct tk_buf *b, const struct tk_sheet *s, int tidy, int bom)
{
	size_t i;

	tk_buf_puts(b, bom ? TK_CELL_BOM : "");
	if (!tidy) {
		put_csv(b, s, bom);
		return;
	}
	tk_buf_puts(b, "table,row,column,value\n");
	for (i = 0; i < s->grids; i++)
		put_tidy(b, s, &s->grid[i], bom);
}

/* ---- JSON ------------------------------------------------------------ */

static void
put_json_cell(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_grid_cell *c)
{
	char buf[WORD];

	if (!c->set)
		tk_json_puts(b, NULL);
	else if (c->kind == TK_KIND_WORD || c->kind == TK_KIND_TIME)
		tk_json_puts(b, data_of(s, c, buf));
	else
		tk_buf_puts(b, data_of(s, c, buf));
}

static void
put_json_grid(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_grid *g)
{
	size_t i, j;

	tk_json_key(b, g->name);
	tk_buf_putc(b, '[');
	for (i = 0; i < g->rows; i++) {
		tk_buf_puts(b, i > 0 ? ",{" : "{");
		for (j = 0; j < g->columns; j++) {
			if ((g->column[j].flags & TK_ONLY_TEXT) != 0)
				continue;
			tk_json_key(b, g->column[j].key);
			put_json_cell(b, s, tk_grid_at(g, i, j));
		}
		tk_buf_putc(b, '}');
	}
	tk_buf_putc(b, ']');
}

static void
put_json_time(struct tk_buf *b, const struct tk_sheet *s, const char *key,
    int64_t t)
{
	char time[TK_TIME_SIZE];

	tk_json_key(b, key);
	tk_json_puts(b, t == TK_UNSET ? NULL : tk_time_format(time, t,
	    s->zone));
}

void
tk_sheet_json(struct tk_buf *b, const struct tk_sheet *s)
{
	size_t i;

	tk_buf_putc(b, '{');
	tk_json_key(b, "report");
	tk_json_puts(b, s->name);
	put_json_time(b, s, "now", s->now);
	tk_json_key(b, "period");
	tk_json_puts(b, s->period);
	put_json_time(b, s, "from", s->from);
	put_json_time(b, s, "to", s->to);
	for (i = 0; i < s->grids; i++)
		put_json_grid(b, s, &s->grid[i]);
	tk_buf_puts(b, "}\n");
}
