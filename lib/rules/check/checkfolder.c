/* checkfolder.c - what lies in the folders of a store and should not. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/aside.h"
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
	char *copy;
	int i, n;

	names->name = NULL;
	names->count = 0;
	n = scandirat(k->store->fd, path, &d, no_dots, by_bytes);
	if (n <= 0)
		return n == 0 || errno == ENOENT ? 0 : -1;
	names->name = calloc((size_t)n, sizeof *names->name);
	for (i = 0; i < n; i++) {
		copy = names->name == NULL ? NULL : strdup(d[i]->d_name);
		if (copy != NULL)
			names->name[names->count++] = copy;
		free(d[i]);
	}
	free(d);
	if (names->count == (size_t)n)
		return 0;
	tk_names_free(names);
	errno = ENOMEM;
	return -1;
}

int
tk_checker_list(struct tk_checker *k, const char *path, struct tk_names *names)
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

void
tk_checker_aside(struct tk_checker *k, const char *path, const char *fmt, ...)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	char to[TK_PATH_SIZE], what[512];
	struct tk_error err;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	if (!k->check->repair)
		tk_checker_fault(k, path, "%s; 'tk-check -r' sets it aside",
		    what);
	else if (tk_store_aside(k->store, path, name + strspn(name, "."), to,
	    &err) < 0)
		tk_checker_failed(k, &err);
	else
		tk_checker_mended(k, path, "%s; it is %s now", what, to);
}

int
tk_checker_temporary(struct tk_checker *k, const char *path,
    const char *name)
{
	if (!is_temporary(name))
		return 0;
	if (tk_checker_old(k, path))
		tk_checker_aside(k, path, "a temporary file, left over by a "
		    "command that died");
	return 1;
}

/* Temporary files right in a folder; folder "" is the store itself. */
static void
check_temporaries(struct tk_checker *k, const char *folder, int hidden)
{
	struct tk_names names;
	char path[PATH];
	size_t i;

	tk_checker_list(k, folder[0] == '\0' ? "." : folder, &names);
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "%s%s%s", folder,
		    folder[0] == '\0' ? "" : "/", names.name[i]);
		if (!hidden || names.name[i][0] == '.')
			tk_checker_temporary(k, path, names.name[i]);
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
	if (tk_checker_list(k, path, &names) < 0)
		return;
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "%s/%s/%s", folder, day,
		    names.name[i]);
		if (tk_checker_temporary(k, path, names.name[i]))
			continue;
		if (!ticket_name(names.name[i], number, d))
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

	if (tk_checker_list(k, folder, &days) < 0)
		return;
	for (i = 0; i < days.count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, days.name[i]);
		if (!tk_checker_temporary(k, path, days.name[i]))
			check_day(k, folder, days.name[i]);
	}
	tk_names_free(&days);
}

/* ---- files/ ------------------------------------------------------------ */

static void
check_files(struct tk_checker *k)
{
	struct tk_names names;
	char path[PATH];
	size_t i;

	tk_checker_list(k, "files", &names);
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "files/%s", names.name[i]);
		check_temporaries(k, path, 1);
		if (tk_checker_gone(k, names.name[i]) &&
		    tk_checker_old(k, path))
			tk_checker_fault(k, path, "attachments of a ticket "
			    "that is not there; move them to lost/");
	}
	tk_names_free(&names);
}

/* ---- numbers/ ---------------------------------------------------------- */

static void
check_numbers(struct tk_checker *k)
{
	struct tk_names names;
	char path[PATH];
	int64_t day;
	size_t i;

	tk_checker_list(k, "numbers", &names);
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "numbers/%s", names.name[i]);
		if (!tk_checker_temporary(k, path, names.name[i]) &&
		    tk_day_parse(names.name[i], strlen(names.name[i]), &day) <
		    0)
			tk_checker_fault(k, path, "not the counter of a day; "
			    "move it away");
	}
	tk_names_free(&names);
}

void
tk_check_folders(struct tk_checker *k)
{
	check_temporaries(k, "", 0);
	check_temporaries(k, "rules", 0);
	check_temporaries(k, "mail", 0);
	check_temporaries(k, "mail/kept", 0);
	check_days(k, "open");
	check_days(k, "closed");
	check_files(k);
	check_numbers(k);
}
