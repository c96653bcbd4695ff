/* command.c - from an event of the rulebook to the command that brings it. */
#include <stdio.h>
#include <string.h>

#include "rules/clock/clockrule.h"
#include "steps.h"

static const struct tk_field_rule *
rule(const struct tk_show *show, unsigned field)
{
	return &show->scope.rules->fields.rule[field];
}

/* " appointment.when=TIME", if a clock's limit is read from there. */
static void
put_limit(const struct tk_show *show, unsigned field, char *buf, size_t size)
{
	const struct tk_clock_rules *cs = show->scope.rules->clocks;
	const struct tk_limit *l;
	unsigned i;

	buf[0] = '\0';
	for (i = 0; show->scope.clocks && i < cs->rules; i++) {
		l = &cs->rule[i].limit;
		if (l->kind == TK_LIMIT_AT && l->qualifier != NULL &&
		    l->field == field) {
			snprintf(buf, size, " %s.%s=TIME",
			    rule(show, field)->name, l->qualifier);
			return;
		}
	}
}

/* A value for people to replace, and one to try with. */
static const char *
sample(const struct tk_field_rule *f, const char **shown, char *buf,
    size_t size)
{
	*shown = "TEXT";
	switch (f->type) {
	case TK_TIME:
		*shown = "TIME";
		return "+2h";
	case TK_NUMBER:
		*shown = "NUMBER";
		return "1";
	case TK_PERSON:
		*shown = "WHO";
		return "me";
	case TK_CHOICE:
		snprintf(buf, size, "%.*s", (int)strcspn(f->values, "|"),
		    f->values);
		*shown = buf;
		return buf;
	default:
		return "TEXT";
	}
}

static void
note_field(struct tk_attempt *a, const struct tk_field_rule *f,
    const char *value)
{
	char buf[128];
	const char *shown = value, *tried = value;

	if (value == NULL)
		tried = sample(f, &shown, buf, sizeof buf);
	snprintf(a->field, sizeof a->field, "%s=%s", f->name, tried);
	snprintf(a->command, sizeof a->command, "tk-note %s=%s", f->name,
	    shown);
	a->fields[0] = a->field;
	a->change.verb = TK_DO_NOTE;
	a->change.fields = a->fields;
	a->change.nfields = 1;
}

static void
note_log(const struct tk_show *show, struct tk_attempt *a,
    const struct tk_field_rule *f)
{
	char limit[128];

	put_limit(show, f->field, limit, sizeof limit);
	snprintf(a->field, sizeof a->field, "%s", f->name);
	snprintf(a->command, sizeof a->command, "tk-note -k %s -m TEXT%s",
	    f->name, limit);
	a->change.verb = TK_DO_NOTE;
	a->change.key = a->field;
}

static void
assign(const struct tk_show *show, struct tk_attempt *a, enum tk_verb verb,
    const char *command)
{
	a->change.verb = verb;
	a->change.who = verb == TK_DO_ASSIGN ? show->scope.session->actor :
	    NULL;
	strcpy(a->command, command);
}

/* The commands that are made for one event; 0: none is. */
static int
special(const struct tk_show *show, struct tk_attempt *a, const char *name)
{
	const struct tk_rules *rules = show->scope.rules;
	int nobody = show->view.shown[TK_ASSIGNEE] == NULL;

	if (strcmp(name, "assignee") == 0) {
		assign(show, a, TK_DO_ASSIGN, nobody && show->view.
		    shown[TK_CATEGORY_FIELD] != NULL ? "tk-assign -A" :
		    "tk-assign -t WHO");
	} else if (strcmp(name, "accepted") == 0) {
		assign(show, a, nobody ? TK_DO_TAKE : TK_DO_ACCEPT, nobody ?
		    "tk-assign --take" : "tk-assign --accept");
	} else if (strcmp(name, "declined") == 0) {
		assign(show, a, TK_DO_DECLINE, "tk-assign --decline -m WHY");
	} else if (strcmp(name, "escalation") == 0) {
		assign(show, a, TK_DO_ESCALATE_UP, "tk-assign --escalate up "
		    "-m WHY");
	} else if (strcmp(name, "reopened") == 0) {
		assign(show, a, TK_DO_REOPEN, "tk-reopen -m WHY");
	} else if (strcmp(name, "category") == 0 &&
	    rules->categories.count > 0) {
		assign(show, a, TK_DO_CLASSIFY, "tk-classify -c CATEGORY");
		a->change.category = rules->categories.category[0].name;
	} else {
		return 0;
	}
	return 1;
}

int
tk_attempt_make(struct tk_attempt *a, const struct tk_show *show,
    unsigned field, const char *value)
{
	static const char *const no[] = {"id", "status", "void", "verdict",
	    "result", "notified"};
	const struct tk_field_rule *f = rule(show, field);
	size_t i;

	memset(a, 0, sizeof *a);
	a->change.text = "TEXT";
	a->change.text_len = 4;
	a->change.dry_run = 1;
	for (i = 0; i < sizeof no / sizeof *no; i++)
		if (strcmp(f->name, no[i]) == 0)
			return 0;
	if (value != NULL && value[0] == '\0')
		return 0;
	if (special(show, a, f->name))
		return 1;
	if (show->scope.schema->field[field].fold == TK_FOLD_LOG) {
		note_log(show, a, f);
		return value == NULL;
	}
	a->change.text = NULL;
	note_field(a, f, value);
	return 1;
}
