/* install.c - another rulebook: what it would change, and putting it in. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "review.h"

#define MAX_TABLE ((size_t)64 << 20)	/* bytes */

struct trial {
	struct tk_checker k;
	const char *dir;	/* as the caller named it */
	char copy[64];		/* in the store; "" when only looking */
	struct tk_rules rules;
	struct tk_ticket ticket;
	struct tk_clock_list clocks;	/* by the new rules */
};

/* ---- what would change ------------------------------------------------- */

static const struct tk_clock *
same_clock(const struct tk_clock_list *l, const struct tk_clock *c)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->clock[i].cycle == c->cycle &&
		    strcmp(l->clock[i].name, c->name) == 0)
			return &l->clock[i];
	return NULL;
}

/* "met", "breached, due 2026-…", "none". */
static void
put_clock(struct tk_buf *b, const struct tk_clock *c,
    const struct tk_zone *zone)
{
	char time[TK_TIME_SIZE];

	if (c == NULL) {
		tk_buf_puts(b, "none");
		return;
	}
	tk_buf_puts(b, tk_verdict_name(c->verdict));
	if (!c->ended && c->due != TK_UNSET)
		tk_buf_printf(b, ", due %s", tk_time_format(time, c->due,
		    zone));
}

static int
differ(const struct tk_clock *a, const struct tk_clock *b)
{
	if (a == NULL || b == NULL)
		return 1;
	return a->verdict != b->verdict || a->ended != b->ended ||
	    (!a->ended && a->due != b->due);
}

static void
compare(struct trial *t, const char *number, const struct tk_clock *old,
    const struct tk_clock *new)
{
	const struct tk_clock *c = old != NULL ? old : new;
	struct tk_buf b = TK_BUF_INIT;

	if (!differ(old, new))
		return;
	tk_buf_printf(&b, "%s %s %u: ", number, c->name, c->cycle);
	put_clock(&b, old, t->rules.zone);
	tk_buf_puts(&b, " -> ");
	put_clock(&b, new, t->rules.zone);
	if (!b.failed)
		t->k.check->changed(t->k.check->data, b.data);
	tk_buf_free(&b);
}

static int
try_ticket(struct trial *t, const char *number, struct tk_error *err)
{
	struct tk_checker *k = &t->k;
	int64_t now = tk_session_now(k->session);
	size_t i;

	if (tk_store_read(k->store, number, &k->data, &k->place, err) < 0)
		return err->code == TK_REFUSED ? 0 : -1;
	if (k->place != TK_IN_OPEN)
		return 0;
	if (tk_ticket_parse(&k->ticket, k->session->rules.fields.schema,
	    k->data.data, k->data.len, err) < 0 ||
	    tk_clock_walk(&k->session->rules, &k->ticket, now, 0, &k->clocks,
	    err) < 0 || tk_ticket_parse(&t->ticket, t->rules.fields.schema,
	    k->data.data, k->data.len, err) < 0 || tk_clock_walk(&t->rules,
	    &t->ticket, now, 0, &t->clocks, err) < 0)
		return -1;
	for (i = 0; i < k->clocks.count; i++)
		compare(t, number, &k->clocks.clock[i],
		    same_clock(&t->clocks, &k->clocks.clock[i]));
	for (i = 0; i < t->clocks.count; i++)
		if (same_clock(&k->clocks, &t->clocks.clock[i]) == NULL)
			compare(t, number, NULL, &t->clocks.clock[i]);
	return 0;
}

static int
try_tickets(struct trial *t, struct tk_error *err)
{
	struct tk_checker *k = &t->k;
	struct tk_error why;
	size_t i;

	if (tk_rules_need(&k->session->rules, TK_RULES_CLOCKS, &why) < 0) {
		tk_session_warn(k->session, "the rulebook in use is faulty, "
		    "so nothing can be compared: %s", why.message);
		return 0;
	}
	if (tk_scan_open(&k->scan, k->store, 0, err) < 0)
		return -1;
	for (i = 0; i < k->scan.count; i++) {
		k->check->open++;
		if (try_ticket(t, k->scan.number[i], err) < 0)
			return -1;
	}
	return 0;
}

/* ---- faults ------------------------------------------------------------ */

/* Messages name the tables "rules/…"; here they lie in another folder. */
static void
say(struct trial *t, const struct tk_faults *f,
    void (*to)(void *, const char *))
{
	struct tk_buf line = TK_BUF_INIT;
	const char *m;
	size_t i;

	for (i = 0; to != NULL && i < f->count; i++) {
		m = f->message[i];
		tk_buf_clear(&line);
		if (strncmp(m, "rules/", 6) == 0)
			tk_buf_printf(&line, "%s%s", t->dir, m + 5);
		else
			tk_buf_puts(&line, m);
		if (!line.failed)
			to(t->k.check->data, line.data);
	}
	tk_buf_free(&line);
}

