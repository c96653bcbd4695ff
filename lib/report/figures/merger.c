#include "merger.h"

#include <string.h>

#include "base/time.h"

#define AGAIN "make it anew with 'tk-report --partial'"

static const char *
cell(const struct tk_merger *m, size_t i)
{
	return tk_csv_cell(&m->csv, i, NULL);
}

/* ---- rows ------------------------------------------------------------ */

static int
fail(const struct tk_merger *m, struct tk_error *err, const char *why)
{
	return tk_error_at(err, TK_BAD, m->name, m->csv.line, 0, "%s; " AGAIN,
	    why);
}

/* The next text: 1; 0: there is none. */
static int
next_text(struct tk_merger *m, struct tk_error *err)
{
	const struct tk_report *o = m->order;
	const char *name = NULL, *text = NULL;
	size_t len = 0;
	int rc = o->merge(o->data, &name, &text, &len, err);

	if (rc <= 0)
		return rc;
	m->name = name;
	m->rows = 0;
	if (tk_csv_open(&m->csv, text, len, NULL, err) < 0)
		return -1;
	if (len == 0)
		return tk_error_set(err, TK_BAD, "%s: is empty; " AGAIN, name);
	return 1;
}

/* The next row of all texts: 1; 0: there is none. */
static int
next_row(struct tk_merger *m, struct tk_error *err)
{
	enum tk_csv_kind kind;
	int rc;

	for (;;) {
		kind = TK_CSV_END;
		if (m->name != NULL && tk_csv_next(&m->csv, &kind, err) < 0)
			return -1;
		if (kind == TK_CSV_RECORD) {
			m->rows++;
			return 1;
		}
		if (kind == TK_CSV_TORN || (kind == TK_CSV_END && m->inside))
			return fail(m, err, "cut short: it lacks the row end");
		if (kind == TK_CSV_BAD)
			return fail(m, err, "damaged: a quote where none may "
			    "be");
		rc = next_text(m, err);
		if (rc <= 0)
			return rc;
	}
}

/* The row "tk-partial,1,NAME". */
static int
check_first(struct tk_merger *m, const char *report, struct tk_error *err)
{
	if (!tk_merger_is(m, TK_PARTIAL_FIRST) || m->csv.cells != 3)
		return fail(m, err, "no partial of tk-report");
	if (strcmp(cell(m, 1), TK_PARTIAL_VERSION) != 0)
		return tk_error_at(err, TK_BAD, m->name, m->csv.line, 0,
		    "a partial of version %s; this tk-report reads version "
		    TK_PARTIAL_VERSION, cell(m, 1));
	if (report != NULL && strcmp(cell(m, 2), report) != 0)
		return tk_error_at(err, TK_BAD, m->name, m->csv.line, 0,
		    "a partial of %s, not of %s", cell(m, 2), report);
	m->inside = 1;
	m->rows = 0;
	return 0;
}

/* The rows "about,KEY,VALUE"; the one behind them is held. */
static int
read_heading(struct tk_merger *m, struct tk_heading *h, struct tk_error *err)
{
	const char *value;
	int rc;

	tk_heading_clear(h);
	while ((rc = next_row(m, err)) > 0 && tk_merger_is(m, "about")) {
		if (m->csv.cells != 3)
			return fail(m, err, "damaged");
		m->cell = 2;
		value = tk_merger_word(m);
		if (tk_heading_add(h, cell(m, 1), value == NULL ? "" : value,
		    m->csv.line) < 0)
			return tk_error_memory(err);
	}
	m->held = 1;
	return rc < 0 ? -1 : 0;
}

/* As of when it was made: all at one moment, or of what was over by then. */
static int
check_moment(struct tk_merger *m, const struct tk_heading *h,
    struct tk_error *err)
{
	const char *now = tk_heading_value(h, "now");
	int64_t t;

