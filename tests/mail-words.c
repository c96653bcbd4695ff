/* mail-words.c - encoded words, addresses, dates, types and parameters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mail/part.h"

static int tests, failed;

static void
report(int fine, const char *what, const char *text)
{
	printf("%s %d - %s: ", fine ? "ok" : "not ok", ++tests, what);
	for (; *text != '\0'; text++)
		putchar(*text == '\n' || *text == '\r' ? '~' : *text);
	putchar('\n');
	failed += !fine;
}

static void
compare(const char *got, const char *want, const char *what, const char *text)
{
	int fine = strcmp(got, want) == 0;

	report(fine, what, text);
	if (!fine)
		printf("# got '%s'\n# not '%s'\n", got, want);
}

/* ---- words ------------------------------------------------------------- */

static const struct {
	const char *what, *value, *label, *want;
} words[] = {
	{"plain text", "hello world", NULL, "hello world"},
	{"blanks at the ends", "  hello ", NULL, "hello"},
	{"nothing", "", NULL, ""},
	{"folded lines", "one\r\n two\n\t three", NULL, "one two three"},
	{"tabs", "one\ttwo", NULL, "one two"},
	{"a word in base64", "=?gb2312?B?1tC5+g==?=", NULL, "中国"},
	{"a word in Q", "=?gb2312?Q?=D6=D0=B9=FA?=", NULL, "中国"},
	{"small letters", "=?GBK?b?1tC5+g==?= =?gbk?q?=d6=d0?=", NULL,
	    "中国中"},
	{"a word of UTF-8", "=?utf-8?B?5Lit5Zu9?=", NULL, "中国"},
	{"a label in quotes", "=?\"gb2312\"?B?1tC5+g==?=", NULL, "中国"},
	{"text around words", "Re: =?gb2312?B?1tC5+g==?= (2)", NULL,
	    "Re: 中国 (2)"},
	{"words that touch text", "Re:=?gb2312?B?1tC5+g==?=!", NULL,
	    "Re:中国!"},
	{"no blank between words", "=?utf-8?Q?a?= =?utf-8?Q?b?=", NULL, "ab"},
	{"words that touch", "=?utf-8?Q?a?==?utf-8?Q?b?=", NULL, "ab"},
	{"words folded", "=?gb2312?B?1tA=?=\r\n =?gb2312?B?ufo=?=", NULL,
	    "中国"},
	{"a character cut between words",
	    "=?gb2312?B?1tC5?= =?gb2312?B?+g==?=", NULL, "中国"},
	{"a character cut between B and Q",
	    "=?gb2312?B?1tC5?=\n\t=?gb2312?Q?=FA?=", NULL, "中国"},
	{"a character cut between two names of one charset",
	    "=?gb2312?B?1tC5?= =?GBK?B?+g==?=", NULL, "中国"},
	{"a character of UTF-8 cut twice",
	    "=?utf-8?Q?=E4?= =?utf-8?Q?=B8?= =?utf-8?Q?=AD?=", NULL, "中"},
	{"words of two charsets",
	    "=?gb2312?B?1tA=?= =?big5?B?sOo=?=", NULL, "中國"},
	{"a word after padding in a word",
	    "=?gb2312?B?1tA=ufo=?=", NULL, "中国"},
	{"missing padding", "=?gb2312?B?1tC5+g?=", NULL, "中国"},
	{"too much padding", "=?gb2312?B?1tC5+g====?=", NULL, "中国"},
	{"padding in front", "=?gb2312?B?=1tC5+g==?=", NULL, "中国"},
	{"folded base64", "=?gb2312?B?1tC5\r\n +g==?=", NULL, "中国"},
	{"blanks in Q", "=?utf-8?Q?hello big world?=", NULL,
	    "hello big world"},
	{"underscores in Q", "=?utf-8?Q?a_b=5Fc?=", NULL, "a b_c"},
	{"a question mark in Q", "=?utf-8?Q?what?_=E4=B8=AD?=", NULL,
	    "what? 中"},
	{"a question mark before a character in Q",
	    "=?utf-8?Q?a?=E4=B8=AD?=", NULL, "a?中"},
	{"a bad escape in Q", "=?utf-8?Q?a=ZZ=4?=", NULL, "a=ZZ=4"},
	{"a language", "=?utf-8*zh-CN?B?5Lit5Zu9?=", NULL, "中国"},
	{"an empty word", "a =?utf-8?Q?" "?= b", NULL, "a  b"},
	{"no label", "=??B?1tC5+ta4zbfP8A==?=", NULL, "中国指头橡"},
	{"an unknown label", "=?x-nobody?B?1tC5+ta4zbfP8A==?=", NULL,
	    "中国指头橡"},
	{"an unterminated word", "=?gb2312?B?1tC5+g==", NULL,
	    "=?gb2312?B?1tC5+g=="},
	{"an unterminated word before another",
	    "=?gb2312?B?1tC5+ =?gb2312?B?1tC5+g==?=", NULL,
	    "=?gb2312?B?1tC5+ 中国"},
	{"an unknown coding", "=?gb2312?X?1tC5+g==?=", NULL,
	    "=?gb2312?X?1tC5+g==?="},
	{"marks that are no word", "a =? b ?= c", NULL, "a =? b ?= c"},
	{"raw GBK", "\xd6\xd0\xb9\xfa\xb5\xe7\xd0\xc5", NULL, "中国电信"},
	{"raw Big5", "\xa4\xa4\xb0\xea\xb9\x71\xab\x48", NULL, "中國電信"},
	{"raw UTF-8", "中国", NULL, "中国"},
	{"raw bytes with a label", "\xa4\xa4\xb0\xea", "big5", "中國"},
	{"raw bytes around words",
	    "\xbb\xd8\xb8\xb4 =?utf-8?B?5Lit5Zu9?= \xd6\xd0\xb9\xfa", NULL,
	    "回复 中国 中国"},
	{"raw bytes of UTF-8 around a word of GB",
	    "回复: =?gb2312?B?1tC5+g==?=", NULL, "回复: 中国"},
	{"a last byte cut", "=?gb18030?B?1tC5?=", NULL, "中\xef\xbf\xbd"},
	{"ends of lines that were encoded", "=?utf-8?Q?a=0D=0ABcc:_x?=", NULL,
	    "aBcc: x"},
	{"controls that were encoded",
	    "=?utf-8?Q?a=00=01=1Bb=7F=C2=85=E2=80=A8c?=", NULL, "abc"},
	{"words of UTF-7", "=?utf-7?Q?+Ti0?= =?utf-7?Q?+Vv0-?=", NULL, "中国"},
	{"words of HZ", "=?hz-gb-2312?Q?=7E{VP9z=7E}?=", NULL, "中国"},
	{"words of ISO-2022-JP", "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", NULL,
	    "日本"},
};

