/* digest.c - the report `digest`: the progress of a day, customer by
 * customer, and the tickets of which there is none to tell. */
#include "digest.h"

#include <stdio.h>
#include <string.h>

#include "report/format/words.h"

enum { PROGRESS, SILENT, LISTS };

static const struct tk_grid_column progress_columns[] = {
	{"id", "# id", TK_KIND_WORD, 0, 0},
	{"time", "", TK_KIND_TIME, 0, TK_ONLY_DATA},
	{"customer", "customer", TK_KIND_WORD, 10, 0},
	TK_DATA_WORD("contact"),
	TK_DATA_WORD("subject"),
	{"next", "next", TK_KIND_WORD, 12, 0},
	{"expected", "expected", TK_KIND_TIME, 0, 0},
	{"told", "told", TK_KIND_TIME, 0, 0},
	{"", "", TK_KIND_WORD, 0, TK_ONLY_DATA | TK_ONLY_TEXT},
	{"", "", TK_KIND_WORD, 0, TK_ONLY_DATA | TK_ONLY_TEXT},
	{"done", "done", TK_KIND_WORD, 0, 0},
};

enum { ID, DUE, ASSIGNEE, WHO, CUSTOMER, SUBJECT };
static const struct tk_grid_column silent_columns[] = {
	{"id", "id", TK_KIND_WORD, 0, 0},
	{"due", "due", TK_KIND_TIME, 0, 0},
	TK_DATA_WORD("assignee"),
	TK_TEXT_WORD("assignee", 12),
	{"customer", "customer", TK_KIND_WORD, 10, 0},
	{"subject", "subject", TK_KIND_WORD, 0, 0},
};

static const struct tk_entry_table tables[LISTS] = {
	TK_ENTRY_TABLE("progress", NULL, progress_columns),
	TK_ENTRY_TABLE("silent", "no progress today, for the supervisor",
	    silent_columns),
};

/* ---- what customers may read ----------------------------------------- */

static const struct tk_field_rule *
rule_of(const struct tk_scope *s, const char *field)
{
	int i = s->own != NULL ? -1 : tk_scope_field(s, field);

	return i < 0 ? NULL : &s->rules->fields.rule[i];
}

/* May it reach the customer? A qualifier may if its field may, unless it has
 * a row of its own that does not say so. */
static int
is_public(const struct tk_scope *s, const char *field, const char *qualifier)
{
	const struct tk_field_rule *f = rule_of(s, field), *q;

	if (f == NULL || !f->public || qualifier == NULL)
		return f != NULL && f->public;
	q = tk_field_qualifier(&s->rules->fields, f->field, qualifier,
	    strlen(qualifier));
	return q == NULL || q->public;
}

/* ---- tickets --------------------------------------------------------- */

/* A ticket of our own is nobody's to be told of. */
static int
is_ours(const struct tk_found *f)
{
	const char *source = tk_found_value(f, "source");

	return source != NULL && (strcmp(source, "改进措施") == 0 ||
	    strcmp(source, "系统监测") == 0);
}

/* The last row by which the customer was told; 0: none. */
static unsigned
last_told(const struct tk_found *f)
{
	return tk_found_last(f, "digest");
}

static const char *
expected(const struct tk_found *f, unsigned row)
{
	const struct tk_scope *s = &f->all->r->scope;
	const char *value = NULL;

	if (is_public(s, "progress", "expected"))
		value = tk_ticket_qualifier(&f->viewer->ticket, row,
		    "expected");
	if (value == NULL && is_public(s, "expected", NULL))
		value = tk_found_value(f, "expected");
	return value;
}

