/*
 * records.c - files of records as tk-new -i reads them. The first line of an
 * input names the format, csv or jsonl, and perhaps a charset behind a blank.
 */
#include "fuzz.h"

#include <fcntl.h>

#include "base/charset.h"
#include "base/csv.h"
#include "base/json.h"
#include "rules/change/session.h"

static struct tk_zone *zone;
static struct tk_session session;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	must(tk_zone_load(&zone, "Asia/Shanghai", NULL) == 0);
	must(tk_rules_open(&session.rules, AT_FDCWD, "lib/rulebooks/standard",
	    zone, NULL) == 0);
	must(tk_rules_need(&session.rules, TK_RULES_FIELDS, NULL) == 0);
	return 0;
}

/* What a file is, in UTF-8 and with its last newline. */
struct text {
	const char *data;
	size_t len;
	int csv;
	size_t line;		/* number of the one at pos */
	size_t pos;
	size_t done;		/* behind the last record */
};

/* Where a line begins; a mark of the byte order is no part of it. */
static size_t
line_at(struct text *t, unsigned line)
{
	const char *nl;

	for (; t->line < line; t->line++) {
		nl = memchr(t->data + t->pos, '\n', t->len - t->pos);
		must(nl != NULL);
		t->pos = (size_t)(nl - t->data) + 1;
	}
	must(t->line == line);
	return line == 1 && t->len >= 3 &&
	    memcmp(t->data, "\xef\xbb\xbf", 3) == 0 ? 3 : t->pos;
}

/* What is no record holds nothing; of a CSV the heading is none either. */
static void
must_be_nothing(const struct text *t, size_t to)
{
	size_t i;

	if (t->csv && t->done == 0)
		return;
	for (i = t->done; i < to; i++)
		must(memchr(t->csv ? " \t\r\n,\"" : " \t\r\n\xef\xbb\xbf",
		    t->data[i], t->csv ? 6 : 7) != NULL);
}

/* The record stands where it says, and nothing was left out before it. */
static void
must_be_there(struct text *t, const struct tk_record *rec)
{
	size_t at = line_at(t, rec->line);

	must(at >= t->done && rec->raw_len > 0 && at + rec->raw_len <= t->len);
	must(memcmp(t->data + at, rec->raw, rec->raw_len) == 0);
	must_be_nothing(t, at);
	t->done = at + rec->raw_len;
}

static void
must_be_field(const char *field)
{
	const char *eq = strchr(field, '=');

	must(eq != NULL && eq > field && eq[1] != '\0');
	must(tk_text_valid(field, strlen(field), NULL));
}

static void
must_be_same(const struct tk_record *a, const char *const *field, size_t n)
{
	size_t i;

	must(a->nfields == n);
	for (i = 0; i < n; i++)
		must(strcmp(a->fields[i], field[i]) == 0);
}

/* ---- written and read again ------------------------------------------- */

static size_t
name_len(const char *field)
{
	return strcspn(field, "=");
}

static void
csv_again(const struct tk_record *rec)
{
	struct tk_buf head = TK_BUF_INIT, row = TK_BUF_INIT;
	struct tk_records *r;
	struct tk_record same;
	struct tk_error err;
	const char *s;
	size_t i, n;

	for (i = 0; i < rec->nfields; i++) {
		s = rec->fields[i];
		n = name_len(s);
		tk_csv_put(&head, s, n);
		tk_csv_put(&row, s + n + 1, strlen(s) - n - 1);
		tk_buf_putc(&head, i + 1 < rec->nfields ? ',' : '\n');
		tk_buf_putc(&row, i + 1 < rec->nfields ? ',' : '\n');
	}
	tk_buf_add(&head, row.data, row.len);
	must(tk_records_open(&r, &session, "again", "csv", NULL, head.data,
	    head.len, &err) == 0);
	must(tk_records_next(r, &same, &err) == 1);
	must_be_same(rec, same.fields, same.nfields);
	must(tk_records_next(r, &same, &err) == 0);
	tk_records_free(r);
	tk_buf_free(&head);
	tk_buf_free(&row);
}

/* Equal names stand beside each other: they came from a list. */
static void
json_again(const struct tk_record *rec)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_json_record again = {0};
	const char *s, *last = NULL;
	size_t i, n;

	tk_buf_putc(&b, '{');
	for (i = 0; i < rec->nfields; i++) {
		s = rec->fields[i];
		n = name_len(s);
		if (last == NULL || name_len(last) != n ||
		    memcmp(last, s, n) != 0) {
			tk_buf_puts(&b, last == NULL ? "" : "],");
			tk_json_put(&b, s, n);
			tk_buf_puts(&b, ":[");
		} else {
			tk_buf_putc(&b, ',');
		}
		tk_json_puts(&b, s + n + 1);
		last = s;
	}
	tk_buf_puts(&b, last == NULL ? "}" : "]}");
	must(tk_json_record_read(&again, b.data, b.len, NULL) == 0);
	must_be_same(rec, again.field, again.count);
	tk_json_record_free(&again);
	tk_buf_free(&b);
}

/* ---- a file ------------------------------------------------------------ */

static void
read_all(struct tk_records *r, struct text *t)
{
	struct tk_record rec;
	struct tk_error err;
	size_t i;
	int rc;

	while ((rc = tk_records_next(r, &rec, &err)) != 0) {
		must_be_there(t, &rec);
		if (rc < 0) {
			must(err.code == TK_BAD || err.code == TK_REFUSED);
			must(err.message[0] != '\0');
			continue;
		}
		for (i = 0; i < rec.nfields; i++)
			must_be_field(rec.fields[i]);
		if (t->csv && rec.nfields > 0)
			csv_again(&rec);
		else if (!t->csv)
			json_again(&rec);
	}
	must_be_nothing(t, t->len);
}

static void
one_file(const char *format, const char *charset, const char *data,
    size_t len)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_records *r = NULL;
	struct tk_error err;
	struct text t;

	if (tk_records_open(&r, &session, "file", format, charset, data, len,
	    &err) < 0) {
		must(r == NULL);
		must(err.code == TK_BAD && err.message[0] != '\0');
		return;
	}
	if (charset != NULL)
		must(tk_charset_utf8(&b, charset, data, len, NULL) == 0);
	else
		tk_buf_add(&b, data, len);
	if (len > 0 && data[len - 1] != '\n')
		tk_buf_putc(&b, '\n');
	t = (struct text){b.data, b.len, format[0] == 'c', 1, 0, 0};
	read_all(r, &t);
	tk_records_free(r);
	tk_buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const uint8_t *nl = len == 0 ? NULL : memchr(bytes, '\n', len);
	char first[32], *charset, *data;
	size_t n = nl == NULL ? 0 : (size_t)(nl - bytes);

	if (nl == NULL || n >= sizeof first)
		return -1;
	memcpy(first, bytes, n);
	first[n] = '\0';
	charset = first;
	strsep(&charset, " ");
	if (strcmp(first, "csv") != 0 && strcmp(first, "jsonl") != 0)
		return -1;
	data = exact_copy(nl + 1, len - n - 1);
	one_file(first, charset, data, len - n - 1);
	free(data);
	return 0;
}