static void
test_words(void)
{
	struct tk_buf b = TK_BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		tk_buf_clear(&b);
		tk_buf_puts(&b, "x");
		tk_mail_words(&b, words[i].value, strlen(words[i].value),
		    words[i].label, NULL);
		compare(b.data + 1, words[i].want, "words", words[i].what);
	}
	tk_buf_free(&b);
}

static void
test_words_charset(void)
{
	static const char value[] =
	    "a =?gb2312?B?1tC5?= =?\"utf-8\"?Q?=E4=B8=AD?=";
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_charset cs;

	tk_mail_words(&b, value, sizeof value - 1, NULL, &cs);
	report(strcmp(cs.declared, "gb2312") == 0 &&
	    strcmp(cs.used, "GB18030") == 0 && cs.bad == 1,
	    "words", "tells label, charset and bad bytes");
	tk_buf_free(&b);
}

/* ---- addresses --------------------------------------------------------- */

/* want: name|address, of several with a newline between. */
static const struct {
	const char *value, *want;
} addresses[] = {
	{"a@b", "|a@b"},
	{"<a@b>", "|a@b"},
	{" a@b.cn \r\n", "|a@b.cn"},
	{"A.b@QQ.COM", "|A.b@qq.com"},
	{"\"张三\" <a@b.cn>", "张三|a@b.cn"},
	{"张三 <a@b.cn>", "张三|a@b.cn"},
	{"张三<a@b.cn>", "张三|a@b.cn"},
	{"=?gb2312?B?1cXI/Q==?= <a@b>", "张三|a@b"},
	{"\"=?gb2312?B?1cXI/Q==?=\" <a@b>", "张三|a@b"},
	{"=?gb2312?B?1cU=?=\r\n =?gb2312?B?yP0=?= <a@b>", "张三|a@b"},
	{"=?utf-8?Q?Zhang,_San_<x>?= <a@b>", "Zhang, San <x>|a@b"},
	{"=?utf-8?B?IuW8oOS4iSI=?= <a@b.cn>", "张三|a@b.cn"},
	{"=?utf-8?B?5byg5LiJIDxhQGIuY24+?=", "张三|a@b.cn"},
	{"\xd5\xc5\xc8\xfd <a@b.cn>", "张三|a@b.cn"},
	{"\"\xb3\xc2\xab\x40\xa5\x5c\" <a@b.cn>", "麻陂功|a@b.cn"},
	{"a@b (张三)", "张三|a@b"},
	{"a@b (=?gb2312?B?1cXI/Q==?=)", "张三|a@b"},
	{"a@b (Zhang (San))", "Zhang (San)|a@b"},
	{"(comment) a@b", "comment|a@b"},
	{"张三(客服部) <a@b>", "张三(客服部)|a@b"},
	{"<a@b> 张三", "张三|a@b"},
	{"张三 a@b.cn", "张三|a@b.cn"},
	{"张三a@b.cn", "张三|a@b.cn"},
	{"undisclosed-recipients:;", ""},
	{"undisclosed-recipients: ;", ""},
	{"客服: 张三 <a@b>, c@d;, e@f", "张三|a@b\n|c@d\n|e@f"},
	{"客服:张三 <a@b>", "客服:张三|a@b"},
	{"\"Zhang \\\"San\\\" Li\" <a@b>", "Zhang \"San\" Li|a@b"},
	{"\"Zhang, San\" <a@b>, c@d", "Zhang, San|a@b\n|c@d"},
	{"Zhang, San <a@b>", "Zhang, San|a@b"},
	{"\"张三 <a@b.cn>", "张三|a@b.cn"},
	{"张三\" <a@b.cn>", "张三|a@b.cn"},
	{"张三 <a@b.cn", "张三|a@b.cn"},
	{"张三 <a@b.cn, 李四 <c@d.cn>", "张三|a@b.cn\n李四|c@d.cn"},
	{"张三 a@b.cn>", "张三|a@b.cn"},
	{"张三 (客服 <a@b.cn>", "张三 (客服|a@b.cn"},
	{"张三，客服 <a@b.cn>", "张三，客服|a@b.cn"},
	{"a@b.cn; c@d.cn", "|a@b.cn\n|c@d.cn"},
	{"mailto:a@b.cn", "|a@b.cn"},
	{"<mailto:a@b.cn?subject=x>", "|a@b.cn"},
	{"张三 [mailto:a@b.cn]", "张三|a@b.cn"},
	{"<<a@b.cn>>", "|a@b.cn"},
	{"< a@b.cn >", "|a@b.cn"},
	{"\"a@b.cn\" <a@b.cn>", "|a@b.cn"},
	{"'张三' <a@b.cn>", "张三|a@b.cn"},
	{"张三", "张三|"},
	{"张三 <张三>", "张三 <张三>|"},
	{"客服＠中心", "客服＠中心|"},
	{"<>", ""},
	{"", ""},
	{",,;", ""},
	{"@", "@|"},
	{"\"", ""},
	{"a@", "a@|"},
	{"@b", "@b|"},
	{"a\x01@b\x7f.cn", "|a@b.cn"},
	{"张\x1b三 <a@b.cn>", "张三|a@b.cn"},
	{"=?utf-8?Q?=E5=BC=A0=0D=0A=00?= <a@b>", "张|a@b"},
	{"用户@例子.中国", "|用户@例子.中国"},
};

