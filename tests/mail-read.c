/*
 * mail-read.c - whole mails, and what is read of them.
 *
 * What is read is written as lines, "from 王芳 <wang@x.cn>"; a member that is
 * empty has none, and an answer that equals the first mail has none.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mail/mail.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define FROM "From: w@x.cn\n"
#define HEAD FROM "Subject: s\n"
#define HEAD_READ "from <w@x.cn>\nsubject s\n"
#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"
#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=bb\n\n"
#define RELATED "Content-Type: multipart/related; boundary=b\n\n"
#define REPORT "Content-Type: multipart/report; boundary=b\n\n"
#define PLAIN "Content-Type: text/plain; charset=utf-8\n\n"
#define HTML "Content-Type: text/html; charset=utf-8\n\n"
#define PNG "Content-Type: image/png\nContent-ID: <i@x>\n\nPNG\n"
#define BASE64 "Content-Transfer-Encoding: base64\n"

static int tests, failed;

static void
ok(int good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, what);
	failed += !good;
}

/* ---- a message as lines ------------------------------------------------ */

static void
line(struct tk_buf *to, const char *name, const char *value)
{
	if (value[0] != '\0')
		tk_buf_printf(to, "%s %s\n", name, value);
}

static void
person(struct tk_buf *to, const char *name, const struct tk_address *a)
{
	if (a->address[0] != '\0' || a->name[0] != '\0')
		tk_buf_printf(to, "%s %s%s<%s>\n", name, a->name,
		    a->name[0] != '\0' ? " " : "", a->address);
}

static void
moment(struct tk_buf *to, const char *name, int64_t t)
{
	char text[TK_TIME_SIZE];

	if (t != TK_UNSET)
		line(to, name, tk_time_format(text, t, NULL));
}

static void
wording(struct tk_buf *to, const char *name, const struct tk_wording *w)
{
	line(to, name, w->text);
	line(to, "signature", w->signature);
	line(to, "quoted", w->quoted);
}

static void
traits(struct tk_buf *to, unsigned t)
{
	static const char *const names[] = {"auto", "list", "spam", "answer",
	    "forward", "no-subject", "malformed"};
	size_t i;

	if (t == 0)
		return;
	tk_buf_puts(to, "traits");
	for (i = 0; i < COUNT(names); i++)
		if (t & 1u << i)
			tk_buf_printf(to, " %s", names[i]);
	tk_buf_putc(to, '\n');
}

static void
write_message(struct tk_buf *to, const struct tk_message *m)
{
	size_t i;

	line(to, "id", m->id);
	for (i = 0; i < m->nreferences; i++)
		line(to, "ref", m->references[i]);
	person(to, "from", &m->from);
	person(to, "reply-to", &m->reply_to);
	person(to, "forwarded", &m->forwarded);
	for (i = 0; i < m->nothers; i++)
		person(to, "to", &m->others[i]);
	line(to, "subject", m->subject);
	if (strcmp(m->subject, m->topic) != 0)
		line(to, "topic", m->topic);
	wording(to, "text", &m->first);
	if (strcmp(m->first.text, m->reply.text) != 0)
		wording(to, "answer", &m->reply);
	moment(to, "date", m->date);
	moment(to, "received", m->received);
	traits(to, m->traits);
	line(to, "why", m->why);
	line(to, "declared", m->declared);
	if (strcmp(m->charset, "UTF-8") != 0)
		line(to, "charset", m->charset);
	if (m->bad > 0)
		tk_buf_printf(to, "bad %u\n", m->bad);
	for (i = 0; i < m->nenclosures; i++)
		tk_buf_printf(to, "file %s '%.*s'\n", m->enclosures[i].name,
		    m->enclosures[i].data == NULL ? 4 :
		    (int)m->enclosures[i].len,
		    m->enclosures[i].data == NULL ? "NULL" :
		    m->enclosures[i].data);
	for (i = 0; i < m->nwarnings; i++)
		line(to, "warning", m->warnings[i]);
}

/* ---- every string is text ---------------------------------------------- */

static int
is_text(const char *s)
{
	size_t len, i;

	if (s == NULL)
		return 0;
	len = strlen(s);
	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 && s[i] != '\n' && s[i] != '\t')
			return 0;
	return tk_text_valid(s, len, NULL);
}

static int
is_line(const char *s)
{
	return is_text(s) && strpbrk(s, "\n\t") == NULL;
}

static int
is_person(const struct tk_address *a)
{
	return is_line(a->name) && is_line(a->address);
}

static int
is_wording(const struct tk_wording *w)
{
	return is_text(w->text) && is_text(w->signature) &&
	    is_text(w->quoted);
}

static int
is_sound(const struct tk_message *m)
{
	int good = is_line(m->id) && is_person(&m->from) &&
	    is_person(&m->reply_to) && is_person(&m->forwarded) &&
	    is_line(m->subject) && m->subject[0] != '\0' &&
	    is_line(m->topic) && is_wording(&m->first) &&
	    is_wording(&m->reply) && is_line(m->why) &&
	    is_line(m->declared) && is_line(m->charset);
	size_t i, k;

	for (i = 0; i < m->nreferences; i++)
		good &= is_line(m->references[i]);
	for (i = 0; i < m->nothers; i++)
		good &= is_person(&m->others[i]);
	for (i = 0; i < m->nwarnings; i++)
		good &= is_line(m->warnings[i]);
	for (i = 0; i < m->nenclosures; i++) {
		good &= is_line(m->enclosures[i].name) &&
		    strchr(m->enclosures[i].name, '/') == NULL &&
		    m->enclosures[i].name[0] != '\0' &&
		    m->enclosures[i].name[0] != '.' &&
		    strlen(m->enclosures[i].name) <= 120;
		for (k = 0; k < i; k++)
			good &= strcmp(m->enclosures[k].name,
			    m->enclosures[i].name) != 0;
	}
	return good;
}

/* ---- mails ------------------------------------------------------------- */

