#include "session.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules/classify/classify.h"
#include "rules/tables/texts.h"

/* May this caller say what time it is and who they are? */
static int
claims(struct tk_session *s, const struct tk_caller *c, struct tk_error *err)
{
	int trusted = s->store->override;

	if (c->writes && !trusted && (c->now != NULL || c->actor != NULL))
		return tk_error_set(err, TK_BAD, "%s: %s is set, but its "
		    "store.csv does not say override,yes; unset it",
		    s->store->path, c->now != NULL ? "TK_NOW" : "TK_ACTOR");
	s->actor = trusted && c->actor != NULL ? c->actor : c->login;
	s->fixed_now = TK_UNSET;
	if (c->now != NULL && tk_time_parse(c->now, strlen(c->now),
	    &s->fixed_now) < 0)
		return tk_error_set(err, TK_BAD, "TK_NOW=%s is no time; write "
		    "it like 2026-11-20T09:30:00+08:00", c->now);
	if (strpbrk(s->actor, "\n\r") != NULL || s->actor[0] == '\0')
		return tk_error_set(err, TK_BAD, "TK_ACTOR is no login");
	return 0;
}

int
tk_session_open(struct tk_session **out, const char *path,
    const struct tk_caller *c, struct tk_error *err)
{
	struct tk_session *s = calloc(1, sizeof *s);

	if (s == NULL)
		return tk_error_memory(err);
	s->rules.fd = -1;
	s->clock = c->clock;
	s->warn = c->warn;
	s->warn_data = c->data;
	if (tk_store_open(&s->store, path, err) < 0 ||
	    claims(s, c, err) < 0 || tk_rules_open(&s->rules, s->store->fd,
	    "rules", s->store->zone, err) < 0) {
		tk_session_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

void
tk_session_close(struct tk_session *s)
{
	if (s == NULL)
		return;
	tk_classifier_free(s->first);
	tk_rules_close(&s->rules);
	tk_store_close(s->store);
	free(s);
}

int64_t
tk_session_now(const struct tk_session *s)
{
	return s->fixed_now != TK_UNSET ? s->fixed_now : s->clock();
}

const char *
tk_session_actor(const struct tk_session *s)
{
	return s->actor;
}

void
tk_session_warn(const struct tk_session *s, const char *fmt, ...)
{
	char text[4096];
	va_list ap;

	if (s->warn == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	s->warn(s->warn_data, text);
}

int
tk_init_store(const struct tk_init *i, struct tk_error *err)
{
	struct tk_store_plan plan = {i->dir, i->prefix, i->zone, -1,
	    i->override, i->group};
	struct tk_faults faults = TK_FAULTS_INIT;
	struct tk_settings settings;
	int rc = -1;

	plan.rules_fd = tk_sys_open_dir(AT_FDCWD, i->rulebook, err);
	if (plan.rules_fd < 0)
		return -1;
	if (tk_settings_load(&settings, plan.rules_fd, &faults) < 0) {
		tk_faults_error(&faults, err);
	} else {
		if (plan.prefix == NULL)
			plan.prefix = settings.prefix;
		rc = tk_store_init(&plan, err);
		tk_settings_free(&settings);
	}
	tk_faults_free(&faults);
	close(plan.rules_fd);
	return rc;
}

/* Is the actor that person in this ticket: assignee, owner, helper? */
static int
related(const struct tk_session *s, const char *word,
    const struct tk_ticket *t, const struct tk_state *state)
{
	const struct tk_field_rule *f;
	const char *v;

	if (t == NULL || state == NULL)
		return 0;
	f = tk_field_find(&s->rules.fields, word, strlen(word));
	if (f == NULL)
		return 0;
	if (tk_ticket_fold(t, f->field) == TK_FOLD_SET)
		return tk_state_has(state, t, f->field, s->actor);
	v = tk_state_value(state, t, f->field);
	return v != NULL && strcmp(v, s->actor) == 0;
}

/* Is the actor head of the ticket's team, or without one of any? */
static int
heads(const struct tk_session *s, const struct tk_ticket *t,
    const struct tk_state *state)
{
	const struct tk_field_rule *f = tk_field_find(&s->rules.fields,
	    "team", 4);
	const char *team = f == NULL || t == NULL ? NULL :
	    tk_state_value(state, t, f->field);
	size_t i;

	for (i = 0; i < s->rules.staff.teams; i++)
		if ((team == NULL ||
		    strcmp(s->rules.staff.team[i].name, team) == 0) &&
		    strcmp(s->rules.staff.team[i].head, s->actor) == 0)
			return 1;
	return 0;
}

static int
is(const struct tk_session *s, const char *word, const struct tk_ticket *t,
    const struct tk_state *state)
{
	const struct tk_person *p;

	if (strcmp(word, s->actor) == 0)
		return 1;
	if (strcmp(word, "assignee") == 0 || strcmp(word, "owner") == 0 ||
	    strcmp(word, "helper") == 0)
		return related(s, word, t, state);
	if (strcmp(word, "head") == 0 && heads(s, t, state))
		return 1;
	p = tk_staff_find(&s->rules.staff, s->actor);
	return p != NULL && tk_list_has(p->role, word);
}

int
tk_session_may(const struct tk_session *s, const char *roles,
    const struct tk_ticket *t, const struct tk_state *state)
{
	int wanted = 0, fits = 0;
	char word[64];
	size_t n;

	if (s->rules.staff.persons == 0)
		return 1;
	for (; *roles != '\0'; roles += n + (roles[n] == '|')) {
		n = strcspn(roles, "|");
		if (n == 0 || n >= sizeof word)
			continue;
		memcpy(word, roles, n);
		word[n] = '\0';
		if (word[0] == '!') {
			if (is(s, word + 1, t, state))
				return 0;
			continue;
		}
		wanted = 1;
		fits |= is(s, word, t, state);
	}
	return !wanted || fits;
}

int
tk_session_canned(struct tk_session *s, const char *name, char **text,
    struct tk_error *err)
{
	struct tk_buf names = TK_BUF_INIT;
	const char *v;

	if (tk_rules_need(&s->rules, TK_RULES_TEXTS, err) < 0)
		return -1;
	v = tk_texts_canned(s->rules.texts, name);
	if (v == NULL) {
		tk_texts_names(s->rules.texts, &names);
		tk_error_set(err, TK_BAD, "\"@%s\" is neither a file nor a "
		    "canned sentence; there are %s", name,
		    names.data == NULL ? "none" : names.data);
		tk_buf_free(&names);
		return -1;
	}
	*text = strdup(v);
	return *text == NULL ? tk_error_memory(err) : 0;
}

/* A classifier for one text alone: most runs judge just one. */
static int
load_first(struct tk_session *s, const char *text, size_t len,
    struct tk_error *err)
{
	const struct tk_rules *r = &s->rules;
	struct tk_faults faults = TK_FAULTS_INIT;
	char *only = strndup(text, len);
	const struct tk_classify_settings settings = {
		strcmp(r->settings.tie, "score") == 0,
		r->settings.floor_score, r->settings.floor_lead,
		r->settings.unclear_ask, 0, only,
	};
	int rc = -1;

	if (only == NULL)
		tk_error_memory(err);
	else if (tk_classifier_new(&s->first, r->fd, &r->categories,
	    &r->priorities, &settings, &faults) < 0)
		tk_faults_error(&faults, err);
	else
		rc = 0;
	tk_faults_free(&faults);
	free(only);
	return rc;
}

int
tk_session_judge(struct tk_session *s, const char *text, size_t len,
    struct tk_judgement *j, struct tk_error *err)
{
	if (s->first == NULL && (s->rules.loaded & TK_RULES_WORDS) == 0) {
		if (tk_rules_need(&s->rules, TK_RULES_SETTINGS |
		    TK_RULES_CATEGORIES, err) < 0 ||
		    load_first(s, text, len, err) < 0)
			return -1;
		return tk_classifier_judge(s->first, text, len, j, err);
	}
	if (tk_rules_need(&s->rules, TK_RULES_WORDS, err) < 0)
		return -1;
	return tk_classifier_judge(s->rules.classifier, text, len, j, err);
}

int
tk_session_eval(struct tk_session *s, const char *name, const char *csv,
    size_t len, char **report, struct tk_error *err)
{
	s->rules.batch = 1;
	if (tk_rules_need(&s->rules, TK_RULES_WORDS, err) < 0)
		return -1;
	return tk_classifier_eval(s->rules.classifier, name, csv, len, report,
	    err);
}

const char *
tk_version(void)
{
	return TK_VERSION;
}

int
tk_memory_short(void)
{
	return tk_error_short();
}
