/* reviewwho.c - words for people that name nobody. */
#include <string.h>

#include "rules/clock/clockrule.h"
#include "review.h"
#include "rules/change/route.h"
#include "rules/tables/texts.h"

/* What is lawful beside logins and roles that somebody has. */
static const char may[] = "agent|handler|lead|manager|admin|head|assignee|"
    "owner|helper";
static const char told[] = "assignee|owner|helper|head|lead|manager|duty|"
    "customer";

static int
is_known(const struct tk_staff *s, const char *word, const char *words)
{
	size_t i;

	if (tk_list_has(words, word))
		return 1;
	for (i = 0; i < s->persons; i++)
		if (strcmp(s->person[i].login, word) == 0 ||
		    tk_list_has(s->person[i].role, word))
			return 1;
	return 0;
}

static void
review_word(const struct tk_review *v, const struct tk_table *t, size_t row,
    size_t column, const char *s, size_t len, const char *words)
{
	char word[256];

	if (len == 0 || len >= sizeof word)
		return;
	memcpy(word, s, len);
	word[len] = '\0';
	if (!is_known(&v->rules->staff, word, words))
		tk_table_fault(t, row, column, v->advice, "\"%s\" is nobody; "
		    "write a login or a role of staff.csv, or one of %s",
		    word, words);
}

/* A cell of words joined by |. */
static void
review_list(const struct tk_review *v, const struct tk_table *t,
    const char *name, const char *words)
{
	size_t column = tk_review_column(t, name), row, n;
	const char *s;

	for (row = 0; row < t->rows; row++)
		for (s = tk_table_cell(t, row, column); *s != '\0';
		    s += n + (s[n] == '|')) {
			s += words == may && *s == '!';
			n = strcspn(s, "|");
			review_word(v, t, row, column, s, n, words);
		}
}

static void
review_notices(const struct tk_review *v, const struct tk_table *t)
{
	size_t column = tk_review_column(t, "notify"), row;
	struct tk_notice notice;
	struct tk_error err;
	const char *s;

	for (row = 0; row < t->rows; row++) {
		s = tk_table_cell(t, row, column);
		while (tk_notice_next(&s, &notice, &err) > 0)
			review_word(v, t, row, column, notice.who,
			    notice.len, told);
	}
}

/* Without staff nobody is known, and any word may be a login. */
void
tk_review_who(const struct tk_review *v)
{
	const struct tk_rules *r = v->rules;

	if ((r->loaded & TK_RULES_STAFF) == 0 || r->staff.persons == 0)
		return;
	if ((r->loaded & TK_RULES_FLOW) != 0)
		review_list(v, &r->flow.table, "who", may);
	if ((r->loaded & TK_RULES_CLOCKS) != 0)
		review_notices(v, &r->clocks->table);
	if ((r->loaded & TK_RULES_ROUTING) != 0)
		review_list(v, tk_routing_table(r->routing), "notify", told);
	if ((r->loaded & TK_RULES_TEXTS) != 0)
		review_list(v, &r->texts->tables[0], "to", told);
}
