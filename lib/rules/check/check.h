/* check.h - what the parts of a check share. */
#ifndef TK_RULES_CHECK_H
#define TK_RULES_CHECK_H

#include "base/sha256.h"
#include "store/fold.h"
#include "store/scan.h"
#include "rules/change/session.h"

#define TK_CHECK_OLD 3600	/* seconds; what is younger may be at work */

struct tk_checker {
	struct tk_session *session;
	const struct tk_store *store;
	struct tk_check *check;
	struct tk_schema *plain;	/* while fields.csv is faulty */
	const struct tk_schema *schema;
	struct tk_batch *batch;		/* of repairs */
	int64_t real_now;
	struct tk_scan scan;
	/* of one ticket after the other */
	struct tk_buf data;
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_clock_list clocks;
	enum tk_place place;
	/* of every ref row of every ticket, for the claims */
	char (*key)[TK_SHA256_HEX];
	size_t keys, key_size;
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

/* What lies in the folders that should not (checkfolder.c). */
void	tk_check_folders(struct tk_checker *);
/* One ticket: all of it (checkticket.c), and its rows (checkrow.c). */
void	tk_check_ticket(struct tk_checker *, const char *number);
void	tk_check_rows(struct tk_checker *, const char *file,
	    const char *number);
/* ref/ (checkfolder.c). */
void	tk_check_claims(struct tk_checker *);

#endif
