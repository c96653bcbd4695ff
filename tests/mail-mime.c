/*
 * mail-mime.c - the parts of a message, by their boundaries.
 *
 * A tree is written "mixed(plain'text' html'page')": its subtypes, with the
 * bodies of the leaves; an unclosed multipart ends in "!)".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mail/part.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MIXED "Content-Type: multipart/mixed; boundary=\"b\"\n\n"
#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=\"bb\"\n\n"
#define HTML "Content-Type: text/html\n\n"
#define MESSAGE "Content-Type: message/rfc822\n"

static int tests, failed;

static void
ok(int good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, what);
	failed += !good;
}

static const struct {
	const char *name, *mail, *tree;
} trees[] = {
	{"a mail without a type is plain text", "Subject: x\n\nhello",
	    "plain'hello'"},
	{"a mail without a body", "Subject: x\n", "plain''"},
	{"a page", "Content-Type: text/html; charset=gbk\n\n<p>",
	    "html'<p>'"},
	{"a type without its subtype is plain text",
	    "Content-Type: text\n\nhello", "plain'hello'"},
	{"two parts; preamble and epilogue go",
	    MIXED "preamble\n--b\n\none\n--b\n" HTML "two\n--b--\nepilogue\n",
	    "mixed(plain'one' html'two')"},
	{"a boundary without quotes",
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n",
	    "mixed(plain'one')"},
	{"lines that end in CR LF",
	    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
	    "one\r\n\r\n--b\r\n\r\ntwo\r\n--b--\r\n",
	    "mixed(plain'one\r\n' plain'two')"},
	{"blanks behind a boundary", MIXED "--b \t\n\none\n--b--  \n",
	    "mixed(plain'one')"},
	{"no end of line behind the last boundary", MIXED "--b\n\none\n--b--",
	    "mixed(plain'one')"},
	{"the last boundary is missing", MIXED "--b\n\none\n--b\n\ntwo\n",
	    "mixed(plain'one' plain'two\n'!)"},
	{"a part that is empty", MIXED "--b\n--b\n\n--b--\n",
	    "mixed(plain'' plain'')"},
	{"a part without the empty line of its header",
	    MIXED "--b\nContent-Type: text/html\n--b--\n", "mixed(html'')"},
	{"a boundary that begins as the inner one does", MIXED "--b\n"
	    ALTERNATIVE "--bb\n\none\n--bb\n" HTML "two\n--bb--\n--b\n\nthree\n"
	    "--b--\n", "mixed(alternative(plain'one' html'two') plain'three')"},
	{"an inner multipart that the outer boundary ends", MIXED "--b\n"
	    ALTERNATIVE "--bb\n\none\n--b\n\ntwo\n--b--\n",
	    "mixed(alternative(plain'one'!) plain'two')"},
	{"a boundary within a line is text", MIXED "--b\n\nx --b\n--bx\n--b--\n",
	    "mixed(plain'x --b\n--bx')"},
	{"a multipart without any part is one text", MIXED "hello\n",
	    "mixed(plain'hello\n'!)"},
	{"a multipart without a boundary: the first that looks like one",
	    "Content-Type: multipart/mixed\n\n--xyz\nContent-Type: text/html\n"
	    "\none\n--xyz\n\ntwo\n--xyz--\n", "mixed(html'one' plain'two')"},
	{"a multipart with the wrong boundary: the same",
	    MIXED "--=_1\n\none\n--=_1--\n", "mixed(plain'one')"},
	{"a multipart without a boundary whose text has dashes is one text",
	    "Content-Type: multipart/mixed\n\nhi\n-----Original-----\nold\n",
	    "mixed(plain'hi\n-----Original-----\nold\n'!)"},
	{"an enclosed message", MIXED "--b\n" MESSAGE "\nSubject: x\n\nhello\n"
	    "--b--\n", "mixed(rfc822(plain'hello'))"},
	{"an enclosed message of parts", MIXED "--b\n" MESSAGE "\n"
	    ALTERNATIVE "--bb\n\none\n--bb--\n--b--\n",
	    "mixed(rfc822(alternative(plain'one')))"},
	{"an enclosed message in base64, against the rules",
	    MIXED "--b\n" MESSAGE "Content-Transfer-Encoding: base64\n\n"
	    "U3ViamVjdDogeAoKaGVsbG8=\n--b--\n",
	    "mixed(rfc822(plain'hello'))"},
	{"an enclosed message in quoted-printable, against the rules",
	    MIXED "--b\n" MESSAGE "Content-Transfer-Encoding: "
	    "quoted-printable\n\nSubject: x=0A=0Ahel=\nlo\n--b--\n",
	    "mixed(rfc822(plain'hello'))"},
	{"a multipart in base64, against the rules",
	    "Content-Transfer-Encoding: base64\n" MIXED
	    "LS1iCgpvbmUKLS1iLS0K\n", "mixed(plain'one')"},
	{"the parts of a digest are messages",
	    "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n"
	    "\nhello\n--b--\n", "digest(rfc822(plain'hello'))"},
	{"a mail of old Macs", "Content-Type: multipart/mixed; boundary=b\r\r"
	    "--b\r\rone\r--b--\r", "mixed(plain'one')"},
	{"an attachment", "Content-Disposition: attachment; filename=a\n\nx",
	    "plain@'x'"},
	{"an unknown disposition is an attachment",
	    "Content-Disposition: x-file\n\nx", "plain@'x'"},
	{"inline is none", "Content-Disposition: INLINE; filename=a\n\nx",
	    "plain'x'"},
	{"an empty disposition is none", "Content-Disposition: ; x=a\n\nx",
	    "plain'x'"},
	{"nothing at all", "", "plain''"},
};

static void
write_part(struct tk_buf *to, const struct tk_mail_part *p)
{
	const struct tk_mail_part *c;

	tk_buf_printf(to, "%s%s", p->type.subtype, p->attachment ? "@" : "");
	if (p->child == NULL) {
		tk_buf_printf(to, "'%.*s'", (int)p->body.len, p->body.data);
		return;
	}
	tk_buf_putc(to, '(');
	for (c = p->child; c != NULL; c = c->next) {
		if (c != p->child)
			tk_buf_putc(to, ' ');
		write_part(to, c);
	}
	tk_buf_puts(to, p->unclosed ? "!)" : ")");
}

static void
test_tree(size_t i)
{
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_mail_tree tree = {.arena = &arena};
	struct tk_buf got = TK_BUF_INIT;
	int good;

	good = tk_mail_tree_read(&tree, trees[i].mail,
	    strlen(trees[i].mail)) == 0;
	if (good) {
		write_part(&got, tree.root);
		good = strcmp(got.data, trees[i].tree) == 0 && !tree.cut;
		if (!good)
			printf("# got %s\n# not %s\n", got.data,
			    trees[i].tree);
	}
	ok(good, trees[i].name);
	tk_buf_free(&got);
	tk_arena_free(&arena);
}

/* ---- limits ------------------------------------------------------------ */

