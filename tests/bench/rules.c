/*
 * rules.c - what it costs to load a rulebook.
 *
 * A session on a store is opened and all of its tables are loaded, without
 * the keywords and with them: again and again in one process, and as the
 * first thing a process does. The floor is to read the same files and parse
 * them with libcsv. All take turns; the medians are printed.
 *
 *	bench/rules STORE
 */
#include <csv.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "rules/change/session.h"

#define RUNS 201
#define MAX_TABLES 32
#define MAX_TABLE (1 << 20)	/* bytes */

enum { LOAD, WORDS, FLOOR, FLOOR_WORDS, FIGURES };

static const char *store;
static char table[MAX_TABLES][512];
static size_t tables;
static unsigned char buf[MAX_TABLE];

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int64_t
seconds(void)
{
	return time(NULL);
}

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "bench/rules: %s: %s\n", what, why);
	exit(2);
}

static void
load(double *figure)
{
	const struct tk_caller caller = {.login = "wang", .clock = seconds};
	struct tk_session *s;
	struct tk_error err;
	double t = now();

	if (tk_session_open(&s, store, &caller, &err) < 0 ||
	    tk_rules_need(&s->rules, TK_RULES_ALL & ~TK_RULES_WORDS,
	    &err) < 0)
		die(store, err.message);
	figure[LOAD] = now() - t;
	t = now();
	if (tk_rules_need(&s->rules, TK_RULES_WORDS, &err) < 0)
		die(store, err.message);
	figure[WORDS] = now() - t;
	tk_session_close(s);
}

static void
on_cell(void *s, size_t len, void *data)
{
	(void)s;
	*(size_t *)data += len;
}

static void
on_record(int end, void *data)
{
	(void)end;
	(void)data;
}

static void
read_one(const char *path)
{
	struct csv_parser csv;
	size_t bytes = 0;
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, buf, sizeof buf);
	csv_init(&csv, CSV_STRICT);
	if (n < 0 || csv_parse(&csv, buf, (size_t)n, on_cell, on_record,
	    &bytes) != (size_t)n || bytes == 0)
		die(path, "cannot be read");
	csv_free(&csv);
	close(fd);
}

static void
read_all(double *figure)
{
	double t = now();
	size_t i;

	for (i = 1; i < tables; i++)
		read_one(table[i]);
	figure[FLOOR] = now() - t;
	t = now();
	read_one(table[0]);
	figure[FLOOR_WORDS] = now() - t;
}

/* The paths of all tables; the first is keywords. */
static void
find_tables(void)
{
	struct dirent *e;
	const char *dot;
	char dir[256];
	DIR *d;

	snprintf(dir, sizeof dir, "%s/rules", store);
	snprintf(table[0], sizeof table[0], "%s/keywords.csv", dir);
	tables = 1;
	d = opendir(dir);
	if (d == NULL)
		die(dir, "cannot be opened");
	while ((e = readdir(d)) != NULL && tables < MAX_TABLES) {
		dot = strrchr(e->d_name, '.');
		if (dot != NULL && strcmp(dot, ".csv") == 0 &&
		    strcmp(e->d_name, "keywords.csv") != 0)
			snprintf(table[tables++], sizeof table[0], "%.255s/%s",
			    dir, e->d_name);
	}
	closedir(d);
}

static void
in_a_process(void (*measure)(double *), double *figure)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		measure(figure);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0)
		die("a process", "failed");
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double (*run)[FIGURES], int figure)
{
	double t[RUNS];
	int i;

	for (i = 0; i < RUNS; i++)
		t[i] = run[i][figure];
	qsort(t, RUNS, sizeof *t, compare);
	return t[RUNS / 2];
}

static void
report(const char *what, double (*run)[FIGURES], int load_figure,
    int floor_figure)
{
	double a = median(run, load_figure), b = median(run, floor_figure);

	printf("%-34s%.2f ms, floor %.2f ms, ratio %.2f\n", what, a, b, a / b);
}

int
main(int argc, char **argv)
{
	double (*fresh)[FIGURES], (*again)[FIGURES];
	int i;

	if (argc != 2)
		return 2;
	store = argv[1];
	find_tables();
	fresh = mmap(NULL, 2 * RUNS * sizeof *fresh, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (fresh == MAP_FAILED)
		die("memory", "none");
	again = fresh + RUNS;
	for (i = 0; i < RUNS; i++) {
		in_a_process(load, fresh[i]);
		in_a_process(read_all, fresh[i]);
	}
	for (i = 0; i < RUNS; i++) {
		load(again[i]);
		read_all(again[i]);
	}
	report("rulebook, the first in a process", fresh, LOAD, FLOOR);
	report("rulebook, once more", again, LOAD, FLOOR);
	report("keywords, the first in a process", fresh, WORDS, FLOOR_WORDS);
	report("keywords, once more", again, WORDS, FLOOR_WORDS);
	return 0;
}
