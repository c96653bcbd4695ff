#include "children.h"

#include <stdlib.h>
#include <string.h>

#include "store/folder.h"
#include "store/fold.h"

struct reader {
	const struct tk_session *session;
	struct tk_buf data;
	struct tk_ticket ticket;
	struct tk_state state;
};

static void
end(struct reader *r)
{
	tk_state_free(&r->state);
	tk_ticket_free(&r->ticket);
	tk_buf_free(&r->data);
}

/* What its file says: 1, 0 it is gone, -1. */
static int
read_one(struct reader *r, const char *number, struct tk_error *err)
{
	struct tk_error why;

	if (tk_store_read(r->session->store, number, &r->data, NULL,
	    &why) == 0)
		return 1;
	if (why.code == TK_REFUSED)
		return 0;
	if (err != NULL)
		*err = why;
	return -1;
}

/* The parent of the ticket just read if it is open, else *parent is NULL. */
static int
open_parent(struct reader *r, const char **parent, struct tk_error *err)
{
	const struct tk_fields *fs = &r->session->rules.fields;
	const struct tk_field_rule *f = tk_field_find(fs, "parent", 6);

	*parent = NULL;
	if (f == NULL || memmem(r->data.data, r->data.len, ",parent,", 8) ==
	    NULL)
		return 0;
	if (tk_ticket_parse(&r->ticket, fs->schema, r->data.data, r->data.len,
	    err) < 0 || tk_state_fold(&r->state, &r->ticket, err) < 0)
		return -1;
	if (tk_state_status(&r->state, &r->ticket) != TK_CLOSED)
		*parent = tk_state_value(&r->state, &r->ticket, f->field);
	return 0;
}

static int
add(struct tk_children *c, const char *parent, const char *number,
    struct tk_error *err)
{
	size_t size;
	void *p;

	if (parent == NULL || strlen(parent) >= TK_NUMBER_SIZE)
		return 0;
	if (c->count == c->size) {
		size = c->size > 0 ? 2 * c->size : 64;
		p = realloc(c->child, size * sizeof *c->child);
		if (p == NULL)
			return tk_error_memory(err);
		c->child = p;
		c->size = size;
	}
	strcpy(c->child[c->count].parent, parent);
	strcpy(c->child[c->count++].number, number);
	return 0;
}

static int
read_all(struct tk_children *c, struct reader *r, struct tk_error *err)
{
	struct tk_folder_reader folder = TK_FOLDER_READER_INIT;
	const struct tk_store *s = r->session->store;
	struct tk_folders all = {0};
	const char *parent;
	size_t i;
	int rc = -1, got;

	if (tk_folders_open(&all, s, 0, err) < 0)
		return -1;
	for (i = 0; i < all.count; i++) {
		got = tk_folder_read(&folder, s, &all, i, &r->data, err);
		if (got < 0 || (got > 0 && (open_parent(r, &parent, err) < 0 ||
		    add(c, parent, all.entry[i].number, err) < 0)))
			goto done;
	}
	c->read = 1;
	rc = 0;
done:
	tk_folder_reader_close(&folder);
	tk_folders_free(&all);
	return rc;
}

int
tk_children_open(struct tk_children *c, const struct tk_session *s,
    const char *number, struct tk_error *err)
{
	struct reader r = {.session = s};
	const char *parent = NULL;
	int n = 0, got;
	size_t i;

	if (!c->read && read_all(c, &r, err) < 0)
		n = -1;
	for (i = 0; n >= 0 && i < c->count; i++) {
		if (strcmp(c->child[i].parent, number) != 0 ||
		    strcmp(c->child[i].number, number) == 0)
			continue;
		got = read_one(&r, c->child[i].number, err);
		if (got < 0 || (got > 0 && open_parent(&r, &parent, err) < 0))
			n = -1;
		else if (got > 0 && parent != NULL &&
		    strcmp(parent, number) == 0)
			n++;
	}
	end(&r);
	return n;
}

void
tk_children_free(struct tk_children *c)
{
	free(c->child);
	memset(c, 0, sizeof *c);
}
