/* matcher.h - many literal words looked for in one pass over a text. */
#ifndef TK_RULES_MATCHER_H
#define TK_RULES_MATCHER_H

#include <stddef.h>

#include "base/error.h"

struct tk_matcher;

struct tk_literal {
	const char *s;	/* must stay as long as the matcher */
	size_t len;	/* > 0 */
	size_t tag;	/* what the finder is told; may be shared */
};

/* Immutable, so safe for threads. Free with tk_matcher_free. */
int	tk_matcher_new(struct tk_matcher **, const struct tk_literal *,
	    size_t count, struct tk_error *);
void	tk_matcher_free(struct tk_matcher *);

/* Calls found for every place where a literal stands, in text order. */
void	tk_matcher_run(const struct tk_matcher *, const char *s, size_t len,
	    void (*found)(void *data, size_t tag, size_t start, size_t end),
	    void *data);

#endif
