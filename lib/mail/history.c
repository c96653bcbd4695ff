/* history.c - lines that open what was written before. */
#include "history.h"

#define WROTE_CHARS 80		/* between 在 and 写道 */
#define WROTE_BYTES 400		/* of "On … wrote:", its lines joined */
#define WROTE_LINES 3

static struct tk_span
unindented(struct tk_span s)
{
	return tk_span_skip(s, tk_mail_blanks(s.data, s.len));
}

/* The length of ":" or "：" at s. */
static size_t
colon(struct tk_span s)
{
	return tk_span_begins(s, ":") ? 1 : tk_span_begins(s, "：") ? 3 : 0;
}

int
tk_mail_line_blank(struct tk_span s)
{
	return unindented(s).len == 0;
}

static int
is_quoted(struct tk_span s)
{
	return tk_span_begins(unindented(s), ">");
}

struct tk_span
tk_mail_last_line(struct tk_span *s)
{
	size_t end = s->len - (s->len > 0 && s->data[s->len - 1] == '\n');
	const char *lf = memrchr(s->data, '\n', end);

	s->len = lf == NULL ? 0 : (size_t)(lf + 1 - s->data);
	return (struct tk_span){s->data + s->len, end - s->len};
}

/* ---- rules ------------------------------------------------------------- */

int
tk_mail_line_rule(struct tk_span s)
{
	static const char *const dashes[] = {"-", "—", "－", "─", "–"};
	static const char *const words[] = {"原始邮件", "原始郵件",
	    "转发邮件信息", "轉發郵件信息", "转发的邮件", "轉寄郵件",
	    "轉寄的郵件", "转发邮件", "轉發郵件", "Forwarded message",
	    "Forwarded by", "Original Message", "Original"};
	size_t i, n = 0;

	s = unindented(s);
	if (tk_span_begins(s, "Begin forwarded message:"))
		return 1;
	for (; (i = tk_span_begins_any(s, dashes, COUNT(dashes))) > 0; n++)
		s = tk_span_skip(s, strlen(dashes[i - 1]));
	if (n < 2)
		return 0;
	s = unindented(s);
	i = tk_span_begins_any(s, words, COUNT(words));
	if (i == 0)
		return 0;
	n = strlen(words[i - 1]);
	/* "Originally …" is somebody's sentence. */
	return s.len == n || !tk_is_letter(s.data[n]);
}

/* ---- labels ------------------------------------------------------------ */

#define FROM (TK_HEAD_FROM | TK_HEAD_CHINESE)

static const struct {
	const char *word;
	unsigned kind;
} labels[] = {
	{"发件人", FROM}, {"发送人", FROM}, {"发件者", FROM},
	{"寄件者", FROM}, {"寄件人", FROM}, {"發件人", FROM},
	{"發送人", FROM}, {"发送时间", TK_HEAD_CHINESE},
	{"發送時間", TK_HEAD_CHINESE}, {"发送日期", TK_HEAD_CHINESE},
	{"發送日期", TK_HEAD_CHINESE}, {"寄件日期", TK_HEAD_CHINESE},
	{"傳送時間", TK_HEAD_CHINESE}, {"收件人", TK_HEAD_CHINESE},
	{"收件者", TK_HEAD_CHINESE}, {"抄送", TK_HEAD_CHINESE},
	{"主题", TK_HEAD_CHINESE}, {"主題", TK_HEAD_CHINESE},
	{"主旨", TK_HEAD_CHINESE}, {"副本", TK_HEAD_WEAK},
	{"日期", TK_HEAD_WEAK}, {"时间", TK_HEAD_WEAK},
	{"附件", TK_HEAD_WEAK}, {"From", TK_HEAD_FROM | TK_HEAD_ENGLISH},
	{"Sent", TK_HEAD_ENGLISH}, {"Date", TK_HEAD_ENGLISH},
	{"To", TK_HEAD_ENGLISH}, {"Cc", TK_HEAD_ENGLISH},
	{"Subject", TK_HEAD_ENGLISH},
};

/* The length of a word at s, in which blanks may stand: "主  题". */
static size_t
spaced(struct tk_span s, const char *word)
{
	size_t i = 0, w, len = strlen(word);

	if (s.len == 0 || ((s.data[0] ^ word[0]) & ~0x20) != 0)
		return 0;
	if (!tk_is_high(word[0]))
		return tk_span_begins(s, word) ? len : 0;
	for (w = 0; w < len; w += 3, i += 3) {
		i += w > 0 ? tk_mail_blanks(s.data + i, s.len - i) : 0;
		if (s.len - i < 3 || memcmp(s.data + i, word + w, 3) != 0)
			return 0;
	}
	return i;
}

/* Without the stars of bold letters, as Gmail's text has them. */
static struct tk_span
unbold(struct tk_span s)
{
	s = unindented(s);
	while (tk_span_begins(s, "*"))
		s = unindented(tk_span_skip(s, 1));
	return s;
}

unsigned
tk_mail_line_head(struct tk_span s, struct tk_span *value)
{
	size_t i, n;

	s = unbold(s);
	if (s.len == 0 || strchr("\xe4\xe5\xe6\xe7\xe8\xe9" "FSDTCfsdtc",
	    s.data[0]) == NULL)
		return 0;
	for (i = 0; i < COUNT(labels); i++) {
		n = spaced(s, labels[i].word);
		if (n == 0)
			continue;
		s = unbold(tk_span_skip(s, n));
		n = colon(s);
		*value = unbold(tk_span_skip(s, n));
		return n > 0 ? labels[i].kind : 0;
	}
	return 0;
}

