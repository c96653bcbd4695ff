/* tk-report - figures over many tickets: what is late, how a week went. */
#include <getopt.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
	"[-qv] [-o text|csv|json|html|mail] [-j THREADS] [--now TIME] [--bom]\n"
	"                 [--unmask] [--mail-to ADDRESS]... [--if-any] [--if-workday]\n"
	"                 [--once FILE]\n"
	"                 overdue|daily|handover|digest [SELECTOR]...\n"
	"       tk-report [OPTION]... [--week WEEK | --month MONTH |\n"
	"                 --from TIME [--to TIME]] review|weekly|monthly|\n"
	"                 scorecard [--by WHAT] [SELECTOR]...\n"
	"       tk-report [OPTION]... records|sorting|assignments|progress|\n"
	"                 communication|archive|measures [SELECTOR]...";

enum { NOW = 256, WEEK, MONTH, BY, FROM, TO, BOM, UNMASK, MAIL_TO,
	IF_WORKDAY, IF_ANY, ONCE };

static const struct option options[] = {
	CMD_LONG,
	{"output", required_argument, NULL, 'o'},
	{"threads", required_argument, NULL, 'j'},
	{"now", required_argument, NULL, NOW},
	{"week", required_argument, NULL, WEEK},
	{"month", required_argument, NULL, MONTH},
	{"by", required_argument, NULL, BY},
	{"from", required_argument, NULL, FROM},
	{"to", required_argument, NULL, TO},
	{"bom", no_argument, NULL, BOM},
	{"unmask", no_argument, NULL, UNMASK},
	{"mail-to", required_argument, NULL, MAIL_TO},
	{"if-workday", no_argument, NULL, IF_WORKDAY},
	{"if-any", no_argument, NULL, IF_ANY},
	{"once", required_argument, NULL, ONCE},
	{NULL, 0, NULL, 0},
};

static enum tk_format
format(const struct cmd *c, const char *name)
{
	int format = tk_format_find(name);

	if (format < 0 || (format > TK_FORMAT_JSON &&
	    format != TK_FORMAT_HTML && format != TK_FORMAT_MAIL))
		cmd_usage(c, "-o is text, csv, json, html or mail");
	return (enum tk_format)format;
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

/* The file says what was reported last; it is written when all is out. */
static void
report_once(struct cmd *c, const char *name, struct tk_report *r,
    const char *file)
{
	char last[TK_STAMP_SIZE], stamp[TK_STAMP_SIZE] = "";
	struct tk_error err;

	if (tk_stamp_read(file, last, &err) < 0) {
		cmd_error(c, &err);
		return;
	}
	r->last = last;
	r->stamp = stamp;
	report(c, name, r);
	r->last = NULL;		/* they end here */
	r->stamp = NULL;
	if (stamp[0] != '\0' && c->status == 0 && fflush(stdout) == 0 &&
	    !ferror(stdout) && tk_stamp_write(file, stamp, &err) < 0)
		cmd_error(c, &err);
}

int
main(int argc, char **argv)
{
	struct tk_report r = {.query = {.format = TK_FORMAT_TEXT}};
	const char **to = calloc((size_t)argc, sizeof *to);
	const char *once = NULL;
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
			r.query.threads = cmd_threads(&c, optarg);
			break;
		case NOW:
			r.now = optarg;
			break;
		case WEEK:
			r.week = optarg;
			break;
		case MONTH:
			r.month = optarg;
			break;
		case BY:
			r.by = optarg;
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
		case MAIL_TO:
			if (to != NULL)
				to[r.nmail_to++] = optarg;
			break;
		case IF_WORKDAY:
			r.workday = 1;
			break;
		case IF_ANY:
			r.any = 1;
			break;
		case ONCE:
			once = optarg;
			break;
		default:
			cmd_option(&c, opt);
		}
	if (optind == argc)
		cmd_usage(&c, "name a report");
	if (r.nmail_to > 0 && r.query.format != TK_FORMAT_MAIL)
		cmd_usage(&c, "--mail-to is for -o mail");
	r.mail_to = to;
	r.query.selectors = (const char *const *)(argv + optind + 1);
	r.query.nselectors = (size_t)(argc - optind - 1);
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ,
	    &size) == 0)
		r.query.columns = size.ws_col;
	cmd_open(&c, 0);
	if (once == NULL)
		report(&c, argv[optind], &r);
	else
		report_once(&c, argv[optind], &r, once);
	free(to);
	return cmd_end(&c);
}
