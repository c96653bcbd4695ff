/* address.c - the addresses of a field, as people and programs write them. */
#include "part.h"

#include "word.h"

#define MAX_ADDRESS 320		/* bytes: more is a name */
#define MAX_PIECE 4096		/* of a name and its address */

/* A field as it is taken apart. */
struct reader {
	struct tk_arena *arena;
	const char *p, *end;
	int no_quote, no_bracket, no_group;	/* none closes from here on */
	struct tk_buf text;	/* a piece, decoded */
	struct tk_buf list;	/* struct tk_address */
	int failed;
};

/* ---- an address in some text --------------------------------------------- */

static int
is_local(char c)
{
	return c > ' ' ? c != 0x7f && strchr("()<>[]:;@\\,\"", c) == NULL :
	    tk_is_high(c);
}

static int
is_domain(char c)
{
	return tk_is_letter(c) || tk_is_digit(c) || c == '.' || c == '-' ||
	    c == '_' || tk_is_high(c);
}

/* What stands around an @: names in Chinese that touch it are none of it,
 * unless all of it is in Chinese. */
static struct tk_span
around(struct tk_span s, const char *at)
{
	const char *from = at, *to = at + 1, *end = s.data + s.len, *p;

	while (from > s.data && is_local(from[-1]))
		from--;
	for (p = at; p > from && !tk_is_high(p[-1]);)
		p--;
	if (p < at)
		from = p;
	while (from < at && strchr(".'`*=", *from) != NULL)
		from++;
	while (to < end && is_domain(*to) &&
	    tk_is_high(*to) == tk_is_high(at[1]))
		to++;
	if (to < end && tk_is_high(at[1]))
		while (to < end && is_domain(*to))
			to++;
	while (to > at + 1 && (to[-1] == '.' || to[-1] == '-'))
		to--;
	return tk_span(from, to);
}

/* The first address in a text; NULL data: there is none. */
static struct tk_span
find(struct tk_span s)
{
	const char *at = s.data, *end = s.data + s.len;
	struct tk_span a;

	while ((at = memchr(at, '@', (size_t)(end - at))) != NULL) {
		a = around(s, at++);
		if (a.data < at - 1 && a.data + a.len > at && *at != '.' &&
		    a.len <= MAX_ADDRESS && (!tk_is_high(*at) ||
		    memchr(at, '.', a.len - (size_t)(at - a.data)) != NULL))
			return a;
	}
	return (struct tk_span){NULL, 0};
}

/* ---- names ------------------------------------------------------------------ */

/* Without the quotes or brackets around it, and an odd one at an end. */
static struct tk_span
unquote(struct tk_span s)
{
	char c, last;

	for (;;) {
		s = tk_span_trim(s);
		c = s.len > 0 ? s.data[0] : 'x';
		last = s.len > 1 ? s.data[s.len - 1] : 'x';
		if (c == ',' || (c == '(' && last == ')') ||
		    ((c == '"' || c == '\'') && (c == last ||
		    memchr(s.data + 1, c, s.len - 1) == NULL))) {
			s = tk_span_skip(s, 1);
			if (s.len > 0 && c != ',' &&
			    last == (c == '(' ? ')' : c))
				s.len--;
		} else if (s.len > 0 && s.data[s.len - 1] == '"' &&
		    memchr(s.data, '"', s.len - 1) == NULL) {
			s.len--;
		} else {
			return s;
		}
	}
}

/* What stands before and behind an address, without what leads from one to
 * the other: "王芳 [mailto:" and "]". */
static void
trim_around(struct tk_span *before, struct tk_span *behind)
{
	static const char *const openers[] = {"mailto:", "[", "(", "<", "*",
	    "（", "＜"};
	static const char *const closers[] = {"]", ")", ">", "*", "）", "＞"};
	size_t i = 0;

	while (i < COUNT(openers)) {
		*before = tk_span_trim(*before);
		for (i = 0; i < COUNT(openers); i++)
			if (tk_span_ends(*before, openers[i])) {
				before->len -= strlen(openers[i]);
				break;
			}
	}
	while ((i = tk_span_begins_any(*behind, closers, COUNT(closers))) > 0)
		*behind = tk_span_skip(*behind, strlen(closers[i - 1]));
}

static char *
copy_name(struct tk_arena *arena, struct tk_span before, struct tk_span behind)
{
	char *name, *to;
	const char *p;

	before = unquote(before);
	behind = unquote(behind);
	name = tk_arena_alloc(arena, before.len + behind.len + 2);
	if (name == NULL)
		return NULL;
	to = name;
	for (p = before.data; p < before.data + before.len; p++)
		if (*p != '\\' || p + 1 == before.data + before.len ||
		    (p[1] != '"' && p[1] != '\\'))
			*to++ = *p;
		else
			*to++ = *++p;
	if (before.len > 0 && behind.len > 0)
		*to++ = ' ';
	if (behind.len > 0)
		memcpy(to, behind.data, behind.len);
	to[behind.len] = '\0';
	return name;
}

