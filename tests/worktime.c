/*
 * worktime.c - calendar arithmetic against the cases of other trackers.
 *
 * data/worktime-cases.csv has, for each case, a calendar, an operation and
 * what the tracker it was taken from gives. Where several answers are
 * lawful (a limit that ends exactly at closing time) due_earliest and
 * due_latest say so; ours is always the earliest. Where ours is another
 * convention altogether, the case says which and is held to that.
 *
 *	worktime [worktime-cases.csv]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tk.h>

#define COLUMNS 12
#define DAY 86400

enum column {
	ID, OP, TZ, CALENDAR, PAUSES, START, ARG, EXPECT, EARLIEST, LATEST,
	SOURCE, NOTE
};

struct pause {
	int64_t from, to;
};

struct test {
	char *cell[COLUMNS];
	struct tk_zone *zone;
	struct tk_calendar *calendar;
	struct pause pause[8];
	size_t pauses;
	int64_t start;
	char why[512];		/* it failed */
	const char *convention;
};

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "worktime: %s: %s\n", what, why);
	exit(2);
}

/* ---- reading --------------------------------------------------------- */

/* Splits a line in place; cells may be quoted, none holds a quote. */
static int
split(char *line, char *cell[COLUMNS])
{
	char *p = line, *end;
	int n = 0;

	for (;;) {
		if (*p == '"') {
			cell[n++] = ++p;
			end = strchr(p, '"');
			if (end == NULL)
				return -1;
			*end++ = '\0';
		} else {
			cell[n++] = p;
			end = p + strcspn(p, ",\r\n");
		}
		if (*end != ',') {
			*end = '\0';
			return n == COLUMNS ? 0 : -1;
		}
		if (n == COLUMNS)
			return -1;
		*end = '\0';
		p = end + 1;
	}
}

static int64_t
when(const struct test *t, const char *text)
{
	struct tk_error err;
	struct tk_when w;

	if (tk_when_parse(text, 0, t->zone, NULL, &w, &err) < 0)
		die(t->cell[ID], err.message);
	return w.from;
}

static void
read_pauses(struct test *t)
{
	char *p, *slash;

	t->pauses = 0;
	for (p = strtok(t->cell[PAUSES], "|"); p; p = strtok(NULL, "|")) {
		slash = strchr(p, '/');
		*slash = '\0';
		t->pause[t->pauses].from = when(t, p);
		t->pause[t->pauses++].to = when(t, slash + 1);
	}
}

/* "mon-fri=09:00-13:00+14:00-18:00;off:12-24;2006-01-04=08:00-12:00" */
static int
read_part(struct test *t, char *part, struct tk_error *err)
{
	char *open = strchr(part, '='), *p;

	if (strncmp(part, "off:", 4) == 0)
		return tk_calendar_holiday(t->calendar, part + 4, "off", NULL,
		    err);
	*open++ = '\0';
	for (p = open; (p = strchr(p, '+')) != NULL;)
		*p = ' ';
	if (part[0] >= '0' && part[0] <= '9')
		return tk_calendar_holiday(t->calendar, part, "work", open,
		    err);
	return tk_calendar_open(t->calendar, strcmp(part, "daily") == 0 ?
	    "mon-sun" : part, open, err);
}

static void
read_calendar(struct test *t)
{
	struct tk_error err;
	char *p;

	if (tk_zone_load(&t->zone, t->cell[TZ], &err) < 0 ||
	    tk_calendar_new(&t->calendar, "test", t->cell[TZ], &err) < 0)
		die(t->cell[ID], err.message);
	for (p = strtok(t->cell[CALENDAR], ";"); p; p = strtok(NULL, ";"))
		if (read_part(t, p, &err) < 0)
			die(t->cell[ID], err.message);
	if (tk_calendar_ready(t->calendar, &err) < 0)
		die(t->cell[ID], err.message);
}

/* "4d6h20m15s" in open seconds; a day is 24 hours. */
static int64_t
duration(const char *s)
{
	int64_t sum = 0;
	char *end;
	long n;

	while (*s != '\0') {
		n = strtol(s, &end, 10);
		sum += n * (*end == 'd' ? DAY : *end == 'h' ? 3600 :
		    *end == 'm' ? 60 : 1);
		s = end + 1;
	}
	return sum;
}

/* ---- the operations -------------------------------------------------- */

static void
fail(struct test *t, const char *what, int64_t got, int64_t want)
{
	char a[TK_TIME_SIZE], b[TK_TIME_SIZE];

	snprintf(t->why, sizeof t->why, "%s: got %s, want %s", what,
	    tk_time_format(a, got, t->zone), tk_time_format(b, want, t->zone));
}

/* The first open instant that is not before x. */
static int64_t
opening(const struct test *t, int64_t x)
{
	return tk_calendar_due(t->calendar, x, 1) - 1;
}

/* What was open of the pauses between a and b. */
static int64_t
paused(const struct test *t, int64_t a, int64_t b)
{
	int64_t sum = 0, from, to;
	size_t i;

	for (i = 0; i < t->pauses; i++) {
		from = t->pause[i].from > a ? t->pause[i].from : a;
		to = t->pause[i].to < b ? t->pause[i].to : b;
		sum += tk_calendar_elapsed(t->calendar, from, to);
	}
	return sum;
}

/* The due time moves by every pause that begins before it. */
static int64_t
due(const struct test *t, int64_t limit)
{
	int64_t at = tk_calendar_due(t->calendar, t->start, limit);
	size_t i;

	for (i = 0; i < t->pauses && t->pause[i].from < at; i++) {
		limit += tk_calendar_elapsed(t->calendar, t->pause[i].from,
		    t->pause[i].to);
		at = tk_calendar_due(t->calendar, t->start, limit);
	}
	return at;
}

