/* people.c - who has a ticket: assigned, accepted, declined, escalated. */
#include <string.h>

#include "plan.h"

/* Is the assignee a team's inbox, not a person? */
static int
is_team(const struct tk_plan *p, const char *who)
{
	return tk_team_find(&p->session->rules.staff, who) != NULL;
}

/* Does -A leave it alone, as somebody is at work on it or it is done? */
static int
is_kept(struct tk_plan *p)
{
	const struct tk_rules *rules = &p->session->rules;
	const char *has = tk_plan_value(p, "assignee");

	if (p->from >= TK_SOLVED)
		tk_buf_printf(&p->explain, "left alone: it is %s (%s)\n",
		    tk_status_name(p->from), rules->settings.status[p->from]);
	else if (has[0] != '\0' && !tk_staff_off(&rules->staff, has,
	    rules->zone, p->now))
		tk_buf_printf(&p->explain, "left alone: %s has it\n", has);
	else
		return 0;
	return 1;
}

/* The routed team and person. A team that was typed is a person's choice;
 * who of it gets the ticket is not. */
static int
put_route(struct tk_plan *p, const struct tk_route *r, int typed,
    struct tk_error *err)
{
	const struct tk_fields *fields = &p->session->rules.fields;

	if (tk_plan_own_qualifiers(p, "assignee", err) < 0 ||
	    tk_plan_attach(p, "assignee", err) < 0)
		return -1;
	if ((!typed || strcmp(r->assignee, r->team) != 0) &&
	    tk_plan_qualifier(p, "assignee", "rule", "routing", 7, err) < 0)
		return -1;
	if (tk_plan_push(p, tk_field_find(fields, "assignee", 8)->field, NULL,
	    r->assignee, err) < 0)
		return -1;
	return strcmp(tk_plan_value(p, "team"), r->team) == 0 ? 0 :
	    tk_plan_head(p, "team", r->team, strlen(r->team), err);
}

/* team NULL: by the rulebook altogether. */
static int
assign_by_rules(struct tk_plan *p, const char *team, struct tk_error *err)
{
	struct tk_route r;

	if (team == NULL && is_kept(p))
		return tk_plan_attach(p, NULL, err);
	if (tk_route_choose(p->session, p->ticket, p->state, team, p->now,
	    p->load, &r, p->arena, err) < 0)
		return -1;
	if (r.team == NULL) {
		tk_plan_lack(p, TK_REFUSED, "no row of routing.csv fits%s; "
		    "assign it with 'tk-assign -t WHO %s'",
		    tk_plan_value(p, "category")[0] == '\0' ?
		    ", as it has no category" : "", p->number);
		return 0;
	}
	tk_buf_printf(&p->explain, "%s\n", r.why);
	return put_route(p, &r, team != NULL, err);
}

static int
assign_to(struct tk_plan *p, const char *who, struct tk_error *err)
{
	const struct tk_person *person;

	if (is_team(p, who))
		return assign_by_rules(p, who, err);
	if (tk_plan_own_head(p, "assignee", who, strlen(who), err) < 0)
		return -1;
	person = tk_staff_find(&p->session->rules.staff,
	    strcmp(who, "me") == 0 ? p->session->actor : who);
	if (person == NULL || person->team[0] == '\0' ||
	    strchr(person->team, '|') != NULL ||
	    strcmp(tk_plan_value(p, "team"), person->team) == 0)
		return 0;
	return tk_plan_head(p, "team", person->team, strlen(person->team),
	    err);
}

