#include "object.h"

#include <string.h>

#include "base/json.h"
#include "report/format/mask.h"

/* ---- masks ----------------------------------------------------------- */

static int
is_contact(const char *name)
{
	const char *dot = strchr(name, '.');

	return strcmp(dot == NULL ? name : dot + 1, "contact") == 0 ||
	    strncmp(name, "contact.", 8) == 0;
}

/* Keys and what only machines write hold digits that are no numbers. */
static int
is_key(const struct tk_scope *s, const char *name)
{
	static const char *const keys[] = {"id", "ref", "verdict", "raw"};
	size_t n = strcspn(name, "."), i;
	int field = tk_schema_find(s->schema, name, n);

	for (i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i], name) == 0)
			return 1;
	if (name[n] == '.' || field < 0 || s->own != NULL)
		return 0;
	return s->rules->fields.rule[field].type != TK_TEXT;
}

void
tk_object_mask(struct tk_buf *b, const struct tk_scope *s, const char *field,
    const char *value, size_t len)
{
	if (is_contact(field))
		tk_mask_contact(b, value, len);
	else if (is_key(s, field))
		tk_buf_add(b, value, len);
	else
		tk_mask_text(b, value, len);
}

/* ---- the object ------------------------------------------------------ */

struct writer {
	struct tk_buf *out;
	const struct tk_viewer *viewer;
	int masked;
	struct tk_buf text;	/* a masked value */
};

static void
put_value(struct writer *w, const char *field, const char *s, size_t len)
{
	if (w->masked) {
		tk_buf_clear(&w->text);
		tk_object_mask(&w->text, w->viewer->scope, field, s, len);
		s = w->text.data == NULL ? "" : w->text.data;
		len = w->text.len;
	}
	tk_json_put(w->out, s, len);
}

static void
put_string(struct writer *w, const char *key, const char *s)
{
	tk_json_key(w->out, key);
	if (s == NULL)
		tk_json_puts(w->out, NULL);
	else
		put_value(w, key, s, strlen(s));
}

void
tk_object_time(struct tk_buf *b, int64_t t, const struct tk_zone *zone)
{
	char time[TK_TIME_SIZE];

	tk_json_puts(b, t == TK_UNSET ? NULL : tk_time_format(time, t, zone));
}

static void
put_time(struct writer *w, const char *key, int64_t t)
{
	tk_json_key(w->out, key);
	tk_object_time(w->out, t, w->viewer->scope->rules->zone);
}

static void
put_number(struct writer *w, const char *key, int64_t n)
{
	tk_json_key(w->out, key);
	if (n == TK_UNSET)
		tk_json_puts(w->out, NULL);
	else
		tk_buf_printf(w->out, "%lld", (long long)n);
}

static void
put_head(struct writer *w, const struct tk_view *v)
{
	put_string(w, "id", v->number);
	put_string(w, "status", tk_status_name(v->status));
	put_string(w, "subject", v->shown[TK_SUBJECT]);
	put_string(w, "category", v->shown[TK_CATEGORY_FIELD]);
	put_string(w, "priority", v->shown[TK_PRIORITY_FIELD]);
	put_string(w, "team", v->shown[TK_TEAM_FIELD]);
	put_string(w, "assignee", v->shown[TK_ASSIGNEE]);
	put_string(w, "channel", v->shown[TK_CHANNEL]);
	put_string(w, "customer", v->shown[TK_CUSTOMER]);
	put_time(w, "created", v->created);
	put_time(w, "closed", v->closed);
	put_time(w, "due", v->due);
	put_string(w, "next_clock", v->next_clock);
	put_number(w, "overdue", v->overdue);
}

