/*
 * page.h - an HTML page that stands alone: no script, nothing from outside,
 * light and dark, for a screen, a phone and A4.
 *
 * What it looks like is told by elements and these classes: `n` a cell of
 * figures, `good` and `bad`, `sub` what stands under a heading, `note` what
 * stands under a table, `cards` a table whose rows become cards on a phone
 * (each cell has data-t, its column's title), `form` a table of labels (th)
 * and values (td), `sheet` a section that begins on a new page of paper.
 */
#ifndef TK_REPORT_PAGE_H
#define TK_REPORT_PAGE_H

#include "base/buf.h"

/* Up to <main>, with the head. lang: "en", "zh-CN" of what we say in it. */
void	tk_page_begin(struct tk_buf *, const char *lang, const char *title);
/* From </main> on. */
void	tk_page_end(struct tk_buf *);

/* A text anybody wrote, as text or as the value of an attribute in double
 * quotes: < & " … escaped, control characters made visible. Line ends stay:
 * td, dd and .lines show them. */
void	tk_page_text(struct tk_buf *, const char *s);
/* At most so many characters of it, then an ellipsis. */
void	tk_page_cut(struct tk_buf *, const char *s, size_t most);
/* <name class="class">text</name>; class may be NULL. Only the text is
 * anybody's. */
void	tk_page_element(struct tk_buf *, const char *name, const char *class,
	    const char *text);

/* The rules of the page (pagestyle.c). */
extern const char tk_page_style[];

#endif
