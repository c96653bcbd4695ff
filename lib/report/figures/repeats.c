#include "repeats.h"

#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "rules/repeat/recent.h"
#include "facts.h"

#define DIGITS 32	/* of a digest: no two are alike by chance */

/* ---- marks ----------------------------------------------------------- */

static uint64_t
hash(unsigned rule, const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) + rule;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

static struct tk_repeat_mark *
new_mark(struct tk_repeats *rs)
{
	struct tk_repeat_mark *grown;
	size_t size;

	if (rs->n == rs->size) {
		size = rs->size > 0 ? 2 * rs->size : 256;
		grown = realloc(rs->mark, size * sizeof *grown);
		if (grown == NULL)
			return NULL;
		rs->mark = grown;
		rs->size = size;
	}
	return &rs->mark[rs->n++];
}

int
tk_repeats_mark(struct tk_repeats *rs, struct tk_repeat_mark m)
{
	struct tk_repeat_mark *made = new_mark(rs);

	if (made == NULL)
		return -1;
	m.hash = hash(m.rule, m.value);
	*made = m;
	return 0;
}

/* By which rules the ticket is said to be repeated: bits of 1 << rule. What
 * a person said is of its product, else of its customer. */
static unsigned
rules_said(const struct tk_study *s, const struct tk_viewer *v,
    const struct tk_alike *a)
{
	const struct tk_row *r = s->repeated < 0 ? NULL : tk_state_row(
	    &v->state, &v->ticket, (unsigned)s->repeated);
	const char *rule;
	unsigned said = 0;

	if (r == NULL || strcmp(r->value, "yes") != 0)
		return 0;
	rule = tk_ticket_qualifier(&v->ticket,
	    (unsigned)(r - v->ticket.row) + 1, "rule");
	if (rule == NULL)
		return tk_alike_comparable(a, TK_SAME_PRODUCT) ?
		    1U << TK_SAME_PRODUCT : tk_alike_comparable(a,
		    TK_SAME_MODULE) ? 1U << TK_SAME_MODULE :
		    1U << TK_SAME_CUSTOMER;
	if (strstr(rule, "repeat.customer") != NULL)
		said |= 1U << TK_SAME_CUSTOMER;
	if (strstr(rule, "repeat.product") != NULL)
		said |= 1U << TK_SAME_PRODUCT | 1U << TK_SAME_MODULE;
	return said;
}

/* What of the ticket a rule compares, as it is compared and as it stands. */
static const char *
compared(const struct tk_alike *a, unsigned rule, const char **field)
{
	static const char *const names[TK_ALIKE_VALUES] = {
		"customer_no", "contact", "customer", "product", "module",
	};
	int i = rule == TK_SAME_PRODUCT ? TK_ALIKE_PRODUCT :
	    rule == TK_SAME_MODULE ? TK_ALIKE_MODULE : TK_ALIKE_CUSTOMER_NO;

	while (rule == TK_SAME_CUSTOMER && i < TK_ALIKE_CUSTOMER &&
	    a->value[i][0] == '\0')
		i++;
	*field = names[i];
	return a->value[i];
}

static int
add(struct tk_repeats *rs, const struct tk_case_room *room,
    const struct tk_viewer *v, const struct tk_alike *a,
    struct tk_repeat_mark m)
{
	const char *field, *value = compared(a, m.rule, &field), *shown;

	if (value[0] == '\0')
		return 0;
	shown = m.rule != TK_SAME_CUSTOMER ? NULL :
	    tk_viewer_value(v, "customer");
	if (shown == NULL)
		shown = tk_viewer_value(v, field);
	m.created = a->created;
	m.value = tk_arena_strdup(room->arena, value);
	m.shown = tk_case_copy(room, shown == NULL ? value : shown);
	m.category = tk_case_copy(room, a->category);
	return m.value == NULL || m.shown == NULL || m.category == NULL ?
	    -1 : tk_repeats_mark(rs, m);
}

int
tk_repeats_add(struct tk_repeats *rs, const struct tk_case_room *room,
    const struct tk_study *s, const struct tk_viewer *v)
{
	int64_t days = room->scope->rules->settings.repeat_days;
	struct tk_alike a = {.number = v->number};
	struct tk_repeat_mark m = {0};
	unsigned said, rule;
	int rc;

	if (days == 0)
		return 0;
	tk_arena_reset(&rs->scratch);
	rc = tk_recent_describe(&a, &v->ticket, &v->state, &rs->scratch,
	    NULL);
	if (rc <= 0)
		return rc;
	said = rules_said(s, v, &a);
	m.when = (unsigned char)tk_study_when(s, a.created);
	m.within = a.created >= s->to - days * 86400;
	for (rule = 0; rule < TK_SAME_RULES; rule++) {
		m.rule = (unsigned char)rule;
		m.marked = (said & 1U << rule) != 0;
		if (add(rs, room, v, &a, m) < 0)
			return -1;
	}
	return 0;
}

