/*
 * pair.c - two commands timed by turns, so that both meet the same machine.
 * Usage: pair RUNS COMMAND… -- COMMAND…
 * Prints the medians in milliseconds, their ratio and their difference.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
run(char **argv)
{
	posix_spawn_file_actions_t quiet;
	double begin;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	begin = now();
	if (posix_spawnp(&pid, argv[0], &quiet, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) < 0 || status != 0) {
		fprintf(stderr, "pair: %s failed\n", argv[0]);
		exit(1);
	}
	posix_spawn_file_actions_destroy(&quiet);
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

int
main(int argc, char **argv)
{
	char **second = argv;
	double *t[2], a, b;
	int runs, i;

	while (*second != NULL && strcmp(*second, "--") != 0)
		second++;
	runs = argc > 2 ? atoi(argv[1]) : 0;
	if (runs < 1 || *second == NULL || second[1] == NULL)
		return 2;
	*second++ = NULL;
	t[0] = calloc((size_t)runs, sizeof *t[0]);
	t[1] = calloc((size_t)runs, sizeof *t[1]);
	if (t[0] == NULL || t[1] == NULL)
		return 1;
	for (i = -2; i < runs; i++) {	/* twice to warm up */
		a = run(argv + 2);
		b = run(second);
		if (i >= 0) {
			t[0][i] = a;
			t[1][i] = b;
		}
	}
	a = median(t[0], runs);
	b = median(t[1], runs);
	printf("%.2f ms, floor %.2f ms, ratio %.2f, difference %.2f ms\n", a,
	    b, a / b, a - b);
	free(t[0]);
	free(t[1]);
	return 0;
}
