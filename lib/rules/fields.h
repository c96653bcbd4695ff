/* fields.h - fields.csv: what may stand in a field and when it must. */
#ifndef TK_RULES_FIELDS_H
#define TK_RULES_FIELDS_H

#include "../base/pattern.h"
#include "event.h"
#include "table.h"

struct tk_rules;

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

struct tk_field_rule {
	const char *name;
	const char *label;	/* the first of labels; name when none */
	const char *labels;	/* a|b */
	const char *english;	/* "no ENGLISH yet" */
	const char *values;	/* a|b, or "" */
	struct tk_pattern *pattern;	/* values as /…/, else NULL */
	enum tk_type type;
	int public;
	unsigned field;		/* index in the schema */
	size_t line;		/* row of the table; (size_t)-1: built in */
	struct tk_requirement *required;
	size_t nrequired;
};

struct tk_fields {
	struct tk_schema *schema;
	struct tk_field_rule *rule;	/* by index in the schema */
	struct tk_table table;
};

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
