/*
 * binder.h - a month's three files, ticket by ticket in order of the numbers:
 * written, or only compared with those that are there.
 */
#ifndef TK_RULES_BINDER_H
#define TK_RULES_BINDER_H

#include "rules/change/session.h"
#include "store/month.h"
#include "brief.h"

/* What is done with a file. */
enum tk_sheet_mode {
	TK_SHEET_WRITE,		/* it replaces another when it is whole */
	TK_SHEET_COMPARE,
	TK_SHEET_COUNT,		/* only its bytes are */
};

struct tk_sheet {
	enum tk_sheet_mode mode;
	char path[TK_PATH_SIZE], temp[TK_PATH_SIZE + 8];
	int fd;
	uint64_t written;
	int differs;		/* of a compared one */
	struct tk_buf pending;
};

enum { TK_ROWS_SHEET, TK_SUMMARY_SHEET, TK_ZONE_SHEET, TK_SHEETS };

struct tk_binder {
	struct tk_session *session;
	const char *month;
	struct tk_sheet sheet[TK_SHEETS];
	struct tk_zone_figures figures;
	struct tk_clock_list clocks;
	struct tk_brief brief;
};

int	tk_binder_open(struct tk_binder *, struct tk_session *,
	    const char *month, const enum tk_sheet_mode[TK_SHEETS],
	    struct tk_error *);
/* One ticket more: the bytes that are its rows in the month, and itself,
 * folded. earlier: an older month holds it too. */
int	tk_binder_add(struct tk_binder *, const char *number, const char *rows,
	    size_t len, const struct tk_ticket *, const struct tk_state *,
	    int earlier, struct tk_error *);
/* The same, with what its summary tells made already. */
int	tk_binder_add_told(struct tk_binder *, const char *number,
	    const char *rows, size_t len, const char *told, size_t told_len,
	    const struct tk_summary *span, struct tk_error *);
/* The last ticket was given. What is written is on disk then, under its
 * name. */
int	tk_binder_end(struct tk_binder *, struct tk_error *);
void	tk_binder_close(struct tk_binder *);

#endif
