/* intake.h - mail taken in: a group of messages and what is known of them. */
#ifndef TK_RULES_INTAKE_H
#define TK_RULES_INTAKE_H

#include "store/mailroom.h"
#include "rules/change/group.h"
#include "senders.h"

#define TK_INTAKE_GROUP 256			/* messages done together */
#define TK_INTAKE_BYTES ((size_t)8 << 20)	/* and their size */
#define TK_INTAKE_TURN 8			/* groups, then others may */

/* A message of the group. */
struct tk_letter {
	struct tk_raw raw;		/* its strings are the intake's */
	char hash[TK_SHA256_HEX];
	const char *status, *id, *from, *subject;
	char number[TK_NUMBER_SIZE];
	int again;			/* was waiting in mail/new/ */
	int known;			/* is in mail/raw/ already */
	int file;			/* is to be moved there */
};

/* A group on its way: the messages and what their strings stand in. */
struct tk_bundle {
	struct tk_letter *letter;
	size_t count;
	size_t bytes;
	struct tk_arena arena;
};

int	tk_bundle_new(struct tk_bundle *, struct tk_error *);
void	tk_bundle_free(struct tk_bundle *);

struct tk_intake {
	struct tk_session *session;
	struct tk_intake_plan plan;
	struct tk_batch *batch, *spare;
	struct tk_mailroom room;
	struct tk_senders senders;
	struct tk_bundle now;		/* being given, then done */
	struct tk_filing *filing;	/* the one before: being filed */
	unsigned groups;		/* of this turn */
	uint64_t *seen;			/* digests of this run, by their */
	size_t nseen, slots;		/* first 64 bits */
	struct tk_mail_claim claim;	/* of the ticket being made */
	char key[TK_SHA256_HEX];	/* and its name */
	int replace;
	int probing;			/* would it go, were there room? */
	int failed;			/* give it no more */
};

/* The ticket a message belongs to, and by what that was told (thread.c). */
struct tk_thread {
	char number[TK_NUMBER_SIZE];	/* "": none */
	char related[TK_NUMBER_SIZE];	/* one it names, but may not write to */
	const char *warning;		/* a code, or NULL */
	int agent;			/* the sender is one of us */
	int reopen;			/* it is closed, but not for long */
};

/*
 * Two things are done beside the reading of a group (filing.c): its raw
 * messages are written, each before it is read; and the tickets of the group
 * before it are put on disk and its messages moved to mail/raw/.
 */
struct tk_keeping;
int	tk_keeping_start(struct tk_keeping **, const struct tk_intake *,
	    struct tk_error *);
/* Waits until the i-th message is written. */
int	tk_keeping_wait(struct tk_keeping *, size_t i, struct tk_error *);
void	tk_keeping_end(struct tk_keeping *);
/* Files what in->now and in->batch hold; both are empty then. And waits until
 * that is done: tells what became of each. */
int	tk_filing_start(struct tk_intake *, struct tk_error *);
int	tk_filing_end(struct tk_intake *, struct tk_error *);
/* Is that ticket made, but perhaps not yet on disk? And sees to it that all
 * are. */
int	tk_intake_holds(const struct tk_intake *, const char *number);
int	tk_intake_settle(struct tk_intake *, struct tk_error *);

/* A message more in the group being given; NULL: no memory. */
struct tk_letter *tk_intake_letter(struct tk_intake *, const char *data,
	    size_t len, const char *hash, const char *place);
int	tk_intake_full(const struct tk_intake *);
/* Runs what it needs to be read; no lock may be held. */
int	tk_intake_unpack(struct tk_intake *, const struct tk_letter *,
	    struct tk_error *);
/* With the locks held: the group is kept, read, written; to be filed and told
 * beside the next one. */
int	tk_intake_group(struct tk_intake *, struct tk_error *);
/* Files and tells what is pending, and gives the locks back. */
int	tk_intake_leave(struct tk_intake *, struct tk_error *);
/* Does what an import that died has left (recover.c). The locks are held,
 * before and after. */
int	tk_intake_recover(struct tk_intake *, struct tk_error *);

void	tk_intake_warn(const struct tk_intake *, const struct tk_letter *,
	    const char *fmt, ...) TK_PRINTF(3, 4);
/* Finds it. -1: the store cannot be read. */
int	tk_thread_find(struct tk_intake *, const struct tk_message *,
	    struct tk_thread *, struct tk_error *);
/* The login of the member of staff with that address; NULL: nobody. */
const char *tk_thread_agent(const struct tk_intake *, const char *address);
/* Decides what becomes of a message, and writes it into the batch
 * (receive.c). TK_REFUSED: it cannot become a ticket. */
int	tk_intake_receive(struct tk_intake *, struct tk_letter *,
	    const struct tk_message *, struct tk_error *);
/* Makes a new ticket of it, or a row of one (letter.c). */
int	tk_letter_new(struct tk_intake *, const struct tk_letter *,
	    const struct tk_message *, const struct tk_thread *,
	    struct tk_error *);
int	tk_letter_reply(struct tk_intake *, const struct tk_letter *,
	    const struct tk_message *, const struct tk_thread *,
	    struct tk_error *);

#endif
