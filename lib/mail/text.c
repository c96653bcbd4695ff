/* text.c - the text of a part, decoded. */
#include "body.h"

/* Of a text still encoded: a page of 4 MB is read in a moment. */
#define TEXT_INPUT (4 * (size_t)TK_MAIL_MAX_TEXT)
#define META_BYTES 1024		/* where HTML may say its charset */

static int
is_blank(struct tk_span s)
{
	struct tk_span line;

	while (tk_span_line(&s, &line))
		if (tk_span_bare(line).len > 0)
			return 0;
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
unflow(struct tk_buf *to, struct tk_span text, int delsp)
{
	struct tk_span line;
	size_t depth, last = 0, i;
	int open = 0, sign;	/* open: the line before flows on */

	while (tk_span_line(&text, &line)) {
		depth = quote_depth(&line);
		sign = tk_span_is(line, "-- ");
		if (open && (depth != last || sign)) {
			tk_buf_putc(to, '\n');
			open = 0;
		}
		for (i = 0; !open && i < depth; i++)
			tk_buf_add(to, "> ", i + 1 < depth ? 1 : 2);
		last = depth;
		open = tk_span_ends(line, " ") && !sign;
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

/* Appends the text in b->page. */
static void
add_page(struct tk_mail_body *b)
{
	size_t from = b->text.len;

	if (tk_mail_html(&b->text, tk_buf_span(&b->page).data,
	    b->page.len) < 0) {
		b->text.len = from;
		tk_span_add(&b->text, tk_buf_span(&b->page));
		b->bad_html = 1;
	}
	drop_controls(&b->text, from);
}

static int
param_is(struct tk_mail_body *b, const struct tk_mail_part *p,
    const char *name, const char *value)
{
	tk_buf_clear(&b->word);
	return tk_mail_part_param(p, "Content-Type", name, &b->word) == 0 &&
	    tk_span_is(tk_buf_span(&b->word), value);
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

/* Puts an empty line behind the texts before; returns where they end. */
static size_t
add_gap(struct tk_buf *text)
{
	size_t end;

	tk_buf_add(text, "", 0);
	if (text->len == 0)
		return 0;
	end = text->len = tk_mail_trim(text->data, text->len);
	tk_buf_puts(text, "\n\n");
	return end;
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
	size_t before, from;
	int html = tk_mail_part_is(p, "text", "html") ||
	    tk_mail_part_is(p, "text", "x-amp-html"), flowed, delsp;

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
	flowed = !html && param_is(b, p, "format", "flowed");
	delsp = flowed && param_is(b, p, "delsp", "yes");
	tk_buf_clear(&b->word);
	if (tk_mail_part_param(p, "Content-Type", "charset", &b->word) == 0 &&
	    b->word.len > 0)
		label = (struct tk_span){b->word.data, b->word.len};
	else if (html)
		label = meta_charset(bytes);
	before = add_gap(&b->text);
	from = b->text.len;
	tk_buf_clear(&b->page);
	tk_mail_charset_utf8(html || flowed ? &b->page : &b->text, label.data,
	    label.len, bytes.data, bytes.len, &cs);
	if (html)
		add_page(b);
	else if (flowed)
		unflow(&b->text, tk_buf_span(&b->page), delsp);
	if (b->text.failed)
		return 0;
	if (is_blank(tk_span(b->text.data + from,
	    b->text.data + b->text.len))) {
		b->text.len = before;
		b->text.data[before] = '\0';
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
