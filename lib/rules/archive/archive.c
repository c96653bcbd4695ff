/* archive.c - packs the closed tickets of whole past months, and takes one
 * out again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/calendar/when.h"
#include "store/archive.h"
#include "store/scan.h"
#include "pack.h"

#define WAIT 0			/* who is at work on one may keep it */
#define CHUNK 256

/* ---- which months ---------------------------------------------------- */

/* The month in which `before` lies stays, and all behind it; and this one
 * stays in any case. */
static int
find_until(struct tk_packer *k, struct tk_error *err)
{
	const struct tk_session *s = k->session;
	int64_t now = tk_session_now(s), t;
	char time[TK_TIME_SIZE], month[TK_TIME_SIZE];
	struct tk_when when;

	if (k->order->before == NULL) {
		t = now - s->rules.settings.archive_days * 86400;
	} else if (tk_when_parse(k->order->before, now, k->store->zone,
	    tk_rules_calendar(&s->rules), &when, err) < 0) {
		return -1;
	} else {
		t = when.from;
	}
	tk_time_format(time, t, k->store->zone);
	tk_time_format(month, now, k->store->zone);
	snprintf(k->until, sizeof k->until, "%.7s", strcmp(time, month) < 0 ?
	    time : month);
	return 0;
}

/* ---- out of closed/ -------------------------------------------------- */

struct removal {
	struct tk_packer *k;
	struct tk_packing *packing;
};

static int
not_removed(const struct removal *r, const struct tk_packing *p,
    const char *path, struct tk_error *err)
{
	return tk_error_errno(err, TK_BAD, "%s: packed, but cannot remove "
	    "\"%s/%s\"", p->number, r->k->store->path, path);
}

/* Takes the live file away, if it is still what was packed. A writer who
 * waits for its lock finds that the name is gone, and looks again. */
