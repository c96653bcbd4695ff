#include "recent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/archive.h"
#include "store/folder.h"
#include "rules/change/plan.h"

#define TELEPHONE 5	/* digits: fewer are no number */

/* The fields that matter; the first of them as in enum tk_alike_by. */
enum {
	CATEGORY = TK_ALIKE_VALUES, PARENT, SOURCE, RESULT, DUPLICATE_OF, NAMES
};
static const char *const names[NAMES] = {
	"customer_no", "contact", "customer", "product", "module",
	"category", "parent", "source", "result", "duplicate_of",
};

int
tk_recent_part(const char *field)
{
	int i;

	for (i = 0; i < NAMES; i++)
		if (strcmp(names[i], field) == 0)
			return i <= CATEGORY ? TK_RECENT_LIKENESS :
			    i == PARENT ? 0 : TK_RECENT_STANDING;
	return 0;
}

/* ---- a ticket as it is compared ---------------------------------------- */

/* Only the digits of a telephone number, without the 0 or 86 in front: the
 * same one is written 138-0000-0001 and +86 13800000001. */
static void
make_telephone(struct tk_buf *b)
{
	size_t i, from = 0, n = 0;

	if (b->failed || b->len == 0 ||
	    strspn(b->data, "0123456789 -+().") != b->len)
		return;
	for (i = 0; i < b->len; i++)
		n += b->data[i] >= '0' && b->data[i] <= '9';
	if (n < TELEPHONE)
		return;
	for (i = n = 0; i < b->len; i++)
		if (b->data[i] >= '0' && b->data[i] <= '9')
			b->data[n++] = b->data[i];
	from = strspn(b->data, "0");
	if (n - from > 11 && strncmp(b->data + from, "86", 2) == 0)
		from += 2;
	while (from < n && b->data[from] == '0')
		from++;
	memmove(b->data, b->data + from, n - from);
	b->len = n - from;
	b->data[b->len] = '\0';
}

/* What a ticket has in each of the fields, "" where nothing. */
static void
look(const char *value[NAMES], const struct tk_ticket *t,
    const struct tk_state *state)
{
	int i, field;

	for (i = 0; i < NAMES; i++) {
		field = tk_schema_find(t->schema, names[i], strlen(names[i]));
		value[i] = field < 0 ? NULL : tk_state_value(state, t,
		    (unsigned)field);
		if (value[i] == NULL)
			value[i] = "";
	}
}

/* A problem of its own: no measure, nothing that is another one again or
 * turned out to be none. */
static int
counts(const char *const value[NAMES])
{
	return value[CATEGORY][0] != '\0' && value[DUPLICATE_OF][0] == '\0' &&
	    strcmp(value[SOURCE], "改进措施") != 0 &&
	    strcmp(value[RESULT], "duplicate") != 0 &&
	    strcmp(value[RESULT], "withdrawn") != 0 &&
	    strcmp(value[RESULT], "invalid") != 0;
}

int
tk_recent_describe(struct tk_alike *a, const struct tk_ticket *t,
    const struct tk_state *state, struct tk_arena *arena,
    struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	const char *value[NAMES];
	int i;

	look(value, t, state);
	a->created = tk_ticket_created(t);
	if (a->created == TK_UNSET || !counts(value))
		return 0;
	a->category = value[CATEGORY];
	a->parent = value[PARENT];
	for (i = 0; i < TK_ALIKE_VALUES; i++) {
		tk_buf_clear(&b);
		tk_text_normal(&b, value[i], strlen(value[i]));
		if (i == TK_ALIKE_CONTACT)
			make_telephone(&b);
		a->value[i] = b.failed ? NULL : tk_arena_copy(arena, b.data,
		    b.len);
		if (a->value[i] == NULL)
			break;
	}
	tk_buf_free(&b);
	return i == TK_ALIKE_VALUES ? 1 : tk_error_memory(err);
}

/* ---- reading ----------------------------------------------------------- */

struct reader {
	const struct tk_session *session;
	struct tk_recent *to;
	const char *needle;	/* files without it hold nothing for us */
	int64_t from, end;	/* days */
	struct tk_folders live;	/* of those days */
	struct tk_buf data;
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_arena arena;
	int told;
};

static int
take(struct reader *r, const char *number, struct tk_error *err)
{
	const struct tk_schema *schema = r->session->rules.fields.schema;
	struct tk_alike a = {.number = number};
	int n;

	if (memmem(r->data.data, r->data.len, r->needle, strlen(r->needle)) ==
	    NULL)
		return 0;
	tk_arena_reset(&r->arena);
	if (tk_ticket_parse(&r->ticket, schema, r->data.data, r->data.len,
	    err) < 0 || tk_state_fold(&r->state, &r->ticket, err) < 0)
		return -1;
	n = tk_recent_describe(&a, &r->ticket, &r->state, &r->arena, err);
	return n <= 0 ? n : tk_alike_put(&r->to->set, &a, err);
}

