/* quote.c - what is new in a text: without signature and history; and who
 * wrote what is forwarded in it. */
#include "history.h"

#define SIGN_BYTES 180	/* of "发自我的 iPhone" */
#define SIGN_LINES 3	/* of the kind that may follow each other */
#define BARE_LINES 10	/* behind "--" whose blank got lost */
#define FROM_CHARS 1000	/* of the line of a sender; who lies, lies briefly */

static struct tk_span
head_of(struct tk_span s, size_t n)
{
	return (struct tk_span){s.data, n};
}

/* Without blank lines before and blanks behind it. */
static struct tk_span
trimmed(struct tk_span s)
{
	struct tk_span rest = s, line;

	while (tk_span_line(&rest, &line) && tk_mail_line_blank(line))
		s = rest;
	s.len = tk_mail_trim(s.data, s.len);
	return s;
}

/* ---- signatures -------------------------------------------------------- */

static int
ends_any(struct tk_span s, const char *const *words, size_t n)
{
	while (n > 0)
		if (tk_span_ends(s, words[--n]))
			return 1;
	return 0;
}

static int
has_any(struct tk_span s, const char *const *words, size_t n)
{
	while (n > 0)
		if (tk_span_has(s, words[--n]))
			return 1;
	return 0;
}

/* What apps put below a mail: "发自我的iPhone"; but no sentence. */
static int
is_device(struct tk_span s)
{
	static const char *const marks[] = {"。", "！", "？", "，", "；",
	    "内心", "心底", "真心"};
	static const char *const words[] = {"发自我的", "發自我的",
	    "发自网易", "发自QQ", "发自Foxmail", "发自 Outlook",
	    "Sent from my ", "Sent from Mail for ", "Sent from Outlook",
	    "Get Outlook for ", "获取 Outlook", "取得 Outlook",
	    "获取Outlook", "下载 Outlook"};
	static const char *const mine[] = {"从我的", "從我的"};
	static const char *const sent[] = {"发送", "傳送", "发出", "寄出",
	    "發送"};
	static const char *const by[] = {"来自", "來自"};
	static const char *const box[] = {"邮箱", "郵箱"};
	static const char *const mail[] = {"的邮件", "的郵件"};

	s = tk_span_bare(s);
	if (s.len > SIGN_BYTES || has_any(s, marks, COUNT(marks)))
		return 0;
	return tk_span_begins_any(s, words, COUNT(words)) ||
	    (tk_span_begins_any(s, mine, COUNT(mine)) &&
	    ends_any(s, sent, COUNT(sent))) ||
	    (tk_span_begins_any(s, by, COUNT(by)) &&
	    (has_any(s, box, COUNT(box)) || ends_any(s, mail, COUNT(mail))));
}

/* Where the lines that apps added to the end begin; its length: there are
 * none. */
static size_t
device_sign(struct tk_span text)
{
	size_t found = text.len, n = 0;
	struct tk_span line;

	while (text.len > 0 && n < SIGN_LINES) {
		line = tk_mail_last_line(&text);
		if (tk_mail_line_blank(line))
			continue;
		if (!is_device(line))
			break;
		found = text.len;
		n++;
	}
	return found;
}

/* The last line "-- ", or "--" when a mailer cut its blank and little
 * follows; its length: there is none. */
static size_t
dash_sign(struct tk_span text)
{
	size_t len = text.len, lines = 0;
	struct tk_span line;

	while (text.len > 0) {
		line = tk_mail_last_line(&text);
		if (tk_span_is(line, "-- ") || (tk_span_is(line, "--") &&
		    lines > 0 && lines <= BARE_LINES))
			return text.len;
		lines += !tk_mail_line_blank(line);
	}
	return len;
}

static size_t
signature(struct tk_span text)
{
	return device_sign(head_of(text, dash_sign(text)));
}

/* ---- cuts -------------------------------------------------------------- */

