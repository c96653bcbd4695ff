/* checkmail.c - mail/: messages, the claims of their Message-IDs, and the
 * tickets they are rows of. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/aside.h"
#include "store/mailroom.h"
#include "check.h"

#define PATH 600
#define HASH 64			/* digits */

struct mail {
	struct tk_checker *k;
	struct tk_names raw, waiting;	/* "HASH.eml", sorted */
	char (*claimed)[TK_SHA256_HEX];	/* messages that a claim names */
	size_t claims, claim_size;
	char (*doubt)[TK_SHA256_HEX];	/* claims to be looked at once more */
	size_t doubts, doubt_size;	/* while no import is at work */
	int lock;
};

/* ---- names ------------------------------------------------------------- */

/* HASH, and behind it just that. */
static int
is_hash(const char *name, const char *suffix)
{
	return strspn(name, "0123456789abcdef") == HASH &&
	    strcmp(name + HASH, suffix) == 0;
}

static int
has_message(const struct tk_names *names, const char *hash)
{
	char name[HASH + 8];

	snprintf(name, sizeof name, "%.64s.eml", hash);
	return tk_checker_has(names, name);
}

/* Lists a folder, and says what is no message in it. */
static void
list_messages(struct tk_checker *k, const char *folder, const char *beside,
    struct tk_names *names)
{
	char path[PATH];
	size_t i;

	tk_checker_list(k, folder, names);
	for (i = 0; i < names->count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names->name[i]);
		if (!tk_checker_temporary(k, path, names->name[i]) &&
		    !is_hash(names->name[i], ".eml") &&
		    !is_hash(names->name[i], beside))
			tk_checker_fault(k, path, "no message; move it away");
	}
}

/* One import at a time is at work: not now. */
static int
lock_mail(struct mail *m)
{
	struct tk_error err;

	if (m->lock >= 0)
		return 0;
	m->lock = tk_sys_open_dir(m->k->store->fd, "mail/new", &err);
	if (m->lock < 0 && errno == ENOENT)	/* then there never was one */
		m->lock = tk_sys_open_dir(m->k->store->fd, "mail", &err);
	if (m->lock >= 0 && tk_sys_lock(m->lock, "mail/new", TK_LOCK_WAIT,
	    &err) == 0)
		return 0;
	tk_checker_failed(m->k, &err);
	return -1;
}

/* ---- messages ---------------------------------------------------------- */

/* Is its name the hash of its bytes? */
static void
check_bytes(struct mail *m, const char *path, const char *name)
{
	unsigned char digest[TK_SHA256_SIZE];
	char block[65536], hex[TK_SHA256_HEX];
	struct tk_sha256 sha;
	ssize_t n = -1;
	int fd;

	fd = tk_sys_open(m->k->store->fd, path, O_RDONLY | O_NONBLOCK, 0);
	if (fd < 0 && errno == ENOENT)
		return;
	tk_sha256_begin(&sha);
	while (fd >= 0 && (n = read(fd, block, sizeof block)) > 0)
		tk_sha256_add(&sha, block, (size_t)n);
	if (n < 0) {
		struct tk_error err;

		tk_error_errno(&err, TK_BAD, "cannot read \"%s/%s\"",
		    m->k->store->path, path);
		tk_checker_failed(m->k, &err);
	}
	if (fd >= 0)
		close(fd);
	tk_sha256_end(&sha, digest);
	if (n == 0 && strncmp(tk_sha256_digits(hex, digest), name, HASH) != 0)
		tk_checker_fault(m->k, path, "its bytes are not those that it "
		    "is named after; put it back from a backup");
}

static void
check_raw(struct mail *m)
{
	char path[PATH];
	size_t i;

	for (i = 0; i < m->raw.count; i++) {
		if (!is_hash(m->raw.name[i], ".eml"))
			continue;
		m->k->check->messages++;
		snprintf(path, sizeof path, "mail/raw/%s", m->raw.name[i]);
		check_bytes(m, path, m->raw.name[i]);
	}
}

static int
is_there(const struct mail *m, const char *path)
{
	return faccessat(m->k->store->fd, path, F_OK, AT_SYMLINK_NOFOLLOW) ==
	    0;
}

