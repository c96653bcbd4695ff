#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "classify.h"

/* A labelled text was judged right, wrong or left unclear. */
struct counts {
	size_t texts, right, wrong, unclear;
};

struct eval {
	const struct tk_classifier *c;
	const char *name;		/* of the file */
	size_t n;			/* categories, and one for unclear */
	size_t *confusion;		/* n × n: label, judged */
	size_t *hits, *blamed;		/* of each keyword */
	struct counts sum;
	struct tk_judgement judgement;
	struct tk_buf wrong;		/* what went wrong, a line each */
};

static const char *
category_name(const struct eval *e, size_t i)
{
	return i + 1 < e->n ? e->c->categories->category[i].name : "unclear";
}

/* The index of a judged name, which is one of ours; NULL: unclear. */
static size_t
judged_index(const struct eval *e, const char *name)
{
	size_t i = 0;

	if (name == NULL)
		return e->n - 1;
	while (e->c->categories->category[i].name != name)
		i++;
	return i;
}

static int
label_index(const struct eval *e, const char *label, unsigned line,
    size_t *index, struct tk_error *err)
{
	const struct tk_category *c;
	struct tk_error why;

	*index = e->n - 1;
	if (*label == '\0' || strcmp(label, "unclear") == 0)
		return 0;
	c = tk_category_need(e->c->categories, label, &why);
	if (c == NULL)
		return tk_error_at(err, TK_BAD, e->name, line, 1,
		    "%s, or unclear", why.message);
	*index = c->index;
	return 0;
}

static size_t
keyword_index(const struct eval *e, const char *id)
{
	size_t i = 0;

	while (e->c->keywords.keyword[i].id != id)
		i++;
	return i;
}

/* Counts what each row did; those that spoke for a wrong judgement are to
 * blame. */
static void
blame(struct eval *e, int right)
{
	const struct tk_judgement *j = &e->judgement;
	size_t i, k;

	for (i = 0; i < j->nhits; i++) {
		if (j->hits[i].veto != NULL)
			continue;
		k = keyword_index(e, j->hits[i].id);
		e->hits[k]++;
		if (!right && j->category != NULL &&
		    strcmp(j->hits[i].category, j->category) == 0)
			e->blamed[k]++;
	}
}

static void
note_wrong(struct eval *e, unsigned line, size_t label, const char *text)
{
	const struct tk_judgement *j = &e->judgement;
	size_t i;

	tk_buf_printf(&e->wrong, "%s:%u: %s judged %s by", e->name, line,
	    category_name(e, label),
	    j->category != NULL ? j->category : "unclear");
	for (i = 0; i < j->nhits; i++)
		if (j->hits[i].veto == NULL)
			tk_buf_printf(&e->wrong, " %s", j->hits[i].id);
	tk_buf_puts(&e->wrong, ": ");
	tk_text_fit(&e->wrong, text, 60, TK_FIT_BARE);
	tk_buf_putc(&e->wrong, '\n');
}

static int
judge_one(struct eval *e, const char *label, const char *text, size_t len,
    unsigned line, struct tk_error *err)
{
	struct tk_error why;
	size_t expected, judged;
	int right;

	if (label_index(e, label, line, &expected, err) < 0)
		return -1;
	if (tk_classifier_judge(e->c, text, len, &e->judgement, &why) < 0)
		return tk_error_at(err, why.code, e->name, line, 0, "%s",
		    why.message);
	judged = judged_index(e, e->judgement.category);
	right = tk_category_covers(category_name(e, expected),
	    category_name(e, judged));
	e->confusion[expected * e->n + judged]++;
	e->sum.texts++;
	if (judged == e->n - 1)
		e->sum.unclear++;
	if (right)
		e->sum.right++;
	else
		note_wrong(e, line, expected, text);
	blame(e, right);
	return 0;
}

static int
find_columns(const struct eval *e, const struct tk_csv *csv, size_t *label,
    size_t *text, struct tk_error *err)
{
	size_t i;

	*label = *text = csv->cells;
	for (i = 0; i < csv->cells; i++) {
		if (strcmp(tk_csv_cell(csv, i, NULL), "label") == 0)
			*label = i;
		if (strcmp(tk_csv_cell(csv, i, NULL), "text") == 0)
			*text = i;
	}
	if (*label < csv->cells && *text < csv->cells)
		return 0;
	return tk_error_at(err, TK_BAD, e->name, csv->line, 0,
	    "the first line must name the columns label,text");
}

static int
read_all(struct eval *e, struct tk_csv *csv, struct tk_error *err)
{
	enum tk_csv_kind kind;
	size_t cells = 0, label = 0, text = 0, len;
	const char *s;

	for (;;) {
		if (tk_csv_next(csv, &kind, err) < 0)
			return -1;
		if (kind == TK_CSV_END)
			break;
		if (kind != TK_CSV_RECORD)
			return tk_error_at(err, TK_BAD, e->name, csv->line, 0,
			    "a bad quote, or the last line lacks a newline");
		if (cells == 0) {
			cells = csv->cells;
			if (find_columns(e, csv, &label, &text, err) < 0)
				return -1;
			continue;
		}
		if (csv->cells != cells)
			return tk_error_at(err, TK_BAD, e->name, csv->line, 0,
			    "%zu cells where the heading has %zu", csv->cells,
			    cells);
		s = tk_csv_cell(csv, text, &len);
		if (judge_one(e, tk_csv_cell(csv, label, NULL), s, len,
		    csv->line, err) < 0)
			return -1;
	}
	if (e->sum.texts == 0)
		return tk_error_at(err, TK_BAD, e->name, 0, 0,
		    "no labelled texts");
	return 0;
}

