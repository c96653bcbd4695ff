#include "matcher.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Literals lie in buckets by their first character, a Chinese one mostly:
 * a text of n characters costs n look-ups however many literals there are. */
#define BUCKETS 1024

struct entry {
	uint64_t head;	/* the first bytes, to spare most of memcmp */
	uint64_t mask;
	struct tk_literal literal;
};

struct tk_matcher {
	uint32_t first[BUCKETS + 1];	/* entry of each bucket */
	struct entry entry[];
};

static size_t
lead_length(unsigned char c)
{
	return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* The bucket of the character at s, all of which is there. */
static unsigned
bucket(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;

	switch (n) {
	case 1:
		return p[0];
	case 2:
		return ((p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)) % BUCKETS;
	}
	return ((p[0] & 0xfu) * 331 + (p[1] & 0x3fu) * 67 + (p[2] & 0x3fu)) %
	    BUCKETS;
}

static unsigned
literal_bucket(const struct tk_literal *l)
{
	size_t n = lead_length((unsigned char)l->s[0]);

	return bucket(l->s, n <= l->len ? n : 1);
}

int
tk_matcher_new(struct tk_matcher **out, const struct tk_literal *literal,
    size_t count, struct tk_error *err)
{
	struct tk_matcher *m;
	struct entry *e;
	uint32_t at[BUCKETS + 1];
	size_t i, n;

	m = calloc(1, sizeof *m + count * sizeof m->entry[0]);
	if (m == NULL)
		return tk_error_memory(err);
	for (i = 0; i < count; i++)
		m->first[literal_bucket(&literal[i]) + 1]++;
	for (i = 0; i < BUCKETS; i++)
		m->first[i + 1] += m->first[i];
	memcpy(at, m->first, sizeof at);
	for (i = 0; i < count; i++) {
		e = &m->entry[at[literal_bucket(&literal[i])]++];
		e->literal = literal[i];
		n = literal[i].len < 8 ? literal[i].len : 8;
		memcpy(&e->head, literal[i].s, n);
		memset(&e->mask, 0xff, n);
	}
	*out = m;
	return 0;
}

void
tk_matcher_free(struct tk_matcher *m)
{
	free(m);
}

static int
stands_at(const struct entry *e, const char *s, size_t left, uint64_t head)
{
	size_t len = e->literal.len;

	return (head & e->mask) == e->head && len <= left &&
	    (len <= 8 || memcmp(e->literal.s + 8, s + 8, len - 8) == 0);
}

void
tk_matcher_run(const struct tk_matcher *m, const char *s, size_t len,
    void (*found)(void *, size_t, size_t, size_t), void *data)
{
	const struct entry *e, *end;
	uint64_t head;
	size_t i, n, left;
	unsigned b;

	for (i = 0; i < len; i += n) {
		left = len - i;
		n = lead_length((unsigned char)s[i]);
		if (n > left)
			break;
		b = bucket(s + i, n);
		e = m->entry + m->first[b];
		end = m->entry + m->first[b + 1];
		if (e == end)
			continue;
		head = 0;
		if (left >= 8)
			memcpy(&head, s + i, 8);
		else
			memcpy(&head, s + i, left);
		for (; e < end; e++)
			if (stands_at(e, s + i, left, head))
				found(data, e->literal.tag, i,
				    i + e->literal.len);
	}
}
