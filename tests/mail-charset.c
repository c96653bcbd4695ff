/* mail-charset.c - texts of named, wrongly named and nameless charsets. */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mail/part.h"

#define BAD "\xef\xbf\xbd"
#define SENTENCE "您好，订单20240315的热水器打不开。"

static int tests, failed;
static struct tk_buf out = TK_BUF_INIT;

static void
report(int fine, const char *what, const char *which)
{
	printf("%s %d - %s: %s\n", fine ? "ok" : "not ok", ++tests, what,
	    which);
	failed += !fine;
}

static const char *
decode(const char *label, const char *data, size_t len,
    struct tk_mail_charset *cs)
{
	tk_buf_clear(&out);
	tk_buf_puts(&out, "");
	tk_mail_charset_utf8(&out, label, label == NULL ? 0 : strlen(label),
	    data, len, cs);
	return out.data;
}

/* Bytes of a charset, by iconv. */
static void
encode(struct tk_buf *b, const char *charset, const char *text)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	char *in = (char *)(uintptr_t)text, *to;
	size_t left = strlen(text), room = 4 * left + 64;

	tk_buf_clear(b);
	if (cd == (iconv_t)-1 || tk_buf_reserve(b, room) < 0)
		abort();
	to = b->data;
	if (iconv(cd, &in, &left, &to, &room) == (size_t)-1 ||
	    iconv(cd, NULL, NULL, &to, &room) == (size_t)-1)
		abort();
	b->len = (size_t)(to - b->data);
	b->data[b->len] = '\0';
	iconv_close(cd);
}

/* ---- labels ------------------------------------------------------------ */

/* Every label, the charset whose bytes are given, and what is to be used. */
static const struct {
	const char *label, *bytes, *used;
} labels[] = {
	{"gb2312", "GBK", "GB18030"}, {"GB2312", "GBK", "GB18030"},
	{"\"gb2312\"", "GBK", "GB18030"}, {" gb2312 ", "GBK", "GB18030"},
	{"'gbk'", "GBK", "GB18030"}, {"gbk", "GBK", "GB18030"},
	{"x-gbk", "GBK", "GB18030"}, {"iso-gb2312", "GBK", "GB18030"},
	{"gb2312_charset", "GBK", "GB18030"},
	{"gb_2312-80", "GBK", "GB18030"}, {"gb-18030", "GBK", "GB18030"},
	{"gb18030", "GBK", "GB18030"}, {"GB18030-2005", "GBK", "GB18030"},
	{"GB18030-2000", "GBK", "GB18030"}, {"chinese", "GBK", "GB18030"},
	{"cp936", "GBK", "GB18030"}, {"ms936", "GBK", "GB18030"},
	{"windows-936", "GBK", "GB18030"}, {"936", "GBK", "GB18030"},
	{"euc-cn", "GBK", "GB18030"}, {"cn-gb", "GBK", "GB18030"},
	{"csgb2312", "GBK", "GB18030"}, {"iso-ir-58", "GBK", "GB18030"},
	{"csISO58GB231280", "GBK", "GB18030"},
	{"gb", "GBK", "GB18030"}, {"gb13000", "GBK", "GB18030"},
	{"x-mac-chinesesimp", "GBK", "GB18030"},
	{"hz-gb-2312", "GBK", "GB18030"}, {"utf-7", "GBK", "GB18030"},
	{"us-ascii", "GBK", "GB18030"}, {"iso-8859-1", "GBK", "GB18030"},
	{"ansi_x3.4-1968", "GBK", "GB18030"}, {"latin1", "GBK", "GB18030"},
	{"windows-1252", "GBK", "GB18030"}, {"utf-8", "GBK", "GB18030"},
	{"unknown-8bit", "GBK", "GB18030"}, {"", "GBK", "GB18030"},
	{"x-unknown", "GBK", "GB18030"}, {"\"", "GBK", "GB18030"},
	{"../../x", "GBK", "GB18030"}, {"INTERNAL", "GBK", "GB18030"},
	{"gb2312; format=flowed", "GBK", "GB18030"},
	{"iso-2022-jp", "GBK", "GB18030"},
	{"utf-8", "UTF-8", "UTF-8"}, {"utf8", "UTF-8", "UTF-8"},
	{"unicode-1-1-utf-8", "UTF-8", "UTF-8"},
	{"gb2312", "UTF-8", "UTF-8"}, {"big5", "UTF-8", "UTF-8"},
	{"us-ascii", "UTF-8", "UTF-8"}, {"windows-1251", "UTF-8", "UTF-8"},
	{"hz-gb-2312", "UTF-8", "UTF-8"}, {"x-nobody", "UTF-8", "UTF-8"},
	{"hz", "HZ", "HZ"}, {"hz-gb-2312", "HZ", "HZ"},
	{"HZ-GB-2312", "HZ", "HZ"},
	{"utf-7", "UTF-7", "UTF-7"},
	{"unicode-1-1-utf-7", "UTF-7", "UTF-7"},
	{"x-unicode-2-0-utf-7", "UTF-7", "UTF-7"},
	{"iso-2022-cn", "ISO-2022-CN", "ISO-2022-CN"},
	{"iso-2022-cn-ext", "ISO-2022-CN-EXT", "ISO-2022-CN-EXT"},
	{"utf-16", "UTF-16LE", "UTF-16LE"}, {"utf-16", "UTF-16BE", "UTF-16BE"},
	{"utf-16", "UTF-16", "UTF-16LE"},
	{"unicode", "UTF-16LE", "UTF-16LE"}, {"ucs-2", "UTF-16BE", "UTF-16BE"},
	{"utf-16le", "UTF-16LE", "UTF-16LE"},
	{"utf-16be", "UTF-16BE", "UTF-16BE"},
	{NULL, "UTF-16", "UTF-16LE"}, {"gb2312", "UTF-16", "UTF-16LE"},
	{"utf-32le", "UTF-32LE", "UTF-32LE"}, {NULL, "UTF-32", "UTF-32LE"},
	{NULL, "GBK", "GB18030"}, {NULL, "UTF-8", "UTF-8"},
};

