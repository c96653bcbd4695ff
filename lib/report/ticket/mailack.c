/* mailack.c - the acknowledgement of a ticket, as the rulebook words it. */
#include <string.h>

#include "rules/change/plan.h"
#include "rules/selector/selector.h"
#include "rules/tables/texts.h"
#include "showmail.h"

/* What is sent when messages.csv has nothing to say. */
static const char plain[] = "您好，您反映的问题已登记，工单号{id}，"
    "我们会尽快处理并答复您。如需补充情况，直接回复本邮件即可。";

/* The row of messages.csv that tells a customer of a new ticket; 1, 0: none,
 * -1. */
static int
find_row(const struct tk_show *s, const char **text, struct tk_error *err)
{
	const struct tk_texts *x = s->scope.rules->texts;
	const struct tk_viewer *v = &s->viewer;
	struct tk_subject subject = {.rules = s->scope.rules,
	    .ticket = &v->ticket, .state = &v->state};
	const struct tk_selector *when;
	int event, hit;
	size_t i;

	for (i = 0; i < x->messages; i++) {
		if (x->message[i].canned != NULL ||
		    !tk_list_has(x->message[i].to, "customer"))
			continue;
		event = tk_events_match(&x->message[i].event, TK_ID,
		    v->number);
		if (event < 0)
			continue;
		when = x->message[i].event.event[event].when;
		hit = when == NULL ? 1 : tk_selector_match(when, &subject,
		    err);
		if (hit > 0)
			*text = x->message[i].template;
		if (hit != 0)
			return hit;
	}
	return 0;
}

/* May the customer read what stands for {name}? */
static int
is_public(const struct tk_show *s, const char *name, size_t len)
{
	const char *dot = memchr(name, '.', len);
	const struct tk_field_rule *f = tk_field_find(&s->scope.rules->fields,
	    name, dot == NULL ? len : (size_t)(dot - name));

	return f == NULL || f->public || strcmp(f->name, "customer") == 0;
}

/* The template without the names that no customer may read. */
static void
only_public(const struct tk_show *s, const char *text, struct tk_buf *b)
{
	const char *open, *end;

	while ((open = strchr(text, '{')) != NULL &&
	    (end = strchr(open, '}')) != NULL) {
		tk_buf_add(b, text, (size_t)(open - text));
		if (is_public(s, open + 1, (size_t)(end - open) - 1))
			tk_buf_add(b, open, (size_t)(end - open) + 1);
		else
			tk_session_warn(s->scope.session, "%s: {%.*s} is left "
			    "out; rules/fields.csv does not say of it that it "
			    "is public", s->viewer.number,
			    (int)(end - open) - 1, open + 1);
		text = end + 1;
	}
	tk_buf_puts(b, text);
}

int
tk_answer_ack(struct tk_show *s, const struct tk_row *id, struct tk_buf *b,
    struct tk_error *err)
{
	/* as whoever took the ticket down could have sent it at once */
	struct tk_session session = *s->scope.session;
	struct tk_clock_list clocks = {0};
	const struct tk_change change = {.verb = TK_DO_NEW};
	struct tk_plan plan = {.session = &session, .change = &change,
	    .ticket = &s->viewer.ticket, .state = &s->viewer.state,
	    .clocks = &clocks, .number = s->viewer.number, .now = id->time};
	struct tk_buf text = TK_BUF_INIT;
	const char *template = plain;
	int rc = -1;

	session.actor = id->actor;
	if (find_row(s, &template, err) < 0)
		return -1;
	only_public(s, template, &text);
	if (tk_buf_check(&text, err) == 0)
		rc = tk_plan_template(&plan, text.data, b, err);
	tk_clock_list_free(&clocks);
	tk_buf_free(&text);
	return rc;
}
