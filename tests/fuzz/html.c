/* html.c - a page becomes text, however it is built. */
#include "fuzz.h"

#include "mail/part.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct tk_buf page = TK_BUF_INIT, out = TK_BUF_INIT;
	char *data = exact_copy(bytes, len), *copy;

	tk_mail_charset_utf8(&page, NULL, 0, data, len, NULL);
	must(!page.failed);
	/* without the NUL behind it */
	copy = exact_copy((const uint8_t *)page.data, page.len);
	tk_buf_puts(&out, "x\n");
	if (tk_mail_html(&out, copy, page.len) == 0) {
		must(!out.failed && memcmp(out.data, "x\n", 2) == 0);
		must(tk_text_valid(out.data, out.len, NULL));
		must(out.data[out.len] == '\0');
	}
	/* a page of 4 MB must not fill the memory */
	must(out.len <= (size_t)16 << 20 || out.len <= 16 * len);
	tk_buf_free(&page);
	tk_buf_free(&out);
	free(copy);
	free(data);
	return 0;
}
