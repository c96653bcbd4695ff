/* probe.c - tries patterns on texts that are hard for them. */
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "classify.h"
#include "review.h"

#define LENGTH 2000		/* bytes of a text; a tenth is enough where
				 * nothing is repeated without bounds */
#define MAX_UNITS 400		/* characters a pattern is made of */
#define MAX_RUNS 16		/* different ones that are repeated */

struct probe {
	const struct tk_pattern *pattern;
	struct tk_pattern_room *room;
	int normal;		/* texts are matched in their normal form */
	char unit[MAX_UNITS][5];
	size_t units, length;
	struct tk_buf text, form;
};

static void
add_unit(struct probe *p, const char *s, size_t len)
{
	if (p->units == MAX_UNITS || len > 4)
		return;
	memcpy(p->unit[p->units], s, len);
	p->unit[p->units++][len] = '\0';
}

/* A character that \d and the like stand for. Bytes after the backslash. */
static size_t
add_escape(struct probe *p, const char *s)
{
	static const char classes[] = "dwsDWSnt", meant[] = "0a !!a\n ";
	const char *class = *s == '\0' ? NULL : strchr(classes, *s);

	if (*s == '\0')
		return 0;
	if (*s == 'x' && s[1] == '{')
		return strcspn(s, "}") + (strchr(s, '}') != NULL);
	if (class != NULL)
		add_unit(p, &meant[class - classes], 1);
	else if (strchr("bBAZzGKRXpP", *s) == NULL && (unsigned char)*s < 128)
		add_unit(p, s, 1);
	return 1;
}

/* {3}, {3,} or {3,5} */
static size_t
read_bounds(struct probe *p, const char *s)
{
	size_t n = strcspn(s, "}");

	if (s[n - 1] == ',')
		p->length = LENGTH;
	return n + (s[n] != '\0');
}

/* The characters that stand in the pattern, in its order. */
static void
read_units(struct probe *p, const char *s)
{
	size_t n;

	p->length = LENGTH / 10;
	for (p->units = 0; *s != '\0'; s += n) {
		n = 1;
		while (((unsigned char)s[n] & 0xc0) == 0x80)
			n++;
		if (*s == '\\')
			n += add_escape(p, s + 1);
		else if (*s == '{')
			n = read_bounds(p, s);
		else if (*s == '(' && s[1] == '?')
			n = 2 + strspn(s + 2, "<!=:>i-smx");
		else if (*s == '.')
			add_unit(p, "a", 1);
		else if (strchr("()[]|*+?^$", *s) == NULL)
			add_unit(p, s, n);
		if (*s == '*' || *s == '+')
			p->length = LENGTH;
	}
}

/* Does the text that has been made go over the limit? */
static int
trips(struct probe *p)
{
	const struct tk_buf *b = &p->text;
	struct tk_error err;
	struct tk_span span;

	if (p->normal && !p->text.failed) {
		tk_buf_clear(&p->form);
		tk_text_normal(&p->form, p->text.data, p->text.len);
		b = &p->form;
	}
	return !b->failed && b->len > 0 && tk_pattern_find(p->pattern,
	    p->room, b->data, b->len, 0, &span, &err) < 0;
}

/* The characters from..to over and over, behind those before them. */
static int
trips_on(struct probe *p, size_t from, size_t to, int behind, int all)
{
	size_t i;

	tk_buf_clear(&p->text);
	for (i = 0; behind && i < from; i++)
		tk_buf_puts(&p->text, p->unit[i]);
	while (p->text.len < p->length && !p->text.failed)
		for (i = from; i < to; i++)
			tk_buf_puts(&p->text, p->unit[i]);
	tk_buf_puts(&p->text, "!\n");	/* nearly, but no match */
	for (i = 0; all && i < p->units; i++)
		tk_buf_puts(&p->text, p->unit[i]);
	return trips(p);
}

static int
met_before(const struct probe *p, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (strcmp(p->unit[k], p->unit[i]) == 0)
			return 1;
	return 0;
}

/* Tries one pattern; 1, and the start of the text, if it gives up. */
static int
is_hard(struct probe *p, const struct tk_pattern *pattern, const char *source)
{
	size_t i, runs = 0;
	int how;

	p->pattern = pattern;
	read_units(p, source);
	add_unit(p, "a", 1);
	add_unit(p, "0", 1);
	add_unit(p, " ", 1);
	if (p->room == NULL || trips_on(p, 0, p->units, 0, 0))
		return p->room != NULL;
	for (i = 0; i < p->units && runs < MAX_RUNS; i++) {
		if (met_before(p, i))
			continue;
		runs++;
		for (how = 0; how < 4; how++)
			if (trips_on(p, i, i + 1, how & 1, how & 2) ||
			    (i + 1 < p->units && trips_on(p, i, i + 2,
			    how & 1, how & 2)))
				return 1;
	}
	return 0;
}

static void
review_pattern(struct probe *p, const struct tk_review *v,
    const struct tk_table *t, size_t row, size_t column,
    const struct tk_pattern *pattern)
{
	struct tk_buf sample = TK_BUF_INIT;

	if (pattern == NULL || !is_hard(p, pattern, tk_table_cell(t, row,
	    column)))
		return;
	tk_text_fit(&sample, p->text.data, 24, TK_FIT_BARE);
	tk_table_fault(t, row, column, v->faults, "pattern \"%s\" gives up "
	    "after %d steps on a text such as \"%s\"; write it simpler, with "
	    "{0,9} instead of * or +", tk_table_cell(t, row, column),
	    TK_PATTERN_LIMIT, sample.data == NULL ? "" : sample.data);
	tk_buf_free(&sample);
}

static void
review_keywords(struct probe *p, const struct tk_review *v)
{
	const struct tk_keywords *ks = &v->rules->classifier->keywords;
	size_t i;

	p->normal = 1;
	for (i = 0; i < ks->count; i++) {
		review_pattern(p, v, &ks->table, i, tk_review_column(
		    &ks->table, "pattern"), ks->keyword[i].pattern);
		review_pattern(p, v, &ks->table, i, tk_review_column(
		    &ks->table, "unless"), ks->keyword[i].unless);
	}
}

static void
review_fields(struct probe *p, const struct tk_review *v)
{
	const struct tk_fields *fs = &v->rules->fields;
	size_t i;

	p->normal = 0;
	for (i = 0; i < fs->schema->count; i++)
		if (fs->rule[i].line != (size_t)-1)
			review_pattern(p, v, &fs->table, fs->rule[i].line,
			    tk_review_column(&fs->table, "values"),
			    fs->rule[i].pattern);
}

void
tk_review_patterns(const struct tk_review *v)
{
	struct probe *p = calloc(1, sizeof *p);

	if (p == NULL)
		return;
	p->room = tk_pattern_room_new();
	review_fields(p, v);
	if ((v->rules->loaded & TK_RULES_WORDS) != 0)
		review_keywords(p, v);
	tk_pattern_room_free(p->room);
	tk_buf_free(&p->text);
	tk_buf_free(&p->form);
	free(p);
}
