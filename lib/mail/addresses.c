/* Fields of addresses as people and their programs write them. */
#include "address.h"

#include <string.h>
#include <strings.h>

#include "word.h"

#define MAX_PHRASE 4096	/* bytes: the rest is another name */
#define MAX_NESTED 1	/* a list within an encoded word */

/* Full-width marks. */
#define WIDE_LESS "\xef\xbc\x9c"
#define WIDE_MORE "\xef\xbc\x9e"
#define WIDE_COMMA "\xef\xbc\x8c"
#define WIDE_SEMICOLON "\xef\xbc\x9b"
#define LIST_COMMA "\xe3\x80\x81"

/* A field as it is read. */
struct reader {
	struct tk_arena *arena;
	const char *p, *end;
	struct tk_buf list;	/* struct tk_address */
	struct tk_buf phrase;	/* the name, or a bare address; still encoded */
	struct tk_buf comment;	/* the last one */
	struct tk_span angle;	/* what stood in <> */
	size_t before;		/* of phrase: what stood before it */
	const char *semicolon;	/* the next one, or the end */
	int no_quote, no_bracket;	/* none is closed from here on */
	int no_nesting;
	int depth;
	int failed;
};

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int
starts(const struct reader *r, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(r->end - r->p) >= n && memcmp(r->p, word, n) == 0;
}

/* ---- names ------------------------------------------------------------- */

static void	read_list(struct reader *, const char *, size_t);

/* Quotes around a name that were themselves encoded. */
static struct tk_span
unquote(const char *s, size_t len)
{
	struct tk_span t = tk_mail_bare(s, len);

	while (t.len >= 2 && t.data[0] == t.data[t.len - 1] &&
	    (t.data[0] == '"' || t.data[0] == '\''))
		t = tk_mail_bare(t.data + 1, t.len - 2);
	return t;
}

static void
add(struct reader *r, struct tk_span name, const char *address)
{
	struct tk_address a;

	if (name.len == strlen(address) &&
	    strncasecmp(name.data, address, name.len) == 0)
		name.len = 0;
	a.name = tk_arena_copy(r->arena, name.len == 0 ? "" : name.data,
	    name.len);
	a.address = tk_arena_strdup(r->arena, address);
	if (a.name == NULL || a.address == NULL)
		r->failed = 1;
	tk_buf_add(&r->list, &a, sizeof a);
}

/* A name without an address, unless the list was encoded as a whole. */
static void
add_name(struct reader *r, struct tk_span name)
{
	struct reader inner = *r;

	if (name.len == 0)
		return;
	if (r->depth >= MAX_NESTED || !tk_mail_has_at(name.data, name.len)) {
		add(r, name, "");
		return;
	}
	inner.depth++;
	inner.phrase = inner.comment = (struct tk_buf)TK_BUF_INIT;
	read_list(&inner, name.data, name.len);
	r->list = inner.list;
	r->failed = inner.failed;
}

/* Appends the name that an encoded phrase stands for. */
static void
decode(struct tk_buf *out, const char *s, size_t len)
{
	if (len > 0)
		tk_mail_words(out, s, len, NULL, NULL);
}

/* ---- phrases without <> ------------------------------------------------ */

static void
end_bare(struct reader *r)
{
	struct tk_buf name = TK_BUF_INIT, address = TK_BUF_INIT;
	struct tk_span shown;
	size_t from, to;

	if (tk_mail_address_find(&r->phrase, &from, &to) == 0 &&
	    tk_mail_address_read(&address, r->phrase.data + from,
	    to - from) == 0) {
		decode(&name, r->phrase.data, from);
		if (name.len > 0 && to < r->phrase.len)
			tk_buf_putc(&name, ' ');
		decode(&name, r->phrase.data + to, r->phrase.len - to);
		shown = unquote(name.data, name.len);
		while (shown.len > 0 &&
		    strchr("[]() :", shown.data[shown.len - 1]) != NULL)
			shown.len--;
		if (shown.len == 0) {
			tk_buf_clear(&name);
			decode(&name, r->comment.data, r->comment.len);
			shown = unquote(name.data, name.len);
		}
		add(r, shown, address.data);
	} else if (tk_mail_address_spelled(&address, &r->phrase) == 0) {
		decode(&name, r->comment.data, r->comment.len);
		add(r, unquote(name.data, name.len), address.data);
	} else {
		decode(&name, r->phrase.data, r->phrase.len);
		add_name(r, unquote(name.data, name.len));
	}
	r->failed |= name.failed || address.failed;
	tk_buf_free(&name);
	tk_buf_free(&address);
}

