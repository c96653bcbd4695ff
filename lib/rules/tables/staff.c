#include "staff.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const struct tk_column team_columns[] = {
	{"team", 1}, {"head", 0}, {"english", 0},
};
enum { TEAM, HEAD, TEAM_ENGLISH };

static const struct tk_column staff_columns[] = {
	{"login", 1}, {"badge", 0}, {"name", 0}, {"team", 0}, {"role", 0},
	{"skills", 0}, {"capacity", 0}, {"contact", 0},
};
enum { LOGIN, BADGE, NAME, STAFF_TEAM, ROLE, SKILLS, CAPACITY, CONTACT };

static const struct tk_column duty_columns[] = {
	{"date", 1}, {"login", 1}, {"shift", 1},
};
enum { DATE, DUTY_LOGIN, SHIFT };

static int
load_teams(struct tk_staff *s, struct tk_faults *f)
{
	const struct tk_table *t = &s->tables[0];
	int rc = 0;
	size_t i, j;

	s->team = calloc(t->rows + 1, sizeof *s->team);
	if (s->team == NULL)
		return -1;
	for (i = 0; i < t->rows; i++) {
		s->team[i].name = tk_table_cell(t, i, TEAM);
		s->team[i].head = tk_table_cell(t, i, HEAD);
		s->team[i].english = tk_table_cell(t, i, TEAM_ENGLISH);
		for (j = 0; j < i; j++)
			if (strcmp(s->team[j].name, s->team[i].name) == 0)
				rc = tk_table_fault(t, i, TEAM, f,
				    "team \"%s\" stands twice",
				    s->team[i].name);
	}
	s->teams = t->rows;
	return rc;
}

static int
load_persons(struct tk_staff *s, struct tk_faults *f)
{
	const struct tk_table *t = &s->tables[1];
	struct tk_person *p;
	const char *v;
	int rc = 0;
	size_t i, j;
	char *end;

	s->person = calloc(t->rows + 1, sizeof *s->person);
	if (s->person == NULL)
		return -1;
	for (i = 0; i < t->rows; i++) {
		p = &s->person[i];
		p->login = tk_table_cell(t, i, LOGIN);
		p->badge = tk_table_cell(t, i, BADGE);
		p->name = tk_table_cell(t, i, NAME);
		p->team = tk_table_cell(t, i, STAFF_TEAM);
		p->role = tk_table_cell(t, i, ROLE);
		p->skills = tk_table_cell(t, i, SKILLS);
		p->contact = tk_table_cell(t, i, CONTACT);
		v = tk_table_cell(t, i, CAPACITY);
		p->capacity = *v == '\0' ? 1 : strtod(v, &end);
		if (*v != '\0' && (*end != '\0' || p->capacity <= 0))
			rc = tk_table_fault(t, i, CAPACITY, f,
			    "capacity \"%s\" is no number above 0", v);
		if (p->team[0] != '\0' && tk_team_find(s, p->team) == NULL)
			rc = tk_table_fault(t, i, STAFF_TEAM, f,
			    "unknown team \"%s\"; teams.csv lists them",
			    p->team);
		for (j = 0; j < i; j++)
			if (strcmp(s->person[j].login, p->login) == 0)
				rc = tk_table_fault(t, i, LOGIN, f,
				    "login \"%s\" stands twice", p->login);
	}
	s->persons = t->rows;
	return rc;
}

static int
clock_time(const char *v, size_t len, int64_t *seconds)
{
	if (len != 5 || v[2] != ':' || v[0] < '0' || v[0] > '4' ||
	    v[1] < '0' || v[1] > '9' || v[3] < '0' || v[3] > '5' ||
	    v[4] < '0' || v[4] > '9')
		return -1;
	*seconds = ((v[0] - '0') * 10 + v[1] - '0') * 3600 +
	    ((v[3] - '0') * 10 + v[4] - '0') * 60;
	return 0;
}

static int
load_duty(struct tk_staff *s, struct tk_faults *f)
{
	const struct tk_table *t = &s->tables[2];
	const char *v, *dots, *dash;
	struct tk_duty *d;
	int rc = 0;
	size_t i;

	s->duty = calloc(t->rows + 1, sizeof *s->duty);
	if (s->duty == NULL)
		return -1;
	for (i = 0; i < t->rows; i++) {
		d = &s->duty[i];
		v = tk_table_cell(t, i, DATE);
		dots = strstr(v, "..");
		if (tk_day_parse(v, dots == NULL ? strlen(v) :
		    (size_t)(dots - v), &d->from) < 0 || (dots != NULL &&
		    (tk_day_parse(dots + 2, strlen(dots + 2), &d->to) < 0 ||
		    d->to < d->from)))
			rc = tk_table_fault(t, i, DATE, f, "\"%s\" is no date "
			    "such as 2026-11-20 or 2026-11-20..2026-11-22", v);
		if (dots == NULL)
			d->to = d->from;
		d->login = tk_table_cell(t, i, DUTY_LOGIN);
		if (tk_staff_find(s, d->login) == NULL)
			rc = tk_table_fault(t, i, DUTY_LOGIN, f,
			    "unknown person \"%s\"; staff.csv lists them",
			    d->login);
		d->shift = tk_table_cell(t, i, SHIFT);
		d->off = strcmp(d->shift, "off") == 0;
		dash = strchr(d->shift, '-');
		if (dash != NULL && (clock_time(d->shift,
		    (size_t)(dash - d->shift), &d->start) < 0 ||
		    clock_time(dash + 1, strlen(dash + 1), &d->end) < 0))
			rc = tk_table_fault(t, i, SHIFT, f, "\"%s\" is no "
			    "shift such as 09:00-18:00, night or off",
			    d->shift);
	}
	s->duties = t->rows;
	return rc;
}