static const struct {
	const char *name, *mail, *read;
} mails[] = {
	{"a mail as most are",
	    "Return-Path: <wang@x.cn>\n"
	    "Received: from a by b; Mon, 2 Oct 2023 10:00:05 +0800\n"
	    "Received: from c by a; Mon, 2 Oct 2023 10:00:01 +0800\n"
	    "Message-ID: <Ab.1@x.cn>\n"
	    "Date: Mon, 2 Oct 2023 10:00:00 +0800\n"
	    "From: =?GBK?B?zfW3vA==?= <wang@X.CN>\n"
	    "To: \"客服\" <kefu@y.cn>\n" "Cc: li@y.cn\n"
	    "Subject: =?gb2312?B?zcu/7g==?=\n"
	    "Content-Type: text/plain; charset=\"gb2312\"\n"
	    "Content-Transfer-Encoding: base64\n" "\n"
	    "xPq6w6OsztLSqs22y9+ho8jIy67G97Tysru/qqGjCg==\n",
	    "id <Ab.1@x.cn>\n" "from 王芳 <wang@x.cn>\n"
	    "to 客服 <kefu@y.cn>\n" "to <li@y.cn>\n" "subject 退款\n"
	    "text 您好，我要投诉。热水器打不开。\n"
	    "date 2023-10-02T02:00:00Z\n" "received 2023-10-02T02:00:05Z\n"
	    "declared gb2312\n" "charset GB18030\n"},
	{"raw GBK without any label",
	    "From: \xcd\xf5\xb7\xbc <w@x.cn>\n"
	    "Subject: \xcd\xb6\xcb\xdf\xa3\xba\xc8\xc8\xcb\xae\xc6\xf7\n"
	    "\n"
	    "\xcd\xb6\xcb\xdf\xa3\xba\xc8\xc8\xcb\xae\xc6\xf7\xb4\xf2\xb2"
	    "\xbb\xbf\xaa\xa3\xac\n",
	    "from 王芳 <w@x.cn>\n" "subject 投诉：热水器\n"
	    "text 投诉：热水器打不开，\n" "charset GB18030\n"},
	{"a raw subject of two characters beside an us-ascii label",
	    "From: w@x.cn\n" "Subject: \xcd\xb6\xcb\xdf\n"
	    "Content-Type: text/plain; charset=us-ascii\n" "\n"
	    "\xcd\xb6\xcb\xdf\xa3\xba\xc8\xc8\xcb\xae\xc6\xf7\xb4\xf2\xb2"
	    "\xbb\xbf\xaa\xa3\xac\n",
	    "from <w@x.cn>\n" "subject 投诉\n" "text 投诉：热水器打不开，\n"
	    "declared us-ascii\n" "charset GB18030\n"
	    "warning charset \"us-ascii\" is not what the text is in, rea"
	    "d as GB18030\n"},
	{"Big5 in base64",
	    HEAD "Content-Type: text/plain; charset=big5\n"
	    "Content-Transfer-Encoding: base64\n" "\n"
	    "q8i2RKFHvPak9L65w2GkRgo=\n",
	    HEAD_READ "text 客訴：熱水器壞了\n" "declared big5\n"
	    "charset BIG5-HKSCS\n"},
	{"bad bytes are counted",
	    "From: w@x.cn\n" "Subject: s\n"
	    "Content-Type: text/plain; charset=gbk\n" "\n"
	    "\xcd\xb6\xcb\xdf\xa3\xba\xc8\xc8\xcb\xae\xc6\xf7\xff" "77410"
	    "001\n",
	    HEAD_READ "text 投诉：热水器�77410001\n" "declared gbk\n"
	    "charset GB18030\n" "bad 1\n"
	    "warning 1 bad byte in the text, shown as U+FFFD\n"},
	{"From without an address: Reply-To",
	    "From: wang\n" "Reply-To: Wang <w@x.cn>\n" "Subject: s\n" "\n"
	    "x\n",
	    "from Wang <w@x.cn>\n" "reply-to Wang <w@x.cn>\n" "subject s\n"
	    "text x\n"},
	{"the second From, when the first has no address",
	    "From: wang\n" "From: Li <li@x.cn>\n" "Reply-To: w@x.cn\n"
	    "Subject: s\n" "\n" "x\n",
	    "from Li <li@x.cn>\n" "reply-to <w@x.cn>\n" "subject s\n"
	    "text x\n"},
	{"no From, no Reply-To: Sender",
	    "Sender: w@x.cn\n" "Return-Path: <r@x.cn>\n" "Subject: s\n" "\n"
	    "x\n",
	    HEAD_READ "text x\n"},
	{"only Return-Path",
	    "Return-Path: <r@x.cn>\n" "Subject: s\n" "\n" "x\n",
	    "from <r@x.cn>\n" "subject s\n" "text x\n"},
	{"nobody",
	    "From: <>\n" "Subject: s\n" "\n" "x\n",
	    "subject s\n" "text x\n"},
	{"the first Subject wins",
	    FROM "Subject: one\n" "Subject: two\n" "\n" "x\n",
	    "from <w@x.cn>\n" "subject one\n" "text x\n"},
	{"ids without brackets, doubled, and repeated",
	    HEAD "Message-Id: \n" "Message-Id: Ab@x.cn\n"
	    "In-Reply-To: Your mail <1@x> of Monday\n"
	    "References: <3@x> <2@x>\n" "\t<1@x> <2@x>\n" "\n" "x\n",
	    "id <Ab@x.cn>\n" "ref <1@x>\n" "ref <2@x>\n" "ref <3@x>\n"
	    "from <w@x.cn>\n" "subject s\n" "text x\n"},
	{"an answer that names its mail without brackets",
	    HEAD "In-Reply-To: 1@x\n" "\n" "x\n",
	    "ref <1@x>\n" "from <w@x.cn>\n" "subject s\n" "text x\n"},
	{"an id that is folded",
	    HEAD "Message-ID:\r\n" " <a\r\n" " b@x>\r\n" "\r\n" "x\n",
	    "id <ab@x>\n" "from <w@x.cn>\n" "subject s\n" "text x\n"},
	{"all it was sent to, once",
	    HEAD "To: a@y.cn, =?utf-8?Q?=E7=8E=8B?= <B@y.cn>\n"
	    "Cc: A@y.cn\n" "Delivered-To: c@y.cn\n" "Delivered-To: d@y.cn\n"
	    "X-Original-To: e@y.cn\n" "Envelope-To: f@y.cn\n" "\n" "x\n",
	    "from <w@x.cn>\n" "to <a@y.cn>\n" "to 王 <B@y.cn>\n"
	    "to <c@y.cn>\n" "to <d@y.cn>\n" "to <e@y.cn>\n" "to <f@y.cn>\n"
	    "subject s\n" "text x\n"},
	{"an answer with tags",
	    FROM
	    "Subject: =?utf-8?B?UmXvvJogW0NTMjAyMzEwMDIwMDAxXSDpgIDmrL4=?"
	    "=\n" "\n" "x\n",
	    "from <w@x.cn>\n" "subject Re： [CS202310020001] 退款\n"
	    "topic 退款\n" "text x\n" "traits answer\n"},
	{"no subject: the first line of the text",
	    FROM "Subject:   \n" "\n" " \n" "  热水器\t坏了  \n" "请回电\n",
	    "from <w@x.cn>\n" "subject 热水器 坏了\n"
	    "text   热水器\t坏了  \n" "请回电\n" "traits no-subject\n"},
	{"neither subject nor text",
	    "From: w@x.cn\n" "Date: Mon, 2 Oct 2023 10:00:00 +0800\n" "\n",
	    "from <w@x.cn>\n" "subject (无主题)\n"
	    "date 2023-10-02T02:00:00Z\n" "traits no-subject\n"},
	{"junk lines before and among the header",
	    "this is junk\n" FROM "@@@ more\n" "Subject: s\n" "\n" "x\n",
	    HEAD_READ "text x\n"
	    "warning 2 lines of the header are no field, skipped\n"},
	{"a BOM and empty lines before the header",
	    "\xef\xbb\xbf\n" "\n" HEAD "\n" "x\n",
	    HEAD_READ "text x\n"},
	{"alternative: the last plain text that is not blank",
	    HEAD ALTERNATIVE "--bb\n" PLAIN "one\n" "--bb\n" PLAIN "two\n"
	    "--bb\n" PLAIN "  \n" "\n" "--bb\n" HTML "<p>page</p>\n"
	    "--bb--\n",
	    HEAD_READ "text two\n" "declared utf-8\n"},
	{"alternative: a blank plain text gives way to the page",
	    HEAD ALTERNATIVE "--bb\n" PLAIN "\xc2\xa0\n" "--bb\n" HTML
	    "<p>page</p>\n" "--bb--\n",
	    HEAD_READ "text page\n" "declared utf-8\n"},
	{"alternative: an invitation is a file",
	    HEAD ALTERNATIVE "--bb\n" PLAIN "one\n" "--bb\n"
	    "Content-Type: text/calendar; method=REQUEST\n" "\n"
	    "BEGIN:VCALENDAR\n" "--bb--\n",
	    HEAD_READ "text one\n" "declared utf-8\n"
	    "file attachment-1.ics 'BEGIN:VCALENDAR'\n"},
	{"alternative: the files within the page's part stay",
	    HEAD ALTERNATIVE "--bb\n" PLAIN "one\n" "--bb\n" RELATED "--b\n"
	    HTML "<img src=\"cid:i@x\">\n" "--b\n" PNG "--b--\n" "--bb--\n",
	    HEAD_READ "text one\n" "declared utf-8\n"
	    "file attachment-1.png 'PNG'\n"},
	{"mixed: texts are joined, a file is none of them",
	    HEAD MIXED "--b\n" PLAIN "one\n" "\n" "--b\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Disposition: attachment; filename=\"log.txt\"\n" "\n"
	    "log\n" "--b\n" HTML "<p>two</p>\n" "--b--\n",
	    HEAD_READ "text one\n" "\n" "two\n" "declared utf-8\n"
	    "file log.txt 'log'\n"},
	{"mixed: a text with a name is text and file",
	    HEAD MIXED "--b\n" PLAIN "one\n" "--b\n"
	    "Content-Type: text/plain; name=a.txt\n" "\n" "two\n" "--b--\n",
	    HEAD_READ "text one\n" "\n" "two\n" "declared utf-8\n"
	    "file a.txt 'two'\n"},
	{"related: the root that is named",
	    HEAD
	    "Content-Type: multipart/related; boundary=b; start=\"<r@x>\"\n"
	    "\n" "--b\n" PNG "--b\n" "Content-Type: text/html\n"
	    "Content-ID: <r@x>\n" "\n" "<p>page</p>\n" "--b--\n",
	    HEAD_READ "text page\n" "file attachment-1.png 'PNG'\n"},
	{"report: what people read, and that no person wrote it",
	    HEAD REPORT "--b\n" PLAIN "your mail was lost\n" "--b\n"
	    "Content-Type: message/delivery-status\n" "\n"
	    "Action: failed\n" "--b\n" "Content-Type: text/rfc822-headers\n"
	    "\n" "Subject: x\n" "--b--\n",
	    HEAD_READ "text your mail was lost\n" "traits auto\n"
	    "why Content-Type: multipart/report; boundary=b\n"
	    "declared utf-8\n" "file attachment-1.txt 'Action: failed'\n"
	    "file attachment-2.txt 'Subject: x'\n"},
	{"signed: the signature is no file",
	    HEAD "Content-Type: multipart/signed; boundary=b\n" "\n" "--b\n"
	    PLAIN "one\n" "--b\n"
	    "Content-Type: application/pgp-signature; name=signature.asc\n"
	    "\n" "xyz\n" "--b--\n",
	    HEAD_READ "text one\n" "declared utf-8\n"},
	{"encrypted",
	    HEAD "Content-Type: multipart/encrypted; boundary=b\n" "\n"
	    "--b\n" "Content-Type: application/pgp-encrypted\n" "\n"
	    "Version: 1\n" "--b\n"
	    "Content-Type: application/octet-stream; name=encrypted.asc\n"
	    "\n" "xyz\n" "--b--\n",
	    HEAD_READ "text (加密邮件)\n"
	    "file attachment-1.asc 'Version: 1'\n"
	    "file encrypted.asc 'xyz'\n"},
	{"S/MIME, encrypted",
	    HEAD "Content-Type: application/pkcs7-mime; name=smime.p7m\n"
	    "\n" "xyz\n",
	    HEAD_READ "text (加密邮件)\n" "file smime.p7m 'xyz\n" "'\n"},
	{"format=flowed",
	    HEAD "Content-Type: text/plain; format=flowed\n" "\n" "one \n"
	    "two\n" "> three \n" "> four\n" " stuffed\n" "-- \n" "w\n",
	    HEAD_READ "text one two\n" "> three four\n" "stuffed\n"
	    "signature -- \n" "w\n"},
	{"format=flowed with delsp",
	    HEAD "Content-Type: text/plain; format=flowed; delsp=yes\n" "\n"
	    "热水 \n" "器坏了\n",
	    HEAD_READ "text 热水器坏了\n"},
	{"a page that names its charset itself",
	    "From: w@x.cn\n" "Subject: s\n" "Content-Type: text/html\n" "\n"
	    "<meta http-equiv=\"Content-Type\" content=\"text/html; chars"
	    "et=gb2312\"><p>\xcd\xb6\xcb\xdf\n",
	    HEAD_READ "text 投诉\n" "declared gb2312\n" "charset GB18030\n"},
	{"an unknown multipart is as mixed is",
	    HEAD "Content-Type: multipart/x-odd; boundary=b\n" "\n" "--b\n"
	    PLAIN "one\n" "--b\n" PNG "--b--\n",
	    HEAD_READ "text one\n" "declared utf-8\n"
	    "file attachment-1.png 'PNG'\n"},
	{"a multipart without parts is a text",
	    HEAD MIXED "one\n",
	    HEAD_READ "text one\n"
	    "warning a boundary is missing: parts may be cut off\n"},
	{"a mail that is a picture",
	    HEAD
	    "Content-Type: image/jpeg; name=\"=?gbk?B?t6LGsS5qcGc=?=\"\n"
	    BASE64 "SGVsbG8gZmlsZQo=\n",
	    HEAD_READ "file 发票.jpg 'Hello file\n" "'\n"},
	{"names of files: RFC 2231, RFC 2047, raw GBK, a folder, none",
	    "From: w@x.cn\n" "Subject: s\n"
	    "Content-Type: multipart/mixed; boundary=b\n" "\n" "--b\n" "\n"
	    "x\n" "--b\n" "Content-Type: application/pdf; name=\"no.pdf\"\n"
	    "Content-Disposition: attachment; filename*0*=gb2312''%B7%A2;"
	    " filename*1*=%C6%B1.pdf\n" "\n" "1\n" "--b\n"
	    "Content-Type: application/pdf; name=\"=?gb2312?B?t6LGsS5wZGY"
	    "=?=\"\n" "\n" "2\n" "--b\n"
	    "Content-Type: application/pdf; name=\"\xb7\xa2\xc6\xb1.pdf\"\n"
	    "\n" "3\n" "--b\n"
	    "Content-Disposition: attachment; filename=\"../..\\etc/passw"
	    "d\"\n" "\n" "4\n" "--b\n"
	    "Content-Disposition: attachment; filename=\"..\"\n"
	    "Content-Type: application/pdf\n" "\n" "5\n" "--b\n"
	    "Content-Type: application/x-odd\n" "\n" "6\n" "--b--\n",
	    HEAD_READ "text x\n" "file 发票.pdf '1'\n"
	    "file 发票-2.pdf '2'\n" "file 发票-3.pdf '3'\n"
	    "file passwd '4'\n" "file attachment-5.pdf '5'\n"
	    "file attachment-6.bin '6'\n"},
	{"an enclosed message is called by its subject",
	    HEAD MIXED "--b\n" "\n" "x\n" "--b\n"
	    "Content-Type: message/rfc822\n" "\n" "From: c@z.cn\n"
	    "Subject: =?utf-8?Q?a/b=E7=83=AD?=\n" "\n" "inner\n" "--b\n"
	    "Content-Type: message/rfc822\n" "\n" "From: c@z.cn\n" "\n"
	    "inner\n" "--b--\n",
	    HEAD_READ "text x\n" "file a-b热.eml 'From: c@z.cn\n"
	    "Subject: =?utf-8?Q?a/b=E7=83=AD?=\n" "\n" "inner'\n"
	    "file attachment-2.eml 'From: c@z.cn\n" "\n" "inner'\n"},
	{"an enclosed message without a word is the text",
	    "From: k@y.cn\n" "Subject: Fw: s\n" MIXED "--b\n"
	    "Content-Type: message/rfc822\n" "\n" "From: Wang <c@z.cn>\n"
	    "Subject: t\n" "\n" "inner\n" "--b--\n",
	    "from <k@y.cn>\n" "forwarded Wang <c@z.cn>\n" "subject Fw: s\n"
	    "topic s\n" "text inner\n" "traits forward\n"
	    "file t.eml 'From: Wang <c@z.cn>\n" "Subject: t\n" "\n"
	    "inner'\n"},
	{"Auto-Submitted",
	    HEAD "Auto-Submitted: auto-replied (vacation)\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits auto\n"
	    "why Auto-Submitted: auto-replied (vacation)\n"},
	{"Auto-Submitted: no",
	    HEAD "Auto-Submitted: no\n" "\n" "x\n",
	    HEAD_READ "text x\n"},
	{"Precedence: bulk",
	    HEAD "Precedence: Bulk\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits auto\n" "why Precedence: Bulk\n"},
	{"Precedence: first-class",
	    HEAD "Precedence: first-class\n" "\n" "x\n",
	    HEAD_READ "text x\n"},
	{"X-Auto-Response-Suppress",
	    HEAD "X-Auto-Response-Suppress: All\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits auto\n"
	    "why X-Auto-Response-Suppress: All\n"},
	{"X-Autoreply",
	    HEAD "X-Autoreply: yes\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits auto\n" "why X-Autoreply: yes\n"},
	{"X-Loop",
	    HEAD "X-Loop: a@b\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits auto\n" "why X-Loop: a@b\n"},
	{"a newsletter",
	    HEAD "Precedence: list\n" "List-Unsubscribe: <http://x>\n" "\n"
	    "x\n",
	    HEAD_READ "text x\n" "traits auto list\n"
	    "why List-Unsubscribe: <http://x>\n"},
	{"a list that says auto",
	    HEAD "List-Id: <l.x>\n" "Auto-Submitted: auto-generated\n" "\n"
	    "x\n",
	    HEAD_READ "text x\n" "traits auto\n"
	    "why Auto-Submitted: auto-generated\n"},
	{"Return-Path: <>",
	    HEAD "Return-Path: < >\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits auto\n" "why Return-Path: < >\n"},
	{"a machine as the sender",
	    "From: No-Reply@x.cn\n" "Subject: s\n" "\n" "x\n",
	    "from <No-Reply@x.cn>\n" "subject s\n" "text x\n"
	    "traits auto\n" "why From: No-Reply@x.cn\n"},
	{"the postmaster as the sender",
	    "From: postmaster@x.cn\n" "Subject: s\n" "\n" "x\n",
	    "from <postmaster@x.cn>\n" "subject s\n" "text x\n"
	    "traits auto\n" "why From: postmaster@x.cn\n"},
	{"a mailer daemon that has no address",
	    "From: MAILER-DAEMON (Mail)\n" "Subject: s\n" "\n" "x\n",
	    "subject s\n" "text x\n" "traits auto\n"
	    "why From: MAILER-DAEMON (Mail)\n"},
	{"a subject of machines",
	    FROM "Subject: 自动回复：退款\n" "\n" "x\n",
	    "from <w@x.cn>\n" "subject 自动回复：退款\n" "text x\n"
	    "traits auto\n" "why Subject: 自动回复：退款\n"},
	{"a bounce by its subject",
	    FROM "Subject: 系统退信\n" "\n" "x\n",
	    "from <w@x.cn>\n" "subject 系统退信\n" "text x\n"
	    "traits auto\n" "why Subject: 系统退信\n"},
	{"Out of Office",
	    FROM "Subject: Out of Office: x\n" "\n" "x\n",
	    "from <w@x.cn>\n" "subject Out of Office: x\n" "text x\n"
	    "traits auto\n" "why Subject: Out of Office: x\n"},
	{"an answer to a machine is a person's",
	    FROM "Subject: Re: 自动回复: 退款\n" "\n" "x\n",
	    "from <w@x.cn>\n" "subject Re: 自动回复: 退款\n"
	    "topic 自动回复: 退款\n" "text x\n" "traits answer\n"},
	{"a complaint about machines is a person's",
	    FROM "Subject: 自动回复太多\n" "\n" "x\n",
	    "from <w@x.cn>\n" "subject 自动回复太多\n" "text x\n"},
	{"spam by its flag",
	    HEAD "X-Spam-Flag: YES\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits spam\n" "why X-Spam-Flag: YES\n"},
	{"spam by its status",
	    HEAD "X-Spam-Status: Yes, score=9\n" "\n" "x\n",
	    HEAD_READ "text x\n" "traits spam\n"
	    "why X-Spam-Status: Yes, score=9\n"},
	{"no spam",
	    HEAD "X-Spam-Status: No, score=1\n" "X-Spam-Flag: NO\n" "\n"
	    "x\n",
	    HEAD_READ "text x\n"},
	{"a wrapper of SpamAssassin is opened",
	    "Received: from a by b; Mon, 2 Oct 2023 10:00:05 +0800\n"
	    "From: spam@x.cn\n" "Subject: *****SPAM***** s\n"
	    "X-Spam-Flag: YES\n" MIXED "--b\n" "Content-Type: text/plain\n"
	    "\n" "Spam detection software, running on y.cn, ...\n" "--b\n"
	    "Content-Type: message/rfc822; x-spam-type=original\n"
	    "Content-Description: original message before SpamAssassin\n"
	    "\n" "Message-ID: <1@x>\n" "From: Wang <w@x.cn>\n"
	    "Subject: inner\n"
	    "Received: from z; Mon, 2 Oct 2023 09:00:05 +0800\n" "\n"
	    "hello\n" "--b--\n",
	    "id <1@x>\n" "from Wang <w@x.cn>\n" "subject inner\n"
	    "text hello\n" "received 2023-10-02T02:00:05Z\n" "traits spam\n"
	    "why X-Spam-Flag: YES\n"},
	{"a wrapper of SpamAssassin as text is opened",
	    "From: spam@x.cn\n" "Subject: *****SPAM***** s\n"
	    "X-Spam-Status: Yes, score=9\n" MIXED "--b\n"
	    "Content-Type: text/plain\n" "\n"
	    "Spam detection software, running on y.cn, ...\n" "--b\n"
	    "Content-Type: text/plain; x-spam-type=original\n" "\n"
	    "From: Wang <w@x.cn>\n" "Subject: inner\n" ALTERNATIVE "--bb\n"
	    "\n" "hello\n" "--bb--\n" "--b--\n",
	    "from Wang <w@x.cn>\n" "subject inner\n" "text hello\n"
	    "traits spam\n" "why X-Spam-Status: Yes, score=9\n"},
	{"a forward within the text",
	    "From: k@y.cn\n" "Subject: =?utf-8?B?6L2s5Y+R77ya6YCA5qy+?=\n"
	    "\n" "请处理\n" "\n" "-----原始邮件-----\n"
	    "发件人：王芳 <wang@x.cn>\n" "主题：退款\n" "\n" "旧\n",
	    "from <k@y.cn>\n" "forwarded 王芳 <wang@x.cn>\n"
	    "subject 转发：退款\n" "topic 退款\n" "text 请处理\n" "\n"
	    "-----原始邮件-----\n" "发件人：王芳 <wang@x.cn>\n"
	    "主题：退款\n" "\n" "旧\n" "answer 请处理\n"
	    "quoted -----原始邮件-----\n" "发件人：王芳 <wang@x.cn>\n"
	    "主题：退款\n" "\n" "旧\n" "traits forward\n"},
	{"@fwd at the beginning of the text",
	    "From: k@y.cn\n" "Subject: s\n" "\n" "@fwd 请处理\n"
	    "From: Wang <w@x.cn>\n" "\n" "old\n",
	    "from <k@y.cn>\n" "forwarded Wang <w@x.cn>\n" "subject s\n"
	    "text 请处理\n" "From: Wang <w@x.cn>\n" "\n" "old\n"
	    "traits forward\n"},
	{"@fwdx is no mark",
	    HEAD "\n" "@fwdx\n" "From: a@b.cn\n",
	    HEAD_READ "text @fwdx\n" "From: a@b.cn\n"},
	{"no forward: nobody is forwarded",
	    HEAD "\n" "x\n" "From: Wang <a@b.cn>\n",
	    HEAD_READ "text x\n" "From: Wang <a@b.cn>\n"},
	{"a message that is forwarded as a file",
	    "From: k@y.cn\n" "Subject: Fwd: s\n" MIXED "--b\n" "\n"
	    "see the file\n" "--b\n" "Content-Type: message/rfc822\n" "\n"
	    "From: Wang <c@z.cn>\n" "Subject: t\n" "\n" "inner\n" "--b--\n",
	    "from <k@y.cn>\n" "forwarded Wang <c@z.cn>\n" "subject Fwd: s\n"
	    "topic s\n" "text see the file\n" "traits forward\n"
	    "file t.eml 'From: Wang <c@z.cn>\n" "Subject: t\n" "\n"
	    "inner'\n"},
	{"a reply: new text, signature and history",
	    FROM "Subject: Re: s\n" "\n" "可以\n" "\n" "发自我的iPhone\n"
	    "\n" "> 旧\n",
	    "from <w@x.cn>\n" "subject Re: s\n" "topic s\n" "text 可以\n"
	    "\n" "发自我的iPhone\n" "\n" "> 旧\n" "answer 可以\n"
	    "signature 发自我的iPhone\n" "quoted > 旧\n" "traits answer\n"},
	{"charset overridden",
	    "From: w@x.cn\n" "Subject: s\n"
	    "Content-Type: text/plain; charset=iso-8859-1\n" "\n"
	    "\xcd\xb6\xcb\xdf\xc8\xc8\xcb\xae\xc6\xf7\xb4\xf2\xb2\xbb\xbf"
	    "\xaa\n",
	    HEAD_READ "text 投诉热水器打不开\n" "declared iso-8859-1\n"
	    "charset GB18030\n"
	    "warning charset \"iso-8859-1\" is not what the text is in, r"
	    "ead as GB18030\n"},
	{"the last boundary is missing",
	    HEAD MIXED "--b\n" "\n" "one\n",
	    HEAD_READ "text one\n"
	    "warning a boundary is missing: parts may be cut off\n"},
	{"controls are dropped",
	    "From: w@x.cn\n" "Subject: a\x01" "b\x1b" "c\n" "\n"
	    "a\x07" "b\x1b[31mc\td\n",
	    "from <w@x.cn>\n" "subject abc\n" "text ab[31mc\td\n"},
	{"no header at all",
	    "你好，热水器坏了\n" "请回电\n",
	    "subject (无法解析的邮件)\n" "text 你好，热水器坏了\n"
	    "请回电\n" "traits malformed\n"
	    "file 原始邮件.eml '你好，热水器坏了\n" "请回电\n" "'\n"
	    "warning this is no mail: its beginning is shown, all of it i"
	    "s in \"原始邮件.eml\"\n"},
	{"nothing that mail has",
	    "abc: def\n" "\n" "x\n",
	    "subject (无法解析的邮件)\n" "text abc: def\n" "\n" "x\n"
	    "traits malformed\n" "file 原始邮件.eml 'abc: def\n" "\n" "x\n"
	    "'\n"
	    "warning this is no mail: its beginning is shown, all of it i"
	    "s in \"原始邮件.eml\"\n"},
	{"nothing",
	    "",
	    "subject (无法解析的邮件)\n" "traits malformed\n"
	    "file 原始邮件.eml ''\n"
	    "warning this is no mail: its beginning is shown, all of it i"
	    "s in \"原始邮件.eml\"\n"},
};

