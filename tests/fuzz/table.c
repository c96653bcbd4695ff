/*
 * table.c - a table of a rulebook, whatever it holds: it is taken, or faults
 * say where. The first line of an input names the table; the seeds are a
 * whole rulebook, in which it takes the place of theirs.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <unistd.h>

#include "rules/check/review.h"
#include "rules/classify/classify.h"
#include "rules/clock/clock.h"
#include "rules/tables/rules.h"

#define SEEDS "tests/fuzz/seeds/table"
#define TICKET "tests/fuzz/seeds/ticket/everything.csv"
#define NOW 1700000000

static const char *const tables[] = {
	"calendars", "categories", "clocks", "duty", "fields", "flow",
	"holidays", "keywords", "matrix", "messages", "playbook",
	"priorities", "routing", "settings", "staff", "targets", "teams",
};
#define TABLES (sizeof tables / sizeof *tables)

static struct tk_zone *zone;
static struct tk_rules rules;
static struct tk_buf seed[TABLES], ticket;
static size_t changed;		/* the table that is not its seed */

static size_t
find(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < TABLES; i++)
		if (strlen(tables[i]) == len &&
		    memcmp(tables[i], name, len) == 0)
			break;
	return i;
}

/* ---- a rulebook --------------------------------------------------------- */

static void
write_table(size_t table, const char *data, size_t len)
{
	char name[64];
	int fd;

	snprintf(name, sizeof name, "%s.csv", tables[table]);
	fd = openat(rules.fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    0600);
	must(fd >= 0 && write(fd, data, len) == (ssize_t)len);
	close(fd);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *tmp = getenv("TMPDIR"), *nl;
	struct tk_faults faults = TK_FAULTS_INIT;
	char path[256];
	size_t i, n;

	(void)argc, (void)argv;
	must(tk_zone_load(&zone, "Asia/Shanghai", NULL) == 0);
	snprintf(path, sizeof path, "%s/rules-XXXXXX", tmp == NULL ? "/tmp" :
	    tmp);
	must(mkdtemp(path) != NULL);
	must(tk_rules_open(&rules, AT_FDCWD, path, zone, NULL) == 0);
	for (i = 0; i < TABLES; i++) {
		snprintf(path, sizeof path, SEEDS "/%s", tables[i]);
		must(tk_sys_read_file(AT_FDCWD, path, &seed[i], 65536,
		    NULL) == 0);
		nl = memchr(seed[i].data, '\n', seed[i].len);
		must(nl != NULL);
		n = (size_t)(nl - seed[i].data) + 1;
		seed[i].len -= n;
		memmove(seed[i].data, nl + 1, seed[i].len);
		write_table(i, seed[i].data, seed[i].len);
	}
	must(tk_sys_read_file(AT_FDCWD, TICKET, &ticket, 65536, NULL) == 0);
	if (tk_rules_check(&rules, &faults) < 0) {
		fprintf(stderr, "%s\n", faults.message[0]);
		abort();
	}
	return 0;
}

static void
put(size_t table, const char *data, size_t len)
{
	if (changed != table)
		write_table(changed, seed[changed].data, seed[changed].len);
	changed = table;
	write_table(table, data, len);
}

/* ---- faults ------------------------------------------------------------- */

/* "rules/clocks.csv:3:7: what"; how many lines the table has. */
static void
must_be_fault(const char *message, size_t table, size_t lines, int text)
{
	const char *s = message, *end;
	unsigned long line;
	char *rest;
	size_t at;

	must(strncmp(s, "rules/", 6) == 0);
	s += 6;
	end = strstr(s, ".csv:");
	must(end != NULL);
	at = find(s, (size_t)(end - s));
	must(at < TABLES);
	s = end + 5;
	if (strncmp(s, " not looked through, ", 21) == 0) {
		must(at != table || table == changed);
		return;
	}
	line = strtoul(s, &rest, 10);
	must(rest > s && line > 0);
	if (*rest == ':' && rest[1] != ' ')
		must(strtoul(rest + 1, &rest, 10) > 0);
	must(rest[0] == ':' && rest[1] == ' ' && rest[2] != '\0');
	if (at == table)
		must(line <= lines);
	if (text && !tk_text_valid(message, strlen(message), NULL)) {
		fprintf(stderr, "no text: %s\n", message);
		abort();
	}
}

