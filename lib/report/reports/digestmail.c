/* digestmail.c - the digest as mails, one for each customer. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/mime.h"
#include "digest.h"
#include "report/ticket/showmail.h"

/* ---- addresses ------------------------------------------------------- */

/* The key of a mail: who gets it, by what name. Another name at the same
 * address is another customer. */
static const char *
key_of(struct tk_found *f, const struct tk_answer *a)
{
	const char *customer = tk_found_value(f, "customer");
	struct tk_buf b = TK_BUF_INIT;
	char *key = NULL;
	size_t i;

	tk_buf_add(&b, a->to.address, a->to.len);
	for (i = 0; i < b.len; i++)
		b.data[i] = (char)tolower((unsigned char)b.data[i]);
	tk_buf_printf(&b, "\n%s", customer == NULL ? "" : customer);
	if (!b.failed)
		key = tk_arena_copy(f->part->arena, b.data, b.len);
	tk_buf_free(&b);
	f->part->failed |= key == NULL;
	return key == NULL ? "" : key;
}

void
tk_digest_address(struct tk_found *f, struct tk_entry *e)
{
	/* the show is only looked through */
	struct tk_show show = {.scope = f->all->r->scope,
	    .viewer = *f->viewer};
	struct tk_answer a = {.show = &show, .upto = f->viewer->ticket.rows};
	char *address;

	if (e == NULL || tk_answer_customer(&a, NULL) < 0) {
		tk_buf_free(&a.to.name);
		return;
	}
	address = tk_arena_copy(f->part->arena, a.to.address, a.to.len);
	f->part->failed |= address == NULL || a.to.name.failed;
	tk_found_ref(e, TK_DIGEST_ADDRESS, address);
	tk_buf_puts(&a.to.name, "");
	tk_found_word(f, e, TK_DIGEST_NAME, "customer", a.to.name.data);
	e->word = key_of(f, &a);
	tk_buf_free(&a.to.name);
}

/* ---- headers --------------------------------------------------------- */

static const struct tk_grid_cell *
cell(const struct tk_entry *e, enum tk_digest_column column)
{
	return &e->cell[column];
}

static const char *
word(const struct tk_entry *e, enum tk_digest_column column)
{
	return cell(e, column)->set ? cell(e, column)->is.word : NULL;
}

static int
same_ticket(const struct tk_entry *a, const struct tk_entry *b)
{
	return strcmp(a->order.number, b->order.number) == 0;
}

static void
put_subject(struct tk_buf *b, const struct tk_digest_words *w,
    struct tk_entry *const *e, size_t n, const struct tk_sheet *s)
{
	struct tk_buf line = TK_BUF_INIT;
	struct tk_mime_field f;
	char tag[TK_NUMBER_SIZE + 3];

	tk_digest_subject(&line, w, e, n, s);
	tk_mime_begin(&f, b, "Subject");
	if (line.len > 0)
		tk_mime_text(&f, line.data);
	if (same_ticket(e[0], e[n - 1])) {	/* the answer belongs to it */
		snprintf(tag, sizeof tag, "[%s]", e[0]->order.number);
		tk_mime_word(&f, tag, strlen(tag));
	}
	tk_mime_end(&f);
	b->failed |= line.failed;
	tk_buf_free(&line);
}

/* Which tickets it speaks of, for who records that it was sent. */
static void
put_tickets(struct tk_buf *b, struct tk_entry *const *e, size_t n)
{
	struct tk_mime_field f;
	size_t i;

	tk_mime_begin(&f, b, "X-Tickets");
	for (i = 0; i < n; i++)
		if (i == 0 || !same_ticket(e[i - 1], e[i]))
			tk_mime_word(&f, e[i]->order.number,
			    strlen(e[i]->order.number));
	tk_mime_end(&f);
}

static void
put_people(struct tk_buf *b, const struct tk_answer *a,
    const struct tk_entry *e)
{
	const char *name = word(e, TK_DIGEST_NAME);
	struct tk_mime_field f;

	tk_correspondent_put(b, "From", &a->from);
	tk_mime_begin(&f, b, "To");
	tk_mime_mailbox(&f, name == NULL ? "" : name, word(e,
	    TK_DIGEST_ADDRESS), strlen(word(e, TK_DIGEST_ADDRESS)));
	tk_mime_end(&f);
}

/* When the newest row of them was written: the same rows are the same
 * message. Beyond 32 bits it begins anew. */
static unsigned
newest(struct tk_entry *const *e, size_t n)
{
	int64_t t = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (cell(e[i], TK_DIGEST_TIME)->is.n > t)
			t = cell(e[i], TK_DIGEST_TIME)->is.n;
	return (unsigned)t;
}

/* ---- mails ----------------------------------------------------------- */

static int
put_mail(const struct tk_entries *all, const struct tk_answer *a,
    const struct tk_digest_words *w, struct tk_entry *const *e, size_t n,
    struct tk_error *err)
{
	const struct tk_scope *s = &all->r->scope;
	struct tk_buf *b = &all->r->text, text = TK_BUF_INIT;
	char token[TK_MAIL_TOKEN_SIZE], date[TK_MIME_DATE_SIZE];

	if (tk_mail_token_make(s->session->store, e[0]->order.number,
	    newest(e, n), s->rules->settings.mail_domain, token, err) < 0)
		return -1;
	tk_buf_printf(b, "From %.*s %s\n", (int)a->from.len, a->from.address,
	    tk_mime_asctime(date, s->now));
	put_people(b, a, e[0]);
	put_subject(b, w, e, n, &all->r->sheet);
	tk_buf_printf(b, "Date: %s\nMessage-ID: %s\n", tk_mime_date(date,
	    s->now, s->rules->zone), token);
	put_tickets(b, e, n);
	tk_buf_puts(b, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n");
	tk_digest_text(&text, w, e, n, &all->r->sheet);
	if (!text.failed)
		tk_mime_plain(b, text.data, text.len);
	b->failed |= text.failed;
	tk_buf_putc(b, '\n');
	tk_buf_free(&text);
	return tk_buf_check(b, err);
}

/* How many of the first belong into one mail. */
static size_t
group(struct tk_entry *const *e, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (strcmp(e[i]->word, e[0]->word) != 0)
			break;
	return i;
}

static void
warn(const struct tk_entries *all, const struct tk_entry *e,
    const struct tk_entry *before)
{
	if (before == NULL || !same_ticket(before, e))
		tk_session_warn(all->r->scope.session, "%s: no mail address "
		    "of the customer, who must be told in another way",
		    e->order.number);
}

int
tk_digest_mail(const struct tk_entries *all, struct tk_error *err)
{
	struct tk_show show = {.scope = all->r->scope};
	struct tk_answer a = {.show = &show};
	struct tk_digest_words words;
	struct tk_entry *const *e = all->list[0];
	size_t i, n, count = all->count[0];
	int rc;

	rc = tk_mail_ready(&all->r->scope, err);
	if (rc == 0)
		rc = tk_digest_words(&words, &all->r->scope, err);
	if (rc == 0)
		tk_answer_sender(&a);
	/* those without an address come first */
	for (i = 0; rc == 0 && i < count; i += n) {
		n = 1;
		if (word(e[i], TK_DIGEST_ADDRESS) == NULL) {
			warn(all, e[i], i == 0 ? NULL : e[i - 1]);
			continue;
		}
		n = group(e + i, count - i);
		rc = put_mail(all, &a, &words, e + i, n, err);
	}
	tk_buf_free(&a.from.name);
	return rc;
}
