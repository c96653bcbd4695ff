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

/* The parent of the ticket just read if it is open, else NULL. */
static const char *
open_parent(struct reader *r)
{
	const struct tk_fields *fs = &r->session->rules.fields;
	const struct tk_field_rule *f = tk_field_find(fs, "parent", 6);

	if (f == NULL || memmem(r->data.data, r->data.len, ",parent,", 8) ==
	    NULL || tk_ticket_parse(&r->ticket, fs->schema, r->data.data,
	    r->data.len, NULL) < 0 ||
	    tk_state_fold(&r->state, &r->ticket, NULL) < 0 ||
	    tk_state_status(&r->state, &r->ticket) == TK_CLOSED)
		return NULL;
	return tk_state_value(&r->state, &r->ticket, f->field);
}

static int
add(struct tk_children *c, const char *parent, const char *number)
{
	size_t size;
	void *p;

	if (strlen(parent) >= TK_NUMBER_SIZE)
		return 0;
	if (c->count == c->size) {
		size = c->size > 0 ? 2 * c->size : 64;
		p = realloc(c->child, size * sizeof *c->child);
		if (p == NULL)
			return -1;
		c->child = p;
		c->size = size;
	}
	strcpy(c->child[c->count].parent, parent);
	strcpy(c->child[c->count++].number, number);
	return 0;
}

static int
read_all(struct tk_children *c, struct reader *r)
{
	struct tk_folder_reader folder = TK_FOLDER_READER_INIT;
	const struct tk_store *s = r->session->store;
	struct tk_folders all = {0};
	const char *parent;
	size_t i;
	int rc = -1, got;

	if (tk_folders_open(&all, s, 0, NULL) < 0)
		return -1;
	for (i = 0; i < all.count; i++) {
		got = tk_folder_read(&folder, s, &all, i, &r->data, NULL);
		if (got < 0)
			goto done;
		parent = got == 0 ? NULL : open_parent(r);
		if (parent != NULL && add(c, parent, all.entry[i].number) < 0)
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
    const char *number)
{
	struct reader r = {.session = s};
	const char *parent;
	int n = 0;
	size_t i;

	if (!c->read && read_all(c, &r) < 0) {
		end(&r);
		return -1;
	}
	for (i = 0; i < c->count; i++) {
		if (strcmp(c->child[i].parent, number) != 0 ||
		    strcmp(c->child[i].number, number) == 0 ||
		    tk_store_read(s->store, c->child[i].number, &r.data, NULL,
		    NULL) < 0)
			continue;
		parent = open_parent(&r);
		if (parent != NULL && strcmp(parent, number) == 0)
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
