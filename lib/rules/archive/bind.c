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
#include "binder.h"
#include "pack.h"

#define BLOCK ((uint64_t)1 << 20)	/* bytes of a summary read at once */

/* A month on its way from what it was to what it will be. */
struct merger {
	struct tk_packer *k;
	const char *month;
	struct tk_binder binder;
	struct tk_month old;
	int has_old;
	/* the way through the old one's summary */
	uint64_t at;
	struct tk_buf block;
	size_t line;			/* in the block */
	int earlier;			/* as it says of the last; -1: not */
	struct tk_buf rows, data;
	struct tk_ticket ticket;
	struct tk_state state;
};

/* ---- tickets --------------------------------------------------------- */

/* Does a month before this one hold it too? */
static int
held_before(struct merger *b, const char *number, struct tk_error *err)
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
add_new(struct merger *b, const struct tk_packing *p, struct tk_error *err)
{
	struct tk_summary span = {.first = p->first, .last = p->last};

	span.earlier = p->earlier ? held_before(b, p->number, err) : 0;
	tk_buf_clear(&b->data);
	if (span.earlier < 0 || tk_pack_fetch(b->k, p, &b->data, err) < 0)
		return -1;
	return tk_binder_add_told(&b->binder, p->number, b->data.data,
	    p->rows, b->data.data + p->rows, p->told, &span, err);
}

/* A ticket the month holds already: its rows as they are. */
static int
add_old(struct merger *b, const struct tk_lot *lot, struct tk_error *err)
{
	int earlier = b->earlier >= 0 ? b->earlier :
	    held_before(b, lot->number, err);

	tk_buf_clear(&b->rows);
	if (earlier < 0 || tk_month_raw(&b->old, lot, &b->rows, err) < 0 ||
	    tk_month_ticket(&b->old, lot, &b->data, err) < 0 ||
	    tk_ticket_parse(&b->ticket, b->k->session->rules.fields.schema,
	    b->data.data, b->data.len, err) < 0 ||
	    tk_state_fold(&b->state, &b->ticket, err) < 0)
		return -1;
	return tk_binder_add(&b->binder, lot->number, b->rows.data,
	    b->rows.len, &b->ticket, &b->state, earlier, err);
}

/* ---- the old month --------------------------------------------------- */

/* The next ticket of the old month: 1, 0 at its end, -1. */
static int
next_old(struct merger *b, struct tk_lot *lot, struct tk_error *err)
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
			b->earlier = -1;
			tk_summary_told(line, len, &b->earlier);
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
known(struct merger *b, const struct tk_packing *p, struct tk_error *err)
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

		tk_lot_put(&put, p->number, rows.data, rows.len);
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
anything_new(struct merger *b, const struct tk_packing *p, size_t n,
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
merge(struct merger *b, const struct tk_packing *p, size_t n,
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
	}
	return more;
}

static int
write_month(struct merger *b, const struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	static const enum tk_sheet_mode all[TK_SHEETS] = {TK_SHEET_WRITE,
	    TK_SHEET_WRITE, TK_SHEET_WRITE};
	int rc = tk_binder_open(&b->binder, b->k->session, b->month, all, err);

	if (rc == 0)
		rc = merge(b, p, n, err);
	if (rc == 0)
		rc = tk_binder_end(&b->binder, err);
	tk_binder_close(&b->binder);
	return rc;
}

int
tk_pack_month(struct tk_packer *k, const struct tk_packing *p, size_t n,
    struct tk_error *err)
{
	struct merger b = {.k = k, .month = p->month};
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
	tk_buf_free(&b.block);
	tk_buf_free(&b.rows);
	tk_buf_free(&b.data);
	tk_ticket_free(&b.ticket);
	tk_state_free(&b.state);
	return rc;
}
