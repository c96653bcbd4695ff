#include "month.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"
#include "scan.h"
#include "summary.h"
#include "ticket.h"

#define ZONE_HEADER \
	"month,tickets,bytes,summary_bytes,first,last,earlier\n"
#define MAX_ZONE 4096		/* bytes */
#define MAX_MONTH ((size_t)16 << 30)
#define LINE 1024		/* bytes looked at to find a row */

/* ---- names ----------------------------------------------------------- */

char *
tk_month_path(char path[TK_PATH_SIZE], const char *month, const char *suffix)
{
	snprintf(path, TK_PATH_SIZE, "archive/%s%s.csv", month, suffix);
	return path;
}

int
tk_month_valid(const char *name)
{
	char day[11];
	int64_t n;

	if (strlen(name) != TK_MONTH_SIZE - 1)
		return 0;
	snprintf(day, sizeof day, "%s-01", name);
	return tk_day_parse(day, 10, &n) == 0;
}

int
tk_months_list(struct tk_months *out, const struct tk_store *s,
    struct tk_error *err)
{
	struct tk_months m = {NULL, 0};
	struct tk_names names;
	char name[TK_MONTH_SIZE];
	size_t i, len;

	if (tk_sys_names(s->fd, "archive", &names, err) < 0)
		return -1;
	m.name = calloc(names.count + 1, sizeof *m.name);
	for (i = names.count; m.name != NULL && i-- > 0;) {
		len = strlen(names.name[i]);
		if (len != 11 || strcmp(names.name[i] + 7, ".csv") != 0)
			continue;
		snprintf(name, sizeof name, "%.7s", names.name[i]);
		if (tk_month_valid(name))
			memcpy(m.name[m.count++], name, sizeof name);
	}
	tk_names_free(&names);
	if (m.name == NULL)
		return tk_error_memory(err);
	*out = m;
	return 0;
}

void
tk_months_free(struct tk_months *m)
{
	free(m->name);
	memset(m, 0, sizeof *m);
}

/* ---- zones ----------------------------------------------------------- */

void
tk_zone_figures_put(struct tk_buf *b, const char *month,
    const struct tk_zone_figures *z, const struct tk_zone *zone)
{
	char first[TK_TIME_SIZE], last[TK_TIME_SIZE];

	tk_time_format(first, z->first, zone);
	tk_time_format(last, z->last, zone);
	tk_buf_puts(b, ZONE_HEADER);
	tk_buf_printf(b, "%s,%llu,%llu,%llu,%s,%s,%llu\n", month,
	    (unsigned long long)z->tickets, (unsigned long long)z->bytes,
	    (unsigned long long)z->summary_bytes, first, last,
	    (unsigned long long)z->earlier);
}

static int
number(const struct tk_csv *c, size_t i, uint64_t *n)
{
	return tk_summary_number(tk_csv_cell(c, i, NULL), n);
}

static int
moment(const struct tk_csv *c, size_t i, int64_t *t)
{
	size_t len;
	const char *s = tk_csv_cell(c, i, &len);

	return tk_time_parse(s, len, t);
}

/* The figures as they stand there: 1, or 0 when they cannot be believed. */
static int
read_zone(struct tk_zone_figures *z, const struct tk_store *s,
    const char *month)
{
	struct tk_buf data = TK_BUF_INIT;
	struct tk_csv c = {0};
	enum tk_csv_kind kind;
	char path[TK_PATH_SIZE];
	int rc;

	rc = tk_sys_read_file(s->fd, tk_month_path(path, month, ".zone"),
	    &data, MAX_ZONE, NULL) == 0 &&
	    data.len > sizeof ZONE_HEADER - 1 &&
	    memcmp(data.data, ZONE_HEADER, sizeof ZONE_HEADER - 1) == 0 &&
	    tk_csv_open(&c, data.data, data.len, NULL, NULL) == 0;
	if (rc)
		tk_csv_seek(&c, sizeof ZONE_HEADER - 1);
	rc = rc && tk_csv_next(&c, &kind, NULL) == 0 &&
	    kind == TK_CSV_RECORD && c.cells == 7 &&
	    strcmp(tk_csv_cell(&c, 0, NULL), month) == 0 &&
	    number(&c, 1, &z->tickets) == 0 && number(&c, 2, &z->bytes) == 0 &&
	    number(&c, 3, &z->summary_bytes) == 0 &&
	    moment(&c, 4, &z->first) == 0 && moment(&c, 5, &z->last) == 0 &&
	    number(&c, 6, &z->earlier) == 0;
	tk_csv_free(&c);
	tk_buf_free(&data);
	return rc;
}

