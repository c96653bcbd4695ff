#include "sys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

/* Like tk_error_errno, but leaves errno as it was. */
static int
failed(struct tk_error *err, const char *what, const char *path)
{
	int saved = errno;

	tk_error_errno(err, TK_BAD, "cannot %s \"%s\"", what, path);
	errno = saved;
	return -1;
}

int
tk_sys_open(int at, const char *path, int flags, mode_t mode)
{
	struct open_how how = {
		.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC | O_NONBLOCK),
		.mode = (flags & O_CREAT) != 0 ||
		    (flags & O_TMPFILE) == O_TMPFILE ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	long fd;

	/* one name has nothing on its way that could be a link */
	if (at != AT_FDCWD && strchr(path, '/') != NULL) {
		fd = syscall(SYS_openat2, at, path, &how, sizeof how);
		if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
			return (int)fd;
	}
	return openat(at, path, flags | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW,
	    mode);
}

int
tk_sys_open_dir(int at, const char *path, struct tk_error *err)
{
	int fd = at == AT_FDCWD ? open(path, O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC) : tk_sys_open(at, path, O_RDONLY | O_DIRECTORY, 0);

	return fd < 0 ? failed(err, "open folder", path) : fd;
}

/* The folder that holds path, which no link leads to, and its name there;
 * to be closed. */
static int
open_parent(int at, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char dir[4096];

	*name = slash == NULL ? path : slash + 1;
	snprintf(dir, sizeof dir, "%.*s",
	    slash == NULL ? 1 : (int)(slash - path),
	    slash == NULL ? "." : path);
	return tk_sys_open(at, dir, O_RDONLY | O_DIRECTORY, 0);
}

int
tk_sys_sync_dir(int at, const char *path, struct tk_error *err)
{
	const char *name;
	int fd = open_parent(at, path, &name), rc;

	if (fd < 0)
		return failed(err, "open the folder of", path);
	rc = fsync(fd);
	if (rc < 0)
		failed(err, "fsync the folder of", path);
	close(fd);
	return rc;
}

