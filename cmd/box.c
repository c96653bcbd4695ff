/*
 * box.c - a program that believes strangers' paths, "../x" too, works in a
 * folder within a folder that nobody may search:
 *
 *     tk-import.XXXXXX/          mode 0, while it runs
 *     tk-import.XXXXXX/box/      what is put in, what it prints (said)
 *     tk-import.XXXXXX/box/ROOM/ where it begins
 *
 * From a room no path with ".." leads further than to box/, not even root's:
 * its rights to go where no mode allows it are given up first.
 */
#include "box.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_MEMORY ((size_t)1 << 30)	/* of the program */
#define MAX_SAID 65536			/* bytes of what it prints */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	remove(path);
	return 0;
}

void
box_close(struct box *b)
{
	if (b->fd >= 0)
		close(b->fd);
	if (b->outer[0] == '\0')
		return;
	chmod(b->outer, 0700);
	nftw(b->outer, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Few programs say when the disk is full: is there room for so much? */
static int
has_room(const struct box *b, size_t len)
{
	int rc, fd = openat(b->fd, "room", O_WRONLY | O_CREAT | O_EXCL |
	    O_CLOEXEC, 0600);

	if (fd < 0)
		return 0;
	rc = posix_fallocate(fd, 0, (off_t)len + 4096);
	close(fd);
	unlinkat(b->fd, "room", 0);
	errno = rc;
	return rc == 0;
}

static int
put_in(struct box *b, const char *name, const void *data, size_t len)
{
	int rc, fd = openat(b->fd, name, O_WRONLY | O_CREAT | O_EXCL |
	    O_CLOEXEC, 0600);

	if (fd < 0)
		return -1;
	rc = tk_sys_write(fd, data, len);
	return close(fd) < 0 || rc < 0 || !has_room(b, len) ? -1 : 0;
}

int
box_open(struct box *b, const char *tmp, const char *name, const void *data,
    size_t len)
{
	char inner[sizeof b->outer + 8];
	int why;

	b->fd = -1;
	snprintf(b->outer, sizeof b->outer, "%.4000s/tk-import.XXXXXX", tmp);
	if (mkdtemp(b->outer) == NULL) {
		b->outer[0] = '\0';
		return -1;
	}
	snprintf(inner, sizeof inner, "%s/box", b->outer);
	if (mkdir(inner, 0700) == 0)
		b->fd = open(inner, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (b->fd >= 0 && put_in(b, name, data, len) == 0 &&
	    chmod(b->outer, 0) == 0)
		return 0;
	why = errno;
	box_close(b);
	errno = why;
	return -1;
}

/* ---- the program ------------------------------------------------------------- */

static void
limit(int what, size_t most)
{
	setrlimit(what, &(struct rlimit){most, most});
}

/* Gives up what root may do beyond its files' modes, also for the program. */
static int
drop_rights(void)
{
	struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct none[2] = {{0}, {0}};
	int c;

	for (c = 0; prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; c++)
		prctl(PR_CAPBSET_DROP, c, 0, 0, 0);
	if (geteuid() == 0 &&
	    (prctl(PR_CAPBSET_READ, CAP_DAC_OVERRIDE, 0, 0, 0) != 0 ||
	    prctl(PR_CAPBSET_READ, CAP_DAC_READ_SEARCH, 0, 0, 0) != 0))
		return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return (int)syscall(SYS_capset, &h, none);
}

/* Is there a way out of the box? */
static int
is_open(void)
{
	if (open("../../.", O_PATH | O_CLOEXEC) < 0 && errno == EACCES)
		return 0;
	errno = EPERM;
	return 1;
}

/* In the child: nothing but what may be called behind fork(2). Returns if it
 * cannot. */
static void
become(const char *program, char *const argv[], int room, int said,
    size_t most, unsigned seconds)
{
	static char locale[] = "LC_ALL=C", path[] = "PATH=/usr/bin:/bin";
	static char *const environment[] = {locale, path, NULL};
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	alarm(seconds);
	signal(SIGXFSZ, SIG_IGN);	/* what is too large ends, no more */
	limit(RLIMIT_FSIZE, most + 1);
	limit(RLIMIT_AS, MAX_MEMORY);
	limit(RLIMIT_CPU, seconds);
	limit(RLIMIT_CORE, 0);
	if (null >= 0 && fchdir(room) == 0 && drop_rights() == 0 &&
	    !is_open() && dup2(null, 0) == 0 && dup2(said, 1) == 1 &&
	    dup2(said, 2) == 2 &&
	    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		execve(program, argv, environment);
}

/* Waits for all that it started: *status, and why it did not begin. */
static int
wait_for(pid_t pid, int from, int *status)
{
	siginfo_t info;
	int why = 0;

	if (read(from, &why, sizeof why) != sizeof why)
		why = 0;
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 &&
	    errno == EINTR)
		;
	kill(-pid, SIGKILL);
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		;
	return why;
}

/* At least one. */
static unsigned
seconds_to(time_t until)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return until > now.tv_sec + 1 ? (unsigned)(until - now.tv_sec) : 1;
}

/* Starts it: its pid, and in *from where it tells why it could not begin. */
static pid_t
start(const char *program, char *const argv[], int room, int said,
    size_t most, time_t until, int *from)
{
	int ends[2], why;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		become(program, argv, room, said, most, seconds_to(until));
		why = errno;
		_exit(write(ends[1], &why, sizeof why) < 0 ? 126 : 127);
	}
	close(ends[1]);
	*from = ends[0];
	return pid;
}

int
box_run(const struct box *b, const char *room, const char *program,
    char *const argv[], size_t most, time_t until, int *status,
    struct tk_buf *said)
{
	int at = -1, out = -1, from = -1, why = 0, large;
	pid_t pid = -1;

	if (mkdirat(b->fd, room, 0700) == 0) {
		at = openat(b->fd, room, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		out = openat(b->fd, "said", O_WRONLY | O_CREAT | O_TRUNC |
		    O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	}
	if (at >= 0 && out >= 0)
		pid = start(program, argv, at, out, most, until, &from);
	if (pid < 0)
		why = errno;
	else
		why = wait_for(pid, from, status);
	if (from >= 0)
		close(from);
	if (at >= 0)
		close(at);
	if (out >= 0)
		close(out);
	if (why == 0 && !box_read(b, "said", MAX_SAID, said, &large))
		tk_buf_clear(said);
	tk_buf_puts(said, "");
	errno = said->failed ? ENOMEM : why;
	return errno == 0 ? 0 : -1;
}

int
box_read(const struct box *b, const char *path, size_t most,
    struct tk_buf *buf, int *large)
{
	struct stat st;
	int fd = tk_sys_open(b->fd, path, O_RDONLY | O_NONBLOCK, 0), rc = 0;

	*large = 0;
	if (fd < 0)
		return 0;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		*large = st.st_size > (off_t)most;
		rc = !*large && tk_sys_read_fd(fd, path, buf, most, NULL) == 0;
	}
	close(fd);
	return rc;
}
