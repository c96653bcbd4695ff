/*
 * mail-html.c - pages as people read them, and pages nobody would write.
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

static const struct page {
	const char *name, *html, *text;
} pages[] = {
	{"blocks are lines", "<div>一</div><div>二</div>三", "一\n二\n三\n"},
	{"<br> is a line", "a<br>b<br/>c", "a\nb\nc\n"},
	{"at most one empty line in a row", "a<br><br><br><br>b", "a\n\nb\n"},
	{"an empty block of Gmail is an empty line",
	    "<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"},
	{"paragraphs have an empty line between", "<p>a</p><p>b</p>",
	    "a\n\nb\n"},
	{"Outlook's paragraphs are lines",
	    "<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb\n"},
	{"Outlook's empty paragraph is an empty line", "<p class=MsoNormal>a"
	    "</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>",
	    "a\n\nb\n"},
	{"blanks are one blank", " a \n\t b <b> c</b>", "a b c\n"},
	{"none between Chinese is made", "热<b>水</b>器", "热水器\n"},
	{"entities are characters",
	    "&lt;a&gt; &amp; &yen;5&nbsp;&#20320;&#x597d;", "<a> & ¥5 你好\n"},
	{"zero-width characters are dropped",
	    "订\xe2\x80\x8b单&zwnj;&#847;&shy;号\xef\xbb\xbf", "订单号\n"},
	{"joined pictures stay joined", "\xf0\x9f\x91\xa8\xe2\x80\x8d"
	    "\xf0\x9f\x91\xa9", "\xf0\x9f\x91\xa8\xe2\x80\x8d"
	    "\xf0\x9f\x91\xa9\n"},
	{"lists have dashes", "<ul><li>a<li>b</ul>", "- a\n- b\n"},
	{"lists have numbers", "<ol><li>a</li><li><p>b</p></li></ol>",
	    "1. a\n\n2. b\n"},
	{"numbers begin where they should",
	    "<ol start=7><li>a<li value=9>b<li>c</ol>", "7. a\n9. b\n10. c\n"},
	{"lists within lists are indented",
	    "<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c\n"},
	{"cells are separated by tabs, rows are lines",
	    "<table><tr><td>a</td><td>b</td></tr><tr><th>c<th>d</table>",
	    "a\tb\nc\td\n"},
	{"paragraphs in cells do not tear rows",
	    "<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>",
	    "a\tb\n"},
	{"an empty cell keeps its column",
	    "<table><tr><td>a<td> <td>b</table>", "a\t\tb\n"},
	{"empty cells before all text are none",
	    "<table><tr><td> <td>b<td> </table>x", "b\nx\n"},
	{"a column beside lines begins a line",
	    "<table><tr><td>a<br>b<td>c</table>", "a\nb\nc\n"},
	{"a link is followed by its address",
	    "<a href='https://x.cn/a?b=1&amp;c=2'>这里</a>点",
	    "这里 <https://x.cn/a?b=1&c=2>点\n"},
	{"not where it is its text",
	    "<a href='http://x.cn/'>http://x.cn</a> "
	    "<a href='https://X.cn'>x.cn</a>", "http://x.cn x.cn\n"},
	{"nor to mail, script or places in the page",
	    "<a href='mailto:a@b'>a</a><a href='javascript:x()'>b</a>"
	    "<a href='#c'>c</a>", "abc\n"},
	{"a link of nothing is nothing", "a<a href='http://x'> </a>b",
	    "a b\n"},
	{"pictures have their text", "<img src=x alt='照片 1'><img alt=''>",
	    "[照片 1]\n"},
	{"script, style and title are not read", "<title>t</title><style>a"
	    "</style><script>b</script>c<template>d</template>", "c\n"},
	{"comments are not read", "a<!-- b --><!--[if mso]>c<![endif]-->d",
	    "ad\n"},
	{"what is hidden is not read", "<div style='DISPLAY : none'>a</div>"
	    "<span style='visibility:hidden'>b</span><p hidden>c</p>"
	    "<i style='font-size:0px'>d</i>e", "e\n"},
	{"letters that have a size again are read",
	    "<div style='font-size:0'>a<p style='font-size:13px'>b</div>",
	    "b\n"},
	{"small letters are read", "<i style='font-size:0.8em'>a</i>", "a\n"},
	{"<pre> keeps blanks and lines", "<pre>a  b\n  c\n</pre>d",
	    "a  b\n  c\nd\n"},
	{"white-space: pre-wrap does, too",
	    "<div style='white-space: pre-wrap'>a\n b</div>", "a\n b\n"},
	{"quotes are quoted", "a<blockquote>b<br>c<br><br>d</blockquote>e",
	    "a\n> b\n> c\n>\n> d\ne\n"},
	{"quotes in quotes are quoted twice",
	    "<blockquote>a<blockquote>b</blockquote>c</blockquote>",
	    "> a\n> > b\n> c\n"},
	{"Gmail's quote is quoted once, and who wrote it is not",
	    "ok<div class='gmail_quote'><div class='gmail_attr'>On Monday x "
	    "wrote:<br></div><blockquote class='gmail_quote'>old</blockquote>"
	    "</div>", "ok\nOn Monday x wrote:\n> old\n"},
	{"what Gmail forwards is no quote",
	    "<div class=gmail_quote>---------- Forwarded message ---------"
	    "<br>From: a</div>",
	    "---------- Forwarded message ---------\nFrom: a\n"},
	{"an old Gmail quote is quoted", "a<div class=gmail_quote>b</div>",
	    "a\n> b\n"},
	{"Outlook's header of a reply is lines",
	    "<p class=MsoNormal>还是不行</p><div style='border:none;border-top:"
	    "solid #E1E1E1 1.0pt'><p class=MsoNormal><b>发件人<span lang=EN-US>"
	    ":</span></b> a@b.cn<br><b>发送时间:</b> 2024年1月2日<br><b>主题:"
	    "</b> 热水器</p></div>", "还是不行\n发件人: a@b.cn\n"
	    "发送时间: 2024年1月2日\n主题: 热水器\n"},
	{"QQ's header of a reply is lines",
	    "<div>还是不行</div><div style='font-size:12px'>------------------"
	    "&nbsp;原始邮件&nbsp;------------------</div><div><div><b>发件人:"
	    "</b>&nbsp;\"客服\"&lt;k@x.cn&gt;;</div><div><b>主题:</b>&nbsp;x"
	    "</div></div>", "还是不行\n"
	    "------------------ 原始邮件 ------------------\n"
	    "发件人: \"客服\"<k@x.cn>;\n主题: x\n"},
	{"NetEase's reply is a quote",
	    "不行<br>在 2024-01-02 10:00:00，\"客服\" &lt;k@x.cn&gt; 写道：<br>"
	    "<blockquote id='isReplyContent'>旧</blockquote>", "不行\n"
	    "在 2024-01-02 10:00:00，\"客服\" <k@x.cn> 写道：\n> 旧\n"},
	{"a page that is no page is read", "just text", "just text\n"},
	{"no page is no text", "", ""},
	{"blanks alone are no text", " <br>&nbsp;<p>", ""},
	{"tags never closed are lived with", "<b>a<p><i>b<table>c",
	    "a\n\nbc\n"},
	{"a < alone is a <", "1 < 2", "1 < 2\n"},
	{"control characters are dropped", "a&#1;b", "ab\n"},
};

static void
test_pages(void)
{
	struct tk_buf b = TK_BUF_INIT;
	size_t i;
	int good;

	for (i = 0; i < COUNT(pages); i++) {
		tk_buf_clear(&b);
		tk_buf_puts(&b, "|");
		good = tk_mail_html(&b, pages[i].html,
		    strlen(pages[i].html)) == 0 &&
		    strcmp(b.data + 1, pages[i].text) == 0;
		if (!good)
			printf("# \"%s\"\n# not \"%s\"\n", b.data + 1,
			    pages[i].text);
		ok(good, pages[i].name);
	}
	tk_buf_free(&b);
}

/* Each a million bytes: Gumbo alone would take minutes, or crash. */
static const char *const hostile[] = {
	"<div>", "<b>", "<b id=1><p>", "<table><tr><td>", "<ul><li>",
	"<form><b>", "<", "<!--", "<a ", "<svg><g>", "<select><div>",
	"<div></span>", "<table><div></table>", "<blockquote>x",
	"<td><font>x</td>", "<p>x<b>", "<a href=http://x.cn>y<p>", "<li><dd>",
	"<<b>div>", "&", "&amp", "<table><font id=1></table>x", "<p>", "<br>",
	"<style><!--", "<script><!--<script>", "<svg><![CDATA[<a x=\"]]>",
	"<select><style></select><div><div>", "</p>", "<math><mi><p>",
	"<template><div>", "<object><b>", "<marquee>", "<h1>", "<nobr>",
	"<button><p>", "<b></p><i>", "<option><b>", "<frameset>", "<ruby><rt>",
	"<o:p>", "<a x=\"", "<textarea>", "<pre> \n", "&nbsp;", "\xc2\xa0<p>",
	"<div><p><b></div>", "<table><tbody><b>", "<table><caption><b>",
	"<dl><dt><p>", "<body><b>", "<head><noscript><div>", "</table><b>",
	"<table><td><table>", "<li><b>", "</br>", "<tr></b><i id=2>",
};

