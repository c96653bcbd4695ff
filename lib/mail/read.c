/* read.c - what a complaint needs of a message. */
#include "part.h"

#include <stdlib.h>

#include "body.h"
#include "envelope.h"
#include "raw.h"
#define LINE_SUBJECT 60		/* characters of a line that must serve */
#define RAW_TEXT 4096		/* bytes shown of what is no mail */
#define LARGE (4 << 20)		/* such memory is not kept for the next */

struct tk_mail_reader {
	struct tk_arena arena;
	struct tk_mail_body body;
	struct tk_buf raw;	/* the message, unescaped */
	struct tk_buf word;
	struct tk_mail_warnings warnings;
	int large;
};

/* A message as it is read. */
struct reading {
	struct tk_mail_reader *r;
	struct tk_message *m;
	struct tk_mail_tree tree;
	const struct tk_mail_part *outer, *root;	/* of a spam wrapper */
	const char *label;	/* of raw bytes in the header */
};

int
tk_mail_reader_new(struct tk_mail_reader **out, struct tk_error *err)
{
	struct tk_mail_reader *r = calloc(1, sizeof *r);

	if (r == NULL)
		return tk_error_memory(err);
	r->warnings.arena = &r->arena;
	*out = r;
	return 0;
}

void
tk_mail_reader_free(struct tk_mail_reader *r)
{
	if (r == NULL)
		return;
	tk_arena_free(&r->arena);
	tk_mail_body_free(&r->body);
	tk_buf_free(&r->raw);
	tk_buf_free(&r->word);
	free(r);
}

static void
reset(struct tk_mail_reader *r, size_t len)
{
	if (r->large) {
		tk_arena_free(&r->arena);
		tk_mail_body_free(&r->body);
		tk_buf_free(&r->raw);
	}
	r->large = len > LARGE;
	tk_arena_reset(&r->arena);
	tk_buf_clear(&r->raw);
	tk_buf_clear(&r->word);
	r->warnings.count = 0;
	r->warnings.failed = 0;
}

int
tk_mail_is_winmail(const struct tk_mail_reader *r, size_t i)
{
	struct tk_buf word = TK_BUF_INIT;
	int is = i < r->body.files &&
	    tk_mail_part_is_winmail(r->body.file[i], &word);

	tk_buf_free(&word);
	return is;
}

void
tk_mail_winmails(struct tk_mail_reader *r, const struct tk_mail_winmail *w,
    size_t n)
{
	r->body.winmail = w;
	r->body.winmails = n;
}

/* ---- what it is -------------------------------------------------------- */

/* Is there any field that mail has? */
static int
is_mail(const struct tk_mail_part *root)
{
	static const char *const names[] = {"From", "To", "Subject", "Date",
	    "Message-ID", "Received", "Content-Type", "Return-Path", "Cc",
	    "MIME-Version", "Delivered-To", "Reply-To", "Sender"};
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		if (tk_mail_part_field(root, names[i]).data != NULL)
			return 1;
	return 0;
}

/* The text's label is a good guess for raw bytes of the header; but mailers
 * that call Chinese Latin are better not believed. */
static void
choose_label(struct reading *rd)
{
	static const char *const latin[] = {"us-ascii", "ascii", "iso-8859",
	    "iso8859", "latin", "windows-125", "cp125", "ansi", "iso_8859",
	    "iso-ir", "unknown", "default", "x-unknown"};
	const char *label = rd->r->body.charset.declared;
	size_t i;

	rd->label = NULL;
	if (label[0] == '\0')
		return;
	for (i = 0; i < COUNT(latin); i++)
		if (strncasecmp(label, latin[i], strlen(latin[i])) == 0)
			return;
	rd->label = label;
}

/* ---- subject ----------------------------------------------------------- */

