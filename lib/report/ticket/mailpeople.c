/* mailpeople.c - whom an answer is for, and who it is from. */
#include <string.h>
#include <strings.h>

#include "base/address.h"
#include "base/mime.h"
#include "showmail.h"

/* "王芳" of "王芳 <fang@example.com>", whose address begins at `at`. */
static void
display_name(struct tk_buf *b, const char *text, const char *at)
{
	size_t len = at > text && at[-1] == '<' ? (size_t)(at - text) - 1 : 0;

	while (len > 0 && (*text == ' ' || *text == '"'))
		text++, len--;
	while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '"'))
		len--;
	for (; len > 0; text++, len--)
		if (*text != '\\')
			tk_buf_putc(b, *text);
}

/* The last address a mail came from, among the first `upto` rows. */
static const char *
sender(const struct tk_answer *a, unsigned upto)
{
	const struct tk_ticket *t = &a->show->viewer.ticket;
	int feedback = tk_scope_field(&a->show->scope, "feedback");
	const struct tk_row *r;
	const char *at;

	while (upto-- > 0) {
		r = &t->row[upto];
		if (r->qualifier != NULL && strcmp(r->qualifier, "from") == 0 &&
		    (r->flags & TK_ROW_OUT) == 0 && r->head > 0 &&
		    (r->field == TK_ID || (int)r->field == feedback) &&
		    tk_address_find(r->value, &at) > 0)
			return r->value;
	}
	return NULL;
}

static int
is_address(const struct tk_correspondent *box, const char *text)
{
	const char *at;

	return text != NULL && tk_address_find(text, &at) == box->len &&
	    strncasecmp(at, box->address, box->len) == 0;
}

int
tk_answer_customer(struct tk_answer *a, struct tk_error *err)
{
	const struct tk_viewer *v = &a->show->viewer;
	const char *contact = tk_viewer_value(v, "contact"), *text, *name;
	const struct tk_row *id = tk_state_row(&v->state, &v->ticket, TK_ID);
	const char *first = id == NULL ? NULL : tk_ticket_qualifier(&v->ticket,
	    (unsigned)(id - v->ticket.row) + 1, "from");

	text = sender(a, a->upto);
	if (text == NULL && contact != NULL &&
	    tk_address_find(contact, &a->to.address) > 0)
		text = contact;
	if (text == NULL)
		text = sender(a, v->ticket.rows);
	a->to.len = text == NULL ? 0 : tk_address_find(text, &a->to.address);
	if (a->to.len == 0)
		return tk_error_set(err, TK_REFUSED, "%s: no mail address of "
		    "the customer yet; note it with 'tk-note contact=ADDRESS "
		    "%s'", v->number, v->number);
	display_name(&a->to.name, text, a->to.address);
	/* a colleague who wrote is not called by the customer's name */
	name = tk_viewer_value(v, "customer");
	if (a->to.name.len == 0 && name != NULL &&
	    (is_address(&a->to, first) || is_address(&a->to, contact)))
		tk_buf_puts(&a->to.name, name);
	return 0;
}

void
tk_correspondent_read(struct tk_correspondent *box, const char *text)
{
	const char *open = strrchr(text, '<');

	box->address = open == NULL ? text : open + 1;
	box->len = strcspn(box->address, ">");
	display_name(&box->name, text, box->address);
}

void
tk_correspondent_put(struct tk_buf *b, const char *field,
    const struct tk_correspondent *box)
{
	struct tk_mime_field f;

	tk_mime_begin(&f, b, field);
	tk_mime_mailbox(&f, box->name.len == 0 ? "" : box->name.data,
	    box->address, box->len);
	tk_mime_end(&f);
}

void
tk_answer_sender(struct tk_answer *a)
{
	tk_correspondent_read(&a->from,
	    a->show->scope.rules->settings.mail_from);
}
