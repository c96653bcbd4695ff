#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "charset.h"
#include "element.h"
#include "plain.h"

#define LONGEST_URL 2048	/* longer ones are for machines */
#define LISTS 32		/* within each other that are counted */

/* What an element did to the state, so that its end undoes it. */
enum {
	MADE_PRE = 1,
	MADE_QUOTE = 2,
	WAS_TINY = 4,
	MADE_TIGHT = 8,
};

struct walk {
	struct tk_plain to;
	struct tk_buf made;	/* one byte for each element we are in */
	int tiny;		/* letters of no size */
	const GumboNode *link;
	size_t link_start;
	unsigned lists;
	long number[LISTS];	/* of the next item; -1: a dash */
	size_t row_start;	/* where the row begins */
	size_t row_ended;	/* lines by then; SIZE_MAX: never mind */
};

/* ---- elements ------------------------------------------------------- */

static void
add_image(struct walk *w, const GumboNode *n)
{
	const char *alt = tk_element_attribute(n, "alt");

	if (alt == NULL || alt[strspn(alt, " \t\r\n")] == '\0')
		return;
	tk_plain_word(&w->to, "[", 1);
	tk_plain_text(&w->to, alt, strlen(alt));
	tk_plain_word(&w->to, "]", 1);
}

/* Does the text say where the link leads? */
static int
says(const char *text, size_t len, const char *url)
{
	size_t n = strlen(url);
	const char *colon = strstr(url, "://");

	while (len > 0 && strchr(" \t\n>", *text) != NULL) {
		text++;
		len--;
	}
	while (len > 0 && (text[len - 1] == '/' || text[len - 1] == ' '))
		len--;
	while (n > 0 && (url[n - 1] == '/' || url[n - 1] == ' '))
		n--;
	if (len == n && memcmp(text, url, n) == 0)
		return 1;
	n -= (size_t)(colon + 3 - url) < n ? (size_t)(colon + 3 - url) : n;
	return len == n && strncasecmp(text, colon + 3, n) == 0;
}

static void
end_link(struct walk *w, const GumboNode *n)
{
	const char *url = tk_element_attribute(n, "href");
	struct tk_buf *out = w->to.out;

	w->link = NULL;
	if (url == NULL || out->failed || out->len <= w->link_start)
		return;
	url += strspn(url, " \t\r\n");
	if ((strncasecmp(url, "http://", 7) != 0 &&
	    strncasecmp(url, "https://", 8) != 0 &&
	    strncasecmp(url, "ftp://", 6) != 0) ||
	    strlen(url) > LONGEST_URL ||
	    says(out->data + w->link_start, out->len - w->link_start, url))
		return;
	tk_plain_word(&w->to, " <", 2);
	for (; *url != '\0'; url++)
		if ((unsigned char)*url > ' ' && *url != 0x7f)
			tk_buf_putc(out, *url);
	tk_buf_putc(out, '>');
}

static void
begin_item(struct walk *w, const GumboNode *n)
{
	const char *value = tk_element_attribute(n, "value");
	unsigned i = w->lists < LISTS ? w->lists : LISTS;
	long *number = i == 0 ? NULL : &w->number[i - 1];

	tk_plain_break(&w->to, 1);
	if (number == NULL || *number < 0) {
		strcpy(w->to.mark, "- ");
		return;
	}
	if (value != NULL && strtol(value, NULL, 10) > 0)
		*number = strtol(value, NULL, 10);
	if (*number > 999999)
		*number = 999999;
	snprintf(w->to.mark, sizeof w->to.mark, "%ld. ", (*number)++);
}

static void
begin_list(struct walk *w, const GumboNode *n)
{
	const char *start = tk_element_attribute(n, "start");
	long number = -1;

	tk_plain_break(&w->to, w->lists == 0 ? 2 : 1);
	if (n->v.element.tag == GUMBO_TAG_OL) {
		number = start == NULL ? 1 : strtol(start, NULL, 10);
		if (number < 0)
			number = 1;
	}
	if (w->lists < LISTS)
		w->number[w->lists] = number;
	w->lists++;
	w->to.indent = w->lists < LISTS ? w->lists : LISTS;
}

static void
end_list(struct walk *w)
{
	w->lists--;
	w->to.indent = w->lists < LISTS ? w->lists : LISTS;
	w->to.mark[0] = '\0';
	tk_plain_break(&w->to, w->lists == 0 ? 2 : 1);
}

static void
begin_row(struct walk *w)
{
	struct tk_plain *p = &w->to;

	p->tabs = 0;
	tk_plain_break(p, 1);
	w->row_start = p->out->len;
	w->row_ended = p->ended + (p->out->len > p->start);
}

/* A cell goes behind the one before it, unless that was more than a line. */
static void
begin_cell(struct walk *w)
{
	struct tk_plain *p = &w->to;

	if (p->out->len == w->row_start)
		return;
	if (p->ended != w->row_ended) {
		tk_plain_break(p, 1);
		return;
	}
	p->lines = 0;
	p->blanks = 0;
	p->visible = 0;
	p->tabs++;
}

/* ---- the walk ------------------------------------------------------- */