int
tk_sys_mkdir(int at, const char *path, mode_t mode)
{
	const char *name;
	int fd = open_parent(at, path, &name), rc, saved;

	if (fd < 0)
		return -1;
	rc = mkdirat(fd, name, mode);
	if (rc == 0 && (mode & 02000) != 0)
		fchmodat(fd, name, mode, 0);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int
tk_sys_make_dir(int at, const char *path, mode_t mode, struct tk_error *err)
{
	if (tk_sys_mkdir(at, path, mode) == 0)
		return tk_sys_sync_dir(at, path, err);
	return errno == EEXIST ? 0 : failed(err, "make folder", path);
}

/* Most files are read at once, and need not be asked. */
static int
is_odd(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && !S_ISREG(st.st_mode);
}

int
tk_sys_read_fd(int fd, const char *name, struct tk_buf *b, size_t max,
    struct tk_error *err)
{
	size_t want = 4096;
	ssize_t n;

	tk_buf_clear(b);
	for (;;) {
		if (tk_buf_reserve(b, want) < 0) {
			errno = ENOMEM;
			return tk_error_memory(err);
		}
		want = b->size - b->len - 1;
		n = pread(fd, b->data + b->len, want, (off_t)b->len);
		if (n < 0 && errno == EINTR)
			continue;
		if ((n <= 0 || (size_t)n == want) && b->len == 0 &&
		    is_odd(fd)) {
			errno = EINVAL;
			return tk_error_set(err, TK_BAD, "cannot read \"%s\": "
			    "it is not a plain file; move it away", name);
		}
		if (n < 0)
			return failed(err, "read", name);
		b->len += (size_t)n;
		b->data[b->len] = '\0';
		if (b->len > max) {
			errno = EFBIG;
			return tk_error_set(err, TK_BAD,
			    "%s: more than %zu bytes", name, max);
		}
		if ((size_t)n < want)
			return 0;
		want = 65536;
	}
}

int
tk_sys_read_file(int at, const char *path, struct tk_buf *b, size_t max,
    struct tk_error *err)
{
	int fd, rc, saved;

	fd = tk_sys_open(at, path, O_RDONLY, 0);
	if (fd < 0)
		return failed(err, "open", path);
	rc = tk_sys_read_fd(fd, path, b, max, err);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int
tk_sys_write(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
tk_sys_write_file(int at, const char *path, const void *data, size_t len,
    mode_t mode, int replace, struct tk_error *err)
{
	char temp[4096];
	int fd, saved;

	snprintf(temp, sizeof temp, "%s.%ld.tmp", path, (long)getpid());
	fd = tk_sys_open(at, temp, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if (fd < 0)
		return failed(err, "create", temp);
	if (mode != 0666)	/* a group's store, whatever the umask */
		fchmod(fd, mode);
	if (tk_sys_write(fd, data, len) < 0 || fsync(fd) < 0) {
		failed(err, "write", temp);
		goto undo;
	}
	if (replace ? renameat(at, temp, at, path) < 0 :
	    linkat(at, temp, at, path, 0) < 0) {
		failed(err, "create", path);
		goto undo;
	}
	if (!replace)
		unlinkat(at, temp, 0);
	if (close(fd) < 0)
		return failed(err, "close", path);
	return tk_sys_sync_dir(at, path, err);
undo:
	saved = errno;
	close(fd);
	unlinkat(at, temp, 0);
	errno = saved;
	return -1;
}

int
tk_sys_rename(int at, const char *from, const char *to, unsigned flags)
{
	const char *old, *new;
	int source = open_parent(at, from, &old), target, rc = -1, saved;

	if (source < 0)
		return -1;
	target = open_parent(at, to, &new);
	if (target >= 0)
		rc = renameat2(source, old, target, new, flags);
	saved = errno;
	close(source);
	if (target >= 0)
		close(target);
	errno = saved;
	return rc;
}

int
tk_sys_move(int at, const char *from, const char *to, struct tk_error *err)
{
	if (tk_sys_rename(at, from, to, 0) < 0)
		return failed(err, "move", from);
	if (tk_sys_sync_dir(at, to, err) < 0)
		return -1;
	return tk_sys_sync_dir(at, from, err);
}

static uint64_t
elapsed_us(const struct timespec *from)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)(now.tv_sec - from->tv_sec) * 1000000 +
	    (uint64_t)(now.tv_nsec / 1000) - (uint64_t)(from->tv_nsec / 1000);
}

int
tk_sys_lock(int fd, const char *name, unsigned wait_ms, struct tk_error *err)
{
	uint64_t pause = 200, jitter;	/* microseconds */
	struct timespec begin, ts;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	jitter = (uint64_t)begin.tv_nsec ^ ((uint64_t)getpid() << 8);
	for (;;) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return failed(err, "lock", name);
		if (elapsed_us(&begin) >= (uint64_t)wait_ms * 1000) {
			tk_error_set(err, TK_BUSY, "%s: busy: somebody else "
			    "is writing; try again", name);
			errno = EWOULDBLOCK;
			return -1;
		}
		jitter = jitter * 6364136223846793005u + 1442695040888963407u;
		ts.tv_sec = 0;
		ts.tv_nsec = (long)((pause / 2 + (jitter >> 33) % pause) *
		    1000);
		nanosleep(&ts, NULL);
		if (pause < 5000)
			pause = pause * 3 / 2;
	}
}

int
tk_sys_same(int at, const char *path, int fd)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 &&
	    fstatat(at, path, &b, AT_SYMLINK_NOFOLLOW) == 0 &&
	    a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

const char *
tk_sys_remote(int fd)
{
	static const struct {
		unsigned long type;
		const char *name;
	} remote[] = {
		{NFS_SUPER_MAGIC, "NFS"}, {SMB_SUPER_MAGIC, "SMB"},
		{CIFS_SUPER_MAGIC, "SMB"}, {SMB2_SUPER_MAGIC, "SMB"},
		{FUSE_SUPER_MAGIC, "FUSE"},
	};
	struct statfs fs;
	size_t i;

	if (fstatfs(fd, &fs) < 0)
		return NULL;
	for (i = 0; i < sizeof remote / sizeof *remote; i++)
		if (((unsigned long)fs.f_type & 0xffffffffUL) ==
		    remote[i].type)
			return remote[i].name;
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
tk_sys_names(int at, const char *path, struct tk_names *names,
    struct tk_error *err)
{
	struct tk_names out = {NULL, 0};
	struct dirent *d;
	size_t size = 0;
	char **grown;
	DIR *dir;
	int fd, saved;

	fd = tk_sys_open(at, path, O_RDONLY | O_DIRECTORY, 0);
	if (fd < 0 && errno == ENOENT) {
		*names = out;
		return 0;
	}
	if (fd < 0)
		return failed(err, "open folder", path);
	dir = fdopendir(fd);
	if (dir == NULL) {
		failed(err, "read folder", path);
		close(fd);
		return -1;
	}
	while (errno = 0, (d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		if (out.count == size) {
			size = size > 0 ? 2 * size : 64;
			grown = realloc(out.name, size * sizeof *grown);
			if (grown == NULL)
				goto memory;
			out.name = grown;
		}
		out.name[out.count] = strdup(d->d_name);
		if (out.name[out.count] == NULL)
			goto memory;
		out.count++;
	}
	if (errno != 0) {
		failed(err, "read folder", path);
		saved = errno;
		closedir(dir);
		tk_names_free(&out);
		errno = saved;
		return -1;
	}
	closedir(dir);
	if (out.count > 1)
		qsort(out.name, out.count, sizeof *out.name, by_name);
	*names = out;
	return 0;
memory:
	closedir(dir);
	tk_names_free(&out);
	return tk_error_memory(err);
}

void
tk_names_free(struct tk_names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names->name);
	names->name = NULL;
	names->count = 0;
}
