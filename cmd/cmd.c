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

#define MAX_INPUT ((size_t)512 << 20)	/* bytes of a file or stdin */

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

static const char *
login(void)
{
	static char name[256];
	const struct passwd *pw = getpwuid(getuid());

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

static const char *
set_in(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0' ? v : NULL;
}

void
cmd_open(struct cmd *c, int writes)
{
	struct tk_caller caller = {login(), set_in("TK_ACTOR"),
	    set_in("TK_NOW"), real_time, writes, on_warning, c};
	const char *store = c->store;
	struct tk_error err;

	if (store == NULL)
		store = set_in("TK_STORE");
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

char *
cmd_read(struct cmd *c, const char *path, size_t *len)
{
	FILE *f = path == NULL || strcmp(path, "-") == 0 ? stdin :
	    fopen(path, "rbe");
	size_t size = 65536, n = 0, got;
	char *data = malloc(size), *grown;
	struct tk_error err = {TK_BAD, 0, "out of memory"};

	if (f == NULL) {
		snprintf(err.message, sizeof err.message,
		    "cannot open \"%s\": %s", path, strerror(errno));
		goto failed;
	}
	while (data != NULL && (got = fread(data + n, 1, size - n - 1, f)) >
	    0) {
		n += got;
		if (n + 1 < size)
			continue;
		if (size >= MAX_INPUT) {
			snprintf(err.message, sizeof err.message, "\"%s\" is "
			    "larger than %zu bytes", path == NULL ? "-" : path,
			    MAX_INPUT);
			goto failed;
		}
		size *= 2;
		grown = realloc(data, size);
		if (grown == NULL)
			goto failed;
		data = grown;
	}
	if (data == NULL || ferror(f)) {
		snprintf(err.message, sizeof err.message,
		    "cannot read \"%s\": %s", path == NULL ? "-" : path,
		    strerror(errno));
		goto failed;
	}
	if (f != stdin)
		fclose(f);
	data[n] = '\0';
	*len = n;
	return data;
failed:
	if (f != NULL && f != stdin)
		fclose(f);
	free(data);
	cmd_error(c, &err);
	return NULL;
}

void
cmd_text(struct cmd *c, const char *arg, const char **text, size_t *len)
{
	struct tk_error err;

	if (strcmp(arg, "-") == 0) {
		c->stdin_taken = 1;
		c->text = cmd_read(c, "-", len);
	} else if (arg[0] != '@') {
		*text = arg;
		*len = strlen(arg);
		return;
	} else if (tk_session_canned(c->session, arg + 1, &c->text,
	    &err) == 0) {
		c->canned = 1;
		*len = strlen(c->text);
	} else if (access(arg + 1, F_OK) == 0) {
		c->text = cmd_read(c, arg + 1, len);
	} else {
		cmd_error(c, &err);
	}
	if (c->text == NULL)
		exit(cmd_end(c));
	while (*len > 0 && c->text[*len - 1] == '\n')
		c->text[--*len] = '\0';
	*text = c->text;
}

/* ---- the loop over tickets -------------------------------------------- */

/* The first word of a line; 0: the line says nothing. */
static int
first_word(char *line)
{
	size_t n = strncmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	n += strspn(line + n, " \t");
	if (strncmp(line + n, "{\"id\":\"", 7) == 0) {	/* tk-list -o json */
		memmove(line, line + n + 7, strlen(line + n + 7) + 1);
		line[strcspn(line, "\"")] = '\0';
		return 1;
	}
	memmove(line, line + n, strlen(line + n) + 1);
	line[strcspn(line, " \t,\r\n")] = '\0';
	return line[0] != '\0' && line[0] != '#' && strcmp(line, "id") != 0;
}

static void
each_line(struct cmd *c, void (*each)(struct cmd *, const char *),
    void (*idle)(struct cmd *))
{
	char buf[65536];
	size_t have = 0;
	char *line, *nl;
	ssize_t n;

	for (;;) {
		if (idle != NULL)
			idle(c);
		n = read(STDIN_FILENO, buf + have, sizeof buf - have - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		have += (size_t)n;
		buf[have] = '\0';
		for (line = buf; (nl = memchr(line, '\n', have -
		    (size_t)(line - buf))) != NULL; line = nl + 1) {
			*nl = '\0';
			if (first_word(line))
				each(c, line);
		}
		have -= (size_t)(line - buf);
		memmove(buf, line, have);
		if (have == sizeof buf - 1)
			have = 256;	/* only the first word matters */
	}
	buf[have] = '\0';
	if (have > 0 && first_word(buf))
		each(c, buf);
}

void
cmd_each(struct cmd *c, char **operands,
    void (*each)(struct cmd *, const char *), void (*idle)(struct cmd *))
{
	if (*operands == NULL && isatty(STDIN_FILENO))
		cmd_usage(c, "name at least one ticket, or pipe numbers in");
	if (*operands == NULL)
		each_line(c, each, idle);
	for (; *operands != NULL; operands++)
		each(c, *operands);
}

static void
on_done(void *data, const struct tk_outcome *o)
{
	struct cmd *c = data;
	const char *line;
	size_t n;

	for (line = o->ask; *line != '\0'; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		if (!c->quiet && !o->existed)
			fprintf(stderr, "%s: %s: to ask: %.*s\n", c->name,
			    o->number, (int)n, line);
	}
	if (c->explain)
		printf("# %s %s\n%s", o->number, o->state, o->explain);
	else if (o->existed && c->verbose)
		printf("%s  known by its ref; nothing added\n", o->number);
	else if (!o->held && c->verbose)
		printf("%s  %s\n", o->number, o->state);
	else if (!o->held)
		printf("%s\n", o->number);
}

/* A caller's words must not be lost; "satisfaction=好" is typed again. */
static int
worth_keeping(const struct tk_change *change)
{
	size_t i;

	if (change->verb == TK_DO_NEW)
		return 1;
	for (i = 0; i < change->nfields; i++)
		if (strlen(change->fields[i]) > 60)
			return 1;
	return change->text != NULL && change->text_len > 0;
}

void
cmd_keep(struct cmd *c, const char *text, size_t len)
{
	const char *state = set_in("XDG_STATE_HOME"), *home = set_in("HOME");
	char dir[4096], path[4200];
	struct tk_error err;

	if (state == NULL && home == NULL)
		return;
	snprintf(dir, sizeof dir, "%s%s/tk/refused", state != NULL ? state :
	    home, state != NULL ? "" : "/.local/state");
	if (tk_refused_save(dir, text, len, path, sizeof path, &err) < 0)
		cmd_error(c, &err);
	else
		fprintf(stderr, "%s: what was typed is saved in %s\n",
		    c->name, path);
}

static void
save_refused(struct cmd *c, const struct tk_change *change)
{
	size_t i, len;
	char *all;
	FILE *f;

	if (!worth_keeping(change) || change->dry_run)
		return;
	f = open_memstream(&all, &len);
	if (f == NULL)
		return;
	for (i = 0; i < change->nfields; i++)
		fprintf(f, "%s\n", change->fields[i]);
	if (change->text != NULL)
		fwrite(change->text, 1, change->text_len, f);
	fclose(f);
	cmd_keep(c, all, len);
	free(all);
}

static void
add(struct cmd *c, const char *word)
{
	struct tk_change change = *c->change;
	struct tk_error err;

	change.canned = c->canned;
	change.tell = c->verbose || c->explain;
	if (tk_batch_add(c->batch, &change, word, &err) == 0)
		return;
	cmd_error(c, &err);
	c->refused |= !err.recorded;
}

static void
flush(struct cmd *c)
{
	struct tk_error err;

	if (tk_batch_flush(c->batch, &err) < 0) {
		cmd_error(c, &err);
		c->refused = 1;
	}
	fflush(stdout);
}

struct tk_batch *
cmd_batch(struct cmd *c)
{
	struct tk_error err;

	if (c->batch == NULL && tk_batch_open(&c->batch, c->session, on_done,
	    c, &err) < 0) {
		cmd_error(c, &err);
		exit(cmd_end(c));
	}
	return c->batch;
}

void
cmd_change(struct cmd *c, const struct tk_change *change, char **operands)
{
	if (*operands == NULL && c->stdin_taken) {
		save_refused(c, change);
		cmd_usage(c, "-m - takes standard input, so name the tickets "
		    "as operands");
	}
	cmd_batch(c);
	c->change = change;
	cmd_each(c, operands, add, flush);
	flush(c);
	if (c->refused)
		save_refused(c, change);
	c->refused = 0;
}

void
cmd_create(struct cmd *c, const struct tk_change *change)
{
	cmd_batch(c);
	c->change = change;
	add(c, NULL);
	if (c->refused)
		save_refused(c, change);
	c->refused = 0;
}

void
cmd_attach(struct cmd *c, struct tk_change *change, const char *path)
{
	const char **grown = realloc(c->files, (change->nfiles + 1) *
	    sizeof *grown);

	if (grown == NULL)
		cmd_usage(c, "out of memory");
	grown[change->nfiles++] = path;
	c->files = grown;
	change->files = grown;
}

int
cmd_fields(char **operands)
{
	int i, j, n = 0;
	char *field;

	for (i = 0; operands[i] != NULL; i++) {
		if (strchr(operands[i], '=') == NULL)
			continue;
		field = operands[i];
		for (j = i; j > n; j--)
			operands[j] = operands[j - 1];
		operands[n++] = field;
	}
	return n;
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
	if ((fflush(stdout) != 0 || ferror(stdout)) && errno != EPIPE) {
		fprintf(stderr, "%s: cannot write to standard output: %s\n",
		    c->name, strerror(errno));
		cmd_status(c, TK_BAD);
	}
	return c->status;
}
