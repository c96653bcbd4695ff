/* enclosure.c - the files that come with a message, and what to call them. */
#include "body.h"

#include <stdio.h>

#define NAME_MAX_BYTES 120
/* What a file without a name ends in; a subtype is a beginning of theirs. */
static const struct {
	const char *type, *subtype, *extension;
} endings[] = {
	{"image", "jpeg", "jpg"}, {"image", "jpg", "jpg"},
	{"image", "png", "png"}, {"image", "gif", "gif"},
	{"image", "bmp", "bmp"}, {"image", "webp", "webp"},
	{"image", "heic", "heic"}, {"image", "heif", "heif"},
	{"image", "tiff", "tif"}, {"image", "svg", "svg"},
	{"application", "pdf", "pdf"}, {"application", "msword", "doc"},
	{"application", "vnd.ms-excel", "xls"},
	{"application", "vnd.ms-powerpoint", "ppt"},
	{"application", "vnd.openxmlformats-officedocument.w", "docx"},
	{"application", "vnd.openxmlformats-officedocument.s", "xlsx"},
	{"application", "vnd.openxmlformats-officedocument.p", "pptx"},
	{"application", "zip", "zip"}, {"application", "x-zip", "zip"},
	{"application", "x-rar", "rar"}, {"application", "x-7z", "7z"},
	{"application", "gzip", "gz"}, {"application", "json", "json"},
	{"application", "xml", "xml"}, {"application", "rtf", "rtf"},
	{"application", "ms-tnef", "dat"},
	{"application", "pgp-encrypted", "asc"},
	{"application", "pgp-keys", "asc"},
	{"application", "pkcs7-mime", "p7m"},
	{"application", "x-pkcs7-mime", "p7m"}, {"audio", "mpeg", "mp3"},
	{"audio", "amr", "amr"}, {"audio", "wav", "wav"},
	{"audio", "x-wav", "wav"}, {"audio", "mp4", "m4a"},
	{"audio", "aac", "aac"}, {"audio", "ogg", "ogg"},
	{"video", "mp4", "mp4"}, {"video", "quicktime", "mov"},
	{"video", "3gpp", "3gp"}, {"video", "mpeg", "mpg"},
	{"video", "x-msvideo", "avi"}, {"text", "html", "html"},
	{"text", "calendar", "ics"}, {"text", "vcard", "vcf"},
	{"text", "x-vcard", "vcf"}, {"text", "directory", "vcf"},
	{"text", "csv", "csv"}, {"text", "css", "css"},
	{"text", "xml", "xml"}, {"text", "rtf", "rtf"}, {"text", "", "txt"},
	{"message", "rfc822", "eml"}, {"message", "global", "eml"},
	{"message", "", "txt"},
};

static const char *
extension(const struct tk_mail_type *t)
{
	size_t i;

	for (i = 0; i < COUNT(endings); i++)
		if (strcmp(t->type, endings[i].type) == 0 &&
		    strncmp(t->subtype, endings[i].subtype,
		    strlen(endings[i].subtype)) == 0)
			return endings[i].extension;
	return "bin";
}

/* The name of an enclosed message: its subject. */
static void
subject_name(const struct tk_mail_part *p, struct tk_buf *word)
{
	struct tk_span v = {NULL, 0};
	size_t i;

	tk_buf_clear(word);
	if (strcmp(p->type.type, "message") != 0 || p->child == NULL)
		return;
	v = tk_mail_part_field(p->child, "Subject");
	if (v.data == NULL)
		return;
	tk_mail_words(word, v.data, v.len, NULL, NULL);
	/* "A/B" is one subject, and no folder. */
	for (i = 0; i < word->len; i++)
		if (word->data[i] == '/' || word->data[i] == '\\')
			word->data[i] = '-';
	if (word->len > 0)
		tk_buf_puts(word, ".eml");
}

