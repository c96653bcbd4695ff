/* checknamed.c - what a ticket names that lies elsewhere: attachments, keys,
 * messages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/claim.h"
#include "check.h"

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
		tk_checker_fault(k, place, "%s/%.*s is not there; put it "
		    "back, or void the row", dir, tk_text_cut(name, 120),
		    name);
	}
	check_unnamed(k, dir, &have);
	tk_names_free(&have);
}

/* Is the key claimed for that ticket, which is there? */
static int
has_claim(const struct tk_checker *k, const char *ref, const char *number)
{
	char path[TK_PATH_SIZE], hex[TK_SHA256_HEX];
	struct tk_buf b = TK_BUF_INIT;
	int own;

	tk_sha256_hex(hex, ref, strlen(ref));
	snprintf(path, sizeof path, "ref/%.2s/%s", hex, hex);
	own = tk_sys_read_file(k->store->fd, path, &b, 4096, NULL) == 0 &&
	    b.len == strlen(number) + 1 &&
	    memcmp(b.data, number, b.len - 1) == 0;
	tk_buf_free(&b);
	return own;
}

/* Its ref must be claimed for it, else the key would make a second one. */
static void
check_ref(struct tk_checker *k, const char *file, const char *number)
{
	char holder[TK_NUMBER_SIZE];
	const char *ref;
	int field, rc, n;

	field = tk_ticket_find(&k->ticket, "ref", 3);
	if (field < 0)
		return;
	ref = tk_state_value(&k->state, &k->ticket, (unsigned)field);
	if (ref == NULL || has_claim(k, ref, number))
		return;
	n = tk_text_cut(ref, 200);
	rc = tk_claim_find(k->store, ref, holder, NULL);
	if (rc == 0)
		tk_checker_fault(k, file, "ref %.*s is not claimed in ref/; "
		    "claim it with 'tk-note ref=%.*s %s'", n, ref, n, ref,
		    number);
	else if (rc > 0 && strcmp(holder, number) != 0)
		tk_checker_fault(k, file, "ref %.*s belongs to %s; give one "
		    "of them another", n, ref, holder);
}

void
tk_check_named(struct tk_checker *k, const char *file, const char *number)
{
	check_attachments(k, file, number);
	check_ref(k, file, number);
}

/* ---- remembered -------------------------------------------------------- */

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
			if (p == NULL) {
				tk_error_memory(NULL);
				return;
			}
			k->key = p;
			k->key_size = size;
		}
		tk_sha256_hex(k->key[k->keys++], r->value, r->len);
	}
}

static int
is_hash(const struct tk_row *r)
{
	return r->len == TK_SHA256_HEX - 1 &&
	    strspn(r->value, "0123456789abcdef") == r->len;
}

/* Remembers every message that is a row of it. */
static void
note_mails(struct tk_checker *k, const char *number, unsigned field)
{
	struct tk_mailed *grown;
	const struct tk_row *r;
	size_t size;
	unsigned i;

	for (i = 0; i < k->ticket.rows; i++) {
		r = &k->ticket.row[i];
		if ((r->flags & TK_ROW_DAMAGED) != 0 || r->field != field ||
		    r->qualifier != NULL || !is_hash(r))
			continue;
		if (k->mails == k->mail_size) {
			size = k->mail_size > 0 ? 2 * k->mail_size : 64;
			grown = realloc(k->mailed, size * sizeof *grown);
			if (grown == NULL) {
				tk_error_memory(NULL);
				return;
			}
			k->mailed = grown;
			k->mail_size = size;
		}
		grown = &k->mailed[k->mails++];
		memcpy(grown->raw, r->value, sizeof grown->raw);
		strcpy(grown->number, number);
	}
}

void
tk_check_note(struct tk_checker *k, const char *number)
{
	int field = tk_ticket_find(&k->ticket, "ref", 3);

	if (field >= 0)
		note_keys(k, (unsigned)field);
	field = tk_ticket_find(&k->ticket, "raw", 3);
	if (field >= 0)
		note_mails(k, number, (unsigned)field);
}
