/*
 * time.c - times as people type them, as files hold them, limits, calendars
 * and zones. Each line of an input is one of
 *
 *	zone N			the N-th of the zones below is the local one
 *	when TEXT		a time or a span as typed
 *	time TEXT		RFC 3339
 *	limit TEXT		of clocks.csv
 *	open DAYS HOURS		of calendars.csv, cells separated by tabs
 *	holiday DATE TYPE HOURS	of holidays.csv, likewise
 *	ask TIME SECONDS	of the calendar that these make up
 *	tzif …			to the end: a file of the zone database
 */
#include "fuzz.h"

#include <fcntl.h>

#include "base/tzif.h"
#include "rules/calendar/when.h"
#include "rules/clock/clockrule.h"
#include "rules/tables/rules.h"

#define NOW 1700000000		/* 2023-11-15T06:13:20+08:00, Wednesday */
#define YEARS 126230400		/* four of them */
#define FIELDS 4		/* a line's words */

static const char *const zone_names[] = {
	"Asia/Shanghai", "UTC", "Europe/Berlin", "America/St_Johns",
	"Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
};
#define ZONES (sizeof zone_names / sizeof *zone_names)

static struct tk_zone *zones[ZONES], *utc;
static struct tk_rules rules;

struct world {
	const struct tk_zone *zone;
	struct tk_calendar *calendar;	/* being filled, then ready */
	int ready;
	int nights;			/* a day's hours may hold another's */
};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	size_t i;

	(void)argc, (void)argv;
	for (i = 0; i < ZONES; i++)
		must(tk_zone_load(&zones[i], zone_names[i], NULL) == 0);
	utc = zones[1];
	must(tk_rules_open(&rules, AT_FDCWD, "lib/rulebooks/standard",
	    zones[0], NULL) == 0);
	must(tk_rules_need(&rules, TK_RULES_FIELDS, NULL) == 0);
	return 0;
}

/* ---- times ------------------------------------------------------------ */

static int64_t
must_read(const char *s, const struct tk_zone *zone)
{
	struct tk_when w;
	int64_t t;

	must(tk_time_parse(s, strlen(s), &t) == 0);
	must(tk_when_parse(s, 0, zone, NULL, &w, NULL) == 0);
	must(w.from == t && w.to == t && !w.span && !w.whole_day);
	return t;
}

/* Written and read again it is the same second. */
static void
must_return(int64_t t, const struct tk_zone *zone)
{
	char s[TK_TIME_SIZE];

	must(must_read(tk_time_format(s, t, zone), utc) == t);
	must(must_read(tk_time_format(s, t, NULL), zone) == t);
}

static void
when(const struct world *w, const char *typed)
{
	const struct tk_calendar *work = w->ready ? w->calendar : NULL;
	char again[2 * TK_TIME_SIZE + 2], *s = again;
	struct tk_when got, same;
	struct tk_error err;

	if (tk_when_parse(typed, NOW, w->zone, work, &got, &err) < 0) {
		must_say_why(&err, typed);
		return;
	}
	must(got.from <= got.to && (got.span || got.from == got.to));
	must(got.from >= TK_TIME_FIRST && got.to <= TK_TIME_LAST + 86400);
	if (got.whole_day && !got.span)
		must(tk_when_day_end(w->zone, got.from) >= got.from);
	if (got.whole_day && got.span)
		must(got.to == tk_when_day_end(w->zone, got.to));
	if (got.to > TK_TIME_LAST)
		return;
	must_return(got.from, w->zone);
	must_return(got.to, w->zone);
	tk_time_format(s, got.from, w->zone);
	s += strlen(s);
	memcpy(s, "..", 2);
	tk_time_format(s + 2, got.to, w->zone);
	must(tk_when_parse(again, NOW, w->zone, work, &same, NULL) == 0);
	must(same.span && same.from == got.from && same.to == got.to);
}

static void
rfc3339(const struct world *w, const char *s)
{
	size_t len = strlen(s);
	struct tk_when got;
	int64_t t;

	if (tk_time_parse(s, len, &t) < 0)
		return;
	must(len == 20 || len == 25);
	must(s[strspn(s, "0123456789-:T+Z")] == '\0');
	/* with an offset the first and the last day reach beyond the years */
	if (t < TK_TIME_FIRST || t > TK_TIME_LAST)
		return;
	must_return(t, w->zone);
	must(tk_when_parse(s, NOW, utc, NULL, &got, NULL) == 0);
	must(got.from == t);
}

static void
limit(const char *s)
{
	struct tk_error err;
	struct tk_limit l;

	if (tk_limit_parse(&l, &rules.fields, s, &err) < 0) {
		must_say_why(&err, s);
		return;
	}
	if (l.kind == TK_LIMIT_AT)
		must(l.field < rules.fields.schema->count &&
		    (l.qualifier == NULL || tk_clock_word(l.qualifier)));
	else
		must(l.n > 0 && l.n <= INT64_C(36525) * 86400);
}

/* ---- calendars -------------------------------------------------------- */

/* Between the first and the last second that anything is due. */
static int64_t
elapsed(const struct tk_calendar *c, int64_t a, int64_t b)
{
	int64_t n = tk_calendar_elapsed(c, a, b);

	must(n >= 0 && n <= (b > a ? b - a : 0));
	return n;
}

