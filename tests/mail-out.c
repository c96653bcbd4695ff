/* mail-out.c - what mail to customers is made of: HMAC (RFC 4231), the tokens
 * in Message-IDs, addresses, fields of headers, bodies. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/address.h"
#include "base/mime.h"
#include "base/sha256.h"
#include "store/mailkey.h"

static int tests, failed;

static void
report(int good, const char *what)
{
	printf("%s %d - %s\n", good ? "ok" : "not ok", ++tests, what);
	failed += !good;
}

static void
same(const char *what, const char *want, const char *got)
{
	int good = strcmp(want, got) == 0;

	report(good, what);
	if (!good)
		printf("# want: %s\n# got:  %s\n", want, got);
}

/* ---- digests ----------------------------------------------------------- */

static void
test_sha256(void)
{
	char text[300], whole[TK_SHA256_HEX], parts[TK_SHA256_HEX];
	unsigned char digest[TK_SHA256_SIZE];
	struct tk_sha256 s;
	size_t len, cut;
	int good = 1;

	same("SHA-256 of abc",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	    tk_sha256_hex(whole, "abc", 3));
	same("SHA-256 of nothing",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    tk_sha256_hex(whole, "", 0));
	same("SHA-256 of 56 bytes",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	    tk_sha256_hex(whole, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmn"
	    "lmnomnopnopq", 56));
	for (len = 0; len < sizeof text; len++)
		text[len] = (char)(len * 7);
	for (len = 0; len < sizeof text; len++)
		for (cut = 0; cut <= len; cut += 1 + len / 9) {
			tk_sha256_begin(&s);
			tk_sha256_add(&s, text, cut);
			tk_sha256_add(&s, text + cut, (len - cut) / 2);
			tk_sha256_add(&s, text + cut + (len - cut) / 2,
			    len - cut - (len - cut) / 2);
			tk_sha256_end(&s, digest);
			tk_sha256_hex(whole, text, len);
			good &= strcmp(whole, tk_sha256_digits(parts,
			    digest)) == 0;
		}
	report(good, "a digest is the same however the bytes come");
}

static void
test_hmac(void)
{
	/* RFC 4231, 4.2 to 4.8 without the truncated one */
	static const struct {
		int key_byte;
		size_t key_len;
		const char *key, *data;
		int data_byte;
		size_t data_len;
		const char *mac;
	} cases[] = {
		{0x0b, 20, NULL, "Hi There", 0, 8, "b0344c61d8db38535ca8afceaf"
		"0bf12b881dc200c9833da726e9376c2e32cff7"},
		{0, 4, "Jefe", "what do ya want for nothing?", 0, 28,
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{0xaa, 20, NULL, NULL, 0xdd, 50, "773ea91e36800e46854db8ebd091"
		"81a72959098b3ef8c122d9635514ced565fe"},
		{0, 25, "\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23"
		"\24\25\26\27\30\31", NULL, 0xcd, 50, "82558a389a443c0ea4cc81"
		"9899f2083a85f0faa3e578f8077a2e3ff46729665b"},
		{0xaa, 131, NULL, "Test Using Larger Than Block-Size Key - "
		"Hash Key First", 0, 54, "60e431591ee0b67f0d8a26aacbf5b77f8e0b"
		"c6213728c5140546040f0ee37f54"},
		{0xaa, 131, NULL, "This is a test using a larger than "
		"block-size key and a larger than block-size data. The key "
		"needs to be hashed before being used by the HMAC algorithm.",
		0, 152, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f"
		"51535c3a35e2"},
	};
	unsigned char key[200], data[200], mac[TK_SHA256_SIZE];
	char hex[TK_SHA256_HEX], what[64];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		memset(key, cases[i].key_byte, sizeof key);
		memset(data, cases[i].data_byte, sizeof data);
		if (cases[i].key != NULL)
			memcpy(key, cases[i].key, cases[i].key_len);
		if (cases[i].data != NULL)
			memcpy(data, cases[i].data, cases[i].data_len);
		tk_sha256_hmac(mac, key, cases[i].key_len, data,
		    cases[i].data_len);
		snprintf(what, sizeof what, "HMAC-SHA256 of RFC 4231, %zu",
		    i + 1);
		same(what, cases[i].mac, tk_sha256_digits(hex, mac));
	}
}

/* ---- tokens -------------------------------------------------------------- */

#define NUMBER "CS202611200001"

