/*
 * mail-transfer.c - headers and transfer encodings, as they are and as they
 * should not be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mail/part.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int tests, failed;
static uint64_t seed = 20261120;

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

/* ---- transfer encodings --------------------------------------------- */

static const struct {
	const char *name, *encoding, *from, *to;
} transfers[] = {
	{"base64 is decoded", "base64", "5L2g5aW9\n", "你好"},
	{"the name's case does not matter", "BASE64", "YWJj", "abc"},
	{"quotes and a comment around the name are passed over",
	    " \"base64\" (x)", "YWJj", "abc"},
	{"base64 may be folded anywhere", "base64", "YW\r\nJj\nZ\rGVm",
	    "abcdef"},
	{"blanks in base64 are passed over", "base64", "YW Jj\t\n", "abc"},
	{"padding may be missing", "base64", "YWI", "ab"},
	{"padding may be too much", "base64", "YWI=====\n", "ab"},
	{"padding in the middle is passed over", "base64",
	    "YQ==YmM=\nZGVm\n", "abcdef"},
	{"a footer behind base64 stays text", "base64",
	    "YWJj\nZGVm\n____\nlist footer: http://x\n",
	    "abcdef____\nlist footer: http://x\n"},
	{"text before base64 stays text", "base64", "Hello, world!\nYWJj\n",
	    "Hello, world!\nabc"},
	{"text that is no base64 at all stays", "base64", "您好，坏了\n第二行",
	    "您好，坏了\n第二行"},
	{"a torn group before a footer is not lost", "base64",
	    "YWJjZA\n-- \nx", "abcd-- \nx"},
	{"no base64 at all is nothing", "base64", "", ""},
	{"quoted-printable is decoded", "quoted-printable",
	    "=E4=BD=A0=E5=A5=BD", "你好"},
	{"lower-case digits are read", "quoted-printable", "=e4=bd=a0", "你"},
	{"a soft line break joins lines", "quoted-printable", "a=\nb=\r\nc=\rd",
	    "abcd"},
	{"blanks behind a soft line break are cut", "quoted-printable",
	    "a= \t\r\nb", "ab"},
	{"a soft break may end the text", "quoted-printable", "ab=", "ab"},
	{"a bad code stays as it is", "quoted-printable", "1=2 =ZZ =4 x",
	    "1=2 =ZZ =4 x"},
	{"two = in a row stay", "quoted-printable", "a==3Db", "a==b"},
	{"hard line breaks stay", "quoted-printable", "a \r\nb\n", "a \r\nb\n"},
	{"uuencode is decoded between its lines", "x-uuencode",
	    "hi\nbegin 644 a.txt\n#86)C\n`\nend\nbye\n", "hi\nabcbye\n"},
	{"uuencode without cut blanks", "uuencode",
	    "begin 644 a\r\n$86)C9```\r\n`\r\nend\r\n", "abcd"},
	{"uuencode without end is read as far as it goes", "x-uue",
	    "begin 644 a\n#86)C\nplain text\n", "abcplain text\n"},
	{"no uuencode stays", "x-uuencode", "begin the day\n",
	    "begin the day\n"},
	{"7bit is as it is", "7bit", "a=3D\n", "a=3D\n"},
	{"what is unknown is as it is", "x-what", "YWJj", "YWJj"},
	{"no name is as it is", "", "YWJj", "YWJj"},
};

static void
test_transfers(void)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_span encoding;
	size_t i;
	int good;

	for (i = 0; i < COUNT(transfers); i++) {
		tk_buf_clear(&b);
		tk_buf_puts(&b, "|");
		encoding.data = transfers[i].encoding;
		encoding.len = strlen(encoding.data);
		tk_mail_transfer(&b, encoding, transfers[i].from,
		    strlen(transfers[i].from));
		good = strcmp(b.data + 1, transfers[i].to) == 0;
		if (!good)
			printf("# \"%s\"\n# not \"%s\"\n", b.data + 1,
			    transfers[i].to);
		ok(good, transfers[i].name);
	}
	tk_buf_free(&b);
}

