/* schema.h - the fields a ticket may have and how their rows fold. */
#ifndef TK_STORE_SCHEMA_H
#define TK_STORE_SCHEMA_H

#include "base/buf.h"

enum tk_fold {
	TK_FOLD_ONE,	/* the last row counts; empty = unset */
	TK_FOLD_LOG,	/* every row */
	TK_FOLD_SET,	/* x adds, -x removes, empty = none */
};

/* These fields every ticket has; a schema begins with them, in this order. */
enum tk_core {
	TK_ID,
	TK_STATUS,
	TK_VOID,
	TK_VERDICT,
	TK_CORE,
};

enum tk_status {
	TK_NEW,
	TK_UNCLEAR,
	TK_ASSIGNED,
	TK_ACTIVE,
	TK_WAITING,
	TK_SOLVED,
	TK_CLOSED,
	TK_STATUSES,
};

struct tk_lapse {
	unsigned field;		/* what lapses */
	const char *value;	/* at this value of the event; NULL: any */
	struct tk_lapse *next;
};

struct tk_field {
	const char *name;
	enum tk_fold fold;
	struct tk_lapse *lapses;	/* what a row of this field lets lapse */
};

struct tk_schema {
	struct tk_field *field;
	unsigned count;
	unsigned size;
	unsigned *bucket;	/* name → index + 1, open addressing */
	unsigned buckets;
	struct tk_arena arena;
};

struct tk_schema *tk_schema_new(void);	/* the core fields; NULL: no memory */
void	tk_schema_free(struct tk_schema *);
/* The index of a new field, or of the core field of that name (whose fold
 * stays); -1: no memory. */
int	tk_schema_add(struct tk_schema *, const char *name, enum tk_fold);
/* The index, or -1. */
int	tk_schema_find(const struct tk_schema *, const char *name, size_t len);
/* Lets `field` lapse at rows of `at`, of that value unless NULL; 0 or -1. */
int	tk_schema_lapse(struct tk_schema *, unsigned field, unsigned at,
	    const char *value);

/* "new" … "closed", and back; -1 for any other word. */
const char *tk_status_name(enum tk_status);
int	tk_status_find(const char *name);

#endif
