/*
 * mail-quote.c - what is new in a text, who wrote what is forwarded, what a
 * subject is about, and what a file may be called.
 */
#include <stdio.h>
#include <string.h>

#include <mail/part.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int tests, failed;

static void
ok(int good, const char *part, const char *what)
{
	printf("%sok %d - %s%s%s\n", good ? "" : "not ", ++tests, part,
	    part[0] != '\0' ? ": " : "", what);
	failed += !good;
}

static int
is(struct tk_span s, const char *want, const char *what)
{
	if (s.len == strlen(want) && memcmp(s.data, want, s.len) == 0)
		return 1;
	printf("# %s is \"%.*s\"\n# not \"%s\"\n", what, (int)s.len, s.data,
	    want);
	return 0;
}

/* ---- replies ----------------------------------------------------------- */

static const struct cut {
	const char *name, *mail, *text, *signature, *quoted;
} replies[] = {
	{"a reply without history stays", "还是不行\n请回电\n",
	    "还是不行\n请回电", "", ""},
	{"QQ's rule is a cut",
	    "谢谢\n\n------------------ 原始邮件 ------------------\n"
	    "发件人: \"客服\"<kefu@x.cn>;\n旧话\n", "谢谢", "",
	    "------------------ 原始邮件 ------------------\n"
	    "发件人: \"客服\"<kefu@x.cn>;\n旧话"},
	{"Outlook's rule is a cut",
	    "ok\n-----Original Message-----\nFrom: x\n", "ok", "",
	    "-----Original Message-----\nFrom: x"},
	{"a rule says Original alone", "ok\n--Original--\nx", "ok", "",
	    "--Original--\nx"},
	{"Originally is no rule", "ok\n-- Originally I asked\nx",
	    "ok\n-- Originally I asked\nx", "", ""},
	{"163's rule of a forward is a cut",
	    "见下\n-------- 转发邮件信息 --------\nx", "见下", "",
	    "-------- 转发邮件信息 --------\nx"},
	{"Gmail's rule of a forward is a cut",
	    "fyi\n---------- Forwarded message ---------\nx", "fyi", "",
	    "---------- Forwarded message ---------\nx"},
	{"a rule in traditional characters is a cut",
	    "好\n-----原始郵件-----\nx", "好", "", "-----原始郵件-----\nx"},
	{"在…写道 is a cut",
	    "可以\n在 2023-10-02 10:00:00，\"客服\" <k@x.cn> 写道：\n旧", "可以",
	    "", "在 2023-10-02 10:00:00，\"客服\" <k@x.cn> 写道：\n旧"},
	{"在…写道 with a half-width colon is a cut",
	    "可以\n在2023年10月2日,客服写道:\n旧", "可以", "",
	    "在2023年10月2日,客服写道:\n旧"},
	{"在…寫道 is a cut", "可以\n在 10月2日，客服 寫道：\n舊", "可以", "",
	    "在 10月2日，客服 寫道：\n舊"},
	{"在…写道 may go over two lines",
	    "可以\n在 2023年10月2日，上午10:00，客服 <kefu@example.com>\n写道：\n旧",
	    "可以", "",
	    "在 2023年10月2日，上午10:00，客服 <kefu@example.com>\n写道：\n旧"},
	{"more than 80 characters before 写道 are no cut",
	    "可以\n在一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十一写道：旧",
	    "可以\n在一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十一写道：旧", "", ""},
	{"80 characters before 写道 are a cut",
	    "可以\n在一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十写道：旧", "可以", "",
	    "在一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
	    "一二三四五六七八九十一二三四五六七八九十写道：旧"},
	{"Gmail's 于…写道 is a cut",
	    "好\n客服 <kefu@x.cn> 于2023年10月2日周一 10:00写道：\n\n旧", "好", "",
	    "客服 <kefu@x.cn> 于2023年10月2日周一 10:00写道：\n\n旧"},
	{"two labels are a cut",
	    "已收到\n发件人： 客服\n收件人： 王芳\n旧", "已收到", "",
	    "发件人： 客服\n收件人： 王芳\n旧"},
	{"labels of Taiwan are a cut",
	    "收到\n寄件者: 客服\n主旨: 退款\n舊", "收到", "",
	    "寄件者: 客服\n主旨: 退款\n舊"},
	{"labels may have blanks within and be bold",
	    "收到\n*发 件 人:* 客服\n*主　题：* 退款\n旧", "收到", "",
	    "*发 件 人:* 客服\n*主　题：* 退款\n旧"},
	{"labels may have an empty line between them",
	    "收到\n发送时间：10月2日\n\n主题：退款\n旧", "收到", "",
	    "发送时间：10月2日\n\n主题：退款\n旧"},
	{"one label is a sentence", "收件人：王芳\n地址：北京\n请改", "收件人：王芳\n"
	    "地址：北京\n请改", "", ""},
	{"labels apart from each other are sentences",
	    "收件人：王芳\n地址：北京\n主题：改址\n请改",
	    "收件人：王芳\n地址：北京\n主题：改址\n请改", "", ""},
	{"Outlook's English labels are a cut",
	    "ok\nFrom: K <k@x.cn>\nSent: Monday\nTo: W\nold", "ok", "",
	    "From: K <k@x.cn>\nSent: Monday\nTo: W\nold"},
	{"From: and To: alone are a journey",
	    "a trip\nFrom: Beijing\nTo: Xi'an\n", "a trip\nFrom: Beijing\n"
	    "To: Xi'an", "", ""},
	{"On … wrote: is a cut", "yes\nOn Mon, 2 Oct 2023, K wrote:\nold",
	    "yes", "", "On Mon, 2 Oct 2023, K wrote:\nold"},
	{"On … wrote: may go over two lines",
	    "yes\nOn Mon, 2 Oct 2023 at 10:00, Kefu <kefu@x.cn>\nwrote:\nold",
	    "yes", "",
	    "On Mon, 2 Oct 2023 at 10:00, Kefu <kefu@x.cn>\nwrote:\nold"},
	{"On the way … is a sentence", "On the way I called.\nThey wrote\nno",
	    "On the way I called.\nThey wrote\nno", "", ""},
	{"a tail of > lines is a cut", "可以\n\n> 旧一\n>\n\n> 旧二\n\n", "可以",
	    "", "> 旧一\n>\n\n> 旧二"},
	{"answers between > lines stay", "> 颜色？\n红\n> 尺寸？\n大\n",
	    "> 颜色？\n红\n> 尺寸？\n大", "", ""},
	{"answers below … wrote: stay",
	    "Hi\nOn Mon, K wrote:\n> a?\nb\n> c?\nd\n",
	    "Hi\nOn Mon, K wrote:\n> a?\nb\n> c?\nd", "", ""},
	{"answers below 写道 stay, and its tail is cut",
	    "在10月2日，客服写道：\n> 颜色？\n红\n> 再见\n",
	    "在10月2日，客服写道：\n> 颜色？\n红", "", "> 再见"},
	{"a signature below > lines is one",
	    "可以\n> 旧\n\n-- \n王芳\n", "可以", "-- \n王芳", "> 旧"},
	{"a reply that is all history stays",
	    "-----原始邮件-----\n发件人: x\n旧\n", "-----原始邮件-----\n"
	    "发件人: x\n旧", "", ""},
	{"a reply that is but > lines stays", "> 旧\n> 旧\n", "> 旧\n> 旧", "",
	    ""},
	{"a reply that is but a signature over history stays",
	    "发自我的iPhone\n\n------ 原始邮件 ------\n旧",
	    "发自我的iPhone\n\n------ 原始邮件 ------\n旧", "", ""},
	{"a signature above the history is one",
	    "谢谢\n\n发自我的iPhone\n\n------ 原始邮件 ------\n旧", "谢谢",
	    "发自我的iPhone", "------ 原始邮件 ------\n旧"},
	{"a reply of one line without a line end", "好", "好", "", ""},
	{"an empty reply", "", "", "", ""},
	{"a reply of blanks", " \n\t\n　\n", "", "", ""},
};

