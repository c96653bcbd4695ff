#include <string.h>
#include <strings.h>

#include "page.h"

/* Beyond these a page is flattened; what people write stays far below. */
#define DEPTH 512		/* elements within each other */
#define FORMATS 128		/* <b>, <font> … left open: Gumbo repeats them
				 * in every paragraph */
#define ATTRIBUTES 256		/* of an element: each is compared with all */

enum kind {
	PLAIN,
	EMPTY,			/* adds no depth: it has no content, or
				 * there is one within a table, or a <p> */
	FORMAT,
	ITEM,			/* ends by itself where its list ends */
	LIST,
	CELL,
	ROW,			/* ends a cell */
	TABLE,
	RAW,			/* its content holds no elements */
	ODD,			/* its content follows other rules */
};

#define K(t, k) [GUMBO_TAG_##t] = k

static const unsigned char kinds[GUMBO_TAG_LAST + 1] = {
	K(AREA, EMPTY), K(BASE, EMPTY), K(BASEFONT, EMPTY),
	K(BGSOUND, EMPTY), K(BODY, EMPTY), K(BR, EMPTY), K(CAPTION, EMPTY),
	K(COL, EMPTY), K(COLGROUP, EMPTY), K(EMBED, EMPTY), K(FRAME, EMPTY),
	K(HEAD, EMPTY), K(HR, EMPTY), K(HTML, EMPTY), K(IMAGE, EMPTY),
	K(IMG, EMPTY), K(INPUT, EMPTY), K(KEYGEN, EMPTY), K(LINK, EMPTY),
	K(META, EMPTY), K(P, EMPTY), K(PARAM, EMPTY), K(SOURCE, EMPTY),
	K(TRACK, EMPTY), K(WBR, EMPTY), K(A, FORMAT), K(B, FORMAT),
	K(BIG, FORMAT), K(CODE, FORMAT), K(EM, FORMAT), K(FONT, FORMAT),
	K(I, FORMAT), K(NOBR, FORMAT), K(S, FORMAT), K(SMALL, FORMAT),
	K(STRIKE, FORMAT), K(STRONG, FORMAT), K(TT, FORMAT), K(U, FORMAT),
	K(LI, ITEM), K(DD, ITEM), K(DT, ITEM), K(OPTION, ITEM), K(UL, LIST),
	K(OL, LIST), K(DL, LIST), K(TD, CELL), K(TH, CELL), K(TR, ROW),
	K(TBODY, ROW), K(THEAD, ROW), K(TFOOT, ROW), K(TABLE, TABLE),
	K(STYLE, RAW), K(SCRIPT, RAW), K(TITLE, RAW), K(TEXTAREA, RAW),
	K(XMP, RAW), K(IFRAME, RAW), K(NOEMBED, RAW), K(NOFRAMES, RAW),
	K(SVG, ODD), K(MATH, ODD), K(SELECT, ODD), K(TEMPLATE, ODD),
	K(FRAMESET, ODD), K(PLAINTEXT, ODD), K(ISINDEX, ODD),
};

struct tag {
	const char *name;
	size_t len;
	GumboTag id;
	enum kind kind;
	int closes;
	unsigned attributes;
};

static int
letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static int
space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static const char *
behind(const char *p, const char *end, char c)
{
	p = p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
	return p == NULL ? end : p + 1;
}

/* Behind an attribute's value; p is behind its =. */
static const char *
pass_value(const char *p, const char *end)
{
	while (p < end && space(*p))
		p++;
	if (p < end && (*p == '"' || *p == '\''))
		return behind(p + 1, end, *p);
	while (p < end && !space(*p) && *p != '>')
		p++;
	return p;
}

