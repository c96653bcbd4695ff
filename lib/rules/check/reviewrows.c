/* reviewrows.c - rows of clocks, routing and keywords behind a row that
 * says the same or more. */
#include <string.h>

#include "rules/classify/classify.h"
#include "rules/clock/clockrule.h"
#include "review.h"
#include "rules/change/route.h"

#define BLANKS "; \t\n"		/* between terms */

/* ---- selectors, as they are written ---------------------------------- */

/* Is value one of the list a,b? A category is by the one above it, too. */
static int
listed(const char *list, size_t len, const char *value, size_t n,
    int category)
{
	size_t one;

	for (;; list += one + 1, len -= one + 1) {
		for (one = 0; one < len && list[one] != ',' &&
		    list[one] != '|'; one++)
			;
		if (one > 0 && one <= n && strncmp(list, value, one) == 0 &&
		    (one == n || (category && value[one] == '/')))
			return 1;
		if (one == len)
			return 0;
	}
}

/* Does term a hold wherever term b does? Only as far as the text shows. */
static int
term_covers(const char *a, size_t na, const char *b, size_t nb)
{
	size_t name = strcspn(a, "!<>=~"), len, i;
	int category = name == 8 && strncmp(a, "category", 8) == 0;

	if (na == nb && strncmp(a, b, na) == 0)
		return 1;
	if (name >= na || a[name] != '=' || name >= nb ||
	    strncmp(a, b, name + 1) != 0)
		return 0;
	for (i = name + 1; i <= nb; i += len + 1) {
		for (len = 0; i + len < nb && b[i + len] != ',' &&
		    b[i + len] != '|'; len++)
			;
		if (!listed(a + name + 1, na - name - 1, b + i, len,
		    category))
			return 0;
	}
	return 1;
}

/* Does selector a hold wherever b does? Each of its terms must. */
static int
selector_covers(const char *a, const char *b)
{
	size_t na, nb;
	const char *s;

	for (a += strspn(a, BLANKS); *a != '\0'; a += na,
	    a += strspn(a, BLANKS)) {
		na = strcspn(a, BLANKS);
		for (s = b + strspn(b, BLANKS); *s != '\0'; s += nb,
		    s += strspn(s, BLANKS)) {
			nb = strcspn(s, BLANKS);
			if (term_covers(a, na, s, nb))
				break;
		}
		if (*s == '\0')
			return 0;
	}
	return 1;
}

/* Says of each row that one above it, of the same clock, is always taken.
 * clock: that column, or one that has no meaning here, NONE. */
#define NONE ((size_t)-1)

static void
review_selectors(const struct tk_review *v, const struct tk_table *t,
    size_t clock)
{
	size_t column = tk_review_column(t, "selector"), i, j;

	for (i = 1; i < t->rows; i++)
		for (j = 0; j < i; j++) {
			if ((clock != NONE && strcmp(tk_table_cell(t, i,
			    clock), tk_table_cell(t, j, clock)) != 0) ||
			    !selector_covers(tk_table_cell(t, j, column),
			    tk_table_cell(t, i, column)))
				continue;
			tk_table_fault(t, i, column, v->advice, "this row is "
			    "never reached, as line %u holds for its tickets "
			    "too; move it above that, or take it out",
			    t->line[j]);
			break;
		}
}

/* ---- keywords -------------------------------------------------------- */

/* What makes a literal pattern look like an expression; NULL: nothing.
 * Lists of kind near are joined by +. */
static const char *
looks_regular(const char *s, int near)
{
	static const char *const signs[] = {
		".*", ".+", "\\d", "\\w", "\\s", "\\b", "[", "(", "^", "$",
		"+",
	};
	size_t i, n = sizeof signs / sizeof *signs - (near ? 1 : 0);

	for (i = 0; i < n; i++)
		if (strstr(s, signs[i]) != NULL)
			return signs[i];
	return NULL;
}

static void
review_literal(const struct tk_review *v, const struct tk_table *t, size_t i,
    size_t column)
{
	const char *kind = tk_table_cell(t, i, tk_review_column(t, "kind"));
	const char *sign;

	if (strcmp(kind, "re") == 0)
		return;
	sign = looks_regular(tk_table_cell(t, i, column),
	    strcmp(kind, "near") == 0);
	if (sign != NULL)
		tk_table_fault(t, i, column, v->advice, "\"%s\" is looked "
		    "for as it stands, %s and all; make the row's kind re, "
		    "or leave that out", tk_table_cell(t, i, column), sign);
}

static void
review_keywords(const struct tk_review *v)
{
	const struct tk_keywords *ks = &v->rules->classifier->keywords;
	const struct tk_table *t = &ks->table;
	size_t pattern = tk_review_column(t, "pattern"), i, j;
	size_t unless = tk_review_column(t, "unless");

	for (i = 0; i < ks->count; i++) {
		review_literal(v, t, i, pattern);
		review_literal(v, t, i, unless);
		for (j = 0; j < i; j++)
			if (ks->keyword[j].category == ks->keyword[i].category
			    && strcmp(tk_table_cell(t, i, pattern),
			    tk_table_cell(t, j, pattern)) == 0)
				break;
		if (j < i)
			tk_table_fault(t, i, pattern, v->advice, "\"%s\" "
			    "speaks for this category in line %u already, so "
			    "it counts twice; take one of them out",
			    tk_table_cell(t, i, pattern), t->line[j]);
	}
}

/* Categories that only people give. */
static void
note_categories(const struct tk_review *v)
{
	const struct tk_keywords *ks = &v->rules->classifier->keywords;
	const struct tk_categories *cs = &v->rules->categories;
	size_t i, j;

	for (i = 0; ks->count > 0 && i < cs->table.rows; i++) {
		for (j = 0; j < ks->count; j++)
			if (ks->keyword[j].category != NULL &&
			    tk_category_covers(cs->category[i].name,
			    ks->keyword[j].category->name))
				break;
		if (j == ks->count)
			tk_table_fault(&cs->table, i, 0, v->advice, "no words "
			    "lead to %s; leave it to people, or add a row of "
			    "keywords.csv", cs->category[i].name);
	}
}

void
tk_review_rows(const struct tk_review *v)
{
	unsigned loaded = v->rules->loaded;
	const struct tk_table *t;

	if ((loaded & TK_RULES_CLOCKS) != 0) {
		t = &v->rules->clocks->table;
		review_selectors(v, t, tk_review_column(t, "clock"));
	}
	if ((loaded & TK_RULES_ROUTING) != 0)
		review_selectors(v, tk_routing_table(v->rules->routing),
		    NONE);
	if ((loaded & TK_RULES_WORDS) != 0) {
		review_keywords(v);
		if (v->notes)
			note_categories(v);
	}
}
