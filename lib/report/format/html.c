/* html.c - grids as a page. */
#include <ctype.h>
#include <string.h>

#include "chart.h"
#include "page.h"

#define ROWS 200		/* of a grid, at most */
#define WORD 160		/* characters of a cell, at most */
#define SHORT 12		/* columns of a short word */
#define LONG 20			/* … of one word, before it is broken */
#define PAGE 300000		/* bytes */
#define MAIL 100000		/* more is cut off by some who show mail */
#define NARROW 5		/* so many columns fit on a phone */
#define NUMBERED 3		/* … behind a ticket's number, which is long */
#define SLIM 7			/* … need no more than they take */
#define BROAD 9			/* more need small letters on paper */
#define TILES 10

struct html {
	struct tk_buf *out;
	const struct tk_sheet *sheet;
	size_t rows;		/* of a grid, at most */
	int mail;
};

/* ---- what it is called ------------------------------------------------ */

const char *
tk_sheet_rest(const struct tk_sheet *s)
{
	const char *colon = strstr(s->headline, ": ");
	size_t n = strlen(s->name);

	/* "handover at 15:00, until 09:00: …": the title has but the name */
	if (s->title != NULL && s->period == NULL &&
	    strncmp(s->headline, s->name, n) == 0 && s->headline[n] == ' ')
		return s->headline + n + 1;
	return colon == NULL ? s->headline : colon + 2;
}

void
tk_sheet_title(struct tk_buf *b, const struct tk_sheet *s)
{
	const char *colon = strstr(s->headline, ": ");
	size_t from = b->len;

	if (s->title != NULL)
		tk_buf_printf(b, s->period == NULL ? "%s" : "%s %s", s->title,
		    s->period);
	else if (colon != NULL)
		tk_buf_add(b, s->headline, (size_t)(colon - s->headline));
	else
		tk_buf_puts(b, s->name);
	if (!b->failed)
		b->data[from] = (char)toupper((unsigned char)b->data[from]);
}

/* ---- tiles ------------------------------------------------------------ */

static const char *
tone_of(const struct tk_grid_cell *c)
{
	return c->tone == TK_TONE_GOOD ? "good" :
	    c->tone == TK_TONE_BAD ? "bad" : NULL;
}

static const char *
say(const struct html *h, const struct tk_grid *g, size_t row, size_t column,
    char buf[TK_GRID_WORD])
{
	return tk_grid_say(h->sheet, &g->column[column], tk_grid_at(g, row,
	    column), buf);
}

/* "+3 · before 9": what of it is known. */
static void
put_comparison(const struct html *h, const struct tk_grid *g, size_t row)
{
	size_t before = g->chart_more[0], change = g->chart_more[1];
	char buf[TK_GRID_WORD];

	tk_buf_puts(h->out, "<span>");
	if (change > 0 && tk_grid_at(g, row, change)->set) {
		tk_page_element(h->out, "span", tone_of(tk_grid_at(g, row,
		    change)), say(h, g, row, change, buf));
		tk_buf_puts(h->out, " · ");
	}
	if (before > 0) {
		tk_page_text(h->out, g->column[before].title);
		tk_buf_putc(h->out, ' ');
		tk_page_text(h->out, say(h, g, row, before, buf));
	}
	tk_buf_puts(h->out, "</span>");
}

static void
put_tiles(const struct html *h, const struct tk_grid *g)
{
	size_t rows = tk_chart_rows(g), i;
	char buf[TK_GRID_WORD];

	if (g->chart_rows == 0 && rows > TILES)
		rows = TILES;
	tk_buf_puts(h->out, "<ul class=\"tiles\">\n");
	for (i = 0; i < rows; i++) {
		tk_buf_puts(h->out, "<li>");
		tk_page_element(h->out, "span", NULL, say(h, g, i,
		    g->chart_label, buf));
		tk_page_element(h->out, "b", tone_of(tk_grid_at(g, i,
		    g->chart_value)), say(h, g, i, g->chart_value, buf));
		put_comparison(h, g, i);
		tk_buf_puts(h->out, "</li>\n");
	}
	tk_buf_puts(h->out, "</ul>\n");
}

/* ---- tables ----------------------------------------------------------- */

static int
is_shown(const struct tk_grid *g, size_t column)
{
	return (g->column[column].flags & TK_ONLY_DATA) == 0;
}

static int
has_bars(const struct tk_grid *g)
{
	return (g->chart == TK_CHART_BARS || g->chart == TK_CHART_STACK) &&
	    tk_chart_most(g) > 0;
}

