/*
 * fault.c - runs a command in whose N-th system call of a kind something
 * goes wrong, as if the power had gone there, or the disk were full.
 * Usage: fault [-c FILE] FAULT N COMMAND…; fault -f TYPE COMMAND…
 * The faults:
 *	kill	killed (SIGKILL) as it enters a call that changes the disk
 *	tear	killed when half a write is done
 *	short	half a write is done, which is no error
 *	full	ENOSPC from there on, wherever room is needed; of a write
 *		that comes first, half is still done
 *	ro	EROFS from there on, as of a disk found broken
 *	io	EIO, once: of reading, writing, fsync
 *	files	EMFILE, once: of opening
 * -c: how many such calls there were is written to FILE.
 * -f: fstatfs(2) says that type of file system, nothing goes wrong.
 * Exits with the command's status, 128 + N if signal N ended it.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#define MAX_THREADS 64

/* What a system call does; of opens, open_kind says more. */
enum {
	WRITE = 1,	/* bytes into a file */
	SYNC = 2,
	NAME = 4,	/* makes a name */
	GONE = 8,	/* takes one away */
	SIZE = 16,	/* of a file, or its mode or times */
	READ = 32,
	OPEN = 64,
	MAKE = 128,	/* opens what it makes */
};

static const struct {
	const char *name;
	int kinds, error, again;
} faults[] = {
	{"kill", WRITE | SYNC | NAME | GONE | SIZE | MAKE, 0, 0},
	{"tear", WRITE, 0, 0},
	{"short", WRITE, 0, 0},
	{"full", WRITE | NAME | MAKE, ENOSPC, 1},
	{"ro", WRITE | NAME | GONE | SIZE | MAKE, EROFS, 1},
	{"io", WRITE | SYNC | READ, EIO, 0},
	{"files", OPEN | MAKE, EMFILE, 0},
};
enum { KILL, TEAR, SHORT, FULL };

static const struct {
	long call;
	int kind;
} calls[] = {
	{SYS_write, WRITE}, {SYS_pwrite64, WRITE}, {SYS_writev, WRITE},
	{SYS_pwritev, WRITE}, {SYS_fsync, SYNC}, {SYS_fdatasync, SYNC},
	{SYS_syncfs, SYNC}, {SYS_renameat, NAME}, {SYS_renameat2, NAME},
	{SYS_linkat, NAME}, {SYS_mkdirat, NAME}, {SYS_symlinkat, NAME},
	{SYS_unlinkat, GONE}, {SYS_ftruncate, SIZE}, {SYS_fchmod, SIZE},
	{SYS_fchmodat, SIZE}, {SYS_utimensat, SIZE}, {SYS_read, READ},
	{SYS_pread64, READ}, {SYS_getdents64, READ}, {SYS_faccessat, READ},
	{SYS_faccessat2, READ}, {SYS_newfstatat, READ}, {SYS_openat, OPEN},
	{SYS_openat2, OPEN},
#ifdef SYS_rename
	{SYS_rename, NAME}, {SYS_link, NAME}, {SYS_mkdir, NAME},
	{SYS_unlink, GONE}, {SYS_open, OPEN}, {SYS_creat, OPEN},
#endif
};

struct thread {
	pid_t pid;
	int error;		/* its call is to fail with that */
	int last;		/* it dies when its call is done */
	uint64_t statfs_buf;
};

static struct thread threads[MAX_THREADS];
static size_t fault = sizeof faults / sizeof *faults;	/* none */
static int begun;
static unsigned long fail_at, count;
static long fs_type;
static pid_t leader;

/* The first word of what it points at: the flags of openat2(2). */
static uint64_t
word_at(pid_t pid, uint64_t at)
{
	return (uint64_t)ptrace(PTRACE_PEEKDATA, pid, (void *)(uintptr_t)at,
	    NULL);
}

/* Do the flags of an open make a file, be it one without a name? */
static int
open_kind(uint64_t flags)
{
	return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ?
	    MAKE : OPEN;
}

static int
kind_of(pid_t pid, const struct ptrace_syscall_info *s)
{
	size_t i;

	for (i = 0; i < sizeof calls / sizeof *calls; i++)
		if (s->entry.nr == (uint64_t)calls[i].call)
			break;
	if (i == sizeof calls / sizeof *calls)
		return 0;
	if (s->entry.nr == SYS_openat)
		return open_kind(s->entry.args[2]);
	if (s->entry.nr == SYS_openat2)
		return open_kind(word_at(pid, s->entry.args[2]));
#ifdef SYS_open
	if (s->entry.nr == SYS_open)
		return open_kind(s->entry.args[1]);
#endif
	return calls[i].kind;
}

/* The registers of a stopped call: which it is, its length, its result. */
static int
set_registers(pid_t pid, uint64_t *len, int none, const int *result)
{
	struct user_regs_struct regs;
	struct iovec v = {&regs, sizeof regs};

	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &v) < 0)
		return -1;
#if defined(__x86_64__)
	if (len != NULL)
		regs.rdx = *len;
	if (none)
		regs.orig_rax = (unsigned long long)-1;
	if (result != NULL)
		regs.rax = (unsigned long long)(long long)*result;
#elif defined(__aarch64__)
	int nr = -1;
	struct iovec n = {&nr, sizeof nr};

	if (len != NULL)
		regs.regs[2] = *len;
	if (none && ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &n) < 0)
		return -1;
	if (result != NULL)
		regs.regs[0] = (unsigned long long)(long long)*result;
