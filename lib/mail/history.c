/* history.c - lines that open what was written before. */
#include "history.h"

#include <string.h>
#include <strings.h>

#include "topic.h"

#define WROTE_CHARS 80		/* between 在 and 写道 */
#define WROTE_BYTES 400		/* of "On … wrote:", its lines joined */
#define WROTE_LINES 3

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct tk_span
tk_mail_line(const char *text, size_t len, size_t from, size_t *next)
{
	const char *eol = memchr(text + from, '\n', len - from);
	size_t end = eol != NULL ? (size_t)(eol - text) : len;

	*next = eol != NULL ? end + 1 : len;
	return (struct tk_span){text + from, end - from};
}

static struct tk_span
unindented(struct tk_span s)
{
	size_t n = tk_mail_blanks(s.data, s.len);

	return (struct tk_span){s.data + n, s.len - n};
}

static int
begins(struct tk_span s, const char *word)
{
	size_t n = strlen(word);

	return s.len >= n && strncasecmp(s.data, word, n) == 0;
}

/* The length of ":" or "：" at s. */
static size_t
colon(struct tk_span s)
{
	if (s.len > 0 && s.data[0] == ':')
		return 1;
	return s.len >= 3 && memcmp(s.data, "：", 3) == 0 ? 3 : 0;
}

int
tk_mail_line_blank(struct tk_span s)
{
	return tk_mail_blanks(s.data, s.len) == s.len;
}

int
tk_mail_line_quoted(struct tk_span s)
{
	s = unindented(s);
	return s.len > 0 && s.data[0] == '>';
}

/* ---- rules ------------------------------------------------------------- */

/* The length of the dashes at s, of any kind; 0 for less than two. */
static size_t
dashes(struct tk_span s)
{
	static const char *const wide[] = {"—", "－", "─", "–"};
	size_t i = 0, k;

	while (i < s.len) {
		if (s.data[i] == '-') {
			i++;
			continue;
		}
		for (k = 0; k < COUNT(wide); k++)
			if (s.len - i >= 3 &&
			    memcmp(s.data + i, wide[k], 3) == 0)
				break;
		if (k == COUNT(wide))
			break;
		i += 3;
	}
	return i < 2 ? 0 : i;
}

int
tk_mail_line_rule(struct tk_span s)
{
	static const char *const words[] = {"原始邮件", "原始郵件",
	    "转发邮件信息", "轉發郵件信息", "转发的邮件", "轉寄郵件",
	    "轉寄的郵件", "转发邮件", "轉發郵件", "Forwarded message",
	    "Forwarded by", "Original Message", "Original"};
	size_t n, i;

	s = unindented(s);
	if (s.len == 0 || (s.data[0] != '-' && (s.data[0] & 0x80) == 0 &&
	    (s.data[0] | 0x20) != 'b'))
		return 0;
	if (begins(s, "Begin forwarded message:"))
		return 1;
	n = dashes(s);
	if (n == 0)
		return 0;
	s = unindented((struct tk_span){s.data + n, s.len - n});
	for (i = 0; i < COUNT(words); i++) {
		n = strlen(words[i]);
		/* "Originally …" is somebody's sentence. */
		if (begins(s, words[i]) && (s.len == n ||
		    ((s.data[n] | 0x20) < 'a' || (s.data[n] | 0x20) > 'z')))
			return 1;
	}
	return 0;
}

/* ---- labels ------------------------------------------------------------ */

static const struct label {
	const char *word;
	enum tk_mail_label kind;
} labels[] = {
	{"发件人", TK_MAIL_LABEL_FROM},
	{"发送人", TK_MAIL_LABEL_FROM},
	{"发件者", TK_MAIL_LABEL_FROM},
	{"寄件者", TK_MAIL_LABEL_FROM},
	{"寄件人", TK_MAIL_LABEL_FROM},
	{"發件人", TK_MAIL_LABEL_FROM},
	{"發送人", TK_MAIL_LABEL_FROM},
	{"发送时间", TK_MAIL_LABEL_OTHER},
	{"發送時間", TK_MAIL_LABEL_OTHER},
	{"发送日期", TK_MAIL_LABEL_OTHER},
	{"發送日期", TK_MAIL_LABEL_OTHER},
	{"寄件日期", TK_MAIL_LABEL_OTHER},
	{"傳送時間", TK_MAIL_LABEL_OTHER},
	{"收件人", TK_MAIL_LABEL_OTHER},
	{"收件者", TK_MAIL_LABEL_OTHER},
	{"抄送", TK_MAIL_LABEL_OTHER},
	{"主题", TK_MAIL_LABEL_OTHER},
	{"主題", TK_MAIL_LABEL_OTHER},
	{"主旨", TK_MAIL_LABEL_OTHER},
	{"副本", TK_MAIL_LABEL_WEAK},
	{"日期", TK_MAIL_LABEL_WEAK},
	{"时间", TK_MAIL_LABEL_WEAK},
	{"附件", TK_MAIL_LABEL_WEAK},
	{"From", TK_MAIL_LABEL_EN_FROM},
	{"Sent", TK_MAIL_LABEL_EN_OTHER},
	{"Date", TK_MAIL_LABEL_EN_OTHER},
	{"To", TK_MAIL_LABEL_EN_OTHER},
	{"Cc", TK_MAIL_LABEL_EN_OTHER},
	{"Subject", TK_MAIL_LABEL_EN_OTHER},
};