static void
test_mail(struct tk_mail_reader *r, size_t i)
{
	struct tk_message m;
	struct tk_buf got = TK_BUF_INIT;
	int good = tk_mail_read(r, mails[i].mail, strlen(mails[i].mail), 0,
	    NULL, &m, NULL) == 0 && is_sound(&m);

	if (good) {
		tk_buf_add(&got, "", 0);
		write_message(&got, &m);
		good = strcmp(got.data, mails[i].read) == 0;
		if (!good)
			printf("# got:\n%s# not:\n%s", got.data,
			    mails[i].read);
	}
	ok(good, mails[i].name);
	tk_buf_free(&got);
}

/* ---- limits ------------------------------------------------------------ */

static struct tk_mail_reader *reader;

/* Reads a mail, and is done with it. */
static struct tk_message
read_mail(struct tk_buf *mail, const char *what)
{
	struct tk_message m;

	if (mail->failed || tk_mail_read(reader, mail->data, mail->len, 0,
	    NULL, &m, NULL) < 0 || !is_sound(&m)) {
		printf("Bail out! %s\n", what);
		exit(1);
	}
	tk_buf_clear(mail);
	return m;
}

static void
repeat(struct tk_buf *to, const char *s, size_t n)
{
	while (n-- > 0)
		tk_buf_puts(to, s);
}

