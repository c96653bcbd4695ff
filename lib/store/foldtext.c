#include "foldtext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
put_value(struct tk_buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '\\':
			tk_buf_puts(b, "\\\\");
			break;
		case '\n':
			tk_buf_puts(b, "\\n");
			break;
		case '\t':
			tk_buf_puts(b, "\\t");
			break;
		default:
			tk_buf_putc(b, *s);
		}
	tk_buf_putc(b, '\n');
}

/* Is there an equal qualifier of the same head below row i? */
static int
repeated(const struct tk_ticket *t, unsigned i, unsigned head)
{
	const struct tk_row *r = &t->row[i - 1], *q;
	unsigned j;

	for (j = i + 1; j < head; j++) {
		q = &t->row[j - 1];
		if (q->qualifier != NULL && q->head == head &&
		    (q->flags & TK_ROW_BAD_AT) == 0 &&
		    strcmp(q->qualifier, r->qualifier) == 0)
			return 1;
	}
	return 0;
}

static void
put_qualifiers(struct tk_buf *b, const struct tk_ticket *t, unsigned head,
    const char *name)
{
	const struct tk_row *r;
	unsigned i;

	for (i = 1; i < head; i++) {
		r = &t->row[i - 1];
		if (r->qualifier == NULL || r->head != head || r->len == 0 ||
		    (r->flags & (TK_ROW_BAD_AT | TK_ROW_VOID)) != 0 ||
		    repeated(t, i, head))
			continue;
		tk_buf_printf(b, "%s.%s = ", name, r->qualifier);
		put_value(b, r->value);
	}
}

static void
put_head(struct tk_buf *b, const struct tk_ticket *t, unsigned number,
    const char *name)
{
	tk_buf_printf(b, "%s = ", name);
	put_value(b, t->row[number - 1].value);
	put_qualifiers(b, t, number, name);
}

static void
put_field(struct tk_buf *b, const struct tk_ticket *t,
    const struct tk_state *s, unsigned field)
{
	const char *name = tk_ticket_field_name(t, field);
	enum tk_fold fold = tk_ticket_fold(t, field);
	const struct tk_row *r;
	char numbered[300];
	unsigned n = 0, count = 0;

	if (fold == TK_FOLD_ONE) {
		r = tk_state_row(s, t, field);
		if (r != NULL)
			put_head(b, t, (unsigned)(r - t->row) + 1, name);
		return;
	}
	while ((n = tk_state_next(s, t, field, n)) != 0) {
		if (fold == TK_FOLD_LOG)
			snprintf(numbered, sizeof numbered, "%s[%u]", name,
			    ++count);
		else
			snprintf(numbered, sizeof numbered, "%s+", name);
		put_head(b, t, n, numbered);
	}
}

const char *
tk_row_report(const struct tk_row *r)
{
	static const struct {
		unsigned flag;
		const char *word;
	} words[] = {
		{TK_ROW_DAMAGED, "damaged"}, {TK_ROW_ORPHAN, "orphan"},
		{TK_ROW_VOID, "void"}, {TK_ROW_BAD_VOID, "bad-void"},
		{TK_ROW_BAD_AT, "bad-at"}, {TK_ROW_SECOND_ID, "second-id"},
		{TK_ROW_BAD_STATUS, "bad-status"},
	};
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if ((r->flags & words[i].flag) != 0)
			return words[i].word;
	return NULL;
}

struct named {
	const char *name;
	unsigned field;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name,
	    ((const struct named *)b)->name);
}

int
tk_fold_text(struct tk_buf *b, const struct tk_ticket *t,
    const struct tk_state *s, const struct tk_zone *zone,
    struct tk_error *err)
{
	int64_t created = tk_ticket_created(t);
	struct named *order;
	char time[TK_TIME_SIZE];
	const struct tk_row *r;
	unsigned i;

	order = calloc(t->fields + 1, sizeof *order);
	if (order == NULL)
		return tk_error_memory(err);
	tk_buf_printf(b, "created = %s\nstatus = %s\n", created == TK_UNSET ?
	    "?" : tk_time_format(time, created, zone),
	    tk_status_name(tk_state_status(s, t)));
	r = tk_state_row(s, t, TK_STATUS);
	if (r != NULL)
		put_qualifiers(b, t, (unsigned)(r - t->row) + 1, "status");
	for (i = 0; i < t->fields; i++) {
		order[i].name = tk_ticket_field_name(t, i);
		order[i].field = i;
	}
	qsort(order, t->fields, sizeof *order, by_name);
	for (i = 0; i < t->fields; i++)
		if (order[i].field != TK_STATUS)
			put_field(b, t, s, order[i].field);
	for (i = 0; i < t->rows; i++)
		if (tk_row_report(&t->row[i]) != NULL)
			tk_buf_printf(b, "~ row %u %s\n", i + 1,
			    tk_row_report(&t->row[i]));
	if (t->tail > 0)
		tk_buf_printf(b, "~ tail %zu bytes\n", t->tail);
	free(order);
	return tk_buf_check(b, err);
}