static void
write_key(const struct tk_store *s, const char *text)
{
	if (tk_sys_write_file(s->fd, "mail/key", text, strlen(text), 0600, 1,
	    NULL) < 0)
		abort();
}

static void
test_known_token(struct tk_store *s)
{
	static const struct {
		const char *what, *id;
		int ours;
	} cases[] = {
		{"a token is ours", "<tk." NUMBER ".1-%@example.com>", 1},
		{"without its brackets", "tk." NUMBER ".1-%@example.com", 1},
		{"of any domain", " <tk." NUMBER ".1-%@mail.test>\n", 1},
		{"an empty domain is none", "<tk." NUMBER ".1-%@>", 0},
		{"no domain is none", "<tk." NUMBER ".1-%>", 0},
		{"two ids are none", "<tk." NUMBER ".1-%@a.b> <x@y>", 0},
		{"of another ordinal", "<tk." NUMBER ".2-%@example.com>", 0},
		{"of an ordinal written otherwise",
		"<tk." NUMBER ".01-%@example.com>", 0},
		{"of another ticket", "<tk.CS202611200002.1-%@example.com>", 0},
		{"of no day", "<tk.CS202613200001.1-%@example.com>", 0},
		{"with a digit more", "<tk." NUMBER ".1-%0@example.com>", 0},
		{"that is too short", "<tk." NUMBER ".1-abc@example.com>", 0},
		{"that is long", "<tk.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.1-%@example.com>", 0},
		{"of somebody else", "<20261120.1@example.com>", 0},
		{"of nothing", "", 0},
	};
	char id[512], number[TK_NUMBER_SIZE], upper[32], mac[32];
	char token[TK_MAIL_TOKEN_SIZE];
	const char *percent;
	size_t i, j;
	int found;

	write_key(s, "000102030405060708090a0b0c0d0e0f"
	    "101112131415161718191A1B1C1D1E1F\n");
	report(tk_mail_token_make(s, NUMBER, 1, "example.com", token,
	    NULL) == 0, "a token is made");
	snprintf(mac, sizeof mac, "%.24s", strchr(token, '-') + 1);
	for (i = 0; mac[i] != '\0'; i++)
		upper[i] = (char)(mac[i] >= 'a' ? mac[i] - 32 : mac[i]);
	upper[i] = '\0';
	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		for (j = 0; j < 2; j++) {
			percent = strchr(cases[i].id, '%');
			snprintf(id, sizeof id, "%.*s%s%s", percent == NULL ?
			    (int)strlen(cases[i].id) :
			    (int)(percent - cases[i].id), cases[i].id,
			    percent == NULL ? "" : j == 0 ? mac : upper,
			    percent == NULL ? "" : percent + 1);
			found = tk_mail_token_find(s, id, number, NULL);
			report(found == cases[i].ours && (!found ||
			    strcmp(number, NUMBER) == 0), cases[i].what);
		}
	memmove(token + 20, token + 21, strlen(token + 20));
	report(tk_mail_token_find(s, token, number, NULL) == 0,
	    "a token with a character less is none");
}

static void
test_keys(struct tk_store *s)
{
	char one[TK_MAIL_TOKEN_SIZE], two[TK_MAIL_TOKEN_SIZE];
	char number[TK_NUMBER_SIZE] = "";
	struct tk_error err;
	struct stat st;

	report(tk_mail_token_find(s, "<tk." NUMBER ".0-"
	    "000000000000000000000000@a>", number, &err) == 0,
	    "a store without a key has no tokens");
	report(faccessat(s->fd, "mail", F_OK, 0) < 0,
	    "and looking for one makes no key");
	report(tk_mail_token_make(s, NUMBER, 0, "example.com", one,
	    &err) == 0 &&
	    tk_mail_token_make(s, NUMBER, 0, "example.com", two, &err) == 0 &&
	    strcmp(one, two) == 0, "the same message has the same token");
	report(tk_mail_token_find(s, one, number, &err) == 1 &&
	    strcmp(number, NUMBER) == 0, "which is known again");
	report(fstatat(s->fd, "mail/key", &st, 0) == 0 && st.st_size == 65 &&
	    (st.st_mode & 0777) == 0600, "nobody else may read the key");
	write_key(s, "0001\n");
	report(tk_mail_token_make(s, NUMBER, 0, "a", two, &err) < 0 &&
	    err.code == TK_BAD && strstr(err.message, "damaged") != NULL,
	    "a damaged key makes no tokens");
	report(tk_mail_token_find(s, one, number, &err) < 0,
	    "nor is one known by it");
	report(tk_mail_token_make(s, "CS1", 0, "a", two, &err) < 0,
	    "what is no number has no token");
}

