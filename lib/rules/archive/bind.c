/* bind.c - writes a month of the archive: what it held and what is new, in
 * order of the numbers, and the summary and zone figures of all of it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/archive.h"
#include "store/scan.h"
#include "store/summary.h"
#include "pack.h"

#define BLOCK ((size_t)1 << 20)	/* bytes written, or read, at once */

/* A file that replaces another when it is whole. */
struct sheet {
	char path[TK_PATH_SIZE], temp[TK_PATH_SIZE + 8];
	int fd;
	uint64_t written;
	struct tk_buf pending;
};

struct binder {
	struct tk_packer *k;
	const char *month;
	struct sheet rows, summary, zone;
	struct tk_zone_figures figures;
	struct tk_month old;
	int has_old;
	/* the way through the old one's summary */
	uint64_t at;
	struct tk_buf block;
	size_t line, line_end;		/* in the block */
	struct tk_buf data;
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_clock_list clocks;
	struct tk_brief brief;
};

/* ---- sheets ---------------------------------------------------------- */

static int
open_sheet(struct binder *b, struct sheet *s, const char *suffix,
    struct tk_error *err)
{
	tk_month_path(s->path, b->month, suffix);
	snprintf(s->temp, sizeof s->temp, "%s.tmp", s->path);
	s->fd = tk_store_create(b->k->store, s->temp, O_WRONLY | O_TRUNC,
	    err);
	return s->fd < 0 ? -1 : 0;
}

static int
flush(struct sheet *s, size_t keep, struct tk_error *err)
{
	if (tk_buf_check(&s->pending, err) < 0)
		return -1;
	if (s->pending.len <= keep)
		return 0;
	if (tk_sys_write(s->fd, s->pending.data, s->pending.len) < 0)
		return tk_error_errno(err, TK_BAD, "cannot write \"%s\"",
		    s->temp);
	s->written += s->pending.len;
	tk_buf_clear(&s->pending);
	return 0;
}

static int
end_sheet(struct sheet *s, struct tk_error *err)
{
	if (flush(s, 0, err) < 0)
		return -1;
	if (fsync(s->fd) < 0)
		return tk_error_errno(err, TK_BAD, "cannot fsync \"%s\"",
		    s->temp);
	return 0;
}

static void
drop_sheet(const struct binder *b, struct sheet *s)
{
	if (s->fd >= 0) {
		close(s->fd);
		unlinkat(b->k->store->fd, s->temp, 0);
	}
	tk_buf_free(&s->pending);
}

/* The rows first: beside other rows an old summary is not believed. */
static int
name_sheets(struct binder *b, struct tk_error *err)
{
	struct sheet *const all[] = {&b->rows, &b->summary, &b->zone};
	int at = b->k->store->fd;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (renameat(at, all[i]->temp, at, all[i]->path) < 0)
			return tk_error_errno(err, TK_BAD, "cannot rename "
			    "\"%s\"", all[i]->temp);
		close(all[i]->fd);
		all[i]->fd = -1;
	}
	return tk_sys_sync_dir(at, b->rows.path, err);
}

/* ---- tickets --------------------------------------------------------- */

/* Room for the ticket's rows in the month; where it lies. */
static struct tk_lot
place(struct binder *b, const char *number, uint64_t length)
{
	struct tk_lot lot = {.length = length, .offset = b->rows.written +
	    b->rows.pending.len};

	snprintf(lot.number, sizeof lot.number, "%s", number);
	return lot;
}

static void
count(struct binder *b, int64_t first, int64_t last, int earlier)
{
	struct tk_zone_figures *z = &b->figures;

	if (z->tickets == 0 || first < z->first)
		z->first = first;
	if (z->tickets == 0 || last > z->last)
		z->last = last;
	z->tickets++;
	z->earlier += earlier != 0;
}

