#include "archive.h"

#include <errno.h>
#include <string.h>

#include "summary.h"

#define BLOCK ((uint64_t)1 << 20)	/* bytes of a summary read at once */

int
tk_archive_find(const struct tk_store *s, const char *number,
    struct tk_month *m, struct tk_lot *lot, struct tk_error *err)
{
	struct tk_months months;
	char day[11];
	size_t i;
	int rc = 0;

	if (!tk_number_valid(number, day))
		return 0;
	if (tk_months_list(&months, s, err) < 0)
		return -1;
	/* a ticket is never closed before the month of its number */
	for (i = 0; rc == 0 && i < months.count &&
	    strncmp(months.name[i], day, TK_MONTH_SIZE - 1) >= 0; i++) {
		rc = tk_month_open(m, s, months.name[i], err);
		if (rc <= 0)
			continue;
		rc = tk_month_find(m, number, lot, err);
		if (rc <= 0)
			tk_month_close(m);
	}
	tk_months_free(&months);
	return rc;
}

int
tk_archive_read(const struct tk_store *s, const char *number,
    struct tk_buf *b, struct tk_error *err)
{
	struct tk_month m;
	struct tk_lot lot;
	int rc = tk_archive_find(s, number, &m, &lot, err);

	if (rc <= 0)
		return rc;
	if (tk_month_ticket(&m, &lot, b, err) < 0)
		rc = -1;
	tk_month_close(&m);
	return rc;
}

/* Makes closed/ and the folder of the ticket's day. */
static int
make_room(const struct tk_store *s, char path[TK_PATH_SIZE],
    const char *number, struct tk_error *err)
{
	char *slash;
	int rc;

	if (tk_store_make_dir(s, "closed", err) < 0)
		return -1;
	slash = strrchr(tk_store_path(path, TK_IN_CLOSED, number), '/');
	*slash = '\0';
	rc = tk_store_make_dir(s, path, err);
	*slash = '/';
	return rc;
}

int
tk_archive_restore(const struct tk_store *s, const char *number,
    size_t *size, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	char path[TK_PATH_SIZE];
	int rc = tk_archive_read(s, number, &b, err);

	if (rc > 0 && (make_room(s, path, number, err) < 0 ||
	    (tk_sys_write_file(s->fd, path, b.data, b.len, s->file_mode, 0,
	    err) < 0 && errno != EEXIST)))
		rc = -1;
	*size = b.len;
	tk_buf_free(&b);
	return rc;
}

/* ---- all of them ----------------------------------------------------- */

struct walk {
	int (*each)(void *, const struct tk_month *, const struct tk_lot *,
	    struct tk_error *);
	void *data;
	struct tk_buf rows;
};

static int
walk_rows(struct walk *w, const struct tk_month *m, struct tk_error *err)
{
	const char *p = w->rows.data, *end = p + w->rows.len, *newline;
	struct tk_lot lot;

	for (; p < end; p = newline + 1) {
		newline = memchr(p, '\n', (size_t)(end - p));
		if (newline == NULL)
			break;
		if (tk_summary_place(p, (size_t)(newline + 1 - p), &lot) ==
		    0 && w->each(w->data, m, &lot, err) < 0)
			return -1;
	}
	return 0;
}

static int
walk_month(struct walk *w, const struct tk_month *m, struct tk_error *err)
{
	uint64_t at, end = m->zone.summary_bytes;

	for (at = 0; at < end; at += BLOCK)
		if (tk_month_rows(m, at, at + BLOCK < end ? at + BLOCK : end,
		    &w->rows, err) < 0 || (w->rows.len > 0 &&
		    walk_rows(w, m, err) < 0))
			return -1;
	return 0;
}

int
tk_archive_each(const struct tk_store *s, const char *since,
    int (*each)(void *, const struct tk_month *, const struct tk_lot *,
    struct tk_error *), void *data, struct tk_error *err)
{
	struct walk w = {.each = each, .data = data};
	struct tk_months months;
	struct tk_month m;
	size_t i;
	int rc = 0;

	if (tk_months_list(&months, s, err) < 0)
		return -1;
	for (i = 0; rc >= 0 && i < months.count &&
	    strcmp(months.name[i], since) >= 0; i++) {
		rc = tk_month_open(&m, s, months.name[i], err);
		if (rc <= 0)
			continue;
		rc = walk_month(&w, &m, err);
		tk_month_close(&m);
	}
	tk_months_free(&months);
	tk_buf_free(&w.rows);
	return rc < 0 ? -1 : 0;
}
