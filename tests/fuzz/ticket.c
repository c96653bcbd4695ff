/*
 * ticket.c - a ticket file of anything: no byte is lost, what is written is
 * read again, its clocks add up, and it can be shown in every format.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

#include "report/ticket/show.h"
#include "rules/clock/clock.h"
#include "store/foldtext.h"

#define NUMBER "CS202311130001"
#define DAY "open/2023-11-13"
#define DAMAGE "2023-11-13T10:00:00Z,?\n"	/* too few cells */
#define MARK "2023-11-14T10:00:01+08:00,fuzz,note,appended\n"

static struct tk_session *session;
static struct tk_show *shows[TK_FORMAT_POSTMORTEM_HTML + 1];
static int file;	/* the ticket's, in the store */

/* ---- a store with one ticket ------------------------------------------ */

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *tmp = getenv("TMPDIR");
	static char dir[256], path[300];
	const struct tk_init init = {dir, "lib/rulebooks/standard", "CS",
	    "Asia/Shanghai", 1, 0};
	const struct tk_caller caller = {.login = "wang",
	    .now = "2023-11-15T15:00:00+08:00"};
	struct tk_query query = {0};
	struct tk_error err, fault;
	size_t i;

	(void)argc, (void)argv;
	snprintf(dir, sizeof dir, "%s/ticket-XXXXXX", tmp == NULL ? "/tmp" :
	    tmp);
	must(mkdtemp(dir) != NULL && tk_init_store(&init, &err) == 0);
	must(tk_session_open(&session, dir, &caller, &err) == 0);
	must(tk_sys_make_dir(session->store->fd, DAY, 0777, NULL) == 0);
	snprintf(path, sizeof path, "%s/" DAY "/" NUMBER ".csv", dir);
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	must(file >= 0);
	/* what the mail formats need is not set: they refuse */
	for (i = 0; i < sizeof shows / sizeof *shows; i++) {
		query.format = (enum tk_format)i;
		if (tk_show_open(&shows[i], session, &query, &fault,
		    &err) < 0)
			must(i == TK_FORMAT_MAIL || i == TK_FORMAT_MBOX);
		else
			must(fault.code == TK_OK);
	}
	return 0;
}

/* ---- no byte is lost -------------------------------------------------- */

/* Reads a file as RFC 4180 has it, by other means than the library's. */
struct reading {
	const char *s;
	size_t len, pos;
	struct tk_buf cell;
};

static char
peek(const struct reading *r)
{
	return r->pos < r->len ? r->s[r->pos] : '\0';
}

/* Lines of blanks, up to a line that holds something. */
static void
skip_lines(struct reading *r)
{
	size_t i = r->pos;

	for (; i < r->len && strchr(" \t\r\n", r->s[i]) != NULL &&
	    r->s[i] != '\0'; i++)
		if (r->s[i] == '\n')
			r->pos = i + 1;
}

static void
skip(struct reading *r, const char *any)
{
	while (r->pos < r->len && peek(r) != '\0' &&
	    strchr(any, peek(r)) != NULL)
		r->pos++;
}

static void
read_quoted(struct reading *r)
{
	for (r->pos++; r->pos < r->len; r->pos++) {
		if (peek(r) == '"') {
			r->pos++;
			if (peek(r) != '"')
				break;
		}
		if (peek(r) != '\r')
			tk_buf_putc(&r->cell, peek(r));
		else if (r->pos + 1 == r->len || r->s[r->pos + 1] != '\n')
			tk_buf_putc(&r->cell, '\n');
	}
	skip(r, " \t");
}

static void
read_bare(struct reading *r)
{
	while (r->pos < r->len && strchr(",\r\n", peek(r)) == NULL)
		tk_buf_putc(&r->cell, r->s[r->pos++]);
	while (r->cell.len > 0 && (r->cell.data[r->cell.len - 1] == ' ' ||
	    r->cell.data[r->cell.len - 1] == '\t'))
		r->cell.data[--r->cell.len] = '\0';
}