static void
add_all(struct tk_buf *b, const struct tk_address *list, size_t n)
{
	size_t i;

	tk_buf_clear(b);
	tk_buf_puts(b, "");
	for (i = 0; i < n; i++)
		tk_buf_printf(b, "%s%s|%s", i > 0 ? "\n" : "", list[i].name,
		    list[i].address);
}

static void
test_addresses(void)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_address *list;
	char value[500];
	size_t i, n;

	for (i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
		if (tk_mail_addresses(&arena, addresses[i].value,
		    strlen(addresses[i].value), NULL, &list, &n) < 0)
			abort();
		add_all(&b, list, n);
		compare(b.data, addresses[i].want, "addresses",
		    addresses[i].value);
	}
	memset(value, 'a', sizeof value);
	memcpy(value + 316, "@b.cn", 5);
	if (tk_mail_addresses(&arena, value, 321, NULL, &list, &n) < 0)
		abort();
	report(n == 1 && list[0].address[0] == '\0', "addresses",
	    "321 bytes are a name");
	if (tk_mail_addresses(&arena, value + 1, 320, NULL, &list, &n) < 0)
		abort();
	report(n == 1 && list[0].address[0] == 'a', "addresses",
	    "320 bytes are an address");
	tk_buf_free(&b);
	tk_arena_free(&arena);
}

