#include "selector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "term.h"
#include "rules/calendar/when.h"

struct tk_selector {
	struct tk_term *term;
	size_t count;
	struct tk_arena arena;
};

static int
add_term(struct tk_selector *sel, const struct tk_rules *rules, const char *s,
    size_t len, enum tk_selector_use use, int64_t now, const char *me,
    struct tk_error *err)
{
	struct tk_term *grown;
	char *text;

	grown = realloc(sel->term, (sel->count + 1) * sizeof *grown);
	text = tk_arena_copy(&sel->arena, s, len);
	if (grown != NULL)
		sel->term = grown;
	if (grown == NULL || text == NULL)
		return tk_error_memory(err);
	memset(&sel->term[sel->count], 0, sizeof *sel->term);
	sel->count++;
	return tk_term_compile(&sel->term[sel->count - 1], rules, text, use,
	    now, me, &sel->arena, err);
}

int
tk_selector_compile(struct tk_selector **out, const struct tk_rules *rules,
    const char *text, enum tk_selector_use use, int64_t now, const char *me,
    struct tk_error *err)
{
	const char *ends = use == TK_IN_TABLE ? "; \t\n" : ";";
	struct tk_selector *sel = calloc(1, sizeof *sel);
	size_t n, trim;

	if (sel == NULL)
		return tk_error_memory(err);
	for (; *text != '\0'; text += n + (text[n] != '\0')) {
		n = strcspn(text, ends);
		trim = strspn(text, " \t\n");
		if (trim >= n)
			continue;
		if (add_term(sel, rules, text + trim, n - trim, use, now, me,
		    err) < 0) {
			tk_selector_free(sel);
			return -1;
		}
	}
	*out = sel;
	return 0;
}

void
tk_selector_free(struct tk_selector *sel)
{
	size_t i;

	if (sel == NULL)
		return;
	for (i = 0; i < sel->count; i++)
		tk_term_free(&sel->term[i]);
	free(sel->term);
	tk_arena_free(&sel->arena);
	free(sel);
}

/* Does the clock meet all terms on clocks and verdicts? */
static int
match_clock(const struct tk_selector *sel, const struct tk_clock *c,
    struct tk_error *err)
{
	size_t i;
	int hit;

	for (i = 0; i < sel->count; i++) {
		if (!tk_term_on_clock(&sel->term[i]))
			continue;
		hit = tk_term_match_clock(&sel->term[i], c, err);
		if (hit <= 0)
			return hit;
	}
	return 1;
}

/*
 * Terms on clocks and verdicts speak of one and the same clock: some entry
 * must meet them all ("clock=response;verdict=breached").  With != alone
 * every entry must: the opposite of = is that there is none.
 */
static int
match_clocks(const struct tk_selector *sel, const struct tk_subject *s,
    struct tk_error *err)
{
	int hit, any = 0, all = 1;
	size_t i;

	for (i = 0; i < sel->count; i++)
		if (tk_term_on_clock(&sel->term[i])) {
			any = 1;
			all &= sel->term[i].op == TK_OP_NE;
		}
	if (!any)
		return 1;
	if (s->clocks == NULL)
		return 0;
	for (i = 0; i < s->clocks->count; i++) {
		hit = match_clock(sel, &s->clocks->clock[i], err);
		if (hit < 0 || hit != all)
			return hit;
	}
	return all;
}

int
tk_selector_match(const struct tk_selector *sel, const struct tk_subject *s,
    struct tk_error *err)
{
	size_t i;
	int hit;

	for (i = 0; i < sel->count; i++) {
		if (tk_term_on_clock(&sel->term[i]))
			continue;
		hit = tk_term_match(&sel->term[i], s, err);
		if (hit <= 0)
			return hit;
	}
	return match_clocks(sel, s, err);
}

void
tk_selector_names(const struct tk_selector *sel, unsigned char *named)
{
	size_t i;

	for (i = 0; i < sel->count; i++)
		if (sel->term[i].field != NULL)
			named[sel->term[i].field->field] = 1;
}

int
tk_selector_needs_clocks(const struct tk_selector *sel)
{
	size_t i;

	for (i = 0; i < sel->count; i++)
		if (sel->term[i].subject >= TK_TERM_DUE)
			return 1;
	return 0;
}

size_t
tk_selector_terms(const struct tk_selector *sel)
{
	return sel->count;
}

const struct tk_pattern *
tk_selector_pattern(const struct tk_selector *sel, size_t i,
    const char **source)
{
	const struct tk_term *t = &sel->term[i];

	if (t->pattern != NULL)
		*source = strchr(t->text, '~') + 1;
	return t->pattern;
}

void
tk_selector_view(const struct tk_selector *sel, size_t i,
    struct tk_term_view *view)
{
	const struct tk_term *t = &sel->term[i];

	view->text = t->text;
	view->field = t->field;
	view->value = t->alternatives > 0 && !t->alternative[0].any ?
	    t->alternative[0].text : NULL;
	view->plain = t->subject == TK_TERM_FIELD && t->op == TK_OP_EQ &&
	    t->field != NULL && t->alternatives > 0 &&
	    !t->alternative[0].empty;
}

int
tk_selector_term(const struct tk_selector *sel, size_t i,
    const struct tk_subject *s, struct tk_term_view *view,
    struct tk_error *err)
{
	const struct tk_term *t = &sel->term[i];

	tk_selector_view(sel, i, view);
	return tk_term_match(t, s, err);
}
