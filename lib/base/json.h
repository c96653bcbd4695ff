/* json.h - JSON: one object read, and values written. jansson is used in
 * json.c only. */
#ifndef TK_BASE_JSON_H
#define TK_BASE_JSON_H

#include "buf.h"

/*
 * An object as "name=value" strings. Begins as {0}, may be read into again
 * and again; free with tk_json_record_free.
 */
struct tk_json_record {
	const char **field;	/* until the next read */
	size_t count;
	size_t size;
	struct tk_buf text;
};

/*
 * Reads one object. Numbers stand as short as they are exact, true and false
 * as yes and no; null and empty strings are left out, a list gives one
 * string for each of its members. TK_BAD: no object, broken, or it has an
 * object or a list inside where none may be.
 */
int	tk_json_record_read(struct tk_json_record *, const char *s, size_t len,
	    struct tk_error *);
void	tk_json_record_free(struct tk_json_record *);

/* Appends a string in its quotes. Bytes that are no UTF-8 become U+FFFD. */
void	tk_json_put(struct tk_buf *, const char *s, size_t len);
/* The same of a string that may be NULL: null. */
void	tk_json_puts(struct tk_buf *, const char *s);
/* Appends `"name":`, behind a comma unless an object or a list has just been
 * opened. Names are ours: they need no escapes. */
void	tk_json_key(struct tk_buf *, const char *name);

#endif
