#include "senders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/folder.h"
#include "store/fold.h"

static size_t
slot_of(const struct tk_senders *s, const char *address)
{
	uint64_t h = 14695981039346656037u;

	for (; *address != '\0'; address++)
		h = (h ^ (unsigned char)*address) * 1099511628211u;
	return (size_t)(h ^ h >> 32) & (s->slots - 1);
}

static void
enter(struct tk_senders *s, size_t i)
{
	size_t at = slot_of(s, s->sender[i].address);

	while (s->slot[at] != 0)
		at = (at + 1) & (s->slots - 1);
	s->slot[at] = i + 1;
}

static int
grow(struct tk_senders *s)
{
	size_t size = s->size > 0 ? 2 * s->size : 256, i;
	struct tk_sender *sender;
	size_t *slot;

	sender = realloc(s->sender, size * sizeof *sender);
	if (sender == NULL)
		return -1;
	s->sender = sender;
	slot = calloc(2 * size, sizeof *slot);
	if (slot == NULL)
		return -1;
	free(s->slot);
	s->slot = slot;
	s->slots = 2 * size;
	s->size = size;
	for (i = 0; i < s->count; i++)
		enter(s, i);
	return 0;
}

/* ASCII in lower case: what there is of case in an address. */
static char *
lower(struct tk_arena *a, const char *s, size_t len)
{
	char *copy = tk_arena_copy(a, s, len), *p;

	for (p = copy; p != NULL && *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return copy;
}

static int
add(struct tk_senders *s, const char *address, size_t len,
    const struct tk_sender *more)
{
	struct tk_sender *new;

	if (s->count == s->size && grow(s) < 0)
		return -1;
	new = &s->sender[s->count];
	*new = *more;
	new->address = lower(&s->arena, address, len);
	new->subject = tk_arena_strdup(&s->arena, more->subject);
	if (new->address == NULL || new->subject == NULL)
		return -1;
	enter(s, s->count++);
	return 0;
}

int
tk_senders_add(struct tk_senders *s, const char *address, const char *subject,
    const char *number, int64_t created, int open)
{
	struct tk_sender more = {NULL, subject, "", created, open};

	if (address[0] == '\0')
		return 0;
	snprintf(more.number, sizeof more.number, "%s", number);
	return add(s, address, strlen(address), &more);
}

const struct tk_sender *
tk_senders_next(const struct tk_senders *s, const char *address,
    const struct tk_sender *after)
{
	int found = after == NULL;
	size_t at;

	if (s->slots == 0)
		return NULL;
	for (at = slot_of(s, address); s->slot[at] != 0;
	    at = (at + 1) & (s->slots - 1)) {
		const struct tk_sender *one = &s->sender[s->slot[at] - 1];

		if (found && strcmp(one->address, address) == 0)
			return one;
		found |= one == after;
	}
	return NULL;
}

void
tk_senders_free(struct tk_senders *s)
{
	free(s->sender);
	free(s->slot);
	tk_arena_free(&s->arena);
	memset(s, 0, sizeof *s);
}

/* ---- what the store holds -------------------------------------------------- */

struct reader {
	struct tk_senders *senders;
	const struct tk_session *session;
	struct tk_buf data;
	struct tk_ticket ticket;
	struct tk_state state;
	unsigned contact, subject;	/* fields */
};

/* Each thing with an @ in it, of "王芳 13800000001, a@b.cn". */
static int
add_addresses(struct reader *r, const char *s, const struct tk_sender *more)
{
	static const char ends[] = " \t\n,;<>()|/\"";
	size_t n;

	for (; *s != '\0'; s += n) {
		s += strspn(s, ends);
		n = strcspn(s, ends);
		if (memchr(s, '@', n) != NULL &&
		    add(r->senders, s, n, more) < 0)
			return -1;
	}
	return 0;
}

static int
add_ticket(struct reader *r, const char *number)
{
	struct tk_sender more = {NULL, "", "", 0, 0};
	const char *v;

	if (memchr(r->data.data, '@', r->data.len) == NULL ||
	    tk_ticket_parse(&r->ticket, r->session->rules.fields.schema,
	    r->data.data, r->data.len, NULL) < 0 ||
	    tk_state_fold(&r->state, &r->ticket, NULL) < 0)
		return 0;
	snprintf(more.number, sizeof more.number, "%s", number);
	more.created = tk_ticket_created(&r->ticket);
	more.open = tk_state_status(&r->state, &r->ticket) != TK_CLOSED;
	v = tk_state_value(&r->state, &r->ticket, r->subject);
	more.subject = v == NULL ? "" : v;
	v = tk_state_value(&r->state, &r->ticket, r->contact);
	return v == NULL ? 0 : add_addresses(r, v, &more);
}

/* Is the ticket's folder of a day that is not too long ago? */
static int
recent(const char *number, int64_t first_day)
{
	char day[11];
	int64_t n;

	return tk_number_valid(number, day) &&
	    tk_day_parse(day, 10, &n) == 0 && n >= first_day;
}

static int
read_all(struct reader *r, struct tk_error *err)
{
	struct tk_folder_reader folder = TK_FOLDER_READER_INIT;
	const struct tk_session *session = r->session;
	const struct tk_store *s = session->store;
	int64_t first = tk_day_at(s->zone, tk_session_now(session)) -
	    session->rules.settings.reopen;
	struct tk_folders all = {0};
	size_t i;
	int rc = -1, got;

	if (tk_folders_open(&all, s, 1, err) < 0)
		return -1;
	for (i = 0; i < all.count; i++) {
		if (strncmp(all.folder[all.entry[i].folder], "open/", 5) != 0 &&
		    !recent(all.entry[i].number, first))
			continue;
		got = tk_folder_read(&folder, s, &all, i, &r->data, err);
		if (got < 0)
			goto done;
		if (got > 0 && add_ticket(r, all.entry[i].number) < 0) {
			tk_error_memory(err);
			goto done;
		}
	}
	rc = 0;
done:
	tk_folder_reader_close(&folder);
	tk_folders_free(&all);
	return rc;
}

int
tk_senders_read(struct tk_senders *s, const struct tk_session *session,
    struct tk_error *err)
{
	const struct tk_fields *fs = &session->rules.fields;
	const struct tk_field_rule *contact = tk_field_find(fs, "contact", 7);
	const struct tk_field_rule *subject = tk_field_find(fs, "subject", 7);
	struct reader r = {.senders = s, .session = session};
	int rc = 0;

	if (s->read || contact == NULL || subject == NULL)
		return 0;
	tk_senders_free(s);		/* of this run: they are there too */
	r.contact = contact->field;
	r.subject = subject->field;
	rc = read_all(&r, err);
	s->read = rc == 0;
	tk_state_free(&r.state);
	tk_ticket_free(&r.ticket);
	tk_buf_free(&r.data);
	return rc;
}
