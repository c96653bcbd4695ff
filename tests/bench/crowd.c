/*
 * crowd.c - so many writers at once, each of whom runs the command so often,
 * one after the other.
 * Usage: crowd WRITERS TIMES COMMAND... @FILE
 * The last word of the command is a line of FILE, another one each time;
 * writers begin at different lines.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_LINES 65536

extern char **environ;

static char *line[MAX_LINES];
static unsigned lines;

static int
write_all(unsigned writer, unsigned times, int argc, char **argv)
{
	int status, failed = 0;
	unsigned i;
	pid_t pid;

	for (i = 0; i < times; i++) {
		argv[argc - 1] = line[(writer * times + i) % lines];
		if (posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ) !=
		    0 || waitpid(pid, &status, 0) < 0 || status != 0)
			failed = 1;
	}
	return failed;
}

int
main(int argc, char **argv)
{
	unsigned writers, times, i;
	int status, failed = 0;
	size_t size = 0;
	FILE *f;

	if (argc < 5 || argv[argc - 1][0] != '@')
		return 2;
	writers = (unsigned)strtoul(argv[1], NULL, 10);
	times = (unsigned)strtoul(argv[2], NULL, 10);
	f = fopen(argv[argc - 1] + 1, "r");
	while (f != NULL && lines < MAX_LINES && getline(&line[lines], &size,
	    f) > 0) {
		line[lines][strcspn(line[lines], "\n")] = '\0';
		lines++;
		size = 0;
	}
	if (lines == 0)
		return 2;
	for (i = 0; i < writers; i++)
		if (fork() == 0)
			_exit(write_all(i, times, argc - 3, argv + 3));
	while (wait(&status) > 0)
		failed |= status != 0;
	return failed;
}
