#include "steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/clock/clockrule.h"
#include "report/format/words.h"

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

/* Adds a command, or a reason to one that this part has already. */
static void
add(struct steps *s, const char *command, const char *why)
{
	struct step *grown, *step;
	size_t i;

	if (s->failed)
		return;
	for (i = s->printed; i < s->count; i++)
		if (strcmp(s->step[i].command.data, command) == 0)
			break;
	if (i == s->count) {
		grown = realloc(s->step, (s->count + 1) * sizeof *grown);
		if (grown == NULL) {
			s->failed = 1;
			return;
		}
		s->step = grown;
		memset(&s->step[s->count++], 0, sizeof *s->step);
		tk_buf_puts(&s->step[i].command, command);
	}
	step = &s->step[i];
	if (step->why.len > 0 && strstr(step->why.data, why) == NULL)
		tk_buf_puts(&step->why, "; ");
	if (step->why.len == 0 || strstr(step->why.data, why) == NULL)
		tk_buf_puts(&step->why, why);
	s->failed = step->command.failed | step->why.failed;
}

/* Tries it, and adds it if it would be done: 1, else 0. */
static int
offer(struct steps *s, unsigned field, const char *value, const char *why,
    int must_move)
{
	const struct tk_scope *scope = &s->show->scope;
	enum tk_status from = s->show->view.status;
	char command[256 + TK_NUMBER_SIZE], move[256];
	struct tk_attempt a;

	if (!tk_attempt_make(&a, s->show, field, value) ||
	    !tk_trial_run(&s->trial, &a.change, s->show->view.number))
		return 0;
	if (must_move && s->trial.to == from)
		return 0;
	snprintf(command, sizeof command, "%s %s", a.command,
	    s->show->view.number);
	snprintf(move, sizeof move, "%s → %s", tk_scope_status(scope, from),
	    tk_scope_status(scope, s->trial.to));
	add(s, command, why != NULL ? why : move);
	return 1;
}

/* ---- what moves it --------------------------------------------------- */

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
	struct tk_attempt a;

	return tk_attempt_make(&a, s->show, field, NULL) &&
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

/* ---- what stops its clocks ------------------------------------------- */

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
	char why[256];
	size_t i;

	put_deadline(s, c, why, sizeof why);
	for (i = 0; c->rule != NULL && i < c->rule->stop.count; i++)
		if (offer(s, c->rule->stop.event[i].field,
		    c->rule->stop.event[i].value, why, 0))
			return;
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

/* ---- the closing gate ------------------------------------------------ */

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
		if (line[0] != '\0')
			add_lack(s, line);
	}
}

/* ---- all ------------------------------------------------------------- */

static void
put_steps(struct steps *s, const char *heading)
{
	struct tk_buf *b = &s->show->out;
	size_t i, w, width = 0;

	if (s->failed)
		return;
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
	tk_show_asked(show);
	tk_show_question(show);
	tk_show_play(show);
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
