#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Room for one block behind end. */
static int
make_room(struct tk_stream *s)
{
	size_t size;
	char *data;

	if (s->size - s->end >= TK_STREAM_BLOCK)
		return 0;
	if (s->begin > 0) {
		memmove(s->data, s->data + s->begin, s->end - s->begin);
		s->base += s->begin;
		s->end -= s->begin;
		s->begin = 0;
		if (s->size - s->end >= TK_STREAM_BLOCK)
			return 0;
	}
	size = s->size == 0 ? 2 * (size_t)TK_STREAM_BLOCK : 2 * s->size;
	data = realloc(s->data, size);
	if (data == NULL)
		return -1;
	s->data = data;
	s->size = size;
	return 0;
}

int
tk_stream_fill(struct tk_stream *s, struct tk_error *err)
{
	struct pollfd ready = {.fd = s->fd, .events = POLLIN};
	ssize_t n;

	if (s->whole)
		return 0;
	if (make_room(s) < 0)
		return tk_error_memory(err);
	for (;;) {
		n = read(s->fd, s->data + s->end, TK_STREAM_BLOCK);
		if (n >= 0)
			break;
		if (errno == EAGAIN)
			poll(&ready, 1, -1);
		else if (errno != EINTR)
			return tk_error_errno(err, TK_BAD,
			    "cannot read \"%s\" on behind byte %llu", s->name,
			    (unsigned long long)(s->base + s->end));
	}
	s->end += (size_t)n;
	s->whole = n == 0;
	return 0;
}

int
tk_stream_fill_to(struct tk_stream *s, size_t len, struct tk_error *err)
{
	while (!s->whole && s->end - s->begin < len)
		if (tk_stream_fill(s, err) < 0)
			return -1;
	return 0;
}

void
tk_stream_drop(struct tk_stream *s, size_t from, size_t to)
{
	memmove(s->data + from, s->data + to, s->end - to);
	s->end -= to - from;
	s->base += to - from;
}
