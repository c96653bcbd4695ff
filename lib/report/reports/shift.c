#include "shift.h"

#include <string.h>

#include "rules/calendar/calendar.h"
#include "report/format/mask.h"

#define DAY 86400
#define OVERLAP 1800	/* for so long a shift is handed over to */
#define AHEAD 7		/* days that are looked at */

/* ---- times ----------------------------------------------------------- */

static int
has_hours(const struct tk_duty *d)
{
	return !d->off && (d->start != 0 || d->end != 0);
}

static int64_t
start_of(const struct tk_scope *s, const struct tk_duty *d, int64_t day)
{
	return tk_zone_first(s->rules->zone, day * DAY + d->start);
}

static int64_t
end_of(const struct tk_scope *s, const struct tk_duty *d, int64_t day)
{
	return tk_zone_last(s->rules->zone, day * DAY + d->end +
	    (d->end <= d->start ? DAY : 0));
}

/* When the calendar opens next. */
static int64_t
next_morning(const struct tk_scope *s)
{
	const struct tk_calendar *work = tk_rules_calendar(s->rules);
	int64_t day = tk_day_at(s->rules->zone, s->now), open;
	const struct tk_hours *h;
	int i;

	for (i = 0; work != NULL && i < 31; i++, day++) {
		h = tk_calendar_hours(work, day);
		if (h->count == 0)
			continue;
		open = tk_zone_first(tk_calendar_zone(work), day * DAY +
		    h->range[0].from);
		if (open > s->now)
			return open;
	}
	return s->now + DAY;
}

/* Takes a shift in that begins earlier, or at the same time and ends later. */
static void
consider(struct tk_shift *shift, int64_t from, int64_t until)
{
	if (shift->from != TK_UNSET && from > shift->from)
		return;
	if (shift->from == from && until <= shift->until)
		return;
	shift->from = from;
	shift->until = until;
}

struct tk_shift
tk_shift_next(const struct tk_scope *s)
{
	const struct tk_staff *staff = &s->rules->staff;
	int64_t today = tk_day_at(s->rules->zone, s->now), day, from;
	struct tk_shift shift = {TK_UNSET, TK_UNSET};
	size_t i;

	for (i = 0; i < staff->duties; i++)
		for (day = today - 1; day <= today + AHEAD; day++) {
			if (!has_hours(&staff->duty[i]) ||
			    day < staff->duty[i].from ||
			    day > staff->duty[i].to)
				continue;
			from = start_of(s, &staff->duty[i], day);
			if (from >= s->now - OVERLAP)
				consider(&shift, from, end_of(s,
				    &staff->duty[i], day));
		}
	if (shift.from == TK_UNSET)
		shift.until = next_morning(s);
	return shift;
}

/* ---- people ---------------------------------------------------------- */

enum { NAME, LOGIN, TEAM, ROLE, SHIFT, CONTACT };

static const struct tk_grid_column columns[] = {
	{"name", "name", TK_KIND_WORD, 12, 0},
	{"login", "", TK_KIND_WORD, 0, TK_ONLY_DATA},
	{"team", "team", TK_KIND_WORD, 14, 0},
	{"role", "role", TK_KIND_WORD, 10, 0},
	{"shift", "shift", TK_KIND_WORD, 0, 0},
	{"contact", "contact", TK_KIND_WORD, 0, 0},
};

/* Does the row speak of that shift: does it begin with it, or has it the
 * whole day? */
static int
is_on(const struct tk_scope *s, const struct tk_duty *d,
    const struct tk_shift *shift)
{
	int64_t day = tk_day_at(s->rules->zone, shift->from != TK_UNSET ?
	    shift->from : shift->until);

	if (d->off || day < d->from || day > d->to ||
	    tk_staff_off(&s->rules->staff, d->login, s->rules->zone,
	    shift->from != TK_UNSET ? shift->from : shift->until))
		return 0;
	return !has_hours(d) || (shift->from != TK_UNSET &&
	    start_of(s, d, day) == shift->from);
}

static void
put_contact(struct tk_reporter *r, struct tk_grid *g, const char *contact)
{
	struct tk_buf b = TK_BUF_INIT;

	if (r->order->query.unmask)
		tk_buf_puts(&b, contact);
	else
		tk_mask_contact(&b, contact, strlen(contact));
	r->sheet.failed |= b.failed;
	if (b.len > 0)
		tk_grid_word(&r->sheet, g, CONTACT, b.data);
	tk_buf_free(&b);
}

static void
put_word(struct tk_grid *g, size_t column, const char *word)
{
	if (word[0] != '\0')
		tk_grid_ref(g, column, word);
}

int
tk_shift_put(struct tk_reporter *r, const struct tk_shift *shift)
{
	const struct tk_staff *staff = &r->scope.rules->staff;
	struct tk_grid *g = tk_sheet_add(&r->sheet, "duty",
	    "on duty next", columns, sizeof columns / sizeof *columns);
	const struct tk_person *p;
	size_t i;

	if (g == NULL)
		return -1;
	for (i = 0; i < staff->duties; i++) {
		p = tk_staff_find(staff, staff->duty[i].login);
		if (p == NULL || !is_on(&r->scope, &staff->duty[i], shift))
			continue;
		if (tk_grid_row(&r->sheet, g) < 0)
			return -1;
		put_word(g, NAME, p->name[0] != '\0' ? p->name : p->login);
		put_word(g, LOGIN, p->login);
		put_word(g, TEAM, p->team);
		put_word(g, ROLE, p->role);
		put_word(g, SHIFT, staff->duty[i].shift);
		put_contact(r, g, p->contact);
	}
	return 0;
}
