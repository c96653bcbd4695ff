/*
 * mail-mailbox.c - where messages are found: mbox, single files, Maildirs.
 *
 * Every mbox is read as a file and, byte by byte, from a pipe.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mail/mail.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DATE "Thu Jan  2 03:04:05 2020"
#define F "From a@b " DATE "\n"

static int tests, failed;
static uint64_t seed = 20261120;
static char dir[] = "/tmp/tk-mailbox.XXXXXX";

static void
ok(int good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, what);
	failed += !good;
}

static size_t
below(size_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % n;
}

/* What is in it, as "DATA|" for each item, marked e, t, o, l for escaped,
 * truncated, outside, too long; or "! " and the fault. */
static void
list(struct tk_buf *b, const char *path, enum tk_mailbox_format format,
    size_t max)
{
	struct tk_mailbox_item item;
	struct tk_error err;
	struct tk_mailbox *m;
	uint64_t done, all;
	int rc;

	tk_buf_clear(b);
	tk_buf_puts(b, "");
	if (tk_mailbox_open(&m, path, format, max, &err) < 0) {
		tk_buf_printf(b, "! %s", err.message);
		return;
	}
	while ((rc = tk_mailbox_next(m, &item, &err)) == 1) {
		tk_buf_add(b, item.data, item.len);
		tk_buf_printf(b, "|%s%s%s%s", item.escaped ? "e" : "",
		    item.truncated ? "t" : "", item.outside ? "o" : "",
		    item.too_long ? "l" : "");
	}
	if (rc < 0)
		tk_buf_printf(b, "! %s", err.message);
	tk_mailbox_progress(m, &done, &all);
	if (all != 0 && done != all)
		tk_buf_puts(b, " not all of it");
	tk_mailbox_close(m);
}

static const char *
in_dir(const char *name)
{
	static char path[8][128];
	static unsigned n;

	n = (n + 1) % 8;
	snprintf(path[n], sizeof path[n], "%s/%s", dir, name);
	return path[n];
}

static void
write_file(const char *path, const char *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, data, len) != (ssize_t)len || close(fd) < 0)
		abort();
}

/* The same through stdin, in pieces of so many bytes. */
static void
list_pipe(struct tk_buf *b, const char *data, size_t len, size_t piece,
    enum tk_mailbox_format format, size_t max)
{
	int ends[2], saved = dup(0);
	size_t n;
	pid_t pid;

	if (saved < 0 || pipe(ends) < 0 || (pid = fork()) < 0)
		abort();
	if (pid == 0) {
		for (; len > 0; data += n, len -= n) {
			n = len < piece ? len : piece;
			if (write(ends[1], data, n) != (ssize_t)n)
				_exit(1);
		}
		_exit(0);
	}
	close(ends[1]);
	dup2(ends[0], 0);
	close(ends[0]);
	list(b, NULL, format, max);
	dup2(saved, 0);
	close(saved);
	waitpid(pid, NULL, 0);
}

/* ---- what is read --------------------------------------------------- */

