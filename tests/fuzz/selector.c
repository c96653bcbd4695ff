/*
 * selector.c - selectors and events, held against tickets. The first byte of
 * an input says where it stands: l in a list, t in a table, e as an event.
 */
#include "fuzz.h"

#include <fcntl.h>

#include "rules/selector/event.h"
#include "rules/selector/selector.h"

#define NOW 1700000000
#define TICKETS 3
#define TERMS 64	/* that are looked at one by one */

static struct tk_zone *zone;
static struct tk_rules rules;

static struct subject {
	struct tk_ticket ticket;
	struct tk_state state;
	struct tk_clock_list clocks;
	struct tk_subject is;
} subjects[TICKETS];

static int
two_children(void *data, struct tk_error *err)
{
	(void)data, (void)err;
	return 2;
}

static void
begin(struct subject *s, const char *path)
{
	static char data[65536];
	size_t len = 0;
	FILE *f = path == NULL ? NULL : fopen(path, "rb");

	if (path != NULL) {
		must(f != NULL);
		len = fread(data, 1, sizeof data, f);
		must(len > 0 && len < sizeof data);
		fclose(f);
	}
	must(tk_ticket_parse(&s->ticket, rules.fields.schema, data, len,
	    NULL) == 0);
	must(tk_state_fold(&s->state, &s->ticket, NULL) == 0);
	must(tk_clock_walk(&rules, &s->ticket, NOW, 0, &s->clocks, NULL) == 0);
	s->is = (struct tk_subject){&rules, &s->ticket, &s->state, &s->clocks,
	    NOW, "wang", two_children, NULL};
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	must(tk_zone_load(&zone, "Asia/Shanghai", NULL) == 0);
	must(tk_rules_open(&rules, AT_FDCWD, "lib/rulebooks/standard", zone,
	    NULL) == 0);
	must(tk_rules_need(&rules, TK_RULES_CLOCKS, NULL) == 0);
	begin(&subjects[0], "tests/tickets/hotline-water-heater.csv");
	begin(&subjects[1], "tests/fuzz/seeds/ticket/everything.csv");
	begin(&subjects[2], NULL);
	return 0;
}

static struct tk_selector *
compile(const char *text, enum tk_selector_use use)
{
	struct tk_selector *sel = NULL;
	struct tk_error err;

	if (tk_selector_compile(&sel, &rules, text, use, NOW, "wang",
	    &err) == 0)
		return sel;
	must(sel == NULL);
	must_say_why(&err, text);
	return NULL;
}

static int
match(const struct tk_selector *sel, const struct subject *s)
{
	struct tk_error err;
	int hit = tk_selector_match(sel, &s->is, &err);

	must(hit == 0 || hit == 1 || (hit == -1 && err.message[0] != '\0'));
	return hit;
}

/* What a text means of each ticket, -2: it cannot be compiled. */
static void
meaning(const char *text, enum tk_selector_use use, int hit[TICKETS])
{
	struct tk_selector *sel = compile(text, use);
	size_t i;

	for (i = 0; i < TICKETS; i++)
		hit[i] = sel == NULL ? -2 : match(sel, &subjects[i]);
	tk_selector_free(sel);
}

/* ---- one term --------------------------------------------------------- */

/* != is the opposite of =. */
static void
must_be_opposite(const char *term, enum tk_selector_use use,
    const int hit[TICKETS])
{
	size_t name = strcspn(term, "!<>=~"), i;
	char *other;
	int not[TICKETS];

	if (term[name] != '=' && term[name] != '!')
		return;
	other = malloc(strlen(term) + 2);
	must(other != NULL);
	sprintf(other, "%.*s%s%s", (int)name, term, term[name] == '=' ? "!" :
	    "", term + name + (term[name] == '!'));
	meaning(other, use, not);
	for (i = 0; i < TICKETS; i++)
		must(hit[i] < 0 ? not[i] == hit[i] : not[i] == !hit[i]);
	free(other);
}

