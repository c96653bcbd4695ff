/* checklater.c - an archived ticket and what came of it: its live file, or the
 * one of a later month, must begin with it. */
#include <stdio.h>
#include <string.h>

#include "store/aside.h"
#include "store/lock.h"
#include "check.h"
#include "grown.h"

#define WAIT 1000		/* milliseconds for one who writes to a ticket */

struct later {
	struct tk_checker *k;
	const char *file;		/* of the month */
	struct tk_buf now, why;
};

/* Sets a live file aside that ends before the archived one does. A writer who
 * waits for its lock looks for the ticket again. 1: done. */
static int
mend_shorter(struct later *l, const char *number, struct tk_error *err)
{
	char path[TK_PATH_SIZE], name[TK_NUMBER_SIZE + 4], to[TK_PATH_SIZE];
	struct tk_checker *k = l->k;
	enum tk_grown grown;
	struct tk_lock lock;
	int rc;

	if (tk_lock_look(&lock, k->store, number, WAIT, &l->now, err) < 0)
		return -1;
	tk_store_path(path, lock.place, number);
	snprintf(name, sizeof name, "%s.csv", number);
	rc = tk_grown(&k->data, &l->now, &grown, &l->why, err);
	if (rc == 0 && grown == TK_SHORTER)
		rc = tk_store_aside(k->store, path, name, to, err) < 0 ? -1 :
		    1;
	tk_lock_close(&lock, NULL);
	if (rc > 0)
		tk_checker_mended(k, path, "in %s too, with more rows; it is "
		    "%s now", l->file, to);
	return rc;
}

/* What came of an archived ticket, in k->data, must begin with it. 1: it is
 * to be looked at again. */
static int
look(struct later *l, const char *number, struct tk_error *err)
{
	char path[TK_PATH_SIZE + TK_NUMBER_SIZE];
	struct tk_checker *k = l->k;
	enum tk_grown grown;
	enum tk_place place;
	int newest;

	if (tk_store_read(k->store, number, &l->now, &place, err) < 0 ||
	    tk_grown(&k->data, &l->now, &grown, &l->why, err) < 0)
		return -1;
	if (grown == TK_GROWN)
		return 0;
	newest = tk_index_find(&k->newest, number, strlen(number));
	if (place != TK_IN_ARCHIVE)
		tk_store_path(path, place, number);
	else
		snprintf(path, sizeof path, "archive/%s.csv: %s",
		    k->holding[newest].name, number);
	if (grown == TK_CHANGED || place == TK_IN_ARCHIVE)
		tk_checker_fault(k, path, "does not begin as %s has it: %s; "
		    "compare both with a backup", l->file, l->why.data);
	else if (k->check->repair)
		return mend_shorter(l, number, err);
	else
		tk_checker_fault(k, path, "in %s too, with more rows, and "
		    "only this one counts; 'tk-check -r' sets it aside",
		    l->file);
	return 0;
}

int
tk_check_later(struct tk_checker *k, const char *file, const char *number,
    struct tk_error *err)
{
	struct later l = {.k = k, .file = file};
	int rc;

	while ((rc = look(&l, number, err)) > 0)
		;
	tk_buf_free(&l.now);
	tk_buf_free(&l.why);
	return rc;
}
