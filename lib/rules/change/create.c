/* create.c - new tickets: their ref, number, temporary file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/claim.h"
#include "group.h"

static const char *
typed_ref(const struct tk_plan *p)
{
	const struct tk_field_rule *f = tk_field_find(
	    &p->session->rules.fields, "ref", 3);
	const char *v = f == NULL ? NULL : tk_state_value(p->state, p->ticket,
	    f->field);

	return v;
}

/* Does the key exist, in the store or in this group? Then its number. */
static int
find_ref(struct tk_batch *b, const char *ref, char number[TK_NUMBER_SIZE],
    struct tk_error *err)
{
	size_t i;

	for (i = 0; i < b->count; i++)
		if (b->pending[i].ref != NULL &&
		    strcmp(b->pending[i].ref, ref) == 0) {
			memcpy(number, b->pending[i].number, TK_NUMBER_SIZE);
			return 1;
		}
	if (b->claims < 0) {
		b->claims = tk_claim_lock(b->session->store, err);
		if (b->claims < 0)
			return -1;
	}
	return tk_claim_find(b->session->store, ref, number, err);
}

static int
write_new(struct tk_batch *b, struct tk_plan *p, struct tk_pending *new,
    struct tk_error *err)
{
	const struct tk_store *s = b->session->store;
	struct tk_buf bytes = TK_BUF_INIT;
	char dir[16], day[11];
	int rc = -1;

	tk_buf_puts(&bytes, TK_TICKET_HEADER);
	if (tk_plan_bytes(p, &bytes, err) < 0)
		goto done;
	tk_number_valid(new->number, day);
	snprintf(dir, sizeof dir, "open/%s", day);
	if (tk_temp_open(&new->temp, s->fd, dir, s->file_mode, err) < 0 &&
	    (errno != ENOENT || tk_store_make_dir(s, "open", err) < 0 ||
	    tk_store_make_dir(s, dir, err) < 0 ||
	    tk_temp_open(&new->temp, s->fd, dir, s->file_mode, err) < 0))
		goto done;
	if (tk_sys_write(new->temp.fd, bytes.data, bytes.len) < 0)
		tk_error_errno(err, TK_BAD, "%s: cannot write", new->number);
	else
		rc = tk_plan_store_files(p, new->number, err);
done:
	tk_buf_free(&bytes);
	return rc;
}

/* The plan passed: it gets its number, and is written. */
static int
number_new(struct tk_batch *b, struct tk_plan *p, struct tk_pending *new,
    struct tk_error *err)
{
	unsigned i;

	if (p->change->dry_run) {
		snprintf(new->number, sizeof new->number, "-");
		return 0;
	}
	if (b->given != NULL)
		snprintf(new->number, sizeof new->number, "%s", b->given);
	else if (tk_number_next(b->session->store, p->now, b->before,
	    b->before_data, new->number, err) < 0)
		return -1;
	for (i = 0; i < p->ticket->rows; i++)
		if (p->ticket->row[i].field == TK_ID &&
		    p->ticket->row[i].qualifier == NULL) {
			p->ticket->row[i].value = new->number;
			p->ticket->row[i].len = strlen(new->number);
		}
	return write_new(b, p, new, err);
}

int
tk_group_create(struct tk_batch *b, const struct tk_change *c,
    struct tk_error *err)
{
	struct tk_pending *new = &b->pending[b->count];
	const char *ref;
	struct tk_plan p;
	int rc = -1, known;

	tk_group_clear(new);
	if (tk_ticket_parse(&b->ticket, b->session->rules.fields.schema, "", 0,
	    err) < 0)
		return -1;
	tk_group_begin(b, &p, c, "");
	if (tk_state_fold(&b->state, &b->ticket, err) < 0 ||
	    tk_plan_make(&p, err) < 0 || tk_group_lawful(&p, err) < 0)
		goto done;
	ref = typed_ref(&p);
	known = ref == NULL ? 0 : find_ref(b, ref, new->number, err);
	if (known < 0)
		goto done;
	if (known == 0 && ref != NULL && (new->ref = strdup(ref)) == NULL) {
		tk_error_memory(err);
		goto done;
	}
	if (known == 0 && number_new(b, &p, new, err) < 0)
		goto done;
	if (tk_outcome_make(&new->outcome, &p, new->number, err) < 0)
		goto done;
	new->outcome.existed = known;
	if (known == 0)
		tk_recent_note(&b->recent, &p, c->dry_run ? "" :
		    new->number);
	rc = 0;
done:
	tk_group_end(&p);
	if (rc < 0)
		tk_group_forget(new);
	else
		b->count++;
	return rc;
}
