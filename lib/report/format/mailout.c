/* mailout.c - writes a report as mail: as text, and as a page. */
#include "mailout.h"

#include <string.h>

#include "base/address.h"
#include "base/mime.h"
#include "base/sha256.h"
#include "report/ticket/showmail.h"

#define COLUMNS 80	/* of the text */
#define SUBJECT 120	/* characters, at most */
#define TOKEN 32	/* digits of the digest that name the mail */

/* ---- to whom ---------------------------------------------------------- */

/* The address in "name <address>", or all of it; 0 when it is none. */
static int
is_recipient(const char *to)
{
	const char *open = strrchr(to, '<');
	size_t len = strlen(to);

	if (open == NULL)
		return tk_address_valid(to, len);
	if (to[len - 1] != '>' || !tk_text_valid(to, len, NULL))
		return 0;
	open++;
	return tk_address_valid(open, (size_t)(to + len - 1 - open));
}

int
tk_mail_recipients(const char *const *to, size_t n, struct tk_error *err)
{
	size_t i;

	if (n == 0)
		return tk_error_set(err, TK_BAD, "a mail needs somebody to "
		    "read it; add --mail-to ADDRESS");
	for (i = 0; i < n; i++)
		if (!is_recipient(to[i]))
			return tk_error_set(err, TK_BAD, "\"%.200s\" is no mail "
			    "address; write one like lead@example.com, and "
			    "--mail-to again for the next", to[i]);
	return 0;
}

static void
put_recipients(struct tk_buf *b, const char *const *to, size_t n)
{
	struct tk_correspondent box;
	struct tk_mime_field f;
	size_t i;

	tk_mime_begin(&f, b, "To");
	for (i = 0; i < n; i++) {
		memset(&box, 0, sizeof box);
		tk_correspondent_read(&box, to[i]);
		b->failed |= box.name.failed;
		if (!b->failed)
			tk_mime_mailbox(&f, box.name.len == 0 ? "" :
			    box.name.data, box.address, box.len);
		if (i + 1 < n) {
			tk_buf_putc(b, ',');
			f.column++;
		}
		tk_buf_free(&box.name);
	}
	tk_mime_end(&f);
}

/* ---- the header ------------------------------------------------------- */

static void
put_sender(struct tk_buf *b, const char *from)
{
	struct tk_correspondent box = {0};

	tk_correspondent_read(&box, from);
	b->failed |= box.name.failed;
	if (!b->failed)
		tk_correspondent_put(b, "From", &box);
	tk_buf_free(&box.name);
}

/* "Weekly review 2026-W46"; what is about now says how it stands. */
static void
put_subject(struct tk_buf *b, const struct tk_sheet *s)
{
	struct tk_buf title = TK_BUF_INIT, line = TK_BUF_INIT;
	struct tk_mime_field f;

	tk_sheet_title(&title, s);
	if (s->period == NULL && s->headline[0] != '\0')
		tk_buf_printf(&title, ": %s", tk_sheet_rest(s));
	if (!title.failed)
		tk_mime_line(&line, title.data, SUBJECT);
	b->failed |= title.failed | line.failed;
	if (!b->failed) {
		tk_mime_begin(&f, b, "Subject");
		tk_mime_text(&f, line.data);
		tk_mime_end(&f);
	}
	tk_buf_free(&title);
	tk_buf_free(&line);
}

/* What it says, when, and to whom: no other mail is called so. */
static void
name_it(char token[TK_SHA256_HEX], const struct tk_sheet *s,
    const struct tk_buf *text, const struct tk_buf *page,
    const char *const *to, size_t n)
{
	unsigned char digest[TK_SHA256_SIZE];
	struct tk_sha256 hash;
	char now[TK_TIME_SIZE];
	size_t i;

	tk_sha256_begin(&hash);
	tk_sha256_add(&hash, s->name, strlen(s->name) + 1);
	tk_time_format(now, s->now, NULL);
	tk_sha256_add(&hash, now, strlen(now) + 1);
	for (i = 0; i < n; i++)
		tk_sha256_add(&hash, to[i], strlen(to[i]) + 1);
	tk_sha256_add(&hash, text->data, text->len);
	tk_sha256_add(&hash, page->data, page->len);
	tk_sha256_end(&hash, digest);
	tk_sha256_digits(token, digest);
	token[TOKEN] = '\0';
}

/* ---- the mail --------------------------------------------------------- */

static void
put_mail(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_scope *scope, const struct tk_buf *text,
    const struct tk_buf *page, const char *const *to, size_t n)
{
	char token[TK_SHA256_HEX], date[TK_MIME_DATE_SIZE];

	name_it(token, s, text, page, to, n);
	put_sender(b, scope->rules->settings.mail_from);
	put_recipients(b, to, n);
	put_subject(b, s);
	tk_buf_printf(b, "Date: %s\n", tk_mime_date(date, s->now, s->zone));
	tk_buf_printf(b, "Message-ID: <tk.report.%s@%s>\n", token,
	    scope->rules->settings.mail_domain);
	tk_buf_puts(b, "Auto-Submitted: auto-generated\n"
	    "MIME-Version: 1.0\n");
	/* "=_" stands in neither base64 nor quoted-printable */
	tk_buf_printf(b, "Content-Type: multipart/alternative;\n"
	    " boundary=\"=_tk.%s\"\n\n--=_tk.%s\n", token, token);
	tk_mime_plain(b, text->data, text->len);
	tk_buf_printf(b, "--=_tk.%s\n", token);
	tk_mime_part(b, "text/html", page->data, page->len);
	tk_buf_printf(b, "--=_tk.%s--\n", token);
}

int
tk_sheet_mail(struct tk_buf *b, const struct tk_sheet *s,
    const struct tk_scope *scope, const char *const *to, size_t n,
    struct tk_error *err)
{
	struct tk_buf text = TK_BUF_INIT, page = TK_BUF_INIT;
	int rc = -1;

	if (tk_mail_recipients(to, n, err) < 0 ||
	    tk_mail_ready(scope, err) < 0)
		return -1;
	tk_sheet_text(&text, s, COLUMNS);
	tk_sheet_html(&page, s, 1);
	if (tk_buf_check(&text, err) == 0 && tk_buf_check(&page, err) == 0) {
		put_mail(b, s, scope, &text, &page, to, n);
		rc = tk_buf_check(b, err);
	}
	tk_buf_free(&text);
	tk_buf_free(&page);
	return rc;
}
