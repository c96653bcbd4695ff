/* records.c - the outputs that have a row a ticket: what customers demanded,
 * how it was sorted, and the archive of what was done. */
#include "rules/tables/category.h"
#include "outputs.h"

#include <string.h>

/* ---- the original records of demands --------------------------------- */

enum {
	R_ID, R_CREATED, R_CHANNEL, R_SOURCE, R_CUSTOMER, R_TYPE, R_VIP,
	R_NO, R_REGION, R_CONTACT, R_SUBJECT, R_PRODUCT, R_ORDER, R_WANTED,
	R_URGENCY, R_REASON, R_EXTRA, R_BY, R_DESCRIPTION
};

static const struct tk_grid_column record_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"created", "created", TK_KIND_TIME, 0, 0},
	{"channel", "channel", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("source"),
	{"customer", "customer", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("customer_type"),
	TK_DATA_WORD("vip"),
	TK_DATA_WORD("customer_no"),
	TK_DATA_WORD("region"),
	{"contact", "contact", TK_KIND_WORD, 11, 0},
	TK_DATA_WORD("subject"),
	TK_DATA_WORD("product"),
	TK_DATA_WORD("order_no"),
	{"wanted", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	TK_DATA_WORD("urgency"),
	TK_DATA_WORD("urgency_reason"),
	TK_DATA_WORD("extra"),
	TK_DATA_WORD("by"),
	{"description", "description", TK_KIND_WORD, 0, 0},
};

/* What was said first, not what it was corrected to. */
static void
put_first(struct tk_found *f, struct tk_entry *e, size_t column)
{
	const char *field = record_columns[column].key;

	tk_found_word(f, e, column, field, tk_output_first(f, field));
}

static void
add_record(struct tk_found *f)
{
	static const unsigned char first[] = {R_CHANNEL, R_SOURCE, R_CUSTOMER,
	    R_TYPE, R_VIP, R_NO, R_REGION, R_CONTACT, R_SUBJECT, R_PRODUCT,
	    R_ORDER, R_URGENCY, R_REASON, R_EXTRA};
	const char *text = tk_output_first(f, "description");
	struct tk_entry *e;
	unsigned id;
	size_t i;

	if (!tk_output_within(f, f->view.created))
		return;
	e = tk_found_add(f, 0, 0, f->view.created);
	tk_found_id(f, e, R_ID);
	tk_found_number(e, R_CREATED, f->view.created);
	for (i = 0; i < sizeof first; i++)
		put_first(f, e, first[i]);
	tk_found_time(e, R_WANTED, tk_output_first(f, "wanted"));
	id = tk_found_last(f, "id");
	if (id != 0)
		tk_found_person(f, e, R_BY, tk_found_row(f, id)->actor);
	tk_found_word(f, e, R_DESCRIPTION, "description", text != NULL ? text :
	    tk_output_first(f, "subject"));
}

const struct tk_output tk_output_records = {
	TK_ENTRY_TABLE("records", NULL, record_columns), add_record, "ticket"
};

/* ---- classification and priority ------------------------------------- */

enum {
	S_ID, S_CREATED, S_TIME, S_NATURE, S_CATEGORY, S_PRIORITY, S_URGENCY,
	S_IMPACT, S_IMPORTANCE, S_RULE, S_PRIORITY_RULE, S_BY, S_STATUS,
	S_SUBJECT, S_REASON
};

static const struct tk_grid_column sorting_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"created", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	{"time", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	TK_DATA_WORD("nature"),
	{"category", "category", TK_KIND_WORD, 21, 0},
	{"priority", "priority", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("urgency"),
	TK_DATA_WORD("impact"),
	TK_DATA_WORD("importance"),
	{"rule", "rule", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("priority_rule"),
	{"by", "by", TK_KIND_WORD, 8, 0},
	TK_DATA_WORD("status"),
	TK_DATA_WORD("subject"),
	{"reason", "reason", TK_KIND_WORD, 0, 0},
};

/* Who or what chose the category, when, and by what criterion. */
static void
put_choice(struct tk_found *f, struct tk_entry *e)
{
	const struct tk_categories *cs = &f->all->r->scope.rules->categories;
	const char *name = f->view.shown[TK_CATEGORY_FIELD];
	const struct tk_category *c = name == NULL ? NULL :
	    tk_category_find(cs, name);
	unsigned row = tk_found_last(f, "category");

	if (row == 0)
		return;
	tk_found_number(e, S_TIME, tk_found_row(f, row)->at);
	tk_found_qualifier(f, e, S_RULE, row, "rule");
	tk_found_person(f, e, S_BY, tk_found_row(f, row)->actor);
	if (c != NULL && c->criterion[0] != '\0')
		tk_found_ref(e, S_REASON, c->criterion);
}

static void
add_sorting(struct tk_found *f)
{
	static const unsigned char fields[] = {S_NATURE, S_CATEGORY,
	    S_PRIORITY, S_URGENCY, S_IMPACT, S_IMPORTANCE, S_SUBJECT};
	unsigned row = tk_found_last(f, "priority");
	struct tk_entry *e;

	if (!tk_output_within(f, f->view.created))
		return;
	e = tk_found_add(f, 0, 0, f->view.created);
	tk_found_id(f, e, S_ID);
	tk_found_number(e, S_CREATED, f->view.created);
	tk_output_fields(f, e, fields, sizeof fields);
	if (row != 0)
		tk_found_qualifier(f, e, S_PRIORITY_RULE, row, "rule");
	put_choice(f, e);
	tk_found_ref(e, S_STATUS, tk_status_name(f->view.status));
}

const struct tk_output tk_output_sorting = {
	TK_ENTRY_TABLE("sorting", NULL, sorting_columns), add_sorting, "ticket"
};

/* ---- the archive ----------------------------------------------------- */

enum {
	A_ID, A_CREATED, A_CLOSED, A_CATEGORY, A_PRIORITY, A_CUSTOMER,
	A_SUBJECT, A_RESULT, A_HANDLER, A_HANDLING, A_SPENT, A_SATISFACTION,
	A_CAUSE, A_PREVENTION, A_LESSON, A_SUMMARY, A_SOLUTION
};

static const struct tk_grid_column archive_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"created", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	{"closed", "closed", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("category"),
	TK_DATA_WORD("priority"),
	TK_DATA_WORD("customer"),
	TK_DATA_WORD("subject"),
	{"result", "result", TK_KIND_WORD, 9, 0},
	{"handler", "handler", TK_KIND_WORD, 8, 0},
	{"handling", "", TK_KIND_SPAN, 0, TK_ONLY_DATA},
	{"spent_min", "minutes", TK_KIND_WORD, 7, 0},
	{"satisfaction", "satisfied", TK_KIND_WORD, 9, 0},
	TK_DATA_WORD("cause"),
	TK_DATA_WORD("prevention"),
	TK_DATA_WORD("lesson"),
	TK_DATA_WORD("summary"),
	{"solution", "solution", TK_KIND_WORD, 0, 0},
};

static void
put_solution(struct tk_found *f, struct tk_entry *e)
{
	unsigned row = tk_found_last(f, "solution");

	if (row != 0) {
		tk_found_qualifier(f, e, A_CAUSE, row, "cause");
		tk_found_qualifier(f, e, A_PREVENTION, row, "prevention");
	}
	/* what was closed without one says in its summary why */
	tk_found_field(f, e, A_SOLUTION, row != 0 ? "solution" : "summary");
}

static void
add_archived(struct tk_found *f)
{
	static const unsigned char fields[] = {A_CATEGORY, A_PRIORITY,
	    A_CUSTOMER, A_SUBJECT, A_RESULT, A_SPENT, A_SATISFACTION,
	    A_LESSON, A_SUMMARY};
	struct tk_entry *e;

	if (!tk_output_within(f, f->view.closed))
		return;
	e = tk_found_add(f, 0, 0, f->view.closed);
	tk_found_id(f, e, A_ID);
	tk_found_number(e, A_CREATED, f->view.created);
	tk_found_number(e, A_CLOSED, f->view.closed);
	tk_output_fields(f, e, fields, sizeof fields);
	tk_found_person(f, e, A_HANDLER, f->view.shown[TK_ASSIGNEE]);
	if (f->view.created != TK_UNSET)
		tk_found_number(e, A_HANDLING, f->view.closed >
		    f->view.created ? f->view.closed - f->view.created : 0);
	put_solution(f, e);
}

const struct tk_output tk_output_archive = {
	TK_ENTRY_TABLE("archive", NULL, archive_columns), add_archived, "ticket"
};