/* The next cell is this, and that ends it. */
static void
must_be_cell(struct reading *r, const char *s, size_t len, char end)
{
	tk_buf_clear(&r->cell);
	skip(r, " \t");
	if (peek(r) == '"')
		read_quoted(r);
	else
		read_bare(r);
	must(r->cell.len == len && (len == 0 || memcmp(r->cell.data, s,
	    len) == 0));
	if (end == ',')
		must(peek(r) == ',');
	else
		must(peek(r) == '\r' || peek(r) == '\n');
	r->pos++;
}

static void
must_be_row(struct reading *r, const struct tk_row *row)
{
	char time[TK_TIME_SIZE];
	int64_t t;
	size_t n;

	skip(r, " \t\r\n");
	n = peek(r) == '"' ? 1 : 0;
	n = r->len - r->pos - n < 25 ? 20 : r->s[r->pos + n + 19] == 'Z' ? 20 :
	    25;
	must(r->pos + n < r->len);
	snprintf(time, sizeof time, "%.*s", (int)n, r->s + r->pos +
	    (peek(r) == '"'));
	must(tk_time_parse(time, n, &t) == 0 && t == row->time);
	must_be_cell(r, time, n, ',');
	must_be_cell(r, row->actor, strlen(row->actor), ',');
	must_be_cell(r, row->name, strlen(row->name), ',');
	must_be_cell(r, row->value, row->len, '\n');
	must(strlen(row->value) == row->len);
}

static void
must_be_damage(struct reading *r, const struct tk_row *row)
{
	skip_lines(r);
	must(row->len > 0 && row->len <= r->len - r->pos);
	must(memcmp(r->s + r->pos, row->value, row->len) == 0);
	must(row->value[row->len - 1] == '\n');
	must(strcmp(tk_row_report(row), "damaged") == 0);
	r->pos += row->len;
}

/* The rows, the damaged stretches and the tail are the file. */
static void
must_hold_all(const struct tk_ticket *t, const char *data, size_t len)
{
	struct reading r = {data, len, 0, TK_BUF_INIT};
	unsigned i;

	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		r.pos = 3;
	if (!t->headless) {
		skip(&r, " \t\r\n");
		must_be_cell(&r, "time", 4, ',');
		must_be_cell(&r, "actor", 5, ',');
		must_be_cell(&r, "field", 5, ',');
		must_be_cell(&r, "value", 5, '\n');
	}
	for (i = 0; i < t->rows; i++)
		if ((t->row[i].flags & TK_ROW_DAMAGED) != 0)
			must_be_damage(&r, &t->row[i]);
		else
			must_be_row(&r, &t->row[i]);
	skip_lines(&r);
	must(r.pos == t->complete || (t->rows == 0 && t->headless &&
	    t->tail == len));
	must(t->complete + t->tail == len);
	tk_buf_free(&r.cell);
}

/* ---- what is written is read again ------------------------------------ */

static void
must_be_like(const struct tk_ticket *a, const struct tk_ticket *b, unsigned n)
{
	const struct tk_row *x, *y;
	unsigned i;

	must(a->rows >= n && b->rows >= n);
	for (i = 0; i < n; i++) {
		x = &a->row[i];
		y = &b->row[i];
		must((x->flags & TK_ROW_DAMAGED) ==
		    (y->flags & TK_ROW_DAMAGED));
		if ((x->flags & TK_ROW_DAMAGED) != 0)
			continue;
		must(x->flags == y->flags && x->time == y->time &&
		    x->at == y->at && x->head == y->head &&
		    x->command == y->command && x->len == y->len);
		must(strcmp(x->actor, y->actor) == 0 &&
		    strcmp(x->name, y->name) == 0 &&
		    memcmp(x->value, y->value, x->len) == 0);
	}
}

