#include "ticket.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"

int
tk_ticket_row_like(const char *s, size_t len)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";
	size_t i, zone = sizeof shape - 1;

	if (len < zone + 2)
		return 0;
	for (i = 0; i < zone; i++)
		if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' :
		    s[i] != shape[i])
			return 0;
	if (s[zone] == 'Z')
		return s[zone + 1] == ',';
	if (len < zone + 7 || (s[zone] != '+' && s[zone] != '-'))
		return 0;
	for (i = zone + 1; i < zone + 6; i++)
		if (i == zone + 3 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return 0;
	return s[zone + 6] == ',';
}

static struct tk_row *
add_row(struct tk_ticket *t, struct tk_error *err)
{
	struct tk_row *grown, *r;
	unsigned size;

	if (t->rows == t->row_size) {
		size = t->row_size > 0 ? 2 * t->row_size : 64;
		grown = realloc(t->row, size * sizeof *grown);
		if (grown == NULL) {
			tk_error_memory(err);
			return NULL;
		}
		t->row = grown;
		t->row_size = size;
	}
	r = &t->row[t->rows++];
	memset(r, 0, sizeof *r);
	return r;
}

static int
add_damage(struct tk_ticket *t, const char *s, size_t len,
    struct tk_error *err)
{
	struct tk_row *r = add_row(t, err);

	if (r == NULL)
		return -1;
	r->time = r->at = TK_UNSET;
	r->flags = TK_ROW_DAMAGED;
	r->actor = "?";
	r->name = "?";
	r->value = tk_arena_copy(&t->arena, s, len);
	r->len = len;
	r->field = (unsigned)-1;
	return r->value == NULL ? tk_error_memory(err) : 0;
}

/* The length of a lawful word [a-z][a-z0-9_]* at s. */
static size_t
word(const char *s)
{
	size_t n = 0;

	if (*s < 'a' || *s > 'z')
		return 0;
	while ((s[n] >= 'a' && s[n] <= 'z') || (s[n] >= '0' && s[n] <= '9') ||
	    s[n] == '_')
		n++;
	return n;
}

static int
intern(struct tk_ticket *t, const char *name, size_t len, unsigned *field,
    struct tk_error *err)
{
	const char **grown;
	unsigned size, n;
	int at;

	at = tk_ticket_find(t, name, len);
	if (at >= 0) {
		*field = (unsigned)at;
		return 0;
	}
	n = t->fields - t->schema->count;
	if (n == t->unknown_size) {
		size = n > 0 ? 2 * n : 16;
		grown = realloc(t->unknown, size * sizeof *grown);
		if (grown == NULL)
			return tk_error_memory(err);
		t->unknown = grown;
		t->unknown_size = size;
	}
	t->unknown[n] = tk_arena_copy(&t->arena, name, len);
	if (t->unknown[n] == NULL)
		return tk_error_memory(err);
	*field = t->fields++;
	return 0;
}

/* A row of four lawful cells: 1; of others: 0; no memory: -1. */
static int
add_cells(struct tk_ticket *t, const struct tk_csv *c, struct tk_error *err)
{
	const struct tk_row *prev;
	const char *cells, *name;
	size_t len[4], head, n;
	struct tk_row *r;
	int64_t time;
	unsigned field = 0;
	int i;

	if (c->cells != 4 || !tk_text_valid(c->data + c->start,
	    c->pos - c->start, NULL))
		return 0;
	for (i = 0; i < 4; i++)
		tk_csv_cell(c, (size_t)i, &len[i]);
	if (tk_time_parse(tk_csv_cell(c, 0, NULL), len[0], &time) < 0)
		return 0;
	name = tk_csv_cell(c, 2, NULL);
	head = word(name);
	if (head == 0 || (name[head] != '\0' && name[head] != '.'))
		return 0;
	if (name[head] == '.') {
		n = word(name + head + 1);
		if (n == 0 || name[head + 1 + n] != '\0')
			return 0;
	}
	cells = tk_arena_copy(&t->arena, tk_csv_cell(c, 1, NULL),
	    len[1] + len[2] + len[3] + 2);
	if (cells == NULL)
		return tk_error_memory(err);
	name = cells + len[1] + 1;
	if (intern(t, name, head, &field, err) < 0)
		return -1;
	r = add_row(t, err);
	if (r == NULL)
		return -1;
	prev = t->rows > 1 ? r - 1 : NULL;
	r->time = r->at = time;
	r->actor = cells;
	r->name = name;
	r->qualifier = name[head] == '.' ? name + head + 1 : NULL;
	r->value = name + len[2] + 1;
	r->len = len[3];
	r->field = field;
	r->command = prev == NULL ? 1 : prev->command;
	if (prev != NULL && ((prev->flags & TK_ROW_DAMAGED) != 0 ||
	    prev->time != time || strcmp(prev->actor, r->actor) != 0))
		r->command++;
	return 1;
}

/* Where the damage that began at `from` ends: before the next line that
 * begins like a row, else behind the last newline. */
