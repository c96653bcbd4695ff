/* check.c - looks through a whole store for what is wrong with it. */
#include "check.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "review.h"

#define MAX_SETTINGS 65536	/* bytes of store.csv */

__attribute__((format(printf, 4, 0))) static void
say(struct tk_checker *k, void (*to)(void *, const char *),
    const char *place, const char *fmt, va_list ap)
{
	struct tk_buf line = TK_BUF_INIT, safe = TK_BUF_INIT;
	char text[2048];
	size_t i;

	vsnprintf(text, sizeof text, fmt, ap);
	tk_buf_printf(&line, "%s: %s", place, text);
	for (i = 0; i < line.len; i++)
		if (line.data[i] == '\n' || line.data[i] == '\t')
			line.data[i] = ' ';
	if (!line.failed)
		tk_text_safe(&safe, line.data);
	if (to != NULL && safe.data != NULL)
		to(k->check->data, safe.data);
	tk_buf_free(&line);
	tk_buf_free(&safe);
}

void
tk_checker_fault(struct tk_checker *k, const char *place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(k, k->check->fault, place, fmt, ap);
	va_end(ap);
}

void
tk_checker_mended(struct tk_checker *k, const char *place, const char *fmt,
    ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(k, k->check->mended, place, fmt, ap);
	va_end(ap);
}

void
tk_checker_failed(struct tk_checker *k, const struct tk_error *err)
{
	if (k->check->failed != NULL)
		k->check->failed(k->check->data, err);
}

