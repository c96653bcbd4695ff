/* listrow.c - the rows of a list: collected by threads, then sorted. */
#include <stdlib.h>
#include <string.h>

#include "list.h"

/* The keys of a ticket's JSON object, id to overdue. */
static const char *const keys[] = {
	"id", "status", "subject", "category", "priority", "team", "assignee",
	"channel", "customer", "created", "closed", "due", "next_clock",
	"overdue",
};
enum {
	BY_ID, BY_STATUS, BY_SUBJECT, BY_CATEGORY, BY_PRIORITY, BY_TEAM,
	BY_ASSIGNEE, BY_CHANNEL, BY_CUSTOMER, BY_CREATED, BY_CLOSED, BY_DUE,
	BY_CLOCK, BY_OVERDUE, KEYS
};

int
tk_list_key(const char *name, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	int i;

	if (name == NULL)
		return BY_DUE;
	for (i = 0; i < KEYS; i++)
		if (strcmp(keys[i], name) == 0)
			return i;
	for (i = 0; i < KEYS; i++)
		tk_buf_printf(&b, "%s%s", i > 0 ? ", " : "", keys[i]);
	tk_error_set(err, TK_BAD, "cannot sort by \"%s\"; lawful are %s",
	    name, b.data == NULL ? "" : b.data);
	tk_buf_free(&b);
	return -1;
}

static int64_t
rank(const struct tk_scope *s, const char *name)
{
	const struct tk_priority *p = name == NULL ? NULL :
	    tk_priority_find(&s->rules->priorities, name);

	return p == NULL ? TK_UNSET : p->rank;
}

/* What the row is sorted by: a number, or a word. */
static int
set_key(struct tk_list_row *r, const struct tk_list *list,
    struct tk_arena *arena, const struct tk_view *v)
{
	int64_t n = 0;

	r->word = "";
	switch (list->sort) {
	case BY_ID:
		break;
	case BY_STATUS:
		n = v->status;
		break;
	case BY_PRIORITY:
		n = rank(&list->scope, v->shown[TK_PRIORITY_FIELD]);
		break;
	case BY_CREATED:
		n = v->created;
		break;
	case BY_CLOSED:
		n = v->closed;
		break;
	case BY_DUE:
		n = v->due;
		break;
	case BY_OVERDUE:	/* the latest first */
		n = v->overdue == TK_UNSET ? TK_UNSET : -v->overdue;
		break;
	default:
		r->word = list->sort == BY_CLOCK ? v->next_clock :
		    v->shown[list->sort - BY_SUBJECT];
		if (r->word != NULL &&
		    (r->word = tk_arena_strdup(arena, r->word)) == NULL)
			return -1;
	}
	r->down = list->query.reverse;
	r->key = n == TK_UNSET ? INT64_MAX : r->down ? -n : n;
	return 0;
}

/* ---- order ----------------------------------------------------------- */

static int
compare(const void *x, const void *y)
{
	const struct tk_list_row *a = *(struct tk_list_row *const *)x;
	const struct tk_list_row *b = *(struct tk_list_row *const *)y;
	int c;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->word == NULL || b->word == NULL)
		c = (a->word == NULL) - (b->word == NULL);
	else
		c = a->down ? strcmp(b->word, a->word) :
		    strcmp(a->word, b->word);
	if (c != 0)
		return c;
	return a->down ? tk_order_compare(&b->order, &a->order) :
	    tk_order_compare(&a->order, &b->order);
}

int
tk_list_sort(struct tk_list *list, struct tk_error *err)
{
	size_t i, j, n = 0;

	for (i = 0; i < TK_SWEEP_THREADS; i++)
		n += list->part[i].rows;
	list->row = malloc((n + 1) * sizeof *list->row);
	if (list->row == NULL)
		return tk_error_memory(err);
	for (i = 0; i < TK_SWEEP_THREADS; i++)
		for (j = 0; j < list->part[i].rows; j++)
			list->row[list->rows++] = &list->part[i].row[j];
	if (n > 1)
		qsort(list->row, n, sizeof *list->row, compare);
	return 0;
}

/* ---- rows ------------------------------------------------------------ */

static struct tk_list_row *
new_row(struct tk_list_part *p)
{
	struct tk_list_row *grown;
	size_t size;

	if (p->rows == p->size) {
		size = p->size > 0 ? 2 * p->size : 64;
		grown = realloc(p->row, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		p->row = grown;
		p->size = size;
	}
	grown = &p->row[p->rows++];
	memset(grown, 0, sizeof *grown);
	return grown;
}

static unsigned
first_damage(const struct tk_ticket *t)
{
	unsigned i;

	for (i = 0; i < t->rows; i++)
		if ((t->row[i].flags & TK_ROW_DAMAGED) != 0)
			return i + 1;
	return 0;
}

int
tk_list_add(struct tk_list *list, unsigned worker, struct tk_viewer *viewer,
    struct tk_error *err)
{
	struct tk_list_part *p = &list->part[worker];
	struct tk_list_row *r = new_row(p);
	const char *number;
	struct tk_view v;

	if (r == NULL)
		return tk_error_memory(err);
	tk_viewer_view(viewer, &v);
	number = tk_arena_strdup(&p->arena, v.number);
	if (number == NULL || set_key(r, list, &p->arena, &v) < 0)
		return tk_error_memory(err);
	r->worker = worker;
	r->damaged = first_damage(&viewer->ticket);
	r->beyond = tk_viewer_beyond(viewer) != NULL;
	r->order = tk_order_of(number);
	r->at = p->text.len;
	tk_list_render(list, p, r, viewer, &v);
	r->len = p->text.len - r->at;
	return tk_buf_check(&p->text, err);
}
