#include "mark.h"

#include <stdlib.h>
#include <string.h>

/* A keyword's words as they come together in a sentence. */
struct tk_meeting {
	unsigned sentence;	/* what follows is of this one */
	unsigned present;	/* a bit for each group */
	int met;
	struct tk_span at[TK_KEYWORD_GROUPS];	/* last word of each group */
	struct tk_span words;
};

/* The first word of a veto list in a sentence. */
struct tk_seen {
	unsigned sentence;
	struct tk_span at;
};

struct search {
	const struct tk_keywords *keywords;
	const struct tk_buf *text;
	struct tk_marks *marks;
	unsigned sentence;	/* number, from 1 */
	size_t end;		/* of the sentence */
	size_t touched;
};

/* ---- sentences ------------------------------------------------------- */

/* Behind the sentence that begins at or before byte `from`. */
static size_t
sentence_end(const struct tk_buf *text, size_t from)
{
	const char *s = text->data, *stop = "。";
	size_t i;

	for (i = from; i < text->len; i++) {
		if (s[i] == '!' || s[i] == '?' || s[i] == ';' || s[i] == '\n')
			return i + 1;
		if (s[i] == stop[0] && text->len - i >= 3 &&
		    s[i + 1] == stop[1] && s[i + 2] == stop[2])
			return i + 3;
	}
	return text->len;
}

/* From a sentence before or around a hit to the one around it, which goes
 * on where the hit itself holds an end. */
static void
reach(const struct tk_buf *text, struct tk_span *sentence, struct tk_span hit)
{
	while (sentence->end <= hit.start && sentence->end < text->len) {
		sentence->start = sentence->end;
		sentence->end = sentence_end(text, sentence->end);
	}
	while (sentence->end < hit.end)
		sentence->end = sentence_end(text, sentence->end);
}

/* ---- words ----------------------------------------------------------- */

static void
end_sentence(struct search *s)
{
	const struct tk_keyword *k;
	const struct tk_seen *seen;
	struct tk_mark *m;
	size_t i, n;

	for (i = 0; i < s->touched; i++) {
		n = s->marks->touched[i];
		k = &s->keywords->keyword[n];
		m = &s->marks->mark[n];
		if (!s->marks->meeting[n].met)
			continue;
		seen = k->veto > 0 ? &s->marks->seen[k->veto - 1] : NULL;
		if (seen == NULL || seen->sentence != s->sentence)
			*m = (struct tk_mark){TK_MARK_COUNTED,
			    s->marks->meeting[n].words, {0, 0}};
		else if (m->state == TK_MARK_NONE)
			*m = (struct tk_mark){TK_MARK_VETOED,
			    s->marks->meeting[n].words, seen->at};
	}
	s->touched = 0;
}

/* Have all groups come together? Then *words is from first to last. */
static int
have_met(const struct tk_keyword *k, const struct tk_meeting *t,
    struct tk_span *words)
{
	unsigned i;

	if (t->present != (1u << k->groups) - 1)
		return 0;
	*words = t->at[0];
	for (i = 1; i < k->groups; i++) {
		if (t->at[i].start < words->start)
			words->start = t->at[i].start;
		if (t->at[i].end > words->end)
			words->end = t->at[i].end;
	}
	return k->groups == 1 || words->end - words->start <= TK_NEAR;
}

static void
meet(struct search *s, const struct tk_use *use, struct tk_span at)
{
	struct tk_meeting *t = &s->marks->meeting[use->owner];

	if (s->marks->mark[use->owner].state == TK_MARK_COUNTED)
		return;
	if (t->sentence != s->sentence) {
		t->sentence = s->sentence;
		t->present = 0;
		t->met = 0;
		s->marks->touched[s->touched++] = use->owner;
	}
	if (t->met)
		return;
	t->at[use->group] = at;
	t->present |= 1u << use->group;
	t->met = have_met(&s->keywords->keyword[use->owner], t, &t->words);
}

