/* Header values in one line of UTF-8: encoded words (RFC 2047) and what else
 * stands there. */
#include "word.h"

#include "charset.h"

#define MAX_LABEL 64	/* bytes of a charset and language */

/* =?label?coding?text?= */
struct word {
	struct tk_span label, text;
	int base64;
	size_t len;
};

/* Words that are to be decoded together, and what became of a value. */
struct words {
	struct tk_buf *out;
	struct tk_buf bytes;
	struct tk_span label;	/* of bytes */
	const char *name;	/* the charset it means */
	int open;		/* bytes are waiting */
	struct tk_mail_charset *cs;
	int told;		/* *cs has a label */
};

/*
 * Where the text from p on ends: at "?=", unless another word begins before
 * it. A question mark that Q should have encoded may stand before a
 * character of two digits: "?=E4" ends nothing if there is an end later.
 */
static const char *
text_end(const char *p, const char *end, int base64)
{
	const char *q, *weak = NULL, *from = p;

	for (; (q = memchr(p, '?', (size_t)(end - p))) != NULL; p = q + 1) {
		if (q + 1 < end && q[1] == '=') {
			if (base64 || end - q < 4 || tk_hex(q[2]) < 0 ||
			    tk_hex(q[3]) < 0)
				return q;
			if (weak == NULL)
				weak = q;
		} else if (base64 || (q > from && q[-1] == '=')) {
			break;
		}
	}
	return weak;
}

static int
read_word(struct word *w, const char *s, size_t len)
{
	const char *end = s + len, *p = s + 2, *q;
	size_t i;

	if (len < 8 || s[0] != '=' || s[1] != '?')
		return -1;
	q = memchr(p, '?', len - 2 < MAX_LABEL ? len - 2 : MAX_LABEL);
	if (q == NULL || end - q < 5 || q[2] != '?' ||
	    strchr("BbQq", q[1]) == NULL)
		return -1;
	w->base64 = (q[1] | 0x20) == 'b';
	w->label = tk_span(p, q);
	for (i = 0; i < w->label.len; i++)
		if (tk_is_blank(p[i]) || p[i] == '=')
			return -1;
	for (i = 0; i < w->label.len && p[i] != '*';)	/* its language */
		i++;
	w->label.len = i;
	p = q + 3;
	q = text_end(p, end, w->base64);
	if (q == NULL)
		return -1;
	w->text = tk_span(p, q);
	w->len = (size_t)(q + 2 - s);
	return 0;
}

size_t
tk_mail_word_length(const char *s, size_t len)
{
	struct word w;

	return read_word(&w, s, len) < 0 ? 0 : w.len;
}

/* ---- decoding ---------------------------------------------------------- */

void
tk_mail_escapes(struct tk_buf *b, struct tk_span s, char mark)
{
	size_t i;

	if (tk_buf_reserve(b, s.len) < 0)
		return;
	for (i = 0; i < s.len; i++) {
		char c = s.data[i];

		if (c == mark && s.len - i >= 3 && tk_hex(s.data[i + 1]) >= 0 &&
		    tk_hex(s.data[i + 2]) >= 0) {
			c = (char)(tk_hex(s.data[i + 1]) << 4 |
			    tk_hex(s.data[i + 2]));
			i += 2;
		} else if (mark == '=' && c == '_') {
			c = ' ';
		} else if (mark == '=' && (c == '\r' || c == '\n')) {
			continue;	/* folded within */
		}
		b->data[b->len++] = c;
	}
}

/* What was done to a piece, added to what was done to the value. */
static void
tell(struct words *x, const struct tk_mail_charset *piece)
{
	struct tk_mail_charset *cs = x->cs;

	if (!x->told) {
		memcpy(cs->declared, piece->declared, sizeof cs->declared);
		cs->used = piece->used;
		x->told = piece->declared[0] != '\0';
	}
	cs->bad += piece->bad;
	cs->overridden |= piece->overridden;
}

/* Ends of lines in a word are no folding but somebody's attempt to add a
 * field: they go. */
static void
drop_lines(struct tk_buf *b, size_t from)
{
	size_t i, n = from;

	if (b->failed || b->data == NULL)
		return;
	for (i = from; i < b->len; i++)
		if (b->data[i] != '\n')
			b->data[n++] = b->data[i];
	b->len = n;
	b->data[n] = '\0';
}

static void
end_words(struct words *x)
{
	struct tk_mail_charset piece;
	size_t from = x->out->len;

	if (!x->open)
		return;
	tk_mail_charset_utf8(x->out, x->label.data, x->label.len,
	    x->bytes.len == 0 ? "" : x->bytes.data, x->bytes.len, &piece);
	drop_lines(x->out, from);
	tell(x, &piece);
	tk_buf_clear(&x->bytes);
	x->open = 0;
}

static int
is_same(struct tk_span a, struct tk_span b)
{
	return a.len == b.len && strncasecmp(a.data, b.data, a.len) == 0;
}