/* ---- without a summary ----------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	const struct tk_lot *x = a, *y = b;
	int order = tk_number_compare(x->number, y->number);

	return order != 0 ? order : (x->offset > y->offset) -
	    (x->offset < y->offset);
}

static int
make_summary(struct tk_month *m, struct tk_error *err)
{
	struct tk_buf data = TK_BUF_INIT;
	struct tk_lots l = {0};
	size_t i;
	int rc = -1;

	if (tk_sys_read_fd(m->fd, m->name, &data, MAX_MONTH, err) < 0 ||
	    tk_lots_find(&l, data.data, data.len, err) < 0)
		goto done;
	if (l.count > 1)
		qsort(l.lot, l.count, sizeof *l.lot, by_number);
	m->bad = l.headless != 0;
	memset(&m->zone, 0, sizeof m->zone);
	tk_buf_puts(&m->made, TK_SUMMARY_HEADER);
	for (i = 0; i < l.count; i++) {
		if (l.lot[i].number[0] == '\0') {
			m->bad++;
			continue;
		}
		m->zone.tickets++;
		tk_summary_put_place(&m->made, &l.lot[i], -1);
		tk_buf_putc(&m->made, '\n');
	}
	m->zone.bytes = data.len;
	m->zone.summary_bytes = m->made.len;
	m->zone.first = INT64_MIN;
	m->zone.last = INT64_MAX;
	m->zone.earlier = m->zone.tickets;
	rc = tk_buf_check(&m->made, err);
done:
	tk_lots_free(&l);
	tk_buf_free(&data);
	return rc;
}

/* ---- opening --------------------------------------------------------- */

static int
has_size(int fd, uint64_t bytes)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (uint64_t)st.st_size == bytes;
}

int
tk_month_open(struct tk_month *m, const struct tk_store *s, const char *name,
    struct tk_error *err)
{
	char path[TK_PATH_SIZE];

	memset(m, 0, sizeof *m);
	m->summary = -1;
	snprintf(m->name, sizeof m->name, "%s", name);
	m->fd = tk_sys_open(s->fd, tk_month_path(path, name, ""), O_RDONLY, 0);
	if (m->fd < 0)
		return errno == ENOENT ? 0 : tk_error_errno(err, TK_BAD,
		    "cannot open \"%s/%s\"", s->path, path);
	if (read_zone(&m->zone, s, name) && has_size(m->fd, m->zone.bytes)) {
		m->summary = tk_sys_open(s->fd, tk_month_path(path, name,
		    ".summary"), O_RDONLY, 0);
		if (m->summary >= 0 && has_size(m->summary,
		    m->zone.summary_bytes))
			return 1;
		if (m->summary >= 0)
			close(m->summary);
		m->summary = -1;
	}
	if (make_summary(m, err) == 0)
		return 1;
	tk_month_close(m);
	return -1;
}

void
tk_month_close(struct tk_month *m)
{
	if (m->fd >= 0)
		close(m->fd);
	if (m->summary >= 0)
		close(m->summary);
	tk_buf_free(&m->made);
	m->fd = m->summary = -1;
}

/* ---- the summary ----------------------------------------------------- */

/* Appends up to n bytes of the summary at a place; how many, -1. */
static ssize_t
fetch(const struct tk_month *m, uint64_t at, size_t n, struct tk_buf *b)
{
	ssize_t got;

	if (tk_buf_reserve(b, n) < 0) {
		errno = ENOMEM;
		return -1;
	}
	if (m->summary < 0) {
		got = at >= m->made.len ? 0 : (ssize_t)(m->made.len - at < n ?
		    m->made.len - at : n);
		memcpy(b->data + b->len, m->made.data + at, (size_t)got);
	} else {
		do
			got = pread(m->summary, b->data + b->len, n,
			    (off_t)at);
		while (got < 0 && errno == EINTR);
	}
	if (got > 0)
		b->len += (size_t)got;
	b->data[b->len] = '\0';
	return got;
}

static int
cannot_read(const struct tk_month *m, struct tk_error *err)
{
	return tk_error_errno(err, TK_BAD, "cannot read archive/%s", m->name);
}

/* Puts the line that begins at or behind `at` into b; *start is where, which
 * is `end` when there is none before. */
static int
line_behind(const struct tk_month *m, uint64_t at, uint64_t end,
    struct tk_buf *b, uint64_t *start, struct tk_error *err)
{
	uint64_t from = at - 1;		/* there is a heading before it */
	char *newline, *next;
	ssize_t got;