static void
add_progress(struct tk_found *f, unsigned row)
{
	const struct tk_scope *s = &f->all->r->scope;
	const struct tk_row *r = tk_found_row(f, row);
	int mail = f->all->r->written;
	unsigned told = last_told(f);
	struct tk_entry *e;

	if (mail && told > row)
		return;
	e = tk_found_add(f, PROGRESS, row, 0);
	tk_found_id(f, e, TK_DIGEST_ID);
	tk_found_number(e, TK_DIGEST_TIME, r->at);
	tk_found_field(f, e, TK_DIGEST_CUSTOMER, "customer");
	tk_found_field(f, e, TK_DIGEST_CONTACT, "contact");
	if (is_public(s, "subject", NULL))
		tk_found_field(f, e, TK_DIGEST_SUBJECT, "subject");
	if (is_public(s, "progress", "next"))
		tk_found_qualifier(f, e, TK_DIGEST_NEXT, row, "next");
	tk_found_time(e, TK_DIGEST_EXPECTED, expected(f, row));
	if (told > row)
		tk_found_number(e, TK_DIGEST_TOLD, tk_found_row(f, told)->at);
	tk_found_word(f, e, TK_DIGEST_DONE, "progress", r->value);
	if (mail)
		tk_digest_address(f, e);
	else if (e != NULL && e->cell[TK_DIGEST_CUSTOMER].set)
		e->word = e->cell[TK_DIGEST_CUSTOMER].is.word;
}

/* The clock that wants the customer told today. */
static const struct tk_clock *
digest_clock(const struct tk_found *f)
{
	const struct tk_clock_list *list = &f->viewer->clocks;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->clock[i].name, "digest") == 0 &&
		    !list->clock[i].ended &&
		    list->clock[i].due != TK_UNSET &&
		    list->clock[i].due < f->all->r->period.to)
			return &list->clock[i];
	return NULL;
}

static void
add_silent(struct tk_found *f)
{
	const struct tk_clock *c = digest_clock(f);
	struct tk_entry *e;

	if (c == NULL)
		return;
	e = tk_found_add(f, SILENT, 0, c->due);
	tk_found_id(f, e, ID);
	tk_found_number(e, DUE, c->due);
	tk_found_field(f, e, ASSIGNEE, "assignee");
	tk_found_person(f, e, WHO, f->view.shown[TK_ASSIGNEE]);
	tk_found_field(f, e, CUSTOMER, "customer");
	tk_found_field(f, e, SUBJECT, "subject");
}

static void
each(struct tk_found *f)
{
	const struct tk_period *p = &f->all->r->period;
	const struct tk_row *r;
	unsigned row = 0;
	int any = 0;

	if (f->view.status == TK_CLOSED || is_ours(f))
		return;
	while ((row = tk_found_next(f, row)) != 0) {
		r = tk_found_row(f, row);
		if (strcmp(r->name, "progress") != 0 || r->at < p->from ||
		    r->at >= p->to)
			continue;
		add_progress(f, row);
		any = 1;
	}
	if (!any && !f->all->r->written)
		add_silent(f);
}

/* ---- all ------------------------------------------------------------- */

static int
fill(struct tk_entries *all)
{
	struct tk_sheet *s = &all->r->sheet;
	char at[TK_WORD_SIZE];
	struct tk_grid *g;

	snprintf(s->headline, sizeof s->headline, "digest %s at %s: rows of "
	    "progress %zu, tickets without %zu", s->period, tk_word_date(at,
	    s->now, s->zone), all->count[PROGRESS], all->count[SILENT]);
	s->title = "Progress of the day";
	s->commented = 1;
	all->r->fine = all->count[PROGRESS] + all->count[SILENT] == 0;
	g = tk_entries_put(all, PROGRESS);
	if (g == NULL)
		return -1;
	g->tickets = 1;
	return tk_entries_put(all, SILENT) == NULL ? -1 : 0;
}

int
tk_report_digest(struct tk_reporter *r, struct tk_error *err)
{
	struct tk_entries all = {.r = r, .table = tables, .tables = LISTS,
	    .each = each};
	int rc;

	if (!is_public(&r->scope, "progress", NULL))
		return tk_error_set(err, TK_BAD, "rules/fields.csv does not "
		    "say that progress may reach the customer; write yes into "
		    "the column public of its row");
	r->written = all.unmasked = r->order->query.format == TK_FORMAT_MAIL;
	rc = tk_entries_collect(&all, r->scope.asof, tk_entries_since(r), err);
	if (rc == 0 && r->written)
		rc = tk_digest_mail(&all, err);
	else if (rc == 0 && fill(&all) < 0)
		rc = tk_error_memory(err);
	tk_entries_free(&all);
	return rc;
}