static void
test_add(struct test *t)
{
	int64_t limit = duration(t->cell[ARG]), got;

	if (limit == 0) {
		t->convention = "limits are greater than 0, so 0s is due at "
		    "once; the peer's answer is the second before 1s is due";
		got = tk_calendar_due(t->calendar, t->start, 0);
		if (got != t->start)
			fail(t, "0s", got, t->start);
		got = opening(t, t->start);
		if (got != when(t, t->cell[EXPECT]))
			fail(t, "opening", got, when(t, t->cell[EXPECT]));
		return;
	}
	got = due(t, limit);
	if (strcmp(t->cell[EARLIEST], t->cell[LATEST]) != 0)
		t->convention = "due is the earliest lawful instant, closing "
		    "time and not the next opening";
	if (got != when(t, t->cell[EARLIEST]))
		fail(t, "due", got, when(t, t->cell[EARLIEST]));
	got = tk_calendar_elapsed(t->calendar, t->start, got) -
	    paused(t, t->start, got);
	if (got != limit)
		snprintf(t->why, sizeof t->why, "elapsed until due: %lld of "
		    "%lld s", (long long)got, (long long)limit);
}

static void
test_sub(struct test *t)
{
	int64_t got = tk_calendar_back(t->calendar, t->start,
	    duration(t->cell[ARG]));

	if (got != when(t, t->cell[EXPECT]))
		fail(t, "back", got, when(t, t->cell[EXPECT]));
}

static void
test_between(struct test *t)
{
	int64_t end = when(t, t->cell[ARG]), want, got;

	want = strtol(t->cell[EXPECT], NULL, 10);
	got = tk_calendar_elapsed(t->calendar, t->start, end) -
	    paused(t, t->start, end);
	if (got != want)
		snprintf(t->why, sizeof t->why, "elapsed: got %lld, want %lld",
		    (long long)got, (long long)want);
}

/* n working days on, as typed: +2d. All such cases are in UTC. */
static void
test_adddays(struct test *t)
{
	int64_t want = when(t, t->cell[EXPECT]);
	struct tk_error err;
	struct tk_when w;
	char text[32];

	snprintf(text, sizeof text, "+%sd", t->cell[ARG]);
	if (tk_when_parse(text, t->start, t->zone, t->calendar, &w, &err) < 0)
		die(t->cell[ID], err.message);
	if ((w.from - t->start) % DAY != 0)
		fail(t, "clock time kept", w.from, want);
	if (w.from != want) {
		t->convention = "+Nd keeps the clock time even when closed "
		    "then; the peer's answer is the next opening";
		w.from = opening(t, w.from);
	}
	if (w.from != want)
		fail(t, text, w.from, want);
}

static void
test_adddays_eod(struct test *t)
{
	int64_t got = tk_calendar_day_due(t->calendar, t->start,
	    strtol(t->cell[ARG], NULL, 10), 0);

	if (got != when(t, t->cell[EXPECT]))
		fail(t, "day due", got, when(t, t->cell[EXPECT]));
}

static const struct {
	const char *op;
	void (*run)(struct test *);
} ops[] = {
	{"add", test_add}, {"sub", test_sub}, {"between", test_between},
	{"adddays", test_adddays}, {"adddays_eod", test_adddays_eod},
};

/* ---- all of them ----------------------------------------------------- */

static int
run(char *line)
{
	struct test t = {0};
	size_t i, count = sizeof ops / sizeof ops[0];

	if (split(line, t.cell) < 0)
		die(line, "not a row of 12 cells");
	read_calendar(&t);
	read_pauses(&t);
	t.start = when(&t, t.cell[START]);
	for (i = 0; i < count && strcmp(t.cell[OP], ops[i].op) != 0; i++)
		;
	if (i == count)
		die(t.cell[ID], "unknown operation");
	ops[i].run(&t);
	printf("%s %s - case %s: %s %s from %s%s%s\n",
	    t.why[0] == '\0' ? "ok" : "not ok", t.cell[ID], t.cell[ID],
	    t.cell[OP], t.cell[ARG], t.cell[START],
	    t.cell[NOTE][0] != '\0' ? ", " : "", t.cell[NOTE]);
	if (t.convention != NULL)
		printf("# case %s: by convention: %s\n", t.cell[ID],
		    t.convention);
	if (t.why[0] != '\0')
		printf("# case %s: %s\n", t.cell[ID], t.why);
	tk_calendar_free(t.calendar);
	tk_zone_free(t.zone);
	return t.why[0] != '\0';
}

int
main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "tests/data/worktime-cases.csv";
	char line[4096];
	int count = 0, failed = 0;
	FILE *f = fopen(path, "r");

	if (f == NULL)
		die(path, "cannot open it; run this in the source folder");
	while (fgets(line, sizeof line, f) != NULL)
		count++;
	printf("1..%d\n", count - 1);
	rewind(f);
	if (fgets(line, sizeof line, f) == NULL ||
	    strncmp(line, "id,op,tz,", 9) != 0)
		die(path, "no header of cases");
	while (fgets(line, sizeof line, f) != NULL)
		failed += run(line);
	fclose(f);
	if (count != 138)
		die(path, "there should be 137 cases");
	if (fflush(stdout) != 0 || ferror(stdout))
		die("stdout", "cannot write");
	return failed > 0;
}
