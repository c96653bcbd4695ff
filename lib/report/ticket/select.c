#include "select.h"

#include <string.h>

/* A closed ticket, to ask terms on status whether one may be meant. */
static const char sample[] = TK_TICKET_HEADER
	"2000-01-01T00:00:00Z,tk,status,closed\n";

/* Does the term speak of the status, or of when it was closed? */
static int
on_status(const struct tk_term_view *v)
{
	if (v->field != NULL)
		return v->field->field == TK_STATUS &&
		    strchr(v->text, '.') == NULL;
	return strncmp(v->text, "closed", 6) == 0 &&
	    strcspn(v->text, "!<>=~") == 6;
}

/* What the terms on status say of a closed ticket. */
static int
look_at_status(struct tk_selection *s, struct tk_error *err)
{
	struct tk_viewer closed = {.scope = s->scope};
	struct tk_subject subject = {.rules = s->scope->rules,
	    .ticket = &closed.ticket, .state = &closed.state};
	struct tk_term_view v;
	int hit, rc = -1;
	size_t i;

	s->any_status = 0;
	s->closed = 1;
	tk_buf_puts(&closed.data, sample);
	if (tk_buf_check(&closed.data, err) < 0 ||
	    tk_viewer_take(&closed, "", err) < 0)
		goto done;
	for (i = 0; i < tk_selector_terms(s->selector); i++) {
		hit = tk_selector_term(s->selector, i, &subject, &v, err);
		if (hit < 0)
			goto done;
		if (v.field == NULL && strncmp(v.text, "children", 8) == 0) {
			tk_error_set(err, TK_BAD, "\"%s\": children stands in "
			    "gates only; list a ticket's own with parent=ID",
			    v.text);
			goto done;
		}
		if (!on_status(&v))
			continue;
		s->any_status = 1;
		if (!hit && v.field != NULL)
			s->closed = 0;
	}
	rc = 0;
done:
	tk_viewer_free(&closed);
	return rc;
}

static int
compile(struct tk_selection *s, const char *const *operands, size_t n,
    struct tk_error *err)
{
	const struct tk_session *session = s->scope->session;
	struct tk_buf text = TK_BUF_INIT;
	size_t i;
	int rc;

	for (i = 0; i < n; i++) {
		tk_buf_puts(&text, operands[i]);
		tk_buf_putc(&text, ';');
	}
	rc = tk_buf_check(&text, err);
	if (rc == 0)
		rc = tk_selector_compile(&s->selector, &session->rules,
		    text.data, TK_IN_LIST, s->scope->now, session->actor,
		    err);
	tk_buf_free(&text);
	return rc;
}

int
tk_selection_open(struct tk_selection *out, const struct tk_scope *scope,
    const char *const *operands, size_t n, int all,
    const struct tk_error *fault, struct tk_error *err)
{
	struct tk_selection s = {.scope = scope, .any_status = all,
	    .closed = all};

	if (n > 0 && scope->own != NULL) {	/* there are no fields */
		if (err != NULL)
			*err = *fault;
		return -1;
	}
	if (n > 0) {
		if (compile(&s, operands, n, err) < 0)
			return -1;
		if (look_at_status(&s, err) < 0) {
			tk_selection_close(&s);
			return -1;
		}
		s.any_status |= all;
		s.closed &= s.any_status;
		s.clocks = tk_selector_needs_clocks(s.selector);
	}
	*out = s;
	return 0;
}

void
tk_selection_close(struct tk_selection *s)
{
	tk_selector_free(s->selector);
	memset(s, 0, sizeof *s);
}

int
tk_selection_brief(const struct tk_selection *s)
{
	struct tk_term_view v;
	size_t i;

	for (i = 0; s->selector != NULL &&
	    i < tk_selector_terms(s->selector); i++) {
		tk_selector_view(s->selector, i, &v);
		if (v.field != NULL && (strchr(v.text, '.') != NULL ||
		    !tk_brief_value(v.field->name)))
			return 0;
	}
	return 1;
}

int
tk_selection_match(const struct tk_selection *s, struct tk_viewer *v,
    struct tk_error *err)
{
	struct tk_subject subject = {.rules = s->scope->rules,
	    .ticket = &v->ticket, .state = &v->state, .clocks = &v->clocks,
	    .now = s->scope->now, .me = s->scope->session->actor};

	if (!s->any_status && tk_state_status(&v->state, &v->ticket) ==
	    TK_CLOSED)
		return 0;
	if (s->clocks)
		tk_viewer_walk(v, 0);
	return s->selector == NULL ? 1 :
	    tk_selector_match(s->selector, &subject, err);
}

int
tk_selection_unmask(const struct tk_scope *s, struct tk_error *err)
{
	const unsigned parts = TK_RULES_SETTINGS | TK_RULES_STAFF;
	const char *roles = s->rules->settings.unmask;

	if ((s->rules->loaded & parts) == parts &&
	    tk_session_may(s->session, roles, NULL, NULL))
		return 0;
	return tk_error_set(err, TK_REFUSED, "--unmask is for %s; leave it "
	    "out, or ask one of them", roles == NULL ? "nobody while the "
	    "tables are faulty" : roles);
}
