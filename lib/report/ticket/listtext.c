/* listtext.c - a list as aligned text, and as CSV. */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "report/format/cell.h"
#include "list.h"
#include "report/format/mask.h"
#include "object.h"
#include "report/format/words.h"

#define LEAST_SUBJECT 20	/* columns, however narrow the terminal */
#define SOON 3600		/* due within: a colour */
#define RED 31
#define YELLOW 33

static const struct {
	const char *title;
	size_t most;		/* columns */
} columns[TK_LIST_COLUMNS] = {
	{"# id", SIZE_MAX}, {"status", 10}, {"priority", 10},
	{"due", SIZE_MAX}, {"assignee", 14}, {"category", 26},
	{"customer", 14}, {"subject", SIZE_MAX},
};
enum {
	ID, STATUS, PRIORITY, DUE, ASSIGNEE, CATEGORY, CUSTOMER, SUBJECT
};

/* ---- a thread's part ------------------------------------------------- */

/* A text of the ticket as the list may show it. */
static const char *
masked(const struct tk_list *list, struct tk_list_part *p, const char *s)
{
	if (s == NULL || list->query.unmask)
		return s;
	tk_buf_clear(&p->masked);
	tk_mask_text(&p->masked, s, strlen(s));
	p->text.failed |= p->masked.failed;
	return p->masked.data == NULL ? "" : p->masked.data;
}

/* "+2h05m late", "11-20 15:00", "paused". */
static const char *
due_word(const struct tk_list *list, const struct tk_view *v,
    char buf[2 * TK_WORD_SIZE])
{
	char span[TK_WORD_SIZE];

	if (v->overdue != TK_UNSET)
		snprintf(buf, 2 * TK_WORD_SIZE, "+%s late",
		    tk_word_span(span, v->overdue));
	else if (v->paused)
		strcpy(buf, "paused");
	else
		tk_word_time(buf, v->due, list->scope.rules->zone,
		    list->scope.now);
	return buf;
}

static const char *
cell(const struct tk_list *list, const struct tk_view *v, int column,
    char buf[2 * TK_WORD_SIZE])
{
	switch (column) {
	case ID:
		return v->number;
	case STATUS:
		return tk_scope_status(&list->scope, v->status);
	case PRIORITY:
		return v->shown[TK_PRIORITY_FIELD];
	case DUE:
		return due_word(list, v, buf);
	case ASSIGNEE:
		return tk_scope_person(&list->scope, v->shown[TK_ASSIGNEE]);
	case CATEGORY:
		return v->shown[TK_CATEGORY_FIELD];
	case CUSTOMER:
		return v->shown[TK_CUSTOMER];
	default:
		return v->shown[TK_SUBJECT];
	}
}

/* Red what is late, yellow what soon will be. */
static int
shade(const struct tk_list *list, const struct tk_view *v)
{
	if (!list->query.color || v->due == TK_UNSET)
		return 0;
	if (v->overdue != TK_UNSET)
		return RED;
	return v->due - list->scope.now <= SOON ? YELLOW : 0;
}

static void
render_cells(const struct tk_list *list, struct tk_list_part *p,
    struct tk_list_row *r, const struct tk_view *v)
{
	char buf[2 * TK_WORD_SIZE];
	const char *s;
	size_t from, width;
	int c;

	for (c = 0; c < TK_LIST_COLUMNS; c++) {
		s = cell(list, v, c, buf);
		if (c >= ASSIGNEE)
			s = masked(list, p, s);
		from = p->text.len;
		tk_text_fit(&p->text, s == NULL ? "-" : s, columns[c].most,
		    TK_FIT_BARE);
		if (p->text.failed)
			return;
		width = tk_text_width(p->text.data + from);
		r->cell[c].len = (uint32_t)(p->text.len - from);
		r->cell[c].width = (uint32_t)width;
		if (width > p->width[c])
			p->width[c] = width;
	}
	r->shade = shade(list, v);
}

static void
put_cell(const struct tk_list *list, struct tk_list_part *p, const char *s,
    char end)
{
	if (s != NULL)
		tk_cell_put(&p->text, s, strlen(s), list->query.bom);
	tk_buf_putc(&p->text, end);
}

static void
put_time(const struct tk_list *list, struct tk_list_part *p, int64_t t)
{
	char time[TK_TIME_SIZE];

	put_cell(list, p, t == TK_UNSET ? NULL : tk_time_format(time, t,
	    list->scope.rules->zone), ',');
}

