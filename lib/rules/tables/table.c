#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/sys.h"
#include "base/text.h"

#define MAX_TABLE ((size_t)64 << 20)	/* bytes */
#define MAX_FAULTS 1000

static void
fault_add(struct tk_faults *f, const struct tk_error *err)
{
	char **message;
	size_t size;

	if (f->count == MAX_FAULTS)
		return;
	if (f->count == f->size) {
		size = f->size > 0 ? 2 * f->size : 16;
		message = realloc(f->message, size * sizeof *message);
		if (message == NULL) {
			tk_error_memory(NULL);
			return;
		}
		f->message = message;
		f->size = size;
	}
	f->message[f->count] = strdup(err->message);
	if (f->message[f->count] == NULL)
		tk_error_memory(NULL);
	else
		f->count++;
}

void
tk_faults_free(struct tk_faults *f)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		free(f->message[i]);
	free(f->message);
	*f = (struct tk_faults)TK_FAULTS_INIT;
}

int
tk_faults_error(const struct tk_faults *f, struct tk_error *err)
{
	if (tk_error_short())	/* then they are perhaps none of the tables' */
		return tk_error_memory(err);
	if (f->count == 0)
		return 0;
	if (f->count == 1)
		return tk_error_set(err, TK_BAD, "%s", f->message[0]);
	return tk_error_set(err, TK_BAD,
	    "%s (and %zu more fault%s; 'tk-check' lists them)", f->message[0],
	    f->count - 1, f->count == 2 ? "" : "s");
}

TK_PRINTF(5, 6) static int
fault(struct tk_faults *f, const char *path, unsigned line, unsigned column,
    const char *fmt, ...)
{
	struct tk_error err;
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	tk_error_at(&err, TK_BAD, path, line, column, "%s", text);
	fault_add(f, &err);
	return -1;
}

int
tk_faults_memory(struct tk_faults *f)
{
	struct tk_error err;

	tk_error_memory(&err);
	fault_add(f, &err);
	return -1;
}

int
tk_table_fault(const struct tk_table *t, size_t row, size_t column,
    struct tk_faults *f, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return fault(f, t->path, t->line[row],
	    t->position[column] > 0 ? t->position[column] : 1, "%s", text);
}

static size_t
find_column(const struct tk_table *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->ncolumns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			break;
	return i;
}

static void
lawful_columns(const struct tk_table *t, struct tk_buf *b)
{
	size_t i;

	for (i = 0; i < t->ncolumns; i++)
		tk_buf_printf(b, "%s%s", i > 0 ? "," : "",
		    t->columns[i].name);
}

static int
read_heading(struct tk_table *t, const struct tk_csv *c, struct tk_faults *f)
{
	struct tk_buf lawful = TK_BUF_INIT;
	const char *name;
	size_t i, at;
	int rc = 0;

	lawful_columns(t, &lawful);
	for (i = 0; i < c->cells; i++) {
		name = tk_csv_cell(c, i, NULL);
		at = find_column(t, name);
		if (at == t->ncolumns)
			rc = fault(f, t->path, c->line, (unsigned)i + 1,
			    "unknown column \"%s\"; lawful are %s", name,
			    lawful.data);
		else if (t->position[at] > 0)
			rc = fault(f, t->path, c->line, (unsigned)i + 1,
			    "column \"%s\" stands twice", name);
		else
			t->position[at] = (unsigned)i + 1;
	}
	for (i = 0; i < t->ncolumns; i++)
		if (t->columns[i].required && t->position[i] == 0)
			rc = fault(f, t->path, c->line, 0,
			    "column \"%s\" is missing", t->columns[i].name);
	tk_buf_free(&lawful);
	return rc;
}

/* What a table is read with. */
struct reader {
	struct tk_table *t;
	struct tk_csv csv;
	struct tk_faults *faults;
	size_t ncells;		/* of the heading */
	int valid;		/* all of it is UTF-8 */
};

/* A cell without the blanks around it. */
static const char *
trimmed(char *s, size_t len)
{
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t' ||
	    s[len - 1] == '\n'))
		len--;
	s[len] = '\0';
	while (*s == ' ' || *s == '\t' || *s == '\n')
		s++;
	return s;
}

/* Column i of a row, whose cells lie in text. */
static int
read_cell(struct reader *r, char *text, size_t i, const char **cell)
{
	struct tk_table *t = r->t;
	size_t len;

	*cell = "";
	if (t->position[i] == 0)
		return 0;
	text += tk_csv_cell(&r->csv, t->position[i] - 1, &len) -
	    r->csv.text.data;
	if (!r->valid && !tk_text_valid(text, len, NULL))
		return fault(r->faults, t->path, r->csv.line, t->position[i],
		    "invalid UTF-8; save the table as UTF-8");
	*cell = trimmed(text, len);
	if (t->columns[i].required && **cell == '\0' &&
	    t->columns[i].required != TK_COLUMN_LOOSE)
		return fault(r->faults, t->path, r->csv.line, t->position[i],
		    "column \"%s\" is empty", t->columns[i].name);
	return 0;
}

