/* story.c - what happened, in a draft: the facts, the timeline, the impact,
 * and what was late. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "draft.h"
#include "report/format/words.h"

/* ---- what happened --------------------------------------------------- */

static void
put_facts(struct tk_draft *d)
{
	const struct tk_view *v = &d->show->view;

	tk_buf_printf(&d->line, "工单：%s（%s）", v->number,
	    tk_scope_status(&d->show->scope, v->status));
	tk_draft_item(d);
	tk_draft_field(d, "分类", "category");
	tk_draft_field(d, "优先级", "priority");
	tk_draft_field(d, "责任团队", "team");
	tk_draft_field(d, "处理人", "assignee");
	tk_draft_field(d, "描述", "description");
}

/* What moved the ticket, or was said; of the status only its end. */
static int
is_event(const struct tk_row *r)
{
	static const char *const fields[] = {"emergency", "incident",
	    "assignee", "accepted", "declined", "escalation", "handover",
	    "ack", "reply", "question", "feedback", "attempt", "urge",
	    "analysis", "plan", "progress", "measure", "meeting",
	    "appointment", "visit", "forward", "recovery", "solution",
	    "verification", "confirmation", "satisfaction", "reopened"};
	size_t i;

	if (r->qualifier != NULL || r->len == 0 ||
	    (r->flags & TK_ROW_OUT) != 0)
		return 0;
	if (r->field == TK_STATUS)
		return strcmp(r->value, "closed") == 0;
	for (i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(r->name, fields[i]) == 0)
			return 1;
	return r->field == TK_ID;
}

/* Rows of one ticket lie behind each other. */
static int
earlier(const void *x, const void *y)
{
	const struct tk_row *a = *(const struct tk_row *const *)x;
	const struct tk_row *b = *(const struct tk_row *const *)y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a < b ? -1 : a > b;
}

static void
put_event(struct tk_draft *d, const struct tk_row *r)
{
	tk_draft_time(d, r->at);
	tk_buf_puts(&d->line, "  ");
	tk_text_safe(&d->line, tk_scope_person(&d->show->scope, r->actor));
	tk_buf_printf(&d->line, "  %s：", r->field == TK_ID ? "受理" :
	    tk_scope_label(&d->show->scope, &d->show->viewer.ticket,
	    r->field));
	tk_draft_add(d, r->name, r->value);
	tk_draft_item(d);
}

static int
put_timeline(struct tk_draft *d)
{
	const struct tk_ticket *t = &d->show->viewer.ticket;
	const struct tk_row **row = calloc(t->rows + 1, sizeof *row);
	unsigned i, n = 0;

	if (row == NULL)
		return -1;
	tk_draft_heading(d, "一、事情经过");
	for (i = 0; i < t->rows; i++)
		if (is_event(&t->row[i]))
			row[n++] = &t->row[i];
	if (n > 1)
		qsort(row, n, sizeof *row, earlier);
	for (i = 0; i < n; i++)
		put_event(d, row[i]);
	free(row);
	return 0;
}

/* ---- impact ---------------------------------------------------------- */

/* From when it occurred to when it was over. */
static void
put_length(struct tk_draft *d)
{
	static const char *const ends[] = {"recovery", "solution"};
	const struct tk_view *v = &d->show->view;
	int64_t end = TK_UNSET;
	char span[TK_WORD_SIZE];
	unsigned row = 0;
	size_t i;

	for (i = 0; row == 0 && i < 2; i++)
		row = tk_draft_last(d, ends[i]);
	if (row != 0)
		end = d->show->viewer.ticket.row[row - 1].at;
	else
		end = v->closed;
	if (v->created == TK_UNSET || end == TK_UNSET || end < v->created) {
		tk_buf_puts(&d->line, "从受理到恢复：尚未结束");
	} else {
		tk_buf_printf(&d->line, "从受理到%s：%s", row == 0 ? "关闭" :
		    i == 1 ? "恢复" : "解决", tk_word_span(span,
		    end - v->created));
	}
	tk_draft_item(d);
}

static void
put_impact(struct tk_draft *d)
{
	tk_draft_heading(d, "二、影响");
	tk_draft_need(d, "影响范围", "scope");
	tk_draft_field(d, "影响程度", "impact");
	tk_draft_field(d, "业务重要性", "importance");
	tk_draft_field(d, "发生时间", "occurred");
	put_length(d);
	tk_draft_field(d, "客户满意度", "satisfaction");
	tk_draft_field(d, "重复问题", "repeated");
}

/* ---- clocks ---------------------------------------------------------- */

static void
put_clock(struct tk_draft *d, const struct tk_clock *c)
{
	int64_t end = c->stop != TK_UNSET ? c->stop : d->show->scope.now;
	char word[TK_WORD_SIZE], span[TK_WORD_SIZE];

	tk_buf_printf(&d->line, "%s 第%u次：时限 %s", c->name, c->cycle,
	    tk_word_open(word, c->limit));
	tk_buf_printf(&d->line, "，应于 %s 前完成，", tk_word_date(word,
	    c->due, d->show->scope.rules->zone));
	tk_buf_printf(&d->line, c->stop != TK_UNSET ? "实际 %s" :
	    "至今 %s 未完成", tk_word_date(word, end,
	    d->show->scope.rules->zone));
	if (c->due != TK_UNSET && end > c->due)
		tk_buf_printf(&d->line, "，超时 %s", tk_word_span(span,
		    end - c->due));
	tk_draft_item(d);
}

static void
put_clocks(struct tk_draft *d)
{
	const struct tk_clock_list *list = &d->show->viewer.clocks;
	size_t i, late = 0;

	tk_draft_heading(d, "三、超时的时限");
	for (i = 0; i < list->count; i++)
		if (list->clock[i].verdict == TK_BREACHED) {
			put_clock(d, &list->clock[i]);
			late++;
		}
	if (late > 0)
		return;
	tk_buf_puts(&d->line, "没有");
	tk_draft_item(d);
}

int
tk_draft_story(struct tk_draft *d)
{
	put_facts(d);
	if (put_timeline(d) < 0)
		return -1;
	put_impact(d);
	put_clocks(d);
	return 0;
}