/* ---- a name and <an address> ------------------------------------------- */

static void
end_angle(struct reader *r)
{
	struct tk_buf name = TK_BUF_INIT, address = TK_BUF_INIT;
	struct tk_span shown;

	decode(&name, r->phrase.data, r->phrase.len);
	shown = unquote(name.data, name.len);
	if (shown.len == 0) {
		decode(&name, r->comment.data, r->comment.len);
		shown = unquote(name.data, name.len);
	}
	if (tk_mail_address_read(&address, r->angle.data, r->angle.len) == 0) {
		add(r, shown, address.data);
	} else if (r->angle.len > 0) {
		if (name.len > 0)
			tk_buf_putc(&name, ' ');
		decode(&name, r->angle.data, r->angle.len);
		add_name(r, unquote(name.data, name.len));
	} else {
		add_name(r, shown);
	}
	r->failed |= name.failed || address.failed;
	tk_buf_free(&name);
	tk_buf_free(&address);
}

static void
end_address(struct reader *r)
{
	struct tk_span t = r->phrase.len == 0 ? (struct tk_span){"", 0} :
	    tk_mail_bare(r->phrase.data, r->phrase.len);

	if (r->angle.data != NULL)
		end_angle(r);
	else if (t.len > 0)
		end_bare(r);
	tk_buf_clear(&r->phrase);
	tk_buf_clear(&r->comment);
	r->angle = (struct tk_span){NULL, 0};
	r->before = 0;
}

/* A second <> without a comma between: what stood behind the first one is
 * the second one's name. */
static void
split(struct reader *r)
{
	struct tk_buf rest = TK_BUF_INIT;

	if (r->before < r->phrase.len)
		tk_buf_add(&rest, r->phrase.data + r->before,
		    r->phrase.len - r->before);
	r->phrase.len = r->before;
	end_address(r);
	if (rest.len > 0)
		tk_buf_add(&r->phrase, rest.data, rest.len);
	r->failed |= rest.failed;
	tk_buf_free(&rest);
}

/* ---- reading ----------------------------------------------------------- */

/* <address>; without its end it is as long as one may be. */
static void
angle(struct reader *r, size_t opener)
{
	const char *from, *p;
	int route;

	if (r->angle.data != NULL)
		split(r);
	r->p += opener;
	while (r->p < r->end && (*r->p == '<' || is_blank(*r->p)))
		r->p++;
	from = r->p;
	route = from < r->end && *from == '@';
	for (p = from; p < r->end && *p != '>' && *p != '<'; p++) {
		if ((*p == ',' || *p == ';') && !route)
			break;
		if (*p == '\xef' && r->end - p >= 3 &&
		    memcmp(p, WIDE_MORE, 3) == 0)
			break;
	}
	r->angle = tk_mail_bare(from, (size_t)(p - from));
	r->before = r->phrase.len;
	r->p = p;
	if (p < r->end && *p == '>')
		r->p++;
	else if (p < r->end && *p == '\xef')
		r->p += 3;
}

static int
may_follow_quote(const char *p, const char *end)
{
	return p == end || is_blank(*p) || strchr(",;<(@.:>\")", *p) != NULL ||
	    *p == '\xef' || (end - p >= 2 && p[0] == '=' && p[1] == '?');
}