/* What else than its role says: bits for the element's end. */
static unsigned
begin_style(struct walk *w, const GumboNode *n, enum tk_role role,
    const char *style)
{
	unsigned made = w->tiny ? WAS_TINY : 0;
	int size = tk_element_letters(style);

	if (size >= 0)
		w->tiny = size == 0;
	if (role == PRE || strstr(style, "white-space:pre") != NULL) {
		made |= MADE_PRE;
		w->to.pre++;
	}
	if (role == QUOTE || (role == BLOCK && tk_element_gmail_quote(n))) {
		made |= MADE_QUOTE;
		tk_plain_break(&w->to, 1);
		w->to.quote++;
	}
	if (role == PARAGRAPH && tk_element_tight(n, style))
		made |= MADE_TIGHT;
	return made;
}

static void
begin_role(struct walk *w, const GumboNode *n, enum tk_role role, unsigned made)
{
	if (role == BLOCK || role == PRE || role == TABLE || role == QUOTE)
		tk_plain_break(&w->to, 1);
	else if (role == PARAGRAPH)
		tk_plain_break(&w->to, (made & MADE_TIGHT) != 0 ? 1 : 2);
	else if (role == NEWLINE)
		tk_plain_line(&w->to);
	else if (role == IMAGE && !w->tiny)
		add_image(w, n);
	else if (role == ITEM)
		begin_item(w, n);
	else if (role == LIST)
		begin_list(w, n);
	else if (role == ROW)
		begin_row(w);
	else if (role == CELL)
		begin_cell(w);
	/* Gumbo repeats a link that was left open in each paragraph */
	if (role == LINK && w->link == NULL && (n->parse_flags &
	    GUMBO_INSERTION_RECONSTRUCTED_FORMATTING_ELEMENT) == 0) {
		w->link = n;
		w->link_start = w->to.out->len;
	}
}

static void
end_role(struct walk *w, const GumboNode *n, enum tk_role role, unsigned made)
{
	struct tk_plain *p = &w->to;

	if (role == ROW || role == TABLE)
		p->tabs = 0;
	if (role == TABLE)
		w->row_ended = SIZE_MAX;
	if (role == LIST)
		end_list(w);
	else if (role == PARAGRAPH)
		tk_plain_break(p, (made & MADE_TIGHT) != 0 ? 1 : 2);
	else if (role == BLOCK || role == PRE || role == TABLE ||
	    role == ROW || role == ITEM || role == QUOTE)
		tk_plain_break(p, 1);
	if (w->link == n)
		end_link(w, n);
	if ((made & MADE_PRE) != 0)
		p->pre--;
	if ((made & MADE_QUOTE) != 0)
		p->quote--;
	w->tiny = (made & WAS_TINY) != 0;
}

/* 1: its children come next; 0: it is done with. */
static int
enter(struct walk *w, const GumboNode *n)
{
	enum tk_role role;
	char style[TK_STYLE_SIZE];
	unsigned made;

	if (n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE ||
	    n->type == GUMBO_NODE_CDATA) {
		if (!w->tiny)
			tk_plain_text(&w->to, n->v.text.text,
			    strlen(n->v.text.text));
		return 0;
	}
	if (n->type != GUMBO_NODE_ELEMENT)
		return 0;
	role = tk_element_role(n);
	tk_element_style(style, n);
	if (role == NOTHING || tk_element_hidden(n, style))
		return 0;
	made = begin_style(w, n, role, style);
	begin_role(w, n, role, made);
	tk_buf_putc(&w->made, (char)made);
	return 1;
}

static void
leave(struct walk *w, const GumboNode *n)
{
	unsigned made = 0;

	if (w->made.len > 0)
		made = (unsigned char)w->made.data[--w->made.len];
	end_role(w, n, tk_element_role(n), made);
}

/* Without recursion: a page may nest as deep as it likes. */
static const GumboNode *
next_node(struct walk *w, const GumboNode *n, const GumboNode *root,
    int inside)
{
	const GumboVector *v;

	if (inside) {
		if (n->v.element.children.length > 0)
			return n->v.element.children.data[0];
		leave(w, n);
	}
	for (; n != root; leave(w, n)) {
		v = &n->parent->v.element.children;
		if (n->index_within_parent + 1 < v->length)
			return v->data[n->index_within_parent + 1];
		n = n->parent;
	}
	return NULL;
}

int
tk_mail_html(struct tk_buf *out, const char *html, size_t len)
{
	const GumboNode *root, *n;
	struct tk_page page;
	struct walk w;
	int rc;

	memset(&w, 0, sizeof w);
	w.to.out = out;
	w.to.start = w.row_start = out->len;
	rc = tk_page_parse(&page, (struct tk_span){html, len});
	if (rc == 0) {
		root = page.tree->root;
		for (n = root; n != NULL; )
			n = next_node(&w, n, root, enter(&w, n));
		if (out->len > w.to.start)
			tk_buf_putc(out, '\n');
		/* of "&#x1F61F5999;" Gumbo makes what is no UTF-8 */
		tk_mail_decode_again(out, w.to.start);
		if (out->failed || w.made.failed)
			rc = -1;
	}
	tk_page_free(&page);
	tk_buf_free(&w.made);
	return rc;
}
