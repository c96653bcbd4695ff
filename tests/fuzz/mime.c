/* mime.c - a whole message, as tk-import reads it. */
#include "fuzz.h"

#include "mail/part.h"

#define ROUND_TRIP 8192	/* bytes that are encoded and decoded again */

static void
line(const char *s)
{
	must(s != NULL);
	must_be_line(s, strlen(s));
}

static void
text(const char *s)
{
	must(s != NULL);
	must_be_text(s, strlen(s));
	must(strlen(s) <= TK_MAIL_MAX_TEXT + 64);
}

static void
address(const struct tk_address *a)
{
	line(a->name);
	line(a->address);
}

static void
wording(const struct tk_wording *w)
{
	text(w->text);
	text(w->signature);
	text(w->quoted);
}

static void
files(const struct tk_message *m)
{
	const struct tk_enclosure *e;
	size_t i, k;

	must(m->nenclosures <= TK_MAIL_MAX_PARTS);
	for (i = 0; i < m->nenclosures; i++) {
		e = &m->enclosures[i];
		line(e->name);
		must(e->name[0] != '\0' && e->name[0] != '.');
		must(strlen(e->name) <= 120);
		must(strpbrk(e->name, "/\\") == NULL);
		for (k = 0; k < i; k++)
			must(strcmp(m->enclosures[k].name, e->name) != 0);
		must(e->data != NULL || e->len == 0);
		must(e->len <= TK_MAIL_MAX_FILE);
		must_be_readable(e->data, e->len);
	}
}

static void
message(const struct tk_message *m)
{
	size_t i;

	line(m->id);
	must(strlen(m->id) <= 998);
	for (i = 0; i < m->nreferences; i++)
		line(m->references[i]);
	address(&m->from);
	address(&m->reply_to);
	address(&m->forwarded);
	for (i = 0; i < m->nothers; i++)
		address(&m->others[i]);
	line(m->subject);
	must(m->subject[0] != '\0');
	must(tk_mail_chars(m->subject, strlen(m->subject),
	    TK_MAIL_MAX_SUBJECT + 1) == strlen(m->subject));
	line(m->topic);
	wording(&m->first);
	wording(&m->reply);
	line(m->why);
	line(m->declared);
	line(m->charset);
	files(m);
	for (i = 0; i < m->nwarnings; i++)
		line(m->warnings[i]);
}

/* Its bytes are read by two readers, one of which has read much else. */
static void
read_twice(const char *data, size_t len)
{
	static struct tk_mail_reader *old;
	struct tk_mail_reader *new;
	struct tk_message one, other;
	struct tk_error err;
	char hex[65], hex2[65];
	int stop = len % 16 == 15, escaped = len % 2;

	if (old == NULL)
		must(tk_mail_reader_new(&old, &err) == 0);
	must(tk_mail_reader_new(&new, &err) == 0);
	must(tk_mail_read(old, data, len, escaped, &stop, &one, &err) == 0);
	must(tk_mail_read(new, data, len, escaped, &stop, &other, &err) == 0);
	message(&one);
	tk_mail_digest(hex, &one);
	tk_mail_digest(hex2, &other);
	must(strcmp(hex, hex2) == 0);
	must(one.traits == other.traits);
	must(one.nenclosures == other.nenclosures);
	must(one.nwarnings == other.nwarnings);
	must(strcmp(one.subject, other.subject) == 0);
	must(strcmp(one.first.text, other.first.text) == 0);
	must(strcmp(one.reply.text, other.reply.text) == 0);
	tk_mail_reader_free(new);
}

/* ---- what must come out as it went in ------------------------------------- */

static void
base64(const char *data, size_t len)
{
	static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	struct tk_buf in = TK_BUF_INIT, out = TK_BUF_INIT;
	const unsigned char *s = (const unsigned char *)data;
	size_t i;

	for (i = 0; i < len; i += 3) {
		unsigned v = (unsigned)s[i] << 16 | (i + 1 < len ?
		    (unsigned)s[i + 1] << 8 : 0) | (i + 2 < len ?
		    s[i + 2] : 0);

		tk_buf_putc(&in, abc[v >> 18]);
		tk_buf_putc(&in, abc[v >> 12 & 63]);
		tk_buf_putc(&in, i + 1 < len ? abc[v >> 6 & 63] : '=');
		tk_buf_putc(&in, i + 2 < len ? abc[v & 63] : '=');
		if (i % 57 == 54)
			tk_buf_puts(&in, "\r\n");
	}
	tk_mail_base64(&out, in.data != NULL ? in.data : "", in.len);
	must(out.len == len && (len == 0 || memcmp(out.data, data, len) == 0));
	tk_buf_free(&in);
	tk_buf_free(&out);
}

static void
quoted_printable(const char *data, size_t len)
{
	struct tk_buf in = TK_BUF_INIT, out = TK_BUF_INIT;
	size_t i, column = 0;

	for (i = 0; i < len; i++) {
		if (data[i] > ' ' && data[i] < 0x7f && data[i] != '=')
			tk_buf_putc(&in, data[i]);
		else
			tk_buf_printf(&in, "=%02X", (unsigned char)data[i]);
		if (++column == 25) {
			tk_buf_puts(&in, "=\r\n");
			column = 0;
		}
	}
	tk_mail_quoted_printable(&out, in.data != NULL ? in.data : "", in.len);
	must(out.len == len && (len == 0 || memcmp(out.data, data, len) == 0));
	tk_buf_free(&in);
	tk_buf_free(&out);
}

/* Nothing but blanks is in none of the pieces, and nothing in two. */
static void
must_hold_all(const struct tk_mail_cut *c, const char *s, size_t len)
{
	const struct tk_span *piece[] = {&c->text, &c->signature, &c->quoted};
	size_t i = 0, k, n;

	for (k = 0; k < 3; k++)
		must(piece[k]->data >= s &&
		    piece[k]->data + piece[k]->len <= s + len);
	while (i < len) {
		for (k = 0; k < 3; k++)
			if (piece[k]->len > 0 && piece[k]->data == s + i)
				break;
		if (k < 3) {
			i += piece[k]->len;
			continue;
		}
		n = tk_mail_blanks(s + i, len - i);
		must(n > 0 || s[i] == '\n');
		i += n > 0 ? n : 1;
	}
}

static void
cuts(const char *data, size_t len)
{
	struct tk_arena arena = TK_ARENA_INIT;
	struct tk_buf b = TK_BUF_INIT;
	struct tk_mail_cut cut;
	struct tk_address a;

	tk_mail_charset_utf8(&b, "utf-8", 5, data, len, NULL);
	tk_buf_add(&b, "", 0);
	must(b.data != NULL);
	tk_mail_cut_first(&cut, b.data, b.len);
	must_hold_all(&cut, b.data, b.len);
	tk_mail_cut_reply(&cut, b.data, b.len);
	must_hold_all(&cut, b.data, b.len);
	if (tk_mail_forwarded(&arena, b.data, b.len, &a) == 0)
		address(&a);
	tk_buf_free(&b);
	tk_arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *data = exact_copy(bytes, len);

	read_twice(data, len);
	cuts(data, len);
	if (len <= ROUND_TRIP) {
		base64(data, len);
		quoted_printable(data, len);
	}
	free(data);
	return 0;
}
