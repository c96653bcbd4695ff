#include "cell.h"

#include <string.h>

#include "base/csv.h"

static int
is_long_number(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && s[i] >= '0' && s[i] <= '9'; i++)
		;
	return i == len && (len > 11 || (len > 1 && s[0] == '0'));
}

void
tk_cell_put(struct tk_buf *b, const char *s, size_t len, int spreadsheet)
{
	struct tk_buf guarded = TK_BUF_INIT;
	char guard = 0;

	if (spreadsheet && len > 0 && strchr("=+-@\t\r", s[0]) != NULL)
		guard = '\'';
	else if (spreadsheet && is_long_number(s, len))
		guard = '\t';
	if (guard == 0) {
		tk_csv_put(b, s, len);
		return;
	}
	tk_buf_putc(&guarded, guard);
	tk_buf_add(&guarded, s, len);
	if (guarded.failed)
		b->failed = 1;
	else
		tk_csv_put(b, guarded.data, guarded.len);
	tk_buf_free(&guarded);
}
