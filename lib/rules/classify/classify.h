/* classify.h - which category and priority a text's words speak for.
 * struct tk_judgement and the functions on whole rulebooks are in tk.h. */
#ifndef TK_RULES_CLASSIFY_H
#define TK_RULES_CLASSIFY_H

#include "keyword.h"

struct tk_classifier {
	const struct tk_categories *categories;
	const struct tk_priorities *priorities;
	struct tk_classify_settings settings;
	struct tk_keywords keywords;
	struct tk_categories own_categories;	/* of tk_classifier_load */
	struct tk_priorities own_priorities;
};

/*
 * Loads keywords.csv against tables that must stay as long as the
 * classifier; the settings' `ask` must too. -1 on any fault. Free with
 * tk_classifier_free. Immutable, so safe for threads.
 */
int	tk_classifier_new(struct tk_classifier **, int rules_fd,
	    const struct tk_categories *, const struct tk_priorities *,
	    const struct tk_classify_settings *, struct tk_faults *);

#endif
