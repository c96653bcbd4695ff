/* gridword.c - the cells of a grid as people read them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "grid.h"
#include "words.h"

int
tk_grid_is_words(const struct tk_grid_column *c)
{
	return c->kind == TK_KIND_WORD || c->kind == TK_KIND_TIME;
}

const char *
tk_grid_say(const struct tk_sheet *s, const struct tk_grid_column *column,
    const struct tk_grid_cell *c, char buf[TK_GRID_WORD])
{
	if (!c->set)
		return (column->flags & TK_MAY_BLANK) != 0 ? "" : "-";
	switch ((enum tk_kind)c->kind) {
	case TK_KIND_WORD:
		return c->is.word;
	case TK_KIND_COUNT:
		snprintf(buf, TK_GRID_WORD, "%lld", (long long)c->is.n);
		break;
	case TK_KIND_CHANGE:
		snprintf(buf, TK_GRID_WORD, c->is.n == 0 ? "%lld" : "%+lld",
		    (long long)c->is.n);
		break;
	case TK_KIND_FIGURE:
		snprintf(buf, TK_GRID_WORD, "%.1f", c->is.figure);
		break;
	case TK_KIND_HIGHER:
		/* what rounds to nothing has no sign */
		snprintf(buf, TK_GRID_WORD, fabs(c->is.figure) < 0.05 ?
		    "%.1f" : "%+.1f", c->is.figure);
		if (strcmp(buf, "-0.0") == 0)
			return "0.0";
		break;
	case TK_KIND_TIME:
		return tk_word_time(buf, c->is.n, s->zone, s->now);
	case TK_KIND_SPAN:
		return tk_word_span(buf, c->is.n);
	case TK_KIND_LONGER:
		buf[0] = c->is.n < 0 ? '-' : '+';
		tk_word_span(buf + (c->is.n != 0), c->is.n < 0 ? -c->is.n :
		    c->is.n);
		return buf;
	case TK_KIND_OPEN:
		return tk_word_open(buf, c->is.n);
	}
	return buf;
}
