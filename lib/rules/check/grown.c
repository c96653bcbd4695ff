#include "grown.h"

#include <string.h>

#define SHOWN 80		/* bytes of a row that are shown */
#define BEFORE 32		/* of these, before the first that differs */

/* The first byte that differs, or where the shorter one ends. */
static size_t
first_difference(const struct tk_buf *a, size_t len, const struct tk_buf *b)
{
	size_t end = len < b->len ? len : b->len, at = 0;

	while (at < end && a->data[at] == b->data[at])
		at++;
	return at;
}

/* Where the record begins in which byte `at` lies, and where it ends. */
static int
find_record(const struct tk_buf *b, size_t at, size_t *start, size_t *end,
    struct tk_error *err)
{
	struct tk_csv c = {0};
	enum tk_csv_kind kind = TK_CSV_RECORD;
	int rc = tk_csv_open(&c, b->data, b->len, tk_ticket_row_like, err);

	*start = *end = 0;
	while (rc == 0 && *end <= at && *end < b->len) {
		rc = tk_csv_next(&c, &kind, err);
		*start = c.start;
		*end = kind == TK_CSV_RECORD ? c.pos : c.resume > 0 ?
		    c.resume : b->len;
		tk_csv_seek(&c, *end);
	}
	tk_csv_free(&c);
	return rc;
}

static int
count_rows(const struct tk_buf *b, size_t len, unsigned *rows, size_t *whole,
    struct tk_error *err)
{
	struct tk_schema *schema = tk_schema_new();
	struct tk_ticket t = {0};
	int rc = schema == NULL ? tk_error_memory(err) :
	    tk_ticket_parse(&t, schema, b->data, len, err);

	*rows = t.rows;
	*whole = t.complete;
	tk_ticket_free(&t);
	tk_schema_free(schema);
	return rc;
}

/* The part of a record around byte `at`. */
static void
put_part(struct tk_buf *to, const struct tk_buf *b, size_t start, size_t end,
    size_t at)
{
	const char *s = b->data;
	size_t from = at > start + BEFORE ? at - BEFORE : start;
	size_t until = end > from + SHOWN ? from + SHOWN : end;

	while (from > start && (s[from] & 0xc0) == 0x80)
		from--;
	while (until < end && until > from && (s[until] & 0xc0) == 0x80)
		until--;
	tk_buf_puts(to, from > start ? "\"…" : "\"");
	tk_buf_add(to, s + from, until - from -
	    (until == end && until > from && s[until - 1] == '\n'));
	tk_buf_puts(to, until < end ? "…\"" : "\"");
}

static int
tell_change(const struct tk_buf *then, const struct tk_buf *now, size_t at,
    struct tk_buf *why, struct tk_error *err)
{
	size_t start, end, now_start, now_end, whole;
	unsigned rows;

	if (find_record(then, at, &start, &end, err) < 0 ||
	    find_record(now, at, &now_start, &now_end, err) < 0 ||
	    count_rows(then, start, &rows, &whole, err) < 0)
		return -1;
	if (start == 0)
		tk_buf_puts(why, "the header was ");
	else
		tk_buf_printf(why, "row %u was ", rows + 1);
	put_part(why, then, start, end, at);
	tk_buf_puts(why, ", and is ");
	put_part(why, now, start < now_end ? start : now_start, now_end, at);
	tk_buf_puts(why, " now");
	return 0;
}

int
tk_grown(const struct tk_buf *then, const struct tk_buf *now,
    enum tk_grown *out, struct tk_buf *why, struct tk_error *err)
{
	unsigned rows, left;
	size_t whole, at;

	tk_buf_clear(why);
	*out = TK_GROWN;
	if (then->len <= now->len && memcmp(then->data, now->data,
	    then->len) == 0)
		return 0;
	if (count_rows(then, then->len, &rows, &whole, err) < 0)
		return -1;
	at = first_difference(then, whole, now);
	if (at == whole)
		return 0;
	if (at < now->len) {
		*out = TK_CHANGED;
		if (tell_change(then, now, at, why, err) < 0)
			return -1;
	} else {
		*out = TK_SHORTER;
		if (count_rows(now, now->len, &left, &whole, err) < 0)
			return -1;
		tk_buf_printf(why, "of its %u rows only the first %u are left",
		    rows, left);
	}
	return tk_buf_check(why, err);
}