/* Damage is not written by us: other damage takes its place. */
static void
write_again(const struct tk_ticket *t, const struct tk_schema *schema)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_ticket again = {0};
	const struct tk_row *r;
	char time[TK_TIME_SIZE];
	unsigned i;

	tk_buf_puts(&b, TK_TICKET_HEADER);
	for (i = 0; i < t->rows; i++) {
		r = &t->row[i];
		if ((r->flags & TK_ROW_DAMAGED) != 0)
			tk_buf_puts(&b, DAMAGE);
		else
			tk_ticket_put(&b, tk_time_format(time, r->time, NULL),
			    r->actor, r->name, r->value, r->len);
	}
	must(tk_ticket_parse(&again, schema, b.data, b.len, NULL) == 0);
	must(again.rows == t->rows && again.tail == 0 && !again.headless);
	must_be_like(t, &again, t->rows);
	tk_ticket_free(&again);
	tk_buf_free(&b);
}

/* A row behind the last whole record is one more row, whatever is there. */
static void
append(const struct tk_ticket *t, const struct tk_schema *schema,
    const char *data)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_ticket again = {0};
	const struct tk_row *last;

	tk_buf_add(&b, data, t->complete);
	tk_buf_puts(&b, MARK);
	must(tk_ticket_parse(&again, schema, b.data, b.len, NULL) == 0);
	must(again.rows == t->rows + 1 && again.tail == 0);
	last = &again.row[t->rows];
	must(strcmp(last->name, "note") == 0 &&
	    strcmp(last->value, "appended") == 0 &&
	    (last->flags & TK_ROW_DAMAGED) == 0);
	tk_ticket_free(&again);
	tk_buf_free(&b);
}

/* ---- clocks ------------------------------------------------------------ */

static void
must_read_back(const struct tk_clock *c)
{
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_buf b = TK_BUF_INIT;
	struct tk_clock again;

	tk_clock_put(&b, c, NULL);
	must(tk_clock_read(&arena, b.data, b.len, &again) == 1);
	must(strcmp(again.name, c->name) == 0 &&
	    strcmp(again.calendar, c->calendar) == 0);
	must(again.cycle == c->cycle && again.verdict == c->verdict &&
	    again.elapsed == c->elapsed && again.limit == c->limit);
	tk_arena_free(&arena);
	tk_buf_free(&b);
}

static void
must_be_clock(const struct tk_clock *c, unsigned rows)
{
	must(c->cycle >= 1 && c->elapsed >= 0 && c->limit >= 0);
	must(c->start_row <= rows && c->stop_row <= rows);
	if (c->recorded)
		return;
	must(c->ended == (c->verdict == TK_MET || c->verdict ==
	    TK_CANCELLED || c->stop != TK_UNSET));
	must(c->ended == (c->stop != TK_UNSET));
	must(c->verdict == TK_RUNNING || c->verdict == TK_PAUSED ||
	    c->ended || c->verdict == TK_BREACHED);
	if (c->verdict >= TK_MET)
		must_read_back(c);
}

/* The stretches of a clock follow each other and make up its elapsed time. */
static void
must_add_up(const struct tk_clock_list *list)
{
	const struct tk_clock_span *s;
	int64_t sum, until;
	size_t i, k;

	for (k = 0; k < list->count; k++) {
		sum = 0;
		until = list->clock[k].start;
		for (i = 0; i < list->spans; i++) {
			s = &list->span[i];
			if (s->clock != k)
				continue;
			must(s->from >= until && s->to >= s->from);
			/* a verdict row may say anything */
			must(s->counted >= 0 && (list->clock[k].recorded ||
			    s->counted <= s->to - s->from));
			must(!s->paused || s->counted == 0);
			until = s->to;
			sum += s->counted;
		}
		must(list->clock[k].recorded ||
		    sum == list->clock[k].elapsed);
	}
}