static const struct {
	const char *name, *data, *want;
	enum tk_mailbox_format format;
	size_t max;
} cases[] = {
	{"an mbox is split", F "A: 1\n\nx\n\n" F "B: 2\n\ny\n\n",
	    "A: 1\n\nx\n|B: 2\n\ny\n|", 0, 0},
	{"no empty line is needed before a From_ line",
	    F "A: 1\n\nx\n" F "B: 2\n\ny\n", "A: 1\n\nx\n|B: 2\n\ny\n|", 0, 0},
	{"one empty line at the end is the mbox's, more are not",
	    F "A: 1\n\nx\n\n\n" F "B: 2\n", "A: 1\n\nx\n\n|B: 2\n|", 0, 0},
	{"CR LF ends lines", "From a@b " DATE "\r\nA: 1\r\n\r\nx\r\n\r\nFrom a@"
	    "b " DATE "\r\nB: 2\r\n", "A: 1\r\n\r\nx\r\n|B: 2\r\n|", 0, 0},
	{"CR alone ends lines", "From a@b " DATE "\rA: 1\r\rx\r\rFrom a@b " DATE
	    "\rB: 2\r", "A: 1\r\rx\r|B: 2\r|", 0, 0},
	{"a byte order mark and empty lines are passed over",
	    "\xef\xbb\xbf\n \r\n" F "A: 1\n", "A: 1\n|", 0, 0},
	{"From at a line's beginning is text",
	    F "A: 1\n\nFrom now on it is bad.\nNote: x\n",
	    "A: 1\n\nFrom now on it is bad.\nNote: x\n|", 0, 0},
	{"From with a date is text if no field follows",
	    F "A: 1\n\nFrom x " DATE "\nno field\n",
	    "A: 1\n\nFrom x " DATE "\nno field\n|", 0, 0},
	{"a time without a date is no date", F "A: 1\n\nFrom 10:30 on\nB: 2\n",
	    "A: 1\n\nFrom 10:30 on\nB: 2\n|", 0, 0},
	{"a date without a time is none", F "A: 1\n\nFrom Jan 2 2020\nB: 2\n",
	    "A: 1\n\nFrom Jan 2 2020\nB: 2\n|", 0, 0},
	{"From - begins a message", F "A: 1\n\nFrom - x\nB: 2\n",
	    "A: 1\n|B: 2\n|", 0, 0},
	{"From -x begins none", F "A: 1\n\nFrom -x\nB: 2\n",
	    "A: 1\n\nFrom -x\nB: 2\n|", 0, 0},
	{"From address begins a message", F "A: 1\n\nFrom a@b\nB: 2\n",
	    "A: 1\n|B: 2\n|", 0, 0},
	{"From address and words begin none",
	    F "A: 1\n\nFrom a@b I got\nB: 2\n",
	    "A: 1\n\nFrom a@b I got\nB: 2\n|", 0, 0},
	{"dates without year, with zone, in ISO begin messages",
	    "From a Thu Jan 2 03:04 MET\nA: 1\nFrom b Thu Jan 02 3:04:05 2020"
	    " +0800\nB: 2\nFrom c 2020-01-02T03:04:05Z\nC: 3\n",
	    "A: 1\n|B: 2\n|C: 3\n|", 0, 0},
	{"a From_ line is followed by an escaped one",
	    F ">From x y\nA: 1\n", ">From x y\nA: 1\n|e", 0, 0},
	{"the first From_ line needs no date", "From x\nA: 1\n", "A: 1\n|", 0,
	    0},
	{"a field From with a blank is no From_ line", "From : a@b\n\nx\n",
	    "From : a@b\n\nx\n|", 0, 0},
	{"escaped lines are told, not unescaped", F "A: 1\n\n>>From x\n" F
	    "B: 2\n\nx>From y\n", "A: 1\n\n>>From x\n|eB: 2\n\nx>From y\n|", 0,
	    0},
	{"Content-Length is ignored", F "Content-Length: 500\n\nx\n" F "B: 2\n",
	    "Content-Length: 500\n\nx\n|B: 2\n|", 0, 0},
	{"a From_ line without a message is passed over", F F "A: 1\n",
	    "A: 1\n|", 0, 0},
	{"an mbox may end within a message", F "A: 1\n\nx", "A: 1\n\nx|t", 0,
	    0},
	{"text before the first From_ line is outside",
	    "junk\n\n" F "A: 1\n", "junk\n\n|oA: 1\n|", 0, 0},
	{"said to be an mbox, a mail before it is outside, too",
	    "X: 1\n\n" F "A: 1\n", "X: 1\n\n|oA: 1\n|", TK_MAILBOX_MBOX, 0},
	{"a mail that holds an mbox is one mail", "X: 1\n\n" F "A: 1\n",
	    "X: 1\n\n" F "A: 1\n|", 0, 0},
	{"a mail is a mail", "A: 1\n\nx\n\n", "A: 1\n\nx\n\n|", 0, 0},
	{"before a mail empty lines are passed over", "\r\n\nA: 1\n",
	    "A: 1\n|", 0, 0},
	{"junk may stand before a mail", "***\nA: 1\n", "***\nA: 1\n|", 0, 0},
	{"a mail may end without a newline", "A: 1\n\nx", "A: 1\n\nx|", 0, 0},
	{"nothing is no mail, and no fault", "", "", 0, 0},
	{"nor are empty lines", "\n \n\n", "", 0, 0},
	{"said to be one, anything is a mail", "\x7f" "ELF\n",
	    "\x7f" "ELF\n|", TK_MAILBOX_EML, 0},
	{"a message too long is cut, and the next is found",
	    F "A: 1\n\n123456789\n" F "B: 2\n", "A: 1\n\n1234|lB: 2\n|", 0, 10},
	{"a message of just that length is not",
	    F "A: 1\n\n123\n\n" F "B: 2\n", "A: 1\n\n123\n|B: 2\n|", 0, 10},
	{"a mail too long is cut", "A: 1\n\n123456789\n", "A: 1\n\n1234|l", 0,
	    10},
};

