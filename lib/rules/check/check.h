/* check.h - what the parts of a check share. */
#ifndef TK_RULES_CHECK_H
#define TK_RULES_CHECK_H

#include "base/index.h"
#include "base/sha256.h"
#include "store/fold.h"
#include "store/month.h"
#include "store/scan.h"
#include "rules/change/session.h"

#define TK_CHECK_OLD 3600	/* seconds; what is younger may be at work */

/* A month and the tickets its file holds, in order of their numbers. */
struct tk_holding {
	char name[TK_MONTH_SIZE];
	struct tk_lots lots;
};

/* A raw message, and the ticket of which it is a row. */
struct tk_mailed {
	char raw[TK_SHA256_HEX];
	char number[TK_NUMBER_SIZE];
};

struct tk_checker {
	struct tk_session *session;
	const struct tk_store *store;
	struct tk_check *check;
	struct tk_schema *plain;	/* while fields.csv is faulty */
	const struct tk_schema *schema;
	struct tk_batch *batch;		/* of repairs */
	int64_t real_now;
	struct tk_scan scan;		/* of open/ and closed/ */
	struct tk_holding *holding;	/* the newest month first */
	size_t holdings;
	struct tk_index newest, oldest;	/* numbers to holdings */
	int archive;			/* its lock, or -1 */
	int unsure;			/* tickets seem to be missing from it */
	/* of one ticket after the other */
	struct tk_buf data;
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_clock_list clocks;
	enum tk_place place;
	/* of every ref row of every ticket, for the claims */
	char (*key)[TK_SHA256_HEX];
	size_t keys, key_size;
	/* of every raw row, for the claims of mail */
	struct tk_mailed *mailed;
	size_t mails, mail_size;
};

/* Says "PLACE: what; next step". */
void	tk_checker_fault(struct tk_checker *, const char *place,
	    const char *fmt, ...) TK_PRINTF(3, 4);
/* Says "PLACE: what; what was done about it". */
void	tk_checker_mended(struct tk_checker *, const char *place,
	    const char *fmt, ...) TK_PRINTF(3, 4);
void	tk_checker_failed(struct tk_checker *, const struct tk_error *);

/* Is the file there, and was it last written long ago? */
int	tk_checker_old(const struct tk_checker *, const char *path);
/* The names in a folder, sorted, hidden ones too; none if it is not there,
 * -1 with errno if it is no folder. Free with tk_names_free. */
int	tk_checker_names(const struct tk_checker *, const char *path,
	    struct tk_names *);
int	tk_checker_has(const struct tk_names *, const char *name);
/* The same, having said why not. */
int	tk_checker_list(struct tk_checker *, const char *path,
	    struct tk_names *);
/* Did it lie in open/ or closed/ when the check began? Does nothing in the
 * store have that number, surely? Never while the archive has lost some. */
int	tk_checker_live(const struct tk_checker *, const char *number);
int	tk_checker_gone(const struct tk_checker *, const char *number);
/* "….1234.tmp": what writers call a file before it is whole. One that is old
 * is said, and set aside. */
int	tk_checker_temporary(struct tk_checker *, const char *path,
	    const char *name);
/* A fault that is mended by setting the file aside. */
void	tk_checker_aside(struct tk_checker *, const char *path,
	    const char *fmt, ...) TK_PRINTF(3, 4);

/* What lies in the folders that should not (checkfolder.c). */
void	tk_check_folders(struct tk_checker *);
/* One ticket: all of it, and what is the same for an archived one, which is
 * in k->ticket (checkticket.c). */
void	tk_check_ticket(struct tk_checker *, const char *number);
void	tk_check_content(struct tk_checker *, const char *file,
	    const char *number);
/* Its rows (checkrow.c); what they name that lies elsewhere; and to remember
 * its keys and messages (checknamed.c). */
void	tk_check_rows(struct tk_checker *, const char *file,
	    const char *number);
void	tk_check_named(struct tk_checker *, const char *file,
	    const char *number);
void	tk_check_note(struct tk_checker *, const char *number);
/* Locks archive/ and learns what its months hold; looks through it; and gives
 * the lock back (checkarchive.c). */
void	tk_check_archive_open(struct tk_checker *);
void	tk_check_archive(struct tk_checker *);
void	tk_check_archive_close(struct tk_checker *);
/* One of its months (checkmonth.c). What came of a ticket of it, in k->data,
 * must begin with that (checklater.c): -1 if that cannot be told. */
void	tk_check_month(struct tk_checker *, size_t holding);
int	tk_check_later(struct tk_checker *, const char *file,
	    const char *number, struct tk_error *);
/* ref/ (checkref.c), mail/ (checkmail.c). */
void	tk_check_claims(struct tk_checker *);
void	tk_check_mail(struct tk_checker *);

#endif
