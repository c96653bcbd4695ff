#include "holiday.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"

#define YEAR 366
#define RANGE_MAX 366

/* What is said of a day: 0 nothing, or 1 + the number of a saying. */
struct dated {
	int32_t day;
	uint16_t said;
};

struct saying {
	int worked;
	struct tk_hours hours;
};

struct tk_holidays {
	struct dated *dated;	/* sorted by day */
	size_t ndated, dated_size;
	struct saying *saying;	/* each different one once */
	size_t nsayings, saying_size;
	uint16_t yearly[YEAR];
	int any_yearly;
};

struct tk_holidays *
tk_holidays_new(void)
{
	return calloc(1, sizeof(struct tk_holidays));
}

void
tk_holidays_free(struct tk_holidays *h)
{
	if (h == NULL)
		return;
	free(h->dated);
	free(h->saying);
	free(h);
}

int
tk_holiday_day_of_year(int month, int day)
{
	static const int before[13] = {
		0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335
	};

	return before[month] + day - 1;
}

/* ---- reading a row --------------------------------------------------- */

static int
number(const char **s, int digits, int *n)
{
	int i;

	*n = 0;
	for (i = 0; **s >= '0' && **s <= '9'; i++, (*s)++) {
		if (i == digits)
			return -1;
		*n = *n * 10 + **s - '0';
	}
	return i > 0 ? 0 : -1;
}

/* Y-M-D or M-D at *s; year 0 for the latter. */
static int
date(const char **s, int *yearly, int64_t *day)
{
	int n[3], count, y, m, d;

	for (count = 0; count < 3; count++) {
		if (count > 0 && **s != '-' && **s != '/')
			break;
		if (count > 0)
			(*s)++;
		if (number(s, count == 0 ? 4 : 2, &n[count]) < 0)
			return -1;
	}
	if (count < 2)
		return -1;
	*yearly = count == 2;
	y = count == 3 ? n[0] : 2000;
	m = n[count - 2];
	d = n[count - 1];
	if (m < 1 || m > 12 || d < 1)
		return -1;
	*day = tk_day_of(y, m, d);
	if (*day >= tk_day_of(y + m / 12, m % 12 + 1, 1))
		return -1;
	if (*yearly)
		*day -= tk_day_of(2000, 1, 1);
	else if (y < TK_HOLIDAY_FIRST || y > TK_HOLIDAY_LAST)
		return -1;
	return 0;
}

int
tk_holiday_date(struct tk_holiday *out, const char *s, struct tk_error *err)
{
	const char *p = s;
	int64_t from, to;
	int yearly, same;

	if (date(&p, &yearly, &from) < 0)
		goto bad;
	to = from;
	if (strncmp(p, "..", 2) == 0) {
		p += 2;
		if (date(&p, &same, &to) < 0 || same != yearly)
			goto bad;
	}
	if (*p != '\0')
		goto bad;
	if (!yearly && to < from)
		return tk_error_set(err, TK_BAD, "'%s' ends before it begins",
		    s);
	if (!yearly && to - from >= RANGE_MAX)
		return tk_error_set(err, TK_BAD, "'%s' is longer than a year; "
		    "give each year its own row", s);
	out->yearly = yearly;
	out->from = from;
	out->to = to;
	return 0;
bad:
	return tk_error_set(err, TK_BAD, "'%s' is no day from %d to %d; write "
	    "2026-10-01, 2026-10-01..2026-10-07 or, for every year, "
	    "12-28..01-02", s, TK_HOLIDAY_FIRST, TK_HOLIDAY_LAST);
}

int
tk_holiday_type(struct tk_holiday *out, const char *type, struct tk_error *err)
{
	out->worked = strcmp(type, "work") == 0;
	if (out->worked || strcmp(type, "off") == 0)
		return 0;
	return tk_error_set(err, TK_BAD, "'%s' is no type of holiday; write "
	    "off or work", type);
}

int
tk_holiday_open(struct tk_holiday *out, const char *open, struct tk_error *err)
{
	if (open == NULL || *open == '\0')
		return 0;
	if (!out->worked)
		return tk_error_set(err, TK_BAD, "a day off has no open "
		    "hours, '%s'; leave them empty or write type work", open);
	return tk_hours_parse(&out->hours, open, err);
}

/* ---- the set --------------------------------------------------------- */