/* ---- headers -------------------------------------------------------- */

static const struct {
	const char *name, *header, *want;	/* NAME=VALUE| … then body */
	unsigned junk;
} headers[] = {
	{"fields up to the empty line", "A: 1\nB:2\n\nbody", "A=1|B=2|>body",
	    0},
	{"CR LF ends lines", "A: 1\r\nB: 2\r\n\r\nbody", "A=1|B=2|>body", 0},
	{"CR alone ends lines", "A: 1\rB: 2\r\rbody", "A=1|B=2|>body", 0},
	{"CR CR LF ends lines", "A: 1\r\r\nB: 2\r\r\n\r\r\nbody",
	    "A=1|B=2|>body", 0},
	{"a CR within a line ends none", "A: 1\rx\nB: 2\n\nbody",
	    "A=1\rx|B=2|>body", 0},
	{"fields stay folded", "A: 1\n 2\n\t3\nB: 4\n\n", "A=1\n 2\n\t3|B=4|>",
	    0},
	{"a folded field may begin empty", "A:\r\n 1\r\n\r\n", "A=\r\n 1|>", 0},
	{"blanks before the colon are no name", "A : 1\n\nb", "A=1|>b", 0},
	{"an empty beginning is no header", "\nbody", ">body", 0},
	{"no end is the end", "A: 1", "A=1|>", 0},
	{"a body without an empty line is found", "A: 1\nHello there\n\nB: 2",
	    "A=1|>Hello there\n\nB: 2", 0},
	{"a Chinese body without an empty line is found",
	    "A: 1\n您好：坏了\n", "A=1|>您好：坏了\n", 0},
	{"junk between fields is passed over", "A: 1\n***\n???\nB: 2\n\nb",
	    "A=1|B=2|>b", 2},
	{"junk before fields is passed over", "-----\nA: 1\n\nb", "A=1|>b", 1},
	{"a line folded behind junk is junk", "A: 1\n***\n x\nB: 2\n\nb",
	    "A=1|B=2|>b", 2},
	{"an escaped From_ line is no junk", ">From x y\nA: 1\n\nb", "A=1|>b",
	    0},
	{"a From_ line is no field", "From a@b Mon 10:00:00 2024\nA: 1\n\nb",
	    "A=1|>b", 0},
	{"a field named From may have a blank", "From : a@b\n\nb",
	    "From=a@b|>b", 0},
	{"a line of blanks ends the header", "A: 1\n \t\nHello\n",
	    "A=1|>Hello\n", 0},
	{"a line of blanks between fields ends nothing", "A: 1\n \nB: 2\n\nb",
	    "A=1\n |B=2|>b", 0},
};

static void
show(struct tk_buf *b, const struct tk_mail_header *h, const char *data,
    size_t len)
{
	size_t i;

	tk_buf_clear(b);
	for (i = 0; i < h->count; i++) {
		tk_buf_add(b, h->field[i].name.data, h->field[i].name.len);
		tk_buf_putc(b, '=');
		tk_buf_add(b, h->field[i].value.data, h->field[i].value.len);
		tk_buf_putc(b, '|');
	}
	tk_buf_putc(b, '>');
	tk_buf_add(b, data + h->size, len - h->size);
}

static void
test_headers(void)
{
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_header h;
	size_t i, len;
	int good;

	for (i = 0; i < COUNT(headers); i++) {
		len = strlen(headers[i].header);
		good = tk_mail_header_read(&h, &arena, headers[i].header,
		    len) == 0;
		show(&b, &h, headers[i].header, len);
		if (strcmp(b.data, headers[i].want) != 0 ||
		    h.junk != headers[i].junk || h.cut) {
			printf("# \"%s\", junk %u\n# not \"%s\"\n", b.data,
			    h.junk, headers[i].want);
			good = 0;
		}
		ok(good, headers[i].name);
		tk_arena_reset(&arena);
	}
	tk_buf_free(&b);
	tk_arena_free(&arena);
}

