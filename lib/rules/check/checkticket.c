/* checkticket.c - one ticket: its attachments, its key, its place. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/aside.h"
#include "store/claim.h"
#include "store/lock.h"
#include "check.h"

#define WAIT 1000	/* milliseconds for one who writes to it */

/* ---- attachments ------------------------------------------------------- */

/* The names rows give to attachments. */
static const char *
named(const struct tk_checker *k, const struct tk_row *r)
{
	const struct tk_fields *fs = &k->session->rules.fields;
	const struct tk_field_rule *rule;

	if ((r->flags & (TK_ROW_DAMAGED | TK_ROW_ORPHAN)) != 0 || r->len == 0)
		return NULL;
	if (r->qualifier != NULL && strcmp(r->qualifier, "file") == 0)
		return r->value;
	if (k->plain != NULL || r->field >= k->schema->count)
		return NULL;
	rule = r->qualifier == NULL ? &fs->rule[r->field] :
	    tk_field_qualifier(fs, r->field, r->qualifier,
	    strlen(r->qualifier));
	return rule != NULL && rule->type == TK_FILE ? r->value : NULL;
}

static int
is_named(const struct tk_checker *k, const char *name)
{
	const char *v;
	unsigned i;

	for (i = 0; i < k->ticket.rows; i++) {
		v = named(k, &k->ticket.row[i]);
		if (v != NULL && strcmp(v, name) == 0)
			return 1;
	}
	return 0;
}

static void
check_unnamed(struct tk_checker *k, const char *dir,
    const struct tk_names *have)
{
	char path[TK_PATH_SIZE + 300];
	size_t i;

	for (i = 0; i < have->count; i++) {
		k->check->files++;
		if (have->name[i][0] == '.' || is_named(k, have->name[i]))
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, have->name[i]);
		if (tk_checker_old(k, path))
			tk_checker_fault(k, path, "no row names this file; "
			    "attach it with 'tk-note -a', or move it to "
			    "lost/");
	}
}

static void
check_attachments(struct tk_checker *k, const char *file, const char *number)
{
	char dir[TK_PATH_SIZE], place[TK_PATH_SIZE + 32];
	struct tk_names have;
	const struct tk_row *r;
	const char *name;
	unsigned i;

	snprintf(dir, sizeof dir, "files/%s", number);
	if (tk_checker_names(k, dir, &have) < 0)
		return;
	for (i = 0; i < k->ticket.rows; i++) {
		r = &k->ticket.row[i];
		name = named(k, r);
		if (name == NULL || (r->flags & TK_ROW_VOID) != 0 ||
		    tk_checker_has(&have, name))
			continue;
		snprintf(place, sizeof place, "%s: row %u", file, i + 1);
		tk_checker_fault(k, place, "%s/%.120s is not there; put it "
		    "back, or void the row", dir, name);
	}
	check_unnamed(k, dir, &have);
	tk_names_free(&have);
}

/* Remembers every key it has or had, for the claims. */
static void
note_keys(struct tk_checker *k, unsigned field)
{
	const struct tk_row *r;
	size_t size;
	unsigned i;
	void *p;

	for (i = 0; i < k->ticket.rows; i++) {
		r = &k->ticket.row[i];
		if ((r->flags & TK_ROW_DAMAGED) != 0 || r->field != field ||
		    r->qualifier != NULL || r->len == 0)
			continue;
		if (k->keys == k->key_size) {
			size = k->key_size > 0 ? 2 * k->key_size : 64;
			p = realloc(k->key, size * sizeof *k->key);
			if (p == NULL)
				return;
			k->key = p;
			k->key_size = size;
		}
		tk_sha256_hex(k->key[k->keys++], r->value, r->len);
	}
}

/* Its ref must be claimed for it, else the key would make a second one. */
static void
check_ref(struct tk_checker *k, const char *file, const char *number)
{
	char holder[TK_NUMBER_SIZE];
	const char *ref;
	int field, rc;

	field = tk_ticket_find(&k->ticket, "ref", 3);
	if (field < 0)
		return;
	note_keys(k, (unsigned)field);
	ref = tk_state_value(&k->state, &k->ticket, (unsigned)field);
	if (ref == NULL)
		return;
	rc = tk_claim_find(k->store, ref, holder, NULL);
	if (rc == 0)
		tk_checker_fault(k, file, "ref %.200s is not claimed in ref/; "
		    "claim it with 'tk-note ref=%.200s %s'", ref, ref, number);
	else if (rc > 0 && strcmp(holder, number) != 0)
		tk_checker_fault(k, file, "ref %.200s belongs to %s; give one "
		    "of them another", ref, holder);
}

/* ---- its place --------------------------------------------------------- */

