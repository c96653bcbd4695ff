/* checkmonth.c - one month of the archive: its file, its tickets, and what
 * is derived of them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/archive/binder.h"
#include "store/aside.h"
#include "store/summary.h"
#include "check.h"

#define MAX_MONTH ((size_t)16 << 30)
#define MAX_SUMMARY ((size_t)4 << 30)
#define EXCERPT 60		/* bytes of a line that are shown */

struct month {
	struct tk_checker *k;
	const struct tk_holding *h;
	int which;
	char file[TK_PATH_SIZE];
	struct tk_buf data;		/* the file */
	struct tk_buf joined;		/* rows that lay in several places */
	struct tk_binder binder;
	struct tk_buf said;		/* "PLACE\0WHAT\0": -r mends these */
	int mixed;			/* the file itself is to be mended */
	uint64_t missing;		/* tickets its summary tells of */
};

/* Told when it is known what becomes of it. */
__attribute__((format(printf, 3, 4))) static void
note(struct month *m, const char *place, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	tk_buf_add(&m->said, place, strlen(place) + 1);
	tk_buf_add(&m->said, what, strlen(what) + 1);
}

/* ---- the file ---------------------------------------------------------- */

static unsigned long
count_lines(const struct month *m, uint64_t from, uint64_t to)
{
	const char *p = m->data.data + from, *end = m->data.data + to;
	unsigned long n = 0;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}

/* Bytes that belong to no ticket; line is their first. */
static void
check_foreign(struct month *m, const struct tk_lot *lot, unsigned long line)
{
	const char *s = m->data.data + lot->offset;
	char place[TK_PATH_SIZE + 32];
	size_t n = (size_t)lot->length, shown;

	if (n > 0 && s[n - 1] != '\n') {
		note(m, m->file, "a torn tail of %zu bytes", n);
		return;
	}
	for (shown = 0; shown < n && shown < EXCERPT && s[shown] != '\n';)
		shown++;
	while (shown > 0 && shown < n && (s[shown] & 0xc0) == 0x80)
		shown--;
	snprintf(place, sizeof place, "%s:%lu", m->file, line);
	note(m, place, "of no ticket: \"%.*s\"", (int)shown, s);
}

static void
check_file(struct month *m)
{
	const struct tk_lots *l = &m->h->lots;
	const struct tk_lot *lot, *before = NULL;
	int disorder = 0;
	unsigned long line = 1;
	uint64_t at = 0;

	if (l->headless)
		note(m, m->file, "the first line is not the heading %.*s",
		    (int)sizeof TK_MONTH_HEADER - 2, TK_MONTH_HEADER);
	for (lot = l->lot; lot < l->lot + l->count; lot++) {
		if (lot->number[0] == '\0') {
			line += count_lines(m, at, lot->offset);
			at = lot->offset;
			check_foreign(m, lot, line);
			continue;
		}
		if (before != NULL && strcmp(before->number, lot->number) ==
		    0)
			note(m, m->file, "%s stands in it twice",
			    lot->number);
		else if (before != NULL && lot->offset < before->offset)
			disorder = 1;
		before = lot;
	}
	if (disorder)
		note(m, m->file, "its tickets are not in order of their "
		    "numbers");
	m->mixed = m->said.len > 0;
}

/* ---- tickets ----------------------------------------------------------- */

/* The ticket, in k->ticket, as it counts. */
static void
check_current(struct month *m, const char *number)
{
	char place[TK_PATH_SIZE + TK_NUMBER_SIZE], day[11];
	struct tk_checker *k = m->k;

	snprintf(place, sizeof place, "%s: %s", m->file, number);
	tk_number_valid(number, day);
	if (strncmp(day, m->h->name, TK_MONTH_SIZE - 1) > 0)
		tk_checker_fault(k, place, "its number is of a later month, "
		    "so no command finds it; put its rows into closed/%s/"
		    "%s.csv", day, number);
	else if (tk_state_status(&k->state, &k->ticket) != TK_CLOSED)
		tk_checker_fault(k, place, "not closed; take it out with "
		    "'tk-archive --restore %s'", number);
	k->check->archived++;
	tk_check_content(k, place, number);
}

