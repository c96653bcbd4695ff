/* tk-list - lists tickets, what is due first. */
#include <getopt.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
	"[-qv] [-o text|csv|json] [-j THREADS] [--sort KEY] [--reverse]\n"
	"               [--bom] [--unmask] [SELECTOR]...";

enum { SORT = 256, REVERSE, BOM, UNMASK };

static const struct option options[] = {
	CMD_LONG,
	{"output", required_argument, NULL, 'o'},
	{"threads", required_argument, NULL, 'j'},
	{"sort", required_argument, NULL, SORT},
	{"reverse", no_argument, NULL, REVERSE},
	{"bom", no_argument, NULL, BOM},
	{"unmask", no_argument, NULL, UNMASK},
	{NULL, 0, NULL, 0},
};

static enum tk_format
format(const struct cmd *c, const char *name)
{
	int format = tk_format_find(name);

	if (format < 0 || format > TK_FORMAT_JSON)
		cmd_usage(c, "-o is text, csv or json");
	return (enum tk_format)format;
}

/* What the terminal is like, if there is one. */
static void
look(struct tk_query *q)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return;
	q->color = getenv("NO_COLOR") == NULL;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		q->columns = size.ws_col;
}

static void
list(struct cmd *c, const struct tk_query *q)
{
	struct tk_error err, fault;
	struct tk_list *tickets;
	const char *text;
	size_t len;
	int rc;

	if (tk_list_open(&tickets, c->session, q, &fault, &err) < 0) {
		cmd_error(c, &err);
		return;
	}
	while ((rc = tk_list_next(tickets, &text, &len, &err)) > 0)
		fwrite(text, 1, len, stdout);
	if (rc < 0)
		cmd_error(c, &err);
	if (fault.code != TK_OK)
		cmd_error(c, &fault);
	tk_list_close(tickets);
}

int
main(int argc, char **argv)
{
	struct tk_query q = {.format = TK_FORMAT_TEXT};
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-list", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "o:j:", options,
	    NULL)) != -1)
		switch (opt) {
		case 'o':
			q.format = format(&c, optarg);
			break;
		case 'j':
			q.threads = cmd_threads(&c, optarg);
			break;
		case SORT:
			q.sort = optarg;
			break;
		case REVERSE:
			q.reverse = 1;
			break;
		case BOM:
			q.bom = 1;
			break;
		case UNMASK:
			q.unmask = 1;
			break;
		default:
			cmd_option(&c, opt);
		}
	q.selectors = (const char *const *)(argv + optind);
	q.nselectors = (size_t)(argc - optind);
	look(&q);
	cmd_open(&c, 0);
	list(&c, &q);
	return cmd_end(&c);
}
