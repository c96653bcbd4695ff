#include "keyword.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "words.h"

enum {
	ID, CATEGORY, PRIORITY, WEIGHT, KIND, PATTERN, UNLESS, ASK, COLUMNS
};

static const struct tk_column columns[COLUMNS] = {
	[ID] = {"id", 1},
	[CATEGORY] = {"category", 1},
	[PRIORITY] = {"priority", 0},
	[WEIGHT] = {"weight", 0},
	[KIND] = {"kind", 0},
	[PATTERN] = {"pattern", 1},
	[UNLESS] = {"unless", 0},
	[ASK] = {"ask", 0},
};

/* What is being read. */
struct reading {
	struct tk_keywords *ks;
	const struct tk_categories *categories;
	const struct tk_priorities *priorities;
	struct tk_faults *faults;
	struct tk_words words;
	struct tk_buf buf;
	int jit;
};

static const char *
cell(const struct reading *r, size_t row, size_t column)
{
	return tk_table_cell(&r->ks->table, row, column);
}

static int
read_category(struct reading *r, size_t row)
{
	struct tk_keyword *k = &r->ks->keyword[row];
	const char *name = cell(r, row, CATEGORY);
	struct tk_error err;

	if (strcmp(name, "unclear") == 0)
		return 0;
	if (row > 0 && strcmp(name, cell(r, row - 1, CATEGORY)) == 0 &&
	    k[-1].category != NULL) {
		k->category = k[-1].category;
		return 0;
	}
	k->category = tk_category_need(r->categories, name, &err);
	if (k->category != NULL)
		return 0;
	return tk_table_fault(&r->ks->table, row, CATEGORY, r->faults,
	    "%s, or unclear", err.message);
}

static int
read_priority(struct reading *r, size_t row)
{
	struct tk_keyword *k = &r->ks->keyword[row];
	const char *name = cell(r, row, PRIORITY);
	struct tk_buf lawful = TK_BUF_INIT;

	if (*name == '\0')
		return 0;
	k->priority = tk_priority_find(r->priorities, name);
	if (k->priority != NULL)
		return 0;
	tk_priorities_list(r->priorities, &lawful);
	tk_table_fault(&r->ks->table, row, PRIORITY, r->faults,
	    "unknown priority \"%s\"; lawful are those of priorities.csv: %s",
	    name, lawful.len > 0 ? lawful.data : "(none)");
	tk_buf_free(&lawful);
	return -1;
}

static int
read_weight(struct reading *r, size_t row)
{
	struct tk_keyword *k = &r->ks->keyword[row];
	const char *s = cell(r, row, WEIGHT);
	char *end;

	k->weight = 1;
	if (*s == '\0')
		return 0;
	k->weight = strtod(s, &end);
	if (end != s && *end == '\0' && isfinite(k->weight) && k->weight > 0)
		return 0;
	return tk_table_fault(&r->ks->table, row, WEIGHT, r->faults,
	    "weight \"%s\" is not a number above 0", s);
}

/* ---- words ----------------------------------------------------------- */

/* One of the lists of words that must meet. */
static int
read_group(struct reading *r, size_t row, const char *list, size_t len)
{
	struct tk_keyword *k = &r->ks->keyword[row];
	struct tk_use use = {(unsigned)row, k->groups};
	int n = tk_words_add(&r->words, list, len, use);

	if (n < 0)
		return tk_faults_memory(r->faults);
	if (n == 0)
		return tk_table_fault(&r->ks->table, row, PATTERN, r->faults,
		    "pattern \"%s\" lacks a word", cell(r, row, PATTERN));
	k->groups++;
	return 0;
}

