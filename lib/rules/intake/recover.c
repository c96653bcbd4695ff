/* recover.c - what an import that died has left in mail/new/. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "intake.h"

/* Gone: while we ran programs, without the lock, another import did it. */
static int
add_one(struct tk_intake *in, const char *hash, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	struct tk_letter *l;
	char how[256], place[96];
	int rc = -1;

	snprintf(place, sizeof place, "mail/new/%.64s.eml", hash);
	if (tk_mailroom_read(&in->room, hash, &b, how, sizeof how, err) < 0) {
		rc = errno == ENOENT && in->plan.unpack != NULL ? 0 : -1;
		goto done;
	}
	l = tk_intake_letter(in, b.data == NULL ? "" : b.data, b.len, hash,
	    place);
	if (l == NULL) {
		tk_error_memory(err);
		goto done;
	}
	l->again = 1;
	l->raw.escaped = strstr(how, TK_MAIL_ESCAPED) != NULL;
	l->raw.truncated = strstr(how, TK_MAIL_CUT) != NULL;
	rc = 0;
done:
	tk_buf_free(&b);
	return rc;
}

/* Runs the programs that the group needs to be read, without the lock; what
 * another import does meanwhile is no longer ours. */
static int
unpack_group(struct tk_intake *in, struct tk_error *err)
{
	struct tk_bundle *b = &in->now;
	size_t i, n = 0;

	if (in->plan.unpack == NULL)
		return 0;
	if (tk_intake_leave(in, err) < 0)
		return -1;
	for (i = 0; i < b->count; i++)
		if (tk_intake_unpack(in, &b->letter[i], err) < 0)
			return -1;
	if (tk_mailroom_enter(&in->room, in->session->store, err) < 0)
		return -1;
	for (i = 0; i < b->count; i++)
		if (tk_mailroom_waits(&in->room, b->letter[i].hash)) {
			b->letter[n] = b->letter[i];
			b->letter[n].raw.hash = b->letter[n].hash;
			n++;
		}
	b->count = n;
	return 0;
}

static int
recover_all(struct tk_intake *in, const struct tk_names *names,
    struct tk_error *err)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		if (add_one(in, names->name[i], err) < 0)
			return -1;
		if ((tk_intake_full(in) || i + 1 == names->count) &&
		    (unpack_group(in, err) < 0 ||
		    tk_intake_group(in, err) < 0))
			return -1;
	}
	return tk_filing_end(in, err);
}

/* Whoever holds the lock is alone: what lies in mail/new/ is nobody's. The
 * group given meanwhile waits beside. */
int
tk_intake_recover(struct tk_intake *in, struct tk_error *err)
{
	struct tk_bundle beside = in->now;
	struct tk_names names;
	int rc;

	if (tk_mailroom_waiting(&in->room, &names, err) < 0)
		return -1;
	if (names.count == 0) {
		tk_names_free(&names);
		return 0;
	}
	rc = tk_bundle_new(&in->now, err);
	if (rc == 0)
		rc = recover_all(in, &names, err);
	tk_bundle_free(&in->now);
	in->now = beside;
	tk_names_free(&names);
	return rc;
}