/* A title without the mark of a comment in text. */
static const char *
title_of(const struct tk_grid *g, size_t column)
{
	const char *title = g->column[column].title;

	return title + (strncmp(title, "# ", 2) == 0 ? 2 : 0);
}

/* Has it a word that must be broken somewhere? */
static int
is_long(const char *s)
{
	size_t run = 0;

	for (; *s != '\0' && run <= LONG; s++)
		run = (unsigned char)*s > ' ' && (unsigned char)*s < 0x80 ?
		    run + 1 : 0;
	return run > LONG;
}

/* How a cell stands: n figures, t times, id, s short words, m some
 * more, w a text. */
static const char *
class_of(const struct tk_grid *g, size_t column)
{
	const struct tk_grid_column *c = &g->column[column];

	if (!tk_grid_is_words(c))
		return "n";
	if (c->kind == TK_KIND_TIME)
		return "t";
	if (g->tickets && column == 0)
		return "id";
	return column + 1 == g->columns ? "w" : column > 0 ? "s" : NULL;
}

static void
put_titles(const struct html *h, const struct tk_grid *g, int bars)
{
	int first = 1;
	size_t j;

	tk_buf_puts(h->out, "<thead><tr>");
	for (j = 0; j < g->columns; j++) {
		if (!is_shown(g, j))
			continue;
		tk_buf_puts(h->out, "<th scope=\"col\"");
		if (class_of(g, j) != NULL)
			tk_buf_printf(h->out, " class=\"%s\"", class_of(g, j));
		tk_buf_putc(h->out, '>');
		tk_page_text(h->out, title_of(g, j));
		tk_buf_puts(h->out, "</th>");
		if (first && bars)
			tk_buf_puts(h->out, "<th class=\"bar\"></th>");
		first = 0;
	}
	tk_buf_puts(h->out, "</tr></thead>\n");
}

static void
put_cell(const struct html *h, const struct tk_grid *g, size_t row,
    size_t column, int first, int cards)
{
	const struct tk_grid_cell *c = tk_grid_at(g, row, column);
	const char *class = class_of(g, column), *tone = tone_of(c);
	struct tk_buf *b = h->out;
	char buf[TK_GRID_WORD];
	const char *text = say(h, g, row, column, buf);

	if (tk_grid_is_words(&g->column[column]) && is_long(text))
		class = "l";
	else if (class != NULL && class[0] == 's' &&
	    tk_text_width(text) > SHORT)
		class = "m";
	tk_buf_puts(b, first ? "<th scope=\"row\"" : "<td");
	if (class != NULL || tone != NULL)
		tk_buf_printf(b, " class=\"%s%s%s\"", class == NULL ? "" :
		    class, class != NULL && tone != NULL ? " " : "",
		    tone == NULL ? "" : tone);
	if (cards && !first) {
		tk_buf_puts(b, " data-t=\"");
		tk_page_text(b, title_of(g, column));
		tk_buf_putc(b, '"');
	}
	tk_buf_putc(b, '>');
	tk_page_cut(b, text, WORD);
	tk_buf_puts(b, first ? "</th>" : "</td>");
}

static void
put_row(const struct html *h, const struct tk_grid *g, size_t row,
    double most, int cards)
{
	int first = 1;
	size_t j;

	tk_buf_puts(h->out, "<tr>");
	for (j = 0; j < g->columns; j++) {
		if (!is_shown(g, j))
			continue;
		put_cell(h, g, row, j, first, cards);
		if (first && most > 0) {
			tk_buf_puts(h->out, "<td class=\"bar\">");
			tk_chart_svg_bar(h->out, g, row, most, h->mail);
			tk_buf_puts(h->out, "</td>");
		}
		first = 0;
	}
	tk_buf_puts(h->out, "</tr>\n");
}

/* What was left out, and how to see it. */
static void
put_more(const struct html *h, const struct tk_grid *g)
{
	size_t rows = g->rows - (g->skip_to - g->skip_from);

	if (rows <= h->rows)
		return;
	tk_buf_printf(h->out, "<p class=\"note\">and %zu more",
	    rows - h->rows);
	if (h->sheet->command != NULL) {
		tk_buf_puts(h->out, ", all of them by ");
		tk_page_element(h->out, "code", NULL, h->sheet->command);
	}
	tk_buf_puts(h->out, "</p>\n");
}

/* Are its rows too wide for a phone? */
static int
is_cards(const struct tk_grid *g, size_t shown)
{
	return shown > NARROW || (shown > NUMBERED && strcmp(g->column[0].key,
	    "id") == 0);
}

