#include "report.h"

#include <string.h>

#include "../base/text.h"

static const struct report {
	const char *name;
	int period;		/* it is about one, not about now */
	int tidy;		/* its CSV has several tables */
	int (*make)(struct tk_reporter *, struct tk_error *);
} reports[] = {
	{"overdue", 0, 0, tk_report_overdue},
	{"weekly", 1, 1, tk_report_weekly},
};
#define REPORTS (sizeof reports / sizeof *reports)

static const struct report *
find(const char *name, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	size_t i;

	for (i = 0; i < REPORTS; i++)
		if (strcmp(reports[i].name, name) == 0)
			return &reports[i];
	for (i = 0; i < REPORTS; i++)
		tk_buf_printf(&b, "%s%s", i > 0 ? ", " : "", reports[i].name);
	tk_error_set(err, TK_BAD, "unknown report \"%s\"; lawful are %s",
	    name, b.data == NULL ? "" : b.data);
	tk_buf_free(&b);
	return NULL;
}

/* An instant that was typed: what was recorded later is left out. */
static int
set_now(struct tk_reporter *r, struct tk_error *err)
{
	struct tk_when when;

	if (r->order->now == NULL)
		return 0;
	if (tk_when_parse(r->order->now, r->scope.now, r->scope.rules->zone,
	    tk_rules_calendar(r->scope.rules), &when, err) < 0)
		return -1;
	r->scope.asof = when.to < r->scope.now;
	r->scope.now = when.to;
	return 0;
}

static int
set_period(struct tk_reporter *r, const struct report *report,
    struct tk_error *err)
{
	const struct tk_report *o = r->order;

	r->sheet.from = r->sheet.to = TK_UNSET;
	if (!report->period) {
		if (o->week == NULL && o->from == NULL && o->to == NULL)
			return 0;
		return tk_error_set(err, TK_BAD, "%s is about one moment: "
		    "give --now; --week, --from and --to are for weekly",
		    report->name);
	}
	if (tk_period_find(&r->period, &r->scope, o->week, o->from, o->to,
	    err) < 0)
		return -1;
	r->sheet.period = r->period.name;
	r->sheet.from = r->period.from;
	r->sheet.to = r->period.to;
	return 0;
}

static int
write_out(struct tk_reporter *r, const struct report *report, char **text,
    size_t *len, struct tk_error *err)
{
	const struct tk_query *q = &r->order->query;
	struct tk_buf b = TK_BUF_INIT;

	if (q->format == TK_FORMAT_CSV)
		tk_sheet_csv(&b, &r->sheet, report->tidy, q->bom);
	else if (q->format == TK_FORMAT_JSON)
		tk_sheet_json(&b, &r->sheet);
	else
		tk_sheet_text(&b, &r->sheet, q->columns);
	if (r->sheet.failed || tk_buf_check(&b, NULL) < 0) {
		tk_buf_free(&b);
		return tk_error_memory(err);
	}
	*text = b.data;
	*len = b.len;
	return 0;
}

int
tk_report_make(struct tk_session *session, const char *name,
    const struct tk_report *order, char **text, size_t *len,
    struct tk_error *fault, struct tk_error *err)
{
	const struct report *report = find(name, err);
	const struct tk_query *q = &order->query;
	struct tk_reporter r = {.order = order, .fault = fault};
	int rc = -1;

	if (report == NULL)
		return -1;
	if (tk_scope_open(&r.scope, session, tk_session_now(session),
	    report->period ? TK_RULES_TEXTS : 0, fault, err) < 0 ||
	    set_now(&r, err) < 0 || (q->unmask &&
	    tk_selection_unmask(&r.scope, err) < 0) ||
	    tk_selection_open(&r.selection, &r.scope, q->selectors,
	    q->nselectors, 1, fault, err) < 0)
		goto done;
	r.sheet.name = name;
	r.sheet.now = r.scope.now;
	r.sheet.threads = q->threads;
	r.sheet.zone = r.scope.rules->zone;
	if (set_period(&r, report, err) == 0 && report->make(&r, err) == 0)
		rc = write_out(&r, report, text, len, err);
done:
	tk_sheet_free(&r.sheet);
	tk_selection_close(&r.selection);
	tk_scope_close(&r.scope);
	return rc;
}
