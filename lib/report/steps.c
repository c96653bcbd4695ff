#include "steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "../rules/classify.h"
#include "../rules/clockrule.h"
#include "../rules/selector.h"
#include "../rules/texts.h"
#include "words.h"

#define WIDEST 60	/* columns of a command before its reason */

struct step {
	struct tk_buf command, why;
};

struct steps {
	struct tk_show *show;
	struct tk_trial trial;
	struct step *step;
	size_t count;
	size_t printed;
	int failed;
};

static const struct tk_field_rule *
rule(const struct steps *s, unsigned field)
{
	return &s->show->scope.rules->fields.rule[field];
}

/* The step of that command; a new one if this part has none yet. */
static struct step *
add(struct steps *s, const char *command, const char *why)
{
	struct step *grown;
	size_t i;

	for (i = s->printed; i < s->count; i++)
		if (strcmp(s->step[i].command.data, command) == 0)
			break;
	if (i == s->count) {
		grown = realloc(s->step, (s->count + 1) * sizeof *grown);
		if (grown == NULL) {
			s->failed = 1;
			return NULL;
		}
		s->step = grown;
		memset(&s->step[s->count++], 0, sizeof *s->step);
		tk_buf_puts(&s->step[i].command, command);
	}
	if (s->step[i].why.len > 0 &&
	    strstr(s->step[i].why.data, why) != NULL)
		why = "";
	if (s->step[i].why.len > 0 && why[0] != '\0')
		tk_buf_puts(&s->step[i].why, "; ");
	tk_buf_puts(&s->step[i].why, why);
	s->failed |= s->step[i].command.failed | s->step[i].why.failed;
	if (s->failed)
		s->count = 0;
	return s->failed ? NULL : &s->step[i];
}

/* ---- from events to commands ------------------------------------------- */

struct attempt {
	struct tk_change change;
	char command[256];	/* without the number */
	char field[256];	/* what the change points to */
	const char *fields[1];
};

