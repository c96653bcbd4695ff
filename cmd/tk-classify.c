/* tk-classify - sorts tickets by category and priority, by rule or hand. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"

static const char usage[] =
	"[-envq] [-c CATEGORY] [-p PRIORITY] [-w WHEN]\n"
	"                   [FIELD=VALUE]... [ID...]\n"
	"       tk-classify [-e] -m TEXT\n"
	"       tk-classify --eval FILE";

static const struct option options[] = {
	CMD_LONG,
	{"category", required_argument, NULL, 'c'},
	{"priority", required_argument, NULL, 'p'},
	{"explain", no_argument, NULL, 'e'},
	{"dry-run", no_argument, NULL, 'n'},
	{"message", required_argument, NULL, 'm'},
	{"when", required_argument, NULL, 'w'},
	{"eval", required_argument, NULL, 'E'},
	{NULL, 0, NULL, 0},
};

/* Judges words that are no ticket. */
static void
judge(struct cmd *c, const char *arg)
{
	struct tk_judgement j = {0};
	struct tk_error err;
	const char *text;
	size_t len, i;

	cmd_text(c, arg, &text, &len);
	if (tk_session_judge(c->session, text, len, &j, &err) < 0) {
		cmd_error(c, &err);
		tk_judgement_free(&j);
		return;
	}
	printf("%s %s\n", j.category == NULL ? "unclear" : j.category,
	    j.category == NULL ? j.ask : j.priority == NULL ? "" : j.priority);
	if (c->explain)
		printf("%s\n", j.why);
	for (i = 0; c->explain && i < j.nhits; i++)
		printf("  %s %s %s %g \"%s\"%s%s%s\n", j.hits[i].id,
		    j.hits[i].category, j.hits[i].priority == NULL ? "-" :
		    j.hits[i].priority, j.hits[i].weight, j.hits[i].words,
		    j.hits[i].veto == NULL ? "" : " vetoed by \"",
		    j.hits[i].veto == NULL ? "" : j.hits[i].veto,
		    j.hits[i].veto == NULL ? "" : "\"");
	tk_judgement_free(&j);
}

static void
eval(struct cmd *c, const char *path)
{
	struct tk_error err;
	char *csv, *report;
	size_t len;

	csv = cmd_read(c, path, &len);
	if (csv == NULL)
		return;
	if (tk_session_eval(c->session, path, csv, len, &report, &err) < 0) {
		cmd_error(c, &err);
	} else {
		fputs(report, stdout);
		free(report);
	}
	free(csv);
}

int
main(int argc, char **argv)
{
	struct tk_change change = {.verb = TK_DO_CLASSIFY};
	const char *text = NULL, *file = NULL;
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-classify", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "c:p:enm:w:",
	    options, NULL)) != -1)
		switch (opt) {
		case 'c':
			change.category = optarg;
			break;
		case 'p':
			change.priority = optarg;
			break;
		case 'e':
			c.explain = change.dry_run = 1;
			break;
		case 'n':
			change.dry_run = 1;
			break;
		case 'm':
			text = optarg;
			break;
		case 'w':
			change.when = optarg;
			break;
		case 'E':
			file = optarg;
			break;
		default:
			cmd_option(&c, opt);
		}
	argv += optind;
	cmd_open(&c, text == NULL && file == NULL);
	if (text != NULL || file != NULL) {
		if (*argv != NULL || (text != NULL && file != NULL))
			cmd_usage(&c, "-m and --eval take no tickets");
		if (change.category != NULL || change.priority != NULL)
			cmd_usage(&c, "-m and --eval judge words; -c and -p "
			    "are for tickets");
		if (text != NULL)
			judge(&c, text);
		else
			eval(&c, file);
		return cmd_end(&c);
	}
	change.fields = (const char *const *)argv;
	change.nfields = (size_t)cmd_fields(argv);
	cmd_change(&c, &change, argv + change.nfields);
	return cmd_end(&c);
}
