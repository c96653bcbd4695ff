/*
 * killer.c - runs a command and kills it (SIGKILL) as it enters its N-th
 * system call that changes the file system, as if the power had gone there.
 * Usage: killer [-t] N COMMAND…; killer -f TYPE COMMAND…
 * -t: only write(2) and pwrite(2) are counted, and the last is half done.
 * -f: fstatfs(2) says that type of file system, nobody is killed.
 * Exits with the command's status, 137 if it was killed.
 */
#include <elf.h>
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

static long kill_at, calls;
static long fs_type;
static int tear;

static int
is_write(uint64_t call)
{
	return call == SYS_write || call == SYS_pwrite64;
}

/* The first word of what it points at: the flags of openat2(2). */
static uint64_t
word_at(pid_t pid, uint64_t at)
{
	return (uint64_t)ptrace(PTRACE_PEEKDATA, pid, (void *)(uintptr_t)at,
	    NULL);
}

/* Do the flags of an open make a file, be it one without a name? */
static int
makes(uint64_t flags)
{
	return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

/* Does this call change what is on disk? */
static int
changes(pid_t pid, const struct ptrace_syscall_info *s)
{
	static const long calling[] = {
		SYS_writev, SYS_pwritev, SYS_fsync, SYS_fdatasync,
		SYS_renameat, SYS_renameat2, SYS_linkat, SYS_unlinkat,
		SYS_mkdirat, SYS_ftruncate, SYS_fchmod, SYS_fchmodat,
		SYS_syncfs, SYS_utimensat,
#ifdef SYS_rename
		SYS_rename, SYS_link, SYS_unlink, SYS_mkdir,
#endif
	};
	size_t i;

	if (tear)
		return is_write(s->entry.nr);
	if (s->entry.nr == SYS_openat)
		return makes(s->entry.args[2]);
	if (s->entry.nr == SYS_openat2)
		return makes(word_at(pid, s->entry.args[2]));
#ifdef SYS_open
	if (s->entry.nr == SYS_open)
		return makes(s->entry.args[1]);
#endif
	for (i = 0; i < sizeof calling / sizeof *calling; i++)
		if (s->entry.nr == (uint64_t)calling[i])
			return 1;
	return is_write(s->entry.nr);
}

/* Makes the write that is about to happen half as long; 0 if it cannot. */
static int
halve(pid_t pid, uint64_t len)
{
	struct user_regs_struct regs;
	struct iovec v = {&regs, sizeof regs};

	if (len < 2 || ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &v) < 0)
		return 0;
#if defined(__x86_64__)
	regs.rdx = len / 2;
#elif defined(__aarch64__)
	regs.regs[2] = len / 2;
#else
	return 0;
#endif
	return ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &v) == 0;
}

static int
killed(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return 137;
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

static int
follow(pid_t pid)
{
	struct ptrace_syscall_info s;
	uint64_t statfs_buf = 0;
	int status, last = 0, signal = 0;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, pid, NULL,
		    (void *)(intptr_t)signal) < 0 ||
		    waitpid(pid, &status, 0) < 0)
			return 125;
		if (WIFEXITED(status))
			return WEXITSTATUS(status);
		if (WIFSIGNALED(status))
			return 128 + WTERMSIG(status);
		signal = WSTOPSIG(status);
		if (status >> 16 != 0)
			signal = 0;	/* exec */
		if (signal != (SIGTRAP | 0x80))
			continue;
		signal = 0;
		if (ptrace(PTRACE_GET_SYSCALL_INFO, pid,
		    (void *)sizeof s, &s) <= 0)
			return 125;
		if (s.op == PTRACE_SYSCALL_INFO_EXIT) {
			if (last)
				return killed(pid);
			if (statfs_buf != 0 && fs_type != 0)
				lie(pid, statfs_buf);
			statfs_buf = 0;
		} else if (s.op == PTRACE_SYSCALL_INFO_ENTRY) {
			if (s.entry.nr == SYS_fstatfs)
				statfs_buf = s.entry.args[1];
			if (!changes(pid, &s) || ++calls != kill_at)
				continue;
			last = tear && is_write(s.entry.nr) &&
			    halve(pid, s.entry.args[2]);
			if (!last)
				return killed(pid);
		}
	}
}

int
main(int argc, char **argv)
{
	int status, opt;
	pid_t pid;

	while ((opt = getopt(argc, argv, "+tf:")) != -1)
		if (opt == 't')
			tear = 1;
		else if (opt == 'f')
			fs_type = strtol(optarg, NULL, 0);
	argv += optind;
	if (fs_type == 0 && *argv != NULL)
		kill_at = strtol(*argv++, NULL, 10);
	if (*argv == NULL)
		return 125;
	pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		execvp(argv[0], argv);
		_exit(126);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL,
	    (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
	    PTRACE_O_EXITKILL)) < 0) {
		perror("killer");
		return 125;
	}
	return follow(pid);
}