/* The first max characters, with … when there are more. */
static const char *
cut_line(struct reading *rd, struct tk_span s, size_t max)
{
	struct tk_buf *word = &rd->r->body.page;
	size_t n = tk_mail_chars(s.data, s.len, max), i;

	tk_buf_clear(word);
	tk_buf_add(word, s.data, n);
	if (n < s.len)
		tk_buf_puts(word, "…");
	for (i = 0; i < word->len; i++)
		if (word->data[i] == '\t')
			word->data[i] = ' ';
	return word->failed ? NULL :
	    tk_arena_copy(&rd->r->arena, word->data, word->len);
}

/* A line of the text for a mail without a subject. */
static const char *
line_subject(struct reading *rd)
{
	const char *text = rd->m->first.text;
	struct tk_span rest = {text, strlen(text)}, line;

	rd->m->traits |= TK_MAIL_NO_SUBJECT;
	while (tk_span_line(&rest, &line)) {
		line = tk_span_bare(line);
		if (line.len > 0)
			return cut_line(rd, line, LINE_SUBJECT);
	}
	return "(无主题)";
}

/* The decoded subject, "" for none; and what it is about. */
static int
read_subject(struct reading *rd)
{
	struct tk_buf *word = &rd->r->word;
	struct tk_span v = tk_mail_part_field(rd->root, "Subject");

	tk_buf_clear(word);
	if (v.data != NULL)
		tk_mail_words(word, v.data, v.len, rd->label, NULL);
	if (word->len > 0)
		rd->m->subject = cut_line(rd, tk_span_bare(tk_buf_span(word)),
		    TK_MAIL_MAX_SUBJECT);
	if (word->failed || rd->m->subject == NULL)
		return -1;
	rd->m->topic = tk_mail_topic(rd->m->subject, &rd->m->traits).data;
	return 0;
}

/* ---- text -------------------------------------------------------------- */

static int
read_text(struct reading *rd)
{
	struct tk_mail_body *b = &rd->r->body;
	struct tk_span text = tk_buf_span(&b->text);
	struct tk_message *m = rd->m;

	if (tk_mail_wordings(m, &text, &rd->r->arena) < 0)
		return -1;
	m->charset = b->charset.used;
	m->bad = b->bad;
	if ((m->traits & TK_MAIL_FORWARD) == 0)
		return 0;
	if (b->inner != NULL)
		return tk_mail_sender(&m->forwarded, &b->inner->header, NULL,
		    &rd->r->arena);
	if (tk_mail_forwarded(&rd->r->arena, text.data, text.len,
	    &m->forwarded) < 0)
		m->forwarded = (struct tk_address){"", ""};
	return 0;
}

/* ---- all of it --------------------------------------------------------- */

static void
clear(struct tk_message *m)
{
	static const struct tk_address nobody = {"", ""};
	static const struct tk_wording nothing = {"", "", ""};

	memset(m, 0, sizeof *m);
	m->id = m->subject = m->topic = m->why = m->declared = "";
	m->charset = "";
	m->from = m->reply_to = m->forwarded = nobody;
	m->first = m->reply = nothing;
	m->date = m->received = TK_UNSET;
}

static int
read_traits(struct reading *rd)
{
	struct tk_message *m = rd->m;
	struct tk_arena *arena = &rd->r->arena;
	const char *why;
	unsigned outer;

	m->traits |= tk_mail_traits(&rd->root->header, m->subject,
	    m->from.address, &m->why, arena);
	if (rd->outer == rd->root)
		return m->why == NULL ? -1 : 0;
	outer = tk_mail_traits(&rd->outer->header, "", "", &why, arena);
	if (outer & TK_MAIL_SPAM) {
		m->traits |= TK_MAIL_SPAM;
		m->why = why;
	}
	return m->why == NULL ? -1 : 0;
}

