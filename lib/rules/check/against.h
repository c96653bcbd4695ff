/* against.h - a store and an older copy of it. */
#ifndef TK_RULES_AGAINST_H
#define TK_RULES_AGAINST_H

#include "store/folder.h"
#include "check.h"

struct tk_against {
	struct tk_checker k;		/* of the store as it is now */
	struct tk_store *backup;
	const char *path;		/* of that */
	/* where tickets are now */
	struct tk_folders live;
	struct tk_against_spot {
		struct tk_lot lot;
		int month;
	} *spot;
	size_t spots, spot_size;
	struct tk_index where;		/* numbers to spots */
	struct tk_against_month {
		char name[TK_MONTH_SIZE];
		int is_open;
		struct tk_month month;
	} *month;
	size_t months;
};

/* The tickets of the copy (against.c), and its other files: attachments,
 * mail, claims, numbers (againstfiles.c). */
void	tk_against_files(struct tk_against *);
/* Does nothing in the store as it is now have that number? */
int	tk_against_gone(const struct tk_against *, const char *number);

#endif
