/*
 * mail-rtf.c - RTF as people read it, and RTF nobody would write.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mail/part.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int tests, failed;

static void
ok(int good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, what);
	failed += !good;
}

static const struct text {
	const char *name, *rtf, *text;
} texts[] = {
	{"what stands there is the text", "{\\rtf1\\ansi one two}", "one two"},
	{"\\par and \\line are lines", "{\\rtf1 a\\par b\\line\nc}",
	    "a\nb\nc"},
	{"ends of lines in the file are none", "{\\rtf1 a\r\nb}", "ab"},
	{"cells are set off by tabs, rows are lines",
	    "{\\rtf1 a\\cell b\\row c}", "a\tb\nc"},
	{"bytes are in the code page it names",
	    "{\\rtf1\\ansi\\ansicpg936 \\'c8\\'c8\\'cb\\'ae\\'c6\\'f7}",
	    "热水器"},
	{"raw bytes are, too", "{\\rtf1\\ansicpg936 \xc8\xc8\xcb\xae}",
	    "热水"},
	{"Big5, too", "{\\rtf1\\ansicpg950 \\'bc\\'f6\\'a4\\'f4}", "熱水"},
	{"a code page of Latin over Chinese is not believed",
	    "{\\rtf1\\ansicpg1252 \\'ce\\'d2\\'b5\\'c4\\'c8\\'c8\\'cb\\'ae"
	    "\\'c6\\'f7\\'b4\\'f2\\'b2\\'bb\\'bf\\'aa}", "我的热水器打不开"},
	{"\\u is a character, what stands for it is dropped",
	    "{\\rtf1\\uc1 \\u28909?\\u27700?x}", "热水x"},
	{"\\u may be negative", "{\\rtf1 \\u-24380?}", "ꃄ"},
	{"a pair of \\u is one character", "{\\rtf1 \\u-10179?\\u-8704?}",
	    "\xf0\x9f\x98\x80"},
	{"\\uc says how many bytes stand for it",
	    "{\\rtf1\\uc2 \\u28909\\'c8\\'c8x}", "热x"},
	{"\\uc0: none", "{\\rtf1\\uc0 \\u28909 x}", "热x"},
	{"\\uc ends with its group", "{\\rtf1{\\uc0 \\u28909 }\\u27700 ?x}",
	    "热水x"},
	{"braces and backslashes are characters behind a backslash",
	    "{\\rtf1 \\{a\\\\b\\}}", "{a\\b}"},
	{"dashes, quotes and blanks are themselves",
	    "{\\rtf1 a\\emdash b\\ldblquote c\\rdblquote\\~d\\_e}",
	    "a—b“c” d-e"},
	{"fonts, colours, styles and pictures are no text",
	    "{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}"
	    "{\\stylesheet{ Normal;}}{\\info{\\author x}}{\\pict 0102}a}",
	    "a"},
	{"what is marked with a star is none",
	    "{\\rtf1{\\*\\generator Riched20;}a}", "a"},
	{"of a link its words are", "{\\rtf1{\\field{\\*\\fldinst HYPERLINK "
	    "\"http://a/\"}{\\fldrslt here}}}", "here"},
	{"\\bin hides what only looks like RTF",
	    "{\\rtf1{\\pict\\bin3 }}}}a}", "a"},
	{"control characters are dropped", "{\\rtf1 a\\'07\\u7?b}", "ab"},
	{"what is no RTF is its text", "plain", "plain"},
	{"nothing", "", ""},
};

static void
read_texts(void)
{
	struct tk_buf out = TK_BUF_INIT;
	size_t i;
	int rc;

	for (i = 0; i < COUNT(texts); i++) {
		tk_buf_clear(&out);
		tk_buf_puts(&out, "");
		rc = tk_mail_rtf(&out, texts[i].rtf, strlen(texts[i].rtf));
		ok(rc == 0 && out.len == strlen(texts[i].text) &&
		    memcmp(out.data, texts[i].text, out.len) == 0,
		    texts[i].name);
		if (out.len != strlen(texts[i].text) ||
		    memcmp(out.data, texts[i].text, out.len) != 0)
			printf("# %.*s\n", (int)out.len, out.data);
	}
	tk_buf_free(&out);
}

/* Cut off anywhere, or with a byte changed, it is read to its end; in a block
 * of its own size, so that a byte too far is seen. */
static void
read_broken(void)
{
	struct tk_buf out = TK_BUF_INIT;
	size_t i, n, len;
	char *copy;
	int good = 1;

	for (i = 0; i < COUNT(texts); i++) {
		len = strlen(texts[i].rtf);
		for (n = 1; n < 2 * len; n++) {
			copy = malloc(len);
			if (copy == NULL)
				exit(2);
			memcpy(copy, texts[i].rtf, len);
			if (n >= len)
				copy[n - len] = "{}\\u"[n & 3];
			tk_buf_clear(&out);
			good &= tk_mail_rtf(&out, copy + (n < len ? len - n :
			    0), n < len ? n : len) == 0;
			good &= out.len == 0 ||
			    tk_text_valid(out.data, out.len, NULL);
			free(copy);
		}
	}
	ok(good, "broken anywhere it is read to its end, as UTF-8");
	tk_buf_free(&out);
}

int
main(void)
{
	read_texts();
	read_broken();
	tk_mail_charset_end();
	printf("1..%d\n", tests);
	return failed > 0;
}