/* Does a month before this one hold it too? */
static int
held_before(struct binder *b, const char *number, struct tk_error *err)
{
	struct tk_months months;
	struct tk_month m;
	struct tk_lot lot;
	size_t i;
	int rc = 0;

	if (tk_months_list(&months, b->k->store, err) < 0)
		return -1;
	for (i = 0; rc == 0 && i < months.count; i++) {
		if (strcmp(months.name[i], b->month) >= 0)
			continue;
		rc = tk_month_open(&m, b->k->store, months.name[i], err);
		if (rc <= 0)
			continue;
		rc = tk_month_find(&m, number, &lot, err);
		tk_month_close(&m);
	}
	tk_months_free(&months);
	return rc;
}

static int
add_new(struct binder *b, const struct tk_packing *p, struct tk_error *err)
{
	struct tk_lot lot = place(b, p->number, p->rows);
	int earlier = p->earlier ? held_before(b, p->number, err) : 0;

	tk_buf_clear(&b->data);
	if (earlier < 0 || tk_pack_fetch(b->k, p, &b->data, err) < 0)
		return -1;
	tk_buf_add(&b->rows.pending, b->data.data, p->rows);
	tk_summary_put_place(&b->summary.pending, &lot, earlier);
	tk_buf_add(&b->summary.pending, b->data.data + p->rows, p->told);
	count(b, p->first, p->last, earlier);
	return 0;
}

/* What the summary of an old month would tell of a ticket, had it one. */
static int
tell_again(struct binder *b, const char *number, struct tk_summary *told,
    struct tk_error *err)
{
	const struct tk_rules *rules = &b->k->session->rules;

	*told = (struct tk_summary){.number = number};
	if (tk_ticket_parse(&b->ticket, rules->fields.schema, b->data.data,
	    b->data.len, err) < 0 ||
	    tk_state_fold(&b->state, &b->ticket, err) < 0 ||
	    tk_clock_walk(rules, &b->ticket, tk_session_now(b->k->session), 0,
	    &b->clocks, err) < 0)
		return -1;
	return tk_brief_write(&b->brief, &b->ticket, &b->state, &b->clocks,
	    told, err);
}

/* A ticket the month holds already: its rows as they are. */
static int
add_old(struct binder *b, const struct tk_lot *was, struct tk_error *err)
{
	struct tk_lot lot = place(b, was->number, was->length);
	struct tk_summary told;
	int earlier;

	if (tk_month_ticket(&b->old, was, &b->data, err) < 0 ||
	    tell_again(b, lot.number, &told, err) < 0 ||
	    (earlier = held_before(b, lot.number, err)) < 0)
		return -1;
	tk_month_put(&b->rows.pending, lot.number, b->data.data, b->data.len);
	tk_summary_put_place(&b->summary.pending, &lot, earlier);
	tk_summary_put_told(&b->summary.pending, &told, b->k->store->zone);
	count(b, told.first, told.last, earlier);
	return 0;
}

/* ---- the old month --------------------------------------------------- */

/* The next ticket of the old month: 1, 0 at its end, -1. */
static int
next_old(struct binder *b, struct tk_lot *lot, struct tk_error *err)
{
	const char *newline, *line;
	size_t len;

	while (b->has_old) {
		if (b->line < b->block.len) {
			line = b->block.data + b->line;
			newline = memchr(line, '\n', b->block.len - b->line);
			len = newline == NULL ? b->block.len - b->line :
			    (size_t)(newline + 1 - line);
			b->line += len;
			if (tk_summary_place(line, len, lot) == 0)
				return 1;
			continue;
		}
		if (b->at >= b->old.zone.summary_bytes)
			break;
		if (tk_month_rows(&b->old, b->at, b->at + BLOCK <
		    b->old.zone.summary_bytes ? b->at + BLOCK :
		    b->old.zone.summary_bytes, &b->block, err) < 0)
			return -1;
		b->at += BLOCK;
		b->line = 0;
	}
	return 0;
}