static void
must_be_faults(const struct tk_faults *f, const char *data, size_t len)
{
	int text = tk_text_valid(data, len, NULL);
	size_t i, lines = 1;

	for (i = 0; i < len; i++)
		lines += data[i] == '\n';
	for (i = 0; i < f->count; i++)
		must_be_fault(f->message[i], changed, lines, text);
}

/* ---- a rulebook without faults ------------------------------------------ */

static void
classify(void)
{
	static const char text[] = "昨天买的热水器无法开机，怎么用？";
	struct tk_judgement j = {0};
	struct tk_error err;

	if (tk_classifier_judge(rules.classifier, text, strlen(text), &j,
	    &err) < 0)
		must(err.message[0] != '\0');
	else
		must(j.category == NULL || j.nhits > 0);
	tk_judgement_free(&j);
}

/* It can be used: on a ticket, on a text; and looked through. */
static void
use(void)
{
	struct tk_faults faults = TK_FAULTS_INIT, advice = TK_FAULTS_INIT;
	const struct tk_review review = {&rules, NOW, 1, 1, &faults, &advice};
	struct tk_ticket t = {0};
	struct tk_state state = {0};
	struct tk_clock_list clocks = {0};
	struct tk_error err;
	size_t i;

	must(tk_rules_need(&rules, TK_RULES_ALL, &err) == 0);
	must(tk_ticket_parse(&t, rules.fields.schema, ticket.data, ticket.len,
	    NULL) == 0);
	must(tk_state_fold(&state, &t, NULL) == 0);
	if (tk_clock_walk(&rules, &t, NOW, TK_CLOCK_SPANS, &clocks, &err) < 0)
		must(err.message[0] != '\0');
	for (i = 0; i < clocks.count; i++)
		must(clocks.clock[i].elapsed >= 0 &&
		    clocks.clock[i].limit >= 0);
	tk_clock_list_free(&clocks);
	tk_state_free(&state);
	tk_ticket_free(&t);
	classify();
	tk_rules_review(&review);
	tk_faults_free(&faults);
	tk_faults_free(&advice);
}

/* ---- the same table as others save it ----------------------------------- */

static void
must_be_the_same(const struct tk_faults *a)
{
	struct tk_faults b = TK_FAULTS_INIT;
	size_t i;

	must(tk_rules_check(&rules, &b) == (a->count > 0 ? -1 : 0));
	must(a->count == b.count);
	for (i = 0; i < b.count; i++)
		must(strcmp(a->message[i], b.message[i]) == 0);
	tk_faults_free(&b);
}

/* With a byte order mark and lines that end in CR LF. */
static void
as_a_spreadsheet(const char *data, size_t len, const struct tk_faults *f)
{
	struct tk_buf b = TK_BUF_INIT;
	size_t i;

	if (memchr(data, '\r', len) != NULL || len < 3 ||
	    memcmp(data, "\xef\xbb\xbf", 3) == 0)
		return;
	tk_buf_puts(&b, "\xef\xbb\xbf");
	for (i = 0; i < len; i++) {
		if (data[i] == '\n')
			tk_buf_putc(&b, '\r');
		tk_buf_putc(&b, data[i]);
	}
	put(changed, b.data, b.len);
	must_be_the_same(f);
	tk_buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const char *data = (const char *)bytes, *nl;
	struct tk_faults faults = TK_FAULTS_INIT;
	size_t table;
	int rc;

	nl = len == 0 ? NULL : memchr(data, '\n', len);
	table = nl == NULL ? TABLES : find(data, (size_t)(nl - data));
	if (table == TABLES)
		return -1;
	len -= (size_t)(nl - data) + 1;
	data = nl + 1;
	put(table, data, len);
	rc = tk_rules_check(&rules, &faults);
	must(rc == (faults.count > 0 ? -1 : 0));
	must_be_faults(&faults, data, len);
	if (rc == 0)
		use();
	else
		must(tk_rules_need(&rules, TK_RULES_ALL, NULL) < 0);
	if (len % 4 == 0)
		as_a_spreadsheet(data, len, &faults);
	tk_faults_free(&faults);
	return 0;
}
