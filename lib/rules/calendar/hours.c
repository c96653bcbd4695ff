#include "hours.h"

#include <string.h>
#include <strings.h>

#define BLANKS " \t"
#define DAY 86400

static const char *const names[7] = {
	"mon", "tue", "wed", "thu", "fri", "sat", "sun"
};

/* H:MM or HH:MM at *s, up to 48:00. */
static int
clock_parse(const char **s, int32_t *seconds)
{
	int n = 0, h = 0, m = 0;

	for (; **s >= '0' && **s <= '9' && n < 2; n++)
		h = h * 10 + *(*s)++ - '0';
	if (n == 0 || *(*s)++ != ':')
		return -1;
	for (n = 0; **s >= '0' && **s <= '9' && n < 2; n++)
		m = m * 10 + *(*s)++ - '0';
	if (n < 2 || m > 59)
		return -1;
	*seconds = h * 3600 + m * 60;
	return *seconds <= 2 * DAY ? 0 : -1;
}

/* One range of n bytes; says what is wrong with it. */
static int
range_parse(struct tk_range *r, const char *s, size_t n, struct tk_error *err)
{
	const char *p = s;
	int width = (int)n;

	if (clock_parse(&p, &r->from) < 0 || *p++ != '-' ||
	    clock_parse(&p, &r->to) < 0 || p != s + n)
		return tk_error_set(err, TK_BAD, "'%.*s' is no range of hours; "
		    "write 09:00-12:00, or 22:00-30:00 to go past midnight",
		    width, s);
	if (r->from >= DAY)
		return tk_error_set(err, TK_BAD, "'%.*s' begins on the next "
		    "day; give it to that day", width, s);
	if (r->to <= r->from)
		return tk_error_set(err, TK_BAD, "'%.*s' ends before it "
		    "begins; past midnight write 22:00-30:00", width, s);
	return 0;
}

static int
insert(struct tk_hours *h, struct tk_range r, struct tk_error *err)
{
	unsigned i = h->count;

	if (i == TK_HOURS_MAX)
		return tk_error_set(err, TK_BAD, "more than %d ranges of "
		    "hours in a day", TK_HOURS_MAX);
	while (i > 0 && h->range[i - 1].from > r.from)
		i--;
	if ((i > 0 && h->range[i - 1].to > r.from) ||
	    (i < h->count && h->range[i].from < r.to))
		return tk_error_set(err, TK_BAD, "%02d:%02d-%02d:%02d overlaps "
		    "other hours of the same day", r.from / 3600,
		    r.from / 60 % 60, r.to / 3600, r.to / 60 % 60);
	memmove(&h->range[i + 1], &h->range[i],
	    (h->count - i) * sizeof h->range[0]);
	h->range[i] = r;
	h->count++;
	return 0;
}

int
tk_hours_parse(struct tk_hours *out, const char *s, struct tk_error *err)
{
	struct tk_hours h = {0};
	struct tk_range r;
	size_t n;

	for (s += strspn(s, BLANKS); *s != '\0'; s += strspn(s, BLANKS)) {
		n = strcspn(s, BLANKS);
		if (range_parse(&r, s, n, err) < 0 || insert(&h, r, err) < 0)
			return -1;
		s += n;
	}
	if (h.count == 0)
		return tk_error_set(err, TK_BAD, "no hours; write "
		    "09:00-12:00 13:00-18:00");
	*out = h;
	return 0;
}

int
tk_hours_add(struct tk_hours *to, const struct tk_hours *more,
    struct tk_error *err)
{
	struct tk_hours h = *to;
	unsigned i;

	for (i = 0; i < more->count; i++)
		if (insert(&h, more->range[i], err) < 0)
			return -1;
	*to = h;
	return 0;
}

int
tk_hours_equal(const struct tk_hours *a, const struct tk_hours *b)
{
	return a->count == b->count && memcmp(a->range, b->range,
	    a->count * sizeof a->range[0]) == 0;
}

int
tk_weekday_find(const char *s, size_t len)
{
	int i;

	for (i = 0; i < 7; i++)
		if (len == 3 && strncasecmp(s, names[i], 3) == 0)
			return i;
	return -1;
}

int
tk_weekdays_parse(unsigned *out, const char *s, struct tk_error *err)
{
	unsigned days = 0;
	int from, to;
	size_t n;

	for (s += strspn(s, BLANKS); *s != '\0'; s += strspn(s, BLANKS)) {
		n = strcspn(s, BLANKS);
		from = to = -1;
		if (n == 3)
			from = to = tk_weekday_find(s, 3);
		else if (n == 7 && s[3] == '-') {
			from = tk_weekday_find(s, 3);
			to = tk_weekday_find(s + 4, 3);
		}
		if (from < 0 || to < 0)
			return tk_error_set(err, TK_BAD, "'%.*s' is no "
			    "weekday; write mon, mon-fri, sat-mon or several "
			    "separated by blanks", (int)n, s);
		for (; from != to; from = (from + 1) % 7)
			days |= 1u << from;
		days |= 1u << to;
		s += n;
	}
	if (days == 0)
		return tk_error_set(err, TK_BAD, "no weekday; write mon-fri");
	*out = days;
	return 0;
}
