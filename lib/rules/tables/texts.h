/* texts.h - messages.csv, playbook.csv, targets.csv, matrix.csv. */
#ifndef TK_RULES_TEXTS_H
#define TK_RULES_TEXTS_H

#include "rules/selector/event.h"
#include "table.h"

struct tk_rules;

struct tk_text {
	struct tk_events event;
	const char *canned;	/* "致歉" of "@致歉"; NULL: a notification */
	const char *to, *channel, *template;
};

struct tk_play {
	const char *category, *steps, *executor, *promise;
};

struct tk_texts {
	struct tk_text *message;
	size_t messages;
	struct tk_play *play;
	size_t plays;
	struct tk_table tables[4];
};

int	tk_texts_load(struct tk_texts **, struct tk_rules *,
	    struct tk_faults *);
void	tk_texts_free(struct tk_texts *);

/* The sentence of that name without its @; NULL: none. */
const char *tk_texts_canned(const struct tk_texts *, const char *name);
/* "问候, 致歉, …": what there is. Appends. */
void	tk_texts_names(const struct tk_texts *, struct tk_buf *);
/* The priority that matrix.csv gives; NULL: no such row. */
const char *tk_texts_matrix(const struct tk_texts *, const char *impact,
	    const char *importance);
/* The row of the category, else of the one above it; NULL: none. */
const struct tk_play *tk_texts_play(const struct tk_texts *,
	    const char *category);

#endif
