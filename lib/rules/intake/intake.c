#include "intake.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
forget(void *data, const struct tk_outcome *o)
{
	(void)data;
	(void)o;
}

static int
open_batch(struct tk_batch **out, struct tk_session *session,
    struct tk_error *err)
{
	if (tk_batch_open(out, session, forget, NULL, err) < 0)
		return -1;
	(*out)->sync_all = 1;
	return 0;
}

int
tk_bundle_new(struct tk_bundle *b, struct tk_error *err)
{
	memset(b, 0, sizeof *b);
	b->letter = calloc(TK_INTAKE_GROUP, sizeof *b->letter);
	return b->letter == NULL ? tk_error_memory(err) : 0;
}

void
tk_bundle_free(struct tk_bundle *b)
{
	free(b->letter);
	tk_arena_free(&b->arena);
	memset(b, 0, sizeof *b);
}

static void
intake_free(struct tk_intake *in)
{
	tk_senders_free(&in->senders);
	tk_bundle_free(&in->now);
	free(in->seen);
	free(in);
}

int
tk_intake_open(struct tk_intake **out, struct tk_session *session,
    const struct tk_intake_plan *plan, struct tk_error *err)
{
	struct tk_intake *in;

	if (tk_rules_need(&session->rules, TK_RULES_FLOW | TK_RULES_STAFF,
	    err) < 0)
		return -1;
	if (tk_field_find(&session->rules.fields, "raw", 3) == NULL)
		return tk_error_set(err, TK_BAD, "rules/fields.csv has no field "
		    "raw, so a message could not be told from a new one; take "
		    "the rows message_id, raw, warning and feedback from the "
		    "rulebook standard");
	in = calloc(1, sizeof *in);
	if (in == NULL)
		return tk_error_memory(err);
	in->session = session;
	in->plan = *plan;
	in->room.hall = in->room.desk = -1;
	if (tk_bundle_new(&in->now, err) < 0 ||
	    open_batch(&in->batch, session, err) < 0 ||
	    open_batch(&in->spare, session, err) < 0) {
		tk_batch_close(in->batch, NULL);
		intake_free(in);
		return -1;
	}
	*out = in;
	return 0;
}

