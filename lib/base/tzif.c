/* tzif.c - decodes a TZif file, version 2 or later (RFC 8536). */
#include "tzif.h"

#include <stdlib.h>
#include <string.h>

#define DAY 86400

/* One day of the year of a POSIX TZ string: Mm.w.d, Jn or n. */
struct turn {
	char kind;
	int month, week, day;
	int32_t time;
};

struct counts {
	uint32_t utc, std, leap, time, type, abbr;
};

static int
append(struct tk_zone *z, int64_t at, int32_t offset)
{
	size_t size = z->size > 0 ? z->size * 2 : 256;
	int64_t *a;
	int32_t *o;

	if (z->count > 0 && at <= z->at[z->count - 1]) {
		if (at == z->at[z->count - 1])
			z->offset[z->count - 1] = offset;
		return 0;
	}
	if (z->count == z->size) {
		a = realloc(z->at, size * sizeof *a);
		if (a == NULL)
			return tk_error_memory(NULL);
		z->at = a;
		o = realloc(z->offset, size * sizeof *o);
		if (o == NULL)
			return tk_error_memory(NULL);
		z->offset = o;
		z->size = size;
	}
	z->at[z->count] = at;
	z->offset[z->count++] = offset;
	return 0;
}

/* ---- the footer: a POSIX TZ string ----------------------------------- */

static int
number(const char **s, int max, int *n)
{
	if (**s < '0' || **s > '9')
		return -1;
	for (*n = 0; **s >= '0' && **s <= '9'; (*s)++) {
		*n = *n * 10 + (**s - '0');
		if (*n > max)
			return -1;
	}
	return 0;
}

/* [+-]hh[:mm[:ss]] */
static int
clock_time(const char **s, int32_t *seconds)
{
	int sign = **s == '-' ? -1 : 1, h, m = 0, sec = 0;

	if (**s == '-' || **s == '+')
		(*s)++;
	if (number(s, 167, &h) < 0)
		return -1;
	if (**s == ':' && ((*s)++, number(s, 59, &m) < 0))
		return -1;
	if (**s == ':' && ((*s)++, number(s, 59, &sec) < 0))
		return -1;
	*seconds = sign * (h * 3600 + m * 60 + sec);
	return 0;
}

static int
skip_name(const char **s)
{
	size_t n;

	if (**s == '<') {
		n = strcspn(*s, ">");
		if ((*s)[n] != '>')
			return -1;
		*s += n + 1;
		return 0;
	}
	n = strcspn(*s, "0123456789+-,");
	*s += n;
	return n >= 3 ? 0 : -1;
}

static int
turn_parse(const char **s, struct turn *t)
{
	if (*(*s)++ != ',')
		return -1;
	t->kind = **s == 'M' || **s == 'J' ? *(*s)++ : 'n';
	t->time = 7200;
	if (t->kind == 'M') {
		if (number(s, 12, &t->month) < 0 || *(*s)++ != '.' ||
		    number(s, 5, &t->week) < 0 || *(*s)++ != '.' ||
		    number(s, 6, &t->day) < 0 || t->month < 1 || t->week < 1)
			return -1;
	} else if (number(s, 365, &t->day) < 0 ||
	    (t->kind == 'J' && t->day == 0)) {
		return -1;
	}
	if (**s == '/' && ((*s)++, clock_time(s, &t->time) < 0))
		return -1;
	return 0;
}

/* The turn's local time in a year. */
static int64_t
turn_local(const struct turn *t, int year)
{
	int64_t day = tk_day_of(year, 1, 1), next;

	if (t->kind == 'J') {	/* 1 to 365: 29 February is never counted */
		day += t->day - 1;
		if (t->day >= 60)
			day += tk_day_of(year, 3, 1) - tk_day_of(year, 2, 28) -
			    1;
	} else if (t->kind == 'n') {
		day += t->day;
	} else {
		day = tk_day_of(year, t->month, 1);
		next = tk_day_of(year + t->month / 12, t->month % 12 + 1, 1);
		day += (t->day + 6 - tk_day_weekday(day) + 7) % 7;
		day += 7 * (t->week - 1);
		while (day >= next)
			day -= 7;
	}
	return day * DAY + t->time;
}

