/* mergercell.c - the cells of a row of a partial. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "merger.h"

#define MOST INT64_C(100000000000000000)	/* of such no sum overflows */
#define LAST INT64_C(253402300799)	/* second of the year 9999 */

static const char *
cell(const struct tk_merger *m, size_t i)
{
	return tk_csv_cell(&m->csv, i, NULL);
}

int
tk_merger_is(const struct tk_merger *m, const char *what)
{
	return strcmp(cell(m, 0), what) == 0;
}

int
tk_merger_is_empty(const struct tk_merger *m)
{
	return m->cell >= m->csv.cells || cell(m, m->cell)[0] == '\0';
}

/* The next one as it stands; "" when there are no more. */
static const char *
take(struct tk_merger *m)
{
	if (m->cell < m->csv.cells)
		return cell(m, m->cell++);
	m->bad = 1;
	return "";
}

const char *
tk_merger_word(struct tk_merger *m)
{
	const char *s = take(m);

	return s[0] == '\0' ? NULL : s + (s[0] == '=');
}

/* A number at s, and what is behind it. */
static int64_t
number(struct tk_merger *m, const char *s, char **end)
{
	int64_t n;

	errno = 0;
	n = strtoll(s, end, 10);
	m->bad |= *end == s || errno != 0;
	return n;
}

int64_t
tk_merger_key(struct tk_merger *m)
{
	const char *s = take(m);
	int64_t n;
	char *end;

	if (s[0] == '\0')
		return TK_UNSET;
	n = number(m, s, &end);
	m->bad |= *end != '\0';
	return n;
}

/* Within bounds, or 0. */
static int64_t
bounded(struct tk_merger *m, int64_t n, int64_t most)
{
	if (n == TK_UNSET || (n >= -most && n <= most))
		return n;
	m->bad = 1;
	return 0;
}

int64_t
tk_merger_number(struct tk_merger *m)
{
	return bounded(m, tk_merger_key(m), MOST);
}

int64_t
tk_merger_time(struct tk_merger *m)
{
	return bounded(m, tk_merger_key(m), LAST);
}

double
tk_merger_figure(struct tk_merger *m)
{
	const char *s = take(m);
	char *end;
	double figure = strtod(s, &end);

	m->bad |= end == s || *end != '\0';
	return figure;
}

size_t
tk_merger_choice(struct tk_merger *m, const char *const *words, size_t n)
{
	const char *s = take(m);
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(words[i], s) == 0)
			return i;
	m->bad = 1;
	return 0;
}

void
tk_merger_add(struct tk_merger *m, int64_t *to)
{
	int64_t n = tk_merger_number(m);

	if (n == TK_UNSET)
		m->bad = 1;
	else
		*to = bounded(m, *to + n, MOST);
}

int
tk_merger_numbers(struct tk_merger *m, struct tk_dist *d)
{
	const char *s = take(m);
	int64_t n, run;
	char *end;

	for (; *s != '\0' && !m->bad; s = end + (*end == ' ')) {
		n = bounded(m, number(m, s, &end), MOST);
		run = 1;
		if (*end == 'x')
			run = number(m, end + 1, &end);
		m->bad |= run < 1 || run > TK_PARTIAL_RUN || (*end != ' ' &&
		    *end != '\0');
		for (; run > 0 && !m->bad; run--)
			if (tk_dist_add(d, n) < 0)
				return -1;
	}
	return 0;
}
