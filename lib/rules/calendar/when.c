#include "when.h"

#include <string.h>

#include "base/text.h"
#include "calendar.h"
#include "whenscan.h"

#define DAY 86400
#define TEXT_MAX 128

struct context {
	int64_t now;
	int64_t today;
	const struct tk_zone *zone;
	const struct tk_calendar *work;
};

/* One moment: a day, a time of day, or both. */
struct moment {
	int64_t t;
	int64_t day;
	int whole_day;
};

enum day_kind { NO_DAY, DATE, WORD, WEEKDAY };

static const struct tk_whenscan_choice days[] = {
	{"今天", 0}, {"明天", 1}, {"后天", 2}, {"昨天", -1}, {"前天", -2},
	{"today", 0}, {"tomorrow", 1}, {"yesterday", -1},
	{NULL, 0},
};

/* Longer words before those they begin with. */
static const struct tk_whenscan_choice weekdays[] = {
	{"monday", 0}, {"tuesday", 1}, {"wednesday", 2}, {"thursday", 3},
	{"friday", 4}, {"saturday", 5}, {"sunday", 6},
	{"mon", 0}, {"tue", 1}, {"wed", 2}, {"thu", 3}, {"fri", 4},
	{"sat", 5}, {"sun", 6},
	{NULL, 0},
};

static const struct tk_whenscan_choice chinese_weekdays[] = {
	{"一", 0}, {"二", 1}, {"三", 2}, {"四", 3}, {"五", 4}, {"六", 5},
	{"日", 6}, {"天", 6},
	{NULL, 0},
};

static const struct tk_whenscan_choice units[] = {
	{"w", 7 * DAY}, {"d", DAY}, {"h", 3600}, {"m", 60}, {"s", 1},
	{NULL, 0},
};

/* n days on, or back; working ones if there is a calendar. */
static int64_t
days_on(const struct context *c, int64_t day, int64_t n)
{
	int step = n < 0 ? -1 : 1;

	if (c->work == NULL)
		return day + n;
	while (n != 0 && day > -TK_DAY_LAST && day < TK_DAY_LAST) {
		day += step;
		if (tk_calendar_day_open(c->work, day))
			n -= step;
	}
	return n == 0 ? day : step * 2 * TK_DAY_LAST;
}

/* +2h, +1h30m, -1w, +3d; the sign is read. Days and weeks keep the clock
 * time, so their length is not always 24 hours. */
static int
relative(const struct context *c, struct tk_whenscan *x, int sign,
    struct moment *out)
{
	int64_t local = c->now + tk_zone_offset(c->zone, c->now);
	int64_t day = c->today, plus = 0;
	int n, unit;

	do {
		if (!tk_whenscan_number(x, 1, 9, &n) ||
		    !tk_whenscan_choose(x, units, &unit))
			return tk_whenscan_fail(x, NULL);
		if (unit == DAY)
			day = days_on(c, day, (int64_t)sign * n);
		else if (unit > DAY)
			day += (int64_t)sign * n * 7;
		else
			plus += (int64_t)sign * n * unit;
	} while (*x->p >= '0' && *x->p <= '9');
	out->t = c->now + plus;
	if (day != c->today)
		out->t = plus + tk_zone_first(c->zone,
		    local + (day - c->today) * DAY);
	out->day = tk_day_at(c->zone, out->t);
	return 0;
}

static int
weekday(struct tk_whenscan *x, int *wd)
{
	if (tk_whenscan_choose(x, weekdays, wd))
		return 1;
	if (!tk_whenscan_word(x, "周") && !tk_whenscan_word(x, "星期") &&
	    !tk_whenscan_word(x, "礼拜"))
		return 0;
	return tk_whenscan_choose(x, chinese_weekdays, wd) ? 1 :
	    tk_whenscan_fail(x, NULL);
}

/* The part that names a day: its kind, or -1. */
static int
day_part(const struct context *c, struct tk_whenscan *x, int64_t *day)
{
	int rc = tk_whenscan_date(x, day), n;

	if (rc != 0)
		return rc < 0 ? -1 : DATE;
	if (tk_whenscan_choose(x, days, &n)) {
		*day = c->today + n;
		return WORD;
	}
	rc = weekday(x, &n);
	if (rc <= 0)
		return rc < 0 ? -1 : NO_DAY;
	*day = c->today + (n - tk_day_weekday(c->today) + 7) % 7;
	return WEEKDAY;
}