/* "CST-8" or "CET-1CEST,M3.5.0,M10.5.0/3" */
static int
footer(struct tk_zone *z, const char *s)
{
	struct turn on, off;
	int64_t last = z->at[z->count - 1], a, b;
	int32_t std, dst;
	int year, month, day, y;

	if (*s == '\0')
		return 0;
	if (skip_name(&s) < 0 || clock_time(&s, &std) < 0)
		return -1;
	std = -std;
	if (*s == '\0')
		return 0;	/* the last transition has said so */
	dst = std + 3600;
	if (skip_name(&s) < 0)
		return -1;
	if (*s != ',') {
		if (clock_time(&s, &dst) < 0)
			return -1;
		dst = -dst;
	}
	if (turn_parse(&s, &on) < 0 || turn_parse(&s, &off) < 0 || *s != '\0')
		return -1;
	tk_day_civil(z->count > 1 ? last / DAY : -25567, &year, &month, &day);
	for (y = year; y <= year + 401; y++) {
		a = turn_local(&on, y) - std;
		b = turn_local(&off, y) - dst;
		if ((a < b ? append(z, a, dst) : append(z, b, std)) < 0 ||
		    (a < b ? append(z, b, std) : append(z, a, dst)) < 0)
			return -1;
	}
	z->repeats = 1;
	return 0;
}

/* ---- the file -------------------------------------------------------- */

static uint32_t
be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static int64_t
be64(const unsigned char *p)
{
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

/* Reads a header; returns the length of the data behind it, or -1. */
static int64_t
header(const unsigned char *p, const unsigned char *end, unsigned width,
    struct counts *n)
{
	uint64_t len;

	if (end - p < 44 || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return -1;
	n->utc = be32(p + 20);
	n->std = be32(p + 24);
	n->leap = be32(p + 28);
	n->time = be32(p + 32);
	n->type = be32(p + 36);
	n->abbr = be32(p + 40);
	len = (uint64_t)n->time * (width + 1) + (uint64_t)n->type * 6 +
	    n->abbr + (uint64_t)n->leap * (width + 4) + n->std + n->utc;
	return len <= (uint64_t)(end - p - 44) ? (int64_t)len : -1;
}

int
tk_tzif_decode(struct tk_zone *z, const unsigned char *p, size_t size)
{
	const unsigned char *end = p + size, *types, *infos, *tail;
	struct counts n;
	char rule[128];
	int64_t len;
	uint32_t i;

	len = header(p, end, 4, &n);	/* the old block: skipped */
	if (len < 0)
		return -1;
	p += 44 + len;
	len = header(p, end, 8, &n);
	if (len < 0 || n.type == 0 || n.leap > 0)
		return -1;
	p += 44;
	types = p + (size_t)n.time * 8;
	infos = types + n.time;
	tail = p + len;
	if (append(z, INT64_MIN, (int32_t)be32(infos)) < 0)
		return -1;
	for (i = 0; i < n.time; i++)
		if (types[i] >= n.type || append(z, be64(p + (size_t)i * 8),
		    (int32_t)be32(infos + (size_t)types[i] * 6)) < 0)
			return -1;
	len = end - tail;
	if (len < 2 || tail[0] != '\n' || tail[len - 1] != '\n' ||
	    len - 2 >= (int64_t)sizeof rule)
		return -1;
	memcpy(rule, tail + 1, (size_t)len - 2);
	rule[len - 2] = '\0';
	if (footer(z, rule) < 0)
		return -1;
	for (i = 0; i < z->count; i++)
		if (z->offset[i] <= -TK_ZONE_WIDEST ||
		    z->offset[i] >= TK_ZONE_WIDEST)
			return -1;
	return 0;
}

int
tk_tzif_fixed(struct tk_zone *z, int32_t offset)
{
	return append(z, INT64_MIN, offset);
}