static int
check_rules(struct trial *t)
{
	struct tk_faults faults = TK_FAULTS_INIT, advice = TK_FAULTS_INIT;
	struct tk_review review = {&t->rules, tk_session_now(t->k.session),
	    t->k.check->notes, 1, &faults, &advice};
	int rc;

	tk_rules_check(&t->rules, &faults);
	tk_rules_review(&review);
	say(t, &faults, t->k.check->fault);
	say(t, &advice, t->k.check->advice);
	rc = faults.count > 0;
	tk_faults_free(&faults);
	tk_faults_free(&advice);
	return rc;
}

/* ---- putting it in ----------------------------------------------------- */

/* Copies the tables into the store, next to rules/. */
static int
copy_tables(struct trial *t, int from, struct tk_error *err)
{
	const struct tk_store *s = t->k.store;
	struct tk_names names;
	char path[400];
	const char *dot;
	size_t i;
	int rc = 0;

	if (tk_sys_names(from, ".", &names, err) < 0)
		return -1;
	for (i = 0; rc == 0 && i < names.count; i++) {
		dot = strrchr(names.name[i], '.');
		if (dot == NULL || strcmp(dot, ".csv") != 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", t->copy, names.name[i]);
		if (tk_sys_read_file(from, names.name[i], &t->k.data,
		    MAX_TABLE, err) < 0 || tk_sys_write_file(s->fd, path,
		    t->k.data.data, t->k.data.len, s->file_mode, 1, err) < 0)
			rc = -1;
	}
	tk_names_free(&names);
	return rc;
}

/* The copy that was not installed. */
static void
drop_copy(struct trial *t)
{
	const struct tk_store *s = t->k.store;
	struct tk_names names;
	char path[400];
	size_t i;

	if (t->copy[0] == '\0' ||
	    tk_sys_names(s->fd, t->copy, &names, NULL) < 0)
		return;
	for (i = 0; i < names.count; i++) {
		snprintf(path, sizeof path, "%s/%s", t->copy, names.name[i]);
		unlinkat(s->fd, path, 0);
	}
	tk_names_free(&names);
	unlinkat(s->fd, t->copy, AT_REMOVEDIR);
}

/* Both names change at once: nobody finds no rulebook, or half of one. */
static int
swap(struct trial *t, char kept[64], struct tk_error *err)
{
	const struct tk_store *s = t->k.store;
	char day[TK_TIME_SIZE];
	unsigned n;

	tk_time_format(day, tk_session_now(t->k.session), s->zone);
	if (renameat2(s->fd, t->copy, s->fd, "rules", RENAME_EXCHANGE) < 0)
		return tk_error_errno(err, TK_BAD, "cannot swap \"%s/rules\"",
		    s->path);
	for (n = 1;; n++) {
		if (n == 1)
			snprintf(kept, 64, "rules.%.10s", day);
		else
			snprintf(kept, 64, "rules.%.10s-%u", day, n);
		if (renameat2(s->fd, t->copy, s->fd, kept,
		    RENAME_NOREPLACE) == 0)
			break;
		if (errno != EEXIST)
			return tk_error_errno(err, TK_BAD, "it is installed, "
			    "but the old one, now \"%s/%s\", cannot be "
			    "renamed", s->path, t->copy);
	}
	t->copy[0] = '\0';
	return tk_sys_sync_dir(s->fd, kept, err);
}

static int
open_trial(struct trial *t, int install, struct tk_error *err)
{
	const struct tk_store *s = t->k.store;
	int from = tk_sys_open_dir(AT_FDCWD, t->dir, err), rc = -1;

	if (from < 0)
		return -1;
	if (!install) {
		rc = tk_rules_open(&t->rules, from, ".", s->zone, err);
	} else {
		snprintf(t->copy, sizeof t->copy, ".rules.%ld.tmp",
		    (long)getpid());
		if (tk_store_make_dir(s, t->copy, err) == 0 &&
		    copy_tables(t, from, err) == 0)
			rc = tk_rules_open(&t->rules, s->fd, t->copy, s->zone,
			    err);
	}
	close(from);
	return rc;
}

int
tk_session_try_rules(struct tk_session *s, const char *dir,
    struct tk_check *c, char kept[64], struct tk_error *err)
{
	struct trial t = {.k = {.session = s, .store = s->store, .check = c},
	    .dir = dir, .rules = {.fd = -1}};
	int rc = -1;

	c->open = 0;
	if (open_trial(&t, kept != NULL, err) < 0)
		goto done;
	rc = check_rules(&t);
	if (rc == 0)
		rc = try_tickets(&t, err);
	if (rc == 0 && kept != NULL)
		rc = swap(&t, kept, err);
done:
	drop_copy(&t);
	tk_rules_close(&t.rules);
	tk_ticket_free(&t.ticket);
	tk_clock_list_free(&t.clocks);
	tk_ticket_free(&t.k.ticket);
	tk_clock_list_free(&t.k.clocks);
	tk_buf_free(&t.k.data);
	tk_scan_free(&t.k.scan);
	return rc;
}
