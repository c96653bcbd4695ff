/* time.h - zones, civil dates and RFC 3339; never TZ, never the clock. */
#ifndef TK_BASE_TIME_H
#define TK_BASE_TIME_H

#include "error.h"

struct tk_zone;

/* An IANA name ("Asia/Shanghai"). Free with tk_zone_free. Immutable and so
 * safe for threads. TK_BAD when the zone database has no such name. */
int	tk_zone_load(struct tk_zone **, const char *name, struct tk_error *);
void	tk_zone_free(struct tk_zone *);
const char *tk_zone_name(const struct tk_zone *);

/* Seconds east of UTC in force at instant t. */
int32_t	tk_zone_offset(const struct tk_zone *, int64_t t);

/*
 * The instant of a local wall-clock time, given as if it were UTC. In a gap
 * both give the first second after it; in a repeated hour _first gives the
 * first pass and _last the second.
 */
int64_t	tk_zone_first(const struct tk_zone *, int64_t local);
int64_t	tk_zone_last(const struct tk_zone *, int64_t local);

/* Days since 1970-01-01 of a civil date, and back. */
int64_t	tk_day_of(int year, int month, int day);
void	tk_day_civil(int64_t day, int *year, int *month, int *mday);
int	tk_day_weekday(int64_t day);			/* 0 = Monday */
int64_t	tk_day_at(const struct tk_zone *, int64_t t);	/* local day of t */
/* YYYY-MM-DD, exactly, of a date that exists. len bytes; 0 or -1. */
int	tk_day_parse(const char *s, size_t len, int64_t *day);

/* RFC 3339 "2023-10-01T09:30:00+08:00" (or Z), nothing else; 0 or -1.
 * Fast: it runs once for every row of every ticket. */
int	tk_time_parse(const char *s, size_t len, int64_t *t);
/* Writes the same with the zone's offset; returns buf (TK_TIME_SIZE). */
char	*tk_time_format(char *buf, int64_t t, const struct tk_zone *);

#endif
