/* against.c - a store held against an older copy of itself: as facts are only
 * appended, every ticket must begin with its bytes of then. */
#include "against.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/archive.h"
#include "grown.h"

#define PATH 300
#define MAX_TICKET ((size_t)256 << 20)

/* ---- where tickets are now --------------------------------------------- */

static int
add_month(struct tk_against *a, const char *name, struct tk_error *err)
{
	struct tk_against_month *grown;

	if (a->months > 0 && strcmp(a->month[a->months - 1].name, name) == 0)
		return 0;
	grown = realloc(a->month, (a->months + 1) * sizeof *grown);
	if (grown == NULL)
		return tk_error_memory(err);
	a->month = grown;
	memset(&grown[a->months], 0, sizeof *grown);
	memcpy(grown[a->months++].name, name, TK_MONTH_SIZE);
	return 0;
}

static int
add_spot(void *data, const struct tk_month *m, const struct tk_lot *lot,
    struct tk_error *err)
{
	struct tk_against *a = data;
	size_t size = a->spot_size > 0 ? 2 * a->spot_size : 1024;
	struct tk_against_spot *grown;

	if (add_month(a, m->name, err) < 0)
		return -1;
	if (a->spots == a->spot_size) {
		grown = realloc(a->spot, size * sizeof *grown);
		if (grown == NULL)
			return tk_error_memory(err);
		a->spot = grown;
		a->spot_size = size;
	}
	a->spot[a->spots].lot = *lot;
	a->spot[a->spots++].month = (int)a->months - 1;
	return 0;
}

static int
learn(struct tk_against *a, struct tk_error *err)
{
	size_t i;

	if (tk_folders_open(&a->live, a->k.store, 1, err) < 0 ||
	    tk_archive_each(a->k.store, "", add_spot, a, err) < 0)
		return -1;
	if (tk_index_make(&a->where, a->spots + 1) < 0)
		return tk_error_memory(err);
	for (i = 0; i < a->spots; i++)	/* the newest month comes first */
		tk_index_add(&a->where, a->spot[i].lot.number, (int)i);
	return 0;
}

static int
find(const struct tk_against *a, const char *number)
{
	return tk_folders_have(&a->live, number) ? -1 :
	    tk_index_find(&a->where, number, strlen(number));
}

int
tk_against_gone(const struct tk_against *a, const char *number)
{
	enum tk_place place;
	struct tk_error err;

	return find(a, number) < 0 && tk_store_find(a->k.store, number,
	    &place, &err) < 0 && err.code == TK_REFUSED;
}

/* Its bytes now, into a->k.data; file says where they lie. */
static int
read_now(struct tk_against *a, const char *number, char file[PATH],
    struct tk_error *err)
{
	struct tk_against_month *m;
	char path[TK_PATH_SIZE];
	enum tk_place place;
	int i = find(a, number);

	if (i >= 0) {
		m = &a->month[a->spot[i].month];
		if (!m->is_open)
			m->is_open = tk_month_open(&m->month, a->k.store,
			    m->name, NULL) > 0;
		snprintf(file, PATH, "archive/%s.csv: %s", m->name, number);
		if (m->is_open && tk_month_ticket(&m->month, &a->spot[i].lot,
		    &a->k.data, NULL) == 0)
			return 0;	/* else it was packed anew since */
	}
	if (tk_store_read(a->k.store, number, &a->k.data, &place, err) < 0)
		return -1;
	if (place == TK_IN_ARCHIVE)
		snprintf(file, PATH, "%s, archived", number);
	else
		snprintf(file, PATH, "%s", tk_store_path(path, place, number));
	return 0;
}

/* ---- tickets as they were ---------------------------------------------- */

struct work {
	struct tk_against *a;
	struct tk_buf then, why;
};

/* The ticket, in w->then, that the copy has as `from`. */
static void
compare(struct work *w, const char *number, const char *from)
{
	struct tk_against *a = w->a;
	enum tk_grown grown;
	struct tk_error err;
	char file[PATH];

	if (read_now(a, number, file, &err) < 0) {
		if (err.code == TK_REFUSED)
			tk_checker_fault(&a->k, from, "%s is in the backup "
			    "and nowhere in this store; bring it back from "
			    "%s/%s", number, a->path, from);
		else
			tk_checker_failed(&a->k, &err);
		return;
	}
	if (tk_grown(&w->then, &a->k.data, &grown, &w->why, &err) < 0)
		tk_checker_failed(&a->k, &err);
	else if (grown != TK_GROWN)
		tk_checker_fault(&a->k, file, "%s; see %s/%s", w->why.data,
		    a->path, from);
}

