/* checkarchive.c - what the months of archive/ hold, and what lies there and
 * should not. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/summary.h"
#include "check.h"

#define PATH 600
#define MAX_MONTH ((size_t)16 << 30)

/* ---- what they hold ---------------------------------------------------- */

static int
by_place(const void *a, const void *b)
{
	const struct tk_lot *x = a, *y = b;
	int order = tk_number_compare(x->number, y->number);

	return order != 0 ? order : (x->offset > y->offset) -
	    (x->offset < y->offset);
}

static int
learn_month(struct tk_checker *k, const char *name, struct tk_error *err)
{
	struct tk_holding *h = &k->holding[k->holdings];
	char path[TK_PATH_SIZE];

	memcpy(h->name, name, sizeof h->name);
	if (tk_sys_read_file(k->store->fd, tk_month_path(path, name, ""),
	    &k->data, MAX_MONTH, err) < 0)
		return -1;
	k->holdings++;
	if (tk_lots_find(&h->lots, k->data.data, k->data.len, err) < 0)
		return -1;
	if (h->lots.count > 1)
		qsort(h->lots.lot, h->lots.count, sizeof *h->lots.lot,
		    by_place);
	return 0;
}

/* Of each number the newest and the oldest month. */
static int
index_all(struct tk_checker *k, struct tk_error *err)
{
	const struct tk_lots *l;
	size_t i, j, n = 0;

	for (i = 0; i < k->holdings; i++)
		n += k->holding[i].lots.count;
	if (tk_index_make(&k->newest, n + 1) < 0 ||
	    tk_index_make(&k->oldest, n + 1) < 0)
		return tk_error_memory(err);
	for (i = 0; i < k->holdings; i++)
		for (l = &k->holding[i].lots, j = 0; j < l->count; j++)
			tk_index_add(&k->newest, l->lot[j].number, (int)i);
	while (i-- > 0)
		for (l = &k->holding[i].lots, j = 0; j < l->count; j++)
			tk_index_add(&k->oldest, l->lot[j].number, (int)i);
	return 0;
}

static int
lock_archive(struct tk_checker *k, struct tk_error *err)
{
	k->archive = tk_sys_open_dir(k->store->fd, "archive", err);
	if (k->archive < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	return tk_sys_lock(k->archive, "archive", TK_LOCK_WAIT, err) < 0 ?
	    -1 : 1;
}

void
tk_check_archive_open(struct tk_checker *k)
{
	struct tk_months months = {NULL, 0};
	struct tk_error err;
	size_t i;
	int rc = lock_archive(k, &err);

	if (rc > 0)
		rc = tk_months_list(&months, k->store, &err);
	if (rc == 0 && months.count > 0 && (k->holding = calloc(months.count,
	    sizeof *k->holding)) == NULL)
		rc = tk_error_memory(&err);
	for (i = 0; rc == 0 && i < months.count; i++)
		if (learn_month(k, months.name[i], &err) < 0) {
			tk_checker_failed(k, &err);
			k->unsure = 1;
		}
	if (rc == 0)
		rc = index_all(k, &err);
	if (rc < 0) {
		tk_checker_failed(k, &err);
		k->unsure = 1;
		tk_check_archive_close(k);
	}
	tk_months_free(&months);
}

void
tk_check_archive_close(struct tk_checker *k)
{
	if (k->archive >= 0)
		close(k->archive);
	k->archive = -1;
}

/* ---- what lies there --------------------------------------------------- */

/* Is it a file of a month? Of a derived one there must be the month. */
static int
month_file(struct tk_checker *k, const struct tk_names *names,
    const char *name)
{
	char month[TK_MONTH_SIZE], file[TK_MONTH_SIZE + 8];

	snprintf(month, sizeof month, "%.7s", name);
	if (!tk_month_valid(month))
		return 0;
	snprintf(file, sizeof file, "%s.csv", month);
	if (strcmp(name, file) == 0)
		return 1;
	if (strcmp(name + 7, ".summary.csv") != 0 &&
	    strcmp(name + 7, ".zone.csv") != 0)
		return 0;
	if (!tk_checker_has(names, file)) {
		char path[PATH];

		k->unsure = 1;
		snprintf(path, sizeof path, "archive/%s", name);
		tk_checker_fault(k, path, "made of %s, which is not there; "
		    "put that back from a backup, or move this to lost/",
		    file);
	}
	return 1;
}

static int
is_temporary(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, ".tmp") == 0;
}

void
tk_check_archive(struct tk_checker *k)
{
	struct tk_names names;
	char path[PATH];
	size_t i;

	tk_checker_list(k, "archive", &names);
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "archive/%s", names.name[i]);
		if (is_temporary(names.name[i])) {
			if (tk_checker_old(k, path))
				tk_checker_aside(k, path, "a temporary file, "
				    "left over by a command that died");
		} else if (!month_file(k, &names, names.name[i])) {
			tk_checker_fault(k, path, "not a month; move it "
			    "away");
		}
	}
	tk_names_free(&names);
	for (i = k->archive < 0 ? 0 : k->holdings; i-- > 0;)
		tk_check_month(k, i);
}