static size_t
depth(const struct tk_mail_part *p)
{
	size_t n = 0, d;

	for (; p != NULL; p = p->next) {
		d = 1 + depth(p->child);
		n = d > n ? d : n;
	}
	return n;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Reads a mail; it must be cut, or not, and be fast whatever it holds. */
static void
test_limit(const char *name, struct tk_buf *mail, int cut, size_t parts,
    size_t levels)
{
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_mail_tree tree = {.arena = &arena};
	double start = seconds();
	int good;

	good = tk_mail_tree_read(&tree, mail->data, mail->len) == 0 &&
	    tree.cut == cut && tree.parts == parts &&
	    depth(tree.root) == levels;
	if (!good)
		printf("# cut %d, %zu parts, %zu levels\n", tree.cut,
		    tree.parts, depth(tree.root));
	printf("# %s: %zu kB in %.1f ms\n", name, mail->len / 1024,
	    (seconds() - start) * 1e3);
	ok(good && seconds() - start < 5, name);
	tk_arena_free(&arena);
	tk_buf_clear(mail);
}

static void
nest(struct tk_buf *mail, int levels, const char *boundary)
{
	int i;

	for (i = 0; i < levels; i++) {
		if (i > 0)
			tk_buf_printf(mail, "--%s%d\n", boundary, i - 1);
		tk_buf_printf(mail, "Content-Type: multipart/mixed; "
		    "boundary=\"%s%d\"\n\n", boundary, i);
	}
}

static void
test_limits(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	int i;

	tk_buf_puts(&mail, MIXED);
	for (i = 0; i < 99; i++)
		tk_buf_puts(&mail, "--b\n\none\n");
	tk_buf_puts(&mail, "--b--\n");
	test_limit("100 parts are read", &mail, 0, 100, 2);
	tk_buf_puts(&mail, MIXED);
	for (i = 0; i < 100000; i++)
		tk_buf_puts(&mail, "--b\n\none\n");
	test_limit("more than 100 parts are cut", &mail, 1, 100, 2);
	nest(&mail, 30, "b");
	tk_buf_puts(&mail, "--b29\n\none\n");
	test_limit("30 levels are read", &mail, 0, 31, 31);
	nest(&mail, 31, "b");
	tk_buf_puts(&mail, "--b30\n\none\n");
	test_limit("more than 30 levels are cut", &mail, 1, 31, 31);
	for (i = 0; i < 1000; i++)
		tk_buf_puts(&mail, MESSAGE "\n");
	test_limit("messages within messages are cut", &mail, 1, 31, 31);
	for (i = 0; i < 1000; i++)
		tk_buf_puts(&mail,
		    MESSAGE "Content-Transfer-Encoding: base64\n\n");
	test_limit("messages falsely said to be in base64", &mail, 1, 31, 31);
	tk_buf_free(&mail);
}

/* What is built to take long. */
static void
test_hostile(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	int i;

	nest(&mail, 30, "-");
	for (i = 0; i < 350000; i++)
		tk_buf_puts(&mail, "--\n");
	test_limit("1 MB of lines --", &mail, 0, 31, 31);
	nest(&mail, 30, "--------------------------------------------------");
	for (i = 0; i < 1 << 20; i++)
		tk_buf_putc(&mail, '-');
	test_limit("1 MB of dashes", &mail, 0, 31, 31);
	nest(&mail, 30, "b");
	for (i = 0; i < 200000; i++)
		tk_buf_puts(&mail, "--b2\v\n");
	test_limit("1 MB of lines that are nearly a boundary", &mail, 0, 31,
	    31);
	tk_buf_puts(&mail, MIXED);
	for (i = 0; i < 1 << 20; i++)
		tk_buf_puts(&mail, "--b ");
	test_limit("4 MB of boundaries on one line", &mail, 0, 2, 2);
	tk_buf_puts(&mail, "Content-Type: multipart/mixed\n\n");
	for (i = 0; i < 1 << 18; i++)
		tk_buf_puts(&mail, "--b\nx\n");
	test_limit("boundaries to guess from", &mail, 0, 2, 2);
	tk_buf_free(&mail);
}

static void
test_stop(void)
{
	static const char mail[] = MIXED "--b\n\none\n--b--\n";
	struct tk_arena arena = TK_ARENA_INIT;
	int stop = 1;
	struct tk_mail_tree tree = {.arena = &arena, .stop = &stop};

	ok(tk_mail_tree_read(&tree, mail, sizeof mail - 1) == 0 &&
	    tree.cut && tree.root != NULL && tree.root->child == NULL,
	    "it stops when it is told to, with a root");
	tk_arena_free(&arena);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(trees); i++)
		test_tree(i);
	test_limits();
	test_hostile();
	test_stop();
	printf("1..%d\n", tests);
	return failed > 0;
}