int
tk_staff_load(struct tk_staff *s, int rules_fd, struct tk_faults *f)
{
	int rc = 0;

	memset(s, 0, sizeof *s);
	if (tk_table_load(&s->tables[0], rules_fd, "teams", team_columns, 3,
	    f) < 0)
		rc = -1;
	if (tk_table_load(&s->tables[1], rules_fd, "staff", staff_columns, 8,
	    f) < 0)
		rc = -1;
	if (tk_table_load(&s->tables[2], rules_fd, "duty", duty_columns, 3,
	    f) < 0)
		rc = -1;
	if (rc == 0 && (load_teams(s, f) < 0 || load_persons(s, f) < 0 ||
	    load_duty(s, f) < 0))
		rc = -1;
	if (rc < 0)
		tk_staff_free(s);
	return rc;
}

void
tk_staff_free(struct tk_staff *s)
{
	int i;

	free(s->team);
	free(s->person);
	free(s->duty);
	for (i = 0; i < 3; i++)
		tk_table_free(&s->tables[i]);
	memset(s, 0, sizeof *s);
}

const struct tk_person *
tk_staff_find(const struct tk_staff *s, const char *who)
{
	const struct tk_person *found = NULL;
	size_t i;

	for (i = 0; i < s->persons; i++)
		if (strcmp(s->person[i].login, who) == 0 ||
		    (s->person[i].badge[0] != '\0' &&
		    strcmp(s->person[i].badge, who) == 0))
			return &s->person[i];
	for (i = 0; i < s->persons; i++)
		if (s->person[i].name[0] != '\0' &&
		    tk_text_fold_equal(s->person[i].name, who)) {
			if (found != NULL)
				return NULL;
			found = &s->person[i];
		}
	return found;
}

const struct tk_team *
tk_team_find(const struct tk_staff *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->teams; i++)
		if (strcmp(s->team[i].name, name) == 0)
			return &s->team[i];
	return NULL;
}

int
tk_list_has(const char *list, const char *word)
{
	size_t n = strlen(word), len;

	while (*list != '\0') {
		len = strcspn(list, "|");
		if (len == n && strncmp(list, word, n) == 0)
			return 1;
		list += len + (list[len] == '|');
	}
	return 0;
}

/* Does a duty row speak of the moment? A shift past midnight belongs to the
 * day it begins on. */
static int
covers(const struct tk_duty *d, const struct tk_zone *zone, int64_t t)
{
	int64_t day = tk_day_at(zone, t);
	int64_t second = t + tk_zone_offset(zone, t) - day * 86400;
	int64_t end = d->end <= d->start ? d->end + 86400 : d->end;

	if (d->start == 0 && d->end == 0)
		return day >= d->from && day <= d->to;
	if (day >= d->from && day <= d->to && second >= d->start &&
	    second < end)
		return 1;
	return day - 1 >= d->from && day - 1 <= d->to &&
	    second + 86400 >= d->start && second + 86400 < end;
}

int
tk_staff_off(const struct tk_staff *s, const char *login,
    const struct tk_zone *zone, int64_t t)
{
	size_t i;

	for (i = 0; i < s->duties; i++)
		if (s->duty[i].off && strcmp(s->duty[i].login, login) == 0 &&
		    covers(&s->duty[i], zone, t))
			return 1;
	return 0;
}

int
tk_staff_on_duty(const struct tk_staff *s, const char *login,
    const struct tk_zone *zone, int64_t t)
{
	int64_t day = tk_day_at(zone, t);
	int planned = 0;
	size_t i;

	if (tk_staff_off(s, login, zone, t))
		return 0;
	for (i = 0; i < s->duties; i++) {
		if (s->duty[i].off)
			continue;
		if (strcmp(s->duty[i].login, login) == 0 &&
		    covers(&s->duty[i], zone, t))
			return 1;
		if (day >= s->duty[i].from && day <= s->duty[i].to)
			planned = 1;
	}
	return !planned;
}

const struct tk_person *
tk_staff_role(const struct tk_staff *s, const char *role,
    const struct tk_zone *zone, int64_t t)
{
	const struct tk_person *found = NULL, *p;
	size_t i;

	for (i = 0; i < s->persons; i++) {
		p = &s->person[i];
		if (!tk_list_has(p->role, role) ||
		    tk_staff_off(s, p->login, zone, t))
			continue;
		if (tk_staff_on_duty(s, p->login, zone, t))
			return p;
		if (found == NULL)
			found = p;
	}
	return found;
}