static int
read_row(struct reader *r)
{
	struct tk_table *t = r->t;
	const struct tk_csv *c = &r->csv;
	size_t i;
	char *text;
	int rc = 0;

	if (c->cells != r->ncells)
		return fault(r->faults, t->path, c->line, 0,
		    "%zu cells where the heading has %zu", c->cells,
		    r->ncells);
	text = tk_arena_copy(&t->arena, c->text.data, c->text.len);
	if (text == NULL)
		return tk_faults_memory(r->faults);
	t->line[t->rows] = c->line;
	for (i = 0; i < t->ncolumns; i++)
		if (read_cell(r, text, i, &t->cells[t->rows * t->ncolumns +
		    i]) < 0)
			rc = -1;
	t->rows++;
	return rc;
}

static int
read_table(struct reader *r)
{
	const struct tk_table *t = r->t;
	struct tk_csv *c = &r->csv;
	enum tk_csv_kind kind;
	int rc = 0;

	for (;;) {
		if (tk_csv_next(c, &kind, NULL) < 0)
			return tk_faults_memory(r->faults);
		if (kind == TK_CSV_END)
			break;
		if (kind == TK_CSV_TORN)
			return fault(r->faults, t->path, c->line, 0,
			    "the table ends in the middle of a row, or its "
			    "last line lacks a newline; was it saved whole?");
		if (kind == TK_CSV_BAD) {
			rc = fault(r->faults, t->path, c->line, 0, "a quote "
			    "where none may be; quote the whole cell and "
			    "double the quotes inside");
			continue;
		}
		if (r->ncells == 0) {
			r->ncells = c->cells;
			if (read_heading(r->t, c, r->faults) < 0)
				return -1;
		} else if (read_row(r) < 0)
			rc = -1;
	}
	if (r->ncells == 0)
		return fault(r->faults, t->path, 1, 0,
		    "the table is empty; its first line names the columns");
	return rc;
}

/* Room for all rows: there are not more of them than lines. */
static int
make_room(struct tk_table *t, const struct tk_buf *data)
{
	const char *s = data->data, *end = data->data + data->len;
	size_t lines = 1;

	for (; s < end && (s = memchr(s, '\n', (size_t)(end - s))) != NULL;
	    s++)
		lines++;
	t->cells = calloc(lines, t->ncolumns * sizeof *t->cells);
	t->line = calloc(lines, sizeof *t->line);
	return t->cells == NULL || t->line == NULL ||
	    tk_arena_reserve(&t->arena, data->len) < 0 ? -1 : 0;
}

int
tk_table_load(struct tk_table *t, int rules_fd, const char *name,
    const struct tk_column *columns, size_t ncolumns, struct tk_faults *f)
{
	struct reader r = {.t = t, .faults = f};
	struct tk_buf data = TK_BUF_INIT;
	struct tk_error err;
	char path[256];
	int rc = -1;

	memset(t, 0, sizeof *t);
	t->name = name;
	t->columns = columns;
	t->ncolumns = ncolumns;
	snprintf(path, sizeof path, "rules/%s.csv", name);
	t->path = strdup(path);
	t->position = calloc(ncolumns, sizeof *t->position);
	if (t->path == NULL || t->position == NULL) {
		tk_faults_memory(f);
		goto done;
	}
	if (tk_sys_read_file(rules_fd, path + strlen("rules/"), &data,
	    MAX_TABLE, &err) < 0) {
		if (errno == ENOENT)
			rc = 0;
		else
			fault_add(f, &err);
		goto done;
	}
	if (make_room(t, &data) < 0) {
		tk_faults_memory(f);
		goto done;
	}
	if (tk_csv_open(&r.csv, data.data, data.len, NULL, &err) < 0) {
		fault_add(f, &err);
		goto done;
	}
	r.valid = tk_text_valid(data.data, data.len, NULL);
	rc = read_table(&r);
done:
	tk_csv_free(&r.csv);
	tk_buf_free(&data);
	if (rc < 0)
		tk_table_free(t);
	return rc;
}

void
tk_faults_unseen(struct tk_faults *f, const char *table)
{
	struct tk_error err;

	tk_error_set(&err, TK_BAD, "rules/%s.csv: not looked through, since a "
	    "table it stands on is faulty; mend that and check again", table);
	fault_add(f, &err);
}

void
tk_table_strangers(int rules_fd, struct tk_faults *f)
{
	static const char tables[] = "|settings|priorities|matrix|categories|"
	    "keywords|teams|staff|duty|calendars|holidays|fields|flow|clocks|"
	    "routing|messages|playbook|targets|";
	struct tk_names names;
	struct tk_error err;
	char word[256], path[300];
	const char *dot;
	size_t i;

	if (tk_sys_names(rules_fd, ".", &names, &err) < 0) {
		fault_add(f, &err);
		return;
	}
	for (i = 0; i < names.count; i++) {
		dot = strrchr(names.name[i], '.');
		if (dot == NULL || strcmp(dot, ".csv") != 0)
			continue;
		snprintf(word, sizeof word, "|%.*s|",
		    (int)(dot - names.name[i]), names.name[i]);
		snprintf(path, sizeof path, "rules/%s", names.name[i]);
		if (strstr(tables, word) == NULL)
			fault(f, path, 0, 0, "no table of a rulebook has this "
			    "name; rename or move it");
	}
	tk_names_free(&names);
}

void
tk_table_free(struct tk_table *t)
{
	free(t->path);
	free(t->cells);
	free(t->line);
	free(t->position);
	tk_arena_free(&t->arena);
	memset(t, 0, sizeof *t);
}

const char *
tk_table_cell(const struct tk_table *t, size_t row, size_t column)
{
	return t->cells[row * t->ncolumns + column];
}
