/* guess.c - what charset bytes without a label are in. */
#include "charset.h"

#define HIGHS 0x8080808080808080u
#define ENOUGH 16384	/* pairs: more do not change the answer */
#define FLOOR 0.3
#define BROKEN 5	/* a broken pair weighs as much as five good ones */

static int
is_common(unsigned char c, int gb)
{
	return gb ? (c >= 0xb0 && c <= 0xd7) || c == 0xa1 || c == 0xa3 :
	    (c >= 0xa4 && c <= 0xc6) || c == 0xa1;
}

static int
is_trail(unsigned char c, int gb)
{
	return c >= 0x40 && c <= 0xfe &&
	    (gb ? c != 0x7f : c <= 0x7e || c >= 0xa1);
}

/* A character of four bytes: rare, but not broken. */
static int
is_four(const unsigned char *p, const unsigned char *end)
{
	return end - p >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 &&
	    p[2] <= 0xfe && p[3] >= 0x30 && p[3] <= 0x39;
}

/* A pair that the end of the text cuts is no evidence against a charset, nor
 * is the euro sign of GBK. */
static void
walk(struct tk_mail_pairs *t, const char *data, size_t len, int gb)
{
	const unsigned char *p = (const unsigned char *)data;
	const unsigned char *end = p + len;
	uint64_t word;
	size_t all;

	*t = (struct tk_mail_pairs){0};
	while (p < end && t->whole + t->broken < ENOUGH) {
		if (*p < 0x80) {
			if (end - p >= 8) {
				memcpy(&word, p, 8);
				p += (word & HIGHS) == 0 ? 8 : 1;
			} else {
				p++;
			}
		} else if (*p == 0x80 || *p == 0xff) {
			t->broken += !gb || *p == 0xff;
			p++;
		} else if (end - p < 2) {
			break;
		} else if (is_trail(p[1], gb)) {
			t->whole++;
			t->common += is_common(*p, gb);
			t->high += p[1] >= 0xa1;
			p += 2;
		} else if (gb && is_four(p, end)) {
			p += 4;
		} else {
			t->broken++;
			p++;
		}
	}
	all = t->whole + t->broken;
	if (all > 0)
		t->score = ((double)t->common - BROKEN * (double)t->broken) /
		    (double)all;
}

void
tk_mail_pairs_gb(struct tk_mail_pairs *t, const char *data, size_t len)
{
	walk(t, data, len, 1);
}

const char *
tk_mail_guess(const char *data, size_t len, struct tk_mail_pairs *best)
{
	struct tk_mail_pairs big5;
	const char *name = "GB18030";

	walk(best, data, len, 1);
	walk(&big5, data, len, 0);
	/* Of two that fit alike: the second bytes of simplified characters
	 * are all high. */
	if (big5.score > best->score ||
	    (big5.score >= best->score && best->high < best->whole)) {
		name = "BIG5-HKSCS";
		*best = big5;
	}
	return best->score < FLOOR ? "WINDOWS-1252" : name;
}

size_t
tk_mail_high_bytes(const char *data, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += (unsigned char)data[i] >> 7;
	return n;
}

/* tk_text_valid takes NUL for a fault; here it is a character that will be
 * dropped. It gives up where there are more bad bytes than a tenth of all. */
int
tk_mail_is_utf8(const char *data, size_t len, size_t *bad)
{
	size_t i = 0, at;

	*bad = 0;
	while (i < len && !tk_text_valid(data + i, len - i, &at)) {
		i += at;
		*bad += data[i] != '\0';
		if (*bad > len / 10)
			return 0;
		i++;
	}
	return *bad == 0 || *bad <= tk_mail_high_bytes(data, len) / 10;
}
