/* tk-import - makes tickets of complaints by mail, and rows of answers. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mailin.h"

#define MAX_MESSAGE ((size_t)50 << 20)	/* bytes, unless --max-message */

static const char usage[] =
	"[-nvq] [-i mbox|eml|maildir] [-o csv] [--move-to DIR]\n"
	"       [--auto-mail=ticket] [--spam=ticket] [--no-subject-thread]\n"
	"       [--tnef] [--max-message MB] [--strict] [FILE]...";

enum { AUTO_MAIL = 256, SPAM_MAIL, NO_SUBJECT, MOVE_TO, MAX, STRICT, TNEF };

static const struct option options[] = {
	CMD_LONG,
	{"dry-run", no_argument, NULL, 'n'},
	{"input", required_argument, NULL, 'i'},
	{"output", required_argument, NULL, 'o'},
	{"auto-mail", required_argument, NULL, AUTO_MAIL},
	{"spam", required_argument, NULL, SPAM_MAIL},
	{"no-subject-thread", no_argument, NULL, NO_SUBJECT},
	{"move-to", required_argument, NULL, MOVE_TO},
	{"max-message", required_argument, NULL, MAX},
	{"strict", no_argument, NULL, STRICT},
	{"tnef", no_argument, NULL, TNEF},
	{NULL, 0, NULL, 0},
};

static void
set_format(struct mailin *in, const char *name)
{
	static const char *const names[] = {"", "mbox", "eml", "maildir"};
	int i;

	for (i = TK_MAILBOX_MBOX; i <= TK_MAILBOX_MAILDIR; i++)
		if (strcmp(names[i], name) == 0)
			in->format = (enum tk_mailbox_format)i;
	if (in->format == TK_MAILBOX_ANY)
		cmd_usage(&in->cmd, "-i: lawful are mbox, eml, maildir");
}

static int
ticket_or_no(struct mailin *in, const char *option, const char *v)
{
	char why[128];

	if (strcmp(v, "ticket") == 0)
		return 1;
	if (strcmp(v, "no") == 0)
		return 0;
	snprintf(why, sizeof why, "%s: lawful are ticket, no", option);
	cmd_usage(&in->cmd, why);
}

static void
set_max(struct mailin *in, const char *v)
{
	char *end;
	unsigned long n = strtoul(v, &end, 10);

	if (*v < '0' || *v > '9' || *end != '\0' || n == 0 || n > 1024)
		cmd_usage(&in->cmd, "--max-message: say MB, 1 to 1024");
	in->max = (size_t)n << 20;
}

static void
set_option(struct mailin *in, int opt)
{
	switch (opt) {
	case 'n':
		in->plan.dry_run = 1;
		break;
	case 'i':
		set_format(in, optarg);
		break;
	case 'o':
		if (strcmp(optarg, "csv") != 0 && strcmp(optarg, "text") != 0)
			cmd_usage(&in->cmd, "-o: lawful are csv, text");
		in->csv = strcmp(optarg, "csv") == 0;
		break;
	case AUTO_MAIL:
		in->plan.auto_tickets = ticket_or_no(in, "--auto-mail",
		    optarg);
		break;
	case SPAM_MAIL:
		in->plan.spam_tickets = ticket_or_no(in, "--spam", optarg);
		break;
	case NO_SUBJECT:
		in->plan.no_subjects = 1;
		break;
	case MOVE_TO:
		in->move_to = optarg;
		break;
	case MAX:
		set_max(in, optarg);
		break;
	case STRICT:
		in->strict = 1;
		break;
	case TNEF:
		in->tnef = 1;
		break;
	default:
		cmd_option(&in->cmd, opt);
	}
}

int
main(int argc, char **argv)
{
	struct mailin in = {.max = MAX_MESSAGE};
	int opt, i;

	cmd_begin(&in.cmd, "tk-import", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "ni:o:", options,
	    NULL)) != -1)
		set_option(&in, opt);
	if (optind == argc && isatty(STDIN_FILENO))
		cmd_usage(&in.cmd, "name a mailbox, or give one on stdin");
	cmd_open(&in.cmd, !in.plan.dry_run);
	if (mailin_open(&in) == 0) {
		if (optind == argc)
			mailin_take(&in, NULL);
		for (i = optind; i < argc; i++)
			if (mailin_take(&in, strcmp(argv[i], "-") == 0 ?
			    NULL : argv[i]) < 0)
				break;
		mailin_close(&in);
	}
	return cmd_end(&in.cmd);
}
