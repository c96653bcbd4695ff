/*
 * floor-read.c - the least a report over open tickets could do: open, read
 * and parse every file in open/ with libcsv, on so many threads.
 * Usage: floor-read STORE THREADS
 */
#include <csv.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_THREADS 64
#define MAX_TICKET 65536

struct entry {
	int dir;
	char *name;
};

static struct entry *entries;
static size_t count, size, threads;

struct part {
	pthread_t thread;
	size_t from, to;
	size_t cells;
};

static void
list_day(int dir)
{
	DIR *d = fdopendir(dup(dir));
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		if (count == size) {
			size = size > 0 ? 2 * size : 1024;
			entries = realloc(entries, size * sizeof *entries);
			if (entries == NULL)
				exit(1);
		}
		entries[count].dir = dir;
		entries[count++].name = strdup(e->d_name);
	}
	closedir(d);
}

static void
on_cell(void *s, size_t len, void *data)
{
	(void)s;
	(void)len;
	++*(size_t *)data;
}

static void
on_record(int end, void *data)
{
	(void)end;
	(void)data;
}

static void *
work(void *data)
{
	static const unsigned char options = CSV_STRICT;
	struct part *p = data;
	struct csv_parser csv;
	size_t i;
	ssize_t n;
	char *buf;
	int fd;

	buf = malloc(MAX_TICKET);
	csv_init(&csv, options);
	for (i = p->from; i < p->to; i++) {
		fd = openat(entries[i].dir, entries[i].name, O_RDONLY);
		n = fd < 0 ? -1 : read(fd, buf, MAX_TICKET);
		if (n < 0 || csv_parse(&csv, buf, (size_t)n, on_cell,
		    on_record, &p->cells) != (size_t)n)
			exit(1);
		csv_fini(&csv, on_cell, on_record, &p->cells);
		close(fd);
	}
	csv_free(&csv);
	free(buf);
	return NULL;
}

int
main(int argc, char **argv)
{
	static struct part part[MAX_THREADS];
	struct dirent *e;
	size_t i, cells = 0;
	DIR *open_dir;
	int top;

	threads = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	if (threads < 1 || threads > MAX_THREADS || chdir(argv[1]) < 0 ||
	    (open_dir = opendir("open")) == NULL)
		return 2;
	top = dirfd(open_dir);
	while ((e = readdir(open_dir)) != NULL)
		if (e->d_name[0] != '.')
			list_day(openat(top, e->d_name, O_RDONLY |
			    O_DIRECTORY));
	for (i = 0; i < threads; i++) {
		part[i].from = count * i / threads;
		part[i].to = count * (i + 1) / threads;
		if (pthread_create(&part[i].thread, NULL, work, &part[i]))
			return 1;
	}
	for (i = 0; i < threads; i++) {
		pthread_join(part[i].thread, NULL);
		cells += part[i].cells;
	}
	printf("%zu tickets, %zu cells\n", count, cells);
	return 0;
}
