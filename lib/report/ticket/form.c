/* form.c - the form 客户服务流程执行表, filled in from one ticket. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/format/page.h"
#include "show.h"
#include "report/format/words.h"

#define LABEL 14	/* columns of a label */

struct form {
	struct tk_show *show;
	int html;
	int groups;		/* so far */
	struct tk_buf value;	/* of the line being made */
};

/* ---- lines ----------------------------------------------------------- */

static void
put_group(struct form *f, const char *name)
{
	struct tk_buf *b = &f->show->out;

	if (!f->html) {
		tk_buf_printf(b, "\n【%s】\n", name);
		return;
	}
	tk_buf_puts(b, f->groups++ > 0 ? "</table>\n" : "");
	tk_page_element(b, "h2", NULL, name);
	tk_buf_puts(b, "\n<table class=\"form\">\n");
}

/* A row of the group's table. */
static void
put_html_line(struct form *f, const char *label)
{
	struct tk_buf *b = &f->show->out;

	tk_buf_puts(b, "<tr>");
	tk_page_element(b, "th", NULL, label);
	tk_page_element(b, "td", NULL, f->value.len > 0 ? f->value.data :
	    "–");
	tk_buf_puts(b, "</tr>\n");
}

/* Ends a line: its label, and the value made for it. */
static void
put_line(struct form *f, const char *label)
{
	struct tk_buf *b = &f->show->out;

	if (f->html) {
		put_html_line(f, label);
	} else {
		tk_buf_puts(b, "  ");
		tk_text_fit(b, label, LABEL, 0);
		if (f->value.len > 0)
			tk_show_lines(b, f->value.data, LABEL + 2);
		else
			tk_buf_putc(b, '-');
		tk_buf_putc(b, '\n');
	}
	b->failed |= f->value.failed;
	tk_buf_clear(&f->value);
}

/* Adds a piece to the value, behind a separator. */
static void
add(struct form *f, const char *sep, const char *s)
{
	if (s == NULL || s[0] == '\0')
		return;
	if (f->value.len > 0)
		tk_buf_puts(&f->value, sep);
	tk_buf_puts(&f->value, s);
}

static const char *
value(const struct form *f, const char *field)
{
	return tk_viewer_value(&f->show->viewer, field);
}

/* A field's value, times short and people by name. */
static void
add_field(struct form *f, const char *sep, const char *field)
{
	int i = tk_scope_field(&f->show->scope, field);
	const char *s = value(f, field);

	if (s == NULL || i < 0)
		return;
	if (f->value.len > 0)
		tk_buf_puts(&f->value, sep);
	tk_show_value(&f->value, f->show, (unsigned)i, s, 0);
}

static void
put_field(struct form *f, const char *label, const char *field)
{
	add_field(f, "", field);
	put_line(f, label);
}

/* ---- rows of logs ---------------------------------------------------- */

static int
is_one_of(const struct tk_row *r, const char *const *names)
{
	if (r->qualifier != NULL || r->len == 0 ||
	    (r->flags & TK_ROW_OUT) != 0)
		return 0;
	for (; *names != NULL; names++)
		if (strcmp(r->name, *names) == 0)
			return 1;
	return 0;
}

/* "2023-10-01 09:45..10:00": when a row happened, a span in full. */
static void
add_time(struct form *f, unsigned number)
{
	const struct tk_viewer *v = &f->show->viewer;
	const char *at = tk_ticket_qualifier(&v->ticket, number, "at");
	char word[TK_WORD_SIZE];

	if (at != NULL && strstr(at, "..") != NULL)
		tk_show_value(&f->value, f->show, (unsigned)-1, at, 0);
	else
		tk_buf_puts(&f->value, tk_word_date(word,
		    v->ticket.row[number - 1].at,
		    f->show->scope.rules->zone));
}

/* Every row of those fields, a line each, with when it happened. */
static void
add_rows(struct form *f, const char *const *names, int timed)
{
	const struct tk_ticket *t = &f->show->viewer.ticket;
	const struct tk_row *r;
	unsigned i, n = 0;

	for (i = 1; i <= t->rows; i++) {
		r = &t->row[i - 1];
		if (!is_one_of(r, names))
			continue;
		tk_buf_puts(&f->value, n++ > 0 ? "\n" : "");
		if (timed) {
			add_time(f, i);
			tk_buf_puts(&f->value, "  ");
		}
		if (names[1] != NULL)
			tk_buf_printf(&f->value, "%s：", tk_scope_label(
			    &f->show->scope, t, r->field));
		tk_buf_puts(&f->value, r->value);
	}
}

/* The number of the last row of a field that counts, 0: none. */
static unsigned
last_row(const struct form *f, const char *field)
{
	const struct tk_viewer *v = &f->show->viewer;
	int i = tk_scope_field(&f->show->scope, field);
	const struct tk_row *r = i < 0 ? NULL : tk_state_row(&v->state,
	    &v->ticket, (unsigned)i);

	return r == NULL ? 0 : (unsigned)(r - v->ticket.row) + 1;
}

/* ---- groups ---------------------------------------------------------- */

static void
put_basics(struct form *f)
{
	const struct tk_view *v = &f->show->view;
	const char *vip = value(f, "vip");
	char word[TK_WORD_SIZE];

	put_group(f, "基本信息");
	add(f, "", value(f, "ref"));
	add(f, "  ", v->number);
	put_line(f, "问题编号");
	put_field(f, "客户名称", "customer");
	add_field(f, "", "customer_type");
	if (vip != NULL && strcmp(vip, "否") != 0 && strcmp(vip, "no") != 0)
		add(f, "，", "VIP");
	put_line(f, "客户类型");
	put_field(f, "联系方式", "contact");
	put_field(f, "需求渠道", "channel");
	add(f, "", tk_word_date(word, v->created,
	    f->show->scope.rules->zone));
	put_line(f, "提交时间");
}

