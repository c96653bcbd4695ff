/* text.c - the text of a part, decoded. */
#include "body.h"

#include <string.h>
#include <strings.h>

#include "topic.h"

/* Of a text still encoded: a page of 4 MB is read in a moment. */
#define TEXT_INPUT (4 * (size_t)TK_MAIL_MAX_TEXT)
#define META_BYTES 1024		/* where HTML may say its charset */

static int
is_blank(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		i += tk_mail_blanks(s + i, len - i);
		if (i < len && s[i++] != '\n')
			return 0;
	}
	return 1;
}

/* What is quoted, how deep, in a line of format=flowed. */
static size_t
quote_depth(struct tk_span *line)
{
	size_t n = 0;

	while (n < line->len && line->data[n] == '>')
		n++;
	line->data += n;
	line->len -= n;
	if (line->len > 0 && line->data[0] == ' ')	/* stuffed */
		line->data++, line->len--;
	return n;
}

/* Joins the lines that format=flowed (RFC 3676) broke. */
static void
unflow(struct tk_buf *to, const char *s, size_t len, int delsp)
{
	const char *end = s + len, *eol;
	size_t depth, last = 0, i;
	int open = 0;	/* the line before flows on */

	for (; s < end; s = eol < end ? eol + 1 : end) {
		struct tk_span line;

		eol = memchr(s, '\n', (size_t)(end - s));
		if (eol == NULL)
			eol = end;
		line = (struct tk_span){s, (size_t)(eol - s)};
		depth = quote_depth(&line);
		if (open && (depth != last || (line.len == 3 &&
		    memcmp(line.data, "-- ", 3) == 0))) {
			tk_buf_putc(to, '\n');
			open = 0;
		}
		for (i = 0; !open && i < depth; i++)
			tk_buf_add(to, "> ", i + 1 < depth ? 1 : 2);
		last = depth;
		open = line.len > 0 && line.data[line.len - 1] == ' ' &&
		    !(line.len == 3 && memcmp(line.data, "-- ", 3) == 0);
		tk_buf_add(to, line.data, line.len - (open && delsp));
		if (!open)
			tk_buf_putc(to, '\n');
	}
}

/* The charset that a page names itself. */
static struct tk_span
meta_charset(struct tk_span page)
{
	const char *p = page.data, *end;
	size_t n;

	end = page.data + (page.len < META_BYTES ? page.len : META_BYTES);
	for (; end - p > 8; p++) {
		p = memchr(p, '=', (size_t)(end - p));
		if (p == NULL)
			break;
		if (p - page.data < 7 || strncasecmp(p - 7, "charset", 7) != 0)
			continue;
		for (p++; p < end && strchr(" \"'", *p) != NULL;)
			p++;
		for (n = 0; p + n < end && n < 40 && p[n] > ' ' &&
		    strchr("\"';/>", p[n]) == NULL;)
			n++;
		return (struct tk_span){p, n};
	}
	return (struct tk_span){NULL, 0};
}

/* Entities can name control characters: "&#7;". */
static void
drop_controls(struct tk_buf *buf, size_t from)
{
	size_t i, n = from;

	for (i = from; i < buf->len; i++) {
		unsigned char c = (unsigned char)buf->data[i];

		if (c >= 0x20 || c == '\n' || c == '\t')
			buf->data[n++] = (char)c;
	}
	buf->len = n;
	if (buf->data != NULL)
		buf->data[n] = '\0';
}

static void
add_page(struct tk_mail_body *b, struct tk_span bytes, struct tk_span label,
    struct tk_mail_charset *cs)
{
	size_t from = b->text.len;

	tk_buf_clear(&b->page);
	tk_mail_charset_utf8(&b->page, label.data, label.len, bytes.data,
	    bytes.len, cs);
	if (b->page.failed)
		return;
	if (tk_mail_html(&b->text, b->page.data != NULL ? b->page.data : "",
	    b->page.len) < 0) {
		b->text.len = from;
		tk_buf_add(&b->text, b->page.data, b->page.len);
		b->bad_html = 1;
	}
	drop_controls(&b->text, from);
}

