#include "category.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { CATEGORY, ALIAS, ENGLISH, CRITERION, PRIORITY, TEAM, COLUMNS };

static const struct tk_column columns[COLUMNS] = {
	[CATEGORY] = {"category", 1},
	[ALIAS] = {"alias", 0},
	[ENGLISH] = {"english", 0},
	[CRITERION] = {"criterion", 0},
	[PRIORITY] = {"priority", 0},
	[TEAM] = {"team", 0},
};

static int
read_priority(struct tk_category *c, const struct tk_table *t, size_t row,
    const struct tk_priorities *ps, struct tk_faults *f)
{
	const char *name = tk_table_cell(t, row, PRIORITY);
	struct tk_buf lawful = TK_BUF_INIT;

	if (*name == '\0')
		return 0;
	c->priority = tk_priority_find(ps, name);
	if (c->priority != NULL)
		return 0;
	tk_priorities_list(ps, &lawful);
	tk_table_fault(t, row, PRIORITY, f, "unknown priority \"%s\"; lawful "
	    "are those of priorities.csv: %s", name,
	    lawful.len > 0 ? lawful.data : "(none)");
	tk_buf_free(&lawful);
	return -1;
}

static int
read_row(struct tk_categories *cs, size_t row, const struct tk_priorities *ps,
    struct tk_faults *f)
{
	const struct tk_table *t = &cs->table;
	struct tk_category *c = &cs->category[row];
	const char *slash;

	c->index = row;
	c->name = c->leaf = tk_table_cell(t, row, CATEGORY);
	c->alias = tk_table_cell(t, row, ALIAS);
	c->english = tk_table_cell(t, row, ENGLISH);
	c->criterion = tk_table_cell(t, row, CRITERION);
	c->team = tk_table_cell(t, row, TEAM);
	cs->count++;
	slash = strchr(c->name, '/');
	if (slash != NULL) {
		c->leaf = slash + 1;
		if (slash == c->name || c->leaf[0] == '\0' ||
		    strchr(c->leaf, '/') != NULL)
			return tk_table_fault(t, row, CATEGORY, f,
			    "category \"%s\" is neither level1 nor "
			    "level1/level2", c->name);
	}
	if (strcmp(c->name, "unclear") == 0 || strchr(c->name, '|') != NULL)
		return tk_table_fault(t, row, CATEGORY, f, "category \"%s\" "
		    "is not lawful; \"unclear\" means none and \"|\" "
		    "separates several", c->name);
	return read_priority(c, t, row, ps, f);
}

static size_t
count_aliases(const struct tk_table *t)
{
	size_t row, n = 0;
	const char *s;

	for (row = 0; row < t->rows; row++) {
		s = tk_table_cell(t, row, ALIAS);
		n += *s != '\0';
		for (; *s != '\0'; s++)
			n += *s == '|';
	}
	return n;
}

/* Does it mean something else already? */
static int
check_alias(const struct tk_categories *cs, const struct tk_alias *a,
    struct tk_faults *f)
{
	const struct tk_category *c = a->category, *other = NULL;
	size_t len = strlen(a->name);
	int i = tk_index_find(&cs->names, a->name, len);

	if (i != TK_INDEX_NONE && strcmp(a->name, c->name) != 0)
		other = &cs->category[i];
	i = tk_index_find(&cs->leaves, a->name, len);
	if (other == NULL && i != TK_INDEX_NONE)
		other = &cs->category[i] == c ? c->twin : &cs->category[i];
	if (other == NULL)
		return 0;
	return tk_table_fault(&cs->table, c->index, ALIAS, f,
	    "alias \"%s\" already means \"%s\"", a->name, other->name);
}

static int
read_aliases(struct tk_categories *cs, const struct tk_category *c,
    struct tk_faults *f)
{
	struct tk_alias a = {NULL, c};
	const char *s = c->alias;
	size_t len;
	int rc = 0;

