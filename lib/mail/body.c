/* body.c - which parts of a message are its text, and which are files. */
#include "body.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "topic.h"

/* Of a text still encoded: a page of 4 MB is read in a moment. */
#define TEXT_INPUT (4 * (size_t)TK_MAIL_MAX_TEXT)
#define META_BYTES 1024		/* where HTML may say its charset */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void
tk_mail_warn(struct tk_mail_warnings *w, const char *fmt, ...)
{
	char line[1024];
	va_list ap;
	int n;

	if (w->count == TK_MAIL_MAX_WARNINGS)
		return;
	va_start(ap, fmt);
	n = vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	w->line[w->count] = n < 0 ? NULL : tk_arena_strdup(w->arena, line);
	if (w->line[w->count] == NULL)
		w->failed = 1;
	else
		w->count++;
}

/* ---- parts ----------------------------------------------------------------- */

static int
is_type(const struct tk_mail_part *p, const char *type, const char *subtype)
{
	return strcmp(p->type.type, type) == 0 && (subtype == NULL ||
	    strcmp(p->type.subtype, subtype) == 0);
}

static int
is_message(const struct tk_mail_part *p)
{
	return is_type(p, "message", "rfc822") ||
	    is_type(p, "message", "global");
}

/* Is a value one of these words, whatever parameters follow? */
static int
is_word(struct tk_span v, const char *word)
{
	size_t n = strlen(word);

	while (v.len > 0 && strchr(" \t\r\n\"", v.data[0]) != NULL)
		v.data++, v.len--;
	return v.len >= n && strncasecmp(v.data, word, n) == 0;
}

struct tk_span
tk_mail_part_bytes(const struct tk_mail_part *p, struct tk_buf *buf)
{
	struct tk_span e = p->encoding;

	tk_buf_clear(buf);
	if (e.data == NULL || is_word(e, "7bit") || is_word(e, "8bit") ||
	    is_word(e, "binary"))
		return p->body;
	tk_mail_transfer(buf, e, p->body.data, p->body.len);
	return (struct tk_span){buf->data != NULL ? buf->data : "", buf->len};
}

int
tk_mail_part_param(const struct tk_mail_part *p, const char *field,
    const char *name, struct tk_buf *buf)
{
	struct tk_span v = tk_mail_header_get(&p->header, field, NULL);

	if (v.data == NULL || memchr(v.data, ';', v.len) == NULL)
		return -1;
	return tk_mail_param(buf, v.data, v.len, name);
}

/* Text that people are shown, unless a name or "attachment" makes it a
 * file. */
static int
is_readable(const struct tk_mail_part *p)
{
	static const char *const files[] = {"calendar", "vcard", "x-vcard",
	    "directory", "css", "csv", "xml", "javascript", "rtf",
	    "rfc822-headers"};
	size_t i;

	if (!is_type(p, "text", NULL))
		return 0;
	for (i = 0; i < COUNT(files); i++)
		if (strcmp(p->type.subtype, files[i]) == 0)
			return 0;
	return 1;
}

static int
is_named(struct tk_mail_body *b, const struct tk_mail_part *p)
{
	tk_buf_clear(&b->word);
	return tk_mail_part_param(p, "Content-Disposition", "filename",
	    &b->word) == 0 || tk_mail_part_param(p, "Content-Type", "name",
	    &b->word) == 0;
}

/* The part of multipart/related that refers to the others: the one that
 * "start" names, else the first. */
static const struct tk_mail_part *
related_root(struct tk_mail_body *b, const struct tk_mail_part *part)
{
	const struct tk_mail_part *p;
	struct tk_span id;

	tk_buf_clear(&b->word);
	if (tk_mail_part_param(part, "Content-Type", "start", &b->word) < 0 ||
	    b->word.len == 0)
		return part->child;
	for (p = part->child; p != NULL; p = p->next) {
		id = tk_mail_header_get(&p->header, "Content-ID", NULL);
		if (id.data != NULL && memmem(id.data, id.len, b->word.data,
		    b->word.len) != NULL)
			return p;
	}
	return part->child;
}

/* ---- text ------------------------------------------------------------------- */

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

/* Appends the text of a part: 1, or 0 when it is blank. */
static int
add_text(struct tk_mail_body *b, const struct tk_mail_part *p)
{
	struct tk_mail_charset cs = {.used = ""};
	struct tk_mail_part part = *p;
	struct tk_span bytes, label = {NULL, 0};
	size_t before = b->text.len, from;
	int html = is_type(p, "text", "html") ||
	    is_type(p, "text", "x-amp-html"), flowed, delsp = 0;

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
		b->first = p;
	}
	b->bad += cs.bad;
	cut_text(b);
	return 1;
}

static int find_text(struct tk_mail_body *, const struct tk_mail_part *);

/* The rank of an alternative: the highest that has text is shown. */
static int
alternative_rank(const struct tk_mail_part *p)
{
	if (p->child == NULL && p->attachment)
		return 0;
	if (is_type(p, "text", "plain"))
		return 3;
	if (is_type(p, "text", "html") || is_type(p, "multipart", NULL))
		return 2;
	return is_readable(p);
}

