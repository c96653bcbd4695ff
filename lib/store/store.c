#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "archive.h"

#define MAX_SETTINGS 65536	/* bytes of store.csv */
#define MAX_TICKET ((size_t)256 << 20)	/* bytes a reader takes in */

static int
set_prefix(struct tk_store *s, const char *v, unsigned line,
    struct tk_error *err)
{
	size_t n = strlen(v), i;

	for (i = 0; i < n; i++)
		if ((v[i] < 'A' || v[i] > 'Z') && (v[i] < 'a' || v[i] > 'z'))
			break;
	if (n == 0 || n >= sizeof s->prefix || i < n)
		return tk_error_at(err, TK_BAD, "store.csv", line, 2,
		    "prefix \"%s\" is not 1 to 8 letters", v);
	memcpy(s->prefix, v, n + 1);
	return 0;
}

static int
set_format(const char *v, unsigned line, struct tk_error *err)
{
	char *end;
	long n = strtol(v, &end, 10);

	if (*v == '\0' || *end != '\0' || n < 1)
		return tk_error_at(err, TK_BAD, "store.csv", line, 2,
		    "format \"%s\" is no number", v);
	if (n > TK_STORE_FORMAT)
		return tk_error_at(err, TK_BAD, "store.csv", line, 2,
		    "the store has format %ld, this tk knows formats up to "
		    "%d; install a newer tk", n, TK_STORE_FORMAT);
	return 0;
}

static int
apply_setting(struct tk_store *s, const char *name, const char *v,
    unsigned line, struct tk_error *err)
{
	if (strcmp(name, "format") == 0)
		return set_format(v, line, err);
	if (strcmp(name, "prefix") == 0)
		return set_prefix(s, v, line, err);
	if (strcmp(name, "zone") == 0) {
		tk_zone_free(s->zone);
		s->zone = NULL;
		return tk_zone_load(&s->zone, v, err);
	}
	if (strcmp(name, "override") == 0) {
		s->override = strcmp(v, "yes") == 0;
		return 0;
	}
	return tk_error_at(err, TK_BAD, "store.csv", line, 1,
	    "unknown setting \"%s\"; lawful are format, prefix, zone, "
	    "override", name);
}

static int
read_settings(struct tk_store *s, struct tk_error *err)
{
	struct tk_buf data = TK_BUF_INIT;
	struct tk_csv c = {0};
	enum tk_csv_kind kind;
	unsigned row = 0;
	int rc = -1;

	if (tk_sys_read_file(s->fd, "store.csv", &data, MAX_SETTINGS, err) < 0 ||
	    tk_csv_open(&c, data.data, data.len, NULL, err) < 0)
		goto done;
	for (;; row++) {
		if (tk_csv_next(&c, &kind, err) < 0)
			goto done;
		if (kind == TK_CSV_END)
			break;
		if (kind != TK_CSV_RECORD || c.cells != 2) {
			tk_error_at(err, TK_BAD, "store.csv", c.line, 0,
			    "not a row of setting,value");
			goto done;
		}
		if (row > 0 && apply_setting(s, tk_csv_cell(&c, 0, NULL),
		    tk_csv_cell(&c, 1, NULL), c.line, err) < 0)
			goto done;
	}
	if (s->prefix[0] == '\0')
		memcpy(s->prefix, "CS", 3);
	rc = s->zone != NULL ? 0 : tk_zone_load(&s->zone,
	    TK_ZONE_DEFAULT, err);
done:
	tk_csv_free(&c);
	tk_buf_free(&data);
	return rc;
}

int
tk_store_open(struct tk_store **out, const char *path, struct tk_error *err)
{
	struct tk_error why;
	struct tk_store *s;
	struct stat st;

	s = calloc(1, sizeof *s);
	if (s == NULL)
		return tk_error_memory(err);
	s->fd = tk_sys_open_dir(AT_FDCWD, path, err);
	if (s->fd < 0)
		goto failed;
	s->path = strdup(path);
	if (s->path == NULL) {
		tk_error_memory(err);
		goto failed;
	}
	if (fstat(s->fd, &st) < 0) {
		tk_error_errno(err, TK_BAD, "cannot read \"%s\"", path);
		goto failed;
	}
	if (faccessat(s->fd, "store.csv", F_OK, 0) < 0) {
		tk_error_set(err, TK_BAD, "\"%s\" is not a store: it has no "
		    "store.csv; make one with 'tk-init %s'", path, path);
		goto failed;
	}
	s->dir_mode = (st.st_mode & S_ISGID) != 0 ? 02770 : 0777;
	s->file_mode = (st.st_mode & S_ISGID) != 0 ? 0660 : 0666;
	if (read_settings(s, &why) < 0) {
		tk_error_set(err, why.code, "%s%s%s", path, strncmp(
		    why.message, "store.csv", 9) == 0 ? "/" : ": ",
		    why.message);
		goto failed;
	}
	*out = s;
	return 0;
failed:
	tk_store_close(s);
	return -1;
}

void
tk_store_close(struct tk_store *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	tk_zone_free(s->zone);
	free(s->path);
	free(s);
}

