/* review.c - looks through a rulebook for what is lawful and hardly meant. */
#include "review.h"

#include <string.h>

size_t
tk_review_column(const struct tk_table *t, const char *name)
{
	size_t i;

	for (i = 0; i + 1 < t->ncolumns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			break;
	return i;
}

struct tk_table
tk_review_heading(const struct tk_table *t)
{
	static unsigned first = 1;
	struct tk_table heading = *t;

	heading.line = &first;
	return heading;
}

void
tk_rules_review(const struct tk_review *v)
{
	unsigned loaded = v->rules->loaded;

	if ((loaded & TK_RULES_FIELDS) == 0)
		return;
	if ((loaded & TK_RULES_FLOW) != 0)
		tk_review_flow(v);
	tk_review_rows(v);
	tk_review_who(v);
	tk_review_patterns(v);
	if ((loaded & TK_RULES_CLOCKS) != 0)
		tk_review_classes(v);
}