static int
find_alternative(struct tk_mail_body *b, const struct tk_mail_part *part)
{
	const struct tk_mail_part *p, *list[TK_MAIL_MAX_PARTS];
	size_t n = 0, i;
	int rank;

	for (p = part->child; p != NULL && n < TK_MAIL_MAX_PARTS; p = p->next)
		list[n++] = p;
	for (rank = 3; rank > 0; rank--)
		for (i = n; i > 0; i--)
			if (alternative_rank(list[i - 1]) == rank &&
			    find_text(b, list[i - 1]))
				return 1;
	return 0;
}

/* Appends what people are to read of a part: 1, or 0 when there is none. */
static int
find_text(struct tk_mail_body *b, const struct tk_mail_part *part)
{
	const struct tk_mail_part *p;
	int found = 0;

	if (is_type(part, "multipart", "encrypted")) {
		b->encrypted = 1;
		return 0;
	}
	if (is_type(part, "multipart", "alternative"))
		return find_alternative(b, part);
	if (is_type(part, "multipart", "related"))
		return part->child != NULL &&
		    find_text(b, related_root(b, part));
	if (is_type(part, "multipart", "report"))
		return part->child != NULL && find_text(b, part->child);
	if (is_type(part, "multipart", NULL)) {
		for (p = part->child; p != NULL; p = p->next)
			found |= find_text(b, p);
		return found;
	}
	/* A mail of one part is its text, whatever it calls it. */
	if (!is_readable(part) || (part->attachment && (part->depth > 0 ||
	    is_named(b, part))))
		return 0;
	return add_text(b, part);
}

/* ---- files -------------------------------------------------------------------- */

enum place {
	SHOWN,		/* unnamed text is no file here */
	ALTERNATIVE,	/* nor is named text: it is the same once more */
	ASIDE,		/* all but the text is a file */
};

static int
is_signature(const struct tk_mail_part *p)
{
	return is_type(p, "application", "pgp-signature") ||
	    is_type(p, "application", "pkcs7-signature") ||
	    is_type(p, "application", "x-pkcs7-signature");
}

static int
is_file(struct tk_mail_body *b, const struct tk_mail_part *p,
    enum place place)
{
	if (is_signature(p) || p == b->first)
		return 0;
	if (!is_readable(p) || p->attachment || place == ASIDE)
		return 1;
	return place == SHOWN && is_named(b, p);
}

static void
find_files(struct tk_mail_body *b, const struct tk_mail_part *part,
    enum place place)
{
	const struct tk_mail_part *p, *root = NULL;

	if (!is_type(part, "multipart", NULL)) {
		if (is_file(b, part, place) && b->files < TK_MAIL_MAX_PARTS)
			b->file[b->files++] = part;
		return;
	}
	place = SHOWN;
	if (is_type(part, "multipart", "alternative"))
		place = ALTERNATIVE;
	else if (is_type(part, "multipart", "related"))
		root = related_root(b, part);
	else if (is_type(part, "multipart", "report"))
		root = part->child;
	else if (is_type(part, "multipart", "encrypted"))
		place = ASIDE;
	for (p = part->child; p != NULL; p = p->next)
		find_files(b, p, root == NULL || p == root ? place : ASIDE);
}

/* The message that is enclosed, if there is just one. */
static void
find_inner(struct tk_mail_body *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->files; i++) {
		if (!is_message(b->file[i]) || b->file[i]->child == NULL)
			continue;
		b->inner = b->file[i]->child;
		n++;
	}
	if (n != 1)
		b->inner = NULL;
}

static void
clear(struct tk_mail_body *b, const volatile int *stop)
{
	tk_buf_clear(&b->text);
	tk_buf_clear(&b->bytes);
	tk_buf_clear(&b->decoded);
	tk_buf_clear(&b->page);
	tk_buf_clear(&b->word);
	memset(&b->charset, 0, sizeof b->charset);
	b->charset.used = "";
	b->files = 0;
	b->inner = b->first = NULL;
	b->stop = stop;
	b->bad = 0;
	b->texts = b->encrypted = b->cut = b->bad_html = 0;
}

int
tk_mail_body_read(struct tk_mail_body *b, const struct tk_mail_part *root,
    const volatile int *stop, struct tk_mail_warnings *w)
{
	clear(b, stop);
	find_text(b, root);
	find_files(b, root, SHOWN);
	find_inner(b);
	if (is_type(root, "application", "pkcs7-mime") ||
	    is_type(root, "application", "x-pkcs7-mime"))
		b->encrypted = 1;
	/* A mail forwarded as a file, without a word: it is the text. */
	if (b->texts == 0 && !b->encrypted && b->inner != NULL)
		find_text(b, b->inner);
	if (b->texts == 0 && b->encrypted)
		tk_buf_puts(&b->text, "(加密邮件)");
	if (b->text.data == NULL)
		tk_buf_add(&b->text, "", 0);
	if (b->cut)
		tk_mail_warn(w, "text: (超出限制, 见原始邮件)");
	if (b->bad_html)
		tk_mail_warn(w, "the HTML cannot be read, shown as it is");
	return b->text.failed || b->decoded.failed || b->page.failed ||
	    b->word.failed ? -1 : 0;
}

void
tk_mail_body_free(struct tk_mail_body *b)
{
	tk_buf_free(&b->text);
	tk_buf_free(&b->bytes);
	tk_buf_free(&b->decoded);
	tk_buf_free(&b->page);
	tk_buf_free(&b->word);
}
