/* topic.h - what a subject is about. Of lib/mail alone. */
#ifndef TK_MAIL_TOPIC_H
#define TK_MAIL_TOPIC_H

#include "part.h"

/* The part of a subject behind every Re:, 转发: … and [tag] at its front. If
 * only tags would be left out of it, they stay. Adds TK_MAIL_ANSWER and
 * TK_MAIL_FORWARD to *traits. */
struct tk_span tk_mail_topic(const char *subject, unsigned *traits);

/* How many bytes the first max characters take. */
size_t	tk_mail_chars(const char *s, size_t len, size_t max);

/* Length of the blanks at s: ASCII ones but for LF, full-width, no-break and
 * invisible ones. */
size_t	tk_mail_blanks(const char *s, size_t len);
/* The same backwards: the length of s without the blanks at its end. */
size_t	tk_mail_trim(const char *s, size_t len);

#endif
