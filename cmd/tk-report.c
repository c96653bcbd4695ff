/* tk-report - figures over many tickets: what is late, how a week went. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
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
	"                 communication|archive|measures [SELECTOR]...\n"
	"       tk-report [OPTION]... --partial REPORT [SELECTOR]...\n"
	"       tk-report [OPTION]... --merge [--partial] REPORT FILE|-...";

enum { NOW = 256, WEEK, MONTH, BY, FROM, TO, BOM, UNMASK, MAIL_TO,
	IF_WORKDAY, IF_ANY, ONCE, PARTIAL, MERGE };

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
	{"partial", no_argument, NULL, PARTIAL},
	{"merge", no_argument, NULL, MERGE},
	{NULL, 0, NULL, 0},
};

/* Options whose argument the library reads. */
static int
take_word(struct tk_report *r, int opt)
{
	const char **word = opt == NOW ? &r->now : opt == WEEK ? &r->week :
	    opt == MONTH ? &r->month : opt == BY ? &r->by :
	    opt == FROM ? &r->from : opt == TO ? &r->to : NULL;

	if (word != NULL)
		*word = optarg;
	return word != NULL;
}

static int
take_flag(struct tk_report *r, int opt)
{
	int *flag = opt == BOM ? &r->query.bom : opt == UNMASK ?
	    &r->query.unmask : opt == IF_WORKDAY ? &r->workday :
	    opt == IF_ANY ? &r->any : opt == PARTIAL ? &r->partial : NULL;

	if (flag != NULL)
		*flag = 1;
	return flag != NULL;
}

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
	char stamp[TK_STAMP_SIZE] = "";
	struct tk_stamp last;
	struct tk_error err;

	if (tk_stamp_open(&last, file, &err) < 0) {
		cmd_error(c, &err);
		return;
	}
	r->last = last.last;
	r->stamp = stamp;
	report(c, name, r);
	r->last = NULL;		/* they end here */
	r->stamp = NULL;
	if (stamp[0] != '\0' && c->status == 0 && fflush(stdout) == 0 &&
	    !ferror(stdout) && tk_stamp_write(&last, stamp, &err) < 0)
		cmd_error(c, &err);
	tk_stamp_close(&last);
}

/* Files of --merge, of which one at a time is in memory. */
struct files {
	struct cmd *c;
	char **name;
	char *text;
};

static int
next_file(void *data, const char **name, const char **text, size_t *len,
    struct tk_error *err)
{
	struct files *f = data;

	free(f->text);
	f->text = NULL;
	if (*f->name == NULL)
		return 0;
	*name = strcmp(*f->name, "-") == 0 ? "standard input" : *f->name;
	*text = f->text = cmd_read(f->c, *f->name++, len);
	if (f->text != NULL)
		return 1;
	*err = (struct tk_error){TK_BAD, 0, "nothing is reported: a part "
	    "would be missing"};
	return -1;
}

__attribute__((noreturn)) static void
name_a_report(const struct cmd *c)
{
	char why[512] = "name a report: ";
	const char *name;
	size_t n, i;

	for (i = 0; (name = tk_report_name(i)) != NULL; i++) {
		n = strlen(why);
		snprintf(why + n, sizeof why - n, "%s%s", i > 0 ? ", " : "",
		    name);
	}
	cmd_usage(c, why);
}

int
main(int argc, char **argv)
{
	struct tk_report r = {.query = {.format = TK_FORMAT_TEXT}};
	const char **to = calloc((size_t)argc, sizeof *to);
	const char *once = NULL;
	struct files files = {0};
	struct winsize size;
	struct cmd c;
	int opt;

	cmd_begin(&c, "tk-report", usage);
	if (to == NULL)
		cmd_usage(&c, "out of memory");
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "o:j:", options,
	    NULL)) != -1)
		if (opt == 'o')
			r.query.format = format(&c, optarg);
		else if (opt == 'j')
			r.query.threads = cmd_threads(&c, optarg);
		else if (opt == MAIL_TO)
			to[r.nmail_to++] = optarg;
		else if (opt == ONCE)
			once = optarg;
		else if (opt == MERGE)
			r.merge = next_file;
		else if (!take_word(&r, opt) && !take_flag(&r, opt))
			cmd_option(&c, opt);
	if (optind == argc) {
		free(to);
		name_a_report(&c);
	}
	if (r.nmail_to > 0 && r.query.format != TK_FORMAT_MAIL)
		cmd_usage(&c, "--mail-to is for -o mail");
	r.mail_to = to;
	if (r.merge == NULL) {
		r.query.selectors = (const char *const *)(argv + optind + 1);
		r.query.nselectors = (size_t)(argc - optind - 1);
	} else if (optind + 1 == argc) {
		cmd_usage(&c, "--merge: name the files, or - for standard "
		    "input");
	}
	files = (struct files){&c, argv + optind + 1, NULL};
	r.data = &files;
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ,
	    &size) == 0)
		r.query.columns = size.ws_col;
	cmd_open(&c, 0);
	if (once == NULL)
		report(&c, argv[optind], &r);
	else
		report_once(&c, argv[optind], &r, once);
	free(files.text);
	free(to);
	return cmd_end(&c);
}
