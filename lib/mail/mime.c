/* mime.c - the parts of a message, by their boundaries. */
#include "part.h"

#define BOUNDARY_MAX 256	/* bytes; the standard allows 70 */
#define DIGEST "message/rfc822"

/* A tree as it grows. Parts are encoded against the rules once or twice in
 * a mail, not at each of 30 levels: room bounds what is decoded. */
struct reading {
	struct tk_mail_tree *tree;
	size_t room;
	int full;	/* no more parts */
};

/* A line of a boundary: where the text before it ends, where that behind it
 * begins, and whether it is the closing one. */
struct delimiter {
	size_t end, next;
	int close;
};

static int read_part(struct reading *, struct tk_span, unsigned depth,
	const char *type, struct tk_mail_part **);

static int
is(const char *s, const char *word)
{
	return strcmp(s, word) == 0;
}

/* Behind a boundary's name at i: is the rest of the line blank? */
static int
line_ends(struct tk_span s, size_t i, struct delimiter *d)
{
	d->close = s.len - i >= 2 && memcmp(s.data + i, "--", 2) == 0;
	if (d->close)
		i += 2;
	while (i < s.len && (s.data[i] == ' ' || s.data[i] == '\t'))
		i++;
	if (i < s.len && s.data[i] == '\r')
		i++;
	else if (i < s.len && s.data[i] != '\n')
		return 0;
	if (i < s.len && s.data[i] == '\n')
		i++;
	d->next = i;
	return 1;
}

/* The first line from `from` on, where a line begins, that is the boundary
 * mark ("--name"). Each line is looked at once. */
static int
find_delimiter(struct tk_span s, size_t from, struct tk_span mark,
    struct delimiter *d)
{
	int eol = s.len > 0 && memchr(s.data, '\n', s.len) != NULL ? '\n' :
	    '\r';
	const char *p = s.data + from, *end = s.data + s.len;

	while ((size_t)(end - p) >= mark.len) {
		if (p[0] == '-' && memcmp(p, mark.data, mark.len) == 0 &&
		    line_ends(s, (size_t)(p - s.data) + mark.len, d)) {
			if (p > s.data && p[-1] == '\n')
				p--;
			if (p > s.data && p[-1] == '\r')
				p--;
			d->end = (size_t)(p - s.data);
			return 1;
		}
		p = memchr(p, eol, (size_t)(end - p));
		if (p == NULL)
			break;
		p++;
	}
	return 0;
}

/* "--name" of the boundary that a Content-Type names. */
static int
mark_declared(const struct tk_mail_part *part, struct tk_buf *mark)
{
	struct tk_span v = tk_mail_part_field(part, "Content-Type");

	tk_buf_clear(mark);
	tk_buf_puts(mark, "--");
	if (v.data == NULL ||
	    tk_mail_param(mark, v.data, v.len, "boundary") < 0)
		return 0;
	while (mark->len > 2 && strchr(" \t", mark->data[mark->len - 1]))
		mark->len--;
	return mark->len > 2 && mark->len <= BOUNDARY_MAX &&
	    memchr(mark->data, '\n', mark->len) == NULL;
}

/* May a part begin here, behind the line that looked like a boundary? */
static int
looks_like_part(const char *s, size_t len)
{
	return len > 0 && (s[0] == '\n' || s[0] == '\r' ||
	    (len > 8 && strncasecmp(s, "Content-", 8) == 0));
}

/* "--name" of the first line that looks like a boundary. */
static int
mark_guessed(struct tk_span body, struct tk_buf *mark)
{
	const char *p = body.data, *end = body.data + body.len, *eol;
	size_t len;

	for (; p < end; p = eol < end ? eol + 1 : end) {
		eol = memchr(p, '\n', (size_t)(end - p));
		if (eol == NULL)
			break;
		len = (size_t)(eol - p);
		while (len > 0 && strchr(" \t\r", p[len - 1]) != NULL)
			len--;
		if (len < 4 || len > BOUNDARY_MAX || p[0] != '-' ||
		    p[1] != '-' || memchr(p, ' ', len) != NULL ||
		    !looks_like_part(eol + 1, (size_t)(end - eol - 1)))
			continue;
		tk_buf_clear(mark);
		tk_buf_add(mark, p, len);
		return !mark->failed;
	}
	return 0;
}

/* Reads the parts between the lines of a boundary. *found: how many lines. */
static int
read_between(struct reading *r, struct tk_mail_part *part, struct tk_span body,
    struct tk_span mark, size_t *found)
{
	const char *type = is(part->type.subtype, "digest") ? DIGEST : NULL;
	struct tk_mail_part **link = &part->child;
	struct delimiter d = {0, 0, 0}, e;
	int more = find_delimiter(body, 0, mark, &d);
	size_t end;

	*found = 0;
	while (more && !d.close && !r->full) {
		more = find_delimiter(body, d.next, mark, &e);
		end = more && e.end > d.next ? e.end : d.next;
		if (!more)
			end = body.len;
		if (read_part(r, (struct tk_span){body.data + d.next,
		    end - d.next}, part->depth + 1, type, link) < 0)
			return -1;
		if (*link != NULL)
			link = &(*link)->next;
		d = e;
		++*found;
	}
	part->unclosed = !more || !d.close;
	return 0;
}

