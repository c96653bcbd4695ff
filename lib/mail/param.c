/* param.c - Content-Type and Content-Disposition: types and parameters. */
#include "part.h"

#include "charset.h"
#include "word.h"

#define MAX_SECTIONS 200	/* of one parameter (RFC 2231) */

/* name*section*="value", or name="value" */
struct param {
	struct tk_span name, value;
	int quoted;
	int section;	/* -1: not in sections */
	int encoded;	/* %E4%B8 … */
	int unclosed;	/* no quote from here on closes a value */
};

static int
is_token(char c)
{
	return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

/* ---- types ------------------------------------------------------------- */

static const char *
word(char *out, size_t size, const char *p, const char *end)
{
	size_t n = 0;

	while (p < end && (tk_is_blank(*p) || *p == '"'))
		p++;
	for (; p < end && is_token(*p); p++)
		if (n + 1 < size)
			out[n++] = tk_lower(*p);
	out[n] = '\0';
	while (p < end && tk_is_blank(*p))
		p++;
	return p;
}

void
tk_mail_type_read(struct tk_mail_type *t, const char *value, size_t len)
{
	const char *end = value + len, *p;

	*t = (struct tk_mail_type){.type = ""};
	p = word(t->type, sizeof t->type, value, end);
	if (p < end && *p == '/')
		word(t->subtype, sizeof t->subtype, p + 1, end);
}

/* ---- parameters -------------------------------------------------------- */

/* Is this where a parameter may begin, and not the middle of a value? */
static int
is_start(const char *p, const char *end)
{
	const char *from = p;

	while (p < end && is_token(*p))
		p++;
	return p > from && p < end && *p == '=';
}

/* Names of files hold quotes that were not escaped: one ends a value where
 * no other character follows. */
static const char *
read_quoted(struct param *x, const char *from, const char *end)
{
	const char *p;

	for (p = from; !x->unclosed && p < end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '"' && (p + 1 == end || tk_is_blank(p[1]) ||
		    strchr(";,(", p[1]) != NULL)) {
			x->value = tk_span(from, p);
			x->quoted = 1;
			return p + 1;
		}
	}
	x->unclosed = 1;
	p = memchr(from, ';', (size_t)(end - from));
	if (p == NULL)
		p = end;
	x->value = tk_span_trim(tk_span(from, p));
	return p;
}

/* Names of files are seen with blanks and no quotes. */
static const char *
read_plain(struct param *x, const char *from, const char *end)
{
	const char *p = from, *comment;

	while (p < end && *p != ';' &&
	    !(tk_is_blank(*p) && is_start(p + 1, end)))
		p++;
	x->value = tk_span_trim(tk_span(from, p));
	if (tk_span_ends(x->value, ")")) {
		comment = memrchr(x->value.data, '(', x->value.len);
		if (comment != NULL && comment > from &&
		    tk_is_blank(comment[-1]))
			x->value = tk_span_trim(tk_span(from, comment));
	}
	return p;
}

/* name, name*, name*0, name*0* */
static void
read_name(struct param *x, const char *from, const char *to)
{
	struct tk_span s = tk_span_trim(tk_span(from, to));
	const char *end = s.data + s.len, *p = end;
	int n = 0;

	while (p > s.data && !tk_is_blank(p[-1]))
		p--;
	x->name = tk_span(p, end);
	x->section = -1;
	x->encoded = 0;
	p = memchr(p, '*', x->name.len);
	if (p == NULL)
		return;
	x->name.len = (size_t)(p - x->name.data);
	if (p + 1 < end && tk_is_digit(p[1])) {
		while (++p < end && tk_is_digit(*p))
			n = n < MAX_SECTIONS ? 10 * n + *p - '0' : n;
		x->section = n;
	}
	x->encoded = end[-1] == '*';
}

/* The next parameter from *p on; -1: there is none. */
static int
next_param(struct param *x, const char **p, const char *end)
{
	const char *from = *p, *q = from;

	for (; q < end && *q != '='; q++)
		if (*q == ';')
			from = q + 1;
	if (q >= end)
		return -1;
	read_name(x, from, q);
	q++;
	while (q < end && tk_is_blank(*q))
		q++;
	x->quoted = 0;
	*p = q < end && *q == '"' ? read_quoted(x, q + 1, end) :
	    read_plain(x, q, end);
	return 0;
}

/* ---- values ------------------------------------------------------------ */

