/* wording.c - a text as a first mail, and as an answer. */
#include "part.h"

/* Is the text said to be a forward? Then without the word that says so. */
static struct tk_span
without_mark(struct tk_span text, unsigned *traits)
{
	struct tk_span s = text, rest = text, line;

	while (tk_span_line(&rest, &line) && tk_span_bare(line).len == 0)
		s = rest;
	s = tk_span_skip(s, tk_mail_blanks(s.data, s.len));
	if (!tk_span_begins(s, "@fwd"))
		return text;
	s = tk_span_skip(s, 4);
	if (s.len > 0 && tk_is_letter(*s.data))
		return text;
	if (tk_span_begins(s, ":") || tk_span_begins(s, ","))
		s = tk_span_skip(s, 1);
	*traits |= TK_MAIL_FORWARD;
	return tk_span_skip(s, tk_mail_blanks(s.data, s.len));
}

static int
copy(struct tk_arena *a, struct tk_wording *w, const struct tk_mail_cut *cut)
{
	if (w->text == NULL)
		w->text = tk_arena_copy(a, cut->text.data, cut->text.len);
	w->signature = tk_arena_copy(a, cut->signature.data,
	    cut->signature.len);
	w->quoted = tk_arena_copy(a, cut->quoted.data, cut->quoted.len);
	return w->text == NULL || w->signature == NULL ||
	    w->quoted == NULL ? -1 : 0;
}

int
tk_mail_wordings(struct tk_message *m, struct tk_span *text,
    struct tk_arena *a)
{
	struct tk_mail_cut first, reply;

	*text = without_mark(*text, &m->traits);
	tk_mail_cut_first(&first, text->data, text->len);
	tk_mail_cut_reply(&reply, text->data, text->len);
	m->first.text = m->reply.text = NULL;
	if (copy(a, &m->first, &first) < 0)
		return -1;
	if (reply.text.data == first.text.data &&
	    reply.text.len == first.text.len)
		m->reply.text = m->first.text;
	return copy(a, &m->reply, &reply);
}
