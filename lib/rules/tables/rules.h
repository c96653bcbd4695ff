/* rules.h - a rulebook: its tables, each loaded when first needed. */
#ifndef TK_RULES_RULES_H
#define TK_RULES_RULES_H

#include "store/store.h"
#include "rules/calendar/calendar.h"
#include "category.h"
#include "rules/clock/clock.h"
#include "fields.h"
#include "flow.h"
#include "priority.h"
#include "settings.h"
#include "staff.h"
#include "table.h"

enum tk_rules_part {
	TK_RULES_SETTINGS = 1,
	TK_RULES_PRIORITIES = 2,
	TK_RULES_CATEGORIES = 4,
	TK_RULES_STAFF = 8,	/* teams, staff, duty */
	TK_RULES_CALENDARS = 16,	/* and holidays */
	TK_RULES_FIELDS = 32,
	TK_RULES_FLOW = 64,
	TK_RULES_CLOCKS = 128,
	TK_RULES_WORDS = 256,	/* keywords: the classifier */
	TK_RULES_ROUTING = 512,
	TK_RULES_TEXTS = 1024,	/* messages, playbook, targets, matrix */
	TK_RULES_ALL = 2047,
};

struct tk_classifier;
struct tk_routing;
struct tk_texts;

struct tk_rules {
	int fd;				/* the folder rules/ */
	const struct tk_zone *zone;	/* the store's */
	unsigned loaded;		/* parts */
	int batch;			/* many texts will be judged */
	struct tk_settings settings;
	struct tk_priorities priorities;
	struct tk_categories categories;
	struct tk_staff staff;
	struct tk_calendars *calendars;
	struct tk_fields fields;
	struct tk_flow flow;
	struct tk_clock_rules *clocks;
	struct tk_classifier *classifier;
	struct tk_routing *routing;
	struct tk_texts *texts;
};

/* Opens the folder below at; nothing is read yet. Free with _close. */
int	tk_rules_open(struct tk_rules *, int at, const char *path,
	    const struct tk_zone *, struct tk_error *);
void	tk_rules_close(struct tk_rules *);
/* Loads what is not loaded yet, with what it stands on; TK_BAD names the
 * first fault and how many there are. Not for threads: load before. */
int	tk_rules_need(struct tk_rules *, unsigned parts, struct tk_error *);
/* Loads everything afresh and collects every fault; 0 when there is none. */
int	tk_rules_check(struct tk_rules *, struct tk_faults *);
/* The calendar of working days: setting `calendar`, else NULL. */
const struct tk_calendar *tk_rules_calendar(const struct tk_rules *);

#endif
