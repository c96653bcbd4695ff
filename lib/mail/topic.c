/* topic.c - what a subject is about, without Re: and tags. */
#include "topic.h"

#include <string.h>
#include <strings.h>

#define TAG_MAX 100	/* bytes; what is longer in brackets is the topic */

static const struct prefix {
	const char *word;
	unsigned trait;
} prefixes[] = {
	{"re", TK_MAIL_ANSWER},
	{"fwd", TK_MAIL_FORWARD},
	{"fw", TK_MAIL_FORWARD},
	{"回复", TK_MAIL_ANSWER},
	{"回覆", TK_MAIL_ANSWER},
	{"回復", TK_MAIL_ANSWER},
	{"答复", TK_MAIL_ANSWER},
	{"答覆", TK_MAIL_ANSWER},
	{"转发", TK_MAIL_FORWARD},
	{"轉發", TK_MAIL_FORWARD},
	{"转寄", TK_MAIL_FORWARD},
	{"轉寄", TK_MAIL_FORWARD},
};

/* UTF-8 of U+3000, U+00A0, U+FEFF, U+200B. */
static const struct tk_span blanks[] = {
	{"\xe3\x80\x80", 3},
	{"\xc2\xa0", 2},
	{"\xef\xbb\xbf", 3},
	{"\xe2\x80\x8b", 3},
};

size_t
tk_mail_blanks(const char *s, size_t len)
{
	size_t i = 0, k;

	while (i < len) {
		if (s[i] == ' ' || s[i] == '\t' || s[i] == '\r') {
			i++;
			continue;
		}
		if ((unsigned char)s[i] < 0xc2)
			break;
		for (k = 0; k < sizeof blanks / sizeof blanks[0]; k++)
			if (len - i >= blanks[k].len && memcmp(s + i,
			    blanks[k].data, blanks[k].len) == 0)
				break;
		if (k == sizeof blanks / sizeof blanks[0])
			break;
		i += blanks[k].len;
	}
	return i;
}

size_t
tk_mail_trim(const char *s, size_t len)
{
	size_t k;

	while (len > 0) {
		if (s[len - 1] == ' ' || s[len - 1] == '\t' ||
		    s[len - 1] == '\r' || s[len - 1] == '\n') {
			len--;
			continue;
		}
		if ((unsigned char)s[len - 1] < 0x80)
			break;
		for (k = 0; k < sizeof blanks / sizeof blanks[0]; k++)
			if (len >= blanks[k].len && memcmp(s + len -
			    blanks[k].len, blanks[k].data,
			    blanks[k].len) == 0)
				break;
		if (k == sizeof blanks / sizeof blanks[0])
			break;
		len -= blanks[k].len;
	}
	return len;
}

size_t
tk_mail_chars(const char *s, size_t len, size_t max)
{
	size_t i;

	if (len <= max)
		return len;
	for (i = 0; i < len; i++)
		if ((s[i] & 0xc0) != 0x80 && max-- == 0)
			break;
	return i;
}

/* "[2]", "(2)" or "^2" as in "Re[2]:"; its length. */
static size_t
counter(const char *s, size_t len)
{
	size_t i = 0;

	if (len == 0 || strchr("[(^", s[0]) == NULL || s[0] == '\0')
		return 0;
	for (i = 1; i < len && s[i] >= '0' && s[i] <= '9';)
		i++;
	if (i == 1)
		return 0;
	if (s[0] == '^')
		return i;
	return i < len && s[i] == (s[0] == '[' ? ']' : ')') ? i + 1 : 0;
}

/* The length of "Re:" and its like at s; 0: there is none. */
static size_t
prefix(const char *s, size_t len, unsigned *traits)
{
	const struct prefix *p = prefixes;
	size_t k, n;

	for (k = 0; k < sizeof prefixes / sizeof prefixes[0]; k++, p++) {
		n = strlen(p->word);
		if (len < n || strncasecmp(s, p->word, n) != 0)
			continue;
		n += counter(s + n, len - n);
		n += tk_mail_blanks(s + n, len - n);
		if (n < len && s[n] == ':')
			n++;
		else if (len - n >= 3 && memcmp(s + n, "：", 3) == 0)
			n += 3;
		else
			continue;
		*traits |= p->trait;
		return n;
	}
	return 0;
}

/* The length of "[…]" or "【…】" at s. */
static size_t
tag(const char *s, size_t len)
{
	size_t open = 3, max = len < TAG_MAX ? len : TAG_MAX;
	const char *end;

	if (len > 1 && s[0] == '[') {
		end = memchr(s, ']', max);
		return end != NULL ? (size_t)(end + 1 - s) : 0;
	}
	if (len < open || memcmp(s, "【", open) != 0)
		return 0;
	end = memmem(s, max, "】", 3);
	return end != NULL ? (size_t)(end + 3 - s) : 0;
}

static size_t
strip(const char *s, size_t len, int tags, unsigned *traits)
{
	size_t i, n;

	for (i = 0;; i += n) {
		i += tk_mail_blanks(s + i, len - i);
		n = prefix(s + i, len - i, traits);
		if (n == 0 && tags)
			n = tag(s + i, len - i);
		if (n == 0)
			return i;
	}
}

struct tk_span
tk_mail_topic(const char *subject, unsigned *traits)
{
	size_t len = tk_mail_trim(subject, strlen(subject));
	size_t i = strip(subject, len, 1, traits);

	if (i == len)
		i = strip(subject, len, 0, traits);
	return (struct tk_span){subject + i, len - i};
}