static int
has_warning(const struct tk_message *m, const char *text)
{
	size_t i;

	for (i = 0; i < m->nwarnings; i++)
		if (strcmp(m->warnings[i], text) == 0)
			return 1;
	for (i = 0; i < m->nwarnings; i++)
		printf("# warning: %s\n", m->warnings[i]);
	return 0;
}

static int
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

static void
test_lengths(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	struct tk_message m;

	tk_buf_puts(&mail, FROM "Subject: ");
	repeat(&mail, "退", 500);
	tk_buf_puts(&mail, "\n\nx");
	m = read_mail(&mail, "subject");
	ok(strlen(m.subject) == 1500, "a subject of 500 characters stays");
	tk_buf_puts(&mail, FROM "Subject: ");
	repeat(&mail, "退", 501);
	tk_buf_puts(&mail, "\n\nx");
	m = read_mail(&mail, "subject");
	ok(strlen(m.subject) == 1503 && ends_in(m.subject, "退…"),
	    "a longer one is cut, with …");
	tk_buf_puts(&mail, FROM "\n \n");
	repeat(&mail, "退", 61);
	m = read_mail(&mail, "line");
	ok(strlen(m.subject) == 183 && ends_in(m.subject, "退…") &&
	    m.traits == TK_MAIL_NO_SUBJECT,
	    "a line that serves as one is cut at 60");
	tk_buf_puts(&mail, HEAD "Message-ID: <");
	repeat(&mail, "a", 1500);
	tk_buf_puts(&mail, "@x>\nReferences: <");
	repeat(&mail, "a", 1500);
	tk_buf_puts(&mail, "@x> <");
	repeat(&mail, "a", 1501);
	tk_buf_puts(&mail, "@x>\n\nx");
	m = read_mail(&mail, "id");
	ok(strlen(m.id) < 998 && m.nreferences == 2 &&
	    strcmp(m.references[1], m.id) == 0 &&
	    strcmp(m.references[0], m.id) != 0,
	    "an id too long for a line is cut, and known again");
	tk_buf_puts(&mail, HEAD "References:");
	repeat(&mail, " <1@x>", 5000);
	tk_buf_puts(&mail, " <2@x>\n\nx");
	m = read_mail(&mail, "references");
	ok(m.nreferences == 2 && strcmp(m.references[0], "<2@x>") == 0,
	    "references that repeat themselves");
	tk_buf_free(&mail);
}