static const struct cut firsts[] = {
	{"a first mail keeps what it quotes",
	    "请看\n-----原始邮件-----\n发件人: x\n主题: y\n旧\n",
	    "请看\n-----原始邮件-----\n发件人: x\n主题: y\n旧", "", ""},
	{"a first mail keeps its > lines", "请看\n> 旧\n", "请看\n> 旧", "", ""},
	{"a signature is cut at its line", "投诉\n\n-- \n王芳\n138\n", "投诉",
	    "-- \n王芳\n138", ""},
	{"the last line of dashes counts", "a\n-- \nb\n-- \nc", "a\n-- \nb",
	    "-- \nc", ""},
	{"dashes that lost their blank count", "投诉\n--\n王芳", "投诉",
	    "--\n王芳", ""},
	{"three dashes are no signature", "投诉\n---\n王芳", "投诉\n---\n王芳",
	    "", ""},
	{"发自我的 is a signature", "投诉\n发自我的华为手机\n", "投诉",
	    "发自我的华为手机", ""},
	{"從我的 iPhone 傳送 is one", "投訴\n\n從我的 iPhone 傳送", "投訴",
	    "從我的 iPhone 傳送", ""},
	{"Sent from my is one", "hello\nSent from my iPad", "hello",
	    "Sent from my iPad", ""},
	{"来自…的邮件 is one", "投诉\n来自网易手机的邮件", "投诉",
	    "来自网易手机的邮件", ""},
	{"来自QQ邮箱 is one", "投诉\n来自QQ邮箱的安卓客户端", "投诉",
	    "来自QQ邮箱的安卓客户端", ""},
	{"发自我的内心 is a sentence", "谢谢\n发自我的内心感谢你们", "谢谢\n"
	    "发自我的内心感谢你们", "", ""},
	{"发自我的… with a stop is a sentence", "a\n发自我的公司。", "a\n"
	    "发自我的公司。", "", ""},
	{"what is written below a signature stays",
	    "一\n发自我的iPhone\n二\n", "一\n发自我的iPhone\n二", "", ""},
	{"a signature above a forward stays with it",
	    "请处理\n-- \n客服\n\n-------- 转发邮件信息 --------\n发件人：a@b.cn",
	    "请处理\n-- \n客服\n\n-------- 转发邮件信息 --------\n发件人：a@b.cn",
	    "", ""},
	{"a mail that is but a signature stays", "-- \n王芳", "-- \n王芳", "",
	    ""},
	{"empty lines at both ends go", "\n \n  投诉\n\n　\n", "  投诉", "", ""},
};

