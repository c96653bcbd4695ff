/*
 * turns.c - commands timed by turns, so that all meet the same machine.
 * Usage: turns RUNS COMMAND... -- COMMAND... -- ...
 * A command may be "PREPARE... ++ COMMAND...", of which only what is behind
 * the ++ is timed. Prints the median of each in milliseconds, a line each:
 * of time passed, or with BENCH_TIME=cpu of time computed, which is what can
 * be told on a machine that others use too.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_COMMANDS 16

struct command {
	char **prepare, **argv;		/* prepare may be NULL */
	double *took;
};

extern char **environ;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
milliseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double
run(char **argv)
{
	const char *what = getenv("BENCH_TIME");
	posix_spawn_file_actions_t quiet;
	struct rusage used;
	double begin;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	begin = now();
	if (posix_spawnp(&pid, argv[0], &quiet, NULL, argv, environ) != 0 ||
	    wait4(pid, &status, 0, &used) < 0 || status != 0) {
		fprintf(stderr, "turns: %s failed\n", argv[0]);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&quiet);
	if (what != NULL && strcmp(what, "cpu") == 0)
		return milliseconds(used.ru_utime) +
		    milliseconds(used.ru_stime);
	return now() - begin;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *t, int n)
{
	qsort(t, (size_t)n, sizeof *t, compare);
	return n % 2 == 1 ? t[n / 2] : (t[n / 2 - 1] + t[n / 2]) / 2;
}

/* Cuts the words at each --, and each of the pieces at its ++. */
static int
take(struct command *c, char **word, int runs)
{
	int n = 0;

	for (; *word != NULL && n < MAX_COMMANDS; n++) {
		c[n].argv = word;
		c[n].prepare = NULL;
		c[n].took = calloc((size_t)runs, sizeof *c[n].took);
		for (; *word != NULL && strcmp(*word, "--") != 0; word++)
			if (strcmp(*word, "++") == 0) {
				c[n].prepare = c[n].argv;
				c[n].argv = word + 1;
				*word = NULL;
			}
		if (c[n].took == NULL || c[n].argv == word)
			return 0;
		if (*word != NULL)
			*word++ = NULL;
	}
	return n;
}

int
main(int argc, char **argv)
{
	struct command c[MAX_COMMANDS];
	int runs = argc > 2 ? atoi(argv[1]) : 0, n, i, round;
	double t;

	n = runs < 1 ? 0 : take(c, argv + 2, runs);
	if (n == 0)
		return 2;
	/* once to warm up, unless once is all */
	for (round = runs > 1 ? -1 : 0; round < runs; round++)
		for (i = 0; i < n; i++) {
			if (c[i].prepare != NULL)
				run(c[i].prepare);
			t = run(c[i].argv);
			if (round >= 0)
				c[i].took[round] = t;
		}
	for (i = 0; i < n; i++) {
		printf("%.3f\n", median(c[i].took, runs));
		free(c[i].took);
	}
	return 0;
}
