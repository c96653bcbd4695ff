/* fields.h - fields.csv: what may stand in a field, or in a qualifier of one,
 * and when it must. */
#ifndef TK_RULES_FIELDS_H
#define TK_RULES_FIELDS_H

#include "base/pattern.h"
#include "rules/selector/event.h"
#include "table.h"

struct tk_rules;
struct tk_state;
struct tk_ticket;

enum tk_type {
	TK_TEXT,
	TK_TIME,
	TK_SPAN,
	TK_NUMBER,
	TK_CATEGORY,
	TK_PRIORITY,
	TK_PERSON,
	TK_TEAM,
	TK_STATUS_TYPE,
	TK_TICKET,
	TK_CHOICE,
	TK_FILE,
};

struct tk_requirement {
	struct tk_events at;
	int refuse;	/* else: ask */
};

/* Of a field, or of a qualifier that has a row of its own. */
struct tk_field_rule {
	const char *name;	/* "solution", "solution.cause" */
	const char *qualifier;	/* "cause"; NULL: a field */
	const char *label;	/* the first of labels; name when none */
	const char *labels;	/* a|b */
	const char *english;	/* "no ENGLISH yet" */
	const char *values;	/* a|b, or "" */
	struct tk_pattern *pattern;	/* values as /…/, else NULL */
	enum tk_type type;
	int public;
	unsigned field;		/* index in the schema, also of the field that
				 * a qualifier belongs to */
	size_t line;		/* row of the table; (size_t)-1: built in */
	struct tk_requirement *required;
	size_t nrequired;
};

struct tk_fields {
	struct tk_schema *schema;
	struct tk_field_rule *rule;	/* by index in the schema; behind
					 * those the qualifiers */
	unsigned rules;
	struct tk_table table;
};

/* Read that column of a rule's row, once all rules are there: what lets it
 * lapse, and when it must be there (fieldevent.c). */
int	tk_field_lapses(struct tk_rules *, const struct tk_field_rule *,
	    size_t column, struct tk_faults *);
int	tk_field_required(struct tk_rules *, struct tk_field_rule *,
	    size_t column, struct tk_faults *);

/* Priorities and categories must be loaded in *rules (selectors of
 * `required` name them). Fills rules->fields. */
int	tk_fields_load(struct tk_rules *, struct tk_faults *);
void	tk_fields_free(struct tk_fields *);

/* A field by name or label (whatever its case and width); NULL: unknown. */
const struct tk_field_rule *tk_field_find(const struct tk_fields *,
	    const char *word, size_t len);
/* The same, with a message that offers what may have been meant. */
const struct tk_field_rule *tk_field_need(const struct tk_fields *,
	    const char *word, size_t len, struct tk_error *);

/* The row of a qualifier by name or label; NULL: it has none. */
const struct tk_field_rule *tk_field_qualifier(const struct tk_fields *,
	    unsigned field, const char *word, size_t len);

/* What FIELD or FIELD.QUALIFIER means. */
struct tk_field_name {
	const struct tk_field_rule *field;
	const struct tk_field_rule *row;	/* its own, or that of the
						 * qualifier; NULL: none */
	char qualifier[64];			/* "": the field itself */
};
/* Either may be a label; that of a qualifier may stand alone, too, if no
 * field and no other qualifier has it. TK_BAD: unknown, or several. */
int	tk_field_name(const struct tk_fields *, const char *word, size_t len,
	    struct tk_field_name *, struct tk_error *);

/* Is it not set in the ticket? A qualifier is missed only where its field
 * is set (required.c). */
int	tk_field_missing(const struct tk_field_rule *,
	    const struct tk_ticket *, const struct tk_state *);

/* Does a qualifier of that name hold a time: at, when, due, expected? */
int	tk_field_time_qualifier(const char *name);

/*
 * Brings a typed value into the form that is stored: checks UTF-8, size and
 * values, resolves names of categories, priorities, people, teams, times
 * (now and me are for "+2h" and `me`). Appends it to out. An empty value
 * is lawful for every field. TK_BAD otherwise.
 */
int	tk_field_value(const struct tk_rules *, const struct tk_field_rule *,
	    const char *typed, size_t len, int64_t now, const char *me,
	    struct tk_buf *out, struct tk_error *);

#endif