static void
test_cut(const struct cut *c, const char *part,
    void (*cut)(struct tk_mail_cut *, const char *, size_t))
{
	struct tk_mail_cut got;
	int good;

	cut(&got, c->mail, strlen(c->mail));
	good = is(got.text, c->text, "text");
	good &= is(got.signature, c->signature, "signature");
	good &= is(got.quoted, c->quoted, "quoted");
	ok(good, part, c->name);
}

/* ---- forwards ---------------------------------------------------------- */

/* address NULL: there is none. */
static const struct {
	const char *name, *text, *person, *address;
} forwards[] = {
	{"a name and <address>", "发件人：王芳 <wang@x.cn>", "王芳", "wang@x.cn"},
	{"[mailto:]", "From: wang@x.cn [mailto:wang@x.cn]", "", "wang@x.cn"},
	{"a name and [mailto:]", "From: Wang Fang [mailto:wang@X.CN]",
	    "Wang Fang", "wang@x.cn"},
	{"an address in round brackets", "发件人: 王芳(wang@x.cn)", "王芳",
	    "wang@x.cn"},
	{"full-width brackets", "发件人：王芳（wang@x.cn）", "王芳", "wang@x.cn"},
	{"quotes", "发件人: \"王芳\"<wang@x.cn>;", "王芳", "wang@x.cn"},
	{"寄件者", "寄件者: 王芳 <wang@x.tw>", "王芳", "wang@x.tw"},
	{"发送人", "发送人：wang@x.cn", "", "wang@x.cn"},
	{"bold labels", "*发件人:* 王芳 <wang@x.cn>", "王芳", "wang@x.cn"},
	{"quoted labels", "> From: Wang <w@x.cn>\n> To: k", "Wang", "w@x.cn"},
	{"the address on the next line", "发件人：王芳\n<wang@x.cn>\n", "王芳",
	    "wang@x.cn"},
	{"all of it on the next line", "发件人：\n王芳 <wang@x.cn>\n", "王芳",
	    "wang@x.cn"},
	{"the first of several", "发件人：a@x.cn\n收件人：b@x.cn\n发件人：c@x.cn",
	    "", "a@x.cn"},
	{"only what is behind the mark",
	    "From: k@x.cn\n\n-----原始邮件-----\n发件人: 王芳 <w@y.cn>", "王芳",
	    "w@y.cn"},
	{"behind Begin forwarded message",
	    "fyi\nBegin forwarded message:\n\nFrom: W <w@y.cn>", "W",
	    "w@y.cn"},
	{"before the mark when nothing is behind it",
	    "发件人: w@y.cn\n-----原始邮件-----\n旧", "", "w@y.cn"},
	{"no address", "发件人：王芳\n收件人：客服\n", NULL, NULL},
	{"no label", "王芳 wang@x.cn 来信", NULL, NULL},
	{"a lone @", "发件人：@ @x @@ a@ \n", NULL, NULL},
	{"nothing", "", NULL, NULL},
};

static void
test_forward(size_t i)
{
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_address a = {"", ""};
	const char *text = forwards[i].text;
	int found = tk_mail_forwarded(&arena, text, strlen(text), &a) == 0;
	int good = found == (forwards[i].address != NULL) && (!found ||
	    (strcmp(a.name, forwards[i].person) == 0 &&
	    strcmp(a.address, forwards[i].address) == 0));

	if (!good)
		printf("# got \"%s\" <%s>\n", a.name, a.address);
	ok(good, "a forward", forwards[i].name);
	tk_arena_free(&arena);
}

/* ---- subjects ---------------------------------------------------------- */

#define RE TK_MAIL_ANSWER
#define FW TK_MAIL_FORWARD

