/*
 * holidays.c - calendars one by one: holidays, what is refused, natural, far
 * years, many threads. calendar.c tests the arithmetic as such.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tk.h>

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

static struct tk_calendar *
work(const char *zone)
{
	struct tk_calendar *c;

	if (tk_calendar_new(&c, "work", zone, NULL) < 0 ||
	    tk_calendar_open(c, "mon-fri", "09:00-12:00 13:00-18:00", NULL) < 0)
		abort();
	return c;
}

/* Those of 2023 to 2026, with the days that are worked for them. */
static void
test_china(void)
{
	struct tk_calendar *c = work("Asia/Shanghai");
	FILE *f = fopen("tests/data/cn-holidays.csv", "r");
	char line[256], *date, *type;
	int rows = 0, good = f != NULL;

	while (good && fgets(line, sizeof line, f) != NULL) {
		date = strtok(line, ",");
		type = strtok(NULL, ",");
		if (strcmp(date, "date") == 0)
			continue;
		rows++;
		good = tk_calendar_holiday(c, date, type, NULL, NULL) == 0;
	}
	if (f != NULL)
		fclose(f);
	report(good && rows > 100 && tk_calendar_ready(c, NULL) == 0,
	    "takes the public holidays of China");
	report(tk_calendar_workday(c, at("2026-09-20T10:00:00+08:00")) &&
	    !tk_calendar_workday(c, at("2026-09-25T10:00:00+08:00")) &&
	    tk_calendar_elapsed(c, at("2026-09-20T00:00:00+08:00"),
	    at("2026-09-21T00:00:00+08:00")) == 8 * 3600,
	    "a worked Sunday has the hours of Monday");
	report(tk_calendar_due(c, at("2023-09-28T17:30:00+08:00"), 3600) ==
	    at("2023-10-07T09:30:00+08:00"),
	    "an hour goes on after the golden week, on the worked Saturday");
	report(tk_calendar_day_due(c, at("2023-09-28T17:30:00+08:00"), 2, 0) ==
	    at("2023-10-08T18:00:00+08:00"),
	    "worked days count as working days");
	tk_calendar_free(c);
}

static void
test_holidays(void)
{
	struct tk_calendar *c = work("UTC");
	int good;

	good = tk_calendar_holiday(c, "12-28..01-02", "off", NULL, NULL) == 0 &&
	    tk_calendar_holiday(c, "2023-12-29", "work", "10:00-11:00",
	    NULL) == 0 &&
	    tk_calendar_holiday(c, "2024/1/6", "work", "", NULL) == 0 &&
	    tk_calendar_ready(c, NULL) == 0;
	report(good && tk_calendar_elapsed(c, at("2023-12-28T00:00:00Z"),
	    at("2024-01-03T00:00:00Z")) == 3600,
	    "a dated row beats a yearly one");
	report(tk_calendar_workday(c, at("2024-01-06T00:00:00Z")) &&
	    tk_calendar_elapsed(c, at("2024-01-06T00:00:00Z"),
	    at("2024-01-07T00:00:00Z")) == 8 * 3600,
	    "dates from spreadsheets are read");
	report(tk_calendar_holiday(c, "2024-01-08", "off", NULL, NULL) < 0,
	    "a calendar in use cannot change");
	tk_calendar_free(c);
}

static void
test_refusals(void)
{
	static const struct {
		const char *days, *open;
	} opens[] = {
		{"mon-fri", "09:00-08:00"}, {"mon-fri", "09:00"},
		{"mon-fri", "24:00-25:00"}, {"mon-fri", "22:00-49:00"},
		{"mon-fri", "09:00-12:00 11:00-13:00"}, {"mon-fri", ""},
		{"mon-fri", "09:60-12:00"}, {"mon-fri", "09:00-12:00,"},
		{"monday", "09:00-12:00"}, {"", "09:00-12:00"},
		{"mon-fry", "09:00-12:00"}, {"mon,tue", "09:00-12:00"},
		{"mon", "10:00-11:00"},
	};
	static const struct {
		const char *date, *type, *open;
	} holidays[] = {
		{"2023-02-30", "off", ""}, {"", "off", ""},
		{"2023-02-03..2023-02-01", "off", ""},
		{"2023-13-01", "off", ""}, {"02-30", "off", ""},
		{"2023-01-01..01-02", "off", ""}, {"2023-01-01", "on", ""},
		{"2023-01-01", "off", "09:00-10:00"},
		{"2023-01-01", "work", "9-10"}, {"9999-01-01", "off", ""},
		{"2023-01-01..2024-12-31", "off", ""},
	};
	struct tk_calendar *c = work("UTC"), *natural, *none;
	struct tk_error err;
	char text[160];
	size_t i;
	int rc;

	for (i = 0; i < sizeof opens / sizeof opens[0]; i++) {
		err.message[0] = '\0';
		rc = tk_calendar_open(c, opens[i].days, opens[i].open, &err);
		snprintf(text, sizeof text, "refuses '%s' '%s'", opens[i].days,
		    opens[i].open);
		report(rc < 0 && err.code == TK_BAD && err.message[0], text);
	}
	for (i = 0; i < sizeof holidays / sizeof holidays[0]; i++) {
		err.message[0] = '\0';
		rc = tk_calendar_holiday(c, holidays[i].date, holidays[i].type,
		    holidays[i].open, &err);
		snprintf(text, sizeof text, "refuses holiday '%s' '%s' '%s'",
		    holidays[i].date, holidays[i].type, holidays[i].open);
		report(rc < 0 && err.code == TK_BAD && err.message[0], text);
	}
	report(tk_calendar_open(c, "sat-mon", "18:00-19:00", NULL) == 0 &&
	    tk_calendar_open(c, "  tue thu-fri ", "20:00-30:00", NULL) == 0,
	    "takes weekdays round the weekend, and several");
	tk_calendar_free(c);

	c = work("UTC");
	tk_calendar_holiday(c, "01-01..12-31", "off", NULL, NULL);
	report(tk_calendar_ready(c, NULL) < 0, "refuses to be never open");
	tk_calendar_free(c);
	report(tk_calendar_new(&none, "work", "Europe/Nowhere", NULL) < 0 &&
	    tk_calendar_new(&none, "work", "../../etc/passwd", NULL) < 0 &&
	    tk_calendar_new(&none, "two words", "UTC", NULL) < 0 &&
	    tk_calendar_new(&none, "*", "UTC", NULL) < 0,
	    "refuses bad zones and names");
	rc = tk_calendar_new(&natural, "natural", "UTC", NULL);
	report(rc == 0 && tk_calendar_open(natural, "mon-sun", "00:00-24:00",
	    NULL) == 0 && tk_calendar_open(natural, "mon-fri", "00:00-24:00",
	    NULL) < 0 && tk_calendar_holiday(natural, "01-01", "off", NULL,
	    NULL) < 0 && tk_calendar_ready(natural, NULL) == 0,
	    "natural can be nothing but always open");
	report(tk_calendar_elapsed(natural, 5, 86405) == 86400 &&
	    tk_calendar_due(natural, 5, 86400) == 86405 &&
	    tk_calendar_back(natural, 86405, 86400) == 5 &&
	    tk_calendar_day_due(natural, at("2023-10-27T15:00:00Z"), 3, 0) ==
	    at("2023-10-31T00:00:00Z"), "natural counts every second");
	tk_calendar_free(natural);
}