/* A day, a time of day, or both. */
static int
civil(const struct context *c, struct tk_whenscan *x, struct moment *out)
{
	int kind = day_part(c, x, &out->day), seconds, east, zoned = 0;

	if (kind < 0)
		return -1;
	if (kind != DATE || !tk_whenscan_word(x, "T"))
		tk_whenscan_blanks(x);
	if (kind != NO_DAY && *x->p == '\0') {
		out->whole_day = 1;
		out->t = tk_zone_first(c->zone, out->day * DAY);
		return 0;
	}
	if (tk_whenscan_clock(x, &seconds) < 0)
		return -1;
	tk_whenscan_blanks(x);
	if (kind == DATE && (zoned = tk_whenscan_offset(x, &east)) < 0)
		return -1;
	out->t = out->day * DAY + seconds;
	out->t = zoned ? out->t - east : tk_zone_first(c->zone, out->t);
	if (zoned)
		out->day = tk_day_at(c->zone, out->t);
	if (kind == WEEKDAY && out->day == c->today && out->t <= c->now) {
		out->day += 7;
		out->t = tk_zone_first(c->zone, out->day * DAY + seconds);
	}
	return 0;
}

/* One moment that fills the text; a time of day alone is one of `day`. */
static int
moment(const struct context *c, struct tk_whenscan *x, const char *text,
    int64_t day, struct moment *out)
{
	int rc = 0;

	x->p = text;
	*out = (struct moment){c->now, day, 0};
	if (tk_whenscan_word(x, "+"))
		rc = relative(c, x, 1, out);
	else if (tk_whenscan_word(x, "-"))
		rc = relative(c, x, -1, out);
	else if (!tk_whenscan_word(x, "now") && !tk_whenscan_word(x, "现在"))
		rc = civil(c, x, out);
	if (rc < 0)
		return -1;
	if (*x->p != '\0')
		return tk_whenscan_fail(x, NULL);
	if (out->t < TK_TIME_FIRST || out->t > TK_TIME_LAST)
		return tk_whenscan_fail(x, "it is too far away");
	return 0;
}

static int
span(const struct context *c, struct tk_whenscan *x, char *text, char *dots,
    struct tk_when *out)
{
	struct moment a, b;
	size_t n = (size_t)(dots - text);

	while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		n--;
	text[n] = '\0';
	dots += 2;
	dots += strspn(dots, " \t");
	if (moment(c, x, text, c->today, &a) < 0 ||
	    moment(c, x, dots, a.day, &b) < 0)
		return -1;
	if (b.whole_day)
		b.t = tk_when_day_end(c->zone, b.t);
	if (b.t < a.t)
		return tk_whenscan_fail(x, "it ends before it begins");
	*out = (struct tk_when){a.t, b.t, a.whole_day && b.whole_day, 1};
	return 0;
}

static int
parse(const struct context *c, struct tk_whenscan *x, const char *s,
    struct tk_when *out)
{
	char text[TEXT_MAX], *dots;
	struct moment m;

	if (tk_whenscan_plain(text, sizeof text, s) < 0)
		return tk_whenscan_fail(x, "it is too long");
	dots = strstr(text, "..");
	if (dots != NULL)
		return span(c, x, text, dots, out);
	if (moment(c, x, text, c->today, &m) < 0)
		return -1;
	*out = (struct tk_when){m.t, m.t, m.whole_day, 0};
	return 0;
}

int
tk_when_parse(const char *s, int64_t now, const struct tk_zone *zone,
    const struct tk_calendar *work, struct tk_when *out, struct tk_error *err)
{
	struct context c = {now, tk_day_at(zone, now), zone, work};
	struct tk_whenscan x = {s, NULL};

	if (parse(&c, &x, s, out) == 0)
		return 0;
	return tk_error_set(err, TK_BAD, "'%.*s' is no time%s%s; write "
	    "2023-10-27 15:00, 15:00, +2h, +3d, -1w, 明天 10:00, 周五 or "
	    "10:00..10:30", tk_text_cut(s, 60), s, x.why != NULL ? ": " : "",
	    x.why != NULL ? x.why : "");
}

int64_t
tk_when_day_end(const struct tk_zone *zone, int64_t t)
{
	return tk_zone_first(zone, (tk_day_at(zone, t) + 1) * DAY) - 1;
}
