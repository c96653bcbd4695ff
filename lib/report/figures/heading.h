/* heading.h - what a partial is about: those that are added up must be about
 * the same. */
#ifndef TK_REPORT_HEADING_H
#define TK_REPORT_HEADING_H

#include "base/buf.h"
#include "partial.h"

struct tk_report;
struct tk_reporter;

/* Begins as {0}. */
struct tk_heading {
	struct tk_about {
		const char *key, *value;
		unsigned line;		/* where it stood */
	} *about;
	size_t count, size;
	struct tk_arena arena;
};

/* -1: no memory. Strings are copied. */
int	tk_heading_add(struct tk_heading *, const char *key, const char *value,
	    unsigned line);
/* The first value of that key; NULL: it says nothing of it. */
const char *tk_heading_value(const struct tk_heading *, const char *key);
void	tk_heading_clear(struct tk_heading *);
void	tk_heading_free(struct tk_heading *);

/* What a report is about whose period is known. */
int	tk_heading_make(struct tk_heading *, const struct tk_reporter *,
	    struct tk_error *);
/* Puts into an order the words that belong to what it is about; they stay the
 * heading's. -1: no memory. */
int	tk_heading_order(struct tk_heading *, struct tk_report *);
void	tk_heading_put(struct tk_partial *, const struct tk_heading *,
	    const char *report);
/* Says another one the same, but of the moment? */
int	tk_heading_check(const struct tk_heading *want,
	    const struct tk_heading *, const char *file, struct tk_error *);

#endif
