/* envelope.c - who wrote to whom, when, in answer to what. */
#include "envelope.h"

#include "base/sha256.h"
#include "base/text.h"

#define ID_BYTES 998		/* what a line can hold (RFC 5322) */
#define REFERENCES 100
#define OTHERS 256		/* recipients that are looked at */

/* A header as it is read. */
struct reading {
	struct tk_message *m;
	const struct tk_mail_header *h;
	const char *label;
	struct tk_arena *arena;
	struct tk_buf *word;
	const char **references;
};

/* ---- ids --------------------------------------------------------------- */

/* An id with its <>, in UTF-8, without what folding put into it. One that no
 * line can hold has its digest as its end: still the same wherever it
 * stands. */
static const char *
make_id(struct reading *r, struct tk_span s)
{
	struct tk_buf *id = r->word;
	struct tk_buf raw = TK_BUF_INIT;
	char hex[TK_SHA256_HEX];
	size_t i, n;
	int fold = 0;

	for (i = 0; i < s.len; i++)
		if (s.data[i] == '\r' || s.data[i] == '\n') {
			fold = 1;
		} else if ((unsigned char)s.data[i] >= 0x20 &&
		    s.data[i] != 0x7f && !(fold && s.data[i] == ' ')) {
			fold = 0;
			tk_buf_putc(&raw, s.data[i]);
		}
	tk_buf_clear(id);
	tk_buf_putc(id, '<');
	if (raw.len > 0)
		tk_mail_charset_utf8(id, NULL, 0, raw.data, raw.len, NULL);
	if (id->len > ID_BYTES - 1 && !id->failed) {
		tk_sha256_hex(hex, id->data + 1, id->len - 1);
		for (n = 800; (id->data[n] & 0xc0) == 0x80;)
			n--;
		id->len = n;
		tk_buf_putc(id, '-');
		tk_buf_puts(id, hex);
	}
	tk_buf_putc(id, '>');
	id->failed |= raw.failed;
	tk_buf_free(&raw);
	return id->failed ? NULL : tk_arena_copy(r->arena, id->data, id->len);
}

/* What stands between the first < and >, else all of it. */
static struct tk_span
between(struct tk_span s)
{
	const char *open = memchr(s.data, '<', s.len), *close;

	if (open != NULL) {
		s = tk_span(open + 1, s.data + s.len);
		close = memchr(s.data, '>', s.len);
		if (close != NULL)
			s = tk_span(s.data, close);
	}
	return tk_span_trim(s);
}

static int
read_id(struct reading *r)
{
	struct tk_span v;
	size_t n = 0;

	while ((v = tk_mail_header_get(r->h, "Message-ID", &n)).data != NULL) {
		v = between(v);
		if (v.len == 0)
			continue;
		r->m->id = make_id(r, v);
		return r->m->id == NULL ? -1 : 0;
	}
	return 0;
}

static int
add_reference(struct reading *r, struct tk_span s)
{
	struct tk_message *m = r->m;
	const char *id;
	size_t i;

	s = tk_span_trim(s);
	if (s.len == 0 || m->nreferences == REFERENCES)
		return 0;
	id = make_id(r, s);
	if (id == NULL)
		return -1;
	for (i = 0; i < m->nreferences; i++)
		if (strcmp(r->references[i], id) == 0)
			return 0;
	r->references[m->nreferences++] = id;
	return 0;
}

/* The ids of a field, the last one first; words with an @ in one that has no
 * <>. */
static int
add_references(struct reading *r, const char *name)
{
	struct tk_span v = tk_mail_header_get(r->h, name, NULL), id;
	int bare = v.data != NULL && memchr(v.data, '<', v.len) == NULL;
	size_t tries = 0, n;
	const char *close, *open;

	v = v.data == NULL ? v : tk_span_trim(v);
	while (v.len > 0 && tries++ < 10 * REFERENCES) {
		if (bare) {
			for (n = v.len; n > 0 && !tk_is_blank(v.data[n - 1]);)
				n--;
			id = tk_span_skip(v, n);
			v.len = n;
			v = tk_span_trim(v);
			if (memchr(id.data, '@', id.len) == NULL)
				continue;
		} else {
			close = memrchr(v.data, '>', v.len);
			open = close == NULL ? NULL : memrchr(v.data, '<',
			    (size_t)(close - v.data));
			if (open == NULL)
				break;
			id = tk_span(open + 1, close);
			v = tk_span(v.data, open);
		}
		if (add_reference(r, id) < 0)
			return -1;
	}
	return 0;
}

