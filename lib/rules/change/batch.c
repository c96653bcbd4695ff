/* batch.c - plans made under the lock, written in groups, then shown. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/claim.h"
#include "store/lock.h"
#include "store/scan.h"
#include "group.h"

int
tk_batch_open(struct tk_batch **out, struct tk_session *session,
    void (*done)(void *, const struct tk_outcome *), void *data,
    struct tk_error *err)
{
	struct tk_batch *b = calloc(1, sizeof *b);

	if (b == NULL)
		return tk_error_memory(err);
	b->pending = calloc(TK_GROUP, sizeof *b->pending);
	if (b->pending == NULL) {
		free(b);
		return tk_error_memory(err);
	}
	b->session = session;
	b->done = done;
	b->data = data;
	b->claims = -1;
	*out = b;
	return 0;
}

void
tk_group_clear(struct tk_pending *p)
{
	memset(p, 0, sizeof *p);
	p->lock.fd = -1;
	p->temp.fd = -1;
}

void
tk_group_forget(struct tk_pending *p)
{
	tk_lock_close(&p->lock, NULL);
	tk_temp_close(&p->temp);
	tk_outcome_free(&p->outcome);
	free(p->ref);
	tk_group_clear(p);
}

/* A new ticket's temporary gets its name: now it can be seen. */
static int
link_new(struct tk_batch *b, struct tk_pending *p, struct tk_error *err)
{
	const struct tk_store *s = b->session->store;
	char path[TK_PATH_SIZE];

	tk_store_path(path, TK_IN_OPEN, p->number);
	if (p->ref != NULL && tk_claim_put(s, p->ref, p->number, err) < 0)
		return -1;
	return tk_temp_link(&p->temp, path, err);
}

/* fsyncs the folders of the new tickets, each once. */
static int
sync_folders(struct tk_batch *b, struct tk_error *err)
{
	char path[TK_PATH_SIZE], last[TK_PATH_SIZE] = "";
	size_t i;

	for (i = 0; i < b->count; i++) {
		if (b->pending[i].temp.fd < 0)
			continue;
		tk_store_path(path, TK_IN_OPEN, b->pending[i].number);
		strrchr(path, '/')[1] = '\0';	/* the folder itself */
		if (strcmp(path, last) == 0)
			continue;
		memcpy(last, path, sizeof last);
		if (tk_sys_sync_dir(b->session->store->fd, path, err) < 0)
			return -1;
	}
	return 0;
}

static int
sync_rows(struct tk_batch *b, struct tk_error *err)
{
	struct tk_pending *p;
	size_t i;
	int fd;

	if (b->sync_all)
		return b->count == 0 || syncfs(b->session->store->fd) == 0 ? 0 :
		    tk_error_errno(err, TK_BAD, "cannot sync \"%s\"",
		    b->session->store->path);
	for (i = 0; i < b->count; i++) {
		p = &b->pending[i];
		fd = p->temp.fd >= 0 ? p->temp.fd : p->lock.unsynced ?
		    p->lock.fd : -1;
		if (fd >= 0 && fsync(fd) < 0)
			return tk_error_errno(err, TK_BAD, "%s: cannot fsync",
			    p->number);
	}
	return 0;
}

int
tk_batch_flush(struct tk_batch *b, struct tk_error *err)
{
	struct tk_pending *p;
	int rc = sync_rows(b, err);
	size_t i;

	for (i = 0; rc == 0 && i < b->count; i++)
		if (b->pending[i].temp.fd >= 0)
			rc = link_new(b, &b->pending[i], err);
	if (rc == 0 && !b->sync_all)
		rc = sync_folders(b, err);
	for (i = 0; i < b->count; i++) {
		p = &b->pending[i];
		if (rc == 0)
			b->done(b->data, &p->outcome);
		tk_group_forget(p);
	}
	b->count = 0;
	if (b->claims >= 0)
		close(b->claims);
	b->claims = -1;
	return rc;
}

int
tk_batch_close(struct tk_batch *b, struct tk_error *err)
{
	int rc;

	if (b == NULL)
		return 0;
	rc = tk_batch_flush(b, err);
	tk_ticket_free(&b->ticket);
	tk_state_free(&b->state);
	tk_clock_list_free(&b->clocks);
	tk_judgement_free(&b->judgement);
	tk_arena_free(&b->arena);
	free(b->load.open);
	tk_children_free(&b->children);
	tk_recent_free(&b->recent);
	free(b->pending);
	free(b);
	return rc;
}

