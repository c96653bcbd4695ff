#include "words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hanzi.h"
#include "base/text.h"

#define WINDOWS 65536	/* bits; three bytes are folded into one of them */

/* Room for one more of an array that doubles; the array, or NULL. */
static void *
grown(void *array, size_t count, size_t *size, size_t each)
{
	size_t n = *size > 0 ? 2 * *size : 512;
	void *p;

	if (count < *size)
		return array;
	p = realloc(array, n * each);
	if (p != NULL)
		*size = n;
	return p;
}

static size_t
hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u;

	while (len-- > 0)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h ^ h >> 15;
}

static int
rehash(struct tk_words *w)
{
	size_t i, at, n = w->buckets > 0 ? 2 * w->buckets : 4096;
	unsigned *bucket = calloc(n, sizeof *bucket);

	if (bucket == NULL)
		return -1;
	for (i = 0; i < w->count; i++) {
		at = hash(w->word[i].s, w->word[i].len);
		while (bucket[at & (n - 1)] != 0)
			at++;
		bucket[at & (n - 1)] = (unsigned)i + 1;
	}
	free(w->bucket);
	w->bucket = bucket;
	w->buckets = n;
	return 0;
}

/* The place in the buckets of a word, or of where it belongs. */
static unsigned *
find(const struct tk_words *w, const char *s, size_t len)
{
	const struct tk_literal *l;
	unsigned *b;
	size_t at;

	for (at = hash(s, len);; at++) {
		b = &w->bucket[at & (w->buckets - 1)];
		if (*b == 0)
			return b;
		l = &w->word[*b - 1];
		if (l->len == len && memcmp(l->s, s, len) == 0)
			return b;
	}
}

static int
add(struct tk_words *w, unsigned *bucket, const char *s, size_t len)
{
	struct tk_literal *l;

	l = grown(w->word, w->count, &w->size, sizeof *w->word);
	if (l == NULL)
		return -1;
	w->word = l;
	l += w->count;
	l->s = tk_arena_copy(w->arena, s, len);
	if (l->s == NULL)
		return -1;
	l->len = len;
	l->tag = w->count++;
	*bucket = (unsigned)w->count;
	return 0;
}

/* 1 and the index of a word, which is new or not; 0: it is only blanks. */
static int
find_or_add(struct tk_words *w, const char *s, size_t len, size_t *index)
{
	unsigned *b;

	if (2 * w->count >= w->buckets && rehash(w) < 0)
		return -1;
	b = find(w, s, len);	/* most are in matching form already */
	if (*b == 0) {
		tk_buf_clear(&w->buf);
		tk_text_normal(&w->buf, s, len);
		if (w->buf.failed)
			return -1;
		if (w->buf.len == 0)
			return 0;
		b = find(w, w->buf.data, w->buf.len);
		if (*b == 0 && add(w, b, w->buf.data, w->buf.len) < 0)
			return -1;
	}
	*index = *b - 1;
	return 1;
}

static size_t
window(const char *s)
{
	return ((unsigned char)s[0] * 31u + (unsigned char)s[1] * 251u +
	    (unsigned char)s[2] * 8191u) & (WINDOWS - 1);
}

static int
has_window(const struct tk_words *w, const char *s)
{
	size_t at = window(s);

	return w->window[at / 8] >> at % 8 & 1;
}

/* Is the word in matching form as it stands? Chinese without traditional
 * characters, small letters and digits are; of others nobody knows. */
static int
plain(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		if ((s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= '0' && s[i] <= '9')) {
			i++;
			continue;
		}
		if (i + 3 > len || (unsigned char)s[i] < 0xe4 ||
		    (unsigned char)s[i] > 0xe9 ||
		    tk_hanzi_simple(s + i) != s + i)
			return 0;
		i += 3;
	}
	return 1;
}