static size_t
damage_end(const char *data, size_t len, size_t from)
{
	const char *nl;
	size_t pos = from;

	while ((nl = memchr(data + pos, '\n', len - pos)) != NULL) {
		pos = (size_t)(nl - data) + 1;
		if (tk_ticket_row_like(data + pos, len - pos))
			break;
	}
	return pos;
}

static int
is_header(const struct tk_csv *c)
{
	static const char header[] = "time\0actor\0field\0value";

	return c->cells == 4 && c->text.len == sizeof header &&
	    memcmp(c->text.data, header, sizeof header) == 0;
}

static int
read_rows(struct tk_ticket *t, struct tk_error *err)
{
	struct tk_csv *c = &t->csv;
	enum tk_csv_kind kind;
	int first = 1, rc;
	size_t end;

	for (;; first = 0) {
		if (tk_csv_next(c, &kind, err) < 0)
			return -1;
		if (kind == TK_CSV_END ||
		    (kind == TK_CSV_TORN && c->resume == 0))
			break;
		rc = 0;
		if (kind == TK_CSV_RECORD && first && is_header(c)) {
			t->headless = 0;
			continue;
		}
		if (kind == TK_CSV_RECORD)
			rc = add_cells(t, c, err);
		if (rc < 0)
			return -1;
		if (rc > 0)
			continue;
		end = damage_end(c->data, c->len, c->start);
		if (add_damage(t, c->data + c->start, end - c->start, err) < 0)
			return -1;
		t->row[t->rows - 1].command = t->rows > 1 ?
		    t->row[t->rows - 2].command + 1 : 1;
		tk_csv_seek(c, end);
	}
	t->complete = c->start;
	t->tail = c->len - c->start;
	return 0;
}

/* The end of a span, or the time itself. */
static int
parse_at(const char *s, int64_t *at)
{
	const char *dots = strstr(s, "..");
	int64_t from;

	if (dots == NULL)
		return tk_time_parse(s, strlen(s), at);
	if (tk_time_parse(s, (size_t)(dots - s), &from) < 0 ||
	    tk_time_parse(dots + 2, strlen(dots + 2), at) < 0)
		return -1;
	return from <= *at ? 0 : -1;
}

/* Finds each qualifier's head, from the bottom up, and reads its .at. */
static int
link_qualifiers(struct tk_ticket *t, struct tk_error *err)
{
	struct tk_row *r, *head;
	unsigned i, size;
	int64_t at = 0;
	void *p;

	if (t->below_size < t->fields) {
		size = t->fields + 64;
		p = realloc(t->below, size * sizeof *t->below);
		if (p == NULL)
			return tk_error_memory(err);
		t->below = p;
		t->below_size = size;
	}
	memset(t->below, 0, t->fields * sizeof *t->below);
	for (i = t->rows; i > 0; i--) {
		r = &t->row[i - 1];
		if ((r->flags & TK_ROW_DAMAGED) != 0)
			continue;
		if (r->qualifier == NULL) {
			t->below[r->field] = i;
			continue;
		}
		if (t->below[r->field] == 0 ||
		    t->row[t->below[r->field] - 1].command != r->command) {
			r->flags |= TK_ROW_ORPHAN;
			continue;
		}
		r->head = t->below[r->field];
		head = &t->row[r->head - 1];
		if (strcmp(r->qualifier, "at") != 0)
			continue;
		/* the last one counts and is met first: head->head says so */
		if (r->len > 0 && parse_at(r->value, &at) < 0) {
			r->flags |= TK_ROW_BAD_AT;
		} else if (head->head == 0) {
			head->head = r->head;
			if (r->len > 0)
				head->at = at;
		}
	}
	return 0;
}

static void
take_out(struct tk_ticket *t, unsigned number)
{
	unsigned i;

	t->row[number - 1].flags |= TK_ROW_VOID;
	for (i = number - 1; i > 0 && t->row[i - 1].command ==
	    t->row[number - 1].command; i--)
		if (t->row[i - 1].qualifier != NULL &&
		    t->row[i - 1].head == number)
			t->row[i - 1].flags |= TK_ROW_VOID;
}

/* The void rows, in file order: each takes out a head above it. */
static void
apply_voids(struct tk_ticket *t)
{
	struct tk_row *r, *v;
	unsigned long n;
	unsigned i;
	char *end;

	for (i = 0; i < t->rows; i++) {
		v = &t->row[i];
		if (v->field != TK_VOID || v->qualifier != NULL ||
		    (v->flags & TK_ROW_DAMAGED) != 0 || v->len == 0)
			continue;
		n = strtoul(v->value, &end, 10);
		r = n >= 1 && n <= i ? &t->row[n - 1] : NULL;
		if (r == NULL || *end != '\0' || v->value[0] < '0' ||
		    v->value[0] > '9' || (r->flags & TK_ROW_DAMAGED) != 0 ||
		    r->qualifier != NULL || r->field == TK_ID ||
		    r->field == TK_VOID)
			v->flags |= TK_ROW_BAD_VOID;
		else
			take_out(t, (unsigned)n);
	}
}

