#include "mbox.h"

#include "span.h"

/* No From_ line and no name of a field is longer: so much is looked ahead. */
#define LONGEST 998

const char *
tk_mbox_line(const char *s, size_t len)
{
	const char *lf, *cr;

	lf = memchr(s, '\n', len);
	cr = memchr(s, '\r', lf == NULL ? len : (size_t)(lf - s));
	if (cr != NULL && cr + 1 != lf)
		return cr + 1;
	return lf == NULL ? s + len : lf + 1;
}

size_t
tk_mbox_blank(const char *s, size_t len)
{
	size_t i = 0, line;

	if (len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	for (line = i; i < len; i++) {
		if (s[i] == '\n' || s[i] == '\r')
			line = i + 1;
		else if (s[i] != ' ' && s[i] != '\t')
			break;
	}
	return line;
}

/* 1, 0, or -1: it may be one with more bytes. */
static int
starts(const char *s, size_t len, int whole, const char *word, size_t n)
{
	if (len >= n)
		return memcmp(s, word, n) == 0;
	return whole || memcmp(s, word, len) != 0 ? 0 : -1;
}

int
tk_mbox_field_like(const char *s, size_t len, int whole)
{
	size_t i, quoted = len > 0 && s[0] == '>';
	int from;

	from = starts(s + quoted, len - quoted, whole, "From ", 5);
	if (from != 0)
		return from;
	for (i = 0; i < len && s[i] > ' ' && s[i] <= '~' && s[i] != ':'; i++)
		if (i == LONGEST)
			return 0;
	if (i == 0 && len > 0)
		return 0;
	while (i < len && (s[i] == ' ' || s[i] == '\t'))
		if (++i == 2 * LONGEST)
			return 0;
	if (i == len)
		return whole ? 0 : -1;
	return s[i] == ':';
}

int
tk_mbox_from_line(const char *s, size_t len)
{
	size_t i = 5;

	if (len < 5 || memcmp(s, "From ", 5) != 0)
		return 0;
	while (i < len && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i == len || s[i] != ':';	/* "From : a@example.com" */
}

/* Digits that stand alone: how many, from s on. */
static size_t
digits(const char *begin, const char *s, const char *end)
{
	const char *p = s;

	if (s > begin && tk_is_digit(s[-1]))
		return 0;
	while (p < end && tk_is_digit(*p))
		p++;
	return (size_t)(p - s);
}

static int
month(const char *s, const char *end)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	size_t i;

	if (end - s < 4 || (s[3] != ' ' && s[3] != '-' && s[3] != '/' &&
	    s[3] != ','))
		return 0;
	for (i = 0; i < sizeof names - 1; i += 3)
		if (memcmp(s, names + i, 3) == 0)
			return 1;
	return 0;
}

/* A time of day, and a year or a month. */
static int
has_date_time(const char *s, const char *end)
{
	const char *p;
	size_t n;
	int time = 0, date = 0;

	for (p = s; p < end; p++) {
		if (tk_is_digit(*p)) {
			n = digits(s, p, end);
			if (n == 4 && (memcmp(p, "19", 2) == 0 ||
			    memcmp(p, "20", 2) == 0))
				date = 1;
			if ((n == 1 || n == 2) && end - p > (long)n + 2 &&
			    p[n] == ':' && tk_is_digit(p[n + 1]) &&
			    tk_is_digit(p[n + 2]))
				time = 1;
		} else if (p > s && (p[-1] == ' ' || p[-1] == '-' ||
		    p[-1] == '/') && month(p, end)) {
			date = 1;
		}
	}
	return time && date;
}

/* What some write who know neither sender nor date. */
static int
is_dash(const char *s, const char *end)
{
	return s < end && s[0] == '-' && (s + 1 == end || s[1] == ' ');
}

/* Nothing but token@token, and blanks. */
static int
is_address(const char *s, const char *end)
{
	const char *p, *at = NULL;

	while (s < end && *s == ' ')
		s++;
	while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	for (p = s; p < end; p++) {
		if (*p == ' ' || *p == '\t')
			return 0;
		if (*p == '@')
			at = p;
	}
	return at != NULL && at > s && at + 1 < end;
}

int
tk_mbox_begins(const char *s, size_t len, int whole, int first)
{
	const char *line, *text, *end;
	size_t look;
	int rc;

	rc = starts(s, len, whole, "From ", 5);
	if (rc <= 0)
		return rc;
	look = len < LONGEST + 2 ? len : LONGEST + 2;
	line = tk_mbox_line(s, look);
	end = line;
	while (end > s && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	/* of a CR at the end of what is there, the LF may be missing */
	if (end == line || (line == s + len && line[-1] == '\r'))
		return look < len || whole ? 0 : -1;
	text = s + 5;
	if (!tk_mbox_from_line(s, look))
		return 0;
	if (!first && !is_dash(text, end) && !is_address(text, end) &&
	    !has_date_time(text, end))
		return 0;
	return tk_mbox_field_like(line, len - (size_t)(line - s), whole);
}

static int
begins_line(const char *data, size_t at)
{
	return at == 0 || data[at - 1] == '\n' || data[at - 1] == '\r';
}

int
tk_mbox_find(struct tk_mbox_scan *scan, const char *data, size_t len,
    int whole)
{
	const char *p;
	size_t at, mark;
	int rc;

	while (scan->pos + 5 <= len) {
		p = memmem(data + scan->pos, len - scan->pos, "From ", 5);
		if (p == NULL)
			break;
		at = mark = (size_t)(p - data);
		if (begins_line(data, at)) {
			rc = tk_mbox_begins(p, len - at, whole, 0);
			if (rc != 0) {
				scan->pos = at;
				return rc > 0;
			}
		} else if (data[at - 1] == '>' && !scan->escaped) {
			while (mark > 0 && data[mark - 1] == '>')
				mark--;
			scan->escaped = begins_line(data, mark);
		}
		scan->pos = at + 5;
	}
	/* the beginning of one may be the end of what is there */
	if (whole)
		scan->pos = len;
	else if (len >= 4 && scan->pos < len - 4)
		scan->pos = len - 4;
	return 0;
}
