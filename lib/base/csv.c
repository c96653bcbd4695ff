#include "csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

/* A cell that begins so many bytes into the text. */
static int
add_cell(struct tk_csv *c, size_t begin)
{
	size_t *cell, size;

	if (c->cells == c->cell_size) {
		size = c->cell_size > 0 ? 2 * c->cell_size : 16;
		cell = realloc(c->cell, size * sizeof *cell);
		if (cell == NULL) {
			c->text.failed = 1;
			return -1;
		}
		c->cell = cell;
		c->cell_size = size;
	}
	c->cell[c->cells++] = begin;
	return 0;
}

static void
on_cell(void *s, size_t len, void *data)
{
	struct tk_csv *c = data;
	size_t i;
	char *to;

	if (tk_buf_reserve(&c->text, len + 1) < 0 ||
	    add_cell(c, c->text.len) < 0)
		return;
	to = c->text.data + c->text.len;
	if (len > 0 && memchr(s, '\r', len) == NULL) {
		memcpy(to, s, len);
		to += len;
	} else {
		const char *from = s;

		for (i = 0; i < len; i++) {
			if (from[i] != '\r')
				*to++ = from[i];
			else if (i + 1 == len || from[i + 1] != '\n')
				*to++ = '\n';
		}
	}
	*to++ = '\0';
	c->text.len = (size_t)(to - c->text.data);
}

static void
on_record(int term, void *data)
{
	struct tk_csv *c = data;

	(void)term;
	c->ended++;
}

static void
reset(struct csv_parser *p)
{
	p->pstate = 0;
	p->quoted = 0;
	p->spaces = 0;
	p->entry_pos = 0;
	p->status = 0;
}

int
tk_csv_open(struct tk_csv *c, const char *data, size_t len,
    int (*like)(const char *, size_t), struct tk_error *err)
{
	struct csv_parser *p = c->parser;

	if (p == NULL) {
		p = malloc(sizeof *p);
		if (p == NULL)
			return tk_error_memory(err);
		csv_init(p, CSV_STRICT);
		c->parser = p;
	}
	reset(p);
	c->data = data;
	c->len = len;
	c->like = like;
	c->pos = c->start = c->resume = 0;
	c->line = c->lines = 0;
	c->cells = 0;
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		c->pos = 3;
	return 0;
}

void
tk_csv_free(struct tk_csv *c)
{
	if (c->parser != NULL) {
		csv_free(c->parser);
		free(c->parser);
	}
	tk_buf_free(&c->text);
	free(c->cell);
	memset(c, 0, sizeof *c);
}

void
tk_csv_seek(struct tk_csv *c, size_t pos)
{
	const char *p;

	if (pos < c->pos) {
		c->lines = c->line - 1;
		c->pos = c->start;
	}
	while (c->pos < pos) {
		p = memchr(c->data + c->pos, '\n', pos - c->pos);
		if (p == NULL)
			break;
		c->pos = (size_t)(p - c->data) + 1;
		c->lines++;
	}
	c->pos = pos;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/*
 * A line of bare cells, as nearly all are, is cut at its commas: libcsv, who
 * asks at every byte, takes several times as long for the same cells. 0: there
 * is a quote, a CR or a blank to be stripped, or nothing at all.
 */
static int
cut_bare(struct tk_csv *c, const char *line, size_t len)
{
	char *cell, *comma, *end;

	if (len == 0 || memchr(line, '"', len) != NULL ||
	    memchr(line, '\r', len) != NULL ||
	    tk_buf_reserve(&c->text, len + 1) < 0)
		return 0;
	memcpy(c->text.data, line, len);
	end = c->text.data + len;
	*end = ',';
	for (cell = c->text.data; cell <= end; cell = comma + 1) {
		comma = memchr(cell, ',', (size_t)(end + 1 - cell));
		if ((comma > cell && (is_blank(*cell) ||
		    is_blank(comma[-1]))) ||
		    add_cell(c, (size_t)(cell - c->text.data)) < 0) {
			c->cells = 0;
			return 0;
		}
		*comma = '\0';
	}
	c->text.len = len + 1;
	return 1;
}

int
tk_csv_next(struct tk_csv *c, enum tk_csv_kind *kind, struct tk_error *err)
{
	struct csv_parser *p = c->parser;
	const char *nl;
	size_t end;

	reset(p);
	c->cells = 0;
	c->ended = 0;
	c->text.len = 0;
	c->start = c->pos;
	c->resume = 0;
	c->line = c->lines + 1;
	while (c->pos < c->len) {
		nl = memchr(c->data + c->pos, '\n', c->len - c->pos);
		if (nl == NULL)
			break;
		end = (size_t)(nl - c->data) + 1;
		if (c->pos == c->start && cut_bare(c, c->data + c->pos,
		    end - 1 - c->pos)) {
			c->pos = end;
			c->lines++;
			*kind = TK_CSV_RECORD;
			return 0;
		}
		if (c->pos > c->start && c->resume == 0 && c->like != NULL &&
		    c->like(c->data + c->pos, end - c->pos))
			c->resume = c->pos;
		if (csv_parse(p, c->data + c->pos, end - c->pos, on_cell,
		    on_record, c) != end - c->pos || c->ended > 1 ||
		    (c->ended == 1 && p->pstate != 0)) {
			if (csv_error(p) == CSV_ENOMEM)
				return tk_error_memory(err);
			c->pos = end;
			c->lines++;
			*kind = TK_CSV_BAD;
			return 0;
		}
		c->pos = end;
		c->lines++;
		if (c->text.failed)
			return tk_error_memory(err);
		if (c->ended == 1) {
			*kind = TK_CSV_RECORD;
			return 0;
		}
		if (p->pstate == 0) {	/* an empty line */
			c->start = c->pos;
			c->line = c->lines + 1;
		}
	}
	*kind = c->start == c->len ? TK_CSV_END : TK_CSV_TORN;
	return 0;
}

static int
needs_quotes(const char *s, size_t len)
{
	size_t i;

	if (len == 0)
		return 0;
	if (is_blank(s[0]) || is_blank(s[len - 1]))
		return 1;
	for (i = 0; i < len; i++)
		if (s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r')
			return 1;
	return 0;
}

void
tk_csv_put(struct tk_buf *b, const char *s, size_t len)
{
	size_t n;

	if (!needs_quotes(s, len)) {
		tk_buf_add(b, s, len);
		return;
	}
	if (tk_buf_reserve(b, 2 * len + 2) < 0)
		return;
	n = csv_write(b->data + b->len, 2 * len + 2, s, len);
	b->len += n;
	b->data[b->len] = '\0';
}
