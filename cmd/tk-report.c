/* tk-report - figures over many tickets: what is late, how a week went. */
#include <getopt.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
	"[-qv] [-o text|csv|json] [-j THREADS] [--now TIME] [--bom]\n"
	"                 [--unmask] overdue [SELECTOR]...\n"
	"       tk-report [OPTION]... [--week WEEK | --from TIME [--to TIME]]\n"
	"                 weekly [SELECTOR]...";

enum { NOW = 256, WEEK, FROM, TO, BOM, UNMASK };

static const struct option options[] = {
	CMD_LONG,
	{"output", required_argument, NULL, 'o'},
	{"threads", required_argument, NULL, 'j'},
	{"now", required_argument, NULL, NOW},
	{"week", required_argument, NULL, WEEK},
	{"from", required_argument, NULL, FROM},
	{"to", required_argument, NULL, TO},
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

static unsigned
threads(const struct cmd *c, const char *arg)
{
	char *end;
	long n = strtol(arg, &end, 10);

	if (*end != '\0' || n < 1 || n > 64)
		cmd_usage(c, "-j is a number of threads, 1 to 64");
	return (unsigned)n;
}

static void
report(struct cmd *c, const char *name, const struct tk_report *r)
{
	struct tk_error err, fault;
	size_t len;
	char *text;

	if (tk_report_make(c->session, name, r, &text, &len, &fault,
	    &err) < 0) {
		cmd_error(c, &err);
		return;
	}
	fwrite(text, 1, len, stdout);
	free(text);
	if (fault.code != TK_OK)
		cmd_error(c, &fault);
}

int
main(int argc, char **argv)
{
	struct tk_report r = {.query = {.format = TK_FORMAT_TEXT}};
	struct winsize size;
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-report", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "o:j:", options,
	    NULL)) != -1)
		switch (opt) {
		case 'o':
			r.query.format = format(&c, optarg);
			break;
		case 'j':
			r.query.threads = threads(&c, optarg);
			break;
		case NOW:
			r.now = optarg;
			break;
		case WEEK:
			r.week = optarg;
			break;
		case FROM:
			r.from = optarg;
			break;
		case TO:
			r.to = optarg;
			break;
		case BOM:
			r.query.bom = 1;
			break;
		case UNMASK:
			r.query.unmask = 1;
			break;
		default:
			cmd_option(&c, opt);
		}
	if (optind == argc)
		cmd_usage(&c, "name a report: overdue or weekly");
	r.query.selectors = (const char *const *)(argv + optind + 1);
	r.query.nselectors = (size_t)(argc - optind - 1);
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ,
	    &size) == 0)
		r.query.columns = size.ws_col;
	cmd_open(&c, 0);
	report(&c, argv[optind], &r);
	return cmd_end(&c);
}