static int
read_near(struct reading *r, size_t row)
{
	const char *s = cell(r, row, PATTERN);
	struct tk_keyword *k = &r->ks->keyword[row];
	size_t len;

	for (;; s += len + 1) {
		len = strcspn(s, "+");
		if (k->groups == TK_KEYWORD_GROUPS)
			return tk_table_fault(&r->ks->table, row, PATTERN,
			    r->faults, "pattern \"%s\" joins more than %d "
			    "lists", cell(r, row, PATTERN),
			    TK_KEYWORD_GROUPS);
		if (read_group(r, row, s, len) < 0)
			return -1;
		if (s[len] == '\0')
			break;
	}
	if (k->groups > 1)
		return 0;
	return tk_table_fault(&r->ks->table, row, PATTERN, r->faults,
	    "pattern \"%s\" of kind near joins no lists by +",
	    cell(r, row, PATTERN));
}

static int
read_words(struct reading *r, size_t row, int near)
{
	struct tk_keyword *k = &r->ks->keyword[row];
	const char *s = cell(r, row, PATTERN);
	int rc;

	rc = near ? read_near(r, row) : read_group(r, row, s, strlen(s));
	if (tk_words_veto(&r->words, cell(r, row, UNLESS), &k->veto) < 0)
		return tk_faults_memory(r->faults);
	return rc;
}

/* ---- regular expressions --------------------------------------------- */

static int
has_upper(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			return 1;
	return 0;
}

/* Appends one character beyond ASCII in the form it has in a text that is
 * matched; "？" becomes "\?", which means the same. */
static void
fold_char(struct reading *r, const char *s, size_t len)
{
	struct tk_buf form = TK_BUF_INIT;
	int escaped = r->buf.len > 0 && r->buf.data[r->buf.len - 1] == '\\';
	size_t i;

	tk_text_normal(&form, s, len);
	for (i = 0; i < form.len; i++) {
		if (!escaped && ispunct((unsigned char)form.data[i]))
			tk_buf_putc(&r->buf, '\\');
		tk_buf_putc(&r->buf, form.data[i]);
	}
	tk_buf_free(&form);
}

static int
compile(struct reading *r, size_t row, size_t column, struct tk_pattern **out)
{
	const char *s = cell(r, row, column);
	struct tk_error err;
	size_t len;
	int flags = r->jit ? TK_PATTERN_JIT : 0;

	if (has_upper(s))
		flags |= TK_PATTERN_CASELESS;
	tk_buf_clear(&r->buf);
	for (; *s != '\0'; s += len) {
		len = 1;
		while (((unsigned char)s[len] & 0xc0) == 0x80)
			len++;
		if (len > 1)
			fold_char(r, s, len);
		else
			tk_buf_putc(&r->buf, *s);
	}
	if (r->buf.failed)
		return tk_faults_memory(r->faults);
	if (tk_pattern_compile(out, r->buf.data, flags, &err) < 0)
		return tk_table_fault(&r->ks->table, row, column, r->faults,
		    "%s", err.message);
	return 0;
}

static int
read_patterns(struct reading *r, size_t row)
{
	struct tk_keyword *k = &r->ks->keyword[row];
	int rc = 0;

	if (compile(r, row, PATTERN, &k->pattern) < 0)
		rc = -1;
	else if (tk_pattern_match(k->pattern, "", 0, NULL) != 0)
		rc = tk_table_fault(&r->ks->table, row, PATTERN, r->faults,
		    "pattern \"%s\" matches the empty text, so any",
		    cell(r, row, PATTERN));
	if (cell(r, row, UNLESS)[0] != '\0' &&
	    compile(r, row, UNLESS, &k->unless) < 0)
		rc = -1;
	return rc;
}

static int
read_kind(struct reading *r, size_t row)
{
	const char *kind = cell(r, row, KIND);

	if (strcmp(kind, "re") == 0)
		return read_patterns(r, row);
	if (strcmp(kind, "near") == 0)
		return read_words(r, row, 1);
	if (*kind == '\0' || strcmp(kind, "lit") == 0)
		return read_words(r, row, 0);
	return tk_table_fault(&r->ks->table, row, KIND, r->faults,
	    "unknown kind \"%s\"; lawful are lit, near and re", kind);
}

/* ---- the table ------------------------------------------------------- */