static void
compare_day(struct work *w, const char *folder, const char *day,
    size_t *count)
{
	char dir[TK_PATH_SIZE], path[PATH], number[TK_NUMBER_SIZE];
	const struct tk_store *s = w->a->backup;
	struct tk_names names;
	struct tk_error err;
	size_t i, n;

	snprintf(dir, sizeof dir, "%s/%.20s", folder, day);
	if (tk_sys_names(s->fd, dir, &names, &err) < 0) {
		tk_checker_failed(&w->a->k, &err);
		return;
	}
	for (i = 0; i < names.count; i++) {
		n = strlen(names.name[i]);
		if (n < 5 || n - 4 >= sizeof number ||
		    strcmp(names.name[i] + n - 4, ".csv") != 0)
			continue;
		snprintf(number, sizeof number, "%.*s", (int)n - 4,
		    names.name[i]);
		snprintf(path, sizeof path, "%s/%s", dir, names.name[i]);
		if (!tk_number_valid(number, NULL))
			continue;
		++*count;
		if (tk_sys_read_file(s->fd, path, &w->then, MAX_TICKET,
		    &err) < 0)
			tk_checker_failed(&w->a->k, &err);
		else
			compare(w, number, path);
	}
	tk_names_free(&names);
}

static void
compare_folder(struct work *w, const char *folder, size_t *count)
{
	struct tk_names days;
	struct tk_error err;
	size_t i;

	if (tk_sys_names(w->a->backup->fd, folder, &days, &err) < 0) {
		tk_checker_failed(&w->a->k, &err);
		return;
	}
	for (i = 0; i < days.count; i++)
		compare_day(w, folder, days.name[i], count);
	tk_names_free(&days);
}

static int
compare_archived(void *data, const struct tk_month *m,
    const struct tk_lot *lot, struct tk_error *err)
{
	struct work *w = data;
	struct tk_error why;
	char path[TK_PATH_SIZE];

	(void)err;
	w->a->k.check->archived++;
	if (tk_month_ticket(m, lot, &w->then, &why) < 0)
		tk_checker_failed(&w->a->k, &why);
	else
		compare(w, lot->number, tk_month_path(path, m->name, ""));
	return 0;
}

static void
compare_tickets(struct tk_against *a)
{
	struct work w = {.a = a};
	struct tk_error err;

	compare_folder(&w, "open", &a->k.check->open);
	compare_folder(&w, "closed", &a->k.check->closed);
	if (tk_archive_each(a->backup, "", compare_archived, &w, &err) < 0)
		tk_checker_failed(&a->k, &err);
	tk_buf_free(&w.then);
	tk_buf_free(&w.why);
}

/* ---- all --------------------------------------------------------------- */

static int
open_backup(struct tk_against *a, struct tk_error *err)
{
	struct stat here, there;

	if (tk_store_open(&a->backup, a->path, err) < 0)
		return -1;
	if (fstat(a->k.store->fd, &here) == 0 &&
	    fstat(a->backup->fd, &there) == 0 &&
	    here.st_dev == there.st_dev && here.st_ino == there.st_ino)
		return tk_error_set(err, TK_BAD, "\"%s\" is the store itself; "
		    "name a copy of it", a->path);
	return 0;
}

int
tk_session_against(struct tk_session *s, const char *backup,
    struct tk_check *c, struct tk_error *err)
{
	struct tk_against a = {.k = {.session = s, .store = s->store,
	    .check = c, .archive = -1}, .path = backup};
	int rc = -1;
	size_t i;

	c->open = c->closed = c->archived = c->rows = c->files = 0;
	c->claims = c->messages = c->days = 0;
	if (open_backup(&a, err) == 0 && learn(&a, err) == 0) {
		compare_tickets(&a);
		tk_against_files(&a);
		rc = 0;
	}
	tk_folders_free(&a.live);
	tk_index_free(&a.where);
	free(a.spot);
	for (i = 0; i < a.months; i++)
		if (a.month[i].is_open)
			tk_month_close(&a.month[i].month);
	free(a.month);
	tk_buf_free(&a.k.data);
	tk_store_close(a.backup);
	return rc;
}
