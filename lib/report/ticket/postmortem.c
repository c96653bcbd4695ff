/* postmortem.c - a draft of 问题复盘报告, the review of what went wrong: the
 * facts of a ticket in their order, and blanks for what only people know. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draft.h"
#include "report/format/page.h"

/* ---- causes, measures, lessons --------------------------------------- */

static void
put_qualifier(struct tk_draft *d, const char *label, const char *field,
    const char *qualifier)
{
	unsigned row = tk_draft_last(d, field);
	const char *s = row == 0 ? NULL : tk_ticket_qualifier(
	    &d->show->viewer.ticket, row, qualifier);

	tk_buf_printf(&d->line, "%s：", label);
	if (s != NULL)
		tk_draft_add(d, field, s);
	else
		tk_buf_puts(&d->line, TK_BLANK);
	tk_draft_item(d);
}

/* Every row of a field that counts. */
static void
put_rows(struct tk_draft *d, const char *label, const char *field)
{
	const char *const fields[] = {field, NULL};
	const struct tk_row *r;
	unsigned row = 0;

	while ((row = tk_draft_next(d, fields, row)) != 0) {
		r = &d->show->viewer.ticket.row[row - 1];
		tk_buf_printf(&d->line, "%s：", label);
		tk_draft_add(d, field, r->value);
		tk_draft_item(d);
	}
}

static void
put_causes(struct tk_draft *d)
{
	tk_draft_heading(d, "四、原因");
	put_qualifier(d, "直接原因", "solution", "cause");
	put_rows(d, "分析", "analysis");
	tk_buf_puts(&d->line, "根本原因：" TK_BLANK);
	tk_draft_item(d);
}

/* ", owner li, due …" of a measure, as its row says. */
static void
add_measure(struct tk_draft *d, unsigned row)
{
	static const char *const names[][2] = {{"kind", "类型"},
	    {"owner", "负责人"}, {"due", "期限"}};
	const char *s;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		s = tk_ticket_qualifier(&d->show->viewer.ticket, row,
		    names[i][0]);
		tk_buf_printf(&d->line, "；%s ", names[i][1]);
		if (s == NULL)
			tk_buf_puts(&d->line, TK_BLANK);
		else if (i == 1)
			tk_text_safe(&d->line, tk_scope_person(
			    &d->show->scope, s));
		else
			tk_show_value(&d->line, d->show, (unsigned)-1, s, 0);
	}
}

/* Tickets that have this one as their parent. */
static void
put_children(struct tk_draft *d)
{
	const struct tk_kin_ticket *k;
	size_t i;

	for (i = 0; i < d->kin.count; i++) {
		k = &d->kin.ticket[i];
		tk_buf_printf(&d->line, "%s（%s）：", k->number,
		    tk_scope_status(&d->show->scope, k->status));
		tk_draft_add(d, "subject", k->subject);
		tk_buf_puts(&d->line, "；负责人 ");
		tk_text_safe(&d->line, k->assignee[0] == '\0' ? TK_BLANK :
		    tk_scope_person(&d->show->scope, k->assignee));
		tk_buf_puts(&d->line, "；期限 ");
		if (k->deadline[0] == '\0')
			tk_buf_puts(&d->line, TK_BLANK);
		else
			tk_draft_add(d, "deadline", k->deadline);
		tk_buf_puts(&d->line, "；效果 ");
		if (k->effect[0] == '\0')
			tk_buf_puts(&d->line, TK_BLANK);
		else
			tk_draft_add(d, "effect", k->effect);
		tk_draft_item(d);
	}
}

