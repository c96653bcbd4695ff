/* element.c - what an element of a page is to its readers. */
#include "element.h"

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

enum tk_role
tk_element_role(const GumboNode *e)
{
	return (enum tk_role)roles[e->v.element.tag];
}

const char *
tk_element_attribute(const GumboNode *n, const char *name)
{
	const GumboAttribute *a =
	    gumbo_get_attribute(&n->v.element.attributes, name);

	return a == NULL ? NULL : a->value;
}

void
tk_element_style(char to[TK_STYLE_SIZE], const GumboNode *e)
{
	const char *p = tk_element_attribute(e, "style");
	size_t n = 0;

	for (; p != NULL && *p != '\0' && n < TK_STYLE_SIZE - 1; p++)
		if (strchr(" \t\r\n\f", *p) == NULL)
			to[n++] = tk_lower(*p);
	to[n] = '\0';
}

int
tk_element_letters(const char *style)
{
	const char *p = strstr(style, "font-size:");

	if (p == NULL)
		return -1;
	for (p += 10; *p == '0' || *p == '.'; )
		p++;
	return (*p >= '1' && *p <= '9') || p[-1] == ':';
}

int
tk_element_hidden(const GumboNode *n, const char *style)
{
	return strstr(style, "display:none") != NULL ||
	    strstr(style, "visibility:hidden") != NULL ||
	    tk_element_attribute(n, "hidden") != NULL;
}

static int
has_class(const GumboNode *n, const char *word)
{
	const char *class = tk_element_attribute(n, "class");

	return class != NULL && strstr(class, word) != NULL;
}

/* Gmail's quotes hold a line that says whose they are, and what is quoted
 * in a <blockquote>; what it forwards is no quote. */
int
tk_element_gmail_quote(const GumboNode *n)
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

int
tk_element_tight(const GumboNode *n, const char *style)
{
	const char *margin = strstr(style, "margin:0");

	return has_class(n, "Mso") || strstr(style, "margin-top:0") != NULL ||
	    (margin != NULL && (margin[8] < '0' || margin[8] > '9') &&
	    margin[8] != '.');
}
