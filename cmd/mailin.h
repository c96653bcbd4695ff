/* mailin.h - mailboxes on their way into the store, and what is told of their
 * messages. Of tk-import alone. */
#ifndef TK_CMD_MAILIN_H
#define TK_CMD_MAILIN_H

#include "mail/mail.h"
#include "cmd.h"

enum { NEW, REPLY, DUP, AUTO, SPAM, KEPT, STATUSES };

struct mailin {
	struct cmd cmd;
	struct tk_intake_plan plan;	/* the callbacks are ours */
	enum tk_mailbox_format format;
	size_t max;			/* bytes of a message */
	const char *move_to;
	int csv, strict, tnef;
	/* ours */
	char *ytnef;			/* its path */
	struct tk_intake *intake;
	struct tk_mail_reader *reader;
	struct unpacked *unpacked, *now;
	struct tk_buf line;
	int progress;
	unsigned long count[STATUSES], in, shown;
	char digest[65];
};

/* The store is open. 0, or -1 when cmd_error has said why. */
int	mailin_open(struct mailin *);
/* Takes in a mailbox, NULL: stdin. -1: nothing more is to be taken in. */
int	mailin_take(struct mailin *, const char *path);
/* Does what is pending, and tells the counts. */
void	mailin_close(struct mailin *);

#endif
