#include "mailin.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/csv.h"
#include "winmail.h"

#define MAX_SECONDS 10		/* to read one message */

static const char *const statuses[STATUSES] = {"new", "reply", "dup", "auto",
    "spam", "kept"};

/* Rings once a second; too slow is a message after ten. */
static volatile sig_atomic_t seconds, slow;

static void
ring(int signal)
{
	(void)signal;
	slow = ++seconds > MAX_SECONDS;
}

/* ---- what is in a winmail.dat ---------------------------------------------- */

/* What was found in those of a message, until that is read. */
struct unpacked {
	struct unpacked *next;
	char hash[65];
	struct tk_arena arena;
	struct tk_mail_winmail found[TK_MAIL_MAX_PARTS];
	size_t count;
};

static void
forget(struct unpacked *u)
{
	if (u != NULL)
		tk_arena_free(&u->arena);
	free(u);
}

static int
read_raw(struct mailin *in, const struct tk_raw *raw, struct tk_message *m,
    struct tk_error *err)
{
	seconds = slow = 0;
	return tk_mail_read(in->reader, raw->data, raw->len, raw->escaped,
	    &slow, m, err);
}

/* Keeps what is in them for read_message, or -1. */
static int
unpack(void *data, const struct tk_raw *raw, struct tk_error *err)
{
	struct mailin *in = data;
	const char *tmp = cmd_env("TMPDIR");
	struct unpacked *u = NULL;
	struct timespec now;
	struct tk_message m;
	size_t i;

	clock_gettime(CLOCK_MONOTONIC, &now);
	tk_mail_winmails(in->reader, NULL, 0);
	if (read_raw(in, raw, &m, err) < 0)
		return -1;
	for (i = 0; i < m.nenclosures; i++) {
		if (!tk_mail_is_winmail(in->reader, i))
			continue;
		if (u == NULL && (u = calloc(1, sizeof *u)) == NULL)
			return tk_error_memory(err);
		/* too large is a warning already */
		if (m.enclosures[i].data != NULL && winmail_unpack(in->ytnef,
		    tmp == NULL ? "/tmp" : tmp, &m.enclosures[i],
		    m.first.text[0] == '\0', now.tv_sec + MAX_SECONDS,
		    &u->arena, &u->found[u->count], err) < 0) {
			forget(u);
			return -1;
		}
		u->count++;
	}
	if (u == NULL)
		return 0;
	memcpy(u->hash, raw->hash, sizeof u->hash - 1);
	u->next = in->unpacked;
	in->unpacked = u;
	return 0;
}

static struct unpacked *
take_unpacked(struct mailin *in, const char *hash)
{
	struct unpacked **p, *u;

	for (p = &in->unpacked; (u = *p) != NULL; p = &u->next)
		if (strcmp(u->hash, hash) == 0) {
			*p = u->next;
			return u;
		}
	return NULL;
}

/* ---- what the library asks and tells --------------------------------------- */

static int
read_message(void *data, const struct tk_raw *raw, struct tk_message *m,
    struct tk_error *err)
{
	struct mailin *in = data;

	forget(in->now);
	in->now = take_unpacked(in, raw->hash);
	tk_mail_winmails(in->reader, in->now == NULL ? NULL : in->now->found,
	    in->now == NULL ? 0 : in->now->count);
	if (read_raw(in, raw, m, err) < 0)
		return -1;
	tk_mail_digest(in->digest, m);
	m->digest = in->digest;
	return 0;
}

static void
problem(void *data, const char *place, enum tk_code code, const char *message)
{
	struct mailin *in = data;
	struct tk_error err;
	char *safe;

	if (code == TK_OK) {
		safe = tk_text_visible(message);
		fflush(stdout);
		fprintf(stderr, "tk-import: %s: warning: %s\n", place,
		    safe == NULL ? "" : safe);
		free(safe);
		if (in->strict)
			cmd_status(&in->cmd, TK_REFUSED);
		return;
	}
	snprintf(err.message, sizeof err.message, "%s: %.3000s; its raw message "
	    "is kept, and taken in again next time", place, message);
	err.code = TK_REFUSED;
	cmd_error(&in->cmd, &err);
}

