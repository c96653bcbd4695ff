/* fieldname.c - which field or qualifier a typed name means. */
#include "fields.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "store/schema.h"

static int
has_label(const char *labels, const char *word)
{
	char one[128];
	size_t n;

	for (; *labels != '\0'; labels += n + (labels[n] == '|')) {
		n = strcspn(labels, "|");
		if (n == 0 || n >= sizeof one)
			continue;
		memcpy(one, labels, n);
		one[n] = '\0';
		if (tk_text_fold_equal(one, word))
			return 1;
	}
	return 0;
}

/* A word as a string of its own; 0: it is too long for a name. */
static int
to_string(char s[128], const char *word, size_t len)
{
	if (len == 0 || len >= 128)
		return 0;
	memcpy(s, word, len);
	s[len] = '\0';
	return 1;
}

/* The index of a field by name or label, or -1. */
static int
find(const struct tk_fields *fs, const char *word, size_t len)
{
	char name[128];
	unsigned i;
	int at;

	at = tk_schema_find(fs->schema, word, len);
	if (at >= 0 || !to_string(name, word, len))
		return at;
	for (i = 0; i < fs->schema->count; i++)
		if (has_label(fs->rule[i].labels, name))
			return (int)i;
	return -1;
}

const struct tk_field_rule *
tk_field_find(const struct tk_fields *fs, const char *word, size_t len)
{
	int at = find(fs, word, len);

	return at < 0 ? NULL : &fs->rule[at];
}

const struct tk_field_rule *
tk_field_qualifier(const struct tk_fields *fs, unsigned field,
    const char *word, size_t len)
{
	char name[128];
	unsigned i;

	if (!to_string(name, word, len))
		return NULL;
	for (i = fs->schema->count; i < fs->rules; i++)
		if (fs->rule[i].field == field &&
		    (strcmp(fs->rule[i].qualifier, name) == 0 ||
		    has_label(fs->rule[i].labels, name)))
			return &fs->rule[i];
	return NULL;
}

/* Edit distance of two short ASCII words, at most 3. */
static unsigned
distance(const char *a, size_t la, const char *b, size_t lb)
{
	unsigned row[65], diagonal, up;
	size_t i, j;

	if (la > 64 || lb > 64 || la > lb + 2 || lb > la + 2)
		return 3;
	for (j = 0; j <= lb; j++)
		row[j] = (unsigned)j;
	for (i = 1; i <= la; i++) {
		diagonal = row[0];
		row[0] = (unsigned)i;
		for (j = 1; j <= lb; j++) {
			up = row[j];
			row[j] = diagonal + (a[i - 1] != b[j - 1]);
			if (up + 1 < row[j])
				row[j] = up + 1;
			if (row[j - 1] + 1 < row[j])
				row[j] = row[j - 1] + 1;
			diagonal = up;
		}
	}
	return row[lb];
}

const struct tk_field_rule *
tk_field_need(const struct tk_fields *fs, const char *word, size_t len,
    struct tk_error *err)
{
	int at = find(fs, word, len);
	const char *near = NULL, *name;
	unsigned best = 3, d, i;

	if (at >= 0)
		return &fs->rule[at];
	for (i = 0; i < fs->schema->count; i++) {
		name = fs->schema->field[i].name;
		d = distance(word, len, name, strlen(name));
		if (d < best && d < len) {
			best = d;
			near = name;
		}
	}
	tk_error_set(err, TK_BAD, near == NULL ? "unknown field \"%.*s\"; "
	    "rules/fields.csv lists them%s" : "unknown field \"%.*s\"; did "
	    "you mean %s?", (int)len, word, near == NULL ? "" : near);
	return NULL;
}

/* A field, or else the only qualifier with that label. */
static const struct tk_field_rule *
field_or_qualifier(const struct tk_fields *fs, const char *word, size_t len,
    struct tk_error *err)
{
	const struct tk_field_rule *found = NULL;
	struct tk_buf several = TK_BUF_INIT;
	int at = find(fs, word, len);
	char name[128];
	unsigned i;

	if (at >= 0)
		return &fs->rule[at];
	for (i = fs->schema->count; i < fs->rules; i++) {
		if (!to_string(name, word, len) ||
		    !has_label(fs->rule[i].labels, name))
			continue;
		if (found != NULL)
			tk_buf_printf(&several, "%s or ", found->name);
		found = &fs->rule[i];
	}
	if (found == NULL) {
		tk_field_need(fs, word, len, err);
	} else if (several.len > 0) {
		tk_error_set(err, TK_BAD, "\"%s\" may be %s%s; write which",
		    name, several.data, found->name);
		found = NULL;
	}
	tk_buf_free(&several);
	return found;
}

int
tk_field_name(const struct tk_fields *fs, const char *word, size_t len,
    struct tk_field_name *out, struct tk_error *err)
{
	const char *dot = memchr(word, '.', len);
	size_t n = dot == NULL ? len : (size_t)(dot - word);
	const struct tk_field_rule *row;

	row = dot != NULL ? tk_field_need(fs, word, n, err) :
	    field_or_qualifier(fs, word, len, err);
	if (row == NULL)
		return -1;
	out->field = &fs->rule[row->field];
	out->row = row;
	snprintf(out->qualifier, sizeof out->qualifier, "%s",
	    row->qualifier == NULL ? "" : row->qualifier);
	if (dot == NULL)
		return 0;
	if (n + 1 == len)
		return tk_error_set(err, TK_BAD, "\"%.*s\": no qualifier "
		    "behind the dot", (int)len, word);
	out->row = tk_field_qualifier(fs, row->field, dot + 1, len - n - 1);
	if (out->row != NULL)
		snprintf(out->qualifier, sizeof out->qualifier, "%s",
		    out->row->qualifier);
	else if (len - n <= sizeof out->qualifier)
		snprintf(out->qualifier, sizeof out->qualifier, "%.*s",
		    (int)(len - n) - 1, dot + 1);
	else
		return tk_error_set(err, TK_BAD, "qualifier \"%.*s\" is too "
		    "long; leave it below 64 letters", (int)(len - n) - 1,
		    dot + 1);
	return 0;
}
