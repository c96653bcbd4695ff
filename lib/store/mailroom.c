#include "mailroom.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/temp.h"

#define MAX_RAW ((size_t)1 << 31)	/* bytes of a message in mail/new/ */
#define MAX_HOW 256

static char *
new_path(char path[TK_PATH_SIZE], const char *hash, const char *suffix)
{
	snprintf(path, TK_PATH_SIZE, "mail/new/%.64s%s", hash, suffix);
	return path;
}

static char *
raw_path(char path[TK_PATH_SIZE], const char *hash)
{
	snprintf(path, TK_PATH_SIZE, "mail/raw/%.64s.eml", hash);
	return path;
}

static int
make_rooms(const struct tk_store *s, struct tk_error *err)
{
	static const char *const room[] = {"mail", "mail/new", "mail/raw",
	    "mail/id"};
	size_t i;

	for (i = 0; i < sizeof room / sizeof *room; i++)
		if (tk_store_make_dir(s, room[i], err) < 0)
			return -1;
	return 0;
}

int
tk_mailroom_enter(struct tk_mailroom *m, const struct tk_store *s,
    struct tk_error *err)
{
	*m = (struct tk_mailroom){s, -1, -1};
	if (make_rooms(s, err) < 0)
		return -1;
	m->hall = tk_sys_open_dir(s->fd, "mail", err);
	if (m->hall < 0)
		return -1;
	m->desk = tk_sys_open_dir(s->fd, "mail/new", err);
	if (m->desk < 0 ||
	    tk_sys_lock(m->hall, "mail", TK_LOCK_WAIT, err) < 0 ||
	    tk_sys_lock(m->desk, "mail/new", TK_LOCK_WAIT, err) < 0) {
		tk_mailroom_leave(m);
		return -1;
	}
	close(m->hall);		/* the next one may wait here */
	m->hall = -1;
	return 0;
}

void
tk_mailroom_leave(struct tk_mailroom *m)
{
	if (m->hall >= 0)
		close(m->hall);
	if (m->desk >= 0)
		close(m->desk);
	m->hall = m->desk = -1;
}