static void
test_text_limit(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	struct tk_message m;
	int i;

	tk_buf_puts(&mail, HEAD "\n");
	repeat(&mail, "退款\n", 200000);
	m = read_mail(&mail, "text");
	ok(strlen(m.first.text) > TK_MAIL_MAX_TEXT - 10 &&
	    strlen(m.first.text) <= TK_MAIL_MAX_TEXT &&
	    has_warning(&m, "text: (超出限制, 见原始邮件)"),
	    "a text is cut at 1 MB");
	tk_buf_puts(&mail, HEAD MIXED);
	for (i = 0; i < 150; i++)
		tk_buf_printf(&mail, "--b\n\npart %d\n", i);
	tk_buf_puts(&mail, "--b--\n");
	m = read_mail(&mail, "parts");
	ok(ends_in(m.first.text, "\n\npart 98") && has_warning(&m,
	    "more than 100 parts or 30 levels: (超出限制, 见原始邮件)"),
	    "100 parts are read");
	tk_buf_puts(&mail, HEAD);
	repeat(&mail, "X-A: b\n", 10000);
	tk_buf_puts(&mail, "\nx");
	m = read_mail(&mail, "fields");
	ok(has_warning(&m, "header: (超出限制, 见原始邮件)"),
	    "10000 fields are read");
	tk_buf_free(&mail);
}

