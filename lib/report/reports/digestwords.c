/* digestwords.c - the words in which customers are told of a day: those of
 * the rulebook around those of the tickets. */
#include <string.h>

#include "base/mime.h"
#include "digest.h"
#include "report/format/words.h"
#include "report/ticket/show.h"
#include "rules/tables/texts.h"

#define MAX_SUBJECT 60		/* characters of a ticket's, in the text */
#define CHANNEL "邮件"		/* as intake calls it */
#define INDENT 9		/* columns of "  10:00  " */

/* What is sent when messages.csv has nothing to say. */
static const char plain[] = "{date}\n\n{customer}\n\n{digest}";

/* ---- the rulebook's --------------------------------------------------- */

/* The template of the first row that tells customers of a digest by mail. */
static const char *
find_template(const struct tk_scope *s)
{
	const struct tk_texts *x = s->rules->texts;
	int field = tk_scope_field(s, "digest");
	const struct tk_text *m = x->message;

	for (; field >= 0 && m < x->message + x->messages; m++)
		if (m->canned == NULL && strcmp(m->channel, CHANNEL) == 0 &&
		    tk_list_has(m->to, "customer") && tk_events_match(
		    &m->event, (unsigned)field, "x") >= 0)
			return m->template;
	return plain;
}

static const char *
label_of(const struct tk_scope *s, const char *field, const char *qualifier)
{
	const struct tk_fields *fs = &s->rules->fields;
	int i = tk_scope_field(s, field);
	const struct tk_field_rule *q = i < 0 || qualifier == NULL ? NULL :
	    tk_field_qualifier(fs, (unsigned)i, qualifier, strlen(qualifier));

	if (i < 0)
		return field;
	return q != NULL ? q->label : qualifier == NULL ? fs->rule[i].label :
	    qualifier;
}

static const char row[] = "rules/messages.csv: the row digest,customer,"
    CHANNEL;

/* Are all names in it known, and is that of the digest below the first
 * line? */
static int
check(const struct tk_digest_words *w, struct tk_error *err)
{
	static const char *const names[] = {"{customer}", "{date}",
	    "{digest}"};
	const char *open = w->template;
	size_t len, i;

	for (; (open = strchr(open, '{')) != NULL; open++) {
		len = strcspn(open, "}\n");
		if (open[len] != '}')
			continue;
		for (i = 0; i < 3; i++)
			if (strncmp(open, names[i], len + 1) == 0)
				break;
		if (i == 3)
			return tk_error_set(err, TK_BAD, "%s has the unknown "
			    "name %.*s; lawful are {customer}, {date}, "
			    "{digest}", row, (int)len + 1, open);
	}
	if (strstr(w->text, "{digest}") == NULL)
		return tk_error_set(err, TK_BAD, "%s has no {digest} below "
		    "its first line, which is the subject; write it where "
		    "the progress is to stand", row);
	return 0;
}

int
tk_digest_words(struct tk_digest_words *w, const struct tk_scope *s,
    struct tk_error *err)
{
	w->template = find_template(s);
	w->text = w->template + strcspn(w->template, "\n");
	w->text += strspn(w->text, "\r\n");
	w->id = label_of(s, "id", NULL);
	w->progress = label_of(s, "progress", NULL);
	w->next = label_of(s, "progress", "next");
	w->expected = label_of(s, "progress", "expected");
	return check(w, err);
}

/* ---- the tickets' ----------------------------------------------------- */

static const struct tk_grid_cell *
cell(const struct tk_entry *e, enum tk_digest_column column)
{
	return &e->cell[column];
}

/* What stands above the rows of one ticket. */
static void
put_ticket(struct tk_buf *b, const struct tk_digest_words *w,
    const struct tk_entry *e)
{
	tk_buf_printf(b, "%s %s", w->id, e->order.number);
	if (cell(e, TK_DIGEST_SUBJECT)->set) {
		tk_buf_puts(b, "  ");
		tk_mime_line(b, cell(e, TK_DIGEST_SUBJECT)->is.word,
		    MAX_SUBJECT);
	}
	tk_buf_putc(b, '\n');
}

static void
put_row(struct tk_buf *b, const struct tk_digest_words *w,
    const struct tk_entry *e, const struct tk_zone *zone)
{
	char at[TK_WORD_SIZE];

	tk_buf_printf(b, "  %s  %s：", tk_word_date(at,
	    cell(e, TK_DIGEST_TIME)->is.n, zone) + 11, w->progress);
	tk_show_lines(b, cell(e, TK_DIGEST_DONE)->is.word, INDENT);
	if (cell(e, TK_DIGEST_NEXT)->set) {
		tk_buf_printf(b, "\n%*s%s：", INDENT, "", w->next);
		tk_show_lines(b, cell(e, TK_DIGEST_NEXT)->is.word, INDENT);
	}
	if (cell(e, TK_DIGEST_EXPECTED)->set)
		tk_buf_printf(b, "\n%*s%s：%s", INDENT, "", w->expected,
		    tk_word_date(at, cell(e, TK_DIGEST_EXPECTED)->is.n,
		    zone));
	tk_buf_putc(b, '\n');
}

static void
put_digest(struct tk_buf *b, const struct tk_digest_words *w,
    struct tk_entry *const *e, size_t n, const struct tk_zone *zone)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i == 0 || strcmp(e[i - 1]->order.number,
		    e[i]->order.number) != 0) {
			tk_buf_puts(b, i > 0 ? "\n" : "");
			put_ticket(b, w, e[i]);
		}
		put_row(b, w, e[i], zone);
	}
	b->len -= b->len > 0;	/* the template ends the last line */
}

/* ---- both ------------------------------------------------------------- */

/* What stands for a name, which is known. */
static void
put_name(struct tk_buf *b, const char *name, const struct tk_digest_words *w,
    struct tk_entry *const *e, size_t n, const struct tk_sheet *s)
{
	if (strncmp(name, "date}", 5) == 0)
		tk_buf_puts(b, s->period);
	else if (strncmp(name, "digest}", 7) == 0)
		put_digest(b, w, e, n, s->zone);
	else if (cell(e[0], TK_DIGEST_CUSTOMER)->set)
		tk_mime_line(b, cell(e[0], TK_DIGEST_CUSTOMER)->is.word,
		    MAX_SUBJECT);
}

static void
put_words(struct tk_buf *b, const char *text, const char *end,
    const struct tk_digest_words *w, struct tk_entry *const *e, size_t n,
    const struct tk_sheet *s)
{
	size_t len;

	while (text < end) {
		len = *text == '{' ? strcspn(text, "}\n") : 0;
		if (len > 0 && text[len] == '}') {
			put_name(b, text + 1, w, e, n, s);
			text += len + 1;
		} else {
			tk_buf_putc(b, *text++);
		}
	}
}

void
tk_digest_subject(struct tk_buf *b, const struct tk_digest_words *w,
    struct tk_entry *const *e, size_t n, const struct tk_sheet *s)
{
	struct tk_buf line = TK_BUF_INIT;

	put_words(&line, w->template, w->template + strcspn(w->template,
	    "\n"), w, e, n, s);
	if (line.len > 0)
		tk_mime_line(b, line.data, 2 * MAX_SUBJECT);
	b->failed |= line.failed;
	tk_buf_free(&line);
}

void
tk_digest_text(struct tk_buf *b, const struct tk_digest_words *w,
    struct tk_entry *const *e, size_t n, const struct tk_sheet *s)
{
	put_words(b, w->text, w->text + strlen(w->text), w, e, n, s);
	tk_buf_putc(b, '\n');
}
