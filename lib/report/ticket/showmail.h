/* showmail.h - a ticket's answer to its customer, as mail. */
#ifndef TK_REPORT_SHOWMAIL_H
#define TK_REPORT_SHOWMAIL_H

#include "store/mailkey.h"
#include "show.h"

#define TK_ANSWER_REFERENCES 20

/* Who it is from or for. */
struct tk_correspondent {
	const char *address;	/* within its source */
	size_t len;
	struct tk_buf name;
};

/* "王芳 <fang@example.com>", as settings have it; its name is to be freed. */
void	tk_correspondent_read(struct tk_correspondent *, const char *text);
/* The field of a header. */
void	tk_correspondent_put(struct tk_buf *, const char *field,
	    const struct tk_correspondent *);

struct tk_answer {
	struct tk_show *show;
	const struct tk_row *row;	/* what it says, or the id row */
	unsigned upto;		/* what was known then: so many rows */
	unsigned ordinal;	/* 0: an acknowledgement; k: the k-th reply */
	struct tk_buf text;
	struct tk_correspondent from, to;
	char token[TK_MAIL_TOKEN_SIZE];
	const char *reference[TK_ANSWER_REFERENCES];
	size_t reference_len[TK_ANSWER_REFERENCES];
	size_t references;
};

/* Can this rulebook send mail? TK_BAD names the next step if not. */
int	tk_mail_ready(const struct tk_scope *, struct tk_error *);
/* Appends the message; TK_REFUSED when nobody can be written to. */
int	tk_show_mail(struct tk_show *, struct tk_error *);

/* The text of an acknowledgement, of a ticket with that id row; appended to
 * b (mailack.c). */
int	tk_answer_ack(struct tk_show *, const struct tk_row *id,
	    struct tk_buf *b, struct tk_error *);
/* Whom it is for; TK_REFUSED: no address is known. And who it is from
 * (mailpeople.c). */
int	tk_answer_customer(struct tk_answer *, struct tk_error *);
void	tk_answer_sender(struct tk_answer *);
/* Appends the text with the files of its row, and what the header says of
 * them (mailbody.c). */
int	tk_answer_body(const struct tk_answer *, struct tk_buf *,
	    struct tk_error *);

#endif
