#include "lots.h"

#include <stdlib.h>
#include <string.h>

#include "month.h"
#include "ticket.h"

/* ---- records --------------------------------------------------------- */

/* The length of the record at s, with its newline; 0: it has none. */
static size_t
record_length(const char *s, const char *end)
{
	const char *p = s, *newline, *q;
	int quoted = 0;

	while ((newline = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		for (q = p; (q = memchr(q, '"', (size_t)(newline - q))) !=
		    NULL; q++)
			quoted = !quoted;
		p = newline + 1;
		if (!quoted)
			return (size_t)(p - s);
	}
	return 0;
}

void
tk_lot_number(char number[TK_NUMBER_SIZE], const char *s, size_t len)
{
	const char *comma = memchr(s, ',', len < TK_NUMBER_SIZE ? len :
	    TK_NUMBER_SIZE);
	size_t n = comma == NULL ? 0 : (size_t)(comma - s);

	memcpy(number, s, n);
	number[n] = '\0';
	if (!tk_number_valid(number, NULL))
		number[0] = '\0';
}

/* Does a line begin like a row of a month: a number, a time? */
static int
row_like(const char *s, size_t len)
{
	char number[TK_NUMBER_SIZE];
	size_t n;

	tk_lot_number(number, s, len);
	n = strlen(number) + 1;
	return n > 1 && tk_ticket_row_like(s + n, len - n);
}

/* Where the damage that began at `from` ends: before the next line that
 * begins like a row, else behind the last newline. */
static size_t
damage_end(const struct tk_csv *c, size_t from)
{
	const char *newline;
	size_t at = from;

	while ((newline = memchr(c->data + at, '\n', c->len - at)) != NULL) {
		at = (size_t)(newline - c->data) + 1;
		if (row_like(c->data + at, c->len - at))
			break;
	}
	return at;
}

/* The next record or damaged stretch, from c->start on: its end and whose it
 * is; 0: there are no more, -1. */
static int
next_piece(struct tk_csv *c, size_t *end, char number[TK_NUMBER_SIZE],
    struct tk_error *err)
{
	size_t before = c->pos;
	enum tk_csv_kind kind;

	if (tk_csv_next(c, &kind, err) < 0)
		return -1;
	number[0] = '\0';
	*end = c->pos;
	if (c->start > before) {	/* empty lines */
		*end = c->pos = c->start;
		c->start = before;
		return 1;
	}
	if (kind == TK_CSV_END)
		return 0;
	if (kind != TK_CSV_RECORD)
		*end = damage_end(c, c->start);
	if (*end == c->start)
		*end = c->len;
	else
		tk_lot_number(number, c->data + c->start, *end - c->start);
	c->pos = *end;
	return 1;
}

/* ---- a month --------------------------------------------------------- */

static int
add(struct tk_lots *l, const char *number, size_t offset, size_t length)
{
	size_t size = l->size > 0 ? 2 * l->size : 1024;
	struct tk_lot *lot = l->count > 0 ? &l->lot[l->count - 1] : NULL;

	if (lot != NULL && strcmp(lot->number, number) == 0) {
		lot->length += length;
		return 0;
	}
	if (l->count == l->size) {
		lot = realloc(l->lot, size * sizeof *lot);
		if (lot == NULL)
			return -1;
		l->lot = lot;
		l->size = size;
	}
	lot = &l->lot[l->count++];
	memcpy(lot->number, number, TK_NUMBER_SIZE);
	lot->offset = offset;
	lot->length = length;
	return 0;
}

int
tk_lots_find(struct tk_lots *l, const char *data, size_t len,
    struct tk_error *err)
{
	const size_t heading = sizeof TK_MONTH_HEADER - 1;
	char number[TK_NUMBER_SIZE];
	struct tk_csv c = {0};
	size_t end;
	int rc;

	l->count = 0;
	l->headless = len < heading || memcmp(data, TK_MONTH_HEADER,
	    heading) != 0;
	rc = tk_csv_open(&c, data, len, row_like, err);
	if (rc == 0) {
		/* a byte order mark is no heading either */
		c.pos = l->headless ? 0 : heading;
		while ((rc = next_piece(&c, &end, number, err)) > 0)
			if (add(l, number, c.start, end - c.start) < 0) {
				rc = tk_error_memory(err);
				break;
			}
	}
	tk_csv_free(&c);
	return rc;
}

void
tk_lots_free(struct tk_lots *l)
{
	free(l->lot);
	memset(l, 0, sizeof *l);
}

/* ---- a ticket of it -------------------------------------------------- */

/* Is there a line in the record, not its first, that begins as a row of the
 * ticket would? Then a quote may be missing. */
static int
doubtful(const char *s, size_t len, const char *number, size_t n)
{
	const char *p = s, *end = s + len;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL && ++p < end)
		if ((size_t)(end - p) > n && memcmp(p, number, n) == 0 &&
		    p[n] == ',')
			return 1;
	return 0;
}

/* Takes the number from before the piece of len bytes at s, which goes to
 * `to`; behind it, NULL: it is none of that ticket. */
static char *
strip_piece(char *to, const char *s, size_t len, const char *number, size_t n)
{
	if (len <= n + 1 || memcmp(s, number, n) != 0 || s[n] != ',')
		return NULL;
	memmove(to, s + n + 1, len - n - 1);
	return to + len - n - 1;
}

/* The same from byte `at` on, with damage among it. */
static char *
strip_damaged(char *to, const struct tk_buf *b, size_t at,
    const char *number)
{
	char found[TK_NUMBER_SIZE];
	struct tk_csv c = {0};
	size_t end;
	int rc = -1;

	if (tk_csv_open(&c, b->data, b->len, row_like, NULL) == 0)
		for (c.pos = at; (rc = next_piece(&c, &end, found, NULL)) > 0;)
			if ((to = strip_piece(to, b->data + c.start,
			    end - c.start, number, strlen(number))) == NULL)
				break;
	tk_csv_free(&c);
	return rc < 0 ? NULL : to;
}

int
tk_lot_strip(struct tk_buf *b, size_t begin, const char *number)
{
	const char *p = b->data + begin, *end = b->data + b->len;
	size_t n = strlen(number), len;
	char *to = b->data + begin;

	for (; p < end && to != NULL; p += len) {
		len = record_length(p, end);
		if (len == 0 || doubtful(p, len, number, n))
			break;
		to = strip_piece(to, p, len, number, n);
	}
	if (p < end && to != NULL)
		to = strip_damaged(to, b, (size_t)(p - b->data), number);
	if (to == NULL)
		return -1;
	b->len = (size_t)(to - b->data);
	*to = '\0';
	return 0;
}

void
tk_lot_put(struct tk_buf *b, const char *number, const char *data,
    size_t len)
{
	const char *p = data + sizeof TK_TICKET_HEADER - 1;
	const char *end = data + len;
	size_t n, name = strlen(number);

	for (; p < end && (n = record_length(p, end)) > 0; p += n) {
		tk_buf_add(b, number, name);
		tk_buf_putc(b, ',');
		tk_buf_add(b, p, n);
	}
}
