/* tickets.c - a change applied to one ticket after another. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

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
	struct tk_error err = {.code = TK_BAD};
	char *line, *nl;
	ssize_t n;

	for (;;) {
		if (idle != NULL)
			idle(c);
		n = read(STDIN_FILENO, buf + have, sizeof buf - have - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			snprintf(err.message, sizeof err.message, "cannot "
			    "read standard input: %s", strerror(errno));
			cmd_error(c, &err);
		}
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
		cmd_keep_change(c, change);
		cmd_usage(c, "-m - takes standard input, so name the tickets "
		    "as operands");
	}
	cmd_batch(c);
	c->change = change;
	cmd_each(c, operands, add, flush);
	flush(c);
	if (c->refused)
		cmd_keep_change(c, change);
	c->refused = 0;
}

void
cmd_create(struct cmd *c, const struct tk_change *change)
{
	cmd_batch(c);
	c->change = change;
	add(c, NULL);
	if (c->refused)
		cmd_keep_change(c, change);
	c->refused = 0;
}
