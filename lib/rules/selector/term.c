#include "term.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/calendar/when.h"

struct compiler {
	const struct tk_rules *rules;
	enum tk_selector_use use;
	int64_t now;
	const char *me;
	struct tk_arena *arena;
	struct tk_error *err;
};

static const struct {
	const char *name;
	enum tk_term_subject subject;
	enum tk_type type;
	int ordered;
} pseudo[] = {
	{"created", TK_TERM_CREATED, TK_TIME, 1},
	{"closed", TK_TERM_CLOSED, TK_TIME, 1},
	{"children", TK_TERM_CHILDREN, TK_NUMBER, 1},
	{"due", TK_TERM_DUE, TK_TIME, 1},
	{"overdue", TK_TERM_OVERDUE, TK_SPAN, 1},
	{"clock", TK_TERM_CLOCK, TK_TEXT, 0},
	{"verdict", TK_TERM_VERDICT, TK_TEXT, 0},
};

static int
find_pseudo(struct tk_term *t, const char *name, size_t len,
    enum tk_selector_use use)
{
	size_t i;

	for (i = 0; i < sizeof pseudo / sizeof *pseudo; i++) {
		if (strlen(pseudo[i].name) != len ||
		    strncmp(pseudo[i].name, name, len) != 0)
			continue;
		if (pseudo[i].subject >= TK_TERM_DUE && use != TK_IN_LIST)
			return 0;
		t->subject = pseudo[i].subject;
		t->type = pseudo[i].type;
		t->ordered = pseudo[i].ordered;
		return 1;
	}
	return 0;
}

static enum tk_type
qualifier_type(const struct tk_term *t)
{
	if (t->subject != TK_TERM_QUALIFIER)
		return TK_NUMBER;
	if (t->row != NULL)
		return t->row->type;
	return tk_field_time_qualifier(t->qualifier) ? TK_TIME : TK_TEXT;
}

static int
find_field(struct tk_term *t, const char *name, size_t len,
    const struct compiler *c)
{
	struct tk_field_name meant;

	if (find_pseudo(t, name, len, c->use))
		return 0;
	if (tk_field_name(&c->rules->fields, name, len, &meant, c->err) < 0)
		return -1;
	t->field = meant.field;
	t->row = meant.row;
	t->type = t->field->type;
	if (meant.qualifier[0] == '\0') {
		t->subject = TK_TERM_FIELD;
	} else {
		t->qualifier = tk_arena_strdup(c->arena, meant.qualifier);
		if (t->qualifier == NULL)
			return tk_error_memory(c->err);
		t->subject = TK_TERM_QUALIFIER;
		if (strcmp(t->qualifier, "count") == 0)
			t->subject = TK_TERM_COUNT;
		if (strcmp(t->qualifier, "days") == 0)
			t->subject = TK_TERM_DAYS;
		t->type = qualifier_type(t);
	}
	t->ordered = t->type == TK_TIME || t->type == TK_NUMBER ||
	    t->type == TK_PRIORITY;
	return 0;
}

static const char *
split(const char *text, enum tk_op *op, size_t *name)
{
	*name = strcspn(text, "!<>=~");
	switch (text[*name]) {
	case '=':
		*op = TK_OP_EQ;
		return text + *name + 1;
	case '~':
		*op = TK_OP_MATCH;
		return text + *name + 1;
	case '!':
		*op = TK_OP_NE;
		break;
	case '>':
		*op = TK_OP_GE;
		break;
	case '<':
		*op = TK_OP_LE;
		break;
	default:
		return NULL;
	}
	return text[*name + 1] == '=' ? text + *name + 2 : NULL;
}

/* "90", "2h", "3d": seconds. */
static int
parse_span(const char *s, double *out)
{
	char *end;
	double n = strtod(s, &end);
	double unit = 1;

	if (end == s)
		return -1;
	switch (*end) {
	case 'w': unit = 7 * 86400; break;
	case 'd': unit = 86400; break;
	case 'h': unit = 3600; break;
	case 'm': unit = 60; break;
	case 's': case '\0': break;
	default: return -1;
	}
	if (*end != '\0' && end[1] != '\0')
		return -1;
	*out = n * unit;
	return 0;
}

/* The span of an ordered value: a day is a whole one. */
static int
parse_ordered(const struct tk_term *t, const char *s, double *from,
    double *to, const struct compiler *c)
{
	const struct tk_priority *p;
	struct tk_when when;
	char *end;

	switch (t->type) {
	case TK_TIME:
		if (tk_when_parse(s, c->now, c->rules->zone,
		    tk_rules_calendar(c->rules), &when, c->err) < 0)
			return -1;
		*from = (double)when.from;
		*to = (double)(when.whole_day && !when.span ?
		    tk_when_day_end(c->rules->zone, when.from) : when.to);
		return 0;
	case TK_PRIORITY:
		p = tk_priority_find(&c->rules->priorities, s);
		if (p == NULL)
			return tk_error_set(c->err, TK_BAD, "unknown priority "
			    "\"%s\" in \"%s\"", s, t->text);
		*from = *to = -p->rank;
		return 0;
	case TK_SPAN:
		if (parse_span(s, from) < 0)
			break;
		*to = *from;
		return 0;
	default:
		*from = *to = strtod(s, &end);
		if (end != s && *end == '\0')
			return 0;
	}
	return tk_error_set(c->err, TK_BAD, "\"%s\" in \"%s\" is no number",
	    s, t->text);
}

