#include "brief.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The fields that have events, and whether with their value. */
static const struct {
	const char *field;
	int value;
} timed[] = {
	{"status", 1}, {"result", 1}, {"reopened", 0}, {"reply", 0},
	{"satisfaction", 1}, {"quality", 1}, {"team", 1}, {"assignee", 1},
	{"question", 0}, {"handover", 0}, {"declined", 0}, {"escalation", 0},
};
#define TIMED (sizeof timed / sizeof *timed)

static int
column_of(const char *field)
{
	int i;

	for (i = 0; i < TK_SUMMARY_FIELDS; i++)
		if (strcmp(tk_summary_field[i], field) == 0)
			return i;
	return -1;
}

static int
timed_of(const char *field)
{
	size_t i;

	for (i = 0; i < TIMED; i++)
		if (strcmp(timed[i].field, field) == 0)
			return (int)i;
	return -1;
}

int
tk_brief_value(const char *field)
{
	int i = timed_of(field);

	return column_of(field) >= 0 || (i >= 0 && timed[i].value);
}

int
tk_brief_rows(const char *field)
{
	return timed_of(field) >= 0;
}

void
tk_brief_free(struct tk_brief *b)
{
	tk_buf_free(&b->events);
	tk_buf_free(&b->clocks);
	tk_arena_free(&b->arena);
	free(b->kind);
	b->kind = NULL;
}

/* ---- words ----------------------------------------------------------- */

/* A word that holds no blank, colon, @, = or %: these as %20 and so on. */
static void
put_word(struct tk_buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || strchr(":@=%", *s) != NULL)
			tk_buf_printf(b, "%%%02X", (unsigned char)*s);
		else
			tk_buf_putc(b, *s);
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ?
	    c - 'A' + 10 : -1;
}

/* The word between, as it was before put_word; NULL: no memory. */
static const char *
word(struct tk_arena *a, const char *s, size_t len)
{
	char *copy = tk_arena_copy(a, s, len), *to = copy;
	const char *p = copy;

	if (copy == NULL || memchr(copy, '%', len) == NULL)
		return copy;
	for (; *p != '\0'; p++)
		if (*p == '%' && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
			*to++ = (char)(hex(p[1]) << 4 | hex(p[2]));
			p += 2;
		} else {
			*to++ = *p;
		}
	*to = '\0';
	return copy;
}

static void
put_number(struct tk_buf *b, int64_t n)
{
	char digits[24], *end = digits + sizeof digits, *p = end;
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do
		*--p = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (n < 0)
		*--p = '-';
	tk_buf_add(b, p, (size_t)(end - p));
}

/* Seconds since the ticket was created. */
static void
put_second(struct tk_buf *b, int64_t t, int64_t created)
{
	if (t != TK_UNSET)
		put_number(b, t - created);
}

/* The next digits with their sign, which must end there; "" is unset. */
static int
take_number(const char **s, const char *end, int64_t *n)
{
	int minus = *s < end && **s == '-';
	const char *p = *s + minus, *begin = p;

	for (*n = 0; p < end && *p >= '0' && *p <= '9' && p - begin < 18; p++)
		*n = *n * 10 + (*p - '0');
	if (p == begin)
		return -1;
	if (minus)
		*n = -*n;
	*s = p;
	return 0;
}

/* ---- writing --------------------------------------------------------- */

/* Looks the fields up, once for all tickets of a schema. */
static int
find_fields(struct tk_brief *b, const struct tk_schema *schema)
{
	signed char *kind;
	unsigned i;

	if (b->schema == schema && b->fields == schema->count)
		return 0;
	kind = realloc(b->kind, schema->count + 1);
	if (kind == NULL)
		return -1;
	for (i = 0; i < schema->count; i++)
		kind[i] = (signed char)timed_of(schema->field[i].name);
	for (i = 0; i < TK_SUMMARY_FIELDS; i++)
		b->column[i] = tk_schema_find(schema, tk_summary_field[i],
		    strlen(tk_summary_field[i]));
	b->kind = kind;
	b->schema = schema;
	b->fields = schema->count;
	return 0;
}

static const char *
value_of(const struct tk_brief *b, const struct tk_ticket *t,
    const struct tk_state *s, size_t column)
{
	const char *field = tk_summary_field[column], *v;
	int i = b->column[column];

	if (i < 0)	/* the rulebook does not know it */
		i = tk_ticket_find(t, field, strlen(field));
	v = i < 0 ? NULL : tk_state_value(s, t, (unsigned)i);
	return v == NULL ? "" : v;
}

/* Which timed field the row is of, or -1. */
static int
kind_of(const struct tk_brief *b, const struct tk_ticket *t,
    const struct tk_row *r)
{
	if (r->qualifier != NULL || (r->flags & TK_ROW_OUT) != 0)
		return -1;
	return r->field < b->fields ? b->kind[r->field] :
	    timed_of(tk_ticket_field_name(t, r->field));
}

