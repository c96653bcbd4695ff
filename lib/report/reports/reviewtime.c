/* reviewtime.c - days, weekdays, hours and ages of a review. */
#include <stdio.h>
#include <string.h>

#include "review.h"

/* ---- days ------------------------------------------------------------ */

enum { DAY, WEEKDAY, DAY_IN, DAY_CLOSED, DAY_OPEN };

static const struct tk_grid_column day_columns[] = {
	{"day", "day", TK_KIND_WORD, 0, 0},
	{"weekday", "", TK_KIND_WORD, 0, 0},
	{"in", "in", TK_KIND_COUNT, 0, 0},
	{"closed", "closed", TK_KIND_COUNT, 0, 0},
	{"open", "open", TK_KIND_COUNT, 0, 0},
};

static const char *const weekdays[] = {
	"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
};

static void
put_day(struct tk_sheet *s, struct tk_grid *g, int64_t at,
    const struct tk_day *d, int64_t open)
{
	int64_t day = tk_day_at(s->zone, at);
	int year, month, mday;
	char word[32];

	if (tk_grid_row(s, g) < 0)
		return;
	tk_day_civil(day, &year, &month, &mday);
	snprintf(word, sizeof word, "%04d-%02d-%02d", year, month, mday);
	tk_grid_word(s, g, DAY, word);
	tk_grid_ref(g, WEEKDAY, weekdays[tk_day_weekday(day)]);
	tk_grid_number(g, DAY_IN, d->in);
	tk_grid_number(g, DAY_CLOSED, d->closed);
	tk_grid_number(g, DAY_OPEN, open);
}

void
tk_review_days(struct tk_review *v)
{
	const struct tk_study *study = &v->study;
	int64_t open = v->all.sum.figures[TK_BEFORE].open;
	struct tk_sheet *s = &v->r->sheet;
	const struct tk_day *d = v->all.day;
	struct tk_grid *g = tk_sheet_add(s, "days", study->days_each == 1 ?
	    "day by day" : "in steps of seven days, from the day named",
	    TK_COLUMNS(day_columns));
	size_t i;

	if (g == NULL)
		return;
	g->chart = TK_CHART_TREND;
	g->chart_label = DAY;
	g->chart_value = DAY_IN;
	g->chart_more[0] = DAY_CLOSED;
	g->chart_more[1] = DAY_OPEN;
	for (i = 0; i < study->days && study->mark[i] < study->end; i++, d++) {
		open += d->in + d->left - d->closed;
		put_day(s, g, study->mark[i], d, open);
	}
}

/* ---- arrivals -------------------------------------------------------- */

#define HOUR(h) {h, h, TK_KIND_COUNT, 0, 0}

static const struct tk_grid_column arrival_columns[] = {
	{"weekday", "weekday", TK_KIND_WORD, 0, 0},
	HOUR("00"), HOUR("01"), HOUR("02"), HOUR("03"), HOUR("04"), HOUR("05"),
	HOUR("06"), HOUR("07"), HOUR("08"), HOUR("09"), HOUR("10"), HOUR("11"),
	HOUR("12"), HOUR("13"), HOUR("14"), HOUR("15"), HOUR("16"), HOUR("17"),
	HOUR("18"), HOUR("19"), HOUR("20"), HOUR("21"), HOUR("22"), HOUR("23"),
	{"total", "total", TK_KIND_COUNT, 0, 0},
};

void
tk_review_arrivals(struct tk_review *v)
{
	struct tk_sheet *s = &v->r->sheet;
	int first = v->r->scope.rules->settings.week_start, i, day;
	struct tk_grid *g;
	int64_t sum;
	size_t h;

	if (v->all.sum.figures[TK_THIS].in == 0)
		return;
	g = tk_sheet_add(s, "arrivals", "arrivals by weekday and hour",
	    TK_COLUMNS(arrival_columns));
	if (g == NULL)
		return;
	g->chart = TK_CHART_HEAT;
	g->chart_label = 0;
	g->chart_value = 1;
	g->chart_more[0] = 24;
	for (i = 0; i < 7; i++) {
		day = (first + i) % 7;
		if (tk_grid_row(s, g) < 0)
			return;
		tk_grid_ref(g, 0, weekdays[day]);
		for (h = sum = 0; h < 24; h++) {
			tk_grid_number(g, 1 + h, v->all.arrival[day][h]);
			sum += v->all.arrival[day][h];
		}
		tk_grid_number(g, 25, sum);
	}
}

/* ---- ageing ---------------------------------------------------------- */

enum { AGE, AGE_TITLE, AGE_OPEN, AGE_SHARE, AGE_BEFORE, AGE_CHANGE };

static const struct tk_grid_column age_columns[] = {
	{"age", "", TK_KIND_WORD, 0, TK_ONLY_DATA},
	{"", "age", TK_KIND_WORD, 0, TK_ONLY_TEXT},
	{"open", "open", TK_KIND_COUNT, 0, 0},
	{"share", "share %", TK_KIND_FIGURE, 0, 0},
	{"before", "before", TK_KIND_COUNT, 0, 0},
	{"change", "change", TK_KIND_CHANGE, 0, 0},
};

static const struct {
	const char *name, *title;
} bands[TK_BANDS] = {
	{"1d", "under 1d"}, {"3d", "1d to 3d"}, {"7d", "3d to 7d"},
	{"30d", "7d to 30d"}, {"older", "30d or more"},
};

void
tk_review_ageing(struct tk_review *v)
{
	const struct tk_figures *now = &v->all.sum.figures[TK_THIS];
	const struct tk_figures *was = &v->all.sum.figures[TK_BEFORE];
	struct tk_sheet *s = &v->r->sheet;
	struct tk_grid *g = tk_sheet_add(s, "ageing", "age of those open at "
	    "the end", TK_COLUMNS(age_columns));
	size_t i;

	if (g == NULL)
		return;
	g->chart = TK_CHART_BARS;
	g->chart_label = AGE_TITLE;
	g->chart_value = AGE_OPEN;
	for (i = 0; i < TK_BANDS && now->open + was->open > 0; i++) {
		if (tk_grid_row(s, g) < 0)
			return;
		tk_grid_ref(g, AGE, bands[i].name);
		tk_grid_ref(g, AGE_TITLE, bands[i].title);
		tk_grid_number(g, AGE_OPEN, now->band[i]);
		tk_put_share(g, AGE_SHARE, (struct tk_share){now->band[i],
		    now->open});
		tk_grid_number(g, AGE_BEFORE, was->band[i]);
		tk_grid_number(g, AGE_CHANGE, now->band[i] - was->band[i]);
	}
}
