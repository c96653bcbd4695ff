/* receive.c - what becomes of one message: known, unwanted, an answer, new. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>


#include "store/mailkey.h"
#include "intake.h"

/* ---- contents seen in this run ------------------------------------------- */

static uint64_t
first_bits(const char *digest)
{
	char hex[17];

	memcpy(hex, digest, 16);
	hex[16] = '\0';
	return strtoull(hex, NULL, 16) | 1;	/* 0 is an empty slot */
}

static int
grow(struct tk_intake *in)
{
	size_t slots = in->slots > 0 ? 2 * in->slots : 1024, i, at;
	uint64_t *seen = calloc(slots, sizeof *seen);

	if (seen == NULL)
		return -1;
	for (i = 0; i < in->slots; i++) {
		if (in->seen[i] == 0)
			continue;
		at = (size_t)in->seen[i] & (slots - 1);
		while (seen[at] != 0)
			at = (at + 1) & (slots - 1);
		seen[at] = in->seen[i];
	}
	free(in->seen);
	in->seen = seen;
	in->slots = slots;
	return 0;
}

/* Remembers a content: 1 if it was known, -1: no memory. */
static int
seen_before(struct tk_intake *in, const char *digest)
{
	uint64_t bits = first_bits(digest);
	size_t at;

	if (2 * in->nseen >= in->slots && grow(in) < 0)
		return -1;
	for (at = (size_t)bits & (in->slots - 1); in->seen[at] != 0;
	    at = (at + 1) & (in->slots - 1))
		if (in->seen[at] == bits)
			return 1;
	in->seen[at] = bits;
	in->nseen++;
	return 0;
}

/* ---- claims ----------------------------------------------------------------- */

enum claim {
	CLAIM_FREE,	/* in->key may be claimed */
	CLAIM_OWN,	/* of this very message: in->claim */
	CLAIM_DUP,	/* of another one with the same content */
	CLAIM_OTHER,	/* of another one with other content */
	CLAIM_FAILED,
};

/* Is the message a row of the ticket? -1 when that cannot be known: it must
 * not be taken in twice. */
static int
is_row_of(const struct tk_intake *in, const char *hash, const char *number,
    struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	char row[TK_SHA256_HEX + 8];
	struct tk_error why;
	int found = 0;

	snprintf(row, sizeof row, ",raw,%s\n", hash);
	if (tk_store_read(in->session->store, number, &b, NULL, &why) == 0)
		found = memmem(b.data, b.len, row, strlen(row)) != NULL;
	else if (why.code != TK_REFUSED)
		found = tk_error_set(err, why.code, "%s", why.message);
	tk_buf_free(&b);
	return found;
}

/* Did the one that made the claim live to make the ticket, or is it in the
 * group? */
static int
kept_promise(const struct tk_intake *in, const struct tk_mail_claim *c,
    struct tk_error *err)
{
	return tk_intake_holds(in, c->number) ? 1 :
	    is_row_of(in, c->raw, c->number, err);
}

static enum claim
look_at(struct tk_intake *in, const struct tk_letter *l,
    const struct tk_message *m, struct tk_error *err)
{
	int rc = tk_mail_claim_read(in->session->store, in->key, &in->claim,
	    err);

	if (rc < 0)
		return CLAIM_FAILED;
	in->replace = 0;
	if (rc == 0)
		return CLAIM_FREE;
	if (strcmp(in->claim.raw, l->hash) == 0)
		return CLAIM_OWN;
	rc = kept_promise(in, &in->claim, err);
	if (rc < 0)
		return CLAIM_FAILED;
	if (rc == 0) {
		in->replace = 1;
		return CLAIM_FREE;
	}
	return strcmp(in->claim.digest, m->digest) == 0 ? CLAIM_DUP :
	    CLAIM_OTHER;
}

/*
 * The claim of the Message-ID, or of the raw message when it has none. A
 * second content under an id that is taken has a claim of both.
 */
