#include "json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* ---- reading --------------------------------------------------------- */

/* A number as short as it is exact. */
static void
put_real(struct tk_buf *b, double n)
{
	char s[40];
	int digits;

	for (digits = 15; digits <= 17; digits++) {
		snprintf(s, sizeof s, "%.*g", digits, n);
		if (strtod(s, NULL) == n)
			break;
	}
	tk_buf_puts(b, s);
}

/* Appends "name=value" and its NUL; nothing for null and "". */
static int
put_scalar(struct tk_json_record *r, const char *name, const json_t *v,
    struct tk_error *err)
{
	struct tk_buf *b = &r->text;

	if (json_is_object(v) || json_is_array(v))
		return tk_error_set(err, TK_BAD, "\"%s\" is %s; a field takes "
		    "a string, a number, true, false, null or a list of "
		    "these", name, json_is_object(v) ? "an object" :
		    "a list in a list");
	if (json_is_null(v) ||
	    (json_is_string(v) && json_string_length(v) == 0))
		return 0;
	tk_buf_printf(b, "%s=", name);
	if (json_is_string(v))
		tk_buf_add(b, json_string_value(v), json_string_length(v));
	else if (json_is_integer(v))
		tk_buf_printf(b, "%lld", (long long)json_integer_value(v));
	else if (json_is_real(v))
		put_real(b, json_real_value(v));
	else
		tk_buf_puts(b, json_is_true(v) ? "yes" : "no");
	tk_buf_putc(b, '\0');
	r->count++;
	return tk_buf_check(b, err);
}

static int
put_value(struct tk_json_record *r, const char *name, const json_t *v,
    struct tk_error *err)
{
	size_t i;

	if (name[0] == '\0' || strchr(name, '=') != NULL)
		return tk_error_set(err, TK_BAD, "\"%s\" is no name of a "
		    "field", name);
	if (!json_is_array(v))
		return put_scalar(r, name, v, err);
	for (i = 0; i < json_array_size(v); i++)
		if (put_scalar(r, name, json_array_get(v, i), err) < 0)
			return -1;
	return 0;
}

/* Points field[] at the strings, which no longer move. */
static int
point(struct tk_json_record *r, struct tk_error *err)
{
	const char **grown, *s = r->text.data;
	size_t i;

	if (r->count > r->size) {
		grown = realloc(r->field, r->count * sizeof *grown);
		if (grown == NULL)
			return tk_error_memory(err);
		r->field = grown;
		r->size = r->count;
	}
	for (i = 0; i < r->count; i++, s += strlen(s) + 1)
		r->field[i] = s;
	return 0;
}

/* jansson takes a lack of memory for bad JSON. */
static void *
allocate(size_t n)
{
	void *p = malloc(n);

	if (p == NULL)
		tk_error_memory(NULL);
	return p;
}

int
tk_json_record_read(struct tk_json_record *r, const char *s, size_t len,
    struct tk_error *err)
{
	json_error_t why;
	const char *name;
	json_t *root, *v;
	int rc = 0;

	r->count = 0;
	tk_buf_clear(&r->text);
	json_set_alloc_funcs(allocate, free);
	root = json_loadb(s, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
	    &why);
	if (root == NULL && tk_error_short())
		return tk_error_memory(err);
	if (root == NULL && json_error_code(&why) ==
	    json_error_null_character)
		return tk_error_set(err, TK_BAD, "column %d: a NUL byte; text "
		    "is UTF-8", why.column);
	if (root == NULL)
		return tk_error_set(err, TK_BAD, "column %d: %s; each line is "
		    "one JSON object", why.column, why.text);
	if (!json_is_object(root))
		rc = tk_error_set(err, TK_BAD, "no JSON object; each line is "
		    "one%s", json_is_array(root) ? ": 'jq -c .[]' makes lines "
		    "of a list" : "");
	else
		json_object_foreach(root, name, v)
			if (rc == 0)
				rc = put_value(r, name, v, err);
	json_decref(root);
	return rc < 0 ? -1 : point(r, err);
}

void
tk_json_record_free(struct tk_json_record *r)
{
	free(r->field);
	tk_buf_free(&r->text);
	memset(r, 0, sizeof *r);
}

/* ---- writing --------------------------------------------------------- */

/*
 * Not with jansson: it wants every value in memory of its own before it
 * writes one, which takes four times as long for a ticket, and it
 * refuses strings that are not UTF-8, which a damaged row may hold.
 */

/* Appends what stands for the byte at s; how many bytes that took. */
static size_t
put_special(struct tk_buf *b, const char *s, size_t len)
{
	static const char names[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	unsigned char c = (unsigned char)*s;
	const char *name;
	size_t n;

	if (c >= 0x80) {	/* as much of it as there is, up to 3 bytes */
		for (n = 1; n < len && n < 3 && (s[n] & 0xc0) == 0x80; n++)
			;
		tk_buf_puts(b, "\xef\xbf\xbd");
		return n;
	}
	name = c == 0 ? NULL : strchr(names, c);
	if (name != NULL) {
		tk_buf_putc(b, '\\');
		tk_buf_putc(b, letters[name - names]);
	} else {
		tk_buf_printf(b, "\\u%04x", c);
	}
	return 1;
}

/* The bytes from s on that need no escape, if all of them are UTF-8. */
static size_t
plain(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == '"' ||
		    s[i] == '\\' || s[i] == 0x7f)
			break;
	return i;
}

void
tk_json_put(struct tk_buf *b, const char *s, size_t len)
{
	size_t n, bad;

	if (tk_buf_reserve(b, len + 2) < 0)
		return;
	tk_buf_putc(b, '"');
	while (len > 0) {
		n = plain(s, len);
		if (!tk_text_valid(s, n, &bad))
			n = bad;
		tk_buf_add(b, s, n);
		s += n;
		len -= n;
		if (len == 0)
			break;
		n = put_special(b, s, len);
		s += n;
		len -= n;
	}
	tk_buf_putc(b, '"');
}

void
tk_json_puts(struct tk_buf *b, const char *s)
{
	if (s == NULL)
		tk_buf_add(b, "null", 4);
	else
		tk_json_put(b, s, strlen(s));
}

void
tk_json_key(struct tk_buf *b, const char *name)
{
	char last = b->len > 0 ? b->data[b->len - 1] : '{';

	if (last != '{' && last != '[')
		tk_buf_putc(b, ',');
	tk_buf_putc(b, '"');
	tk_buf_puts(b, name);
	tk_buf_add(b, "\":", 2);
}
