#include "mime.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

#define COLUMNS 76
#define WORD "=?UTF-8?B?"	/* … "?=" */
#define WORD_AROUND 12
#define WORD_BYTES 45		/* 75 columns of an encoded word */


static int
is_graph(char c)
{
	return c > ' ' && c < 0x7f;
}

/* A blank, a control, or what ends lines in Unicode. */
static int
is_blank(int32_t c)
{
	return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x2028 ||
	    c == 0x2029;
}

void
tk_mime_line(struct tk_buf *b, const char *text, size_t most)
{
	size_t len = strlen(text), i, n, count = 0;
	int gap = 0;

	for (i = 0; i < len; i += n) {
		if (is_blank(tk_text_char(text + i, len - i, &n))) {
			gap = count > 0;
			continue;
		}
		if (count + (size_t)gap >= most) {
			tk_buf_puts(b, "…");
			return;
		}
		if (gap)
			tk_buf_putc(b, ' ');
		tk_buf_add(b, text + i, n);
		count += 1 + (size_t)gap;
		gap = 0;
	}
}

/* ---- fields of a header ------------------------------------------------ */

void
tk_mime_begin(struct tk_mime_field *f, struct tk_buf *out, const char *name)
{
	f->out = out;
	f->column = strlen(name) + 1;
	f->empty = 1;
	tk_buf_printf(out, "%s:", name);
}

/* Begins a line of its own. */
static void
fold(struct tk_mime_field *f)
{
	tk_buf_putc(f->out, '\n');
	f->column = 0;
}

void
tk_mime_word(struct tk_mime_field *f, const char *word, size_t len)
{
	/* nothing but the name on a line confuses some readers */
	if (!f->empty && f->column + 1 + len > COLUMNS)
		fold(f);
	tk_buf_putc(f->out, ' ');
	tk_buf_add(f->out, word, len);
	f->column += 1 + len;
	f->empty = 0;
}

static void
encoded(struct tk_mime_field *f, const char *text, size_t len)
{
	size_t room, part, n;

	while (len > 0) {
		if (f->column + 1 + WORD_AROUND + 12 > COLUMNS)
			fold(f);
		room = (COLUMNS - f->column - 1 - WORD_AROUND) / 4 * 3;
		if (room > WORD_BYTES)
			room = WORD_BYTES;
		part = 0;
		while (part < len && (tk_text_char(text + part, len - part,
		    &n), part + n <= room))
			part += n;
		tk_buf_puts(f->out, " " WORD);
		tk_mime_digits(f->out, text, part);
		tk_buf_puts(f->out, "?=");
		f->column += 1 + WORD_AROUND + (part + 2) / 3 * 4;
		f->empty = 0;
		text += part;
		len -= part;
	}
}

/* May it stand as it is: ASCII, no word that is too long, or looks
 * encoded? */
static int
is_plain(const char *s)
{
	size_t run = 0;

	for (; *s != '\0'; s++) {
		run = *s == ' ' ? 0 : run + 1;
		if ((*s != ' ' && !is_graph(*s)) || run > COLUMNS - 6 ||
		    (s[0] == '=' && s[1] == '?'))
			return 0;
	}
	return 1;
}

static void
words(struct tk_mime_field *f, const char *s)
{
	size_t n;

	for (s += strspn(s, " "); *s != '\0'; s += n, s += strspn(s, " ")) {
		n = strcspn(s, " ");
		tk_mime_word(f, s, n);
	}
}

void
tk_mime_text(struct tk_mime_field *f, const char *text)
{
	struct tk_buf line = TK_BUF_INIT;

	tk_mime_line(&line, text, SIZE_MAX);
	if (line.len > 0 && is_plain(line.data))
		words(f, line.data);
	else
		encoded(f, line.data, line.len);
	f->out->failed |= line.failed;
	tk_buf_free(&line);
}

/* A name in quotes, which keep signs from their meaning. */
static void
quoted_name(struct tk_mime_field *f, const char *s)
{
	struct tk_buf b = TK_BUF_INIT;

	tk_buf_putc(&b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			tk_buf_putc(&b, '\\');
		tk_buf_putc(&b, *s);
	}
	tk_buf_putc(&b, '"');
	if (!b.failed)
		words(f, b.data);
	f->out->failed |= b.failed;
	tk_buf_free(&b);
}