static void
test_tokens(void)
{
	char dir[] = "/tmp/tk-mail-out-XXXXXX", command[64];
	struct tk_store s = {.path = dir, .dir_mode = 0777,
	    .file_mode = 0666};

	if (mkdtemp(dir) == NULL ||
	    (s.fd = tk_sys_open_dir(AT_FDCWD, dir, NULL)) < 0)
		abort();
	test_keys(&s);
	test_known_token(&s);
	close(s.fd);
	snprintf(command, sizeof command, "rm -r %s", dir);
	if (system(command) != 0)
		abort();
}

/* ---- addresses ------------------------------------------------------------ */

static void
test_addresses(void)
{
	static const char *const cases[][2] = {
		{"fang@example.com", "fang@example.com"},
		{"王芳 <fang@example.com>", "fang@example.com"},
		{"\"a@b.cn\" <fang@example.com>", "fang@example.com"},
		{"<fang@localhost>", "fang@localhost"},
		{"13800000001，fang.li+tk@mail.example.cn。",
		"fang.li+tk@mail.example.cn"},
		{"微信@小王，邮箱:fang@example.com", "fang@example.com"},
		{"mailto:fang@example.com,li@example.com", "fang@example.com"},
		{"fang@example.com\nBcc: x@y.cn", "fang@example.com"},
		{"<fang@example.com\nBcc: x@y.cn>", "fang@example.com"},
		{"fang@localhost", ""}, {"13800000001", ""}, {"@", ""},
		{"a@b..cn", ""}, {"a@.cn", ""}, {"", ""}, {"<>", ""},
		{"..@@example.com", ""}, {"a@-b.cn", ""},
	};
	char got[200];
	const char *at;
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		at = "";
		n = tk_address_find(cases[i][0], &at);
		snprintf(got, sizeof got, "%.*s", (int)n, at);
		same(cases[i][0][0] == '\0' || strchr(cases[i][0], '\n') !=
		    NULL ? "an address in lines or nothing" : cases[i][0],
		    cases[i][1], got);
	}
}

/* ---- fields ---------------------------------------------------------------- */

/* Are all lines ASCII, at most 76 columns, and none blank? */
static int
is_mail(const char *s)
{
	size_t n, i;

	for (; *s != '\0'; s += n + 1) {
		n = strcspn(s, "\n");
		if (n > 76 || s[n] != '\n' || strspn(s, " \t") >= n)
			return 0;
		for (i = 0; i < n; i++)
			if (s[i] < ' ' || s[i] > '~')
				return 0;
	}
	return 1;
}

static void
field(const char *what, const char *text, const char *want)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mime_field f;

	tk_mime_begin(&f, &b, "Subject");
	tk_mime_word(&f, "Re:", 3);
	tk_mime_text(&f, text);
	tk_mime_word(&f, "[" NUMBER "]", 16);
	tk_mime_end(&f);
	same(what, want, b.data);
	report(is_mail(b.data), "and every line of it can be sent");
	tk_buf_free(&b);
}

static void
test_fields(void)
{
	struct tk_buf text = TK_BUF_INIT, b = TK_BUF_INIT;
	struct tk_mime_field f;
	size_t i;
	int good = 1;

	field("plain words stand as they are", "it does not work",
	    "Subject: Re: it does not work [" NUMBER "]\n");
	field("line ends inject nothing", "a\r\nBcc: x@y.cn\n\n\033[31m",
	    "Subject: Re: a Bcc: x@y.cn [31m [" NUMBER "]\n");
	field("what looks encoded is encoded", "=?utf-8?q?x?=",
	    "Subject: Re: =?UTF-8?B?PT91dGYtOD9xP3g/PQ==?= [" NUMBER "]\n");
	field("Chinese is encoded", "热水器",
	    "Subject: Re: =?UTF-8?B?54Ot5rC05Zmo?= [" NUMBER "]\n");
	field("nothing is nothing", " \n", "Subject: Re: [" NUMBER "]\n");
	for (i = 0; i < 300; i++) {
		tk_buf_puts(&text, i % 7 == 0 ? "a" : i % 5 == 0 ? "😀" :
		    i % 3 == 0 ? "é" : "器");
		tk_buf_clear(&b);
		tk_mime_begin(&f, &b, "Subject");
		tk_mime_text(&f, text.data);
		tk_mime_end(&f);
		good &= is_mail(b.data);
	}
	report(good, "long texts of mixed characters are folded");
	tk_buf_clear(&b);
	tk_mime_begin(&f, &b, "To");
	tk_mime_mailbox(&f, "Bob \"B\" \\ Smith, Jr.\n", "bob@x.cn", 8);
	tk_mime_end(&f);
	same("signs in a name are quoted",
	    "To: \"Bob \\\"B\\\" \\\\ Smith, Jr.\" <bob@x.cn>\n", b.data);
	tk_buf_clear(&b);
	tk_mime_begin(&f, &b, "Content-Disposition");
	tk_mime_word(&f, "attachment", 10);
	tk_mime_param(&f, "filename", "发 票\"1.pdf");
	tk_mime_end(&f);
	same("names of files as RFC 2231 has them", "Content-Disposition: "
	    "attachment;\n filename*=UTF-8''%E5%8F%91%20%E7%A5%A8%221.pdf\n",
	    b.data);
	tk_buf_clear(&b);
	tk_mime_line(&b, "一二三四", 3);
	same("a line is cut at so many characters", "一二三…", b.data);
	tk_buf_free(&b);
	tk_buf_free(&text);
}