/* Messages in mail/new/ though nobody is at work. */
static void
check_waiting(struct mail *m)
{
	char path[PATH], raw[PATH];
	size_t i;

	for (i = 0; i < m->waiting.count; i++) {
		if (!is_hash(m->waiting.name[i], ".eml"))
			continue;
		snprintf(path, sizeof path, "mail/new/%s",
		    m->waiting.name[i]);
		snprintf(raw, sizeof raw, "mail/raw/%s", m->waiting.name[i]);
		if (lock_mail(m) < 0)
			return;
		if (!is_there(m, path))
			continue;
		if (is_there(m, raw))
			tk_checker_aside(m->k, path, "in mail/raw/ too, where "
			    "it belongs");
		else if (tk_checker_old(m->k, path))
			tk_checker_fault(m->k, path, "left by an import that "
			    "died; the next one takes it in: 'tk-import "
			    "/dev/null'");
	}
}

/* ---- claims ------------------------------------------------------------ */

static int
by_row(const void *a, const void *b)
{
	const struct tk_mailed *x = a, *y = b;
	int order = strcmp(x->raw, y->raw);

	return order != 0 ? order : strcmp(x->number, y->number);
}

static int
is_row(const struct tk_checker *k, const char *raw, const char *number)
{
	struct tk_mailed want;

	memcpy(want.raw, raw, sizeof want.raw);
	memcpy(want.number, number, sizeof want.number);
	return k->mails > 0 && bsearch(&want, k->mailed, k->mails,
	    sizeof *k->mailed, by_row) != NULL;
}

/* Is it a row of the ticket now? */
static int
is_row_now(struct mail *m, const struct tk_mail_claim *c)
{
	char row[HASH + 8];

	snprintf(row, sizeof row, ",raw,%.64s\n", c->raw);
	return tk_store_read(m->k->store, c->number, &m->k->data, NULL,
	    NULL) == 0 && memmem(m->k->data.data, m->k->data.len, row,
	    strlen(row)) != NULL;
}

/* One hash more in a list of them. */
static int
add(char (**list)[TK_SHA256_HEX], size_t *count, size_t *size,
    const char *hash)
{
	size_t wanted = *size > 0 ? 2 * *size : 256;
	void *grown;

	if (*count == *size) {
		grown = realloc(*list, wanted * sizeof **list);
		if (grown == NULL)
			return tk_error_memory(NULL);
		*list = grown;
		*size = wanted;
	}
	snprintf((*list)[(*count)++], TK_SHA256_HEX, "%.64s", hash);
	return 0;
}

static void
check_claim(struct mail *m, const char *path, const char *key)
{
	struct tk_checker *k = m->k;
	struct tk_mail_claim c;
	struct tk_error err;

	if (tk_mail_claim_read(k->store, key, &c, &err) <= 0 ||
	    add(&m->claimed, &m->claims, &m->claim_size, c.raw) < 0 ||
	    !is_row(k, c.raw, c.number))
		add(&m->doubt, &m->doubts, &m->doubt_size, key);
	else if (!has_message(&m->raw, c.raw) &&
	    !has_message(&m->waiting, c.raw))
		tk_checker_fault(k, path, "its message, a row of %s, is not "
		    "there; put mail/raw/%.64s.eml back from a backup",
		    c.number, c.raw);
}

static void
check_claims(struct mail *m)
{
	struct tk_names folders, names;
	char folder[300], path[PATH];
	size_t i, j;

	tk_checker_list(m->k, "mail/id", &folders);
	for (i = 0; i < folders.count; i++) {
		snprintf(folder, sizeof folder, "mail/id/%.250s",
		    folders.name[i]);
		tk_checker_list(m->k, folder, &names);
		for (j = 0; j < names.count; j++) {
			snprintf(path, sizeof path, "%s/%s", folder,
			    names.name[j]);
			if (tk_checker_temporary(m->k, path, names.name[j]))
				continue;
			if (is_hash(names.name[j], "") && strncmp(
			    folders.name[i], names.name[j], 2) == 0 &&
			    folders.name[i][2] == '\0')
				check_claim(m, path, names.name[j]);
			else
				tk_checker_fault(m->k, path, "not the claim "
				    "of a message; move it away");
		}
		tk_names_free(&names);
	}
	tk_names_free(&folders);
}

/* ---- claims whose import died ------------------------------------------ */

