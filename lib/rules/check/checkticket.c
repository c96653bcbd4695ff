/* checkticket.c - one ticket: its tail, its place. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/aside.h"
#include "store/lock.h"
#include "check.h"

#define WAIT 1000	/* milliseconds for one who writes to it */

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
	if (k->place == TK_IN_ARCHIVE)
		return 0;
	if (k->ticket.tail == 0 && rightful(k) == k->place &&
	    !twice(k, number))
		return 0;
	if (tk_lock_look(&lock, k->store, number, WAIT, &k->data, err) < 0)
		return tk_store_find(k->store, number, &k->place, NULL) == 0 &&
		    k->place == TK_IN_ARCHIVE ? 0 : -1;
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

static int
begins_with(const struct tk_buf *b, const struct tk_buf *with)
{
	return with->len <= b->len && memcmp(b->data, with->data,
	    with->len) == 0;
}

/* Sets aside the one that says nothing that the other does not say: 1, 0:
 * each says something, -1. */
static int
mend_twice(struct tk_checker *k, const char *number,
    const struct tk_buf *closed, struct tk_error *err)
{
	char path[TK_PATH_SIZE], name[TK_NUMBER_SIZE + 4], to[TK_PATH_SIZE];
	struct tk_lock lock;
	int older, rc = 0;

	/* who waits to write to the one looks for the ticket again */
	if (tk_lock_look(&lock, k->store, number, WAIT, &k->data, err) < 0)
		return -1;
	older = !begins_with(&k->data, closed);
	tk_store_path(path, older ? TK_IN_OPEN : TK_IN_CLOSED, number);
	snprintf(name, sizeof name, "%s.csv", number);
	if (lock.place == TK_IN_OPEN && (!older || begins_with(closed,
	    &k->data)))
		rc = tk_store_aside(k->store, path, name, to, err) < 0 ? -1 :
		    1;
	tk_lock_close(&lock, NULL);
	if (rc > 0)
		tk_checker_mended(k, path, "in %s; it is %s now", older ?
		    "closed/ too, with more rows" :
		    "open/ too, with the same rows", to);
	return rc;
}

/* In both folders: commands find the one in open/ only. A copy made while a
 * ticket was being closed has both, and that in open/ may be the older. 1: one
 * was set aside; 0: there is but one; -1: both are left to people. */
static int
check_twice(struct tk_checker *k, const char *number)
{
	struct tk_buf other = TK_BUF_INIT;
	char closed[TK_PATH_SIZE];
	struct tk_error err;
	int rc;

	if (!twice(k, number))
		return 0;
	tk_store_path(closed, TK_IN_CLOSED, number);
	rc = tk_sys_read_file(k->store->fd, closed, &other, (size_t)256 << 20,
	    &err);
	if (rc == 0 && k->check->repair)
		rc = mend_twice(k, number, &other, &err);
	tk_buf_free(&other);
	if (rc == 0)
		tk_checker_fault(k, closed, "in open/ too, and only that one "
		    "counts; compare them, move one to lost/");
	else if (rc < 0)
		tk_checker_failed(k, &err);
	return rc > 0 ? 1 : -1;
}

void
tk_check_content(struct tk_checker *k, const char *file, const char *number)
{
	k->check->rows += k->ticket.rows;
	tk_check_rows(k, file, number);
	tk_check_named(k, file, number);
	tk_check_note(k, number);
}

void
tk_check_ticket(struct tk_checker *k, const char *number)
{
	struct tk_error err;
	char file[TK_PATH_SIZE];
	int both = 0, rc;

	do {
		k->place = TK_IN_OPEN;
		rc = read_ticket(k, number, &err);
		if (rc == 0 && k->place == TK_IN_ARCHIVE)
			return;		/* since it was listed */
	} while (rc == 0 && (both = check_twice(k, number)) > 0);
	if (rc < 0) {
		tk_checker_failed(k, &err);
		return;
	}
	tk_store_path(file, k->place, number);
	k->check->open += k->place == TK_IN_OPEN;
	k->check->closed += k->place == TK_IN_CLOSED;
	tk_check_content(k, file, number);
	check_tail(k, file, number);
	if (both == 0)
		check_place(k, file, number);
}
