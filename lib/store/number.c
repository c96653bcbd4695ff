#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store.h"

/* The counter at the end of a file name "CS202310270012.csv" of that day;
 * 0 for other names. */
static unsigned long long
counter_of(const char *name, const char *day)
{
	char number[TK_NUMBER_SIZE], d[11];
	const char *dot = strrchr(name, '.');
	size_t len = dot == NULL ? 0 : (size_t)(dot - name);

	if (len == 0 || len >= sizeof number || strcmp(dot, ".csv") != 0)
		return 0;
	memcpy(number, name, len);
	number[len] = '\0';
	if (!tk_number_valid(number, d) || strcmp(d, day) != 0)
		return 0;
	return strtoull(strpbrk(number, "0123456789") + 8, NULL, 10);
}

static int
highest_in(const struct tk_store *s, const char *folder, const char *day,
    unsigned long long *highest, struct tk_error *err)
{
	struct tk_names names;
	unsigned long long n;
	char path[64];
	size_t i;

	snprintf(path, sizeof path, "%s/%s", folder, day);
	if (tk_sys_names(s->fd, path, &names, err) < 0)
		return -1;
	for (i = 0; i < names.count; i++) {
		n = counter_of(names.name[i], day);
		if (n > *highest)
			*highest = n;
	}
	tk_names_free(&names);
	return 0;
}

/* The day's counter file, locked; *highest is what it says, or what the
 * folders show when it says nothing. */
static int
open_counter(const struct tk_store *s, const char *day,
    unsigned long long *highest, struct tk_error *err)
{
	char path[64], text[32];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "numbers/%s", day);
	fd = tk_store_create(s, path, O_RDWR, NULL);
	if (fd < 0 && errno == ENOENT &&
	    tk_store_make_dir(s, "numbers", err) == 0)
		fd = tk_store_create(s, path, O_RDWR, err);
	else if (fd < 0)
		tk_error_errno(err, TK_BAD, "cannot open \"%s/%s\"", s->path,
		    path);
	if (fd < 0)
		return -1;
	if (tk_sys_lock(fd, path, TK_LOCK_WAIT, err) < 0)
		goto failed;
	n = pread(fd, text, sizeof text - 1, 0);
	if (n < 0) {
		tk_error_errno(err, TK_BAD, "cannot read \"%s\"", path);
		goto failed;
	}
	text[n] = '\0';
	*highest = strtoull(text, NULL, 10);
	if (*highest > 0)
		return fd;
	if (highest_in(s, "open", day, highest, err) < 0 ||
	    highest_in(s, "closed", day, highest, err) < 0)
		goto failed;
	return fd;
failed:
	close(fd);
	return -1;
}

static int
taken(const struct tk_store *s, const char *number)
{
	enum tk_place place;

	return tk_store_find(s, number, &place, NULL) == 0;
}

/* "2023-10-27" of an instant, in the store's zone. */
static void
day_of(const struct tk_store *s, int64_t now, char day[32])
{
	int year, month, mday;

	tk_day_civil(tk_day_at(s->zone, now), &year, &month, &mday);
	snprintf(day, 32, "%04d-%02d-%02d", year, month, mday);
}

static int
write_counter(int fd, const char *day, unsigned long long n,
    struct tk_error *err)
{
	char text[32];
	int len = snprintf(text, sizeof text, "%04llu\n", n);

	if (lseek(fd, 0, SEEK_SET) < 0 ||
	    tk_sys_write(fd, text, (size_t)len) < 0)
		return tk_error_errno(err, TK_BAD,
		    "cannot write \"numbers/%s\"", day);
	return 0;
}

int
tk_number_next(const struct tk_store *s, int64_t now,
    int (*before)(void *, const char *, struct tk_error *), void *data,
    char number[TK_NUMBER_SIZE], struct tk_error *err)
{
	unsigned long long n;
	char day[32];
	int fd, rc = 0;

	day_of(s, now, day);
	fd = open_counter(s, day, &n, err);
	if (fd < 0)
		return -1;
	do {
		snprintf(number, TK_NUMBER_SIZE, "%s%.4s%.2s%.2s%04llu",
		    s->prefix, day, day + 5, day + 8, ++n);
	} while (taken(s, number));
	if (before != NULL)
		rc = before(data, number, err);
	if (rc == 0)
		rc = write_counter(fd, day, n, err);
	close(fd);
	return rc;
}

int
tk_number_claim(const struct tk_store *s, const char *number,
    struct tk_error *err)
{
	unsigned long long n, highest;
	char day[11];
	int fd, rc = 0;

	if (!tk_number_valid(number, day))
		return tk_error_set(err, TK_BAD, "\"%s\" is no number",
		    number);
	n = strtoull(strpbrk(number, "0123456789") + 8, NULL, 10);
	fd = open_counter(s, day, &highest, err);
	if (fd < 0)
		return -1;
	if (highest < n)
		rc = write_counter(fd, day, n, err);
	close(fd);
	return rc;
}
