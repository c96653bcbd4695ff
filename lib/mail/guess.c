/* What charset bytes without a label are in. */
#include "charset.h"

#include <string.h>

#define HIGHS 0x8080808080808080u
#define ENOUGH 16384	/* pairs: more do not change the answer */
#define FLOOR 0.3
#define BROKEN 5	/* a broken pair weighs as much as five good ones */

/* What a byte can be in a pair. */
enum { LEAD = 1, TRAIL = 2, COMMON = 4 };

static unsigned
kind_gb(unsigned char c)
{
	return (c >= 0x81 && c <= 0xfe ? LEAD : 0u) |
	    (c >= 0x40 && c <= 0xfe && c != 0x7f ? TRAIL : 0u) |
	    ((c >= 0xb0 && c <= 0xd7) || c == 0xa1 || c == 0xa3 ?
	    COMMON : 0u);
}

static unsigned
kind_big5(unsigned char c)
{
	return (c >= 0x81 && c <= 0xfe ? LEAD : 0u) |
	    ((c >= 0x40 && c <= 0x7e) || (c >= 0xa1 && c <= 0xfe) ?
	    TRAIL : 0u) |
	    ((c >= 0xa4 && c <= 0xc6) || c == 0xa1 ? COMMON : 0u);
}

/* A character of four bytes: rare, but not broken. */
static int
is_four(const unsigned char *p, size_t len)
{
	return len >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 &&
	    p[2] <= 0xfe && p[3] >= 0x30 && p[3] <= 0x39;
}

/* A pair that the end of the text cuts is no evidence against a charset. */
static void
walk(struct tk_mail_pairs *t, const char *data, size_t len,
    unsigned (*kind)(unsigned char), int four)
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
				if ((word & HIGHS) == 0) {
					p += 8;
					continue;
				}
			}
			p++;
		} else if (four && *p == 0x80) {	/* the euro sign */
			p++;
		} else if (!(kind(*p) & LEAD)) {
			t->broken++;
			p++;
		} else if (end - p < 2) {
			break;
		} else if (kind(p[1]) & TRAIL) {
			t->whole++;
			t->common += (kind(*p) & COMMON) != 0;
			t->high += p[1] >= 0xa1;
			p += 2;
		} else if (four && is_four(p, (size_t)(end - p))) {
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
	walk(t, data, len, kind_gb, 1);
}

static void
walk_big5(struct tk_mail_pairs *t, const char *data, size_t len)
{
	walk(t, data, len, kind_big5, 0);
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

const char *
tk_mail_pairs_guess(const char *data, size_t len, struct tk_mail_pairs *best)
{
	struct tk_mail_pairs gb, big5;
	const char *name = "GB18030";

	tk_mail_pairs_gb(&gb, data, len);
	walk_big5(&big5, data, len);
	*best = gb;
	/* Of two that fit alike: the second bytes of simplified characters
	 * are all high. */
	if (big5.score > gb.score ||
	    (big5.score >= gb.score && gb.high < gb.whole)) {
		name = "BIG5-HKSCS";
		*best = big5;
	}
	return best->score < FLOOR ? "WINDOWS-1252" : name;
}

const char *
tk_mail_charset_guess(const char *data, size_t len, double *score)
{
	struct tk_mail_pairs best = {.score = 1};
	const char *name = "UTF-8";
	size_t bad;

	if (!tk_mail_is_utf8(data, len, &bad))
		name = tk_mail_pairs_guess(data, len, &best);
	if (score != NULL)
		*score = best.score;
	return name;
}
