/* Content-Type and Content-Disposition: types and parameters. */
#include "part.h"

#include <string.h>
#include <strings.h>

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
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
hex(char c)
{
	if (is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int
is_token(char c)
{
	return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"/[]?=", c) == NULL;
}

static struct tk_span
trim(const char *from, const char *to)
{
	while (from < to && is_blank(*from))
		from++;
	while (to > from && is_blank(to[-1]))
		to--;
	return (struct tk_span){from, (size_t)(to - from)};
}

/* ---- types ------------------------------------------------------------- */

static const char *
word(char *out, size_t size, const char *p, const char *end)
{
	size_t n = 0;

	while (p < end && (is_blank(*p) || *p == '"'))
		p++;
	for (; p < end && is_token(*p); p++)
		if (n + 1 < size)
			out[n++] = (char)(*p >= 'A' && *p <= 'Z' ?
			    *p | 0x20 : *p);
	out[n] = '\0';
	while (p < end && is_blank(*p))
		p++;
	return p;
}

void
tk_mail_type_read(struct tk_mail_type *t, const char *value, size_t len)
{
	const char *end = value + len, *p;

	*t = (struct tk_mail_type){.type = ""};
	if (len == 0)
		return;
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

/* A quote ends a value if nothing but the next parameter follows. */
static int
is_closing(const char *p, const char *end)
{
	const char *from = ++p;

	while (p < end && is_blank(*p))
		p++;
	return p == end || *p == ';' || *p == '(' || *p == ',' ||
	    (p > from && is_start(p, end));
}

static const char *
read_quoted(struct param *x, const char *p, const char *end)
{
	const char *from = p;

	for (; !x->unclosed && p < end; p++) {
		if (*p == '\\' && p + 1 < end && p[1] == '\\')
			p++;
		else if (*p == '\\' && p + 1 < end && p[1] == '"' &&
		    !is_closing(p + 1, end))
			p++;
		else if (*p == '"' && is_closing(p, end)) {
			x->value = (struct tk_span){from, (size_t)(p - from)};
			x->quoted = 1;
			return p + 1;
		}
	}
	x->unclosed = 1;
	p = memchr(from, ';', (size_t)(end - from));
	if (p == NULL)
		p = end;
	x->value = trim(from, p);
	return p;
}

/* Names of files are seen with blanks and no quotes. */
static const char *
read_plain(struct param *x, const char *p, const char *end)
{
	const char *from = p, *bracket;

	while (p < end && *p != ';' &&
	    !(is_blank(*p) && is_start(p + 1, end)))
		p++;
	x->value = trim(from, p);
	if (x->value.len > 0 && x->value.data[x->value.len - 1] == ')') {
		/* a comment */
		bracket = memrchr(x->value.data, '(', x->value.len);
		if (bracket != NULL && bracket > x->value.data &&
		    is_blank(bracket[-1]))
			x->value = trim(x->value.data, bracket);
	}
	return p;
}

/* name, name*, name*0, name*0* */
static void
read_name(struct param *x, const char *from, const char *to)
{
	const char *p, *end;
	int n = 0;

	x->name = trim(from, to);
	x->section = -1;
	x->encoded = 0;
	end = x->name.data + x->name.len;
	for (p = end; p > x->name.data && !is_blank(p[-1]) && p[-1] != ';';)
		p--;
	x->name = (struct tk_span){p, (size_t)(end - p)};
	p = memchr(x->name.data, '*', x->name.len);
	if (p == NULL)
		return;
	x->name.len = (size_t)(p - x->name.data);
	if (p + 1 < end && is_digit(p[1])) {
		while (++p < end && is_digit(*p))
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
	while (q < end && is_blank(*q))
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
	const char *p = x->value.data, *end = p + x->value.len, *q;

	while (x->quoted && (q = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		tk_buf_add(b, p, (size_t)(q - p));
		if (q + 1 < end && (q[1] == '"' || q[1] == '\\'))
			q++;
		tk_buf_add(b, q, 1);
		p = q + 1;
	}
	tk_buf_add(b, p, (size_t)(end - p));
}

static void
add_percent(struct tk_buf *b, struct tk_span v)
{
	size_t i;
	char c;

	if (tk_buf_reserve(b, v.len) < 0)
		return;
	for (i = 0; i < v.len; i++) {
		c = v.data[i];
		if (c == '%' && v.len - i >= 3 && hex(v.data[i + 1]) >= 0 &&
		    hex(v.data[i + 2]) >= 0) {
			c = (char)(hex(v.data[i + 1]) << 4 |
			    hex(v.data[i + 2]));
			i += 2;
		}
		b->data[b->len++] = c;
	}
}

/* charset'language'value: takes the first two off. */
static struct tk_span
take_charset(struct tk_span *v)
{
	const char *end = v->data + v->len, *p, *q;
	struct tk_span none = {NULL, 0}, label;

	p = memchr(v->data, '\'', v->len);
	if (p == NULL)
		return none;
	q = memchr(p + 1, '\'', (size_t)(end - p - 1));
	if (q == NULL)
		return none;
	label = (struct tk_span){v->data, (size_t)(p - v->data)};
	*v = (struct tk_span){q + 1, (size_t)(end - q - 1)};
	return label;
}

/* The sections found so far, in whatever order they came. */
struct sections {
	struct param at[MAX_SECTIONS];
	int have[MAX_SECTIONS];
	int any;		/* there is one */
	struct param whole;	/* name*= */
	struct param plain;	/* name= */
};

static void
collect(struct sections *s, const char *value, size_t len, const char *name)
{
	const char *p = value, *end = value + len;
	struct param x = {.unclosed = 0};

	while (next_param(&x, &p, end) == 0) {
		if (x.name.len != strlen(name) ||
		    strncasecmp(x.name.data, name, x.name.len) != 0)
			continue;
		if (x.section >= 0 && x.section < MAX_SECTIONS) {
			if (!s->have[x.section])
				s->at[x.section] = x;
			s->have[x.section] = s->any = 1;
		} else if (x.section < 0 && x.encoded &&
		    s->whole.value.data == NULL) {
			s->whole = x;
		} else if (x.section < 0 && !x.encoded &&
		    s->plain.value.data == NULL) {
			s->plain = x;
		}
	}
}

/* The bytes of RFC 2231, and the charset they are in. */
static struct tk_span
join(struct tk_buf *bytes, struct sections *s)
{
	struct tk_span label = {NULL, 0};
	int i;

	if (!s->any) {
		s->at[0] = s->whole;
		s->have[0] = 1;
	}
	if (s->have[0] && s->at[0].encoded)
		label = take_charset(&s->at[0].value);
	for (i = 0; i < MAX_SECTIONS; i++)
		if (s->have[i] && s->at[i].encoded)
			add_percent(bytes, s->at[i].value);
		else if (s->have[i])
			add_literal(bytes, &s->at[i]);
	return label;
}

/* Encoded words were cut into sections, too, and put where percents belong. */
static void
add_text(struct tk_buf *b, struct tk_span label, const struct tk_buf *bytes)
{
	struct tk_mail_charset unused;
	size_t from = b->len;

	if (bytes->len == 0)
		return;
	if (memmem(bytes->data, bytes->len, "=?", 2) != NULL) {
		tk_mail_words(b, bytes->data, bytes->len, NULL, NULL);
		return;
	}
	tk_mail_charset_utf8(b, label.data, label.len, bytes->data,
	    bytes->len, &unused);
	tk_mail_one_line(b, from);
}

static int
add_param(struct tk_buf *b, const char *value, size_t len, const char *name)
{
	struct sections s;
	struct tk_buf bytes = TK_BUF_INIT;
	struct tk_span label = {NULL, 0};

	memset(s.have, 0, sizeof s.have);
	s.any = 0;
	s.whole.value.data = s.plain.value.data = NULL;
	collect(&s, value, len, name);
	if (s.any || s.whole.value.data != NULL)
		label = join(&bytes, &s);
	else if (s.plain.value.data != NULL)
		add_literal(&bytes, &s.plain);
	else
		return -1;
	if (strcasecmp(name, "boundary") == 0) {	/* to be found again */
		if (bytes.len > 0)
			tk_buf_add(b, bytes.data, bytes.len);
	} else {
		add_text(b, label, &bytes);
	}
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

	if (len == 0)
		return -1;
	if (tk_mail_high_bytes(value, len) == 0 ||
	    strcasecmp(name, "boundary") == 0)
		return add_param(b, value, len, name);
	tk_mail_raw_utf8(&utf8, NULL, value, len);
	found = utf8.len == 0 ? -1 :
	    add_param(b, utf8.data, utf8.len, name);
	if (utf8.failed)
		b->failed = 1;
	tk_buf_free(&utf8);
	return found;
}