/* What else was recorded at intake, with labels. */
static void
add_extras(struct form *f)
{
	static const char *const fields[] = {"order_no", "product", "module",
	    "occurred", "error", "tried", "steps", "scope", "region",
	    "customer_no"};
	size_t i;
	int n;

	add_field(f, "", "extra");
	for (i = 0; i < sizeof fields / sizeof *fields; i++) {
		n = tk_scope_field(&f->show->scope, fields[i]);
		if (n < 0 || value(f, fields[i]) == NULL)
			continue;
		add(f, "；", tk_scope_label(&f->show->scope,
		    &f->show->viewer.ticket, (unsigned)n));
		tk_buf_putc(&f->value, ' ');
		add_field(f, "", fields[i]);
	}
}

static void
put_demand(struct form *f)
{
	const char *category = f->show->view.shown[TK_CATEGORY_FIELD];

	put_group(f, "需求详情");
	add_field(f, "", value(f, "description") != NULL ? "description" :
	    "subject");
	put_line(f, "问题描述");
	add_field(f, "", "nature");
	if (f->value.len == 0 && category != NULL)
		tk_buf_add(&f->value, category, strcspn(category, "/"));
	put_line(f, "问题类型");
	add_field(f, "", "urgency");
	add_field(f, "：", "urgency_reason");
	put_line(f, "紧急程度");
	put_field(f, "期望解决时间", "wanted");
	add_extras(f);
	put_line(f, "附加信息");
}

static void
add_people(struct form *f)
{
	const struct tk_viewer *v = &f->show->viewer;
	int helper = tk_scope_field(&f->show->scope, "helper");
	const char *team = f->show->view.shown[TK_TEAM_FIELD];
	const char *who = f->show->view.shown[TK_ASSIGNEE];
	unsigned n = 0;

	add_field(f, "", "assignee");
	if (team != NULL && (who == NULL || strcmp(team, who) != 0))
		add(f, "，", team);
	while (helper >= 0 && (n = tk_state_next(&v->state, &v->ticket,
	    (unsigned)helper, n)) != 0) {
		add(f, "，", "协助 ");
		tk_show_value(&f->value, f->show, (unsigned)helper,
		    v->ticket.row[n - 1].value, 0);
	}
}

static void
put_work(struct form *f)
{
	static const char *const plan[] = {"plan", NULL};
	static const char *const done[] = {"progress", "analysis", "meeting",
	    "appointment", "visit", "handover", "forward", "escalation",
	    "solution", NULL};
	unsigned assigned = last_row(f, "assignee");

	put_group(f, "处理过程");
	put_field(f, "需求分类", "category");
	put_field(f, "优先级", "priority");
	add_people(f);
	put_line(f, "处理责任人");
	if (assigned > 0)
		add_time(f, assigned);
	put_line(f, "任务分配时间");
	put_field(f, "截止时间", "deadline");
	add_rows(f, plan, 0);
	put_line(f, "处理方案");
	add_rows(f, done, 1);
	put_line(f, "处理进度记录");
}

/* The loop is closed when the problem is solved, and the customer says so. */
static int
is_closed_loop(const struct form *f)
{
	const char *result = value(f, "result");
	const char *confirmation = value(f, "confirmation");

	return f->show->view.status == TK_CLOSED && result != NULL &&
	    strcmp(result, "solved") == 0 && confirmation != NULL &&
	    strcmp(confirmation, "已解决") == 0;
}

static void
put_feedback(struct form *f)
{
	static const char *const fields[] = {"feedback", NULL};
	const struct tk_ticket *t = &f->show->viewer.ticket;
	unsigned reply = last_row(f, "reply");
	unsigned score = last_row(f, "satisfaction");

	put_group(f, "结果反馈");
	if (reply > 0)
		add_time(f, reply);
	put_line(f, "反馈时间");
	if (reply > 0)
		add(f, "", tk_ticket_qualifier(t, reply, "channel"));
	put_line(f, "反馈渠道");
	add_rows(f, fields, 0);
	if (score > 0)
		add(f, "\n", tk_ticket_qualifier(t, score, "words"));
	add_field(f, "\n", "confirmation");
	put_line(f, "客户反馈");
	put_field(f, "满意度评分", "satisfaction");
	add(f, "", is_closed_loop(f) ? "是" : "否");
	add_field(f, "，", "result");
	put_line(f, "是否闭环");
}

static void
put_remarks(struct form *f)
{
	static const char *const notes[] = {"note", NULL};
	static const char *const better[] = {"measure", "review", NULL};

	put_group(f, "备注与优化");
	add_rows(f, notes, 1);
	put_line(f, "备注");
	add_rows(f, better, 0);
	add_field(f, "\n", "lesson");
	put_line(f, "优化");
	put_field(f, "归档摘要", "summary");
}

void
tk_show_form(struct tk_show *s, int html)
{
	struct form f = {.show = s, .html = html};

	tk_buf_puts(&s->out, html ? "<section class=\"sheet\">\n"
	    "<h1>客户服务流程执行表</h1>\n" : "客户服务流程执行表\n");
	put_basics(&f);
	put_demand(&f);
	put_work(&f);
	put_feedback(&f);
	put_remarks(&f);
	tk_buf_puts(&s->out, html ? "</table>\n</section>\n" : "");
	tk_buf_free(&f.value);
}
