#include "maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
	const char *name;	/* of the arena */
	size_t unique;		/* its length without the flags */
	const char *sub;	/* "new" or "cur" */
};

struct tk_maildir {
	struct tk_arena arena;
	const char *folder;
	struct entry *entry;
	size_t count, size, next;
	struct tk_buf path;
};

static int
has(const char *folder, const char *sub)
{
	struct tk_buf path = TK_BUF_INIT;
	struct stat st;
	int is;

	tk_buf_printf(&path, "%s/%s", folder, sub);
	is = !path.failed && stat(path.data, &st) == 0 && S_ISDIR(st.st_mode);
	tk_buf_free(&path);
	return is;
}

int
tk_maildir_is(const char *folder)
{
	return has(folder, "cur") || has(folder, "new");
}

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	size_t n = x->unique < y->unique ? x->unique : y->unique;
	int c = memcmp(x->name, y->name, n);

	if (c == 0)
		c = (x->unique > y->unique) - (x->unique < y->unique);
	if (c == 0)
		c = strcmp(x->name, y->name);
	return c != 0 ? c : strcmp(x->sub, y->sub);
}

static int
add(struct tk_maildir *m, const char *sub, const char *name)
{
	const char *flags = strchr(name, ':');
	struct entry *e;
	size_t size;

	if (m->count == m->size) {
		size = m->size == 0 ? 64 : 2 * m->size;
		e = realloc(m->entry, size * sizeof *e);
		if (e == NULL)
			return -1;
		m->entry = e;
		m->size = size;
	}
	e = &m->entry[m->count++];
	e->name = tk_arena_strdup(&m->arena, name);
	e->unique = flags == NULL ? strlen(name) : (size_t)(flags - name);
	e->sub = sub;
	return e->name == NULL ? -1 : 0;
}

static int
list(struct tk_maildir *m, const char *sub, struct tk_error *err)
{
	const struct dirent *d;
	DIR *dir;
	int rc = 0;

	tk_buf_clear(&m->path);
	tk_buf_printf(&m->path, "%s/%s", m->folder, sub);
	if (tk_buf_check(&m->path, err) < 0)
		return -1;
	dir = opendir(m->path.data);
	if (dir == NULL && errno == ENOENT)
		return 0;
	if (dir == NULL)
		return tk_error_errno(err, TK_BAD, "cannot read folder \"%s\"",
		    m->path.data);
	while (rc == 0 && (errno = 0, d = readdir(dir)) != NULL)
		if (d->d_name[0] != '.' && d->d_type != DT_DIR &&
		    add(m, sub, d->d_name) < 0)
			rc = tk_error_memory(err);
	if (rc == 0 && errno != 0)
		rc = tk_error_errno(err, TK_BAD, "cannot read folder \"%s\"",
		    m->path.data);
	closedir(dir);
	return rc;
}

int
tk_maildir_open(struct tk_maildir **out, const char *folder,
    struct tk_error *err)
{
	struct tk_maildir *m = calloc(1, sizeof *m);
	size_t len = strlen(folder);

	if (m == NULL)
		return tk_error_memory(err);
	while (len > 1 && folder[len - 1] == '/')
		len--;
	m->folder = tk_arena_copy(&m->arena, folder, len);
	if (m->folder == NULL) {
		tk_error_memory(err);
		goto fail;
	}
	/* a mail that is moved on meanwhile is then seen twice, not never */
	if (list(m, "new", err) < 0 || list(m, "cur", err) < 0)
		goto fail;
	if (m->count > 1)
		qsort(m->entry, m->count, sizeof *m->entry, compare);
	*out = m;
	return 0;
fail:
	tk_maildir_close(m);
	return -1;
}

/* 1; 0: it is no file any more, or never was; -1. */
static int
read_file(const char *path, struct tk_buf *b, size_t max, struct tk_error *err)
{
	/* a FIFO must not keep us waiting */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	size_t want;
	ssize_t n = -1;

	if (fd < 0 && (errno == ENOENT || errno == ENXIO))
		return 0;
	if (fd < 0)
		return tk_error_errno(err, TK_BAD, "cannot read \"%s\"", path);
	if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		close(fd);
		return 0;
	}
	want = st.st_size > 0 && (uint64_t)st.st_size < max ?
	    (size_t)st.st_size + 1 : 4096;
	tk_buf_clear(b);
	while (b->len <= max) {
		if (tk_buf_reserve(b, want) < 0)
			break;
		if (want > max + 1 - b->len)
			want = max + 1 - b->len;
		n = read(fd, b->data + b->len, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		b->len += (size_t)n;
		want = b->len < 65536 ? 65536 : b->len;
	}
	if (b->failed)
		tk_error_memory(err);
	else if (n < 0)
		tk_error_errno(err, TK_BAD, "cannot read \"%s\"", path);
	close(fd);
	return b->failed || n < 0 ? -1 : 1;
}

int
tk_maildir_next(struct tk_maildir *m, struct tk_buf *b, size_t max,
    const char **path, struct tk_error *err)
{
	const struct entry *e;
	int rc = 0;

	while (rc == 0 && m->next < m->count) {
		e = &m->entry[m->next++];
		tk_buf_clear(&m->path);
		tk_buf_printf(&m->path, "%s/%s/%s", m->folder, e->sub, e->name);
		if (tk_buf_check(&m->path, err) < 0)
			return -1;
		*path = m->path.data;
		rc = read_file(m->path.data, b, max, err);
	}
	return rc;
}

void
tk_maildir_progress(const struct tk_maildir *m, uint64_t *done, uint64_t *all)
{
	*done = m->next;
	*all = m->count;
}

void
tk_maildir_close(struct tk_maildir *m)
{
	if (m == NULL)
		return;
	tk_arena_free(&m->arena);
	tk_buf_free(&m->path);
	free(m->entry);
	free(m);
}
