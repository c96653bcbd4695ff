/* body.c - which parts of a message are its text, and which are files. */
#include "body.h"


/* ---- parts ------------------------------------------------------------- */

int
tk_mail_part_is(const struct tk_mail_part *p, const char *type,
    const char *subtype)
{
	return strcmp(p->type.type, type) == 0 && (subtype == NULL ||
	    strcmp(p->type.subtype, subtype) == 0);
}

static int
is_message(const struct tk_mail_part *p)
{
	return tk_mail_part_is(p, "message", "rfc822") ||
	    tk_mail_part_is(p, "message", "global");
}

struct tk_span
tk_mail_part_bytes(const struct tk_mail_part *p, struct tk_buf *buf)
{
	static const char *const none[] = {"7bit", "8bit", "binary"};

	tk_buf_clear(buf);
	if (p->encoding.data == NULL || tk_span_begins_any(
	    tk_span_trim(p->encoding), none, COUNT(none)))
		return p->body;
	tk_mail_transfer(buf, p->encoding, p->body.data, p->body.len);
	return tk_buf_span(buf);
}

int
tk_mail_part_param(const struct tk_mail_part *p, const char *field,
    const char *name, struct tk_buf *buf)
{
	struct tk_span v = tk_mail_part_field(p, field);

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

	if (!tk_mail_part_is(p, "text", NULL))
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
		id = tk_mail_part_field(p, "Content-ID");
		if (id.data != NULL && memmem(id.data, id.len, b->word.data,
		    b->word.len) != NULL)
			return p;
	}
	return part->child;
}

/* ---- text -------------------------------------------------------------- */

static int find_text(struct tk_mail_body *, const struct tk_mail_part *);

/* The rank of an alternative: the highest that has text is shown. */
static int
alternative_rank(const struct tk_mail_part *p)
{
	if (p->child == NULL && p->attachment)
		return 0;
	if (tk_mail_part_is(p, "text", "plain"))
		return 3;
	if (tk_mail_part_is(p, "text", "html") ||
	    tk_mail_part_is(p, "multipart", NULL))
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

	if (tk_mail_part_is(part, "multipart", "encrypted")) {
		b->encrypted = 1;
		return 0;
	}
	if (tk_mail_part_is(part, "multipart", "alternative"))
		return find_alternative(b, part);
	if (tk_mail_part_is(part, "multipart", "related"))
		return part->child != NULL &&
		    find_text(b, related_root(b, part));
	if (tk_mail_part_is(part, "multipart", "report"))
		return part->child != NULL && find_text(b, part->child);
	if (tk_mail_part_is(part, "multipart", NULL)) {
		for (p = part->child; p != NULL; p = p->next)
			found |= find_text(b, p);
		return found;
	}
	/* A mail of one part is its text, whatever it calls it. */
	if (!is_readable(part) || (part->attachment && (part->depth > 0 ||
	    is_named(b, part))))
		return 0;
	return tk_mail_add_text(b, part);
}

/* ---- files ------------------------------------------------------------- */

enum place {
	SHOWN,		/* unnamed text is no file here */
	ALTERNATIVE,	/* nor is named text: it is the same once more */
	ASIDE,		/* all but the text is a file */
};

static int
is_signature(const struct tk_mail_part *p)
{
	return tk_mail_part_is(p, "application", "pgp-signature") ||
	    tk_mail_part_is(p, "application", "pkcs7-signature") ||
	    tk_mail_part_is(p, "application", "x-pkcs7-signature");
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

	if (!tk_mail_part_is(part, "multipart", NULL)) {
		if (is_file(b, part, place) && b->files < TK_MAIL_MAX_PARTS)
			b->file[b->files++] = part;
		return;
	}
	place = SHOWN;
	if (tk_mail_part_is(part, "multipart", "alternative"))
		place = ALTERNATIVE;
	else if (tk_mail_part_is(part, "multipart", "related"))
		root = related_root(b, part);
	else if (tk_mail_part_is(part, "multipart", "report"))
		root = part->child;
	else if (tk_mail_part_is(part, "multipart", "encrypted"))
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
	if (tk_mail_part_is(root, "application", "pkcs7-mime") ||
	    tk_mail_part_is(root, "application", "x-pkcs7-mime"))
		b->encrypted = 1;
	/* A mail forwarded as a file, without a word: it is the text. */
	if (b->texts == 0 && !b->encrypted && b->inner != NULL)
		find_text(b, b->inner);
	if (b->texts == 0 && !b->encrypted)
		tk_mail_winmail_text(b);
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