/* A header of so many equal lines, then a body. */
static void
read_many(struct tk_mail_header *h, struct tk_arena *a, const char *line,
    size_t n, size_t *body)
{
	struct tk_buf b = TK_BUF_INIT;
	size_t i;

	for (i = 0; i < n; i++)
		tk_buf_puts(&b, line);
	*body = b.len + 1;
	tk_buf_puts(&b, "\nbody");
	tk_mail_header_read(h, a, b.data, b.len);
	tk_buf_free(&b);
}

static void
test_limits(void)
{
	static const char text[] = "X: 1\nSubject: a\nsubject: b\nY: 2\n\n";
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_mail_header h;
	struct tk_span s;
	size_t body, n = 0;

	read_many(&h, &arena, "A: 1\n", TK_MAIL_MAX_FIELDS + 5, &body);
	ok(h.cut && h.count == TK_MAIL_MAX_FIELDS && h.size == body,
	    "beyond the limit fields are left out and the body is found");
	read_many(&h, &arena, " folded, folded, folded\n", 50000, &body);
	ok(h.count == 0, "folds without a field are no header");
	read_many(&h, &arena, "A: 1\n ............................\n", 40000,
	    &body);
	ok(h.cut && h.size == body, "a header too large is cut");
	read_many(&h, &arena, "***\n", 50000, &body);
	ok(h.count == 0 && h.size == 0, "junk alone is a body");
	tk_mail_header_read(&h, &arena, text, strlen(text));
	s = tk_mail_header_get(&h, "SUBJECT", NULL);
	ok(s.len == 1 && *s.data == 'a', "the first field of a name wins");
	s = tk_mail_header_get(&h, "subject", &n);
	s = tk_mail_header_get(&h, "subject", &n);
	ok(s.len == 1 && *s.data == 'b' && n == 3,
	    "the next field of a name is found");
	s = tk_mail_header_get(&h, "subject", &n);
	ok(s.data == NULL, "there is no third one");
	tk_arena_free(&arena);
}

/* ---- whatever may come ---------------------------------------------- */

/* A copy without a byte behind it, some of it changed. */
static char *
mutate(const char *s, size_t *len)
{
	static const char odd[] = "\r\n\t =:>-FM`~_\0\xff" "begin";
	size_t i, n = *len, at;
	char *p = malloc(n + 1);

	if (p == NULL)
		abort();
	memcpy(p, s, n);
	for (i = below(6); i > 0 && n > 0; i--) {
		at = below(n);
		if (below(4) == 0)
			n = at;
		else
			p[at] = odd[below(sizeof odd - 1)];
	}
	*len = n;
	p = realloc(p, n > 0 ? n : 1);
	if (p == NULL)
		abort();
	return p;
}

static void
test_anything(void)
{
	static const char *const names[] = {"base64", "quoted-printable",
	    "x-uuencode", "8bit"};
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_header h;
	struct tk_span e;
	size_t i, k, len;
	int good = 1;
	char *s;

	for (i = 0; i < 20000; i++) {
		k = below(COUNT(transfers));
		len = strlen(transfers[k].from);
		s = mutate(transfers[k].from, &len);
		e.data = names[below(COUNT(names))];
		e.len = strlen(e.data);
		tk_buf_clear(&b);
		tk_mail_transfer(&b, e, s, len);
		good &= !b.failed && b.len <= 2 * len + 64;
		free(s);
		k = below(COUNT(headers));
		len = strlen(headers[k].header);
		s = mutate(headers[k].header, &len);
		good &= tk_mail_header_read(&h, &arena, s, len) == 0 &&
		    h.size <= len;
		show(&b, &h, s, len);
		good &= !b.failed;
		tk_arena_reset(&arena);
		free(s);
	}
	ok(good, "whatever comes is read within its bounds");
	tk_arena_free(&arena);
	tk_buf_free(&b);
}

int
main(void)
{
	test_transfers();
	test_headers();
	test_limits();
	test_anything();
	printf("1..%d\n", tests);
	return failed > 0;
}
