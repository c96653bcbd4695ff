/* tk-check - says what is wrong with a store, what it lost since a backup, or
 * what is wrong with a new rulebook. */
#include <getopt.h>
#include <stdlib.h>

#include "cmd.h"

static const char usage[] =
	"[-rvq] [-s STORE]\n"
	"       tk-check [-vq] [-s STORE] --against BACKUP\n"
	"       tk-check [-vq] [-s STORE] --rules FOLDER [--install]";

enum { RULES = 256, INSTALL, AGAINST };

static const struct option options[] = {
	CMD_LONG,
	{"repair", no_argument, NULL, 'r'},
	{"rules", required_argument, NULL, RULES},
	{"install", no_argument, NULL, INSTALL},
	{"against", required_argument, NULL, AGAINST},
	{NULL, 0, NULL, 0},
};

static void
on_line(void *data, const char *line)
{
	struct cmd *c = data;
	char *safe;

	if (c->quiet)
		return;
	safe = tk_text_visible(line);
	if (safe != NULL)
		puts(safe);
	free(safe);
}

static void
on_fault(void *data, const char *line)
{
	struct cmd *c = data;

	on_line(c, line);
	if (c->status == TK_OK)
		c->status = TK_REFUSED;
}

static void
on_failure(void *data, const struct tk_error *err)
{
	cmd_error(data, err);
}

static void
check_store(struct cmd *c, struct tk_check *check)
{
	struct tk_error err;

	if (tk_session_check(c->session, check, &err) < 0)
		cmd_error(c, &err);
	if (c->verbose)
		printf("# checked: tickets %zu open, %zu closed, %zu archived; "
		    "rows %zu; attachments %zu; keys in ref/ %zu; messages "
		    "%zu\n", check->open, check->closed, check->archived,
		    check->rows, check->files, check->claims,
		    check->messages);
}

static void
compare(struct cmd *c, struct tk_check *check, const char *backup)
{
	struct tk_error err;
	int rc = tk_session_against(c->session, backup, check, &err);

	if (rc < 0)
		cmd_error(c, &err);
	if (rc == 0 && c->verbose)
		printf("# compared: tickets %zu open, %zu closed, %zu "
		    "archived; attachments %zu; claims %zu; messages %zu; "
		    "days of numbers %zu\n", check->open, check->closed,
		    check->archived, check->files, check->claims,
		    check->messages, check->days);
}

static void
try_rules(struct cmd *c, struct tk_check *check, const char *rules,
    int install)
{
	struct tk_error err;
	char kept[64];
	int rc;

	rc = tk_session_try_rules(c->session, rules, check, install ? kept :
	    NULL, &err);
	if (rc < 0)
		cmd_error(c, &err);
	if (rc == 0 && install && !c->quiet)
		printf("# installed; the rules until now are kept in %s/\n",
		    kept);
	if (rc == 0 && c->verbose)
		printf("# checked: the tables; open tickets %zu\n",
		    check->open);
}

int
main(int argc, char **argv)
{
	struct cmd c;
	struct tk_check check = {.fault = on_fault, .mended = on_line,
	    .advice = on_line, .changed = on_line, .failed = on_failure,
	    .data = &c};
	const char *rules = NULL, *backup = NULL;
	int opt, install = 0;

	cmd_begin(&c, "tk-check", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "r", options,
	    NULL)) != -1)
		switch (opt) {
		case 'r':
			check.repair = 1;
			break;
		case RULES:
			rules = optarg;
			break;
		case INSTALL:
			install = 1;
			break;
		case AGAINST:
			backup = optarg;
			break;
		default:
			cmd_option(&c, opt);
		}
	if (argv[optind] != NULL)
		cmd_usage(&c, "no operands; the store is named with -s");
	if (install && rules == NULL)
		cmd_usage(&c, "--install goes with --rules FOLDER");
	if (rules != NULL && check.repair)
		cmd_usage(&c, "-r mends a store; leave it out with --rules");
	if (backup != NULL && (rules != NULL || check.repair))
		cmd_usage(&c, "--against only compares; leave out -r and "
		    "--rules");
	check.notes = c.verbose;
	cmd_open(&c, check.repair || install);
	if (backup != NULL)
		compare(&c, &check, backup);
	else if (rules == NULL)
		check_store(&c, &check);
	else
		try_rules(&c, &check, rules, install);
	return cmd_end(&c);
}
