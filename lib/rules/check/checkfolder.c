/* checkfolder.c - what lies in the folders of a store and should not. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/aside.h"
#include "store/claim.h"
#include "check.h"

#define PATH 600

static int
no_dots(const struct dirent *d)
{
	return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int
tk_checker_names(const struct tk_checker *k, const char *path,
    struct tk_names *names)
{
	struct dirent **d;
	int i, n;

	names->name = NULL;
	names->count = 0;
	n = scandirat(k->store->fd, path, &d, no_dots, by_bytes);
	if (n <= 0)
		return n == 0 || errno == ENOENT ? 0 : -1;
	names->name = calloc((size_t)n, sizeof *names->name);
	for (i = 0; i < n; i++) {
		if (names->name != NULL && (names->name[names->count] =
		    strdup(d[i]->d_name)) != NULL)
			names->count++;
		free(d[i]);
	}
	free(d);
	return 0;
}

/* The same, having said why not. */
static int
list(struct tk_checker *k, const char *path, struct tk_names *names)
{
	struct tk_error err;

	if (tk_checker_names(k, path, names) == 0)
		return 0;
	if (errno == ENOTDIR) {
		tk_checker_fault(k, path, "not a folder; move it away");
	} else {
		tk_error_errno(&err, TK_BAD, "cannot read folder \"%s/%s\"",
		    k->store->path, path);
		tk_checker_failed(k, &err);
	}
	return -1;
}

/* "….1234.tmp": what writers call a file before it is whole. */
static int
is_temporary(const char *name)
{
	size_t n = strlen(name), digits = 0;

	if (n < 6 || strcmp(name + n - 4, ".tmp") != 0)
		return 0;
	for (n -= 4; n > 0 && name[n - 1] >= '0' && name[n - 1] <= '9'; n--)
		digits++;
	return digits > 0 && n > 0 && name[n - 1] == '.';
}

static void
temporary(struct tk_checker *k, const char *path)
{
	const char *name = strrchr(path, '/');
	char to[TK_PATH_SIZE];
	struct tk_error err;

	if (!tk_checker_old(k, path))
		return;
	name = name == NULL ? path : name + 1;
	if (!k->check->repair)
		tk_checker_fault(k, path, "a temporary file, left over by a "
		    "command that died; 'tk-check -r' sets it aside");
	else if (tk_store_aside(k->store, path, name + strspn(name, "."), to,
	    &err) < 0)
		tk_checker_failed(k, &err);
	else
		tk_checker_mended(k, path, "a temporary file, left over by a "
		    "command that died; it is %s now", to);
}

/* Temporary files right in a folder; folder "" is the store itself. */
static void
check_temporaries(struct tk_checker *k, const char *folder, int hidden)
{
	struct tk_names names;
	char path[PATH];
	size_t i;

	list(k, folder[0] == '\0' ? "." : folder, &names);
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "%s%s%s", folder,
		    folder[0] == '\0' ? "" : "/", names.name[i]);
		if (is_temporary(names.name[i]) &&
		    (!hidden || names.name[i][0] == '.'))
			temporary(k, path);
	}
	tk_names_free(&names);
}

/* ---- open/ and closed/ ------------------------------------------------- */

/* The number of "NUMBER.csv" and its day: 1, else 0. */
static int
ticket_name(const char *name, char number[TK_NUMBER_SIZE], char day[11])
{
	size_t n = strlen(name);

	if (n < 5 || n - 4 >= TK_NUMBER_SIZE ||
	    strcmp(name + n - 4, ".csv") != 0)
		return 0;
	memcpy(number, name, n - 4);
	number[n - 4] = '\0';
	return tk_number_valid(number, day);
}

static void
check_day(struct tk_checker *k, const char *folder, const char *day)
{
	char path[PATH], number[TK_NUMBER_SIZE], d[11];
	struct tk_names names;
	int64_t n;
	size_t i;

	snprintf(path, sizeof path, "%s/%s", folder, day);
	if (tk_day_parse(day, strlen(day), &n) < 0) {
		tk_checker_fault(k, path, "not the folder of a day; move it "
		    "away");
		return;
	}
	if (list(k, path, &names) < 0)
		return;
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "%s/%s/%s", folder, day,
		    names.name[i]);
		if (is_temporary(names.name[i]))
			temporary(k, path);
		else if (!ticket_name(names.name[i], number, d))
			tk_checker_fault(k, path, "not a ticket; move it "
			    "away");
		else if (strcmp(d, day) != 0)
			tk_checker_fault(k, path, "not of that day, so no "
			    "command finds it; move it to %s/%s/", folder, d);
	}
	tk_names_free(&names);
}