/* Where it waits already, as in a copy made while it was moved, the one in
 * mail/raw/ would keep the import from it. */
static int
move_back(struct mail *m, const char *raw, const char *new,
    struct tk_error *err)
{
	char lost[TK_PATH_SIZE];

	if (is_there(m, new))
		return tk_store_aside(m->k->store, raw, strrchr(raw, '/') + 1,
		    lost, err);
	return tk_store_make_dir(m->k->store, "mail/new", err) < 0 ? -1 :
	    tk_sys_move(m->k->store->fd, raw, new, err);
}

static void
put_back(struct mail *m, const char *path, const char *raw, const char *new,
    const char *why)
{
	struct tk_error err;

	if (!m->k->check->repair)
		tk_checker_fault(m->k, path, "%s; 'tk-check -r' puts the "
		    "message back into mail/new/, and the next tk-import "
		    "takes it in", why);
	else if (move_back(m, raw, new, &err) < 0)
		tk_checker_failed(m->k, &err);
	else
		tk_checker_mended(m->k, path, "%s; the message is %s now, and "
		    "the next tk-import takes it in", why, new);
}

/* Without its row, no import being at work. What waits in mail/new/ is told
 * of there. */
static void
check_doubt(struct mail *m, const char *key)
{
	char path[TK_PATH_SIZE], raw[TK_PATH_SIZE], new[TK_PATH_SIZE];
	char why[160];
	struct tk_mail_claim c;
	struct tk_error err;
	int rc = tk_mail_claim_read(m->k->store, key, &c, &err);

	snprintf(path, sizeof path, "mail/id/%.2s/%.64s", key, key);
	if (rc < 0 || (rc > 0 && (strlen(c.raw) != HASH ||
	    !tk_number_valid(c.number, NULL)))) {
		tk_checker_aside(m->k, path, "not the claim of a message");
		return;
	}
	if (rc == 0 || is_row_now(m, &c) || m->k->unsure)
		return;
	snprintf(raw, sizeof raw, "mail/raw/%.64s.eml", c.raw);
	snprintf(new, sizeof new, "mail/new/%.64s.eml", c.raw);
	if (!is_there(m, raw) && is_there(m, new))
		return;
	if (tk_checker_gone(m->k, c.number))
		snprintf(why, sizeof why, "of %s, which is not there",
		    c.number);
	else
		snprintf(why, sizeof why, "its message is no row of %s",
		    c.number);
	if (is_there(m, raw))
		put_back(m, path, raw, new, why);
	else
		tk_checker_aside(m->k, path, "%s, nor is its message", why);
}

/* ---- rows whose claim is gone ------------------------------------------ */

static int
by_raw(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
check_rows(struct mail *m)
{
	const struct tk_mailed *r = m->k->mailed, *end = r + m->k->mails;
	char path[PATH];

	for (; r < end; r++) {
		if ((r > m->k->mailed && strcmp(r[-1].raw, r->raw) == 0) ||
		    (m->claims > 0 && bsearch(r->raw, m->claimed, m->claims,
		    sizeof *m->claimed, by_raw) != NULL))
			continue;
		snprintf(path, sizeof path, "mail/raw/%s.eml", r->raw);
		tk_checker_fault(m->k, path, "a row of %s, but no claim in "
		    "mail/id/ names it, so answers to it are not told; put "
		    "mail/id/ back from a backup", r->number);
	}
}

/* ---- all --------------------------------------------------------------- */

void
tk_check_mail(struct tk_checker *k)
{
	struct mail m = {.k = k, .lock = -1};
	size_t i;

	list_messages(k, "mail/new", ".how", &m.waiting);
	list_messages(k, "mail/raw", ".eml", &m.raw);
	if (k->mails > 1)
		qsort(k->mailed, k->mails, sizeof *k->mailed, by_row);
	check_raw(&m);
	check_claims(&m);
	if (m.claims > 1)
		qsort(m.claimed, m.claims, sizeof *m.claimed, by_raw);
	for (i = 0; i < m.doubts && lock_mail(&m) == 0; i++)
		check_doubt(&m, m.doubt[i]);
	check_rows(&m);
	check_waiting(&m);
	if (m.lock >= 0)
		close(m.lock);
	tk_names_free(&m.raw);
	tk_names_free(&m.waiting);
	free(m.claimed);
	free(m.doubt);
}
