/* page.c - Gumbo, with memory that it can neither leak nor take without
 * end. */
#include "page.h"

#include <setjmp.h>
#include <stdlib.h>

#include "mail.h"

#define CHUNK 65536		/* bytes */
#define MEMORY (16 << 20)	/* bytes that any page may take, and as many */
#define MEMORY_PER_BYTE 40	/* for each of its own */

struct chunk {
	struct chunk *next;
	max_align_t data[];
};

/* What stands before a piece of 1 << class bytes; free ones are linked. */
union piece {
	struct {
		unsigned class;
		union piece *next;
	} is;
	max_align_t align;
};

struct tk_page_pool {
	struct chunk *chunk;
	char *at;
	size_t room, used, max;
	union piece *free[64];
	jmp_buf give_up;	/* Gumbo does not expect to get no memory */
};

static void
take_chunk(struct tk_page_pool *pool, size_t size)
{
	struct chunk *c;

	if (size < CHUNK)
		size = CHUNK;
	c = size > pool->max - pool->used ? NULL : malloc(sizeof *c + size);
	if (c == NULL && size <= pool->max - pool->used)
		tk_error_memory(NULL);
	if (c == NULL)
		longjmp(pool->give_up, 1);
	c->next = pool->chunk;
	pool->chunk = c;
	pool->used += size;
	pool->at = (char *)c->data;
	pool->room = size;
}

static void *
take(void *data, size_t n)
{
	struct tk_page_pool *pool = data;
	unsigned class = 5;
	union piece *p;

	if (n > pool->max)
		longjmp(pool->give_up, 1);
	while ((size_t)1 << class < n + sizeof *p)
		class++;
	p = pool->free[class];
	if (p != NULL) {
		pool->free[class] = p->is.next;
		return p + 1;
	}
	if (pool->room < (size_t)1 << class)
		take_chunk(pool, (size_t)1 << class);
	p = (union piece *)(void *)pool->at;
	p->is.class = class;
	pool->at += (size_t)1 << class;
	pool->room -= (size_t)1 << class;
	return p + 1;
}

static void
give_back(void *data, void *piece)
{
	struct tk_page_pool *pool = data;
	union piece *p = piece;

	if (p == NULL)
		return;
	p--;
	p->is.next = pool->free[p->is.class];
	pool->free[p->is.class] = p;
}

static void
empty(struct tk_page_pool *pool)
{
	struct chunk *c;

	while ((c = pool->chunk) != NULL) {
		pool->chunk = c->next;
		free(c);
	}
	memset(pool, 0, sizeof *pool);
}

static int
parse(struct tk_page *page, struct tk_span html)
{
	GumboOptions options = kGumboDefaultOptions;

	empty(page->pool);
	page->pool->max = MEMORY + MEMORY_PER_BYTE * html.len;
	if (setjmp(page->pool->give_up) != 0)
		return -1;
	options.allocator = take;
	options.deallocator = give_back;
	options.userdata = page->pool;
	options.max_errors = 0;
	page->tree = gumbo_parse_with_options(&options, html.data, html.len);
	return 0;
}

/* What is too large is cut before a tag, and not within a character. */
static size_t
sane_length(const char *html, size_t len)
{
	const char *tag;

	if (len <= 8 * (size_t)TK_MAIL_MAX_TEXT)
		return len;
	len = 8 * (size_t)TK_MAIL_MAX_TEXT;
	tag = memrchr(html, '<', len);
	if (tag != NULL && memchr(tag, '>', (size_t)(html + len - tag)) == NULL)
		return (size_t)(tag - html);
	while (len > 0 && (html[len] & 0xc0) == 0x80)
		len--;
	return len;
}

int
tk_page_parse(struct tk_page *page, struct tk_span html)
{
	html.len = sane_length(html.data, html.len);
	memset(page, 0, sizeof *page);
	page->pool = calloc(1, sizeof *page->pool);
	if (page->pool == NULL)
		return -1;
	if (tk_page_nests_well(html) && parse(page, html) == 0)
		return 0;
	tk_page_flatten(&page->flat, html);
	return page->flat.failed ? -1 : parse(page, tk_buf_span(&page->flat));
}

void
tk_page_free(struct tk_page *page)
{
	if (page->pool != NULL)
		empty(page->pool);
	free(page->pool);
	tk_buf_free(&page->flat);
}
