/* plain.h - lines of text as a page shows them. Of lib/mail alone. */
#ifndef TK_MAIL_PLAIN_H
#define TK_MAIL_PLAIN_H

#include "base/buf.h"

/* What stands between this character and the last one is written when one
 * comes: so much of it depends on what that is. */
struct tk_plain {
	struct tk_buf *out;
	size_t start;		/* of ours in out */
	unsigned lines;		/* 1: a new line, 2: an empty one before it */
	size_t blanks, tabs;
	int visible;		/* a line of hard blanks is an empty line */
	unsigned pre;		/* blanks and lines count */
	unsigned quote, quoted;	/* how often, and the last line was */
	unsigned indent;	/* of lists */
	char mark[32];		/* of an item, "" when it is written */
	size_t ended;		/* lines so far */
};

/* UTF-8 as it stands in the page. */
void	tk_plain_text(struct tk_plain *, const char *s, size_t len);
/* The same, of which no blank is left out. */
void	tk_plain_word(struct tk_plain *, const char *s, size_t len);
/* A block begins or ends: lines is 1, or 2 with an empty line. */
void	tk_plain_break(struct tk_plain *, unsigned lines);
/* A line ends, though it be empty. */
void	tk_plain_line(struct tk_plain *);

#endif
