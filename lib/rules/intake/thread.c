/* thread.c - the ticket a mail belongs to. tk-import(1) gives the order. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "store/mailkey.h"
#include "intake.h"

#define DAY 86400

/* A ticket as it is now, read for one message. */
struct ticket {
	struct tk_buf data;
	struct tk_ticket rows;
	struct tk_state state;
};

static void
ticket_free(struct ticket *t)
{
	tk_state_free(&t->state);
	tk_ticket_free(&t->rows);
	tk_buf_free(&t->data);
}

/* 1; 0: there is none of that number. What this run has not yet written is
 * written first. */
static int
ticket_read(struct tk_intake *in, struct ticket *t, const char *number,
    struct tk_error *err)
{
	const struct tk_session *s = in->session;

	if (tk_intake_holds(in, number) && tk_intake_settle(in, err) < 0)
		return -1;
	if (tk_store_read(s->store, number, &t->data, NULL, err) < 0)
		return err->code == TK_REFUSED ? 0 : -1;
	if (tk_ticket_parse(&t->rows, s->rules.fields.schema, t->data.data,
	    t->data.len, err) < 0 || tk_state_fold(&t->state, &t->rows,
	    err) < 0)
		return -1;
	return 1;
}

static const char *
value(const struct tk_intake *in, const struct ticket *t, const char *field)
{
	const struct tk_field_rule *f = tk_field_find(
	    &in->session->rules.fields, field, strlen(field));
	const char *v = f == NULL ? NULL : tk_state_value(&t->state, &t->rows,
	    f->field);

	return v == NULL ? "" : v;
}

/* ---- may the sender write to it? ---------------------------------------- */

static int
in_address(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || strchr("@._+-!#$%&'*=?^`{|}~", c) != NULL;
}

/* Does a text hold the address as a whole? */
static int
holds(const char *text, const char *address)
{
	size_t n = strlen(address);
	const char *p = text;

	for (; n > 0 && (p = strcasestr(p, address)) != NULL; p++)
		if ((p == text || !in_address(p[-1]) || p[-1] == '|') &&
		    (p[n] == '\0' || !in_address(p[n]) || p[n] == '|'))
			return 1;
	return 0;
}

/* The customer, or somebody a mail of the ticket was also sent to. */
static int
takes_part(const struct tk_intake *in, const struct ticket *t,
    const char *address)
{
	static const char *const names[] = {"id.from", "id.reply_to", "id.cc",
	    "feedback.from", "feedback.cc"};
	unsigned i;
	size_t n;

	if (holds(value(in, t, "contact"), address))
		return 1;
	for (i = 0; i < t->rows.rows; i++)
		for (n = 0; n < sizeof names / sizeof *names; n++)
			if ((t->rows.row[i].flags & TK_ROW_OUT) == 0 &&
			    strcmp(t->rows.row[i].name, names[n]) == 0 &&
			    holds(t->rows.row[i].value, address))
				return 1;
	return 0;
}

static int
same_domain(const struct tk_intake *in, const struct ticket *t,
    const char *address)
{
	const char *domain = strrchr(address, '@'), *contact, *p;
	size_t n;

	if (!in->session->rules.settings.mail_same_domain || domain == NULL)
		return 0;
	n = strlen(domain);
	contact = value(in, t, "contact");
	for (p = contact; (p = strcasestr(p, domain)) != NULL; p++)
		if (p[n] == '\0' || !in_address(p[n]))
			return 1;
	return 0;
}

const char *
tk_thread_agent(const struct tk_intake *in, const char *address)
{
	const struct tk_staff *s = &in->session->rules.staff;
	size_t i;

	for (i = 0; address[0] != '\0' && i < s->persons; i++)
		if (holds(s->person[i].contact, address))
			return s->person[i].login;
	return NULL;
}

/* ---- what becomes of it there ---------------------------------------------- */

