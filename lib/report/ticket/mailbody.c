/* mailbody.c - the text of an answer, and the files that go with it. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mime.h"
#include "showmail.h"

#define MAX_FILE ((size_t)256 << 20)

static int
is_file(const struct tk_answer *a, const struct tk_row *r)
{
	unsigned head = (unsigned)(a->row - a->show->viewer.ticket.row) + 1;

	return r->head == head && r->qualifier != NULL && r->len > 0 &&
	    (r->flags & TK_ROW_OUT) == 0 && strcmp(r->qualifier, "file") == 0;
}

static const char *
type_of(const char *name)
{
	static const char *const types[][2] = {
		{".pdf", "application/pdf"}, {".png", "image/png"},
		{".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"},
		{".gif", "image/gif"}, {".zip", "application/zip"},
		{".mp4", "video/mp4"}, {".mp3", "audio/mpeg"},
		{".doc", "application/msword"}, {".docx", "application/"
		"vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{".xls", "application/vnd.ms-excel"}, {".xlsx", "application/"
		"vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	};
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof types / sizeof *types; i++)
		if (strcasecmp(dot, types[i][0]) == 0)
			return types[i][1];
	return "application/octet-stream";
}

static int
put_file(const struct tk_answer *a, struct tk_buf *b, const char *name,
    struct tk_error *err)
{
	const char *number = a->show->viewer.number;
	struct tk_buf data = TK_BUF_INIT;
	struct tk_mime_field f;
	char path[512];
	int rc = -1;

	if (strchr(name, '/') != NULL || name[0] == '.' ||
	    (size_t)snprintf(path, sizeof path, "files/%s/%s", number, name) >=
	    sizeof path)
		return tk_error_set(err, TK_BAD, "%s: \"%.100s\" is no name of "
		    "an attachment", number, name);
	if (tk_sys_read_file(a->show->scope.session->store->fd, path, &data,
	    MAX_FILE, err) == 0) {
		tk_buf_printf(b, "Content-Type: %s\n"
		    "Content-Transfer-Encoding: base64\n", type_of(name));
		tk_mime_begin(&f, b, "Content-Disposition");
		tk_mime_word(&f, "attachment", 10);
		tk_mime_param(&f, "filename", name);
		tk_mime_end(&f);
		tk_buf_putc(b, '\n');
		tk_mime_base64(b, data.data, data.len);
		rc = 0;
	}
	tk_buf_free(&data);
	return rc;
}

/* The text, and the files if there are any. */
int
tk_answer_body(const struct tk_answer *a, struct tk_buf *b,
    struct tk_error *err)
{
	const struct tk_ticket *t = &a->show->viewer.ticket;
	const char *text = a->text.len > 0 ? a->text.data : "";
	const struct tk_row *r;
	char boundary[64];
	int files = 0;

	for (r = t->row; r < t->row + t->rows; r++)
		files |= is_file(a, r);
	if (!files) {
		tk_mime_plain(b, text, a->text.len);
		return 0;
	}
	/* "=_" stands in neither base64 nor quoted-printable */
	snprintf(boundary, sizeof boundary, "=_tk.%s.%u",
	    a->show->viewer.number, a->ordinal);
	tk_buf_printf(b, "Content-Type: multipart/mixed;\n boundary=\"%s\"\n\n"
	    "--%s\n", boundary, boundary);
	tk_mime_plain(b, text, a->text.len);
	for (r = t->row; r < t->row + t->rows; r++) {
		if (!is_file(a, r))
			continue;
		tk_buf_printf(b, "--%s\n", boundary);
		if (put_file(a, b, r->value, err) < 0)
			return -1;
	}
	tk_buf_printf(b, "--%s--\n", boundary);
	return 0;
}