static void
test_file_limit(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	struct tk_message m;
	char *big = malloc(TK_MAIL_MAX_FILE + 2);

	if (big == NULL)
		exit(1);
	memset(big, 'x', TK_MAIL_MAX_FILE + 1);
	big[TK_MAIL_MAX_FILE + 1] = '\0';
	tk_buf_puts(&mail, HEAD MIXED "--b\n\none\n--b\nContent-Disposition: "
	    "attachment; filename=a.bin\n\n");
	tk_buf_puts(&mail, big);
	tk_buf_puts(&mail, "\n--b\nContent-Disposition: attachment; "
	    "filename=b.bin\n\n");
	tk_buf_puts(&mail, big + 1);
	tk_buf_puts(&mail, "\n--b--\n");
	m = read_mail(&mail, "files");
	ok(m.nenclosures == 2 && m.enclosures[0].data == NULL &&
	    has_warning(&m, "a.bin: (超出限制, 见原始邮件)") &&
	    m.enclosures[1].len == TK_MAIL_MAX_FILE,
	    "a file of more than 25 MB is left out, the next is not");
	free(big);
	tk_buf_free(&mail);
}

static void
test_names(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	struct tk_message m;
	int i;

	tk_buf_puts(&mail, HEAD MIXED "--b\n\none\n");
	for (i = 0; i < 12; i++) {
		tk_buf_puts(&mail, "--b\nContent-Disposition: attachment; "
		    "filename=\"");
		repeat(&mail, "长", 60);
		tk_buf_puts(&mail, ".pdf\"\n\nx\n");
	}
	tk_buf_puts(&mail, "--b--\n");
	m = read_mail(&mail, "names");
	ok(m.nenclosures == 12 && ends_in(m.enclosures[0].name, "长.pdf") &&
	    ends_in(m.enclosures[11].name, "长-12.pdf"),
	    "long names that are the same are told apart");
	tk_buf_free(&mail);
}

