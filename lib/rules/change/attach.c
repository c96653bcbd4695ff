/* attach.c - attachments: files/NUMBER/NAME and the rows that name them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/temp.h"
#include "base/text.h"
#include "plan.h"

#define MAX_NAME 120	/* bytes of a stored name */

/* The name a file gets: its own without folders, cut, never hidden. */
static int
stored_name(const char *path, char name[MAX_NAME + 1], struct tk_error *err)
{
	const char *base = strrchr(path, '/');
	size_t len, i;

	base = base == NULL ? path : base + 1;
	while (*base == '.')
		base++;
	len = strlen(base);
	if (len == 0 || !tk_text_valid(base, len, NULL))
		return tk_error_set(err, TK_BAD, "\"%s\": the name of an "
		    "attachment must be UTF-8 and not empty", path);
	while (len > MAX_NAME || (base[len] & 0xc0) == 0x80)
		len--;
	for (i = 0; i < len; i++)
		name[i] = (unsigned char)base[i] < ' ' || base[i] == 0x7f ?
		    '_' : base[i];
	name[len] = '\0';
	return 0;
}

/* "photo.jpg" → "photo-2.jpg". */
static void
numbered(const char *name, unsigned n, char out[MAX_NAME + 16])
{
	const char *dot = strrchr(name, '.');
	int stem = (int)(dot == NULL ? strlen(name) : (size_t)(dot - name));

	if (n == 1)
		snprintf(out, MAX_NAME + 16, "%s", name);
	else
		snprintf(out, MAX_NAME + 16, "%.*s-%u%s", stem, name, n,
		    dot == NULL ? "" : dot);
}