void
tk_mime_mailbox(struct tk_mime_field *f, const char *name,
    const char *address, size_t len)
{
	struct tk_buf line = TK_BUF_INIT, box = TK_BUF_INIT;

	tk_mime_line(&line, name, 100);
	if (line.len == 0 || line.failed)
		tk_mime_word(f, address, len);
	else if (!is_plain(line.data))
		encoded(f, line.data, line.len);
	else if (line.data[strspn(line.data, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_'")] == '\0')
		words(f, line.data);
	else
		quoted_name(f, line.data);
	if (line.len > 0) {
		tk_buf_putc(&box, '<');
		tk_buf_add(&box, address, len);
		tk_buf_putc(&box, '>');
		if (!box.failed)
			tk_mime_word(f, box.data, box.len);
	}
	f->out->failed |= line.failed | box.failed;
	tk_buf_free(&line);
	tk_buf_free(&box);
}

/* The characters of s as %XX, as many whole ones as fit; the bytes taken. */
static size_t
put_percent(struct tk_buf *b, const char *s, size_t len, size_t room)
{
	size_t i = 0, j, n, width;

	while (i < len) {
		tk_text_char(s + i, len - i, &n);
		width = n == 1 && is_graph(s[i]) &&
		    strchr("*'()%<>@,;:\\\"/[]?=", s[i]) == NULL ? 1 : 3 * n;
		if (width > room)
			break;
		room -= width;
		for (j = 0; j < n && width > 1; j++)
			tk_buf_printf(b, "%%%02X", (unsigned char)s[i + j]);
		if (width == 1)
			tk_buf_putc(b, s[i]);
		i += n;
	}
	return i;
}

void
tk_mime_param(struct tk_mime_field *f, const char *name, const char *value)
{
	size_t len = strlen(value), from = 0, i;
	struct tk_buf part = TK_BUF_INIT;

	f->column = COLUMNS;
	if (len <= 50 && is_plain(value) && strpbrk(value, "\"\\") == NULL) {
		tk_buf_printf(f->out, ";\n %s=\"%s\"", name, value);
		return;
	}
	for (i = 0; from < len; i++) {
		tk_buf_clear(&part);
		from += put_percent(&part, value + from, len - from,
		    COLUMNS - strlen(name) - 16);
		if (part.failed)
			break;
		tk_buf_printf(f->out, ";\n %s", name);
		if (i > 0 || from < len)
			tk_buf_printf(f->out, "*%zu", i);
		tk_buf_printf(f->out, "*=%s%s", i == 0 ? "UTF-8''" : "",
		    part.data);
	}
	f->out->failed |= part.failed;
	tk_buf_free(&part);
}

void
tk_mime_end(struct tk_mime_field *f)
{
	tk_buf_putc(f->out, '\n');
}

/* ---- dates --------------------------------------------------------------- */

static const char days[7][4] = {
	"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
};
static const char months[12][4] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
	"Nov", "Dec",
};

struct civil {
	const char *weekday, *month;
	int year, day, hour, minute, second;
};

static void
civil_of(struct civil *c, int64_t local)
{
	int64_t day = local / 86400 - (local % 86400 < 0);
	int rest = (int)(local - day * 86400), month;

	tk_day_civil(day, &c->year, &month, &c->day);
	c->month = months[month - 1];
	c->weekday = days[tk_day_weekday(day)];
	c->hour = rest / 3600;
	c->minute = rest / 60 % 60;
	c->second = rest % 60;
}

char *
tk_mime_date(char buf[TK_MIME_DATE_SIZE], int64_t t,
    const struct tk_zone *zone)
{
	int offset = tk_zone_offset(zone, t) / 60;
	int east = offset < 0 ? -offset : offset;
	struct civil c;

	civil_of(&c, t + 60 * (int64_t)offset);
	snprintf(buf, TK_MIME_DATE_SIZE, "%s, %d %s %04d %02d:%02d:%02d "
	    "%c%02d%02d", c.weekday, c.day, c.month, c.year, c.hour, c.minute,
	    c.second, offset < 0 ? '-' : '+', east / 60 % 100, east % 60);
	return buf;
}

char *
tk_mime_asctime(char buf[TK_MIME_DATE_SIZE], int64_t t)
{
	struct civil c;

	civil_of(&c, t);
	snprintf(buf, TK_MIME_DATE_SIZE, "%s %s %2d %02d:%02d:%02d %04d",
	    c.weekday, c.month, c.day, c.hour, c.minute, c.second, c.year);
	return buf;
}
