/*
 * archive.c - a month of the archive, its summary or its zone, whatever they
 * hold: every ticket is read or an error says why, and every byte of a month
 * belongs to a ticket, the heading or a stretch that is told. The first line
 * of an input names the file; seeds take the place of the other two.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/archive/brief.h"
#include "rules/tables/rules.h"
#include "store/archive.h"
#include "store/summary.h"
#include "store/ticket.h"

#define SEEDS "tests/fuzz/seeds/archive"
#define MONTH "2026-09"

static const char *const files[] = {"rows", "summary", "zone"};
static const char *const suffixes[] = {"", ".summary", ".zone"};
#define FILES (sizeof files / sizeof *files)

static struct tk_zone *zone;
static struct tk_rules rules;
static struct tk_store *store;
static struct tk_buf seed[FILES];

static void
write_file(const char *path, const char *data, size_t len)
{
	int fd = openat(store == NULL ? AT_FDCWD : store->fd, path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	must(fd >= 0 && write(fd, data, len) == (ssize_t)len);
	close(fd);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char settings[] = "setting,value\nformat,1\n";
	const char *tmp = getenv("TMPDIR"), *nl;
	char path[256], name[300];
	size_t i, n;

	(void)argc, (void)argv;
	must(tk_zone_load(&zone, "Asia/Shanghai", NULL) == 0);
	must(tk_rules_open(&rules, AT_FDCWD, "lib/rulebooks/hotline", zone,
	    NULL) == 0);
	must(tk_rules_need(&rules, TK_RULES_FIELDS, NULL) == 0);
	snprintf(path, sizeof path, "%s/store-XXXXXX", tmp == NULL ? "/tmp" :
	    tmp);
	must(mkdtemp(path) != NULL);
	snprintf(name, sizeof name, "%s/store.csv", path);
	write_file(name, settings, sizeof settings - 1);
	must(tk_store_open(&store, path, NULL) == 0);
	must(mkdirat(store->fd, "archive", 0700) == 0);
	for (i = 0; i < FILES; i++) {
		snprintf(path, sizeof path, SEEDS "/%s", files[i]);
		must(tk_sys_read_file(AT_FDCWD, path, &seed[i], 65536,
		    NULL) == 0);
		nl = memchr(seed[i].data, '\n', seed[i].len);
		must(nl != NULL);
		n = (size_t)(nl - seed[i].data) + 1;
		seed[i].len -= n;
		memmove(seed[i].data, nl + 1, seed[i].len);
	}
	return 0;
}

/* The three files; a zone that fits them, unless it is the input. */
static void
write_month(size_t which, const char *data, size_t len)
{
	struct tk_zone_figures z = {.tickets = 3, .first = 1788742800,
	    .last = 1788829200};
	struct tk_buf b = TK_BUF_INIT;
	char path[TK_PATH_SIZE];
	size_t i;

	z.bytes = which == 0 ? len : seed[0].len;
	z.summary_bytes = which == 1 ? len : seed[1].len;
	tk_zone_figures_put(&b, MONTH, &z, zone);
	for (i = 0; i < FILES; i++) {
		tk_month_path(path, MONTH, suffixes[i]);
		if (i == which)
			write_file(path, data, len);
		else if (i == 2)
			write_file(path, b.data, b.len);
		else
			write_file(path, seed[i].data, seed[i].len);
	}
	tk_buf_free(&b);
}

/* ---- a month's bytes ---------------------------------------------------- */

/* Could it have been packed so? */
static int
sound(const struct tk_buf *file)
{
	struct tk_ticket t = {0};
	int rc;
	unsigned i;

	must(tk_ticket_parse(&t, rules.fields.schema, file->data, file->len,
	    NULL) == 0);
	rc = t.complete == file->len;
	for (i = 0; i < t.rows; i++)
		rc &= (t.row[i].flags & TK_ROW_DAMAGED) == 0;
	tk_ticket_free(&t);
	return rc;
}

/* Its rows without their numbers, as a ticket's file, and back again. */
static void
must_come_back(const struct tk_lot *lot, const char *rows)
{
	struct tk_buf file = TK_BUF_INIT, again = TK_BUF_INIT;
	size_t begin = sizeof TK_TICKET_HEADER - 1;

	tk_buf_puts(&file, TK_TICKET_HEADER);
	tk_buf_add(&file, rows, lot->length);
	if (tk_lot_strip(&file, begin, lot->number) == 0 && sound(&file)) {
		tk_lot_put(&again, lot->number, file.data, file.len);
		must(again.len == lot->length &&
		    memcmp(again.data, rows, again.len) == 0);
	}
	tk_buf_free(&file);
	tk_buf_free(&again);
}