/* What would take minutes if anything were looked at again and again. */
static void
test_hostile(void)
{
	static const char *const pieces[] = {
		"\"a", "(", "((a)", "<", "a@b,", ":", "\"a\"a", "=?a?Q?",
		"=?a?Q?x?=AB", "a(b)", "\\", "x=\"y;", "\"   ", "a b=",
		"\xef\xbc\x9c", "x*1=", "=?gb2312?B?1tA=?= ", "\xd6", "@",
		",\"a\" ", " at ", "(a)<", "\"a\",",
	};
	struct tk_buf b = TK_BUF_INIT, out = TK_BUF_INIT;
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_address *list;
	size_t i, n;

	for (i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		tk_buf_clear(&b);
		while (b.len < 300000)
			tk_buf_puts(&b, pieces[i]);
		tk_mail_words(&out, b.data, b.len, NULL, NULL);
		tk_mail_param(&out, b.data, b.len, "x");
		tk_mail_date(b.data, b.len);
		if (tk_mail_addresses(&arena, b.data, b.len, NULL, &list,
		    &n) < 0)
			abort();
		tk_arena_reset(&arena);
		tk_buf_clear(&out);
		report(1, "comes to an end", pieces[i]);
	}
	tk_buf_free(&b);
	tk_buf_free(&out);
	tk_arena_free(&arena);
}

/* ---- dates ------------------------------------------------------------- */

