#include "summary.h"

#include <stdio.h>
#include <string.h>

#include "month.h"

enum {
	ID, OFFSET, LENGTH, EARLIER, FIRST, LAST, CREATED, FIELDS,
	EVENTS = FIELDS + TK_SUMMARY_FIELDS, CLOCKS, COLUMNS
};

const char *const tk_summary_field[TK_SUMMARY_FIELDS] = {
	"subject", "category", "priority", "team", "assignee", "channel",
	"customer", "customer_no", "product", "module", "source", "owner",
	"parent", "repeated", "deadline", "effect", "result", "confirmation",
	"satisfaction", "quality", "wait_s", "greet_s", "spent_min",
};

/* ---- writing --------------------------------------------------------- */

static void
put_cell(struct tk_buf *b, const char *s)
{
	size_t begin = b->len + 1, i;

	tk_buf_putc(b, ',');
	if (s[0] == '\0')
		return;
	tk_csv_put(b, s, strlen(s));
	if (strpbrk(s, "\r\n") == NULL)
		return;
	for (i = begin; !b->failed && i < b->len; i++)
		if (b->data[i] == '\n' || b->data[i] == '\r')
			b->data[i] = ' ';
}

static void
put_time(struct tk_buf *b, int64_t t, const struct tk_zone *zone)
{
	char time[TK_TIME_SIZE];

	tk_buf_putc(b, ',');
	tk_buf_puts(b, tk_time_format(time, t, zone));
}

void
tk_summary_put_place(struct tk_buf *b, const struct tk_lot *lot, int earlier)
{
	tk_buf_printf(b, "%s,%llu,%llu%s", lot->number,
	    (unsigned long long)lot->offset, (unsigned long long)lot->length,
	    earlier < 0 ? "" : earlier ? ",1" : ",");
}

void
tk_summary_put_told(struct tk_buf *b, const struct tk_summary *s,
    const struct tk_zone *zone)
{
	size_t i;

	put_time(b, s->first, zone);
	put_time(b, s->last, zone);
	put_time(b, s->created, zone);
	for (i = 0; i < TK_SUMMARY_FIELDS; i++)
		put_cell(b, s->field[i]);
	put_cell(b, s->events);
	put_cell(b, s->clocks);
	tk_buf_putc(b, '\n');
}

/* ---- reading --------------------------------------------------------- */

int
tk_summary_number(const char *s, uint64_t *n)
{
	*n = 0;
	if (*s == '\0')
		return -1;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (*n > UINT64_MAX / 16)
			return -1;
		*n = *n * 10 + (uint64_t)(*s - '0');
	}
	return *s == '\0' ? 0 : -1;
}

static int
moment(const struct tk_csv *c, size_t i, int64_t *t)
{
	size_t len;
	const char *s = tk_csv_cell(c, i, &len);

	return tk_time_parse(s, len, t);
}

int
tk_summary_read(const struct tk_csv *c, struct tk_summary *s)
{
	size_t i;

	if (c->cells < EARLIER)
		return -1;
	s->number = tk_csv_cell(c, ID, NULL);
	if (!tk_number_valid(s->number, NULL) ||
	    tk_summary_number(tk_csv_cell(c, OFFSET, NULL), &s->offset) < 0 ||
	    tk_summary_number(tk_csv_cell(c, LENGTH, NULL), &s->length) < 0)
		return -1;
	if (c->cells != COLUMNS || moment(c, FIRST, &s->first) < 0 ||
	    moment(c, LAST, &s->last) < 0 ||
	    moment(c, CREATED, &s->created) < 0)
		return 0;
	s->earlier = tk_csv_cell(c, EARLIER, NULL)[0] != '\0';
	for (i = 0; i < TK_SUMMARY_FIELDS; i++)
		s->field[i] = tk_csv_cell(c, FIELDS + i, NULL);
	s->events = tk_csv_cell(c, EVENTS, NULL);
	s->clocks = tk_csv_cell(c, CLOCKS, NULL);
	return 1;
}

/* The digits up to a comma or the line's end; behind them, NULL: none. */
static const char *
digits(const char *s, const char *end, uint64_t *n)
{
	const char *begin = s;

	for (*n = 0; s < end && *s >= '0' && *s <= '9' && s - begin < 19; s++)
		*n = *n * 10 + (uint64_t)(*s - '0');
	return s == begin || s == end || (*s != ',' && *s != '\n') ? NULL :
	    s + 1;
}

const char *
tk_summary_told(const char *line, size_t len, int *earlier)
{
	const char *end = line + len, *p = line;
	int i;

	for (i = 0; i < EARLIER && p != NULL; i++) {
		p = memchr(p, ',', (size_t)(end - p));
		if (p != NULL)
			p++;
	}
	if (p == NULL)
		return NULL;
	*earlier = *p != ',';
	return memchr(p, ',', (size_t)(end - p));
}

int
tk_summary_place(const char *line, size_t len, struct tk_lot *lot)
{
	const char *comma = memchr(line, ',', len), *s;
	size_t n = comma == NULL ? 0 : (size_t)(comma - line);

	if (n == 0 || n >= sizeof lot->number)
		return -1;
	memcpy(lot->number, line, n);
	lot->number[n] = '\0';
	s = digits(comma + 1, line + len, &lot->offset);
	return !tk_number_valid(lot->number, NULL) || s == NULL ||
	    digits(s, line + len, &lot->length) == NULL ? -1 : 0;
}