static void
must_be_all(const char *data, size_t len)
{
	struct tk_lots lots = {0};
	uint64_t at;
	size_t i;

	must(tk_lots_find(&lots, data, len, NULL) == 0);
	at = lots.headless ? 0 : sizeof TK_MONTH_HEADER - 1;
	for (i = 0; i < lots.count; i++) {
		must(lots.lot[i].offset == at && lots.lot[i].length > 0);
		if (lots.lot[i].number[0] != '\0')
			must_come_back(&lots.lot[i], data + at);
		at += lots.lot[i].length;
	}
	must(at == len || (len == 0 && lots.headless));
	tk_lots_free(&lots);
}

/* ---- a month as it is read ---------------------------------------------- */

static void
read_ticket(const struct tk_month *m, const struct tk_lot *lot)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_ticket t = {0};
	struct tk_error err;

	if (tk_month_ticket(m, lot, &b, &err) < 0)
		must(err.message[0] != '\0');
	else
		must(tk_ticket_parse(&t, rules.fields.schema, b.data, b.len,
		    NULL) == 0);
	tk_ticket_free(&t);
	tk_buf_free(&b);
}

static void
read_brief(const struct tk_summary *s)
{
	struct tk_brief brief = {0};
	struct tk_ticket t = {0};
	struct tk_state state = {0};
	struct tk_clock_list clocks = {0};
	struct tk_error err;

	must(tk_brief_read(&brief, s, rules.fields.schema, &t, &state, &clocks,
	    &err) >= 0);
	tk_clock_list_free(&clocks);
	tk_state_free(&state);
	tk_ticket_free(&t);
	tk_brief_free(&brief);
}

static void
read_rows(const struct tk_month *m, const struct tk_buf *rows)
{
	struct tk_csv c = {0};
	enum tk_csv_kind kind;
	struct tk_summary s;
	struct tk_lot lot;
	int known;

	must(tk_csv_open(&c, rows->len == 0 ? "" : rows->data, rows->len,
	    NULL, NULL) == 0);
	while (tk_csv_next(&c, &kind, NULL) == 0 && kind == TK_CSV_RECORD) {
		known = tk_summary_read(&c, &s);
		if (known < 0)
			continue;
		snprintf(lot.number, sizeof lot.number, "%s", s.number);
		lot.offset = s.offset;
		lot.length = s.length;
		read_ticket(m, &lot);
		if (known > 0)
			read_brief(&s);
	}
	tk_csv_free(&c);
}

/* However it is divided, each row comes once. */
static void
must_divide(const struct tk_month *m, const struct tk_buf *whole, size_t at)
{
	struct tk_buf a = TK_BUF_INIT, b = TK_BUF_INIT;
	uint64_t end = m->zone.summary_bytes;

	must(tk_month_rows(m, 0, at < end ? at : end, &a, NULL) == 0 &&
	    tk_month_rows(m, at, end, &b, NULL) == 0);
	must(a.len + b.len == whole->len);
	must(a.len == 0 || memcmp(a.data, whole->data, a.len) == 0);
	must(b.len == 0 || memcmp(b.data, whole->data + a.len, b.len) == 0);
	tk_buf_free(&a);
	tk_buf_free(&b);
}

static int
found(void *data, const struct tk_month *m, const struct tk_lot *lot,
    struct tk_error *err)
{
	struct tk_error why;
	struct tk_lot again;
	int rc = tk_month_find(m, lot->number, &again, &why);

	(void)data, (void)err;
	must(rc >= 0 || why.message[0] != '\0');
	if (m->summary < 0)	/* we made it: it is in order */
		must(rc > 0 && strcmp(again.number, lot->number) == 0);
	return 0;
}

static void
read_month(size_t len)
{
	struct tk_buf rows = TK_BUF_INIT;
	struct tk_error err;
	struct tk_month m;
	int rc = tk_month_open(&m, store, MONTH, &err);

	must(rc != 0);
	if (rc < 0) {
		must(err.message[0] != '\0');
		return;
	}
	must(tk_month_rows(&m, 0, m.zone.summary_bytes, &rows, NULL) == 0);
	read_rows(&m, &rows);
	must_divide(&m, &rows, len / 3);
	must_divide(&m, &rows, len / 2 + 1);
	tk_month_close(&m);
	tk_buf_free(&rows);
	must(tk_archive_each(store, "", found, NULL, &err) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *nl = len == 0 ? NULL : memchr(data, '\n', len);
	size_t i, n = nl == NULL ? 0 : (size_t)(nl - data);
	char *rest;

	for (i = 0; i < FILES; i++)
		if (nl != NULL && strlen(files[i]) == n &&
		    memcmp(files[i], data, n) == 0)
			break;
	if (i == FILES)
		return -1;
	len -= n + 1;
	rest = exact_copy(nl + 1, len);
	if (i == 0)
		must_be_all(rest, len);
	write_month(i, rest, len);
	read_month(len);
	free(rest);
	return 0;
}
