#include "outputs.h"

#include <stdio.h>
#include <string.h>

#include "report/format/words.h"

int
tk_output_within(const struct tk_found *f, int64_t t)
{
	const struct tk_period *p = &f->all->r->period;

	return t != TK_UNSET && t >= p->from && t < p->to;
}

const char *
tk_output_first(const struct tk_found *f, const char *field)
{
	unsigned row = 0;

	while ((row = tk_found_next(f, row)) != 0)
		if (strcmp(tk_found_row(f, row)->name, field) == 0)
			return tk_found_row(f, row)->value;
	return NULL;
}

void
tk_output_fields(struct tk_found *f, struct tk_entry *e,
    const unsigned char *column, size_t columns)
{
	const struct tk_entry_table *t = &f->all->table[0];

	for (; columns > 0; columns--, column++)
		tk_found_field(f, e, *column, t->column[*column].key);
}

static const struct tk_output *
find(const char *name)
{
	static const struct tk_output *const outputs[] = {
		&tk_output_records, &tk_output_sorting,
		&tk_output_assignments, &tk_output_progress,
		&tk_output_communication, &tk_output_archive,
		&tk_output_measures,
	};
	size_t i, last = sizeof outputs / sizeof *outputs - 1;

	for (i = 0; i < last; i++)
		if (strcmp(outputs[i]->table.name, name) == 0)
			break;
	return outputs[i];
}

static void
put_headline(struct tk_sheet *s, size_t rows, const char *noun)
{
	char from[TK_WORD_SIZE], to[TK_WORD_SIZE];

	if (s->from == TK_UNSET)
		snprintf(s->headline, sizeof s->headline, "%s: %zu %s%s",
		    s->name, rows, noun, rows == 1 ? "" : "s");
	else
		snprintf(s->headline, sizeof s->headline,
		    "%s %s: %zu %s%s, %s to %s", s->name, s->period, rows, noun,
		    rows == 1 ? "" : "s",
		    tk_word_date(from, s->from, s->zone),
		    tk_word_date(to, s->to - 1, s->zone));
}

int
tk_report_output(struct tk_reporter *r, struct tk_error *err)
{
	const struct tk_output *o = find(r->sheet.name);
	struct tk_entries all = {.r = r, .table = &o->table, .tables = 1,
	    .each = o->each};
	struct tk_grid *g;
	int rc;

	r->sheet.commented = 1;
	/* a ticket to which nothing was added since holds nothing of it */
	rc = tk_entries_collect(&all, 1, r->sheet.from, err);
	if (rc == 0) {
		g = tk_entries_put(&all, 0);
		rc = g == NULL ? tk_error_memory(err) : 0;
		if (g != NULL)
			g->tickets = 1;
		r->fine = all.count[0] == 0;
		put_headline(&r->sheet, all.count[0], o->noun);
	}
	tk_entries_free(&all);
	return rc;
}