/* Behind the > of a tag whose name ends at p. */
static const char *
pass_attributes(const char *p, const char *end, unsigned *count)
{
	for (;;) {
		while (p < end && (space(*p) || *p == '/'))
			p++;
		if (p == end)
			return end;
		if (*p == '>')
			return p + 1;
		++*count;
		for (p++; p < end && !space(*p) && *p != '/' && *p != '>' &&
		    *p != '='; )
			p++;
		while (p < end && space(*p))
			p++;
		if (p < end && *p == '=')
			p = pass_value(p + 1, end);
	}
}

/* Behind a comment, a declaration or an instruction; p is at its <. */
static const char *
pass_comment(const char *p, const char *end)
{
	const char *q;

	if (end - p < 4 || memcmp(p, "<!--", 4) != 0)
		return behind(p, end, '>');
	/* <!--> and <!---> are whole ones */
	for (q = p + 2; q < end; ) {
		q = memmem(q, (size_t)(end - q), "--", 2);
		if (q == NULL)
			return end;
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
	const char *q;

	while ((p = memmem(p, (size_t)(end - p), "</", 2)) != NULL) {
		q = p + 2 + t->len;
		if (q < end && strncasecmp(p + 2, t->name, t->len) == 0 &&
		    (space(*q) || *q == '/' || *q == '>'))
			return p;
		p += 2;
	}
	return end;
}

/* The next tag in [*at, end), where *at comes to be behind it: 1 and where
 * it begins; 0: none. */
static int
next_tag(const char **at, const char *end, struct tag *t, const char **start)
{
	const char *p = *at;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL &&
	    end - p > 1) {
		*start = p;
		t->closes = p[1] == '/';
		t->name = p + 1 + t->closes;
		if (t->name < end && letter(*t->name)) {
			for (p = t->name; p < end && !space(*p) && *p != '/' &&
			    *p != '>'; )
				p++;
			t->len = (size_t)(p - t->name);
			t->id = t->len > 16 ? GUMBO_TAG_UNKNOWN :
			    gumbo_tagn_enum(t->name, (unsigned)t->len);
			t->kind = kinds[t->id];
			t->attributes = 0;
			*at = pass_attributes(p, end, &t->attributes);
			return 1;
		}
		if (p[1] == '!' || p[1] == '?' ||
		    (t->closes && t->name < end && *t->name != '>')) {
			*at = pass_comment(p, end);
			t->len = 0;
			return 1;
		}
		p++;
	}
	return 0;
}

/* ---- how deep it nests: never less than in Gumbo's tree ------------- */

struct nest {
	struct open {
		const char *name;
		size_t len;
		unsigned char kind;
	} open[DEPTH];
	size_t depth, formats;
};

static void
close_top(struct nest *n)
{
	n->formats -= n->open[--n->depth].kind == FORMAT;
}

static int
is_top(const struct nest *n, const struct tag *t)
{
	const struct open *o;

	if (n->depth == 0)
		return 0;
	o = &n->open[n->depth - 1];
	return o->len == t->len && strncasecmp(o->name, t->name, t->len) == 0;
}

/* Within which cell or table? Its place + 1, or 0. */
static size_t
around(const struct nest *n)
{
	size_t i = n->depth;

	while (i > 0 && n->open[i - 1].kind != CELL &&
	    n->open[i - 1].kind != TABLE)
		i--;
	return i;
}

/* Ends the cell we are in, with all that is open in it. */
static void
end_cell(struct nest *n, const struct tag *t)
{
	size_t i = around(n);

	if (i == 0 || n->open[i - 1].kind != CELL ||
	    (t->kind == CELL && t->closes && (n->open[i - 1].len != t->len ||
	    strncasecmp(n->open[i - 1].name, t->name, t->len) != 0)))
		return;
	while (n->depth >= i)
		close_top(n);
}

static void
close_tag(struct nest *n, const struct tag *t)
{
	if (t->kind == CELL || t->kind == TABLE ||
	    (t->kind == ROW && t->id == GUMBO_TAG_TR))
		end_cell(n, t);
	if (t->kind == LIST && n->depth > 1 &&
	    n->open[n->depth - 1].kind == ITEM) {
		n->depth--;
		if (!is_top(n, t))
			n->depth++;
	}
	if (t->kind != CELL && is_top(n, t))
		close_top(n);
}