static void
check_days(struct tk_checker *k, const char *folder)
{
	struct tk_names days;
	char path[PATH];
	size_t i;

	if (list(k, folder, &days) < 0)
		return;
	for (i = 0; i < days.count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, days.name[i]);
		if (is_temporary(days.name[i]))
			temporary(k, path);
		else
			check_day(k, folder, days.name[i]);
	}
	tk_names_free(&days);
}

/* ---- files/ ------------------------------------------------------------ */

static void
check_files(struct tk_checker *k)
{
	struct tk_names names;
	enum tk_place place;
	char path[PATH];
	size_t i;

	list(k, "files", &names);
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "files/%s", names.name[i]);
		check_temporaries(k, path, 1);
		if (tk_store_find(k->store, names.name[i], &place, NULL) < 0 &&
		    tk_checker_old(k, path))
			tk_checker_fault(k, path, "attachments of a ticket "
			    "that is not there; move them to lost/");
	}
	tk_names_free(&names);
}

void
tk_check_folders(struct tk_checker *k)
{
	check_temporaries(k, "", 0);
	check_temporaries(k, "rules", 0);
	check_days(k, "open");
	check_days(k, "closed");
	check_files(k);
}

/* ---- ref/ -------------------------------------------------------------- */

/* The number a claim holds, "" if it is none; 0 when the file is gone. */
static int
read_claim(struct tk_checker *k, const char *path,
    char number[TK_NUMBER_SIZE])
{
	number[0] = '\0';
	if (tk_sys_read_file(k->store->fd, path, &k->data, 4096, NULL) < 0)
		return errno != ENOENT;
	k->data.data[strcspn(k->data.data, "\n")] = '\0';
	if (tk_number_valid(k->data.data, NULL))
		snprintf(number, TK_NUMBER_SIZE, "%s", k->data.data);
	return 1;
}

static int
by_key(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* An old claim for a ticket that has no such ref: its command died. */
static void
check_unused(struct tk_checker *k, const char *path, const char *number)
{
	if ((k->keys == 0 || bsearch(strrchr(path, '/') + 1, k->key, k->keys,
	    sizeof *k->key, by_key) == NULL) && tk_checker_old(k, path))
		tk_checker_fault(k, path, "a key that %s does not have; move "
		    "it to lost/", number);
}

/* A claim whose ticket is missing; nobody makes one while we hold the lock. */
static void
check_claim(struct tk_checker *k, const char *path, int *lock)
{
	char number[TK_NUMBER_SIZE], to[TK_PATH_SIZE], what[128];
	enum tk_place place;
	struct tk_error err;
	int pass;

	for (pass = 0; pass < 2; pass++) {
		if (!read_claim(k, path, number))
			return;
		if (number[0] != '\0' &&
		    tk_store_find(k->store, number, &place, NULL) == 0) {
			check_unused(k, path, number);
			return;
		}
		if (*lock < 0)
			*lock = tk_claim_lock(k->store, &err);
		if (*lock < 0) {
			tk_checker_failed(k, &err);
			return;
		}
	}
	snprintf(what, sizeof what, number[0] == '\0' ? "holds no number" :
	    "a key of %s, which is not there", number);
	if (!k->check->repair)
		tk_checker_fault(k, path, "%s; 'tk-check -r' sets it aside",
		    what);
	else if (tk_store_aside(k->store, path, strrchr(path, '/') + 1, to,
	    &err) < 0)
		tk_checker_failed(k, &err);
	else
		tk_checker_mended(k, path, "%s; it is %s now", what, to);
}

void
tk_check_claims(struct tk_checker *k)
{
	struct tk_names folders, names;
	char folder[300], path[PATH];
	int lock = -1;
	size_t i, j;

	if (k->keys > 1)
		qsort(k->key, k->keys, sizeof *k->key, by_key);
	list(k, "ref", &folders);
	for (i = 0; i < folders.count; i++) {
		snprintf(folder, sizeof folder, "ref/%.250s",
		    folders.name[i]);
		list(k, folder, &names);
		for (j = 0; j < names.count; j++) {
			snprintf(path, sizeof path, "%s/%s", folder,
			    names.name[j]);
			k->check->claims++;
			if (is_temporary(names.name[j]))
				temporary(k, path);
			else
				check_claim(k, path, &lock);
		}
		tk_names_free(&names);
	}
	tk_names_free(&folders);
	if (lock >= 0)
		close(lock);
}
