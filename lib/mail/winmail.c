/* winmail.c - Outlook's winmail.dat (TNEF) among the files of a message: which
 * they are, and what a program found in them. */
#include <stdio.h>

#include "body.h"

#define MAX_RTF (4 * (size_t)TK_MAIL_MAX_TEXT)

int
tk_mail_part_is_winmail(const struct tk_mail_part *p, struct tk_buf *word)
{
	static const char *const fields[] = {"Content-Disposition", "filename",
	    "Content-Type", "name"};
	size_t i;

	if (tk_mail_part_is(p, "application", "ms-tnef") ||
	    tk_mail_part_is(p, "application", "vnd.ms-tnef"))
		return 1;
	for (i = 0; i < COUNT(fields); i += 2) {
		tk_buf_clear(word);
		if (tk_mail_part_param(p, fields[i], fields[i + 1],
		    word) == 0 && tk_span_is(tk_buf_span(word), "winmail.dat"))
			return 1;
	}
	return 0;
}

size_t
tk_mail_winmail_count(const struct tk_mail_body *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->winmails; i++)
		n += b->winmail[i].files;
	return n;
}

/* Programs write a name as its bytes came, in the sender's code page. */
static int
add_file(struct tk_mail_body *b, const struct tk_enclosure *e,
    struct tk_mail_files *f)
{
	struct tk_mail_charset cs;
	char name[128];

	tk_buf_clear(&b->word);
	tk_mail_charset_utf8(&b->word, NULL, 0, e->name, strlen(e->name),
	    &cs);
	tk_mail_name(name, tk_buf_span(&b->word).data, b->word.len);
	if (name[0] == '\0')
		snprintf(name, sizeof name, "attachment-%zu.bin",
		    f->count + 1);
	return tk_mail_add_file(f, name, e->len > TK_MAIL_MAX_FILE ? NULL :
	    e->data, e->len);
}

int
tk_mail_winmail_files(struct tk_mail_body *b, struct tk_mail_files *f)
{
	const struct tk_mail_winmail *w = b->winmail;
	size_t i, k;

	for (i = 0; i < b->winmails; i++) {
		if (w[i].warning != NULL)
			tk_mail_warn(f->warnings, "%s", w[i].warning);
		for (k = 0; k < w[i].files; k++)
			if (add_file(b, &w[i].file[k], f) < 0)
				return -1;
	}
	return b->word.failed ? -1 : 0;
}

void
tk_mail_winmail_text(struct tk_mail_body *b)
{
	struct tk_mail_part part = {.type = {"text", "html"}};
	const struct tk_mail_winmail *w = b->winmail;
	struct tk_buf text = TK_BUF_INIT;
	size_t i;

	for (i = 0; i < b->winmails && b->texts == 0; i++) {
		if (w[i].text == NULL)
			continue;
		part.body = (struct tk_span){w[i].text, w[i].text_len};
		if (w[i].rtf) {
			tk_buf_clear(&text);
			if (tk_mail_rtf(&text, w[i].text, w[i].text_len <
			    MAX_RTF ? w[i].text_len : MAX_RTF) < 0)
				b->text.failed = 1;
			strcpy(part.type.subtype, "plain");
			part.body = tk_buf_span(&text);
		}
		tk_mail_add_text(b, &part);
	}
	b->first = NULL;	/* not one of the message's parts */
	tk_buf_free(&text);
}
