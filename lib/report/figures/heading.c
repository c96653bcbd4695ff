#include "heading.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "report/reports/report.h"

#define MAX_TABLE ((size_t)64 << 20)	/* bytes, as tables are read */
#define DIGITS 16			/* of a digest: no two differ by chance */

/* ---- what it says ---------------------------------------------------- */

int
tk_heading_add(struct tk_heading *h, const char *key, const char *value,
    unsigned line)
{
	struct tk_about *grown;
	size_t size;

	if (h->count == h->size) {
		size = h->size > 0 ? 2 * h->size : 32;
		grown = realloc(h->about, size * sizeof *grown);
		if (grown == NULL)
			return -1;
		h->about = grown;
		h->size = size;
	}
	grown = &h->about[h->count];
	grown->key = tk_arena_strdup(&h->arena, key);
	grown->value = tk_arena_strdup(&h->arena, value);
	grown->line = line;
	if (grown->key == NULL || grown->value == NULL)
		return -1;
	h->count++;
	return 0;
}

const char *
tk_heading_value(const struct tk_heading *h, const char *key)
{
	size_t i;

	for (i = 0; i < h->count; i++)
		if (strcmp(h->about[i].key, key) == 0)
			return h->about[i].value;
	return NULL;
}

void
tk_heading_clear(struct tk_heading *h)
{
	h->count = 0;
	tk_arena_reset(&h->arena);
}

void
tk_heading_free(struct tk_heading *h)
{
	free(h->about);
	tk_arena_free(&h->arena);
	memset(h, 0, sizeof *h);
}

/* ---- making one ------------------------------------------------------ */

/* The tables that decide what is collected; names of people, and who is on
 * duty, may well differ from store to store. */
static const struct {
	const char *file;
	const char *only;	/* the report that it is for */
} tables[] = {
	{"rules/settings.csv", NULL},
	{"rules/fields.csv", NULL},
	{"rules/categories.csv", NULL},
	{"rules/priorities.csv", NULL},
	{"rules/clocks.csv", NULL},
	{"rules/calendars.csv", NULL},
	{"rules/holidays.csv", NULL},
	{"rules/targets.csv", NULL},
	{"rules/duty.csv", "handover"},	/* when the shift ends */
};

static int
add_table(struct tk_heading *h, const struct tk_reporter *r,
    const char *file, struct tk_error *err)
{
	struct tk_buf b = TK_BUF_INIT;
	char hex[TK_SHA256_HEX];
	int rc;

	rc = tk_sys_read_file(r->scope.rules->fd, strchr(file, '/') + 1, &b,
	    MAX_TABLE, err);
	if (rc < 0 && errno != ENOENT) {
		tk_buf_free(&b);
		return -1;
	}
	/* one that is not there has no rows */
	tk_sha256_hex(hex, b.data, rc < 0 ? 0 : b.len);
	hex[DIGITS] = '\0';
	tk_buf_free(&b);
	return tk_heading_add(h, file, hex, 0) < 0 ? tk_error_memory(err) : 0;
}

static int
add_time(struct tk_heading *h, const char *key, int64_t t,
    const struct tk_zone *zone)
{
	char time[TK_TIME_SIZE];

	return t == TK_UNSET ? 0 : tk_heading_add(h, key, tk_time_format(time,
	    t, zone), 0);
}

/* Words of the command line that stand in the report. */
static const struct {
	const char *key;
	size_t at;
} words[] = {
	{"--now", offsetof(struct tk_report, now)},
	{"--week", offsetof(struct tk_report, week)},
	{"--month", offsetof(struct tk_report, month)},
	{"--from", offsetof(struct tk_report, from)},
	{"--to", offsetof(struct tk_report, to)},
	{"--by", offsetof(struct tk_report, by)},
};
#define WORDS (sizeof words / sizeof *words)

static int
add_order(struct tk_heading *h, const struct tk_report *o)
{
	const char *word;
	size_t i;

	for (i = 0; i < WORDS; i++) {
		word = *(const char *const *)(const void *)((const char *)o +
		    words[i].at);
		if (word != NULL && tk_heading_add(h, words[i].key, word,
		    0) < 0)
			return -1;
	}
	if (o->query.unmask && tk_heading_add(h, "--unmask", "yes", 0) < 0)
		return -1;
	for (i = 0; i < o->query.nselectors; i++)
		if (tk_heading_add(h, "selector", o->query.selectors[i],
		    0) < 0)
			return -1;
	return 0;
}

