/* page.c - begins and ends HTML pages, and escapes what is put in them. */
#include "page.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* ---- text ------------------------------------------------------------- */

static void
put_escaped(struct tk_buf *b, const char *s, size_t len)
{
	size_t i, from = 0;
	const char *as;

	for (i = 0; i < len; i++) {
		as = s[i] == '<' ? "&lt;" : s[i] == '>' ? "&gt;" :
		    s[i] == '&' ? "&amp;" : s[i] == '"' ? "&quot;" :
		    s[i] == '\'' ? "&#39;" : NULL;
		if (as == NULL)
			continue;
		tk_buf_add(b, s + from, i - from);
		tk_buf_puts(b, as);
		from = i + 1;
	}
	tk_buf_add(b, s + from, len - from);
}

/* Where the text is cut: behind so many characters, or at its end. */
static size_t
end_of(const char *s, size_t len, size_t most)
{
	size_t i = 0, n;

	for (; most > 0 && i < len; most--) {
		tk_text_char(s + i, len - i, &n);
		i += n;
	}
	return i;
}

void
tk_page_cut(struct tk_buf *b, const char *s, size_t most)
{
	struct tk_buf safe = TK_BUF_INIT;
	size_t end;

	tk_text_safe(&safe, s);
	b->failed |= safe.failed;
	if (safe.len > 0 && !safe.failed) {
		end = end_of(safe.data, safe.len, most);
		put_escaped(b, safe.data, end);
		if (end < safe.len)
			tk_buf_puts(b, "…");
	}
	tk_buf_free(&safe);
}

void
tk_page_text(struct tk_buf *b, const char *s)
{
	tk_page_cut(b, s, SIZE_MAX);
}

void
tk_page_element(struct tk_buf *b, const char *name, const char *class,
    const char *text)
{
	tk_buf_printf(b, "<%s", name);
	if (class != NULL)
		tk_buf_printf(b, " class=\"%s\"", class);
	tk_buf_putc(b, '>');
	tk_page_text(b, text);
	tk_buf_printf(b, "</%s>", name);
}

/* ---- the page --------------------------------------------------------- */

/* A string of CSS: all but letters and digits by their numbers. */
static void
put_string(struct tk_buf *b, const char *s)
{
	size_t len = strlen(s), n;
	int32_t c;

	tk_buf_putc(b, '"');
	for (; len > 0; s += n, len -= n) {
		c = tk_text_char(s, len, &n);
		if (c == ' ' || (c >= '0' && c <= '9') ||
		    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			tk_buf_putc(b, (char)c);
		else if (c > 0)
			tk_buf_printf(b, "\\%x ", (unsigned)c);
	}
	tk_buf_putc(b, '"');
}

void
tk_page_begin(struct tk_buf *b, const char *lang, const char *title)
{
	tk_buf_printf(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src"
	    " 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n", lang);
	tk_page_element(b, "title", NULL, title);
	tk_buf_puts(b, "\n<style>\n");
	tk_buf_puts(b, tk_page_style);
	tk_buf_puts(b, "@page { @top-left { content: ");
	put_string(b, title);
	tk_buf_puts(b, " } }\n</style>\n</head>\n<body>\n<main>\n");
}

void
tk_page_end(struct tk_buf *b)
{
	tk_buf_puts(b, "</main>\n</body>\n</html>\n");
}
