/* records.c - files of records, each to become a ticket: CSV, JSON lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "session.h"

struct tk_records {
	struct tk_session *session;
	struct tk_buf data;	/* UTF-8, unless the file is not */
	int json;
	struct tk_csv csv;
	char **column;		/* names of the heading */
	size_t columns;
	size_t pos;		/* of the next JSON line */
	unsigned line;
	struct tk_json_record object;
	struct tk_buf text;	/* "name=value" strings, one after another */
	const char **field;
	size_t field_size;
};

/* Is a field that has one value named by an earlier column too? */
static int
stands_twice(const struct tk_records *r, size_t column)
{
	const struct tk_fields *fields = &r->session->rules.fields;
	const char *name = r->column[column];
	const struct tk_field_rule *f = tk_field_find(fields, name,
	    strlen(name));
	size_t i;

	if (f == NULL || fields->schema->field[f->field].fold != TK_FOLD_ONE)
		return 0;
	for (i = 0; i < column; i++)
		if (tk_field_find(fields, r->column[i],
		    strlen(r->column[i])) == f)
			return 1;
	return 0;
}

static int
read_heading(struct tk_records *r, const char *name, struct tk_error *err)
{
	struct tk_buf unknown = TK_BUF_INIT;
	struct tk_field_name meant;
	enum tk_csv_kind kind;
	const char *cell;
	size_t i;
	int rc = 0;

	if (tk_csv_next(&r->csv, &kind, err) < 0)
		return -1;
	if (kind != TK_CSV_RECORD)
		return tk_error_at(err, TK_BAD, name, 1, 0, "no heading; the "
		    "first line names the fields");
	if (!tk_text_valid(r->csv.data, r->csv.pos, NULL))
		return tk_error_at(err, TK_BAD, name, 1, 0, "the heading is "
		    "not UTF-8; if the file is GBK, give --from-charset "
		    "gb18030");
	r->column = calloc(r->csv.cells, sizeof *r->column);
	if (r->column == NULL)
		return tk_error_memory(err);
	for (i = 0; i < r->csv.cells; i++) {
		cell = tk_csv_cell(&r->csv, i, NULL);
		r->column[i] = strdup(cell);
		if (r->column[i] == NULL)
			return tk_error_memory(err);
		r->columns = i + 1;
		if (cell[0] != '\0' && tk_field_name(&r->session->rules.fields,
		    cell, strlen(cell), &meant, NULL) < 0)
			tk_buf_printf(&unknown, "%s\"%s\"", unknown.len > 0 ?
			    ", " : "", cell);
		else if (rc == 0 && stands_twice(r, i))
			rc = tk_error_at(err, TK_BAD, name, 1, (unsigned)i + 1,
			    "\"%s\" is the same field as a column before it; "
			    "leave one out", cell);
	}
	if (unknown.len > 0)
		rc = tk_error_at(err, TK_BAD, name, 1, 0, "unknown field %s; "
		    "rules/fields.csv lists them", unknown.data);
	tk_buf_free(&unknown);
	return rc;
}

int
tk_records_open(struct tk_records **out, struct tk_session *s,
    const char *name, const char *format, const char *charset,
    const char *data, size_t len, struct tk_error *err)
{
	struct tk_records *r = calloc(1, sizeof *r);
	struct tk_error why;

	if (r == NULL)
		return tk_error_memory(err);
	r->session = s;
	r->json = strcmp(format, "jsonl") == 0;
	if (!r->json && strcmp(format, "csv") != 0) {
		tk_error_set(err, TK_BAD, "unknown format \"%s\"; lawful are "
		    "csv, jsonl", format);
		goto failed;
	}
	if (tk_rules_need(&s->rules, TK_RULES_FIELDS, err) < 0)
		goto failed;
	if (charset == NULL) {
		tk_buf_add(&r->data, data, len);
	} else if (tk_charset_utf8(&r->data, charset, data, len, &why) < 0) {
		tk_error_at(err, TK_BAD, name, 0, 0, "%s", why.message);
		goto failed;
	}
	if (len > 0 && data[len - 1] != '\n')
		tk_buf_putc(&r->data, '\n');	/* people forget the last */
	if (tk_buf_check(&r->data, err) < 0)
		goto failed;
	if (!r->json && (tk_csv_open(&r->csv, r->data.data, r->data.len, NULL,
	    err) < 0 || read_heading(r, name, err) < 0))
		goto failed;
	if (r->json && r->data.len >= 3 &&
	    memcmp(r->data.data, "\xef\xbb\xbf", 3) == 0)
		r->pos = 3;
	*out = r;
	return 0;
failed:
	tk_records_free(r);
	return -1;
}