static void
test_hostile(void)
{
	struct tk_buf page = TK_BUF_INIT, b = TK_BUF_INIT;
	size_t i;
	int good = 1;

	for (i = 0; i < COUNT(hostile); i++) {
		tk_buf_clear(&page);
		tk_buf_clear(&b);
		while (page.len < (1 << 20))
			tk_buf_puts(&page, hostile[i]);
		tk_buf_puts(&page, "x");
		if (tk_mail_html(&b, page.data, page.len) < 0) {
			printf("# gave up on %s\n", hostile[i]);
			good = 0;
		}
	}
	ok(good, "hostile pages are read all the same");
	tk_buf_clear(&page);
	tk_buf_clear(&b);
	tk_buf_puts(&page, "<a ");
	for (i = 0; i < 100000; i++)
		tk_buf_printf(&page, "a%zu ", i);
	tk_buf_puts(&page, ">text");
	ok(tk_mail_html(&b, page.data, page.len) == 0 &&
	    strcmp(b.data, "text\n") == 0,
	    "a hundred thousand attributes are no matter");
	tk_buf_clear(&page);
	tk_buf_clear(&b);
	tk_buf_puts(&page, "<a href=\"http://");
	for (i = 0; i < 500000; i++)
		tk_buf_puts(&page, "x");
	tk_buf_puts(&page, "\">");
	for (i = 0; i < 50000; i++)
		tk_buf_puts(&page, "<p>x");
	ok(tk_mail_html(&b, page.data, page.len) == 0 && b.len < page.len,
	    "a link left open is not repeated");
	tk_buf_clear(&page);
	tk_buf_clear(&b);
	while (page.len < 9 * TK_MAIL_MAX_TEXT)
		tk_buf_puts(&page, "<p class='x'>你好，热水器坏了</p>\n");
	ok(tk_mail_html(&b, page.data, page.len) == 0 &&
	    tk_text_valid(b.data, b.len, NULL) && b.len > 1000000,
	    "a page too large is cut between characters");
	tk_buf_free(&page);
	tk_buf_free(&b);
}