/* iconv has no HZ. */
static void
encode_hz(struct tk_buf *b, const char *text)
{
	struct tk_buf gb = TK_BUF_INIT;
	size_t i;
	int han = 0, high;

	encode(&gb, "GBK", text);
	tk_buf_clear(b);
	for (i = 0; i < gb.len; i++) {
		high = (gb.data[i] & 0x80) != 0;
		if (high != han)
			tk_buf_puts(b, high ? "~{" : "~}");
		han = high;
		tk_buf_putc(b, (char)(gb.data[i] & 0x7f));
	}
	if (han)
		tk_buf_puts(b, "~}");
	tk_buf_free(&gb);
}

static void
test_labels(void)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_charset cs;
	const char *got;
	size_t i;
	int fine;

	for (i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		if (strcmp(labels[i].bytes, "HZ") == 0)
			encode_hz(&b, SENTENCE);
		else
			encode(&b, labels[i].bytes, SENTENCE);
		got = decode(labels[i].label, b.data, b.len, &cs);
		fine = strcmp(got, SENTENCE) == 0 && cs.bad == 0 &&
		    strcmp(cs.used, labels[i].used) == 0;
		report(fine, labels[i].bytes, labels[i].label == NULL ?
		    "without a label" : labels[i].label);
		if (!fine)
			printf("# %s %s %u\n", got, cs.used, cs.bad);
	}
	tk_buf_free(&b);
}

/* ---- charsets ---------------------------------------------------------- */

