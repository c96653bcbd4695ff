/* forward.c - who wrote what is forwarded within a text. */
#include "history.h"

#include <string.h>
#include <strings.h>

#include "topic.h"

#define FROM_BYTES 1000		/* of such a line; who lies, lies briefly */

static const char local_chars[] = "abcdefghijklmnopqrstuvwxyz"
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-=!#$&'*^`{}|~?/";
static const char domain_chars[] = "abcdefghijklmnopqrstuvwxyz"
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";

static int
in(const char *chars, char c)
{
	return c != '\0' && strchr(chars, c) != NULL;
}

/* The first "name@domain" of a line. */
static struct tk_span
find_address(struct tk_span s)
{
	const char *at = s.data, *end = s.data + s.len, *from, *to;

	while ((at = memchr(at, '@', (size_t)(end - at))) != NULL) {
		from = at++;
		while (from > s.data && in(local_chars, from[-1]))
			from--;
		for (to = at; to < end && in(domain_chars, *to);)
			to++;
		while (to > at && in(".-", to[-1]))
			to--;
		while (from < at && in(".'`*=", *from))
			from++;
		if (from < at - 1 && to > at && in(domain_chars, *at) &&
		    *at != '.' && *at != '-')
			return (struct tk_span){from, (size_t)(to - from)};
	}
	return (struct tk_span){NULL, 0};
}

/* What stands before the address without brackets, quotes and "mailto:". */
static struct tk_span
name_before(struct tk_span line, const char *address)
{
	struct tk_span s = {line.data, (size_t)(address - line.data)};
	size_t n;

	do {
		n = s.len;
		s.len = tk_mail_trim(s.data, s.len);
		if (s.len >= 7 &&
		    strncasecmp(s.data + s.len - 7, "mailto:", 7) == 0)
			s.len -= 7;
		while (s.len > 0 && in("<([\"'*", s.data[s.len - 1]))
			s.len--;
		if (s.len >= 3 && (memcmp(s.data + s.len - 3, "（", 3) == 0 ||
		    memcmp(s.data + s.len - 3, "＜", 3) == 0))
			s.len -= 3;
	} while (s.len < n);
	do {
		n = tk_mail_blanks(s.data, s.len);
		if (n == 0 && s.len > 0 && in("\"'*", s.data[0]))
			n = 1;
		s.data += n;
		s.len -= n;
	} while (n > 0);
	return s;
}

/* Without the "> " of a mail that was quoted as it was forwarded. */
static struct tk_span
unquoted(struct tk_span s)
{
	size_t n;

	do {
		n = tk_mail_blanks(s.data, s.len);
		if (n < s.len && s.data[n] == '>')
			n++;
		s.data += n;
		s.len -= n;
	} while (n > 0);
	return s;
}

static int
is_from(struct tk_span line, struct tk_span *value)
{
	switch (tk_mail_line_label(line, value)) {
	case TK_MAIL_LABEL_FROM:
	case TK_MAIL_LABEL_EN_FROM:
		if (value->len > FROM_BYTES)
			value->len = FROM_BYTES;
		return 1;
	default:
		return 0;
	}
}

/* The first address on a line of a sender from `at` on, or on the line
 * behind it. */
static struct tk_span
find_sender(const char *text, size_t len, size_t at, struct tk_span *line)
{
	struct tk_span address = {NULL, 0}, value, none;
	size_t behind;

	while (at < len && address.data == NULL) {
		if (!is_from(unquoted(tk_mail_line(text, len, at, &at)),
		    line))
			continue;
		address = find_address(*line);
		if (address.data != NULL || at >= len)
			continue;
		value = unquoted(tk_mail_line(text, len, at, &behind));
		if (value.len > FROM_BYTES || tk_mail_line_label(value,
		    &none) != TK_MAIL_LABEL_NONE)
			continue;
		address = find_address(value);
		if (address.data != NULL && tk_mail_line_blank(*line))
			*line = value;
	}
	return address;
}

/* Behind the first line that says that something is forwarded. */
static size_t
behind_mark(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len)
		if (tk_mail_line_rule(unquoted(tk_mail_line(text, len, at,
		    &at))))
			return at;
	return 0;
}

static const char *
lowered_domain(struct tk_arena *arena, struct tk_span address)
{
	char *s = tk_arena_copy(arena, address.data, address.len), *p;

	if (s != NULL)
		for (p = strchr(s, '@'); *p != '\0'; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p | 0x20);
	return s;
}

int
tk_mail_forwarded(struct tk_arena *arena, const char *text, size_t len,
    struct tk_address *a)
{
	size_t mark = behind_mark(text, len);
	struct tk_span line, address, name = {"", 0};

	address = find_sender(text, len, mark, &line);
	if (address.data == NULL && mark > 0)
		address = find_sender(text, len, 0, &line);
	if (address.data == NULL)
		return -1;
	/* Else the name stands on the line before. */
	if (address.data >= line.data &&
	    address.data <= line.data + line.len)
		name = name_before(line, address.data);
	else
		name = name_before(line, line.data + line.len);
	if (memchr(name.data, '@', name.len) != NULL)
		name.len = 0;
	a->address = lowered_domain(arena, address);
	a->name = tk_arena_copy(arena, name.data, name.len);
	return a->address == NULL || a->name == NULL ? -1 : 0;
}