/* 1 and the decoded body of a part that must not be encoded, but is. */
static int
decode(struct reading *r, const struct tk_mail_part *part, struct tk_span *s)
{
	static const char *const words[] = {"base64", "quoted-printable",
	    "x-uuencode", "uuencode", "x-uue"};
	struct tk_buf buf = TK_BUF_INIT;
	char *p = NULL;

	if (!tk_span_begins_any(part->encoding, words, COUNT(words)) ||
	    part->body.len > r->room)
		return 0;
	r->room -= part->body.len;
	tk_mail_transfer(&buf, part->encoding, part->body.data,
	    part->body.len);
	if (!buf.failed)
		p = tk_span_copy(r->tree->arena, tk_buf_span(&buf));
	s->data = p;
	s->len = buf.len;
	tk_buf_free(&buf);
	return p == NULL ? -1 : 1;
}

/* A multipart without any part: all of it is one text. */
static int
one_text(struct reading *r, struct tk_mail_part *part)
{
	struct tk_mail_part *p = tk_arena_alloc(r->tree->arena, sizeof *p);

	if (p == NULL)
		return -1;
	memset(p, 0, sizeof *p);
	strcpy(p->type.type, "text");
	strcpy(p->type.subtype, "plain");
	p->body = part->body;
	p->encoding = part->encoding;
	p->depth = part->depth + 1;
	part->child = p;
	part->unclosed = 1;
	r->tree->parts++;
	return 0;
}

static int
read_multipart(struct reading *r, struct tk_mail_part *part,
    struct tk_buf *mark)
{
	struct tk_span body = part->body;
	size_t found = 0;
	int declared = mark_declared(part, mark);

	if (declared && read_between(r, part, body,
	    tk_buf_span(mark), &found) < 0)
		return -1;
	if (found > 0)
		return 0;
	if (decode(r, part, &body) < 0)
		return -1;
	if (declared && body.data != part->body.data && read_between(r, part,
	    body, tk_buf_span(mark), &found) < 0)
		return -1;
	if (found == 0 && mark_guessed(body, mark) && read_between(r, part,
	    body, tk_buf_span(mark), &found) < 0)
		return -1;
	if (mark->failed)
		return -1;
	return found > 0 || part->child != NULL ? 0 : one_text(r, part);
}

static int
read_children(struct reading *r, struct tk_mail_part *part)
{
	struct tk_buf mark = TK_BUF_INIT;
	struct tk_span body = part->body;
	int result = 0;

	if (is(part->type.type, "multipart")) {
		if (part->depth < TK_MAIL_MAX_DEPTH)
			result = read_multipart(r, part, &mark);
		else
			r->tree->cut = 1;
		tk_buf_free(&mark);
	} else if (is(part->type.type, "message") &&
	    (is(part->type.subtype, "rfc822") ||
	    is(part->type.subtype, "global"))) {
		if (part->depth >= TK_MAIL_MAX_DEPTH)
			r->tree->cut = 1;
		else if (decode(r, part, &body) < 0)
			return -1;
		else
			result = read_part(r, body, part->depth + 1, NULL,
			    &part->child);
	}
	return result;
}

/* Content-Disposition: whatever is not inline is an attachment (RFC 2183). */
static int
is_attachment(struct tk_span v)
{
	v = tk_span_trim(v);
	return v.len > 0 && v.data[0] != ';' && !tk_span_begins(v, "inline");
}

/* The type of a part: what it says, else what its parent says. */
static void
read_type(struct tk_mail_part *part, const char *type)
{
	struct tk_span v = tk_mail_part_field(part, "Content-Type");

	if (v.data != NULL)
		tk_mail_type_read(&part->type, v.data, v.len);
	if (part->type.type[0] == '\0' && type != NULL) {
		strcpy(part->type.type, "message");
		strcpy(part->type.subtype, "rfc822");
	} else if (part->type.type[0] == '\0' ||
	    (is(part->type.type, "text") && part->type.subtype[0] == '\0')) {
		strcpy(part->type.type, "text");
		strcpy(part->type.subtype, "plain");
	}
}

/* One part and what is in it; none, beyond the limits. */
static int
read_part(struct reading *r, struct tk_span s, unsigned depth,
    const char *type, struct tk_mail_part **link)
{
	struct tk_mail_tree *tree = r->tree;
	struct tk_mail_part *part;

	if (tree->parts >= TK_MAIL_MAX_PARTS ||
	    (tree->parts > 0 && tree->stop != NULL && *tree->stop)) {
		tree->cut = r->full = 1;
		return 0;
	}
	part = tk_arena_alloc(tree->arena, sizeof *part);
	if (part == NULL)
		return -1;
	memset(part, 0, sizeof *part);
	part->depth = depth;
	if (tk_mail_header_read(&part->header, tree->arena, s.data,
	    s.len) < 0)
		return -1;
	part->body.data = s.data + part->header.size;
	part->body.len = s.len - part->header.size;
	part->encoding = tk_mail_part_field(part, "Content-Transfer-Encoding");
	part->attachment = is_attachment(tk_mail_part_field(part,
	    "Content-Disposition"));
	read_type(part, type);
	tree->parts++;
	*link = part;
	return read_children(r, part);
}

int
tk_mail_tree_read(struct tk_mail_tree *tree, const char *data, size_t len)
{
	struct reading r = {tree, 3 * len, 0};

	tree->root = NULL;
	tree->parts = 0;
	tree->cut = 0;
	return read_part(&r, (struct tk_span){data, len}, 0, NULL,
	    &tree->root);
}
