#include "showmail.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mime.h"

#define MAX_ID 900		/* bytes of a Message-ID: a line holds 998 */
#define MAX_SUBJECT 200		/* characters */

int
tk_mail_ready(const struct tk_scope *s, struct tk_error *err)
{
	if (tk_rules_need(&s->session->rules, TK_RULES_SETTINGS |
	    TK_RULES_FIELDS | TK_RULES_TEXTS, err) < 0)
		return -1;
	if (s->rules->settings.mail_from[0] == '\0')
		return tk_error_set(err, TK_BAD, "rules/settings.csv does not "
		    "say who mail is from; add a row like mail.from,客户服务 "
		    "<kefu@example.com>");
	return 0;
}

/* ---- what it says ---------------------------------------------------- */

/* The last row of that log that counts; 1, 0: there is none, -1: the
 * customer may not read it. */
static int
last_row(struct tk_answer *a, const char *name, struct tk_error *err)
{
	const struct tk_viewer *v = &a->show->viewer;
	int field = tk_scope_field(&a->show->scope, name);
	const struct tk_row *r = field < 0 ? NULL : tk_state_row(&v->state,
	    &v->ticket, (unsigned)field);

	if (r == NULL)
		return 0;
	if (!a->show->scope.rules->fields.rule[field].public)
		return tk_error_set(err, TK_REFUSED, "%s: its last %s may not "
		    "reach the customer: rules/fields.csv does not say that "
		    "it is public", v->number, name);
	a->row = r;
	a->upto = (unsigned)(r - v->ticket.row) + 1;
	tk_buf_add(&a->text, r->value, r->len);
	return 1;
}

/* Which of the rows of its log it is, with those that were taken out. */
static unsigned
ordinal(const struct tk_ticket *t, const struct tk_row *row)
{
	const struct tk_row *r;
	unsigned n = 0;

	for (r = t->row; r <= row; r++)
		n += r->field == row->field && r->qualifier == NULL &&
		    r->len > 0 && (r->flags & TK_ROW_DAMAGED) == 0;
	return n;
}

static int
choose(struct tk_answer *a, struct tk_error *err)
{
	const struct tk_viewer *v = &a->show->viewer;
	const struct tk_ticket *t = &v->ticket;
	int found = last_row(a, "reply", err);

	if (found > 0 && tk_ticket_qualifier(t, a->upto, "message_id") != NULL)
		return tk_error_set(err, TK_REFUSED, "%s: its last reply was "
		    "a mail itself; write another one with 'tk-note -k reply "
		    "-m TEXT %s'", v->number, v->number);
	if (found > 0)
		a->ordinal = ordinal(t, a->row);
	if (found == 0)
		found = last_row(a, "ack", err);
	if (found != 0)
		return found < 0 ? -1 : 0;
	a->row = tk_state_row(&v->state, t, TK_ID);
	if (a->row == NULL)
		return tk_error_set(err, TK_BAD, "%s: it has no row id any "
		    "more; look at it with 'tk-check %s'", v->number,
		    v->number);
	a->upto = (unsigned)(a->row - t->row) + 1;
	while (a->upto < t->rows &&
	    t->row[a->upto].command == a->row->command)
		a->upto++;
	return tk_answer_ack(a->show, a->row, &a->text, err);
}

/* ---- what it answers ----------------------------------------------------- */

/* Keeps the first and the last ones. */
static void
add_reference(struct tk_answer *a, const char *id)
{
	size_t len, i, n = TK_ANSWER_REFERENCES - 1;

	id += strspn(id, " <");
	len = strcspn(id, " <>");
	for (i = 0; i < len; i++)
		if (id[i] < '!' || id[i] > '~')
			return;
	if (len == 0 || len > MAX_ID ||
	    id[len + strspn(id + len, " >")] != '\0')
		return;
	for (i = 0; i < a->references; i++)
		if (a->reference_len[i] == len &&
		    memcmp(a->reference[i], id, len) == 0)
			return;
	if (a->references > n) {
		memmove(a->reference + 1, a->reference + 2,
		    (n - 1) * sizeof *a->reference);
		memmove(a->reference_len + 1, a->reference_len + 2,
		    (n - 1) * sizeof *a->reference_len);
		a->references = n;
	}
	a->reference[a->references] = id;
	a->reference_len[a->references++] = len;
}

/* The Message-IDs of the mails to and fro. */
static void
find_references(struct tk_answer *a)
{
	const struct tk_ticket *t = &a->show->viewer.ticket;
	int message_id = tk_scope_field(&a->show->scope, "message_id");
	int feedback = tk_scope_field(&a->show->scope, "feedback");
	int reply = tk_scope_field(&a->show->scope, "reply");
	const struct tk_row *r;

	for (r = t->row; r < t->row + a->upto; r++)
		if ((r->flags & TK_ROW_OUT) == 0 && r->len > 0 &&
		    (r->qualifier == NULL ? (int)r->field == message_id :
		    ((int)r->field == feedback || (int)r->field == reply) &&
		    strcmp(r->qualifier, "message_id") == 0))
			add_reference(a, r->value);
}

