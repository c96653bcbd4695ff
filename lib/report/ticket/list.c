#include "list.h"

#include <stdlib.h>
#include <string.h>

#define WARNINGS 5	/* damaged tickets named */
#define PIECE 65536	/* bytes handed out at once */

int
tk_format_find(const char *name)
{
	static const char *const names[] = {"text", "csv", "json", "form",
	    "clocks", "mail", "mbox", "html", "postmortem",
	    "postmortem-html"};
	int i;

	for (i = 0; i < (int)(sizeof names / sizeof *names); i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

static int
each(void *data, unsigned worker, struct tk_viewer *v, struct tk_error *err)
{
	struct tk_list *list = data;
	int hit = tk_selection_match(&list->selection, v, err);

	if (hit <= 0)
		return hit;
	if (!list->selection.clocks)
		tk_viewer_walk(v, 0);
	return tk_list_add(list, worker, v, err);
}

static void
warn_of_damage(struct tk_list *list)
{
	const struct tk_list_row *r;
	size_t i, damaged = 0;

	for (i = 0; i < list->rows; i++) {
		r = list->row[i];
		if (r->damaged > 0 && ++damaged <= WARNINGS)
			tk_session_warn(list->scope.session, "%s: row %u is "
			    "damaged; 'tk-show %s' shows it", r->order.number,
			    r->damaged, r->order.number);
	}
	if (damaged > WARNINGS)
		tk_session_warn(list->scope.session, "%zu more tickets have "
		    "damaged rows; 'tk-check' lists them",
		    damaged - WARNINGS);
}

/* Due times in a year whose holidays nobody has entered yet may be wrong. */
static void
warn_of_beyond(struct tk_list *list)
{
	const char *first = NULL;
	size_t i, n = 0;

	for (i = 0; i < list->rows; i++)
		if (list->row[i]->beyond && n++ == 0)
			first = list->row[i]->order.number;
	if (n > 0)
		tk_session_warn(list->scope.session, "%zu ticket%s with a "
		    "due time in a year without a row in rules/holidays.csv, "
		    "the first %s; enter its holidays (tk-rules(5))", n,
		    n == 1 ? "" : "s", first);
}

static int
sift(void *data, struct tk_viewer *brief, struct tk_error *err)
{
	const struct tk_list *list = data;

	return tk_selection_match(&list->selection, brief, err);
}

static int
fill(struct tk_list *list, struct tk_error *fault, struct tk_error *err)
{
	struct tk_sweep sweep = {.scope = &list->scope,
	    .closed = list->selection.closed, .since = TK_UNSET,
	    .until = TK_UNSET, .threads = list->query.threads,
	    .brief = tk_selection_brief(&list->selection) ?
	    TK_BRIEF_SIFT : TK_BRIEF_NEVER, .sift = sift, .each = each,
	    .data = list};

	if (tk_sweep_run(&sweep, fault, err) < 0 ||
	    tk_list_sort(list, err) < 0)
		return -1;
	if (list->query.format == TK_FORMAT_TEXT)
		tk_list_measure(list);
	tk_list_put_heading(list);
	warn_of_damage(list);
	warn_of_beyond(list);
	return 0;
}

int
tk_list_open(struct tk_list **out, struct tk_session *session,
    const struct tk_query *query, struct tk_error *fault,
    struct tk_error *err)
{
	struct tk_list *list;
	int sort = tk_list_key(query->sort, err);

	if (sort < 0)
		return -1;
	list = calloc(1, sizeof *list);
	if (list == NULL)
		return tk_error_memory(err);
	list->query = *query;
	list->sort = sort;
	if (tk_scope_open(&list->scope, session, tk_session_now(session), 0,
	    fault, err) < 0 || (query->unmask &&
	    tk_selection_unmask(&list->scope, err) < 0) ||
	    tk_selection_open(&list->selection, &list->scope,
	    query->selectors, query->nselectors, 0, fault, err) < 0 ||
	    fill(list, fault, err) < 0) {
		tk_list_close(list);
		return -1;
	}
	*out = list;
	return 0;
}

int
tk_list_next(struct tk_list *list, const char **text, size_t *len,
    struct tk_error *err)
{
	if (list->next > 0)
		tk_buf_clear(&list->out);
	while (list->next < list->rows && list->out.len < PIECE)
		tk_list_put_row(list, list->row[list->next++]);
	if (list->next == 0)
		list->next = 1;	/* the heading of an empty list */
	if (tk_buf_check(&list->out, err) < 0)
		return -1;
	*text = list->out.data;
	*len = list->out.len;
	return list->out.len > 0;
}

void
tk_list_close(struct tk_list *list)
{
	size_t i;

	if (list == NULL)
		return;
	for (i = 0; i < TK_SWEEP_THREADS; i++) {
		free(list->part[i].row);
		tk_arena_free(&list->part[i].arena);
		tk_buf_free(&list->part[i].text);
		tk_buf_free(&list->part[i].masked);
	}
	free(list->row);
	tk_buf_free(&list->out);
	tk_selection_close(&list->selection);
	tk_scope_close(&list->scope);
	free(list);
}
