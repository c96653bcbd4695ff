/* attach.c - attachments: files/NUMBER/NAME and the rows that name them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/text.h"
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

int
tk_plan_attach(struct tk_plan *p, const char *own, struct tk_error *err)
{
	const struct tk_change *c = p->change;
	char name[MAX_NAME + 1], free_name[MAX_NAME + 16];
	unsigned n;
	size_t i;
	int rc = 0;

	if (c->nfiles == 0)
		return 0;
	p->file = tk_arena_alloc(p->arena, c->nfiles * sizeof *p->file);
	if (p->file == NULL)
		return tk_error_memory(err);
	for (i = 0; rc == 0 && i < c->nfiles; i++) {
		if (check(p, c->files[i], err) < 0 ||
		    stored_name(c->files[i], name, err) < 0)
			return -1;
		n = 1;
		do
			numbered(name, n++, free_name);
		while (!is_free(p, free_name, i));
		p->file[i] = tk_arena_strdup(p->arena, free_name);
		if (p->file[i] == NULL)
			return tk_error_memory(err);
		rc = own != NULL ? tk_plan_qualifier(p, own, "file",
		    free_name, strlen(free_name), err) :
		    tk_plan_head(p, "file", free_name, strlen(free_name), err);
	}
	return rc;
}

static int
store_one(const struct tk_plan *p, const char *path, const char *dir,
    const char *name, struct tk_error *err)
{
	const struct tk_store *s = p->session->store;
	char temp[TK_PATH_SIZE + 32], to[TK_PATH_SIZE + MAX_NAME + 32];
	int in, out, rc = -1;

	in = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (in < 0)
		return tk_error_errno(err, TK_BAD, "cannot attach \"%s\"",
		    path);
	snprintf(temp, sizeof temp, "%s/.%ld.tmp", dir, (long)getpid());
	snprintf(to, sizeof to, "%s/%s", dir, name);
	out = tk_store_create(s, temp, O_WRONLY | O_TRUNC, err);
	if (out >= 0) {
		rc = copy(in, out, p->session->rules.settings.max_file, path,
		    err);
		close(out);
		if (rc == 0 && linkat(s->fd, temp, s->fd, to, 0) < 0)
			rc = tk_error_errno(err, TK_BAD,
			    "cannot store \"%s/%s\"", s->path, to);
		unlinkat(s->fd, temp, 0);
	}
	close(in);
	return rc;
}

void
tk_plan_drop_files(const struct tk_plan *p, const char *number, size_t n)
{
	char path[TK_PATH_SIZE + MAX_NAME + 32];

	while (n > 0) {
		snprintf(path, sizeof path, "files/%s/%s", number,
		    p->file[--n]);
		unlinkat(p->session->store->fd, path, 0);
	}
}

int
tk_plan_store_files(const struct tk_plan *p, const char *number,
    struct tk_error *err)
{
	const struct tk_store *s = p->session->store;
	char dir[TK_PATH_SIZE], path[TK_PATH_SIZE + MAX_NAME + 32];
	size_t i, n = p->change->nfiles;

	if (n == 0 || p->file == NULL)
		return 0;
	snprintf(dir, sizeof dir, "files/%s", number);
	if (tk_store_make_dir(s, "files", err) < 0 ||
	    tk_store_make_dir(s, dir, err) < 0)
		return -1;
	i = (size_t)tk_sys_open_dir(s->fd, dir, err);	/* and no link */
	if ((int)i < 0)
		return -1;
	close((int)i);
	for (i = 0; i < n; i++)
		if (store_one(p, p->change->files[i], dir, p->file[i],
		    err) < 0)
			break;
	if (i == n) {
		snprintf(path, sizeof path, "%s/.", dir);
		if (tk_sys_sync_dir(s->fd, path, err) == 0)
			return 0;
	}
	tk_plan_drop_files(p, number, i);
	return -1;
}