static int
copy(int in, int out, int64_t max, const char *path, struct tk_error *err)
{
	char buf[65536];
	int64_t size = 0;
	ssize_t n;

	while ((n = read(in, buf, sizeof buf)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return tk_error_errno(err, TK_BAD,
			    "cannot read \"%s\"", path);
		size += n;
		if (size > max)
			return tk_error_set(err, TK_BAD, "\"%s\": more than "
			    "the %lld bytes an attachment may have", path,
			    (long long)max);
		if (tk_sys_write(out, buf, (size_t)n) < 0)
			return tk_error_errno(err, TK_BAD,
			    "cannot store \"%s\"", path);
	}
	if (fsync(out) < 0)
		return tk_error_errno(err, TK_BAD, "cannot store \"%s\"",
		    path);
	return 0;
}

/* Is the name free in files/NUMBER/ and in this command? */
static int
is_free(const struct tk_plan *p, const char *name, size_t upto)
{
	char path[TK_PATH_SIZE + MAX_NAME + 32];
	size_t i;

	for (i = 0; i < upto; i++)
		if (strcmp(p->file[i], name) == 0)
			return 0;
	if (p->number[0] == '\0')
		return 1;
	snprintf(path, sizeof path, "files/%s/%s", p->number, name);
	return faccessat(p->session->store->fd, path, F_OK,
	    AT_SYMLINK_NOFOLLOW) < 0;
}

/* A plain file that may be read and is not too large. */
static int
check(const struct tk_plan *p, const char *path, struct tk_error *err)
{
	int64_t max = p->session->rules.settings.max_file;
	struct stat st;

	if (stat(path, &st) < 0 || access(path, R_OK) < 0)
		return tk_error_errno(err, TK_BAD, "cannot attach \"%s\"",
		    path);
	if (!S_ISREG(st.st_mode))
		return tk_error_set(err, TK_BAD, "cannot attach \"%s\": not a "
		    "plain file", path);
	if (st.st_size > max)
		return tk_error_set(err, TK_BAD, "cannot attach \"%s\": %lld "
		    "bytes, more than the %lld an attachment may have", path,
		    (long long)st.st_size, (long long)max);
	return 0;
}

/* Does files/DIR/NAME hold just these bytes? */
static int
holds(const struct tk_plan *p, const char *path, const char *data, size_t len)
{
	struct tk_buf b = TK_BUF_INIT;
	struct stat st;
	int same;

	same = fstatat(p->session->store->fd, path, &st,
	    AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	    (size_t)st.st_size == len &&
	    tk_sys_read_file(p->session->store->fd, path, &b, len, NULL) == 0 &&
	    b.len == len && (len == 0 || memcmp(b.data, data, len) == 0);
	tk_buf_free(&b);
	return same;
}

/* The name under which the ticket has the same bytes already; NULL: none. */
static const char *
same_file(struct tk_plan *p, const struct tk_enclosure *e)
{
	char path[TK_PATH_SIZE + MAX_NAME + 32];
	const char *found = NULL;
	struct tk_names names;
	size_t i;

	if (p->number[0] == '\0')
		return NULL;
	snprintf(path, sizeof path, "files/%s", p->number);
	if (tk_sys_names(p->session->store->fd, path, &names, NULL) < 0)
		return NULL;
	for (i = 0; i < names.count && found == NULL; i++) {
		snprintf(path, sizeof path, "files/%s/%s", p->number,
		    names.name[i]);
		if (holds(p, path, e->data, e->len))
			found = tk_arena_strdup(p->arena, names.name[i]);
	}
	tk_names_free(&names);
	return found;
}

/* Of an enclosure; one that came twice in a message has one name too. */
static const char *
known_name(struct tk_plan *p, size_t n)
{
	const struct tk_enclosure *e = &p->change->enclosures[n], *o;
	size_t i;

	for (i = 0; i < n; i++) {
		o = &p->change->enclosures[i];
		if (o->len == e->len && memcmp(o->data, e->data, e->len) == 0)
			return p->file[p->change->nfiles + i];
	}
	return same_file(p, e);
}

static int
choose_name(struct tk_plan *p, size_t i, struct tk_error *err)
{
	const struct tk_change *c = p->change;
	const char *wanted = i < c->nfiles ? c->files[i] :
	    c->enclosures[i - c->nfiles].name;
	char name[MAX_NAME + 1], free_name[MAX_NAME + 16];
	unsigned n = 1;

	p->file[i] = i < c->nfiles ? NULL : known_name(p, i - c->nfiles);
	if (p->file[i] != NULL)
		return 0;
	if ((i < c->nfiles && check(p, wanted, err) < 0) ||
	    stored_name(wanted, name, err) < 0)
		return -1;
	do
		numbered(name, n++, free_name);
	while (!is_free(p, free_name, i));
	p->file[i] = tk_arena_strdup(p->arena, free_name);
	return p->file[i] == NULL ? tk_error_memory(err) : 0;
}

int
tk_plan_attach(struct tk_plan *p, const char *own, struct tk_error *err)
{
	size_t i, n = p->change->nfiles + p->change->nenclosures;
	int rc = 0;

	if (n == 0)
		return 0;
	p->file = tk_arena_alloc(p->arena, n * sizeof *p->file);
	if (p->file == NULL)
		return tk_error_memory(err);
	for (i = 0; rc == 0 && i < n; i++) {
		if (choose_name(p, i, err) < 0)
			return -1;
		rc = own != NULL ? tk_plan_qualifier(p, own, "file",
		    p->file[i], strlen(p->file[i]), err) :
		    tk_plan_head(p, "file", p->file[i], strlen(p->file[i]),
		    err);
	}
	return rc;
}

/* Fills the file that is to be the i-th attachment, e if it is in memory. */
static int
fill(const struct tk_plan *p, size_t i, const struct tk_enclosure *e, int out,
    struct tk_error *err)
{
	const struct tk_change *c = p->change;
	int in, rc;

	if (e != NULL) {
		if (tk_sys_write(out, e->data, e->len) == 0 &&
		    (p->synced_later || fsync(out) == 0))
			return 0;
		return tk_error_errno(err, TK_BAD, "cannot store \"%s\"",
		    p->file[i]);
	}
	in = open(c->files[i], O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (in < 0)
		return tk_error_errno(err, TK_BAD, "cannot attach \"%s\"",
		    c->files[i]);
	rc = copy(in, out, p->session->rules.settings.max_file, c->files[i],
	    err);
	close(in);
	return rc;
}

/* 1: stored, 0: it was there. */
static int
store_one(const struct tk_plan *p, size_t i, const char *dir,
    struct tk_error *err)
{
	const struct tk_store *s = p->session->store;
	const struct tk_enclosure *e = i < p->change->nfiles ? NULL :
	    &p->change->enclosures[i - p->change->nfiles];
	char to[TK_PATH_SIZE + MAX_NAME + 32];
	struct tk_temp t = TK_TEMP_INIT;
	int rc = -1;

	snprintf(to, sizeof to, "%s/%s", dir, p->file[i]);
	if (e != NULL && holds(p, to, e->data, e->len))
		return 0;
	if (tk_temp_open(&t, s->fd, dir, s->file_mode, err) == 0 &&
	    fill(p, i, e, t.fd, err) == 0 && tk_temp_link(&t, to, err) == 0)
		rc = 1;
	tk_temp_close(&t);
	return rc;
}

/* Takes the first n away again. */
static void
drop(const struct tk_plan *p, const char *number, size_t n)
{
	char path[TK_PATH_SIZE + MAX_NAME + 32];

	while (n > 0) {
		if (!p->stored[--n])
			continue;
		snprintf(path, sizeof path, "files/%s/%s", number,
		    p->file[n]);
		unlinkat(p->session->store->fd, path, 0);
	}
}

void
tk_plan_drop_files(const struct tk_plan *p, const char *number)
{
	drop(p, number, p->stored == NULL ? 0 : p->change->nfiles +
	    p->change->nenclosures);
}

int
tk_plan_store_files(struct tk_plan *p, const char *number,
    struct tk_error *err)
{
	const struct tk_store *s = p->session->store;
	char dir[TK_PATH_SIZE], path[TK_PATH_SIZE + MAX_NAME + 32];
	size_t i, n = p->change->nfiles + p->change->nenclosures;
	int rc = 0;

	if (n == 0 || p->file == NULL)
		return 0;
	p->stored = tk_arena_alloc(p->arena, n);
	if (p->stored == NULL)
		return tk_error_memory(err);
	snprintf(dir, sizeof dir, "files/%s", number);
	if (tk_store_make_dir(s, "files", err) < 0 ||
	    (p->synced_later ? tk_store_make_dir_unsynced(s, dir, err) :
	    tk_store_make_dir(s, dir, err)) < 0)
		return -1;
	i = (size_t)tk_sys_open_dir(s->fd, dir, err);	/* and no link */
	if ((int)i < 0)
		return -1;
	close((int)i);
	for (i = 0; i < n && rc >= 0; i++) {
		rc = store_one(p, i, dir, err);
		p->stored[i] = rc > 0;
	}
	if (rc >= 0) {
		snprintf(path, sizeof path, "%s/.", dir);
		if (p->synced_later ||
		    tk_sys_sync_dir(s->fd, path, err) == 0)
			return 0;
	}
	drop(p, number, i);
	return -1;
}
