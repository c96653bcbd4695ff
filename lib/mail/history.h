/* history.h - lines that open what was written before. Of lib/mail alone. */
#ifndef TK_MAIL_HISTORY_H
#define TK_MAIL_HISTORY_H

#include "part.h"

int	tk_mail_line_blank(struct tk_span);
/* The line that ends where s ends, LF or no LF; s becomes what is before. */
struct tk_span tk_mail_last_line(struct tk_span *s);
/* "-----原始邮件-----" and its like. */
int	tk_mail_line_rule(struct tk_span);

/* What the label of a line is: "发件人：王芳"; *value is what stands behind
 * the colon. 0: there is none. */
enum tk_mail_head {
	TK_HEAD_FROM = 1,
	TK_HEAD_CHINESE = 2,
	TK_HEAD_ENGLISH = 4,	/* its words prove less */
	TK_HEAD_WEAK = 8,	/* may stand among the others */
};
unsigned tk_mail_line_head(struct tk_span, struct tk_span *value);

/* Where the history of a text begins; its length: nowhere. */
size_t	tk_mail_history(struct tk_span);
/* Where the tail of quoted lines begins; its length: it ends in none. */
size_t	tk_mail_history_tail(struct tk_span);

#endif