/* cards: on a phone; wide: on a tablet too; small: in small letters. */
static void
put_classes(const struct html *h, const struct tk_grid *g, size_t shown,
    int bars)
{
	int texts = tk_grid_is_words(&g->column[g->columns - 1]);

	tk_buf_puts(h->out, "<table class=\"");
	tk_buf_puts(h->out, is_cards(g, shown) ? "cards" : "plain");
	tk_buf_puts(h->out, shown > BROAD || (texts && shown > NARROW) ?
	    " wide" : "");
	tk_buf_puts(h->out, shown > BROAD ? " small" : "");
	tk_buf_puts(h->out, shown <= SLIM && !bars && !g->tickets ?
	    " slim" : "");
	tk_buf_puts(h->out, "\">\n");
}

/* As many as there may be, and what stands for those that people skip. */
static void
put_rows(const struct html *h, const struct tk_grid *g, double most,
    size_t columns)
{
	size_t left = h->rows, i;

	for (i = 0; i < g->rows && left > 0; i++) {
		if (!tk_grid_skips(g, i)) {
			put_row(h, g, i, most, is_cards(g, columns));
			left--;
		} else if (i == g->skip_from) {
			tk_buf_printf(h->out, "<tr><td class=\"note\" "
			    "colspan=\"%zu\">", columns);
			tk_page_text(h->out, g->skip_note);
			tk_buf_puts(h->out, "</td></tr>\n");
		}
	}
}

static void
put_table(const struct html *h, const struct tk_grid *g)
{
	double most = has_bars(g) ? tk_chart_most(g) : 0;
	size_t shown = 0, j;

	for (j = 0; j < g->columns; j++)
		shown += (size_t)is_shown(g, j);
	shown += most > 0;
	put_classes(h, g, shown, most > 0);
	put_titles(h, g, most > 0);
	tk_buf_puts(h->out, "<tbody>\n");
	put_rows(h, g, most, shown);
	tk_buf_puts(h->out, "</tbody>\n</table>\n");
	put_more(h, g);
}

/* ---- grids ------------------------------------------------------------ */

static void
put_grid(const struct html *h, const struct tk_grid *g)
{
	int folded = g->chart == TK_CHART_HEAT || g->chart == TK_CHART_TREND;

	tk_buf_puts(h->out, "<section>\n");
	if (g->title != NULL)
		tk_page_element(h->out, "h2", NULL, g->title);
	if (g->chart == TK_CHART_TILES)
		put_tiles(h, g);
	folded = folded && !h->mail && tk_chart_most(g) > 0;
	if (folded) {
		tk_chart_svg_figure(h->out, h->sheet, g);
		tk_buf_puts(h->out, "<details open><summary>Figures</summary>\n");
	}
	put_table(h, g);
	if (folded)
		tk_buf_puts(h->out, "</details>\n");
	if (g->chart == TK_CHART_STACK && !h->mail)
		tk_chart_svg_legend(h->out, g);
	if (g->note != NULL)
		tk_page_element(h->out, "p", "note", g->note);
	tk_buf_puts(h->out, "</section>\n");
}

static void
put_page(const struct html *h)
{
	const struct tk_sheet *s = h->sheet;
	struct tk_buf title = TK_BUF_INIT;
	char now[TK_TIME_SIZE];
	size_t i;

	tk_sheet_title(&title, s);
	if (title.failed) {
		h->out->failed = 1;
		return;
	}
	tk_page_begin(h->out, "en", title.data);
	tk_buf_puts(h->out, "<header>\n");
	tk_page_element(h->out, "h1", NULL, title.data);
	tk_buf_putc(h->out, '\n');
	tk_page_element(h->out, "p", "sub", tk_sheet_rest(s));
	tk_buf_puts(h->out, "\n</header>\n");
	for (i = 0; i < s->grids; i++)
		if (s->grid[i].rows > 0)
			put_grid(h, &s->grid[i]);
	tk_buf_puts(h->out, "<footer>As of ");
	tk_page_text(h->out, tk_time_format(now, s->now, s->zone));
	tk_buf_puts(h->out, "</footer>\n");
	tk_page_end(h->out);
	tk_buf_free(&title);
}

void
tk_sheet_html(struct tk_buf *b, const struct tk_sheet *s, int mail)
{
	struct html h = {.out = b, .sheet = s, .rows = ROWS, .mail = mail};
	size_t from = b->len, most = mail ? MAIL : PAGE;

	put_page(&h);
	while (!b->failed && b->len - from > most && h.rows > 1) {
		b->len = from;
		h.rows -= (h.rows + 3) / 4;
		put_page(&h);
	}
}