static void
put_event(struct tk_brief *b, const struct tk_row *r, int kind,
    const struct tk_summary *s)
{
	struct tk_buf *e = &b->events;
	int column = timed[kind].value ? column_of(timed[kind].field) : -1;

	if (e->len > 0)
		tk_buf_putc(e, ' ');
	put_second(e, r->time, s->created);
	if (r->at != r->time) {
		tk_buf_putc(e, '@');
		put_second(e, r->at, s->created);
	}
	tk_buf_putc(e, ':');
	tk_buf_puts(e, timed[kind].field);
	if (r->len == 0) {
		tk_buf_puts(e, "=");	/* unset */
	} else if (timed[kind].value && (column < 0 ||
	    strcmp(s->field[column], r->value) != 0)) {
		tk_buf_putc(e, '=');
		put_word(e, r->value);
	}
}

static void
put_clock(struct tk_brief *b, const struct tk_clock *c, unsigned stop_event,
    const struct tk_summary *s)
{
	struct tk_buf *o = &b->clocks;

	if (o->len > 0)
		tk_buf_putc(o, ' ');
	put_word(o, c->name);
	tk_buf_putc(o, ':');
	put_number(o, c->cycle);
	tk_buf_putc(o, ':');
	tk_buf_puts(o, tk_verdict_name(c->verdict));
	tk_buf_putc(o, ':');
	put_second(o, c->start, s->created);
	tk_buf_putc(o, ':');
	put_second(o, c->due, s->created);
	tk_buf_putc(o, ':');
	put_second(o, c->stop, s->created);
	tk_buf_putc(o, ':');
	put_number(o, c->elapsed);
	tk_buf_putc(o, ':');
	put_number(o, c->limit);
	tk_buf_putc(o, ':');
	put_number(o, stop_event);
	tk_buf_putc(o, ':');
	put_word(o, c->calendar == NULL ? "" : c->calendar);
}

static void
widen(struct tk_summary *s, int64_t t)
{
	if (t == TK_UNSET)
		return;
	if (t < s->first)
		s->first = t;
	if (t > s->last)
		s->last = t;
}

int
tk_brief_write(struct tk_brief *b, const struct tk_ticket *t,
    const struct tk_state *state, const struct tk_clock_list *clocks,
    struct tk_summary *s, struct tk_error *err)
{
	unsigned *before, i;	/* events in the rows above each row */
	const struct tk_row *r;
	size_t k;
	int kind;

	tk_arena_reset(&b->arena);
	tk_buf_clear(&b->events);
	tk_buf_clear(&b->clocks);
	before = tk_arena_alloc(&b->arena, (t->rows + 1) * sizeof *before);
	if (before == NULL || find_fields(b, t->schema) < 0)
		return tk_error_memory(err);
	s->created = tk_ticket_created(t);
	s->first = s->last = s->created;
	for (k = 0; k < TK_SUMMARY_FIELDS; k++)
		s->field[k] = value_of(b, t, state, k);
	for (i = 0, before[0] = 0; i < t->rows; i++) {
		r = &t->row[i];
		widen(s, r->time);
		widen(s, r->at);
		kind = kind_of(b, t, r);
		if (kind >= 0)
			put_event(b, r, kind, s);
		before[i + 1] = before[i] + (kind >= 0);
	}
	for (k = 0; k < clocks->count; k++) {
		const struct tk_clock *c = &clocks->clock[k];

		widen(s, c->start);
		widen(s, c->due);
		widen(s, c->stop);
		/* the first event at or behind the row that stopped it */
		put_clock(b, c, c->stop_row == 0 || c->stop_row > t->rows ? 0 :
		    before[c->stop_row - 1] + 1, s);
	}
	tk_buf_putc(&b->events, '\0');
	tk_buf_putc(&b->clocks, '\0');
	s->events = b->events.data;
	s->clocks = b->clocks.data;
	return tk_buf_check(&b->events, err) < 0 ||
	    tk_buf_check(&b->clocks, err) < 0 ? -1 : 0;
}

/* ---- reading --------------------------------------------------------- */

struct reader {
	struct tk_brief *b;
	const struct tk_summary *s;
	struct tk_ticket *t;
	struct tk_clock_list *clocks;
	struct tk_error *err;
};

static int
push(struct reader *o, const char *field, size_t len, int64_t time,
    int64_t at, const char *value)
{
	int i = tk_schema_find(o->t->schema, field, len);

	if (i < 0)	/* the rulebook knows no such field, nor do figures */
		return 1;
	if (tk_ticket_add(o->t, (unsigned)i, time, at, value,
	    strlen(value)) < 0) {
		tk_error_memory(o->err);
		return -1;
	}
	return 1;
}