static const struct {
	const char *subject, *topic;
	unsigned traits;
} topics[] = {
	{"退款", "退款", 0},
	{"Re: 退款", "退款", RE},
	{"RE：退款", "退款", RE},
	{"re :退款", "退款", RE},
	{"Re[2]: 退款", "退款", RE},
	{"Re(3)：退款", "退款", RE},
	{"Re^4: 退款", "退款", RE},
	{"Re: Re：回复: 答复：回覆:退款", "退款", RE},
	{"Fw: 退款", "退款", FW},
	{"Fwd:退款", "退款", FW},
	{"转发：退款", "退款", FW},
	{"轉寄: 退款", "退款", FW},
	{"轉發：退款", "退款", FW},
	{"Re: 转发: 退款", "退款", RE | FW},
	{"[CS202611200001] 退款", "退款", 0},
	{"【CS202611200001】退款", "退款", 0},
	{"Re: [a][b] 【c】Re: 退款", "退款", RE},
	{"　Re:　退款", "退款", RE},
	{"【投诉】", "【投诉】", 0},
	{"Re: 【投诉】", "【投诉】", RE},
	{"Re:", "", RE},
	{"Really", "Really", 0},
	{"Re 退款", "Re 退款", 0},
	{"Red: 退款", "Red: 退款", 0},
	{"Re[x]: 退款", "Re[x]: 退款", 0},
	{"[没有结尾 退款", "[没有结尾 退款", 0},
	{"回复", "回复", 0},
	{"", "", 0},
};

static void
test_topic(size_t i)
{
	unsigned traits = 0;
	struct tk_span s = tk_mail_topic(topics[i].subject, &traits);
	int good = is(s, topics[i].topic, "topic");

	good &= traits == topics[i].traits;
	ok(good, "a subject", topics[i].subject);
}

/* ---- names ------------------------------------------------------------- */

#define TEN "一二三四五六七八九十"
#define CONTROLS "a\x01" "b\nc\x7f" "d.txt"

static const struct {
	const char *name, *wanted, *got;
} names[] = {
	{"an ordinary name stays", "发票 2023.pdf", "发票 2023.pdf"},
	{"folders go", "../../etc/passwd", "passwd"},
	{"folders of Windows go", "C:\\temp\\a.txt", "a.txt"},
	{"a folder alone gives its name", "/tmp/", "tmp"},
	{"two dots are none", "..", ""},
	{"a dot is none", ".", ""},
	{"leading dots go", "...bashrc", "bashrc"},
	{"leading blanks and dots go", " . .x", "x"},
	{"dots in a row become one", "a..b...pdf", "a.b.pdf"},
	{"dots and blanks at the end go", "a.txt. . ", "a.txt"},
	{"controls go", CONTROLS, "abcd.txt"},
	{"a turned direction goes", "a\xe2\x80\xae" "fdp.exe", "afdp.exe"},
	{"invisible characters go", "\xef\xbb\xbf" "a\xe2\x80\x8b.txt",
	    "a.txt"},
	{"bad bytes become _", "a\xff.txt", "a_.txt"},
	{"a tab is a blank", "a\tb", "a b"},
	{"120 bytes stay", TEN TEN TEN TEN, TEN TEN TEN TEN},
	{"more are cut before the extension", TEN TEN TEN TEN "一.pdf",
	    TEN TEN TEN "一二三四五六七八.pdf"},
	{"a long extension is cut as well",
	    TEN TEN TEN "一.abcdefghijklmnopqrstuvwxyz0123456789",
	    TEN TEN TEN "一.abcdefghijklmnopqrstuvwxyz"},
	{"an empty name", "", ""},
	{"slashes alone", "///", ""},
};

static void
test_name(size_t i)
{
	char name[128];

	tk_mail_name(name, names[i].wanted, strlen(names[i].wanted));
	if (strcmp(name, names[i].got) != 0)
		printf("# got \"%s\"\n", name);
	ok(strcmp(name, names[i].got) == 0, "a name", names[i].name);
}

int
main(void)
{
	size_t i;
	char name[128];

	for (i = 0; i < COUNT(replies); i++)
		test_cut(&replies[i], "", tk_mail_cut_reply);
	for (i = 0; i < COUNT(firsts); i++)
		test_cut(&firsts[i], "", tk_mail_cut_first);
	for (i = 0; i < COUNT(forwards); i++)
		test_forward(i);
	for (i = 0; i < COUNT(topics); i++)
		test_topic(i);
	for (i = 0; i < COUNT(names); i++)
		test_name(i);
	tk_mail_name(name, "a\0b.txt", 7);
	ok(strcmp(name, "ab.txt") == 0, "a name", "a NUL goes");
	printf("1..%d\n", tests);
	return failed > 0;
}