static void
check_ticket(struct month *m, const char *number)
{
	struct tk_checker *k = m->k;
	struct tk_error err;

	if (!tk_checker_live(k, number) && tk_index_find(&k->newest, number,
	    strlen(number)) == m->which) {
		check_current(m, number);
		return;
	}
	tk_check_note(k, number);
	if (tk_check_later(k, m->file, number, &err) < 0)
		tk_checker_failed(k, &err);
}

/* The rows of a ticket in lots i to j - 1. Where one of them goes on from
 * another's beginning, as a copy does, the longer one is enough. */
static const char *
rows_of(struct month *m, size_t i, size_t j, size_t *len)
{
	const struct tk_lot *lot = m->h->lots.lot;
	const char *s = m->data.data + lot[i].offset;
	size_t n;

	*len = (size_t)lot[i].length;
	if (j == i + 1)
		return s;
	tk_buf_clear(&m->joined);
	tk_buf_add(&m->joined, s, *len);
	while (++i < j && !m->joined.failed) {
		s = m->data.data + lot[i].offset;
		n = (size_t)lot[i].length;
		*len = m->joined.len;
		if (memcmp(s, m->joined.data, n < *len ? n : *len) != 0)
			tk_buf_add(&m->joined, s, n);
		else if (n > *len)
			tk_buf_add(&m->joined, s + *len, n - *len);
	}
	*len = m->joined.len;
	return m->joined.data;
}

/* Reads the ticket of these rows into k->data, k->ticket and k->state. */
static int
read_rows(struct month *m, const char *number, const char *rows, size_t len,
    struct tk_error *err)
{
	struct tk_checker *k = m->k;

	tk_buf_clear(&k->data);
	tk_buf_puts(&k->data, TK_TICKET_HEADER);
	tk_buf_add(&k->data, rows, len);
	if (tk_buf_check(&k->data, err) < 0 ||
	    tk_buf_check(&m->joined, err) < 0)
		return -1;
	if (tk_lot_strip(&k->data, sizeof TK_TICKET_HEADER - 1, number) < 0)
		return tk_error_memory(err);
	return tk_ticket_parse(&k->ticket, k->schema, k->data.data,
	    k->data.len, err) < 0 ? -1 : tk_state_fold(&k->state, &k->ticket,
	    err);
}

/* The clocks of a summary need the rules. */
static int
may_bind(const struct month *m)
{
	const unsigned need = TK_RULES_FIELDS | TK_RULES_CLOCKS;

	return (m->k->session->rules.loaded & need) == need;
}

/* All tickets: looked at, or only bound. */
static int
walk(struct month *m, int look, struct tk_error *err)
{
	const struct tk_lots *l = &m->h->lots;
	size_t i, j, len;
	const char *rows, *number;
	int oldest;

	for (i = 0; i < l->count; i = j) {
		number = l->lot[i].number;
		for (j = i + 1; j < l->count && strcmp(l->lot[j].number,
		    number) == 0; j++)
			;
		if (number[0] == '\0')
			continue;
		rows = rows_of(m, i, j, &len);
		if (read_rows(m, number, rows, len, err) < 0)
			return -1;
		oldest = tk_index_find(&m->k->oldest, number, strlen(number));
		if (may_bind(m) && tk_binder_add(&m->binder, number, rows, len,
		    &m->k->ticket, &m->k->state, oldest > m->which, err) < 0)
			return -1;
		if (look)
			check_ticket(m, number);
	}
	return 0;
}

/* ---- what is derived --------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
	const struct tk_lot *lot = b;

	return tk_number_compare(a, lot->number);
}

/* Tickets that the summary tells of and the month does not hold: it cannot be
 * made anew then, or nobody would know. */
static void
check_missing(struct month *m, const char *path)
{
	const struct tk_lots *l = &m->h->lots;
	char first[TK_NUMBER_SIZE] = "";
	struct tk_buf b = TK_BUF_INIT;
	const char *p, *newline;
	struct tk_lot lot;

	if (tk_sys_read_file(m->k->store->fd, path, &b, MAX_SUMMARY, NULL) <
	    0)
		b.len = 0;
	for (p = b.data; b.len > 0 && (newline = memchr(p, '\n',
	    (size_t)(b.data + b.len - p))) != NULL; p = newline + 1) {
		if (tk_summary_place(p, (size_t)(newline + 1 - p), &lot) < 0 ||
		    (l->count > 0 && bsearch(lot.number, l->lot, l->count,
		    sizeof *l->lot, by_number) != NULL))
			continue;
		if (m->missing++ == 0)
			memcpy(first, lot.number, sizeof first);
	}
	tk_buf_free(&b);
	if (m->missing == 0)
		return;
	m->k->unsure = 1;
	tk_checker_fault(m->k, m->file, "%llu ticket%s that its summary tells "
	    "of %s not in it, %s first; put it back from a backup, or, if "
	    "nothing was lost, move %s to lost/",
	    (unsigned long long)m->missing, m->missing == 1 ? "" : "s",
	    m->missing == 1 ? "is" : "are", first, path);
}

