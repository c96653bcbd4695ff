#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void
cmd_status(struct cmd *c, int status)
{
	static const int order[] = {0, TK_REFUSED, TK_BUSY, TK_BAD};
	int have = 0, new = 0, i;

	for (i = 0; i < 4; i++) {
		have = order[i] == c->status ? i : have;
		new = order[i] == status ? i : new;
	}
	c->status = order[new > have ? new : have];
}

/* What was closed when we began is not given to a file we open: a message
 * would be written into it. Writing to a closed stdout still fails. */
static void
keep_standard(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDERR_FILENO ? O_WRONLY :
			    O_RDONLY);
}

void
cmd_begin(struct cmd *c, const char *name, const char *usage)
{
	keep_standard();
	memset(c, 0, sizeof *c);
	c->name = name;
	c->usage = usage;
}

void
cmd_usage(const struct cmd *c, const char *why)
{
	if (why != NULL)
		fprintf(stderr, "%s: %s\n", c->name, why);
	fprintf(stderr, "usage: %s %s\nsee '%s -h' or %s(1)\n", c->name,
	    c->usage, c->name, c->name);
	exit(TK_BAD);
}

void
cmd_option(struct cmd *c, int option)
{
	switch (option) {
	case 's':
		c->store = optarg;
		return;
	case 'v':
		c->verbose = 1;
		return;
	case 'q':
		c->quiet = 1;
		return;
	case 'h':
		printf("usage: %s %s\n\nThe manual: man %s; all of tk: man 7 "
		    "tk\n", c->name, c->usage, c->name);
		exit(cmd_end(c));
	case 'V':
		printf("%s (tk) %s\n", c->name, tk_version());
		exit(cmd_end(c));
	default:
		cmd_usage(c, NULL);
	}
}

void
cmd_error(struct cmd *c, const struct tk_error *err)
{
	char *safe = tk_text_visible(err->message), *line, *rest = safe;

	fflush(stdout);
	cmd_status(c, (int)err->code);
	if (safe == NULL)
		fprintf(stderr, "%s: out of memory\n", c->name);
	while ((line = strsep(&rest, "\n")) != NULL)
		fprintf(stderr, "%s%s%s\n", line[0] == ' ' ? "" : c->name,
		    line[0] == ' ' ? "" : ": ", line);
	free(safe);
}

void
cmd_warn(struct cmd *c, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "%s: warning: ", c->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	putc('\n', stderr);
}

static void
on_warning(void *data, const char *message)
{
	cmd_warn(data, "%s", message);
}

static int64_t
real_time(void)
{
	return (int64_t)time(NULL);
}

/* A number for who has no name; NULL when that cannot be looked up now. */
static const char *
login(void)
{
	static char name[256];
	const struct passwd *pw;

	errno = 0;
	pw = getpwuid(getuid());
	if (pw == NULL && (errno == EMFILE || errno == ENFILE ||
	    errno == ENOMEM || errno == EIO))
		return NULL;
	if (pw == NULL)
		snprintf(name, sizeof name, "%u", (unsigned)getuid());
	else
		snprintf(name, sizeof name, "%s", pw->pw_name);
	return name;
}

/* The nearest folder from here upwards that holds a store.csv. */
static const char *
nearest(void)
{
	static char path[4096];
	char file[4200];
	char *slash;

	if (getcwd(path, sizeof path) == NULL)
		return NULL;
	for (;;) {
		snprintf(file, sizeof file, "%s/store.csv", path);
		if (access(file, F_OK) == 0)
			return path[0] == '\0' ? "/" : path;
		slash = strrchr(path, '/');
		if (slash == NULL)
			return NULL;
		*slash = '\0';
	}
}

const char *
cmd_env(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0' ? v : NULL;
}

unsigned
cmd_threads(const struct cmd *c, const char *arg)
{
	char *end;
	long n = strtol(arg, &end, 10);

	if (*end != '\0' || n < 1 || n > 64)
		cmd_usage(c, "-j is a number of threads, 1 to 64");
	return (unsigned)n;
}

void
cmd_open(struct cmd *c, int writes)
{
	struct tk_caller caller = {login(), cmd_env("TK_ACTOR"),
	    cmd_env("TK_NOW"), real_time, writes, on_warning, c};
	const char *store = c->store;
	struct tk_error err;

	if (caller.login == NULL) {
		fprintf(stderr, "%s: cannot look up who you are: %s\n",
		    c->name, strerror(errno));
		exit(TK_BAD);
	}
	if (store == NULL)
		store = cmd_env("TK_STORE");
	if (store == NULL)
		store = nearest();
	if (writes)	/* what was begun is finished, whoever reads it */
		signal(SIGPIPE, SIG_IGN);
	if (store == NULL) {
		fprintf(stderr, "%s: no store: name one with -s DIR or "
		    "TK_STORE, or make one with 'tk-init DIR'\n", c->name);
		exit(TK_BAD);
	}
	if (tk_session_open(&c->session, store, &caller, &err) < 0) {
		cmd_error(c, &err);
		exit(cmd_end(c));
	}
}

int
cmd_end(struct cmd *c)
{
	struct tk_error err;

	if (tk_batch_close(c->batch, &err) < 0)
		cmd_error(c, &err);
	tk_session_close(c->session);
	free(c->text);
	free(c->files);
	c->files = NULL;
	c->batch = NULL;
	c->session = NULL;
	c->text = NULL;
	if (c->status != TK_BAD && tk_memory_short()) {
		fprintf(stderr, "%s: out of memory: what was printed may lack "
		    "something; try again\n", c->name);
		cmd_status(c, TK_BAD);
	}
	if ((fflush(stdout) != 0 || ferror(stdout)) && errno != EPIPE) {
		fprintf(stderr, "%s: cannot write to standard output: %s\n",
		    c->name, strerror(errno));
		cmd_status(c, TK_BAD);
	}
	return c->status;
}