/* What cannot be read is not counted: no reason to refuse a ticket. */
static void
tell(struct reader *r, const struct tk_error *why)
{
	if (!r->told)
		tk_session_warn(r->session, "not all tickets could be looked "
		    "at for repeated problems: %s", why->message);
	r->told = 1;
}

/* An archived ticket of those days, unless it is live. */
static int
take_archived(void *data, const struct tk_month *m, const struct tk_lot *lot,
    struct tk_error *err)
{
	struct reader *r = data;
	struct tk_error why;
	char day[11];
	int64_t n;

	if (!tk_number_valid(lot->number, day) ||
	    tk_day_parse(day, 10, &n) < 0 || n < r->from || n > r->end ||
	    tk_folders_have(&r->live, lot->number) ||
	    tk_alike_has(&r->to->set, lot->number))
		return 0;
	if (tk_month_ticket(m, lot, &r->data, &why) == 0)
		return take(r, lot->number, err);
	tell(r, &why);
	return 0;
}

static int
read_live(struct reader *r, struct tk_error *err)
{
	struct tk_folder_reader folder = TK_FOLDER_READER_INIT;
	const struct tk_store *s = r->session->store;
	struct tk_error why;
	int got, rc = 0;
	size_t i;

	for (i = 0; rc == 0 && i < r->live.count; i++) {
		if (tk_alike_has(&r->to->set, r->live.entry[i].number))
			continue;
		got = tk_folder_read(&folder, s, &r->live, i, &r->data, &why);
		if (got < 0)
			tell(r, &why);
		else if (got > 0)
			rc = take(r, r->live.entry[i].number, err);
	}
	tk_folder_reader_close(&folder);
	return rc;
}

static int
read_days(struct reader *r, struct tk_error *err)
{
	const struct tk_store *s = r->session->store;
	int rc, year, month, mday;
	struct tk_error why;
	char since[32];

	if (tk_folders_between(&r->live, s, r->from, r->end, &why) < 0) {
		tell(r, &why);
		return 0;
	}
	rc = read_live(r, err);
	/* it was packed in the month of its day, or in a later one */
	tk_day_civil(r->from, &year, &month, &mday);
	snprintf(since, sizeof since, "%04d-%02d", year, month);
	if (rc == 0 && tk_archive_each(s, since, take_archived, r, &why) < 0)
		tell(r, &why);
	tk_folders_free(&r->live);
	return rc;
}

/*
 * Reads what was not read yet of the folders since that day: a ticket's
 * folder is never of an earlier day than the ticket. Most commands ask for
 * one category; only who asks for another one reads of all.
 */
int
tk_recent_need(struct tk_recent *to, const struct tk_session *s,
    const char *category, int64_t day, struct tk_error *err)
{
	struct reader r = {.session = s, .to = to, .needle = "category",
	    .end = INT64_MAX};
	int rc;

	if (to->read && to->only != NULL && strcmp(to->only, category) != 0) {
		free(to->only);
		to->only = NULL;
		if (to->since < day)
			day = to->since;
	} else if (to->read && day >= to->since) {
		return 0;
	} else if (to->read) {
		r.end = to->since - 1;
	} else if (strchr(category, '"') == NULL &&	/* a file doubles it */
	    (to->only = strdup(category)) == NULL) {
		return tk_error_memory(err);
	}
	if (to->only != NULL)
		r.needle = to->only;
	to->read = 1;
	to->since = day;
	r.from = day;
	rc = read_days(&r, err);
	tk_arena_free(&r.arena);
	tk_state_free(&r.state);
	tk_ticket_free(&r.ticket);
	tk_buf_free(&r.data);
	return rc;
}

void
tk_recent_note(struct tk_recent *to, const struct tk_plan *p,
    const char *number)
{
	struct tk_alike a = {.number = number};

	/* a new one cannot be read yet when others are */
	if (!to->read && p->change->verb != TK_DO_NEW)
		return;
	if (tk_recent_describe(&a, p->ticket, p->state, p->arena, NULL) > 0)
		tk_alike_put(&to->set, &a, NULL);
	else
		tk_alike_drop(&to->set, number);
}

void
tk_recent_free(struct tk_recent *to)
{
	tk_alike_free(&to->set);
	free(to->only);
	memset(to, 0, sizeof *to);
}
