/* tk-note - writes to tickets: notes, fields, whatever flow knows. */
#include <getopt.h>
#include <stdlib.h>

#include "cmd.h"

static const char usage[] =
	"[-nvq] [-k FIELD[=VALUE]] [-m TEXT] [-w WHEN] [-b EXPECTED]\n"
	"               [-a FILE] [FIELD=VALUE]... [ID...]";

static const struct option options[] = {
	CMD_LONG,
	{"key", required_argument, NULL, 'k'},
	{"message", required_argument, NULL, 'm'},
	{"when", required_argument, NULL, 'w'},
	{"by", required_argument, NULL, 'b'},
	{"attach", required_argument, NULL, 'a'},
	{"dry-run", no_argument, NULL, 'n'},
	{NULL, 0, NULL, 0},
};

int
main(int argc, char **argv)
{
	struct tk_change change = {.verb = TK_DO_NOTE};
	const char *text = NULL;
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-note", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "k:m:w:b:a:n",
	    options, NULL)) != -1)
		switch (opt) {
		case 'k':
			change.key = optarg;
			break;
		case 'm':
			text = optarg;
			break;
		case 'w':
			change.when = optarg;
			break;
		case 'b':
			change.by = optarg;
			break;
		case 'a':
			cmd_attach(&c, &change, optarg);
			break;
		case 'n':
			change.dry_run = 1;
			break;
		default:
			cmd_option(&c, opt);
		}
	argv += optind;
	change.fields = (const char *const *)argv;
	change.nfields = (size_t)cmd_fields(argv);
	if (change.key == NULL && text == NULL && change.by == NULL &&
	    change.nfields == 0 && change.nfiles == 0)
		cmd_usage(&c, "say what: -m TEXT, -k FIELD, FIELD=VALUE or "
		    "-a FILE");
	cmd_open(&c, 1);
	if (text != NULL)
		cmd_text(&c, text, &change.text, &change.text_len);
	cmd_change(&c, &change, argv + change.nfields);
	return cmd_end(&c);
}