static void
test_malformed(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	struct tk_message m;

	repeat(&mail, "退款", 1000);
	m = read_mail(&mail, "malformed");
	ok(strlen(m.first.text) == 4095 && m.bad == 0 &&
	    m.enclosures[0].len == 6000,
	    "of what is no mail 4 kB are shown, in whole characters");
	tk_buf_free(&mail);
}

/* ---- mbox, time -------------------------------------------------------- */

static void
test_escaped(void)
{
	static const char mail[] = HEAD "\n>From a\nx >From b\n>>From c\n";
	struct tk_message m;
	int good;

	good = tk_mail_read(reader, mail, sizeof mail - 1, 1, NULL, &m,
	    NULL) == 0 && strcmp(m.first.text,
	    "From a\nx >From b\n>From c") == 0;
	ok(good, ">From of an mbox is unescaped by one level");
	good = tk_mail_read(reader, mail, sizeof mail - 1, 0, NULL, &m,
	    NULL) == 0 && strncmp(m.first.text, ">From a\n", 8) == 0;
	ok(good, "elsewhere it stays");
}

static void
test_stop(void)
{
	static const char mail[] = HEAD MIXED "--b\n\none\n--b--\n";
	struct tk_message m;
	int stop = 1;

	ok(tk_mail_read(reader, mail, sizeof mail - 1, 0, &stop, &m,
	    NULL) == 0 && is_sound(&m) && strcmp(m.subject, "s") == 0 &&
	    has_warning(&m, "took too long: what is missing is in the raw "
	    "message"), "when time is up it tells, and what it has stays");
}

