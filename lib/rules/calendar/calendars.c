/* calendars.c - the tables calendars and holidays of a rulebook. */
#include "calendar.h"

#include <stdlib.h>
#include <string.h>

enum { NAME, ZONE, DAYS, OPEN, CALENDAR_COLUMNS };
enum { OF, DATE, TYPE, TITLE, HOURS, HOLIDAY_COLUMNS };

static const struct tk_column calendar_columns[CALENDAR_COLUMNS] = {
	[NAME] = {"calendar", 1},
	[ZONE] = {"zone", 1},
	[DAYS] = {"days", 1},
	[OPEN] = {"open", 1},
};

static const struct tk_column holiday_columns[HOLIDAY_COLUMNS] = {
	[OF] = {"calendar", 1},
	[DATE] = {"date", 1},
	[TYPE] = {"type", 1},
	[TITLE] = {"name", 0},
	[HOURS] = {"open", 0},
};

struct entry {
	struct tk_calendar *calendar;
	size_t row;		/* its first */
	int bad;		/* a row of it has a fault */
};

struct tk_calendars {
	struct entry *list;
	size_t count;
	struct tk_holidays *common;	/* rows of `*` */
};

static struct entry *
find(const struct tk_calendars *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (strcmp(tk_calendar_name(c->list[i].calendar), name) == 0)
			return &c->list[i];
	return NULL;
}

const struct tk_calendar *
tk_calendar_find(const struct tk_calendars *c, const char *name)
{
	const struct entry *e = find(c, name);

	return e != NULL ? e->calendar : NULL;
}

void
tk_calendars_free(struct tk_calendars *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->count; i++)
		tk_calendar_free(c->list[i].calendar);
	tk_holidays_free(c->common);
	free(c->list);
	free(c);
}

/* A new calendar at the end of the list, which has room. The store's zone
 * is shared. NULL after *err. */
static struct entry *
append(struct tk_calendars *c, const char *name, const char *zone,
    const struct tk_zone *store, struct tk_error *err)
{
	struct entry *e = &c->list[c->count];
	int rc;

	if (store != NULL && strcmp(zone, tk_zone_name(store)) == 0)
		rc = tk_calendar_make(&e->calendar, name, store, err);
	else
		rc = tk_calendar_new(&e->calendar, name, zone, err);
	if (rc < 0)
		return NULL;
	if (!e->calendar->natural)
		e->calendar->common = c->common;
	c->count++;
	return e;
}

/* A calendar of a bad zone is read on in UTC, so that its other faults are
 * found too. */
static struct entry *
of_row(struct tk_calendars *c, const struct tk_table *t, size_t row,
    const struct tk_zone *store, struct tk_faults *faults)
{
	const char *name = tk_table_cell(t, row, NAME);
	const char *zone = tk_table_cell(t, row, ZONE);
	struct entry *e = find(c, name);
	struct tk_error err, other;

	if (e != NULL) {
		if (strcmp(zone, tk_table_cell(t, e->row, ZONE)) != 0)
			e->bad = tk_table_fault(t, row, ZONE, faults, "calendar"
			    " '%s' has another zone above; write '%s' here or "
			    "give this row another name", name,
			    tk_table_cell(t, e->row, ZONE));
		return e;
	}
	e = append(c, name, zone, store, &err);
	if (e == NULL) {
		e = append(c, name, "UTC", NULL, &other);
		if (e == NULL)
			tk_table_fault(t, row, NAME, faults, "%s",
			    other.message);
		if (e != NULL || strcmp(err.message, other.message) != 0)
			tk_table_fault(t, row, ZONE, faults, "%s",
			    err.message);
	}
	if (e != NULL)
		e->row = row;
	return e;
}

static void
read_open(struct entry *e, const struct tk_table *t, size_t row,
    struct tk_faults *faults)
{
	struct tk_hours hours;
	struct tk_error err;
	unsigned days;
	int bad = 0;

	if (tk_weekdays_parse(&days, tk_table_cell(t, row, DAYS), &err) < 0)
		bad = tk_table_fault(t, row, DAYS, faults, "%s", err.message);
	if (tk_hours_parse(&hours, tk_table_cell(t, row, OPEN), &err) < 0)
		bad = tk_table_fault(t, row, OPEN, faults, "%s", err.message);
	if (!bad && e != NULL &&
	    tk_calendar_add(e->calendar, days, &hours, &err) < 0)
		bad = tk_table_fault(t, row, OPEN, faults, "%s", err.message);
	if (bad && e != NULL)
		e->bad = 1;
}