/* ---- header ------------------------------------------------------------ */

static void
put_word(struct tk_buf *b, const char *field, const char *word)
{
	tk_buf_printf(b, "%s: %s\n", field, word);
}

static int
is_answer(const char *subject)
{
	static const char *const marks[] = {
		"re:", "re：", "回复:", "回复：", "答复:", "答复：",
		"回覆:", "回覆：",
	};
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncasecmp(subject, marks[i], strlen(marks[i])) == 0)
			return 1;
	return 0;
}

/* Re: SUBJECT [CS202311210001] */
static void
put_subject(struct tk_answer *a, struct tk_buf *b)
{
	const struct tk_scope *s = &a->show->scope;
	char tag[TK_NUMBER_SIZE + 2], wide[TK_NUMBER_SIZE + 8];
	const char *text = a->show->view.shown[TK_SUBJECT];
	struct tk_buf line = TK_BUF_INIT;
	struct tk_mime_field f;

	snprintf(tag, sizeof tag, "[%s]", a->show->viewer.number);
	snprintf(wide, sizeof wide, "【%s】", a->show->viewer.number);
	if (text != NULL && s->rules->fields.rule[s->field[TK_SUBJECT]].public)
		tk_mime_line(&line, text, MAX_SUBJECT);
	tk_buf_puts(&line, "");
	b->failed |= line.failed;
	if (!line.failed) {
		tk_mime_begin(&f, b, "Subject");
		if (!is_answer(line.data))
			tk_mime_word(&f, "Re:", 3);
		tk_mime_text(&f, line.data);
		if (strcasestr(line.data, tag) == NULL &&
		    strcasestr(line.data, wide) == NULL)
			tk_mime_word(&f, tag, strlen(tag));
		tk_mime_end(&f);
	}
	tk_buf_free(&line);
}

/* The Message-IDs from the first-th on. */
static void
put_references(const struct tk_answer *a, struct tk_buf *b, const char *field,
    size_t first)
{
	struct tk_mime_field f;
	char id[MAX_ID + 3];
	size_t i;
	int n;

	if (a->references == 0)
		return;
	tk_mime_begin(&f, b, field);
	for (i = first; i < a->references; i++) {
		n = snprintf(id, sizeof id, "<%.*s>",
		    (int)a->reference_len[i], a->reference[i]);
		tk_mime_word(&f, id, (size_t)n);
	}
	tk_mime_end(&f);
}

static void
put_header(struct tk_answer *a, struct tk_buf *b)
{
	const struct tk_zone *zone = a->show->scope.rules->zone;
	char date[TK_MIME_DATE_SIZE];

	tk_correspondent_put(b, "From", &a->from);
	tk_correspondent_put(b, "To", &a->to);
	put_subject(a, b);
	put_word(b, "Date", tk_mime_date(date, a->row->time, zone));
	put_word(b, "Message-ID", a->token);
	put_references(a, b, "In-Reply-To", a->references - 1);
	put_references(a, b, "References", 0);
	if (a->ordinal == 0)
		put_word(b, "Auto-Submitted", "auto-replied");
	put_word(b, "MIME-Version", "1.0");
}

/* ---- messages ------------------------------------------------------------ */

static int
write_mail(struct tk_answer *a, struct tk_error *err)
{
	struct tk_buf *b = &a->show->out;
	int mbox = a->show->format == TK_FORMAT_MBOX;
	char date[TK_MIME_DATE_SIZE];

	if (choose(a, err) < 0 || tk_answer_customer(a, err) < 0 ||
	    tk_mail_token_make(a->show->scope.session->store,
	    a->show->viewer.number, a->ordinal,
	    a->show->scope.rules->settings.mail_domain, a->token, err) < 0)
		return -1;
	tk_answer_sender(a);
	find_references(a);
	b->failed |= a->text.failed | a->from.name.failed | a->to.name.failed;
	if (tk_buf_check(b, err) < 0)
		return -1;
	if (mbox)
		tk_buf_printf(b, "From %.*s %s\n", (int)a->from.len,
		    a->from.address, tk_mime_asctime(date, a->row->time));
	put_header(a, b);
	if (tk_answer_body(a, b, err) < 0)
		return -1;
	if (mbox)
		tk_buf_putc(b, '\n');
	return 0;
}

int
tk_show_mail(struct tk_show *s, struct tk_error *err)
{
	struct tk_answer a = {.show = s};
	int rc = write_mail(&a, err);

	tk_buf_free(&a.text);
	tk_buf_free(&a.from.name);
	tk_buf_free(&a.to.name);
	return rc;
}