/* ---- the report ------------------------------------------------------ */

static double
percent(size_t part, size_t whole)
{
	return whole > 0 ? 100.0 * (double)part / (double)whole : 0;
}

static void
report_sum(const struct eval *e, struct tk_buf *b)
{
	const struct counts *s = &e->sum;
	size_t none = e->n - 1, judged = s->texts - s->unclear, right;

	right = s->right - e->confusion[none * e->n + none];
	tk_buf_printf(b, "# %zu texts\n", s->texts);
	tk_buf_printf(b, "coverage  %5.1f %%  %zu judged, %zu unclear\n",
	    percent(judged, s->texts), judged, s->unclear);
	tk_buf_printf(b, "accuracy  %5.1f %%  %zu right of those judged\n",
	    percent(right, judged), right);
	tk_buf_printf(b, "right     %5.1f %%  %zu of all, unclear ones "
	    "included\n", percent(s->right, s->texts), s->right);
}

static void
report_labels(const struct eval *e, struct tk_buf *b)
{
	struct counts s;
	size_t i, k, n;

	tk_buf_puts(b, "\n# label                         texts  right  wrong "
	    "unclear\n");
	for (i = 0; i < e->n; i++) {
		s = (struct counts){0};
		for (k = 0; k < e->n; k++) {
			n = e->confusion[i * e->n + k];
			s.texts += n;
			if (tk_category_covers(category_name(e, i),
			    category_name(e, k)))
				s.right += n;
			else if (k == e->n - 1)
				s.unclear += n;
			else
				s.wrong += n;
		}
		if (s.texts == 0)
			continue;
		tk_text_fit(b, category_name(e, i), 30, 0);
		tk_buf_printf(b, "  %5zu  %5zu  %5zu  %6zu\n", s.texts,
		    s.right, s.wrong, s.unclear);
	}
}

static void
report_confusion(const struct eval *e, struct tk_buf *b)
{
	size_t i, k, n, most = 0;

	for (i = 0; i < e->n * e->n; i++)
		most = e->confusion[i] > most ? e->confusion[i] : most;
	tk_buf_puts(b, "\n# confusion: times, label, judged\n");
	for (n = most; n > 0; n--)
		for (i = 0; i < e->n; i++)
			for (k = 0; k < e->n; k++)
				if (e->confusion[i * e->n + k] == n &&
				    !tk_category_covers(category_name(e, i),
				    category_name(e, k)))
					tk_buf_printf(b, "%5zu  %s  %s\n", n,
					    category_name(e, i),
					    category_name(e, k));
}

static void
report_rows(const struct eval *e, struct tk_buf *b)
{
	const struct tk_keywords *ks = &e->c->keywords;
	size_t i, n, most = 0;

	for (i = 0; i < ks->count; i++)
		most = e->blamed[i] > most ? e->blamed[i] : most;
	tk_buf_puts(b, "\n# worst rows: wrong, hits, keyword, category\n");
	for (n = most; n > 0; n--)
		for (i = 0; i < ks->count; i++)
			if (e->blamed[i] == n)
				tk_buf_printf(b, "%5zu  %4zu  %s  %s\n", n,
				    e->hits[i], ks->keyword[i].id,
				    ks->keyword[i].category->name);
	tk_buf_puts(b, "\n# wrong\n");
	tk_buf_add(b, e->wrong.data, e->wrong.len);
}

int
tk_classifier_eval(const struct tk_classifier *c, const char *name,
    const char *data, size_t len, char **report, struct tk_error *err)
{
	struct eval e = {c, name, c->categories->count + 1, NULL, NULL, NULL,
	    {0}, {0}, TK_BUF_INIT};
	struct tk_csv csv = {0};
	struct tk_buf b = TK_BUF_INIT;
	int rc = -1;

	e.confusion = calloc(e.n * e.n, sizeof *e.confusion);
	e.hits = calloc(c->keywords.count + 1, sizeof *e.hits);
	e.blamed = calloc(c->keywords.count + 1, sizeof *e.blamed);
	if (e.confusion == NULL || e.hits == NULL || e.blamed == NULL) {
		tk_error_memory(err);
		goto done;
	}
	if (tk_csv_open(&csv, data, len, NULL, err) < 0 ||
	    read_all(&e, &csv, err) < 0)
		goto done;
	report_sum(&e, &b);
	report_labels(&e, &b);
	report_confusion(&e, &b);
	report_rows(&e, &b);
	if (tk_buf_check(&e.wrong, err) < 0 || tk_buf_check(&b, err) < 0)
		goto done;
	*report = b.data;
	b = (struct tk_buf)TK_BUF_INIT;
	rc = 0;
done:
	tk_buf_free(&b);
	tk_buf_free(&e.wrong);
	tk_csv_free(&csv);
	tk_judgement_free(&e.judgement);
	free(e.confusion);
	free(e.hits);
	free(e.blamed);
	return rc;
}