	for (; *s != '\0'; s += len + (s[len] == '|')) {
		len = strcspn(s, "|");
		if (len == 0)
			continue;
		a.name = tk_arena_copy(&cs->table.arena, s, len);
		if (a.name == NULL)
			return tk_faults_memory(f);
		if (check_alias(cs, &a, f) < 0) {
			rc = -1;
			continue;
		}
		tk_index_add(&cs->names, a.name, (int)c->index);
		cs->alias[cs->aliases++] = a;
	}
	return rc;
}

/* Two names must differ in more than case and width. */
static int
check_name(struct tk_categories *cs, const struct tk_category *c,
    struct tk_index *forms, struct tk_faults *f)
{
	const struct tk_table *t = &cs->table;
	struct tk_buf form = TK_BUF_INIT;
	int first = (int)c->index, rc = 0;
	char *copy;

	tk_text_normal(&form, c->name, strlen(c->name));
	copy = form.failed ? NULL : tk_arena_copy(&cs->table.arena, form.data,
	    form.len);
	if (copy == NULL)
		rc = tk_faults_memory(f);
	else
		first = tk_index_add(forms, copy, first);
	if (first != (int)c->index)
		rc = tk_table_fault(t, c->index, CATEGORY, f, "category "
		    "\"%s\" stands twice; it is in line %u too", c->name,
		    t->line[first]);
	tk_buf_free(&form);
	return rc;
}

static void
index_name(struct tk_categories *cs, struct tk_category *c)
{
	struct tk_category *first;

	tk_index_add(&cs->names, c->name, (int)c->index);
	first = &cs->category[tk_index_add(&cs->leaves, c->leaf,
	    (int)c->index)];
	if (first != c && first->twin == NULL)
		first->twin = c;
}

/* Gives each level 2 its parent, made where no row names it. */
static int
link_parents(struct tk_categories *cs)
{
	size_t i, len, rows = cs->count;
	struct tk_category *c, *made;
	int at;

	for (i = 0; i < rows; i++) {
		c = &cs->category[i];
		if (c->leaf == c->name)
			continue;
		len = (size_t)(c->leaf - c->name) - 1;
		at = tk_index_find(&cs->names, c->name, len);
		if (at != TK_INDEX_NONE) {
			c->parent = &cs->category[at];
			continue;
		}
		made = &cs->category[cs->count];
		made->name = tk_arena_copy(&cs->table.arena, c->name, len);
		if (made->name == NULL)
			return -1;
		made->leaf = made->name;
		made->alias = made->english = made->criterion = "";
		made->team = "";
		made->index = cs->count++;
		index_name(cs, made);
		c->parent = made;
	}
	return 0;
}

/* Room for all that the rows may name, parents included. */
static int
make_room(struct tk_categories *cs)
{
	size_t aliases = count_aliases(&cs->table);
	size_t most = 2 * cs->table.rows;

	cs->category = calloc(most, sizeof *cs->category);
	cs->alias = calloc(aliases + 1, sizeof *cs->alias);
	return cs->category == NULL || cs->alias == NULL ||
	    tk_index_make(&cs->names, most + aliases) < 0 ||
	    tk_index_make(&cs->leaves, most) < 0 ? -1 : 0;
}

static int
read_rows(struct tk_categories *cs, const struct tk_priorities *ps,
    struct tk_faults *f)
{
	struct tk_index forms = {0};
	size_t row, rows = cs->table.rows;
	int rc = 0;

	if (make_room(cs) < 0 || tk_index_make(&forms, rows) < 0)
		return tk_faults_memory(f);
	for (row = 0; row < rows; row++) {
		if (read_row(cs, row, ps, f) < 0)
			rc = -1;
		if (check_name(cs, &cs->category[row], &forms, f) < 0)
			rc = -1;
		index_name(cs, &cs->category[row]);
	}
	tk_index_free(&forms);
	if (rc == 0 && link_parents(cs) < 0)
		rc = tk_faults_memory(f);
	for (row = 0; row < rows; row++)
		if (read_aliases(cs, &cs->category[row], f) < 0)
			rc = -1;
	return rc;
}