/*
 * The quote that closes the one before p; end: there is none. NULL: one that
 * follows a comma and has a name behind it opens the next string first, so
 * the end of this one is missing.
 */
static const char *
closing_quote(const char *p, const char *end)
{
	char last = '"';

	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end) {
			p++;
		} else if (*p == '"') {
			if (may_follow_quote(p + 1, end))
				return p;
			if (last == ',' || last == ';')
				return NULL;
		}
		if (!is_blank(*p))
			last = *p;
	}
	return end;
}

static void
quoted(struct reader *r)
{
	const char *p = r->p + 1;
	const char *close = r->no_quote ? NULL : closing_quote(p, r->end);

	if (close == NULL || close >= r->end) {
		r->no_quote |= close != NULL;
		r->p++;
		return;
	}
	if (close + 1 < r->end && close[1] == '@') {	/* "zhang san"@qq.com */
		tk_buf_add(&r->phrase, r->p, (size_t)(close + 1 - r->p));
	} else {
		for (; p < close; p++) {
			if (*p == '\\')
				p++;
			tk_buf_putc(&r->phrase, *p);
		}
	}
	r->p = close + 1;
}

/* The bracket that closes the one at p, with others nested in it, or else
 * the first one; NULL: there is none. */
static const char *
closing_bracket(struct reader *r)
{
	const char *p = r->p, *end = r->end;
	int depth = 0;

	for (; !r->no_nesting && p < end; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p;
	}
	r->no_nesting = 1;
	return memchr(r->p, ')', (size_t)(end - r->p));
}

/* A comment is the name of a bare address, and a part of a name before <>. */
static void
bracket(struct reader *r)
{
	const char *close = r->no_bracket ? NULL : closing_bracket(r);
	struct tk_span t;

	if (close == NULL) {
		r->no_bracket = 1;
		tk_buf_putc(&r->phrase, *r->p++);
		return;
	}
	t = tk_mail_bare(r->p + 1, (size_t)(close - r->p - 1));
	if (r->angle.data == NULL && r->phrase.len > 0 &&
	    tk_mail_bare(r->phrase.data, r->phrase.len).len > 0 &&
	    !tk_mail_has_at(r->phrase.data, r->phrase.len) &&
	    memmem(r->phrase.data, r->phrase.len, " at ", 4) == NULL) {
		tk_buf_add(&r->phrase, r->p, (size_t)(close + 1 - r->p));
	} else {
		tk_buf_clear(&r->comment);
		tk_buf_add(&r->comment, t.data, t.len);
		tk_buf_putc(&r->phrase, ' ');
	}
	r->p = close + 1;
}

/* "undisclosed-recipients:;" is a group of none; "mailto:" is no group. */
static void
colon(struct reader *r)
{
	struct tk_span t = r->phrase.len == 0 ? (struct tk_span){"", 0} :
	    tk_mail_bare(r->phrase.data, r->phrase.len);

	if (r->semicolon == NULL || r->semicolon < r->p) {
		r->semicolon = memchr(r->p, ';', (size_t)(r->end - r->p));
		if (r->semicolon == NULL)
			r->semicolon = r->end;
	}
	if (r->semicolon == r->end || r->angle.data != NULL ||
	    tk_mail_has_at(t.data, t.len) ||
	    (t.len >= 6 && strncasecmp(t.data + t.len - 6, "mailto", 6) == 0))
		tk_buf_putc(&r->phrase, ':');
	else
		tk_buf_clear(&r->phrase);
	r->p++;
}

/* Zhang, San <a@b>: a comma that should have been quoted. */
static int
splits_name(const struct reader *r)
{
	const char *p;

	if (r->angle.data != NULL || r->phrase.len == 0 ||
	    tk_mail_has_at(r->phrase.data, r->phrase.len) ||
	    tk_mail_bare(r->phrase.data, r->phrase.len).len == 0 ||
	    memmem(r->phrase.data, r->phrase.len, " at ", 4) != NULL)
		return 0;
	for (p = r->p + 1; p < r->end && p - r->p < TK_MAX_ADDRESS; p++) {
		if (*p == '<')
			return 1;
		if (strchr(",;@:\"(", *p) != NULL)
			return 0;
	}
	return 0;
}

