/*
 * nomem.c - put before a command with LD_PRELOAD, it lets the memory run out.
 * NOMEM=N: the N-th allocation fails; NOMEM=N+: all after it, too.
 * NOMEM_COUNT=FILE: how many there were is written there at the end.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pwd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OURS __attribute__((visibility("default")))

static atomic_ulong calls;
static unsigned long fail_at;
static int for_good;
static int spared;		/* before there is a second thread */

__attribute__((constructor)) static void
begin(void)
{
	const char *n = getenv("NOMEM");

	if (n == NULL)
		return;
	for_good = strchr(n, '+') != NULL;
	atomic_store(&calls, 0);
	fail_at = strtoul(n, NULL, 10);
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("NOMEM_COUNT");
	unsigned long n = atomic_load(&calls);
	FILE *f;

	fail_at = 0;
	f = path == NULL ? NULL : fopen(path, "we");
	if (f == NULL)
		return;
	fprintf(f, "%lu\n", n);
	fclose(f);
}

static int
fails(void)
{
	unsigned long n;

	if (spared)
		return 0;
	n = atomic_fetch_add(&calls, 1) + 1;

	if (fail_at == 0 || n < fail_at || (n > fail_at && !for_good))
		return 0;
	errno = ENOMEM;
	return 1;
}

/* The function we stand before: glibc's, or that of a sanitizer. */
static void *
behind(const char *name)
{
	void *f = dlsym(RTLD_NEXT, name);

	if (f == NULL)
		abort();
	return f;
}

OURS void *
malloc(size_t n)
{
	static void *(*next)(size_t);

	if (next == NULL)
		*(void **)&next = behind("malloc");
	return fails() ? NULL : next(n);
}

OURS void *
calloc(size_t n, size_t size)
{
	static void *(*next)(size_t, size_t);

	if (next == NULL)
		*(void **)&next = behind("calloc");
	return fails() ? NULL : next(n, size);
}

OURS void *
realloc(void *p, size_t n)
{
	static void *(*next)(void *, size_t);

	if (next == NULL)
		*(void **)&next = behind("realloc");
	return fails() ? NULL : next(p, n);
}

/* glibc's name service dies of an assertion when there is no memory: that is
 * nothing a command could mend. */
OURS struct passwd *
getpwuid(uid_t uid)
{
	static struct passwd *(*next)(uid_t);
	struct passwd *pw;

	if (next == NULL)
		*(void **)&next = behind("getpwuid");
	spared = 1;
	pw = next(uid);
	spared = 0;
	return pw;
}