/* Of words in UTF-7 each has shifts of its own that need not be closed. */
static int
same_charset(const struct words *x, const struct word *w, const char *name)
{
	if (name == NULL || x->name == NULL)
		return is_same(x->label, w->label);
	return strcmp(name, x->name) == 0 && strcmp(name, "UTF-7") != 0;
}

static void
add_word(struct words *x, const struct word *w)
{
	unsigned kind;
	const char *name;

	if (x->open && is_same(x->label, w->label))
		name = x->name;
	else
		name = tk_mail_alias(w->label.data, w->label.len, &kind);
	if (x->open && !same_charset(x, w, name))
		end_words(x);
	if (!x->open) {
		x->label = w->label;
		x->name = name;
		x->open = 1;
	}
	if (w->base64)
		tk_mail_base64(&x->bytes, w->text.data, w->text.len);
	else
		tk_mail_escapes(&x->bytes, w->text, '=');
	if (x->bytes.failed)
		x->out->failed = 1;
}

/* ---- unfolding --------------------------------------------------------- */

/* A run of blanks that holds an end of line is one blank. */
static void
unfold(struct tk_buf *b, size_t from)
{
	size_t i, n = from;

	if (b->failed || b->len == from)
		return;
	for (i = from; i < b->len; i++) {
		if (b->data[i] != '\n') {
			b->data[n++] = b->data[i];
			continue;
		}
		while (n > from && tk_is_blank(b->data[n - 1]))
			n--;
		b->data[n++] = ' ';
		while (i + 1 < b->len && tk_is_blank(b->data[i + 1]))
			i++;
	}
	b->len = n;
	b->data[n] = '\0';
}

static void
add_raw(struct words *x, const char *s, size_t len, const char *label)
{
	struct tk_mail_charset piece;
	size_t from = x->out->len;

	tk_mail_charset_utf8(x->out, label, label == NULL ? 0 : strlen(label),
	    s, len, &piece);
	unfold(x->out, from);
	if (tk_mail_high_bytes(s, len) > 0)
		tell(x, &piece);
}

/* Bytes of a control character, or of what ends lines, at s; 0: none. */
static size_t
odd_length(const unsigned char *s, size_t len)
{
	if (s[0] < 0x20 || s[0] == 0x7f)
		return 1;
	if (s[0] == 0xc2 && len >= 2 && s[1] < 0xa0)
		return 2;
	if (s[0] == 0xe2 && len >= 3 && s[1] == 0x80 &&
	    (s[2] == 0xa8 || s[2] == 0xa9))
		return 3;
	if (s[0] == 0xef && len >= 3 && s[1] == 0xbb && s[2] == 0xbf)
		return 3;	/* a mark at the beginning of a later word */
	return 0;
}

void
tk_mail_one_line(struct tk_buf *b, size_t from)
{
	size_t i, n = from, odd;

	if (b->failed || b->data == NULL)
		return;
	for (i = from; i < b->len; i += odd) {
		odd = odd_length((unsigned char *)b->data + i, b->len - i);
		if (odd == 0) {
			odd = 1;
			if (n > from || b->data[i] != ' ')
				b->data[n++] = b->data[i];
		} else if (b->data[i] == '\t' && n > from) {
			b->data[n++] = ' ';
		}
	}
	while (n > from && b->data[n - 1] == ' ')
		n--;
	b->len = n;
	b->data[n] = '\0';
}

void
tk_mail_raw_utf8(struct tk_buf *b, const char *label, const char *value,
    size_t len)
{
	struct tk_mail_charset unused;

	if (tk_mail_high_bytes(value, len) == 0)
		tk_buf_add(b, value, len);
	else
		tk_mail_charset_utf8(b, label,
		    label == NULL ? 0 : strlen(label), value, len, &unused);
}

/* ---- values ------------------------------------------------------------ */

void
tk_mail_words(struct tk_buf *b, const char *value, size_t len,
    const char *label, struct tk_mail_charset *cs)
{
	struct tk_mail_charset unused = {.used = ""};
	struct words x = {.out = b, .bytes = TK_BUF_INIT};
	struct word w;
	size_t from = b->len;
	const char *p = value, *raw = value, *end = value + len;

	x.cs = cs != NULL ? cs : &unused;
	*x.cs = (struct tk_mail_charset){.used = "UTF-8"};
	while (p < end && (p = memmem(p, (size_t)(end - p), "=?", 2)) !=
	    NULL) {
		if (read_word(&w, p, (size_t)(end - p)) < 0) {
			p += 2;
			continue;
		}
		/* blanks between two words are not part of the text */
		if (!x.open || tk_span_trim(tk_span(raw, p)).len > 0) {
			end_words(&x);
			if (p > raw)
				add_raw(&x, raw, (size_t)(p - raw), label);
		}
		add_word(&x, &w);
		p += w.len;
		raw = p;
	}
	end_words(&x);
	if (raw < end)
		add_raw(&x, raw, (size_t)(end - raw), label);
	tk_mail_one_line(b, from);
	tk_buf_free(&x.bytes);
}
