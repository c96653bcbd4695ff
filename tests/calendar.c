/*
 * calendar.c - calendar arithmetic against an oracle that only steps.
 *
 * For ten thousand random calendars around the changes of clocks in many
 * zones, the C library says what every minute is called there; the oracle
 * walks these minutes one by one. It shares nothing with libtk, neither the
 * reading of zones nor the arithmetic.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tk.h>

#define DAYS 24
#define MINUTES (DAYS * 1440)
#define MARGIN 4		/* days at each end that are not asked about */
#ifdef __SANITIZE_ADDRESS__	/* in each of the 25 windows */
#define CALENDARS 130
#else
#define CALENDARS 400
#endif

static const struct {
	const char *zone, *from;
} windows[] = {
	{"UTC", "2024-02-20T00:00:00Z"},
	{"Asia/Shanghai", "2023-09-20T00:00:00Z"},
	{"Asia/Shanghai", "2025-12-22T00:00:00Z"},
	{"Asia/Shanghai", "1988-04-05T00:00:00Z"},
	{"Europe/Berlin", "2024-03-20T00:00:00Z"},
	{"Europe/Berlin", "2024-10-15T00:00:00Z"},
	{"Europe/Berlin", "2061-10-20T00:00:00Z"},
	{"Europe/Dublin", "2023-10-18T00:00:00Z"},
	{"America/New_York", "2024-03-01T00:00:00Z"},
	{"America/New_York", "2150-10-25T00:00:00Z"},
	{"America/Sao_Paulo", "2015-10-08T00:00:00Z"},
	{"America/Sao_Paulo", "2015-02-10T00:00:00Z"},
	{"America/Havana", "2024-10-25T00:00:00Z"},
	{"America/Havana", "2024-03-01T00:00:00Z"},
	{"America/St_Johns", "2006-10-20T00:00:00Z"},
	{"Asia/Tehran", "2016-03-12T00:00:00Z"},
	{"Asia/Tehran", "2016-09-12T00:00:00Z"},
	{"Asia/Kathmandu", "1985-12-22T00:00:00Z"},
	{"Asia/Gaza", "2024-04-10T00:00:00Z"},
	{"Australia/Lord_Howe", "2024-03-28T00:00:00Z"},
	{"Australia/Lord_Howe", "2024-09-28T00:00:00Z"},
	{"Africa/Casablanca", "2024-03-01T00:00:00Z"},
	{"Antarctica/Troll", "2024-10-15T00:00:00Z"},
	{"Pacific/Apia", "2011-12-20T00:00:00Z"},
	{"Pacific/Kwajalein", "1993-08-10T00:00:00Z"},
};

#define WINDOWS ((int)(sizeof windows / sizeof windows[0]))

struct range {
	int from, to;		/* minutes of the day, up to 48:00 */
};

struct hours {
	int count;		/* 0: closed */
	struct range range[3];
};

/* What a holiday row says; kind 0 is nothing. */
enum { NOTHING, OFF, WORK, WORK_HOURS };

struct said {
	int kind;
	struct hours hours;
};

/* The calendar as the oracle knows it. */
static struct {
	struct hours week[7];
	struct said dated[DAYS + 2], yearly[DAYS + 2];	/* local days */
	char open[MINUTES];
	int owner[MINUTES];
	int begin[DAYS + 2], end[DAYS + 2];	/* -1: closed that day */
} o;

/* The window: what the minutes are called. */
static int64_t origin;
static int64_t local[MINUTES];		/* local minutes since 1970 */
static int64_t first_day;		/* local day of minute 0 */

static uint64_t seed = 20231001;
static int tests, failed;

