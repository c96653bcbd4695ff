/* notice.c - "assignee@80%;lead@-15m": who is told of a clock, and when. */
#include <string.h>

#include "clock.h"

/* "15m" of the n bytes at s, as seconds; -1 if they are none. */
static int64_t
parse_offset(const char *s, size_t n)
{
	static const char units[] = "smhd";
	static const int64_t seconds[] = {1, 60, 3600, 86400};
	const char *unit;
	int64_t count = 0;
	size_t i;

	if (n < 2 || n > 7)
		return -1;
	unit = strchr(units, s[n - 1]);
	for (i = 0; i < n - 1; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		count = count * 10 + (s[i] - '0');
	}
	return unit == NULL ? -1 : count * seconds[unit - units];
}

/* "80%" of the n bytes at s; -1 if they are none. */
static int
parse_percent(const char *s, size_t n)
{
	int percent = 0;
	size_t i;

	if (n < 2 || n > 5 || s[n - 1] != '%')
		return -1;
	for (i = 0; i < n - 1; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		percent = percent * 10 + (s[i] - '0');
	}
	return percent;
}

static int
parse_one(struct tk_notice *out, const char *s, size_t len,
    struct tk_error *err)
{
	struct tk_notice n = {.who = s, .percent = -1, .text = s,
	    .text_len = len};
	const char *at = memchr(s, '@', len), *when;
	size_t rest;

	n.len = at == NULL ? 0 : (size_t)(at - s);
	if (n.len == 0 || memchr(s, ' ', n.len) != NULL)
		goto bad;
	when = at + 1;
	rest = len - n.len - 1;
	if (rest > 0 && (*when == '-' || *when == '+')) {
		n.offset = parse_offset(when + 1, rest - 1);
		if (n.offset < 0)
			goto bad;
		if (*when == '-')
			n.offset = -n.offset;
	} else {
		n.percent = parse_percent(when, rest);
		if (n.percent < 0)
			goto bad;
	}
	*out = n;
	return 1;
bad:
	return tk_error_set(err, TK_BAD, "notice \"%.*s\" is not WHO@80%%, "
	    "WHO@-15m or WHO@+4h", (int)len, s);
}

int
tk_notice_next(const char **text, struct tk_notice *out, struct tk_error *err)
{
	const char *s = *text + strspn(*text, "; ");
	size_t len = strcspn(s, ";");

	*text = s + len;
	while (len > 0 && s[len - 1] == ' ')
		len--;
	return len == 0 ? 0 : parse_one(out, s, len, err);
}

int
tk_notice_reached(const struct tk_notice *n, const struct tk_clock *c,
    int64_t now)
{
	if (c->ended)
		return 0;
	if (n->percent < 0)
		return c->due != TK_UNSET && now >= c->due + n->offset;
	/* an @ limit may lie before its start, or in closed hours */
	if (n->percent >= 100 && c->due != TK_UNSET && now < c->due)
		return 0;
	return c->elapsed >= c->limit / 100 * n->percent +
	    c->limit % 100 * n->percent / 100;
}
