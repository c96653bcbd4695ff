/* letter.c - a mail as the rows of a ticket: a new one, or one it is about. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "intake.h"

#define MAX_OPERANDS 48
#define CHANNEL "邮件"

/* The FIELD=VALUE operands of a change, as if typed. */
struct operands {
	struct tk_intake *in;
	const char *field[MAX_OPERANDS];
	size_t count;
	int failed;
};

/* FIELD=VALUE, unless the value is empty or the rulebook has no such field. */
static void
put(struct operands *o, const char *name, const char *value)
{
	size_t n = strcspn(name, "."), k = strlen(name), len = strlen(value);
	char *s;

	if (len == 0 || o->count == MAX_OPERANDS || tk_field_find(
	    &o->in->session->rules.fields, name, n) == NULL)
		return;
	s = tk_arena_alloc(&o->in->now.arena, k + len + 2);
	if (s == NULL) {
		o->failed = 1;
		return;
	}
	snprintf(s, k + len + 2, "%s=%s", name, value);
	o->field[o->count++] = s;
}

/* The same of a qualifier: HEAD.NAME. */
static void
put_of(struct operands *o, const char *head, const char *name,
    const char *value)
{
	char field[64];

	snprintf(field, sizeof field, "%s.%s", head, name);
	put(o, field, value);
}

/* A value the rulebook may not know is left out then. */
static void
put_if_lawful(struct operands *o, const char *name, const char *value)
{
	const struct tk_rules *r = &o->in->session->rules;
	const struct tk_field_rule *f = tk_field_find(&r->fields, name,
	    strlen(name));
	struct tk_buf out = TK_BUF_INIT;

	if (f != NULL && tk_field_value(r, f, value, strlen(value),
	    tk_session_now(o->in->session), o->in->session->actor, &out,
	    NULL) == 0)
		put(o, name, value);
	tk_buf_free(&out);
}

/* "a@b.cn, c@d.cn": whom else it was sent to. */
static void
put_others(struct operands *o, const char *head, const struct tk_message *m)
{
	struct tk_buf all = TK_BUF_INIT;
	size_t i;

	for (i = 0; i < m->nothers; i++)
		if (m->others[i].address[0] != '\0' &&
		    strstr(all.data == NULL ? "" : all.data,
		    m->others[i].address) == NULL)
			tk_buf_printf(&all, "%s%s", all.len > 0 ? ", " : "",
			    m->others[i].address);
	if (all.failed)
		o->failed = 1;
	else if (all.len > 0)
		put_of(o, head, "cc", all.data);
	tk_buf_free(&all);
}

/* Its Message-ID, what is odd about it, and, last, the raw message and how it
 * was read: with that row the message counts as taken in. */
static void
put_origin(struct operands *o, const struct tk_letter *l,
    const struct tk_message *m, const struct tk_thread *to, const char *head)
{
	char bad[16];
	size_t i;

	if (strcmp(head, "id") == 0)
		put(o, "message_id", m->id);
	else
		put_of(o, head, "message_id", m->id);
	for (i = 0; i < m->nwarnings && i < 16; i++)
		put(o, "warning", m->warnings[i]);
	if ((m->traits & TK_MAIL_MALFORMED) != 0)
		put_if_lawful(o, "tag", "malformed");
	if ((m->traits & TK_MAIL_TRUNCATED) != 0)
		put_if_lawful(o, "tag", "truncated");
	if (to->warning != NULL)
		put(o, "warning", to->warning);
	put(o, "raw.declared", m->declared);
	put(o, "raw.charset", m->charset);
	snprintf(bad, sizeof bad, "%u", m->bad);
	if (m->bad > 0)
		put(o, "raw.bad", bad);
	put(o, "raw", l->hash);
}

/* When it was received: never in the future, and not before there was mail. */
static const char *
received(const struct tk_intake *in, const struct tk_message *m,
    char buf[TK_TIME_SIZE])
{
	int64_t now = tk_session_now(in->session);
	int64_t t = m->received != TK_UNSET ? m->received : m->date;

	if (t == TK_UNSET || t > now || t < 0)
		return NULL;
	return tk_time_format(buf, t, in->session->rules.zone);
}

/* What is kept of the attachments: those that were not too large. */
static size_t
enclosures(struct tk_intake *in, const struct tk_message *m,
    const struct tk_enclosure **list)
{
	struct tk_enclosure *kept;
	size_t i, n = 0;

	*list = NULL;
	if (m->nenclosures == 0)
		return 0;
	kept = tk_arena_alloc(&in->now.arena, m->nenclosures * sizeof *kept);
	for (i = 0; kept != NULL && i < m->nenclosures; i++)
		if (m->enclosures[i].data != NULL)
			kept[n++] = m->enclosures[i];
	*list = kept;
	return n;
}

