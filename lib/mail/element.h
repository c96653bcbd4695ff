/* element.h - an element of a page. Of lib/mail alone. */
#ifndef TK_MAIL_ELEMENT_H
#define TK_MAIL_ELEMENT_H

#include "page.h"

#define TK_STYLE_SIZE 1024

enum tk_role {
	INLINE,
	BLOCK,
	PARAGRAPH,
	ITEM,
	LIST,
	QUOTE,
	CELL,
	ROW,
	TABLE,
	PRE,
	LINK,
	NEWLINE,
	IMAGE,
	NOTHING,		/* people do not see it */
};

enum tk_role tk_element_role(const GumboNode *);
/* NULL: it does not say. */
const char *tk_element_attribute(const GumboNode *, const char *name);
/* Its style in lower case without blanks, so much as there is room for. */
void	tk_element_style(char to[TK_STYLE_SIZE], const GumboNode *);
/* The size of its own letters: 0, 1, or -1 where it does not say. */
int	tk_element_letters(const char *style);
int	tk_element_hidden(const GumboNode *, const char *style);
int	tk_element_gmail_quote(const GumboNode *);
/* Is it a paragraph without a space around it? Outlook's are lines. */
int	tk_element_tight(const GumboNode *, const char *style);

#endif