static int
read_mail(struct reading *rd)
{
	struct tk_mail_reader *r = rd->r;
	struct tk_message *m = rd->m;
	struct tk_mail_files files = {.arena = &r->arena,
	    .warnings = &r->warnings};

	if (tk_mail_body_read(&r->body, rd->root, rd->tree.stop,
	    &r->warnings) < 0)
		return -1;
	choose_label(rd);
	m->declared = r->body.charset.declared;
	if (tk_mail_envelope(m, &rd->root->header,
	    rd->label, &r->arena, &r->word) < 0)
		return -1;
	if (rd->outer != rd->root)
		m->received = tk_mail_received(&rd->outer->header);
	if (read_subject(rd) < 0 || read_traits(rd) < 0 || read_text(rd) < 0)
		return -1;
	if (m->subject[0] == '\0')
		m->subject = line_subject(rd);
	if (m->subject == NULL || tk_mail_enclosures(&r->body, &files) < 0)
		return -1;
	m->enclosures = files.file;
	m->nenclosures = files.count;
	tk_mail_warn_all(&r->warnings, &rd->tree, &r->body);
	return 0;
}

/* What is no mail: its beginning as text, and all of it as a file. */
static int
read_malformed(struct reading *rd, struct tk_span s)
{
	struct tk_mail_reader *r = rd->r;
	struct tk_enclosure *e = tk_arena_alloc(&r->arena, sizeof *e);
	struct tk_buf *text = &r->body.text;
	struct tk_mail_charset cs = {.used = ""};
	size_t n = s.len < RAW_TEXT ? s.len : RAW_TEXT, back;

	if (e == NULL)
		return -1;
	/* Not in the middle of a character, of UTF-8 at least. */
	for (back = 0; n < s.len && back < 4 && n - back > 0 &&
	    (s.data[n - back] & 0xc0) == 0x80; back++)
		;
	if (back < 4)
		n -= back;
	tk_buf_clear(text);
	tk_buf_puts(text, "");
	tk_mail_charset_utf8(text, NULL, 0, s.data, n, &cs);
	if (text->failed)
		return -1;
	rd->m->first.text = tk_arena_copy(&r->arena, text->data,
	    tk_mail_trim(text->data, text->len));
	if (rd->m->first.text == NULL)
		return -1;
	rd->m->reply = rd->m->first;
	rd->m->charset = cs.used;
	rd->m->bad = cs.bad;
	rd->m->traits |= TK_MAIL_MALFORMED;
	r->body.files = 0;
	rd->m->subject = rd->m->topic = "(无法解析的邮件)";
	e->name = "原始邮件.eml";
	e->data = s.len > TK_MAIL_MAX_FILE ? NULL :
	    tk_arena_copy(&r->arena, s.data, s.len);
	e->len = e->data != NULL ? s.len : 0;
	if (e->data == NULL && s.len <= TK_MAIL_MAX_FILE)
		return -1;
	if (e->data == NULL)
		tk_mail_warn(&r->warnings, "%s: (超出限制, 见原始邮件)",
		    e->name);
	rd->m->enclosures = e;
	rd->m->nenclosures = 1;
	tk_mail_warn(&r->warnings, "this is no mail: its beginning is shown, "
	    "all of it is in \"%s\"", e->name);
	return 0;
}

int
tk_mail_read(struct tk_mail_reader *r, const char *data, size_t len,
    int escaped, const volatile int *stop, struct tk_message *m,
    struct tk_error *err)
{
	struct tk_span s = {len > 0 ? data : "", len}, all = s;
	struct reading rd = {.r = r, .m = m,
	    .tree = {&r->arena, NULL, 0, 0, stop}};

	reset(r, len);
	clear(m);
	if (escaped && tk_mail_unescape(&s, &r->raw) < 0)
		return tk_error_memory(err);
	s = tk_mail_from_header(s);
	if (tk_mail_tree_read(&rd.tree, s.data, s.len) < 0)
		return tk_error_memory(err);
	rd.outer = rd.root = rd.tree.root;
	if (is_mail(rd.outer))
		rd.root = tk_mail_unwrapped(&rd.tree, &r->body.decoded);
	if (rd.root == NULL || (is_mail(rd.outer) ? read_mail(&rd) :
	    read_malformed(&rd, all)) < 0)
		return tk_error_memory(err);
	if (r->warnings.failed || tk_error_short())
		return tk_error_memory(err);
	m->warnings = r->warnings.line;
	m->nwarnings = r->warnings.count;
	return 0;
}
