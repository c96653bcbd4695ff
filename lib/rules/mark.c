#include "mark.h"

#include <string.h>

/* The length of the sentence end at s; 0: none. */
static size_t
sentence_end(const char *s, size_t len)
{
	if (*s == '!' || *s == '?' || *s == ';' || *s == '\n')
		return 1;
	if (len >= 3 && memcmp(s, "。", 3) == 0)
		return 3;
	return 0;
}

/* The sentence around a hit, its end included. */
static struct tk_span
sentence_of(const struct tk_buf *text, struct tk_span hit)
{
	struct tk_span s = hit;
	size_t n;

	while (s.start > 0) {
		if (sentence_end(text->data + s.start - 1, 1) > 0)
			break;
		if (s.start >= 3 &&
		    memcmp(text->data + s.start - 3, "。", 3) == 0)
			break;
		s.start--;
	}
	if (hit.end > hit.start) {	/* it may hold the end itself */
		s.end = hit.end - 1;
		while (s.end > hit.start && (text->data[s.end] & 0xc0) == 0x80)
			s.end--;
	}
	for (; s.end < text->len; s.end++) {
		n = sentence_end(text->data + s.end, text->len - s.end);
		if (n > 0) {
			s.end += n;
			break;
		}
	}
	return s;
}

static int
vetoed_by_words(const struct tk_keyword *k, const struct tk_buf *text,
    struct tk_span sentence, struct tk_span *veto)
{
	const char *s = text->data + sentence.start, *p;
	size_t i;

	for (i = 0; i < k->nunless; i++) {
		p = memmem(s, sentence.end - sentence.start, k->unless[i].s,
		    k->unless[i].len);
		if (p != NULL) {
			veto->start = (size_t)(p - text->data);
			veto->end = veto->start + k->unless[i].len;
			return 1;
		}
	}
	return 0;
}

/* What the matcher's finder needs. */
struct search {
	const struct tk_keywords *keywords;
	const struct tk_buf *text;
	struct tk_mark *mark;
	struct tk_pattern_room *room;
};

static void
found_literal(void *data, size_t index, size_t start, size_t end)
{
	struct search *s = data;
	const struct tk_keyword *k = &s->keywords->keyword[index];
	struct tk_mark *m = &s->mark[index];
	struct tk_span hit = {start, end}, veto;

	if (m->state == TK_MARK_COUNTED)
		return;
	if (k->nunless == 0 || !vetoed_by_words(k, s->text,
	    sentence_of(s->text, hit), &veto))
		*m = (struct tk_mark){TK_MARK_COUNTED, hit, {0, 0}};
	else if (m->state == TK_MARK_NONE)
		*m = (struct tk_mark){TK_MARK_VETOED, hit, veto};
}

/* 1 and *veto, 0, or -1 when the pattern of `unless` gave up. */
static int
vetoed_by_pattern(struct search *s, const struct tk_keyword *k,
    struct tk_span sentence, struct tk_span *veto, struct tk_error *err)
{
	int rc;

	if (k->veto == NULL)
		return 0;
	rc = tk_pattern_find(k->veto, s->room, s->text->data + sentence.start,
	    sentence.end - sentence.start, 0, veto, err);
	if (rc > 0) {
		veto->start += sentence.start;
		veto->end += sentence.start;
	}
	return rc;
}

/* Looks for a pattern until a sentence has it without its veto. */
static int
find_pattern(struct search *s, const struct tk_keyword *k, struct tk_mark *m,
    struct tk_error *err)
{
	struct tk_span hit, sentence, veto;
	size_t from = 0;
	int rc;

	for (;;) {
		rc = tk_pattern_find(k->pattern, s->room, s->text->data,
		    s->text->len, from, &hit, err);
		if (rc <= 0)
			return rc;
		sentence = sentence_of(s->text, hit);
		rc = vetoed_by_pattern(s, k, sentence, &veto, err);
		if (rc < 0)
			return -1;
		if (rc == 0) {
			*m = (struct tk_mark){TK_MARK_COUNTED, hit, {0, 0}};
			return 0;
		}
		if (m->state == TK_MARK_NONE)
			*m = (struct tk_mark){TK_MARK_VETOED, hit, veto};
		if (sentence.end == s->text->len)
			return 0;
		from = sentence.end;
	}
}

static int
find_patterns(struct search *s, struct tk_error *err)
{
	const struct tk_keyword *k;
	struct tk_error why;
	char place[300];
	size_t i;

	for (i = 0; i < s->keywords->count; i++) {
		k = &s->keywords->keyword[i];
		if (k->pattern == NULL ||
		    find_pattern(s, k, &s->mark[i], &why) == 0)
			continue;
		return tk_error_set(err, TK_BAD, "%s: keyword %s: %s",
		    tk_keyword_place(s->keywords, i, place, sizeof place),
		    k->id, why.message);
	}
	return 0;
}

int
tk_marks_find(const struct tk_keywords *ks, const struct tk_buf *text,
    struct tk_mark *mark, struct tk_pattern_room *room, struct tk_error *err)
{
	struct search s = {ks, text, mark, room};

	memset(mark, 0, ks->count * sizeof *mark);
	if (ks->matcher != NULL)
		tk_matcher_run(ks->matcher, text->data, text->len,
		    found_literal, &s);
	return find_patterns(&s, err);
}
