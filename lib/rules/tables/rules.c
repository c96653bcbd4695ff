#include "rules.h"

#include <string.h>
#include <unistd.h>

#include "rules/classify/classify.h"
#include "rules/change/route.h"
#include "texts.h"

static int
load_settings(struct tk_rules *r, struct tk_faults *f)
{
	return tk_settings_load(&r->settings, r->fd, f);
}

static void
free_settings(struct tk_rules *r)
{
	tk_settings_free(&r->settings);
}

static int
load_priorities(struct tk_rules *r, struct tk_faults *f)
{
	return tk_priorities_load(&r->priorities, r->fd, f);
}

static void
free_priorities(struct tk_rules *r)
{
	tk_priorities_free(&r->priorities);
}

static int
load_categories(struct tk_rules *r, struct tk_faults *f)
{
	return tk_categories_load(&r->categories, r->fd, &r->priorities, f);
}

static void
free_categories(struct tk_rules *r)
{
	tk_categories_free(&r->categories);
}

static int
load_staff(struct tk_rules *r, struct tk_faults *f)
{
	return tk_staff_load(&r->staff, r->fd, f);
}

static void
free_staff(struct tk_rules *r)
{
	tk_staff_free(&r->staff);
}

static int
load_calendars(struct tk_rules *r, struct tk_faults *f)
{
	return tk_calendars_load(&r->calendars, r->fd, r->zone, f);
}

static void
free_calendars(struct tk_rules *r)
{
	tk_calendars_free(r->calendars);
	r->calendars = NULL;
}

static void
free_fields(struct tk_rules *r)
{
	tk_fields_free(&r->fields);
}

static void
free_flow(struct tk_rules *r)
{
	tk_flow_free(&r->flow);
}

static int
load_clocks(struct tk_rules *r, struct tk_faults *f)
{
	/* a check reads on where a calendar is faulty; clocks cannot */
	return (r->loaded & TK_RULES_CALENDARS) == 0 ? -1 :
	    tk_clock_rules_load(&r->clocks, r, f);
}

static void
free_clocks(struct tk_rules *r)
{
	tk_clock_rules_free(r->clocks);
	r->clocks = NULL;
}

static int
load_words(struct tk_rules *r, struct tk_faults *f)
{
	const struct tk_classify_settings settings = {
		strcmp(r->settings.tie, "score") == 0,
		r->settings.floor_score, r->settings.floor_lead,
		r->settings.unclear_ask, r->batch, NULL,
	};

	return tk_classifier_new(&r->classifier, r->fd, &r->categories,
	    &r->priorities, &settings, f);
}

static void
free_words(struct tk_rules *r)
{
	tk_classifier_free(r->classifier);
	r->classifier = NULL;
}

static int
load_routing(struct tk_rules *r, struct tk_faults *f)
{
	return tk_routing_load(&r->routing, r, f);
}

static void
free_routing(struct tk_rules *r)
{
	tk_routing_free(r->routing);
	r->routing = NULL;
}

static int
load_texts(struct tk_rules *r, struct tk_faults *f)
{
	return tk_texts_load(&r->texts, r, f);
}

static void
free_texts(struct tk_rules *r)
{
	tk_texts_free(r->texts);
	r->texts = NULL;
}

#define SELECTING (TK_RULES_PRIORITIES | TK_RULES_CATEGORIES | \
	TK_RULES_SETTINGS | TK_RULES_CALENDARS | TK_RULES_STAFF)

