/* verdict.c - how a clock's end is written into its ticket and read back. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "clockrule.h"

static const char *const names[] = {
	"running", "paused", "met", "breached", "cancelled",
};

const char *
tk_verdict_name(enum tk_verdict verdict)
{
	return names[verdict];
}

int
tk_verdict_find(const char *word, size_t len)
{
	int i;

	for (i = 0; i < (int)(sizeof names / sizeof *names); i++)
		if (strncmp(names[i], word, len) == 0 && names[i][len] == '\0')
			return i;
	return -1;
}

static void
put_time(struct tk_buf *b, const char *key, int64_t t,
    const struct tk_zone *zone)
{
	char time[TK_TIME_SIZE];

	tk_buf_printf(b, " %s=%s", key,
	    t == TK_UNSET ? "" : tk_time_format(time, t, zone));
}

void
tk_clock_put(struct tk_buf *b, const struct tk_clock *c,
    const struct tk_zone *zone)
{
	tk_buf_printf(b, "%s %u %s", c->name, c->cycle, names[c->verdict]);
	put_time(b, "start", c->start, zone);
	put_time(b, "due", c->due, zone);
	tk_buf_printf(b, " elapsed=%lld limit=%lld calendar=%s",
	    (long long)c->elapsed, (long long)c->limit, c->calendar);
}

/* The next word of a text; 0 at its end. */
static size_t
next_word(const char **s, const char *end, const char **word)
{
	const char *p = *s;

	while (p < end && *p == ' ')
		p++;
	*word = p;
	while (p < end && *p != ' ')
		p++;
	*s = p;
	return (size_t)(p - *word);
}

/* Decimal digits alone, at most 18 of them. */
static int
parse_number(const char *s, size_t len, int64_t *n)
{
	size_t i;

	*n = 0;
	if (len == 0 || len > 18)
		return -1;
	for (i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		*n = *n * 10 + (s[i] - '0');
	}
	return 0;
}

static int
parse_time(const char *s, size_t len, int64_t *t)
{
	*t = TK_UNSET;
	return len == 0 ? 0 : tk_time_parse(s, len, t);
}

/* One KEY=VALUE; keys of later versions are passed over. */
static int
read_pair(struct tk_clock *c, const char *s, size_t len,
    const char **calendar, size_t *calendar_len)
{
	const char *eq = memchr(s, '=', len);
	size_t key = eq == NULL ? 0 : (size_t)(eq - s);
	size_t n = len - key - 1;

	if (eq == NULL)
		return -1;
	if (key == 5 && strncmp(s, "start", key) == 0)
		return parse_time(eq + 1, n, &c->start);
	if (key == 3 && strncmp(s, "due", key) == 0)
		return parse_time(eq + 1, n, &c->due);
	if (key == 7 && strncmp(s, "elapsed", key) == 0)
		return parse_number(eq + 1, n, &c->elapsed);
	if (key == 5 && strncmp(s, "limit", key) == 0)
		return parse_number(eq + 1, n, &c->limit);
	if (key == 8 && strncmp(s, "calendar", key) == 0) {
		*calendar = eq + 1;
		*calendar_len = n;
	}
	return 0;
}

/* A name that can be shown as it stands: no controls, nothing that turns the
 * line around. */
static int
is_plain(const char *s)
{
	struct tk_buf safe = TK_BUF_INIT;
	size_t len = strlen(s), i;
	int same;

	for (i = 0; i < len && s[i] > ' ' && s[i] < 0x7f; i++)
		;
	if (i == len)	/* mostly */
		return 1;
	tk_text_safe(&safe, s);
	same = !safe.failed && safe.len == len && strpbrk(s, "\n\t") == NULL;
	tk_buf_free(&safe);
	return same;
}

int
tk_clock_read(struct tk_arena *arena, const char *value, size_t len,
    struct tk_clock *out)
{
	const char *end = value + len, *name, *word, *calendar = "";
	size_t name_len, n, calendar_len = 0;
	struct tk_clock c = {.start = TK_UNSET, .due = TK_UNSET,
	    .stop = TK_UNSET, .notify = "", .ended = 1, .recorded = 1};
	int64_t cycle;
	int verdict;

	name_len = next_word(&value, end, &name);
	n = next_word(&value, end, &word);
	if (name_len == 0 || parse_number(word, n, &cycle) < 0 || cycle < 1 ||
	    cycle > INT32_MAX)
		return 0;
	n = next_word(&value, end, &word);
	verdict = n > 0 ? tk_verdict_find(word, n) : -1;
	if (verdict < TK_MET)
		return 0;
	c.cycle = (unsigned)cycle;
	c.verdict = (enum tk_verdict)verdict;
	while ((n = next_word(&value, end, &word)) > 0)
		if (read_pair(&c, word, n, &calendar, &calendar_len) < 0)
			return 0;
	c.name = tk_arena_copy(arena, name, name_len);
	c.calendar = tk_arena_copy(arena, calendar, calendar_len);
	if (c.name == NULL || c.calendar == NULL)
		return -1;
	if (!tk_clock_word(c.name) || !is_plain(c.calendar))
		return 0;
	*out = c;
	return 1;
}
