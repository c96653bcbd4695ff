/* againstfiles.c - what a copy of a store holds beside tickets, against what
 * is there now: none of it may be gone or changed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/mailroom.h"
#include "against.h"

#define PATH 1000
#define BLOCK 65536
#define MAX_CLAIM 4096

/* ---- files ------------------------------------------------------------- */

/* Fills a block, or reads to the end; its length, or -1. */
static ssize_t
read_block(int fd, char block[BLOCK])
{
	size_t len = 0;
	ssize_t n = 1;

	while (len < BLOCK && n != 0) {
		n = read(fd, block + len, BLOCK - len);
		if (n < 0 && errno != EINTR)
			return -1;
		len += n > 0 ? (size_t)n : 0;
	}
	return (ssize_t)len;
}

/* 1, 0, or -1 with errno. */
static int
same_bytes(int a, int b)
{
	char one[BLOCK], other[BLOCK];
	struct stat x, y;
	ssize_t n, m;

	if (fstat(a, &x) < 0 || fstat(b, &y) < 0)
		return -1;
	if (x.st_size != y.st_size)
		return 0;
	do {
		n = read_block(a, one);
		m = read_block(b, other);
		if (n < 0 || m < 0)
			return -1;
	} while (n == m && memcmp(one, other, (size_t)n) == 0 && n > 0);
	return n == 0 && m == 0;
}

/* Is a file what another one of the copy is? 1, 0, or -1 with errno: ENOENT,
 * it is not there. */
static int
compare(const struct tk_against *a, const char *path, const char *then)
{
	int old, now, rc = -1, saved;

	now = tk_sys_open(a->k.store->fd, path, O_RDONLY | O_NONBLOCK, 0);
	if (now < 0)
		return -1;
	old = tk_sys_open(a->backup->fd, then, O_RDONLY | O_NONBLOCK, 0);
	if (old >= 0)
		rc = same_bytes(old, now);
	else if (errno == ENOENT)	/* a copy does not change */
		errno = EIO;
	saved = errno;
	close(now);
	if (old >= 0)
		close(old);
	errno = saved;
	return rc;
}

static void
tell(struct tk_against *a, const char *path, int same, const char *then)
{
	struct tk_error err;

	if (same == 0) {
		tk_checker_fault(&a->k, path, "not as it was; see %s/%s",
		    a->path, then);
	} else if (same < 0 && errno == ENOENT) {
		tk_checker_fault(&a->k, path, "in the backup, and not "
		    "there any more; bring it back from %s/%s", a->path,
		    then);
	} else if (same < 0) {
		tk_error_errno(&err, TK_BAD, "cannot compare \"%s\"", path);
		tk_checker_failed(&a->k, &err);
	}
}

/* ---- what is in folders ------------------------------------------------ */

typedef void each_file(struct tk_against *, const char *path,
    const char *name);

/* Calls each() for every file of a folder of the copy, or of its folders. */
static void
walk(struct tk_against *a, const char *folder, int deeper, each_file *each)
{
	struct tk_names names;
	struct tk_error err;
	char path[PATH];
	size_t i;

	if (tk_sys_names(a->backup->fd, folder, &names, &err) < 0) {
		tk_checker_failed(&a->k, &err);
		return;
	}
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names.name[i]);
		if (deeper)
			walk(a, path, 0, each);
		else
			each(a, path, names.name[i]);
	}
	tk_names_free(&names);
}

static void
compare_attachment(struct tk_against *a, const char *path, const char *name)
{
	(void)name;
	a->k.check->files++;
	tell(a, path, compare(a, path, path), path);
}

/* A message may have gone from mail/new/ to mail/raw/, or back. */
static void
compare_message(struct tk_against *a, const char *path, const char *name)
{
	char other[PATH];
	size_t n = strlen(name);
	int same;

	if (n < 4 || strcmp(name + n - 4, ".eml") != 0)
		return;
	a->k.check->messages++;
	same = compare(a, path, path);
	if (same < 0 && errno == ENOENT) {
		snprintf(other, sizeof other, "mail/%s/%s", path[5] == 'n' ?
		    "raw" : "new", name);
		same = compare(a, other, path);
	}
	tell(a, path, same, path);
}

static void
compare_kept(struct tk_against *a, const char *path, const char *name)
{
	(void)name;
	tell(a, path, compare(a, path, path), path);
}

/* ---- claims and numbers ------------------------------------------------ */

/* No temporary file, copied while it was there. */
static int
is_claim(const char *name)
{
	return strlen(name) == TK_SHA256_HEX - 1;
}

static void
compare_claim(struct tk_against *a, const char *path, const char *number)
{
	int same;

	a->k.check->claims++;
	same = compare(a, path, path);
	/* whose ticket was never made it may be taken from */
	if (same == 1 || !tk_number_valid(number, NULL) ||
	    tk_against_gone(a, number))
		return;
	tell(a, path, same, path);
}

static void
compare_key(struct tk_against *a, const char *path, const char *name)
{
	struct tk_buf b = TK_BUF_INIT;

	if (is_claim(name) && tk_sys_read_file(a->backup->fd, path, &b,
	    MAX_CLAIM, NULL) == 0) {
		b.data[strcspn(b.data, "\n")] = '\0';
		compare_claim(a, path, b.data);
	}
	tk_buf_free(&b);
}

static void
compare_mail_claim(struct tk_against *a, const char *path, const char *name)
{
	struct tk_mail_claim c;

	if (is_claim(name) && tk_mail_claim_read(a->backup, name, &c,
	    NULL) > 0)
		compare_claim(a, path, c.number);
}

/* 0 where there is none. */
static unsigned long long
counter(const struct tk_store *s, const char *path)
{
	struct tk_buf b = TK_BUF_INIT;
	unsigned long long n = 0;

	if (tk_sys_read_file(s->fd, path, &b, MAX_CLAIM, NULL) == 0)
		n = strtoull(b.data, NULL, 10);
	tk_buf_free(&b);
	return n;
}

static void
compare_day(struct tk_against *a, const char *path, const char *name)
{
	unsigned long long then = counter(a->backup, path);
	unsigned long long now = counter(a->k.store, path);

	(void)name;
	a->k.check->days++;
	if (now < then)
		tk_checker_fault(&a->k, path, "numbers up to %04llu were given "
		    "out, and it says %04llu; bring it back from %s/%s", then,
		    now, a->path, path);
}

void
tk_against_files(struct tk_against *a)
{
	walk(a, "files", 1, compare_attachment);
	walk(a, "mail/raw", 0, compare_message);
	walk(a, "mail/new", 0, compare_message);
	walk(a, "mail/kept", 0, compare_kept);
	if (faccessat(a->backup->fd, "mail/key", F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0)
		compare_kept(a, "mail/key", "key");
	walk(a, "ref", 1, compare_key);
	walk(a, "mail/id", 1, compare_mail_claim);
	walk(a, "numbers", 0, compare_day);
}