/* A comma or semicolon as it is typed in Chinese ends an address, but is
 * part of a name. */
static int
wide_comma(struct reader *r)
{
	if (!starts(r, WIDE_COMMA) && !starts(r, WIDE_SEMICOLON) &&
	    !starts(r, LIST_COMMA))
		return 0;
	if (r->angle.data == NULL &&
	    (r->phrase.len == 0 ||
	    !tk_mail_has_at(r->phrase.data, r->phrase.len)))
		return 0;
	end_address(r);
	r->p += 3;
	return 1;
}

/* What means nothing here, up to the next character that may. */
static void
text(struct reader *r)
{
	const char *from = r->p++;
	size_t n;

	while (r->p < r->end && strchr("\"(<>,;:\\=", *r->p) == NULL &&
	    *r->p != '\xef' && *r->p != '\xe3')
		r->p++;
	n = (size_t)(r->p - from);
	tk_buf_add(&r->phrase, from, n);
}

static void
special(struct reader *r)
{
	size_t n;

	switch (*r->p) {
	case '"':
		quoted(r);
		return;
	case '(':
		bracket(r);
		return;
	case '<':
		angle(r, 1);
		return;
	case '>':
		r->p++;
		return;
	case ':':
		colon(r);
		return;
	case ',':
		if (splits_name(r)) {
			tk_buf_putc(&r->phrase, *r->p++);
			return;
		}
		/* fall through */
	case ';':
		end_address(r);
		r->p++;
		return;
	case '\\':
		r->p += r->p + 1 < r->end;
		break;
	case '=':
		n = tk_mail_word_length(r->p, (size_t)(r->end - r->p));
		tk_buf_add(&r->phrase, r->p, n);
		r->p += n;
		if (n > 0)
			return;
		break;
	case '\xef':
		if (starts(r, WIDE_LESS)) {
			angle(r, 3);
			return;
		}
		if (wide_comma(r))
			return;
		break;
	case '\xe3':
		if (wide_comma(r))
			return;
		break;
	default:
		break;
	}
	text(r);
}

static void
read_list(struct reader *r, const char *s, size_t len)
{
	r->p = s;
	r->end = s + len;
	r->semicolon = NULL;
	r->no_quote = r->no_bracket = r->no_nesting = 0;
	r->angle = (struct tk_span){NULL, 0};
	r->before = 0;
	while (r->p < r->end && !r->failed && !r->phrase.failed) {
		special(r);
		if (r->phrase.len > MAX_PHRASE)
			end_address(r);
	}
	end_address(r);
	r->failed |= r->phrase.failed || r->comment.failed || r->list.failed;
	tk_buf_free(&r->phrase);
	tk_buf_free(&r->comment);
}

int
tk_mail_addresses(struct tk_arena *arena, const char *value, size_t len,
    const char *label, struct tk_address **list, size_t *count)
{
	struct reader r = {.arena = arena};
	struct tk_buf utf8 = TK_BUF_INIT;
	struct tk_address *copy;
	int failed;

	*list = NULL;
	*count = 0;
	if (len == 0)
		return 0;
	tk_mail_raw_utf8(&utf8, label, value, len);
	if (utf8.len > 0)
		read_list(&r, utf8.data, utf8.len);
	failed = utf8.failed || r.failed;
	if (!failed && r.list.len > 0) {
		copy = tk_arena_alloc(arena, r.list.len);
		if (copy != NULL) {
			memcpy(copy, r.list.data, r.list.len);
			*list = copy;
			*count = r.list.len / sizeof *copy;
		}
		failed = copy == NULL;
	}
	tk_buf_free(&utf8);
	tk_buf_free(&r.list);
	return failed ? -1 : 0;
}
