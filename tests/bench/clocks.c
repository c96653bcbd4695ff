/*
 * clocks.c - what all clocks of a ticket cost.
 *
 * The same ticket is read with the example table and with an empty one: the
 * difference is the clocks. Prints "clocks: N ns per ticket", for one that
 * is closed and for one that is at work.
 *
 *	bench/clocks [tests/data]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <tk.h>

#define TICKETS 50000
#define ROUNDS 7

static char folder[] = "/tmp/tk-bench-XXXXXX";
static const char *const names[] = {
	"fields.csv", "priorities.csv", "categories.csv", "calendars.csv",
	"holidays.csv", "clocks.csv",
};

static const char ticket[] =
	"time,actor,field,value\n"
	"2023-10-09T09:00:00+08:00,wang,id,CS202310090001\n"
	"2023-10-09T09:00:00+08:00,wang,customer,李雷\n"
	"2023-10-09T09:00:00+08:00,wang,subject,订单页面打不开\n"
	"2023-10-09T09:00:00+08:00,wang,owner,wang\n"
	"2023-10-09T09:00:00+08:00,wang,status,new\n"
	"2023-10-09T09:02:00+08:00,tk,category.rule,k12 k31\n"
	"2023-10-09T09:02:00+08:00,tk,category,故障报修/软件故障\n"
	"2023-10-09T09:02:00+08:00,tk,priority.rule,k12\n"
	"2023-10-09T09:02:00+08:00,tk,priority,P1\n"
	"2023-10-09T09:05:00+08:00,zhao,assignee,li\n"
	"2023-10-09T09:05:00+08:00,zhao,team,tech\n"
	"2023-10-09T09:05:00+08:00,zhao,status,assigned\n"
	"2023-10-09T09:15:00+08:00,li,accepted,li\n"
	"2023-10-09T09:15:00+08:00,li,status,active\n"
	"2023-10-09T09:40:00+08:00,li,reply.channel,电话\n"
	"2023-10-09T09:40:00+08:00,li,reply,已收到，正在排查\n"
	"2023-10-09T10:05:00+08:00,li,analysis,证书过期\n"
	"2023-10-09T11:00:00+08:00,li,expected,2023-10-09T16:00:00+08:00\n"
	"2023-10-09T11:30:00+08:00,li,note,等客户提供截图\n"
	"2023-10-09T11:30:00+08:00,li,status,waiting\n"
	"2023-10-09T13:30:00+08:00,tk,feedback.channel,邮件\n"
	"2023-10-09T13:30:00+08:00,tk,feedback,截图已发\n"
	"2023-10-09T13:30:00+08:00,tk,status,active\n"
	"2023-10-09T15:00:00+08:00,li,progress.next,验证\n"
	"2023-10-09T15:00:00+08:00,li,progress,证书已换\n"
	"2023-10-09T15:30:00+08:00,li,solution.cause,证书过期\n"
	"2023-10-09T15:30:00+08:00,li,solution,更换证书\n"
	"2023-10-09T15:30:00+08:00,li,status,solved\n"
	"2023-10-09T15:40:00+08:00,chen,verification,通过\n"
	"2023-10-09T16:00:00+08:00,wang,reply,请重试\n"
	"2023-10-10T10:00:00+08:00,wang,callback,完成\n"
	"2023-10-10T10:00:00+08:00,wang,status,closed\n";

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "bench/clocks: %s: %s\n", what, why);
	exit(2);
}

static void
put_file(const char *name, const char *data, size_t len)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "w");
	if (f == NULL || fwrite(data, 1, len, f) != len || fclose(f) != 0)
		die(path, "cannot be written");
}

/* Copies a table into the folder; of the empty clocks only its heading. */
static void
copy(const char *from, const char *name, int heading)
{
	static char data[65536];
	char path[512];
	size_t n;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", from, name);
	f = fopen(path, "r");
	if (f == NULL)
		die(path, "cannot be read");
	n = fread(data, 1, sizeof data, f);
	fclose(f);
	if (heading)
		n = (size_t)((char *)memchr(data, '\n', n) - data) + 1;
	name = strstr(name, "clocks") != NULL ? "clocks.csv" : name;
	put_file(name, data, n);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Nanoseconds for one reading of the ticket, the best of some rounds. */
static double
measure(struct tk_rulebook *book, size_t len, size_t *clocks)
{
	const struct tk_clock_row *rows;
	struct tk_error err;
	double best = 1e9, t;
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		t = seconds();
		for (i = 0; i < TICKETS; i++)
			if (tk_rulebook_clocks(book, ticket, len,
			    INT64_C(1696903200) + i, &rows, clocks, &err) < 0)
				die("ticket", err.message);
		t = (seconds() - t) / TICKETS * 1e9;
		best = t < best ? t : best;
	}
	return best;
}

static struct tk_rulebook *
open_book(const char *data, int empty)
{
	struct tk_rulebook *book;
	struct tk_error err;

	copy(data, "clocks-example.csv", empty);
	if (tk_rulebook_open(&book, folder, "Asia/Shanghai", &err) < 0)
		die("rulebook", err.message);
	return book;
}

static unsigned
lines(const char *s, size_t len)
{
	unsigned n = 0;

	for (; len > 0; len--)
		n += *s++ == '\n';
	return n;
}

static void
report(struct tk_rulebook *with, struct tk_rulebook *without, size_t len,
    const char *what)
{
	size_t n, none;
	double clocks, parse;

	parse = measure(without, len, &none);
	clocks = measure(with, len, &n) - parse;
	printf("clocks: %.0f ns per ticket (%s: %u rows, %zu clocks; "
	    "reading it %.0f ns)\n", clocks, what, lines(ticket, len) - 1, n,
	    parse);
}

int
main(int argc, char **argv)
{
	const char *data = argc > 1 ? argv[1] : "tests/data";
	struct tk_rulebook *with, *without;
	char path[512];
	size_t i;

	if (mkdtemp(folder) == NULL)
		die(folder, "cannot be made");
	snprintf(path, sizeof path, "%s/clocks", data);
	for (i = 0; i + 1 < sizeof names / sizeof *names; i++)
		copy(path, names[i], 0);
	with = open_book(data, 0);
	without = open_book(data, 1);
	report(with, without, sizeof ticket - 1, "closed");
	report(with, without, (size_t)(strstr(ticket,
	    "2023-10-09T13:30") - ticket), "at work");
	tk_rulebook_close(with);
	tk_rulebook_close(without);
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
	return 0;
}
