#include "mbox.h"
#include "part.h"

#define JUNK 20		/* lines of it that may stand before a field */

/* The lines of a header. A CR within one is no end of it, except in texts
 * where CR alone ends the lines. */
struct lines {
	const char *at, *end;
	char mark;
};

/* Do the lines end in CR alone, the first at cr? lf: is there an LF? */
static int
ends_in_cr(const char *cr, const char *end, int lf)
{
	const char *p = cr;

	while (p < end && *p == '\r')
		p++;
	if (p == end || *p == '\n')
		return !lf;
	return !lf || p - cr > 1 || *p == ' ' || *p == '\t' ||
	    tk_mbox_field_like(p, (size_t)(end - p), 1) == 1;
}

static void
begin(struct lines *l, const char *data, size_t len)
{
	const char *lf = memchr(data, '\n', len);
	const char *cr = memchr(data, '\r', lf == NULL ? len :
	    (size_t)(lf - data));

	l->at = data;
	l->end = data + len;
	l->mark = cr != NULL && ends_in_cr(cr, l->end, lf != NULL) ?
	    '\r' : '\n';
}

/* The next line without its end, or 0. */
static int
next(struct lines *l, struct tk_span *line)
{
	const char *p;

	if (l->at == l->end)
		return 0;
	line->data = l->at;
	p = memchr(l->at, l->mark, (size_t)(l->end - l->at));
	line->len = (size_t)((p == NULL ? l->end : p) - l->at);
	l->at = p == NULL ? l->end : p + 1;
	if (l->mark == '\r' && l->at < l->end && *l->at == '\n')
		l->at++;
	while (line->len > 0 && line->data[line->len - 1] == '\r')
		line->len--;
	return 1;
}

static int
is_blank(const struct tk_span *line)
{
	return tk_span_trim(*line).len == 0;
}

/* The length of the name, or 0: it is no field. */
static size_t
field_name(const struct tk_span *line)
{
	const char *colon;

	if (line->len == 0 || tk_mbox_field_like(line->data, line->len, 1) != 1)
		return 0;
	colon = memchr(line->data, ':', line->len);
	if (colon == NULL || tk_mbox_from_line(line->data, line->len) ||
	    (line->data[0] == '>' &&
	    tk_mbox_from_line(line->data + 1, line->len - 1)))
		return 0;
	return (size_t)(colon - line->data);
}

/* A From_ line, escaped or not: no field, but no wonder either. */
static int
is_from(const struct tk_span *line)
{
	size_t quoted = line->len > 0 && line->data[0] == '>';

	return tk_mbox_from_line(line->data + quoted, line->len - quoted);
}

/* Does a field follow within the lines that may be junk? Then l stands
 * before it and *skipped says how many were. */
static int
pass_junk(struct lines *l, unsigned *skipped)
{
	struct lines ahead = *l, before;
	struct tk_span line;
	unsigned n = 1;

	for (;;) {
		before = ahead;
		if (n > JUNK || !next(&ahead, &line) || line.len == 0)
			return 0;
		if (field_name(&line) > 0)
			break;
		n += !is_from(&line);
	}
	*skipped += n;
	*l = before;
	return 1;
}

static int
add(struct tk_mail_header *h, size_t *size, struct tk_arena *a,
    const struct tk_span *line, size_t name)
{
	struct tk_mail_field *f;

	if (h->count == *size) {
		*size = *size == 0 ? 32 : 2 * *size;
		f = tk_arena_alloc(a, *size * sizeof *f);
		if (f == NULL)
			return -1;
		if (h->count > 0)
			memcpy(f, h->field, h->count * sizeof *f);
		h->field = f;
	}
	f = &h->field[h->count++];
	f->name = tk_span_trim((struct tk_span){line->data, name});
	f->value = tk_span_skip(*line, name + 1);
	while (tk_span_begins(f->value, " ") || tk_span_begins(f->value, "\t"))
		f->value = tk_span_skip(f->value, 1);
	return 0;
}

/* A line of blanks is none of the body's if the header goes on behind it. */
static int
goes_on(struct lines ahead)
{
	struct tk_span line;

	if (!next(&ahead, &line) || line.len == 0)
		return 0;
	return field_name(&line) > 0 || ((line.data[0] == ' ' ||
	    line.data[0] == '\t') && !is_blank(&line));
}

int
tk_mail_header_read(struct tk_mail_header *h, struct tk_arena *a,
    const char *data, size_t len)
{
	struct tk_mail_field *f = NULL;
	struct tk_span line;
	struct lines l;
	const char *from;
	size_t name, size = 0;

	memset(h, 0, sizeof *h);
	if (len == 0)
		return 0;
	begin(&l, data, len);
	while (from = l.at, next(&l, &line) && line.len > 0) {
		if ((line.data[0] == ' ' || line.data[0] == '\t') &&
		    h->count > 0) {
			if (is_blank(&line) && !goes_on(l))
				break;
			if (f != NULL && !h->cut)
				f->value.len = (size_t)(line.data + line.len -
				    f->value.data);
		} else if ((name = field_name(&line)) > 0) {
			if (h->count >= TK_MAIL_MAX_FIELDS)
				h->cut = 1;
			if (!h->cut && add(h, &size, a, &line, name) < 0)
				return -1;
			f = h->cut ? NULL : &h->field[h->count - 1];
		} else if (is_from(&line)) {
			f = NULL;
		} else if (pass_junk(&l, &h->junk)) {
			f = NULL;
		} else {
			h->size = (size_t)(from - data);
			return 0;
		}
		if (!h->cut && l.at - data > TK_MAIL_MAX_HEADER) {
			h->cut = 1;
			if (f != NULL && f->value.len > TK_MAIL_MAX_HEADER)
				f->value.len = TK_MAIL_MAX_HEADER;
		}
	}
	h->size = (size_t)(l.at - data);
	return 0;
}

struct tk_span
tk_mail_header_get(const struct tk_mail_header *h, const char *name,
    size_t *n)
{
	size_t i;

	for (i = n == NULL ? 0 : *n; i < h->count; i++)
		if (tk_span_is(h->field[i].name, name)) {
			if (n != NULL)
				*n = i + 1;
			return h->field[i].value;
		}
	if (n != NULL)
		*n = h->count;
	return (struct tk_span){NULL, 0};
}
