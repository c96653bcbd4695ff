/* Text of a charset that is named, or ought to be, to UTF-8. */
#include "charset.h"

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u
#define SURE 0.9	/* a score that overrules a label */
#define MANY 4		/* pairs it takes */

/* ---- controls ---------------------------------------------------------- */

/* The first byte below 0x20, or 0x7f. */
static const char *
next_control(const char *p, const char *end)
{
	uint64_t w, del;

	for (; end - p >= 8; p += 8) {
		memcpy(&w, p, 8);
		del = w ^ (ONES * 0x7f);
		if (((((w - ONES * 0x20) & ~w) | ((del - ONES) & ~del)) &
		    HIGHS) != 0)
			break;
	}
	while (p < end && ((unsigned char)*p >= 0x20 && *p != 0x7f))
		p++;
	return p;
}

/* Drops control characters but for tab and LF from what was appended, and
 * makes all ends of lines LF. */
static void
tidy(struct tk_buf *b, size_t from)
{
	char *out;
	const char *p, *next, *end;

	if (b->failed || b->data == NULL)
		return;
	end = b->data + b->len;
	p = next_control(b->data + from, end);
	out = b->data + (p - b->data);
	while (p < end) {
		if (*p == '\n' || *p == '\t')
			*out++ = *p;
		else if (*p == '\r' && (p + 1 == end || p[1] != '\n'))
			*out++ = '\n';
		p++;
		next = next_control(p, end);
		if (out != p)
			memmove(out, p, (size_t)(next - p));
		out += next - p;
		p = next;
	}
	*out = '\0';
	b->len = (size_t)(out - b->data);
}

/* ---- which charset ----------------------------------------------------- */

/* The charset a byte order mark stands for, and its length. */
static const char *
mark(const char *data, size_t len, size_t *size)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *name;
	} marks[] = {
		{"\xef\xbb\xbf", 3, "UTF-8"},
		{"\xff\xfe\0\0", 4, "UTF-32LE"},
		{"\0\0\xfe\xff", 4, "UTF-32BE"},
		{"\xff\xfe", 2, "UTF-16LE"},
		{"\xfe\xff", 2, "UTF-16BE"},
		{"\x84\x31\x95\x33", 4, "GB18030"},
	};
	size_t i;

	for (i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (len >= marks[i].len &&
		    memcmp(data, marks[i].bytes, marks[i].len) == 0) {
			*size = marks[i].len;
			return marks[i].name;
		}
	*size = 0;
	return NULL;
}

/* UTF-16 without a mark: of the two the one in whose units the first bytes
 * are those of ASCII, of Chinese or of its marks. */
static const char *
order16(const char *data, size_t len)
{
	const unsigned char *p = (const unsigned char *)data;
	size_t i, n[2] = {0, 0};

	for (i = 0; i < len; i++)
		n[i % 2] += p[i] == 0 || (p[i] >= 0x4e && p[i] <= 0x9f) ||
		    p[i] == 0x30 || p[i] == 0xff;
	return n[1] > n[0] ? "UTF-16LE" : "UTF-16BE";
}

/*
 * Simplified Chinese in two or three characters may by chance be UTF-8 too,
 * of Latin or Cyrillic letters: every thirtieth name of two (统一, 通讯). Then
 * a Chinese label is right. Chinese in UTF-8 has characters of three bytes.
 */
static int
by_chance(const char *data, size_t len)
{
	struct tk_mail_pairs t;
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)data[i] >= 0xe0)
			return 0;
	tk_mail_pairs_gb(&t, data, len);
	return t.whole > 0 && t.common == t.whole && t.high == t.whole &&
	    t.broken == 0;
}

/* Is it so surely Chinese that a label of Latin is a mistake? In Latin text
 * a letter that looks like a first byte is mostly followed by ASCII. */
static const char *
overrule(const char *data, size_t len)
{
	struct tk_mail_pairs t;
	const char *name = tk_mail_guess(data, len, &t);

	return t.whole >= MANY && t.score > SURE && 8 * t.high >= t.whole ?
	    name : NULL;
}

/* Bytes of which this many are not ASCII were never of a 7-bit charset. */
static int
is_seven(const char *data, size_t len, size_t bad)
{
	size_t high = tk_mail_high_bytes(data, len);

	return high == 0 || (bad > 0 && high <= len / 10);
}

static const char *
choose(const char *label, size_t label_len, const char *data, size_t len,
    struct tk_mail_charset *cs)
{
	struct tk_mail_pairs t;
	unsigned kind;
	size_t bad;
	int utf8 = tk_mail_is_utf8(data, len, &bad);
	const char *over, *name = tk_mail_alias(label, label_len, &kind);

	if (kind & TK_LABEL_WIDE && name != NULL) {
		if (strcmp(name, "UTF-32") == 0)
			return data[0] == '\0' ? "UTF-32BE" : "UTF-32LE";
		return strcmp(name, "UTF-16") == 0 ? order16(data, len) : name;
	}
	if (kind & TK_LABEL_SEVEN && name != NULL) {
		if (is_seven(data, len, bad))
			return name;
		name = NULL;
	}
	if (utf8)
		return kind & TK_LABEL_PAIRS && by_chance(data, len) ? name :
		    "UTF-8";
	if (name == NULL)
		return tk_mail_guess(data, len, &t);
	if (kind & TK_LABEL_LATIN || strcmp(name, "UTF-8") == 0) {
		over = overrule(data, len);
		cs->overridden = over != NULL;
		return over != NULL ? over : name;
	}
	return name;
}

void
tk_mail_charset_utf8(struct tk_buf *b, const char *label, size_t label_len,
    const char *data, size_t len, struct tk_mail_charset *cs)
{
	static const char feff[] = "\xef\xbb\xbf";
	struct tk_mail_charset unused;
	size_t skip, from = b->len;

	if (cs == NULL)
		cs = &unused;
	*cs = (struct tk_mail_charset){.used = "UTF-8"};
	tk_mail_label(cs->declared, label, label == NULL ? 0 : label_len);
	if (len == 0)
		return;
	cs->used = mark(data, len, &skip);
	if (cs->used == NULL)
		cs->used = choose(label, label_len, data, len, cs);
	cs->bad = tk_mail_decode(b, cs->used, data + skip, len - skip);
	if (!b->failed && b->len - from >= 3 &&
	    memcmp(b->data + from, feff, 3) == 0) {	/* of UTF-7 */
		memmove(b->data + from, b->data + from + 3,
		    b->len - from - 3);
		b->len -= 3;
	}
	tidy(b, from);
}