/* >=X is =X.. and <=X is =..X, unless something is missing to compare. */
static void
must_be_range(const char *term, enum tk_selector_use use,
    const int hit[TICKETS])
{
	size_t name = strcspn(term, "!<>=~"), i;
	const char *value = term + name + 2;
	char *other;
	int same[TICKETS];

	if (term[name] != '<' && term[name] != '>')
		return;
	if (value[strcspn(value, "|,.")] != '\0')
		return;
	other = malloc(strlen(term) + 3);
	must(other != NULL);
	sprintf(other, "%.*s=%s%s%s", (int)name, term, term[name] == '<' ?
	    ".." : "", value, term[name] == '>' ? ".." : "");
	meaning(other, use, same);
	for (i = 0; i < TICKETS; i++)
		must(same[i] == hit[i]);
	free(other);
}

/* ---- all of them ------------------------------------------------------ */

/* The terms put together again mean the same, and each alone what it does
 * beside the others. */
static void
must_be_terms(const struct tk_selector *sel, enum tk_selector_use use)
{
	size_t i, k, n = tk_selector_terms(sel);
	struct tk_term_view view = {0};
	struct tk_buf text = TK_BUF_INIT;
	int hit[TICKETS], all[TICKETS] = {1, 1, 1}, again[TICKETS], one;
	struct tk_error err;
	const char *source;

	for (i = 0; i < n; i++) {
		one = tk_selector_term(sel, i, &subjects[0].is, &view, &err);
		must(one >= -1 && one <= 1);
		tk_buf_printf(&text, "%s;", view.text);
		if (tk_selector_pattern(sel, i, &source) != NULL)
			must(strchr(view.text, '~') + 1 == source);
		if (i >= TERMS)
			continue;
		meaning(view.text, use, hit);
		must_be_opposite(view.text, use, hit);
		must_be_range(view.text, use, hit);
		for (k = 0; k < TICKETS; k++)
			if (all[k] == 1)
				all[k] = hit[k];
	}
	meaning(text.data == NULL ? "" : text.data, use, again);
	for (k = 0; k < TICKETS; k++) {
		one = match(sel, &subjects[k]);
		must(one == again[k]);
		/* terms on clocks must all be met by one of them */
		if (n <= TERMS && !tk_selector_needs_clocks(sel))
			must(one == all[k]);
	}
	tk_buf_free(&text);
}

static void
selector(const char *text, enum tk_selector_use use)
{
	struct tk_selector *sel = compile(text, use);
	unsigned char *named;

	if (sel == NULL)
		return;
	must(use == TK_IN_LIST || !tk_selector_needs_clocks(sel));
	named = calloc(rules.fields.schema->count, 1);
	must(named != NULL);
	tk_selector_names(sel, named);
	free(named);
	must_be_terms(sel, use);
	tk_selector_free(sel);
}

static void
events(const char *text)
{
	struct tk_events es;
	struct tk_error err;
	size_t i;
	int at;

	if (tk_events_parse(&es, &rules, text, &err) < 0) {
		must_say_why(&err, text);
		return;
	}
	for (i = 0; i < es.count; i++) {
		must(es.event[i].field < rules.fields.schema->count);
		at = tk_events_match(&es, es.event[i].field,
		    es.event[i].value == NULL ? "x" : es.event[i].value);
		must(at >= 0 && (size_t)at <= i);
	}
	must((es.count == 0) == (text[0] == '\0'));
	tk_events_free(&es);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *text;

	if (len == 0)
		return -1;
	text = malloc(len);	/* without the first byte, with a NUL */
	must(text != NULL);
	memcpy(text, bytes + 1, len - 1);
	text[len - 1] = '\0';
	if (bytes[0] == 'e')
		events(text);
	else
		selector(text, bytes[0] == 't' ? TK_IN_TABLE : TK_IN_LIST);
	free(text);
	return 0;
}