/* Is a closed ticket closed for so short a time that it may be reopened? */
static int
may_reopen(const struct tk_intake *in, const struct ticket *t)
{
	const struct tk_row *r = tk_state_row(&t->state, &t->rows, TK_STATUS);
	int64_t days = in->session->rules.settings.reopen;

	return r == NULL || tk_session_now(in->session) - r->time <=
	    days * DAY;
}

/* "谢谢！" and nothing else. */
static int
mere_thanks(const struct tk_intake *in, const char *text)
{
	const char *p;
	struct tk_buf said = TK_BUF_INIT, word = TK_BUF_INIT;
	size_t n, at = 0, len;
	int hit = 1;

	tk_text_normal(&said, text, strlen(text));
	len = said.len;
	while (hit && at < len) {	/* words and marks, one after another */
		hit = 0;
		while (at < len && strchr(" \n.,!~;:?", said.data[at]) != NULL)
			at++, hit = 1;
		while (at + 3 <= len && (memcmp(said.data + at, "。", 3) == 0 ||
		    memcmp(said.data + at, "、", 3) == 0))
			at += 3, hit = 1;
		for (p = in->session->rules.settings.mail_thanks;
		    !hit && *p != '\0'; p += n + (p[n] == '|')) {
			n = strcspn(p, "|");
			tk_buf_clear(&word);
			tk_text_normal(&word, p, n);
			if (word.len > 0 && len - at >= word.len &&
			    memcmp(said.data + at, word.data, word.len) == 0)
				at += word.len, hit = 1;
		}
	}
	hit = hit && len > 0 && !said.failed && !word.failed;
	tk_buf_free(&said);
	tk_buf_free(&word);
	return hit;
}

/* The ticket is found: does the message go there, and is it to be reopened? */
static void
settle(const struct tk_intake *in, const struct ticket *t,
    const struct tk_message *m, const char *number, struct tk_thread *to)
{
	int closed = tk_state_status(&t->state, &t->rows) == TK_CLOSED;

	if (closed && !to->agent && (m->traits & TK_MAIL_AUTO) == 0 &&
	    !mere_thanks(in, m->reply.text)) {
		if (!may_reopen(in, t)) {
			strcpy(to->related, number);
			return;
		}
		to->reopen = 1;
	}
	strcpy(to->number, number);
}

/* A ticket the message names; trusted: nobody else could know how. 1: it is
 * that one, or at least related; 0: look on; -1. */
static int
consider(struct tk_intake *in, const struct tk_message *m, const char *number,
    int trusted, struct tk_thread *to, struct tk_error *err)
{
	struct ticket t = {0};
	int rc = ticket_read(in, &t, number, err);

	if (rc > 0) {
		if (trusted || to->agent || takes_part(in, &t,
		    m->from.address) || same_domain(in, &t, m->from.address)) {
			settle(in, &t, m, number, to);
		} else {
			strcpy(to->related, number);
			to->warning = "sender-mismatch";
		}
	}
	ticket_free(&t);
	return rc;
}

/* ---- how a message names a ticket -------------------------------------------- */

static int
by_token(struct tk_intake *in, const struct tk_message *m,
    struct tk_thread *to, struct tk_error *err)
{
	char number[TK_NUMBER_SIZE];
	size_t i;
	int rc = 0;

	for (i = 0; i < m->nreferences && rc == 0; i++) {
		rc = tk_mail_token_find(in->session->store, m->references[i],
		    number, err);
		if (rc > 0)
			rc = consider(in, m, number, 1, to, err);
	}
	return rc;
}

static int
by_reference(struct tk_intake *in, const struct tk_message *m,
    struct tk_thread *to, struct tk_error *err)
{
	struct tk_mail_claim claim;
	char key[TK_SHA256_HEX];
	size_t i;
	int rc = 0;

	for (i = 0; i < m->nreferences && rc == 0; i++) {
		tk_sha256_hex(key, m->references[i],
		    strlen(m->references[i]));
		rc = tk_mail_claim_read(in->session->store, key, &claim, err);
		if (rc > 0)
			rc = consider(in, m, claim.number, 0, to, err);
	}
	return rc;
}

