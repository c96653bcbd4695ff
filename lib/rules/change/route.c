#include "route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/scan.h"
#include "rules/selector/selector.h"

static const struct tk_column columns[] = {
	{"selector", 0}, {"team", 1}, {"strategy", 0}, {"notify", 0},
};
enum { SELECTOR, TEAM, STRATEGY, NOTIFY };

struct route_row {
	struct tk_selector *selector;
	const char *text, *team, *strategy;
};

struct tk_routing {
	struct route_row *row;
	size_t rows;
	struct tk_table table;
};

static int
load_row(struct tk_routing *x, struct tk_rules *rules, size_t i,
    struct tk_faults *f)
{
	const struct tk_table *t = &x->table;
	struct route_row *r = &x->row[i];
	struct tk_error err;
	int rc = 0;

	r->text = tk_table_cell(t, i, SELECTOR);
	r->team = tk_table_cell(t, i, TEAM);
	r->strategy = tk_table_cell(t, i, STRATEGY);
	if (tk_selector_compile(&r->selector, rules, r->text, TK_IN_TABLE, 0,
	    NULL, &err) < 0)
		rc = tk_table_fault(t, i, SELECTOR, f, "%s", err.message);
	if (rules->staff.teams > 0 &&
	    tk_team_find(&rules->staff, r->team) == NULL)
		rc = tk_table_fault(t, i, TEAM, f, "unknown team \"%s\"; "
		    "teams.csv lists them", r->team);
	if (strncmp(r->strategy, "fixed:", 6) == 0) {
		if (rules->staff.persons > 0 &&
		    tk_staff_find(&rules->staff, r->strategy + 6) == NULL)
			rc = tk_table_fault(t, i, STRATEGY, f,
			    "unknown person \"%s\"; staff.csv lists them",
			    r->strategy + 6);
	} else if (r->strategy[0] != '\0' &&
	    strcmp(r->strategy, "least") != 0 &&
	    strcmp(r->strategy, "duty") != 0) {
		rc = tk_table_fault(t, i, STRATEGY, f, "strategy \"%s\" is "
		    "none of fixed:LOGIN, duty, least", r->strategy);
	}
	return rc;
}

int
tk_routing_load(struct tk_routing **out, struct tk_rules *rules,
    struct tk_faults *f)
{
	struct tk_routing *x = calloc(1, sizeof *x);
	size_t i;
	int rc = 0;

	if (x == NULL)
		return -1;
	if (tk_table_load(&x->table, rules->fd, "routing", columns, 4, f) < 0) {
		free(x);
		return -1;
	}
	x->row = calloc(x->table.rows + 1, sizeof *x->row);
	if (x->row == NULL)
		rc = -1;
	for (i = 0; x->row != NULL && i < x->table.rows; i++) {
		x->rows = i + 1;
		if (load_row(x, rules, i, f) < 0)
			rc = -1;
	}
	if (rc < 0)
		tk_routing_free(x);
	else
		*out = x;
	return rc;
}

void
tk_routing_free(struct tk_routing *x)
{
	size_t i;

	if (x == NULL)
		return;
	for (i = 0; x->row != NULL && i < x->rows; i++)
		tk_selector_free(x->row[i].selector);
	free(x->row);
	tk_table_free(&x->table);
	free(x);
}

const struct tk_table *
tk_routing_table(const struct tk_routing *x)
{
	return &x->table;
}

const struct tk_selector *
tk_routing_selector(const struct tk_routing *x, size_t row)
{
	return x->row[row].selector;
}

/* Counts open tickets by assignee, once. */
static int
count_load(struct tk_session *s, struct tk_load *load, struct tk_error *err)
{
	const struct tk_field_rule *f = tk_field_find(&s->rules.fields,
	    "assignee", 8);
	struct tk_buf data = TK_BUF_INIT;
	struct tk_ticket t = {0};
	struct tk_state state = {0};
	const struct tk_person *p;
	struct tk_scan scan = {0};
	const char *who;
	size_t i;
	int rc = -1;

	if (load->counted)
		return 0;
	load->open = calloc(s->rules.staff.persons + 1, sizeof *load->open);
	if (load->open == NULL)
		return tk_error_memory(err);
	if (f == NULL || tk_scan_open(&scan, s->store, 0, err) < 0)
		goto done;
	for (i = 0; i < scan.count; i++) {
		if (tk_store_read(s->store, scan.number[i], &data, NULL,
		    NULL) < 0)
			continue;	/* closed meanwhile */
		if (tk_ticket_parse(&t, s->rules.fields.schema, data.data,
		    data.len, err) < 0 || tk_state_fold(&state, &t, err) < 0)
			goto done;
		who = tk_state_value(&state, &t, f->field);
		if (who == NULL || tk_state_status(&state, &t) == TK_CLOSED)
			continue;
		p = tk_staff_find(&s->rules.staff, who);
		if (p != NULL)
			load->open[p - s->rules.staff.person]++;
	}
	load->counted = 1;
	rc = 0;
done:
	tk_scan_free(&scan);
	tk_state_free(&state);
	tk_ticket_free(&t);
	tk_buf_free(&data);
	return rc;
}

static const char *
value(const struct tk_session *s, const struct tk_ticket *t,
    const struct tk_state *state, const char *name)
{
	const struct tk_field_rule *f = tk_field_find(&s->rules.fields, name,
	    strlen(name));
	const char *v = f == NULL ? NULL : tk_state_value(state, t, f->field);

	return v == NULL ? "" : v;
}