static void
check_derived(struct month *m)
{
	const struct tk_sheet *s = m->binder.sheet;
	size_t i;

	for (i = TK_SUMMARY_SHEET; i < TK_SHEETS; i++) {
		if (!s[i].differs)
			continue;
		if (i == TK_SUMMARY_SHEET && s[i].fd >= 0)
			check_missing(m, s[i].path);
		if (m->k->unsure)	/* of what older months held, too */
			continue;
		if (s[i].fd < 0)
			note(m, s[i].path, "not there");
		else if (!m->mixed)
			note(m, s[i].path, "does not tell what %s holds, "
			    "by the rules of today", m->file);
	}
}

/* ---- mending ----------------------------------------------------------- */

/* Writes it anew; kept is where the file is now that it was. */
static int
mend(struct month *m, char kept[TK_PATH_SIZE], struct tk_error *err)
{
	const enum tk_sheet_mode modes[TK_SHEETS] = {m->mixed ?
	    TK_SHEET_WRITE : TK_SHEET_COUNT, TK_SHEET_WRITE, TK_SHEET_WRITE};

	if (m->mixed && tk_store_keep(m->k->store, m->file,
	    strrchr(m->file, '/') + 1, kept, err) < 0)
		return -1;
	return tk_binder_open(&m->binder, m->k->session, m->h->name, modes,
	    err) < 0 || walk(m, 0, err) < 0 ? -1 :
	    tk_binder_end(&m->binder, err);
}

static void
tell(struct month *m, int mended, const char *kept)
{
	const char *place = m->said.data, *what;
	const char *end = m->said.data + m->said.len;

	for (; m->said.len > 0 && place < end;
	    place = what + strlen(what) + 1) {
		what = place + strlen(place) + 1;
		if (!mended)
			tk_checker_fault(m->k, place, "%s; 'tk-check -r' "
			    "%s", what, m->mixed ? "writes the month anew" :
			    "makes it anew");
		else if (m->mixed)
			tk_checker_mended(m->k, place, "%s; the month is "
			    "written anew, and as it was it is %s now", what,
			    kept);
		else
			tk_checker_mended(m->k, place, "%s; it is made anew",
			    what);
	}
}

/* ---- all --------------------------------------------------------------- */

static int
look(struct month *m, struct tk_error *err)
{
	static const enum tk_sheet_mode modes[TK_SHEETS] = {TK_SHEET_COUNT,
	    TK_SHEET_COMPARE, TK_SHEET_COMPARE};

	if (tk_sys_read_file(m->k->store->fd, m->file, &m->data, MAX_MONTH,
	    err) < 0)
		return -1;
	check_file(m);
	if (tk_binder_open(&m->binder, m->k->session, m->h->name, modes,
	    err) < 0 || walk(m, 1, err) < 0 ||
	    tk_binder_end(&m->binder, err) < 0)
		return -1;
	if (may_bind(m))
		check_derived(m);
	return tk_buf_check(&m->said, err);
}

void
tk_check_month(struct tk_checker *k, size_t holding)
{
	struct month m = {.k = k, .h = &k->holding[holding],
	    .which = (int)holding};
	char kept[TK_PATH_SIZE] = "";
	struct tk_error err;
	int mended = 0, rc;

	tk_month_path(m.file, m.h->name, "");
	rc = look(&m, &err);
	tk_binder_close(&m.binder);
	if (rc == 0 && m.said.len > 0 && k->check->repair && may_bind(&m) &&
	    !k->unsure) {
		rc = mend(&m, kept, &err);
		tk_binder_close(&m.binder);
		mended = rc == 0;
	}
	if (rc < 0)
		tk_checker_failed(k, &err);
	tell(&m, mended, kept);
	tk_buf_free(&m.data);
	tk_buf_free(&m.joined);
	tk_buf_free(&m.said);
}