/* ---- bad luck ---------------------------------------------------------- */

static uint32_t
dice(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Bytes change, pieces vanish, double, and swap their places. */
static void
mutate(struct tk_buf *mail, uint32_t *seed)
{
	static const char *const words[] = {"\n--b\n", "\n\n", "\r", "=?gbk?B?",
	    "?=", "\xff", "\x1b", "Content-Type: text/html\n\n", "\n>",
	    "&#7;", "<p>", "boundary=", "\xe2\x80\xae", "=00", "\n--b--"};
	size_t times = 1 + dice(seed) % 4, at, n;
	const char *word;

	while (times-- > 0 && mail->len > 8) {
		at = dice(seed) % mail->len;
		n = dice(seed) % 20;
		n = n < mail->len - at ? n : mail->len - at;
		switch (dice(seed) % 3) {
		case 0:
			mail->data[at] = (char)dice(seed);
			break;
		case 1:
			memmove(mail->data + at, mail->data + at + n,
			    mail->len - at - n);
			mail->len -= n;
			break;
		default:
			word = words[dice(seed) % COUNT(words)];
			n = strlen(word);
			if (tk_buf_reserve(mail, n) < 0)
				exit(1);
			memmove(mail->data + at + n, mail->data + at,
			    mail->len - at);
			memcpy(mail->data + at, word, n);
			mail->len += n;
		}
	}
}

static void
test_mutations(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	struct tk_message m;
	uint32_t seed = 20231002;
	size_t i, k, bad = 0, count = 0;

	for (i = 0; i < COUNT(mails); i++)
		for (k = 0; k < 200; k++) {
			tk_buf_clear(&mail);
			tk_buf_puts(&mail, mails[i].mail);
			mutate(&mail, &seed);
			count++;
			if (tk_mail_read(reader, mail.len > 0 ? mail.data :
			    "", mail.len, k % 2, NULL, &m, NULL) == 0 &&
			    is_sound(&m))
				continue;
			if (bad++ == 0)
				printf("# seed %u: %.*s\n", seed,
				    (int)mail.len, mail.data);
		}
	printf("# %zu mutations\n", count);
	ok(bad == 0, "whatever is changed, what is read is clean text");
	tk_buf_free(&mail);
}

/* ---- speed: printed, never judged -------------------------------------- */

static const char base64[] =
    "xPq6w6OsztLSqs22y9+ho8jIy67G97Tysru/qqGjxPq6w6OsztLSqs22y9+ho8jIy67G\n";

static void
add_mail(struct tk_buf *to, int i)
{
	tk_buf_printf(to, "Return-Path: <w%d@x.cn>\nReceived: from mail.x.cn "
	    "(mail.x.cn [10.0.0.1])\n\tby mx.y.cn with ESMTP id %d;\n\tMon, 2 "
	    "Oct 2023 10:00:05 +0800\nDate: Mon, 2 Oct 2023 10:00:00 +0800\n"
	    "From: =?GBK?B?zfW3vA==?= <w%d@x.cn>\nTo: kefu@y.cn\n"
	    "Message-ID: <%d@x.cn>\nSubject: =?gb2312?B?zcu/7g==?= %d\n"
	    "MIME-Version: 1.0\nX-Mailer: Foxmail 7\n", i, i, i, i, i);
	switch (i % 4) {
	case 0:
		tk_buf_puts(to, "Content-Type: text/plain; charset=gb2312\n"
		    BASE64 "\n");
		repeat(to, base64, 60);
		break;
	case 1:
		tk_buf_puts(to, "Content-Type: text/plain; charset=utf-8\n\n");
		repeat(to, "您好，我要投诉。热水器打不开，订单号 77410001，请回电"
		    "。\n", 60);
		break;
	case 2:
		tk_buf_puts(to, "Content-Type: multipart/alternative; "
		    "boundary=b\n\n--b\nContent-Type: text/plain; "
		    "charset=gb18030\n" BASE64 "\n");
		repeat(to, base64, 40);
		tk_buf_puts(to, "--b\n" HTML);
		repeat(to, "<p>您好，我要投诉。热水器打不开。</p>\n", 60);
		tk_buf_puts(to, "--b--\n");
		break;
	default:
		tk_buf_puts(to, "Content-Type: multipart/mixed; boundary=b\n\n"
		    "--b\nContent-Type: text/html; charset=gbk\n" BASE64 "\n"
		    "PHA+xPq6w6OsztLSqs22y9+hozwvcD4K\n"
		    "--b\nContent-Type: image/jpeg; name=a.jpg\n" BASE64 "\n");
		repeat(to, base64, 400);
		tk_buf_puts(to, "--b--\n");
	}
}

static void
measure(void)
{
	struct tk_buf mail = TK_BUF_INIT;
	size_t from[2001], i, round, bytes = 0;
	struct timespec a, b;
	struct tk_message m;
	double t;

	for (i = 0; i < 2000; i++) {
		from[i] = mail.len;
		add_mail(&mail, (int)i);
	}
	from[2000] = mail.len;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	for (round = 0; round < 3; round++)
		for (i = 0; i < 2000; i++) {
			if (tk_mail_read(reader, mail.data + from[i],
			    from[i + 1] - from[i], 1, NULL, &m, NULL) < 0)
				exit(1);
			bytes += from[i + 1] - from[i];
		}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	t = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) /
	    1e9;
	printf("# 2000 mails of %zu kB each: %.0f MB/s, %.1f us each\n",
	    mail.len / 2000 / 1024, (double)bytes / t / 1e6, t / 6000 * 1e6);
	tk_buf_free(&mail);
}

int
main(void)
{
	size_t i;

	if (tk_mail_reader_new(&reader, NULL) < 0)
		return 2;
	for (i = 0; i < COUNT(mails); i++)
		test_mail(reader, i);
	test_lengths();
	test_text_limit();
	test_file_limit();
	test_names();
	test_malformed();
	test_escaped();
	test_stop();
	test_mutations();
	measure();
	tk_mail_reader_free(reader);
	tk_mail_reader_free(NULL);
	printf("1..%d\n", tests);
	return failed > 0;
}
