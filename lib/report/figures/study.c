/* study.c - what all threads that collect figures share. */
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "rowkind.h"

#define MANY 62		/* days: of more, weeks are told */

static const struct {
	const char *field;
	enum tk_row_kind kind;
} kinds[] = {
	{"status", TK_ROW_STATUS}, {"result", TK_ROW_RESULT},
	{"reopened", TK_ROW_REOPENED}, {"reply", TK_ROW_REPLY},
	{"satisfaction", TK_ROW_ANSWER}, {"quality", TK_ROW_QUALITY},
	{"team", TK_ROW_TEAM}, {"assignee", TK_ROW_ASSIGNEE},
	{"question", TK_ROW_MORE}, {"handover", TK_ROW_MORE},
	{"declined", TK_ROW_MORE}, {"escalation", TK_ROW_MORE},
};

static int
find_kinds(struct tk_study *s)
{
	const struct tk_scope *scope = &s->r->scope;
	size_t i;
	int field;

	s->fields = scope->schema->count;
	s->what = calloc(s->fields + 1, 1);
	if (s->what == NULL)
		return -1;
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		field = tk_scope_field(scope, kinds[i].field);
		if (field >= 0)
			s->what[field] = (unsigned char)kinds[i].kind;
	}
	s->source = tk_scope_field(scope, "source");
	s->owner = tk_scope_field(scope, "owner");
	s->deadline = tk_scope_field(scope, "deadline");
	s->effect = tk_scope_field(scope, "effect");
	s->repeated = tk_scope_field(scope, "repeated");
	return 0;
}

/* Every midnight in the period, or every seventh. */
static int
find_days(struct tk_study *s)
{
	const struct tk_zone *zone = s->r->scope.rules->zone;
	int64_t first = tk_day_at(zone, s->from), day;
	int64_t last = tk_day_at(zone, s->to - 1);
	size_t n = 1;

	s->days_each = last - first < MANY ? 1 : 7;
	s->mark = calloc((size_t)(last - first) / (size_t)s->days_each + 3,
	    sizeof *s->mark);
	if (s->mark == NULL)
		return -1;
	s->mark[0] = s->from;
	for (day = first + s->days_each; day <= last; day += s->days_each)
		s->mark[n++] = tk_zone_first(zone, day * 86400);
	s->mark[n] = s->to;
	s->days = n;
	return 0;
}

int
tk_study_begin(struct tk_study *s, struct tk_reporter *r)
{
	s->r = r;
	s->before = r->period.before;
	s->from = r->period.from;
	s->to = r->period.to;
	s->end = s->to < r->scope.now ? s->to : r->scope.now;
	s->work = tk_rules_calendar(r->scope.rules);
	return find_kinds(s) < 0 ? -1 : find_days(s);
}

void
tk_study_end(struct tk_study *s)
{
	free(s->what);
	free(s->mark);
	memset(s, 0, sizeof *s);
}

int
tk_study_brief(const struct tk_study *s)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!tk_brief_rows(kinds[i].field))
			return 0;
	return tk_selection_brief(&s->r->selection);
}

size_t
tk_study_day(const struct tk_study *s, int64_t t)
{
	size_t i = (size_t)((t - s->from) / (86400 * s->days_each));

	if (i >= s->days)
		i = s->days - 1;
	while (i > 0 && t < s->mark[i])
		i--;
	while (i + 1 < s->days && t >= s->mark[i + 1])
		i++;
	return i;
}

int
tk_study_when(const struct tk_study *s, int64_t t)
{
	return t == TK_UNSET || t < s->before || t >= s->to ? -1 :
	    t >= s->from ? TK_THIS : TK_BEFORE;
}

int64_t
tk_study_work(const struct tk_study *s, int64_t from, int64_t to)
{
	int64_t n;

	if (to <= from)
		return 0;
	n = s->work == NULL ? to - from : tk_calendar_elapsed(s->work, from,
	    to);
	return n == TK_UNSET ? 0 : n;
}
