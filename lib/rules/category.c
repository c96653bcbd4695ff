#include "category.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

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

static int
check_alias(const struct tk_categories *cs, const struct tk_alias *a,
    struct tk_faults *f)
{
	const struct tk_category *c, *other = NULL;
	size_t i;

	for (c = cs->category; c < cs->category + cs->count; c++)
		if (c != a->category && (strcmp(c->name, a->name) == 0 ||
		    strcmp(c->leaf, a->name) == 0))
			other = c;
	for (i = 0; i < cs->aliases; i++)
		if (strcmp(cs->alias[i].name, a->name) == 0)
			other = cs->alias[i].category;
	if (other == NULL)
		return 0;
	return tk_table_fault(&cs->table, a->category->index, ALIAS, f,
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
			return tk_table_fault(&cs->table, c->index, ALIAS, f,
			    "out of memory");
		if (check_alias(cs, &a, f) < 0)
			rc = -1;
		else
			cs->alias[cs->aliases++] = a;
	}
	return rc;
}

static int
check_name(const struct tk_categories *cs, const struct tk_category *c,
    struct tk_faults *f)
{
	const struct tk_category *d;

	for (d = cs->category; d < c; d++)
		if (tk_text_fold_equal(d->name, c->name))
			return tk_table_fault(&cs->table, c->index, CATEGORY,
			    f, "category \"%s\" stands twice; it is in line "
			    "%u too", c->name, cs->table.line[d->index]);
	return 0;
}

static const struct tk_category *
find_exact(const struct tk_categories *cs, const char *name, size_t len)
{
	const struct tk_category *c;

	for (c = cs->category; c < cs->category + cs->count; c++)
		if (strncmp(c->name, name, len) == 0 && c->name[len] == '\0')
			return c;
	return NULL;
}

/* Gives each level 2 its parent, made where no row names it. */
static int
link_parents(struct tk_categories *cs)
{
	size_t i, len, rows = cs->count;
	struct tk_category *c, *made;

	for (i = 0; i < rows; i++) {
		c = &cs->category[i];
		if (c->leaf == c->name)
			continue;
		len = (size_t)(c->leaf - c->name) - 1;
		c->parent = find_exact(cs, c->name, len);
		if (c->parent != NULL)
			continue;
		made = &cs->category[cs->count];
		made->name = tk_arena_copy(&cs->table.arena, c->name, len);
		if (made->name == NULL)
			return -1;
		made->leaf = made->name;
		made->alias = made->english = made->criterion = "";
		made->team = "";
		made->index = cs->count++;
		c->parent = made;
	}
	return 0;
}

static int
read_rows(struct tk_categories *cs, const struct tk_priorities *ps,
    struct tk_faults *f)
{
	const struct tk_table *t = &cs->table;
	size_t row;
	int rc = 0;

	cs->category = calloc(2 * t->rows, sizeof *cs->category);
	cs->alias = calloc(count_aliases(t) + 1, sizeof *cs->alias);
	if (cs->category == NULL || cs->alias == NULL)
		return tk_table_fault(t, 0, CATEGORY, f, "out of memory");
	for (row = 0; row < t->rows; row++)
		if (read_row(cs, row, ps, f) < 0 ||
		    check_name(cs, &cs->category[row], f) < 0)
			rc = -1;
	for (row = 0; row < t->rows; row++)
		if (read_aliases(cs, &cs->category[row], f) < 0)
			rc = -1;
	if (rc == 0 && link_parents(cs) < 0)
		rc = tk_table_fault(t, 0, CATEGORY, f, "out of memory");
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
	tk_table_free(&cs->table);
	*cs = (struct tk_categories){0};
}

/* Counts the categories so called; the last of them is *found. */
static size_t
match(const struct tk_categories *cs, const char *name, int leaf,
    int (*same)(const char *, const char *), const struct tk_category **found)
{
	const struct tk_category *c;
	size_t i, n = 0;

	for (c = cs->category; c < cs->category + cs->count; c++)
		if (same(leaf ? c->leaf : c->name, name)) {
			*found = c;
			n++;
		}
	for (i = 0; !leaf && i < cs->aliases; i++)
		if (same(cs->alias[i].name, name)) {
			*found = cs->alias[i].category;
			n++;
		}
	return n;
}

static int
same_bytes(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

const struct tk_category *
tk_category_find(const struct tk_categories *cs, const char *name)
{
	const struct tk_category *c = NULL;
	size_t n;

	if (*name == '\0')
		return NULL;
	n = match(cs, name, 0, same_bytes, &c);
	if (n == 0)
		n = match(cs, name, 1, same_bytes, &c);
	if (n == 0)
		n = match(cs, name, 0, tk_text_fold_equal, &c);
	if (n == 0)
		n = match(cs, name, 1, tk_text_fold_equal, &c);
	return n == 1 ? c : NULL;
}

const struct tk_category *
tk_category_need(const struct tk_categories *cs, const char *name,
    struct tk_error *err)
{
	const struct tk_category *c = tk_category_find(cs, name);
	struct tk_buf all = TK_BUF_INIT, meant = TK_BUF_INIT;
	size_t i;

	if (c != NULL)
		return c;
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
