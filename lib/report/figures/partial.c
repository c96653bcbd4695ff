#include "partial.h"

#include <inttypes.h>
#include <string.h>

#include "base/csv.h"
#include "base/time.h"

#define RUNS 200	/* in a cell: a row stays one that people can read */

void
tk_partial_row(struct tk_partial *p, const char *what)
{
	if (p->text.len > 0) {
		tk_buf_putc(&p->text, '\n');
		p->rows++;
	}
	tk_buf_puts(&p->text, what);
}

/* An empty cell is no word; one that begins with "=" is what follows it. */
void
tk_partial_word(struct tk_partial *p, const char *word)
{
	struct tk_buf b = TK_BUF_INIT;

	tk_buf_putc(&p->text, ',');
	if (word == NULL)
		return;
	if (word[0] != '\0' && word[0] != '=') {
		tk_csv_put(&p->text, word, strlen(word));
		return;
	}
	tk_buf_putc(&b, '=');
	tk_buf_puts(&b, word);
	if (!b.failed)
		tk_csv_put(&p->text, b.data, b.len);
	p->text.failed |= b.failed;
	tk_buf_free(&b);
}

void
tk_partial_number(struct tk_partial *p, int64_t n)
{
	if (n == TK_UNSET)
		tk_buf_putc(&p->text, ',');
	else
		tk_buf_printf(&p->text, ",%" PRId64, n);
}

/* All of its digits, so that it is read as the same. */
void
tk_partial_figure(struct tk_partial *p, double figure)
{
	tk_buf_printf(&p->text, ",%.17g", figure);
}

void
tk_partial_numbers(struct tk_partial *p, struct tk_dist *d, size_t *i)
{
	const char *sep = ",";
	size_t run;
	int runs;

	tk_dist_sort(d);
	for (runs = 0; *i < d->n && runs < RUNS; runs++) {
		for (run = 1; *i + run < d->n && run < TK_PARTIAL_RUN &&
		    d->v[*i + run] == d->v[*i]; run++)
			;
		tk_buf_printf(&p->text, "%s%" PRId64, sep, d->v[*i]);
		if (run > 1)
			tk_buf_printf(&p->text, "x%zu", run);
		*i += run;
		sep = " ";
	}
}

void
tk_partial_append(struct tk_partial *to, const struct tk_partial *p)
{
	if (p->text.len > 0) {
		tk_buf_putc(&to->text, '\n');
		tk_buf_add(&to->text, p->text.data, p->text.len);
		to->rows += p->rows + 1;
	}
	to->text.failed |= p->text.failed;
}

void
tk_partial_end(struct tk_partial *p)
{
	size_t rows = p->rows;

	tk_partial_row(p, "end");
	tk_partial_number(p, (int64_t)rows);
	tk_buf_putc(&p->text, '\n');
}
