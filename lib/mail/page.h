/* page.h - a page of HTML as Gumbo's tree, whatever the page. Of lib/mail
 * alone. */
#ifndef TK_MAIL_PAGE_H
#define TK_MAIL_PAGE_H

#include <gumbo.h>

#include "span.h"

/*
 * Gumbo's time grows with the square of how deep elements nest, and it frees
 * its tree by recursion. So its memory comes from a pool that is freed at
 * once, and pages that nest deeper than any person's are read without tags.
 */
struct tk_page {
	GumboOutput *tree;
	struct tk_page_pool *pool;
	struct tk_buf flat;
};

/* -1: no memory, or more of it than a page may take. */
int	tk_page_parse(struct tk_page *, struct tk_span html);
void	tk_page_free(struct tk_page *);

/* May Gumbo have it as it is (tags.c)? */
int	tk_page_nests_well(struct tk_span html);
/* Appends the page as a single <pre>. */
void	tk_page_flatten(struct tk_buf *, struct tk_span html);

#endif
