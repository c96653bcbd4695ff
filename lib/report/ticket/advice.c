/* advice.c - what to ask, to do and to say about a ticket. */
#include <stdio.h>
#include <string.h>

#include "rules/classify/classify.h"
#include "rules/selector/selector.h"
#include "rules/tables/texts.h"
#include "steps.h"

void
tk_show_question(struct tk_show *s)
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

void
tk_show_play(struct tk_show *s)
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

void
tk_show_asked(struct tk_show *s)
{
	const struct tk_fields *fs = &s->scope.rules->fields;
	const char *sep = "\nto ask\n  ";
	unsigned f;

	if (s->view.status >= TK_SOLVED)
		return;
	for (f = 0; f < fs->rules; f++) {
		if (!tk_field_missing(&fs->rule[f], &s->viewer.ticket,
		    &s->viewer.state) || !to_ask(s, &fs->rule[f]))
			continue;
		tk_buf_printf(&s->out, "%s%s(%s)", sep, fs->rule[f].label,
		    fs->rule[f].name);
		sep = ", ";
	}
	if (*sep == ',')
		tk_buf_putc(&s->out, '\n');
}