static char *
copy_address(struct tk_arena *arena, struct tk_span a)
{
	char *address = tk_span_copy(arena, a), *p;

	for (p = address == NULL ? NULL : strchr(address, '@'); p != NULL &&
	    *p != '\0'; p++)
		*p = tk_lower(*p);
	return address;
}

/* "zhang at qq.com", as list archives have it, gets its @. */
static void
spell(struct tk_buf *b)
{
	char *at = memmem(b->data, b->len, " at ", 4);

	if (at == NULL || memchr(b->data, '@', b->len) != NULL ||
	    strchr(at, '.') == NULL)
		return;
	*at = '@';
	b->len -= 3;
	memmove(at + 1, at + 4, b->len - (size_t)(at + 1 - b->data) + 1);
}

/* ---- pieces ------------------------------------------------------------------ */

/* A piece, decoded: the last <address> in it, or a bare one. */
static void
add(struct reader *r, struct tk_span s)
{
	const char *open = memrchr(s.data, '<', s.len), *close = NULL;
	const char *end = s.data + s.len;
	struct tk_span a = {NULL, 0}, before = s, behind = {end, 0};
	struct tk_address new;

	if (open != NULL)
		a = find(tk_span(open, end));
	if (a.data != NULL)
		close = memchr(a.data, '>', (size_t)(end - a.data));
	else
		a = find(s);
	if (a.data != NULL) {
		before = tk_span(s.data, close != NULL ? open : a.data);
		behind = tk_span(close != NULL ? close : a.data + a.len, end);
		trim_around(&before, &behind);
	} else if (strspn(s.data, "<> ,;\"'") >= s.len) {
		return;
	}
	new.name = copy_name(r->arena, before, behind);
	new.address = copy_address(r->arena, a);
	if (new.name == NULL || new.address == NULL) {
		r->failed = 1;
		return;
	}
	if (strcasecmp(new.name, new.address) == 0)
		new.name = "";
	tk_buf_add(&r->list, &new, sizeof new);
}

/* Behind what begins at p and ends in c; p + 1, and *none, if it does not. */
static const char *
behind(const char *p, const char *end, char c, int *none)
{
	const char *q = p + 1;

	for (; !*none && q < end; q++) {
		if (*q == c)
			return q + 1;
		q += *q == '\\';
	}
	*none = 1;
	return p + 1;
}

/* The next piece of a list. A comma without an address before it belongs to
 * a name that should have been quoted. */
static struct tk_span
next(struct reader *r)
{
	const char *from = r->p, *p = from, *end = r->end;
	int has_at = 0;
	size_t word;

	for (; p < end && p - from < MAX_PIECE; r->p = p) {
		if (*p == ';' || (*p == ',' && has_at)) {
			r->p = p + 1;
			break;
		}
		has_at |= *p == '@';
		if (*p == '"') {
			p = behind(p, end, '"', &r->no_quote);
		} else if (*p == '(') {
			p = behind(p, end, ')', &r->no_bracket);
		} else if (*p == '=' && (word = tk_mail_word_length(p,
		    (size_t)(end - p))) > 0) {
			p += word;
		} else if (*p == ':' && !has_at && !r->no_group) {
			/* "undisclosed-recipients:;" is a group of none */
			r->no_group = memchr(p, ';', (size_t)(end - p)) == NULL;
			p++;
			if (!r->no_group)
				from = p;
		} else {
			p++;
		}
	}
	return tk_span(from, p);
}

int
tk_mail_addresses(struct tk_arena *arena, const char *value, size_t len,
    const char *label, struct tk_address **list, size_t *count)
{
	struct reader r = {.arena = arena};
	struct tk_buf utf8 = TK_BUF_INIT;
	struct tk_span piece;

	*list = NULL;
	*count = 0;
	if (len == 0)
		return 0;
	tk_mail_raw_utf8(&utf8, label, value, len);
	r.p = tk_buf_span(&utf8).data;
	r.end = r.p + utf8.len;
	while (r.p < r.end && !r.failed && !r.text.failed) {
		piece = next(&r);
		tk_buf_clear(&r.text);
		tk_mail_words(&r.text, piece.data, piece.len, NULL, NULL);
		if (r.text.len == 0 || r.text.failed)
			continue;
		spell(&r.text);
		add(&r, tk_buf_span(&r.text));
	}
	if (r.list.len > 0) {
		*list = tk_arena_alloc(arena, r.list.len);
		if (*list != NULL)
			memcpy(*list, r.list.data, r.list.len);
		*count = r.list.len / sizeof **list;
	}
	r.failed |= utf8.failed || r.text.failed || r.list.failed ||
	    (r.list.len > 0 && *list == NULL);
	tk_buf_free(&utf8);
	tk_buf_free(&r.text);
	tk_buf_free(&r.list);
	return r.failed ? -1 : 0;
}
