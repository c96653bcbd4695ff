/* scan.h - the tickets a store holds, and the one a word means. */
#ifndef TK_STORE_SCAN_H
#define TK_STORE_SCAN_H

#include "store.h"

/* Numbers in order of date and number, each once. */
struct tk_scan {
	char (*number)[TK_NUMBER_SIZE];
	size_t count;
	size_t size;
};

/* All of open/, or with closed also of closed/ (open/ is then read twice,
 * as a ticket may be moving). Free with tk_scan_free. */
int	tk_scan_open(struct tk_scan *, const struct tk_store *, int closed,
	    struct tk_error *);
void	tk_scan_free(struct tk_scan *);

/*
 * What an operand means: a whole number, a ref, or the tail of a number:
 * unique among open tickets, else among closed ones, else in the archive.
 * TK_REFUSED when it
 * means none, or several (all listed with their subjects).
 */
int	tk_store_resolve(const struct tk_store *, const char *word, int tails,
	    char number[TK_NUMBER_SIZE], struct tk_error *);

/* The order of tk_scan: by date, then number. */
int	tk_number_compare(const char *a, const char *b);

#endif