	tk_buf_clear(b);
	for (;;) {
		got = fetch(m, from + b->len, LINE, b);
		if (got < 0)
			return cannot_read(m, err);
		newline = memchr(b->data, '\n', b->len);
		next = newline == NULL ? NULL : memchr(newline + 1, '\n',
		    (size_t)(b->data + b->len - newline - 1));
		if (newline != NULL && from + (uint64_t)(newline + 1 -
		    b->data) >= end)
			break;
		if (next != NULL) {
			*start = from + (uint64_t)(newline + 1 - b->data);
			b->len = (size_t)(next + 1 - newline - 1);
			memmove(b->data, newline + 1, b->len);
			b->data[b->len] = '\0';
			return 0;
		}
		if (got == 0)
			break;
	}
	*start = end;
	tk_buf_clear(b);
	return 0;
}

int
tk_month_find(const struct tk_month *m, const char *number,
    struct tk_lot *out, struct tk_error *err)
{
	uint64_t low = sizeof TK_SUMMARY_HEADER - 1, start, middle;
	uint64_t high = m->zone.summary_bytes;
	struct tk_buf b = TK_BUF_INIT;
	struct tk_lot lot;
	int rc = 0, order;

	/* the first line first: most months are younger than the ticket */
	for (middle = low; rc == 0 && low < high;
	    middle = low + (high - low) / 2) {
		if (line_behind(m, middle, high, &b, &start, err) < 0)
			rc = -1;
		else if (start == high && line_behind(m, low, high, &b,
		    &start, err) < 0)
			rc = -1;
		if (rc < 0 || start == high)
			break;
		if (tk_summary_place(b.data, b.len, &lot) < 0) {
			rc = tk_error_set(err, TK_BAD, "archive/%s.summary."
			    "csv is damaged; 'tk-check -r' makes it anew",
			    m->name);
			break;
		}
		order = tk_number_compare(lot.number, number);
		if (order == 0) {
			*out = lot;
			rc = 1;
		} else if (order < 0) {
			low = start + b.len;
		} else if (start == low) {
			break;
		} else {
			high = start;
		}
	}
	tk_buf_free(&b);
	return rc;
}

int
tk_month_rows(const struct tk_month *m, uint64_t from, uint64_t to,
    struct tk_buf *b, struct tk_error *err)
{
	uint64_t begin = sizeof TK_SUMMARY_HEADER - 1, at;
	char *newline = NULL;
	ssize_t got = 1;

	tk_buf_clear(b);
	if (from < begin)
		from = begin;
	if (from >= to)
		return 0;
	at = from - 1;
	while (at + b->len < to && got > 0)
		if ((got = fetch(m, at + b->len, (size_t)(to - at - b->len),
		    b)) < 0)
			return cannot_read(m, err);
	/* the last row that begins before `to` goes on behind it */
	while (got > 0 && b->data[b->len - 1] != '\n') {
		size_t was = b->len;

		if ((got = fetch(m, at + b->len, LINE, b)) < 0)
			return cannot_read(m, err);
		newline = memchr(b->data + was, '\n', b->len - was);
		if (newline != NULL)
			b->len = (size_t)(newline + 1 - b->data);
	}
	newline = b->len == 0 ? NULL : memchr(b->data, '\n', b->len);
	if (newline == NULL) {
		tk_buf_clear(b);
		return 0;
	}
	b->len -= (size_t)(newline + 1 - b->data);
	memmove(b->data, newline + 1, b->len);
	b->data[b->len] = '\0';
	return 0;
}

/* ---- tickets --------------------------------------------------------- */

static int
changed(const struct tk_month *m, const struct tk_lot *lot,
    struct tk_error *err)
{
	return tk_error_set(err, TK_BAD, "%s: archive/%s.csv is not as its "
	    "summary says; 'tk-check -r' makes that anew", lot->number,
	    m->name);
}

int
tk_month_raw(const struct tk_month *m, const struct tk_lot *lot,
    struct tk_buf *b, struct tk_error *err)
{
	const size_t end = b->len + lot->length;
	ssize_t got = 1;

	if (lot->length > m->zone.bytes)
		return changed(m, lot, err);
	if (tk_buf_reserve(b, lot->length) < 0)
		return tk_error_memory(err);
	while (got > 0 && b->len < end) {
		got = pread(m->fd, b->data + b->len, end - b->len,
		    (off_t)(lot->offset + lot->length - (end - b->len)));
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got < 0)
			return cannot_read(m, err);
		else
			b->len += (size_t)got;
	}
	b->data[b->len] = '\0';
	return b->len == end ? 0 : changed(m, lot, err);
}

int
tk_month_ticket(const struct tk_month *m, const struct tk_lot *lot,
    struct tk_buf *b, struct tk_error *err)
{
	tk_buf_clear(b);
	tk_buf_puts(b, TK_TICKET_HEADER);
	if (tk_month_raw(m, lot, b, err) < 0)
		return -1;
	return tk_lot_strip(b, sizeof TK_TICKET_HEADER - 1, lot->number) ==
	    0 ? 0 : changed(m, lot, err);
}
