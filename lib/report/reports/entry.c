/* entry.c - collects the rows of grids with several threads, and sorts them. */
#include "entrypart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/ticket/object.h"

/* ---- collecting ------------------------------------------------------ */

static int
each(void *data, unsigned worker, struct tk_viewer *viewer,
    struct tk_error *err)
{
	struct tk_entries *all = data;
	struct tk_found f = {.all = all, .part = &all->part[worker],
	    .viewer = viewer};
	int hit = tk_selection_match(&all->r->selection, viewer, err);

	if (hit <= 0)
		return hit;
	if (viewer->ticket.rows == 0)	/* it was not there yet */
		return 0;
	if (!all->r->selection.clocks)
		tk_viewer_walk(viewer, 0);
	tk_viewer_view(viewer, &f.view);
	all->each(&f);
	return f.part->failed ? tk_error_memory(err) : 0;
}

/* Other stores may have the same number: then by what the cells say. */
static int
compare_cells(const struct tk_entry *a, const struct tk_entry *b)
{
	const struct tk_grid_cell *x, *y;
	size_t i;
	int c;

	for (i = 0; i < a->cells; i++) {
		x = &a->cell[i];
		y = &b->cell[i];
		if (x->set != y->set)
			return x->set - y->set;
		if (!x->set)
			continue;
		/* any order will do, of the bits of a figure too */
		c = x->kind == TK_KIND_WORD ? strcmp(x->is.word, y->is.word) :
		    (x->is.n > y->is.n) - (x->is.n < y->is.n);
		if (c != 0)
			return c;
	}
	return 0;
}

static int
compare(const void *x, const void *y)
{
	const struct tk_entry *a = *(struct tk_entry *const *)x;
	const struct tk_entry *b = *(struct tk_entry *const *)y;
	int c;

	if (a->word != NULL && b->word != NULL &&
	    (c = strcmp(a->word, b->word)) != 0)
		return c;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	c = tk_order_compare(&a->order, &b->order);
	if (c != 0)
		return c;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return compare_cells(a, b);
}

/* The rows of one table, from all threads. */
static int
sort(struct tk_entries *all, unsigned table)
{
	struct tk_entry **list;
	size_t i, j, n = 0;

	for (i = 0; i < TK_SWEEP_THREADS; i++)
		for (j = 0; j < all->part[i].entries; j++)
			n += all->part[i].entry[j].table == table;
	list = malloc((n + 1) * sizeof *list);
	if (list == NULL)
		return -1;
	for (i = n = 0; i < TK_SWEEP_THREADS; i++)
		for (j = 0; j < all->part[i].entries; j++)
			if (all->part[i].entry[j].table == table)
				list[n++] = &all->part[i].entry[j];
	if (n > 1)
		qsort(list, n, sizeof *list, compare);
	all->list[table] = list;
	all->count[table] = n;
	return 0;
}

int
tk_entries_collect(struct tk_entries *all, int closed, int64_t since,
    struct tk_error *err)
{
	struct tk_reporter *r = all->r;
	struct tk_sweep sweep = {.scope = &r->scope, .closed = closed,
	    .since = since, .until = TK_UNSET,
	    .trust_times = !r->scope.session->store->override, .threads = r->order->query.threads, .each = each,
	    .data = all};
	unsigned i;

	if (tk_sheet_parts(&r->sheet, TK_SWEEP_THREADS) < 0)
		return tk_error_memory(err);
	for (i = 0; i < TK_SWEEP_THREADS; i++)
		all->part[i].arena = &r->sheet.parts[i];
	if ((r->merger != NULL ? tk_entries_read(all, r->merger, err) :
	    tk_sweep_run(&sweep, r->fault, err)) < 0)
		return -1;
	for (i = 0; i < all->tables; i++)
		if (sort(all, i) < 0)
			return tk_error_memory(err);
	if (r->partial == NULL)
		return 0;
	tk_entries_write(r->partial, all);
	return 1;
}

int64_t
tk_entries_since(const struct tk_reporter *r)
{
	/* what was not written since is as closed as it was then */
	return r->scope.asof ? r->scope.now : TK_UNSET;
}

struct tk_grid *
tk_entries_put(struct tk_entries *all, size_t table)
{
	const struct tk_entry_table *t = &all->table[table];
	struct tk_sheet *s = &all->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, t->name, t->title, t->column,
	    t->columns);
	size_t i;

	if (g == NULL)
		return NULL;
	tk_grid_reserve(g, all->count[table]);
	for (i = 0; i < all->count[table]; i++) {
		if (tk_grid_row(s, g) < 0)
			return NULL;
		memcpy(&g->cell[(g->rows - 1) * g->columns],
		    all->list[table][i]->cell, g->columns * sizeof *g->cell);
	}
	return g;
}

void
tk_entries_free(struct tk_entries *all)
{
	size_t i;

	for (i = 0; i < TK_SWEEP_THREADS; i++) {
		free(all->part[i].entry);
		tk_buf_free(&all->part[i].text);
	}
	for (i = 0; i < TK_ENTRY_TABLES; i++)
		free(all->list[i]);
}

/* ---- rows ------------------------------------------------------------ */

