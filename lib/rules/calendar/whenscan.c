#include "whenscan.h"

#include <string.h>
#include <strings.h>

#include "base/time.h"

/* Of the hours h and h + 12 the one between these is meant. */
static const struct {
	const char *text;
	int from, to;
} parts[] = {
	{"凌晨", 0, 6}, {"早上", 4, 12}, {"上午", 0, 12}, {"中午", 11, 14},
	{"下午", 12, 23}, {"晚上", 17, 24},
};

#define PARTS (sizeof parts / sizeof parts[0])

static const char no_time[] = "there is no such time";
static const char no_day[] = "there is no such day";

int
tk_whenscan_fail(struct tk_whenscan *x, const char *why)
{
	x->why = why;
	return -1;
}

int
tk_whenscan_word(struct tk_whenscan *x, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(x->p, word, n) != 0)
		return 0;
	x->p += n;
	return 1;
}

int
tk_whenscan_choose(struct tk_whenscan *x, const struct tk_whenscan_choice *c,
    int *value)
{
	for (; c->text != NULL; c++)
		if (tk_whenscan_word(x, c->text)) {
			*value = c->value;
			return 1;
		}
	return 0;
}

void
tk_whenscan_blanks(struct tk_whenscan *x)
{
	x->p += strspn(x->p, " \t");
}

int
tk_whenscan_number(struct tk_whenscan *x, int min, int max, int *n)
{
	size_t i, count = strspn(x->p, "0123456789");

	if (count < (size_t)min || count > (size_t)max)
		return 0;
	for (i = 0, *n = 0; i < count; i++)
		*n = *n * 10 + *x->p++ - '0';
	return 1;
}

int
tk_whenscan_date(struct tk_whenscan *x, int64_t *day)
{
	const char *from = x->p, *sep = NULL;
	int y, m, d, kanji;

	if (!tk_whenscan_number(x, 4, 4, &y))
		return 0;
	kanji = tk_whenscan_word(x, "年");
	if (kanji)
		sep = "月";
	else if (*x->p == '-' || *x->p == '/')
		sep = *x->p++ == '-' ? "-" : "/";
	if (sep == NULL) {
		x->p = from;
		return 0;
	}
	if (!tk_whenscan_number(x, 1, 2, &m) || !tk_whenscan_word(x, sep) ||
	    !tk_whenscan_number(x, 1, 2, &d))
		return tk_whenscan_fail(x, NULL);
	if (kanji && !tk_whenscan_word(x, "日") && !tk_whenscan_word(x, "号"))
		return tk_whenscan_fail(x, NULL);
	if (m < 1 || m > 12 || d < 1)
		return tk_whenscan_fail(x, no_day);
	*day = tk_day_of(y, m, d);
	if (*day >= tk_day_of(y + m / 12, m % 12 + 1, 1))
		return tk_whenscan_fail(x, no_day);
	return 1;
}

/* Behind the hour: ":30", ":30:05", "点", "点半", "点5分". */
static int
minutes(struct tk_whenscan *x, int *m, int *s)
{
	int fraction;

	*m = *s = 0;
	if (tk_whenscan_word(x, ":")) {
		if (!tk_whenscan_number(x, 2, 2, m))
			return tk_whenscan_fail(x, NULL);
		if (tk_whenscan_word(x, ":") &&
		    (!tk_whenscan_number(x, 2, 2, s) ||
		    (tk_whenscan_word(x, ".") &&
		    !tk_whenscan_number(x, 1, 9, &fraction))))
			return tk_whenscan_fail(x, NULL);
	} else if (tk_whenscan_word(x, "点") || tk_whenscan_word(x, "时")) {
		if (tk_whenscan_word(x, "半"))
			*m = 30;
		else if (tk_whenscan_number(x, 1, 2, m))
			tk_whenscan_word(x, "分");
	} else {
		return tk_whenscan_fail(x, NULL);
	}
	return *m <= 59 && *s <= 59 ? 0 : tk_whenscan_fail(x, no_time);
}

int
tk_whenscan_clock(struct tk_whenscan *x, int *seconds)
{
	int from = 0, to = 24, h, m, s;
	size_t i;

	for (i = 0; i < PARTS && !tk_whenscan_word(x, parts[i].text); i++)
		;
	if (i < PARTS) {
		from = parts[i].from;
		to = parts[i].to;
		tk_whenscan_blanks(x);
	}
	if (!tk_whenscan_number(x, 1, 2, &h))
		return tk_whenscan_fail(x, NULL);
	if (minutes(x, &m, &s) < 0)
		return -1;
	if (h > 24 || (h == 24 && m + s > 0))
		return tk_whenscan_fail(x, no_time);
	if (h < from)
		h += 12;
	if (h < from || h > to)
		return tk_whenscan_fail(x, "the hour does not fit that part "
		    "of the day");
	*seconds = h * 3600 + m * 60 + s;	/* 晚上12点半: past midnight */
	return 0;
}

int
tk_whenscan_offset(struct tk_whenscan *x, int *seconds)
{
	int sign, h, m;

	*seconds = 0;
	if (tk_whenscan_word(x, "Z"))
		return 1;
	if (*x->p != '+' && *x->p != '-')
		return 0;
	sign = *x->p++ == '-' ? -1 : 1;
	if (!tk_whenscan_number(x, 2, 2, &h) || !tk_whenscan_word(x, ":") ||
	    !tk_whenscan_number(x, 2, 2, &m) || h > 23 || m > 59)
		return tk_whenscan_fail(x, NULL);
	*seconds = sign * (h * 3600 + m * 60);
	return 1;
}

/* The ASCII of a full-width sign of three bytes; 0: it is none. */
static char
narrow(const char *s)
{
	static const char *const signs[] = {
		"：:", "＋+", "－-", "−-", "／/", "．.", "　 ",
	};
	size_t i;

	for (i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (strncmp(s, signs[i], 3) == 0)
			return signs[i][3];
	if (strncmp(s, "０", 2) == 0 && strncmp(s, "０", 3) >= 0 &&
	    strncmp(s, "９", 3) <= 0)
		return (char)('0' + (s[2] - "０"[2]));
	return 0;
}

int
tk_whenscan_plain(char *to, size_t size, const char *s)
{
	size_t n = 0;
	char c;

	for (; *s != '\0'; s++) {
		c = narrow(s);
		if (c != 0)
			s += 2;
		else
			c = *s;
		if (n == 0 && (c == ' ' || c == '\t'))
			continue;
		if (n + 1 >= size)
			return -1;
		to[n++] = c;
	}
	while (n > 0 && (to[n - 1] == ' ' || to[n - 1] == '\t'))
		n--;
	to[n] = '\0';
	return 0;
}
