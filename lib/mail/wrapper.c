/* wrapper.c - mail that SpamAssassin put into a mail of its own. */
#include "raw.h"

#include <string.h>

#include "body.h"

static struct tk_span
get(const struct tk_mail_part *p, const char *name)
{
	return tk_mail_header_get(&p->header, name, NULL);
}

static int
contains(struct tk_span s, const char *word)
{
	return s.data != NULL &&
	    memmem(s.data, s.len, word, strlen(word)) != NULL;
}

/* The part of a wrapper that holds the message; NULL: it is none. */
static const struct tk_mail_part *
find_wrapped(const struct tk_mail_part *root, struct tk_buf *decoded)
{
	const struct tk_mail_part *p = root->child;

	if (p == NULL || !tk_mail_part_is(root, "multipart", NULL) ||
	    (get(root, "X-Spam-Flag").data == NULL &&
	    get(root, "X-Spam-Status").data == NULL) ||
	    !contains(tk_mail_part_bytes(p, decoded),
	    "Spam detection software"))
		return NULL;
	for (p = p->next; p != NULL; p = p->next)
		if (contains(get(p, "Content-Type"), "x-spam-type=original") ||
		    contains(get(p, "Content-Description"),
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
