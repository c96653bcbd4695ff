/* value.c - typed values into the form that tickets hold. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules.h"
#include "rules/calendar/when.h"

#define SHOWN 60	/* bytes of a typed value in a message */

struct typed {
	const struct tk_rules *rules;
	const struct tk_field_rule *field;
	const char *s;
	int64_t now;
	const char *me;
	struct tk_buf *out;
	struct tk_error *err;
};

static int
unlawful(const struct typed *t, const char *why)
{
	return tk_error_set(t->err, TK_BAD, "%s=%.*s: %s", t->field->name,
	    tk_text_cut(t->s, SHOWN), t->s, why);
}

/* Does the value take a member out of a set? */
static int
takes_out(const struct typed *t, const char *s)
{
	return s[0] == '-' && t->field->qualifier == NULL && t->rules->
	    fields.schema->field[t->field->field].fold == TK_FOLD_SET;
}

static int
put_choice(const struct typed *t)
{
	const char *v = t->field->values, *s = t->s;
	struct tk_buf one = TK_BUF_INIT;
	int minus = takes_out(t, s), found = 0;
	size_t n;

	if (tk_list_has(v, s + minus)) {	/* mostly */
		tk_buf_puts(t->out, s);
		return 0;
	}
	for (; *v != '\0' && !found; v += n + (v[n] == '|')) {
		n = strcspn(v, "|");
		tk_buf_clear(&one);
		tk_buf_add(&one, v, n);
		if (tk_buf_check(&one, t->err) < 0) {
			tk_buf_free(&one);
			return -1;
		}
		found = tk_text_fold_equal(one.data, s + minus);
	}
	if (found && minus)
		tk_buf_putc(t->out, '-');
	if (found)
		tk_buf_add(t->out, one.data, one.len);
	tk_buf_free(&one);
	if (found)
		return 0;
	return tk_error_set(t->err, TK_BAD, "%s=%.*s: lawful are %s",
	    t->field->name, tk_text_cut(t->s, SHOWN), t->s,
	    t->field->values);
}

static int
put_time(const struct typed *t)
{
	struct tk_when when;
	struct tk_error err;
	char buf[TK_TIME_SIZE];

	if (tk_when_parse(t->s, t->now, t->rules->zone,
	    tk_rules_calendar(t->rules), &when, &err) < 0)
		return tk_error_set(t->err, err.code, "%s: %s",
		    t->field->name, err.message);
	/* "by tomorrow" ends when tomorrow does */
	tk_buf_puts(t->out, tk_time_format(buf, when.whole_day && !when.span ?
	    tk_when_day_end(t->rules->zone, when.from) : when.from,
	    t->rules->zone));
	if (when.span) {
		tk_buf_puts(t->out, "..");
		tk_buf_puts(t->out, tk_time_format(buf, when.to,
		    t->rules->zone));
	}
	return 0;
}

static int
put_number(const struct typed *t)
{
	struct tk_buf digits = TK_BUF_INIT;
	char *end;
	int rc = 0;

	tk_text_digits(&digits, t->s, strlen(t->s));
	if (tk_buf_check(&digits, t->err) < 0)
		return -1;
	strtod(digits.data, &end);
	if (end == digits.data || *end != '\0' ||
	    strspn(digits.data, "+-.0123456789") != digits.len)
		rc = unlawful(t, "not a number");
	else
		tk_buf_add(t->out, digits.data, digits.len);
	tk_buf_free(&digits);
	return rc;
}

static int
put_person(const struct typed *t)
{
	const char *who = strcmp(t->s, "me") == 0 && t->me != NULL ? t->me :
	    t->s;
	const struct tk_person *p;
	int minus = takes_out(t, who);

	if (t->rules->staff.persons == 0) {
		tk_buf_puts(t->out, who);
		return 0;
	}
	p = tk_staff_find(&t->rules->staff, who + minus);
	if (p == NULL)
		return tk_error_set(t->err, TK_BAD, "%s: unknown person "
		    "\"%.*s\"; rules/staff.csv lists them", t->field->name,
		    tk_text_cut(who + minus, SHOWN), who + minus);
	if (minus)
		tk_buf_putc(t->out, '-');
	tk_buf_puts(t->out, p->login);
	return 0;
}