/* The length of a word at s, in which blanks may stand: "主  题". */
static size_t
spaced(struct tk_span s, const char *word)
{
	size_t i = 0, n, w = 0, len = strlen(word);

	if ((word[0] & 0x80) == 0)
		return begins(s, word) ? len : 0;
	for (; w < len; w += n, i += n) {
		n = 3;
		if (w > 0)
			i += tk_mail_blanks(s.data + i, s.len - i);
		if (s.len - i < n || memcmp(s.data + i, word + w, n) != 0)
			return 0;
	}
	return i;
}

/* Which bytes can begin a label: most lines are none. */
static int
may_be_label(unsigned char c)
{
	switch (c) {
	case 0xe5: case 0xe7: case 0xe6: case 0xe4: case 0xe9: case 0xe8:
	case 'F': case 'S': case 'D': case 'T': case 'C':
	case 'f': case 's': case 'd': case 't': case 'c':
		return 1;
	}
	return 0;
}

enum tk_mail_label
tk_mail_line_label(struct tk_span s, struct tk_span *value)
{
	size_t i, n;

	s = unindented(s);
	while (s.len > 0 && s.data[0] == '*')	/* bold, in Gmail's text */
		s.data++, s.len--;
	if (s.len == 0 || !may_be_label((unsigned char)s.data[0]))
		return TK_MAIL_LABEL_NONE;
	for (i = 0; i < COUNT(labels); i++) {
		if (s.data[0] != labels[i].word[0] &&
		    (s.data[0] & 0x80) != 0)
			continue;
		n = spaced(s, labels[i].word);
		if (n == 0)
			continue;
		while (n < s.len && s.data[n] == '*')
			n++;
		n += tk_mail_blanks(s.data + n, s.len - n);
		value->data = s.data + n;
		value->len = s.len - n;
		n = colon(*value);
		if (n == 0)
			return TK_MAIL_LABEL_NONE;
		value->data += n;
		value->len -= n;
		return labels[i].kind;
	}
	return TK_MAIL_LABEL_NONE;
}

/* ---- "… wrote:" -------------------------------------------------------- */

/* `^在.{1,80}写道[:：]`; behind a line end the 写道 may stand, too. */
static int
wrote_chinese(struct tk_span s)
{
	static const char *const words[] = {"写道", "寫道"};
	size_t i, n, max = tk_mail_chars(s.data, s.len, 1 + WROTE_CHARS + 2);
	const char *p, *end = s.data + max;

	for (i = 0; i < COUNT(words); i++) {
		for (p = s.data + 3; p < end; p += n) {
			p = memmem(p, (size_t)(end - p), words[i], 6);
			if (p == NULL)
				break;
			n = 6;
			if (p > s.data + 3 && colon((struct tk_span){p + n,
			    (size_t)(s.data + s.len - p) - n}) > 0)
				return 1;
		}
	}
	return 0;
}

static int
has_digit(struct tk_span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((s.data[i] >= '0' && s.data[i] <= '9') ||
		    s.data[i] == '@')
			return 1;
	return 0;
}

/* Does a line end in word and a colon? */
static int
ends_in(struct tk_span s, const char *word)
{
	size_t n = strlen(word), len = tk_mail_trim(s.data, s.len);

	if (len > 0 && s.data[len - 1] == ':')
		len--;
	else if (len >= 3 && memcmp(s.data + len - 3, "：", 3) == 0)
		len -= 3;
	else
		return 0;
	len = tk_mail_trim(s.data, len);
	return len > n && strncasecmp(s.data + len - n, word, n) == 0;
}

