/* view.h - a ticket as it is at an instant: parsed, folded, its clocks. */
#ifndef TK_REPORT_VIEW_H
#define TK_REPORT_VIEW_H

#include "rules/archive/brief.h"
#include "rules/change/session.h"

/* The fields a view shows. */
enum tk_shown {
	TK_SUBJECT,
	TK_CATEGORY_FIELD,
	TK_PRIORITY_FIELD,
	TK_TEAM_FIELD,
	TK_ASSIGNEE,
	TK_CHANNEL,
	TK_CUSTOMER,
	TK_SHOWN,
};

/* What all threads that look share, and none changes. */
struct tk_scope {
	struct tk_session *session;
	const struct tk_rules *rules;
	const struct tk_schema *schema;	/* the rules', or own */
	struct tk_schema *own;
	int64_t now;
	int asof;		/* rows recorded after now are not there yet */
	int clocks;		/* the rules for them are there */
	int field[TK_SHOWN];	/* -1: the rulebook has no such field */
};

/*
 * Loads fields and clocks, and the other parts named. A faulty table is left
 * out and *fault filled (its code is TK_OK else): without fields all fold as
 * tk-ticket(5) has them, without clocks nothing is due. Fails only for want
 * of memory. Close with tk_scope_close, also after failure.
 */
int	tk_scope_open(struct tk_scope *, struct tk_session *, int64_t now,
	    unsigned parts, struct tk_error *fault, struct tk_error *);
void	tk_scope_close(struct tk_scope *);
/* The index of a field in the schema, -1: none. */
int	tk_scope_field(const struct tk_scope *, const char *name);
/* The label of a ticket's field, else its name. */
const char *tk_scope_label(const struct tk_scope *, const struct tk_ticket *,
	    unsigned field);
/* The same of a row that is a qualifier. */
const char *tk_scope_qualifier(const struct tk_scope *, const struct tk_row *);
/* A status as people call it; a person by name, if staff.csv has one. */
const char *tk_scope_status(const struct tk_scope *, enum tk_status);
const char *tk_scope_person(const struct tk_scope *, const char *login);

/* One thread's look at one ticket after another. Begins as {.scope = …}. */
struct tk_viewer {
	const struct tk_scope *scope;
	const char *number;
	struct tk_buf data;		/* the file */
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_clock_list clocks;
	int brief;			/* what there is is a brief */
	struct tk_error fault;		/* the first walk that failed */
};

/* Takes in what stands in ->data; number stays the caller's. */
int	tk_viewer_take(struct tk_viewer *, const char *number,
	    struct tk_error *);
/* Takes in what a summary tells, its clocks too: 1; 0: that is damaged.
 * Strings are the summary's and the brief's. */
int	tk_viewer_brief(struct tk_viewer *, struct tk_brief *,
	    const struct tk_summary *, struct tk_error *);
/* Its clocks; none without rules, nor when a pattern of theirs gives up,
 * which ->fault tells. flags as tk_clock_walk has them. */
void	tk_viewer_walk(struct tk_viewer *, int flags);
/* The first of them still to end in a year whose holidays nobody has entered
 * yet, so that it may be due at another time than shown; NULL. */
const struct tk_clock *tk_viewer_beyond(const struct tk_viewer *);
void	tk_viewer_free(struct tk_viewer *);

/* Strings are the viewer's, NULL: not set; times TK_UNSET. */
struct tk_view {
	const char *number;
	enum tk_status status;
	const char *shown[TK_SHOWN];
	int64_t created, closed;
	int64_t due;		/* of the next clock */
	const char *next_clock;
	int64_t overdue;	/* seconds, if that is breached */
	int paused;		/* none is due, but one is paused */
};

void	tk_viewer_view(const struct tk_viewer *, struct tk_view *);
/* The value of a field by name, NULL: not set. */
const char *tk_viewer_value(const struct tk_viewer *, const char *name);

#endif
