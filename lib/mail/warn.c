/* warn.c - what is to be told about a message. */
#include "body.h"

#include <stdarg.h>
#include <stdio.h>

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

static int
is_unclosed(const struct tk_mail_part *part)
{
	const struct tk_mail_part *p;

	if (part->unclosed)
		return 1;
	for (p = part->child; p != NULL; p = p->next)
		if (is_unclosed(p))
			return 1;
	return 0;
}

void
tk_mail_warn_all(struct tk_mail_warnings *w, const struct tk_mail_tree *tree,
    const struct tk_mail_body *b)
{
	const struct tk_mail_header *h = &tree->root->header;
	const struct tk_mail_charset *cs = &b->charset;

	if (h->junk > 0)
		tk_mail_warn(w, "%u line%s of the header %s no field, skipped",
		    h->junk, h->junk == 1 ? "" : "s",
		    h->junk == 1 ? "is" : "are");
	if (h->cut)
		tk_mail_warn(w, "header: (超出限制, 见原始邮件)");
	if (tree->cut && (tree->stop == NULL || !*tree->stop))
		tk_mail_warn(w, "more than %d parts or %d levels: "
		    "(超出限制, 见原始邮件)", TK_MAIL_MAX_PARTS,
		    TK_MAIL_MAX_DEPTH);
	if (!tree->cut && is_unclosed(tree->root))
		tk_mail_warn(w, "a boundary is missing: parts may be cut off");
	if (cs->overridden)
		tk_mail_warn(w, "charset \"%s\" is not what the text is in, "
		    "read as %s", cs->declared, cs->used);
	if (b->bad > 0)
		tk_mail_warn(w, "%u bad byte%s in the text, shown as U+FFFD",
		    b->bad, b->bad == 1 ? "" : "s");
	if (tree->stop != NULL && *tree->stop)
		tk_mail_warn(w, "took too long: what is missing is in the raw "
		    "message");
}