static unsigned
parts_for(const struct tk_change *c)
{
	unsigned parts = TK_RULES_FLOW | TK_RULES_STAFF;

	if (c->verb != TK_DO_NEW || c->tell || c->canned)
		parts |= TK_RULES_CLOCKS;
	if (c->tell)
		parts |= TK_RULES_TEXTS;
	if (c->verb == TK_DO_CLASSIFY)
		parts |= TK_RULES_WORDS;
	if (c->verb == TK_DO_ASSIGN)
		parts |= TK_RULES_ROUTING;
	return parts;
}

/* Where there was no memory, something it lacks may have gone unsaid. */
int
tk_group_lawful(struct tk_plan *p, struct tk_error *err)
{
	if (tk_error_short())
		return tk_error_memory(err);
	if (p->lacks.len == 0)
		return 0;
	return tk_error_set(err, p->code == TK_OK ? TK_REFUSED : p->code,
	    "%s", p->lacks.data);
}

/* When the write is: now, but never before the last row. */
static int64_t
write_time(const struct tk_batch *b)
{
	int64_t now = tk_session_now(b->session);
	unsigned i;

	for (i = b->ticket.rows; i > 0; i--)
		if (b->ticket.row[i - 1].time != TK_UNSET) {
			if (b->ticket.row[i - 1].time > now)
				now = b->ticket.row[i - 1].time;
			break;
		}
	return now;
}

void
tk_group_begin(struct tk_batch *b, struct tk_plan *p, const struct tk_change *c,
    const char *number)
{
	memset(p, 0, sizeof *p);
	p->session = b->session;
	p->change = c;
	p->ticket = &b->ticket;
	p->state = &b->state;
	p->clocks = &b->clocks;
	p->load = &b->load;
	p->children = &b->children;
	p->recent = &b->recent;
	p->judgement = &b->judgement;
	p->arena = &b->arena;
	p->number = number;
	p->now = write_time(b);
	p->synced_later = b->sync_all;
	tk_arena_reset(&b->arena);
}

void
tk_group_end(struct tk_plan *p)
{
	tk_buf_free(&p->explain);
	tk_buf_free(&p->ask);
	tk_buf_free(&p->lacks);
}

/* ---- a ticket that is there -------------------------------------------- */

/*
 * Appends the plan and moves the file where it belongs now. A ticket that
 * leaves closed/ is moved first, one that enters it last: if that fails the
 * rows are true all the same, and the next command moves it.
 */
static int
commit(struct tk_batch *b, struct tk_plan *p, struct tk_pending *new,
    enum tk_place place, struct tk_error *err)
{
	struct tk_buf bytes = TK_BUF_INIT;
	struct tk_error why;
	int rc = -1;

	if (tk_plan_bytes(p, &bytes, err) < 0 ||
	    tk_lock_room(&new->lock, place, err) < 0 ||
	    tk_plan_store_files(p, p->number, err) < 0)
		goto done;
	if ((place == TK_IN_OPEN &&
	    tk_lock_move(&new->lock, TK_IN_OPEN, err) < 0) ||
	    (bytes.len > 0 && tk_lock_append(&new->lock, bytes.data, bytes.len,
	    err) < 0)) {
		tk_plan_drop_files(p, p->number);
		goto done;
	}
	if (place == TK_IN_CLOSED && new->lock.place != TK_IN_CLOSED) {
		if (tk_lock_sync(&new->lock, err) < 0)
			goto done;
		if (tk_lock_move(&new->lock, TK_IN_CLOSED, &why) < 0)
			tk_session_warn(b->session, "%s: it is closed, but "
			    "still in open/: %s", p->number, why.message);
	}
	rc = 0;
done:
	tk_buf_free(&bytes);
	return rc;
}

/* A ref given to a ticket that is there: nobody else may have it. */
static int
claim_ref(struct tk_batch *b, struct tk_plan *p, struct tk_error *err)
{
	const struct tk_field_rule *f = tk_field_find(
	    &b->session->rules.fields, "ref", 3);
	const struct tk_store *s = b->session->store;
	char number[TK_NUMBER_SIZE];
	const struct tk_row *r;
	unsigned i;
	int rc = 0, fd;

	for (i = p->before; f != NULL && i < p->ticket->rows; i++) {
		r = &p->ticket->row[i];
		if (r->field != f->field || r->qualifier != NULL ||
		    r->len == 0 || rc < 0)
			continue;
		fd = b->claims >= 0 ? b->claims : tk_claim_lock(s, err);
		if (fd < 0)
			return -1;
		rc = tk_claim_find(s, r->value, number, err);
		if (rc > 0 && strcmp(number, p->number) != 0)
			rc = tk_error_set(err, TK_REFUSED, "%s: ref %s belongs "
			    "to %s already", p->number, r->value, number);
		else if (rc == 0 && !p->change->dry_run)
			rc = tk_claim_put(s, r->value, p->number, err);
		if (b->claims < 0)
			close(fd);
	}
	return rc < 0 ? -1 : 0;
}

