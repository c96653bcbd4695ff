/* filing.c - what is done beside the reading of mail: raw messages written,
 * and moved when their tickets are there. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake.h"

/* ---- the raw messages of the group that is being read ---------------------- */

struct tk_keeping {
	struct tk_mailroom room;
	struct tk_letter *letter;
	size_t count;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t more;
	size_t kept;		/* as many are written */
	int failed;
	struct tk_error err;
};

static int
keep(const struct tk_mailroom *room, struct tk_letter *l,
    struct tk_error *err)
{
	char how[64];

	l->known = tk_mailroom_done(room->store, l->hash);
	if (l->known || l->again || l->raw.outside)
		return 0;
	snprintf(how, sizeof how, "%s%s%s",
	    l->raw.escaped ? TK_MAIL_ESCAPED : "",
	    l->raw.escaped && l->raw.truncated ? " " : "",
	    l->raw.truncated ? TK_MAIL_CUT : "");
	return tk_mailroom_keep(room, l->hash, l->raw.data, l->raw.len, how,
	    err);
}

static void *
keep_all(void *data)
{
	struct tk_keeping *k = data;
	size_t i;
	int rc = 0;

	for (i = 0; i < k->count && rc == 0; i++) {
		rc = keep(&k->room, &k->letter[i], &k->err);
		pthread_mutex_lock(&k->mutex);
		k->failed = rc < 0;
		k->kept = i + 1;
		pthread_cond_signal(&k->more);
		pthread_mutex_unlock(&k->mutex);
	}
	return NULL;
}

int
tk_keeping_start(struct tk_keeping **out, const struct tk_intake *in,
    struct tk_error *err)
{
	struct tk_keeping *k = calloc(1, sizeof *k);

	if (k == NULL)
		return tk_error_memory(err);
	k->room = in->room;
	k->letter = in->now.letter;
	k->count = in->now.count;
	pthread_mutex_init(&k->mutex, NULL);
	pthread_cond_init(&k->more, NULL);
	if (pthread_create(&k->thread, NULL, keep_all, k) != 0) {
		free(k);
		return tk_error_set(err, TK_BAD, "cannot make a thread");
	}
	*out = k;
	return 0;
}

int
tk_keeping_wait(struct tk_keeping *k, size_t i, struct tk_error *err)
{
	int failed;

	if (k == NULL)
		return 0;
	pthread_mutex_lock(&k->mutex);
	while (k->kept <= i && !k->failed)
		pthread_cond_wait(&k->more, &k->mutex);
	failed = k->failed && k->kept <= i + 1;
	pthread_mutex_unlock(&k->mutex);
	if (failed && err != NULL)
		*err = k->err;
	return failed ? -1 : 0;
}

void
tk_keeping_end(struct tk_keeping *k)
{
	if (k == NULL)
		return;
	pthread_join(k->thread, NULL);
	pthread_cond_destroy(&k->more);
	pthread_mutex_destroy(&k->mutex);
	free(k);
}

/* ---- the group before: synced, moved, told ------------------------------------ */

struct tk_filing {
	struct tk_mailroom room;
	struct tk_batch *batch;
	struct tk_bundle bundle;
	pthread_t thread;
	int threaded, rc;
	struct tk_error err;
};

static int
file(struct tk_filing *f)
{
	struct tk_letter *l;
	int some = 0;
	size_t i;

	if (tk_batch_flush(f->batch, &f->err) < 0)
		return -1;
	for (i = 0; i < f->bundle.count; i++)
		some |= f->bundle.letter[i].file;
	if (!some || f->room.store == NULL)	/* or a dry run */
		return 0;
	if (tk_mailroom_sync(&f->room, &f->err) < 0)
		return -1;
	for (i = 0; i < f->bundle.count; i++) {
		l = &f->bundle.letter[i];
		if (l->file && tk_mailroom_file(&f->room, l->hash, l->again ||
		    l->raw.escaped || l->raw.truncated, &f->err) < 0)
			return -1;
	}
	return 0;
}

static void *
file_all(void *data)
{
	struct tk_filing *f = data;

	f->rc = file(f);
	return NULL;
}

int
tk_filing_start(struct tk_intake *in, struct tk_error *err)
{
	struct tk_filing *f = calloc(1, sizeof *f);
	struct tk_bundle empty;

	if (f == NULL || tk_bundle_new(&f->bundle, err) < 0) {
		free(f);
		return tk_error_memory(err);
	}
	empty = f->bundle;
	f->room = in->room;
	f->bundle = in->now;
	f->batch = in->batch;
	in->now = empty;
	in->batch = in->spare;
	in->spare = NULL;
	in->filing = f;
	f->threaded = pthread_create(&f->thread, NULL, file_all, f) == 0;
	if (!f->threaded)
		file_all(f);
	return 0;
}

static void
tell(const struct tk_intake *in, const struct tk_bundle *b)
{
	const struct tk_letter *l;
	struct tk_receipt r;
	size_t i;

	for (i = 0; i < b->count; i++) {
		l = &b->letter[i];
		r = (struct tk_receipt){l->status, l->number, l->id, l->from,
		    l->subject, l->hash, l->raw.place, l->again};
		in->plan.done(in->plan.data, &r);
	}
}

int
tk_filing_end(struct tk_intake *in, struct tk_error *err)
{
	struct tk_filing *f = in->filing;
	int rc;

	if (f == NULL)
		return 0;
	in->filing = NULL;
	if (f->threaded)
		pthread_join(f->thread, NULL);
	in->spare = f->batch;
	rc = f->rc;
	if (rc == 0)
		tell(in, &f->bundle);
	else if (err != NULL)
		*err = f->err;
	tk_bundle_free(&f->bundle);
	free(f);
	return rc;
}

int
tk_intake_holds(const struct tk_intake *in, const char *number)
{
	const struct tk_bundle *b = in->filing == NULL ? NULL :
	    &in->filing->bundle;	/* its batch is the thread's */
	size_t i;

	for (i = 0; b != NULL && i < b->count; i++)
		if (strcmp(b->letter[i].number, number) == 0)
			return 1;
	return tk_group_holds(in->batch, number);
}

int
tk_intake_settle(struct tk_intake *in, struct tk_error *err)
{
	if (tk_filing_end(in, err) < 0)
		return -1;
	return tk_batch_flush(in->batch, err);
}