int
tk_repeats_merge(struct tk_repeats *to, const struct tk_repeats *rs)
{
	struct tk_repeat_mark *grown;

	if (rs->n == 0)
		return 0;
	grown = realloc(to->mark, (to->n + rs->n) * sizeof *grown);
	if (grown == NULL)
		return -1;
	memcpy(grown + to->n, rs->mark, rs->n * sizeof *grown);
	to->mark = grown;
	to->n = to->size = to->n + rs->n;
	return 0;
}

/* What is alike stands together; the latest of it, whose words are shown,
 * last. */
static int
by_value(const void *x, const void *y)
{
	const struct tk_repeat_mark *a = x, *b = y;
	int order;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if ((order = strcmp(a->value, b->value)) != 0 ||
	    (order = strcmp(a->category, b->category)) != 0)
		return order;
	if (a->created != b->created)
		return a->created < b->created ? -1 : 1;
	order = strcmp(a->shown, b->shown);
	return order != 0 ? order : (int)a->marked - (int)b->marked;
}

int
tk_repeats_digest(struct tk_repeats *rs)
{
	char hex[TK_SHA256_HEX];
	struct tk_repeat_mark *m;

	for (m = rs->mark; m < rs->mark + rs->n; m++) {
		if (m->digest)
			continue;
		tk_sha256_hex(hex, m->value, strlen(m->value));
		m->value = tk_arena_copy(&rs->scratch, hex, DIGITS);
		if (m->value == NULL)
			return -1;
		m->hash = hash(m->rule, m->value);
		m->digest = 1;
	}
	if (rs->n > 1)
		qsort(rs->mark, rs->n, sizeof *rs->mark, by_value);
	return 0;
}

void
tk_repeats_free(struct tk_repeats *rs)
{
	free(rs->mark);
	tk_arena_free(&rs->scratch);
	memset(rs, 0, sizeof *rs);
}

/* ---- groups of them -------------------------------------------------- */

static int
alike(const struct tk_repeat_mark *a, const struct tk_repeat_mark *b,
    int customers)
{
	return a->hash == b->hash && strcmp(a->value, b->value) == 0 &&
	    (customers || strcmp(a->category, b->category) == 0);
}

static int
most_first(const void *x, const void *y)
{
	const struct tk_recurrence *a = x, *b = y;
	int order;

	if (a->within != b->within)
		return a->within > b->within ? -1 : 1;
	if (a->n[TK_THIS] != b->n[TK_THIS])
		return a->n[TK_THIS] > b->n[TK_THIS] ? -1 : 1;
	if (a->category != NULL && b->category != NULL &&
	    (order = strcmp(a->category, b->category)) != 0)
		return order;
	if (a->rule != b->rule)
		return (int)a->rule - (int)b->rule;
	if ((order = strcmp(a->shown, b->shown)) != 0)
		return order;
	/* no two that differ are equal: the order of values is not known to
	 * who has only their digests */
	if (a->n[TK_BEFORE] != b->n[TK_BEFORE])
		return a->n[TK_BEFORE] > b->n[TK_BEFORE] ? -1 : 1;
	return (a->marked < b->marked) - (a->marked > b->marked);
}

/* Of the marks from i on that are alike; *next is behind them. */
static struct tk_recurrence
sum_up(const struct tk_repeats *rs, size_t i, int customers, size_t *next)
{
	const struct tk_repeat_mark *first = &rs->mark[i], *m = first;
	struct tk_recurrence r = {.rule = first->rule};
	int64_t latest = TK_UNSET;

	for (; i < rs->n && alike(first, m, customers); m = &rs->mark[++i]) {
		r.n[m->when]++;
		r.within += m->within;
		r.marked += m->marked && m->when == TK_THIS;
		if (latest == TK_UNSET || m->created >= latest)
			r.shown = m->shown;
		latest = m->created > latest ? m->created : latest;
	}
	r.category = customers ? NULL : first->category;
	*next = i;
	return r;
}

static int
is_repeated(const struct tk_recurrence *r, const struct tk_settings *s)
{
	int64_t limit = r->rule == TK_SAME_CUSTOMER ? s->repeat_customer :
	    s->repeat_product;

	return r->n[TK_THIS] > 0 && ((limit > 0 && r->within >= limit) ||
	    (r->marked > 0 && r->category != NULL));
}

struct tk_recurrence *
tk_repeats_find(struct tk_repeats *rs, const struct tk_scope *scope,
    int customers, size_t *count)
{
	struct tk_recurrence *list, *grown, r;
	size_t i, n = 0, size = 16, next;

	list = malloc(size * sizeof *list);
	if (list == NULL)
		return NULL;
	if (rs->n > 1)
		qsort(rs->mark, rs->n, sizeof *rs->mark, by_value);
	for (i = 0; i < rs->n; i = next) {
		r = sum_up(rs, i, customers &&
		    rs->mark[i].rule == TK_SAME_CUSTOMER, &next);
		if (!is_repeated(&r, &scope->rules->settings) ||
		    (customers && r.category != NULL))
			continue;
		if (n == size) {
			grown = realloc(list, 2 * size * sizeof *list);
			if (grown == NULL) {
				free(list);
				return NULL;
			}
			list = grown;
			size *= 2;
		}
		list[n++] = r;
	}
	if (n > 1)
		qsort(list, n, sizeof *list, most_first);
	*count = n;
	return list;
}