static enum claim
find_claim(struct tk_intake *in, const struct tk_letter *l,
    const struct tk_message *m, struct tk_error *err)
{
	struct tk_buf both = TK_BUF_INIT;
	enum claim c;

	if (m->id[0] == '\0')
		memcpy(in->key, l->hash, sizeof in->key);
	else
		tk_sha256_hex(in->key, m->id, strlen(m->id));
	c = look_at(in, l, m, err);
	if (c != CLAIM_OTHER)
		return c;
	tk_buf_printf(&both, "%s\n%s", m->id, m->digest);
	if (tk_buf_check(&both, err) < 0)
		return CLAIM_FAILED;
	tk_sha256_hex(in->key, both.data, both.len);
	tk_buf_free(&both);
	c = look_at(in, l, m, err);
	if (c == CLAIM_FREE)
		tk_intake_warn(in, l, "message-id-reused: %s came before with "
		    "other content; taken as another message", m->id);
	return c;
}

static int
make_claim(struct tk_intake *in, const struct tk_letter *l,
    const struct tk_message *m, const char *number, const char *status,
    struct tk_error *err)
{
	struct tk_mail_claim *c = &in->claim;

	if (in->plan.dry_run)
		return 0;
	memset(c, 0, sizeof *c);
	memcpy(c->raw, l->hash, sizeof c->raw);
	snprintf(c->digest, sizeof c->digest, "%s", m->digest);
	snprintf(c->number, sizeof c->number, "%s", number);
	snprintf(c->status, sizeof c->status, "%s", status);
	return tk_mail_claim_put(in->session->store, in->key, c, in->replace,
	    err);
}

/* ---- new tickets, answers ------------------------------------------------------ */

struct maker {
	struct tk_intake *in;
	struct tk_letter *letter;
	const struct tk_message *m;
};

static int
claim_number(void *data, const char *number, struct tk_error *err)
{
	struct maker *k = data;

	snprintf(k->letter->number, sizeof k->letter->number, "%s",
	    number);
	return make_claim(k->in, k->letter, k->m, number, "new", err);
}

/* The number that our claim already has, if its ticket was never made. */
static int
own_number(struct tk_intake *in, enum claim c, struct tk_error *err)
{
	enum tk_place place;
	struct tk_error why;

	in->batch->given = NULL;
	if (c != CLAIM_OWN || strcmp(in->claim.status, "new") != 0 ||
	    tk_store_find(in->session->store, in->claim.number, &place,
	    &why) == 0)
		return 0;
	if (why.code != TK_REFUSED)
		return tk_error_set(err, why.code, "%s", why.message);
	if (tk_number_claim(in->session->store, in->claim.number, err) < 0)
		return -1;
	in->batch->given = in->claim.number;
	return 0;
}

static int
make_new(struct tk_intake *in, struct tk_letter *l,
    const struct tk_message *m, const struct tk_thread *to, enum claim c,
    struct tk_error *err)
{
	struct maker k = {in, l, m};
	int rc;

	in->replace |= c == CLAIM_OWN;
	l->status = "new";
	if (own_number(in, c, err) < 0 ||
	    (!in->plan.dry_run && tk_mail_claim_room(in->session->store,
	    in->key, err) < 0))
		return -1;
	if (in->batch->given != NULL)
		strcpy(l->number, in->batch->given);
	in->batch->before = claim_number;
	in->batch->before_data = &k;
	rc = tk_letter_new(in, l, m, to, err);
	in->batch->before = NULL;
	in->batch->given = NULL;
	if (rc < 0)
		return -1;
	return in->plan.dry_run || !in->senders.read ? 0 :
	    tk_senders_add(&in->senders, m->from.address, m->subject,
	    l->number, tk_session_now(in->session), 1);
}

static int
make_reply(struct tk_intake *in, struct tk_letter *l,
    const struct tk_message *m, const struct tk_thread *to, enum claim c,
    struct tk_error *err)
{
	in->replace |= c == CLAIM_OWN;
	l->status = "reply";
	strcpy(l->number, to->number);
	if (!in->plan.dry_run && (tk_mail_claim_room(in->session->store,
	    in->key, err) < 0 || make_claim(in, l, m, to->number, "reply",
	    err) < 0))
		return -1;
	return tk_letter_reply(in, l, m, to, err);
}