int
tk_checker_old(const struct tk_checker *k, const char *path)
{
	struct stat st;

	return fstatat(k->store->fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    (int64_t)st.st_mtime + TK_CHECK_OLD < k->real_now;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
tk_checker_has(const struct tk_names *n, const char *name)
{
	return n->count > 0 && bsearch(&name, n->name, n->count,
	    sizeof *n->name, by_name) != NULL;
}

static int
by_number(const void *a, const void *b)
{
	return tk_number_compare(a, b);
}

int
tk_checker_live(const struct tk_checker *k, const char *number)
{
	return k->scan.count > 0 && bsearch(number, k->scan.number,
	    k->scan.count, sizeof *k->scan.number, by_number) != NULL;
}

int
tk_checker_gone(const struct tk_checker *k, const char *number)
{
	enum tk_place place;
	struct tk_error err;

	if (tk_index_find(&k->newest, number, strlen(number)) >= 0 ||
	    tk_checker_live(k, number))
		return 0;
	return !k->unsure && tk_store_find(k->store, number, &place, &err) <
	    0 && err.code == TK_REFUSED;
}

/* ---- store.csv --------------------------------------------------------- */

static const char *const settings[] = {"format", "prefix", "zone"};

/* One row below the heading; unknown settings were refused on opening. */
static void
check_setting(struct tk_checker *k, const char *place, const char *name,
    const char *value, unsigned *seen)
{
	size_t i;

	for (i = 0; i < sizeof settings / sizeof *settings; i++) {
		if (strcmp(settings[i], name) != 0)
			continue;
		if ((*seen & 1u << i) != 0)
			tk_checker_fault(k, place, "%s stands twice, the last "
			    "one counts; take the other out", name);
		*seen |= 1u << i;
	}
	if (strcmp(name, "override") == 0 && strcmp(value, "yes") != 0 &&
	    strcmp(value, "no") != 0)
		tk_checker_fault(k, place, "override \"%s\" counts as no; "
		    "write yes or no", value);
}

static void
check_settings(struct tk_checker *k)
{
	struct tk_buf data = TK_BUF_INIT;
	struct tk_csv c = {0};
	enum tk_csv_kind kind;
	struct tk_error err;
	unsigned seen = 0, row;
	char place[64];
	size_t i;

	if (tk_sys_read_file(k->store->fd, "store.csv", &data, MAX_SETTINGS,
	    &err) < 0 || tk_csv_open(&c, data.data, data.len, NULL, &err) < 0)
		tk_checker_failed(k, &err);
	else for (row = 0; tk_csv_next(&c, &kind, NULL) == 0 &&
	    kind == TK_CSV_RECORD && c.cells == 2; row++) {
		snprintf(place, sizeof place, "store.csv:%u", c.line);
		if (row > 0)
			check_setting(k, place, tk_csv_cell(&c, 0, NULL),
			    tk_csv_cell(&c, 1, NULL), &seen);
		else if (strcmp(tk_csv_cell(&c, 0, NULL), "setting") != 0)
			tk_checker_fault(k, place, "the heading is not "
			    "setting,value; put it above the first setting");
	}
	for (i = 0; i < sizeof settings / sizeof *settings; i++)
		if ((seen & 1u << i) == 0)
			tk_checker_fault(k, "store.csv", "no %s is set; add "
			    "a row %s,…", settings[i], settings[i]);
	tk_csv_free(&c);
	tk_buf_free(&data);
}

/* ---- the rulebook ------------------------------------------------------ */

static int
check_rules(struct tk_checker *k)
{
	struct tk_faults faults = TK_FAULTS_INIT, advice = TK_FAULTS_INIT;
	struct tk_review review = {&k->session->rules,
	    tk_session_now(k->session), k->check->notes, 0, &faults, &advice};
	struct tk_error err;
	size_t i;

	tk_rules_check(&k->session->rules, &faults);
	tk_rules_review(&review);
	for (i = 0; i < faults.count && !tk_error_short(); i++)
		if (k->check->fault != NULL)
			k->check->fault(k->check->data, faults.message[i]);
	for (i = 0; i < advice.count && !tk_error_short(); i++)
		if (k->check->advice != NULL)
			k->check->advice(k->check->data, advice.message[i]);
	tk_faults_free(&faults);
	tk_faults_free(&advice);
	k->schema = k->session->rules.fields.schema;
	if ((k->session->rules.loaded & TK_RULES_FIELDS) == 0)
		k->schema = k->plain = tk_schema_new();
	if (k->schema != NULL && !tk_error_short())
		return 0;
	tk_error_memory(&err);
	tk_checker_failed(k, &err);
	return -1;
}

/* ---- all of it --------------------------------------------------------- */

static void
end(struct tk_checker *k)
{
	struct tk_error err;
	size_t i;

	if (tk_batch_close(k->batch, &err) < 0)
		tk_checker_failed(k, &err);
	tk_check_archive_close(k);
	for (i = 0; i < k->holdings; i++)
		tk_lots_free(&k->holding[i].lots);
	free(k->holding);
	tk_index_free(&k->newest);
	tk_index_free(&k->oldest);
	tk_scan_free(&k->scan);
	tk_schema_free(k->plain);
	tk_buf_free(&k->data);
	tk_ticket_free(&k->ticket);
	tk_state_free(&k->state);
	tk_clock_list_free(&k->clocks);
	free(k->key);
	free(k->mailed);
}

/* No ticket goes from closed/ to the archive while the one is listed and the
 * other looked through. */
static int
check_all(struct tk_checker *k, struct tk_error *err)
{
	size_t i;

	tk_check_archive_open(k);
	if (tk_scan_open(&k->scan, k->store, 1, err) < 0)
		return -1;
	tk_check_folders(k);
	tk_check_archive(k);
	tk_check_archive_close(k);
	for (i = 0; i < k->scan.count; i++)
		tk_check_ticket(k, k->scan.number[i]);
	tk_check_claims(k);
	tk_check_mail(k);
	return 0;
}

int
tk_session_check(struct tk_session *s, struct tk_check *c,
    struct tk_error *err)
{
	struct tk_checker k = {.session = s, .store = s->store, .check = c,
	    .archive = -1};
	const char *remote;
	int rc = -1;

	c->open = c->closed = c->archived = c->rows = c->files = 0;
	c->claims = c->messages = c->days = 0;
	k.real_now = s->clock();
	check_settings(&k);
	remote = tk_sys_remote(s->store->fd);
	if (remote != NULL)
		tk_session_warn(s, "\"%s\" lies on %s, where locks and fsync "
		    "may not hold; move it to a local disk", s->store->path,
		    remote);
	if (check_rules(&k) == 0)
		rc = check_all(&k, err);
	end(&k);
	return rc;
}
