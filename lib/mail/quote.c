/* quote.c - what is new in a text: without signature and history. */
#include "history.h"

#include <string.h>
#include <strings.h>

#include "topic.h"

#define SIGN_BYTES 180	/* of "发自我的 iPhone" */
#define SIGN_LINES 3	/* of the kind that may follow each other */
#define BARE_LINES 10	/* behind "--" whose blank got lost */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A span without blank lines before and blanks behind it. */
static struct tk_span
trimmed(const char *text, size_t from, size_t to)
{
	size_t at = from, next;

	while (at < to) {
		if (!tk_mail_line_blank(tk_mail_line(text, to, at, &next)))
			break;
		at = next;
	}
	return (struct tk_span){text + at, tk_mail_trim(text + at, to - at)};
}

/* The line that ends before `end`. */
static struct tk_span
line_before(const char *text, size_t end, size_t *from)
{
	size_t stop = end - (text[end - 1] == '\n');
	const char *eol = memrchr(text, '\n', stop);

	*from = eol != NULL ? (size_t)(eol + 1 - text) : 0;
	return (struct tk_span){text + *from, stop - *from};
}

/* ---- signatures -------------------------------------------------------- */

static int
begins(struct tk_span s, const char *word)
{
	size_t n = strlen(word);

	return s.len >= n && strncasecmp(s.data, word, n) == 0;
}

static int
ends(struct tk_span s, const char *word)
{
	size_t n = strlen(word);

	return s.len >= n && memcmp(s.data + s.len - n, word, n) == 0;
}

static int
has(struct tk_span s, const char *word)
{
	return memmem(s.data, s.len, word, strlen(word)) != NULL;
}

/* A sentence, and not what an app adds. */
static int
is_sentence(struct tk_span s)
{
	static const char *const marks[] = {"。", "！", "？", "，", "；",
	    "内心", "心底", "真心"};
	size_t i;

	for (i = 0; i < COUNT(marks); i++)
		if (has(s, marks[i]))
			return 1;
	return 0;
}

/* What apps put below a mail: "发自我的iPhone". */
static int
is_device(struct tk_span s)
{
	static const char *const words[] = {"发自我的", "發自我的",
	    "发自网易", "发自QQ", "发自Foxmail", "发自 Outlook",
	    "Sent from my ", "Sent from Mail for ", "Sent from Outlook",
	    "Get Outlook for ", "获取 Outlook", "取得 Outlook",
	    "获取Outlook", "下载 Outlook"};
	size_t i, n = tk_mail_blanks(s.data, s.len);

	s.data += n;
	s.len = tk_mail_trim(s.data, s.len - n);
	if (s.data == NULL || s.len == 0 || s.len > SIGN_BYTES ||
	    is_sentence(s))
		return 0;
	for (i = 0; i < COUNT(words); i++)
		if (begins(s, words[i]))
			return 1;
	if (begins(s, "从我的") || begins(s, "從我的"))
		return ends(s, "发送") || ends(s, "傳送") ||
		    ends(s, "发出") || ends(s, "寄出") || ends(s, "發送");
	return (begins(s, "来自") || begins(s, "來自")) &&
	    (has(s, "邮箱") || has(s, "郵箱") || ends(s, "的邮件") ||
	    ends(s, "的郵件"));
}

/* Where the lines that apps added to the end begin; len: there are none. */
static size_t
device_sign(const char *text, size_t len)
{
	size_t end = len, found = len, from, n = 0;
	struct tk_span line;

	while (end > 0 && n < SIGN_LINES) {
		line = line_before(text, end, &from);
		if (!tk_mail_line_blank(line)) {
			if (!is_device(line))
				break;
			found = from;
			n++;
		}
		end = from;
	}
	return found;
}

/* The last line "-- ", or "--" when a mailer cut its blank and little
 * follows; len: there is none. */
static size_t
dash_sign(const char *text, size_t len)
{
	size_t end = len, from, lines = 0;
	struct tk_span line;

	while (end > 0) {
		line = line_before(text, end, &from);
		if (line.len >= 2 && memcmp(line.data, "--", 2) == 0 &&
		    (line.len == 2 ? lines > 0 && lines <= BARE_LINES :
		    line.len == 3 && line.data[2] == ' '))
			return from;
		lines += !tk_mail_line_blank(line);
		end = from;
	}
	return len;
}

static size_t
signature(const char *text, size_t len)
{
	return device_sign(text, dash_sign(text, len));
}

/* ---- cuts -------------------------------------------------------------- */

static void
keep_all(struct tk_mail_cut *cut, const char *text, size_t len)
{
	cut->text = trimmed(text, 0, len);
	cut->signature = cut->quoted = (struct tk_span){text + len, 0};
}

void
tk_mail_cut_first(struct tk_mail_cut *cut, const char *text, size_t len)
{
	size_t sign = signature(text, len), rest = len - sign;

	keep_all(cut, text, len);
	/* What is quoted below a signature is part of a first mail. */
	if (sign == len || tk_mail_history(text + sign, rest) < rest ||
	    tk_mail_history_tail(text + sign, rest) < rest)
		return;
	if (trimmed(text, 0, sign).len == 0)
		return;
	cut->text = trimmed(text, 0, sign);
	cut->signature = trimmed(text, sign, len);
}

void
tk_mail_cut_reply(struct tk_mail_cut *cut, const char *text, size_t len)
{
	size_t history = tk_mail_history(text, len);
	size_t tail = tk_mail_history_tail(text, history);
	size_t end = len, sign;

	keep_all(cut, text, len);
	if (tail == len) {	/* the quoted lines may end in a signature */
		sign = dash_sign(text, len);
		tail = tk_mail_history_tail(text, sign);
		if (tail < sign)
			end = sign;
		else
			tail = len;
	}
	sign = signature(text, tail);
	if (trimmed(text, 0, sign).len == 0)
		return;
	cut->text = trimmed(text, 0, sign);
	cut->quoted = trimmed(text, tail, end);
	cut->signature = sign < tail ? trimmed(text, sign, tail) :
	    trimmed(text, end, len);
}