int
tk_categories_load(struct tk_categories *out, int rules_fd,
    const struct tk_priorities *ps, struct tk_faults *f)
{
	struct tk_categories cs = {0};

	if (tk_table_load(&cs.table, rules_fd, "categories", columns, COLUMNS,
	    f) < 0)
		return -1;
	if (cs.table.rows > 0 && read_rows(&cs, ps, f) < 0) {
		tk_categories_free(&cs);
		return -1;
	}
	*out = cs;
	return 0;
}

void
tk_categories_free(struct tk_categories *cs)
{
	free(cs->category);
	free(cs->alias);
	tk_index_free(&cs->names);
	tk_index_free(&cs->leaves);
	tk_table_free(&cs->table);
	*cs = (struct tk_categories){0};
}

/* The index of the one category so called but for case and width, or
 * TK_INDEX_NONE; *n is how many there are. */
static int
match(const struct tk_categories *cs, const char *name, int leaf, size_t *n)
{
	const struct tk_category *c;
	int found = TK_INDEX_NONE;
	size_t i;

	*n = 0;
	for (i = 0; i < cs->count; i++) {
		c = &cs->category[i];
		if (tk_text_fold_equal(leaf ? c->leaf : c->name, name)) {
			found = (int)c->index;
			++*n;
		}
	}
	for (i = 0; !leaf && i < cs->aliases; i++)
		if (tk_text_fold_equal(cs->alias[i].name, name)) {
			found = (int)cs->alias[i].category->index;
			++*n;
		}
	return *n == 1 ? found : TK_INDEX_NONE;
}

static int
find(const struct tk_categories *cs, const char *name)
{
	size_t n, len = strlen(name);
	int i;

	if (len == 0)
		return TK_INDEX_NONE;
	i = tk_index_find(&cs->names, name, len);
	if (i != TK_INDEX_NONE)
		return i;
	i = tk_index_find(&cs->leaves, name, len);
	if (i != TK_INDEX_NONE)
		return cs->category[i].twin == NULL ? i : TK_INDEX_NONE;
	i = match(cs, name, 0, &n);
	return n > 0 ? i : match(cs, name, 1, &n);
}

const struct tk_category *
tk_category_find(const struct tk_categories *cs, const char *name)
{
	int i = find(cs, name);

	return i == TK_INDEX_NONE ? NULL : &cs->category[i];
}

const struct tk_category *
tk_category_need(const struct tk_categories *cs, const char *name,
    struct tk_error *err)
{
	struct tk_buf all = TK_BUF_INIT, meant = TK_BUF_INIT;
	const struct tk_category *c;
	int at = find(cs, name);
	size_t i;

	if (at != TK_INDEX_NONE)
		return &cs->category[at];
	for (i = 0; i < cs->count; i++) {
		c = &cs->category[i];
		tk_buf_printf(&all, "%s%s", i > 0 ? ", " : "", c->name);
		if (tk_text_fold_equal(c->leaf, name))
			tk_buf_printf(&meant, "%s%s", meant.len > 0 ?
			    " or " : "", c->name);
	}
	if (meant.len > 0)
		tk_error_set(err, TK_BAD, "category \"%s\" may be %s; give "
		    "the whole name", name, meant.data);
	else
		tk_error_set(err, TK_BAD, "unknown category \"%s\"; lawful "
		    "are %s", name, all.len > 0 ? all.data : "none");
	tk_buf_free(&all);
	tk_buf_free(&meant);
	return NULL;
}

int
tk_category_covers(const char *parent, const char *child)
{
	size_t len = strlen(parent);

	return strncmp(parent, child, len) == 0 &&
	    (child[len] == '\0' || child[len] == '/');
}