static const struct {
	const char *label, *charset, *text;
} texts[] = {
	{"gb18030", "GB18030", "𠮷野家、㐂、龦、镕、喆、堃，𪚥"},
	{"gbk", "GBK", "國語、朱镕基、喆、①②③"},
	{"gb18030", "GB18030", "ḿ ǹ é ü ō, Ω, Ж, 한글, ａ１"},
	{"big5", "BIG5-HKSCS", "您好，訂單編號 20240315 的熱水器無法開機。"},
	{"big5-hkscs", "BIG5-HKSCS", "嘅咗啲嚟喺𠝹Ê̄"},
	{"big-five", "BIG5", "許功蓋"}, {"cn-big5", "BIG5", "許功蓋"},
	{"x-x-big5", "BIG5", "許功蓋"}, {"big5-eten", "BIG5", "許功蓋"},
	{"x-big5", "BIG5", "許功蓋"}, {"csbig5", "BIG5", "許功蓋"},
	{"cp950", "CP950", "許功蓋"}, {"windows-950", "CP950", "許功蓋"},
	{"ms950", "CP950", "許功蓋"}, {"bigfive", "BIG5", "許功蓋"},
	{"big5hkscs", "BIG5-HKSCS", "許功蓋"},
	{"euc-tw", "EUC-TW", "您好，訂單編號的熱水器無法開機。"},
	{"x-euc-tw", "EUC-TW", "熱水器"},
	{"iso-2022-cn", "ISO-2022-CN", "热水器\n打不开 1\n熱水器"},
	{"iso-2022-kr", "ISO-2022-KR", "안녕하세요 1"},
	{"iso-2022-jp", "ISO-2022-JP", "こんにちは、日本語 1"},
	{"iso-2022-jp-2", "ISO-2022-JP-2", "日本語 热水器"},
	{"shift_jis", "SHIFT_JIS", "こんにちは、日本語"},
	{"x-sjis", "CP932", "①こんにちは"}, {"sjis", "CP932", "日本"},
	{"euc-jp", "EUC-JP", "こんにちは、日本語"},
	{"x-euc-jp", "EUC-JP", "日本"},
	{"euc-kr", "EUC-KR", "안녕하세요"},
	{"ks_c_5601-1987", "CP949", "안녕하세요 똠"},
	{"koi8-r", "KOI8-R", "Здравствуйте, заказ 20240315"},
	{"windows-1251", "WINDOWS-1251", "Здравствуйте, заказ 20240315"},
	{"cp1251", "WINDOWS-1251", "Здравствуйте"},
	{"win-1251", "WINDOWS-1251", "Здравствуйте"},
	{"windows-1250", "WINDOWS-1250", "Příliš žluťoučký kůň"},
	{"windows-1252", "WINDOWS-1252", "Größe “naïve” 5 €"},
	{"windows-1258", "WINDOWS-1258", "Vi\xea\xcc\xa3t"},
	{"iso-8859-1", "ISO-8859-1", "Größe, naïve, Ærø 25°C"},
	{"iso-8859-1", "WINDOWS-1252", "“25°C 30°C 35°C 40°C 45°C” – 5 €"},
	{"iso-8859-2", "ISO-8859-2", "Příliš žluťoučký"},
	{"iso-8859-15", "ISO-8859-15", "Größe 5 €"},
	{"iso-8859-8-i", "ISO-8859-8", "שלום"},
	{"iso-8859-7", "ISO-8859-7", "Καλημέρα"},
	{"tis-620", "TIS-620", "สวัสดี"},
	{"us-ascii", "ISO-8859-1", "Größe"},
	{NULL, "WINDOWS-1252", "Größe, naïve, déjà vu"},
	{"utf-7", "UTF-7", "热水器 & 1+1=2"},
};

static void
test_texts(void)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_charset cs;
	const char *got, *want;
	char what[80];
	size_t i;
	int fine;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		want = texts[i].text;
		if (strstr(texts[i].charset, "1258") != NULL)
			want = "Vi\xc3\xaa\xcc\xa3t";
		encode(&b, texts[i].charset, want);
		got = decode(texts[i].label, b.data, b.len, &cs);
		fine = strcmp(got, want) == 0 ||
		    (want != texts[i].text && strcmp(got, "Việt") == 0);
		snprintf(what, sizeof what, "%s as %s", texts[i].charset,
		    texts[i].label == NULL ? "nothing" : texts[i].label);
		report(fine && cs.bad == 0, what, want);
		if (!fine)
			printf("# %s, %s\n", got, cs.used);
	}
	tk_buf_free(&b);
}

/* ---- bytes that are not what they should be ---------------------------- */

#define S(x) x, sizeof x - 1

