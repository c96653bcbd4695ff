/* tk-import - makes tickets of complaints by mail, and rows of answers. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "mail/mail.h"
#include "cmd.h"

#define MAX_SECONDS 10			/* to read one message */
#define MAX_MESSAGE ((size_t)50 << 20)	/* bytes, unless --max-message */

static const char usage[] =
	"[-nvq] [-i mbox|eml|maildir] [-o csv] [--move-to DIR]\n"
	"       [--auto-mail=ticket] [--spam=ticket] [--no-subject-thread]\n"
	"       [--max-message MB] [--strict] [FILE]...";

enum { AUTO_MAIL = 256, SPAM, NO_SUBJECT, MOVE_TO, MAX, STRICT };

static const struct option options[] = {
	CMD_LONG,
	{"dry-run", no_argument, NULL, 'n'},
	{"input", required_argument, NULL, 'i'},
	{"output", required_argument, NULL, 'o'},
	{"auto-mail", required_argument, NULL, AUTO_MAIL},
	{"spam", required_argument, NULL, SPAM},
	{"no-subject-thread", no_argument, NULL, NO_SUBJECT},
	{"move-to", required_argument, NULL, MOVE_TO},
	{"max-message", required_argument, NULL, MAX},
	{"strict", no_argument, NULL, STRICT},
	{NULL, 0, NULL, 0},
};

static const char *const statuses[] = {"new", "reply", "dup", "auto", "spam",
    "kept"};
#define STATUSES (sizeof statuses / sizeof *statuses)

struct import {
	struct cmd cmd;
	struct tk_intake_plan plan;
	struct tk_intake *intake;
	struct tk_mail_reader *reader;
	enum tk_mailbox_format format;
	size_t max;
	const char *move_to;
	int csv, strict, progress;
	unsigned long count[STATUSES], in, shown;
	char digest[65];
};

/* Rings once a second; too slow is a message after ten. */
static volatile sig_atomic_t seconds, slow;

static void
ring(int signal)
{
	(void)signal;
	slow = ++seconds > MAX_SECONDS;
}

/* ---- what the library asks and tells ------------------------------------ */

static int
read_message(void *data, const struct tk_raw *raw, struct tk_message *m,
    struct tk_error *err)
{
	struct import *im = data;
	int rc;

	seconds = slow = 0;
	rc = tk_mail_read(im->reader, raw->data, raw->len, raw->escaped, &slow,
	    m, err);
	if (rc == 0) {
		tk_mail_digest(im->digest, m);
		m->digest = im->digest;
	}
	return rc;
}

static void
problem(void *data, const char *place, enum tk_code code, const char *message)
{
	struct import *im = data;
	struct tk_error err;
	char *safe;

	if (code == TK_OK) {
		safe = tk_text_visible(message);
		fflush(stdout);
		fprintf(stderr, "tk-import: %s: warning: %s\n", place,
		    safe == NULL ? "" : safe);
		free(safe);
		if (im->strict)
			cmd_status(&im->cmd, TK_REFUSED);
		return;
	}
	snprintf(err.message, sizeof err.message, "%s: %.3000s; its raw message "
	    "is kept, and taken in again next time", place, message);
	err.code = TK_REFUSED;
	cmd_error(&im->cmd, &err);
}