static void
walk(const struct tk_ticket *t)
{
	const struct tk_rules *rules = &session->rules;
	struct tk_clock_list list = {0}, spans = {0};
	struct tk_error err;
	size_t i;

	/* a pattern of a rulebook may give up on a text made for that */
	if (tk_clock_walk(rules, t, tk_session_now(session), 0, &list,
	    &err) < 0) {
		must(err.message[0] != '\0');
		tk_clock_list_free(&list);
		return;
	}
	must(tk_clock_walk(rules, t, tk_session_now(session), TK_CLOCK_SPANS,
	    &spans, &err) == 0);
	must(list.count == spans.count);
	for (i = 0; i < list.count; i++) {
		must_be_clock(&list.clock[i], t->rows);
		must(list.clock[i].elapsed == spans.clock[i].elapsed &&
		    list.clock[i].due == spans.clock[i].due);
	}
	must_add_up(&spans);
	tk_clock_list_free(&list);
	tk_clock_list_free(&spans);
}

/* ---- showing ------------------------------------------------------------ */

static const char *
show(enum tk_format format, size_t *len)
{
	struct tk_error err;
	const char *text;

	if (tk_show_ticket(shows[format], NUMBER, &text, len, &err) < 0) {
		must(err.message[0] != '\0');
		return NULL;
	}
	return text;
}

static void
must_be_object(const struct tk_ticket *t)
{
	const struct tk_row *r;
	json_t *root, *log, *row;
	const char *text;
	size_t len;
	unsigned i;

	text = show(TK_FORMAT_JSON, &len);
	must(text != NULL);
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES |
	    JSON_ALLOW_NUL, NULL);
	must(root != NULL);
	log = json_object_get(root, "log");
	must(json_array_size(log) == t->rows);
	for (i = 0; i < t->rows; i++) {
		r = &t->row[i];
		row = json_array_get(log, i);
		if ((r->flags & TK_ROW_DAMAGED) == 0)
			must(strcmp(json_string_value(json_object_get(row,
			    "value")), r->value) == 0);
	}
	json_decref(root);
}

static void
must_be_file(const struct tk_ticket *t, const char *data)
{
	const char *text;
	size_t len, head = strlen(TK_TICKET_HEADER), n;

	text = show(TK_FORMAT_CSV, &len);
	must(text != NULL);
	/* the rows as they are, behind a heading of our own on the first */
	n = len >= head && memcmp(text, TK_TICKET_HEADER, head) == 0 ? head :
	    0;
	must(len - n <= t->complete && memcmp(text + n,
	    data + t->complete - (len - n), len - n) == 0);
}

static void
show_all(const struct tk_ticket *t, const char *data, size_t len)
{
	static const enum tk_format some[] = {
		TK_FORMAT_TEXT, TK_FORMAT_FORM, TK_FORMAT_HTML,
		TK_FORMAT_CLOCKS, TK_FORMAT_POSTMORTEM,
		TK_FORMAT_POSTMORTEM_HTML,
	};
	unsigned char sum = 0;
	const char *text;
	size_t i, n;

	must(pwrite(file, data, len, 0) == (ssize_t)len &&
	    ftruncate(file, (off_t)len) == 0);
	must_be_object(t);
	must_be_file(t, data);
	/* one of the others: they cost more */
	for (i = 0; i < len; i++)
		sum = (unsigned char)(sum * 31 + (unsigned char)data[i]);
	text = show(some[sum % (sizeof some / sizeof *some)], &n);
	if (text != NULL)
		must_be_text(text, n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct tk_schema *schema = session->rules.fields.schema;
	char *data = exact_copy(bytes, len), *again;
	struct tk_ticket t = {0};
	struct tk_state state = {0};
	struct tk_buf fold = TK_BUF_INIT;

	must(tk_ticket_parse(&t, schema, data, len, NULL) == 0);
	/* rows do not point into the bytes */
	again = exact_copy(bytes, len);
	free(data);
	must_hold_all(&t, again, len);
	write_again(&t, schema);
	append(&t, schema, again);
	must(tk_state_fold(&state, &t, NULL) == 0);
	must(tk_fold_text(&fold, &t, &state, session->store->zone, NULL) == 0);
	walk(&t);
	show_all(&t, again, len);
	tk_buf_free(&fold);
	tk_state_free(&state);
	tk_ticket_free(&t);
	free(again);
	return 0;
}