/* What the sender calls it, as a name that is safe; "" for none. */
static void
wanted_name(const struct tk_mail_part *p, struct tk_buf *word, char name[128])
{
	int i;

	name[0] = '\0';
	for (i = 0; i < 3 && name[0] == '\0'; i++) {
		tk_buf_clear(word);
		if (i == 0)
			tk_mail_part_param(p, "Content-Disposition",
			    "filename", word);
		else if (i == 1)
			tk_mail_part_param(p, "Content-Type", "name", word);
		else
			subject_name(p, word);
		tk_mail_name(name, tk_buf_span(word).data, word->len);
	}
	if (i == 3 && strcmp(name, "eml") == 0)	/* of a subject of blanks */
		name[0] = '\0';
}

static int
is_taken(const struct tk_enclosure *e, size_t n, const char *name)
{
	while (n > 0)
		if (strcmp(e[--n].name, name) == 0)
			return 1;
	return 0;
}

/* Puts "-2" before the extension, or "-3", until no other is called so. */
static void
make_unique(const struct tk_enclosure *e, size_t n, char name[128])
{
	const char *dot = strrchr(name, '.');
	size_t stem, len = strlen(name), ext;
	char end[128], tail[16], tried[160];
	unsigned k = 2;

	if (!is_taken(e, n, name))
		return;
	if (dot == NULL || dot == name || len - (size_t)(dot - name) > 16)
		dot = name + len;
	stem = (size_t)(dot - name);
	ext = len - stem;
	memcpy(end, dot, ext + 1);
	do {
		snprintf(tail, sizeof tail, "-%u", k++);
		while (stem + strlen(tail) + ext > NAME_MAX_BYTES)
			do
				stem--;
			while (stem > 0 && (name[stem] & 0xc0) == 0x80);
		snprintf(tried, sizeof tried, "%.*s%s%s", (int)stem, name,
		    tail, end);
	} while (is_taken(e, n, tried));
	memcpy(name, tried, strlen(tried) + 1);
}

int
tk_mail_add_file(struct tk_mail_files *f, char name[128], const char *data,
    size_t len)
{
	struct tk_enclosure *e = &f->file[f->count];

	make_unique(f->file, f->count, name);
	e->name = tk_arena_strdup(f->arena, name);
	if (e->name == NULL)
		return -1;
	e->data = data;
	e->len = data == NULL ? 0 : len;
	if (data == NULL)
		tk_mail_warn(f->warnings, "%s: (超出限制, 见原始邮件)", name);
	f->count++;
	return 0;
}

/* Its bytes go behind those of the others, which may move them all: the
 * place comes later. */
static int
add_bytes(struct tk_mail_body *b, const struct tk_mail_part *p, size_t *len)
{
	size_t from = b->bytes.len;

	if (p->encoding.data != NULL)
		tk_mail_transfer(&b->bytes, p->encoding, p->body.data,
		    p->body.len);
	else
		tk_buf_add(&b->bytes, p->body.data, p->body.len);
	*len = b->bytes.len - from;
	if (*len <= TK_MAIL_MAX_FILE)
		return 1;
	b->bytes.len = from;
	*len = 0;
	return 0;
}

int
tk_mail_enclosures(struct tk_mail_body *b, struct tk_mail_files *f)
{
	size_t i, len = 0, at = 0;
	char name[128];
	int kept;

	f->count = 0;
	f->file = tk_arena_alloc(f->arena, (b->files +
	    tk_mail_winmail_count(b) + 1) * sizeof *f->file);
	if (f->file == NULL)
		return -1;
	for (i = 0; i < b->files; i++) {
		wanted_name(b->file[i], &b->word, name);
		if (name[0] == '\0')
			snprintf(name, sizeof name, "attachment-%zu.%s", i + 1,
			    extension(&b->file[i]->type));
		kept = (b->stop == NULL || !*b->stop) &&
		    add_bytes(b, b->file[i], &len);
		if (tk_mail_add_file(f, name, kept ? "" : NULL, len) < 0)
			return -1;
	}
	for (i = 0; i < b->files; i++) {
		if (f->file[i].len > 0)
			f->file[i].data = b->bytes.data + at;
		at += f->file[i].len;
	}
	return b->bytes.failed || b->word.failed ? -1 :
	    tk_mail_winmail_files(b, f);
}
