#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct tk_pattern {
	pcre2_code *code;
	char *source;	/* for messages */
};

struct tk_pattern_room {
	pcre2_match_data *data;
	pcre2_match_context *context;
};

static size_t
character_at(const char *s, size_t offset)
{
	size_t i, n = 1;

	for (i = 0; i < offset && s[i] != '\0'; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

int
tk_pattern_compile(struct tk_pattern **out, const char *pattern, int flags,
    struct tk_error *err)
{
	uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
	struct tk_pattern *p;
	char why[256];
	PCRE2_SIZE offset;
	int error;

	if (flags & TK_PATTERN_CASELESS)
		options |= PCRE2_CASELESS;
	if (flags & TK_PATTERN_WHOLE)
		options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
	p = calloc(1, sizeof *p);
	if (p == NULL || (p->source = strdup(pattern)) == NULL) {
		tk_pattern_free(p);
		return tk_error_memory(err);
	}
	p->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	    options, &error, &offset, NULL);
	if (p->code == NULL) {
		tk_pattern_free(p);
		if (error == PCRE2_ERROR_HEAP_FAILED)
			return tk_error_memory(err);
		pcre2_get_error_message(error, (PCRE2_UCHAR *)why,
		    sizeof why);
		return tk_error_set(err, TK_BAD,
		    "pattern \"%s\": %s at character %zu", pattern, why,
		    character_at(pattern, offset));
	}
	if (flags & TK_PATTERN_JIT)	/* where there is none: not faster */
		pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	*out = p;
	return 0;
}

void
tk_pattern_free(struct tk_pattern *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->code);
	free(p->source);
	free(p);
}

struct tk_pattern_room *
tk_pattern_room_new(void)
{
	struct tk_pattern_room *r = calloc(1, sizeof *r);

	if (r == NULL)
		return NULL;
	r->data = pcre2_match_data_create(1, NULL);
	r->context = pcre2_match_context_create(NULL);
	if (r->data == NULL || r->context == NULL) {
		tk_pattern_room_free(r);
		return NULL;
	}
	pcre2_set_match_limit(r->context, TK_PATTERN_LIMIT);
	return r;
}

void
tk_pattern_room_free(struct tk_pattern_room *r)
{
	if (r == NULL)
		return;
	pcre2_match_data_free(r->data);
	pcre2_match_context_free(r->context);
	free(r);
}

static int
find_failed(const struct tk_pattern *p, int error, struct tk_error *err)
{
	char why[256];

	if (error == PCRE2_ERROR_NOMEMORY)
		return tk_error_memory(err);
	if (error == PCRE2_ERROR_MATCHLIMIT)
		return tk_error_set(err, TK_BAD, "pattern \"%s\" gave up "
		    "after %d steps; write it simpler", p->source,
		    TK_PATTERN_LIMIT);
	pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof why);
	return tk_error_set(err, TK_BAD, "pattern \"%s\" failed: %s",
	    p->source, why);
}

int
tk_pattern_find(const struct tk_pattern *p, struct tk_pattern_room *room,
    const char *s, size_t len, size_t from, struct tk_span *span,
    struct tk_error *err)
{
	struct tk_pattern_room *r = room;
	uint32_t options = PCRE2_NO_UTF_CHECK;
	PCRE2_SIZE *pair;
	int n, rc;

	if (r == NULL && (r = tk_pattern_room_new()) == NULL)
		return tk_error_memory(err);
	n = pcre2_match(p->code, (PCRE2_SPTR)s, len, from, options, r->data,
	    r->context);
	if (n == PCRE2_ERROR_JIT_STACKLIMIT)
		n = pcre2_match(p->code, (PCRE2_SPTR)s, len, from,
		    options | PCRE2_NO_JIT, r->data, r->context);
	if (n >= 0) {
		pair = pcre2_get_ovector_pointer(r->data);
		span->start = pair[0];
		span->end = pair[1] > pair[0] ? pair[1] : pair[0];
		rc = 1;
	} else {
		rc = n == PCRE2_ERROR_NOMATCH ? 0 : find_failed(p, n, err);
	}
	if (room == NULL)
		tk_pattern_room_free(r);
	return rc;
}

int
tk_pattern_match(const struct tk_pattern *p, const char *s, size_t len,
    struct tk_error *err)
{
	struct tk_span span;

	return tk_pattern_find(p, NULL, s, len, 0, &span, err);
}
