/* tags.c - how deep the tags of a page nest, and a page without them. */
#include "page.h"

/* Beyond these a page is flattened; what people write stays far below. */
#define DEPTH 512		/* elements within each other, not counting
				 * those of kind FREE: at most a few of them
				 * stand between two others */
#define ATTRIBUTES 256		/* of an element: Gumbo compares all */

enum kind {
	PLAIN,
	FREE,
	CELL,		/* ends with all that was left open in it */
	ROW,		/* ends a cell, else as FREE */
	ITEM,		/* ends where the next one begins, or its list ends */
	RAW,		/* its content holds no elements */
	ODD,		/* its content follows other rules */
};

#define K(t, k) [GUMBO_TAG_##t] = k

static const unsigned char kinds[GUMBO_TAG_LAST + 1] = {
	K(AREA, FREE), K(BASE, FREE), K(BASEFONT, FREE), K(BGSOUND, FREE),
	K(BODY, FREE), K(BR, FREE), K(CAPTION, FREE), K(COL, FREE),
	K(COLGROUP, FREE), K(EMBED, FREE), K(FRAME, FREE), K(HEAD, FREE),
	K(HR, FREE), K(HTML, FREE), K(IMAGE, FREE), K(IMG, FREE),
	K(INPUT, FREE), K(KEYGEN, FREE), K(LINK, FREE), K(META, FREE),
	K(P, FREE), K(PARAM, FREE), K(SOURCE, FREE), K(TBODY, ROW),
	K(TD, CELL), K(TFOOT, ROW), K(TH, CELL), K(THEAD, ROW),
	K(TR, ROW), K(TRACK, FREE), K(WBR, FREE), K(A, ITEM), K(LI, ITEM),
	K(DD, ITEM), K(DT, ITEM), K(OPTION, ITEM), K(IFRAME, RAW),
	K(NOEMBED, RAW), K(NOFRAMES, RAW), K(SCRIPT, RAW), K(STYLE, RAW),
	K(TEXTAREA, RAW), K(TITLE, RAW), K(XMP, RAW), K(FRAMESET, ODD),
	K(ISINDEX, ODD), K(MATH, ODD), K(PLAINTEXT, ODD), K(SELECT, ODD),
	K(SVG, ODD), K(TEMPLATE, ODD),
};

struct tag {
	const char *start;
	struct tk_span name;	/* of no bytes: a comment */
	GumboTag id;
	enum kind kind;
	int closes;
	unsigned attributes;
};

static int
space(char c)
{
	return tk_is_blank(c) || c == '\f';
}

static int
ends_name(char c)
{
	return space(c) || c == '/' || c == '>';
}

static const char *
behind(const char *p, const char *end, char c)
{
	p = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
	return p == NULL ? end : p + 1;
}

/* Behind the > of a tag whose name ends at p, by Gumbo's own rules: else a
 * tag could hide in what one of us takes for an attribute. */
static const char *
pass_attributes(const char *p, const char *end, unsigned *count)
{
	for (;; ++*count) {
		while (p < end && (space(*p) || *p == '/'))
			p++;
		if (p == end || *p == '>')
			return p == end ? end : p + 1;
		for (p++; p < end && !ends_name(*p) && *p != '='; )
			p++;
		while (p < end && space(*p))
			p++;
		if (p == end || *p != '=')
			continue;
		for (p++; p < end && space(*p); )
			p++;
		if (p < end && (*p == '"' || *p == '\''))
			p = behind(p + 1, end, *p);
		else
			while (p < end && !space(*p) && *p != '>')
				p++;
	}
}

/* Behind a comment, a declaration or an instruction; p is at its <. */
static const char *
pass_comment(const char *p, const char *end)
{
	const char *q;

	if (!tk_span_begins(tk_span(p, end), "<!--"))
		return behind(p, end, '>');
	/* <!--> and <!---> are whole ones */
	for (q = p + 2; (q = memmem(q, (size_t)(end - q), "--", 2)) != NULL; ) {
		while (q < end && *q == '-')
			q++;
		if (q < end && *q == '>')
			return q + 1;
		if (end - q > 1 && *q == '!' && q[1] == '>' && q > p + 4)
			return q + 2;
	}
	return end;
}

/* Where the tag begins that ends a raw element. */
static const char *
pass_raw(const struct tag *t, const char *p, const char *end)
{
	for (; (p = memmem(p, (size_t)(end - p), "</", 2)) != NULL; p += 2)
		if ((size_t)(end - p) > 2 + t->name.len && strncasecmp(p + 2,
		    t->name.data, t->name.len) == 0 &&
		    ends_name(p[2 + t->name.len]))
			return p;
	return end;
}

/* The next tag or comment from *at on, which comes to be behind it. */
static int
next_tag(const char **at, const char *end, struct tag *t)
{
	const char *p = *at, *name;

	for (; p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL &&
	    end - p > 1; p++) {
		*t = (struct tag){.start = p, .closes = p[1] == '/'};
		name = p + 1 + t->closes;
		if (name < end && tk_is_letter(*name)) {
			for (p = name; p < end && !ends_name(*p); )
				p++;
			t->name = tk_span(name, p);
			t->id = t->name.len > 16 ? GUMBO_TAG_UNKNOWN :
			    gumbo_tagn_enum(name, (unsigned)t->name.len);
			t->kind = kinds[t->id];
			*at = pass_attributes(p, end, &t->attributes);
			return 1;
		}
		if (p[1] == '!' || p[1] == '?' ||
		    (t->closes && name < end && *name != '>')) {
			*at = pass_comment(p, end);
			return 1;
		}
	}
	return 0;
}

