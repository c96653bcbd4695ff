#include "binder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/summary.h"

#define BLOCK ((size_t)1 << 20)	/* bytes written, or compared, at once */

static const char *const suffix[TK_SHEETS] = {"", ".summary", ".zone"};

/* ---- sheets ---------------------------------------------------------- */

static int
open_sheet(const struct tk_store *store, struct tk_sheet *s,
    struct tk_error *err)
{
	snprintf(s->temp, sizeof s->temp, "%s.tmp", s->path);
	if (s->mode == TK_SHEET_WRITE) {
		s->fd = tk_store_create(store, s->temp, O_WRONLY | O_TRUNC,
		    err);
		return s->fd < 0 ? -1 : 0;
	}
	if (s->mode == TK_SHEET_COMPARE)
		s->fd = tk_sys_open(store->fd, s->path, O_RDONLY, 0);
	s->differs = s->fd < 0;
	return 0;
}

/* Is that what the file goes on with? */
static int
goes_on(const struct tk_sheet *s)
{
	char block[16384];
	size_t done = 0, want;
	ssize_t got;

	for (; done < s->pending.len; done += (size_t)got) {
		want = s->pending.len - done < sizeof block ?
		    s->pending.len - done : sizeof block;
		got = pread(s->fd, block, want, (off_t)(s->written + done));
		if (got < 0 && errno == EINTR)
			got = 0;
		else if (got <= 0 || memcmp(block, s->pending.data + done,
		    (size_t)got) != 0)
			return 0;
	}
	return 1;
}

static int
flush(struct tk_sheet *s, size_t keep, struct tk_error *err)
{
	if (tk_buf_check(&s->pending, err) < 0)
		return -1;
	if (s->pending.len <= keep)
		return 0;
	if (s->mode == TK_SHEET_WRITE && tk_sys_write(s->fd, s->pending.data,
	    s->pending.len) < 0)
		return tk_error_errno(err, TK_BAD, "cannot write \"%s\"",
		    s->temp);
	if (s->mode == TK_SHEET_COMPARE && !s->differs)
		s->differs = !goes_on(s);
	s->written += s->pending.len;
	tk_buf_clear(&s->pending);
	return 0;
}

static int
end_sheet(struct tk_sheet *s, struct tk_error *err)
{
	struct stat st;

	if (flush(s, 0, err) < 0)
		return -1;
	if (s->mode == TK_SHEET_WRITE && fsync(s->fd) < 0)
		return tk_error_errno(err, TK_BAD, "cannot fsync \"%s\"",
		    s->temp);
	if (s->mode == TK_SHEET_COMPARE && !s->differs)
		s->differs = fstat(s->fd, &st) < 0 ||
		    (uint64_t)st.st_size != s->written;
	return 0;
}

/* The rows first: beside other rows an old summary is not believed. */
static int
name_sheets(struct tk_binder *b, struct tk_error *err)
{
	int at = b->session->store->fd, some = 0;
	struct tk_sheet *s;

	for (s = b->sheet; s < b->sheet + TK_SHEETS; s++) {
		if (s->mode != TK_SHEET_WRITE)
			continue;
		if (renameat(at, s->temp, at, s->path) < 0)
			return tk_error_errno(err, TK_BAD, "cannot rename "
			    "\"%s\"", s->temp);
		close(s->fd);
		s->fd = -1;
		some = 1;
	}
	return some ? tk_sys_sync_dir(at, b->sheet[0].path, err) : 0;
}

/* ---- tickets --------------------------------------------------------- */

static void
count(struct tk_binder *b, const struct tk_summary *s)
{
	struct tk_zone_figures *z = &b->figures;

	if (z->tickets == 0 || s->first < z->first)
		z->first = s->first;
	if (z->tickets == 0 || s->last > z->last)
		z->last = s->last;
	z->tickets++;
	z->earlier += s->earlier != 0;
}

/* Its rows, and where they lie. */
static int
put_rows(struct tk_binder *b, const char *number, const char *rows,
    size_t len, int earlier, struct tk_error *err)
{
	struct tk_sheet *s = &b->sheet[TK_ROWS_SHEET];
	struct tk_lot lot = {.length = len, .offset = s->written +
	    s->pending.len};

	snprintf(lot.number, sizeof lot.number, "%s", number);
	tk_summary_put_place(&b->sheet[TK_SUMMARY_SHEET].pending, &lot,
	    earlier);
	if (s->mode == TK_SHEET_COUNT)
		s->written += len;
	else
		tk_buf_add(&s->pending, rows, len);
	return flush(s, BLOCK, err);
}

