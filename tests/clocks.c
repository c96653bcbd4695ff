/*
 * clocks.c - the clocks of small tickets, case by case.
 *
 * data/clocks/cases says how a case is written. Each has its own clocks.csv
 * beside the other tables of data/clocks.
 *
 *	clocks [data/clocks]
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tk.h>

#define HEADING "clock,selector,start,stop,cancel,pause,limit,calendar," \
	"repeat,rebase,notify\n"
#define TEXT 65536

static const char *const tables[] = {
	"fields.csv", "priorities.csv", "categories.csv", "calendars.csv",
	"holidays.csv",
};

struct text {
	size_t len;
	char s[TEXT];
};

/* One case as read. */
struct test {
	char name[256];
	unsigned line;
	struct text clocks;	/* the table */
	struct text ticket;
	int64_t now;
	struct text expect;
	int stretches;		/* are compared too */
	char fault[512];	/* the message must hold it; "": none */
};

static const char *data = "tests/data/clocks";
static char folder[] = "/tmp/tk-clocks-XXXXXX";
static struct tk_zone *zone;
static unsigned number, failures;

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "clocks: %s: %s\n", what, why);
	exit(2);
}

static void add(struct text *, const char *, ...)
	__attribute__((format(printf, 2, 3)));

static void
add(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(t->s + t->len, sizeof t->s - t->len, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof t->s - t->len)
		die("text", "too long");
	t->len += (size_t)n;
}

/* ---- files ----------------------------------------------------------- */

static void
read_file(const char *name, struct text *t)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", data, name);
	f = fopen(path, "r");
	if (f == NULL)
		die(path, "cannot be read");
	t->len = fread(t->s, 1, sizeof t->s - 1, f);
	t->s[t->len] = '\0';
	fclose(f);
}

static void
write_file(const char *name, const struct text *t)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "w");
	if (f == NULL || fwrite(t->s, 1, t->len, f) != t->len ||
	    fclose(f) != 0)
		die(path, "cannot be written");
}

static void
make_folder(void)
{
	static struct text t;
	size_t i;

	if (mkdtemp(folder) == NULL)
		die(folder, "cannot be made");
	for (i = 0; i < sizeof tables / sizeof *tables; i++) {
		read_file(tables[i], &t);
		write_file(tables[i], &t);
	}
}

