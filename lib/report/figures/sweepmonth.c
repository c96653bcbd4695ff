/* sweepmonth.c - the archive in a sweep: months that cannot matter are not
 * read, and of the others no more than must. */
#include <stdlib.h>
#include <string.h>

#include "store/summary.h"
#include "sweeper.h"

#define SHEAF ((uint64_t)256 << 10)	/* bytes of a summary at once */

/* ---- tickets in several months --------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	const struct tk_newest *x = a, *y = b;
	int order = strcmp(x->number, y->number);

	return order != 0 ? order : strcmp(x->month, y->month);
}

static const char *
newest_month(const struct tk_sweeper *s, const char *number)
{
	size_t low = 0, high = s->newests, middle;
	int order;

	while (low < high) {
		middle = (low + high) / 2;
		order = strcmp(s->newest[middle].number, number);
		if (order == 0)
			return s->newest[middle].month;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static int
note_newest(struct tk_sweeper *s, const char *number, const char *month)
{
	size_t size = s->newest_size > 0 ? 2 * s->newest_size : 256;
	struct tk_newest *grown;

	if (s->newests == s->newest_size) {
		grown = realloc(s->newest, size * sizeof *grown);
		if (grown == NULL)
			return -1;
		s->newest = grown;
		s->newest_size = size;
	}
	grown = &s->newest[s->newests++];
	strcpy(grown->number, number);
	grown->month = month;
	return 0;
}

/* The tickets of this month that an older one holds too. */
static int
find_newest(struct tk_sweeper *s, const struct tk_month *m,
    struct tk_error *err)
{
	struct tk_buf rows = TK_BUF_INIT;
	const char *p, *newline;
	struct tk_lot lot;
	int earlier, rc;

	rc = tk_month_rows(m, 0, m->zone.summary_bytes, &rows, err);
	for (p = rows.data; rc == 0 && rows.len > 0 &&
	    p < rows.data + rows.len; p = newline + 1) {
		size_t left = (size_t)(rows.data + rows.len - p);

		newline = memchr(p, '\n', left);
		if (newline == NULL)
			break;
		if (tk_summary_place(p, left, &lot) < 0 || (tk_summary_told(p,
		    (size_t)(newline + 1 - p), &earlier) != NULL && !earlier))
			continue;
		if (note_newest(s, lot.number, m->name) < 0)
			rc = tk_error_memory(err);
	}
	tk_buf_free(&rows);
	return rc;
}

/* By number, and of each the newest month only. */
static void
sort_newest(struct tk_sweeper *s)
{
	size_t i, n;

	if (s->newests > 1)
		qsort(s->newest, s->newests, sizeof *s->newest, by_number);
	for (i = n = 0; i < s->newests; i++)
		if (i + 1 == s->newests || strcmp(s->newest[i].number,
		    s->newest[i + 1].number) != 0)
			s->newest[n++] = s->newest[i];
	s->newests = n;
}

/* ---- months ---------------------------------------------------------- */

static int
outside(const struct tk_sweep *w, int64_t first, int64_t last)
{
	return (w->since != TK_UNSET && last < w->since) ||
	    (w->until != TK_UNSET && first >= w->until);
}

static int
divide(struct tk_sweeper *s, struct tk_error *err)
{
	size_t i, n = 0;
	uint64_t at;

	for (i = 0; i < s->months; i++)
		n += (size_t)(s->month[i].zone.summary_bytes / SHEAF) + 1;
	s->sheaf = calloc(n + 1, sizeof *s->sheaf);
	if (s->sheaf == NULL)
		return tk_error_memory(err);
	for (i = 0; i < s->months; i++)
		for (at = 0; at < s->month[i].zone.summary_bytes; at += SHEAF)
			s->sheaf[s->sheaves++] = (struct tk_sheaf){
			    &s->month[i], at, at + SHEAF <
			    s->month[i].zone.summary_bytes ? at + SHEAF :
			    s->month[i].zone.summary_bytes};
	return 0;
}

