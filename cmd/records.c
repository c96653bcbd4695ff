/* records.c - many tickets out of one file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

struct rejects {
	const char *name;	/* of the input */
	char path[4200];	/* FILE.rejected */
	FILE *file;		/* NULL: none yet */
	unsigned count;
};

static void
put_cell(FILE *f, const char *s, size_t len)
{
	size_t i;

	putc('"', f);
	for (i = 0; i < len; i++) {
		if (s[i] == '"')
			putc('"', f);
		putc(s[i], f);
	}
	putc('"', f);
}

static void
reject(struct cmd *c, struct rejects *r, const struct tk_record *rec,
    struct tk_error *err)
{
	struct tk_error at = {err->code, 0, ""};
	size_t len = rec->raw_len;

	snprintf(at.message, sizeof at.message, "%.200s:%u: %.3800s", r->name,
	    rec->line, err->message);
	cmd_error(c, &at);
	if (r->file == NULL && r->count == 0) {
		r->file = fopen(r->path, "we");
		if (r->file == NULL)
			cmd_warn(c, "cannot keep the rejected records in "
			    "\"%s\": %s", r->path, strerror(errno));
		else
			fputs("line,reason,record\n", r->file);
	}
	r->count++;
	if (r->file == NULL)
		return;
	while (len > 0 && (rec->raw[len - 1] == '\n' ||
	    rec->raw[len - 1] == '\r'))
		len--;
	fprintf(r->file, "%u,", rec->line);
	put_cell(r->file, err->message, strlen(err->message));
	putc(',', r->file);
	put_cell(r->file, rec->raw, len);
	putc('\n', r->file);
}

static void
close_rejects(struct cmd *c, struct rejects *r)
{
	if (r->file == NULL)
		return;
	if (fclose(r->file) != 0)
		cmd_warn(c, "\"%s\": %s", r->path, strerror(errno));
	fprintf(stderr, "%s: %u record%s rejected, kept in %s\n", c->name,
	    r->count, r->count == 1 ? "" : "s", r->path);
}

/* The length of the name in "name=value". */
static size_t
name_length(const char *field)
{
	return strcspn(field, "=");
}

/* The record's fields, and the defaults for what it leaves out. */
static const char **
with_defaults(const struct tk_record *rec, char **defaults, size_t ndefaults,
    size_t *n)
{
	const char **all = calloc(rec->nfields + ndefaults + 1, sizeof *all);
	size_t i, j, len;

	*n = rec->nfields;
	for (i = 0; all != NULL && i < rec->nfields; i++)
		all[i] = rec->fields[i];
	for (i = 0; all != NULL && i < ndefaults; i++) {
		len = name_length(defaults[i]);
		for (j = 0; j < rec->nfields; j++)
			if (name_length(rec->fields[j]) == len &&
			    strncmp(rec->fields[j], defaults[i], len) == 0)
				break;
		if (j == rec->nfields)
			all[(*n)++] = defaults[i];
	}
	return all;
}

/* Returns -1 when records that were not rejected may not be on disk. */
static int
each_record(struct cmd *c, struct tk_change change, struct tk_records *in,
    struct rejects *r, char **defaults, size_t ndefaults)
{
	struct tk_batch *batch = cmd_batch(c);
	struct tk_record rec;
	struct tk_error err;
	const char **fields;
	int rc;

	while ((rc = tk_records_next(in, &rec, &err)) != 0) {
		if (rc < 0) {
			if (err.code == TK_BAD)
				err.code = TK_REFUSED;
			reject(c, r, &rec, &err);
			continue;
		}
		fields = with_defaults(&rec, defaults, ndefaults,
		    &change.nfields);
		change.fields = fields;
		err = (struct tk_error){TK_BAD, 0, "out of memory"};
		if (fields == NULL ||
		    tk_batch_add(batch, &change, NULL, &err) < 0)
			reject(c, r, &rec, &err);
		free(fields);
		if (c->status == TK_BUSY)
			break;
	}
	if (tk_batch_flush(batch, &err) == 0)
		return c->status == TK_BUSY ? -1 : 0;
	cmd_error(c, &err);
	return -1;
}

void
cmd_records(struct cmd *c, const struct tk_change *change, const char *format,
    const char *charset, char **operands)
{
	size_t ndefaults = (size_t)cmd_fields(operands), len;
	const char *path = operands[ndefaults];
	struct rejects r = {.name = path == NULL ? "-" : path};
	struct tk_change each = *change;
	struct tk_records *in;
	struct tk_error err;
	char *data;

	if (path != NULL && operands[ndefaults + 1] != NULL)
		cmd_usage(c, "-i takes one file");
	snprintf(r.path, sizeof r.path, "%s.rejected", path == NULL ||
	    strcmp(path, "-") == 0 ? "stdin" : path);
	each.import = 1;
	data = cmd_read(c, path, &len);
	if (data == NULL)
		return;
	if (tk_records_open(&in, c->session, r.name, format, charset, data,
	    len, &err) < 0) {
		cmd_error(c, &err);
	} else {
		if (each_record(c, each, in, &r, operands, ndefaults) < 0 &&
		    strcmp(r.name, "-") == 0)
			cmd_keep(c, data, len);	/* a file can be read again */
		tk_records_free(in);
		close_rejects(c, &r);
	}
	free(data);
}