/* ---- bodies ------------------------------------------------------------- */

static void
test_bodies(void)
{
	static const struct {
		const char *what, *text, *want;
	} cases[] = {
		{"an equals sign", "a=b\n", "a=3Db\n"},
		{"a last line gets its end", "a", "a\n"},
		{"blanks before a line end", "a \nb\t\n", "a=20\nb=09\n"},
		{"a lone dot", ".\n..\n", "=2E\n=2E.\n"},
		{"what looks like a new mail", "From a\n>From b\nFromage\n",
		"=46rom a\n=3EFrom b\nFromage\n"},
		{"bytes that are no ASCII", "é\033", "=C3=A9=1B\n"},
		{"empty lines", "\n\na\n", "\n\na\n"},
		{"a long line", "123456789012345678901234567890123456789012345"
		"67890123456789012345678901234567",
		"123456789012345678901234567890123456789012345"
		"678901234567890123456789012345=\n67\n"},
		{"a line that is just not long", "123456789012345678901234567"
		"8901234567890123456789012345678901234567890123456",
		"123456789012345678901234567"
		"8901234567890123456789012345678901234567890123456\n"},
	};
	struct tk_buf b = TK_BUF_INIT;
	char *hostile = malloc(1 << 20);
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		tk_buf_clear(&b);
		tk_mime_quoted(&b, cases[i].text, strlen(cases[i].text));
		same(cases[i].what, cases[i].want, b.data);
	}
	memset(hostile, '>', 1 << 20);
	tk_buf_clear(&b);
	tk_mime_quoted(&b, hostile, 1 << 20);
	report(b.len > 1 << 20, "a megabyte of > takes no time");
	free(hostile);
	tk_buf_clear(&b);
	tk_mime_plain(&b, "您好\n再见", strlen("您好\n再见"));
	same("the shorter encoding is taken: base64, its line ends CR LF",
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: base64\n\n5oKo5aW9DQrlho3op4ENCg==\n",
	    b.data);
	tk_buf_clear(&b);
	tk_mime_plain(&b, "OK, 好 of it", strlen("OK, 好 of it"));
	same("the shorter encoding is taken: quoted-printable",
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n\n"
	    "OK, =E5=A5=BD of it\n", b.data);
	tk_buf_free(&b);
}

static void
test_dates(void)
{
	char buf[TK_MIME_DATE_SIZE];
	struct tk_zone *z;

	if (tk_zone_load(&z, "Asia/Shanghai", NULL) < 0)
		abort();
	same("a date", "Fri, 20 Nov 2026 09:05:00 +0800",
	    tk_mime_date(buf, 1795136700, z));
	tk_zone_free(z);
	if (tk_zone_load(&z, "America/St_Johns", NULL) < 0)
		abort();
	same("a date in the west", "Thu, 19 Nov 2026 21:35:00 -0330",
	    tk_mime_date(buf, 1795136700, z));
	tk_zone_free(z);
	same("the date of a From_ line", "Sun Nov  1 00:00:00 2026",
	    tk_mime_asctime(buf, 1793491200));
}

int
main(void)
{
	test_sha256();
	test_hmac();
	test_tokens();
	test_addresses();
	test_fields();
	test_bodies();
	test_dates();
	printf("1..%d\n", tests);
	return failed > 0;
}
