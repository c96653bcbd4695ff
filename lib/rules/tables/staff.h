/* staff.h - teams.csv, staff.csv, duty.csv: who there is, who is on. */
#ifndef TK_RULES_STAFF_H
#define TK_RULES_STAFF_H

#include "base/time.h"
#include "table.h"

struct tk_person {
	const char *login, *badge, *name, *team, *role, *skills, *contact;
	double capacity;	/* share of a full load; 1 when not said */
};

struct tk_team {
	const char *name, *head, *english;
};

struct tk_duty {
	const char *login, *shift;
	int64_t from, to;	/* days, both included */
	int off;
	int64_t start, end;	/* of a shift HH:MM-HH:MM, seconds; else 0 */
};

struct tk_staff {
	struct tk_person *person;
	size_t persons;
	struct tk_team *team;
	size_t teams;
	struct tk_duty *duty;
	size_t duties;
	struct tk_table tables[3];	/* own the strings */
};

int	tk_staff_load(struct tk_staff *, int rules_fd, struct tk_faults *);
void	tk_staff_free(struct tk_staff *);

/* By login, badge or a name only one person has; NULL: nobody. */
const struct tk_person *tk_staff_find(const struct tk_staff *,
	    const char *who);
const struct tk_team *tk_team_find(const struct tk_staff *, const char *name);
/* Has the person that skill or role (a|b lists)? */
int	tk_list_has(const char *list, const char *word);
/* Is the person off, or on duty, at t? Without duty rows of that day that
 * say anything of anybody: on duty. */
int	tk_staff_off(const struct tk_staff *, const char *login,
	    const struct tk_zone *, int64_t t);
int	tk_staff_on_duty(const struct tk_staff *, const char *login,
	    const struct tk_zone *, int64_t t);
/* The person with that role who is not off, the first on duty before
 * others; NULL: none. */
const struct tk_person *tk_staff_role(const struct tk_staff *,
	    const char *role, const struct tk_zone *, int64_t t);

#endif
