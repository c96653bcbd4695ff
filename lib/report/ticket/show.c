#include "show.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/scan.h"
#include "object.h"
#include "report/format/page.h"
#include "showmail.h"
#include "report/format/words.h"

static int
is_page(enum tk_format format)
{
	return format == TK_FORMAT_HTML || format == TK_FORMAT_POSTMORTEM_HTML;
}

static int
is_mail(enum tk_format format)
{
	return format == TK_FORMAT_MAIL || format == TK_FORMAT_MBOX;
}

int
tk_show_open(struct tk_show **out, struct tk_session *session,
    const struct tk_query *query, struct tk_error *fault,
    struct tk_error *err)
{
	unsigned parts = query->format == TK_FORMAT_TEXT ?
	    TK_RULES_FLOW | TK_RULES_TEXTS : 0;
	struct tk_show *s = calloc(1, sizeof *s);

	if (s == NULL)
		return tk_error_memory(err);
	s->format = query->format;
	s->color = query->color;
	if (tk_scope_open(&s->scope, session, tk_session_now(session), parts,
	    fault, err) < 0) {
		tk_show_close(s);
		return -1;
	}
	s->viewer.scope = &s->scope;
	if (is_mail(s->format) && tk_mail_ready(&s->scope, err) < 0) {
		tk_show_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

void
tk_show_close(struct tk_show *s)
{
	if (s == NULL)
		return;
	tk_viewer_free(&s->viewer);
	tk_buf_free(&s->out);
	tk_scope_close(&s->scope);
	free(s);
}

/* ---- helpers of the formats ------------------------------------------ */

void
tk_show_lines(struct tk_buf *b, const char *s, size_t column)
{
	size_t from = b->len, i;
	struct tk_buf safe = TK_BUF_INIT;

	tk_text_safe(&safe, s);
	while (safe.len > 0 && safe.data[safe.len - 1] == '\n')
		safe.len--;
	for (i = 0; i < safe.len; i++) {
		tk_buf_putc(b, safe.data[i]);
		if (safe.data[i] == '\n')
			tk_buf_printf(b, "%*s", (int)column, "");
	}
	b->failed |= safe.failed;
	if (b->failed)
		b->len = from;
	tk_buf_free(&safe);
}

static void
put_times(struct tk_buf *b, const struct tk_show *s, const char *value)
{
	const char *dots = strstr(value, "..");
	size_t n = dots == NULL ? strlen(value) : (size_t)(dots - value);
	char word[TK_WORD_SIZE];
	int64_t from, to;

	if (tk_time_parse(value, n, &from) < 0 || (dots != NULL &&
	    tk_time_parse(dots + 2, strlen(dots + 2), &to) < 0)) {
		tk_text_safe(b, value);
		return;
	}
	tk_buf_puts(b, tk_word_date(word, from, s->scope.rules->zone));
	if (dots != NULL)
		tk_buf_printf(b, "..%s", tk_word_date(word, to,
		    s->scope.rules->zone));
}

void
tk_show_value(struct tk_buf *b, const struct tk_show *s, unsigned field,
    const char *value, size_t column)
{
	enum tk_type type = s->scope.own != NULL ||
	    field >= s->scope.schema->count ? TK_TEXT :
	    s->scope.rules->fields.rule[field].type;
	const char *name;

	if (type == TK_PERSON) {
		name = tk_scope_person(&s->scope, value);
		tk_text_safe(b, name);
		if (name != value) {
			tk_buf_puts(b, " (");
			tk_text_safe(b, value);
			tk_buf_putc(b, ')');
		}
	} else if (field == TK_STATUS && tk_status_find(value) >= 0) {
		tk_buf_puts(b, tk_scope_status(&s->scope,
		    (enum tk_status)tk_status_find(value)));
	} else if (strchr(value, 'T') != NULL && strchr(value, ':') != NULL &&
	    value[strspn(value, "0123456789-:.+TZ")] == '\0') {
		put_times(b, s, value);
	} else {
		tk_show_lines(b, value, column);
	}
}

const char *
tk_row_fault(const struct tk_row *r)
{
	if ((r->flags & TK_ROW_DAMAGED) != 0)
		return "damaged";
	if ((r->flags & TK_ROW_VOID) != 0)
		return NULL;
	if ((r->flags & TK_ROW_ORPHAN) != 0)
		return "a qualifier without its head";
	if ((r->flags & TK_ROW_BAD_VOID) != 0)
		return "names no row that can be taken out";
	if ((r->flags & TK_ROW_BAD_AT) != 0)
		return "neither a time nor a span";
	if ((r->flags & TK_ROW_SECOND_ID) != 0)
		return "a second id";
	if ((r->flags & TK_ROW_BAD_STATUS) != 0)
		return "no such status";
	return NULL;
}

/* ---- formats --------------------------------------------------------- */

/* The rows as they stand in the file: the bytes behind its heading. */
static int
show_csv(struct tk_show *s, struct tk_error *err)
{
	struct tk_viewer *v = &s->viewer;
	enum tk_csv_kind kind;
	struct tk_csv csv = {0};
	size_t from = 0;
	int rc = 0;

	if (s->shown == 0)
		tk_buf_puts(&s->out, TK_TICKET_HEADER);
	if (v->data.len == 0)
		return 0;
	if (!v->ticket.headless) {
		rc = tk_csv_open(&csv, v->data.data, v->data.len, NULL, err);
		if (rc == 0)
			rc = tk_csv_next(&csv, &kind, err);
		from = csv.pos;
		tk_csv_free(&csv);
	}
	if (rc == 0 && v->ticket.complete > from)
		tk_buf_add(&s->out, v->data.data + from,
		    v->ticket.complete - from);
	return rc;
}

/* What text shows on its own, others tell on standard error. */
static void
warn(struct tk_show *s)
{
	const struct tk_ticket *t = &s->viewer.ticket;
	const char *why;
	unsigned i;

	for (i = 0; i < t->rows; i++) {
		why = tk_row_fault(&t->row[i]);
		if (why != NULL)
			tk_session_warn(s->scope.session, "%s: row %u: %s",
			    s->viewer.number, i + 1, why);
	}
}

/* A due time in a year whose holidays nobody has entered yet may be wrong. */
static void
warn_of_beyond(struct tk_show *s)
{
	const struct tk_clock *c = tk_viewer_beyond(&s->viewer);
	char time[TK_TIME_SIZE];

	if (c != NULL)
		tk_session_warn(s->scope.session, "%s: %s is due %s, in a "
		    "year without a row in rules/holidays.csv; enter its "
		    "holidays (tk-rules(5))", s->viewer.number, c->name,
		    tk_time_format(time, c->due, s->scope.rules->zone));
}

static int
write_ticket(struct tk_show *s, struct tk_error *err)
{
	struct tk_buf *b = &s->out;

	if (s->format != TK_FORMAT_TEXT)
		warn(s);
	switch (s->format) {
	case TK_FORMAT_CSV:
		return show_csv(s, err);
	case TK_FORMAT_MAIL:
	case TK_FORMAT_MBOX:
		return tk_show_mail(s, err);
	case TK_FORMAT_JSON:
		tk_object_put(b, &s->viewer, &s->view, 0);
		tk_buf_putc(b, '\n');
		return 0;
	default:
		break;
	}
	if (is_page(s->format) && s->shown == 0)
		tk_page_begin(b, "zh-CN", s->format == TK_FORMAT_HTML ?
		    "客户服务流程执行表" : "问题复盘报告");
	else if (s->shown > 0)
		tk_buf_putc(b, '\n');
	if (s->format == TK_FORMAT_FORM || s->format == TK_FORMAT_HTML)
		tk_show_form(s, is_page(s->format));
	else if (s->format == TK_FORMAT_POSTMORTEM ||
	    s->format == TK_FORMAT_POSTMORTEM_HTML)
		return tk_show_postmortem(s, is_page(s->format), err);
	else if (s->format == TK_FORMAT_CLOCKS)
		tk_show_clocks(s);
	else
		return tk_show_text(s, err);
	return 0;
}

int
tk_show_ticket(struct tk_show *s, const char *word, const char **text,
    size_t *len, struct tk_error *err)
{
	const struct tk_store *store = s->scope.session->store;
	char number[TK_NUMBER_SIZE];

	tk_buf_clear(&s->out);
	if (tk_store_resolve(store, word, 1, number, err) < 0 ||
	    tk_store_read(store, number, &s->viewer.data, NULL, err) < 0 ||
	    tk_viewer_take(&s->viewer, number, err) < 0)
		return -1;
	tk_viewer_walk(&s->viewer, TK_CLOCK_SPANS);
	tk_viewer_view(&s->viewer, &s->view);
	if (write_ticket(s, err) < 0 || tk_buf_check(&s->out, err) < 0)
		return -1;
	s->shown++;
	if (!is_mail(s->format))
		warn_of_beyond(s);
	*text = s->out.data == NULL ? "" : s->out.data;
	*len = s->out.len;
	if (s->viewer.fault.code == TK_OK)
		return 0;
	tk_session_warn(s->scope.session, "%s", s->viewer.fault.message);
	s->viewer.fault.code = TK_OK;
	return 0;
}

int
tk_show_end(struct tk_show *s, const char **text, size_t *len,
    struct tk_error *err)
{
	tk_buf_clear(&s->out);
	if (is_page(s->format) && s->shown > 0)
		tk_page_end(&s->out);
	if (tk_buf_check(&s->out, err) < 0)
		return -1;
	*text = s->out.len == 0 ? "" : s->out.data;
	*len = s->out.len;
	return 0;
}
