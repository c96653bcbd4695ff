/* spans.c - the ledger of a ticket's clocks: every second accounted for. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "show.h"
#include "report/format/words.h"

static void
put_span(struct tk_show *s, const struct tk_clock_span *span, int64_t *sum)
{
	const struct tk_zone *zone = s->scope.rules->zone;
	char from[TK_WORD_SIZE], to[TK_WORD_SIZE], n[TK_WORD_SIZE];
	char total[TK_WORD_SIZE];

	*sum += span->counted;
	tk_buf_printf(&s->out, "  %-19s  %-19s  %-7s  %10s  %10s\n",
	    tk_word_date(from, span->from, zone),
	    tk_word_date(to, span->to, zone),
	    span->paused ? "paused" : "counted",
	    span->paused ? "-" : tk_word_exact(n, span->counted),
	    tk_word_exact(total, *sum));
}

static void
put_clock(struct tk_show *s, size_t index)
{
	const struct tk_clock_list *list = &s->viewer.clocks;
	const struct tk_clock *c = &list->clock[index];
	const struct tk_zone *zone = s->scope.rules->zone;
	char a[TK_WORD_SIZE], b[TK_WORD_SIZE];
	int64_t sum = 0;
	size_t i;

	tk_buf_printf(&s->out, "\n%s %u  %s%s  limit %s of %s", c->name,
	    c->cycle, tk_verdict_name(c->verdict), c->ended ? "" :
	    c->verdict == TK_BREACHED ? ", still running" : "",
	    tk_word_exact(a, c->limit), c->calendar);
	tk_buf_printf(&s->out, "\n  start %s  due %s",
	    tk_word_date(a, c->start, zone), tk_word_date(b, c->due, zone));
	tk_buf_printf(&s->out, "  stop %s  elapsed %s%s%s\n",
	    tk_word_date(a, c->stop, zone), tk_word_exact(b, c->elapsed),
	    c->recorded ? "  as recorded" : "",
	    c->backwards ? "  stopped before it began" : "");
	for (i = 0; i < list->spans; i++)
		if (list->span[i].clock == index)
			put_span(s, &list->span[i], &sum);
}

void
tk_show_clocks(struct tk_show *s)
{
	size_t i;

	tk_buf_puts(&s->out, s->view.number);
	if (s->view.shown[TK_SUBJECT] != NULL) {
		tk_buf_puts(&s->out, "  ");
		tk_text_fit(&s->out, s->view.shown[TK_SUBJECT], SIZE_MAX,
		    TK_FIT_BARE);
	}
	tk_buf_putc(&s->out, '\n');
	for (i = 0; i < s->viewer.clocks.count; i++)
		put_clock(s, i);
	if (s->viewer.clocks.count == 0)
		tk_buf_puts(&s->out, "\nno clocks\n");
}