static int
by_id(const void *a, const void *b)
{
	const struct tk_keyword *x = *(const struct tk_keyword *const *)a;
	const struct tk_keyword *y = *(const struct tk_keyword *const *)b;
	int order = strcmp(x->id, y->id);

	return order != 0 ? order : (x > y) - (x < y);
}

static int
check_ids(struct reading *r)
{
	struct tk_keywords *ks = r->ks;
	const struct tk_keyword **k;
	size_t i;
	int rc = 0;

	k = malloc(ks->count * sizeof *k);
	if (k == NULL)
		return tk_faults_memory(r->faults);
	for (i = 0; i < ks->count; i++)
		k[i] = &ks->keyword[i];
	qsort(k, ks->count, sizeof *k, by_id);
	for (i = 1; i < ks->count; i++)
		if (strcmp(k[i - 1]->id, k[i]->id) == 0)
			rc = tk_table_fault(&ks->table,
			    (size_t)(k[i] - ks->keyword), ID, r->faults,
			    "id \"%s\" stands twice; it is in line %u too",
			    k[i]->id,
			    ks->table.line[k[i - 1] - ks->keyword]);
	free(k);
	return rc;
}

static int
read_row(struct reading *r, size_t row)
{
	struct tk_keyword *k = &r->ks->keyword[row];
	int rc = 0;

	k->id = cell(r, row, ID);
	k->ask = cell(r, row, ASK);
	if (strpbrk(k->id, " \t\n") != NULL)
		rc = tk_table_fault(&r->ks->table, row, ID, r->faults,
		    "id \"%s\" holds a blank", k->id);
	if (read_category(r, row) < 0)
		rc = -1;
	if (read_priority(r, row) < 0)
		rc = -1;
	if (read_weight(r, row) < 0)
		rc = -1;
	if (read_kind(r, row) < 0)
		rc = -1;
	return rc;
}

static int
read_rows(struct reading *r)
{
	struct tk_keywords *ks = r->ks;
	size_t row;
	int rc = 0;

	if (ks->table.rows > 0) {
		ks->keyword = calloc(ks->table.rows, sizeof *ks->keyword);
		if (ks->keyword == NULL)
			return tk_faults_memory(r->faults);
		ks->count = ks->table.rows;
		for (row = 0; row < ks->count; row++)
			if (read_row(r, row) < 0)
				rc = -1;
		if (check_ids(r) < 0)
			rc = -1;
	}
	if (rc == 0 && tk_words_finish(&r->words, ks) < 0)
		rc = tk_faults_memory(r->faults);
	return rc;
}

int
tk_keywords_load(struct tk_keywords *out, int rules_fd,
    const struct tk_categories *cs, const struct tk_priorities *ps, int jit,
    const char *only, struct tk_faults *f)
{
	struct tk_keywords ks = {0};
	struct reading r = {&ks, cs, ps, f, {0}, TK_BUF_INIT, jit};
	int rc;

	r.words.arena = &ks.table.arena;
	if (tk_table_load(&ks.table, rules_fd, "keywords", columns, COLUMNS,
	    f) < 0)
		return -1;
	rc = only != NULL && tk_words_only(&r.words, only) < 0 ?
	    tk_faults_memory(r.faults) : read_rows(&r);
	if (rc == 0)
		*out = ks;
	else
		tk_keywords_free(&ks);
	tk_words_free(&r.words);
	tk_buf_free(&r.buf);
	return rc;
}

void
tk_keywords_free(struct tk_keywords *ks)
{
	size_t i;

	for (i = 0; i < ks->count; i++) {
		tk_pattern_free(ks->keyword[i].pattern);
		tk_pattern_free(ks->keyword[i].unless);
	}
	free(ks->keyword);
	free(ks->use);
	free(ks->first);
	tk_matcher_free(ks->matcher);
	tk_table_free(&ks->table);
	*ks = (struct tk_keywords){0};
}

char *
tk_keyword_place(const struct tk_keywords *ks, size_t index, char *buf,
    size_t size)
{
	snprintf(buf, size, "%s:%u", ks->table.path, ks->table.line[index]);
	return buf;
}