/* The set a holiday row belongs to; NULL: reported, or not to be. */
static struct tk_holidays *
set_of_row(struct tk_calendars *c, const struct tk_table *t, size_t row,
    int known, struct tk_faults *faults)
{
	const char *name = tk_table_cell(t, row, OF);
	struct entry *e;

	if (strcmp(name, "*") == 0)
		return c->common;
	e = find(c, name);
	if (strcmp(name, "natural") == 0)
		tk_table_fault(t, row, OF, faults, "calendar 'natural' has no "
		    "holidays; name another, or * for all but natural");
	else if (e != NULL)
		return e->calendar->own;
	else if (known)
		tk_table_fault(t, row, OF, faults, "no calendar '%s' in "
		    "calendars.csv; write * for all", name);
	return NULL;
}

static void
read_holiday(struct tk_calendars *c, const struct tk_table *t, size_t row,
    int known, struct tk_faults *faults)
{
	struct tk_holidays *set = set_of_row(c, t, row, known, faults);
	struct tk_holiday h = {0};
	struct tk_error err;
	int bad = 0;

	if (tk_holiday_date(&h, tk_table_cell(t, row, DATE), &err) < 0)
		bad = tk_table_fault(t, row, DATE, faults, "%s", err.message);
	if (tk_holiday_type(&h, tk_table_cell(t, row, TYPE), &err) < 0)
		bad = tk_table_fault(t, row, TYPE, faults, "%s", err.message);
	else if (tk_holiday_open(&h, tk_table_cell(t, row, HOURS), &err) < 0)
		bad = tk_table_fault(t, row, HOURS, faults, "%s", err.message);
	if (!bad && set != NULL && tk_holidays_add(set, &h, &err) < 0)
		tk_table_fault(t, row, DATE, faults, "%s", err.message);
}

/* Every day of a calendar closed is a fault too, of its first row. */
static void
make_ready(struct tk_calendars *c, const struct tk_table *t,
    struct tk_faults *faults)
{
	struct tk_error err;
	struct entry *e;

	for (e = c->list; e < c->list + c->count; e++)
		if (!e->bad && tk_calendar_ready(e->calendar, &err) < 0)
			tk_table_fault(t, e->row, OPEN, faults, "%s",
			    err.message);
}

/* Room for every row and natural. */
static struct tk_calendars *
make(size_t rows)
{
	struct tk_calendars *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->list = calloc(rows + 1, sizeof *c->list);
	c->common = tk_holidays_new();
	if (c->list == NULL || c->common == NULL) {
		tk_calendars_free(c);
		return NULL;
	}
	return c;
}

int
tk_calendars_load(struct tk_calendars **out, int rules_fd,
    const struct tk_zone *store, struct tk_faults *faults)
{
	struct tk_table days = {0}, weeks = {0};
	size_t i, before = faults->count;
	struct tk_calendars *c;
	struct tk_error err;
	int known, rc = -1;

	known = tk_table_load(&weeks, rules_fd, "calendars", calendar_columns,
	    CALENDAR_COLUMNS, faults) == 0;
	c = make(known ? weeks.rows : 0);
	if (c == NULL) {
		tk_faults_memory(faults);
		goto done;
	}
	for (i = 0; known && i < weeks.rows; i++)
		read_open(of_row(c, &weeks, i, store, faults), &weeks, i,
		    faults);
	if (find(c, "natural") == NULL && append(c, "natural", store != NULL ?
	    tk_zone_name(store) : "UTC", store, &err) == NULL) {
		tk_faults_memory(faults);
		goto done;
	}
	if (tk_table_load(&days, rules_fd, "holidays", holiday_columns,
	    HOLIDAY_COLUMNS, faults) < 0)
		goto done;
	for (i = 0; i < days.rows; i++)
		read_holiday(c, &days, i, known, faults);
	make_ready(c, &weeks, faults);
	if (faults->count > before)
		goto done;
	*out = c;
	c = NULL;
	rc = 0;
done:
	tk_calendars_free(c);
	tk_table_free(&days);
	tk_table_free(&weeks);
	return rc;
}
