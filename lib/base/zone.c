/* zone.c - time zones from the system's database, and look-ups in them. */
#include "tzif.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ZONE_DIR "/usr/share/zoneinfo"
#define FILE_MAX 65536
#define PERIOD ((int64_t)146097 * 86400)	/* 400 years, whole weeks */

static int
lawful(const char *name)
{
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return n > 0 && n <= TK_ZONE_NAME_MAX && name[n] == '\0' &&
	    name[0] != '/';
}

static int
read_file(const char *name, unsigned char *data, size_t *size)
{
	char path[sizeof ZONE_DIR + 1 + TK_ZONE_NAME_MAX];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "%s/%s", ZONE_DIR, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	for (*size = 0; *size < FILE_MAX; *size += (size_t)n) {
		n = read(fd, data + *size, FILE_MAX - *size);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			break;
	}
	close(fd);
	return n < 0 ? -1 : 0;
}

/* The database may be missing; UTC needs none. */
static int
fill(struct tk_zone *z, const char *name, struct tk_error *err)
{
	unsigned char data[FILE_MAX];
	size_t size;

	if (!lawful(name))
		return tk_error_set(err, TK_BAD, "'%.100s' is no name of a "
		    "time zone; use one such as Asia/Shanghai", name);
	strcpy(z->name, name);
	if (strcmp(name, "UTC") == 0)
		return tk_tzif_fixed(z, 0) < 0 ? tk_error_memory(err) : 0;
	if (read_file(name, data, &size) < 0) {
		if (errno == ENOENT || errno == ENOTDIR || errno == EISDIR)
			return tk_error_set(err, TK_BAD, "no time zone '%s' "
			    "in %s; use one such as Asia/Shanghai", name,
			    ZONE_DIR);
		return tk_error_errno(err, TK_BAD, "cannot read %s/%s",
		    ZONE_DIR, name);
	}
	if (tk_tzif_decode(z, data, size) < 0)
		return tk_error_short() ? tk_error_memory(err) : tk_error_set(err, TK_BAD, "%s/%s cannot be used: it "
		    "is no TZif file of version 2 or later, or counts leap "
		    "seconds", ZONE_DIR, name);
	return 0;
}

int
tk_zone_load(struct tk_zone **out, const char *name, struct tk_error *err)
{
	struct tk_zone *z = calloc(1, sizeof *z);

	if (z == NULL)
		return tk_error_memory(err);
	if (fill(z, name, err) < 0) {
		tk_zone_free(z);
		return -1;
	}
	*out = z;
	return 0;
}

void
tk_zone_free(struct tk_zone *z)
{
	if (z == NULL)
		return;
	free(z->at);
	free(z->offset);
	free(z);
}

const char *
tk_zone_name(const struct tk_zone *z)
{
	return z->name;
}

/* How far t is to be moved back into the 400 years written out. */
static int64_t
excess(const struct tk_zone *z, int64_t t)
{
	int64_t end = z->at[z->count - 1];

	if (!z->repeats || t < end)
		return 0;
	return ((t - end) / PERIOD + 1) * PERIOD;
}

/* The stretch that holds instant t. */
static size_t
stretch(const struct tk_zone *z, int64_t t)
{
	size_t lo = 0, hi = z->count, mid;

	if (t >= z->at[hi - 1])
		return hi - 1;
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (z->at[mid] <= t)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

int32_t
tk_zone_offset(const struct tk_zone *z, int64_t t)
{
	return z->offset[stretch(z, t - excess(z, t))];
}

/* The first stretch that does not end before the local time is reached. */
int64_t
tk_zone_first(const struct tk_zone *z, int64_t local)
{
	int64_t shift = excess(z, local + TK_ZONE_WIDEST), t;
	size_t i;

	local -= shift;
	i = stretch(z, local - TK_ZONE_WIDEST);
	while (i + 1 < z->count && z->at[i + 1] + z->offset[i] <= local)
		i++;
	t = local - z->offset[i];
	return (t > z->at[i] ? t : z->at[i]) + shift;
}

/* The last stretch that begins before the local time is over. */
int64_t
tk_zone_last(const struct tk_zone *z, int64_t local)
{
	int64_t shift = excess(z, local + TK_ZONE_WIDEST), t;
	size_t i;

	local -= shift;
	i = stretch(z, local + TK_ZONE_WIDEST);
	while (i > 0 && z->at[i] + z->offset[i] > local)
		i--;
	t = local - z->offset[i];
	if (i + 1 < z->count && t > z->at[i + 1])
		t = z->at[i + 1];
	return t + shift;
}