static void
test_cases(void)
{
	static const size_t pieces[] = {1, 7, 65536};
	const char *path = in_dir("box");
	struct tk_buf b = TK_BUF_INIT;
	size_t i, k, len, max;
	int good;

	for (i = 0; i < COUNT(cases); i++) {
		len = strlen(cases[i].data);
		max = cases[i].max == 0 ? 1 << 20 : cases[i].max;
		write_file(path, cases[i].data, len);
		list(&b, path, cases[i].format, max);
		good = strcmp(b.data, cases[i].want) == 0;
		for (k = 0; good && k < COUNT(pieces); k++) {
			list_pipe(&b, cases[i].data, len, pieces[k],
			    cases[i].format, max);
			good = strcmp(b.data, cases[i].want) == 0;
		}
		if (!good)
			printf("# \"%s\"\n# not \"%s\"\n", b.data,
			    cases[i].want);
		ok(good, cases[i].name);
	}
	tk_buf_free(&b);
}

/* ---- where it was, and large ones ----------------------------------- */

static void
test_places(void)
{
	static const char data[] = "junk\n" F "A: 1\n\n" F "B: 2\n";
	const char *path = in_dir("box");
	struct tk_mailbox_item item;
	struct tk_mailbox *m;
	char want[256];
	int good;

	write_file(path, data, sizeof data - 1);
	good = tk_mailbox_open(&m, path, 0, 100, NULL) == 0 &&
	    tk_mailbox_next(m, &item, NULL) == 1;
	snprintf(want, sizeof want, "%s (byte 0)", path);
	ok(good && strcmp(item.place, want) == 0, "text outside has a place");
	good = tk_mailbox_next(m, &item, NULL) == 1;
	good = good && tk_mailbox_next(m, &item, NULL) == 1;
	snprintf(want, sizeof want, "%s:#2 (byte %zu)", path,
	    sizeof "junk\n" F "A: 1\n\n" - 1);
	ok(good && strcmp(item.place, want) == 0 && item.path == NULL,
	    "the place is the number and the From_ line's byte");
	tk_mailbox_close(m);
	write_file(path, "A: 1\n", 5);
	good = tk_mailbox_open(&m, path, 0, 100, NULL) == 0 &&
	    tk_mailbox_next(m, &item, NULL) == 1;
	ok(good && strcmp(item.place, path) == 0, "a mail's place is its file");
	tk_mailbox_close(m);
}

/* Messages below and above what is read at a time. */
static size_t
size_of(size_t n)
{
	return n % 5 == 4 ? 3000000 : n * 977 % 40000 + 2;
}

static int
check_large(size_t count, size_t max)
{
	struct tk_mailbox_item item;
	struct tk_mailbox *m;
	struct tk_error err;
	unsigned long long at = 0, byte;
	size_t i, size, whole;
	unsigned long n;
	int good;

	if (tk_mailbox_open(&m, in_dir("large"), 0, max, &err) < 0)
		return 0;
	for (i = 0, good = 1; good && i < count; i++) {
		if (tk_mailbox_next(m, &item, &err) != 1 ||
		    sscanf(strrchr(item.place, '#'), "#%lu (byte %llu)", &n,
		    &byte) != 2)
			break;
		whole = size_of(i) + 6;
		size = whole < max ? whole : max;
		good = n == i + 1 && byte == at && item.len == size &&
		    item.too_long == (whole > max) && !item.escaped &&
		    memcmp(item.data, "A: 1\n\n", 6) == 0 &&
		    (size == 6 || item.data[size - 1] == 'x' ||
		    item.data[size - 1] == '\n');
		at += sizeof F - 1 + whole;
	}
	good = good && i == count && tk_mailbox_next(m, &item, &err) == 0;
	tk_mailbox_close(m);
	return good;
}

static void
test_large(void)
{
	struct tk_buf b = TK_BUF_INIT;
	size_t i, k;

	for (i = 0; i < 40; i++) {
		tk_buf_puts(&b, F "A: 1\n\n");
		for (k = 1; k <= size_of(i); k++)
			tk_buf_putc(&b, k == size_of(i) || (k % 70 == 0 &&
			    k + 1 < size_of(i)) ? '\n' : 'x');
	}
	write_file(in_dir("large"), b.data, b.len);
	tk_buf_free(&b);
	ok(check_large(40, 50 << 20), "large messages are whole");
	ok(check_large(40, 1000), "of large messages the beginning is kept");
	ok(check_large(40, 1500000), "and so it is where blocks are read");
}

/* ---- Maildirs ------------------------------------------------------- */

static int
holds(const char *path, enum tk_mailbox_format format, const char *want)
{
	struct tk_buf b = TK_BUF_INIT;
	int good;

	list(&b, path, format, 1000);
	good = want[0] == '!' ? strstr(b.data, want + 1) != NULL :
	    strcmp(b.data, want) == 0;
	if (!good)
		printf("# \"%s\"\n# not \"%s\"\n", b.data, want);
	tk_buf_free(&b);
	return good;
}

