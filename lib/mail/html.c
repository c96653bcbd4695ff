#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "charset.h"
#include "page.h"
#include "plain.h"

#define LONGEST_URL 2048	/* longer ones are for machines */
#define LISTS 32		/* within each other that are counted */

enum role {
	INLINE,
	BLOCK,
	PARAGRAPH,
	ITEM,
	LIST,
	QUOTE,
	CELL,
	ROW,
	TABLE,
	PRE,
	LINK,
	NEWLINE,
	IMAGE,
	NOTHING,		/* people do not see it */
};

#define R(t, r) [GUMBO_TAG_##t] = r

static const unsigned char roles[GUMBO_TAG_LAST + 1] = {
	R(ADDRESS, BLOCK), R(ARTICLE, BLOCK), R(ASIDE, BLOCK),
	R(BODY, BLOCK), R(CAPTION, BLOCK), R(CENTER, BLOCK), R(DD, BLOCK),
	R(DETAILS, BLOCK), R(DIR, LIST), R(DIV, BLOCK), R(DL, PARAGRAPH),
	R(DT, BLOCK), R(FIELDSET, BLOCK), R(FIGCAPTION, BLOCK),
	R(FIGURE, BLOCK), R(FOOTER, BLOCK), R(FORM, BLOCK),
	R(H1, PARAGRAPH), R(H2, PARAGRAPH), R(H3, PARAGRAPH),
	R(H4, PARAGRAPH), R(H5, PARAGRAPH), R(H6, PARAGRAPH),
	R(HEADER, BLOCK), R(HR, PARAGRAPH), R(HTML, BLOCK),
	R(LEGEND, BLOCK), R(MAIN, BLOCK), R(NAV, BLOCK),
	R(OPTION, BLOCK), R(P, PARAGRAPH), R(SECTION, BLOCK),
	R(SUMMARY, BLOCK), R(LI, ITEM), R(UL, LIST), R(OL, LIST),
	R(MENU, LIST), R(BLOCKQUOTE, QUOTE), R(TD, CELL), R(TH, CELL),
	R(TR, ROW), R(TABLE, TABLE), R(PRE, PRE), R(LISTING, PRE),
	R(XMP, PRE), R(PLAINTEXT, PRE), R(TEXTAREA, PRE), R(A, LINK),
	R(BR, NEWLINE), R(IMG, IMAGE), R(HEAD, NOTHING),
	R(SCRIPT, NOTHING), R(STYLE, NOTHING), R(TITLE, NOTHING),
	R(TEMPLATE, NOTHING), R(IFRAME, NOTHING), R(NOEMBED, NOTHING),
};

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

/* ---- what the page says of an element ------------------------------- */

static const char *
attribute(const GumboNode *n, const char *name)
{
	const GumboAttribute *a =
	    gumbo_get_attribute(&n->v.element.attributes, name);

	return a == NULL ? NULL : a->value;
}

/* A style in lower case without blanks, so much as there is room for. */
static void
normal_style(char to[1024], const char *style)
{
	size_t n = 0;

	for (; style != NULL && *style != '\0' && n < 1023; style++) {
		if (strchr(" \t\r\n\f", *style) != NULL)
			continue;
		to[n++] = (char)(*style >= 'A' && *style <= 'Z' ?
		    *style | 0x20 : *style);
	}
	to[n] = '\0';
}

/* Its own letters' size: 0, 1, or -1 where it does not say. */
static int
letter_size(const char *style)
{
	const char *p = strstr(style, "font-size:");

	if (p == NULL)
		return -1;
	for (p += 10; *p == '0' || *p == '.'; )
		p++;
	return (*p >= '1' && *p <= '9') || p[-1] == ':';
}

static int
is_hidden(const GumboNode *n, const char *style)
{
	return strstr(style, "display:none") != NULL ||
	    strstr(style, "visibility:hidden") != NULL ||
	    attribute(n, "hidden") != NULL;
}

static int
has_class(const GumboNode *n, const char *word)
{
	const char *class = attribute(n, "class");

	return class != NULL && strstr(class, word) != NULL;
}

/* Gmail's quotes hold a line that says whose they are, and what is quoted
 * in a <blockquote>; what it forwards is no quote. */
static int
is_gmail_quote(const GumboNode *n)
{
	const GumboVector *v = &n->v.element.children;
	const GumboNode *c;
	unsigned i;

	if (!has_class(n, "gmail_quote"))
		return 0;
	for (i = 0; i < v->length; i++) {
		c = v->data[i];
		if (c->type == GUMBO_NODE_TEXT &&
		    strncmp(c->v.text.text, "-----", 5) == 0)
			return 0;
		if (c->type == GUMBO_NODE_ELEMENT &&
		    (c->v.element.tag == GUMBO_TAG_BLOCKQUOTE ||
		    has_class(c, "gmail_attr") || has_class(c, "gmail_quote")))
			return 0;
	}
	return 1;
}

/* A paragraph without a space around it: Outlook's are lines. */
static int
is_tight(const GumboNode *n, const char *style)
{
	const char *margin = strstr(style, "margin:0");

	return has_class(n, "Mso") || strstr(style, "margin-top:0") != NULL ||
	    (margin != NULL && (margin[8] < '0' || margin[8] > '9') &&
	    margin[8] != '.');
}

/* ---- elements ------------------------------------------------------- */

static void
add_image(struct walk *w, const GumboNode *n)
{
	const char *alt = attribute(n, "alt");

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
	const char *url = attribute(n, "href");
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
	const char *value = attribute(n, "value");
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
	const char *start = attribute(n, "start");
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
begin_style(struct walk *w, const GumboNode *n, enum role role,
    const char *style)
{
	unsigned made = w->tiny ? WAS_TINY : 0;
	int size = letter_size(style);

	if (size >= 0)
		w->tiny = size == 0;
	if (role == PRE || strstr(style, "white-space:pre") != NULL) {
		made |= MADE_PRE;
		w->to.pre++;
	}
	if (role == QUOTE || (role == BLOCK && is_gmail_quote(n))) {
		made |= MADE_QUOTE;
		tk_plain_break(&w->to, 1);
		w->to.quote++;
	}
	if (role == PARAGRAPH && is_tight(n, style))
		made |= MADE_TIGHT;
	return made;
}

static void
begin_role(struct walk *w, const GumboNode *n, enum role role, unsigned made)
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
end_role(struct walk *w, const GumboNode *n, enum role role, unsigned made)
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

static enum role
role_of(const GumboNode *n)
{
	return (enum role)roles[n->v.element.tag];
}

/* 1: its children come next; 0: it is done with. */
static int
enter(struct walk *w, const GumboNode *n)
{
	enum role role;
	char style[1024];
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
	role = role_of(n);
	normal_style(style, attribute(n, "style"));
	if (role == NOTHING || is_hidden(n, style))
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
	end_role(w, n, role_of(n), made);
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

/* What is too large is cut before a tag, and not within a character. */
static size_t
sane_length(const char *html, size_t len)
{
	const char *tag;

	if (len <= 8 * (size_t)TK_MAIL_MAX_TEXT)
		return len;
	len = 8 * (size_t)TK_MAIL_MAX_TEXT;
	tag = memrchr(html, '<', len);
	if (tag != NULL && memchr(tag, '>', (size_t)(html + len - tag)) == NULL)
		return (size_t)(tag - html);
	while (len > 0 && (html[len] & 0xc0) == 0x80)
		len--;
	return len;
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
	rc = tk_page_parse(&page,
	    (struct tk_span){html, sane_length(html, len)});
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