static void
found_word(void *data, size_t word, size_t start, size_t end)
{
	struct search *s = data;
	const struct tk_keywords *ks = s->keywords;
	const struct tk_use *use = ks->use + ks->first[word];
	const struct tk_use *last = ks->use + ks->first[word + 1];
	struct tk_span at = {start, end};
	struct tk_seen *seen;

	if (start >= s->end) {
		end_sentence(s);
		s->sentence++;
		while (start >= s->end)
			s->end = sentence_end(s->text, s->end);
	}
	for (; use < last; use++) {
		if (use->group != TK_USE_VETO) {
			meet(s, use, at);
			continue;
		}
		seen = &s->marks->seen[use->owner];
		if (seen->sentence != s->sentence)
			*seen = (struct tk_seen){s->sentence, at};
	}
}

/* ---- patterns -------------------------------------------------------- */

/* 1 and *veto, 0, or -1 when the pattern of `unless` gave up. */
static int
vetoed(struct search *s, const struct tk_keyword *k, struct tk_span sentence,
    struct tk_span *veto, struct tk_error *err)
{
	int rc;

	if (k->unless == NULL)
		return 0;
	rc = tk_pattern_find(k->unless, s->marks->room,
	    s->text->data + sentence.start, sentence.end - sentence.start, 0,
	    veto, err);
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
	struct tk_span hit, sentence = {0, 0}, veto;
	size_t from = 0;
	int rc;

	for (;;) {
		rc = tk_pattern_find(k->pattern, s->marks->room,
		    s->text->data, s->text->len, from, &hit, err);
		if (rc <= 0)
			return rc;
		reach(s->text, &sentence, hit);
		rc = vetoed(s, k, sentence, &veto, err);
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
		    find_pattern(s, k, &s->marks->mark[i], &why) == 0)
			continue;
		return tk_error_set(err, TK_BAD, "%s: keyword %s: %s",
		    tk_keyword_place(s->keywords, i, place, sizeof place),
		    k->id, why.message);
	}
	return 0;
}

/* ---- both ------------------------------------------------------------ */

static int
resize(struct tk_marks *m, size_t keywords, size_t vetoes)
{
	if (m->room == NULL && (m->room = tk_pattern_room_new()) == NULL)
		return -1;
	if (keywords > m->size) {
		free(m->mark);
		free(m->meeting);
		free(m->touched);
		m->mark = malloc(keywords * sizeof *m->mark);
		m->meeting = malloc(keywords * sizeof *m->meeting);
		m->touched = malloc(keywords * sizeof *m->touched);
		m->size = keywords;
		if (m->mark == NULL || m->meeting == NULL ||
		    m->touched == NULL) {
			m->size = 0;
			return -1;
		}
	}
	if (vetoes > m->vetoes) {
		free(m->seen);
		m->seen = malloc(vetoes * sizeof *m->seen);
		m->vetoes = m->seen != NULL ? vetoes : 0;
	}
	return vetoes > m->vetoes ? -1 : 0;
}

static void
clear(struct tk_marks *m, size_t keywords, size_t vetoes)
{
	size_t i;

	if (keywords > 0)
		memset(m->mark, 0, keywords * sizeof *m->mark);
	for (i = 0; i < keywords; i++)
		m->meeting[i].sentence = 0;
	for (i = 0; i < vetoes; i++)
		m->seen[i].sentence = 0;
}

int
tk_marks_find(struct tk_marks *m, const struct tk_keywords *ks,
    const struct tk_buf *text, struct tk_error *err)
{
	struct search s = {ks, text, m, 1, sentence_end(text, 0), 0};

	if (resize(m, ks->count, ks->vetoes) < 0)
		return tk_error_memory(err);
	clear(m, ks->count, ks->vetoes);
	if (ks->matcher != NULL)
		tk_matcher_run(ks->matcher, text->data, text->len,
		    found_word, &s);
	end_sentence(&s);
	return find_patterns(&s, err);
}

void
tk_marks_free(struct tk_marks *m)
{
	free(m->mark);
	free(m->meeting);
	free(m->touched);
	free(m->seen);
	tk_pattern_room_free(m->room);
	*m = (struct tk_marks){0};
}