/* A number of this store somewhere in s, whatever its case: 1. */
static int
number_in(const struct tk_intake *in, const char *s,
    char number[TK_NUMBER_SIZE])
{
	const char *prefix = in->session->store->prefix, *p = s;
	size_t n = strlen(prefix), digits;

	for (; (p = strcasestr(p, prefix)) != NULL; p++) {
		digits = strspn(p + n, "0123456789");
		if (digits < 12 || digits > 24)
			continue;
		strcpy(number, prefix);
		memcpy(number + n, p + n, digits);
		number[n + digits] = '\0';
		if (tk_number_valid(number, NULL))
			return 1;
	}
	return 0;
}

static int
by_tag(struct tk_intake *in, const struct tk_message *m, struct tk_thread *to,
    struct tk_error *err)
{
	struct tk_buf plain = TK_BUF_INIT;
	char number[TK_NUMBER_SIZE];
	int rc = 0;

	tk_text_digits(&plain, m->subject, strlen(m->subject));
	if (plain.data != NULL && number_in(in, plain.data, number))
		rc = consider(in, m, number, 0, to, err);
	tk_buf_free(&plain);
	return rc;
}

/* kefu+CS202311010001@example.com */
static int
by_address(struct tk_intake *in, const struct tk_message *m,
    struct tk_thread *to, struct tk_error *err)
{
	char number[TK_NUMBER_SIZE];
	const char *plus;
	size_t i;
	int rc = 0;

	for (i = 0; i < m->nothers && rc == 0; i++) {
		plus = strchr(m->others[i].address, '+');
		if (plus != NULL && number_in(in, plus, number))
			rc = consider(in, m, number, 0, to, err);
	}
	return rc;
}

/* Is that what the subject is about, whatever stands before it? */
static int
about(const char *subject, const char *topic)
{
	size_t n = strlen(subject), k = strlen(topic);
	const char *end = subject + n - k;

	if (k == 0 || k > n || strcmp(end, topic) != 0)
		return 0;
	while (end > subject && end[-1] == ' ')
		end--;
	return end == subject || strchr(":]", end[-1]) != NULL ||
	    (end - subject >= 3 && (memcmp(end - 3, "：", 3) == 0 ||
	    memcmp(end - 3, "】", 3) == 0));
}

/* An answer without references (QQ Mail): the same sender's newest open
 * ticket about the same. */
static int
by_subject(struct tk_intake *in, const struct tk_message *m,
    struct tk_thread *to, struct tk_error *err)
{
	const struct tk_sender *one = NULL, *best = NULL;
	int64_t first = tk_session_now(in->session) -
	    in->session->rules.settings.mail_subject_days * DAY;

	if (in->plan.no_subjects || m->nreferences > 0 ||
	    (m->traits & TK_MAIL_ANSWER) == 0 || m->from.address[0] == '\0')
		return 0;
	if (!in->senders.read && (tk_intake_settle(in, err) < 0 ||
	    tk_senders_read(&in->senders, in->session, err) < 0))
		return -1;
	while ((one = tk_senders_next(&in->senders, m->from.address, one)) !=
	    NULL)
		if (one->open && one->created >= first &&
		    about(one->subject, m->topic) &&
		    (best == NULL || one->created >= best->created))
			best = one;
	if (best == NULL)
		return 0;
	to->warning = "thread-by-subject";
	return consider(in, m, best->number, 1, to, err);
}

int
tk_thread_find(struct tk_intake *in, const struct tk_message *m,
    struct tk_thread *to, struct tk_error *err)
{
	static int (*const ways[])(struct tk_intake *,
	    const struct tk_message *, struct tk_thread *,
	    struct tk_error *) = {
		by_token, by_reference, by_tag, by_address, by_subject,
	};
	size_t i;
	int rc = 0;

	memset(to, 0, sizeof *to);
	to->agent = tk_thread_agent(in, m->from.address) != NULL;
	for (i = 0; i < sizeof ways / sizeof *ways && rc == 0; i++)
		rc = ways[i](in, m, to, err);
	return rc < 0 ? -1 : 0;
}
