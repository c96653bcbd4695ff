/*
 * store.c - fills a store with tickets that are copies of some lives, see
 * lives.sh: the same weekday, by so many weeks later or earlier; as often as
 * a life's weight says, with customers of whom few call often, and with the
 * staff in turns of unequal length. Always the same ones.
 * Usage: store STORE /LIVES OPEN CLOSED
 *
 * Open tickets are 1000 a day back from 2026-11-20, from number 5001 on;
 * closed ones lie on the ten years before 2026-11-10. Numbers of closed ones
 * begin at 0001, so that two stores may be put together.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DAY 1000		/* open tickets */
#define LAST_OPEN 20777		/* 2026-11-20, in days since 1970 */
#define LAST_CLOSED 20767
#define YEARS 3650		/* days */
#define CUSTOMERS 200000
#define MAX_LIVES 64		/* of a weekday */
#define MAX_MARKS 1024
#define FIRST_OPEN 5001

/* What changes from copy to copy; all is of one length. */
enum what { DATE, COMPACT, SERIAL, LOGIN, CUSTOMER, CONTACT };

struct mark {
	enum what what;
	size_t at;
	int64_t day;		/* of a date */
};

struct life {
	char *text;
	size_t len;
	int64_t day;		/* on which it begins */
	unsigned weight;
	struct mark mark[MAX_MARKS];
	size_t marks;
};

static struct life *lives[7][MAX_LIVES];
static unsigned count[7], weights[7];
static uint64_t seed = 1;

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

/* splitmix64: below n. */
static unsigned
pick(unsigned n)
{
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((z ^ z >> 31) >> 32) % n;
}

/* Below n, the low ones more often: a tenth makes up nearly half. */
static unsigned
pick_skewed(unsigned n)
{
	double u = pick(1000000) / 1e6;

	return (unsigned)(u * u * u * n);
}

/* ---- lives ----------------------------------------------------------- */

static int64_t
days(const char *s)
{
	struct tm tm = {.tm_year = atoi(s) - 1900, .tm_mon = atoi(s + 5) - 1,
	    .tm_mday = atoi(s + 8)};

	return timegm(&tm) / 86400;
}

static int
like(const char *s, const char *shape)
{
	for (; *shape != '\0'; s++, shape++)
		if (*shape == 'd' ? *s < '0' || *s > '9' : *s != *shape)
			return 0;
	return 1;
}

static void
mark(struct life *l, enum what what, const char *at)
{
	struct mark m = {what, (size_t)(at - l->text), 0};

	if (what == DATE)
		m.day = days(at);
	if (l->marks == MAX_MARKS) {
		fprintf(stderr, "store: a life of too many marks\n");
		exit(1);
	}
	l->mark[l->marks++] = m;
}

static void
find_marks(struct life *l, const char *number)
{
	const char *p;

	for (p = l->text; *p != '\0'; p++) {
		if (like(p, "dddd-dd-ddTdd:dd:dd"))
			mark(l, DATE, p);
		else if (strncmp(p, number, strlen(number)) == 0) {
			mark(l, COMPACT, p + 2);
			mark(l, SERIAL, p + 10);
		} else if (p[0] >= 'a' && p[0] <= 'z' && p[1] == '0' &&
		    (p[2] == ',' || p[2] == '\n'))
			mark(l, LOGIN, p + 1);
		else if (strncmp(p, "张三丰", 9) == 0)
			mark(l, CUSTOMER, p);
		else if (strncmp(p, "13800000000", 11) == 0)
			mark(l, CONTACT, p);
	}
}

static void
read_life(const char *folder, const char *name)
{
	unsigned day = (unsigned)(name[0] - '0');
	struct life *l = calloc(1, sizeof *l);
	char path[512], *number;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	l->text = calloc(1, 65536);
	f = fopen(path, "r");
	if (f == NULL || count[day] == MAX_LIVES)
		die(path);
	l->len = fread(l->text, 1, 65535, f);
	fclose(f);
	l->weight = (unsigned)atoi(strrchr(name, '-') + 1);
	number = strndup(strstr(l->text, ",id,") + 4, 14);
	find_marks(l, number);
	free(number);
	l->day = l->mark[0].day;
	weights[day] += l->weight;
	lives[day][count[day]++] = l;
}

static void
read_lives(const char *folder)
{
	struct dirent **e;
	int i, n = scandir(folder, &e, NULL, alphasort);

	if (n < 0)
		die(folder);
	memset(count, 0, sizeof count);
	memset(weights, 0, sizeof weights);
	for (i = 0; i < n; i++) {
		if (e[i]->d_name[0] != '.')
			read_life(folder, e[i]->d_name);
		free(e[i]);
	}
	free(e);
}