/* Has the person a skill the ticket asks for: its category, the part
 * behind or before the slash, its product or module? */
static int
skilled(const struct tk_person *p, const char *category, const char *product,
    const char *module)
{
	const char *slash = strchr(category, '/');
	char level1[256];

	snprintf(level1, sizeof level1, "%.*s", slash == NULL ? 0 :
	    (int)(slash - category), category);
	return tk_list_has(p->skills, category) ||
	    (slash != NULL && tk_list_has(p->skills, slash + 1)) ||
	    (level1[0] != '\0' && tk_list_has(p->skills, level1)) ||
	    (product[0] != '\0' && tk_list_has(p->skills, product)) ||
	    (module[0] != '\0' && tk_list_has(p->skills, module));
}

/* Is the complaint about this person, by name or badge? */
static int
accused(const struct tk_person *p, const char *subject, const char *text)
{
	return (p->name[0] != '\0' && (strstr(subject, p->name) != NULL ||
	    strstr(text, p->name) != NULL)) || (p->badge[0] != '\0' &&
	    (strstr(subject, p->badge) != NULL ||
	    strstr(text, p->badge) != NULL));
}

/* The candidate of a team with the fewest open tickets for their capacity;
 * with equal loads the first in staff.csv. */
static const struct tk_person *
pick(struct tk_session *s, const struct tk_ticket *t,
    const struct tk_state *state, const char *team, int64_t now,
    const struct tk_load *load, struct tk_buf *why)
{
	const struct tk_staff *staff = &s->rules.staff;
	const char *subject = value(s, t, state, "subject");
	const char *text = value(s, t, state, "description");
	const struct tk_person *best = NULL, *p;
	int pass, knows;
	double share, least = 0;
	size_t i;

	for (pass = 0; pass < 3 && best == NULL; pass++) {
		for (i = 0; i < staff->persons; i++) {
			p = &staff->person[i];
			if (!tk_list_has(p->team, team) ||
			    tk_staff_off(staff, p->login, s->rules.zone, now) ||
			    accused(p, subject, text))
				continue;
			knows = skilled(p, value(s, t, state, "category"),
			    value(s, t, state, "product"),
			    value(s, t, state, "module"));
			/* on duty and skilled, then on duty, then not off */
			if ((pass == 0 && !knows) || (pass < 2 &&
			    !tk_staff_on_duty(staff, p->login, s->rules.zone,
			    now)))
				continue;
			share = load->open[i] / p->capacity;
			tk_buf_printf(why, "; %s: %s%g open, load %g",
			    p->login, knows ? "skilled, " : "", load->open[i],
			    share);
			if (best == NULL || share < least) {
				best = p;
				least = share;
			}
		}
	}
	return best;
}

static const struct route_row *
match_row(struct tk_session *s, const struct tk_ticket *t,
    const struct tk_state *state, int64_t now, int *failed,
    struct tk_error *err)
{
	struct tk_subject subject = {&s->rules, t, state, NULL, now, s->actor,
	    NULL, NULL};
	const struct tk_routing *x = s->rules.routing;
	size_t i;
	int hit;

	*failed = 0;
	for (i = 0; i < x->rows; i++) {
		hit = tk_selector_match(x->row[i].selector, &subject, err);
		if (hit < 0)
			*failed = 1;
		if (hit != 0)
			return hit > 0 ? &x->row[i] : NULL;
	}
	return NULL;
}

int
tk_route_choose(struct tk_session *s, const struct tk_ticket *t,
    const struct tk_state *state, const char *team, int64_t now,
    struct tk_load *load, struct tk_route *out, struct tk_arena *arena,
    struct tk_error *err)
{
	const struct route_row *r = NULL;
	const struct tk_person *p = NULL;
	const struct tk_category *c;
	struct tk_buf why = TK_BUF_INIT;
	int failed = 0;

	memset(out, 0, sizeof *out);
	if (team == NULL) {
		r = match_row(s, t, state, now, &failed, err);
		if (failed)
			return -1;
		c = tk_category_find(&s->rules.categories, value(s, t, state,
		    "category"));
		team = r != NULL ? r->team : c != NULL && c->team[0] != '\0' ?
		    c->team : NULL;
		if (team == NULL)
			return 0;
	}
	tk_buf_printf(&why, "team %s", team);
	if (r != NULL)
		tk_buf_printf(&why, " (routing.csv: %s)", r->text[0] == '\0' ?
		    "everything" : r->text);
	if (s->rules.staff.persons > 0 && count_load(s, load, err) < 0) {
		tk_buf_free(&why);
		return -1;
	}
	if (r != NULL && strncmp(r->strategy, "fixed:", 6) == 0)
		p = tk_staff_find(&s->rules.staff, r->strategy + 6);
	if (p == NULL && s->rules.staff.persons > 0)
		p = pick(s, t, state, team, now, load, &why);
	if (p != NULL)
		load->open[p - s->rules.staff.person]++;
	tk_buf_printf(&why, "; %s", p != NULL ? p->login :
	    "nobody of it is on staff and free: to the team");
	out->team = team;
	out->assignee = p != NULL ? p->login : team;
	out->why = why.failed ? NULL : tk_arena_strdup(arena, why.data);
	tk_buf_free(&why);
	return out->why == NULL ? tk_error_memory(err) : 0;
}
