/* gather.c - finds the tickets of closed/ that are old enough to be packed,
 * and whole. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pack.h"

#define SPILL ((size_t)1 << 20)	/* bytes kept before they are written */
#define CHUNK 64		/* tickets a thread takes at once */

/* ---- spills ---------------------------------------------------------- */

static int
flush(struct tk_spill *s, struct tk_error *err)
{
	if (tk_buf_check(&s->pending, err) < 0)
		return -1;
	if (s->pending.len > 0 && tk_sys_write(s->file.fd, s->pending.data,
	    s->pending.len) < 0)
		return tk_error_errno(err, TK_BAD, "cannot write a temporary "
		    "file in archive/");
	s->written += s->pending.len;
	tk_buf_clear(&s->pending);
	return 0;
}

static struct tk_packing *
new_packing(struct tk_packings *p)
{
	size_t size = p->size > 0 ? 2 * p->size : 1024;
	struct tk_packing *grown;

	if (p->count == p->size) {
		grown = realloc(p->packing, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		p->packing = grown;
		p->size = size;
	}
	memset(&p->packing[p->count], 0, sizeof *p->packing);
	return &p->packing[p->count++];
}

int
tk_pack_fetch(const struct tk_packer *k, const struct tk_packing *p,
    struct tk_buf *b, struct tk_error *err)
{
	const struct tk_spill *s = &k->spill[p->worker];
	size_t n = p->rows + p->told, done = 0;
	ssize_t got = 1;

	if (tk_buf_reserve(b, n) < 0)
		return tk_error_memory(err);
	for (; done < n && got > 0; done += (size_t)got) {
		got = pread(s->file.fd, b->data + b->len + done, n - done,
		    (off_t)(p->at + done));
		if (got < 0)
			return tk_error_errno(err, TK_BAD, "cannot read a "
			    "temporary file in archive/");
	}
	if (done < n)
		return tk_error_set(err, TK_BAD, "a temporary file in "
		    "archive/ was cut short; run tk-archive again");
	b->len += n;
	b->data[b->len] = '\0';
	return 0;
}

/* ---- one ticket ------------------------------------------------------ */

static void
month_of(char month[TK_MONTH_SIZE], const struct tk_store *s, int64_t t)
{
	char time[TK_TIME_SIZE];

	tk_time_format(time, t, s->zone);
	memcpy(month, time, TK_MONTH_SIZE - 1);
	month[TK_MONTH_SIZE - 1] = '\0';
}

/* Every byte of it is a row that can be read. */
static int
whole(const struct tk_ticket *t, size_t len)
{
	unsigned i;

	if (t->headless || t->tail > 0 || t->complete != len || t->rows == 0)
		return 0;
	for (i = 0; i < t->rows; i++)
		if ((t->row[i].flags & TK_ROW_DAMAGED) != 0)
			return 0;
	return 1;
}

/* Had it been closed in a month before? Then that may hold it too. */
static int
closed_before(const struct tk_packer *k, const struct tk_ticket *t,
    const char *month)
{
	char then[TK_MONTH_SIZE];
	unsigned i;

	for (i = 0; i < t->rows; i++) {
		if (t->row[i].field != TK_STATUS ||
		    strcmp(t->row[i].value, "closed") != 0)
			continue;
		month_of(then, k->store, t->row[i].time);
		if (strcmp(then, month) < 0)
			return 1;
	}
	return 0;
}

static int
spill(struct tk_packer *k, struct tk_spill *s, unsigned worker,
    const char *number, const char *month, struct tk_error *err)
{
	struct tk_packing *p = new_packing(&s->found);
	struct tk_summary told = {.number = number};
	size_t begin = s->pending.len, middle;

	if (p == NULL)
		return tk_error_memory(err);
	if (tk_brief_write(&s->brief, &s->ticket, &s->state, &s->clocks,
	    &told, err) < 0)
		return -1;
	strcpy(p->number, number);
	memcpy(p->month, month, TK_MONTH_SIZE);
	p->worker = (unsigned char)worker;
	p->earlier = (unsigned char)closed_before(k, &s->ticket, month);
	p->at = s->written + begin;
	p->size = (uint32_t)s->data.len;
	p->first = told.first;
	p->last = told.last;
	tk_lot_put(&s->pending, number, s->data.data, s->data.len);
	middle = s->pending.len;
	tk_summary_put_told(&s->pending, &told, k->store->zone);
	p->rows = (uint32_t)(middle - begin);
	p->told = (uint32_t)(s->pending.len - middle);
	return s->pending.len >= SPILL ? flush(s, err) : 0;
}

/* The month it goes to: 1; 0: it stays for now. */
static int
may_go(struct tk_packer *k, struct tk_spill *s, char month[TK_MONTH_SIZE],
    struct tk_error *err)
{
	const struct tk_ticket *t = &s->ticket;

	if (t->rows == 0 || t->row[t->rows - 1].time == TK_UNSET) {
		s->left++;
		return 0;
	}
	month_of(month, k->store, t->row[t->rows - 1].time);
	if (strcmp(month, k->until) >= 0)
		return 0;
	if (!whole(t, s->data.len)) {
		s->left++;
		return 0;
	}
	if (tk_state_fold(&s->state, t, err) < 0)
		return -1;
	if (tk_state_status(&s->state, t) != TK_CLOSED)
		return 0;
	if (tk_clock_walk(&k->session->rules, t, tk_session_now(k->session),
	    0, &s->clocks, err) < 0)
		return -1;
	return !tk_clock_any(&s->clocks);
}

static int
look(void *data, unsigned worker, size_t item, struct tk_error *err)
{
	struct tk_packer *k = data;
	struct tk_spill *s = &k->spill[worker];
	const struct tk_entry *e = &k->folders.entry[item];
	char month[TK_MONTH_SIZE];
	int rc;

	if (k->folders.folder[e->folder][0] != 'c')
		return 0;
	rc = tk_folder_read(&s->reader, k->store, &k->folders, item, &s->data,
	    err);
	if (rc <= 0)
		return rc;
	if (tk_ticket_parse(&s->ticket, k->session->rules.fields.schema,
	    s->data.data, s->data.len, err) < 0)
		return -1;
	rc = may_go(k, s, month, err);
	return rc <= 0 ? rc : spill(k, s, worker, e->number, month, err);
}

/* ---- all ------------------------------------------------------------- */

int
tk_pack_gather(struct tk_packer *k, struct tk_error *err)
{
	struct tk_crew crew = {.chunk = CHUNK, .each = look, .data = k};
	unsigned i;

	if (tk_folders_open(&k->folders, k->store, 1, err) < 0)
		return -1;
	crew.items = k->folders.count;
	crew.threads = k->threads = tk_crew_threads(k->order->threads,
	    crew.items, CHUNK);
	k->spill = calloc(k->threads, sizeof *k->spill);
	if (k->spill == NULL)
		return tk_error_memory(err);
	for (i = 0; i < k->threads; i++) {
		k->spill[i].reader =
		    (struct tk_folder_reader)TK_FOLDER_READER_INIT;
		k->spill[i].file = (struct tk_temp)TK_TEMP_INIT;
	}
	for (i = 0; i < k->threads; i++)
		if (tk_temp_open(&k->spill[i].file, k->store->fd,
		    k->order->dry_run ? "." : "archive", 0600, err) < 0)
			return -1;
	if (tk_crew_run(&crew, err) < 0)
		return -1;
	for (i = 0; i < k->threads; i++) {
		if (flush(&k->spill[i], err) < 0)
			return -1;
		k->order->left += k->spill[i].left;
	}
	return 0;
}

void
tk_pack_free(struct tk_packer *k)
{
	struct tk_spill *s = k->spill;
	unsigned i;

	for (i = 0; s != NULL && i < k->threads; i++, s++) {
		tk_temp_close(&s->file);
		tk_buf_free(&s->pending);
		free(s->found.packing);
		tk_folder_reader_close(&s->reader);
		tk_buf_free(&s->data);
		tk_ticket_free(&s->ticket);
		tk_state_free(&s->state);
		tk_clock_list_free(&s->clocks);
		tk_brief_free(&s->brief);
	}
	free(k->spill);
	tk_folders_free(&k->folders);
}