static void
remove_folder(void)
{
	char path[512];
	size_t i;

	for (i = 0; i < sizeof tables / sizeof *tables; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, tables[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/clocks.csv", folder);
	unlink(path);
	rmdir(folder);
}

/* ---- reading a case -------------------------------------------------- */

/* "10-09 09:30" or "10-09 09:30:15" of 2023 in Shanghai; "-": unset. */
static int64_t
parse_time(const char *day, const char *time)
{
	char rfc[64];
	int64_t t;

	snprintf(rfc, sizeof rfc, "2023-%s%s%s%s+08:00", day, "T", time,
	    strlen(time) == 5 ? ":00" : "");
	if (tk_time_parse(rfc, strlen(rfc), &t) < 0)
		die(rfc, "is no time");
	return t;
}

static void
add_row(struct test *t, char *line)
{
	char day[16], time[16], field[64], rfc[TK_TIME_SIZE];
	int used = 0;

	if (sscanf(line, "%15s %15s %63s %n", day, time, field, &used) < 3)
		die(line, "is no row");
	tk_time_format(rfc, parse_time(day, time), zone);
	add(&t->ticket, "%s,li,%s,%s\n", rfc, field,
	    used > 0 ? line + used : "");
}

static void
begin_case(struct test *t, const char *name, unsigned line)
{
	memset(t, 0, sizeof *t);
	snprintf(t->name, sizeof t->name, "%.200s", name);
	t->line = line;
	add(&t->clocks, HEADING);
	add(&t->ticket, "time,actor,field,value\n");
}

static void
read_line(struct test *t, char *line)
{
	char day[16], time[16];

	switch (line[0]) {
	case '?':
		add(&t->clocks, "%s\n", line + 2);
		break;
	case '%':
		read_file(line + 2, &t->clocks);
		break;
	case '@':
		if (sscanf(line + 2, "%15s %15s", day, time) != 2)
			die(line, "is no time");
		t->now = parse_time(day, time);
		break;
	case '!':
		snprintf(t->fault, sizeof t->fault, "%.500s", line + 2);
		break;
	case '~':
		t->stretches = 1;
		/* fall through */
	case '>':
		add(&t->expect, "%s\n", line);
		break;
	default:
		add_row(t, line);
	}
}

/* ---- judging --------------------------------------------------------- */

static void
add_time(struct text *out, int64_t t)
{
	char s[TK_TIME_SIZE];

	if (t == TK_UNSET) {
		add(out, " -");
		return;
	}
	tk_time_format(s, t, zone);
	if (strncmp(s, "2023-", 5) != 0) {
		add(out, " %s", s);
		return;
	}
	s[10] = ' ';
	s[strcmp(s + 16, ":00+08:00") == 0 ? 16 : 19] = '\0';
	add(out, " %s", s + 5);
}

static void
add_span(struct text *out, int64_t n)
{
	add(out, " ");
	if (n >= 3600)
		add(out, "%lldh", (long long)n / 3600);
	if (n / 60 % 60 != 0)
		add(out, "%lldm", (long long)n / 60 % 60);
	if (n % 60 != 0 || n < 60)
		add(out, n == 0 ? "0" : "%llds", (long long)n % 60);
}

static void
add_clock(struct text *out, const struct tk_clock_row *c)
{
	add(out, "> %s %u %s start", c->clock, c->cycle, c->verdict);
	add_time(out, c->start);
	add(out, " due");
	add_time(out, c->due);
	if (c->ended) {
		add(out, " stop");
		add_time(out, c->stop);
	}
	add(out, " elapsed");
	add_span(out, c->elapsed);
	add(out, " limit");
	add_span(out, c->limit);
	add(out, "%s%s\n", c->backwards ? " backwards" : "",
	    c->recorded ? " recorded" : "");
}

static void
add_stretch(struct text *out, const struct tk_clock_stretch *s)
{
	add(out, "~ %zu", s->row + 1);
	add_time(out, s->from);
	add(out, " to");
	add_time(out, s->to);
	if (s->paused)
		add(out, " paused");
	else
		add_span(out, s->counted);
	add(out, "\n");
}

static void
judge(struct test *t, struct tk_rulebook *book, struct text *out)
{
	const struct tk_clock_stretch *s;
	const struct tk_clock_row *row;
	struct tk_error err;
	size_t n, i;

	if (tk_rulebook_clocks(book, t->ticket.s, t->ticket.len, t->now, &row,
	    &n, &err) < 0) {
		add(out, "%s\n", err.message);
		return;
	}
	for (i = 0; i < n; i++) {
		add_clock(out, &row[i]);
		if (row[i].ended != (row[i].stop != TK_UNSET))
			add(out, "ended and stop do not agree\n");
	}
	if (!t->stretches)
		return;
	if (tk_rulebook_stretches(book, &s, &n, &err) < 0)
		add(out, "%s\n", err.message);
	else
		for (i = 0; i < n; i++)
			add_stretch(out, &s[i]);
}

static void
comment(const char *what, const char *text)
{
	printf("# %s\n", what);
	for (; *text != '\0'; text += strcspn(text, "\n") + 1)
		printf("#   %.*s\n", (int)strcspn(text, "\n"), text);
}

static void
run(struct test *t)
{
	static struct text out;
	struct tk_rulebook *book = NULL;
	struct tk_error err;
	int ok;

	out.len = 0;
	out.s[0] = '\0';
	write_file("clocks.csv", &t->clocks);
	if (tk_rulebook_open(&book, folder, "Asia/Shanghai", &err) < 0) {
		ok = t->fault[0] != '\0' && strstr(err.message, t->fault);
		add(&out, "%s\n", err.message);
	} else {
		judge(t, book, &out);
		ok = t->fault[0] == '\0' && strcmp(out.s, t->expect.s) == 0;
	}
	tk_rulebook_close(book);
	printf("%sok %u - %s\n", ok ? "" : "not ", ++number, t->name);
	if (ok)
		return;
	failures++;
	printf("# line %u\n", t->line);
	comment("expected", t->fault[0] != '\0' ? t->fault : t->expect.s);
	comment("got", out.s);
}

int
main(int argc, char **argv)
{
	static struct test t;
	static char line[4096];
	struct tk_error err;
	unsigned lines = 0;
	char path[512];
	FILE *f;

	if (argc > 1)
		data = argv[1];
	if (tk_zone_load(&zone, "Asia/Shanghai", &err) < 0)
		die("zone", err.message);
	snprintf(path, sizeof path, "%s/cases", data);
	f = fopen(path, "r");
	if (f == NULL)
		die(path, "cannot be read");
	make_folder();
	while (fgets(line, sizeof line, f) != NULL) {
		lines++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (line[0] != '=') {
			read_line(&t, line);
			continue;
		}
		if (t.line > 0)
			run(&t);
		begin_case(&t, line + 2, lines);
	}
	run(&t);
	fclose(f);
	remove_folder();
	tk_zone_free(zone);
	printf("1..%u\n", number);
	return failures > 0;
}
