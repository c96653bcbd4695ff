/* rtf.c - the text of RTF, as Outlook has it in a winmail.dat. */
#include <stdio.h>

#include "part.h"

struct group {
	unsigned char hidden;	/* nobody is shown what is in it */
	unsigned char spare;	/* bytes behind a \u that stand for it */
};

struct rtf {
	struct tk_buf *out;
	struct tk_buf bytes;	/* text that is not yet decoded */
	struct tk_buf outer;	/* the groups we are in */
	struct group in;
	char label[24];		/* of the bytes: "cp936" */
	unsigned drop;		/* bytes still to drop behind a \u */
	int wide;		/* they are of \u: UTF-16 */
	struct tk_span rest;
};

/* A control word: its name and its number, or absent. */
struct control {
	struct tk_span name;
	long number;
	int has_number;
};

/* What stands for a character, or for a line. */
static const struct {
	const char *name;
	unsigned character;
} signs[] = {
	{"par", '\n'}, {"line", '\n'}, {"sect", '\n'}, {"page", '\n'},
	{"row", '\n'}, {"cell", '\t'}, {"tab", '\t'}, {"emspace", ' '},
	{"enspace", ' '}, {"emdash", 0x2014}, {"endash", 0x2013},
	{"lquote", 0x2018}, {"rquote", 0x2019}, {"ldblquote", 0x201c},
	{"rdblquote", 0x201d}, {"bullet", 0x2022},
};

/* Groups of what is no text. */
static const char *const hidden[] = {"fonttbl", "colortbl", "stylesheet",
    "info", "pict", "fldinst", "header", "footer", "headerl", "headerr",
    "footerl", "footerr", "themedata", "listtable", "xmlnstbl"};

static int
is(struct tk_span name, const char *word)
{
	return name.len == strlen(word) &&
	    memcmp(name.data, word, name.len) == 0;
}

static void
decode(struct rtf *r)
{
	const char *label = r->wide ? "utf-16be" : r->label;
	struct tk_mail_charset cs;

	if (r->bytes.len > 0)
		tk_mail_charset_utf8(r->out, label, strlen(label),
		    r->bytes.data, r->bytes.len, &cs);
	tk_buf_clear(&r->bytes);
}

static void
add_bytes(struct rtf *r, int wide, const char *bytes, size_t len)
{
	if (r->in.hidden)
		return;
	if (wide != r->wide)
		decode(r);
	r->wide = wide;
	tk_buf_add(&r->bytes, bytes, len);
}

/* A character that is one of UTF-16, or half of one. */
static void
add_unit(struct rtf *r, unsigned c)
{
	char unit[2] = {(char)(c >> 8), (char)c};

	if (c < 0x80)
		add_bytes(r, 0, unit + 1, 1);
	else
		add_bytes(r, 1, unit, sizeof unit);
}

static void
add_byte(struct rtf *r, char c)
{
	if (r->drop > 0)
		r->drop--;
	else
		add_bytes(r, 0, &c, 1);
}

/* The control word behind a backslash, with the blank that ends it. */
static struct control
read_control(struct rtf *r)
{
	struct control c = {{r->rest.data, 0}, 0, 0};
	struct tk_span *s = &r->rest;
	int minus;

	while (c.name.len < s->len && tk_is_letter(s->data[c.name.len]))
		c.name.len++;
	*s = tk_span_skip(*s, c.name.len);
	minus = s->len > 1 && s->data[0] == '-' && tk_is_digit(s->data[1]);
	if (minus)
		*s = tk_span_skip(*s, 1);
	for (; s->len > 0 && tk_is_digit(*s->data); *s = tk_span_skip(*s, 1)) {
		c.has_number = 1;
		if (c.number < 100000000)
			c.number = 10 * c.number + (*s->data - '0');
	}
	if (minus)
		c.number = -c.number;
	if (s->len > 0 && *s->data == ' ')
		*s = tk_span_skip(*s, 1);
	return c;
}

static void
obey(struct rtf *r, struct control c)
{
	size_t i;

	if (is(c.name, "u") && c.has_number) {
		add_unit(r, (unsigned)c.number & 0xffff);
		r->drop = r->in.spare;
	} else if (is(c.name, "uc") && c.number >= 0) {
		r->in.spare = (unsigned char)(c.number < 9 ? c.number : 9);
	} else if (is(c.name, "ansicpg") && c.number > 0) {
		decode(r);
		snprintf(r->label, sizeof r->label, "cp%ld", c.number);
	} else if (is(c.name, "bin") && c.number > 0) {
		r->rest = tk_span_skip(r->rest, (size_t)c.number <
		    r->rest.len ? (size_t)c.number : r->rest.len);
	}
	for (i = 0; i < COUNT(signs); i++)
		if (is(c.name, signs[i].name))
			add_unit(r, signs[i].character);
	for (i = 0; i < COUNT(hidden); i++)
		if (is(c.name, hidden[i]))
			r->in.hidden = 1;
}

/* What is behind a backslash. */
static void
read_escape(struct rtf *r)
{
	struct tk_span *s = &r->rest;
	char c;

	if (s->len == 0)
		return;
	c = *s->data;
	if (tk_is_letter(c)) {
		obey(r, read_control(r));
		return;
	}
	*s = tk_span_skip(*s, 1);
	if (c == '\'' && s->len >= 2 && tk_hex(s->data[0]) >= 0 &&
	    tk_hex(s->data[1]) >= 0) {
		add_byte(r, (char)(tk_hex(s->data[0]) << 4 |
		    tk_hex(s->data[1])));
		*s = tk_span_skip(*s, 2);
	} else if (c == '*') {
		r->in.hidden = 1;
	} else if (c == '\n' || c == '\r') {
		add_unit(r, '\n');
	} else if (c == '~') {
		add_byte(r, ' ');
	} else if (c == '_') {
		add_byte(r, '-');
	} else if (strchr("\\{}", c) != NULL && c != '\0') {
		add_byte(r, c);
	}
}

static void
read_byte(struct rtf *r)
{
	char c = *r->rest.data;

	r->rest = tk_span_skip(r->rest, 1);
	if (c == '\\') {
		read_escape(r);
	} else if (c == '{') {
		tk_buf_add(&r->outer, &r->in, sizeof r->in);
	} else if (c == '}') {
		r->drop = 0;
		if (r->outer.len >= sizeof r->in) {
			r->outer.len -= sizeof r->in;
			memcpy(&r->in, r->outer.data + r->outer.len,
			    sizeof r->in);
		}
	} else if (c != '\r' && c != '\n' && c != '\0') {
		add_byte(r, c);
	}
}

int
tk_mail_rtf(struct tk_buf *out, const char *rtf, size_t len)
{
	struct rtf r = {.out = out, .in = {0, 1}, .rest = {rtf, len}};
	int rc;

	while (r.rest.len > 0)
		read_byte(&r);
	decode(&r);
	rc = out->failed || r.bytes.failed || r.outer.failed ? -1 : 0;
	tk_buf_free(&r.bytes);
	tk_buf_free(&r.outer);
	return rc;
}
