/* limit.c - "30s", "4h", "3d", "@deadline", "@appointment.when". */
#include <stdlib.h>
#include <string.h>

#include "clockrule.h"
#include "rules/tables/rules.h"

#define LONGEST (INT64_C(36525) * 86400)	/* 100 years */

int
tk_clock_word(const char *s)
{
	return *s >= 'a' && *s <= 'z' &&
	    s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* Behind the @. */
static int
parse_at(struct tk_limit *l, const struct tk_fields *fields, const char *s,
    struct tk_error *err)
{
	const struct tk_field_rule *f;
	size_t n = strcspn(s, ".");

	f = tk_field_need(fields, s, n, err);
	if (f == NULL)
		return -1;
	l->kind = TK_LIMIT_AT;
	l->field = f->field;
	if (s[n] == '\0' && f->type != TK_TIME)
		return tk_error_set(err, TK_BAD, "field \"%s\" holds no time; "
		    "its type in fields.csv must be time", f->name);
	if (s[n] == '\0')
		return 0;
	l->qualifier = s + n + 1;
	if (!tk_clock_word(l->qualifier))
		return tk_error_set(err, TK_BAD, "qualifier \"%s\" is not "
		    "lower-case letters, digits and _", l->qualifier);
	return 0;
}

int
tk_limit_parse(struct tk_limit *out, const struct tk_fields *fields,
    const char *s, struct tk_error *err)
{
	static const char units[] = "smhd";
	static const int64_t seconds[] = {1, 60, 3600, 86400};
	struct tk_limit l = {TK_LIMIT_OPEN, 0, 0, NULL};
	size_t n = strspn(s, "0123456789");
	const char *unit;

	if (*s == '@') {
		if (parse_at(&l, fields, s + 1, err) < 0)
			return -1;
		*out = l;
		return 0;
	}
	unit = n > 0 && s[n] != '\0' ? strchr(units, s[n]) : NULL;
	if (unit == NULL || s[n + 1] != '\0')
		return tk_error_set(err, TK_BAD, "limit \"%s\" is none of "
		    "30s, 15m, 4h, 3d, @FIELD, @FIELD.QUALIFIER", s);
	l.n = n > 10 ? LONGEST : (int64_t)strtoll(s, NULL, 10);
	if (l.n == 0)
		return tk_error_set(err, TK_BAD,
		    "limit \"%s\" must be more than 0", s);
	if (l.n > LONGEST / seconds[unit - units])
		return tk_error_set(err, TK_BAD,
		    "limit \"%s\" is more than 100 years", s);
	l.kind = *unit == 'd' ? TK_LIMIT_DAYS : TK_LIMIT_OPEN;
	if (*unit != 'd')
		l.n *= seconds[unit - units];
	*out = l;
	return 0;
}