static int
exists(const struct tk_checker *k, enum tk_place place, const char *number)
{
	char path[TK_PATH_SIZE];

	return faccessat(k->store->fd, tk_store_path(path, place, number),
	    F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static int
twice(const struct tk_checker *k, const char *number)
{
	return exists(k, TK_IN_CLOSED, number) &&
	    exists(k, TK_IN_OPEN, number);
}

/* Where it belongs by its rows; where it lies if that cannot be said. */
static enum tk_place
rightful(struct tk_checker *k)
{
	if (tk_state_status(&k->state, &k->ticket) != TK_CLOSED)
		return TK_IN_OPEN;
	if ((k->session->rules.loaded & TK_RULES_CLOCKS) == 0 ||
	    tk_clock_walk(&k->session->rules, &k->ticket,
	    tk_session_now(k->session), 0, &k->clocks, NULL) < 0)
		return k->place;
	return tk_clock_any(&k->clocks) ? TK_IN_OPEN : TK_IN_CLOSED;
}

static int
read_rows(struct tk_checker *k, struct tk_error *err)
{
	return tk_ticket_parse(&k->ticket, k->schema, k->data.data,
	    k->data.len, err) < 0 ? -1 : tk_state_fold(&k->state, &k->ticket,
	    err);
}

/* Reads it; what looks as if somebody were writing to it is read once more
 * under its lock. */
static int
read_ticket(struct tk_checker *k, const char *number, struct tk_error *err)
{
	struct tk_lock lock;
	int rc;

	if (tk_store_read(k->store, number, &k->data, &k->place, err) < 0 ||
	    read_rows(k, err) < 0)
		return -1;
	if (k->ticket.tail == 0 && rightful(k) == k->place &&
	    !twice(k, number))
		return 0;
	if (tk_lock_look(&lock, k->store, number, WAIT, &k->data, err) < 0)
		return -1;
	k->place = lock.place;
	rc = read_rows(k, err);
	tk_lock_close(&lock, NULL);
	return rc;
}

static void
mend_tail(struct tk_checker *k, const char *file, const char *number)
{
	struct tk_ticket t = {0};
	char lost[TK_PATH_SIZE];
	struct tk_error err;
	struct tk_lock lock;

	if (tk_lock_open(&lock, k->store, number, WAIT, &t, k->schema, lost,
	    &err) < 0) {
		tk_checker_failed(k, &err);
	} else {
		if (fsync(lock.fd) == 0 && tk_lock_close(&lock, &err) == 0 &&
		    lost[0] != '\0')
			tk_checker_mended(k, file, "a torn tail of %zu bytes; "
			    "it is %s now", k->ticket.tail, lost);
		tk_lock_close(&lock, NULL);
	}
	tk_ticket_free(&t);
}

static void
check_tail(struct tk_checker *k, const char *file, const char *number)
{
	if (k->ticket.tail == 0)
		return;
	if (k->check->repair)
		mend_tail(k, file, number);
	else
		tk_checker_fault(k, file, "a torn tail of %zu bytes, left by "
		    "a command that died; 'tk-check -r' sets it aside",
		    k->ticket.tail);
}

static void
ignore(void *data, const struct tk_outcome *o)
{
	(void)data;
	(void)o;
}

/* The batch that moves a ticket to where its rows say: a note of nothing. */
static void
mend_place(struct tk_checker *k, const char *file, const char *number,
    enum tk_place to)
{
	const struct tk_change nothing = {.verb = TK_DO_NOTE};
	struct tk_error err;
	char path[TK_PATH_SIZE];

	if ((k->batch == NULL && tk_batch_open(&k->batch, k->session, ignore,
	    NULL, &err) < 0) ||
	    tk_batch_add(k->batch, &nothing, number, &err) < 0 ||
	    tk_batch_flush(k->batch, &err) < 0) {
		tk_checker_failed(k, &err);
		return;
	}
	tk_checker_mended(k, file, "in the wrong folder; it is %s now",
	    tk_store_path(path, to, number));
}

static void
check_place(struct tk_checker *k, const char *file, const char *number)
{
	enum tk_place to = rightful(k);

	if (to == k->place)
		return;
	if (k->check->repair)
		mend_place(k, file, number, to);
	else
		tk_checker_fault(k, file, "%s; 'tk-check -r' moves it to %s",
		    to == TK_IN_CLOSED ? "closed, and no clock runs" :
		    tk_state_status(&k->state, &k->ticket) == TK_CLOSED ?
		    "a clock still runs" : "not closed",
		    to == TK_IN_CLOSED ? "closed/" : "open/");
}

/* In both folders: commands find the one in open/ only. The other is set
 * aside when it says nothing that the first does not say. */
static int
check_twice(struct tk_checker *k, const char *number)
{
	struct tk_buf other = TK_BUF_INIT;
	char path[TK_PATH_SIZE], name[TK_NUMBER_SIZE + 4], to[TK_PATH_SIZE];
	struct tk_error err;
	int rc = -1;

	if (!twice(k, number))
		return 0;
	tk_store_path(path, TK_IN_CLOSED, number);
	snprintf(name, sizeof name, "%s.csv", number);
	if (tk_sys_read_file(k->store->fd, path, &other, (size_t)256 << 20,
	    &err) < 0) {
		tk_checker_failed(k, &err);
	} else if (!k->check->repair || other.len > k->data.len ||
	    memcmp(other.data, k->data.data, other.len) != 0) {
		tk_checker_fault(k, path, "in open/ too, and only that one "
		    "counts; compare them, move one to lost/");
	} else if (tk_store_aside(k->store, path, name, to, &err) < 0) {
		tk_checker_failed(k, &err);
	} else {
		tk_checker_mended(k, path, "in open/ too, with the same rows; "
		    "it is %s now", to);
		rc = 0;
	}
	tk_buf_free(&other);
	return rc;
}

void
tk_check_ticket(struct tk_checker *k, const char *number)
{
	struct tk_error err;
	char file[TK_PATH_SIZE];

	if (read_ticket(k, number, &err) < 0) {
		tk_checker_failed(k, &err);
		return;
	}
	tk_store_path(file, k->place, number);
	k->check->open += k->place == TK_IN_OPEN;
	k->check->closed += k->place == TK_IN_CLOSED;
	k->check->rows += k->ticket.rows;
	tk_check_rows(k, file, number);
	check_attachments(k, file, number);
	check_ref(k, file, number);
	check_tail(k, file, number);
	if (check_twice(k, number) == 0)
		check_place(k, file, number);
}
