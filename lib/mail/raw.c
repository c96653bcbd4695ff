/* raw.c - where a message begins: in an mbox, and in a wrapper. */
#include "raw.h"

#include "body.h"
#include "mbox.h"

/* Where the body of a message begins: its header is not escaped. */
static size_t
body_at(struct tk_span s)
{
	const char *p = s.data, *end = s.data + s.len;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		if (p < end && *p == '\n')
			break;
		if (end - p > 1 && p[0] == '\r' && p[1] == '\n')
			break;
	}
	return p != NULL ? (size_t)(p - s.data) : s.len;
}

int
tk_mail_unescape(struct tk_span *s, struct tk_buf *raw)
{
	const char *end = s->data + s->len, *done = s->data, *p, *q;

	if (memmem(s->data, s->len, ">From ", 6) == NULL)
		return 0;
	for (p = s->data + body_at(*s); p < end; p++) {
		for (q = p; q < end && *q == '>';)
			q++;
		if (q > p && end - q >= 5 && memcmp(q, "From ", 5) == 0) {
			tk_buf_add(raw, done, (size_t)(p - done));
			done = p + 1;
		}
		p = memchr(q, '\n', (size_t)(end - q));
		if (p == NULL)
			break;
	}
	tk_buf_add(raw, done, (size_t)(end - done));
	s->data = raw->data;
	s->len = raw->len;
	return raw->failed ? -1 : 0;
}

struct tk_span
tk_mail_from_header(struct tk_span s)
{
	struct tk_span t = s;

	if (tk_span_begins(t, "\xef\xbb\xbf"))
		t = tk_span_skip(t, 3);
	while (tk_span_begins(t, "\n") || tk_span_begins(t, "\r"))
		t = tk_span_skip(t, 1);
	return t.len > 0 && t.data[0] != '>' &&
	    tk_mbox_field_like(t.data, t.len, 1) == 1 &&
	    !tk_mbox_from_line(t.data, t.len) ? t : s;
}

/* ---- mail that SpamAssassin put into a mail of its own --------------- */

/* The part of a wrapper that holds the message; NULL: it is none. */
static const struct tk_mail_part *
find_wrapped(const struct tk_mail_part *root, struct tk_buf *decoded)
{
	const struct tk_mail_part *p = root->child;

	if (p == NULL || !tk_mail_part_is(root, "multipart", NULL) ||
	    (tk_mail_part_field(root, "X-Spam-Flag").data == NULL &&
	    tk_mail_part_field(root, "X-Spam-Status").data == NULL) ||
	    !tk_span_has(tk_mail_part_bytes(p, decoded),
	    "Spam detection software"))
		return NULL;
	for (p = p->next; p != NULL; p = p->next)
		if (tk_span_has(tk_mail_part_field(p, "Content-Type"),
		    "x-spam-type=original") ||
		    tk_span_has(tk_mail_part_field(p, "Content-Description"),
		    "original message before SpamAssassin") ||
		    tk_mail_part_is(p, "message", "rfc822"))
			return p;
	return NULL;
}

const struct tk_mail_part *
tk_mail_unwrapped(const struct tk_mail_tree *tree, struct tk_buf *decoded)
{
	const struct tk_mail_part *p = find_wrapped(tree->root, decoded);
	struct tk_mail_tree inner = {tree->arena, NULL, 0, 0, tree->stop};
	struct tk_span bytes;
	char *copy;

	if (p == NULL)
		return tree->root;
	if (tk_mail_part_is(p, "message", "rfc822") && p->child != NULL)
		return p->child;
	/* report_safe 2 calls it text/plain: it is yet to be taken apart. */
	bytes = tk_mail_part_bytes(p, decoded);
	copy = tk_arena_copy(tree->arena, bytes.data, bytes.len);
	if (copy == NULL || tk_mail_tree_read(&inner, copy, bytes.len) < 0)
		return NULL;
	return inner.root;
}
