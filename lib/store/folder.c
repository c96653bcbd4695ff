#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_TICKET ((size_t)256 << 20)	/* bytes a reader takes in */

/* ---- listing --------------------------------------------------------- */

static size_t
slot_of(const struct tk_folders *f, const char *number)
{
	uint64_t h = 14695981039346656037u;

	for (; *number != '\0'; number++)
		h = (h ^ (unsigned char)*number) * 1099511628211u;
	return (size_t)(h ^ h >> 32) & (f->slots - 1);
}

static void
remember(struct tk_folders *f, size_t entry)
{
	size_t i = slot_of(f, f->entry[entry].number);

	while (f->seen[i] != 0)
		i = (i + 1) & (f->slots - 1);
	f->seen[i] = entry + 1;
}

static int
seen(const struct tk_folders *f, const char *number)
{
	size_t i = slot_of(f, number);

	for (; f->seen[i] != 0; i = (i + 1) & (f->slots - 1))
		if (strcmp(f->entry[f->seen[i] - 1].number, number) == 0)
			return 1;
	return 0;
}

/* Doubles the room and remembers what is there. */
static int
grow(struct tk_folders *f)
{
	size_t size = f->size > 0 ? 2 * f->size : 1024, i, *slots;
	struct tk_entry *grown;

	grown = realloc(f->entry, size * sizeof *grown);
	if (grown == NULL)
		return -1;
	f->entry = grown;
	f->size = size;
	if (f->slots == 0)	/* only open/: each number comes once */
		return 0;
	slots = calloc(2 * size, sizeof *slots);
	if (slots == NULL)
		return -1;
	free(f->seen);
	f->seen = slots;
	f->slots = 2 * size;
	for (i = 0; i < f->count; i++)
		remember(f, i);
	return 0;
}

/* The length of the number in NUMBER.csv of the day YYYYMMDD; 0: the file
 * is no ticket of that folder. */