/* Is it one of ours that came back? Only tk's own: colleagues write from the
 * same domain. */
static int
is_ours(const struct tk_intake *in, const struct tk_message *m)
{
	const char *domain = in->session->rules.settings.mail_domain;
	const char *at = strrchr(m->id, '@');
	char number[TK_NUMBER_SIZE];
	size_t n = strlen(domain);

	if (strncasecmp(m->id, "<tk.", 4) != 0 || at == NULL)
		return 0;
	return (n > 0 && strncasecmp(at + 1, domain, n) == 0 &&
	    at[1 + n] == '>') || tk_mail_token_find(in->session->store, m->id,
	    number, NULL) > 0;
}

/* What no person wrote; a list or newsletter counts as a person's if it is
 * of a customer's. */
static int
is_auto(struct tk_intake *in, const struct tk_message *m, int *is,
    struct tk_error *err)
{
	*is = (m->traits & TK_MAIL_AUTO) != 0 || is_ours(in, m);
	if ((m->traits & TK_MAIL_LIST) == 0 || !*is)
		return 0;
	if (!in->senders.read && (tk_intake_settle(in, err) < 0 ||
	    tk_senders_read(&in->senders, in->session, err) < 0))
		return -1;
	*is = tk_senders_next(&in->senders, m->from.address, NULL) == NULL;
	return 0;
}

/* A message of mail/raw/ without a claim was no ticket when it came, and is
 * none now, whoever may have become a customer since; unless it is wanted. */
static int
was_wanted(const struct tk_intake *in, const struct tk_message *m)
{
	return ((m->traits & TK_MAIL_SPAM) != 0 && in->plan.spam_tickets) ||
	    ((m->traits & TK_MAIL_AUTO) != 0 && in->plan.auto_tickets);
}

/* A message nobody has seen, or whose claim's ticket was never made. */
static int
receive_new(struct tk_intake *in, struct tk_letter *l,
    const struct tk_message *m, enum claim c, struct tk_error *err)
{
	struct tk_message copy = *m;
	struct tk_thread to;
	int machine;

	if ((m->traits & TK_MAIL_SPAM) != 0 && !in->plan.spam_tickets) {
		l->status = "spam";
		return 0;
	}
	if (l->known && c == CLAIM_FREE && !was_wanted(in, m)) {
		l->status = (m->traits & TK_MAIL_AUTO) != 0 ? "auto" : "dup";
		return 0;
	}
	if (is_auto(in, m, &machine, err) < 0)
		return -1;
	copy.traits &= ~(unsigned)TK_MAIL_AUTO;
	copy.traits |= machine ? TK_MAIL_AUTO : 0;
	if (tk_thread_find(in, &copy, &to, err) < 0)
		return -1;
	if (to.number[0] != '\0')
		return make_reply(in, l, &copy, &to, c, err);
	if (machine && !in->plan.auto_tickets) {
		l->status = "auto";
		return 0;
	}
	return make_new(in, l, &copy, &to, c, err);
}

int
tk_intake_receive(struct tk_intake *in, struct tk_letter *l,
    const struct tk_message *m, struct tk_error *err)
{
	enum claim c = find_claim(in, l, m, err);
	int seen, kept = 0;

	if (c == CLAIM_FAILED)
		return -1;
	seen = in->probing ? 0 : seen_before(in, m->digest);
	if (seen < 0)
		return tk_error_memory(err);
	/* its ticket may be in the group for another message's sake */
	if (c == CLAIM_OWN)
		kept = seen ? kept_promise(in, &in->claim, err) :
		    is_row_of(in, in->claim.raw, in->claim.number, err);
	if (kept < 0)
		return -1;
	if (kept) {
		/* done, but perhaps nobody was told */
		l->status = l->again ? in->claim.status[0] == 'n' ? "new" :
		    "reply" : "dup";
		strcpy(l->number, in->claim.number);
		return 0;
	}
	if (c == CLAIM_DUP || (c == CLAIM_FREE && seen)) {
		l->status = "dup";
		if (c == CLAIM_DUP)
			strcpy(l->number, in->claim.number);
		return 0;
	}
	return receive_new(in, l, m, c, err);
}
