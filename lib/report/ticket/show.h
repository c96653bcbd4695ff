/* show.h - one ticket in full. The public part is in tk.h. */
#ifndef TK_REPORT_SHOW_H
#define TK_REPORT_SHOW_H

#include "view.h"

struct tk_show {
	struct tk_scope scope;
	struct tk_viewer viewer;	/* the ticket */
	struct tk_view view;
	enum tk_format format;
	int color;
	size_t shown;			/* tickets so far */
	struct tk_buf out;
};

/* Each appends the whole of one format. */
int	tk_show_text(struct tk_show *, struct tk_error *);
void	tk_show_form(struct tk_show *, int html);
int	tk_show_postmortem(struct tk_show *, int html, struct tk_error *);
void	tk_show_clocks(struct tk_show *);

/* Parts of the text: every row, and what is wrong with some. */
void	tk_show_log(struct tk_show *);
void	tk_show_faults(struct tk_show *);
/* What is wrong with a row: "damaged"; NULL: nothing, or it is void. */
const char *tk_row_fault(const struct tk_row *);

/* Appends a text whose lines stand at that column, the first as it is, safe
 * for a terminal, without a newline at its end. */
void	tk_show_lines(struct tk_buf *, const char *s, size_t column);
/* Appends a field's value as people read it: times short, people by name. */
void	tk_show_value(struct tk_buf *, const struct tk_show *, unsigned field,
	    const char *value, size_t column);

#endif