static int
parse_range(const struct tk_term *t, struct tk_alternative *a, char *dots,
    const struct compiler *c)
{
	double swap;

	*dots = '\0';
	a->from = -INFINITY;
	a->to = INFINITY;
	if (a->text[0] != '\0' &&
	    parse_ordered(t, a->text, &a->from, &swap, c) < 0)
		return -1;
	if (dots[2] != '\0' &&
	    parse_ordered(t, dots + 2, &swap, &a->to, c) < 0)
		return -1;
	if (t->type == TK_PRIORITY && a->from > a->to) {
		swap = a->from;	/* P0..P1 is P1..P0 in rank */
		a->from = a->to;
		a->to = swap;
	}
	*dots = '.';
	return 0;
}

/* Checks a value of an unordered field, and puts it as tickets hold it. */
static int
parse_name(const struct tk_term *t, struct tk_alternative *a,
    const struct compiler *c)
{
	struct tk_buf b = TK_BUF_INIT;
	const struct tk_category *cat;
	int rc = 0;

	if (t->subject == TK_TERM_VERDICT &&
	    tk_verdict_find(a->text, strlen(a->text)) < 0)
		return tk_error_set(c->err, TK_BAD, "unknown verdict \"%s\" "
		    "in \"%s\"; lawful are running, paused, met, breached, "
		    "cancelled", a->text, t->text);
	if (t->row == NULL)
		return 0;
	if (t->type == TK_PERSON) {
		const struct tk_person *p;

		a->me = strcmp(a->text, "me") == 0;
		p = tk_staff_find(&c->rules->staff, a->text);
		if (p != NULL)
			a->text = p->login;
		return 0;
	}
	if (t->type == TK_CATEGORY && c->rules->categories.count > 0) {
		cat = tk_category_need(&c->rules->categories, a->text, c->err);
		if (cat == NULL)
			return -1;
		a->text = cat->name;
		return 0;
	}
	if (t->type == TK_STATUS_TYPE && strcmp(a->text, "all") == 0) {
		a->any = 1;
		return 0;
	}
	if (t->type != TK_CHOICE && t->type != TK_STATUS_TYPE)
		return 0;
	rc = tk_field_value(c->rules, t->row, a->text, strlen(a->text),
	    c->now, c->me, &b, c->err);
	if (rc == 0) {
		a->text = tk_arena_copy(c->arena, b.data, b.len);
		if (a->text == NULL)
			rc = tk_error_memory(c->err);
	}
	tk_buf_free(&b);
	return rc;
}

static int
parse_alternative(const struct tk_term *t, struct tk_alternative *a,
    const struct compiler *c)
{
	char *dots;

	a->any = strcmp(a->text, "*") == 0;
	a->empty = a->text[0] == '\0';
	if (a->any || a->empty)
		return 0;
	if (t->subject == TK_TERM_OVERDUE && strcmp(a->text, "yes") == 0) {
		a->any = 1;
		return 0;
	}
	if (!t->ordered)
		return parse_name(t, a, c);
	dots = strstr(a->text, "..");
	if (dots != NULL)
		return parse_range(t, a, dots, c);
	return parse_ordered(t, a->text, &a->from, &a->to, c);
}

static int
parse_values(struct tk_term *t, const char *values, const struct compiler *c)
{
	size_t n = 1, i, len;
	const char *s;

	for (s = values; *s != '\0'; s++)
		if (*s == ',' || *s == '|')
			n++;
	t->alternative = tk_arena_alloc(c->arena, n * sizeof *t->alternative);
	if (t->alternative == NULL)
		return tk_error_memory(c->err);
	memset(t->alternative, 0, n * sizeof *t->alternative);
	for (i = 0; i < n; i++) {
		len = strcspn(values, ",|");
		t->alternative[i].text = tk_arena_copy(c->arena, values, len);
		if (t->alternative[i].text == NULL)
			return tk_error_memory(c->err);
		t->alternatives = i + 1;
		if (parse_alternative(t, &t->alternative[i], c) < 0)
			return -1;
		values += len + 1;
	}
	return 0;
}

int
tk_term_compile(struct tk_term *t, const struct tk_rules *rules, char *text,
    enum tk_selector_use use, int64_t now, const char *me,
    struct tk_arena *arena, struct tk_error *err)
{
	const struct compiler c = {rules, use, now, me, arena, err};
	const char *values;
	size_t name;

	t->text = text;
	values = split(text, &t->op, &name);
	if (values == NULL || name == 0)
		return tk_error_set(err, TK_BAD, "\"%s\" is no selector; "
		    "write FIELD=VALUE, with = != >= <= or ~", text);
	if (find_field(t, text, name, &c) < 0)
		return -1;
	if (t->op == TK_OP_MATCH)
		return tk_pattern_compile(&t->pattern, values, 0, err);
	if (parse_values(t, values, &c) < 0)
		return -1;
	if ((t->op == TK_OP_GE || t->op == TK_OP_LE) && (!t->ordered ||
	    t->alternatives != 1 || t->alternative[0].any ||
	    t->alternative[0].empty))
		return tk_error_set(err, TK_BAD, "\"%s\": >= and <= take one "
		    "time, number or priority", text);
	return 0;
}

void
tk_term_free(struct tk_term *t)
{
	tk_pattern_free(t->pattern);
	t->pattern = NULL;
}

int
tk_term_on_clock(const struct tk_term *t)
{
	return t->subject == TK_TERM_CLOCK || t->subject == TK_TERM_VERDICT;
}
