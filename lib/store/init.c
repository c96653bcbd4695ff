#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "store.h"

#define MAX_TABLE ((size_t)64 << 20)

static const char *const folders[] = {
	"rules", "open", "closed", "numbers", "files", "ref", "lost",
};

/* The shipped calendars are those of the default zone: a store of another one
 * works by its own clock. */
static void
set_zone(struct tk_buf *b, const char *zone)
{
	static const char shipped[] = "," TK_ZONE_DEFAULT ",";
	struct tk_buf out = TK_BUF_INIT;
	const char *p = b->data == NULL ? "" : b->data, *hit;

	for (; (hit = strstr(p, shipped)) != NULL; p = hit + strlen(shipped)) {
		tk_buf_add(&out, p, (size_t)(hit - p));
		tk_buf_printf(&out, ",%s,", zone);
	}
	tk_buf_puts(&out, p);
	tk_buf_free(b);
	*b = out;
}

static int
copy_rules(int to, int from, const char *zone, mode_t mode,
    struct tk_error *err)
{
	struct tk_buf data = TK_BUF_INIT;
	struct tk_names names;
	const char *dot;
	char path[300];
	size_t i;
	int rc = 0;

	if (tk_sys_names(from, ".", &names, err) < 0)
		return -1;
	for (i = 0; rc == 0 && i < names.count; i++) {
		dot = strrchr(names.name[i], '.');
		if (dot == NULL || strcmp(dot, ".csv") != 0)
			continue;
		snprintf(path, sizeof path, "rules/%s", names.name[i]);
		rc = tk_sys_read_file(from, names.name[i], &data, MAX_TABLE,
		    err);
		if (rc == 0 && strcmp(names.name[i], "calendars.csv") == 0)
			set_zone(&data, zone);
		if (rc == 0 && (tk_buf_check(&data, err) < 0 ||
		    tk_sys_write_file(to, path, data.data == NULL ? "" :
		    data.data, data.len, mode, 1, err) < 0))
			rc = -1;
	}
	tk_names_free(&names);
	tk_buf_free(&data);
	return rc;
}

static int
make_top(const struct tk_store_plan *p, struct tk_error *err)
{
	struct tk_names names;
	int fd;

	if (mkdir(p->dir, p->group ? 02770 : 0777) < 0 && errno != EEXIST)
		return tk_error_errno(err, TK_BAD, "cannot make \"%s\"",
		    p->dir);
	fd = tk_sys_open_dir(AT_FDCWD, p->dir, err);
	if (fd < 0)
		return -1;
	if (p->group && fchmod(fd, 02770) < 0) {
		tk_error_errno(err, TK_BAD, "cannot set the mode of \"%s\"",
		    p->dir);
		close(fd);
		return -1;
	}
	if (tk_sys_names(fd, ".", &names, err) < 0) {
		close(fd);
		return -1;
	}
	if (names.count > 0) {
		tk_error_set(err, TK_BAD, faccessat(fd, "store.csv", F_OK, 0)
		    == 0 ? "\"%s\" is a store already" :
		    "\"%s\" is not empty; name a new folder", p->dir);
		close(fd);
		fd = -1;
	}
	tk_names_free(&names);
	return fd;
}

int
tk_store_init(const struct tk_store_plan *p, struct tk_error *err)
{
	mode_t dir = p->group ? 02770 : 0777, file = p->group ? 0660 : 0666;
	struct tk_zone *zone = NULL;
	struct tk_buf b = TK_BUF_INIT;
	char number[64];
	int fd, rc = -1;
	size_t i;

	snprintf(number, sizeof number, "%s202601010001", p->prefix);
	if (!tk_number_valid(number, NULL))
		return tk_error_set(err, TK_BAD,
		    "prefix \"%s\" is not 1 to 8 letters", p->prefix);
	if (tk_zone_load(&zone, p->zone, err) < 0)
		return -1;
	tk_zone_free(zone);
	fd = make_top(p, err);
	if (fd < 0)
		return -1;
	for (i = 0; i < sizeof folders / sizeof *folders; i++)
		if (tk_sys_make_dir(fd, folders[i], dir, err) < 0)
			goto done;
	if (copy_rules(fd, p->rules_fd, p->zone, file, err) < 0)
		goto done;
	tk_buf_printf(&b, "setting,value\nformat,%d\nprefix,%s\nzone,%s\n",
	    TK_STORE_FORMAT, p->prefix, p->zone);
	if (p->override)
		tk_buf_puts(&b, "override,yes\n");
	if (tk_buf_check(&b, err) == 0)
		rc = tk_sys_write_file(fd, "store.csv", b.data, b.len, file, 0,
		    err);
done:
	tk_buf_free(&b);
	close(fd);
	return rc;
}

const char *
tk_store_remote(const char *dir)
{
	const char *remote;
	int fd = tk_sys_open_dir(AT_FDCWD, dir, NULL);

	if (fd < 0)
		return NULL;
	remote = tk_sys_remote(fd);
	close(fd);
	return remote;
}