static void
put_measures(struct tk_draft *d)
{
	static const char *const fields[] = {"measure", NULL};
	const struct tk_ticket *t = &d->show->viewer.ticket;
	unsigned row = 0, n = 0;

	tk_draft_heading(d, "五、处理与改进措施");
	put_rows(d, "解决方案", "solution");
	while ((row = tk_draft_next(d, fields, row)) != 0) {
		tk_buf_puts(&d->line, "措施：");
		tk_draft_add(d, "measure", t->row[row - 1].value);
		add_measure(d, row);
		tk_draft_item(d);
		n++;
	}
	put_children(d);
	if (n + d->kin.count == 0) {
		tk_buf_puts(&d->line, "改进措施：" TK_BLANK "；负责人 " TK_BLANK
		    "；期限 " TK_BLANK);
		tk_draft_item(d);
	}
}

static void
put_lessons(struct tk_draft *d)
{
	tk_draft_heading(d, "六、预防");
	put_qualifier(d, "预防措施", "solution", "prevention");
	tk_draft_heading(d, "七、经验教训");
	tk_draft_need(d, "经验教训", "lesson");
	put_rows(d, "已有复盘", "review");
}

/* ---- open questions -------------------------------------------------- */

static void
ask_of_clocks(struct tk_draft *d)
{
	const struct tk_clock_list *list = &d->show->viewer.clocks;
	char question[256];
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->clock[i].verdict == TK_BREACHED) {
			snprintf(question, sizeof question, "%.100s 第%u次"
			    "为什么超时？怎样才能不再超时？",
			    list->clock[i].name, list->clock[i].cycle);
			tk_draft_ask(d, question);
		}
}

static void
put_questions(struct tk_draft *d)
{
	static const struct {
		const char *field, *question;
	} asks[] = {
		{"declined", "为什么被退回？第一次分派为什么不对？"},
		{"escalation", "升级是否及时？为什么一线解决不了？"},
		{"urge", "客户为什么需要催办？"},
		{"reopened", "为什么重新打开？第一次验证漏了什么？"},
	};
	const char *one[] = {NULL, NULL};
	size_t i;

	tk_draft_heading(d, "八、待回答的问题");
	ask_of_clocks(d);
	for (i = 0; i < sizeof asks / sizeof *asks; i++) {
		one[0] = asks[i].field;
		if (tk_draft_next(d, one, 0) != 0)
			tk_draft_ask(d, asks[i].question);
	}
	tk_draft_ask(d, "为什么会发生？再追问为什么，直到根本原因。");
	tk_draft_ask(d, "怎样才能更早发现？");
	tk_draft_ask(d, "还有哪里会发生同样的问题？");
}

/* ---- all ------------------------------------------------------------- */

static void
put_title(struct tk_draft *d)
{
	const char *subject = d->show->view.shown[TK_SUBJECT];
	struct tk_buf *b = &d->show->out;

	tk_buf_puts(&d->line, "问题复盘报告：");
	if (subject != NULL)
		tk_draft_add(d, "subject", subject);
	tk_buf_puts(&d->line, "（草稿）");
	if (d->line.failed) {
		b->failed = 1;
		return;
	}
	if (d->html)
		tk_page_element(b, "h1", NULL, d->line.data);
	else
		tk_buf_printf(b, "# %s\n", d->line.data);
	tk_buf_putc(b, '\n');
	tk_buf_clear(&d->line);
}

int
tk_show_postmortem(struct tk_show *s, int html, struct tk_error *err)
{
	struct tk_draft d = {.show = s, .html = html};
	int rc = tk_kin_find(&d.kin, &s->scope, s->view.number, err);

	if (rc == 0) {
		tk_buf_puts(&s->out, html ? "<section class=\"sheet\">\n" :
		    "");
		put_title(&d);
		s->out.failed |= tk_draft_story(&d) < 0;
		put_causes(&d);
		put_measures(&d);
		put_lessons(&d);
		put_questions(&d);
		tk_draft_end(&d);
		tk_buf_puts(&s->out, html ? "</section>\n" : "");
	}
	tk_kin_free(&d.kin);
	tk_buf_free(&d.line);
	tk_buf_free(&d.text);
	return rc;
}
