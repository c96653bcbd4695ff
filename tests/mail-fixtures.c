/*
 * mail-fixtures.c - what is read of the mails in tests/mails, compared with
 * what stands beside them; the README there says how that is written.
 * Usage: mail-fixtures [-p] [FILE]...  (-p prints what is read)
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mail/mail.h"

#define SHOWN 2000	/* bytes of a file that are shown if it is text */

static int tests, failed;

/* ---- what is read, as it is written there ------------------------------------- */

/* A text with each line behind "| ". */
static void
put_lines(struct tk_buf *to, const char *s, size_t len)
{
	size_t i;
	int begun = 0;

	for (i = 0; i < len; i++) {
		if (!begun)
			tk_buf_puts(to, s[i] == '\n' ? "|" : "| ");
		begun = s[i] != '\n';
		if (s[i] == '\\')
			tk_buf_puts(to, "\\\\");
		else if (s[i] == '\t')
			tk_buf_puts(to, "\\t");
		else
			tk_buf_putc(to, s[i]);
	}
	if (begun)
		tk_buf_putc(to, '\n');
	else if (len > 0)
		tk_buf_puts(to, "|\n");
}

static void
put_text(struct tk_buf *to, const char *head, const char *s)
{
	if (*s == '\0')
		return;
	tk_buf_printf(to, "%s\n", head);
	put_lines(to, s, strlen(s));
}

static void
put_address(struct tk_buf *to, const char *head, const struct tk_address *a)
{
	if (*a->name == '\0' && *a->address == '\0')
		return;
	tk_buf_printf(to, "%s = %s%s<%s>\n", head, a->name,
	    *a->name == '\0' ? "" : " ", a->address);
}

static void
put_time(struct tk_buf *to, const char *head, int64_t at)
{
	time_t t = (time_t)at;
	char s[32];
	struct tm tm;

	if (at == TK_UNSET)
		return;
	gmtime_r(&t, &tm);
	strftime(s, sizeof s, "%Y-%m-%dT%H:%M:%SZ", &tm);
	tk_buf_printf(to, "%s = %s\n", head, s);
}

static void
put_traits(struct tk_buf *to, unsigned traits)
{
	static const char *const names[] = {"auto", "list", "spam", "answer",
	    "forward", "no-subject", "malformed", "truncated"};
	const char *gap = "traits = ";
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		if ((traits & 1u << i) == 0)
			continue;
		tk_buf_printf(to, "%s%s", gap, names[i]);
		gap = " ";
	}
	if (traits != 0)
		tk_buf_putc(to, '\n');
}

static void
put_file(struct tk_buf *to, const struct tk_enclosure *e)
{
	char hex[65];

	tk_buf_printf(to, "file %s\n", e->name);
	if (e->data == NULL) {
		tk_buf_puts(to, "left out\n");
	} else if (e->len <= SHOWN && tk_text_valid(e->data, e->len, NULL)) {
		put_lines(to, e->data, e->len);
	} else {
		tk_mail_hash(hex, e->data, e->len);
		tk_buf_printf(to, "%zu bytes, sha256 %s\n", e->len, hex);
	}
}

static void
put_message(struct tk_buf *to, const struct tk_message *m)
{
	size_t i;

	tk_buf_printf(to, "subject = %s\n", m->subject);
	if (strcmp(m->topic, m->subject) != 0)
		tk_buf_printf(to, "topic = %s\n", m->topic);
	put_address(to, "from", &m->from);
	put_address(to, "reply-to", &m->reply_to);
	for (i = 0; i < m->nothers; i++)
		put_address(to, "to", &m->others[i]);
	if (*m->id != '\0')
		tk_buf_printf(to, "id = %s\n", m->id);
	for (i = 0; i < m->nreferences; i++)
		tk_buf_printf(to, "refers = %s\n", m->references[i]);
	put_time(to, "date", m->date);
	put_time(to, "received", m->received);
	put_traits(to, m->traits);
	if (*m->why != '\0')
		tk_buf_printf(to, "why = %s\n", m->why);
	put_address(to, "forwarded", &m->forwarded);
	if (*m->declared != '\0' || (*m->charset != '\0' &&
	    strcmp(m->charset, "UTF-8") != 0))
		tk_buf_printf(to, "charset = %s: %s\n",
		    *m->declared == '\0' ? "-" : m->declared, m->charset);
	if (m->bad > 0)
		tk_buf_printf(to, "bad = %u\n", m->bad);
	put_text(to, "text", m->first.text);
	put_text(to, "signature", m->first.signature);
	if (strcmp(m->reply.text, m->first.text) != 0)
		put_text(to, "answer", m->reply.text);
	if (strcmp(m->reply.signature, m->first.signature) != 0)
		put_text(to, "signature of the answer", m->reply.signature);
	put_text(to, "quoted", m->reply.quoted);
	for (i = 0; i < m->nenclosures; i++)
		put_file(to, &m->enclosures[i]);
	for (i = 0; i < m->nwarnings; i++)
		tk_buf_printf(to, "warning = %s\n", m->warnings[i]);
}

