/*
 * plan.h - the rows one command would append to one ticket.
 *
 * They are pushed behind the ticket's own rows in memory, so that gates,
 * clocks and forms see them as if written; then they are put into bytes.
 * Order (tk-ticket(5)): the verb's own field, what was typed, what flow
 * sets, verdicts, status.
 */
#ifndef TK_RULES_PLAN_H
#define TK_RULES_PLAN_H

#include "children.h"
#include "rules/repeat/recent.h"
#include "route.h"
#include "session.h"

struct tk_plan {
	struct tk_session *session;
	const struct tk_change *change;
	struct tk_change filled;	/* the change, its canned text filled */
	struct tk_ticket *ticket;
	struct tk_state *state;		/* of all rows, the plan's included */
	struct tk_clock_list *clocks;
	struct tk_load *load;
	struct tk_children *children;	/* NULL: taken for none */
	struct tk_recent *recent;	/* NULL: nothing is a repeated one */
	struct tk_judgement *judgement;
	struct tk_arena *arena;
	const char *number;		/* "" before a new one has its own */
	int64_t now;			/* not before the last row */
	unsigned before;		/* rows that were there */
	enum tk_status from, to;
	const char *wanted;		/* a status asked for; NULL: none */
	const char *own;		/* the verb's own field; NULL: none */
	int closing;			/* a tk-close */
	int unresolved;			/* whose customer said no: recorded,
					 * but not closed */
	int held;
	const char **file;		/* names the attachments get */
	char *stored;			/* which of them were written now */
	int synced_later;		/* whoever has the plan syncs it all */
	struct tk_buf explain, ask;
	struct tk_buf lacks;		/* why it is refused, in lines */
	enum tk_code code;		/* of what lacks: the gravest */
};

/* One value of the plan, as typed: checked, resolved, stored form. */
int	tk_plan_head(struct tk_plan *, const char *field, const char *value,
	    size_t len, struct tk_error *);
int	tk_plan_qualifier(struct tk_plan *, const char *field,
	    const char *qualifier, const char *value, size_t len,
	    struct tk_error *);
/* The rule's own words go in as they are (the flow's, the machine's). */
int	tk_plan_push(struct tk_plan *, unsigned field, const char *qualifier,
	    const char *value, struct tk_error *);
/* The value that holds now, "" if unset. */
const char *tk_plan_value(const struct tk_plan *, const char *field);
/* Is that a person's? A machine's row says by which rule. */
int	tk_plan_by_person(const struct tk_plan *, const char *field);

/* The verb's own rows and the typed ones (verb.c, people.c, typed.c). */
int	tk_plan_verb(struct tk_plan *, struct tk_error *);
int	tk_plan_people(struct tk_plan *, struct tk_error *);
int	tk_plan_typed(struct tk_plan *, struct tk_error *);
/* The typed qualifiers of the verb's own head, and -w as its .at. */
int	tk_plan_own_qualifiers(struct tk_plan *, const char *own,
	    struct tk_error *);
/* The same, then the names of the attachments, then the head itself. */
int	tk_plan_own_head(struct tk_plan *, const char *own, const char *value,
	    size_t len, struct tk_error *);
/* -1 and "say WHAT with -m TEXT" in what lacks, unless there is a text. */
int	tk_plan_need_text(struct tk_plan *, const char *what);
/* The time of -w, or of a typed .at: checked against how far one may go
 * back, formatted into buf (2 × TK_TIME_SIZE). */
int	tk_plan_when(struct tk_plan *, const char *typed, char *buf,
	    struct tk_error *);
/* Appends a canned sentence with its {names} filled in; a name that has no
 * value is left out, with a warning (template.c). */
int	tk_plan_template(struct tk_plan *, const char *text, struct tk_buf *,
	    struct tk_error *);
/* -b as a row of that field; a time past is TK_BAD unless -w is given. */
int	tk_plan_by(struct tk_plan *, const char *field, struct tk_error *);
/* What the flow says to every event of it (gate.c): moves, sets, lacks. */
int	tk_plan_flow(struct tk_plan *, struct tk_error *);
/* Says `repeated` if the rows make it one, or takes a machine's word for it
 * back (repeat.c). */
int	tk_plan_repeat(struct tk_plan *, struct tk_error *);
/* The plan as selectors see it, with its open children. */
struct tk_subject tk_plan_subject(struct tk_plan *);
/* Names the fields that the events of the rows before upto demand and that
 * are not set: in lacks or, to be asked, in ask (required.c). */
int	tk_plan_required(struct tk_plan *, unsigned upto, struct tk_error *);
/* Adds a line "NUMBER: …" to what lacks. */
void	tk_plan_lack(struct tk_plan *, enum tk_code, const char *fmt, ...)
	    TK_PRINTF(3, 4);

/*
 * Makes the whole plan for a ticket that was parsed and folded. The outcome
 * is in p->lacks (empty: may be written); -1 for what is no refusal.
 */
int	tk_plan_make(struct tk_plan *, struct tk_error *);
/* Where the ticket belongs afterwards, its verdicts added if that is
 * closed/. */
int	tk_plan_settle(struct tk_plan *, enum tk_place *, struct tk_error *);
/* The plan's rows as bytes; 0 rows: none. */
int	tk_plan_bytes(const struct tk_plan *, struct tk_buf *,
	    struct tk_error *);

/* Checks the attachments, chooses their names and adds the rows that name
 * them: OWN.file, or file rows; and, when the plan is to be written, copies
 * them to files/NUMBER/, fsynced (attach.c). */
int	tk_plan_attach(struct tk_plan *, const char *own, struct tk_error *);
int	tk_plan_store_files(struct tk_plan *, const char *number,
	    struct tk_error *);

/* Takes them away again: their rows were not written. */
void	tk_plan_drop_files(const struct tk_plan *, const char *number);

#endif
