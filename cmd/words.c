/* words.c - what was typed, said or attached, and what becomes of it when it
 * cannot be stored. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

#define MAX_INPUT ((size_t)512 << 20)	/* bytes of a file or stdin */

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
	const char *state = cmd_env("XDG_STATE_HOME"), *home = cmd_env("HOME");
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

void
cmd_keep_change(struct cmd *c, const struct tk_change *change)
{
	size_t i, len = 0;
	char *all = NULL;
	FILE *f;

	if (!worth_keeping(change) || change->dry_run)
		return;
	f = open_memstream(&all, &len);
	for (i = 0; f != NULL && i < change->nfields; i++)
		fprintf(f, "%s\n", change->fields[i]);
	if (f != NULL && change->text != NULL)
		fwrite(change->text, 1, change->text_len, f);
	if (f == NULL || fclose(f) != 0)
		fprintf(stderr, "%s: what was typed is not saved: %s\n",
		    c->name, strerror(errno));
	else
		cmd_keep(c, all, len);
	free(all);
}
