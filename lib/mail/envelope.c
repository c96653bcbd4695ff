/* envelope.c - who wrote to whom, when, in answer to what. */
#include "envelope.h"

#include <string.h>
#include <strings.h>

#include "../base/sha256.h"
#include "../base/text.h"

#define ID_BYTES 998		/* what a line can hold (RFC 5322) */
#define REFERENCES 100
#define OTHERS 256		/* recipients that are looked at */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct tk_span
trimmed(struct tk_span s)
{
	while (s.len > 0 && is_blank(s.data[0]))
		s.data++, s.len--;
	while (s.len > 0 && is_blank(s.data[s.len - 1]))
		s.len--;
	return s;
}

/* ---- ids --------------------------------------------------------------- */

/* Without control characters, and without the blanks behind a fold. */
static void
add_unfolded(struct tk_buf *to, struct tk_span s)
{
	size_t i;
	int fold = 0;

	for (i = 0; i < s.len; i++) {
		if (s.data[i] == '\r' || s.data[i] == '\n')
			fold = 1;
		else if ((unsigned char)s.data[i] >= 0x20 &&
		    s.data[i] != 0x7f && !(fold && s.data[i] == ' ')) {
			fold = 0;
			tk_buf_putc(to, s.data[i]);
		}
	}
}

/* An id with its <>, in UTF-8. One that no line can hold has its digest as
 * its end: still the same wherever it stands. */
static const char *
make_id(struct tk_arena *arena, struct tk_buf *word, struct tk_span s)
{
	char hex[TK_SHA256_HEX], *id;
	size_t n;

	tk_buf_clear(word);
	add_unfolded(word, s);
	if (word->failed)
		return NULL;
	if (word->len > 0 &&
	    !tk_text_valid(word->data, word->len, NULL)) {
		id = tk_arena_copy(arena, word->data, word->len);
		if (id == NULL)
			return NULL;
		n = word->len;
		tk_buf_clear(word);
		tk_mail_charset_utf8(word, NULL, 0, id, n, NULL);
	}
	if (word->len > ID_BYTES - 2 && !word->failed) {
		tk_sha256_hex(hex, word->data, word->len);
		for (n = 800; (word->data[n] & 0xc0) == 0x80;)
			n--;
		word->len = n;
		tk_buf_putc(word, '-');
		tk_buf_puts(word, hex);
	}
	if (word->failed)
		return NULL;
	id = tk_arena_alloc(arena, word->len + 3);
	if (id == NULL)
		return NULL;
	id[0] = '<';
	if (word->len > 0)
		memcpy(id + 1, word->data, word->len);
	id[word->len + 1] = '>';
	id[word->len + 2] = '\0';
	return id;
}

/* What stands between the first < and >, else all of it. */
static struct tk_span
between(struct tk_span s)
{
	const char *open = memchr(s.data, '<', s.len), *close;

	if (open == NULL)
		return trimmed(s);
	s.len -= (size_t)(open + 1 - s.data);
	s.data = open + 1;
	close = memchr(s.data, '>', s.len);
	if (close != NULL)
		s.len = (size_t)(close - s.data);
	return trimmed(s);
}

static int
read_id(struct tk_message *m, const struct tk_mail_header *h,
    struct tk_arena *arena, struct tk_buf *word)
{
	struct tk_span v;
	size_t n = 0;

	while ((v = tk_mail_header_get(h, "Message-ID", &n)).data != NULL) {
		v = between(v);
		if (v.len == 0)
			continue;
		m->id = make_id(arena, word, v);
		return m->id == NULL ? -1 : 0;
	}
	return 0;
}

static int
add_reference(struct tk_message *m, const char **list, struct tk_span s,
    struct tk_arena *arena, struct tk_buf *word)
{
	const char *id;
	size_t i;

	s = trimmed(s);
	if (s.len == 0)
		return 0;
	id = make_id(arena, word, s);
	if (id == NULL)
		return -1;
	for (i = 0; i < m->nreferences; i++)
		if (strcmp(list[i], id) == 0)
			return 0;
	list[m->nreferences++] = id;
	return 0;
}

/* Words with an @ in a field that has no <>. */
static int
add_bare(struct tk_message *m, const char **list, struct tk_span v,
    struct tk_arena *arena, struct tk_buf *word)
{
	size_t i = 0, from;

	while (i < v.len && m->nreferences < REFERENCES) {
		while (i < v.len && is_blank(v.data[i]))
			i++;
		for (from = i; i < v.len && !is_blank(v.data[i]);)
			i++;
		if (memchr(v.data + from, '@', i - from) != NULL &&
		    add_reference(m, list, (struct tk_span){v.data + from,
		    i - from}, arena, word) < 0)
			return -1;
	}
	return 0;
}