static void
test_maildir(void)
{
	static const char *const folders[] = {"m", "m/cur", "m/new", "m/tmp",
	    "m/.Sent", "m/.Sent/cur", "m/cur/sub", "none"};
	static const char *const mails[] = {"m/cur/3.b.c:2,S", "m/new/1.b.c",
	    "m/new/4.b.c", "m/cur/2.b.c:2,RS", "m/tmp/5.b.c", "m/cur/.dot",
	    "m/.Sent/cur/6.b.c", "m/cur/sub/7.b.c"};
	struct tk_mailbox_item item;
	struct tk_mailbox *m;
	uint64_t done, all;
	char text[32];
	size_t i;
	int good;

	for (i = 0; i < COUNT(folders); i++)
		if (mkdir(in_dir(folders[i]), 0700) < 0)
			abort();
	for (i = 0; i < COUNT(mails); i++) {
		snprintf(text, sizeof text, "A: %c\n",
		    strrchr(mails[i], '/')[1]);
		write_file(in_dir(mails[i]), text, 5);
	}
	ok(holds(in_dir("m"), 0, "A: 1\n|A: 2\n|A: 3\n|A: 4\n|"),
	    "a Maildir is new/ and cur/ in the order of names");
	ok(holds(in_dir("m/"), TK_MAILBOX_MAILDIR,
	    "A: 1\n|A: 2\n|A: 3\n|A: 4\n|"), "a slash behind it is no matter");
	good = tk_mailbox_open(&m, in_dir("m/"), 0, 1000, NULL) == 0 &&
	    tk_mailbox_next(m, &item, NULL) == 1;
	ok(good && strcmp(item.place, in_dir("m/new/1.b.c")) == 0 &&
	    strcmp(item.path, item.place) == 0, "its mails name their files");
	tk_mailbox_progress(m, &done, &all);
	ok(done == 1 && all == 4, "its progress is counted in mails");
	unlink(in_dir("m/cur/2.b.c:2,RS"));
	good = tk_mailbox_next(m, &item, NULL) == 1 &&
	    strncmp(item.data, "A: 3", 4) == 0;
	ok(good, "a mail that is gone meanwhile is passed over");
	tk_mailbox_close(m);
	if (mkfifo(in_dir("m/new/0.fifo"), 0600) < 0)
		abort();
	ok(holds(in_dir("m"), 0, "A: 1\n|A: 3\n|A: 4\n|"),
	    "a FIFO in it keeps nobody waiting");
	ok(holds(in_dir("none"), 0, "!is no Maildir"),
	    "a folder without new/ and cur/ is none");
	ok(holds(in_dir("m"), TK_MAILBOX_MBOX, "!is a folder"),
	    "a folder is no mbox");
}

/* ---- faults, and whatever may come ---------------------------------- */

static void
test_faults(void)
{
	const char *path = in_dir("box");

	write_file(path, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
	ok(holds(path, 0, "!is no mail"), "a picture is no mail");
	ok(holds(path, TK_MAILBOX_MAILDIR, "!is no Maildir"),
	    "a file is no Maildir");
	ok(holds(in_dir("not there"), 0, "!No such file"),
	    "a file that is not there is named");
}

static void
test_anything(void)
{
	struct tk_buf in = TK_BUF_INIT, a = TK_BUF_INIT, b = TK_BUF_INIT;
	const char *path = in_dir("box"), *s;
	enum tk_mailbox_format format;
	size_t i, k, n, max;
	int good = 1;

	for (i = 0; i < 300 && good; i++) {
		tk_buf_clear(&in);
		tk_buf_puts(&in, "");
		for (k = below(6); k > 0; k--) {
			s = cases[below(COUNT(cases))].data;
			n = strlen(s);
			tk_buf_add(&in, s, below(3) > 0 ? n : below(n + 1));
		}
		for (k = below(4); k > 0 && in.len > 0; k--)
			in.data[below(in.len)] = "\r\n: >F-@\0"[below(9)];
		max = below(2) ? 1000 : below(40);
		format = below(3) ? TK_MAILBOX_ANY : TK_MAILBOX_MBOX;
		write_file(path, in.data, in.len);
		list(&a, path, format, max);
		list_pipe(&b, in.data, in.len, 1 + below(50), format, max);
		/* a fault names what was read */
		good = a.data[0] == '!' || (a.len == b.len &&
		    memcmp(a.data, b.data, a.len) == 0);
	}
	ok(good, "whatever comes, a pipe is read as a file is");
	tk_buf_free(&in);
	tk_buf_free(&a);
	tk_buf_free(&b);
}

int
main(void)
{
	char command[64];

	if (mkdtemp(dir) == NULL)
		abort();
	test_cases();
	test_places();
	test_large();
	test_maildir();
	test_faults();
	test_anything();
	snprintf(command, sizeof command, "rm -rf %s", dir);
	failed += system(command) != 0;
	printf("1..%d\n", tests);
	return failed > 0;
}