#else
#error "what are the registers called here?"
#endif
	return (int)ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &v);
}

/* What the kernel said of a file system is replaced by what -f says. */
static void
lie(pid_t pid, uint64_t buf)
{
	union {
		long word;
		char bytes[sizeof(long)];
	} u;
	struct statfs fs = {0};

	u.word = (long)word_at(pid, buf);
	fs.f_type = fs_type;
	memcpy(u.bytes, &fs.f_type, sizeof fs.f_type);
	ptrace(PTRACE_POKEDATA, pid, (void *)(uintptr_t)buf,
	    (void *)(intptr_t)u.word);
}

/* Is this call to go wrong? Output that a reader waits for is left alone,
 * unless the command dies of it. */
static int
is_due(pid_t pid, const struct ptrace_syscall_info *s)
{
	int kind = kind_of(pid, s);

	if (fault == sizeof faults / sizeof *faults ||
	    (kind & faults[fault].kinds) == 0 ||
	    (faults[fault].error != 0 && kind == WRITE &&
	    s->entry.args[0] <= STDERR_FILENO))
		return 0;
	count++;
	return fail_at > 0 && (count == fail_at || (count > fail_at &&
	    faults[fault].again));
}

static void
enter(struct thread *t, const struct ptrace_syscall_info *s)
{
	uint64_t half = s->entry.args[2] / 2;

	/* cmd_begin() asks so first of all: what the loader did is over */
	begun |= s->entry.nr == SYS_fcntl && s->entry.args[0] == STDIN_FILENO;
	if (s->entry.nr == SYS_fstatfs)
		t->statfs_buf = s->entry.args[1];
	if (!begun || !is_due(t->pid, s))
		return;
	if (half > 0 && (fault == TEAR || fault == SHORT || (fault == FULL &&
	    count == fail_at && kind_of(t->pid, s) == WRITE))) {
		set_registers(t->pid, &half, 0, NULL);
		t->last = fault == TEAR;
	} else if (faults[fault].error != 0) {
		t->error = -faults[fault].error;
		set_registers(t->pid, NULL, 1, NULL);
	} else if (fault != SHORT) {
		kill(leader, SIGKILL);
	}
}

static void
leave(struct thread *t)
{
	if (t->last)
		kill(leader, SIGKILL);
	if (t->error != 0)
		set_registers(t->pid, NULL, 0, &t->error);
	if (t->statfs_buf != 0 && fs_type != 0)
		lie(t->pid, t->statfs_buf);
	t->error = 0;
	t->statfs_buf = 0;
}

static struct thread *
thread_of(pid_t pid)
{
	size_t i;

	for (i = 0; i < MAX_THREADS; i++)
		if (threads[i].pid == pid)
			return &threads[i];
	for (i = 0; threads[i].pid != 0; i++)
		if (i + 1 == MAX_THREADS)
			exit(125);
	threads[i].pid = pid;
	return &threads[i];
}

/* At a stop: the signal to be given on. */
static int
stopped(pid_t pid, int status)
{
	struct ptrace_syscall_info s;
	int signal = WSTOPSIG(status);

	if (status >> 16 != 0 || signal == SIGSTOP)	/* exec, a thread */
		return 0;
	if (signal != (SIGTRAP | 0x80))
		return signal;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof s, &s) <= 0)
		return 0;
	if (s.op == PTRACE_SYSCALL_INFO_ENTRY)
		enter(thread_of(pid), &s);
	else if (s.op == PTRACE_SYSCALL_INFO_EXIT)
		leave(thread_of(pid));
	return 0;
}

/* Until the command ends; its status. */
static int
follow(void)
{
	pid_t pid = leader;
	int status, signal = 0;

	for (;;) {
		ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)signal);
		pid = waitpid(-1, &status, __WALL);
		if (pid < 0)
			return 125;
		if (WIFSTOPPED(status)) {
			signal = stopped(pid, status);
			continue;
		}
		thread_of(pid)->pid = 0;
		if (pid == leader)
			return WIFEXITED(status) ? WEXITSTATUS(status) :
			    128 + WTERMSIG(status);
	}
}

static int
start(char **argv)
{
	int status;

	leader = fork();
	if (leader == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		execvp(argv[0], argv);
		_exit(126);
	}
	if (leader < 0 || waitpid(leader, &status, 0) < 0)
		return -1;
	return (int)ptrace(PTRACE_SETOPTIONS, leader, NULL,
	    (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
	    PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL));
}

static void
choose(const char *name)
{
	for (fault = 0; fault < sizeof faults / sizeof *faults; fault++)
		if (strcmp(faults[fault].name, name) == 0)
			return;
	fprintf(stderr, "fault: no fault \"%s\"\n", name);
	exit(125);
}

int
main(int argc, char **argv)
{
	FILE *counted = NULL;
	int status, opt;

	while ((opt = getopt(argc, argv, "+c:f:")) != -1)
		if (opt == 'c')
			counted = fopen(optarg, "we");
		else if (opt == 'f')
			fs_type = strtol(optarg, NULL, 0);
	argv += optind;
	if (fs_type == 0 && argc - optind >= 2) {
		choose(argv[0]);
		fail_at = strtoul(argv[1], NULL, 10);
		argv += 2;
	}
	if (*argv == NULL || start(argv) < 0) {
		perror("fault");
		return 125;
	}
	status = follow();
	if (counted != NULL) {
		fprintf(counted, "%lu\n", count);
		fclose(counted);
	}
	return status;
}
