/*
 * clocks-random.c - random tickets against a simulation by the minute.
 *
 * Random calendars, clocks and rows, from a fixed seed. The simulation knows
 * nothing of spans, tables and searches: it looks at every minute by itself.
 *
 *	clocks-random [tickets [seed]]
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tk.h>

#define ORIGIN INT64_C(1698595200)	/* 2023-10-29T16:00:00Z, a Monday in
					 * Shanghai; New York turns its clocks
					 * on 5 November */
#define TURN 9480			/* that minute */
#define PAST 1440			/* minutes before ORIGIN we know */
#define HORIZON 20160			/* rows and now lie before it */
#define MINUTES 120000			/* dues lie before it */
#define ROWS 60
#ifdef __SANITIZE_ADDRESS__
#define TICKETS 3000
#else
#define TICKETS 10000
#endif
#define NEVER INT32_MIN

static uint64_t seed = 1;

static int
any(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (unsigned)n);
}

/* ---- texts ----------------------------------------------------------- */

struct text {
	size_t len;
	char s[65536];
};

static void add(struct text *, const char *, ...)
	__attribute__((format(printf, 2, 3)));

static void
add(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	t->len += (size_t)vsnprintf(t->s + t->len, sizeof t->s - t->len, fmt,
	    ap);
	va_end(ap);
	if (t->len >= sizeof t->s)
		abort();
}

static void
add_time(struct text *t, int minute)
{
	char s[TK_TIME_SIZE];

	add(t, "%s", tk_time_format(s, ORIGIN + (int64_t)minute * 60, NULL));
}

static char folder[] = "/tmp/tk-random-XXXXXX";
static const char *const names[] = {
	"fields.csv", "priorities.csv", "calendars.csv", "holidays.csv",
	"clocks.csv",
};

static void
write_file(const char *name, const char *s)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "w");
	if (f == NULL || fputs(s, f) < 0 || fclose(f) != 0) {
		perror(path);
		exit(2);
	}
}

/* ---- calendars, minute by minute ------------------------------------- */

#define CALENDARS 4

static const char *const calendar_names[CALENDARS] = {
	"natural", "day", "lunch", "york",
};
static unsigned char open_at[CALENDARS][PAST + MINUTES];
static int close_of[CALENDARS][20 + MINUTES / 1440];	/* by local day */

static int
east_of(int calendar, int minute)
{
	return calendar != 3 ? 480 : minute < TURN ? -240 : -300;
}

static int
local_day(int calendar, int minute)
{
	int local = minute + east_of(calendar, minute) - 480 + 14400;

	return local / 1440;	/* 10 is the Monday */
}

static int
is_open(int calendar, int minute)
{
	return open_at[calendar][PAST + minute];
}

static void
find_closes(int calendar)
{
	int m, i;

	for (i = 0; i < 20 + MINUTES / 1440; i++)
		close_of[calendar][i] = NEVER;
	for (m = -PAST; m < MINUTES; m++)
		if (is_open(calendar, m))
			close_of[calendar][local_day(calendar, m)] = m + 1;
}

/* What a calendar is made of: hours from[] to to[], days off and worked. */
struct hours {
	unsigned weekdays;
	int n, from[2], to[2];
	int off, worked;	/* days, as local_day counts */
};

static void
fill_calendar(int calendar, const struct hours *h)
{
	int m, i, day, clock;

	for (m = -PAST; m < MINUTES; m++) {
		day = local_day(calendar, m);
		clock = (m + east_of(calendar, m) - 480 + 14400) % 1440;
		open_at[calendar][PAST + m] = 0;
		if (day == h->off || (day != h->worked &&
		    (h->weekdays >> ((day + 4) % 7) & 1) == 0))
			continue;
		for (i = 0; i < h->n; i++)
			if (clock >= h->from[i] && clock < h->to[i])
				open_at[calendar][PAST + m] = 1;
	}
}

static const char *const weekday[] = {
	"mon", "tue", "wed", "thu", "fri", "sat", "sun",
};

static void
put_calendar(int calendar, const struct hours *h, struct text *table,
    struct text *holidays)
{
	int i;

	add(table, "%s,%s,", calendar_names[calendar], calendar == 3 ?
	    "America/New_York" : "Asia/Shanghai");
	for (i = 0; i < 7; i++)
		if ((h->weekdays >> i & 1) != 0)
			add(table, " %s", weekday[i]);
	add(table, ",");
	for (i = 0; i < h->n; i++)
		add(table, " %02d:%02d-%02d:%02d", h->from[i] / 60,
		    h->from[i] % 60, h->to[i] / 60, h->to[i] % 60);
	add(table, "\n");
	if (h->off >= 12)
		add(holidays, "%s,2023-11-%02d,off,\n",
		    calendar_names[calendar], h->off - 11);
	if (h->worked >= 12 && h->worked != h->off)
		add(holidays, "%s,2023-11-%02d,work,\n",
		    calendar_names[calendar], h->worked - 11);
}