/* \" and \\ of a quoted value; other backslashes are of Windows' folders. */
static void
add_literal(struct tk_buf *b, const struct param *x)
{
	const char *p = x->value.data, *end = p + x->value.len;

	for (; p < end; p++) {
		if (x->quoted && *p == '\\' && p + 1 < end &&
		    (p[1] == '"' || p[1] == '\\'))
			p++;
		tk_buf_putc(b, *p);
	}
}

/* charset'language'value: takes the first two off. */
static struct tk_span
take_charset(struct tk_span *v)
{
	const char *end = v->data + v->len, *p, *q = NULL;
	struct tk_span label = {NULL, 0};

	p = memchr(v->data, '\'', v->len);
	if (p != NULL)
		q = memchr(p + 1, '\'', (size_t)(end - p - 1));
	if (q != NULL) {
		label = tk_span(v->data, p);
		*v = tk_span(q + 1, end);
	}
	return label;
}

/* All of one name: its sections, in whatever order they came, and what is
 * in none of them. */
struct found {
	struct param whole, plain;
	size_t sections;	/* MAX_SECTIONS if there is one, else 0 */
	struct param section[MAX_SECTIONS];
};

static void
collect(struct found *f, const char *value, size_t len, const char *name)
{
	const char *p = value, *end = value + len;
	struct param x = {.unclosed = 0}, *to;

	while (next_param(&x, &p, end) == 0) {
		if (!tk_span_is(x.name, name) || x.section >= MAX_SECTIONS)
			continue;
		if (x.section >= 0 && f->sections == 0) {
			memset(f->section, 0, sizeof f->section);
			f->sections = MAX_SECTIONS;
		}
		to = x.section >= 0 ? &f->section[x.section] :
		    x.encoded ? &f->whole : &f->plain;
		if (to->value.data == NULL)
			*to = x;
	}
}

/* The bytes of RFC 2231, and the charset they are in. */
static struct tk_span
join(struct tk_buf *bytes, struct found *f)
{
	struct tk_span label = {NULL, 0};
	size_t i;

	if (f->sections == 0) {
		f->section[0] = f->whole;
		f->sections = 1;
	}
	if (f->section[0].encoded)
		label = take_charset(&f->section[0].value);
	for (i = 0; i < f->sections; i++)
		if (f->section[i].encoded)
			tk_mail_escapes(bytes, f->section[i].value, '%');
		else if (f->section[i].value.data != NULL)
			add_literal(bytes, &f->section[i]);
	return label;
}

/* Encoded words were cut into sections, too, and put where percents belong. */
static void
add_text(struct tk_buf *b, struct tk_span label, struct tk_span bytes)
{
	size_t from = b->len;

	if (tk_span_has(bytes, "=?")) {
		tk_mail_words(b, bytes.data, bytes.len, NULL, NULL);
		return;
	}
	tk_mail_charset_utf8(b, label.data, label.len, bytes.data, bytes.len,
	    NULL);
	tk_mail_one_line(b, from);
}

static int
add_param(struct tk_buf *b, const char *value, size_t len, const char *name)
{
	struct found f;
	struct tk_buf bytes = TK_BUF_INIT;
	struct tk_span label = {NULL, 0};

	f.whole = f.plain = (struct param){.section = -1};
	f.sections = 0;
	collect(&f, value, len, name);
	if (f.sections > 0 || f.whole.value.data != NULL)
		label = join(&bytes, &f);
	else if (f.plain.value.data != NULL)
		add_literal(&bytes, &f.plain);
	else
		return -1;
	if (strcasecmp(name, "boundary") == 0)	/* to be found again */
		tk_span_add(b, tk_buf_span(&bytes));
	else
		add_text(b, label, tk_buf_span(&bytes));
	if (bytes.failed)
		b->failed = 1;
	tk_buf_free(&bytes);
	return 0;
}

/* The second byte of a pair may be a backslash, so raw bytes are decoded
 * before quotes are looked for; not those of a boundary, though. */
int
tk_mail_param(struct tk_buf *b, const char *value, size_t len,
    const char *name)
{
	struct tk_buf utf8 = TK_BUF_INIT;
	int found;

	if (tk_mail_high_bytes(value, len) == 0 ||
	    strcasecmp(name, "boundary") == 0)
		return add_param(b, value, len, name);
	tk_mail_raw_utf8(&utf8, NULL, value, len);
	found = add_param(b, tk_buf_span(&utf8).data, utf8.len, name);
	if (utf8.failed)
		b->failed = 1;
	tk_buf_free(&utf8);
	return found;
}