/* The ids of a field, from left to right, or from right to left. */
static int
add_references(struct tk_message *m, const char **list, struct tk_span v,
    int backwards, struct tk_arena *arena, struct tk_buf *word)
{
	const char *open, *close, *end;
	size_t tries = 0;

	if (v.data == NULL)
		return 0;
	end = v.data + v.len;
	if (memchr(v.data, '<', v.len) == NULL)
		return add_bare(m, list, v, arena, word);
	while (v.len > 0 && m->nreferences < REFERENCES &&
	    tries++ < 10 * REFERENCES) {
		if (backwards) {
			close = memrchr(v.data, '>', v.len);
			if (close == NULL)
				break;
			open = memrchr(v.data, '<', (size_t)(close - v.data));
			if (open == NULL)
				break;
			v.len = (size_t)(open - v.data);
		} else {
			open = memchr(v.data, '<', v.len);
			if (open == NULL)
				break;
			close = memchr(open, '>', (size_t)(end - open));
			if (close == NULL)
				break;
			v.data = close + 1;
			v.len = (size_t)(end - v.data);
		}
		if (add_reference(m, list, (struct tk_span){open + 1,
		    (size_t)(close - open - 1)}, arena, word) < 0)
			return -1;
	}
	return 0;
}

static int
read_references(struct tk_message *m, const struct tk_mail_header *h,
    struct tk_arena *arena, struct tk_buf *word)
{
	struct tk_span to = tk_mail_header_get(h, "In-Reply-To", NULL);
	struct tk_span all = tk_mail_header_get(h, "References", NULL);
	const char **list;

	if (to.data == NULL && all.data == NULL)
		return 0;
	list = tk_arena_alloc(arena, REFERENCES * sizeof *list);
	if (list == NULL ||
	    add_references(m, list, to, 0, arena, word) < 0 ||
	    add_references(m, list, all, 1, arena, word) < 0)
		return -1;
	m->references = list;
	return 0;
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

static void
add_others(struct tk_address *to, size_t *n, const struct tk_address *list,
    size_t count)
{
	size_t i, k;

	for (i = 0; i < count && *n < OTHERS; i++) {
		if (!is_address(list[i].address))
			continue;
		for (k = 0; k < *n; k++)
			if (strcasecmp(to[k].address, list[i].address) == 0)
				break;
		if (k == *n)
			to[(*n)++] = list[i];
	}
}

static int
read_others(struct tk_message *m, const struct tk_mail_header *h,
    const char *label, struct tk_arena *arena)
{
	static const char *const names[] = {"To", "Cc", "Delivered-To",
	    "X-Original-To", "Envelope-To"};
	struct tk_address all[OTHERS], *list, *copy;
	size_t i, n, count;
	struct tk_span v;

	for (i = 0; i < COUNT(names); i++) {
		n = 0;
		while (m->nothers < OTHERS && (v = tk_mail_header_get(h,
		    names[i], &n)).data != NULL) {
			if (tk_mail_addresses(arena, v.data, v.len, label,
			    &list, &count) < 0)
				return -1;
			add_others(all, &m->nothers, list, count);
		}
	}
	if (m->nothers == 0)
		return 0;
	copy = tk_arena_alloc(arena, m->nothers * sizeof *copy);
	if (copy == NULL)
		return -1;
	memcpy(copy, all, m->nothers * sizeof *copy);
	m->others = copy;
	return 0;
}

/* ---- all of it --------------------------------------------------------- */

int64_t
tk_mail_received(const struct tk_mail_header *h)
{
	struct tk_span v = tk_mail_header_get(h, "Received", NULL);
	const char *semicolon;

	if (v.data == NULL)
		return TK_UNSET;
	semicolon = memrchr(v.data, ';', v.len);
	if (semicolon == NULL)
		return TK_UNSET;
	v.len -= (size_t)(semicolon + 1 - v.data);
	return tk_mail_date(semicolon + 1, v.len);
}

int
tk_mail_envelope(struct tk_message *m, const struct tk_mail_header *h,
    const char *label, struct tk_arena *arena, struct tk_buf *word)
{
	struct tk_span date = tk_mail_header_get(h, "Date", NULL);

	if (date.data != NULL)
		m->date = tk_mail_date(date.data, date.len);
	m->received = tk_mail_received(h);
	if (tk_mail_sender(&m->from, h, label, arena) < 0 ||
	    first_address(&m->reply_to, h, "Reply-To", label, arena) < 0 ||
	    read_id(m, h, arena, word) < 0 ||
	    read_references(m, h, arena, word) < 0)
		return -1;
	return read_others(m, h, label, arena);
}