/* "#2 (byte 918221)" behind the name of the file, as "#2 byte 918221". */
static void
put_place(struct tk_buf *to, const struct tk_mailbox_item *item,
    const char *file)
{
	const char *s = item->place + strlen(file);

	tk_buf_puts(to, "== ");
	if (item->outside)
		tk_buf_puts(to, "outside");
	for (s += *s == ':'; *s != '\0'; s++)
		if (*s != '(' && *s != ')' && (*s != ' ' || s[1] == '('))
			tk_buf_putc(to, *s);
		else if (*s == ' ')
			tk_buf_putc(to, ' ');
	if (item->escaped)
		tk_buf_puts(to, " escaped");
	if (item->truncated)
		tk_buf_puts(to, " truncated");
	tk_buf_putc(to, '\n');
}

/* ---- files --------------------------------------------------------------------- */

static int
is_mbox(const char *path)
{
	return strcmp(path + strlen(path) - 5, ".mbox") == 0;
}

static int
read_all(struct tk_buf *to, const char *path, struct tk_mail_reader *reader,
    struct tk_error *err)
{
	struct tk_mailbox_item item;
	struct tk_mailbox *box;
	struct tk_message m;
	int rc, mbox = is_mbox(path);

	if (tk_mailbox_open(&box, path, mbox ? TK_MAILBOX_MBOX :
	    TK_MAILBOX_EML, 1 << 20, err) < 0)
		return -1;
	while ((rc = tk_mailbox_next(box, &item, err)) > 0) {
		if (mbox)
			put_place(to, &item, path);
		if (item.outside) {
			tk_buf_printf(to, "%zu bytes\n", item.len);
			continue;
		}
		rc = tk_mail_read(reader, item.data, item.len, item.escaped,
		    NULL, &m, err);
		if (rc < 0)
			break;
		put_message(to, &m);
	}
	tk_mailbox_close(box);
	return rc < 0 || tk_buf_check(to, err) < 0 ? -1 : 0;
}

static void
read_file(struct tk_buf *to, const char *path)
{
	char block[4096];
	size_t n;
	FILE *f = fopen(path, "r");

	tk_buf_puts(to, "");
	while (f != NULL && (n = fread(block, 1, sizeof block, f)) > 0)
		tk_buf_add(to, block, n);
	if (f != NULL)
		fclose(f);
	else
		tk_buf_printf(to, "%s: missing\n", path);
}

/* The lines that differ, from the first one on: not all of a long file. */
static void
tell(const char *what, const char *s, const char *other)
{
	size_t same = 0, n;
	int lines = 0;

	while (s[same] != '\0' && s[same] == other[same])
		same++;
	while (same > 0 && s[same - 1] != '\n')
		same--;
	for (s += same; *s != '\0' && lines++ < 8; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		printf("# %s %.*s\n", what, (int)n, s);
	}
}

static void
compare(const char *path, struct tk_mail_reader *reader)
{
	struct tk_buf got = TK_BUF_INIT, want = TK_BUF_INIT;
	struct tk_error err;
	const char *name = strrchr(path, '/');
	char beside[512];
	int good;

	snprintf(beside, sizeof beside, "%.*s.want",
	    (int)(strrchr(path, '.') - path), path);
	read_file(&want, beside);
	tk_buf_puts(&got, "");
	good = read_all(&got, path, reader, &err) == 0;
	if (!good)
		printf("# %s\n", err.message);
	else
		good = strcmp(got.data, want.data) == 0;
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests,
	    name != NULL ? name + 1 : path);
	if (!good) {
		tell("got ", got.data, want.data);
		tell("want", want.data, got.data);
	}
	failed += !good;
	tk_buf_free(&got);
	tk_buf_free(&want);
}

static void
print(const char *path, struct tk_mail_reader *reader)
{
	struct tk_buf got = TK_BUF_INIT;
	struct tk_error err;

	if (read_all(&got, path, reader, &err) < 0)
		fprintf(stderr, "%s: %s\n", path, err.message);
	else if (got.len > 0)
		fputs(got.data, stdout);
	tk_buf_free(&got);
}

int
main(int argc, char **argv)
{
	struct tk_mail_reader *reader;
	struct tk_error err;
	glob_t files = {0};
	size_t i;
	int only_print = argc > 1 && strcmp(argv[1], "-p") == 0;

	if (tk_mail_reader_new(&reader, &err) < 0)
		abort();
	for (i = 1 + (size_t)only_print; i < (size_t)argc; i++)
		(only_print ? print : compare)(argv[i], reader);
	if (argc == 1) {
		if (glob("tests/mails/*.eml", 0, NULL, &files) != 0 ||
		    glob("tests/mails/*.mbox", GLOB_APPEND, NULL, &files) != 0)
			printf("not ok %d - tests/mails is there\n", ++tests);
		for (i = 0; i < files.gl_pathc; i++)
			compare(files.gl_pathv[i], reader);
		globfree(&files);
	}
	tk_mail_reader_free(reader);
	if (!only_print)
		printf("1..%d\n", tests);
	return failed > 0 || (!only_print && tests == 0);
}
