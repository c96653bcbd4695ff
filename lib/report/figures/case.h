/* case.h - single tickets that a report names: the oldest, the worst. */
#ifndef TK_REPORT_CASE_H
#define TK_REPORT_CASE_H

#include "report/ticket/view.h"

struct tk_case {
	int64_t key;		/* the greatest stand first, then by number */
	const char *number;
	int64_t created, due;
	enum tk_status status;
	const char *assignee, *team, *category, *subject, *effect;
};

/* The first `most` of all that were added, in order. Begins as {0} but for
 * most. */
struct tk_cases {
	struct tk_case *at;
	size_t n, size, most;
	size_t all;		/* how many were added */
};

/* Where strings are kept, and how. */
struct tk_case_room {
	const struct tk_scope *scope;
	struct tk_arena *arena;
	struct tk_buf *buf;	/* work space */
	int unmask;
};

/* Adds the ticket; due TK_UNSET: none. *made, if not NULL, becomes what was
 * kept of it, or NULL. -1: no memory. */
int	tk_cases_add(struct tk_cases *, const struct tk_case_room *,
	    const struct tk_viewer *, int64_t key, int64_t due,
	    struct tk_case **made);
/* Keeps a copy if it is one of the first; `all` stays. Strings stay where
 * they are. */
int	tk_cases_insert(struct tk_cases *, const struct tk_case *);
/* Strings stay where they are. */
int	tk_cases_merge(struct tk_cases *to, const struct tk_cases *);
void	tk_cases_free(struct tk_cases *);

/* A copy, without contact details unless they may be seen. */
const char *tk_case_copy(const struct tk_case_room *, const char *);

#endif
