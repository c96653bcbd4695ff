/* settings.h - settings.csv: figures a team may choose. */
#ifndef TK_RULES_SETTINGS_H
#define TK_RULES_SETTINGS_H

#include "store/schema.h"
#include "table.h"

struct tk_settings {
	const char *prefix;		/* of a new store's numbers */
	const char *tie;		/* priority or score */
	double floor_score, floor_lead;
	int64_t backdate;		/* seconds an agent may go back */
	const char *backdate_any;	/* roles that may go back at will */
	int64_t reopen;			/* days */
	int64_t archive_days;		/* closed tickets stay live */
	int64_t repeat_days, repeat_customer, repeat_product;
	int week_start;			/* 0 = Monday */
	const char *calendar;
	const char *unmask;		/* roles */
	const char *lead, *manager;	/* titles, where staff names none */
	const char *unclear_ask;
	const char *status[TK_STATUSES];	/* labels */
	int64_t max_value, max_file;	/* bytes */
	const char *mail_from;		/* "客户服务 <kefu@example.com>"; "": none */
	const char *mail_domain;	/* of Message-IDs; "": none */
	int mail_same_domain;		/* the customer's colleagues may answer */
	const char *mail_forms;		/* addresses, blanks or | between */
	int64_t mail_subject_days;
	const char *mail_thanks;	/* a|b */
	struct tk_table table;		/* owns the strings */
};

int	tk_settings_load(struct tk_settings *, int rules_fd,
	    struct tk_faults *);
void	tk_settings_free(struct tk_settings *);

#endif
