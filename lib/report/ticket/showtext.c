/* showtext.c - a ticket as text: what it is, was and needs. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "show.h"
#include "steps.h"
#include "report/format/words.h"

/* "  in 40m", "  +2h05m late". */
static void
put_left(struct tk_buf *b, int64_t due, int late, int64_t now)
{
	char word[TK_WORD_SIZE];

	if (late)
		tk_buf_printf(b, "+%s late", tk_word_span(word, now - due));
	else
		tk_buf_printf(b, "in %s", tk_word_span(word, due - now));
}

/* Words of the head line; nothing for what is not set. */
static void
put_word(struct tk_buf *b, const char *s)
{
	if (s == NULL)
		return;
	tk_buf_puts(b, "  ");
	tk_text_fit(b, s, SIZE_MAX, TK_FIT_BARE);
}

static void
put_head(struct tk_show *s)
{
	const struct tk_view *v = &s->view;
	const struct tk_zone *zone = s->scope.rules->zone;
	struct tk_buf *b = &s->out;
	char word[TK_WORD_SIZE];

	tk_buf_puts(b, s->color ? "\033[1m" : "");
	tk_buf_puts(b, v->number);
	put_word(b, v->shown[TK_SUBJECT]);
	tk_buf_printf(b, "%s\n%s %s", s->color ? "\033[m" : "",
	    tk_status_name(v->status), tk_scope_status(&s->scope, v->status));
	put_word(b, v->shown[TK_PRIORITY_FIELD]);
	put_word(b, v->shown[TK_CATEGORY_FIELD]);
	if (v->shown[TK_ASSIGNEE] != NULL) {
		tk_buf_puts(b, "  → ");
		tk_text_fit(b, tk_scope_person(&s->scope,
		    v->shown[TK_ASSIGNEE]), SIZE_MAX, TK_FIT_BARE);
	}
	tk_buf_printf(b, "\ncreated %s", tk_word_date(word, v->created, zone));
	if (v->closed != TK_UNSET)
		tk_buf_printf(b, "  closed %s", tk_word_date(word, v->closed,
		    zone));
	if (v->due != TK_UNSET) {
		tk_buf_printf(b, "  %s due %s ", v->next_clock,
		    tk_word_date(word, v->due, zone));
		tk_buf_puts(b, !s->color ? "" : v->overdue != TK_UNSET ?
		    "\033[31m" : "");
		put_left(b, v->due, v->overdue != TK_UNSET, s->scope.now);
		tk_buf_puts(b, s->color && v->overdue != TK_UNSET ? "\033[m" :
		    "");
	} else if (v->paused) {
		tk_buf_puts(b, "  its clocks are paused");
	}
	tk_buf_putc(b, '\n');
}

/* ---- fields ---------------------------------------------------------- */

static int
shown_as_field(const struct tk_show *s, unsigned field)
{
	const struct tk_viewer *v = &s->viewer;

	if (field == TK_ID || field == TK_STATUS ||
	    (int)field == s->scope.field[TK_SUBJECT] ||
	    tk_ticket_fold(&v->ticket, field) == TK_FOLD_LOG)
		return 0;
	if (tk_ticket_fold(&v->ticket, field) == TK_FOLD_SET)
		return tk_state_next(&v->state, &v->ticket, field, 0) != 0;
	return tk_state_row(&v->state, &v->ticket, field) != NULL;
}

static void
put_members(struct tk_show *s, unsigned field, size_t column)
{
	const struct tk_viewer *v = &s->viewer;
	const char *sep = "";
	unsigned n = 0;

	while ((n = tk_state_next(&v->state, &v->ticket, field, n)) != 0) {
		tk_buf_puts(&s->out, sep);
		tk_show_value(&s->out, s, field, v->ticket.row[n - 1].value,
		    column);
		sep = ", ";
	}
}