int
tk_mailroom_done(const struct tk_store *s, const char *hash)
{
	char path[TK_PATH_SIZE];

	return faccessat(s->fd, raw_path(path, hash), F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0;
}

/* Files come to be faster than their times tell: their order would be lost,
 * and with it that of the tickets an interrupted import still has to make. */
static void
stamp(int fd)
{
	struct timespec times[2];

	clock_gettime(CLOCK_REALTIME, &times[0]);
	times[1] = times[0];
	futimens(fd, times);
}

/* Writes a file without a name, then gives it that. */
static int
put(const struct tk_store *s, const char *dir, const char *path,
    const void *data, size_t len, int stamped, struct tk_error *err)
{
	struct tk_temp t = TK_TEMP_INIT;
	int rc = -1;

	if (tk_temp_open(&t, s->fd, dir, s->file_mode, err) < 0)
		return -1;
	if (tk_sys_write(t.fd, data, len) < 0) {
		tk_error_errno(err, TK_BAD, "cannot write \"%s/%s\"", s->path,
		    path);
	} else {
		if (stamped)
			stamp(t.fd);
		rc = tk_temp_link(&t, path, err);
	}
	tk_temp_close(&t);
	return rc;
}

int
tk_mailroom_keep(const struct tk_mailroom *m, const char *hash,
    const void *data, size_t len, const char *how, struct tk_error *err)
{
	char path[TK_PATH_SIZE];

	if (how[0] != '\0' && put(m->store, "mail/new", new_path(path, hash,
	    ".how"), how, strlen(how), 0, err) < 0 && errno != EEXIST)
		return -1;
	if (put(m->store, "mail/new", new_path(path, hash, ".eml"), data, len,
	    1, err) < 0 && errno != EEXIST)
		return -1;
	return 0;
}

int
tk_mailroom_sync(const struct tk_mailroom *m, struct tk_error *err)
{
	if (syncfs(m->store->fd) < 0)
		return tk_error_errno(err, TK_BAD, "cannot sync \"%s\"",
		    m->store->path);
	return 0;
}

/* ---- what is waiting ----------------------------------------------------- */

struct waiting {
	char *name;
	struct timespec time;
};

static int
by_age(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	if (x->time.tv_sec != y->time.tv_sec)
		return x->time.tv_sec < y->time.tv_sec ? -1 : 1;
	if (x->time.tv_nsec != y->time.tv_nsec)
		return x->time.tv_nsec < y->time.tv_nsec ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* "HASH.eml" → "HASH"; 0 for other names. */
static int
strip(char *name)
{
	if (strlen(name) != 68 || strcmp(name + 64, ".eml") != 0 ||
	    strspn(name, "0123456789abcdef") != 64)
		return 0;
	name[64] = '\0';
	return 1;
}

/* Words whose message was never written, by an import that died between. */
static void
drop_words(const struct tk_mailroom *m, const char *name)
{
	char path[TK_PATH_SIZE];

	if (strlen(name) == 68 && strcmp(name + 64, ".how") == 0 &&
	    faccessat(m->store->fd, new_path(path, name, ".eml"), F_OK,
	    AT_SYMLINK_NOFOLLOW) < 0)
		unlinkat(m->desk, name, 0);
}

int
tk_mailroom_waiting(const struct tk_mailroom *m, struct tk_names *out,
    struct tk_error *err)
{
	struct tk_names all;
	struct waiting *w;
	struct stat st;
	size_t i, n = 0;

	if (tk_sys_names(m->store->fd, "mail/new", &all, err) < 0)
		return -1;
	w = calloc(all.count + 1, sizeof *w);
	if (w == NULL) {
		tk_names_free(&all);
		return tk_error_memory(err);
	}
	for (i = 0; i < all.count; i++) {
		if (fstatat(m->desk, all.name[i], &st,
		    AT_SYMLINK_NOFOLLOW) < 0 || !strip(all.name[i])) {
			drop_words(m, all.name[i]);
			free(all.name[i]);
			continue;
		}
		w[n].time = st.st_mtim;
		w[n++].name = all.name[i];
	}
	qsort(w, n, sizeof *w, by_age);
	for (i = 0; i < n; i++)
		all.name[i] = w[i].name;
	all.count = n;
	free(w);
	*out = all;
	return 0;
}

int
tk_mailroom_waits(const struct tk_mailroom *m, const char *hash)
{
	char path[TK_PATH_SIZE];

	return faccessat(m->store->fd, new_path(path, hash, ".eml"), F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0;
}

int
tk_mailroom_read(const struct tk_mailroom *m, const char *hash,
    struct tk_buf *b, char *how, size_t size, struct tk_error *err)
{
	struct tk_buf words = TK_BUF_INIT;
	char path[TK_PATH_SIZE];

	how[0] = '\0';
	if (tk_sys_read_file(m->store->fd, new_path(path, hash, ".how"),
	    &words, MAX_HOW, NULL) == 0 && words.data != NULL)
		snprintf(how, size, "%s", words.data);
	tk_buf_free(&words);
	return tk_sys_read_file(m->store->fd, new_path(path, hash, ".eml"), b,
	    MAX_RAW, err);
}

int
tk_mailroom_file(const struct tk_mailroom *m, const char *hash, int how,
    struct tk_error *err)
{
	char from[TK_PATH_SIZE], to[TK_PATH_SIZE];

	if (how && unlinkat(m->store->fd, new_path(from, hash, ".how"), 0) <
	    0 && errno != ENOENT)
		return tk_error_errno(err, TK_BAD, "cannot remove \"%s/%s\"",
		    m->store->path, from);
	if (tk_sys_rename(m->store->fd, new_path(from, hash, ".eml"),
	    raw_path(to, hash), 0) < 0 && errno != ENOENT)
		return tk_error_errno(err, TK_BAD, "cannot move \"%s/%s\"",
		    m->store->path, from);
	return 0;
}

int
tk_mailroom_sync_filed(const struct tk_mailroom *m, struct tk_error *err)
{
	if (tk_sys_sync_dir(m->store->fd, "mail/raw/.", err) < 0)
		return -1;
	return tk_sys_sync_dir(m->store->fd, "mail/new/.", err);
}

int
tk_mailroom_aside(const struct tk_mailroom *m, const char *hash,
    const void *data, size_t len, struct tk_error *err)
{
	char path[TK_PATH_SIZE];

	if (tk_store_make_dir(m->store, "mail/kept", err) < 0)
		return -1;
	snprintf(path, sizeof path, "mail/kept/%.64s.txt", hash);
	if (put(m->store, "mail/kept", path, data, len, 0, err) < 0)
		return errno == EEXIST ? 1 : -1;
	return tk_mailroom_sync(m, err);
}

/* ---- claims ----------------------------------------------------------------- */

static char *
claim_path(char path[TK_PATH_SIZE], const char *key)
{
	snprintf(path, TK_PATH_SIZE, "mail/id/%.2s/%.64s", key, key);
	return path;
}

int
tk_mail_claim_read(const struct tk_store *s, const char *key,
    struct tk_mail_claim *c, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	char path[TK_PATH_SIZE];
	int rc = 1;

	if (tk_sys_read_file(s->fd, claim_path(path, key), &b, 4096, err) < 0)
		rc = errno == ENOENT ? 0 : -1;
	else if (sscanf(b.data == NULL ? "" : b.data, "raw,digest,ticket,"
	    "status\n%64[0-9a-f],%64[0-9a-f],%47[A-Za-z0-9],%15[a-z]",
	    c->raw, c->digest, c->number, c->status) != 4)
		rc = tk_error_set(err, TK_BAD, "\"%s/%s\" is no claim of a "
		    "message; move it away and import again", s->path, path);
	tk_buf_free(&b);
	return rc;
}

int
tk_mail_claim_room(const struct tk_store *s, const char *key,
    struct tk_error *err)
{
	char dir[16];

	snprintf(dir, sizeof dir, "mail/id/%.2s", key);
	if (faccessat(s->fd, dir, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	return tk_store_make_dir_unsynced(s, dir, err);
}

int
tk_mail_claim_put(const struct tk_store *s, const char *key,
    const struct tk_mail_claim *c, int replace, struct tk_error *err)
{
	char path[TK_PATH_SIZE], dir[16], text[512];
	int n;

	n = snprintf(text, sizeof text, "raw,digest,ticket,status\n"
	    "%s,%s,%s,%s\n", c->raw, c->digest, c->number, c->status);
	snprintf(dir, sizeof dir, "mail/id/%.2s", key);
	claim_path(path, key);
	if (replace)
		return tk_sys_write_file(s->fd, path, text, (size_t)n,
		    s->file_mode, 1, err);
	return put(s, dir, path, text, (size_t)n, 0, err);
}
