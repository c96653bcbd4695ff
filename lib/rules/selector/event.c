#include "event.h"

#include <stdlib.h>
#include <string.h>

#include "rules/tables/rules.h"
#include "selector.h"

/* The end of the alternative that begins at s: the next | outside [ ]. */
static const char *
alternative_end(const char *s)
{
	int depth = 0;

	for (; *s != '\0'; s++) {
		if (*s == '[')
			depth++;
		else if (*s == ']')
			depth--;
		else if (*s == '|' && depth <= 0)
			break;
	}
	return s;
}

static int
parse_one(struct tk_events *es, const struct tk_rules *rules, const char *s,
    size_t len, struct tk_error *err)
{
	struct tk_event *grown, e = {0};
	const struct tk_field_rule *f;
	const char *eq, *open;
	char *when;
	size_t n;

	open = memchr(s, '[', len);
	if (open != NULL) {
		if (s[len - 1] != ']')
			return tk_error_set(err, TK_BAD, "event \"%.*s\" has "
			    "no ] at its end", (int)len, s);
		when = tk_arena_copy(&es->arena, open + 1,
		    (size_t)(s + len - open) - 2);
		if (when == NULL)
			return tk_error_memory(err);
		if (tk_selector_compile(&e.when, rules, when, TK_IN_TABLE, 0,
		    NULL, err) < 0)
			return -1;
		len = (size_t)(open - s);
	}
	eq = memchr(s, '=', len);
	n = eq == NULL ? len : (size_t)(eq - s);
	f = tk_field_need(&rules->fields, s, n, err);
	grown = realloc(es->event, (es->count + 1) * sizeof *grown);
	if (grown != NULL)
		es->event = grown;
	if (eq != NULL)
		e.value = tk_arena_copy(&es->arena, eq + 1, len - n - 1);
	if (f == NULL || grown == NULL || (eq != NULL && e.value == NULL)) {
		tk_selector_free(e.when);
		return f == NULL ? -1 : tk_error_memory(err);
	}
	e.field = f->field;
	es->event[es->count++] = e;
	return 0;
}

int
tk_events_parse(struct tk_events *out, const struct tk_rules *rules,
    const char *text, struct tk_error *err)
{
	struct tk_events es = {0};
	const char *end;

	while (*text != '\0') {
		end = alternative_end(text);
		if (parse_one(&es, rules, text, (size_t)(end - text), err) < 0) {
			tk_events_free(&es);
			return -1;
		}
		text = *end == '|' ? end + 1 : end;
	}
	*out = es;
	return 0;
}

void
tk_events_free(struct tk_events *es)
{
	size_t i;

	for (i = 0; i < es->count; i++)
		tk_selector_free(es->event[i].when);
	free(es->event);
	tk_arena_free(&es->arena);
	memset(es, 0, sizeof *es);
}

int
tk_events_match(const struct tk_events *es, unsigned field, const char *value)
{
	size_t i;

	for (i = 0; i < es->count; i++)
		if (es->event[i].field == field &&
		    (es->event[i].value == NULL ? value[0] != '\0' :
		    strcmp(es->event[i].value, value) == 0))
			return (int)i;
	return -1;
}