/* ---- "… wrote:" -------------------------------------------------------- */

/* `^在.{1,80}写道[:：]` */
static int
wrote_chinese(struct tk_span s)
{
	static const char *const words[] = {"写道", "寫道"};
	size_t i, max = tk_mail_chars(s.data, s.len, 1 + WROTE_CHARS + 2);
	const char *p, *end = s.data + s.len;

	for (i = 0; i < COUNT(words); i++)
		for (p = s.data + 3; (p = memmem(p, (size_t)(s.data + max -
		    p), words[i], 6)) != NULL; p += 6)
			if (p > s.data + 3 && colon(tk_span(p + 6, end)) > 0)
				return 1;
	return 0;
}

static int
has_digit(struct tk_span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (tk_is_digit(s.data[i]) || s.data[i] == '@')
			return 1;
	return 0;
}

/* Does a line end in word and a colon? */
static int
ends_in(struct tk_span s, const char *word)
{
	s.len = tk_mail_trim(s.data, s.len);
	if (!tk_span_ends(s, ":") && !tk_span_ends(s, "："))
		return 0;
	s.len = tk_mail_trim(s.data, s.len -
	    (s.data[s.len - 1] == ':' ? 1 : 3));
	return s.len > strlen(word) && tk_span_ends(s, word);
}

/* "On Monday, 2 October 2023, Wang <w@x.cn>\nwrote:" */
static int
wrote_english(struct tk_span first, struct tk_span *rest)
{
	struct tk_span behind = *rest, line = first, all;
	size_t i;

	for (i = 0; i < WROTE_LINES; i++) {
		all = tk_span(first.data, line.data + line.len);
		if (all.len > WROTE_BYTES || tk_mail_line_blank(line) ||
		    (i > 0 && is_quoted(line)))
			return 0;
		if (ends_in(all, "wrote") && (i == 0 || has_digit(all))) {
			*rest = behind;
			return 1;
		}
		if (!tk_span_line(&behind, &line))
			return 0;
	}
	return 0;
}

/* Does the line say "… wrote:", perhaps with those behind it? Then they are
 * taken off the rest. */
static int
is_wrote(struct tk_span line, struct tk_span *rest)
{
	struct tk_span behind = *rest, more;

	line = unindented(line);
	if (tk_span_begins(line, "On ") || tk_span_begins(line, "At "))
		return wrote_english(line, rest);
	if (!tk_span_begins(line, "在"))
		/* Gmail: "王芳 <w@x.cn> 于2023年10月2日周一 10:00写道：" */
		return line.len <= WROTE_BYTES && (ends_in(line, "写道") ||
		    ends_in(line, "寫道")) && has_digit(line) &&
		    (tk_span_has(line, "于") || tk_span_has(line, "於"));
	if (wrote_chinese(line))
		return 1;
	if (!has_digit(line) || !tk_span_line(&behind, &more) ||
	    !wrote_chinese(tk_span(line.data, more.data + more.len)))
		return 0;
	*rest = behind;
	return 1;
}

/* Are the next lines quoted, and behind them new words? A line "-- " is the
 * signature and no answer. */
static int
is_interleaved(struct tk_span rest)
{
	struct tk_span line;
	int quoted = 0;

	while (tk_span_line(&rest, &line))
		if (is_quoted(line))
			quoted = 1;
		else if (!tk_mail_line_blank(line))
			return quoted && !tk_span_is(line, "-- ");
	return 0;
}

/* ---- where it begins --------------------------------------------------- */

/* Lines of labels as they follow each other. */
struct run {
	const char *start;
	unsigned chinese, english;
	int from, blank;
};

/* One line more: is it history by now? */
static int
run_add(struct run *run, struct tk_span line)
{
	struct tk_span value;
	unsigned kind = tk_mail_line_head(line, &value);

	if (kind == 0 || (kind == TK_HEAD_WEAK && run->start == NULL)) {
		/* Blocks of HTML have an empty line between them. */
		if (run->start == NULL || run->blank++ ||
		    !tk_mail_line_blank(line))
			*run = (struct run){.start = NULL};
		return 0;
	}
	if (run->start == NULL)
		run->start = line.data;
	run->blank = 0;
	run->chinese += (kind & TK_HEAD_CHINESE) != 0;
	run->english += kind == TK_HEAD_ENGLISH;
	run->from |= kind == (TK_HEAD_FROM | TK_HEAD_ENGLISH);
	return run->chinese >= 2 || (run->from && run->english >= 2);
}

size_t
tk_mail_history(struct tk_span text)
{
	struct run run = {.start = NULL};
	struct tk_span rest = text, line, behind;

	while (tk_span_line(&rest, &line)) {
		if (tk_mail_line_rule(line))
			return (size_t)(line.data - text.data);
		if (run_add(&run, line))
			return (size_t)(run.start - text.data);
		behind = rest;
		if (is_wrote(line, &behind) && !is_interleaved(behind))
			return (size_t)(line.data - text.data);
	}
	return text.len;
}

size_t
tk_mail_history_tail(struct tk_span text)
{
	size_t start = text.len;
	struct tk_span line;

	while (text.len > 0) {
		line = tk_mail_last_line(&text);
		if (is_quoted(line))
			start = text.len;
		else if (!tk_mail_line_blank(line))
			break;
	}
	return start;
}
