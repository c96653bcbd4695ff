/* tk-close - closes tickets, or names everything that still lacks. */
#include <getopt.h>
#include <stdlib.h>

#include "cmd.h"

static const char usage[] =
	"[-nvq] [-m SOLUTION] [-w WHEN] [-a FILE] [FIELD=VALUE]... [ID...]";

static const struct option options[] = {
	CMD_LONG,
	{"message", required_argument, NULL, 'm'},
	{"when", required_argument, NULL, 'w'},
	{"attach", required_argument, NULL, 'a'},
	{"dry-run", no_argument, NULL, 'n'},
	{NULL, 0, NULL, 0},
};

int
main(int argc, char **argv)
{
	struct tk_change change = {.verb = TK_DO_CLOSE};
	const char *text = NULL;
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-close", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "m:w:a:n", options,
	    NULL)) != -1)
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
		default:
			cmd_option(&c, opt);
		}
	argv += optind;
	change.fields = (const char *const *)argv;
	change.nfields = (size_t)cmd_fields(argv);
	cmd_open(&c, 1);
	if (text != NULL)
		cmd_text(&c, text, &change.text, &change.text_len);
	cmd_change(&c, &change, argv + change.nfields);
	return cmd_end(&c);
}
