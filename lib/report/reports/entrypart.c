/* entrypart.c - rows of grids as rows of a partial. */
#include "entrypart.h"

#include <limits.h>
#include <string.h>

/* Is what it holds a figure, not a count, a time, seconds? */
static int
is_figure(const struct tk_grid_cell *c)
{
	return c->kind == TK_KIND_FIGURE || c->kind == TK_KIND_HIGHER;
}

/* ---- writing --------------------------------------------------------- */

static void
put_cell(struct tk_partial *p, const struct tk_grid_cell *c)
{
	if (!c->set)
		tk_partial_word(p, NULL);
	else if (c->kind == TK_KIND_WORD)
		tk_partial_word(p, c->is.word);
	else if (is_figure(c))
		tk_partial_figure(p, c->is.figure);
	else
		tk_partial_number(p, c->is.n);
}

void
tk_entries_write(struct tk_partial *p, const struct tk_entries *all)
{
	const struct tk_entry *e;
	size_t i, j, k;

	for (i = 0; i < all->tables; i++)
		for (j = 0; j < all->count[i]; j++) {
			e = all->list[i][j];
			tk_partial_row(p, "row");
			tk_partial_word(p, all->table[i].name);
			tk_partial_word(p, e->word[0] == '\0' ? NULL :
			    e->word);
			tk_partial_number(p, e->key);
			tk_partial_word(p, e->order.number);
			tk_partial_number(p, e->row);
			for (k = 0; k < all->table[i].columns; k++)
				put_cell(p, &e->cell[k]);
		}
}

/* ---- reading --------------------------------------------------------- */

static const char *
copy(struct tk_entry_part *part, const char *word)
{
	const char *copied = tk_arena_strdup(part->arena, word);

	part->failed |= copied == NULL;
	return copied;
}

static void
take_cell(struct tk_merger *m, struct tk_entry_part *part,
    struct tk_grid_cell *c)
{
	const char *word;

	c->set = !tk_merger_is_empty(m);
	if (!c->set || c->kind == TK_KIND_WORD) {
		word = tk_merger_word(m);
		if (word != NULL)
			c->is.word = copy(part, word);
	} else if (is_figure(c)) {
		c->is.figure = tk_merger_figure(m);
	} else {
		c->is.n = c->kind == TK_KIND_TIME ? tk_merger_time(m) :
		    tk_merger_number(m);
	}
}

static void
take_entry(struct tk_entries *all, struct tk_merger *m)
{
	const char *table = tk_merger_word(m), *word, *number;
	struct tk_entry_part *part = &all->part[0];
	struct tk_entry *e;
	int64_t key, row;
	unsigned i = 0;
	size_t k;

	while (i < all->tables && (table == NULL ||
	    strcmp(all->table[i].name, table) != 0))
		i++;
	word = tk_merger_word(m);
	key = tk_merger_key(m);
	number = tk_merger_word(m);
	row = tk_merger_number(m);
	if (i == all->tables || number == NULL || row < 0 || row > UINT_MAX) {
		m->bad = 1;
		return;
	}
	number = copy(part, number);
	e = number == NULL ? NULL : tk_entry_add(all, part, i, number,
	    (unsigned)row, key);
	if (e == NULL)
		return;
	if (word != NULL)
		e->word = copy(part, word);
	for (k = 0; k < all->table[i].columns; k++)
		take_cell(m, part, &e->cell[k]);
}

int
tk_entries_read(struct tk_entries *all, struct tk_merger *m,
    struct tk_error *err)
{
	int rc;

	while ((rc = tk_merger_next(m, err)) > 0) {
		if (tk_merger_is(m, "row"))
			take_entry(all, m);
		else
			m->bad = 1;
		if (all->part[0].failed)
			return tk_error_memory(err);
	}
	return rc;
}