static void
check_core(struct tk_ticket *t)
{
	int has_id = 0;
	struct tk_row *r;
	unsigned i;

	for (i = 0; i < t->rows; i++) {
		r = &t->row[i];
		if (r->qualifier != NULL || (r->flags & TK_ROW_OUT) != 0)
			continue;
		if (r->field == TK_STATUS && r->len > 0 &&
		    tk_status_find(r->value) < 0)
			r->flags |= TK_ROW_BAD_STATUS;
		if (r->field != TK_ID)
			continue;
		if (has_id)
			r->flags |= TK_ROW_SECOND_ID;
		has_id |= r->len > 0;
	}
}

int
tk_ticket_push(struct tk_ticket *t, unsigned field, const char *qualifier,
    int64_t time, const char *actor, const char *value, size_t len,
    struct tk_error *err)
{
	const char *name = tk_ticket_field_name(t, field);
	struct tk_row *r = add_row(t, err);
	char *full;

	if (r == NULL)
		return -1;
	full = tk_arena_alloc(&t->arena, strlen(name) +
	    (qualifier == NULL ? 0 : strlen(qualifier) + 1) + 1);
	r->value = tk_arena_copy(&t->arena, value, len);
	r->actor = tk_arena_strdup(&t->arena, actor);
	if (full == NULL || r->value == NULL || r->actor == NULL)
		return tk_error_memory(err);
	strcpy(full, name);
	r->name = full;
	if (qualifier != NULL) {
		r->qualifier = full + strlen(name) + 1;
		full[strlen(name)] = '.';
		strcpy(full + strlen(name) + 1, qualifier);
	}
	r->time = r->at = time;
	r->len = len;
	r->field = field;
	r->command = t->rows > 1 ? r[-1].command : 0;
	return 0;
}

int
tk_ticket_settle(struct tk_ticket *t, struct tk_error *err)
{
	unsigned i;

	for (i = 0; i < t->rows; i++) {
		t->row[i].flags &= TK_ROW_DAMAGED;
		t->row[i].head = 0;
		t->row[i].at = t->row[i].time;
	}
	if (link_qualifiers(t, err) < 0)
		return -1;
	apply_voids(t);
	check_core(t);
	return 0;
}

void
tk_ticket_begin(struct tk_ticket *t, const struct tk_schema *schema)
{
	tk_arena_reset(&t->arena);
	t->schema = schema;
	t->rows = 0;
	t->fields = schema->count;
	t->headless = 1;
}

int
tk_ticket_add(struct tk_ticket *t, unsigned field, int64_t time, int64_t at,
    const char *value, size_t len)
{
	struct tk_row *r = add_row(t, NULL);

	if (r == NULL)
		return -1;
	*r = (struct tk_row){.time = time, .at = at, .actor = "",
	    .name = tk_ticket_field_name(t, field), .value = value,
	    .len = len, .field = field, .command = t->rows};
	return 0;
}

int
tk_ticket_parse(struct tk_ticket *t, const struct tk_schema *schema,
    const char *data, size_t len, struct tk_error *err)
{
	tk_ticket_begin(t, schema);
	if (tk_csv_open(&t->csv, data, len, tk_ticket_row_like, err) < 0 ||
	    read_rows(t, err) < 0)
		return -1;
	return tk_ticket_settle(t, err);
}

void
tk_ticket_free(struct tk_ticket *t)
{
	free(t->row);
	free(t->unknown);
	free(t->below);
	tk_csv_free(&t->csv);
	tk_arena_free(&t->arena);
	memset(t, 0, sizeof *t);
}

const char *
tk_ticket_field_name(const struct tk_ticket *t, unsigned field)
{
	return field < t->schema->count ? t->schema->field[field].name :
	    t->unknown[field - t->schema->count];
}

enum tk_fold
tk_ticket_fold(const struct tk_ticket *t, unsigned field)
{
	return field < t->schema->count ? t->schema->field[field].fold :
	    TK_FOLD_ONE;
}

int
tk_ticket_find(const struct tk_ticket *t, const char *name, size_t len)
{
	unsigned i, n = t->fields - t->schema->count;
	int at;

	at = tk_schema_find(t->schema, name, len);
	for (i = 0; at < 0 && i < n; i++)
		if (strncmp(t->unknown[i], name, len) == 0 &&
		    t->unknown[i][len] == '\0')
			at = (int)(t->schema->count + i);
	return at;
}

const char *
tk_ticket_qualifier(const struct tk_ticket *t, unsigned head, const char *name)
{
	const struct tk_row *h = &t->row[head - 1], *r;

	for (r = h; r > t->row && r[-1].command == h->command; r--)
		if (r[-1].qualifier != NULL && r[-1].head == head &&
		    strcmp(r[-1].qualifier, name) == 0)
			return r[-1].len > 0 ? r[-1].value : NULL;
	return NULL;
}

void
tk_ticket_put(struct tk_buf *b, const char *time, const char *actor,
    const char *field, const char *value, size_t len)
{
	tk_buf_puts(b, time);
	tk_buf_putc(b, ',');
	tk_csv_put(b, actor, strlen(actor));
	tk_buf_putc(b, ',');
	tk_buf_puts(b, field);
	tk_buf_putc(b, ',');
	tk_csv_put(b, value, len);
	tk_buf_putc(b, '\n');
}