/* Out of the Maildir, if it lay in one and that was asked for. */
static void
move_away(struct import *im, const char *path)
{
	const char *base = strrchr(path, '/');
	struct tk_error err = {.code = TK_BAD};
	char to[4096];

	if (im->move_to == NULL || base == NULL || base - path < 4 ||
	    (strncmp(base - 4, "/cur", 4) != 0 &&
	    strncmp(base - 4, "/new", 4) != 0))
		return;
	snprintf(to, sizeof to, "%s/cur", im->move_to);
	snprintf(to, sizeof to, "%s%s%s", im->move_to,
	    access(to, F_OK) == 0 ? "/cur" : "", base);
	if (renameat2(AT_FDCWD, path, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return;
	snprintf(err.message, sizeof err.message, "%.1500s: cannot move it to "
	    "\"%.1500s\": %s", path, to, strerror(errno));
	cmd_error(&im->cmd, &err);
}

static void
put_csv(const char *s, char end)
{
	if (s[strcspn(s, ",\"\n")] == '\0') {
		printf("%s%c", s, end);
		return;
	}
	putchar('"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			putchar('"');
		putchar(*s);
	}
	printf("\"%c", end);
}

static void
done(void *data, const struct tk_receipt *r)
{
	struct import *im = data;
	char *subject;
	size_t i;

	im->in++;
	for (i = 0; i < STATUSES; i++)
		im->count[i] += strcmp(statuses[i], r->status) == 0;
	if (im->csv) {
		put_csv(r->status, ',');
		put_csv(r->number, ',');
		put_csv(r->id, ',');
		put_csv(r->from, ',');
		put_csv(r->hash, '\n');
	} else if (im->plan.dry_run) {
		subject = tk_text_visible(r->subject);
		printf("%-5s  %s  %s\n", r->status, r->from[0] != '\0' ?
		    r->from : "-", subject == NULL ? "" : subject);
		free(subject);
	} else if (strcmp(r->status, "new") == 0) {
		puts(r->number);
	}
	if (!im->plan.dry_run && !r->again && strcmp(r->status, "kept") != 0)
		move_away(im, r->place);
}

/* ---- mailboxes -------------------------------------------------------------- */

static void
show_progress(struct import *im, const struct tk_mailbox *box, int end)
{
	uint64_t part, all;

	if (!im->progress || (!end && ++im->shown % 64 != 0))
		return;
	tk_mailbox_progress(box, &part, &all);
	if (end)
		fprintf(stderr, "\r\033[K");
	else if (all > 0)
		fprintf(stderr, "\r[%-20.*s] %3d%%  %lu messages\033[K",
		    (int)(20 * part / all), "####################",
		    (int)(100 * part / all), im->in);
	else
		fprintf(stderr, "\r%lu messages\033[K", im->in);
}

static int
take(struct import *im, const struct tk_mailbox_item *item,
    struct tk_error *err)
{
	struct tk_raw raw = {.data = item->data, .len = item->len,
	    .place = item->place, .escaped = item->escaped,
	    .truncated = item->truncated, .outside = item->outside};
	char hash[65], what[128];

	if (item->too_long) {
		snprintf(what, sizeof what, "more than %zu MB: only they are "
		    "taken in; see --max-message", im->max >> 20);
		problem(im, item->place, TK_OK, what);
	}
	tk_mail_hash(hash, item->data, item->len);
	raw.hash = hash;
	return tk_intake_add(im->intake, &raw, err);
}

/* -1: nothing more is to be taken in. */
static int
import(struct import *im, const char *path)
{
	struct tk_mailbox_item item;
	struct tk_mailbox *box;
	struct tk_error err;
	int rc, fatal = 0;

	if (tk_mailbox_open(&box, path, im->format, im->max, &err) < 0) {
		cmd_error(&im->cmd, &err);
		return 0;
	}
	while ((rc = tk_mailbox_next(box, &item, &err)) > 0) {
		if (take(im, &item, &err) < 0) {
			rc = fatal = -1;
			break;
		}
		show_progress(im, box, 0);
	}
	show_progress(im, box, 1);
	if (rc < 0)
		cmd_error(&im->cmd, &err);
	tk_mailbox_close(box);
	return fatal;
}

static void
count(const struct import *im)
{
	size_t i;

	if (im->cmd.quiet)
		return;
	fprintf(stderr, "tk-import: in %lu =", im->in);
	for (i = 0; i < STATUSES; i++)
		fprintf(stderr, "%s %s %lu", i > 0 ? " +" : "", statuses[i],
		    im->count[i]);
	fputc('\n', stderr);
}

/* ---- options ------------------------------------------------------------------- */

static void
set_format(struct import *im, const char *name)
{
	static const char *const names[] = {"", "mbox", "eml", "maildir"};
	int i;

	for (i = TK_MAILBOX_MBOX; i <= TK_MAILBOX_MAILDIR; i++)
		if (strcmp(names[i], name) == 0)
			im->format = (enum tk_mailbox_format)i;
	if (im->format == TK_MAILBOX_ANY)
		cmd_usage(&im->cmd, "-i: lawful are mbox, eml, maildir");
}

static int
ticket_or_no(struct import *im, const char *option, const char *v)
{
	char why[128];

	if (strcmp(v, "ticket") == 0)
		return 1;
	if (strcmp(v, "no") == 0)
		return 0;
	snprintf(why, sizeof why, "%s: lawful are ticket, no", option);
	cmd_usage(&im->cmd, why);
}

static void
set_max(struct import *im, const char *v)
{
	char *end;
	unsigned long n = strtoul(v, &end, 10);

	if (*v < '0' || *v > '9' || *end != '\0' || n == 0 || n > 1024)
		cmd_usage(&im->cmd, "--max-message: say MB, 1 to 1024");
	im->max = (size_t)n << 20;
}

static void
set_option(struct import *im, int opt)
{
	switch (opt) {
	case 'n':
		im->plan.dry_run = 1;
		break;
	case 'i':
		set_format(im, optarg);
		break;
	case 'o':
		if (strcmp(optarg, "csv") != 0 && strcmp(optarg, "text") != 0)
			cmd_usage(&im->cmd, "-o: lawful are csv, text");
		im->csv = strcmp(optarg, "csv") == 0;
		break;
	case AUTO_MAIL:
		im->plan.auto_tickets = ticket_or_no(im, "--auto-mail",
		    optarg);
		break;
	case SPAM:
		im->plan.spam_tickets = ticket_or_no(im, "--spam", optarg);
		break;
	case NO_SUBJECT:
		im->plan.no_subjects = 1;
		break;
	case MOVE_TO:
		im->move_to = optarg;
		break;
	case MAX:
		set_max(im, optarg);
		break;
	case STRICT:
		im->strict = 1;
		break;
	default:
		cmd_option(&im->cmd, opt);
	}
}

int
main(int argc, char **argv)
{
	struct import im = {.max = MAX_MESSAGE,
	    .plan = {read_message, done, problem, &im, 0, 0, 0, 0}};
	struct sigaction bell = {.sa_handler = ring, .sa_flags = SA_RESTART};
	struct itimerval second = {{1, 0}, {1, 0}};
	struct tk_error err;
	int opt, i;

	cmd_begin(&im.cmd, "tk-import", usage);
	while ((opt = getopt_long(argc, argv, CMD_OPTIONS "ni:o:", options,
	    NULL)) != -1)
		set_option(&im, opt);
	if (optind == argc && isatty(STDIN_FILENO))
		cmd_usage(&im.cmd, "name a mailbox, or give one on stdin");
	cmd_open(&im.cmd, !im.plan.dry_run);
	im.progress = isatty(STDERR_FILENO) && !im.cmd.quiet;
	sigaction(SIGALRM, &bell, NULL);
	setitimer(ITIMER_REAL, &second, NULL);
	if (tk_mail_reader_new(&im.reader, &err) < 0 ||
	    tk_intake_open(&im.intake, im.cmd.session, &im.plan, &err) < 0) {
		cmd_error(&im.cmd, &err);
		tk_mail_reader_free(im.reader);
		return cmd_end(&im.cmd);
	}
	if (im.csv)
		puts("status,ticket,message_id,from,raw");
	if (optind == argc)
		import(&im, NULL);
	for (i = optind; i < argc; i++)
		if (import(&im, strcmp(argv[i], "-") == 0 ? NULL :
		    argv[i]) < 0)
			break;
	if (tk_intake_close(im.intake, &err) < 0)
		cmd_error(&im.cmd, &err);
	tk_mail_reader_free(im.reader);
	count(&im);
	return cmd_end(&im.cmd);
}