void
tk_records_free(struct tk_records *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->columns; i++)
		free(r->column[i]);
	free(r->column);
	tk_csv_free(&r->csv);
	tk_json_record_free(&r->object);
	tk_buf_free(&r->data);
	tk_buf_free(&r->text);
	free(r->field);
	free(r);
}

static int
grow(struct tk_records *r, size_t n, struct tk_error *err)
{
	const char **grown;

	if (n <= r->field_size)
		return 0;
	grown = realloc(r->field, n * sizeof *grown);
	if (grown == NULL)
		return tk_error_memory(err);
	r->field = grown;
	r->field_size = n;
	return 0;
}

/* The cells that are not empty as "name=value". */
static int
from_csv(struct tk_records *r, struct tk_record *rec, struct tk_error *err)
{
	const char *cell;
	size_t i, len, n = 0;
	char *at;

	if (r->csv.cells != r->columns)
		return tk_error_set(err, TK_REFUSED, "%zu column%s where the "
		    "heading has %zu", r->csv.cells,
		    r->csv.cells == 1 ? "" : "s", r->columns);
	if (grow(r, r->columns, err) < 0)
		return -1;
	tk_buf_clear(&r->text);
	for (i = 0; i < r->columns; i++) {
		cell = tk_csv_cell(&r->csv, i, &len);
		if (len == 0 || r->column[i][0] == '\0')
			continue;
		if (memchr(cell, '\0', len) != NULL)
			return tk_error_set(err, TK_BAD, "%s: a NUL byte; "
			    "text is UTF-8", r->column[i]);
		if (!tk_text_valid(cell, len, NULL))
			return tk_error_set(err, TK_BAD, "%s: not UTF-8; if "
			    "the file is GBK, give --from-charset gb18030",
			    r->column[i]);
		tk_buf_printf(&r->text, "%s=%s", r->column[i], cell);
		tk_buf_add(&r->text, "", 1);
		n++;
	}
	if (tk_buf_check(&r->text, err) < 0)
		return -1;
	for (at = r->text.data, i = 0; i < n; i++, at += strlen(at) + 1)
		r->field[i] = at;
	rec->fields = r->field;
	rec->nfields = n;
	return 0;
}

static int
next_csv(struct tk_records *r, struct tk_record *rec, struct tk_error *err)
{
	enum tk_csv_kind kind;

	do {	/* spreadsheets end in lines of commas */
		if (tk_csv_next(&r->csv, &kind, err) < 0)
			return -1;
		if (kind == TK_CSV_END)
			return 0;
	} while (kind == TK_CSV_RECORD && r->csv.cells == r->columns &&
	    r->csv.text.len == r->csv.cells);	/* NULs only */
	rec->line = r->csv.line;
	rec->raw = r->csv.data + r->csv.start;
	rec->raw_len = r->csv.pos - r->csv.start;
	if (kind == TK_CSV_TORN) {
		rec->raw_len = r->csv.len - r->csv.start;
		tk_csv_seek(&r->csv, r->csv.len);
		return tk_error_set(err, TK_REFUSED, "a quote is opened and "
		    "never closed");
	}
	if (kind == TK_CSV_BAD)
		return tk_error_set(err, TK_REFUSED, "a quote where none may "
		    "be; quote the whole cell and double the quotes inside");
	return from_csv(r, rec, err) < 0 ? -1 : 1;
}

static int
next_json(struct tk_records *r, struct tk_record *rec, struct tk_error *err)
{
	const char *s, *nl;
	size_t len;

	for (;;) {
		if (r->pos >= r->data.len)
			return 0;
		s = r->data.data + r->pos;
		nl = memchr(s, '\n', r->data.len - r->pos);
		len = nl == NULL ? r->data.len - r->pos : (size_t)(nl - s);
		r->pos += len + 1;
		r->line++;
		if (strspn(s, " \t\r") < len)
			break;
	}
	rec->line = r->line;
	rec->raw = s;
	rec->raw_len = len;
	if (tk_json_record_read(&r->object, s, len, err) < 0)
		return -1;
	rec->fields = (const char *const *)r->object.field;
	rec->nfields = r->object.count;
	return 1;
}

int
tk_records_next(struct tk_records *r, struct tk_record *rec,
    struct tk_error *err)
{
	memset(rec, 0, sizeof *rec);
	return r->json ? next_json(r, rec, err) : next_csv(r, rec, err);
}