/* Out of the Maildir, if it lay in one and that was asked for. */
static void
move_away(struct mailin *in, const char *path)
{
	const char *base = strrchr(path, '/');
	struct tk_error err = {.code = TK_BAD};
	char to[4096];

	if (in->move_to == NULL || base == NULL || base - path < 4 ||
	    (strncmp(base - 4, "/cur", 4) != 0 &&
	    strncmp(base - 4, "/new", 4) != 0))
		return;
	snprintf(to, sizeof to, "%s/cur", in->move_to);
	snprintf(to, sizeof to, "%s%s%s", in->move_to,
	    access(to, F_OK) == 0 ? "/cur" : "", base);
	if (renameat2(AT_FDCWD, path, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return;
	snprintf(err.message, sizeof err.message, "%.1500s: cannot move it to "
	    "\"%.1500s\": %s", path, to, strerror(errno));
	cmd_error(&in->cmd, &err);
}

static void
put_line(struct mailin *in, const struct tk_receipt *r)
{
	const char *const cells[] = {r->status, r->number, r->id, r->from,
	    r->hash};
	struct tk_buf *b = &in->line;
	size_t i;

	tk_buf_clear(b);
	for (i = 0; i < sizeof cells / sizeof *cells; i++) {
		if (i > 0)
			tk_buf_putc(b, ',');
		tk_csv_put(b, cells[i], strlen(cells[i]));
	}
	if (b->failed)
		cmd_status(&in->cmd, TK_BAD);
	else
		puts(b->data);
}

static void
done(void *data, const struct tk_receipt *r)
{
	struct mailin *in = data;
	char *subject;
	size_t i;

	in->in++;
	for (i = 0; i < STATUSES; i++)
		in->count[i] += strcmp(statuses[i], r->status) == 0;
	if (in->csv) {
		put_line(in, r);
	} else if (in->plan.dry_run) {
		subject = tk_text_visible(r->subject);
		printf("%-5s  %s  %s\n", r->status, r->from[0] != '\0' ?
		    r->from : "-", subject == NULL ? "" : subject);
		free(subject);
	} else if (strcmp(r->status, "new") == 0) {
		puts(r->number);
	}
	if (!in->plan.dry_run && !r->again && strcmp(r->status, "kept") != 0)
		move_away(in, r->place);
}

/* ---- mailboxes ------------------------------------------------------------- */

int
mailin_open(struct mailin *in)
{
	struct sigaction bell = {.sa_handler = ring, .sa_flags = SA_RESTART};
	struct itimerval second = {{1, 0}, {1, 0}};
	struct tk_error err;

	in->progress = isatty(STDERR_FILENO) && !in->cmd.quiet;
	in->plan.read = read_message;
	in->plan.unpack = in->tnef ? unpack : NULL;
	in->plan.done = done;
	in->plan.problem = problem;
	in->plan.data = in;
	in->ytnef = in->tnef ? winmail_program(cmd_env("PATH")) : NULL;
	if (in->tnef && in->ytnef == NULL) {
		tk_error_set(&err, TK_BAD, "--tnef: there is no program ytnef; "
		    "install it (Debian: ytnef-tools)");
		cmd_error(&in->cmd, &err);
		return -1;
	}
	sigaction(SIGALRM, &bell, NULL);
	setitimer(ITIMER_REAL, &second, NULL);
	if (tk_mail_reader_new(&in->reader, &err) < 0 || tk_intake_open(
	    &in->intake, in->cmd.session, &in->plan, &err) < 0) {
		cmd_error(&in->cmd, &err);
		tk_mail_reader_free(in->reader);
		free(in->ytnef);
		return -1;
	}
	if (in->csv)
		puts("status,ticket,message_id,from,raw");
	return 0;
}

static void
show_progress(struct mailin *in, const struct tk_mailbox *box, int end)
{
	uint64_t part, all;

	if (!in->progress || (!end && ++in->shown % 64 != 0))
		return;
	tk_mailbox_progress(box, &part, &all);
	if (end)
		fprintf(stderr, "\r\033[K");
	else if (all > 0)
		fprintf(stderr, "\r[%-20.*s] %3d%%  %lu messages\033[K",
		    (int)(20 * part / all), "####################",
		    (int)(100 * part / all), in->in);
	else
		fprintf(stderr, "\r%lu messages\033[K", in->in);
}

static int
take(struct mailin *in, const struct tk_mailbox_item *item,
    struct tk_error *err)
{
	struct tk_raw raw = {.data = item->data, .len = item->len,
	    .place = item->place, .escaped = item->escaped,
	    .truncated = item->truncated, .outside = item->outside};
	char hash[65], what[128];

	if (item->too_long) {
		snprintf(what, sizeof what, "more than %zu MB: only they are "
		    "taken in; see --max-message", in->max >> 20);
		problem(in, item->place, TK_OK, what);
	}
	tk_mail_hash(hash, item->data, item->len);
	raw.hash = hash;
	return tk_intake_add(in->intake, &raw, err);
}

int
mailin_take(struct mailin *in, const char *path)
{
	struct tk_mailbox_item item;
	struct tk_mailbox *box;
	struct tk_error err;
	int rc, fatal = 0;

	if (tk_mailbox_open(&box, path, in->format, in->max, &err) < 0) {
		cmd_error(&in->cmd, &err);
		return 0;
	}
	while ((rc = tk_mailbox_next(box, &item, &err)) > 0) {
		if (take(in, &item, &err) < 0) {
			rc = fatal = -1;
			break;
		}
		show_progress(in, box, 0);
	}
	show_progress(in, box, 1);
	if (rc < 0)
		cmd_error(&in->cmd, &err);
	tk_mailbox_close(box);
	return fatal;
}

static void
tell_counts(const struct mailin *in)
{
	size_t i;

	if (in->cmd.quiet)
		return;
	fprintf(stderr, "tk-import: in %lu =", in->in);
	for (i = 0; i < STATUSES; i++)
		fprintf(stderr, "%s %s %lu", i > 0 ? " +" : "", statuses[i],
		    in->count[i]);
	fputc('\n', stderr);
}

void
mailin_close(struct mailin *in)
{
	struct unpacked *u;
	struct tk_error err;

	if (tk_intake_close(in->intake, &err) < 0)
		cmd_error(&in->cmd, &err);
	tk_mail_reader_free(in->reader);
	for (forget(in->now); (u = in->unpacked) != NULL; forget(u))
		in->unpacked = u->next;
	tk_buf_free(&in->line);
	free(in->ytnef);
	tell_counts(in);
}