/* Is the only text surely without the word? */
static int
absent(const struct tk_words *w, const char *s, size_t len)
{
	if (w->window == NULL || len < 3)
		return 0;
	if (has_window(w, s) && has_window(w, s + len - 3) &&
	    memmem(w->only.data, w->only.len, s, len) != NULL)
		return 0;
	return plain(s, len);
}

int
tk_words_only(struct tk_words *w, const char *text)
{
	size_t i;

	if (!tk_text_valid(text, strlen(text), NULL))
		return 0;	/* it will not be judged at all */
	tk_buf_add(&w->only, "", 0);
	tk_text_normal(&w->only, text, strlen(text));
	w->window = calloc(WINDOWS / 8, 1);
	if (w->only.failed || w->window == NULL)
		return -1;
	for (i = 0; i + 3 <= w->only.len; i++)
		w->window[window(w->only.data + i) / 8] |=
		    (unsigned char)(1u << window(w->only.data + i) % 8);
	return 0;
}

static int
add_use(struct tk_words *w, size_t word, struct tk_use use)
{
	void *p = grown(w->use, w->uses, &w->use_size, sizeof *w->use);

	if (p == NULL)
		return -1;
	w->use = p;
	w->use[w->uses].word = word;
	w->use[w->uses++].use = use;
	return 0;
}

int
tk_words_add(struct tk_words *w, const char *list, size_t len,
    struct tk_use use)
{
	const char *s = list, *end = list + len, *bar;
	size_t index;
	int n = 0, rc;

	for (; s < end; s = bar + 1) {
		bar = memchr(s, '|', (size_t)(end - s));
		if (bar == NULL)
			bar = end;
		if (absent(w, s, (size_t)(bar - s))) {
			n++;
			continue;
		}
		rc = find_or_add(w, s, (size_t)(bar - s), &index);
		if (rc == 0)
			continue;
		if (rc < 0 || add_use(w, index, use) < 0)
			return -1;
		n++;
	}
	return n;
}

int
tk_words_veto(struct tk_words *w, const char *cell, unsigned *list)
{
	struct tk_use use = {0, TK_USE_VETO};
	const char **p;
	size_t i;

	*list = 0;
	if (*cell == '\0')
		return 0;
	for (i = 0; i < w->vetoes; i++)
		if (strcmp(w->veto[i], cell) == 0) {
			*list = (unsigned)i + 1;
			return 0;
		}
	p = grown(w->veto, w->vetoes, &w->veto_size, sizeof *p);
	if (p == NULL)
		return -1;
	w->veto = p;
	w->veto[w->vetoes] = cell;
	use.owner = (unsigned)w->vetoes++;
	*list = (unsigned)w->vetoes;
	return tk_words_add(w, cell, strlen(cell), use) < 0 ? -1 : 0;
}

int
tk_words_finish(struct tk_words *w, struct tk_keywords *ks)
{
	size_t i, at, sum = 0;

	ks->vetoes = w->vetoes;
	if (w->count == 0)
		return 0;
	ks->first = calloc(w->count + 1, sizeof *ks->first);
	ks->use = calloc(w->uses, sizeof *ks->use);
	if (ks->first == NULL || ks->use == NULL || tk_matcher_new(
	    &ks->matcher, w->word, w->count, NULL) < 0)
		return -1;
	for (i = 0; i < w->uses; i++)
		ks->first[w->use[i].word]++;
	for (i = 0; i <= w->count; i++) {	/* to the end of each */
		sum += ks->first[i];
		ks->first[i] = sum;
	}
	for (i = w->uses; i-- > 0;) {		/* and back to its start */
		at = --ks->first[w->use[i].word];
		ks->use[at] = w->use[i].use;
	}
	return 0;
}

void
tk_words_free(struct tk_words *w)
{
	tk_buf_free(&w->buf);
	tk_buf_free(&w->only);
	free(w->window);
	free(w->word);
	free(w->bucket);
	free(w->use);
	free(w->veto);
}