static int
do_accept(struct tk_plan *p, struct tk_error *err)
{
	const char *me = p->session->actor, *has = tk_plan_value(p, "assignee");
	int take = p->change->verb == TK_DO_TAKE;
	int mine = strcmp(has, me) == 0, team = is_team(p, has);

	if (take && mine && (p->from == TK_ACTIVE || p->from == TK_WAITING)) {
		tk_plan_lack(p, TK_REFUSED, "you have it already; write to it "
		    "with 'tk-note -m TEXT %s'", p->number);
		return 0;
	}
	if (take && !mine && !team && has[0] != '\0') {
		tk_plan_lack(p, TK_REFUSED, "%s has it already; ask for it, "
		    "or assign it with 'tk-assign -t me %s'", has, p->number);
		return 0;
	}
	if (!mine && (take || team) &&
	    tk_plan_head(p, "assignee", "me", 2, err) < 0)
		return -1;
	return tk_plan_own_head(p, "accepted", me, strlen(me), err);
}

static int
do_decline(struct tk_plan *p, struct tk_error *err)
{
	if (tk_plan_need_text(p, "why you decline it") < 0)
		return 0;
	return tk_plan_own_head(p, "declined", p->change->text,
	    p->change->text_len, err);
}

static const char *
lead(const struct tk_plan *p)
{
	const struct tk_rules *rules = &p->session->rules;
	const struct tk_person *who = tk_staff_role(&rules->staff, "lead",
	    rules->zone, p->now);

	return who == NULL ? rules->settings.lead : who->login;
}

/* Up it changes hands, to the side somebody more helps. */
static int
do_escalate(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;
	int up = c->verb == TK_DO_ESCALATE_UP;
	const char *to = c->who != NULL ? c->who : up ? lead(p) : NULL;
	const char *kind = up ? "up" : "side";
	const struct tk_field_rule *f;

	if (to == NULL) {
		tk_plan_lack(p, TK_BAD, "say to whom with -t WHO");
		return 0;
	}
	if (tk_plan_need_text(p, "why it is escalated") < 0)
		return 0;
	if (tk_plan_own_qualifiers(p, "escalation", err) < 0 ||
	    tk_plan_attach(p, "escalation", err) < 0 ||
	    tk_plan_qualifier(p, "escalation", "kind", kind, strlen(kind),
	    err) < 0 || tk_plan_qualifier(p, "escalation", "to", to,
	    strlen(to), err) < 0 || tk_plan_head(p, "escalation", c->text,
	    c->text_len, err) < 0)
		return -1;
	f = tk_field_need(&p->session->rules.fields, up ? "assignee" :
	    "helper", up ? 8 : 6, err);
	if (f == NULL)
		return -1;
	if (c->who == NULL || is_team(p, to))
		return tk_plan_push(p, f->field, NULL, to, err);
	return tk_plan_head(p, f->name, to, strlen(to), err);
}

static int
do_verb(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;

	switch (c->verb) {
	case TK_DO_ACCEPT:
	case TK_DO_TAKE:
		return do_accept(p, err);
	case TK_DO_DECLINE:
		return do_decline(p, err);
	case TK_DO_ESCALATE_UP:
	case TK_DO_ESCALATE_SIDE:
		return do_escalate(p, err);
	case TK_DO_HELPER:
		return tk_plan_own_head(p, "helper", c->who, strlen(c->who),
		    err);
	default:
		return c->who == NULL ? assign_by_rules(p, NULL, err) :
		    assign_to(p, c->who, err);
	}
}

/* Is -m the reason itself, not a note beside it? */
static int
is_reason(enum tk_verb verb)
{
	return verb == TK_DO_DECLINE || verb == TK_DO_ESCALATE_UP ||
	    verb == TK_DO_ESCALATE_SIDE;
}

int
tk_plan_people(struct tk_plan *p, struct tk_error *err)
{
	const struct tk_change *c = p->change;

	if (do_verb(p, err) < 0)
		return -1;
	if (p->lacks.len > 0)
		return 0;
	if (c->text != NULL && !is_reason(c->verb) && tk_plan_head(p, "note",
	    c->text, c->text_len, err) < 0)
		return -1;
	return c->by == NULL ? 0 : tk_plan_by(p, "deadline", err);
}
