#include "flow.h"

#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "rules/selector/selector.h"

static const struct tk_column columns[] = {
	{"action", 1}, {"from", 1}, {"to", 0}, {"who", 0}, {"need", 0},
	{"sets", 0}, {"refusal", 0},
};
enum { ACTION, FROM, TO, WHO, NEED, SETS, REFUSAL };

static int
parse_from(const struct tk_table *t, size_t i, unsigned *from,
    struct tk_faults *f)
{
	const char *v = tk_table_cell(t, i, FROM);
	char one[32];
	size_t n;
	int status;

	for (; *v != '\0'; v += n + (v[n] == '|')) {
		n = strcspn(v, "|");
		status = -1;
		if (n == 1 && *v == '*') {
			*from |= (1u << TK_STATUSES) - 1;
			continue;
		}
		if (n < sizeof one) {
			memcpy(one, v, n);
			one[n] = '\0';
			status = tk_status_find(one);
		}
		if (status < 0)
			return tk_table_fault(t, i, FROM, f, "\"%.*s\" is no "
			    "status; lawful are new, unclear, assigned, "
			    "active, waiting, solved, closed, *", (int)n, v);
		*from |= 1u << status;
	}
	return 0;
}

static int
parse_sets(struct tk_rules *rules, struct tk_flow_row *r, size_t i,
    struct tk_faults *f)
{
	struct tk_table *t = &rules->flow.table;
	const char *v = tk_table_cell(t, i, SETS), *eq, *dot;
	const struct tk_field_rule *field;
	struct tk_flow_set *grown;
	struct tk_error err;
	size_t n, name;

	for (; *v != '\0'; v += n + (v[n] == ';')) {
		n = strcspn(v, ";");
		eq = memchr(v, '=', n);
		if (eq == NULL)
			return tk_table_fault(t, i, SETS, f,
			    "\"%.*s\" is not FIELD=VALUE", (int)n, v);
		dot = memchr(v, '.', (size_t)(eq - v));
		name = (size_t)((dot != NULL ? dot : eq) - v);
		field = tk_field_need(&rules->fields, v, name, &err);
		if (field == NULL)
			return tk_table_fault(t, i, SETS, f, "%s",
			    err.message);
		grown = realloc(r->sets, (r->nsets + 1) * sizeof *grown);
		if (grown == NULL)
			return tk_faults_memory(f);
		r->sets = grown;
		grown[r->nsets].field = field->field;
		grown[r->nsets].value = tk_arena_copy(&t->arena, eq + 1,
		    n - (size_t)(eq - v) - 1);
		grown[r->nsets].qualifier = dot == NULL ? NULL :
		    tk_arena_copy(&t->arena, dot + 1, (size_t)(eq - dot) - 1);
		if (grown[r->nsets].value == NULL)
			return tk_faults_memory(f);
		if (strcmp(grown[r->nsets].value, "matrix") == 0)
			rules->flow.matrix = 1;
		r->nsets++;
	}
	return 0;
}

static int
load_row(struct tk_rules *rules, struct tk_flow_row *r, size_t i,
    struct tk_faults *f)
{
	const struct tk_table *t = &rules->flow.table;
	const char *to = tk_table_cell(t, i, TO);
	struct tk_error err;
	int rc = 0;

	if (tk_events_parse(&r->action, rules, tk_table_cell(t, i, ACTION),
	    &err) < 0)
		rc = tk_table_fault(t, i, ACTION, f, "%s", err.message);
	if (parse_from(t, i, &r->from, f) < 0)
		rc = -1;
	r->to = *to == '\0' ? TK_FLOW_STAYS : strcmp(to, "refuse") == 0 ?
	    TK_FLOW_REFUSE : tk_status_find(to);
	if (*to != '\0' && r->to == -1)
		rc = tk_table_fault(t, i, TO, f, "\"%s\" is no status, nor "
		    "refuse", to);
	r->who = tk_table_cell(t, i, WHO);
	if (tk_selector_compile(&r->need, rules, tk_table_cell(t, i, NEED),
	    TK_IN_TABLE, 0, NULL, &err) < 0)
		rc = tk_table_fault(t, i, NEED, f, "%s", err.message);
	if (parse_sets(rules, r, i, f) < 0)
		rc = -1;
	r->refusal = tk_table_cell(t, i, REFUSAL);
	return rc;
}

int
tk_flow_load(struct tk_rules *rules, struct tk_faults *f)
{
	struct tk_flow *flow = &rules->flow;
	size_t i;
	int rc = 0;

	memset(flow, 0, sizeof *flow);
	if (tk_table_load(&flow->table, rules->fd, "flow", columns,
	    sizeof columns / sizeof *columns, f) < 0)
		return -1;
	flow->row = calloc(flow->table.rows + 1, sizeof *flow->row);
	if (flow->row == NULL)
		return tk_faults_memory(f);
	for (i = 0; i < flow->table.rows; i++) {
		flow->rows = i + 1;
		if (load_row(rules, &flow->row[i], i, f) < 0)
			rc = -1;
	}
	if (rc < 0)
		tk_flow_free(flow);
	return rc;
}

void
tk_flow_free(struct tk_flow *flow)
{
	size_t i;

	for (i = 0; i < flow->rows; i++) {
		tk_events_free(&flow->row[i].action);
		tk_selector_free(flow->row[i].need);
		free(flow->row[i].sets);
	}
	free(flow->row);
	tk_table_free(&flow->table);
	memset(flow, 0, sizeof *flow);
}