static void
make_calendars(void)
{
	static struct text table, holidays;
	struct hours h;
	int i;

	table.len = holidays.len = 0;
	add(&table, "calendar,zone,days,open\n");
	add(&holidays, "calendar,date,type,name\n");
	memset(open_at[0], 1, sizeof open_at[0]);
	find_closes(0);
	for (i = 1; i < CALENDARS; i++) {
		memset(&h, 0, sizeof h);
		h.weekdays = (unsigned)any(128) | 7u << any(5);
		h.n = i == 1 ? 1 : 2;
		h.from[0] = 180 + any(20) * 15;
		h.to[0] = h.from[0] + 60 + any(16) * 15;
		h.from[1] = h.to[0] + 15 + any(8) * 15;
		h.to[1] = h.from[1] + 30 + any(16) * 15;
		h.off = 12 + any(14);
		h.worked = 12 + any(14);
		fill_calendar(i, &h);
		find_closes(i);
		put_calendar(i, &h, &table, &holidays);
	}
	write_file("calendars.csv", table.s);
	write_file("holidays.csv", holidays.s);
}

/* ---- fields and rows ------------------------------------------------- */

enum field {
	ID, STATUS, PRIORITY, CATEGORY, CUSTOMER, ASSIGNEE, DECLINED, REPLY,
	PROGRESS, ANALYSIS, SOLUTION, FEEDBACK, REOPENED, EXPECTED, DEADLINE,
	FIELDS
};

static const char *const field_names[FIELDS] = {
	"id", "status", "priority", "category", "customer", "assignee",
	"declined", "reply", "progress", "analysis", "solution", "feedback",
	"reopened", "expected", "deadline",
};
static const char *const statuses[] = {
	"new", "unclear", "assigned", "active", "waiting", "solved", "closed",
};
enum { NEW, UNCLEAR, ASSIGNED, ACTIVE, WAITING, SOLVED, CLOSED };

struct row {
	enum field field;
	int value;		/* 0: empty; status + 1; a minute + PAST */
	int time, at;		/* minutes */
	unsigned number;
};

static struct row rows[ROWS];
static int nrows;

static void
make_tables(void)
{
	static struct text t;
	int i;

	add(&t, "field,fold,type,lapses\n");
	for (i = 0; i < FIELDS; i++)
		add(&t, "%s,%s,%s,%s\n", field_names[i],
		    i >= REPLY && i <= REOPENED ? "log" : "one",
		    i >= EXPECTED ? "time" : i == PRIORITY ? "priority" :
		    i == CATEGORY ? "category" : "text",
		    i == SOLUTION ? "reopened" : "");
	write_file("fields.csv", t.s);
	write_file("priorities.csv", "name,rank\nP1,1\nP2,2\nP3,3\n");
}

static int
any_value(enum field field, int time)
{
	switch (field) {
	case ID:
		return 1;
	case STATUS:
		return any(8);
	case PRIORITY:
	case CATEGORY:
		return any(4);
	case EXPECTED:
	case DEADLINE:
		return any(6) == 0 ? 0 : time - 60 + any(3000) + PAST;
	default:
		return any(8) > 0;
	}
}

static void
put_row(struct text *t, const struct row *r)
{
	if (r->at != r->time) {
		add_time(t, r->time);
		add(t, ",li,%s.at,", field_names[r->field]);
		add_time(t, r->at);
		add(t, "\n");
	}
	add_time(t, r->time);
	add(t, ",li,%s,", field_names[r->field]);
	if (r->value == 0)
		;
	else if (r->field >= EXPECTED)
		add_time(t, r->value - PAST);
	else if (r->field == STATUS)
		add(t, "%s", statuses[r->value - 1]);
	else if (r->field == PRIORITY)
		add(t, "P%d", r->value);
	else
		add(t, "%c", 'a' + r->value - 1);
	add(t, "\n");
}

static void
make_ticket(struct text *t)
{
	int i, time = any(2000), late = any(10) == 0 ? any(5) : 0;
	unsigned number = 0;
	struct row *r;

	t->len = 0;
	add(t, "time,actor,field,value\n");
	nrows = 5 + any(ROWS - 5);
	for (i = 0; i < nrows; i++) {
		r = &rows[i];
		r->field = i == late ? ID : 1 + (enum field)any(FIELDS - 1);
		r->time = r->at = time;
		r->value = any_value(r->field, time);
		if (r->field != STATUS && any(6) == 0)
			r->at -= any(400);
		number += r->at != r->time ? 2 : 1;
		r->number = number;
		put_row(t, r);
		time += any(3) == 0 ? 0 : any(600);
		if (time > HORIZON - 1)
			time = HORIZON - 1;
	}
}

#include "clocks-random.h"

/* ---- comparing ------------------------------------------------------- */

