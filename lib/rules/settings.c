#include "settings.h"

#include <stdlib.h>
#include <string.h>

enum { SETTING, VALUE };

static const struct tk_column columns[] = {
	{"setting", 1},
	{"value", 1},
};

static const char *const weekdays[7] = {
	"mon", "tue", "wed", "thu", "fri", "sat", "sun",
};

static const char *const labels[TK_STATUSES] = {
	"待分派", "待澄清", "待接单", "处理中", "等待客户", "待确认", "已关闭",
};

static void
defaults(struct tk_settings *s)
{
	int i;

	memset(s, 0, sizeof *s);
	s->prefix = "CS";
	s->tie = "priority";
	s->floor_score = 1;
	s->backdate = 7 * 86400;
	s->backdate_any = "lead|manager|admin";
	s->reopen = 14;
	s->repeat_days = 30;
	s->repeat_customer = 3;
	s->repeat_product = 5;
	s->calendar = "work";
	s->unmask = "lead|manager|admin";
	s->lead = "客服主管";
	s->manager = "值班经理";
	s->unclear_ask = "请问具体是哪项功能或哪个环节有问题？看到了什么现象？";
	for (i = 0; i < TK_STATUSES; i++)
		s->status[i] = labels[i];
	s->max_value = 1 << 20;
	s->max_file = 25 << 20;
}

/* A number of the unit's seconds: "7d", "48h", or a bare count; -1. */
static int64_t
count(const char *v, int span)
{
	char *end;
	long long n = strtoll(v, &end, 10);
	int64_t unit = 1;

	if (end == v || n < 0 || n > 1000000000)
		return -1;
	if (span && (*end == 'd' || *end == 'h' || *end == 'm' ||
	    *end == 's')) {
		unit = *end == 'd' ? 86400 : *end == 'h' ? 3600 :
		    *end == 'm' ? 60 : 1;
		end++;
	}
	return *end == '\0' ? n * unit : -1;
}

struct words {
	const char *name;
	const char **to;
};

struct counts {
	const char *name;
	int64_t *to;
	int days;	/* the value may end in d and means days */
	int span;
};

static int
set_count(const struct tk_table *t, size_t row, const struct counts *c,
    const char *v, struct tk_faults *f)
{
	int64_t n = count(v, c->span || c->days);

	if (c->days && n >= 86400 && n % 86400 == 0 && strchr(v, 'd') != NULL)
		n /= 86400;
	if (n < 0)
		return tk_table_fault(t, row, VALUE, f, "\"%s\" is no %s", v,
		    c->span ? "time span such as 7d, 48h or 30m" : "number");
	*c->to = n;
	return 0;
}

static int
set_floor(const struct tk_table *t, size_t row, double *to, const char *v,
    struct tk_faults *f)
{
	char *end;

	*to = strtod(v, &end);
	if (end == v || *end != '\0' || *to < 0)
		return tk_table_fault(t, row, VALUE, f, "\"%s\" is no number",
		    v);
	return 0;
}

static int
set_week(struct tk_settings *s, size_t row, const char *v, struct tk_faults *f)
{
	int i;

	for (i = 0; i < 7; i++)
		if (strcmp(weekdays[i], v) == 0) {
			s->week_start = i;
			return 0;
		}
	return tk_table_fault(&s->table, row, VALUE, f,
	    "\"%s\" is no day; lawful are mon tue wed thu fri sat sun", v);
}

static int
apply(struct tk_settings *s, size_t row, struct tk_faults *f)
{
	const char *name = tk_table_cell(&s->table, row, SETTING);
	const char *v = tk_table_cell(&s->table, row, VALUE);
	const struct words words[] = {
		{"prefix", &s->prefix},
		{"backdate.any.roles", &s->backdate_any},
		{"calendar", &s->calendar},
		{"unmask.roles", &s->unmask},
		{"role.lead", &s->lead},
		{"role.manager", &s->manager},
		{"unclear.ask", &s->unclear_ask},
	};
	const struct counts counts[] = {
		{"backdate.agent", &s->backdate, 0, 1},
		{"reopen.days", &s->reopen, 1, 0},
		{"repeat.days", &s->repeat_days, 1, 0},
		{"repeat.customer", &s->repeat_customer, 0, 0},
		{"repeat.product", &s->repeat_product, 0, 0},
		{"max.value", &s->max_value, 0, 0},
		{"max.file", &s->max_file, 0, 0},
	};
	size_t i;
	int status;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].name, name) == 0) {
			*words[i].to = v;
			return 0;
		}
	for (i = 0; i < sizeof counts / sizeof *counts; i++)
		if (strcmp(counts[i].name, name) == 0)
			return set_count(&s->table, row, &counts[i], v, f);
	if (strcmp(name, "floor.score") == 0)
		return set_floor(&s->table, row, &s->floor_score, v, f);
	if (strcmp(name, "floor.lead") == 0)
		return set_floor(&s->table, row, &s->floor_lead, v, f);
	if (strcmp(name, "week.start") == 0)
		return set_week(s, row, v, f);
	if (strcmp(name, "tie") == 0) {
		s->tie = v;
		if (strcmp(v, "priority") == 0 || strcmp(v, "score") == 0)
			return 0;
		return tk_table_fault(&s->table, row, VALUE, f,
		    "\"%s\" is no way to break a tie; lawful are priority, "
		    "score", v);
	}
	if (strncmp(name, "status.", 7) == 0 &&
	    (status = tk_status_find(name + 7)) >= 0) {
		s->status[status] = v;
		return 0;
	}
	return tk_table_fault(&s->table, row, SETTING, f,
	    "unknown setting \"%s\"; tk-rules(5) lists them", name);
}

int
tk_settings_load(struct tk_settings *s, int rules_fd, struct tk_faults *f)
{
	int rc = 0;
	size_t i;

	defaults(s);
	if (tk_table_load(&s->table, rules_fd, "settings", columns,
	    sizeof columns / sizeof *columns, f) < 0)
		return -1;
	for (i = 0; i < s->table.rows; i++)
		if (apply(s, i, f) < 0)
			rc = -1;
	if (rc < 0)
		tk_settings_free(s);
	return rc;
}

void
tk_settings_free(struct tk_settings *s)
{
	tk_table_free(&s->table);
}
