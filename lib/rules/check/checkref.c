/* checkref.c - ref/: outside keys whose tickets are not there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/claim.h"
#include "check.h"

#define PATH 600

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
	char number[TK_NUMBER_SIZE];
	struct tk_error err;
	int pass;

	for (pass = 0; pass < 2; pass++) {
		if (!read_claim(k, path, number))
			return;
		if (number[0] != '\0' && !tk_checker_gone(k, number)) {
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
	if (number[0] == '\0')
		tk_checker_aside(k, path, "holds no number");
	else
		tk_checker_aside(k, path, "a key of %s, which is not there",
		    number);
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
	tk_checker_list(k, "ref", &folders);
	for (i = 0; i < folders.count; i++) {
		snprintf(folder, sizeof folder, "ref/%.250s",
		    folders.name[i]);
		tk_checker_list(k, folder, &names);
		for (j = 0; j < names.count; j++) {
			snprintf(path, sizeof path, "%s/%s", folder,
			    names.name[j]);
			k->check->claims++;
			if (!tk_checker_temporary(k, path, names.name[j]))
				check_claim(k, path, &lock);
		}
		tk_names_free(&names);
	}
	tk_names_free(&folders);
	if (lock >= 0)
		close(lock);
}