static int64_t
second(int minute)
{
	return minute == NEVER ? TK_UNSET : ORIGIN + (int64_t)minute * 60;
}

static int
same(const struct entry *e, const struct tk_clock_row *r)
{
	return strcmp(r->clock, clock_names[e->clock]) == 0 &&
	    r->cycle == (unsigned)e->cycle &&
	    strcmp(r->verdict, e->verdict) == 0 &&
	    r->start == second(e->start) && r->due == second(e->due) &&
	    r->stop == second(e->stop) && r->elapsed == e->elapsed * 60 &&
	    r->limit == e->limit * 60 && r->start_row == e->start_row &&
	    r->stop_row == e->stop_row && r->backwards == e->backwards &&
	    !r->recorded;
}

static void
show_time(const char *what, int64_t t)
{
	char s[TK_TIME_SIZE];

	printf(" %s %s", what, t == TK_UNSET ? "-" : tk_time_format(s, t,
	    NULL));
}

static void
show(const char *who, const char *clock, int cycle, const char *verdict,
    int64_t start, int64_t due, int64_t stop, int64_t elapsed, int64_t limit)
{
	printf("# %s: %s %d %s", who, clock, cycle, verdict);
	show_time("start", start);
	show_time("due", due);
	show_time("stop", stop);
	printf(" elapsed %lld limit %lld\n", (long long)elapsed,
	    (long long)limit);
}

static int
compare(const struct tk_clock_row *r, size_t n)
{
	const struct entry *e;
	size_t i;

	for (i = 0; i < n || i < nentries; i++) {
		if (i < n && i < nentries && same(&entries[i], &r[i]))
			continue;
		e = &entries[i];
		if (i < nentries)
			show("simulated", clock_names[e->clock], e->cycle,
			    e->verdict, second(e->start), second(e->due),
			    second(e->stop), e->elapsed * 60, e->limit * 60);
		if (i < n)
			show("walked", r[i].clock, (int)r[i].cycle,
			    r[i].verdict, r[i].start, r[i].due, r[i].stop,
			    r[i].elapsed, r[i].limit);
		return -1;
	}
	return 0;
}

/* The stretches of each clock meet, and sum up to what has elapsed. */
static int
check_stretches(struct tk_rulebook *book, const struct tk_clock_row *r,
    size_t n, int64_t now)
{
	const struct tk_clock_stretch *s;
	struct tk_error err;
	int64_t sum, at, end;
	size_t count, i, k = 0;

	if (tk_rulebook_stretches(book, &s, &count, &err) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		end = r[i].ended ? r[i].stop : now;
		for (sum = 0, at = r[i].start; k < count && s[k].row == i;
		    k++) {
			if (s[k].from != at || s[k].to <= at ||
			    (s[k].paused && s[k].counted != 0))
				return -1;
			sum += s[k].counted;
			at = s[k].to;
		}
		if (sum != r[i].elapsed || (end > r[i].start && at != end))
			return -1;
	}
	return k == count ? 0 : -1;
}

static int
try_ticket(struct tk_rulebook *book, const char *table)
{
	static struct text ticket;
	const struct tk_clock_row *r = NULL;
	struct tk_error err;
	size_t n = 0;
	int now;

	make_ticket(&ticket);
	now = rows[nrows - 1].time - 200 + any(2000);
	if (now > HORIZON - 1)
		now = HORIZON - 1;
	simulate(now);
	if (tk_rulebook_clocks(book, ticket.s, ticket.len, second(now), &r, &n,
	    &err) < 0)
		printf("# %s\n", err.message);
	else if (compare(r, n) == 0 &&
	    check_stretches(book, r, n, second(now)) == 0)
		return 0;
	printf("# now %d\n%s\n%s", now, table, ticket.s);
	return -1;
}

int
main(int argc, char **argv)
{
	int tickets = argc > 1 ? atoi(argv[1]) : TICKETS, i, failed = 0;
	struct tk_rulebook *book = NULL;
	static struct text table;
	struct tk_error err;
	char path[512];

	if (argc > 2)
		seed = strtoull(argv[2], NULL, 10);
	if (mkdtemp(folder) == NULL)
		return 2;
	make_tables();
	for (i = 0; i < tickets && !failed; i++) {
		if (i % 10 == 0) {
			make_calendars();
			make_clocks(&table);
			write_file("clocks.csv", table.s);
			tk_rulebook_close(book);
			book = NULL;
			failed = tk_rulebook_open(&book, folder,
			    "Asia/Shanghai", &err) < 0;
			if (failed)
				printf("# %s\n%s", err.message, table.s);
		}
		if (!failed)
			failed = try_ticket(book, table.s) < 0;
	}
	tk_rulebook_close(book);
	for (i = 0; i < (int)(sizeof names / sizeof *names); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
	printf("%sok 1 - clocks of %d random tickets, minute by minute\n"
	    "1..1\n", failed ? "not " : "", tickets);
	return failed;
}