int
tk_sweeper_months(struct tk_sweeper *s, struct tk_error *err)
{
	struct tk_months all;
	struct tk_month *m;
	struct tk_error why;
	size_t i;
	int rc = 0;

	if (tk_months_list(&all, s->store, err) < 0)
		return -1;
	s->month = calloc(all.count + 1, sizeof *s->month);
	if (s->month == NULL)
		rc = tk_error_memory(err);
	for (i = 0; rc == 0 && i < all.count; i++) {
		m = &s->month[s->months];
		rc = tk_month_open(m, s->store, all.name[i], &why);
		if (rc < 0)	/* what else there is can be told */
			tk_sweeper_fault(s, &why);
		if (rc > 0) {	/* names of newest point to it: it stays */
			s->months++;
			rc = m->zone.earlier > 0 ? find_newest(s, m, err) : 0;
		} else {
			rc = 0;
			continue;
		}
		if (outside(s->sweep, m->zone.first, m->zone.last)) {
			tk_month_close(m);
			m->zone.summary_bytes = 0;
		}
	}
	tk_months_free(&all);
	if (rc < 0)
		return -1;
	sort_newest(s);
	return divide(s, err);
}

/* ---- tickets --------------------------------------------------------- */

static int
is_live(const struct tk_sweeper *s, const struct tk_month *m,
    const char *number)
{
	const char *month;

	if (tk_folders_have(&s->folders, number))
		return 1;
	month = s->newests == 0 ? NULL : newest_month(s, number);
	return month != NULL && strcmp(month, m->name) > 0;
}

/* All of it: 1; 0: it cannot be read, which is a fault. */
static int
take_whole(struct tk_sweeper *s, struct tk_sweep_worker *w,
    const struct tk_month *m, const struct tk_summary *told,
    struct tk_error *err)
{
	struct tk_lot lot = {.offset = told->offset, .length = told->length};
	struct tk_error why;

	strcpy(lot.number, told->number);
	strcpy(w->number, told->number);
	if (tk_month_ticket(m, &lot, &w->viewer.data, &why) < 0) {
		tk_sweeper_fault(s, &why);
		return 0;
	}
	return tk_viewer_take(&w->viewer, w->number, err) < 0 ? -1 : 1;
}

/* Its brief, if that will do: 1; 0: it will not. */
static int
take_brief(struct tk_sweeper *s, struct tk_sweep_worker *w,
    const struct tk_summary *told, struct tk_error *err)
{
	const struct tk_scope *scope = s->sweep->scope;

	if (s->sweep->brief == TK_BRIEF_NEVER || scope->own != NULL ||
	    (scope->asof && told->last > scope->now))
		return 0;
	return tk_viewer_brief(&w->viewer, &w->brief, told, err);
}

static int
look(struct tk_sweeper *s, unsigned worker, const struct tk_month *m,
    const struct tk_summary *told, int known, struct tk_error *err)
{
	struct tk_sweep_worker *w = &s->worker[worker];
	const struct tk_sweep *sweep = s->sweep;
	int rc;

	if ((known && outside(sweep, told->first, told->last)) ||
	    is_live(s, m, told->number))
		return 0;
	rc = known ? take_brief(s, w, told, err) : 0;
	if (rc > 0 && sweep->brief == TK_BRIEF_SIFT) {
		rc = sweep->sift(sweep->data, &w->viewer, err);
		if (rc <= 0)
			return rc;
		rc = 0;
	}
	if (rc == 0)
		rc = take_whole(s, w, m, told, err);
	return rc <= 0 ? rc : sweep->each(sweep->data, worker, &w->viewer,
	    err);
}

int
tk_sweeper_sheaf(struct tk_sweeper *s, unsigned worker, size_t sheaf,
    struct tk_error *err)
{
	struct tk_sweep_worker *w = &s->worker[worker];
	const struct tk_sheaf *x = &s->sheaf[sheaf];
	struct tk_summary told;
	enum tk_csv_kind kind;
	int known;

	if (tk_month_rows(x->month, x->from, x->to, &w->rows, err) < 0 ||
	    tk_csv_open(&w->csv, w->rows.data == NULL ? "" : w->rows.data,
	    w->rows.len, NULL, err) < 0)
		return -1;
	for (;;) {
		if (tk_csv_next(&w->csv, &kind, err) < 0)
			return -1;
		if (kind != TK_CSV_RECORD)
			break;
		known = tk_summary_read(&w->csv, &told);
		if (known >= 0 && look(s, worker, x->month, &told, known,
		    err) < 0)
			return -1;
	}
	if (kind != TK_CSV_END)
		tk_error_set(err, TK_BAD, "archive/%s.summary.csv is damaged; "
		    "'tk-check -r' makes it anew", x->month->name),
		    tk_sweeper_fault(s, err);
	return 0;
}