/* A log or a set: what counts of it now; nothing if nothing does. */
static void
put_list(struct writer *w, unsigned field)
{
	const struct tk_ticket *t = &w->viewer->ticket;
	const char *name = tk_ticket_field_name(t, field), *sep = "";
	unsigned n = 0;

	while ((n = tk_state_next(&w->viewer->state, t, field, n)) != 0) {
		if (*sep == '\0') {
			tk_json_key(w->out, name);
			tk_buf_putc(w->out, '[');
		}
		tk_buf_puts(w->out, sep);
		put_value(w, name, t->row[n - 1].value, t->row[n - 1].len);
		sep = ",";
	}
	if (*sep != '\0')
		tk_buf_putc(w->out, ']');
}

static void
put_fields(struct writer *w)
{
	const struct tk_ticket *t = &w->viewer->ticket;
	const char *name;
	const struct tk_row *r;
	unsigned i;

	tk_json_key(w->out, "fields");
	tk_buf_putc(w->out, '{');
	for (i = 0; i < t->fields; i++) {
		r = tk_state_row(&w->viewer->state, t, i);
		if (r == NULL)
			continue;
		if (tk_ticket_fold(t, i) != TK_FOLD_ONE) {
			put_list(w, i);
			continue;
		}
		name = tk_ticket_field_name(t, i);
		tk_json_key(w->out, name);
		put_value(w, name, r->value, r->len);
	}
	tk_buf_putc(w->out, '}');
}

#define PUT(b, s) tk_buf_add(b, s, sizeof (s) - 1)

/* Written by hand, as most of an object is log: neighbours have one time. */
static void
put_log(struct writer *w)
{
	const struct tk_ticket *t = &w->viewer->ticket;
	const struct tk_zone *zone = w->viewer->scope->rules->zone;
	const struct tk_row *r;
	char time[TK_TIME_SIZE];
	unsigned i;

	tk_json_key(w->out, "log");
	PUT(w->out, "[");
	for (i = 0; i < t->rows; i++) {
		r = &t->row[i];
		if (r->time != TK_UNSET && (i == 0 || r[-1].time != r->time))
			tk_time_format(time, r->time, zone);
		if (i > 0)
			PUT(w->out, ",");
		PUT(w->out, "{\"time\":");
		tk_json_puts(w->out, r->time == TK_UNSET ? NULL : time);
		PUT(w->out, ",\"actor\":");
		tk_json_puts(w->out, r->actor);
		PUT(w->out, ",\"field\":");
		tk_json_puts(w->out, r->name);
		PUT(w->out, ",\"value\":");
		put_value(w, r->name, r->value, r->len);
		PUT(w->out, "}");
	}
	PUT(w->out, "]");
}

static void
put_clocks(struct writer *w)
{
	const struct tk_clock_list *list = &w->viewer->clocks;
	const struct tk_clock *c;
	size_t i;

	tk_json_key(w->out, "clocks");
	tk_buf_putc(w->out, '[');
	for (i = 0; i < list->count; i++) {
		c = &list->clock[i];
		tk_buf_puts(w->out, i > 0 ? ",{" : "{");
		tk_json_key(w->out, "clock");
		tk_json_puts(w->out, c->name);
		put_number(w, "cycle", c->cycle);
		tk_json_key(w->out, "verdict");
		tk_json_puts(w->out, tk_verdict_name(c->verdict));
		put_time(w, "start", c->start);
		put_time(w, "due", c->due);
		put_number(w, "elapsed", c->elapsed);
		put_number(w, "limit", c->limit);
		tk_json_key(w->out, "calendar");
		tk_json_puts(w->out, c->calendar);
		tk_buf_putc(w->out, '}');
	}
	tk_buf_putc(w->out, ']');
}

void
tk_object_put(struct tk_buf *out, const struct tk_viewer *viewer,
    const struct tk_view *view, int masked)
{
	struct writer w = {out, viewer, masked, TK_BUF_INIT};

	tk_buf_putc(out, '{');
	put_head(&w, view);
	put_fields(&w);
	put_log(&w);
	put_clocks(&w);
	tk_buf_putc(out, '}');
	if (w.text.failed)
		out->failed = 1;
	tk_buf_free(&w.text);
}