/* Every message about a ticket begins with its number. */
static void
prefix(struct tk_error *err, const char *number)
{
	struct tk_error inner;

	if (err == NULL || strncmp(err->message, number, strlen(number)) == 0)
		return;
	inner = *err;
	tk_error_set(err, inner.code, "%s: %s", number, inner.message);
}

static int
change_locked(struct tk_batch *b, const struct tk_change *c,
    struct tk_pending *new, struct tk_error *err)
{
	enum tk_place place;
	struct tk_plan p;
	int rc = -1;

	tk_group_begin(b, &p, c, new->number);
	if (tk_state_fold(&b->state, &b->ticket, err) < 0 ||
	    tk_plan_make(&p, err) < 0 || tk_group_lawful(&p, err) < 0)
		goto done;
	if (tk_plan_settle(&p, &place, err) < 0 ||
	    claim_ref(b, &p, err) < 0 ||
	    (!c->dry_run && commit(b, &p, new, place, err) < 0) ||
	    tk_outcome_make(&new->outcome, &p, new->number, err) < 0)
		goto done;
	tk_recent_note(&b->recent, &p, new->number);
	rc = p.unresolved ? 1 : 0;
	if (p.unresolved && err != NULL) {
		tk_error_set(err, TK_REFUSED, "%s: not closed: the customer "
		    "says no; recorded, and it is %s (%s) now", new->number,
		    tk_status_name(p.to),
		    b->session->rules.settings.status[p.to]);
		err->recorded = 1;
	}
done:
	if (rc < 0)
		prefix(err, new->number);
	tk_group_end(&p);
	return rc;
}

int
tk_group_holds(const struct tk_batch *b, const char *number)
{
	size_t i;

	for (i = 0; i < b->count; i++)
		if (strcmp(b->pending[i].number, number) == 0)
			return 1;
	return 0;
}

static int
change_one(struct tk_batch *b, const struct tk_change *c, const char *word,
    struct tk_error *err)
{
	const struct tk_schema *schema = b->session->rules.fields.schema;
	char lost[TK_PATH_SIZE], number[TK_NUMBER_SIZE];
	struct tk_pending *new;
	int rc;

	if (tk_store_resolve(b->session->store, word, 1, number, err) < 0 ||
	    (tk_group_holds(b, number) && tk_batch_flush(b, err) < 0))
		return -1;
	new = &b->pending[b->count];
	tk_group_clear(new);
	memcpy(new->number, number, sizeof number);
	rc = tk_lock_open(&new->lock, b->session->store, new->number,
	    b->count > 0 ? 50 : TK_LOCK_WAIT, &b->ticket, schema, lost, err);
	if (rc < 0 && errno == EWOULDBLOCK && b->count > 0) {
		/* never wait long with locks held */
		if (tk_batch_flush(b, err) < 0)
			return -1;
		new = &b->pending[0];
		memcpy(new->number, number, sizeof number);
		rc = tk_lock_open(&new->lock, b->session->store, new->number,
		    TK_LOCK_WAIT, &b->ticket, schema, lost, err);
	}
	if (rc < 0)
		return -1;
	if (lost[0] != '\0')
		tk_session_warn(b->session, "%s: a half-written row at its end "
		    "was set aside in %s", new->number, lost);
	rc = change_locked(b, c, new, err);
	if (rc < 0) {
		tk_group_forget(new);
		return -1;
	}
	b->count++;
	return rc > 0 ? -1 : 0;
}

int
tk_batch_add(struct tk_batch *b, const struct tk_change *c, const char *word,
    struct tk_error *err)
{
	struct tk_error flush;
	int rc;

	if (tk_rules_need(&b->session->rules, parts_for(c), err) < 0 ||
	    (b->session->rules.flow.matrix &&
	    tk_rules_need(&b->session->rules, TK_RULES_TEXTS, err) < 0))
		return -1;
	rc = word == NULL ? tk_group_create(b, c, err) :
	    change_one(b, c, word, err);
	if (b->count == TK_GROUP && tk_batch_flush(b, &flush) < 0) {
		if (err != NULL)
			*err = flush;
		return -1;
	}
	return rc;
}