/* ---- how deep it nests: never less than in Gumbo's tree ------------- */

struct nest {
	struct tag open[DEPTH];
	size_t depth;
};

/* Is the last element, or the one before it, of that name? */
static int
is_open(const struct nest *n, size_t below, const struct tag *t)
{
	const struct tk_span *o;

	if (n->depth <= below)
		return 0;
	o = &n->open[n->depth - 1 - below].name;
	return o->len == t->name.len &&
	    strncasecmp(o->data, t->name.data, o->len) == 0;
}

/* Within which cell or table? Its place + 1, or 0. */
static size_t
around(const struct nest *n)
{
	size_t i = n->depth;

	while (i > 0 && n->open[i - 1].kind != CELL &&
	    n->open[i - 1].id != GUMBO_TAG_TABLE)
		i--;
	return i;
}

/* Ends the cell we are in, if the tag does so. */
static void
end_cell(struct nest *n, const struct tag *t)
{
	size_t i = around(n);

	if (i > 0 && n->open[i - 1].kind == CELL && (!t->closes ||
	    t->kind != CELL || t->id == n->open[i - 1].id))
		n->depth = i - 1;
}

/* A tag ends the element that was opened last, or an item and its list; if
 * it ends another, that is taken to be open still. */
static void
close_tag(struct nest *n, const struct tag *t)
{
	size_t below;

	if (t->kind == CELL || t->id == GUMBO_TAG_TABLE ||
	    t->id == GUMBO_TAG_TR)
		end_cell(n, t);
	below = n->depth > 0 && !is_open(n, 0, t) &&
	    n->open[n->depth - 1].kind == ITEM;
	if (t->kind != CELL && is_open(n, below, t))
		n->depth -= 1 + below;
}

/* 0, or -1: that is too deep. */
static int
open_tag(struct nest *n, const struct tag *t)
{
	if (t->kind == CELL || t->kind == ROW)
		end_cell(n, t);
	if (t->kind == FREE || t->kind == ROW || t->kind == RAW ||
	    (t->kind == CELL && around(n) == 0) || (t->kind == ITEM &&
	    is_open(n, 0, t)))
		return 0;
	if (n->depth == DEPTH)
		return -1;
	n->open[n->depth++] = *t;
	return 0;
}

/* So many tags begin in [p, end) at most. */
static size_t
count_tags(const char *p, const char *end)
{
	size_t n = 0;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		p++;
		n += p < end && tk_is_letter(*p);
	}
	return n;
}

int
tk_page_nests_well(struct tk_span html)
{
	const char *p = html.data, *end = p + html.len, *raw;
	struct nest n;
	struct tag t;

	n.depth = 0;
	while (next_tag(&p, end, &t)) {
		if (t.attributes > ATTRIBUTES)
			return 0;
		if (t.kind == ODD)
			return count_tags(t.start, end) + n.depth < DEPTH;
		if (t.closes)
			close_tag(&n, &t);
		else if (t.name.len > 0 && open_tag(&n, &t) < 0)
			return 0;
		if (t.closes || t.kind != RAW)
			continue;
		raw = p;
		p = pass_raw(&t, p, end);
		/* a script within a comment within a script */
		if (t.id == GUMBO_TAG_SCRIPT &&
		    tk_span_has(tk_span(raw, p), "<!--"))
			return count_tags(raw, end) + n.depth < DEPTH;
	}
	return 1;
}

/* ---- without any nesting -------------------------------------------- */

static int
is_inline(const struct tag *t)
{
	static const char *const words[] = {"a", "b", "big", "code", "em",
	    "font", "i", "img", "s", "small", "span", "strong", "sub", "sup",
	    "tt", "u"};
	size_t i;

	for (i = 0; i < COUNT(words); i++)
		if (tk_span_is(t->name, words[i]))
			return 1;
	return t->id == GUMBO_TAG_UNKNOWN;
}

/* Adds text in which blanks are one, and < begins no tag. */
static void
add_flat(struct tk_buf *out, const char *s, const char *end)
{
	const char *p;

	for (; s < end && !out->failed; s = p) {
		for (p = s; p < end && !space(*p) && *p != '<'; )
			p++;
		tk_buf_add(out, s, (size_t)(p - s));
		if (p < end && *p == '<')
			tk_buf_puts(out, "&lt;");
		else if (p < end && !out->failed &&
		    !space(out->data[out->len - 1]))
			tk_buf_putc(out, ' ');
		p += p < end;
	}
}

void
tk_page_flatten(struct tk_buf *out, struct tk_span html)
{
	static const char blank[] = " ";
	const char *p = html.data, *end = p + html.len, *from = p;
	struct tag t;

	tk_buf_puts(out, "<pre>\n");
	for (; next_tag(&p, end, &t) && !out->failed; from = p) {
		add_flat(out, from, t.start);
		if (t.kind == RAW && !t.closes &&
		    t.id != GUMBO_TAG_TEXTAREA && t.id != GUMBO_TAG_XMP)
			p = pass_raw(&t, p, end);
		else if (t.id == GUMBO_TAG_TD || t.id == GUMBO_TAG_TH)
			add_flat(out, blank, blank + 1);
		else if (t.name.len > 0 && !is_inline(&t) && !out->failed &&
		    out->data[out->len - 1] != '\n')
			tk_buf_putc(out, '\n');
	}
	add_flat(out, from, end);
}