static int
below(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

static void
report(int good, const char *what)
{
	printf("%s %d - %s\n", good ? "ok" : "not ok", ++tests, what);
	failed += !good;
}

static int64_t
at(const char *text)
{
	int64_t t = 0;

	if (tk_time_parse(text, strlen(text), &t) < 0)
		abort();
	return t;
}

/* ---- the window and the oracle --------------------------------------- */

static void
open_window(int n)
{
	struct tm tm;
	time_t t;
	int i;

	setenv("TZ", windows[n].zone, 1);
	tzset();
	origin = at(windows[n].from);
	for (i = 0; i < MINUTES; i++) {
		t = (time_t)(origin + (int64_t)i * 60);
		localtime_r(&t, &tm);
		local[i] = (t + tm.tm_gmtoff) / 60;
	}
	first_day = local[0] / 1440;
}

static void
date_of(int day, int *month, int *mday, char *text)
{
	time_t t = (time_t)((first_day + day) * 86400);
	struct tm tm;

	gmtime_r(&t, &tm);
	*month = tm.tm_mon + 1;
	*mday = tm.tm_mday;
	strftime(text, 16, "%Y-%m-%d", &tm);
}

static const struct hours *
hours_of(int day)
{
	const struct said *s = &o.dated[day];
	int wd = (int)((first_day + day + 3) % 7);

	if (s->kind == NOTHING)
		s = &o.yearly[day];
	if (s->kind == WORK_HOURS || s->kind == OFF)
		return &s->hours;
	if (s->kind == WORK)
		for (wd = 0; o.week[wd].count == 0; wd++)
			;
	return &o.week[wd];
}

/* A range opens at the first minute called so, or later where none is, and
 * closes at the last one. */
static void
open_range(int day, struct range r)
{
	int64_t from = (first_day + day) * 1440 + r.from;
	int64_t to = (first_day + day) * 1440 + r.to;
	int lo = (day - 2) * 1440, hi = (day + 5) * 1440, i, begin, end;

	lo = lo < 0 ? 0 : lo;
	hi = hi > MINUTES ? MINUTES : hi;
	for (begin = lo; begin < hi && local[begin] < from; begin++)
		;
	for (end = hi; end > lo && local[end - 1] > to; end--)
		;
	end -= end > lo && local[end - 1] == to;
	for (i = begin; i < end; i++)
		if (!o.open[i]) {
			o.open[i] = 1;
			o.owner[i] = day;
		}
	if (begin < end) {
		if (o.begin[day] < 0)
			o.begin[day] = begin;
		o.end[day] = end;
	}
}

static void
step_all(void)
{
	const struct hours *h;
	int day, i;

	memset(o.open, 0, sizeof o.open);
	for (day = 0; day < DAYS + 2; day++) {
		o.begin[day] = o.end[day] = -1;
		h = hours_of(day);
		for (i = 0; i < h->count; i++)
			open_range(day, h->range[i]);
	}
}

static int
minute(int64_t t)
{
	return (int)((t - origin) / 60);
}

static int64_t
begin_of(int i)
{
	return origin + (int64_t)i * 60;
}

static int64_t
step_elapsed(int64_t a, int64_t b)
{
	int64_t sum = 0, next;
	int i;

	for (i = minute(a); a < b; i++, a = next) {
		next = begin_of(i + 1) < b ? begin_of(i + 1) : b;
		if (o.open[i])
			sum += next - a;
	}
	return sum;
}

/* TK_UNSET: beyond the window. */
static int64_t
step_due(int64_t t, int64_t seconds)
{
	int i;

	for (i = minute(t); i < MINUTES; t = begin_of(++i)) {
		if (!o.open[i])
			continue;
		if (seconds <= begin_of(i + 1) - t)
			return t + seconds;
		seconds -= begin_of(i + 1) - t;
	}
	return TK_UNSET;
}

static int64_t
step_back(int64_t t, int64_t seconds)
{
	int i;

	for (i = minute(t - 1); i >= 0; t = begin_of(i--)) {
		if (!o.open[i])
			continue;
		if (seconds <= t - begin_of(i))
			return t - seconds;
		seconds -= t - begin_of(i);
	}
	return TK_UNSET;
}

static int
day_of(int64_t t)
{
	int i = minute(t);

	return o.open[i] ? o.owner[i] : (int)(local[i] / 1440 - first_day);
}

static int64_t
step_day_due(int64_t t, int n, int64_t pause)
{
	int day = day_of(t);

	while (n > 0 && ++day < DAYS + 2)
		n -= o.begin[day] >= 0;
	if (day >= DAYS - MARGIN)
		return TK_UNSET;
	t = origin + (int64_t)o.end[day] * 60;
	if (pause == 0)
		return t;
	t = step_due(t, pause);
	if (t == TK_UNSET || day_of(t - 1) >= DAYS - MARGIN)
		return TK_UNSET;
	return origin + (int64_t)o.end[day_of(t - 1)] * 60;
}

/* ---- random calendars ------------------------------------------------ */

static struct hours
random_hours(char *text)
{
	int step = below(3) == 0 ? 1 : 30, cut[6], n, i, k, past;
	struct hours h = {0};

	n = 2 * (1 + below(3));
	past = below(4) == 0 ? 2879 : 1440;
	for (i = 0; i < n; i++) {
		k = below((i % 2 == 0 ? 1440 : past + 1)) / step * step;
		cut[i] = k;
	}
	for (i = 1; i < n; i++)		/* sorted */
		for (k = i; k > 0 && cut[k - 1] > cut[k]; k--) {
			int swap = cut[k];

			cut[k] = cut[k - 1];
			cut[k - 1] = swap;
		}
	for (i = 0; i + 1 < n; i += 2)
		if (cut[i] < cut[i + 1] && cut[i] < 1440)
			h.range[h.count++] = (struct range){cut[i],
			    cut[i + 1]};
	if (h.count == 0)
		h.range[h.count++] = (struct range){0, 1440};
	for (i = 0; i < h.count; i++)
		text += sprintf(text, "%s%02d:%02d-%02d:%02d",
		    i > 0 ? " " : "", h.range[i].from / 60,
		    h.range[i].from % 60, h.range[i].to / 60,
		    h.range[i].to % 60);
	return h;
}

static int
same(const struct said *a, const struct said *b)
{
	int i;

	if (a->kind != b->kind || a->hours.count != b->hours.count)
		return 0;
	for (i = 0; i < a->hours.count; i++)
		if (a->hours.range[i].from != b->hours.range[i].from ||
		    a->hours.range[i].to != b->hours.range[i].to)
			return 0;
	return 1;
}

/* One row over one to three days of the window, sometimes a conflict. */
static int
random_holiday(struct tk_calendar *c)
{
	int from = below(DAYS - 1), to = from + below(3);
	int yearly = below(3) == 0;
	struct said s = {1 + below(3), {0}}, *set;
	int day, month, mday, conflict = 0, rc;
	char open[64] = "", a[16], b[16], text[40];

	if (s.kind == WORK_HOURS)
		s.hours = random_hours(open);
	date_of(from, &month, &mday, a);
	date_of(to, &month, &mday, b);
	snprintf(text, sizeof text, from < to ? "%s..%s" : "%s",
	    yearly ? a + 5 : a, yearly ? b + 5 : b);
	set = yearly ? o.yearly : o.dated;
	for (day = from; day <= to; day++)
		conflict |= set[day].kind != NOTHING && !same(&set[day], &s);
	/* a yearly range steps on 29 February in every year */
	rc = tk_calendar_holiday(c, text, s.kind == OFF ? "off" : "work", open,
	    NULL);
	if (rc == 0)
		for (day = from; day <= to; day++)
			set[day] = s;
	return (rc < 0) == conflict;
}

static struct tk_calendar *
random_calendar(const char *zone)
{
	static const char *const names[7] = {
		"mon", "tue", "wed", "thu", "fri", "sat", "sun"
	};
	struct tk_calendar *c;
	struct tk_error err;
	int i, any = 0, good = 1;
	struct hours h;
	char open[64];

	memset(&o, 0, sizeof o);
	if (tk_calendar_new(&c, "random", zone, &err) < 0)
		return NULL;
	h = random_hours(open);
	for (i = 0; i < 7; i++) {
		if (below(4) == 0 && (any || i < 6))
			continue;
		if (below(3) == 0)
			h = random_hours(open);
		o.week[i] = h;
		any = 1;
		good &= tk_calendar_open(c, names[i], open, &err) == 0;
	}
	for (i = below(6); i > 0; i--)
		good &= random_holiday(c);
	good &= tk_calendar_ready(c, &err) == 0;
	if (!good) {
		tk_calendar_free(c);
		return NULL;
	}
	step_all();
	return c;
}

/* ---- comparing ------------------------------------------------------- */

static int64_t
random_time(void)
{
	int span = (DAYS - 2 * MARGIN) * 1440;

	return origin + ((int64_t)MARGIN * 1440 + below(span)) * 60 +
	    (below(2) ? 0 : below(60));
}

static int
differ(const char *what, int64_t got, int64_t want, int64_t t, int64_t arg)
{
	char a[TK_TIME_SIZE];

	if (got == want)
		return 0;
	printf("# %s(%s, %lld): got %lld, want %lld\n", what,
	    tk_time_format(a, t, NULL), (long long)arg, (long long)got,
	    (long long)want);
	return 1;
}

static int
compare(const struct tk_calendar *c)
{
	int64_t a = random_time(), b = random_time(), n, want;
	int bad, days;

	bad = differ("elapsed", tk_calendar_elapsed(c, a, b),
	    step_elapsed(a, b), a, b);
	n = below(3) == 0 ? 1 + below(100) : 60 * (1 + below(3000));
	want = step_due(a, n);
	if (want != TK_UNSET && want < origin + (DAYS - MARGIN) * 86400)
		bad |= differ("due", tk_calendar_due(c, a, n), want, a, n);
	want = step_back(a, n);
	if (want != TK_UNSET && want > origin + MARGIN * 86400)
		bad |= differ("back", tk_calendar_back(c, a, n), want, a, n);
	bad |= differ("workday", tk_calendar_workday(c, a),
	    o.begin[day_of(a)] >= 0, a, 0);
	days = 1 + below(6);
	n = below(2) ? 0 : 60 * (1 + below(1500));
	want = step_day_due(a, days, n);
	if (want != TK_UNSET)
		bad |= differ("day_due", tk_calendar_day_due(c, a, days, n),
		    want, a, days);
	return bad;
}

static void
test_window(int n)
{
	struct tk_calendar *c;
	int i, k, bad = 0;
	char text[128];

	open_window(n);
	for (i = 0; i < CALENDARS && !bad; i++) {
		c = random_calendar(windows[n].zone);
		bad = c == NULL;
		for (k = 0; k < 12 && !bad; k++)
			bad = compare(c);
		tk_calendar_free(c);
	}
	snprintf(text, sizeof text, "%d random calendars in %s from %.10s",
	    CALENDARS, windows[n].zone, windows[n].from);
	report(!bad, text);
}

int
main(void)
{
	int i;

	for (i = 0; i < WINDOWS; i++)
		test_window(i);
	printf("1..%d\n", tests);
	return failed > 0;
}