static struct tk_entry *
new_entry(struct tk_entry_part *p)
{
	struct tk_entry *grown;
	size_t size;

	if (p->entries == p->size) {
		size = p->size > 0 ? 2 * p->size : 64;
		grown = realloc(p->entry, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		p->entry = grown;
		p->size = size;
	}
	return &p->entry[p->entries];
}

struct tk_entry *
tk_entry_add(struct tk_entries *all, struct tk_entry_part *p, unsigned table,
    const char *number, unsigned row, int64_t key)
{
	const struct tk_entry_table *t = &all->table[table];
	struct tk_entry *e = new_entry(p);
	size_t i;

	if (e == NULL) {
		p->failed = 1;
		return NULL;
	}
	*e = (struct tk_entry){.table = table, .word = "", .key = key,
	    .order = tk_order_of(number), .row = row, .cells = t->columns};
	e->cell = tk_arena_alloc(p->arena, t->columns * sizeof *e->cell);
	if (e->cell == NULL) {
		p->failed = 1;
		return NULL;
	}
	memset(e->cell, 0, t->columns * sizeof *e->cell);
	for (i = 0; i < t->columns; i++)
		e->cell[i].kind = (unsigned char)t->column[i].kind;
	p->entries++;
	return e;
}

struct tk_entry *
tk_found_add(struct tk_found *f, unsigned table, unsigned row, int64_t key)
{
	if (f->number == NULL)
		f->number = tk_arena_strdup(f->part->arena, f->view.number);
	if (f->number == NULL) {
		f->part->failed = 1;
		return NULL;
	}
	return tk_entry_add(f->all, f->part, table, f->number, row, key);
}

void
tk_found_ref(struct tk_entry *e, size_t column, const char *word)
{
	if (e == NULL || word == NULL)
		return;
	e->cell[column].is.word = word;
	e->cell[column].set = 1;
}

void
tk_found_word(struct tk_found *f, struct tk_entry *e, size_t column,
    const char *field, const char *value)
{
	struct tk_buf *b = &f->part->text;
	const char *copy;

	if (e == NULL || value == NULL || value[0] == '\0')
		return;
	tk_buf_clear(b);
	if (f->all->unmasked || f->all->r->order->query.unmask)
		tk_buf_puts(b, value);
	else
		tk_object_mask(b, &f->all->r->scope, field, value,
		    strlen(value));
	copy = b->failed ? NULL : tk_arena_copy(f->part->arena, b->data == NULL
	    ? "" : b->data, b->len);
	f->part->failed |= copy == NULL;
	tk_found_ref(e, column, copy);
}

void
tk_found_number(struct tk_entry *e, size_t column, int64_t n)
{
	if (e == NULL)
		return;
	e->cell[column].is.n = n;
	e->cell[column].set = n != TK_UNSET;
}

void
tk_found_figure(struct tk_entry *e, size_t column, double figure)
{
	if (e == NULL)
		return;
	e->cell[column].is.figure = figure;
	e->cell[column].set = 1;
}

void
tk_found_time(struct tk_entry *e, size_t column, const char *value)
{
	int64_t t;

	if (value != NULL && tk_time_parse(value, strlen(value), &t) == 0)
		tk_found_number(e, column, t);
}

void
tk_found_id(struct tk_found *f, struct tk_entry *e, size_t column)
{
	tk_found_ref(e, column, f->number);
}

void
tk_found_field(struct tk_found *f, struct tk_entry *e, size_t column,
    const char *field)
{
	tk_found_word(f, e, column, field, tk_found_value(f, field));
}

void
tk_found_qualifier(struct tk_found *f, struct tk_entry *e, size_t column,
    unsigned row, const char *qualifier)
{
	char name[128];

	snprintf(name, sizeof name, "%s.%s", tk_found_row(f, row)->name,
	    qualifier);
	tk_found_word(f, e, column, name, tk_ticket_qualifier(
	    &f->viewer->ticket, row, qualifier));
}

void
tk_found_person(struct tk_found *f, struct tk_entry *e, size_t column,
    const char *login)
{
	tk_found_word(f, e, column, "assignee",
	    tk_scope_person(&f->all->r->scope, login));
}

/* ---- looking --------------------------------------------------------- */

const struct tk_row *
tk_found_row(const struct tk_found *f, unsigned row)
{
	return &f->viewer->ticket.row[row - 1];
}

unsigned
tk_found_next(const struct tk_found *f, unsigned row)
{
	const struct tk_ticket *t = &f->viewer->ticket;

	for (; row < t->rows; row++)
		if (t->row[row].qualifier == NULL && t->row[row].len > 0 &&
		    (t->row[row].flags & TK_ROW_OUT) == 0)
			return row + 1;
	return 0;
}

unsigned
tk_found_last(const struct tk_found *f, const char *field)
{
	const struct tk_viewer *v = f->viewer;
	int i = tk_scope_field(v->scope, field);
	const struct tk_row *r = i < 0 ? NULL : tk_state_row(&v->state,
	    &v->ticket, (unsigned)i);

	return r == NULL ? 0 : (unsigned)(r - v->ticket.row) + 1;
}

const char *
tk_found_value(const struct tk_found *f, const char *field)
{
	return tk_viewer_value(f->viewer, field);
}