static void
render_csv(const struct tk_list *list, struct tk_list_part *p,
    const struct tk_view *v)
{
	char overdue[24];
	int i;

	put_cell(list, p, v->number, ',');
	put_cell(list, p, tk_status_name(v->status), ',');
	for (i = 0; i < TK_SHOWN; i++)
		put_cell(list, p, masked(list, p, v->shown[i]), ',');
	put_time(list, p, v->created);
	put_time(list, p, v->closed);
	put_time(list, p, v->due);
	put_cell(list, p, v->next_clock, ',');
	snprintf(overdue, sizeof overdue, "%lld", (long long)v->overdue);
	put_cell(list, p, v->overdue == TK_UNSET ? NULL : overdue,
	    '\n');
}

void
tk_list_render(const struct tk_list *list, struct tk_list_part *p,
    struct tk_list_row *r, const struct tk_viewer *viewer,
    const struct tk_view *v)
{
	switch (list->query.format) {
	case TK_FORMAT_TEXT:
		render_cells(list, p, r, v);
		return;
	case TK_FORMAT_CSV:
		render_csv(list, p, v);
		return;
	default:
		tk_object_put(&p->text, viewer, v, !list->query.unmask);
		tk_buf_putc(&p->text, '\n');
	}
}

/* ---- the whole ------------------------------------------------------- */

/* Columns as wide as their widest cell; the subject takes what is left. */
void
tk_list_measure(struct tk_list *list)
{
	size_t i, used = 0, most = list->query.columns;
	int c;

	for (c = 0; c < SUBJECT; c++) {
		list->width[c] = strlen(columns[c].title);
		for (i = 0; i < TK_SWEEP_THREADS; i++)
			if (list->part[i].width[c] > list->width[c])
				list->width[c] = list->part[i].width[c];
		used += list->width[c] + 2;
	}
	list->width[SUBJECT] = most == 0 ? SIZE_MAX :
	    most < used + LEAST_SUBJECT ? LEAST_SUBJECT : most - used;
}

void
tk_list_put_heading(struct tk_list *list)
{
	int c;

	if (list->query.format == TK_FORMAT_CSV)
		tk_buf_printf(&list->out, "%sid,status,subject,category,"
		    "priority,team,assignee,channel,customer,created,closed,"
		    "due,next_clock,overdue\n",
		    list->query.bom ? TK_CELL_BOM : "");
	if (list->query.format != TK_FORMAT_TEXT || list->rows == 0)
		return;
	for (c = 0; c < SUBJECT; c++) {
		tk_text_fit(&list->out, columns[c].title, list->width[c], 0);
		tk_buf_puts(&list->out, "  ");
	}
	tk_buf_printf(&list->out, "%s\n", columns[SUBJECT].title);
}

static void
put_text_row(struct tk_list *list, const struct tk_list_row *r)
{
	const char *s = list->part[r->worker].text.data + r->at;
	struct tk_buf *b = &list->out;
	size_t pad;
	int c;

	for (c = 0; c < SUBJECT; s += r->cell[c].len, c++) {
		if (c == DUE && r->shade != 0)
			tk_buf_printf(b, "\033[%dm", r->shade);
		tk_buf_add(b, s, r->cell[c].len);
		if (c == DUE && r->shade != 0)
			tk_buf_puts(b, "\033[m");
		pad = list->width[c] - r->cell[c].width + 2;
		if (tk_buf_reserve(b, pad) < 0)
			return;
		memset(b->data + b->len, ' ', pad);
		b->len += pad;
	}
	if (r->cell[c].width <= list->width[c]) {
		tk_buf_add(b, s, r->cell[c].len);
	} else {
		tk_buf_clear(&list->part[r->worker].masked);
		tk_buf_add(&list->part[r->worker].masked, s, r->cell[c].len);
		tk_text_fit(b, list->part[r->worker].masked.data,
		    list->width[c], TK_FIT_BARE);
	}
	tk_buf_putc(b, '\n');
}

void
tk_list_put_row(struct tk_list *list, const struct tk_list_row *r)
{
	if (list->query.format == TK_FORMAT_TEXT)
		put_text_row(list, r);
	else
		tk_buf_add(&list->out, list->part[r->worker].text.data +
		    r->at, r->len);
}
