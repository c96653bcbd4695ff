#include "fields.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "rules.h"

static const struct tk_column columns[] = {
	{"field", 1}, {"fold", 1}, {"type", 0}, {"label", 0}, {"english", 0},
	{"required", 0}, {"values", 0}, {"lapses", 0}, {"public", 0},
};
enum { FIELD, FOLD, TYPE, LABEL, ENGLISH, REQUIRED, VALUES, LAPSES, PUBLIC };

static const char *const folds[] = {"one", "log", "set"};
static const char *const types[] = {
	"text", "time", "span", "number", "category", "priority", "person",
	"team", "status", "ticket", "choice", "file",
};

static int
word_index(const char *const *words, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

static int
lawful_name(const char *s)
{
	if (*s < 'a' || *s > 'z')
		return 0;
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* Row i of the table becomes a field of the schema. */
static int
add_field(struct tk_fields *fs, size_t i, struct tk_faults *f)
{
	const struct tk_table *t = &fs->table;
	const char *name = tk_table_cell(t, i, FIELD);
	int fold, at;

	fold = word_index(folds, 3, tk_table_cell(t, i, FOLD));
	if (fold < 0)
		return tk_table_fault(t, i, FOLD, f, "fold \"%s\" is none of "
		    "one, log, set", tk_table_cell(t, i, FOLD));
	if (!lawful_name(name))
		return tk_table_fault(t, i, FIELD, f, "field \"%s\" is not "
		    "lower-case letters, digits and _", name);
	at = tk_schema_find(fs->schema, name, strlen(name));
	if (at >= TK_CORE)
		return tk_table_fault(t, i, FIELD, f,
		    "field \"%s\" stands twice", name);
	if (at >= 0 && fs->schema->field[at].fold != (enum tk_fold)fold)
		return tk_table_fault(t, i, FOLD, f, "field \"%s\" is always "
		    "folded as %s", name, folds[fs->schema->field[at].fold]);
	if (tk_schema_add(fs->schema, name, (enum tk_fold)fold) < 0)
		return tk_table_fault(t, i, FIELD, f, "out of memory");
	return 0;
}

static int
set_values(struct tk_fields *fs, struct tk_field_rule *r, size_t i,
    struct tk_faults *f)
{
	struct tk_error err;
	size_t len = strlen(r->values);
	char *inner;
	int rc;

	if (len < 2 || r->values[0] != '/' || r->values[len - 1] != '/')
		return 0;
	inner = tk_arena_copy(&fs->table.arena, r->values + 1, len - 2);
	if (inner == NULL)
		return tk_table_fault(&fs->table, i, VALUES, f,
		    "out of memory");
	rc = tk_pattern_compile(&r->pattern, inner, TK_PATTERN_WHOLE, &err);
	return rc == 0 ? 0 : tk_table_fault(&fs->table, i, VALUES, f, "%s",
	    err.message);
}

/* What the other columns of row i say. */
static int
set_rule(struct tk_fields *fs, size_t i, struct tk_faults *f)
{
	const struct tk_table *t = &fs->table;
	const char *name = tk_table_cell(t, i, FIELD);
	const char *type = tk_table_cell(t, i, TYPE);
	struct tk_field_rule *r;
	size_t n;
	int k;

	r = &fs->rule[tk_schema_find(fs->schema, name, strlen(name))];
	r->line = i;
	k = *type == '\0' ? TK_TEXT : word_index(types, sizeof types /
	    sizeof *types, type);
	if (k < 0)
		return tk_table_fault(t, i, TYPE, f, "unknown type \"%s\"; "
		    "lawful are text, time, span, number, category, priority, "
		    "person, team, status, ticket, choice, file", type);
	r->type = r->field == TK_STATUS ? TK_STATUS_TYPE : (enum tk_type)k;
	r->labels = tk_table_cell(t, i, LABEL);
	n = strcspn(r->labels, "|");
	r->label = n == 0 ? r->name :
	    tk_arena_copy(&fs->table.arena, r->labels, n);
	r->english = tk_table_cell(t, i, ENGLISH);
	if (r->english[0] == '\0')
		r->english = r->name;
	r->values = tk_table_cell(t, i, VALUES);
	r->public = strcmp(tk_table_cell(t, i, PUBLIC), "yes") == 0;
	if (!r->public && tk_table_cell(t, i, PUBLIC)[0] != '\0' &&
	    strcmp(tk_table_cell(t, i, PUBLIC), "no") != 0)
		return tk_table_fault(t, i, PUBLIC, f,
		    "public is yes or no, not \"%s\"",
		    tk_table_cell(t, i, PUBLIC));
	if (r->label == NULL)
		return tk_table_fault(t, i, LABEL, f, "out of memory");
	return set_values(fs, r, i, f);
}

static int
make_rules(struct tk_fields *fs)
{
	unsigned i;

	fs->rule = calloc(fs->schema->count, sizeof *fs->rule);
	if (fs->rule == NULL)
		return -1;
	for (i = 0; i < fs->schema->count; i++) {
		fs->rule[i].name = fs->rule[i].label = fs->rule[i].english =
		    fs->schema->field[i].name;
		fs->rule[i].labels = fs->rule[i].values = "";
		fs->rule[i].type = i == TK_STATUS ? TK_STATUS_TYPE : TK_TEXT;
		fs->rule[i].field = i;
		fs->rule[i].line = (size_t)-1;
	}
	return 0;
}

static int
set_lapses(struct tk_rules *rules, size_t i, struct tk_faults *f)
{
	struct tk_fields *fs = &rules->fields;
	const char *name = tk_table_cell(&fs->table, i, FIELD);
	struct tk_events es;
	struct tk_error err;
	size_t j;
	int rc = 0;

	if (tk_events_parse(&es, rules, tk_table_cell(&fs->table, i, LAPSES),
	    &err) < 0)
		return tk_table_fault(&fs->table, i, LAPSES, f, "%s",
		    err.message);
	for (j = 0; j < es.count; j++) {
		if (es.event[j].when != NULL)
			rc = tk_table_fault(&fs->table, i, LAPSES, f,
			    "no selector may stand in lapses");
		else if (tk_schema_lapse(fs->schema,
		    (unsigned)tk_schema_find(fs->schema, name, strlen(name)),
		    es.event[j].field, es.event[j].value) < 0)
			rc = tk_table_fault(&fs->table, i, LAPSES, f,
			    "out of memory");
	}
	tk_events_free(&es);
	return rc;
}

/* One "EVENT refuse" or "EVENT[SELECTOR] ask". */
static int
add_requirement(struct tk_rules *rules, struct tk_field_rule *r, size_t i,
    const char *s, size_t len, struct tk_faults *f)
{
	struct tk_requirement *grown, q = {0};
	struct tk_fields *fs = &rules->fields;
	struct tk_error err;
	char *text = tk_arena_copy(&fs->table.arena, s, len);
	char *blank = text == NULL ? NULL : strrchr(text, ' ');

	if (blank == NULL || (strcmp(blank + 1, "refuse") != 0 &&
	    strcmp(blank + 1, "ask") != 0))
		return tk_table_fault(&fs->table, i, REQUIRED, f, "\"%.*s\" "
		    "is not EVENT refuse or EVENT ask", (int)len, s);
	q.refuse = strcmp(blank + 1, "refuse") == 0;
	*blank = '\0';
	grown = realloc(r->required, (r->nrequired + 1) * sizeof *grown);
	if (grown == NULL)
		return tk_table_fault(&fs->table, i, REQUIRED, f,
		    "out of memory");
	r->required = grown;
	if (tk_events_parse(&q.at, rules, text, &err) < 0)
		return tk_table_fault(&fs->table, i, REQUIRED, f, "%s",
		    err.message);
	r->required[r->nrequired++] = q;
	return 0;
}

static int
set_required(struct tk_rules *rules, size_t i, struct tk_faults *f)
{
	struct tk_fields *fs = &rules->fields;
	const char *name = tk_table_cell(&fs->table, i, FIELD);
	const char *s = tk_table_cell(&fs->table, i, REQUIRED), *end;
	struct tk_field_rule *r;
	int depth, rc = 0;

	r = &fs->rule[tk_schema_find(fs->schema, name, strlen(name))];
	while (*s != '\0') {
		for (depth = 0, end = s; *end != '\0'; end++) {
			depth += *end == '[' ? 1 : *end == ']' ? -1 : 0;
			if (*end == '|' && depth <= 0)
				break;
		}
		if (add_requirement(rules, r, i, s, (size_t)(end - s), f) < 0)
			rc = -1;
		s = *end == '|' ? end + 1 : end;
	}
	return rc;
}

int
tk_fields_load(struct tk_rules *rules, struct tk_faults *f)
{
	struct tk_fields *fs = &rules->fields;
	size_t i, before = f->count;

	memset(fs, 0, sizeof *fs);
	fs->schema = tk_schema_new();
	if (fs->schema == NULL || tk_table_load(&fs->table, rules->fd,
	    "fields", columns, sizeof columns / sizeof *columns, f) < 0)
		goto failed;
	for (i = 0; i < fs->table.rows; i++)
		add_field(fs, i, f);
	if (f->count > before || make_rules(fs) < 0)
		goto failed;
	for (i = 0; i < fs->table.rows; i++)
		set_rule(fs, i, f);
	for (i = 0; i < fs->table.rows; i++) {
		set_lapses(rules, i, f);
		set_required(rules, i, f);
	}
	if (f->count == before)
		return 0;
failed:
	tk_fields_free(fs);
	return -1;
}

void
tk_fields_free(struct tk_fields *fs)
{
	size_t j;
	unsigned i;

	for (i = 0; fs->rule != NULL && fs->schema != NULL &&
	    i < fs->schema->count; i++) {
		tk_pattern_free(fs->rule[i].pattern);
		for (j = 0; j < fs->rule[i].nrequired; j++)
			tk_events_free(&fs->rule[i].required[j].at);
		free(fs->rule[i].required);
	}
	free(fs->rule);
	tk_schema_free(fs->schema);
	tk_table_free(&fs->table);
	memset(fs, 0, sizeof *fs);
}

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

const struct tk_field_rule *
tk_field_find(const struct tk_fields *fs, const char *word, size_t len)
{
	char name[128];
	unsigned i;
	int at;

	at = tk_schema_find(fs->schema, word, len);
	if (at >= 0)
		return &fs->rule[at];
	if (len == 0 || len >= sizeof name)
		return NULL;
	memcpy(name, word, len);
	name[len] = '\0';
	for (i = 0; i < fs->schema->count; i++)
		if (has_label(fs->rule[i].labels, name))
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
	const struct tk_field_rule *r = tk_field_find(fs, word, len);
	const char *near = NULL, *name;
	unsigned best = 3, d, i;

	if (r != NULL)
		return r;
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