/* Where the day is, or belongs. */
static size_t
place(const struct tk_holidays *h, int64_t day)
{
	size_t lo = 0, hi = h->ndated, mid;

	if (hi > 0 && h->dated[hi - 1].day < day)
		return hi;
	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (h->dated[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static uint16_t
dated_said(const struct tk_holidays *h, int64_t day)
{
	size_t i = place(h, day);

	return i < h->ndated && h->dated[i].day == day ? h->dated[i].said : 0;
}

/* The number of a saying, which may be new; 0: no room. */
static uint16_t
saying_number(struct tk_holidays *h, const struct tk_holiday *row)
{
	struct saying *s;
	size_t i;

	for (i = 0; i < h->nsayings; i++)
		if (h->saying[i].worked == row->worked &&
		    tk_hours_equal(&h->saying[i].hours, &row->hours))
			return (uint16_t)(i + 1);
	if (i == h->saying_size) {
		s = i < UINT16_MAX / 2 ? realloc(h->saying,
		    (i * 2 + 4) * sizeof *s) : NULL;
		if (s == NULL)
			return 0;
		h->saying = s;
		h->saying_size = i * 2 + 4;
	}
	h->saying[i].worked = row->worked;
	h->saying[i].hours = row->hours;
	h->nsayings++;
	return (uint16_t)(i + 1);
}

static int
reserve(struct tk_holidays *h, size_t n)
{
	size_t size = h->dated_size;
	struct dated *d;

	if (h->ndated + n <= size)
		return 0;
	size = (h->ndated + n) * 2 + 128;
	d = realloc(h->dated, size * sizeof *d);
	if (d == NULL)
		return -1;
	h->dated = d;
	h->dated_size = size;
	return 0;
}

static void
dated_add(struct tk_holidays *h, int64_t day, uint16_t said)
{
	size_t i = place(h, day);

	if (i < h->ndated && h->dated[i].day == day)
		return;
	memmove(&h->dated[i + 1], &h->dated[i],
	    (h->ndated - i) * sizeof h->dated[0]);
	h->dated[i] = (struct dated){(int32_t)day, said};
	h->ndated++;
}

static int
conflict(const struct tk_holidays *h, const struct tk_holiday *row,
    int64_t day, uint16_t said, struct tk_error *err)
{
	const struct saying *other = &h->saying[said - 1];
	char text[TK_TIME_SIZE];

	if (row->yearly)
		day += tk_day_of(2000, 1, 1);
	tk_time_format(text, day * 86400, NULL);
	return tk_error_set(err, TK_BAD, "%.*s is already '%s'%s; a day may "
	    "not be two things", row->yearly ? 5 : 10,
	    row->yearly ? text + 5 : text, other->worked ? "work" : "off",
	    other->worked == row->worked ? " with other hours" : "");
}

int
tk_holidays_add(struct tk_holidays *h, const struct tk_holiday *row,
    struct tk_error *err)
{
	uint16_t said = saying_number(h, row), old;
	int64_t i, d, n = row->to - row->from;

	if (n < 0)
		n += YEAR;	/* over the turn of the year */
	if (said == 0 || (!row->yearly && reserve(h, (size_t)n + 1) < 0))
		return tk_error_memory(err);
	for (i = 0; i <= n; i++) {
		d = row->from + i;
		old = row->yearly ? h->yearly[d % YEAR] : dated_said(h, d);
		if (old != 0 && old != said)
			return conflict(h, row, row->yearly ? d % YEAR : d,
			    old, err);
	}
	for (i = 0; i <= n; i++) {
		d = row->from + i;
		if (row->yearly)
			h->yearly[d % YEAR] = said;
		else
			dated_add(h, d, said);
	}
	h->any_yearly |= row->yearly;
	return 0;
}

static enum tk_holiday_kind
kind(const struct tk_holidays *h, uint16_t said, const struct tk_hours **hours)
{
	const struct saying *s;

	if (said == 0)
		return TK_HOLIDAY_NONE;
	s = &h->saying[said - 1];
	if (!s->worked)
		return TK_HOLIDAY_OFF;
	*hours = s->hours.count > 0 ? &s->hours : NULL;
	return TK_HOLIDAY_WORK;
}

enum tk_holiday_kind
tk_holidays_dated(const struct tk_holidays *h, int64_t day,
    const struct tk_hours **hours)
{
	return h == NULL ? TK_HOLIDAY_NONE :
	    kind(h, dated_said(h, day), hours);
}

enum tk_holiday_kind
tk_holidays_yearly(const struct tk_holidays *h, int day_of_year,
    const struct tk_hours **hours)
{
	return h == NULL ? TK_HOLIDAY_NONE :
	    kind(h, h->yearly[day_of_year], hours);
}

int
tk_holidays_any_yearly(const struct tk_holidays *h)
{
	return h != NULL && h->any_yearly;
}

int
tk_holidays_last_year(const struct tk_holidays *h)
{
	int year, month, mday;

	if (h == NULL || h->ndated == 0)
		return 0;
	tk_day_civil(h->dated[h->ndated - 1].day, &year, &month, &mday);
	return year;
}
