/* tk-show - shows tickets in full, and what can be done next. */
#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd.h"

static const char usage[] =
    "[-qv] [-o text|form|clocks|csv|json|mail|mbox|html|postmortem|\n"
    "                   postmortem-html] [ID...]";

static const struct option options[] = {
	CMD_LONG,
	{"output", required_argument, NULL, 'o'},
	{NULL, 0, NULL, 0},
};

static struct tk_show *show;

static enum tk_format
format(const struct cmd *c, const char *name)
{
	int format = tk_format_find(name);

	if (format < 0)
		cmd_usage(c, "-o is text, form, clocks, csv, json, mail, "
		    "mbox, html, postmortem or postmortem-html");
	return (enum tk_format)format;
}

static void
each(struct cmd *c, const char *word)
{
	struct tk_error err;
	const char *text;
	size_t len;

	if (tk_show_ticket(show, word, &text, &len, &err) < 0)
		cmd_error(c, &err);
	else
		fwrite(text, 1, len, stdout);
}

int
main(int argc, char **argv)
{
	struct tk_query q = {.format = TK_FORMAT_TEXT};
	struct tk_error err, fault;
	const char *text;
	struct cmd c;
	size_t len;
	int opt;

	cmd_begin(&c, "tk-show", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "o:", options,
	    NULL)) != -1)
		if (opt == 'o')
			q.format = format(&c, optarg);
		else
			cmd_option(&c, opt);
	/* one message after another must be told apart */
	if (q.format == TK_FORMAT_MAIL && argc - optind != 1)
		q.format = TK_FORMAT_MBOX;
	q.color = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
	cmd_open(&c, 0);
	if (tk_show_open(&show, c.session, &q, &fault, &err) < 0) {
		cmd_error(&c, &err);
		return cmd_end(&c);
	}
	cmd_each(&c, argv + optind, each, NULL);
	if (tk_show_end(show, &text, &len, &err) < 0)
		cmd_error(&c, &err);
	else
		fwrite(text, 1, len, stdout);
	if (fault.code != TK_OK)
		cmd_error(&c, &fault);
	tk_show_close(show);
	return cmd_end(&c);
}