static int
is_flowed(struct tk_mail_body *b, const struct tk_mail_part *p, int *delsp)
{
	tk_buf_clear(&b->word);
	*delsp = 0;
	if (tk_mail_part_param(p, "Content-Type", "format", &b->word) < 0 ||
	    b->word.len == 0 || strcasecmp(b->word.data, "flowed") != 0)
		return 0;
	tk_buf_clear(&b->word);
	*delsp = tk_mail_part_param(p, "Content-Type", "delsp",
	    &b->word) == 0 && b->word.len > 0 &&
	    strcasecmp(b->word.data, "yes") == 0;
	return 1;
}

static void
add_plain(struct tk_mail_body *b, struct tk_span bytes, struct tk_span label,
    struct tk_mail_charset *cs, int flowed, int delsp)
{
	if (!flowed) {
		tk_mail_charset_utf8(&b->text, label.data, label.len,
		    bytes.data, bytes.len, cs);
		return;
	}
	tk_buf_clear(&b->page);
	tk_mail_charset_utf8(&b->page, label.data, label.len, bytes.data,
	    bytes.len, cs);
	unflow(&b->text, b->page.data, b->page.len, delsp);
}

/* A label may be any bytes; told are those that are ASCII. */
static void
clean_label(struct tk_mail_charset *cs)
{
	char *p;

	for (p = cs->declared; *p != '\0'; p++)
		if (*p < 0x20 || *p >= 0x7f)
			*p = '?';
}

/* Puts an empty line behind the texts before. */
static void
add_gap(struct tk_buf *text)
{
	if (text->len == 0)
		return;
	text->len = tk_mail_trim(text->data, text->len);
	tk_buf_puts(text, "\n\n");
}

static void
cut_text(struct tk_mail_body *b)
{
	size_t n = TK_MAIL_MAX_TEXT;

	if (b->text.len <= n)
		return;
	while ((b->text.data[n] & 0xc0) == 0x80)
		n--;
	b->text.len = n;
	b->text.data[n] = '\0';
	b->cut = 1;
}

int
tk_mail_add_text(struct tk_mail_body *b, const struct tk_mail_part *p)
{
	struct tk_mail_charset cs = {.used = ""};
	struct tk_mail_part part = *p;
	struct tk_span bytes, label = {NULL, 0};
	size_t before = b->text.len, from;
	int html = tk_mail_part_is(p, "text", "html") ||
	    tk_mail_part_is(p, "text", "x-amp-html"), flowed, delsp = 0;

	if (b->text.len >= TK_MAIL_MAX_TEXT ||
	    (b->stop != NULL && *b->stop)) {
		b->cut |= b->text.len >= TK_MAIL_MAX_TEXT;
		return 0;
	}
	if (part.body.len > TEXT_INPUT) {
		part.body.len = TEXT_INPUT;
		b->cut = 1;
	}
	bytes = tk_mail_part_bytes(&part, &b->decoded);
	flowed = !html && is_flowed(b, p, &delsp);
	tk_buf_clear(&b->word);
	if (tk_mail_part_param(p, "Content-Type", "charset", &b->word) == 0 &&
	    b->word.len > 0)
		label = (struct tk_span){b->word.data, b->word.len};
	else if (html)
		label = meta_charset(bytes);
	add_gap(&b->text);
	from = b->text.len;
	if (html)
		add_page(b, bytes, label, &cs);
	else
		add_plain(b, bytes, label, &cs, flowed, delsp);
	if (b->text.failed || is_blank(b->text.data + from,
	    b->text.len - from)) {
		b->text.len = before;
		return 0;
	}
	if (b->texts++ == 0) {
		b->charset = cs;
		clean_label(&b->charset);
		b->first = p;
	}
	b->bad += cs.bad;
	cut_text(b);
	return 1;
}