static const struct {
	const char *what, *label, *data;
	size_t len;
	const char *want;
	unsigned bad;
} bytes[] = {
	{"0x80 is the euro sign of GBK", "gb2312", S("\xbc\xdb\x80" "5"),
	    "价€5", 0},
	{"a bad byte leaves the order number whole", "gb2312",
	    S("\xb5\xa5\x81" "12345678"), "单" BAD "12345678", 1},
	{"a bad byte within digits", "gb2312", S("\xb5\xa5" "1234\xff" "5678"),
	    "单1234" BAD "5678", 1},
	{"a bad byte within digits of Big5", "big5",
	    S("\xb3\xe6" "1234\xff" "5678\xb3" "9"),
	    "單1234" BAD "5678" BAD "9", 2},
	{"a bad byte within digits of UTF-8", "utf-8",
	    S("订单号1234\xff" "5678"), "订单号1234" BAD "5678", 1},
	{"a lone bad byte of UTF-8", "utf-8", S("1234\xff" "5678"),
	    "1234" BAD "5678", 1},
	{"a cut last byte", "gb18030", S("\xd6\xd0\xb9"), "中" BAD, 1},
	{"a cut last byte without a label", NULL, S("\xd6\xd0\xce\xc4\xd6"),
	    "中文" BAD, 1},
	{"a cut last byte of Big5", "big5", S("\xa4\xa4\xa4"), "中" BAD, 1},
	{"a cut last character of UTF-8", "gb2312",
	    S("您好，订单的热水器\xe6\x89"), "您好，订单的热水器" BAD BAD, 2},
	{"a cut four-byte character", "gb18030", S("\x95\x32\x82"),
	    BAD "2" BAD, 2},
	{"half of UTF-16", "utf-16be", S("\x4e\x2d\x65"), "中" BAD, 1},
	{"a lone surrogate of UTF-16", "utf-16be",
	    S("\x4e\x2d\xdc\x00\x65\x87"), "中" BAD "文", 1},
	{"a byte that windows-1252 has not", "windows-1252", S("a\x81" "b"),
	    "a" BAD "b", 1},
	{"a label of Latin over four characters", "iso-8859-1",
	    S("\xc8\xc8\xcb\xae\xc6\xf7\xbb\xb5"), "热水器坏", 0},
	{"a label of Latin over Big5", "us-ascii",
	    S("\xbc\xf6\xa4\xf4\xbe\xb9\xc3\x61"), "熱水器壞", 0},
	{"a label of Latin over three characters", "iso-8859-1",
	    S("\xc8\xc8\xcb\xae\xc6\xf7"), "ÈÈË®Æ÷", 0},
	{"two characters that are UTF-8 by chance", "gb2312",
	    S("\xcd\xb3\xd2\xbb"), "统一", 0},
	{"Cyrillic in UTF-8 with a label of GB", "gb2312",
	    S("Здравствуйте"), "Здравствуйте", 0},
	{"a mark of UTF-8", "gb2312", S("\xef\xbb\xbf中"), "中", 0},
	{"a mark of GB18030", NULL, S("\x84\x31\x95\x33\xd6\xd0"), "中", 0},
	{"a mark alone", NULL, S("\xff\xfe"), "", 0},
	{"ASCII", NULL, S("plain"), "plain", 0},
	{"nothing", NULL, S(""), "", 0},
	{"NUL and controls", NULL, S("a\0b\x01\x1b" "c\x7f" "d\te\f"),
	    "abcd\te", 0},
	{"ends of lines", NULL, S("a\r\nb\rc\nd\r\n\r\ne\r"),
	    "a\nb\nc\nd\n\ne\n", 0},
	{"ends of lines of GB", "gb2312", S("\xd6\xd0\r\n\xce\xc4\r"),
	    "中\n文\n", 0},
	{"HZ with tildes and cut lines", "hz",
	    S("a~~b~\nc~{VP\nd~{VP~}"), "a~bc中\nd中", 0},
	{"a stray byte in ISO-2022-JP", "iso-2022-jp",
	    S("abcdefghijkl\x1b$BF|K\\\x1b(B\xa0"), "abcdefghijkl日本" BAD, 1},
};

static void
test_bytes(void)
{
	struct tk_mail_charset cs;
	const char *got;
	size_t i;
	int fine;

	for (i = 0; i < sizeof bytes / sizeof bytes[0]; i++) {
		got = decode(bytes[i].label, bytes[i].data, bytes[i].len, &cs);
		fine = strcmp(got, bytes[i].want) == 0 &&
		    cs.bad == bytes[i].bad;
		report(fine, "bytes", bytes[i].what);
		if (!fine)
			printf("# '%s' bad %u %s\n", got, cs.bad, cs.used);
	}
	decode("\"GB2312\"; x", "\xd6\xd0", 2, &cs);
	report(strcmp(cs.declared, "GB2312") == 0 && !cs.overridden,
	    "bytes", "the label is told as it stands");
	decode("us-ascii", S("\xc8\xc8\xcb\xae\xc6\xf7\xbb\xb5"), &cs);
	report(strcmp(cs.declared, "us-ascii") == 0 && cs.overridden,
	    "bytes", "an overruled label is told");
}

