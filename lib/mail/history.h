/* history.h - lines that open what was written before. Of lib/mail alone. */
#ifndef TK_MAIL_HISTORY_H
#define TK_MAIL_HISTORY_H

#include "part.h"

/* The line at `from` of a text, without its LF; *next is where the next one
 * begins. */
struct tk_span tk_mail_line(const char *text, size_t len, size_t from,
	    size_t *next);

/* Is there nothing, or a quoted line ("> …")? */
int	tk_mail_line_blank(struct tk_span);
int	tk_mail_line_quoted(struct tk_span);

/* "-----原始邮件-----" and its like. */
int	tk_mail_line_rule(struct tk_span);

enum tk_mail_label {
	TK_MAIL_LABEL_NONE,
	TK_MAIL_LABEL_WEAK,	/* may stand among the others */
	TK_MAIL_LABEL_FROM,	/* 发件人 */
	TK_MAIL_LABEL_OTHER,	/* 收件人, 主题 … */
	TK_MAIL_LABEL_EN_FROM,	/* From; English words prove less */
	TK_MAIL_LABEL_EN_OTHER,
};
/* "发件人：王芳"; *value is what stands behind the colon. */
enum tk_mail_label tk_mail_line_label(struct tk_span, struct tk_span *value);

/* Where the history of a text begins; len: nowhere. */
size_t	tk_mail_history(const char *text, size_t len);
/* Where the tail of quoted lines begins; len: it does not end in them. */
size_t	tk_mail_history_tail(const char *text, size_t len);

#endif