static void
put_fields(struct tk_show *s)
{
	const struct tk_viewer *v = &s->viewer;
	size_t width = 0, w;
	unsigned f;

	for (f = 0; f < v->ticket.fields; f++) {
		if (!shown_as_field(s, f))
			continue;
		w = tk_text_width(tk_scope_label(&s->scope, &v->ticket, f));
		if (w > width)
			width = w;
	}
	if (width > 0)
		tk_buf_putc(&s->out, '\n');
	for (f = 0; f < v->ticket.fields; f++) {
		if (!shown_as_field(s, f))
			continue;
		tk_text_fit(&s->out, tk_scope_label(&s->scope, &v->ticket, f),
		    width, 0);
		tk_buf_puts(&s->out, "  ");
		if (tk_ticket_fold(&v->ticket, f) == TK_FOLD_SET)
			put_members(s, f, width + 2);
		else
			tk_show_value(&s->out, s, f, tk_state_value(&v->state,
			    &v->ticket, f), width + 2);
		tk_buf_putc(&s->out, '\n');
	}
}

/* ---- clocks ---------------------------------------------------------- */

static void
put_clock(struct tk_show *s, const struct tk_clock *c, size_t width)
{
	struct tk_buf *b = &s->out;
	char name[128], word[TK_WORD_SIZE];
	size_t from;

	snprintf(name, sizeof name, c->cycle > 1 ? "%s %u" : "%s", c->name,
	    c->cycle);
	tk_buf_puts(b, "  ");
	tk_text_fit(b, name, width, 0);
	tk_buf_printf(b, "  %-9s  %6s", tk_verdict_name(c->verdict),
	    tk_word_open(word, c->elapsed));
	tk_buf_printf(b, " of %-6s  ", tk_word_open(word, c->limit));
	from = b->len;
	if (c->due != TK_UNSET)
		tk_buf_printf(b, "due %s", tk_word_time(word, c->due,
		    s->scope.rules->zone, s->scope.now));
	else
		tk_buf_puts(b, "no due while paused");
	if (c->due != TK_UNSET && !c->ended) {
		tk_buf_putc(b, ' ');
		put_left(b, c->due, c->verdict == TK_BREACHED, s->scope.now);
	}
	tk_buf_printf(b, "%*s  %s\n", b->len - from < 28 ?
	    (int)(28 - (b->len - from)) : 0, "", c->calendar);
}

static void
put_clocks(struct tk_show *s)
{
	const struct tk_clock_list *list = &s->viewer.clocks;
	size_t i, w, width = 0;

	if (list->count == 0)
		return;
	for (i = 0; i < list->count; i++) {
		w = tk_text_width(list->clock[i].name) +
		    (list->clock[i].cycle > 1 ? 2 : 0);
		if (w > width)
			width = w;
	}
	tk_buf_puts(&s->out, "\nclocks\n");
	for (i = 0; i < list->count; i++)
		put_clock(s, &list->clock[i], width);
}

/* ---- attachments ----------------------------------------------------- */

static void
put_files(struct tk_show *s)
{
	const struct tk_ticket *t = &s->viewer.ticket;
	const struct tk_row *r;
	int file = tk_scope_field(&s->scope, "file"), any = 0;
	unsigned i;

	for (i = 0; i < t->rows; i++) {
		r = &t->row[i];
		if ((r->flags & TK_ROW_OUT) != 0 || r->len == 0 ||
		    (r->qualifier == NULL ? (int)r->field != file :
		    strcmp(r->qualifier, "file") != 0))
			continue;
		if (!any)
			tk_buf_puts(&s->out, "\nattachments\n");
		any = 1;
		tk_buf_printf(&s->out, "  files/%s/", s->viewer.number);
		tk_show_lines(&s->out, r->value, 2);
		tk_buf_printf(&s->out, "  row %u\n", r->head > 0 ? r->head :
		    i + 1);
	}
}

int
tk_show_text(struct tk_show *s, struct tk_error *err)
{
	put_head(s);
	put_fields(s);
	tk_buf_puts(&s->out, "\nlog\n");
	tk_show_log(s);
	put_clocks(s);
	put_files(s);
	tk_show_faults(s);
	return tk_steps_put(s, err);
}