/* "On Monday, 2 October 2023, Wang <w@x.cn>\nwrote:": *next is behind it. */
static int
wrote_english(const char *text, size_t len, size_t from, size_t *next)
{
	struct tk_span all = {text + from, 0}, line;
	size_t at = from, i;

	for (i = 0; i < WROTE_LINES && at < len; i++) {
		line = tk_mail_line(text, len, at, &at);
		all.len = (size_t)(line.data + line.len - all.data);
		if (all.len > WROTE_BYTES || tk_mail_line_blank(line) ||
		    (i > 0 && tk_mail_line_quoted(line)))
			return 0;
		if (ends_in(all, "wrote") && (i == 0 || has_digit(all))) {
			*next = at;
			return 1;
		}
	}
	return 0;
}

/* Does "… wrote:" stand at from, perhaps over two lines? */
static int
is_wrote(const char *text, size_t len, size_t from, size_t *next)
{
	struct tk_span line = tk_mail_line(text, len, from, next), two;
	size_t at, indent = tk_mail_blanks(line.data, line.len);

	line = unindented(line);
	if (begins(line, "On ") || begins(line, "At "))
		return wrote_english(text, len, from + indent, next);
	if (!begins(line, "在"))
		/* Gmail: "王芳 <w@x.cn> 于2023年10月2日周一 10:00写道：" */
		return line.len <= WROTE_BYTES && (ends_in(line, "写道") ||
		    ends_in(line, "寫道")) && has_digit(line) &&
		    memmem(line.data, line.len, "于", 3) != NULL;
	if (wrote_chinese(line))
		return 1;
	if (*next >= len || !has_digit(line))
		return 0;
	two = tk_mail_line(text, len, *next, &at);
	two.len += (size_t)(two.data - line.data);
	two.data = line.data;
	if (!wrote_chinese(two))
		return 0;
	*next = at;
	return 1;
}

/* Do quoted lines follow, and behind them new words? A line "-- " is the
 * signature and no answer. */
static int
is_interleaved(const char *text, size_t len, size_t from)
{
	struct tk_span line;
	int quoted = 0;

	while (from < len) {
		line = tk_mail_line(text, len, from, &from);
		if (tk_mail_line_blank(line))
			continue;
		if (tk_mail_line_quoted(line)) {
			quoted = 1;
			continue;
		}
		return quoted && !(line.len == 3 &&
		    memcmp(line.data, "-- ", 3) == 0);
	}
	return 0;
}

/* ---- where it begins --------------------------------------------------- */

/* Lines of labels as they follow each other. */
struct run {
	size_t start;
	unsigned count, chinese, english;
	int from, blank;
};

/* One line more: is it history by now? */
static int
run_add(struct run *run, struct tk_span line, size_t at)
{
	struct tk_span value;
	enum tk_mail_label kind = tk_mail_line_label(line, &value);

	if (kind == TK_MAIL_LABEL_NONE ||
	    (kind == TK_MAIL_LABEL_WEAK && run->count == 0)) {
		/* Blocks of HTML have an empty line between them. */
		if (run->count == 0 || run->blank++ ||
		    !tk_mail_line_blank(line))
			*run = (struct run){0};
		return 0;
	}
	if (run->count++ == 0)
		run->start = at;
	run->blank = 0;
	if (kind == TK_MAIL_LABEL_FROM || kind == TK_MAIL_LABEL_OTHER)
		run->chinese++;
	if (kind == TK_MAIL_LABEL_EN_FROM)
		run->from = 1;
	else if (kind == TK_MAIL_LABEL_EN_OTHER)
		run->english++;
	return run->chinese >= 2 || (run->from && run->english >= 2);
}

size_t
tk_mail_history(const char *text, size_t len)
{
	struct run run = {0};
	struct tk_span line;
	size_t at, next, behind;

	for (at = 0; at < len; at = next) {
		line = tk_mail_line(text, len, at, &next);
		if (tk_mail_line_rule(line))
			return at;
		if (run_add(&run, line, at))
			return run.start;
		if (is_wrote(text, len, at, &behind) &&
		    !is_interleaved(text, len, behind))
			return at;
	}
	return len;
}

size_t
tk_mail_history_tail(const char *text, size_t len)
{
	size_t end = len, start = len, from;
	const char *eol;
	struct tk_span line;

	while (end > 0) {
		eol = memrchr(text, '\n', end - (text[end - 1] == '\n'));
		from = eol != NULL ? (size_t)(eol + 1 - text) : 0;
		line = (struct tk_span){text + from,
		    end - from - (text[end - 1] == '\n')};
		if (tk_mail_line_quoted(line))
			start = from;
		else if (!tk_mail_line_blank(line))
			break;
		end = from;
	}
	return start;
}