static const struct {
	const char *value, *want;
} dates[] = {
	{"Mon, 1 Jan 2024 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{"1 Jan 2024 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{" Mon,  1 Jan 2024\r\n 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{"Mon, 1 Jan 2024 8:3:5 +0800", "2024-01-01T00:03:05Z"},
	{"Mon, 1 Jan 2024 08:03 +0800", "2024-01-01T00:03:00Z"},
	{"Mon, 1 Jan 2024 08:03:05 +0800 (CST)", "2024-01-01T00:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 +0800 (中国标准时间 (北京))",
	    "2024-01-01T00:03:05Z"},
	{"Mon (a) , 1 (b (c)) Jan 2024 08 : 03 : 05 +0800", NULL},
	{"Mon (a), 1 (b (c)) Jan 2024 08:03:05 (d) +0800",
	    "2024-01-01T00:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 GMT", "2024-01-01T08:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 UT", "2024-01-01T08:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 Z", "2024-01-01T08:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 EST", "2024-01-01T13:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 CST", "2024-01-01T14:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 PDT", "2024-01-01T15:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 XYZ", "2024-01-01T08:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05", "2024-01-01T08:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 GMT+0800", "2024-01-01T00:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 GMT+8", "2024-01-01T00:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 +08:00", "2024-01-01T00:03:05Z"},
	{"Mon, 1 Jan 2024 08:03:05 -0330", "2024-01-01T11:33:05Z"},
	{"Mon, 1 Jan 24 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{"Fri, 1 Jan 99 08:03:05 +0800", "1999-01-01T00:03:05Z"},
	{"Sat, 1 Jan 100 08:03:05 +0800", "2000-01-01T00:03:05Z"},
	{"Monday, 1 January 2024 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{"Mon, 01-Jan-2024 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{"Mon Jan  1 08:03:05 2024", "2024-01-01T08:03:05Z"},
	{"Mon Jan  1 08:03:05 CST 2024", "2024-01-01T14:03:05Z"},
	{"Mon Jan  1 08:03:05 2024 +0800", "2024-01-01T00:03:05Z"},
	{"Mon Jan  1 08:03:05 +0800 2024", "2024-01-01T00:03:05Z"},
	{"2024-01-01 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{"2024-01-01 08:03:05", "2024-01-01T08:03:05Z"},
	{"2024-01-01T08:03:05Z", "2024-01-01T08:03:05Z"},
	{"2024-01-01T08:03:05.123+08:00", "2024-01-01T00:03:05Z"},
	{"2024/1/1 8:03", "2024-01-01T08:03:00Z"},
	{"2024-01-01", "2024-01-01T00:00:00Z"},
	{"周一, 01 1月 2024 08:03:05 +0800", "2024-01-01T00:03:05Z"},
	{"\xd6\xdc\xd2\xbb, 01 1\xd4\xc2 2024 08:03:05 +0800",
	    "2024-01-01T00:03:05Z"},
	{"Jan 1, 2024 8:03:05 PM", "2024-01-01T20:03:05Z"},
	{"Jan 1, 2024 12:03:05 AM", "2024-01-01T00:03:05Z"},
	{"29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00Z"},
	{"31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
	{"1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z"},
	{"31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z"},
	{"1 Jan 1970 00:00:00 +0800", NULL},
	{"31 Dec 9999 23:59:59 -0800", NULL},
	{"29 Feb 2023 00:00:00 +0000", NULL},
	{"31 Apr 2024 00:00:00 +0000", NULL},
	{"0 Jan 2024 00:00:00 +0000", NULL},
	{"32 Jan 2024 00:00:00 +0000", NULL},
	{"1 Jan 2024 24:00:00 +0000", NULL},
	{"1 Jan 2024 08:60:00 +0000", NULL},
	{"1 Jan 2024 08:03:61 +0000", NULL},
	{"1 Jan 2024 08:03:05 +9900", NULL},
	{"1 Jan 1969 08:03:05 +0000", NULL},
	{"1 Jan 20240 08:03:05 +0000", NULL},
	{"1 Foo 2024 08:03:05 +0000", NULL},
	{"Jan 2024", NULL},
	{"2024-13-01", NULL},
	{"2024-1", NULL},
	{"99999999999999999999", NULL},
	{"08:03", NULL},
	{"", NULL},
	{"(", NULL},
	{"no date", NULL},
};

static void
test_dates(void)
{
	char got[TK_TIME_SIZE];
	int64_t t;
	size_t i;

	for (i = 0; i < sizeof dates / sizeof dates[0]; i++) {
		t = tk_mail_date(dates[i].value, strlen(dates[i].value));
		if (t == TK_UNSET)
			strcpy(got, "none");
		else
			tk_time_format(got, t, NULL);
		compare(got, dates[i].want == NULL ? "none" : dates[i].want,
		    "dates", dates[i].value);
	}
}

/* ---- types and parameters ---------------------------------------------- */

static const struct {
	const char *value, *type, *subtype;
} types[] = {
	{"text/plain", "text", "plain"},
	{" Text/HTML; charset=x", "text", "html"},
	{"text / plain ;", "text", "plain"},
	{"\"text/plain\"", "text", "plain"},
	{"text", "text", ""},
	{"text/", "text", ""},
	{"", "", ""},
	{"; x=y", "", ""},
	{"application/vnd.ms-excel; name=x", "application", "vnd.ms-excel"},
	{"a234567890123456789012345678901234567890/b",
	    "a234567890123456789012345678901", "b"},
};

static const struct {
	const char *value, *name, *want;	/* NULL: there is none */
} params[] = {
	{"text/plain; charset=gb2312", "charset", "gb2312"},
	{"text/plain; charset=\"gb2312\"", "charset", "gb2312"},
	{"text/plain;charset = gb2312 ;format=flowed", "charset", "gb2312"},
	{"text/plain; CHARSET=gb2312", "charset", "gb2312"},
	{"text/plain charset=gb2312", "charset", "gb2312"},
	{"text/plain; charset=gb2312 format=flowed", "charset", "gb2312"},
	{"text/plain; charset=\"gb2312\" format=flowed", "format", "flowed"},
	{"text/plain; charset=us-ascii (Plain text)", "charset", "us-ascii"},
	{"text/plain;\r\n\tcharset=\"gb2312\"", "charset", "gb2312"},
	{"text/plain; xcharset=a; charset=b", "charset", "b"},
	{"text/plain; charset=a; charset=b", "charset", "a"},
	{"text/plain", "charset", NULL},
	{"text/plain; charset", "charset", NULL},
	{"text/plain; charset=", "charset", ""},
	{"charset=x", "charset", "x"},
	{"multipart/mixed; boundary=\"a =?b; c=d\"", "boundary",
	    "a =?b; c=d"},
	{"multipart/mixed; boundary=----=_Part_1", "boundary",
	    "----=_Part_1"},
	{"attachment; filename=a.doc", "filename", "a.doc"},
	{"attachment; filename=my report (1).doc", "filename",
	    "my report (1).doc"},
	{"attachment; filename=投诉 记录.doc; size=3", "filename",
	    "投诉 记录.doc"},
	{"attachment; filename=\"a;b.doc\"", "filename", "a;b.doc"},
	{"attachment; filename=\"a \\\"b\\\" c.doc\"", "filename",
	    "a \"b\" c.doc"},
	{"attachment; filename=\"a\"b\".doc\"", "filename", "a\"b\".doc"},
	{"attachment; filename=\"C:\\dir\\a.doc\"", "filename",
	    "C:\\dir\\a.doc"},
	{"attachment; filename=\"a.doc; size=3", "filename", "a.doc"},
	{"attachment; filename=\"a.doc; size=3", "size", "3"},
	{"attachment; filename=\"=?gb2312?B?1tC5+g==?=.doc\"", "filename",
	    "中国.doc"},
	{"attachment; filename==?gb2312?B?1tC5+g==?=", "filename", "中国"},
	{"attachment; filename=\"=?gb2312?B?1tC5?=\r\n"
	    " =?gb2312?B?+g==?=\"", "filename", "中国"},
	{"attachment; filename=\"\xd6\xd0\xb9\xfa.doc\"", "filename",
	    "中国.doc"},
	{"attachment; filename=\"\xa5\x5c\xbd\xd2\xaa\xed\xb3\xe6.doc\"",
	    "filename", "功課表單.doc"},
	{"attachment; filename*=gb2312''%D6%D0%B9%FA.doc", "filename",
	    "中国.doc"},
	{"attachment; filename*=utf-8'zh-cn'%E4%B8%AD%E5%9B%BD.doc",
	    "filename", "中国.doc"},
	{"attachment; filename*=\"utf-8''%E4%B8%AD\"", "filename", "中"},
	{"attachment; filename*=%E4%B8%AD.doc", "filename", "中.doc"},
	{"attachment; filename=x.doc; filename*=utf-8''%E4%B8%AD.doc",
	    "filename", "中.doc"},
	{"attachment; filename*0*=gb2312''%D6%D0%B9;\r\n filename*1*=%FA;"
	    "\r\n filename*2=\".doc\"", "filename", "中国.doc"},
	{"attachment; filename*1=b.doc; filename*0=a", "filename", "ab.doc"},
	{"attachment; filename*1=b.doc", "filename", "b.doc"},
	{"attachment; filename*0=\"=?gb2312?B?1tC5\";"
	    " filename*1=\"+g==?=.doc\"", "filename", "中国.doc"},
	{"attachment; filename*=utf-8''a%00%0D%0Ab", "filename", "ab"},
	{"attachment; filename*=utf-8''100%", "filename", "100%"},
	{"attachment; filename*999999999999*=a; filename=b", "filename", "b"},
};

static void
test_params(void)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_type t;
	size_t i;
	int rc;

	for (i = 0; i < sizeof types / sizeof types[0]; i++) {
		tk_mail_type_read(&t, types[i].value, strlen(types[i].value));
		compare(t.type, types[i].type, "type", types[i].value);
		compare(t.subtype, types[i].subtype, "subtype",
		    types[i].value);
	}
	for (i = 0; i < sizeof params / sizeof params[0]; i++) {
		tk_buf_clear(&b);
		tk_buf_puts(&b, "");
		rc = tk_mail_param(&b, params[i].value,
		    strlen(params[i].value), params[i].name);
		compare(rc < 0 ? "none" : b.data, params[i].want == NULL ?
		    "none" : params[i].want, "parameter", params[i].value);
	}
	tk_buf_free(&b);
}

int
main(void)
{
	test_words();
	test_words_charset();
	test_addresses();
	test_dates();
	test_params();
	test_hostile();
	tk_mail_charset_end();
	printf("1..%d\n", tests);
	return failed > 0;
}
