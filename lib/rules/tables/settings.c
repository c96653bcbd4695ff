#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/address.h"

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

static const char thanks[] = "谢谢|谢谢你|谢谢您|谢了|感谢|多谢|非常感谢|十分感谢|"
    "感谢您的回复|谢谢您的回复|辛苦了|好|好的|好的谢谢|好的，谢谢|收到|收到了|已收到|"
    "收到谢谢|收到，谢谢|知道了|明白了|ok|okay|thanks|thank you|many thanks|"
    "thanks a lot|thank you very much|thx|got it|received|noted";

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
	s->archive_days = 90;
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
	s->mail_from = s->mail_domain = s->mail_forms = "";
	s->mail_subject_days = 7;
	s->mail_thanks = thanks;
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

/* "客户服务 <kefu@example.com>", or the address alone. */
static int
set_from(struct tk_settings *s, size_t row, const char *v, struct tk_faults *f)
{
	const char *open = strchr(v, '<');
	size_t n = strlen(v);
	int good = open == NULL ? tk_address_valid(v, n) : v[n - 1] == '>' &&
	    tk_address_valid(open + 1, (size_t)(v + n - open) - 2);

	if (!good || v[strcspn(v, "\r\n\t")] != '\0')
		return tk_table_fault(&s->table, row, VALUE, f, "\"%s\" is no "
		    "sender; write it like 客户服务 <kefu@example.com>", v);
	s->mail_from = v;
	return 0;
}

static int
set_domain(struct tk_settings *s, size_t row, const char *v,
    struct tk_faults *f)
{
	if (!tk_address_domain_valid(v, strlen(v)))
		return tk_table_fault(&s->table, row, VALUE, f, "\"%s\" is no "
		    "domain; write it like example.com", v);
	s->mail_domain = v;
	return 0;
}

static int
set_forms(struct tk_settings *s, size_t row, const char *v,
    struct tk_faults *f)
{
	const char *p = v;
	size_t n;

	for (p += strspn(p, " |"); *p != '\0'; p += n, p += strspn(p, " |")) {
		n = strcspn(p, " |");
		if (!tk_address_valid(p, n))
			return tk_table_fault(&s->table, row, VALUE, f,
			    "\"%.*s\" is no mail address", (int)n, p);
	}
	s->mail_forms = v;
	return 0;
}

static int
set_thanks(struct tk_settings *s, size_t row, const char *v,
    struct tk_faults *f)
{
	size_t n = strlen(v);

	if (v[0] == '|' || v[n - 1] == '|' || strstr(v, "||") != NULL)
		return tk_table_fault(&s->table, row, VALUE, f, "\"%s\" has an "
		    "empty word between its |", v);
	s->mail_thanks = v;
	return 0;
}

static int
set_yes(const struct tk_table *t, size_t row, int *to, const char *v,
    struct tk_faults *f)
{
	*to = strcmp(v, "yes") == 0;
	if (!*to && strcmp(v, "no") != 0)
		return tk_table_fault(t, row, VALUE, f, "\"%s\" is neither yes "
		    "nor no", v);
	return 0;
}

/* Those of mail; 1: it is none of them. */
static int
apply_mail(struct tk_settings *s, size_t row, const char *name, const char *v,
    struct tk_faults *f)
{
	const struct counts days = {"mail.subject_days", &s->mail_subject_days,
	    1, 0};

	if (strcmp(name, "mail.from") == 0)
		return set_from(s, row, v, f);
	if (strcmp(name, "mail.domain") == 0)
		return set_domain(s, row, v, f);
	if (strcmp(name, "mail.same_domain") == 0)
		return set_yes(&s->table, row, &s->mail_same_domain, v, f);
	if (strcmp(name, "mail.forms") == 0)
		return set_forms(s, row, v, f);
	if (strcmp(name, "mail.thanks") == 0)
		return set_thanks(s, row, v, f);
	if (strcmp(name, days.name) == 0)
		return set_count(&s->table, row, &days, v, f);
	return 1;
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
		{"archive.days", &s->archive_days, 1, 0},
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
	if (strncmp(name, "mail.", 5) == 0 &&
	    (status = apply_mail(s, row, name, v, f)) <= 0)
		return status;
	if (strncmp(name, "status.", 7) == 0 &&
	    (status = tk_status_find(name + 7)) >= 0) {
		s->status[status] = v;
		return 0;
	}
	return tk_table_fault(&s->table, row, SETTING, f,
	    "unknown setting \"%s\"; tk-rules(5) lists them", name);
}

/* Where Message-IDs are from: by default, where the sender is. */
static int
default_domain(struct tk_settings *s)
{
	const char *at = strrchr(s->mail_from, '@');

	if (at == NULL || s->mail_domain[0] != '\0')
		return 0;
	s->mail_domain = tk_arena_copy(&s->table.arena, at + 1,
	    strcspn(at + 1, ">"));
	return s->mail_domain == NULL ? -1 : 0;
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
	if (default_domain(s) < 0)
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