/* In an order in which each stands only on those before it. */
static const struct part {
	unsigned bit, needs;
	const char *tables;
	int (*load)(struct tk_rules *, struct tk_faults *);
	void (*free)(struct tk_rules *);
} parts[] = {
	{TK_RULES_SETTINGS, 0, "settings", load_settings, free_settings},
	{TK_RULES_PRIORITIES, 0, "priorities", load_priorities,
	    free_priorities},
	{TK_RULES_CATEGORIES, TK_RULES_PRIORITIES, "categories",
	    load_categories, free_categories},
	{TK_RULES_STAFF, 0, "teams", load_staff, free_staff},
	{TK_RULES_CALENDARS, 0, "calendars", load_calendars, free_calendars},
	{TK_RULES_FIELDS, SELECTING, "fields", tk_fields_load, free_fields},
	{TK_RULES_FLOW, TK_RULES_FIELDS, "flow", tk_flow_load, free_flow},
	{TK_RULES_CLOCKS, TK_RULES_FIELDS, "clocks", load_clocks,
	    free_clocks},
	{TK_RULES_WORDS, TK_RULES_CATEGORIES | TK_RULES_SETTINGS, "keywords",
	    load_words, free_words},
	{TK_RULES_ROUTING, TK_RULES_FIELDS, "routing", load_routing,
	    free_routing},
	{TK_RULES_TEXTS, TK_RULES_FIELDS, "messages", load_texts, free_texts},
};
#define PARTS (sizeof parts / sizeof *parts)

int
tk_rules_open(struct tk_rules *r, int at, const char *path,
    const struct tk_zone *zone, struct tk_error *err)
{
	memset(r, 0, sizeof *r);
	r->zone = zone;
	r->fd = tk_sys_open_dir(at, path, err);
	return r->fd < 0 ? -1 : 0;
}

static void
unload(struct tk_rules *r)
{
	size_t i;

	for (i = PARTS; i > 0; i--)
		if ((r->loaded & parts[i - 1].bit) != 0)
			parts[i - 1].free(r);
	r->loaded = 0;
}

void
tk_rules_close(struct tk_rules *r)
{
	unload(r);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}

static unsigned
with_needs(unsigned wanted)
{
	size_t i;

	for (i = PARTS; i > 0; i--)
		if ((wanted & parts[i - 1].bit) != 0)
			wanted |= parts[i - 1].needs;
	return wanted;
}

/* Parts on which others stand are taken as assumed, loaded or not. */
static void
load(struct tk_rules *r, unsigned wanted, unsigned assumed,
    struct tk_faults *f)
{
	size_t i, had;

	for (i = 0; i < PARTS; i++) {
		if ((wanted & parts[i].bit) == 0 ||
		    (r->loaded & parts[i].bit) != 0 ||
		    (parts[i].needs & ~(r->loaded | assumed)) != 0)
			continue;
		had = f->count;
		if (parts[i].load(r, f) == 0)
			r->loaded |= parts[i].bit;
		else if (f->count == had && (with_needs(parts[i].bit) &
		    ~(r->loaded | parts[i].bit)) == 0)
			tk_faults_memory(f);	/* what else */
	}
}

int
tk_rules_need(struct tk_rules *r, unsigned wanted, struct tk_error *err)
{
	struct tk_faults f = TK_FAULTS_INIT;
	int rc = 0;

	wanted = with_needs(wanted);
	if ((wanted & ~r->loaded) != 0)
		load(r, wanted, 0, &f);
	if ((wanted & ~r->loaded) != 0) {
		tk_faults_error(&f, err);
		rc = -1;
	}
	tk_faults_free(&f);
	return rc;
}

int
tk_rules_check(struct tk_rules *r, struct tk_faults *f)
{
	size_t had, i;

	unload(r);
	tk_table_strangers(r->fd, f);
	for (i = 0; i < PARTS; i++) {
		had = f->count;
		load(r, parts[i].bit, TK_RULES_CALENDARS, f);
		if ((r->loaded & parts[i].bit) == 0 && f->count == had)
			tk_faults_unseen(f, parts[i].tables);
	}
	return f->count == 0 ? 0 : -1;
}

const struct tk_calendar *
tk_rules_calendar(const struct tk_rules *r)
{
	if ((r->loaded & TK_RULES_CALENDARS) == 0)
		return NULL;
	return tk_calendar_find(r->calendars, r->settings.calendar);
}
