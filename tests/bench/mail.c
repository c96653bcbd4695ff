/*
 * mail.c - the mail reader alone: MB/s over an mbox, and the making of one.
 * Usage: mail make N [EVERY] >MBOX; mail read MBOX
 * The mails are what complaints look like: two in three with an HTML
 * alternative, one in EVERY (8) with a photo; GB18030 and UTF-8 by turns, in
 * base64, quoted-printable and 8bit.
 */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mail/mail.h"

static uint32_t seed = 20261121;

static uint32_t
below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static const char *const sentences[] = {
	"我上周在贵公司官网购买的电热水器，昨天安装后一直打不开，指示灯也不亮。",
	"已经按照说明书重新插拔电源、重启过三次，仍然没有任何反应。",
	"订单号是 DD-77410001，购买日期 2026-11-12，请尽快安排工程师上门检修。",
	"客服电话打了五次都没有人接，希望你们重视客户的投诉！",
	"如果本周内不能解决，我要求全额退款，并赔偿由此造成的损失。",
	"APP 登录时提示“网络异常（E1024）”，换了手机和网络也是一样。",
	"安装师傅态度很差，说了不收费，最后却要我付 280 元材料费。",
	"随信附上照片和发票，请核对。我的联系电话是 13800138000。",
};

static void
put_base64(const unsigned char *s, size_t n)
{
	static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t i, line = 0;

	for (i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)s[i] << 16 | (i + 1 < n ?
		    (uint32_t)s[i + 1] << 8 : 0) | (i + 2 < n ? s[i + 2] : 0);

		putchar(abc[v >> 18]);
		putchar(abc[v >> 12 & 63]);
		putchar(i + 1 < n ? abc[v >> 6 & 63] : '=');
		putchar(i + 2 < n ? abc[v & 63] : '=');
		if ((line += 4) == 76 || i + 3 >= n) {
			putchar('\n');
			line = 0;
		}
	}
}

static void
put_quoted(const unsigned char *s, size_t n)
{
	size_t i, line = 0;

	for (i = 0; i < n; i++) {
		if (line > 72 && s[i] != '\n') {
			fputs("=\n", stdout);
			line = 0;
		}
		if (s[i] == '\n' || (s[i] < 127 && s[i] >= ' ' && s[i] != '=')) {
			putchar(s[i]);
			line = s[i] == '\n' ? 0 : line + 1;
		} else {
			printf("=%02X", s[i]);
			line += 3;
		}
	}
}

/* A part with its header: in GB18030 or not, encoded one way or the other. */
static void
put_part(const char *type, const char *text)
{
	static char out[1 << 16];
	char *in = (char *)(uintptr_t)text, *to = out;
	size_t left = strlen(text), room = sizeof out;
	int gb = below(2) == 0;
	unsigned way = below(3);
	iconv_t cd = iconv_open(gb ? "GB18030" : "UTF-8", "UTF-8");

	iconv(cd, &in, &left, &to, &room);
	iconv_close(cd);
	printf("Content-Type: %s; charset=%s\nContent-Transfer-Encoding: %s\n\n",
	    type, gb ? "gb2312" : "utf-8", way == 0 ? "base64" : way == 1 ?
	    "quoted-printable" : "8bit");
	if (way == 0)
		put_base64((unsigned char *)out, (size_t)(to - out));
	else if (way == 1)
		put_quoted((unsigned char *)out, (size_t)(to - out));
	else
		fwrite(out, 1, (size_t)(to - out), stdout);
}

static void
make_text(char *text, char *html)
{
	unsigned n = 4 + below(10);
	const char *s;

	*text = '\0';
	strcpy(html, "<html><head><style>.p{font-family:宋体;margin:0}"
	    "</style></head><body>\n");
	while (n-- > 0) {
		s = sentences[below(8)];
		strcat(strcat(text, s), n % 3 == 0 ? "\n\n" : "\n");
		strcat(strcat(strcat(html, "<p class=\"p\" style=\"font-size:"
		    "14px;line-height:1.5\"><span lang=\"ZH-CN\">"), s),
		    "<o:p></o:p></span></p>\n");
	}
	strcat(text, "-- \n张三\n某某科技有限公司\n");
	strcat(html, "<div>--<br>张三<br>某某科技有限公司</div></body></html>\n");
}