/* Is that address the one of a contact form of the team's? */
static int
is_form(const struct tk_intake *in, const char *address)
{
	const char *p = in->session->rules.settings.mail_forms;
	size_t n;

	for (; *p != '\0'; p += n) {
		p += strspn(p, " |,");
		n = strcspn(p, " |,");
		if (n == strlen(address) && n > 0 &&
		    strncasecmp(p, address, n) == 0)
			return 1;
	}
	return 0;
}

/* Who the customer is: the sender; of a form or where nobody is named the
 * one to answer to; of what an agent forwards its first sender. */
static struct tk_address
customer(const struct tk_intake *in, const struct tk_message *m)
{
	if ((m->traits & TK_MAIL_FORWARD) != 0 &&
	    m->forwarded.address[0] != '\0' &&
	    tk_thread_agent(in, m->from.address) != NULL)
		return m->forwarded;
	if (m->reply_to.address[0] != '\0' && is_form(in, m->from.address))
		return m->reply_to;
	return m->from;
}

int
tk_letter_new(struct tk_intake *in, const struct tk_letter *l,
    const struct tk_message *m, const struct tk_thread *to,
    struct tk_error *err)
{
	struct tk_change change = {.verb = TK_DO_NEW, .import = 1,
	    .dry_run = in->plan.dry_run};
	struct tk_address who = customer(in, m);
	struct operands o = {.in = in};
	char at[TK_TIME_SIZE];

	put(&o, "id.from", m->from.address);
	if (strcmp(m->reply_to.address, m->from.address) != 0)
		put(&o, "id.reply_to", m->reply_to.address);
	if (strcmp(who.address, m->forwarded.address) == 0 &&
	    strcmp(who.address, m->from.address) != 0)
		put(&o, "id.forwarded_by", m->from.address);
	put_others(&o, "id", m);
	put_if_lawful(&o, "channel", CHANNEL);
	put(&o, "subject", m->subject);
	put(&o, "description.signature", m->first.signature);
	put(&o, "description.quoted", m->first.quoted);
	put(&o, "description", m->first.text);
	put(&o, "customer", who.name[0] != '\0' ? who.name : who.address);
	put(&o, "contact", who.address);
	put(&o, "related", to->related);
	put_origin(&o, l, m, to, "id");
	change.fields = o.field;
	change.nfields = o.count;
	change.when = received(in, m, at);
	change.nenclosures = enclosures(in, m, &change.enclosures);
	if (o.failed)
		return tk_error_memory(err);
	return tk_batch_add(in->batch, &change, NULL, err);
}

/* Is the customer among those it was sent to? */
static int
to_customer(const struct tk_message *m, const char *number,
    const struct tk_intake *in)
{
	const struct tk_sender *one;
	size_t i;

	for (i = 0; i < m->nothers; i++)
		for (one = NULL; (one = tk_senders_next(&in->senders,
		    m->others[i].address, one)) != NULL;)
			if (strcmp(one->number, number) == 0)
				return 1;
	return 0;
}

/* An agent's mail to the customer is a reply, one among ourselves a note.
 * NULL after *err. */
static const char *
head_of(struct tk_intake *in, const struct tk_message *m,
    const struct tk_thread *to, struct tk_error *err)
{
	if ((m->traits & TK_MAIL_AUTO) != 0)
		return "note";
	if (!to->agent)
		return "feedback";
	if (tk_senders_read(&in->senders, in->session, err) < 0)
		return NULL;
	return to_customer(m, to->number, in) ? "reply" : "note";
}

int
tk_letter_reply(struct tk_intake *in, const struct tk_letter *l,
    const struct tk_message *m, const struct tk_thread *to,
    struct tk_error *err)
{
	const char *head = head_of(in, m, to, err);
	struct tk_change change = {.verb = TK_DO_NOTE, .key = head,
	    .import = 1, .dry_run = in->plan.dry_run};
	struct operands o = {.in = in};
	const char *when;
	char at[TK_TIME_SIZE];

	if (head == NULL)
		return -1;
	when = received(in, m, at);
	put_of(&o, head, "channel", CHANNEL);
	put_of(&o, head, "at", when == NULL ? "" : when);
	put_of(&o, head, "from", m->from.address);
	put_others(&o, head, m);
	put_of(&o, head, "subject", m->subject);
	if ((m->traits & TK_MAIL_AUTO) != 0)
		put_of(&o, head, "auto", m->why[0] != '\0' ? m->why : "yes");
	put_of(&o, head, "signature", m->reply.signature);
	put_of(&o, head, "quoted", m->reply.quoted);
	if (to->reopen)
		put(&o, "reopened", "客户来信");
	put_origin(&o, l, m, to, head);
	change.text = m->reply.text[0] != '\0' ? m->reply.text : m->subject;
	change.text_len = strlen(change.text);
	change.fields = o.field;
	change.nfields = o.count;
	change.nenclosures = enclosures(in, m, &change.enclosures);
	if (o.failed)
		return tk_error_memory(err);
	return tk_batch_add(in->batch, &change, to->number, err);
}
