#include "report.h"

#include <string.h>

#include "base/text.h"
#include "merge.h"
#include "report/format/mailout.h"

static const struct report {
	const char *name;
	enum {
		ABOUT_NOW,
		ABOUT_PERIOD,	/* by default the last whole week */
		ABOUT_MONTH,	/* … month */
		ABOUT_DAY,	/* by default that of now */
		ABOUT_ALL,	/* or a period, if one is given */
	} period;
	int tidy;		/* its CSV has several tables */
	int (*make)(struct tk_reporter *, struct tk_error *);
} reports[] = {
	{"overdue", ABOUT_NOW, 0, tk_report_overdue},
	{"daily", ABOUT_DAY, 1, tk_report_daily},
	{"handover", ABOUT_NOW, 1, tk_report_handover},
	{"digest", ABOUT_DAY, 0, tk_report_digest},
	{"review", ABOUT_PERIOD, 1, tk_report_review},
	{"weekly", ABOUT_PERIOD, 1, tk_report_review},
	{"monthly", ABOUT_MONTH, 1, tk_report_review},
	{"scorecard", ABOUT_MONTH, 1, tk_report_scorecard},
	{"records", ABOUT_ALL, 0, tk_report_output},
	{"sorting", ABOUT_ALL, 0, tk_report_output},
	{"assignments", ABOUT_ALL, 0, tk_report_output},
	{"progress", ABOUT_ALL, 0, tk_report_output},
	{"communication", ABOUT_ALL, 0, tk_report_output},
	{"archive", ABOUT_ALL, 0, tk_report_output},
	{"measures", ABOUT_ALL, 0, tk_report_output},
};
#define REPORTS (sizeof reports / sizeof *reports)

const char *
tk_report_name(size_t index)
{
	return index < REPORTS ? reports[index].name : NULL;
}

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

static int
set_period(struct tk_reporter *r, const struct report *report,
    struct tk_error *err)
{
	const struct tk_report *o = r->order;
	const struct tk_period_order p = {o->week, o->month, o->from, o->to,
	    report->period == ABOUT_MONTH};
	int any = o->week != NULL || o->month != NULL || o->from != NULL ||
	    o->to != NULL;

	r->sheet.from = r->sheet.to = TK_UNSET;
	if (o->by != NULL && report->make != tk_report_scorecard)
		return tk_error_set(err, TK_BAD, "--by is for scorecard");
	if (report->period == ABOUT_NOW && any)
		return tk_error_set(err, TK_BAD, "%s is about one moment: "
		    "give --now; --week, --month, --from and --to are for "
		    "review, weekly, monthly, scorecard", report->name);
	if (report->period == ABOUT_DAY)
		return tk_period_day(r, o->week != NULL ? o->week : o->month,
		    err);
	if (report->period == ABOUT_NOW || (report->period == ABOUT_ALL &&
	    !any)) {
		r->period.from = TK_UNSET;
		r->period.to = INT64_MAX;
		return 0;
	}
	if (tk_period_find(&r->period, &r->scope, &p, err) < 0)
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

	if (r->written) {
		*text = r->text.data;
		*len = r->text.len;
		r->text = (struct tk_buf)TK_BUF_INIT;
		return 0;
	}
	if (q->format == TK_FORMAT_CSV)
		tk_sheet_csv(&b, &r->sheet, report->tidy, q->bom);
	else if (q->format == TK_FORMAT_JSON)
		tk_sheet_json(&b, &r->sheet);
	else if (q->format == TK_FORMAT_HTML)
		tk_sheet_html(&b, &r->sheet, 0);
	else if (q->format == TK_FORMAT_MAIL && tk_sheet_mail(&b, &r->sheet,
	    &r->scope, r->order->mail_to, r->order->nmail_to, err) < 0) {
		tk_buf_free(&b);
		return -1;
	} else if (q->format != TK_FORMAT_MAIL)
		tk_sheet_text(&b, &r->sheet, q->columns);
	if (r->sheet.failed || tk_buf_check(&b, NULL) < 0) {
		tk_buf_free(&b);
		return tk_error_memory(err);
	}
	*text = b.data;
	*len = b.len;
	return 0;
}

static int
write_nothing(char **text, size_t *len, struct tk_error *err)
{
	char *nothing = strdup("");

	if (nothing == NULL)
		return tk_error_memory(err);
	*text = nothing;
	*len = 0;
	return 0;
}

int
tk_report_make(struct tk_session *session, const char *name,
    const struct tk_report *order, char **text, size_t *len,
    struct tk_error *fault, struct tk_error *err)
{
	const struct report *report = find(name, err);
	struct tk_reporter r = {.order = order, .fault = fault};
	struct tk_merge merge = {0};
	const struct tk_query *q;
	int rc = -1, moment;

	if (report == NULL || (order->query.format == TK_FORMAT_MAIL &&
	    report->make != tk_report_digest &&
	    tk_mail_recipients(order->mail_to, order->nmail_to, err) < 0))
		return -1;
	r.sheet.name = name;
	moment = report->period == ABOUT_NOW || report->period == ABOUT_DAY;
	if (tk_merge_open(&merge, &r, err) < 0)
		goto done;
	q = &r.order->query;
	if (tk_scope_open(&r.scope, session, r.merger != NULL ?
	    r.merger->now : tk_session_now(session), report->period ?
	    TK_RULES_TEXTS : 0, fault, err) < 0 || (r.merger == NULL &&
	    tk_turn_now(&r, moment, err) < 0) || (q->unmask &&
	    tk_selection_unmask(&r.scope, err) < 0) || (r.merger == NULL &&
	    tk_selection_open(&r.selection, &r.scope, q->selectors,
	    q->nselectors, 1, fault, err) < 0))
		goto done;
	r.sheet.now = r.asked = r.scope.now;
	r.sheet.threads = q->threads;
	r.sheet.zone = r.scope.rules->zone;
	r.sheet.command = tk_report_rerun(&r, "csv", name);
	if (set_period(&r, report, err) < 0 ||
	    tk_turn_period(&r, moment, err) < 0 ||
	    tk_merge_begin(&merge, &r, err) < 0 ||
	    (!r.silent && report->make(&r, err) < 0) ||
	    tk_merge_end(&merge, &r, err) < 0)
		goto done;
	if (r.silent || (order->any && r.fine) ||
	    (r.written && r.text.len == 0))
		rc = write_nothing(text, len, err);
	else
		rc = write_out(&r, report, text, len, err);
done:
	tk_buf_free(&r.text);
	tk_sheet_free(&r.sheet);
	tk_selection_close(&r.selection);
	tk_scope_close(&r.scope);
	tk_merge_close(&merge);
	return rc;
}