/* 0, or -1: that is too deep. */
static int
open_tag(struct nest *n, const struct tag *t)
{
	if (t->kind == CELL || t->kind == ROW) {
		end_cell(n, t);
		if (t->kind == ROW || around(n) == 0)
			return 0;
	}
	if (t->kind == EMPTY || t->kind == RAW ||
	    (t->kind == ITEM && is_top(n, t)))
		return 0;
	n->formats += t->kind == FORMAT;
	if (n->depth == DEPTH || n->formats > FORMATS)
		return -1;
	n->open[n->depth++] = (struct open){t->name, t->len,
	    (unsigned char)t->kind};
	return 0;
}

/* So many tags begin in [p, end) at most. */
static size_t
count_tags(const char *p, const char *end)
{
	size_t n = 0;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		p++;
		n += p < end && letter(*p);
	}
	return n;
}

int
tk_page_nests_well(const char *html, size_t len)
{
	const char *p = html, *end = html + len, *start, *raw;
	struct nest n;
	struct tag t;

	n.depth = n.formats = 0;
	while (next_tag(&p, end, &t, &start)) {
		if (t.len == 0)
			continue;
		if (t.attributes > ATTRIBUTES)
			return 0;
		if (t.kind == ODD)
			return count_tags(start, end) + n.depth < DEPTH;
		if (t.closes) {
			close_tag(&n, &t);
			continue;
		}
		if (open_tag(&n, &t) < 0)
			return 0;
		if (t.kind != RAW)
			continue;
		raw = p;
		p = pass_raw(&t, p, end);
		/* a script within a comment within a script */
		if (t.id == GUMBO_TAG_SCRIPT &&
		    memmem(raw, (size_t)(p - raw), "<!--", 4) != NULL)
			return count_tags(raw, end) + n.depth < DEPTH;
	}
	return 1;
}

/* ---- without any nesting -------------------------------------------- */

static int
is_inline(const struct tag *t)
{
	return t->kind == FORMAT || t->id == GUMBO_TAG_SPAN ||
	    t->id == GUMBO_TAG_UNKNOWN || t->id == GUMBO_TAG_IMG ||
	    t->id == GUMBO_TAG_WBR || t->id == GUMBO_TAG_SUB ||
	    t->id == GUMBO_TAG_SUP;
}

/* Adds text in which blanks are one, and < begins no tag. */
static void
add_flat(struct tk_buf *out, const char *s, const char *end)
{
	const char *p;

	while (s < end) {
		if (space(*s)) {
			if (!out->failed && !space(out->data[out->len - 1]))
				tk_buf_putc(out, ' ');
			s++;
			continue;
		}
		if (*s == '<') {
			tk_buf_puts(out, "&lt;");
			s++;
			continue;
		}
		for (p = s; p < end && !space(*p) && *p != '<'; )
			p++;
		tk_buf_add(out, s, (size_t)(p - s));
		s = p;
	}
}

void
tk_page_flatten(struct tk_buf *out, const char *html, size_t len)
{
	const char *p = html, *end = html + len, *start, *from = html;
	static const char blank[] = " ";
	struct tag t;

	tk_buf_puts(out, "<pre>\n");
	while (!out->failed && next_tag(&p, end, &t, &start)) {
		add_flat(out, from, start);
		if (t.len > 0 && t.kind == RAW && !t.closes &&
		    t.id != GUMBO_TAG_TEXTAREA && t.id != GUMBO_TAG_XMP)
			p = pass_raw(&t, p, end);
		else if (t.len > 0 && t.kind == CELL)
			add_flat(out, blank, blank + 1);
		else if (t.len > 0 && !is_inline(&t) && !out->failed &&
		    out->data[out->len - 1] != '\n')
			tk_buf_putc(out, '\n');
		from = p;
	}
	add_flat(out, from, end);
}
