/*
 * ticket.h - a ticket's rows as they stand in its file, tk-ticket(5).
 *
 * Reading never fails for what a file holds: what cannot be read as a row is
 * a damaged row, what has no newline yet is the tail.
 */
#ifndef TK_STORE_TICKET_H
#define TK_STORE_TICKET_H

#include "base/csv.h"
#include "schema.h"

#define TK_TICKET_HEADER "time,actor,field,value\n"

enum tk_row_flag {
	TK_ROW_DAMAGED = 1,	/* field "?", value the bytes as they are */
	TK_ROW_ORPHAN = 2,	/* a qualifier without its head */
	TK_ROW_VOID = 4,	/* taken out by a void row */
	TK_ROW_BAD_VOID = 8,	/* a void row that names no such head */
	TK_ROW_BAD_AT = 16,	/* .at is no time */
	TK_ROW_SECOND_ID = 32,
	TK_ROW_BAD_STATUS = 64,
	TK_ROW_LATE_START = 128,	/* spare for clocks */
};
/* Rows that no fold, clock or figure counts. */
#define TK_ROW_OUT (TK_ROW_DAMAGED | TK_ROW_ORPHAN | TK_ROW_VOID | \
	TK_ROW_BAD_VOID | TK_ROW_SECOND_ID | TK_ROW_BAD_STATUS)

struct tk_row {
	int64_t time;		/* when recorded; TK_UNSET if damaged */
	int64_t at;		/* when it happened: X.at, else time */
	const char *actor;
	const char *name;	/* as written: "reply.channel" */
	const char *qualifier;	/* behind the dot, or NULL: a head */
	const char *value;
	size_t len;		/* of value */
	unsigned field;		/* of the head: below schema->count known */
	unsigned head;		/* of a qualifier: its head's number, or 0 */
	unsigned command;	/* rows of one command have one number */
	unsigned flags;
};

struct tk_ticket {
	const struct tk_schema *schema;
	struct tk_row *row;	/* row[0] is row 1 */
	unsigned rows;
	unsigned row_size;
	unsigned fields;	/* schema->count + unknown names */
	const char **unknown;
	unsigned unknown_size;
	size_t complete;	/* bytes of whole records; behind them the tail */
	size_t tail;
	int headless;		/* the first line is not the header */
	unsigned *below;	/* work space */
	unsigned below_size;
	struct tk_csv csv;
	struct tk_arena arena;
};

/*
 * Reads rows out of data, which may be dropped afterwards. *t is zeroed at
 * first and may be used again and again; free with tk_ticket_free. Fails
 * only for want of memory.
 */
int	tk_ticket_parse(struct tk_ticket *t, const struct tk_schema *,
	    const char *data, size_t len, struct tk_error *);
void	tk_ticket_free(struct tk_ticket *);

/*
 * Adds a row in memory to the command of the row before it (whoever adds
 * the first of a command counts row->command up). After the last one,
 * tk_ticket_settle finds heads, voids and times anew.
 */
int	tk_ticket_push(struct tk_ticket *, unsigned field,
	    const char *qualifier, int64_t time, const char *actor,
	    const char *value, size_t len, struct tk_error *);
int	tk_ticket_settle(struct tk_ticket *, struct tk_error *);

/* Empties it, to be filled by tk_ticket_add: a head as it counts, whose
 * strings stay the caller's. -1: no memory. */
void	tk_ticket_begin(struct tk_ticket *, const struct tk_schema *);
int	tk_ticket_add(struct tk_ticket *, unsigned field, int64_t time,
	    int64_t at, const char *value, size_t len);

const char *tk_ticket_field_name(const struct tk_ticket *, unsigned field);
enum tk_fold tk_ticket_fold(const struct tk_ticket *, unsigned field);
/* The index of a field known or met in this ticket, or -1. */
int	tk_ticket_find(const struct tk_ticket *, const char *name, size_t len);

/* The value of the last such qualifier of a head row (numbers from 1), NULL
 * if none or empty. */
const char *tk_ticket_qualifier(const struct tk_ticket *, unsigned head,
	    const char *name);

/* Does a line begin like a row: a time and a comma? */
int	tk_ticket_row_like(const char *line, size_t len);

/* Appends one row as the file holds it. */
void	tk_ticket_put(struct tk_buf *, const char *time, const char *actor,
	    const char *field, const char *value, size_t len);

#endif