/* Is the new one what the old month has already? 1, 0 or -1. */
static int
known(struct binder *b, const struct tk_packing *p, struct tk_error *err)
{
	struct tk_buf rows = TK_BUF_INIT;
	struct tk_lot lot;
	int rc = b->has_old ? tk_month_find(&b->old, p->number, &lot, err) : 0;

	if (rc <= 0)
		return rc;
	tk_buf_clear(&b->data);
	if (tk_month_ticket(&b->old, &lot, &rows, err) < 0 ||
	    tk_pack_fetch(b->k, p, &b->data, err) < 0) {
		rc = -1;
	} else {
		struct tk_buf put = TK_BUF_INIT;

		tk_month_put(&put, p->number, rows.data, rows.len);
		rc = tk_buf_check(&put, err) < 0 ? -1 :
		    put.len == p->rows && memcmp(put.data, b->data.data,
		    put.len) == 0;
		tk_buf_free(&put);
	}
	tk_buf_free(&rows);
	return rc;
}

/* Is there anything to write? 1, 0 or -1. */
static int
anything_new(struct binder *b, const struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	size_t i;
	int rc;

	if (b->has_old && b->old.summary < 0)
		return 1;	/* its summary is */
	for (i = 0; i < n; i++)
		if ((rc = known(b, &p[i], err)) <= 0)
			return rc < 0 ? -1 : 1;
	return 0;
}

/* ---- all ------------------------------------------------------------- */

static int
merge(struct binder *b, const struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	struct tk_lot old;
	size_t i = 0;
	int more = next_old(b, &old, err), order;

	while (more >= 0 && (more > 0 || i < n)) {
		order = more == 0 ? 1 : i == n ? -1 :
		    tk_number_compare(old.number, p[i].number);
		if (order >= 0 && add_new(b, &p[i++], err) < 0)
			return -1;
		if (order < 0 && add_old(b, &old, err) < 0)
			return -1;
		if (order <= 0)
			more = next_old(b, &old, err);
		if (flush(&b->rows, BLOCK, err) < 0 ||
		    flush(&b->summary, BLOCK, err) < 0)
			return -1;
	}
	return more;
}

static int
write_month(struct binder *b, const struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	if (open_sheet(b, &b->rows, "", err) < 0 ||
	    open_sheet(b, &b->summary, ".summary", err) < 0 ||
	    open_sheet(b, &b->zone, ".zone", err) < 0)
		return -1;
	tk_buf_puts(&b->rows.pending, TK_MONTH_HEADER);
	tk_buf_puts(&b->summary.pending, TK_SUMMARY_HEADER);
	if (merge(b, p, n, err) < 0 || end_sheet(&b->rows, err) < 0 ||
	    end_sheet(&b->summary, err) < 0)
		return -1;
	b->figures.bytes = b->rows.written;
	b->figures.summary_bytes = b->summary.written;
	tk_zone_figures_put(&b->zone.pending, b->month, &b->figures,
	    b->k->store->zone);
	return end_sheet(&b->zone, err) < 0 ? -1 : name_sheets(b, err);
}

int
tk_pack_month(struct tk_packer *k, const struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	struct binder b = {.k = k, .month = p->month, .rows.fd = -1,
	    .summary.fd = -1, .zone.fd = -1};
	int rc;

	b.has_old = tk_month_open(&b.old, k->store, b.month, err);
	rc = b.has_old < 0 ? -1 : anything_new(&b, p, n, err);
	if (rc > 0 && b.has_old > 0 && b.old.bad > 0)
		rc = tk_error_set(err, TK_BAD, "archive/%s.csv has %llu "
		    "damaged lines; mend it with 'tk-check -r' first",
		    b.month, (unsigned long long)b.old.bad);
	if (rc > 0 && write_month(&b, p, n, err) < 0)
		rc = -1;
	if (b.has_old > 0)
		tk_month_close(&b.old);
	drop_sheet(&b, &b.rows);
	drop_sheet(&b, &b.summary);
	drop_sheet(&b, &b.zone);
	tk_buf_free(&b.block);
	tk_buf_free(&b.data);
	tk_ticket_free(&b.ticket);
	tk_state_free(&b.state);
	tk_clock_list_free(&b.clocks);
	tk_brief_free(&b.brief);
	return rc;
}
