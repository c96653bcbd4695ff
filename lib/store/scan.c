#include "scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "claim.h"
#include "fold.h"

#define MAX_LISTED 20	/* of several tickets that a tail may mean */

int
tk_number_compare(const char *a, const char *b)
{
	const char *da = strpbrk(a, "0123456789");
	const char *db = strpbrk(b, "0123456789");
	size_t la, lb;
	int d;

	if (da == NULL || db == NULL)
		return strcmp(a, b);
	d = strncmp(da, db, 8);
	if (d != 0)
		return d;
	la = strlen(da);
	lb = strlen(db);
	if (la != lb)
		return la < lb ? -1 : 1;
	d = strcmp(da, db);
	return d != 0 ? d : strcmp(a, b);
}

static int
compare(const void *a, const void *b)
{
	return tk_number_compare(a, b);
}

static int
append(struct tk_scan *scan, const char *number)
{
	size_t size = scan->size > 0 ? 2 * scan->size : 256;
	void *grown;

	if (scan->count == scan->size) {
		grown = realloc(scan->number, size * sizeof *scan->number);
		if (grown == NULL)
			return -1;
		scan->number = grown;
		scan->size = size;
	}
	strcpy(scan->number[scan->count++], number);
	return 0;
}

static int
add(struct tk_scan *scan, const char *name, const char *day)
{
	const char *dot = strrchr(name, '.');
	size_t len = dot == NULL ? 0 : (size_t)(dot - name);
	char number[TK_NUMBER_SIZE], d[11];

	if (len == 0 || len >= sizeof number || strcmp(dot, ".csv") != 0)
		return 0;
	memcpy(number, name, len);
	number[len] = '\0';
	if (!tk_number_valid(number, d) || strcmp(d, day) != 0)
		return 0;
	return append(scan, number);
}

/* In order, each once. */
static void
sort(struct tk_scan *scan)
{
	size_t i, n;

	if (scan->count > 1)
		qsort(scan->number, scan->count, sizeof *scan->number,
		    compare);
	for (i = n = 0; i < scan->count; i++)
		if (n == 0 || strcmp(scan->number[n - 1], scan->number[i]) !=
		    0)
			memmove(scan->number[n++], scan->number[i],
			    sizeof *scan->number);
	scan->count = n;
}

static int
add_folder(struct tk_scan *scan, const struct tk_store *s, const char *folder,
    struct tk_error *err)
{
	struct tk_names days, names;
	char path[300];
	size_t i, j;
	int rc = 0;

	if (tk_sys_names(s->fd, folder, &days, err) < 0)
		return -1;
	for (i = 0; rc == 0 && i < days.count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, days.name[i]);
		if (strlen(days.name[i]) != 10)
			continue;
		rc = tk_sys_names(s->fd, path, &names, err);
		for (j = 0; rc == 0 && j < names.count; j++)
			if (add(scan, names.name[j], days.name[i]) < 0)
				rc = tk_error_memory(err);
		if (rc == 0)
			tk_names_free(&names);
	}
	tk_names_free(&days);
	return rc;
}

int
tk_scan_open(struct tk_scan *out, const struct tk_store *s, int closed,
    struct tk_error *err)
{
	struct tk_scan scan = {NULL, 0, 0};

	if (add_folder(&scan, s, "open", err) < 0 || (closed &&
	    (add_folder(&scan, s, "closed", err) < 0 ||
	    add_folder(&scan, s, "open", err) < 0))) {
		tk_scan_free(&scan);
		return -1;
	}
	sort(&scan);
	*out = scan;
	return 0;
}

void
tk_scan_free(struct tk_scan *scan)
{
	free(scan->number);
	memset(scan, 0, sizeof *scan);
}

