/* fieldevent.c - when a field must be there, and when it lapses. */
#include <stdlib.h>
#include <string.h>

#include "rules.h"

int
tk_field_lapses(struct tk_rules *rules, const struct tk_field_rule *r,
    size_t column, struct tk_faults *f)
{
	const struct tk_table *t = &rules->fields.table;
	const struct tk_event *e;
	struct tk_events es;
	struct tk_error err;
	size_t i;
	int rc = 0;

	if (tk_events_parse(&es, rules, tk_table_cell(t, r->line, column),
	    &err) < 0)
		return tk_table_fault(t, r->line, column, f, "%s",
		    err.message);
	for (i = 0; i < es.count; i++) {
		e = &es.event[i];
		if (e->when != NULL)
			rc = tk_table_fault(t, r->line, column, f,
			    "no selector may stand in lapses");
		else if (tk_schema_lapse(rules->fields.schema, r->field,
		    e->field, e->value) < 0)
			rc = tk_faults_memory(f);
	}
	tk_events_free(&es);
	return rc;
}

/* One "EVENT refuse" or "EVENT[SELECTOR] ask"; *why is what is wrong. */
static int
add_requirement(struct tk_rules *rules, struct tk_field_rule *r,
    const char *s, size_t len, struct tk_error *why)
{
	struct tk_requirement *grown, q = {0};
	char *text = tk_arena_copy(&rules->fields.table.arena, s, len);
	char *blank = text == NULL ? NULL : strrchr(text, ' ');

	if (blank == NULL || (strcmp(blank + 1, "refuse") != 0 &&
	    strcmp(blank + 1, "ask") != 0))
		return tk_error_set(why, TK_BAD, "\"%.*s\" is not EVENT "
		    "refuse or EVENT ask", (int)len, s);
	q.refuse = strcmp(blank + 1, "refuse") == 0;
	*blank = '\0';
	grown = realloc(r->required, (r->nrequired + 1) * sizeof *grown);
	if (grown == NULL)
		return tk_error_memory(why);
	r->required = grown;
	if (tk_events_parse(&q.at, rules, text, why) < 0)
		return -1;
	r->required[r->nrequired++] = q;
	return 0;
}

int
tk_field_required(struct tk_rules *rules, struct tk_field_rule *r,
    size_t column, struct tk_faults *f)
{
	const struct tk_table *t = &rules->fields.table;
	const char *s = tk_table_cell(t, r->line, column), *end;
	struct tk_error why;
	int depth, rc = 0;

	while (*s != '\0') {
		for (depth = 0, end = s; *end != '\0'; end++) {
			depth += *end == '[' ? 1 : *end == ']' ? -1 : 0;
			if (*end == '|' && depth <= 0)
				break;
		}
		if (add_requirement(rules, r, s, (size_t)(end - s), &why) < 0)
			rc = tk_table_fault(t, r->line, column, f, "%s",
			    why.message);
		s = *end == '|' ? end + 1 : end;
	}
	return rc;
}
