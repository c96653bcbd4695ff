#include "kin.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "store/scan.h"
#include "report/figures/sweep.h"

struct search {
	struct tk_kin *kin;
	const char *parent;
	pthread_mutex_t mutex;
};

static const char *
keep(struct tk_kin *kin, const struct tk_viewer *v, const char *field)
{
	const char *s = tk_viewer_value(v, field);

	return tk_arena_strdup(&kin->arena, s == NULL ? "" : s);
}

static int
add(struct tk_kin *kin, const struct tk_viewer *v)
{
	struct tk_kin_ticket *k = realloc(kin->ticket, (kin->count + 1) *
	    sizeof *k);

	if (k == NULL)
		return -1;
	kin->ticket = k;
	k += kin->count;
	strcpy(k->number, v->number);
	k->status = tk_state_status(&v->state, &v->ticket);
	k->subject = keep(kin, v, "subject");
	k->assignee = keep(kin, v, "assignee");
	k->deadline = keep(kin, v, "deadline");
	k->effect = keep(kin, v, "effect");
	if (k->subject == NULL || k->assignee == NULL || k->deadline == NULL ||
	    k->effect == NULL)
		return -1;
	kin->count++;
	return 0;
}

static int
sift(void *data, struct tk_viewer *v, struct tk_error *err)
{
	const struct search *s = data;
	const char *parent = tk_viewer_value(v, "parent");

	(void)err;
	return parent != NULL && strcmp(parent, s->parent) == 0;
}

static int
each(void *data, unsigned worker, struct tk_viewer *v, struct tk_error *err)
{
	struct search *s = data;
	int rc;

	(void)worker;
	if (!sift(data, v, err) || strlen(v->number) >= TK_NUMBER_SIZE)
		return 0;
	pthread_mutex_lock(&s->mutex);
	rc = add(s->kin, v);
	pthread_mutex_unlock(&s->mutex);
	return rc < 0 ? tk_error_memory(err) : 0;
}

static int
compare(const void *x, const void *y)
{
	const struct tk_kin_ticket *a = x, *b = y;

	return tk_number_compare(a->number, b->number);
}

int
tk_kin_find(struct tk_kin *kin, const struct tk_scope *scope,
    const char *parent, struct tk_error *err)
{
	struct search s = {.kin = kin, .parent = parent};
	struct tk_sweep sweep = {.scope = scope, .closed = 1,
	    .since = TK_UNSET, .until = TK_UNSET, .brief = TK_BRIEF_SIFT,
	    .sift = sift, .each = each, .data = &s};
	struct tk_error fault = {.code = TK_OK};
	int rc;

	pthread_mutex_init(&s.mutex, NULL);
	rc = tk_sweep_run(&sweep, &fault, err);
	pthread_mutex_destroy(&s.mutex);
	if (fault.code != TK_OK)
		tk_session_warn(scope->session, "%s", fault.message);
	if (rc == 0 && kin->count > 1)
		qsort(kin->ticket, kin->count, sizeof *kin->ticket, compare);
	return rc;
}

void
tk_kin_free(struct tk_kin *kin)
{
	free(kin->ticket);
	tk_arena_free(&kin->arena);
}
