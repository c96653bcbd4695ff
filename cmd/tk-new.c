/* tk-new - makes a ticket of what the caller says, or many of a file. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const char usage[] =
	"[-nvq] [-m TEXT] [-w RECEIVED] [-a FILE] [FIELD=VALUE]... [SUBJECT]\n"
	"       tk-new -i csv|jsonl [--from-charset NAME] [FIELD=VALUE]... "
	"[FILE]";

static const struct option options[] = {
	CMD_LONG,
	{"message", required_argument, NULL, 'm'},
	{"when", required_argument, NULL, 'w'},
	{"attach", required_argument, NULL, 'a'},
	{"dry-run", no_argument, NULL, 'n'},
	{"input", required_argument, NULL, 'i'},
	{"from-charset", required_argument, NULL, 'C'},
	{NULL, 0, NULL, 0},
};

/* The operands that are no FIELD=VALUE, as "subject=…". */
static char *
subject(char **words)
{
	size_t n = sizeof "subject=";
	char *s;
	int i;

	for (i = 0; words[i] != NULL; i++)
		n += strlen(words[i]) + 1;
	s = malloc(n);
	if (s == NULL)
		return NULL;
	strcpy(s, "subject=");
	for (i = 0; words[i] != NULL; i++) {
		strcat(s, i > 0 ? " " : "");
		strcat(s, words[i]);
	}
	return s;
}

static void
new_one(struct cmd *c, struct tk_change *change, char **operands)
{
	const char **fields;
	char *typed = NULL;
	size_t n;

	n = (size_t)cmd_fields(operands);
	fields = calloc(n + 1, sizeof *fields);
	if (fields == NULL)
		cmd_usage(c, "out of memory");
	memcpy(fields, operands, n * sizeof *fields);
	if (operands[n] != NULL) {
		typed = subject(operands + n);
		if (typed == NULL)
			cmd_usage(c, "out of memory");
		fields[n++] = typed;
	}
	if (n == 0 && change->text == NULL)
		cmd_usage(c, "say what it is about: a SUBJECT, FIELD=VALUE "
		    "or -m TEXT");
	change->fields = fields;
	change->nfields = n;
	cmd_create(c, change);
	free(fields);
	free(typed);
}

int
main(int argc, char **argv)
{
	struct tk_change change = {.verb = TK_DO_NEW};
	const char *text = NULL, *format = NULL, *charset = NULL;
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-new", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "m:w:a:ni:",
	    options, NULL)) != -1)
		switch (opt) {
		case 'm':
			text = optarg;
			break;
		case 'w':
			change.when = optarg;
			break;
		case 'a':
			cmd_attach(&c, &change, optarg);
			break;
		case 'n':
			change.dry_run = 1;
			break;
		case 'i':
			format = optarg;
			break;
		case 'C':
			charset = optarg;
			break;
		default:
			cmd_option(&c, opt);
		}
	if (format == NULL && charset != NULL)
		cmd_usage(&c, "--from-charset goes with -i");
	if (format != NULL && (text != NULL || change.nfiles > 0))
		cmd_usage(&c, "-m and -a go with one ticket, not with -i");
	cmd_open(&c, 1);
	if (text != NULL)
		cmd_text(&c, text, &change.text, &change.text_len);
	if (format == NULL)
		new_one(&c, &change, argv + optind);
	else
		cmd_records(&c, &change, format, charset, argv + optind);
	return cmd_end(&c);
}