int
tk_number_valid(const char *number, char day[11])
{
	size_t letters, digits;
	char d[11];
	int64_t n;

	letters = strspn(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz");
	digits = strspn(number + letters, "0123456789");
	if (letters < 1 || letters > 8 || digits < 12 || digits > 24 ||
	    number[letters + digits] != '\0')
		return 0;
	snprintf(d, sizeof d, "%.4s-%.2s-%.2s", number + letters,
	    number + letters + 4, number + letters + 6);
	if (tk_day_parse(d, 10, &n) < 0)
		return 0;
	if (day != NULL)
		memcpy(day, d, sizeof d);
	return 1;
}

char *
tk_store_path(char path[TK_PATH_SIZE], enum tk_place place, const char *number)
{
	char day[11] = "";

	tk_number_valid(number, day);
	snprintf(path, TK_PATH_SIZE, "%s/%s/%s.csv",
	    place == TK_IN_OPEN ? "open" : "closed", day, number);
	return path;
}

static int
no_ticket(const char *number, struct tk_error *err)
{
	errno = ENOENT;
	return tk_error_set(err, TK_REFUSED, "%s: no such ticket; look for it "
	    "with 'tk-list status=all'", number);
}

int
tk_store_find(const struct tk_store *s, const char *number,
    enum tk_place *place, struct tk_error *err)
{
	char path[TK_PATH_SIZE];
	struct tk_month month;
	struct tk_lot lot;
	int pass, rc;

	if (!tk_number_valid(number, NULL))
		return no_ticket(number, err);
	for (pass = 0; pass < 4; pass++) {
		enum tk_place p = pass % 2 == 0 ? TK_IN_OPEN : TK_IN_CLOSED;

		if (faccessat(s->fd, tk_store_path(path, p, number), F_OK,
		    AT_SYMLINK_NOFOLLOW) == 0) {
			*place = p;
			return 0;
		}
		if (errno != ENOENT)
			return tk_error_errno(err, TK_BAD, "cannot look for "
			    "\"%s/%s\"", s->path, path);
	}
	rc = tk_archive_find(s, number, &month, &lot, err);
	if (rc <= 0)
		return rc < 0 ? -1 : no_ticket(number, err);
	tk_month_close(&month);
	*place = TK_IN_ARCHIVE;
	return 0;
}

int
tk_store_read(const struct tk_store *s, const char *number, struct tk_buf *b,
    enum tk_place *place, struct tk_error *err)
{
	char path[TK_PATH_SIZE];
	enum tk_place p = TK_IN_OPEN;
	int tries;

	for (tries = 0; tries < 100; tries++) {
		if (tk_store_find(s, number, &p, err) < 0)
			return -1;
		if (p == TK_IN_ARCHIVE) {
			int rc = tk_archive_read(s, number, b, err);

			if (rc > 0 && place != NULL)
				*place = p;
			if (rc != 0)
				return rc > 0 ? 0 : -1;
			continue;
		}
		if (tk_sys_read_file(s->fd, tk_store_path(path, p, number), b,
		    MAX_TICKET, err) == 0) {
			if (place != NULL)
				*place = p;
			return 0;
		}
		if (errno != ENOENT)
			return -1;
	}
	return -1;
}

int
tk_store_make_dir(const struct tk_store *s, const char *path,
    struct tk_error *err)
{
	return tk_sys_make_dir(s->fd, path, s->dir_mode, err);
}

int
tk_store_make_dir_unsynced(const struct tk_store *s, const char *path,
    struct tk_error *err)
{
	if (tk_sys_mkdir(s->fd, path, s->dir_mode) < 0 && errno != EEXIST)
		return tk_error_errno(err, TK_BAD, "cannot make \"%s/%s\"",
		    s->path, path);
	return 0;
}

int
tk_store_create(const struct tk_store *s, const char *path, int flags,
    struct tk_error *err)
{
	int fd = tk_sys_open(s->fd, path, flags | O_CREAT, s->file_mode);

	if (fd < 0)
		return tk_error_errno(err, TK_BAD, "cannot create \"%s/%s\"",
		    s->path, path);
	if (s->file_mode == 0660 && fchmod(fd, 0660) < 0 && errno != EPERM) {
		tk_error_errno(err, TK_BAD, "cannot set the mode of \"%s/%s\"",
		    s->path, path);
		close(fd);
		return -1;
	}
	return fd;
}

int
tk_store_lose(const struct tk_store *s, const char *name, const void *data,
    size_t len, char *path, struct tk_error *err)
{
	unsigned n;

	if (tk_store_make_dir(s, "lost", err) < 0)
		return -1;
	for (n = 1;; n++) {
		if (n == 1)
			snprintf(path, TK_PATH_SIZE, "lost/%s", name);
		else
			snprintf(path, TK_PATH_SIZE, "lost/%s-%u", name, n);
		if (tk_sys_write_file(s->fd, path, data, len, s->file_mode, 0,
		    err) == 0)
			return 0;
		if (errno != EEXIST)
			return -1;
	}
}