static int
read_references(struct reading *r)
{
	r->references = tk_arena_alloc(r->arena,
	    REFERENCES * sizeof *r->references);
	r->m->references = r->references;
	return r->references == NULL ||
	    add_references(r, "In-Reply-To") < 0 ||
	    add_references(r, "References") < 0 ? -1 : 0;
}

/* ---- people ------------------------------------------------------------ */

static int
is_address(const char *s)
{
	const char *at = strrchr(s, '@');

	return at != NULL && at > s && at[1] != '\0';
}

/* The first address of the fields of a name: 1, 0, or -1. */
static int
first_address(struct tk_address *a, const struct tk_mail_header *h,
    const char *name, const char *label, struct tk_arena *arena)
{
	struct tk_address *list;
	struct tk_span v;
	size_t n = 0, count, i;

	while ((v = tk_mail_header_get(h, name, &n)).data != NULL) {
		if (tk_mail_addresses(arena, v.data, v.len, label, &list,
		    &count) < 0)
			return -1;
		for (i = 0; i < count; i++)
			if (is_address(list[i].address)) {
				*a = list[i];
				return 1;
			}
	}
	return 0;
}

int
tk_mail_sender(struct tk_address *a, const struct tk_mail_header *h,
    const char *label, struct tk_arena *arena)
{
	static const char *const names[] = {"From", "Reply-To", "Sender",
	    "Return-Path"};
	size_t i;
	int found;

	*a = (struct tk_address){"", ""};
	for (i = 0; i < COUNT(names); i++) {
		found = first_address(a, h, names[i], label, arena);
		if (found != 0)
			return found < 0 ? -1 : 0;
	}
	return 0;
}

static int
read_others(struct reading *r)
{
	static const char *const names[] = {"To", "Cc", "Delivered-To",
	    "X-Original-To", "Envelope-To"};
	struct tk_address all[OTHERS], *list;
	size_t i, j, k, n, count, found = 0;
	struct tk_span v;

	for (i = 0; i < COUNT(names); i++)
		for (n = 0; found < OTHERS && (v = tk_mail_header_get(r->h,
		    names[i], &n)).data != NULL; ) {
			if (tk_mail_addresses(r->arena, v.data, v.len,
			    r->label, &list, &count) < 0)
				return -1;
			for (j = 0; j < count && found < OTHERS; j++) {
				for (k = 0; k < found && strcasecmp(
				    all[k].address, list[j].address) != 0;)
					k++;
				if (k == found && is_address(list[j].address))
					all[found++] = list[j];
			}
		}
	r->m->nothers = found;
	if (found == 0)
		return 0;
	list = tk_arena_alloc(r->arena, found * sizeof *list);
	r->m->others = list;
	if (list == NULL)
		return -1;
	memcpy(list, all, found * sizeof *list);
	return 0;
}

/* ---- all of it --------------------------------------------------------- */

int64_t
tk_mail_received(const struct tk_mail_header *h)
{
	struct tk_span v = tk_mail_header_get(h, "Received", NULL);
	const char *date = v.data == NULL ? NULL :
	    memrchr(v.data, ';', v.len);

	return date == NULL ? TK_UNSET : tk_mail_date(date + 1,
	    (size_t)(v.data + v.len - date - 1));
}

int
tk_mail_envelope(struct tk_message *m, const struct tk_mail_header *h,
    const char *label, struct tk_arena *arena, struct tk_buf *word)
{
	struct reading r = {m, h, label, arena, word, NULL};
	struct tk_span date = tk_mail_header_get(h, "Date", NULL);

	if (date.data != NULL)
		m->date = tk_mail_date(date.data, date.len);
	m->received = tk_mail_received(h);
	return tk_mail_sender(&m->from, h, label, arena) < 0 ||
	    first_address(&m->reply_to, h, "Reply-To", label, arena) < 0 ||
	    read_id(&r) < 0 || read_references(&r) < 0 ||
	    read_others(&r) < 0 ? -1 : 0;
}
