#include "sweep.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/folder.h"

#define CHUNK 64	/* tickets a thread takes at once */

struct crew {
	const struct tk_sweep *sweep;
	const struct tk_store *store;
	struct tk_folders folders;
	atomic_size_t next;	/* entry nobody has taken yet */
	atomic_int stop;
	pthread_mutex_t mutex;	/* of what follows */
	struct tk_error *fault;
	struct tk_error error;	/* code TK_OK: none */
};

struct worker {
	struct crew *crew;
	unsigned index;
	pthread_t thread;
	struct tk_viewer viewer;
	struct tk_folder_reader reader;
};

static void
note_fault(struct crew *c, const struct tk_error *err)
{
	pthread_mutex_lock(&c->mutex);
	if (c->fault->code == TK_OK)
		*c->fault = *err;
	pthread_mutex_unlock(&c->mutex);
}

static void
give_up(struct crew *c, const struct tk_error *err)
{
	pthread_mutex_lock(&c->mutex);
	if (c->error.code == TK_OK)
		c->error = *err;
	pthread_mutex_unlock(&c->mutex);
	atomic_store(&c->stop, 1);
}

/* Was nothing written to it that the sweep asks for? */
static int
too_old(struct worker *w, size_t entry)
{
	const struct crew *c = w->crew;
	unsigned folder = c->folders.entry[entry].folder;
	int64_t written;

	if (c->sweep->since == TK_UNSET ||
	    c->folders.folder[folder][0] != 'c')
		return 0;
	written = tk_folder_written(&w->reader, c->store, &c->folders, entry);
	return written != TK_UNSET && written < c->sweep->since;
}

static int
look(struct worker *w, size_t entry, struct tk_error *err)
{
	const struct crew *c = w->crew;
	struct tk_error why;
	int rc;

	if (too_old(w, entry))
		return 0;
	rc = tk_folder_read(&w->reader, c->store, &c->folders, entry,
	    &w->viewer.data, &why);
	if (rc < 0)
		note_fault(w->crew, &why);
	if (rc <= 0)
		return 0;
	if (tk_viewer_take(&w->viewer, c->folders.entry[entry].number,
	    err) < 0)
		return -1;
	return c->sweep->each(c->sweep->data, w->index, &w->viewer, err);
}

static void *
work(void *data)
{
	struct worker *w = data;
	struct crew *c = w->crew;
	struct tk_error err;
	size_t i, end;

	while (!atomic_load(&c->stop)) {
		i = atomic_fetch_add(&c->next, CHUNK);
		if (i >= c->folders.count)
			break;
		end = c->folders.count - i < CHUNK ? c->folders.count :
		    i + CHUNK;
		for (; i < end; i++)
			if (look(w, i, &err) < 0) {
				give_up(c, &err);
				break;
			}
	}
	return NULL;
}

unsigned
tk_sweep_threads(unsigned wanted, size_t tickets)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = wanted;

	if (n == 0)
		n = cpus < 1 ? 1 : cpus > 4 ? 4 : (size_t)cpus;
	if (n > TK_SWEEP_THREADS)
		n = TK_SWEEP_THREADS;
	if (n > tickets / CHUNK + 1)	/* no more than there is work for */
		n = tickets / CHUNK + 1;
	return (unsigned)n;
}

static int
run(struct crew *c, unsigned threads, struct tk_error *err)
{
	struct worker *w = calloc(threads, sizeof *w);
	unsigned i, started = 1;

	if (w == NULL)
		return tk_error_memory(err);
	for (i = 0; i < threads; i++) {
		w[i].crew = c;
		w[i].index = i;
		w[i].viewer.scope = c->sweep->scope;
		w[i].reader = (struct tk_folder_reader)TK_FOLDER_READER_INIT;
	}
	for (; started < threads; started++)	/* fewer will do as well */
		if (pthread_create(&w[started].thread, NULL, work,
		    &w[started]) != 0)
			break;
	work(w);
	for (i = 1; i < started; i++)
		pthread_join(w[i].thread, NULL);
	for (i = 0; i < threads; i++) {
		if (w[i].viewer.fault.code != TK_OK)
			note_fault(c, &w[i].viewer.fault);
		tk_viewer_free(&w[i].viewer);
		tk_folder_reader_close(&w[i].reader);
	}
	free(w);
	return 0;
}

int
tk_sweep_run(const struct tk_sweep *s, struct tk_error *fault,
    struct tk_error *err)
{
	struct crew c = {.sweep = s, .store = s->scope->session->store,
	    .fault = fault};
	int rc;

	if (tk_folders_open(&c.folders, c.store, s->closed, err) < 0)
		return -1;
	pthread_mutex_init(&c.mutex, NULL);
	rc = run(&c, tk_sweep_threads(s->threads, c.folders.count), err);
	pthread_mutex_destroy(&c.mutex);
	tk_folders_free(&c.folders);
	if (rc < 0 || c.error.code == TK_OK)
		return rc;
	if (err != NULL)
		*err = c.error;
	return -1;
}