static void
test_anything(void)
{
	struct tk_buf page = TK_BUF_INIT, b = TK_BUF_INIT;
	size_t i, j, n, from;
	const char *s;
	char *copy;
	int good = 1;

	for (i = 0; i < 4000; i++) {
		tk_buf_clear(&page);
		tk_buf_clear(&b);
		tk_buf_putc(&page, ' ');
		for (j = below(12) + 1; j > 0; j--) {
			s = below(2) ? pages[below(COUNT(pages))].html :
			    hostile[below(COUNT(hostile))];
			n = strlen(s);
			from = n == 0 || below(2) ? 0 : below(n);
			tk_buf_add(&page, s + from, n - from);
		}
		copy = malloc(page.len);
		if (copy == NULL)
			abort();
		memcpy(copy, page.data, page.len);
		for (j = below(4); j > 0; j--)
			copy[below(page.len)] = "<>/\"'&-! \0\xff"[below(11)];
		good &= tk_mail_html(&b, copy, page.len) == 0;
		good &= b.len == 0 || tk_text_valid(b.data, b.len, NULL);
		free(copy);
	}
	ok(good, "whatever comes is read, and is UTF-8");
	tk_buf_free(&page);
	tk_buf_free(&b);
}

int
main(void)
{
	test_pages();
	test_hostile();
	test_anything();
	printf("1..%d\n", tests);
	return failed > 0;
}
