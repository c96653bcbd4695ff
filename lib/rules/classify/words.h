/* words.h - the words of keywords.csv, gathered while it is read. */
#ifndef TK_RULES_WORDS_H
#define TK_RULES_WORDS_H

#include "keyword.h"

/* Each word once, in matching form, with its uses; and the lists of
 * `unless` words, each cell once. All calls give -1 for lack of memory. */
struct tk_words {
	struct tk_arena *arena;		/* holds the bytes */
	struct tk_buf only;		/* in matching form: words that it has
					 * not are left out; data NULL: none */
	unsigned char *window;		/* which three bytes stand in it */
	struct tk_buf buf;
	struct tk_literal *word;
	size_t count, size;
	unsigned *bucket;		/* word → index + 1, open addressing */
	size_t buckets;
	struct {
		size_t word;
		struct tk_use use;
	} *use;
	size_t uses, use_size;
	const char **veto;		/* cells */
	size_t vetoes, veto_size;
};

/* Before the first word: only those of this text will be looked for. */
int	tk_words_only(struct tk_words *, const char *text);
/* Adds the words of a|b|c, len bytes; their number. */
int	tk_words_add(struct tk_words *, const char *list, size_t len,
	    struct tk_use);
/* Adds an `unless` cell; *list is its number, from 1, or 0 if it is empty. */
int	tk_words_veto(struct tk_words *, const char *cell, unsigned *list);
/* Makes the matcher and the uses of *ks. */
int	tk_words_finish(struct tk_words *, struct tk_keywords *ks);
void	tk_words_free(struct tk_words *);

#endif