/* " appointment.when=TIME", if a clock's limit is read from there. */
static void
put_limit(const struct steps *s, unsigned field, char *buf, size_t size)
{
	const struct tk_clock_rules *cs = s->show->scope.rules->clocks;
	const struct tk_limit *l;
	unsigned i;

	buf[0] = '\0';
	for (i = 0; s->show->scope.clocks && i < cs->rules; i++) {
		l = &cs->rule[i].limit;
		if (l->kind == TK_LIMIT_AT && l->qualifier != NULL &&
		    l->field == field) {
			snprintf(buf, size, " %s.%s=TIME",
			    rule(s, field)->name, l->qualifier);
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
note_field(struct attempt *a, const struct tk_field_rule *f,
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
note_log(const struct steps *s, struct attempt *a,
    const struct tk_field_rule *f)
{
	char limit[128];

	put_limit(s, f->field, limit, sizeof limit);
	snprintf(a->field, sizeof a->field, "%s", f->name);
	snprintf(a->command, sizeof a->command, "tk-note -k %s -m TEXT%s",
	    f->name, limit);
	a->change.verb = TK_DO_NOTE;
	a->change.key = a->field;
}

static void
assign(const struct steps *s, struct attempt *a, enum tk_verb verb,
    const char *command)
{
	a->change.verb = verb;
	a->change.who = verb == TK_DO_ASSIGN ? s->show->scope.session->actor :
	    NULL;
	strcpy(a->command, command);
}

/* The commands that are made for one event; 0: none is. */
static int
special(const struct steps *s, struct attempt *a, const char *name)
{
	const struct tk_rules *rules = s->show->scope.rules;
	int free = s->show->view.shown[TK_ASSIGNEE] == NULL;

	if (strcmp(name, "assignee") == 0) {
		assign(s, a, TK_DO_ASSIGN, free && s->show->view.
		    shown[TK_CATEGORY_FIELD] != NULL ? "tk-assign -A" :
		    "tk-assign -t WHO");
	} else if (strcmp(name, "accepted") == 0) {
		assign(s, a, free ? TK_DO_TAKE : TK_DO_ACCEPT, free ?
		    "tk-assign --take" : "tk-assign --accept");
	} else if (strcmp(name, "declined") == 0) {
		assign(s, a, TK_DO_DECLINE, "tk-assign --decline -m WHY");
	} else if (strcmp(name, "escalation") == 0) {
		assign(s, a, TK_DO_ESCALATE_UP, "tk-assign --escalate up "
		    "-m WHY");
	} else if (strcmp(name, "reopened") == 0) {
		assign(s, a, TK_DO_REOPEN, "tk-reopen -m WHY");
	} else if (strcmp(name, "category") == 0 &&
	    rules->categories.count > 0) {
		assign(s, a, TK_DO_CLASSIFY, "tk-classify -c CATEGORY");
		a->change.category = rules->categories.category[0].name;
	} else {
		return 0;
	}
	return 1;
}

/* Fills *a with the command that brings the event; 0: none does alone. */
static int
command_of(const struct steps *s, struct attempt *a, unsigned field,
    const char *value)
{
	static const char *const no[] = {"id", "status", "void", "verdict",
	    "result", "notified"};
	const struct tk_field_rule *f = rule(s, field);
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
	if (special(s, a, f->name))
		return 1;
	if (s->show->scope.schema->field[field].fold == TK_FOLD_LOG) {
		note_log(s, a, f);
		return value == NULL;
	}
	a->change.text = NULL;
	note_field(a, f, value);
	return 1;
}

/* Tries it, and adds it if it would be done. */
static void
offer(struct steps *s, unsigned field, const char *value, const char *why,
    int must_move)
{
	const struct tk_scope *scope = &s->show->scope;
	enum tk_status from = s->show->view.status;
	char command[256 + TK_NUMBER_SIZE], move[256];
	struct attempt a;

	if (!command_of(s, &a, field, value) ||
	    !tk_trial_run(&s->trial, &a.change, s->show->view.number))
		return;
	if (must_move && s->trial.to == from)
		return;
	snprintf(command, sizeof command, "%s %s", a.command,
	    s->show->view.number);
	snprintf(move, sizeof move, "%s → %s", tk_scope_status(scope, from),
	    tk_scope_status(scope, s->trial.to));
	add(s, command, why != NULL ? why : move);
}

/* ---- what moves it ----------------------------------------------------- */

/* Is it a word at the end, which lapses when a ticket is reopened? */
static int
is_ending(const struct steps *s, unsigned field)
{
	int reopened = tk_scope_field(&s->show->scope, "reopened");
	const struct tk_lapse *l;

	if (reopened < 0)
		return 0;
	for (l = s->show->scope.schema->field[reopened].lapses; l != NULL;
	    l = l->next)
		if (l->field == field)
			return 1;
	return 0;
}

static int
concerns_people(const struct steps *s, unsigned field)
{
	struct attempt a;

	return command_of(s, &a, field, NULL) &&
	    strncmp(a.command, "tk-note", 7) != 0;
}

/* Events that flow lets move the ticket: people first, then the rest. */
static void
add_moves(struct steps *s, int people)
{
	const struct tk_flow *flow = &s->show->scope.rules->flow;
	enum tk_status from = s->show->view.status;
	const struct tk_flow_row *r;
	const struct tk_event *e;
	size_t i, j;

	for (i = 0; i < flow->rows; i++) {
		r = &flow->row[i];
		if ((r->from & 1u << from) == 0 || r->to < 0 ||
		    r->to == (int)from)
			continue;
		for (j = 0; j < r->action.count; j++) {
			e = &r->action.event[j];
			if (concerns_people(s, e->field) != people ||
			    (from != TK_SOLVED && e->value != NULL &&
			    is_ending(s, e->field)))
				continue;
			offer(s, e->field, e->value, NULL, 1);
		}
	}
}

/* ---- what stops its clocks --------------------------------------------- */

static void
put_deadline(const struct steps *s, const struct tk_clock *c, char *buf,
    size_t size)
{
	const struct tk_scope *scope = &s->show->scope;
	char due[TK_WORD_SIZE], left[TK_WORD_SIZE];

	if (c->due == TK_UNSET)
		snprintf(buf, size, "%s, paused", c->name);
	else if (c->verdict == TK_BREACHED)
		snprintf(buf, size, "%s was due %s, +%s late", c->name,
		    tk_word_time(due, c->due, scope->rules->zone, scope->now),
		    tk_word_span(left, scope->now - c->due));
	else
		snprintf(buf, size, "%s due %s, in %s", c->name,
		    tk_word_time(due, c->due, scope->rules->zone, scope->now),
		    tk_word_span(left, c->due - scope->now));
}

/* By the first of its stops that a command brings. */
static void
add_stop(struct steps *s, const struct tk_clock *c)
{
	size_t i, before;
	char why[256];

	put_deadline(s, c, why, sizeof why);
	for (i = 0; c->rule != NULL && i < c->rule->stop.count; i++) {
		before = s->count;
		offer(s, c->rule->stop.event[i].field,
		    c->rule->stop.event[i].value, why, 0);
		if (s->count > before)
			return;
	}
}

static int64_t
due_of(const struct tk_clock *c)
{
	return c->due == TK_UNSET ? INT64_MAX : c->due;
}

/* The clocks that run, the next due first. */
static void
add_stops(struct steps *s)
{
	const struct tk_clock_list *list = &s->show->viewer.clocks;
	const struct tk_clock *c, *best;
	const struct tk_clock *last = NULL;
	size_t i;

	do {
		best = NULL;
		for (i = 0; i < list->count; i++) {
			c = &list->clock[i];
			if (c->ended || (last != NULL && (due_of(c) <
			    due_of(last) || (due_of(c) == due_of(last) &&
			    c <= last))))
				continue;
			if (best == NULL || due_of(c) < due_of(best))
				best = c;
		}
		if (best != NULL)
			add_stop(s, best);
		last = best;
	} while (best != NULL);
}

/* ---- the closing gate -------------------------------------------------- */

/* "no X yet; record it with 'COMMAND ', MORE": the command, and why and more.
 * What names no command is a remark. */
static void
add_lack(struct steps *s, const char *line)
{
	const char *command = strstr(line, "'tk-");
	const char *end = strrchr(line, '\''), *why = strchr(line, ';');
	char text[512], reason[512];

	if (command == NULL || end <= command) {
		snprintf(text, sizeof text, "# %s", line);
		add(s, text, "");
		return;
	}
	snprintf(text, sizeof text, "%.*s%s%s", (int)(end - command) - 1,
	    command + 1, end[-1] == ' ' ? "" : " ", s->show->view.number);
	if (why == NULL || why > command)
		why = command;
	snprintf(reason, sizeof reason, "%.*s%s", (int)(why - line), line,
	    end + 1);
	add(s, text, reason);
}

static void
add_gate(struct steps *s)
{
	struct tk_change close = {.verb = TK_DO_CLOSE, .dry_run = 1};
	char command[64 + TK_NUMBER_SIZE];
	char *line, *nl;

	if (s->show->view.status == TK_CLOSED)
		return;
	if (tk_trial_run(&s->trial, &close, "")) {
		snprintf(command, sizeof command, "tk-close %s",
		    s->show->view.number);
		add(s, command, "nothing lacks");
		return;
	}
	for (line = s->trial.lacks.data; line != NULL; line = nl) {
		nl = strchr(line, '\n');
		if (nl != NULL)
			*nl++ = '\0';
		add_lack(s, line);
	}
}

/* ---- words -------------------------------------------------------------- */

/* The question to ask about a ticket that is unclear. */
static void
put_question(struct tk_show *s)
{
	const char *subject = s->view.shown[TK_SUBJECT];
	const char *text = tk_viewer_value(&s->viewer, "description");
	struct tk_judgement j = {0};
	struct tk_buf b = TK_BUF_INIT;
	const char *ask = s->scope.rules->settings.unclear_ask;

	if (s->view.status != TK_UNCLEAR)
		return;
	tk_buf_printf(&b, "%s\n%s", subject == NULL ? "" : subject,
	    text == NULL ? "" : text);
	if (!b.failed && tk_session_judge(s->scope.session, b.data, b.len, &j,
	    NULL) == 0 && j.ask != NULL && j.ask[0] != '\0')
		ask = j.ask;
	if (ask != NULL) {
		tk_buf_puts(&s->out, "\nquestion\n  ");
		tk_show_lines(&s->out, ask, 2);
		tk_buf_putc(&s->out, '\n');
	}
	tk_judgement_free(&j);
	tk_buf_free(&b);
}

/* The end of a step in "1 …；2 …": behind a ； that a number follows. */
static const char *
step_end(const char *p)
{
	const char *end = p;

	while ((end = strstr(end, "；")) != NULL) {
		end += strlen("；");
		if (*end >= '0' && *end <= '9')
			return end;
	}
	return p + strlen(p);
}

static void
put_play(struct tk_show *s)
{
	const char *category = s->view.shown[TK_CATEGORY_FIELD], *p, *end;
	const struct tk_play *play;

	if (category == NULL || s->view.status >= TK_SOLVED ||
	    (s->scope.rules->loaded & TK_RULES_TEXTS) == 0)
		return;
	play = tk_texts_play(s->scope.rules->texts, category);
	if (play == NULL)
		return;
	tk_buf_printf(&s->out, "\nplaybook  %s%s%s\n", play->category,
	    play->executor[0] != '\0' ? "  " : "", play->executor);
	for (p = play->steps; *p != '\0'; p = end) {
		end = step_end(p);
		tk_buf_printf(&s->out, "  %.*s\n", (int)(end - p), p);
	}
	if (play->promise[0] != '\0')
		tk_buf_printf(&s->out, "  “%s”\n", play->promise);
}

/* Must the field be asked for when a ticket like this one comes in? */
static int
to_ask(const struct tk_show *s, const struct tk_field_rule *f)
{
	const struct tk_viewer *v = &s->viewer;
	struct tk_subject subject = {.rules = s->scope.rules,
	    .ticket = &v->ticket, .state = &v->state, .now = s->scope.now};
	const struct tk_event *e;
	size_t i, j;

	for (i = 0; i < f->nrequired; i++)
		for (j = 0; j < f->required[i].at.count; j++) {
			e = &f->required[i].at.event[j];
			if (e->field == TK_ID && (e->when == NULL ||
			    tk_selector_match(e->when, &subject, NULL) > 0))
				return 1;
		}
	return 0;
}

static void
put_asked(struct tk_show *s)
{
	const struct tk_fields *fs = &s->scope.rules->fields;
	const char *sep = "\nto ask\n  ";
	unsigned f;

	if (s->view.status >= TK_SOLVED)
		return;
	for (f = 0; f < fs->schema->count; f++) {
		if (fs->rule[f].nrequired == 0 || tk_state_row(&s->viewer.
		    state, &s->viewer.ticket, f) != NULL ||
		    !to_ask(s, &fs->rule[f]))
			continue;
		tk_buf_printf(&s->out, "%s%s(%s)", sep, fs->rule[f].label,
		    fs->rule[f].name);
		sep = ", ";
	}
	if (*sep == ',')
		tk_buf_putc(&s->out, '\n');
}

/* ---- all ---------------------------------------------------------------- */

static void
put_steps(struct steps *s, const char *heading)
{
	struct tk_buf *b = &s->show->out;
	size_t i, w, width = 0;

	for (i = s->printed; i < s->count; i++) {
		w = tk_text_width(s->step[i].command.data);
		if (w > width && w <= WIDEST)
			width = w;
	}
	for (i = s->printed; i < s->count; i++) {
		if (i == s->printed)
			tk_buf_printf(b, "\n%s\n", heading);
		tk_buf_puts(b, "  ");
		tk_show_lines(b, s->step[i].command.data, 2);
		w = tk_text_width(s->step[i].command.data);
		if (s->step[i].why.len > 0) {
			tk_buf_printf(b, "%*s  # ", w < width ?
			    (int)(width - w) : 0, "");
			tk_show_lines(b, s->step[i].why.data, 2);
		}
		tk_buf_putc(b, '\n');
	}
	s->printed = s->count;
}

static void
collect(struct steps *s)
{
	const struct tk_view *v = &s->show->view;
	char command[64 + TK_NUMBER_SIZE];

	snprintf(command, sizeof command, "tk-classify %s", v->number);
	if (v->status == TK_NEW && v->shown[TK_CATEGORY_FIELD] == NULL)
		add(s, command, "sorts it by its words");
	add_moves(s, 1);
	add_stops(s);
	add_moves(s, 0);
	put_steps(s, "next steps");
	add_gate(s);
	put_steps(s, "to close");
}

int
tk_steps_put(struct tk_show *show, struct tk_error *err)
{
	struct steps s = {.show = show, .trial = {.show = show}};
	size_t i;

	if (show->scope.own != NULL)
		return 0;
	put_asked(show);
	put_question(show);
	put_play(show);
	if ((show->scope.rules->loaded & TK_RULES_FLOW) != 0)
		collect(&s);
	for (i = 0; i < s.count; i++) {
		tk_buf_free(&s.step[i].command);
		tk_buf_free(&s.step[i].why);
	}
	free(s.step);
	tk_trial_free(&s.trial);
	return s.failed ? tk_error_memory(err) : 0;
}
