/*
 * floor-csv.c - the least a report over the archive could do: read the
 * files and parse them with libcsv, on one thread.
 * Usage: floor-csv FILE...
 */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCK ((size_t)1 << 18)

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

int
main(int argc, char **argv)
{
	static const unsigned char options = CSV_STRICT;
	struct csv_parser csv;
	char *block = malloc(BLOCK);
	size_t cells = 0;
	ssize_t n;
	int fd, i;

	if (argc < 2 || block == NULL || csv_init(&csv, options) != 0)
		return 2;
	for (i = 1; i < argc; i++) {
		fd = open(argv[i], O_RDONLY);
		while ((n = read(fd, block, BLOCK)) > 0)
			if (csv_parse(&csv, block, (size_t)n, on_cell,
			    on_record, &cells) != (size_t)n)
				return 1;
		if (n < 0 || csv_fini(&csv, on_cell, on_record, &cells) != 0)
			return 1;
		close(fd);
	}
	csv_free(&csv);
	free(block);
	printf("%zu cells\n", cells);
	return 0;
}
