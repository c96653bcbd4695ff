/* whenscan.h - the words, dates and clock times in what when.c reads. */
#ifndef TK_RULES_WHENSCAN_H
#define TK_RULES_WHENSCAN_H

#include <stddef.h>
#include <stdint.h>

/* Where reading stands, and why it failed (NULL: it just looks wrong). */
struct tk_whenscan {
	const char *p;
	const char *why;
};

struct tk_whenscan_choice {
	const char *text;	/* NULL ends a list */
	int value;
};

/* Sets why; -1. */
int	tk_whenscan_fail(struct tk_whenscan *, const char *why);

/* These go on behind what they found and return 1; 0: it is not there.
 * Case does not matter. */
int	tk_whenscan_word(struct tk_whenscan *, const char *word);
int	tk_whenscan_choose(struct tk_whenscan *,
	    const struct tk_whenscan_choice *, int *value);
int	tk_whenscan_number(struct tk_whenscan *, int min_digits,
	    int max_digits, int *n);
void	tk_whenscan_blanks(struct tk_whenscan *);

/* The same, or -1 where one begins that cannot be. 2023-10-27, 2023/10/27,
 * 2023年10月27日 (days since 1970); Z or +08:00 (seconds). */
int	tk_whenscan_date(struct tk_whenscan *, int64_t *day);
int	tk_whenscan_offset(struct tk_whenscan *, int *seconds);
/* 15:00, 15:00:05, 24:00, 3点半, 下午 3:00 as seconds since 00:00; 0 or
 * -1. */
int	tk_whenscan_clock(struct tk_whenscan *, int *seconds);

/* A trimmed copy with the full-width signs and digits of Chinese input
 * methods as ASCII; -1: it does not fit. */
int	tk_whenscan_plain(char *to, size_t size, const char *s);

#endif
