/* showlog.c - the rows of a ticket, numbered as void wants them. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "show.h"
#include "report/format/words.h"

/* Widths of the columns before the value. */
struct layout {
	size_t time, actor, label;
	size_t value;		/* the column where values begin */
};

static const char *
label(const struct tk_show *s, const struct tk_row *r)
{
	if ((r->flags & (TK_ROW_DAMAGED | TK_ROW_ORPHAN)) != 0)
		return r->name;
	return tk_scope_label(&s->scope, &s->viewer.ticket, r->field);
}

/* Qualifiers stand with their heads. */
static int
is_line(const struct tk_row *r)
{
	return r->qualifier == NULL || r->head == 0;
}

static void
widen(size_t *width, const char *s, size_t most)
{
	size_t w = tk_text_width(s);

	w = w > most ? most : w;
	if (w > *width)
		*width = w;
}

static struct layout
measure(const struct tk_show *s)
{
	const struct tk_ticket *t = &s->viewer.ticket;
	struct layout l = {0, 4, 4, 0};
	char word[TK_WORD_SIZE];
	unsigned i;

	for (i = 0; i < t->rows; i++) {
		if (!is_line(&t->row[i]))
			continue;
		widen(&l.time, tk_word_time(word, t->row[i].time,
		    s->scope.rules->zone, s->scope.now), TK_WORD_SIZE);
		widen(&l.actor, t->row[i].actor, 12);
		widen(&l.label, label(s, &t->row[i]), 16);
	}
	l.value = 4 + 2 + l.time + 2 + l.actor + 2 + l.label + 2;
	return l;
}

/* " (at 11-20 10:30; channel 电话)": what belongs to a head. */
static void
put_qualifiers(struct tk_show *s, unsigned number)
{
	const struct tk_ticket *t = &s->viewer.ticket;
	const struct tk_row *head = &t->row[number - 1], *r;
	const char *open = " (";
	unsigned i = number;

	while (i > 1 && t->row[i - 2].command == head->command)
		i--;
	for (; i < number; i++) {
		r = &t->row[i - 1];
		if (r->qualifier == NULL || r->head != number || r->len == 0)
			continue;
		tk_buf_puts(&s->out, open);
		tk_text_safe(&s->out, tk_scope_qualifier(&s->scope, r));
		tk_buf_putc(&s->out, ' ');
		tk_show_value(&s->out, s, (unsigned)-1, r->value, 6);
		open = "; ";
	}
	if (*open == ';')
		tk_buf_putc(&s->out, ')');
}

static void
put_value(struct tk_show *s, const struct tk_row *r, size_t column)
{
	int out = (r->flags & TK_ROW_VOID) != 0;

	if (out)
		tk_buf_puts(&s->out, s->color ? "\033[9m" : "~~");
	if ((r->flags & TK_ROW_DAMAGED) != 0 || r->qualifier != NULL)
		tk_show_lines(&s->out, r->value, column);
	else if (r->len == 0)
		tk_buf_putc(&s->out, '-');
	else
		tk_show_value(&s->out, s, r->field, r->value, column);
	if (out)
		tk_buf_puts(&s->out, s->color ? "\033[29m" : "~~");
}

static void
put_row(struct tk_show *s, const struct layout *l, unsigned number,
    int same_command)
{
	const struct tk_row *r = &s->viewer.ticket.row[number - 1];
	struct tk_buf *b = &s->out;
	char word[TK_WORD_SIZE];

	tk_buf_printf(b, "%4u  ", number);
	tk_text_fit(b, same_command ? "" : tk_word_time(word, r->time,
	    s->scope.rules->zone, s->scope.now), l->time, 0);
	tk_buf_puts(b, "  ");
	tk_text_fit(b, same_command ? "" : r->actor, l->actor, 0);
	tk_buf_puts(b, "  ");
	tk_text_fit(b, label(s, r), l->label, 0);
	tk_buf_puts(b, "  ");
	put_value(s, r, l->value);
	put_qualifiers(s, number);
	if (tk_row_fault(r) != NULL)
		tk_buf_printf(b, "  [%s]", tk_row_fault(r));
	tk_buf_putc(b, '\n');
}

void
tk_show_log(struct tk_show *s)
{
	const struct tk_ticket *t = &s->viewer.ticket;
	struct layout l = measure(s);
	unsigned i, command = 0;

	for (i = 0; i < t->rows; i++) {
		if (!is_line(&t->row[i]))
			continue;
		put_row(s, &l, i + 1, t->row[i].command == command);
		command = t->row[i].command;
	}
}

void
tk_show_faults(struct tk_show *s)
{
	const struct tk_ticket *t = &s->viewer.ticket;
	const struct tk_clock_list *list = &s->viewer.clocks;
	const char *id = tk_viewer_value(&s->viewer, "id");
	size_t from = s->out.len, head;
	unsigned i;
	size_t c;

	tk_buf_puts(&s->out, "\nwarnings\n");
	head = s->out.len;
	if (t->headless && t->rows > 0)
		tk_buf_puts(&s->out, "  the heading of the file is not "
		    "time,actor,field,value\n");
	if (id != NULL && strcmp(id, s->viewer.number) != 0) {
		tk_buf_puts(&s->out, "  its id row says ");
		tk_show_lines(&s->out, id, 4);
		tk_buf_putc(&s->out, '\n');
	}
	for (i = 0; i < t->rows; i++)
		if (tk_row_fault(&t->row[i]) != NULL)
			tk_buf_printf(&s->out, "  row %u: %s\n", i + 1,
			    tk_row_fault(&t->row[i]));
	for (c = 0; c < list->count; c++)
		if (list->clock[c].backwards)
			tk_buf_printf(&s->out, "  clock %s %u stopped before "
			    "it began and counts as 0s\n",
			    list->clock[c].name, list->clock[c].cycle);
	if (s->out.len == head && !s->out.failed) {
		s->out.len = from;
		s->out.data[from] = '\0';
	}
}
