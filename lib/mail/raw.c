/* raw.c - where a message begins, and the lines that an mbox escaped. */
#include "raw.h"

#include <string.h>

/* Where the body of a message begins: its header is not escaped. */
static size_t
body_at(struct tk_span s)
{
	const char *p = s.data, *end = s.data + s.len;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		if (p < end && *p == '\n')
			break;
		if (end - p > 1 && p[0] == '\r' && p[1] == '\n')
			break;
	}
	return p != NULL ? (size_t)(p - s.data) : s.len;
}

int
tk_mail_unescape(struct tk_span *s, struct tk_buf *raw)
{
	const char *end = s->data + s->len, *done = s->data, *p, *q;

	if (memmem(s->data, s->len, ">From ", 6) == NULL)
		return 0;
	for (p = s->data + body_at(*s); p < end; p++) {
		for (q = p; q < end && *q == '>';)
			q++;
		if (q > p && end - q >= 5 && memcmp(q, "From ", 5) == 0) {
			tk_buf_add(raw, done, (size_t)(p - done));
			done = p + 1;
		}
		p = memchr(q, '\n', (size_t)(end - q));
		if (p == NULL)
			break;
	}
	tk_buf_add(raw, done, (size_t)(end - done));
	s->data = raw->data;
	s->len = raw->len;
	return raw->failed ? -1 : 0;
}

/* "Name:" or "Name :" at the beginning of a line? */
static int
is_field(struct tk_span s)
{
	size_t i = 0;

	while (i < s.len && s.data[i] > ' ' && s.data[i] < 0x7f &&
	    s.data[i] != ':')
		i++;
	if (i == 0)
		return 0;
	while (i < s.len && (s.data[i] == ' ' || s.data[i] == '\t'))
		i++;
	return i < s.len && s.data[i] == ':';
}

struct tk_span
tk_mail_from_header(struct tk_span s)
{
	struct tk_span t = s;

	if (t.len >= 3 && memcmp(t.data, "\xef\xbb\xbf", 3) == 0)
		t.data += 3, t.len -= 3;
	while (t.len > 0 && (t.data[0] == '\n' || t.data[0] == '\r'))
		t.data++, t.len--;
	return is_field(t) ? t : s;
}
