/*
 * floor-new.c - the least a command could do that puts a new ticket on disk:
 * create a file of so many bytes, fsync it and its folder. It is linked with
 * the same libraries.
 * Usage: floor-new FOLDER BYTES
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tk.h>

int
main(int argc, char **argv)
{
	char name[64], *bytes;
	size_t len;
	int dir, fd;

	if (argc != 3 || tk_version() == NULL)
		return 2;
	len = strtoul(argv[2], NULL, 10);
	bytes = malloc(len);
	dir = open(argv[1], O_RDONLY | O_DIRECTORY);
	if (bytes == NULL || dir < 0)
		return 1;
	memset(bytes, 'x', len);
	snprintf(name, sizeof name, "floor.%ld", (long)getpid());
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL, 0666);
	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len ||
	    fsync(fd) < 0 || close(fd) < 0 || fsync(dir) < 0)
		return 1;
	free(bytes);
	return 0;
}
