#include "fields.h"

#include <stdlib.h>
#include <string.h>

#include "rules.h"

static const struct tk_column columns[] = {
	{"field", 1}, {"fold", TK_COLUMN_LOOSE}, {"type", 0}, {"label", 0},
	{"english", 0}, {"required", 0}, {"values", 0}, {"lapses", 0},
	{"public", 0},
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

/* The name of the qualifier in row i; NULL: the row is a field's. */
static const char *
qualifier_of(const struct tk_fields *fs, size_t i)
{
	const char *dot = strchr(tk_table_cell(&fs->table, i, FIELD), '.');

	return dot == NULL ? NULL : dot + 1;
}

/* Row i of the table becomes a field of the schema. */
static int
add_field(struct tk_fields *fs, size_t i, struct tk_faults *f)
{
	const struct tk_table *t = &fs->table;
	const char *name = tk_table_cell(t, i, FIELD);
	int fold, at;

	fold = word_index(folds, 3, tk_table_cell(t, i, FOLD));
	if (tk_table_cell(t, i, FOLD)[0] == '\0')
		return tk_table_fault(t, i, FOLD, f, "column \"fold\" is "
		    "empty");
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
		return tk_faults_memory(f);
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
		return tk_faults_memory(f);
	rc = tk_pattern_compile(&r->pattern, inner, TK_PATTERN_WHOLE, &err);
	return rc == 0 ? 0 : tk_table_fault(&fs->table, i, VALUES, f, "%s",
	    err.message);
}

/* Some qualifiers mean the same in every rulebook. */
static int
qualifier_type(const char *qualifier, const char *type)
{
	if (tk_field_time_qualifier(qualifier))
		return *type == '\0' || strcmp(type, "time") == 0 ? TK_TIME :
		    -1;
	if (strcmp(qualifier, "file") == 0)
		return *type == '\0' || strcmp(type, "file") == 0 ? TK_FILE :
		    -1;
	return TK_TEXT;
}

static int
set_type(struct tk_fields *fs, struct tk_field_rule *r, size_t i,
    struct tk_faults *f)
{
	const struct tk_table *t = &fs->table;
	const char *type = tk_table_cell(t, i, TYPE);
	int k = word_index(types, sizeof types / sizeof *types, type);
	int own = r->qualifier == NULL ? TK_TEXT : qualifier_type(
	    r->qualifier, type);

	if (own < 0)
		return tk_table_fault(t, i, TYPE, f, ".%s is always a %s; "
		    "leave its type empty", r->qualifier,
		    strcmp(r->qualifier, "file") == 0 ? "file" : "time");
	if (*type == '\0')
		k = own;
	if (k < 0)
		return tk_table_fault(t, i, TYPE, f, "unknown type \"%s\"; "
		    "lawful are text, time, span, number, category, priority, "
		    "person, team, status, ticket, choice, file", type);
	r->type = r->qualifier == NULL && r->field == TK_STATUS ?
	    TK_STATUS_TYPE : (enum tk_type)k;
	return 0;
}

static int
set_label(struct tk_fields *fs, struct tk_field_rule *r, size_t i,
    struct tk_faults *f)
{
	size_t n;

	r->labels = tk_table_cell(&fs->table, i, LABEL);
	n = strcspn(r->labels, "|");
	r->label = n == 0 ? r->name :
	    tk_arena_copy(&fs->table.arena, r->labels, n);
	if (r->label == NULL) {
		r->label = r->name;
		return tk_faults_memory(f);
	}
	return 0;
}

/* What the columns of row i say that fields and qualifiers share. */
static int
set_rule(struct tk_fields *fs, struct tk_field_rule *r, size_t i,
    struct tk_faults *f)
{
	const struct tk_table *t = &fs->table;
	const char *public = tk_table_cell(t, i, PUBLIC);

	r->line = i;
	if (set_type(fs, r, i, f) < 0 || set_label(fs, r, i, f) < 0)
		return -1;
	r->english = tk_table_cell(t, i, ENGLISH);
	if (r->english[0] == '\0')
		r->english = r->name;
	r->values = tk_table_cell(t, i, VALUES);
	r->public = strcmp(public, "yes") == 0;
	if (!r->public && *public != '\0' && strcmp(public, "no") != 0)
		return tk_table_fault(t, i, PUBLIC, f,
		    "public is yes or no, not \"%s\"", public);
	return set_values(fs, r, i, f);
}

/* Names that mean something else behind a dot. */
static int
check_qualifier(struct tk_fields *fs, const struct tk_field_rule *r, size_t i,
    struct tk_faults *f)
{
	const struct tk_table *t = &fs->table;
	const char *q = r->qualifier;

	if (!lawful_name(q))
		return tk_table_fault(t, i, FIELD, f, "qualifier \"%s\" is "
		    "not lower-case letters, digits and _", q);
	if (strlen(q) >= sizeof ((struct tk_field_name *)NULL)->qualifier)
		return tk_table_fault(t, i, FIELD, f, "qualifier \"%s\" is "
		    "too long; leave it below 64 letters", q);
	if (strcmp(q, "count") == 0 || strcmp(q, "days") == 0)
		return tk_table_fault(t, i, FIELD, f, "\"%s\" is a figure "
		    "in selectors; choose another name", r->name);
	if (tk_table_cell(t, i, FOLD)[0] != '\0')
		return tk_table_fault(t, i, FOLD, f, "a qualifier stands with "
		    "its field and is not folded; leave this empty");
	if (tk_table_cell(t, i, LAPSES)[0] != '\0')
		return tk_table_fault(t, i, LAPSES, f, "a qualifier lapses "
		    "with its field; leave this empty");
	return 0;
}

/* Within its field a qualifier and its labels mean nothing else. */
static int
check_twice(struct tk_fields *fs, const struct tk_field_rule *r, size_t i,
    struct tk_faults *f)
{
	const struct tk_field_rule *other;
	const char *label = tk_table_cell(&fs->table, i, LABEL);
	size_t n;

	other = tk_field_qualifier(fs, r->field, r->qualifier,
	    strlen(r->qualifier));
	if (other != NULL)
		return tk_table_fault(&fs->table, i, FIELD, f, "\"%s\" "
		    "stands twice; it is in line %u too", r->name,
		    fs->table.line[other->line]);
	for (; *label != '\0'; label += n + (label[n] == '|')) {
		n = strcspn(label, "|");
		other = tk_field_qualifier(fs, r->field, label, n);
		if (other != NULL)
			return tk_table_fault(&fs->table, i, LABEL, f, "label "
			    "\"%.*s\" already means %s", (int)n, label,
			    other->name);
	}
	return 0;
}

static int
add_qualifier(struct tk_fields *fs, size_t i, struct tk_faults *f)
{
	const struct tk_table *t = &fs->table;
	struct tk_field_rule *r = &fs->rule[fs->rules];
	const char *name = tk_table_cell(t, i, FIELD);
	int at = tk_schema_find(fs->schema, name, strcspn(name, "."));

	if (at < 0)
		return tk_table_fault(t, i, FIELD, f, "no row of this table "
		    "names the field \"%.*s\"", (int)strcspn(name, "."),
		    name);
	r->name = r->label = r->english = name;
	r->labels = r->values = "";
	r->qualifier = qualifier_of(fs, i);
	r->field = (unsigned)at;
	if (check_qualifier(fs, r, i, f) < 0 ||
	    check_twice(fs, r, i, f) < 0)
		return -1;
	fs->rules++;
	return set_rule(fs, r, i, f);
}

static int
make_rules(struct tk_fields *fs)
{
	unsigned n = fs->schema->count, i;

	for (i = 0; i < fs->table.rows; i++)
		n += qualifier_of(fs, i) != NULL;
	fs->rule = calloc(n, sizeof *fs->rule);
	if (fs->rule == NULL)
		return -1;
	fs->rules = fs->schema->count;
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

/* The rule of row i; NULL: a qualifier whose row is faulty. */
static struct tk_field_rule *
rule_of(const struct tk_fields *fs, size_t i)
{
	const char *name = tk_table_cell(&fs->table, i, FIELD);
	unsigned k;

	if (qualifier_of(fs, i) == NULL)
		return &fs->rule[tk_schema_find(fs->schema, name,
		    strlen(name))];
	for (k = fs->schema->count; k < fs->rules; k++)
		if (fs->rule[k].line == i)
			return &fs->rule[k];
	return NULL;
}

/* What names other fields, once all have their rules. */
static void
set_events(struct tk_rules *rules, struct tk_faults *f)
{
	struct tk_fields *fs = &rules->fields;
	struct tk_field_rule *r;
	size_t i;

	for (i = 0; i < fs->table.rows; i++) {
		r = rule_of(fs, i);
		if (r == NULL)
			continue;
		tk_field_lapses(rules, r, LAPSES, f);
		tk_field_required(rules, r, REQUIRED, f);
	}
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
		if (qualifier_of(fs, i) == NULL)
			add_field(fs, i, f);
	if (f->count > before || make_rules(fs) < 0)
		goto failed;
	for (i = 0; i < fs->table.rows; i++)
		if (qualifier_of(fs, i) != NULL)
			add_qualifier(fs, i, f);
		else
			set_rule(fs, rule_of(fs, i), i, f);
	set_events(rules, f);
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

	for (i = 0; i < fs->rules; i++) {
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
