#include "priority.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { NAME, RANK, LABEL, ENGLISH, MEANING, COLUMNS };

static const struct tk_column columns[COLUMNS] = {
	[NAME] = {"name", 1},
	[RANK] = {"rank", 1},
	[LABEL] = {"label", 0},
	[ENGLISH] = {"english", 0},
	[MEANING] = {"meaning", 0},
};

static int
read_rank(const char *s, int *rank)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(s, &end, 10);
	if (end == s || *end != '\0' || errno != 0 || n < 0 || n > INT_MAX)
		return -1;
	*rank = (int)n;
	return 0;
}

static int
read_row(struct tk_priorities *ps, size_t row, struct tk_faults *f)
{
	const struct tk_table *t = &ps->table;
	struct tk_priority *p = &ps->priority[row];
	size_t i;

	p->name = tk_table_cell(t, row, NAME);
	p->label = tk_table_cell(t, row, LABEL);
	p->english = tk_table_cell(t, row, ENGLISH);
	p->meaning = tk_table_cell(t, row, MEANING);
	if (read_rank(tk_table_cell(t, row, RANK), &p->rank) < 0)
		return tk_table_fault(t, row, RANK, f, "rank \"%s\" is not a "
		    "whole number; 0 is the most urgent",
		    tk_table_cell(t, row, RANK));
	for (i = 0; i < row; i++) {
		if (strcmp(ps->priority[i].name, p->name) == 0)
			return tk_table_fault(t, row, NAME, f,
			    "priority \"%s\" stands twice", p->name);
		if (ps->priority[i].rank == p->rank)
			return tk_table_fault(t, row, RANK, f,
			    "rank %d is that of \"%s\" already", p->rank,
			    ps->priority[i].name);
	}
	return 0;
}

static int
by_rank(const void *a, const void *b)
{
	const struct tk_priority *x = a, *y = b;

	return (x->rank > y->rank) - (x->rank < y->rank);
}

int
tk_priorities_load(struct tk_priorities *out, int rules_fd,
    struct tk_faults *f)
{
	struct tk_priorities ps = {0};
	struct tk_table *t = &ps.table;
	size_t row;
	int rc = 0;

	if (tk_table_load(t, rules_fd, "priorities", columns, COLUMNS, f) < 0)
		return -1;
	if (t->rows > 0) {
		ps.priority = calloc(t->rows, sizeof *ps.priority);
		if (ps.priority == NULL)
			rc = tk_faults_memory(f);
	}
	for (row = 0; ps.priority != NULL && row < t->rows; row++)
		if (read_row(&ps, row, f) < 0)
			rc = -1;
	if (rc < 0) {
		tk_priorities_free(&ps);
		return -1;
	}
	ps.count = t->rows;
	if (ps.priority != NULL)
		qsort(ps.priority, ps.count, sizeof *ps.priority, by_rank);
	*out = ps;
	return 0;
}

void
tk_priorities_free(struct tk_priorities *ps)
{
	free(ps->priority);
	tk_table_free(&ps->table);
	*ps = (struct tk_priorities){0};
}

const struct tk_priority *
tk_priority_find(const struct tk_priorities *ps, const char *name)
{
	const struct tk_priority *p, *end = ps->priority + ps->count;

	if (*name == '\0')
		return NULL;
	for (p = ps->priority; p < end; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	for (p = ps->priority; p < end; p++)
		if (tk_text_fold_equal(p->name, name))
			return p;
	for (p = ps->priority; p < end; p++)
		if (tk_text_fold_equal(p->label, name) ||
		    tk_text_fold_equal(p->english, name))
			return p;
	return NULL;
}

const struct tk_priority *
tk_priority_ranked(const struct tk_priorities *ps, int rank)
{
	size_t i;

	for (i = 0; i < ps->count; i++)
		if (ps->priority[i].rank == rank)
			return &ps->priority[i];
	return NULL;
}

const struct tk_priority *
tk_priority_lowest(const struct tk_priorities *ps)
{
	return ps->count > 0 ? &ps->priority[ps->count - 1] : NULL;
}

void
tk_priorities_list(const struct tk_priorities *ps, struct tk_buf *b)
{
	size_t i;

	for (i = 0; i < ps->count; i++)
		tk_buf_printf(b, "%s%s", i > 0 ? ", " : "",
		    ps->priority[i].name);
}