static const struct life *
pick_life(unsigned weekday)
{
	unsigned n = pick(weights[weekday]), i;

	for (i = 0; n >= lives[weekday][i]->weight; i++)
		n -= lives[weekday][i]->weight;
	return lives[weekday][i];
}

/* ---- tickets --------------------------------------------------------- */

static void
put_digits(char *to, unsigned n, int digits)
{
	for (; digits-- > 0; n /= 10)
		to[digits] = (char)('0' + n % 10);
}

static void
put_date(char *to, int64_t day, int dashes)
{
	time_t t = (time_t)(day * 86400);
	struct tm tm;

	gmtime_r(&t, &tm);
	put_digits(to, (unsigned)tm.tm_year + 1900, 4);
	put_digits(to + 4 + dashes, (unsigned)tm.tm_mon + 1, 2);
	put_digits(to + 6 + 2 * dashes, (unsigned)tm.tm_mday, 2);
}

static void
put_customer(char *to, unsigned n)
{
	static const char family[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高";
	static const char given[] =
	    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国文斌";

	memcpy(to, family + 3 * (n % 20), 3);
	memcpy(to + 3, given + 3 * (n / 20 % 30), 3);
	memcpy(to + 6, given + 3 * (n / 600 % 30), 3);
}

static void
copy(char *text, const struct life *l, int64_t day, unsigned serial)
{
	unsigned customer = pick_skewed(CUSTOMERS), staff = pick_skewed(10);
	const struct mark *m;

	memcpy(text, l->text, l->len);
	for (m = l->mark; m < l->mark + l->marks; m++)
		switch (m->what) {
		case DATE:
			put_date(text + m->at, m->day + day - l->day, 1);
			break;
		case COMPACT:
			put_date(text + m->at, day, 0);
			break;
		case SERIAL:
			put_digits(text + m->at, serial, 4);
			break;
		case LOGIN:
			put_digits(text + m->at, staff, 1);
			break;
		case CUSTOMER:
			put_customer(text + m->at, customer);
			break;
		case CONTACT:
			put_digits(text + m->at + 3, customer, 8);
			break;
		}
}

static void
put_file(int dir, const char *name, const char *text, size_t len)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len || close(fd) < 0)
		die(name);
}

/* So many tickets of a day, and the day's highest number. */
static void
put_day(const char *place, int64_t day, unsigned serial, unsigned n)
{
	static char text[65536];
	char path[64], name[32] = "CS........0000.csv";
	unsigned weekday = (unsigned)((day + 4) % 7), i;
	const struct life *l;
	int dir;

	if (n == 0)
		return;
	snprintf(path, sizeof path, "%s/0000-00-00", place);
	put_date(strchr(path, '/') + 1, day, 1);
	if (mkdir(path, 0777) < 0 && errno != EEXIST)
		die(path);
	dir = open(path, O_RDONLY | O_DIRECTORY);
	if (dir < 0)
		die(path);
	put_date(name + 2, day, 0);
	for (i = 0; i < n; i++) {
		l = pick_life(weekday);
		copy(text, l, day, serial + i);
		put_digits(name + 10, serial + i, 4);
		put_file(dir, name, text, l->len);
	}
	close(dir);
	snprintf(path, sizeof path, "numbers/0000-00-00");
	put_date(strchr(path, '/') + 1, day, 1);
	snprintf(name, sizeof name, "%04u\n", serial + n - 1);
	put_file(AT_FDCWD, path, name, strlen(name));
}

/* How many of the closed ones lie on the first days. */
static unsigned
upto(uint64_t closed, unsigned days)
{
	return (unsigned)(closed * days / YEARS);
}

int
main(int argc, char **argv)
{
	unsigned open, closed, i;
	char path[512];

	if (argc != 5 || argv[2][0] != '/')
		return 2;
	open = (unsigned)strtoul(argv[3], NULL, 10);
	closed = (unsigned)strtoul(argv[4], NULL, 10);
	snprintf(path, sizeof path, "%s/closed", argv[2]);
	read_lives(path);
	if (chdir(argv[1]) < 0)
		die(argv[1]);
	for (i = 0; closed > 0 && i < YEARS; i++)
		put_day("closed", LAST_CLOSED - YEARS + 1 + i, 1,
		    upto(closed, i + 1) - upto(closed, i));
	snprintf(path, sizeof path, "%s/open", argv[2]);
	read_lives(path);
	for (i = 0; i * DAY < open; i++)
		put_day("open", LAST_OPEN - i, FIRST_OPEN,
		    open - i * DAY < DAY ? open - i * DAY : DAY);
	return 0;
}
