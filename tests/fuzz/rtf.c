/* rtf.c - RTF becomes text, whatever it is. */
#include "fuzz.h"

#include "mail/part.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct tk_buf out = TK_BUF_INIT;
	char *data = exact_copy(bytes, len);

	tk_buf_puts(&out, "x\n");
	must(tk_mail_rtf(&out, data, len) == 0);
	must(memcmp(out.data, "x\n", 2) == 0);
	must(tk_text_valid(out.data, out.len, NULL));
	must(out.data[out.len] == '\0');
	must(out.len <= 4 * len + 16);
	tk_buf_free(&out);
	free(data);
	return 0;
}