static void
ask(const struct world *w, int64_t t, int64_t n)
{
	const struct tk_calendar *c = w->calendar;
	int64_t due = tk_calendar_due(c, t, n), back, days, day;
	int64_t mid = t + (due - t) / 3;

	must(due > t && due <= TK_TIME_LAST);
	if (due < TK_TIME_LAST) {
		must(elapsed(c, t, due) == n);
		must(elapsed(c, t, due - 1) == n - 1);
	}
	must(elapsed(c, t, mid) + elapsed(c, mid, due) == elapsed(c, t, due));
	back = tk_calendar_back(c, t, n);
	must(back < t && back >= TK_TIME_FIRST);
	if (back > TK_TIME_FIRST) {
		must(elapsed(c, back, t) == n);
		must(elapsed(c, back + 1, t) == n - 1);
	}
	days = n % 40 + 1;
	day = tk_calendar_day_due(c, t, days, 0);
	must(day >= t && day <= TK_TIME_LAST);
	if (day == TK_TIME_LAST)
		return;
	must(elapsed(c, day - 1, day) == 1 && tk_calendar_workday(c, day - 1));
	must(w->nights || tk_calendar_day_due(c, t, days + 1, 0) > day);
	must(tk_calendar_day_due(c, t, days, n) >= tk_calendar_due(c, day, n)
	    || tk_calendar_due(c, day, n) == TK_TIME_LAST);
}

static int
is_ready(struct world *w)
{
	struct tk_error err;

	if (!w->ready && tk_calendar_ready(w->calendar, &err) < 0)
		must(err.code == TK_BAD && err.message[0] != '\0');
	else
		w->ready = 1;
	return w->ready;
}

static void
ask_line(struct world *w, char *const word[FIELDS])
{
	int64_t t, n = word[2][0] == '\0' ? 1 : atoll(word[2]);

	if (tk_time_parse(word[1], strlen(word[1]), &t) < 0 || !is_ready(w))
		return;
	/* all between two that are asked is built: far years take long */
	t = NOW + (t % YEARS + YEARS) % YEARS;
	n = (n < 0 ? -(n + 1) : n) % 1000000 + 1;
	ask(w, t, n);
}

static void
fill(struct world *w, char *const word[FIELDS])
{
	struct tk_hours hours;
	struct tk_error err;
	unsigned i;
	int rc;

	if (w->ready)
		return;
	if (tk_hours_parse(&hours, word[word[0][0] == 'o' ? 2 : 3], NULL) == 0)
		for (i = 0; i < hours.count; i++)
			w->nights |= hours.range[i].to > 86400;
	rc = word[0][0] == 'o' ?
	    tk_calendar_open(w->calendar, word[1], word[2], &err) :
	    tk_calendar_holiday(w->calendar, word[1], word[2], word[3], &err);
	if (rc < 0)
		must(err.code == TK_BAD && err.message[0] != '\0');
}

/* ---- zones ------------------------------------------------------------ */

static void
tzif(const char *data, size_t len)
{
	struct tk_zone *z = calloc(1, sizeof *z);
	int64_t t, local;
	size_t i;

	must(z != NULL);
	if (tk_tzif_decode(z, (const unsigned char *)data, len) == 0) {
		must(z->count > 0);
		for (i = 0; i < 64; i++) {
			t = NOW + ((int64_t)i - 32) * 86400 * 4321;
			local = t + tk_zone_offset(z, t);
			must(tk_zone_offset(z, t) > -TK_ZONE_WIDEST &&
			    tk_zone_offset(z, t) < TK_ZONE_WIDEST);
			must(tk_zone_first(z, local) <=
			    tk_zone_last(z, local));
		}
	}
	tk_zone_free(z);
}

/* ---- lines ------------------------------------------------------------ */

/* The word that names the line ends at a blank, the others at tabs. */
static void
split(char *line, char *word[FIELDS])
{
	size_t i;

	word[0] = strsep(&line, " \t");
	for (i = 1; i < FIELDS; i++) {
		word[i] = line == NULL ? NULL : strsep(&line, "\t");
		if (word[i] == NULL)
			word[i] = word[0] + strlen(word[0]);
	}
}

static void
one_line(struct world *w, char *line)
{
	char *word[FIELDS], *rest = strchr(line, ' ');

	rest = rest == NULL ? line + strlen(line) : rest + 1;
	if (strncmp(line, "when ", 5) == 0)
		when(w, rest);
	else if (strncmp(line, "time ", 5) == 0)
		rfc3339(w, rest);
	else if (strncmp(line, "limit ", 6) == 0)
		limit(rest);
	else if (strncmp(line, "zone ", 5) == 0)
		w->zone = zones[(unsigned char)*rest % ZONES];
	else {
		split(line, word);
		if (strcmp(word[0], "open") == 0 ||
		    strcmp(word[0], "holiday") == 0)
			fill(w, word);
		else if (strcmp(word[0], "ask") == 0)
			ask_line(w, word);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct world w = {zones[0], NULL, 0, 0};
	char *data = malloc(len + 1), *line, *rest = data, *copy;

	must(data != NULL);
	if (len > 0)
		memcpy(data, bytes, len);
	data[len] = '\0';
	if (len >= 5 && memcmp(data, "tzif\n", 5) == 0) {
		copy = exact_copy(bytes + 5, len - 5);
		tzif(copy, len - 5);
		free(copy);
		rest = NULL;
	} else if (len > 5 && memcmp(data, "zone ", 5) == 0) {
		w.zone = zones[(unsigned char)data[5] % ZONES];
	}
	must(tk_calendar_make(&w.calendar, "work", w.zone, NULL) == 0);
	while ((line = strsep(&rest, "\n")) != NULL)
		one_line(&w, line);
	tk_calendar_free(w.calendar);
	free(data);
	return 0;
}
