/* tk-assign - gives tickets to people, and lets people answer for them. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const char usage[] =
	"[-envq] -A | -t WHO | --accept | --take | --helper WHO\n"
	"                 [-b DEADLINE] [-m NOTE] [-w WHEN] [-a FILE] "
	"[FIELD=VALUE]... [ID...]\n"
	"       tk-assign [-nvq] --decline | --escalate up|side [-t WHO] -m WHY\n"
	"                 [-w WHEN] [-a FILE] [FIELD=VALUE]... [ID...]";

enum { ACCEPT = 256, DECLINE, TAKE, ESCALATE, HELPER };

static const struct option options[] = {
	CMD_LONG,
	{"auto", no_argument, NULL, 'A'},
	{"to", required_argument, NULL, 't'},
	{"by", required_argument, NULL, 'b'},
	{"when", required_argument, NULL, 'w'},
	{"message", required_argument, NULL, 'm'},
	{"attach", required_argument, NULL, 'a'},
	{"explain", no_argument, NULL, 'e'},
	{"dry-run", no_argument, NULL, 'n'},
	{"accept", no_argument, NULL, ACCEPT},
	{"decline", no_argument, NULL, DECLINE},
	{"take", no_argument, NULL, TAKE},
	{"escalate", required_argument, NULL, ESCALATE},
	{"helper", required_argument, NULL, HELPER},
	{NULL, 0, NULL, 0},
};

static void
choose(struct cmd *c, struct tk_change *change, int *chosen,
    enum tk_verb verb)
{
	if (*chosen)
		cmd_usage(c, "choose one of -A, -t, --accept, --decline, "
		    "--take, --escalate, --helper");
	change->verb = verb;
	*chosen = 1;
}

static enum tk_verb
direction(struct cmd *c, const char *word)
{
	if (strcmp(word, "up") == 0)
		return TK_DO_ESCALATE_UP;
	if (strcmp(word, "side") != 0)
		cmd_usage(c, "--escalate is up or side");
	return TK_DO_ESCALATE_SIDE;
}

int
main(int argc, char **argv)
{
	struct tk_change change = {.verb = TK_DO_ASSIGN};
	const char *text = NULL, *to = NULL;
	int opt, chosen = 0, automatic = 0;
	struct cmd c;

	cmd_begin(&c, "tk-assign", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "At:b:w:m:a:en",
	    options, NULL)) != -1)
		switch (opt) {
		case 'A':
			automatic = 1;
			choose(&c, &change, &chosen, TK_DO_ASSIGN);
			break;
		case 't':
			to = optarg;
			break;
		case 'b':
			change.by = optarg;
			break;
		case 'w':
			change.when = optarg;
			break;
		case 'm':
			text = optarg;
			break;
		case 'a':
			cmd_attach(&c, &change, optarg);
			break;
		case 'e':
			c.explain = change.dry_run = 1;
			break;
		case 'n':
			change.dry_run = 1;
			break;
		case ACCEPT:
			choose(&c, &change, &chosen, TK_DO_ACCEPT);
			break;
		case DECLINE:
			choose(&c, &change, &chosen, TK_DO_DECLINE);
			break;
		case TAKE:
			choose(&c, &change, &chosen, TK_DO_TAKE);
			break;
		case ESCALATE:
			choose(&c, &change, &chosen, direction(&c, optarg));
			break;
		case HELPER:
			choose(&c, &change, &chosen, TK_DO_HELPER);
			change.who = optarg;
			break;
		default:
			cmd_option(&c, opt);
		}
	if (!chosen && to == NULL)
		cmd_usage(&c, "say who: -t WHO, or -A for the rulebook");
	if (automatic && to != NULL)
		cmd_usage(&c, "-A chooses itself; leave out -t");
	if (to != NULL && chosen && change.verb != TK_DO_ESCALATE_UP &&
	    change.verb != TK_DO_ESCALATE_SIDE)
		cmd_usage(&c, "-t goes alone or with --escalate");
	if (to != NULL)
		change.who = to;
	argv += optind;
	cmd_open(&c, 1);
	if (text != NULL)
		cmd_text(&c, text, &change.text, &change.text_len);
	change.fields = (const char *const *)argv;
	change.nfields = (size_t)cmd_fields(argv);
	cmd_change(&c, &change, argv + change.nfields);
	return cmd_end(&c);
}
