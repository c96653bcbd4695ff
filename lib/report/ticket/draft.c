#include "draft.h"

#include <string.h>

#include "base/text.h"
#include "object.h"
#include "report/format/page.h"
#include "report/format/words.h"

/* ---- headings and items ---------------------------------------------- */

void
tk_draft_end(struct tk_draft *d)
{
	tk_buf_puts(&d->show->out, d->listing ? "</ul>\n" : "");
	d->listing = 0;
}

void
tk_draft_heading(struct tk_draft *d, const char *text)
{
	struct tk_buf *b = &d->show->out;

	tk_draft_end(d);
	if (d->html)
		tk_page_element(b, "h2", NULL, text);
	else
		tk_buf_printf(b, "\n## %s\n", text);
	tk_buf_putc(b, '\n');
}

/* Puts the line that was made as an item of a list. */
void
tk_draft_item(struct tk_draft *d)
{
	struct tk_buf *b = &d->show->out;

	tk_buf_puts(&d->line, "");
	if (d->line.failed) {
		b->failed = 1;
		return;
	}
	if (d->html) {
		tk_buf_puts(b, d->listing ? "" : "<ul>\n");
		tk_page_element(b, "li", "lines", d->line.data);
		d->listing = 1;
	} else {
		tk_buf_puts(b, "- ");
		tk_show_lines(b, d->line.data, 2);
	}
	tk_buf_putc(b, '\n');
	tk_buf_clear(&d->line);
}

/* A question that only people can answer. */
void
tk_draft_ask(struct tk_draft *d, const char *question)
{
	tk_buf_printf(&d->line, "%s\n答：" TK_BLANK, question);
	tk_draft_item(d);
}

/* ---- values ---------------------------------------------------------- */

const char *
tk_draft_value(const struct tk_draft *d, const char *field)
{
	return tk_viewer_value(&d->show->viewer, field);
}

/* Adds a value; it may go far, so contact details are masked. */
void
tk_draft_add(struct tk_draft *d, const char *field, const char *s)
{
	tk_buf_clear(&d->text);
	tk_object_mask(&d->text, &d->show->scope, field, s, strlen(s));
	tk_buf_puts(&d->text, "");
	d->line.failed |= d->text.failed;
	if (!d->text.failed)
		tk_show_value(&d->line, d->show, (unsigned)tk_scope_field(
		    &d->show->scope, field), d->text.data, 0);
}

void
tk_draft_time(struct tk_draft *d, int64_t t)
{
	char word[TK_WORD_SIZE];

	tk_buf_puts(&d->line, tk_word_date(word, t,
	    d->show->scope.rules->zone));
}

void
tk_draft_field(struct tk_draft *d, const char *label, const char *field)
{
	if (tk_draft_value(d, field) == NULL)
		return;
	tk_buf_printf(&d->line, "%s：", label);
	tk_draft_add(d, field, tk_draft_value(d, field));
	tk_draft_item(d);
}

/* A field that a review cannot do without. */
void
tk_draft_need(struct tk_draft *d, const char *label, const char *field)
{
	tk_draft_field(d, label, field);
	if (tk_draft_value(d, field) != NULL)
		return;
	tk_buf_printf(&d->line, "%s：" TK_BLANK, label);
	tk_draft_item(d);
}

/* The number of the row that decides a field, 0: none. */
unsigned
tk_draft_last(const struct tk_draft *d, const char *field)
{
	const struct tk_viewer *v = &d->show->viewer;
	int i = tk_scope_field(&d->show->scope, field);
	const struct tk_row *r = i < 0 ? NULL : tk_state_row(&v->state,
	    &v->ticket, (unsigned)i);

	return r == NULL ? 0 : (unsigned)(r - v->ticket.row) + 1;
}

/* The next row after `row` that counts and is of one of those fields; 0. */
unsigned
tk_draft_next(const struct tk_draft *d, const char *const *fields, unsigned row)
{
	const struct tk_ticket *t = &d->show->viewer.ticket;
	const char *const *f;

	for (; row < t->rows; row++) {
		if (t->row[row].qualifier != NULL || t->row[row].len == 0 ||
		    (t->row[row].flags & TK_ROW_OUT) != 0)
			continue;
		for (f = fields; *f != NULL; f++)
			if (strcmp(*f, t->row[row].name) == 0)
				return row + 1;
	}
	return 0;
}