static int
put_named(const struct typed *t)
{
	const struct tk_category *c;
	const struct tk_priority *p;
	struct tk_buf b = TK_BUF_INIT;
	int status, i;

	switch (t->field->type) {
	case TK_CATEGORY:
		if (t->rules->categories.count == 0)
			break;
		c = tk_category_need(&t->rules->categories, t->s, t->err);
		if (c == NULL)
			return -1;
		tk_buf_puts(t->out, c->name);
		return 0;
	case TK_PRIORITY:
		if (t->rules->priorities.count == 0)
			break;
		p = tk_priority_find(&t->rules->priorities, t->s);
		if (p != NULL) {
			tk_buf_puts(t->out, p->name);
			return 0;
		}
		tk_priorities_list(&t->rules->priorities, &b);
		tk_error_set(t->err, TK_BAD, "unknown priority \"%.*s\"; "
		    "lawful are %s", tk_text_cut(t->s, SHOWN), t->s, b.data);
		tk_buf_free(&b);
		return -1;
	case TK_TEAM:
		if (t->rules->staff.teams == 0 ||
		    tk_team_find(&t->rules->staff, t->s) != NULL)
			break;
		return tk_error_set(t->err, TK_BAD, "unknown team \"%.*s\"; "
		    "rules/teams.csv lists them", tk_text_cut(t->s, SHOWN),
		    t->s);
	case TK_STATUS_TYPE:
		status = tk_status_find(t->s);
		for (i = 0; status < 0 && i < TK_STATUSES; i++)
			if (tk_text_fold_equal(t->rules->settings.status[i],
			    t->s))
				status = i;
		if (status < 0)
			return unlawful(t, "lawful are new, unclear, "
			    "assigned, active, waiting, solved, closed");
		tk_buf_puts(t->out, tk_status_name((enum tk_status)status));
		return 0;
	default:
		if (!tk_number_valid(t->s + (t->s[0] == '-'), NULL))
			return unlawful(t, "not a whole ticket number");
	}
	tk_buf_puts(t->out, t->s);
	return 0;
}

static int
put_pattern(const struct typed *t)
{
	int hit = tk_pattern_match(t->field->pattern, t->s, strlen(t->s),
	    t->err);

	if (hit < 0)
		return -1;
	if (hit == 0)
		return tk_error_set(t->err, TK_BAD, "%s=%.*s: must match %s",
		    t->field->name, tk_text_cut(t->s, SHOWN), t->s,
		    t->field->values);
	tk_buf_puts(t->out, t->s);
	return 0;
}

static int
put_value(const struct typed *t)
{
	if (t->field->pattern != NULL)
		return put_pattern(t);
	switch (t->field->type) {
	case TK_CHOICE:
		if (t->field->values[0] != '\0')
			return put_choice(t);
		break;
	case TK_TIME:
		return put_time(t);
	case TK_NUMBER:
		return put_number(t);
	case TK_PERSON:
		return put_person(t);
	case TK_CATEGORY:
	case TK_PRIORITY:
	case TK_TEAM:
	case TK_STATUS_TYPE:
	case TK_TICKET:
		return put_named(t);
	default:
		break;
	}
	tk_buf_puts(t->out, t->s);
	return 0;
}

int
tk_field_time_qualifier(const char *name)
{
	static const char *const times[] = {"at", "when", "due", "expected"};
	size_t i;

	for (i = 0; i < sizeof times / sizeof *times; i++)
		if (strcmp(name, times[i]) == 0)
			return 1;
	return 0;
}

/* CR LF and CR become LF; leading empty lines go, as tk-ticket(5) demands
 * of writers. */
static void
put_lines(struct tk_buf *b, const char *s, size_t len)
{
	size_t i = 0, blank;

	for (blank = 0; blank < len && strchr(" \t\r\n", s[blank]) != NULL;
	    blank++)
		if (s[blank] == '\n' || s[blank] == '\r')
			i = blank + 1;
	for (; i < len; i++) {
		if (s[i] != '\r')
			tk_buf_putc(b, s[i]);
		else if (i + 1 == len || s[i + 1] != '\n')
			tk_buf_putc(b, '\n');
	}
}

int
tk_field_value(const struct tk_rules *rules, const struct tk_field_rule *field,
    const char *typed, size_t len, int64_t now, const char *me,
    struct tk_buf *out, struct tk_error *err)
{
	struct typed t = {rules, field, NULL, now, me, out, err};
	struct tk_buf lines = TK_BUF_INIT;
	size_t bad;
	int rc;

	if (len > (size_t)rules->settings.max_value)
		return tk_error_set(err, TK_BAD, "%s: %zu bytes, more than "
		    "the %lld a value may have; attach it with -a",
		    field->name, len, (long long)rules->settings.max_value);
	if (!tk_text_valid(typed, len, &bad))
		return tk_error_set(err, TK_BAD, typed[bad] == '\0' ?
		    "%s: a NUL byte at byte %zu; text is UTF-8" :
		    "%s: invalid UTF-8 at byte %zu; if it is GBK, convert it "
		    "with 'iconv -f gb18030' or give --from-charset gb18030",
		    field->name, bad + 1);
	if (len == 0) {
		tk_buf_add(out, "", 0);
		return tk_buf_check(out, err);
	}
	tk_buf_add(&lines, "", 0);
	put_lines(&lines, typed, len);
	if (tk_buf_check(&lines, err) < 0)
		return -1;
	t.s = lines.data;
	rc = put_value(&t);
	tk_buf_free(&lines);
	return rc < 0 ? rc : tk_buf_check(out, err);
}