static size_t
number_length(const char *name, const char *day)
{
	const char *s = name;
	size_t digits = 0;

	while ((*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z'))
		s++;
	if (s == name || s - name > 8 || strncmp(s, day, 8) != 0)
		return 0;
	while (s[digits] >= '0' && s[digits] <= '9')
		digits++;
	if (digits < 12 || digits > 24 || strcmp(s + digits, ".csv") != 0)
		return 0;
	return (size_t)(s - name) + digits;
}

static int
add(struct tk_folders *f, const char *name, const char *day)
{
	size_t len = number_length(name, day);
	struct tk_entry *e;

	if (len == 0)
		return 0;
	if (f->count == f->size && grow(f) < 0)
		return -1;
	e = &f->entry[f->count];
	memcpy(e->number, name, len);
	e->number[len] = '\0';
	e->folder = f->folders - 1;
	if (f->slots > 0 && seen(f, e->number))
		return 0;
	if (f->slots > 0)
		remember(f, f->count);
	f->count++;
	return 0;
}

static int
add_names(struct tk_folders *f, int fd, const char *day, struct tk_error *err)
{
	struct dirent *d;
	DIR *dir;
	int rc = 0;

	dir = fdopendir(fd);
	if (dir == NULL) {
		tk_error_errno(err, TK_BAD, "cannot read folder \"%s\"",
		    f->folder[f->folders - 1]);
		close(fd);
		return -1;
	}
	while (rc == 0 && (errno = 0, d = readdir(dir)) != NULL)
		if (add(f, d->d_name, day) < 0)
			rc = tk_error_memory(err);
	if (rc == 0 && errno != 0)
		rc = tk_error_errno(err, TK_BAD, "cannot read folder \"%s\"",
		    f->folder[f->folders - 1]);
	closedir(dir);
	return rc;
}

/* "open" and "2023-10-27": one more folder, with its tickets. */
static int
add_folder(struct tk_folders *f, const struct tk_store *s, const char *place,
    const char *date, struct tk_error *err)
{
	unsigned size = f->folder_size > 0 ? 2 * f->folder_size : 64;
	char day[9];
	void *grown;
	int64_t n;
	int fd;

	if (tk_day_parse(date, strlen(date), &n) < 0 || n < f->from ||
	    n > f->to)
		return 0;
	snprintf(day, sizeof day, "%.4s%.2s%.2s", date, date + 5, date + 8);
	if (f->folders == f->folder_size) {
		grown = realloc(f->folder, size * sizeof *f->folder);
		if (grown == NULL)
			return tk_error_memory(err);
		f->folder = grown;
		f->folder_size = size;
	}
	snprintf(f->folder[f->folders], sizeof *f->folder, "%s/%s", place,
	    date);
	fd = tk_sys_open_dir(s->fd, f->folder[f->folders], err);
	if (fd < 0)	/* an empty one may have been taken away */
		return errno == ENOENT ? 0 : -1;
	f->folders++;
	return add_names(f, fd, day, err);
}

static int
add_place(struct tk_folders *f, const struct tk_store *s, const char *place,
    struct tk_error *err)
{
	struct tk_names days;
	size_t i;
	int rc = 0;

	if (tk_sys_names(s->fd, place, &days, err) < 0)
		return -1;
	for (i = 0; rc == 0 && i < days.count; i++)
		rc = add_folder(f, s, place, days.name[i], err);
	tk_names_free(&days);
	return rc;
}

static int
list(struct tk_folders *out, const struct tk_store *s, int closed,
    int64_t from, int64_t to, struct tk_error *err)
{
	struct tk_folders f = {.from = from, .to = to};

	if (closed) {
		f.slots = 1;
		if (grow(&f) < 0) {
			tk_folders_free(&f);
			return tk_error_memory(err);
		}
	}
	if (add_place(&f, s, "open", err) < 0 || (closed &&
	    (add_place(&f, s, "closed", err) < 0 ||
	    add_place(&f, s, "open", err) < 0))) {
		tk_folders_free(&f);
		return -1;
	}
	*out = f;
	return 0;
}

int
tk_folders_open(struct tk_folders *out, const struct tk_store *s, int closed,
    struct tk_error *err)
{
	return list(out, s, closed, INT64_MIN, INT64_MAX, err);
}

int
tk_folders_between(struct tk_folders *out, const struct tk_store *s,
    int64_t from, int64_t to, struct tk_error *err)
{
	return list(out, s, 1, from, to, err);
}

int
tk_folders_have(const struct tk_folders *f, const char *number)
{
	return f->slots > 0 && seen(f, number);
}

void
tk_folders_free(struct tk_folders *f)
{
	free(f->entry);
	free(f->folder);
	free(f->seen);
	memset(f, 0, sizeof *f);
}

/* ---- reading --------------------------------------------------------- */

/* Enters the entry's folder; -1: it is gone. */
static int
enter(struct tk_folder_reader *r, const struct tk_store *s,
    const struct tk_folders *f, const struct tk_entry *e)
{
	if (r->fd >= 0 && r->folder == e->folder)
		return 0;
	tk_folder_reader_close(r);
	r->fd = tk_sys_open_dir(s->fd, f->folder[e->folder], NULL);
	r->folder = e->folder;
	return r->fd < 0 ? -1 : 0;
}

static char *
file_name(char name[TK_NUMBER_SIZE + 4], const struct tk_entry *e)
{
	size_t len = strlen(e->number);

	memcpy(name, e->number, len);
	memcpy(name + len, ".csv", 5);
	return name;
}

int
tk_folder_read(struct tk_folder_reader *r, const struct tk_store *s,
    const struct tk_folders *f, size_t entry, struct tk_buf *b,
    struct tk_error *err)
{
	const struct tk_entry *e = &f->entry[entry];
	char name[TK_NUMBER_SIZE + 4];
	struct tk_error why;

	if (enter(r, s, f, e) == 0) {
		if (tk_sys_read_file(r->fd, file_name(name, e), b, MAX_TICKET,
		    err) == 0)
			return 1;
		if (errno != ENOENT)
			return -1;
	}
	if (tk_store_read(s, e->number, b, NULL, &why) == 0)
		return 1;
	if (why.code == TK_REFUSED)
		return 0;
	if (err != NULL)
		*err = why;
	return -1;
}

int64_t
tk_folder_written(struct tk_folder_reader *r, const struct tk_store *s,
    const struct tk_folders *f, size_t entry)
{
	const struct tk_entry *e = &f->entry[entry];
	char name[TK_NUMBER_SIZE + 4];
	struct stat st;

	if (enter(r, s, f, e) < 0 || fstatat(r->fd, file_name(name, e), &st,
	    AT_SYMLINK_NOFOLLOW) < 0)
		return TK_UNSET;
	return (int64_t)st.st_mtim.tv_sec;
}

void
tk_folder_reader_close(struct tk_folder_reader *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}