/* A character at the edge of what is decoded at a time. */
static void
test_edges(void)
{
	static const char *const charsets[] = {
		"GB18030", "BIG5-HKSCS", "UTF-8", "EUC-JP", "ISO-2022-JP",
		"UTF-16LE", "UTF-7",
	};
	struct tk_buf text = TK_BUF_INIT, b = TK_BUF_INIT;
	struct tk_mail_charset cs;
	size_t i, n;
	int fine;

	for (i = 0; i < sizeof charsets / sizeof charsets[0]; i++) {
		fine = 1;
		for (n = 0; n < 8; n++) {
			tk_buf_clear(&text);
			tk_buf_add(&text, "abcdefgh", n);
			while (text.len < 20000)
				tk_buf_puts(&text, "日本中a");
			encode(&b, charsets[i], text.data);
			fine &= strcmp(decode(charsets[i], b.data, b.len,
			    &cs), text.data) == 0;
		}
		report(fine, "a long text cut anywhere", charsets[i]);
	}
	tk_buf_free(&text);
	tk_buf_free(&b);
}

/* ---- guessing ---------------------------------------------------------- */

/* What hotlines hear of, in two characters each: any two make a text. */
static const char *const simple[] = {
	"订单", "退款", "发票", "快递", "客服", "热水", "冰箱", "空调", "故障",
	"维修", "投诉", "质量", "问题", "安装", "师傅", "上门", "不能", "打开",
	"没有", "收到", "商品", "损坏", "换货", "电话", "账号", "密码", "登录",
	"支付", "失败", "价格", "优惠", "活动", "会员", "积分", "地址", "修改",
	"取消", "物流", "赔偿", "态度",
};
static const char *const full[] = {
	"訂單", "退款", "發票", "快遞", "客服", "熱水", "冰箱", "空調", "故障",
	"維修", "投訴", "品質", "問題", "安裝", "師傅", "上門", "不能", "打開",
	"沒有", "收到", "商品", "損壞", "換貨", "電話", "帳號", "密碼", "登入",
	"支付", "失敗", "價格", "優惠", "活動", "會員", "積分", "地址", "修改",
	"取消", "物流", "賠償", "態度",
};

#define WORDS (sizeof simple / sizeof simple[0])

static void
test_guess(const char *charset, const char *const *words)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_charset cs;
	char text[32], what[80];
	size_t i, right = 0, all = WORDS * WORDS;

	for (i = 0; i < all; i++) {
		snprintf(text, sizeof text, "%s%s", words[i / WORDS],
		    words[i % WORDS]);
		encode(&b, charset, text);
		if (strcmp(decode(NULL, b.data, b.len, &cs), text) == 0)
			right++;
		else
			printf("# %s read as %s (%s)\n", text, out.data,
			    cs.used);
	}
	snprintf(what, sizeof what, "guesses %zu of %zu texts of four "
	    "characters", right, all);
	report(right * 1500 >= all * 1499, what, charset);
	tk_buf_free(&b);
}

/* ---- speed, told and not judged ---------------------------------------- */

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
tell_speed(const char *label, const char *charset, const char *sentence)
{
	struct tk_buf text = TK_BUF_INIT, b = TK_BUF_INIT;
	struct tk_mail_charset cs;
	double start;

	while (text.len < 1000000) {
		tk_buf_puts(&text, sentence);
		tk_buf_puts(&text, "\r\n");
	}
	encode(&b, charset, text.data);
	decode(label, b.data, b.len, &cs);
	start = seconds();
	decode(label, b.data, b.len, &cs);
	printf("# %s as %s: %.0f MB/s\n", charset, label == NULL ? "nothing" :
	    label, (double)b.len / 1e6 / (seconds() - start));
	tk_buf_free(&text);
	tk_buf_free(&b);
}

int
main(void)
{
	static const char full_text[] =
	    "您好，我上個月購買的熱水器，訂單編號 20240315，無法開機";

	test_labels();
	test_texts();
	test_bytes();
	test_edges();
	test_guess("GB18030", simple);
	test_guess("BIG5-HKSCS", full);
	tell_speed("us-ascii", "UTF-8", "Hello, my order does not arrive.");
	tell_speed("utf-8", "UTF-8", SENTENCE);
	tell_speed("gb2312", "GB18030", SENTENCE);
	tell_speed(NULL, "GB18030", SENTENCE);
	tell_speed("iso-8859-1", "GB18030", SENTENCE);
	tell_speed("big5", "BIG5-HKSCS", full_text);
	tell_speed("windows-1251", "WINDOWS-1251", "Здравствуйте, заказ");
	tk_mail_charset_end();
	tk_buf_free(&out);
	printf("1..%d\n", tests);
	return failed > 0;
}
