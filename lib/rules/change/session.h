/* session.h - a store, its rulebook and who is at work with them. */
#ifndef TK_RULES_SESSION_H
#define TK_RULES_SESSION_H

#include "rules/tables/rules.h"

struct tk_session {
	struct tk_store *store;
	struct tk_rules rules;
	struct tk_classifier *first;	/* for the first text judged alone */
	const char *actor;
	int64_t fixed_now;	/* TK_UNSET: ask the clock */
	int64_t (*clock)(void);
	void (*warn)(void *, const char *);
	void *warn_data;
};

void	tk_session_warn(const struct tk_session *, const char *fmt, ...)
	    TK_PRINTF(2, 3);
/* The role of the actor: 1 if one of roles (a|b, see tk-rules(5)) fits; a
 * store without staff lets everybody do everything. state may be NULL. */
int	tk_session_may(const struct tk_session *, const char *roles,
	    const struct tk_ticket *, const struct tk_state *);

#endif
