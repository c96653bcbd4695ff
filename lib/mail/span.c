#include "span.h"

/* U+3000, U+00A0, U+FEFF, U+200B. */
static const char *const wide[] = {
	"\xe3\x80\x80", "\xc2\xa0", "\xef\xbb\xbf", "\xe2\x80\x8b",
};

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

size_t
tk_mail_blanks(const char *s, size_t len)
{
	size_t i = 0, k;

	for (;;) {
		while (i < len && (s[i] == ' ' || s[i] == '\t' ||
		    s[i] == '\r'))
			i++;
		if (i == len || !tk_is_high(s[i]))
			return i;
		k = tk_span_begins_any((struct tk_span){s + i, len - i}, wide,
		    COUNT(wide));
		if (k == 0)
			return i;
		i += strlen(wide[k - 1]);
	}
}

size_t
tk_mail_trim(const char *s, size_t len)
{
	size_t k;

	for (;;) {
		while (len > 0 && tk_is_blank(s[len - 1]))
			len--;
		for (k = 0; len > 0 && tk_is_high(s[len - 1]) &&
		    k < COUNT(wide); k++)
			if (tk_span_ends((struct tk_span){s, len}, wide[k]))
				break;
		if (len == 0 || !tk_is_high(s[len - 1]) || k == COUNT(wide))
			return len;
		len -= strlen(wide[k]);
	}
}

struct tk_span
tk_span_bare(struct tk_span s)
{
	s = tk_span_skip(s, tk_mail_blanks(s.data, s.len));
	s.len = tk_mail_trim(s.data, s.len);
	return s;
}
