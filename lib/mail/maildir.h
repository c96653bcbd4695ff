/* maildir.h - the messages of a Maildir. Of lib/mail alone. */
#ifndef TK_MAIL_MAILDIR_H
#define TK_MAIL_MAILDIR_H

#include "mail.h"

struct tk_maildir;

/* Has the folder a cur/ or a new/? */
int	tk_maildir_is(const char *folder);
/* What is in new/ and cur/ now, in the order of the names without flags. */
int	tk_maildir_open(struct tk_maildir **, const char *folder,
	    struct tk_error *);
/* 1, the next message's bytes, up to max and one more, and its path, which
 * stays until the next call; 0: no more; -1: this one cannot be read. */
int	tk_maildir_next(struct tk_maildir *, struct tk_buf *, size_t max,
	    const char **path, struct tk_error *);
void	tk_maildir_progress(const struct tk_maildir *, uint64_t *done,
	    uint64_t *all);
void	tk_maildir_close(struct tk_maildir *);

#endif
