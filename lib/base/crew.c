#include "crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct state {
	const struct tk_crew *crew;
	atomic_size_t next;	/* item nobody has taken yet */
	atomic_int stop;
	pthread_mutex_t mutex;	/* of the error */
	struct tk_error error;	/* code TK_OK: none */
};

struct worker {
	struct state *state;
	unsigned index;
	pthread_t thread;
};

unsigned
tk_crew_threads(unsigned wanted, size_t items, size_t chunk)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = wanted;

	if (n == 0)
		n = cpus < 1 ? 1 : cpus > 4 ? 4 : (size_t)cpus;
	if (n > TK_CREW_MAX)
		n = TK_CREW_MAX;
	if (n > items / chunk + 1)	/* no more than there is work for */
		n = items / chunk + 1;
	return (unsigned)n;
}

static void
give_up(struct state *s, const struct tk_error *err)
{
	pthread_mutex_lock(&s->mutex);
	if (s->error.code == TK_OK)
		s->error = *err;
	pthread_mutex_unlock(&s->mutex);
	atomic_store(&s->stop, 1);
}

static void *
work(void *data)
{
	struct worker *w = data;
	struct state *s = w->state;
	const struct tk_crew *c = s->crew;
	struct tk_error err;
	size_t i, end;

	while (!atomic_load(&s->stop)) {
		i = atomic_fetch_add(&s->next, c->chunk);
		if (i >= c->items)
			break;
		end = c->items - i < c->chunk ? c->items : i + c->chunk;
		for (; i < end; i++)
			if (c->each(c->data, w->index, i, &err) < 0) {
				give_up(s, &err);
				break;
			}
	}
	return NULL;
}

int
tk_crew_run(const struct tk_crew *c, struct tk_error *err)
{
	struct state s = {.crew = c};
	struct worker w[TK_CREW_MAX] = {{.state = &s}};
	unsigned i, started = 1;

	pthread_mutex_init(&s.mutex, NULL);
	for (i = 0; i < c->threads; i++)
		w[i] = (struct worker){.state = &s, .index = i};
	for (; started < c->threads; started++)	/* fewer will do as well */
		if (pthread_create(&w[started].thread, NULL, work,
		    &w[started]) != 0)
			break;
	work(&w[0]);
	for (i = 1; i < started; i++)
		pthread_join(w[i].thread, NULL);
	pthread_mutex_destroy(&s.mutex);
	if (s.error.code == TK_OK)
		return 0;
	if (err != NULL)
		*err = s.error;
	return -1;
}
