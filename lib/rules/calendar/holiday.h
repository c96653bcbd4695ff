/* holiday.h - days that differ from the week: closed ones, worked ones. */
#ifndef TK_RULES_HOLIDAY_H
#define TK_RULES_HOLIDAY_H

#include "hours.h"

/* Dated rows may name these years. */
#define TK_HOLIDAY_FIRST 1900
#define TK_HOLIDAY_LAST 2150

/* The holidays of one calendar, or those of `*`. Free with
 * tk_holidays_free; NULL is an empty set for the look-ups. */
struct tk_holidays;

struct tk_holidays *tk_holidays_new(void);	/* NULL: no memory */
void	tk_holidays_free(struct tk_holidays *);

/* What a row says, before it is added. */
struct tk_holiday {
	int yearly;
	int64_t from, to;	/* days since 1970, or yearly 0 to 365 */
	int worked;
	struct tk_hours hours;	/* of a worked day; none: the usual ones */
};

/* "2026-10-01", "2026-10-01..2026-10-07", "12-28", "12-28..01-02"; also
 * with slashes and without leading zeros. */
int	tk_holiday_date(struct tk_holiday *, const char *date,
	    struct tk_error *);
/* "off" or "work". */
int	tk_holiday_type(struct tk_holiday *, const char *type,
	    struct tk_error *);
/* Hours of a worked day like "09:00-12:00"; NULL or "": the usual ones.
 * After the type. */
int	tk_holiday_open(struct tk_holiday *, const char *open,
	    struct tk_error *);
/* Refused, and nothing added, where the set says something else already. */
int	tk_holidays_add(struct tk_holidays *, const struct tk_holiday *,
	    struct tk_error *);

enum tk_holiday_kind {
	TK_HOLIDAY_NONE,
	TK_HOLIDAY_OFF,
	TK_HOLIDAY_WORK,
};

/* What the set says of a day, or of a day of the year (0 = 1 January, 59 =
 * 29 February, 365 = 31 December). For WORK *hours gets the row's own hours
 * or NULL. */
enum tk_holiday_kind tk_holidays_dated(const struct tk_holidays *,
	    int64_t day, const struct tk_hours **hours);
enum tk_holiday_kind tk_holidays_yearly(const struct tk_holidays *,
	    int day_of_year, const struct tk_hours **hours);

int	tk_holidays_any_yearly(const struct tk_holidays *);
int	tk_holiday_day_of_year(int month, int day);
/* The last year a dated row names; 0: none. */
int	tk_holidays_last_year(const struct tk_holidays *);

#endif