int
tk_binder_add_told(struct tk_binder *b, const char *number, const char *rows,
    size_t len, const char *told, size_t told_len,
    const struct tk_summary *span, struct tk_error *err)
{
	struct tk_sheet *s = &b->sheet[TK_SUMMARY_SHEET];

	if (put_rows(b, number, rows, len, span->earlier, err) < 0)
		return -1;
	tk_buf_add(&s->pending, told, told_len);
	count(b, span);
	return flush(s, BLOCK, err);
}

/* What a rule made since would start does not run on a ticket that was done
 * with, and would not be told the same tomorrow. */
static void
drop_running(struct tk_clock_list *l)
{
	size_t i, n;

	for (i = n = 0; i < l->count; i++)
		if (l->clock[i].ended)
			l->clock[n++] = l->clock[i];
	l->count = n;
}

int
tk_binder_add(struct tk_binder *b, const char *number, const char *rows,
    size_t len, const struct tk_ticket *t, const struct tk_state *state,
    int earlier, struct tk_error *err)
{
	struct tk_sheet *s = &b->sheet[TK_SUMMARY_SHEET];
	struct tk_summary told = {.number = number, .earlier = earlier};

	if (tk_clock_walk(&b->session->rules, t, tk_session_now(b->session),
	    0, &b->clocks, err) < 0)
		return -1;
	drop_running(&b->clocks);
	if (tk_brief_write(&b->brief, t, state, &b->clocks, &told, err) < 0 ||
	    put_rows(b, number, rows, len, earlier, err) < 0)
		return -1;
	tk_summary_put_told(&s->pending, &told, b->session->store->zone);
	count(b, &told);
	return flush(s, BLOCK, err);
}

/* ---- all ------------------------------------------------------------- */

int
tk_binder_open(struct tk_binder *b, struct tk_session *session,
    const char *month, const enum tk_sheet_mode mode[TK_SHEETS],
    struct tk_error *err)
{
	size_t i;

	memset(b, 0, sizeof *b);
	b->session = session;
	b->month = month;
	for (i = 0; i < TK_SHEETS; i++) {
		b->sheet[i].fd = -1;
		b->sheet[i].mode = mode[i];
		tk_month_path(b->sheet[i].path, month, suffix[i]);
	}
	for (i = 0; i < TK_SHEETS; i++)
		if (open_sheet(session->store, &b->sheet[i], err) < 0)
			return -1;
	tk_buf_puts(&b->sheet[TK_ROWS_SHEET].pending, TK_MONTH_HEADER);
	tk_buf_puts(&b->sheet[TK_SUMMARY_SHEET].pending, TK_SUMMARY_HEADER);
	return 0;
}

int
tk_binder_end(struct tk_binder *b, struct tk_error *err)
{
	struct tk_sheet *s = b->sheet;

	if (end_sheet(&s[TK_ROWS_SHEET], err) < 0 ||
	    end_sheet(&s[TK_SUMMARY_SHEET], err) < 0)
		return -1;
	b->figures.bytes = s[TK_ROWS_SHEET].written;
	b->figures.summary_bytes = s[TK_SUMMARY_SHEET].written;
	tk_zone_figures_put(&s[TK_ZONE_SHEET].pending, b->month, &b->figures,
	    b->session->store->zone);
	return end_sheet(&s[TK_ZONE_SHEET], err) < 0 ? -1 :
	    name_sheets(b, err);
}

void
tk_binder_close(struct tk_binder *b)
{
	struct tk_sheet *s;

	for (s = b->sheet; s < b->sheet + TK_SHEETS; s++) {
		if (s->fd >= 0) {
			close(s->fd);
			if (s->mode == TK_SHEET_WRITE)
				unlinkat(b->session->store->fd, s->temp, 0);
		}
		s->fd = -1;
		tk_buf_free(&s->pending);
	}
	tk_clock_list_free(&b->clocks);
	tk_brief_free(&b->brief);
}