void
tk_intake_warn(const struct tk_intake *in, const struct tk_letter *l,
    const char *fmt, ...)
{
	char text[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	in->plan.problem(in->plan.data, l->raw.place, TK_OK, text);
}

/* ---- one message --------------------------------------------------------- */

static const char *
keep_string(struct tk_intake *in, const char *s)
{
	const char *copy = tk_arena_strdup(&in->now.arena, s);

	return copy == NULL ? "" : copy;
}

static int
put_aside(struct tk_intake *in, struct tk_letter *l, struct tk_error *err)
{
	int rc = in->plan.dry_run ? 0 : tk_mailroom_aside(&in->room, l->hash,
	    l->raw.data, l->raw.len, err);

	if (rc < 0)
		return -1;
	l->status = "kept";
	if (rc == 0)
		tk_intake_warn(in, l, "%zu bytes before the first message; "
		    "kept as mail/kept/%s.txt", l->raw.len, l->hash);
	return 0;
}

/* Does it concern this message alone? What the rules refuse they refuse of a
 * ticket that is only planned, too; a full disk does not. */
static int
is_refusal(struct tk_intake *in, struct tk_letter *l,
    const struct tk_message *m, const struct tk_error *err)
{
	int rc, dry = in->plan.dry_run;

	if (tk_error_short())
		return 0;
	if (err->code == TK_REFUSED || dry)
		return 1;
	if (err->code != TK_BAD)
		return 0;
	in->plan.dry_run = in->probing = 1;
	rc = tk_intake_receive(in, l, m, &(struct tk_error){0});
	in->plan.dry_run = in->probing = 0;
	return rc < 0;
}

static int
take(struct tk_intake *in, struct tk_letter *l, struct tk_error *err)
{
	struct tk_message m;
	size_t i;

	l->id = l->from = l->subject = "";
	l->number[0] = '\0';
	if (l->raw.outside)
		return put_aside(in, l, err);
	if (in->plan.read(in->plan.data, &l->raw, &m, err) < 0)
		return -1;
	if (l->raw.truncated)
		m.traits |= TK_MAIL_TRUNCATED;
	l->id = keep_string(in, m.id);
	l->from = keep_string(in, m.from.address);
	l->subject = keep_string(in, m.subject);
	if (tk_intake_receive(in, l, &m, err) < 0) {
		if (!is_refusal(in, l, &m, err))
			return -1;
		in->plan.problem(in->plan.data, l->raw.place, err->code,
		    err->message);
		l->status = "kept";
		l->number[0] = '\0';
		return 0;
	}
	l->file = !l->known;
	for (i = 0; strcmp(l->status, "dup") != 0 && i < m.nwarnings; i++)
		tk_intake_warn(in, l, "%s", m.warnings[i]);
	return 0;
}

/* ---- a group -------------------------------------------------------------- */

static int
take_group(struct tk_intake *in, struct tk_error *err)
{
	struct tk_keeping *keeping = NULL;
	int rc = 0;
	size_t i;

	if (!in->plan.dry_run && tk_keeping_start(&keeping, in, err) < 0)
		return -1;
	for (i = 0; i < in->now.count && rc == 0; i++)
		if (tk_keeping_wait(keeping, i, err) < 0 ||
		    take(in, &in->now.letter[i], err) < 0)
			rc = -1;
	tk_keeping_end(keeping);
	return rc;
}

int
tk_intake_group(struct tk_intake *in, struct tk_error *err)
{
	if (take_group(in, err) < 0 || tk_filing_end(in, err) < 0)
		return -1;
	return tk_filing_start(in, err);
}

/* ---- given, one by one ------------------------------------------------------ */

struct tk_letter *
tk_intake_letter(struct tk_intake *in, const char *data, size_t len,
    const char *hash, const char *place)
{
	struct tk_letter *l = &in->now.letter[in->now.count];
	char *copy = tk_arena_copy(&in->now.arena, data, len);
	char *name = tk_arena_strdup(&in->now.arena, place);

	if (copy == NULL || name == NULL)
		return NULL;
	memset(l, 0, sizeof *l);
	memcpy(l->hash, hash, sizeof l->hash - 1);
	l->raw.data = copy;
	l->raw.len = len;
	l->raw.hash = l->hash;
	l->raw.place = name;
	l->status = "";
	in->now.count++;
	in->now.bytes += len;
	return l;
}

int
tk_intake_full(const struct tk_intake *in)
{
	return in->now.count == TK_INTAKE_GROUP ||
	    in->now.bytes >= TK_INTAKE_BYTES;
}

int
tk_intake_unpack(struct tk_intake *in, const struct tk_letter *l,
    struct tk_error *err)
{
	if (in->plan.unpack == NULL || l->raw.outside)
		return 0;
	return in->plan.unpack(in->plan.data, &l->raw, err);
}

/* ---- the way in ---------------------------------------------------------------- */

int
tk_intake_leave(struct tk_intake *in, struct tk_error *err)
{
	int rc = tk_filing_end(in, err);

	if (rc == 0 && in->room.desk >= 0)
		rc = tk_mailroom_sync_filed(&in->room, err);
	tk_mailroom_leave(&in->room);
	return rc;
}

static int
end_turn(struct tk_intake *in, struct tk_error *err)
{
	in->groups = 0;
	return tk_intake_leave(in, err);
}

/* Enters, if it is not our turn already, and does what is pending. Where
 * programs may have to run before the next message, a turn is a group: they
 * run without the lock. */
static int
turn(struct tk_intake *in, struct tk_error *err)
{
	unsigned most = in->plan.unpack == NULL ? TK_INTAKE_TURN : 1;

	if (!in->plan.dry_run && in->groups++ == 0 &&
	    (tk_mailroom_enter(&in->room, in->session->store, err) < 0 ||
	    tk_intake_recover(in, err) < 0))
		return -1;
	if (in->now.count > 0 && tk_intake_group(in, err) < 0)
		return -1;
	return in->groups == most ? end_turn(in, err) : 0;
}

static int
flush(struct tk_intake *in, struct tk_error *err)
{
	int rc = turn(in, err);

	if (rc < 0) {
		in->failed = 1;
		tk_filing_end(in, NULL);
		tk_mailroom_leave(&in->room);
	}
	return rc;
}

int
tk_intake_add(struct tk_intake *in, const struct tk_raw *raw,
    struct tk_error *err)
{
	struct tk_letter *l = tk_intake_letter(in, raw->data, raw->len,
	    raw->hash, raw->place);

	if (l == NULL)
		return tk_error_memory(err);
	l->raw.escaped = raw->escaped;
	l->raw.truncated = raw->truncated;
	l->raw.outside = raw->outside;
	if (tk_intake_unpack(in, l, err) < 0) {
		in->failed = 1;
		return -1;
	}
	return tk_intake_full(in) ? flush(in, err) : 0;
}

int
tk_intake_close(struct tk_intake *in, struct tk_error *err)
{
	int rc, closed;

	if (in == NULL)
		return 0;
	rc = in->failed ? 0 : flush(in, err);
	if (rc == 0 && !in->failed)
		rc = end_turn(in, err);
	closed = tk_batch_close(in->batch, rc == 0 ? err : NULL);
	tk_batch_close(in->spare, NULL);
	intake_free(in);
	return rc < 0 ? rc : closed;
}
