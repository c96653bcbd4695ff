#include <stdlib.h>

#include "sweeper.h"

#define CHUNK 64	/* tickets a thread takes at once */

void
tk_sweeper_fault(struct tk_sweeper *s, const struct tk_error *err)
{
	pthread_mutex_lock(&s->mutex);
	if (s->fault->code == TK_OK)
		*s->fault = *err;
	pthread_mutex_unlock(&s->mutex);
}

/* Was nothing written to it that the sweep asks for? */
static int
too_old(struct tk_sweeper *s, struct tk_sweep_worker *w, size_t entry)
{
	unsigned folder = s->folders.entry[entry].folder;
	int64_t written;

	if (!s->sweep->trust_times || s->sweep->since == TK_UNSET ||
	    s->folders.folder[folder][0] != 'c')
		return 0;
	written = tk_folder_written(&w->reader, s->store, &s->folders, entry);
	return written != TK_UNSET && written < s->sweep->since;
}

static int
look(void *data, unsigned worker, size_t entry, struct tk_error *err)
{
	struct tk_sweeper *s = data;
	struct tk_sweep_worker *w = &s->worker[worker];
	struct tk_error why;
	int rc;

	if (too_old(s, w, entry))
		return 0;
	rc = tk_folder_read(&w->reader, s->store, &s->folders, entry,
	    &w->viewer.data, &why);
	if (rc < 0)
		tk_sweeper_fault(s, &why);
	if (rc <= 0)
		return 0;
	if (tk_viewer_take(&w->viewer, s->folders.entry[entry].number,
	    err) < 0)
		return -1;
	return s->sweep->each(s->sweep->data, worker, &w->viewer, err);
}

static int
look_at_sheaf(void *data, unsigned worker, size_t sheaf, struct tk_error *err)
{
	return tk_sweeper_sheaf(data, worker, sheaf, err);
}

static void
end_worker(struct tk_sweeper *s, struct tk_sweep_worker *w)
{
	if (w->viewer.fault.code != TK_OK)
		tk_sweeper_fault(s, &w->viewer.fault);
	tk_viewer_free(&w->viewer);
	tk_folder_reader_close(&w->reader);
	tk_csv_free(&w->csv);
	tk_buf_free(&w->rows);
	tk_brief_free(&w->brief);
}

static int
run(struct tk_sweeper *s, struct tk_error *err)
{
	struct tk_crew live = {.items = s->folders.count, .chunk = CHUNK,
	    .each = look, .data = s};
	struct tk_crew packed = {.items = s->sheaves, .chunk = 1,
	    .each = look_at_sheaf, .data = s};
	unsigned i, n;
	int rc;

	live.threads = tk_crew_threads(s->sweep->threads, live.items, CHUNK);
	packed.threads = tk_crew_threads(s->sweep->threads, packed.items, 1);
	n = live.threads > packed.threads ? live.threads : packed.threads;
	s->worker = calloc(n, sizeof *s->worker);
	if (s->worker == NULL)
		return tk_error_memory(err);
	for (i = 0; i < n; i++) {
		s->worker[i].viewer.scope = s->sweep->scope;
		s->worker[i].reader =
		    (struct tk_folder_reader)TK_FOLDER_READER_INIT;
	}
	rc = tk_crew_run(&live, err);
	if (rc == 0 && s->sheaves > 0)
		rc = tk_crew_run(&packed, err);
	for (i = 0; i < n; i++)
		end_worker(s, &s->worker[i]);
	free(s->worker);
	return rc;
}

int
tk_sweep_run(const struct tk_sweep *sweep, struct tk_error *fault,
    struct tk_error *err)
{
	struct tk_sweeper s = {.sweep = sweep, .fault = fault,
	    .store = sweep->scope->session->store};
	size_t i;
	int rc;

	/* the archive after the folders: what is packed meanwhile is found in
	 * one of them at least */
	if (tk_folders_open(&s.folders, s.store, sweep->closed, err) < 0)
		return -1;
	pthread_mutex_init(&s.mutex, NULL);
	rc = sweep->closed ? tk_sweeper_months(&s, err) : 0;
	if (rc == 0)
		rc = run(&s, err);
	for (i = 0; i < s.months; i++)
		tk_month_close(&s.month[i]);
	free(s.month);
	free(s.sheaf);
	free(s.newest);
	pthread_mutex_destroy(&s.mutex);
	tk_folders_free(&s.folders);
	return rc;
}