static void
add_subject(struct tk_buf *b, const struct tk_store *s, const char *number)
{
	struct tk_schema *schema = tk_schema_new();
	struct tk_buf data = TK_BUF_INIT;
	struct tk_ticket t = {0};
	struct tk_state state = {0};
	const char *v = NULL;
	int field;

	if (schema != NULL &&
	    (field = tk_schema_add(schema, "subject", TK_FOLD_ONE)) >= 0 &&
	    tk_store_read(s, number, &data, NULL, NULL) == 0 &&
	    tk_ticket_parse(&t, schema, data.data, data.len, NULL) == 0 &&
	    tk_state_fold(&state, &t, NULL) == 0)
		v = tk_state_value(&state, &t, (unsigned)field);
	tk_buf_printf(b, "\n  %s  %s", number, v == NULL ? "" : v);
	tk_state_free(&state);
	tk_ticket_free(&t);
	tk_buf_free(&data);
	tk_schema_free(schema);
}

static int
several(const struct tk_store *s, const struct tk_scan *scan, const char *word,
    const size_t *hit, size_t hits, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	size_t i;

	for (i = 0; i < hits && i < MAX_LISTED; i++)
		add_subject(&b, s, scan->number[hit[i]]);
	if (hits > MAX_LISTED)
		tk_buf_printf(&b, "\n  and %zu more", hits - MAX_LISTED);
	tk_error_set(err, TK_REFUSED, "%s: %zu tickets end so; type more of "
	    "the number:%s", word, hits, b.data == NULL ? "" : b.data);
	tk_buf_free(&b);
	return -1;
}

struct tails {
	struct tk_scan *scan;
	const char *tail;
};

static int
append_archived(void *data, const struct tk_month *m,
    const struct tk_lot *lot, struct tk_error *err)
{
	struct tails *t = data;
	size_t len = strlen(lot->number), n = strlen(t->tail);

	(void)m;
	if (len < n || strcmp(lot->number + len - n, t->tail) != 0)
		return 0;
	return append(t->scan, lot->number) < 0 ? tk_error_memory(err) : 0;
}

/* The numbers of one folder (NULL: the archive) that end in word: 1 found,
 * 0 none, -1. */
static int
by_tail(const struct tk_store *s, const char *folder, const char *word,
    char number[TK_NUMBER_SIZE], struct tk_error *err)
{
	struct tk_scan scan = {NULL, 0, 0};
	struct tails tails = {&scan, word};
	size_t *hit = NULL, hits = 0, i, len, n = strlen(word);
	int rc = -1;

	if (folder == NULL ? tk_archive_each(s, "", append_archived, &tails,
	    err) < 0 : add_folder(&scan, s, folder, err) < 0)
		goto done;
	sort(&scan);
	hit = malloc((scan.count + 1) * sizeof *hit);
	if (hit == NULL) {
		tk_error_memory(err);
		goto done;
	}
	for (i = 0; i < scan.count; i++) {
		len = strlen(scan.number[i]);
		if (len >= n && strcmp(scan.number[i] + len - n, word) == 0)
			hit[hits++] = i;
	}
	if (hits == 1)
		memcpy(number, scan.number[hit[0]], TK_NUMBER_SIZE);
	rc = hits > 1 ? several(s, &scan, word, hit, hits, err) : (int)hits;
done:
	free(hit);
	tk_scan_free(&scan);
	return rc;
}

int
tk_store_resolve(const struct tk_store *s, const char *word, int tails,
    char number[TK_NUMBER_SIZE], struct tk_error *err)
{
	enum tk_place place;
	size_t len = strlen(word);
	struct tk_error why;
	int rc = 0;

	if (len < TK_NUMBER_SIZE && tk_number_valid(word, NULL)) {
		if (tk_store_find(s, word, &place, &why) == 0) {
			memcpy(number, word, len + 1);
			return 0;
		}
		if (why.code != TK_REFUSED)
			return tk_error_set(err, why.code, "%s", why.message);
	}
	if (len > 0)
		rc = tk_claim_find(s, word, number, err);
	if (rc == 0 && tails && len > 0 && len < TK_NUMBER_SIZE &&
	    strspn(word, "0123456789") == len) {
		rc = by_tail(s, "open", word, number, err);
		if (rc == 0)
			rc = by_tail(s, "closed", word, number, err);
		if (rc == 0)
			rc = by_tail(s, NULL, word, number, err);
	}
	if (rc != 0)
		return rc > 0 ? 0 : -1;
	return tk_error_set(err, TK_REFUSED, "%s: no such ticket; look for it "
	    "with 'tk-list status=all'", word);
}