static void
keep_all(struct tk_mail_cut *cut, struct tk_span text)
{
	cut->text = trimmed(text);
	cut->signature = cut->quoted = tk_span_skip(text, text.len);
}

void
tk_mail_cut_first(struct tk_mail_cut *cut, const char *data, size_t len)
{
	struct tk_span text = {data, len}, sign;
	size_t at = signature(text);

	keep_all(cut, text);
	sign = tk_span_skip(text, at);
	/* What is quoted below a signature is part of a first mail. */
	if (tk_mail_history(sign) < sign.len ||
	    tk_mail_history_tail(sign) < sign.len ||
	    trimmed(head_of(text, at)).len == 0)
		return;
	cut->text = trimmed(head_of(text, at));
	cut->signature = trimmed(sign);
}

void
tk_mail_cut_reply(struct tk_mail_cut *cut, const char *data, size_t len)
{
	struct tk_span text = {data, len};
	size_t history = tk_mail_history(text), end = len, sign;
	size_t tail = tk_mail_history_tail(head_of(text, history));

	keep_all(cut, text);
	if (tail == len) {	/* the quoted lines may end in a signature */
		sign = dash_sign(text);
		tail = tk_mail_history_tail(head_of(text, sign));
		if (tail < sign)
			end = sign;
		else
			tail = len;
	}
	sign = signature(head_of(text, tail));
	if (trimmed(head_of(text, sign)).len == 0)
		return;
	if (sign < tail)	/* of two signatures one is quoted */
		end = len;
	cut->text = trimmed(head_of(text, sign));
	cut->quoted = trimmed(tk_span(data + tail, data + end));
	cut->signature = sign < tail ?
	    trimmed(tk_span(data + sign, data + tail)) :
	    trimmed(tk_span(data + end, data + len));
}

/* ---- who wrote what is forwarded --------------------------------------- */

/* Without the "> " of a mail that was quoted as it was forwarded. */
static struct tk_span
unquoted(struct tk_span s)
{
	for (;;) {
		s = tk_span_skip(s, tk_mail_blanks(s.data, s.len));
		if (!tk_span_begins(s, ">"))
			return s;
		s = tk_span_skip(s, 1);
	}
}

/* The first address of some text: 1, 0, or -1: no memory. */
static int
first_address(struct tk_arena *arena, struct tk_span s, struct tk_address *a)
{
	struct tk_address *list;
	size_t count, i;

	s.len = tk_mail_chars(s.data, s.len, FROM_CHARS);
	if (tk_mail_addresses(arena, s.data, s.len, "utf-8", &list,
	    &count) < 0)
		return -1;
	for (i = 0; i < count; i++)
		if (list[i].address[0] != '\0') {
			*a = list[i];
			if (strchr(a->name, '@') != NULL)
				a->name = "";
			return 1;
		}
	return 0;
}

/* The first address on a line of a sender, or on the line behind it. */
static int
find_sender(struct tk_arena *arena, struct tk_span rest, struct tk_address *a)
{
	struct tk_span line, value, none, behind, both;
	int found = 0;

	while (found == 0 && tk_span_line(&rest, &line)) {
		if (!(tk_mail_line_head(unquoted(line), &value) &
		    TK_HEAD_FROM))
			continue;
		found = first_address(arena, value, a);
		behind = rest;
		if (found != 0 || !tk_span_line(&behind, &line) ||
		    tk_mail_line_head(unquoted(line), &none) != 0)
			continue;
		both = tk_span(value.data, line.data + line.len);
		found = first_address(arena, both, a);
	}
	return found;
}

int
tk_mail_forwarded(struct tk_arena *arena, const char *text, size_t len,
    struct tk_address *a)
{
	struct tk_span all = {text, len}, rest = all, line;
	int found = 0;

	while (tk_span_line(&rest, &line))
		if (tk_mail_line_rule(unquoted(line))) {
			found = find_sender(arena, rest, a);
			break;
		}
	if (found == 0)
		found = find_sender(arena, all, a);
	return found > 0 ? 0 : -1;
}