	if (now == NULL || tk_time_parse(now, strlen(now), &t) < 0)
		return fail(m, err, "damaged: as of when is not said");
	if (m->now != TK_UNSET && t != m->now && (m->over == TK_UNSET ||
	    t < m->over))
		return tk_error_at(err, TK_BAD, m->name, h->about[0].line, 0,
		    "made as of %s, another one as of %s; give all of them "
		    "the same --now", now, tk_heading_value(&m->first,
		    "now"));
	if (t > m->now) {
		m->now = t;
		if (m->moment != NULL)
			*m->moment = t;
	}
	return 0;
}

static int
begin(struct tk_merger *m, struct tk_error *err)
{
	if (m->inside)
		return fail(m, err, "damaged: a partial begins inside of "
		    "another one");
	if (check_first(m, m->report, err) < 0 ||
	    read_heading(m, &m->told, err) < 0 ||
	    check_moment(m, &m->told, err) < 0)
		return -1;
	return tk_heading_check(m->want, &m->told, m->name, err);
}

static int
end(struct tk_merger *m, struct tk_error *err)
{
	int64_t rows;

	m->cell = 1;
	m->bad = 0;
	rows = tk_merger_number(m);
	if (m->bad || m->cell != m->csv.cells)
		return fail(m, err, "damaged");
	if (rows != (int64_t)m->rows - 1)
		return tk_error_at(err, TK_BAD, m->name, m->csv.line, 0,
		    "it should have %lld rows and has %zu; " AGAIN,
		    (long long)rows, m->rows - 1);
	m->inside = 0;
	return 0;
}

/* What went wrong where it was made is told here too; of several one that
 * does not depend on their order. */
static int
take_fault(struct tk_merger *m, struct tk_error *err)
{
	if (m->csv.cells != 2)
		return fail(m, err, "damaged");
	if (m->fault->code == TK_OK || strcmp(cell(m, 1),
	    m->fault->message) < 0)
		tk_error_set(m->fault, TK_BAD, "%s", cell(m, 1));
	return 0;
}

/* ---- all ------------------------------------------------------------- */

int
tk_merger_open(struct tk_merger *m, const struct tk_report *order,
    const char *report, struct tk_error *err)
{
	int rc;

	m->order = order;
	m->report = report;
	m->now = m->over = TK_UNSET;
	rc = next_row(m, err);
	if (rc == 0)
		tk_error_set(err, TK_BAD, "nothing to merge; name what "
		    "'tk-report --partial' wrote");
	if (rc <= 0 || check_first(m, report, err) < 0 ||
	    read_heading(m, &m->first, err) < 0)
		return -1;
	return check_moment(m, &m->first, err);
}

int
tk_merger_begin(struct tk_merger *m, const struct tk_heading *want,
    int64_t over, int64_t *moment, struct tk_error *err)
{
	m->want = want;
	m->over = over;
	m->moment = moment;
	return tk_heading_check(want, &m->first, m->name, err);
}

int
tk_merger_next(struct tk_merger *m, struct tk_error *err)
{
	int rc;

	if (m->taken && (m->bad || m->cell != m->csv.cells))
		return fail(m, err, "damaged");
	m->taken = 0;
	for (;;) {
		rc = m->held ? 1 : next_row(m, err);
		m->held = 0;
		if (rc <= 0)
			return rc;
		if (!m->inside || tk_merger_is(m, TK_PARTIAL_FIRST))
			rc = begin(m, err);
		else if (tk_merger_is(m, "end"))
			rc = end(m, err);
		else if (tk_merger_is(m, "fault"))
			rc = take_fault(m, err);
		else
			break;
		if (rc < 0)
			return -1;
	}
	m->cell = 1;
	m->bad = 0;
	m->taken = 1;
	return 1;
}

void
tk_merger_close(struct tk_merger *m)
{
	tk_csv_free(&m->csv);
	tk_heading_free(&m->first);
	tk_heading_free(&m->told);
}