/* Anything repeats every 400 years, which are whole weeks. */
static void
test_far(void)
{
	struct tk_calendar *c = work("Europe/Berlin");
	int64_t a, d, n, period = INT64_C(146097) * 86400, last;
	int i, good = 1;

	tk_calendar_holiday(c, "12-24..12-26", "off", NULL, NULL);
	tk_calendar_ready(c, NULL);
	for (i = 0; i < 20000 && good; i++) {
		a = at("2200-01-01T00:00:00Z") + (int64_t)below(1 << 30) * 24;
		n = 1 + (int64_t)below(1 << 30) * (i % 2 == 0 ? 1 : 10);
		d = tk_calendar_due(c, a, n);
		good = tk_calendar_elapsed(c, a, d) == n &&
		    tk_calendar_elapsed(c, a, d - 1) == n - 1 &&
		    tk_calendar_due(c, a + 7 * period, n) == d + 7 * period &&
		    tk_calendar_elapsed(c, tk_calendar_back(c, d, n), d) == n &&
		    tk_calendar_back(c, d + period, n) ==
		    tk_calendar_back(c, d, n) + period;
	}
	report(good, "due, elapsed and back agree in far years");
	last = at("9999-12-31T23:59:59Z");
	report(tk_calendar_due(c, a, INT64_MAX) == last &&
	    tk_calendar_day_due(c, a, INT64_MAX, 0) == last &&
	    tk_calendar_due(c, last - 9, 86400) == last &&
	    tk_calendar_back(c, a, INT64_MAX) == at("0000-01-01T00:00:00Z") &&
	    tk_calendar_elapsed(c, INT64_MIN, INT64_MAX) > 0,
	    "nothing is later than the year 9999 or overflows");
	report(tk_calendar_elapsed(c, at("0001-01-01T00:00:00Z"),
	    at("0401-01-01T00:00:00Z")) ==
	    tk_calendar_elapsed(c, at("0801-01-01T00:00:00Z"),
	    at("1201-01-01T00:00:00Z")), "far back too");
	tk_calendar_free(c);
}

/* ---- many threads ---------------------------------------------------- */

struct asker {
	pthread_t thread;
	const struct tk_calendar *calendar;
	int number;
	int64_t sum;
};

static void *
ask(void *data)
{
	struct asker *a = data;
	int64_t t = at("2023-10-01T00:00:00Z");
	int i, year;

	a->sum = 0;
	for (i = 0; i < 2000; i++) {
		year = (i * 7 + a->number * 13) % 60 - 30;
		a->sum += tk_calendar_elapsed(a->calendar, t,
		    t + INT64_C(31557600) * year);
		a->sum += tk_calendar_due(a->calendar,
		    t + INT64_C(31557600) * year, 1000000);
	}
	return NULL;
}

static void
test_threads(void)
{
	struct tk_calendar *one = work("Europe/Berlin");
	struct tk_calendar *many = work("Europe/Berlin");
	struct asker a[4], alone;
	int i, good = 1;

	tk_calendar_ready(one, NULL);
	tk_calendar_ready(many, NULL);
	for (i = 0; i < 4; i++) {
		a[i].calendar = many;
		a[i].number = i;
		if (pthread_create(&a[i].thread, NULL, ask, &a[i]) != 0)
			abort();
	}
	for (i = 0; i < 4; i++) {
		pthread_join(a[i].thread, NULL);
		alone.calendar = one;
		alone.number = i;
		ask(&alone);
		good &= alone.sum == a[i].sum;
	}
	report(good, "four threads that ask at once get what one gets");
	tk_calendar_free(one);
	tk_calendar_free(many);
}

int
main(void)
{
	test_china();
	test_holidays();
	test_refusals();
	test_far();
	test_threads();
	printf("1..%d\n", tests);
	return failed > 0;
}
