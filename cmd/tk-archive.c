/* tk-archive - packs closed tickets of past months, one file a month. */
#include <getopt.h>
#include <stdlib.h>

#include "cmd.h"

static const char usage[] =
	"[-nvq] [-j THREADS] [-b TIME] [-s STORE]\n"
	"       tk-archive --restore [-vq] [-s STORE] [ID...]";

enum { RESTORE = 256 };

static const struct option options[] = {
	CMD_LONG,
	{"before", required_argument, NULL, 'b'},
	{"dry-run", no_argument, NULL, 'n'},
	{"threads", required_argument, NULL, 'j'},
	{"restore", no_argument, NULL, RESTORE},
	{NULL, 0, NULL, 0},
};

static void
on_packed(void *data, const char *number)
{
	const struct cmd *c = data;

	if (!c->quiet)
		puts(number);
}

static void
on_month(void *data, const char *line)
{
	const struct cmd *c = data;

	fflush(stdout);
	if (c->verbose)
		fprintf(stderr, "%s: %s\n", c->name, line);
}

static void
pack(struct cmd *c, struct tk_archive *order)
{
	struct tk_error err;

	if (tk_session_archive(c->session, order, &err) < 0)
		cmd_error(c, &err);
	if (order->left == 0)
		return;
	cmd_warn(c, "damaged tickets that stay in closed/: %zu; 'tk-check' "
	    "names them, 'tk-check -r' mends them", order->left);
	cmd_status(c, TK_REFUSED);
}

static void
restore(struct cmd *c, const char *word)
{
	char number[TK_NUMBER_SIZE];
	struct tk_error err;
	int rc = tk_session_restore(c->session, word, number, &err);

	if (rc < 0)
		cmd_error(c, &err);
	else if (rc == 0 && c->verbose)
		cmd_warn(c, "%s: it is not archived, or live again", number);
	if (rc >= 0 && !c->quiet)
		puts(number);
}

int
main(int argc, char **argv)
{
	struct cmd c;
	struct tk_archive order = {.packed = on_packed, .month = on_month,
	    .data = &c};
	int opt, back = 0;

	cmd_begin(&c, "tk-archive", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "b:nj:", options,
	    NULL)) != -1)
		switch (opt) {
		case 'b':
			order.before = optarg;
			break;
		case 'n':
			order.dry_run = 1;
			break;
		case 'j':
			order.threads = cmd_threads(&c, optarg);
			break;
		case RESTORE:
			back = 1;
			break;
		default:
			cmd_option(&c, opt);
		}
	if (back && (order.before != NULL || order.dry_run))
		cmd_usage(&c, "--restore takes ID..., neither -b nor -n");
	if (!back && argv[optind] != NULL)
		cmd_usage(&c, "whole months are packed; an ID goes with "
		    "--restore");
	cmd_open(&c, 1);
	if (back)
		cmd_each(&c, argv + optind, restore, NULL);
	else
		pack(&c, &order);
	return cmd_end(&c);
}
