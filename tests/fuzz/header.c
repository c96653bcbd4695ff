/* header.c - fields, words, addresses, dates and parameters of anything. */
#include "fuzz.h"

#include "mail/part.h"

#define FIELDS 64	/* that are looked into */
#define ROUND_TRIP 4096	/* bytes that are encoded and decoded again */

/* A byte becomes at most so many: of charsets that are a byte a syllable. */
static void
must_be_bounded(const struct tk_buf *b, size_t len)
{
	must(!b->failed && b->len <= 24 * len + 64);
}

static void
must_be_within(struct tk_span s, const char *data, size_t len)
{
	must(s.data >= data && s.data + s.len <= data + len);
}

static void
words(struct tk_span v, const char *label)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_charset cs;

	tk_buf_puts(&b, "x");
	tk_mail_words(&b, v.data, v.len, label, &cs);
	must(b.data[0] == 'x');
	must_be_bounded(&b, v.len);
	must_be_line(b.data, b.len);
	must(cs.used != NULL && strlen(cs.declared) < sizeof cs.declared);
	tk_buf_free(&b);
}

static void
addresses(struct tk_span v, const char *label)
{
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_address *list;
	size_t n, i;

	must(tk_mail_addresses(&arena, v.data, v.len, label, &list, &n) == 0);
	for (i = 0; i < n; i++) {
		must_be_line(list[i].name, strlen(list[i].name));
		must_be_line(list[i].address, strlen(list[i].address));
		must(strpbrk(list[i].address, " <>") == NULL ||
		    list[i].address[0] == '"');
	}
	tk_arena_free(&arena);
}

static void
parameters(struct tk_span v)
{
	static const char *const names[] = {"charset", "name", "filename"};
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_type type;
	char name[128];
	size_t i;

	tk_mail_type_read(&type, v.data, v.len);
	must(strlen(type.type) < sizeof type.type);
	must(strlen(type.subtype) < sizeof type.subtype);
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		tk_buf_clear(&b);
		tk_mail_param(&b, v.data, v.len, names[i]);
		must_be_bounded(&b, v.len);
		must_be_text(b.data, b.len);
		tk_mail_name(name, b.data != NULL ? b.data : "", b.len);
		must_be_line(name, strlen(name));
		must(strlen(name) <= 120 && name[0] != '.');
		must(strpbrk(name, "/\\") == NULL);
	}
	tk_buf_free(&b);
}

static void
fields(const struct tk_mail_header *h, const char *label)
{
	struct tk_span v;
	int64_t at;
	size_t i;

	for (i = 0; i < h->count && i < FIELDS; i++) {
		v = h->field[i].value;
		words(v, label);
		addresses(v, label);
		parameters(v);
		at = tk_mail_date(v.data, v.len);
		/* of years that a calendar has */
		must(at == TK_UNSET || (at > -((int64_t)1 << 40) &&
		    at < (int64_t)1 << 40));
	}
}

static void
traits(const struct tk_mail_header *h, struct tk_arena *arena)
{
	const char *why;

	tk_mail_traits(h, "Re: 自动回复", "a@example.com", &why, arena);
	must(why != NULL);
	must_be_line(why, strlen(why));
}

/* ---- what must come out as it went in ----------------------------------- */

static int
is_printable(const char *s, size_t len)
{
	size_t i;

	if (len == 0 || !tk_text_valid(s, len, NULL))
		return 0;
	for (i = 0; i < len; i++) {
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return 0;
		/* C1 controls, those that end lines, byte order marks */
		if ((s[i] == '\xc2' && (unsigned char)s[i + 1] < 0xa0) ||
		    (s[i] == '\xe2' && s[i + 1] == '\x80' &&
		    (s[i + 2] == '\xa8' || s[i + 2] == '\xa9')) ||
		    (s[i] == '\xef' && s[i + 1] == '\xbb' &&
		    s[i + 2] == '\xbf'))
			return 0;
	}
	return 1;
}

/* Text of UTF-8 needs no label, and no label changes it. */
static void
as_it_is(const char *s, size_t len)
{
	static const char *const labels[] = {NULL, "utf-8", "iso-8859-1",
	    "us-ascii", "nonsense"};
	struct tk_buf b = TK_BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof labels / sizeof *labels; i++) {
		tk_buf_clear(&b);
		tk_mail_charset_utf8(&b, labels[i], labels[i] == NULL ? 0 :
		    strlen(labels[i]), s, len, NULL);
		must(b.len == len && memcmp(b.data, s, len) == 0);
	}
	tk_buf_free(&b);
}

/* A text in words that end anywhere, in the middle of characters too. */
static void
in_words(const char *s, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	struct tk_buf b = TK_BUF_INIT, out = TK_BUF_INIT;
	size_t i, per = 1 + len % 13;

	while (len > 0 && *s == ' ')
		s++, len--;
	while (len > 0 && s[len - 1] == ' ')
		len--;
	for (i = 0; i < len; i++) {
		if (i % per == 0)
			tk_buf_puts(&b, "=?utf-8?Q?");
		tk_buf_putc(&b, '=');
		tk_buf_putc(&b, hex[(unsigned char)s[i] >> 4]);
		tk_buf_putc(&b, hex[(unsigned char)s[i] & 15]);
		if (i % per == per - 1 || i + 1 == len)
			tk_buf_puts(&b, "?=\r\n ");
	}
	tk_mail_words(&out, b.data != NULL ? b.data : "", b.len, NULL, NULL);
	must(out.len == len && (len == 0 || memcmp(out.data, s, len) == 0));
	tk_buf_free(&b);
	tk_buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const labels[] = {NULL, "gb2312", "big5", "hz",
	    "utf-7", "utf-16", "iso-2022-cn", "iso-2022-jp", "euc-tw",
	    "us-ascii", "shift_jis", "utf-8", "iso-2022-kr", "euc-kr"};
	const char *label = labels[len % (sizeof labels / sizeof *labels)];
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_buf named = TK_BUF_INIT, text = TK_BUF_INIT;
	char *data = exact_copy(bytes, len);
	struct tk_mail_header h;
	struct tk_span v;
	size_t i;

	must(tk_mail_header_read(&h, &arena, data, len) == 0);
	must(h.size <= len && h.count <= TK_MAIL_MAX_FIELDS);
	for (i = 0; i < h.count; i++) {
		must_be_within(h.field[i].name, data, len);
		must_be_within(h.field[i].value, data, len);
		must(h.field[i].name.len > 0);
	}
	v = tk_mail_header_get(&h, "Content-Type", NULL);
	if (v.data != NULL &&
	    tk_mail_param(&named, v.data, v.len, "charset") == 0 &&
	    named.len > 0)
		label = named.data;
	fields(&h, label);
	traits(&h, &arena);
	tk_mail_charset_utf8(&text, label, label == NULL ? 0 : strlen(label),
	    data + h.size, len - h.size, NULL);
	must_be_bounded(&text, len);
	must_be_text(text.data, text.len);
	if (is_printable(data + h.size, len - h.size)) {
		as_it_is(data + h.size, len - h.size);
		if (len - h.size <= ROUND_TRIP)
			in_words(data + h.size, len - h.size);
	}
	tk_buf_free(&named);
	tk_buf_free(&text);
	tk_arena_free(&arena);
	free(data);
	return 0;
}
