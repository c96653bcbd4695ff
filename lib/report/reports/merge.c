#include "merge.h"

#include <string.h>

/* ---- orders ---------------------------------------------------------- */

static int
check_partial(const struct tk_report *o, struct tk_error *err)
{
	const struct tk_query *q = &o->query;

	if (q->format != TK_FORMAT_TEXT || q->bom || o->nmail_to > 0 ||
	    o->any || o->workday || o->last != NULL)
		return tk_error_set(err, TK_BAD, "--partial prints no "
		    "report: give -o, --bom, --mail-to, --if-any and "
		    "--if-workday to --merge");
	return 0;
}

static int
check_merge(const struct tk_report *o, const char *name,
    struct tk_error *err)
{
	const struct tk_query *q = &o->query;

	if (o->now != NULL || o->week != NULL || o->month != NULL ||
	    o->from != NULL || o->to != NULL || o->by != NULL || q->unmask ||
	    q->nselectors > 0)
		return tk_error_set(err, TK_BAD, "--merge takes --now, "
		    "--week, --month, --from, --to, --by, --unmask and "
		    "selectors from the partials: give them to --partial");
	if (o->last != NULL)
		return tk_error_set(err, TK_BAD, "--once is not for --merge: "
		    "its partials would be made all the same");
	if (q->format == TK_FORMAT_MAIL && strcmp(name, "digest") == 0)
		return tk_error_set(err, TK_BAD, "digest -o mail is made of "
		    "one store, which the answers go to; leave out --merge");
	return 0;
}

int
tk_merge_open(struct tk_merge *m, struct tk_reporter *r, struct tk_error *err)
{
	const struct tk_report *o = r->order;

	if (o->partial) {
		if (check_partial(o, err) < 0)
			return -1;
		r->partial = &m->partial;
	}
	if (o->merge == NULL)
		return 0;
	m->merger.fault = r->fault;
	if (check_merge(o, r->sheet.name, err) < 0 ||
	    tk_merger_open(&m->merger, o, r->sheet.name, err) < 0)
		return -1;
	m->order = *o;
	if (tk_heading_order(&m->merger.first, &m->order) < 0)
		return tk_error_memory(err);
	r->order = &m->order;
	r->merger = &m->merger;
	return 0;
}

/* ---- reports --------------------------------------------------------- */

int
tk_merge_begin(struct tk_merge *m, struct tk_reporter *r,
    struct tk_error *err)
{
	/* what was over does not depend on when it is looked at, unless a
	 * selector does; a day that was over is seen as it ended */
	int over = r->sheet.to != TK_UNSET && r->sheet.to <= r->asked &&
	    r->order->query.nselectors == 0;

	if (r->partial == NULL && r->merger == NULL)
		return 0;
	if (tk_heading_make(&m->about, r, err) < 0)
		return -1;
	return r->merger == NULL ? 0 : tk_merger_begin(r->merger, &m->about,
	    over ? r->sheet.to : TK_UNSET, r->sheet.now == r->asked ?
	    &r->sheet.now : NULL, err);
}

int
tk_merge_end(struct tk_merge *m, struct tk_reporter *r, struct tk_error *err)
{
	const struct tk_zone *zone = r->scope.rules->zone;
	struct tk_partial all = {0};
	char now[TK_TIME_SIZE];

	if (r->merger != NULL) {
		r->asked = r->merger->now;
		tk_turn_merged(r);
	}
	if (r->partial == NULL)
		return 0;
	m->about.about[0].value = tk_time_format(now, r->asked, zone);
	tk_heading_put(&all, &m->about, r->sheet.name);
	if (r->fault->code != TK_OK) {
		tk_partial_row(&all, "fault");
		tk_partial_word(&all, r->fault->message);
	}
	tk_partial_append(&all, &m->partial);
	tk_partial_end(&all);
	r->text = all.text;
	r->written = 1;
	return tk_buf_check(&r->text, err);
}

void
tk_merge_close(struct tk_merge *m)
{
	tk_merger_close(&m->merger);
	tk_buf_free(&m->partial.text);
	tk_heading_free(&m->about);
}
