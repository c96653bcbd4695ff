/*
 * floor-append.c - the least a command could do that writes to a ticket:
 * open it, lock it, append a row, fsync it; for one file after the other. It
 * is linked with the same libraries.
 * Usage: floor-append ROW FILE...
 */
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <tk.h>

int
main(int argc, char **argv)
{
	size_t len;
	int fd, i;

	if (argc < 3 || tk_version() == NULL)
		return 2;
	len = strlen(argv[1]);
	for (i = 2; i < argc; i++) {
		fd = open(argv[i], O_WRONLY | O_APPEND);
		if (fd < 0 || flock(fd, LOCK_EX) < 0 || write(fd, argv[1],
		    len) != (ssize_t)len || fsync(fd) < 0 || close(fd) < 0)
			return 1;
	}
	return 0;
}
