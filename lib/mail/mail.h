/*
 * mail.h - complaints by mail: finds the messages of an mbox, a Maildir or a
 * file, and reads what a complaint needs of each.
 *
 * Linked by tk-import alone. No message is an error: what cannot be read is
 * guessed, and the message's warnings say so. tk-mail(7) says why this
 * reader exists.
 */
#ifndef TK_MAIL_MAIL_H
#define TK_MAIL_MAIL_H

#include "base/buf.h"

/* What is read of a message; beyond it a warning, and the raw message. */
#define TK_MAIL_MAX_HEADER (1 << 20)	/* bytes of a header */
#define TK_MAIL_MAX_FIELDS 10000	/* fields of a header */
#define TK_MAIL_MAX_PARTS 100		/* of a message */
#define TK_MAIL_MAX_DEPTH 30
#define TK_MAIL_MAX_FILE (25 << 20)	/* bytes of an attachment */
#define TK_MAIL_MAX_TEXT (1 << 20)	/* bytes of a text, in UTF-8 */
#define TK_MAIL_MAX_SUBJECT 500		/* characters */

/* ---- where messages are ------------------------------------------------ */

enum tk_mailbox_format {
	TK_MAILBOX_ANY,		/* look at it */
	TK_MAILBOX_MBOX,
	TK_MAILBOX_EML,
	TK_MAILBOX_MAILDIR,
};

/* A message as it lay there, until the next call. */
struct tk_mailbox_item {
	const char *data;	/* without its From_ line and, of an mbox, the
				 * empty line behind it; else byte for byte */
	size_t len;
	const char *place;	/* "complaints.mbox:#37 (byte 918221)" */
	const char *path;	/* of its file in a Maildir; else NULL */
	int escaped;		/* of an mbox: ">From " stands for "From " */
	int truncated;		/* the mbox ends within it */
	int outside;		/* text before the first From_ line of an
				 * mbox: no message */
	int too_long;		/* only the first max bytes of it */
};

struct tk_mailbox;

/* path NULL: stdin. max: bytes of one message. TK_BAD: it cannot be read, or
 * is no mail. */
int	tk_mailbox_open(struct tk_mailbox **, const char *path,
	    enum tk_mailbox_format, size_t max, struct tk_error *);
/* 1 and the next message; 0: no more; -1: it cannot be read on. */
int	tk_mailbox_next(struct tk_mailbox *, struct tk_mailbox_item *,
	    struct tk_error *);
/* How far it is: bytes (or, of a Maildir, messages) of all; all is 0 where
 * that is not known. */
void	tk_mailbox_progress(const struct tk_mailbox *, uint64_t *done,
	    uint64_t *all);
void	tk_mailbox_close(struct tk_mailbox *);

/* ---- what is in one ----------------------------------------------------- */

struct tk_mail_reader;

/* Its buffers serve one message after the other. */
int	tk_mail_reader_new(struct tk_mail_reader **, struct tk_error *);
void	tk_mail_reader_free(struct tk_mail_reader *);
/*
 * Reads a message. What *m points to stays until the next call. It gives up
 * what is not yet read, and warns, when *stop (may be NULL) turns true.
 * -1: no memory.
 */
int	tk_mail_read(struct tk_mail_reader *, const char *data, size_t len,
	    int escaped, const volatile int *stop, struct tk_message *m,
	    struct tk_error *);

/* What a program found in a winmail.dat, which is not opened here. */
struct tk_mail_winmail {
	const struct tk_enclosure *file;	/* their names may be any bytes */
	size_t files;
	const char *text;	/* of the message, in HTML or RTF; NULL: none */
	size_t text_len;
	int rtf;
	const char *warning;	/* NULL: all went well */
};

/* Is the i-th enclosure of the message that was read last a winmail.dat, by
 * its type or its name? */
int	tk_mail_is_winmail(const struct tk_mail_reader *, size_t i);
/* What is in those of a message, in their order, for tk_mail_read, until it
 * is said anew (NULL, 0: not known). Their files become enclosures, too,
 * behind the others; and if the message has no text, theirs is its. They must
 * stay as long as the message. */
void	tk_mail_winmails(struct tk_mail_reader *,
	    const struct tk_mail_winmail *, size_t n);

/* SHA-256 in lower-case digits: of the bytes of a message; of its sender,
 * Date, subject and text, which tk_mail_read leaves to the caller. */
void	tk_mail_hash(char hex[65], const void *data, size_t len);
void	tk_mail_digest(char hex[65], const struct tk_message *);

#endif
