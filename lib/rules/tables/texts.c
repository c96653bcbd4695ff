#include "texts.h"

#include <stdlib.h>
#include <string.h>

#include "rules.h"

static const struct tk_column message_columns[] = {
	{"event", 1}, {"to", 0}, {"channel", 0}, {"template", 1},
};
enum { EVENT, TO, CHANNEL, TEMPLATE };

static const struct tk_column play_columns[] = {
	{"category", 1}, {"steps", 1}, {"executor", 0}, {"promise", 0},
};
enum { CATEGORY, STEPS, EXECUTOR, PROMISE };

static const struct tk_column target_columns[] = {
	{"kpi", 1}, {"period", 0}, {"operator", 0}, {"figure", 1},
};
enum { KPI, PERIOD, OPERATOR, FIGURE };

static const struct tk_column matrix_columns[] = {
	{"impact", 1}, {"importance", 1}, {"priority", 1},
};
enum { IMPACT, IMPORTANCE, PRIORITY };

static int
load_messages(struct tk_texts *x, const struct tk_rules *rules,
    struct tk_faults *f)
{
	const struct tk_table *t = &x->tables[0];
	struct tk_text *m;
	struct tk_error err;
	const char *event;
	size_t i;
	int rc = 0;

	x->message = calloc(t->rows + 1, sizeof *x->message);
	if (x->message == NULL)
		return -1;
	for (i = 0; i < t->rows; i++) {
		m = &x->message[x->messages++];
		event = tk_table_cell(t, i, EVENT);
		m->to = tk_table_cell(t, i, TO);
		m->channel = tk_table_cell(t, i, CHANNEL);
		m->template = tk_table_cell(t, i, TEMPLATE);
		if (event[0] == '@')
			m->canned = event + 1;
		else if (tk_events_parse(&m->event, rules, event, &err) < 0)
			rc = tk_table_fault(t, i, EVENT, f, "%s",
			    err.message);
	}
	return rc;
}

static int
load_plays(struct tk_texts *x, const struct tk_rules *rules,
    struct tk_faults *f)
{
	const struct tk_table *t = &x->tables[1];
	struct tk_error err;
	struct tk_play *p;
	size_t i;
	int rc = 0;

	x->play = calloc(t->rows + 1, sizeof *x->play);
	if (x->play == NULL)
		return -1;
	for (i = 0; i < t->rows; i++) {
		p = &x->play[x->plays++];
		p->category = tk_table_cell(t, i, CATEGORY);
		p->steps = tk_table_cell(t, i, STEPS);
		p->executor = tk_table_cell(t, i, EXECUTOR);
		p->promise = tk_table_cell(t, i, PROMISE);
		if (tk_category_need(&rules->categories, p->category,
		    &err) == NULL)
			rc = tk_table_fault(t, i, CATEGORY, f, "%s",
			    err.message);
	}
	return rc;
}

static int
check_targets(const struct tk_table *t, struct tk_faults *f)
{
	static const char *const operators[] = {"", "<", "<=", "=", ">=", ">"};
	const char *v;
	size_t i, j;
	char *end;
	int rc = 0;

	for (i = 0; i < t->rows; i++) {
		v = tk_table_cell(t, i, OPERATOR);
		for (j = 0; j < 6 && strcmp(operators[j], v) != 0; j++)
			;
		if (j == 6)
			rc = tk_table_fault(t, i, OPERATOR, f,
			    "operator \"%s\" is none of < <= = >= >", v);
		v = tk_table_cell(t, i, FIGURE);
		strtod(v, &end);
		if (end == v || (*end != '\0' && strcmp(end, "%") != 0))
			rc = tk_table_fault(t, i, FIGURE, f,
			    "figure \"%s\" is no number", v);
	}
	return rc;
}

static int
check_matrix(const struct tk_table *t, const struct tk_rules *rules,
    struct tk_faults *f)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < t->rows; i++)
		if (tk_priority_find(&rules->priorities,
		    tk_table_cell(t, i, PRIORITY)) == NULL)
			rc = tk_table_fault(t, i, PRIORITY, f,
			    "unknown priority \"%s\"",
			    tk_table_cell(t, i, PRIORITY));
	return rc;
}

int
tk_texts_load(struct tk_texts **out, struct tk_rules *rules,
    struct tk_faults *f)
{
	struct tk_texts *x = calloc(1, sizeof *x);
	int rc = 0;

	if (x == NULL)
		return -1;
	if (tk_table_load(&x->tables[0], rules->fd, "messages",
	    message_columns, 4, f) < 0)
		rc = -1;
	if (tk_table_load(&x->tables[1], rules->fd, "playbook", play_columns,
	    4, f) < 0)
		rc = -1;
	if (tk_table_load(&x->tables[2], rules->fd, "targets", target_columns,
	    4, f) < 0)
		rc = -1;
	if (tk_table_load(&x->tables[3], rules->fd, "matrix", matrix_columns,
	    3, f) < 0)
		rc = -1;
	if (rc == 0) {
		rc |= load_messages(x, rules, f);
		rc |= load_plays(x, rules, f);
		rc |= check_targets(&x->tables[2], f);
		rc |= check_matrix(&x->tables[3], rules, f);
	}
	if (rc != 0) {
		tk_texts_free(x);
		return -1;
	}
	*out = x;
	return 0;
}

void
tk_texts_free(struct tk_texts *x)
{
	size_t i;

	if (x == NULL)
		return;
	for (i = 0; i < x->messages; i++)
		tk_events_free(&x->message[i].event);
	for (i = 0; i < 4; i++)
		tk_table_free(&x->tables[i]);
	free(x->message);
	free(x->play);
	free(x);
}

const char *
tk_texts_canned(const struct tk_texts *x, const char *name)
{
	size_t i;

	for (i = 0; i < x->messages; i++)
		if (x->message[i].canned != NULL &&
		    strcmp(x->message[i].canned, name) == 0)
			return x->message[i].template;
	return NULL;
}

void
tk_texts_names(const struct tk_texts *x, struct tk_buf *b)
{
	const char *sep = "";
	size_t i;

	for (i = 0; i < x->messages; i++)
		if (x->message[i].canned != NULL) {
			tk_buf_printf(b, "%s@%s", sep, x->message[i].canned);
			sep = " ";
		}
}

const char *
tk_texts_matrix(const struct tk_texts *x, const char *impact,
    const char *importance)
{
	const struct tk_table *t = &x->tables[3];
	size_t i;

	for (i = 0; i < t->rows; i++)
		if (strcmp(tk_table_cell(t, i, IMPACT), impact) == 0 &&
		    strcmp(tk_table_cell(t, i, IMPORTANCE), importance) == 0)
			return tk_table_cell(t, i, PRIORITY);
	return NULL;
}

const struct tk_play *
tk_texts_play(const struct tk_texts *x, const char *category)
{
	const struct tk_play *best = NULL;
	size_t i;

	for (i = 0; i < x->plays; i++)
		if (tk_category_covers(x->play[i].category, category) &&
		    (best == NULL || strlen(x->play[i].category) >
		    strlen(best->category)))
			best = &x->play[i];
	return best;
}
