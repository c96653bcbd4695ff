/* rerun.c - the command that prints a report again. */
#include "report.h"

#include <string.h>

/* A word of a command line, in quotes where a shell would read more in it. */
static void
put_word(struct tk_buf *b, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
	size_t i, len = strlen(word);

	for (i = 0; i < len; i++)
		if (strchr(plain, word[i]) == NULL &&
		    (unsigned char)word[i] < 0x80)
			break;
	tk_buf_putc(b, ' ');
	if (i == len && len > 0) {
		tk_buf_add(b, word, len);
		return;
	}
	tk_buf_putc(b, '\'');
	for (; *word != '\0'; word++)
		if (*word == '\'')
			tk_buf_puts(b, "'\\''");
		else
			tk_buf_putc(b, *word);
	tk_buf_putc(b, '\'');
}

static void
put_option(struct tk_buf *b, const char *option, const char *value)
{
	if (value == NULL)
		return;
	tk_buf_putc(b, ' ');
	tk_buf_puts(b, option);
	put_word(b, value);
}

const char *
tk_report_rerun(struct tk_reporter *r, const char *format, const char *name)
{
	const struct tk_report *o = r->order;
	struct tk_buf b = TK_BUF_INIT;
	const char *word = NULL;
	size_t i;

	tk_buf_puts(&b, "tk-report");
	put_option(&b, "-o", format);
	put_option(&b, "--now", o->now);
	put_option(&b, "--week", o->week);
	put_option(&b, "--month", o->month);
	put_option(&b, "--from", o->from);
	put_option(&b, "--to", o->to);
	put_option(&b, "--by", o->by);
	put_word(&b, name);
	for (i = 0; i < o->query.nselectors; i++)
		put_word(&b, o->query.selectors[i]);
	if (!b.failed)
		word = tk_arena_strdup(&r->sheet.arena, b.data);
	r->sheet.failed |= word == NULL;
	tk_buf_free(&b);
	return word;
}
