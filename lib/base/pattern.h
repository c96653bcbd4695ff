/* pattern.h - regular expressions under a match limit. PCRE2 is here only. */
#ifndef TK_BASE_PATTERN_H
#define TK_BASE_PATTERN_H

#include "buf.h"

struct tk_pattern;
struct tk_pattern_room;

#define TK_PATTERN_CASELESS 1
#define TK_PATTERN_WHOLE 2	/* the whole text must match */
#define TK_PATTERN_JIT 4	/* costs 10 µs now, saves with many texts */

#define TK_PATTERN_LIMIT 100000	/* steps */

/* Immutable, so safe for threads. The message says where in the pattern.
 * Free with tk_pattern_free. */
int	tk_pattern_compile(struct tk_pattern **, const char *pattern,
	    int flags, struct tk_error *);
void	tk_pattern_free(struct tk_pattern *);

/* Memory for matching, one for each thread. NULL: no memory. */
struct tk_pattern_room *tk_pattern_room_new(void);
void	tk_pattern_room_free(struct tk_pattern_room *);

struct tk_span {
	size_t start, end;
};

/*
 * The first match at or behind byte `from` of a valid UTF-8 text: 1 and
 * *span, 0 if there is none, -1 with *err when it took more steps than
 * TK_PATTERN_LIMIT, which is a fault of the pattern. room may be NULL.
 */
int	tk_pattern_find(const struct tk_pattern *, struct tk_pattern_room *,
	    const char *s, size_t len, size_t from, struct tk_span *span,
	    struct tk_error *);
/* The same, if only whether matters. */
int	tk_pattern_match(const struct tk_pattern *, const char *s, size_t len,
	    struct tk_error *);

#endif