static void
make_one(unsigned i, uint32_t every)
{
	static char text[1 << 14], html[1 << 15];
	static unsigned char photo[90000];
	int both = below(3) != 0, picture = below(every) == 0;
	size_t k;

	make_text(text, html);
	printf("From c%u@example.cn Fri Nov 20 08:%02u:%02u 2026\n"
	    "Received: from mx.example.cn by mail.example.com with ESMTP id %u;\n"
	    "\tFri, 20 Nov 2026 08:%02u:%02u +0800\n"
	    "DKIM-Signature: v=1; a=rsa-sha256; d=example.cn; s=s1;\n"
	    "\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=%08x\n"
	    "From: =?utf-8?B?5byg5LiJ?= <c%u@example.cn>\n"
	    "To: kefu@example.com\nMessage-ID: <%u.%08x@example.cn>\n"
	    "Date: Fri, 20 Nov 2026 08:%02u:%02u +0800\n"
	    "Subject: =?gb2312?B?yMjLrsb3tPKyu7+q?= %u\nMIME-Version: 1.0\n",
	    i, i / 60 % 60, i % 60, i, i / 60 % 60, i % 60, below(1u << 24),
	    i, i, below(1u << 24), i / 60 % 60, i % 60, i);
	if (picture)
		printf("Content-Type: multipart/mixed; boundary=\"mix%u\"\n\n"
		    "--mix%u\n", i, i);
	if (both) {
		printf("Content-Type: multipart/alternative; boundary=\"alt%u\""
		    "\n\n--alt%u\n", i, i);
		put_part("text/plain", text);
		printf("\n--alt%u\n", i);
		put_part("text/html", html);
		printf("\n--alt%u--\n", i);
	} else {
		put_part("text/plain", text);
	}
	if (picture) {
		k = 20000 + below(70000);
		while (k-- > 0)
			photo[k] = (unsigned char)below(256);
		printf("\n--mix%u\nContent-Type: image/jpeg; name=\"IMG%u.jpg\"\n"
		    "Content-Transfer-Encoding: base64\n\n", i, i);
		put_base64(photo, 20000 + below(70000));
		printf("\n--mix%u--\n", i);
	}
	putchar('\n');
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
read_all(const char *path)
{
	struct tk_mail_reader *r;
	struct tk_mailbox_item item;
	struct tk_mailbox *box;
	struct tk_message m;
	struct tk_error err;
	size_t n = 0, bytes = 0;
	double begin = now(), s;

	if (tk_mail_reader_new(&r, &err) < 0 || tk_mailbox_open(&box, path,
	    TK_MAILBOX_ANY, (size_t)50 << 20, &err) < 0)
		return 1;
	while (tk_mailbox_next(box, &item, &err) > 0) {
		if (tk_mail_read(r, item.data, item.len, item.escaped, NULL,
		    &m, &err) < 0)
			return 1;
		n++;
		bytes += item.len;
	}
	s = now() - begin;
	tk_mailbox_close(box);
	tk_mail_reader_free(r);
	printf("%zu mails, %.1f MB, %.3f s: %.0f MB/s\n", n,
	    (double)bytes / 1e6, s, (double)bytes / 1e6 / s);
	return 0;
}

int
main(int argc, char **argv)
{
	unsigned i, n;

	if (argc == 3 && strcmp(argv[1], "read") == 0)
		return read_all(argv[2]);
	if (argc < 3)
		return 2;
	n = (unsigned)strtoul(argv[2], NULL, 10);
	for (i = 0; i < n; i++)
		make_one(i, argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) :
		    8);
	return fflush(stdout) != 0;
}