/* "3600@3500:team=账务": 1, 0 or -1. */
static int
read_event(struct reader *o, const char *p, const char *end)
{
	const char *name, *equals, *value;
	int64_t time, at;
	int column;

	if (take_number(&p, end, &time) < 0)
		return 0;
	at = time;
	if (p < end && *p == '@' && (p++, take_number(&p, end, &at) < 0))
		return 0;
	if (p == end || *p != ':')
		return 0;
	name = p + 1;
	equals = memchr(name, '=', (size_t)(end - name));
	if (equals != NULL) {
		value = word(&o->b->arena, equals + 1,
		    (size_t)(end - equals - 1));
	} else {
		char field[32];

		snprintf(field, sizeof field, "%.*s", (int)(end - name), name);
		column = column_of(field);
		value = column < 0 ? "…" : o->s->field[column];
		equals = end;
	}
	if (value == NULL)
		return tk_error_memory(o->err);
	return push(o, name, (size_t)(equals - name), o->s->created + time,
	    o->s->created + at, value);
}

/* The next piece up to a colon; the last one ends with the clock. */
static const char *
piece(const char **p, const char *end, size_t *len)
{
	const char *begin = *p, *colon;

	*len = 0;
	if (begin > end)	/* there are no more */
		return end;
	colon = memchr(begin, ':', (size_t)(end - begin));
	*len = (size_t)((colon == NULL ? end : colon) - begin);
	*p = colon == NULL ? end + 1 : colon + 1;
	return begin;
}

static int
second(const struct reader *o, const char **p, const char *end, int64_t *t)
{
	size_t len;
	const char *s = piece(p, end, &len), *stop = s + len;

	if (len == 0) {
		*t = TK_UNSET;
		return 0;
	}
	if (take_number(&s, stop, t) < 0 || s != stop)
		return -1;
	*t += o->s->created;
	return 0;
}

static int
plain(const char **p, const char *end, int64_t *n)
{
	size_t len;
	const char *s = piece(p, end, &len), *stop = s + len;

	return take_number(&s, stop, n) < 0 || s != stop ? -1 : 0;
}

static struct tk_clock *
new_clock(struct reader *o)
{
	struct tk_clock_list *l = o->clocks;
	size_t size = l->size > 0 ? 2 * l->size : 16;
	struct tk_clock *grown;

	if (l->count == l->size) {
		grown = realloc(l->clock, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		l->clock = grown;
		l->size = size;
	}
	memset(&l->clock[l->count], 0, sizeof *l->clock);
	return &l->clock[l->count++];
}

static int
read_clock(struct reader *o, const char *p, const char *end)
{
	const char *name, *verdict;
	size_t name_len, verdict_len;
	int64_t cycle, stop_event;
	struct tk_clock c = {.ended = 1, .recorded = 1, .notify = ""}, *to;
	int v;

	name = piece(&p, end, &name_len);
	if (name_len == 0 || plain(&p, end, &cycle) < 0)
		return 0;
	verdict = piece(&p, end, &verdict_len);
	v = tk_verdict_find(verdict, verdict_len);
	if (v < 0 || second(o, &p, end, &c.start) < 0 ||
	    second(o, &p, end, &c.due) < 0 ||
	    second(o, &p, end, &c.stop) < 0 ||
	    plain(&p, end, &c.elapsed) < 0 || plain(&p, end, &c.limit) < 0 ||
	    plain(&p, end, &stop_event) < 0 || p > end)
		return 0;
	c.verdict = (enum tk_verdict)v;
	c.cycle = (unsigned)cycle;
	c.stop_row = stop_event == 0 ? 0 : (unsigned)stop_event + 1;	/* id */
	c.name = word(&o->b->arena, name, name_len);
	c.calendar = word(&o->b->arena, p, (size_t)(end - p));
	to = new_clock(o);
	if (c.name == NULL || c.calendar == NULL || to == NULL)
		return tk_error_memory(o->err);
	*to = c;
	return 1;
}

/* Calls read() for each word of a list; 1, 0 or -1 as it did. */
static int
each_word(struct reader *o, const char *p,
    int (*read)(struct reader *, const char *, const char *))
{
	size_t len;
	int rc = 1;

	for (; rc > 0 && *p != '\0'; p += len + (p[len] == ' ')) {
		len = strcspn(p, " ");
		rc = read(o, p, p + len);
	}
	return rc;
}

int
tk_brief_read(struct tk_brief *b, const struct tk_summary *s,
    const struct tk_schema *schema, struct tk_ticket *t,
    struct tk_state *state, struct tk_clock_list *clocks,
    struct tk_error *err)
{
	struct reader o = {b, s, t, clocks, err};
	size_t i;
	int rc;

	tk_arena_reset(&b->arena);
	clocks->count = clocks->spans = 0;
	tk_ticket_begin(t, schema);
	rc = push(&o, "id", 2, s->created, s->created, s->number);
	if (rc > 0)
		rc = each_word(&o, s->events, read_event);
	/* what counts at last; so it has not lapsed by an event above */
	for (i = 0; rc > 0 && i < TK_SUMMARY_FIELDS; i++)
		if (s->field[i][0] != '\0' &&
		    timed_of(tk_summary_field[i]) < 0)
			rc = push(&o, tk_summary_field[i],
			    strlen(tk_summary_field[i]), s->last, s->last,
			    s->field[i]);
	if (rc > 0)
		rc = each_word(&o, s->clocks, read_clock);
	return rc <= 0 ? rc : tk_state_fold(state, t, err) < 0 ? -1 : 1;
}
