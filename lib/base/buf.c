#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FIRST 64		/* bytes */
#define BLOCK_LAST 16384

struct tk_arena_block {
	struct tk_arena_block *next;
	size_t size;
	max_align_t data[];
};

int
tk_buf_reserve(struct tk_buf *b, size_t n)
{
	size_t size;
	char *data;

	if (b->failed)
		return -1;
	if (n < b->size - b->len)	/* one byte stays for the NUL */
		return 0;
	size = b->size > 0 ? b->size : 256;
	while (size - b->len <= n) {
		if (size > SIZE_MAX / 2) {
			b->failed = 1;
			return -1;
		}
		size *= 2;
	}
	data = realloc(b->data, size);
	if (data == NULL) {
		b->failed = 1;
		return tk_error_memory(NULL);
	}
	b->data = data;
	b->size = size;
	return 0;
}

void
tk_buf_add(struct tk_buf *b, const void *data, size_t len)
{
	if (tk_buf_reserve(b, len) < 0)
		return;
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
tk_buf_puts(struct tk_buf *b, const char *s)
{
	tk_buf_add(b, s, strlen(s));
}

void
tk_buf_putc(struct tk_buf *b, char c)
{
	tk_buf_add(b, &c, 1);
}

void
tk_buf_printf(struct tk_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || tk_buf_reserve(b, (size_t)n) < 0) {
		b->failed = 1;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
tk_buf_clear(struct tk_buf *b)
{
	b->len = 0;
	b->failed = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

void
tk_buf_free(struct tk_buf *b)
{
	free(b->data);
	*b = (struct tk_buf)TK_BUF_INIT;
}

int
tk_buf_check(const struct tk_buf *b, struct tk_error *err)
{
	return b->failed ? tk_error_memory(err) : 0;
}

/* A new block behind the last one: twice as large, for most arenas hold a
 * few words only, and some hold tables. */
static int
add_block(struct tk_arena *a, size_t n)
{
	size_t size = a->now == NULL ? BLOCK_FIRST : 2 * a->now->size;
	struct tk_arena_block *b;

	if (size > BLOCK_LAST)
		size = BLOCK_LAST;
	if (size < n)
		size = n;
	b = malloc(sizeof *b + size);
	if (b == NULL)
		return tk_error_memory(NULL);
	b->size = size;
	b->next = NULL;
	if (a->now != NULL)
		a->now->next = b;
	else
		a->first = b;
	a->now = b;
	a->used = 0;
	return 0;
}

int
tk_arena_reserve(struct tk_arena *a, size_t n)
{
	return add_block(a, n);
}

static void *
take(struct tk_arena *a, size_t n)
{
	char *p;

	while (a->now != NULL && a->used + n > a->now->size &&
	    a->now->next != NULL) {
		a->now = a->now->next;
		a->used = 0;
	}
	if ((a->now == NULL || a->used + n > a->now->size) &&
	    add_block(a, n) < 0)
		return NULL;
	p = (char *)a->now->data + a->used;
	a->used += n;
	return p;
}

void *
tk_arena_alloc(struct tk_arena *a, size_t n)
{
	a->used = (a->used + sizeof(max_align_t) - 1) &
	    ~(sizeof(max_align_t) - 1);
	return take(a, n);
}

char *
tk_arena_copy(struct tk_arena *a, const char *s, size_t len)
{
	char *p = take(a, len + 1);

	if (p != NULL) {
		memcpy(p, s, len);
		p[len] = '\0';
	}
	return p;
}

char *
tk_arena_strdup(struct tk_arena *a, const char *s)
{
	return tk_arena_copy(a, s, strlen(s));
}

void
tk_arena_reset(struct tk_arena *a)
{
	a->now = a->first;
	a->used = 0;
}

void
tk_arena_free(struct tk_arena *a)
{
	struct tk_arena_block *b, *next;

	for (b = a->first; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	*a = (struct tk_arena)TK_ARENA_INIT;
}