int
tk_heading_order(struct tk_heading *h, struct tk_report *o)
{
	const char **selector = tk_arena_alloc(&h->arena, (h->count + 1) *
	    sizeof *selector);
	size_t i, j;

	if (selector == NULL)
		return -1;
	o->query.selectors = selector;
	o->query.nselectors = 0;
	o->query.unmask = tk_heading_value(h, "--unmask") != NULL;
	for (i = 0; i < h->count; i++) {
		if (strcmp(h->about[i].key, "selector") == 0)
			selector[o->query.nselectors++] = h->about[i].value;
		for (j = 0; j < WORDS; j++)
			if (strcmp(h->about[i].key, words[j].key) == 0)
				*(const char **)(void *)((char *)o +
				    words[j].at) = h->about[i].value;
	}
	return 0;
}

int
tk_heading_make(struct tk_heading *h, const struct tk_reporter *r,
    struct tk_error *err)
{
	const struct tk_zone *zone = r->scope.rules->zone;
	size_t i;

	if (add_time(h, "now", r->asked, zone) < 0 ||
	    tk_heading_add(h, "zone", tk_zone_name(zone), 0) < 0 ||
	    add_time(h, "from", r->sheet.from, zone) < 0 ||
	    add_time(h, "to", r->sheet.to, zone) < 0 ||
	    add_order(h, r->order) < 0)
		return tk_error_memory(err);
	for (i = 0; i < sizeof tables / sizeof *tables; i++)
		if ((tables[i].only == NULL || strcmp(tables[i].only,
		    r->sheet.name) == 0) &&
		    add_table(h, r, tables[i].file, err) < 0)
			return -1;
	return 0;
}

void
tk_heading_put(struct tk_partial *p, const struct tk_heading *h,
    const char *report)
{
	size_t i;

	tk_partial_row(p, TK_PARTIAL_FIRST);
	tk_partial_word(p, TK_PARTIAL_VERSION);
	tk_partial_word(p, report);
	for (i = 0; i < h->count; i++) {
		tk_partial_row(p, "about");
		tk_partial_word(p, h->about[i].key);
		tk_partial_word(p, h->about[i].value);
	}
}

/* ---- comparing ------------------------------------------------------- */

static int
differ(const struct tk_about *want, const struct tk_about *told,
    const char *file, struct tk_error *err)
{
	if (strncmp(told->key, "rules/", 6) == 0)
		return tk_error_at(err, TK_BAD, file, told->line, 0, "made by "
		    "another %s than this store has; add up with -s STORE of "
		    "the same rules, and make all partials by them",
		    told->key);
	return tk_error_at(err, TK_BAD, file, told->line, 0, "%s is %s, "
	    "elsewhere %s; only what is about the same adds up", told->key,
	    told->value, want->value);
}

/* From the i-th on they do not say the same things: which says more? */
static int
say_more(const struct tk_heading *want, const struct tk_heading *told,
    size_t i, const char *file, struct tk_error *err)
{
	const struct tk_about *b = i < told->count ? &told->about[i] : NULL;
	unsigned line = b != NULL ? b->line : 1;
	size_t j;

	for (j = i; b != NULL && j < want->count; j++)
		if (strcmp(want->about[j].key, b->key) == 0)
			b = NULL;
	if (b != NULL)
		return tk_error_at(err, TK_BAD, file, line, 0, "%s is %s, "
		    "elsewhere not said; only what is about the same adds up",
		    b->key, b->value);
	return tk_error_at(err, TK_BAD, file, line, 0, "%s is not said, "
	    "elsewhere %s; only what is about the same adds up",
	    want->about[i].key, want->about[i].value);
}

int
tk_heading_check(const struct tk_heading *want,
    const struct tk_heading *told, const char *file, struct tk_error *err)
{
	const struct tk_about *a = want->about, *b = told->about;
	size_t i;

	for (i = 0; i < want->count || i < told->count; i++, a++, b++) {
		if (i == want->count || i == told->count ||
		    strcmp(a->key, b->key) != 0)
			return say_more(want, told, i, file, err);
		if (strcmp(a->value, b->value) != 0 &&
		    strcmp(a->key, "now") != 0)
			return differ(a, b, file, err);
	}
	return 0;
}