static int
take_locked(const struct removal *r, struct tk_packing *p, int fd,
    const char *path, struct tk_error *err)
{
	int at = r->k->store->fd;
	struct stat st, name;

	if (fstat(fd, &st) < 0 ||
	    fstatat(at, path, &name, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : not_removed(r, p, path, err);
	if ((uint64_t)st.st_size != p->size || name.st_ino != st.st_ino ||
	    name.st_dev != st.st_dev)
		return 0;
	if (unlinkat(at, path, 0) < 0)
		return not_removed(r, p, path, err);
	p->gone = 1;
	return 0;
}

static int
take_away(void *data, unsigned worker, size_t item, struct tk_error *err)
{
	struct removal *r = data;
	struct tk_packing *p = &r->packing[item];
	char path[TK_PATH_SIZE];
	int fd, rc = 0;

	(void)worker;
	tk_store_path(path, TK_IN_CLOSED, p->number);
	fd = tk_sys_open(r->k->store->fd, path, O_RDONLY, 0);
	if (fd < 0 && errno != ENOENT)
		return not_removed(r, p, path, err);
	if (fd < 0) {
		p->gone = 1;	/* another did it */
		return 0;
	}
	if (tk_sys_lock(fd, p->number, WAIT, NULL) == 0)
		rc = take_locked(r, p, fd, path, err);
	close(fd);
	return rc;
}

static int
remove_packed(struct tk_packer *k, struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	struct removal r = {k, p};
	struct tk_crew crew = {.items = n, .chunk = CHUNK, .each = take_away,
	    .data = &r, .threads = tk_crew_threads(k->order->threads, n,
	    CHUNK)};

	return tk_crew_run(&crew, err);
}

/* Days of closed/ in which nothing is left. */
static void
remove_empty_days(const struct tk_packer *k)
{
	unsigned i;

	for (i = 0; i < k->folders.folders; i++)
		if (k->folders.folder[i][0] == 'c')
			unlinkat(k->store->fd, k->folders.folder[i],
			    AT_REMOVEDIR);
}

/* ---- all ------------------------------------------------------------- */

static int
by_month(const void *a, const void *b)
{
	const struct tk_packing *x = a, *y = b;
	int order = strcmp(x->month, y->month);

	return order != 0 ? order : tk_number_compare(x->number, y->number);
}

/* All that was found, by month and number. */
static int
collect(struct tk_packer *k, struct tk_packings *all, struct tk_error *err)
{
	unsigned i;

	for (i = 0; i < k->threads; i++)
		all->size += k->spill[i].found.count;
	all->packing = calloc(all->size + 1, sizeof *all->packing);
	if (all->packing == NULL)
		return tk_error_memory(err);
	for (i = 0; i < k->threads; i++) {
		const struct tk_packings *f = &k->spill[i].found;

		if (f->count > 0)
			memcpy(all->packing + all->count, f->packing,
			    f->count * sizeof *f->packing);
		all->count += f->count;
	}
	if (all->count > 1)
		qsort(all->packing, all->count, sizeof *all->packing,
		    by_month);
	return 0;
}

static int
pack(struct tk_packer *k, struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	struct tk_archive *o = k->order;
	size_t i, packed = 0;
	char line[128];

	if (!o->dry_run && (tk_pack_month(k, p, n, err) < 0 ||
	    remove_packed(k, p, n, err) < 0))
		return -1;
	for (i = 0; i < n; i++) {
		if (!o->dry_run && !p[i].gone)
			continue;
		packed++;
		if (o->packed != NULL)
			o->packed(o->data, p[i].number);
	}
	o->tickets += packed;
	o->months++;
	snprintf(line, sizeof line, "%s: %zu ticket%s %s", p->month, packed,
	    packed == 1 ? "" : "s", o->dry_run ? "would be packed" :
	    "packed");
	if (o->month != NULL)
		o->month(o->data, line);
	return 0;
}

static int
pack_all(struct tk_packer *k, struct tk_error *err)
{
	struct tk_packings all = {NULL, 0, 0};
	size_t i, n;
	int rc = collect(k, &all, err);

	for (i = 0; rc == 0 && i < all.count; i += n) {
		for (n = 1; i + n < all.count && strcmp(all.packing[i].month,
		    all.packing[i + n].month) == 0; n++)
			;
		rc = pack(k, all.packing + i, n, err);
	}
	if (rc == 0 && !k->order->dry_run)
		remove_empty_days(k);
	free(all.packing);
	return rc;
}

/* One at a time: the folder's own lock. */
static int
lock_archive(const struct tk_store *s, struct tk_error *err)
{
	int fd;

	if (tk_store_make_dir(s, "archive", err) < 0)
		return -1;
	fd = tk_sys_open_dir(s->fd, "archive", err);
	if (fd >= 0 && tk_sys_lock(fd, "archive", TK_LOCK_WAIT, err) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

int
tk_session_archive(struct tk_session *s, struct tk_archive *o,
    struct tk_error *err)
{
	struct tk_packer k = {.session = s, .store = s->store, .order = o};
	int lock = -1, rc;

	o->tickets = o->months = o->left = 0;
	if (tk_rules_need(&s->rules, TK_RULES_SETTINGS | TK_RULES_STAFF |
	    TK_RULES_FIELDS | TK_RULES_CLOCKS, err) < 0 ||
	    find_until(&k, err) < 0)
		return -1;
	if (!o->dry_run && (lock = lock_archive(s->store, err)) < 0)
		return -1;
	rc = tk_pack_gather(&k, err);
	if (rc == 0)
		rc = pack_all(&k, err);
	tk_pack_free(&k);
	if (lock >= 0)
		close(lock);
	return rc;
}

int
tk_session_restore(struct tk_session *s, const char *word,
    char number[TK_NUMBER_SIZE], struct tk_error *err)
{
	enum tk_place place;
	size_t size;

	if (tk_store_resolve(s->store, word, 1, number, err) < 0 ||
	    tk_store_find(s->store, number, &place, err) < 0)
		return -1;
	if (place != TK_IN_ARCHIVE)
		return 0;
	return tk_archive_restore(s->store, number, &size, err) < 0 ? -1 : 1;
}
