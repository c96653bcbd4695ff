/*
 * when.c - times as people type them.
 *
 * It is Wednesday, 25 October 2023, 14:00:30 in Shanghai unless a case says
 * otherwise; the calendar is mon-fri, and Thursday the 26th is a holiday.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tk.h>

#define NOW "2023-10-25T14:00:30+08:00"
#define LONG "2023-10-27 15:00:00.000000000000000000000000000000000000000000" \
	"000000000000000000000000000000000000000000000000000000000000000000000"

enum { MOMENT, DAY, SPAN, DAYS };

/* to is NULL for a moment. */
static const struct {
	const char *text;
	int kind;
	const char *from, *to;
} good[] = {
	{"2023-10-27T15:00:00+08:00", MOMENT, "2023-10-27T15:00:00+08:00",
	    NULL},
	{"2023-10-27T07:00:00Z", MOMENT, "2023-10-27T15:00:00+08:00", NULL},
	{"2023-10-27t15:00:05.25+09:30", MOMENT, "2023-10-27T13:30:05+08:00",
	    NULL},
	{"2023-10-27 15:00 +01:00", MOMENT, "2023-10-27T22:00:00+08:00", NULL},
	{"2023-10-27 15:00", MOMENT, "2023-10-27T15:00:00+08:00", NULL},
	{"2023-10-27 15:00:05", MOMENT, "2023-10-27T15:00:05+08:00", NULL},
	{"2023-10-27T15:00", MOMENT, "2023-10-27T15:00:00+08:00", NULL},
	{"  2023/10/27   9:30 ", MOMENT, "2023-10-27T09:30:00+08:00", NULL},
	{"2023/1/7 9:30", MOMENT, "2023-01-07T09:30:00+08:00", NULL},
	{"2023年10月7日 下午3点", MOMENT, "2023-10-07T15:00:00+08:00", NULL},
	{"2023-10-27 24:00", MOMENT, "2023-10-28T00:00:00+08:00", NULL},
	{"2023-10-27", DAY, "2023-10-27T00:00:00+08:00", NULL},
	{"2024-02-29", DAY, "2024-02-29T00:00:00+08:00", NULL},
	{"15:00", MOMENT, "2023-10-25T15:00:00+08:00", NULL},
	{"9:30", MOMENT, "2023-10-25T09:30:00+08:00", NULL},
	{"now", MOMENT, NOW, NULL},
	{"现在", MOMENT, NOW, NULL},
	{"+2h", MOMENT, "2023-10-25T16:00:30+08:00", NULL},
	{"+90m", MOMENT, "2023-10-25T15:30:30+08:00", NULL},
	{"+30s", MOMENT, "2023-10-25T14:01:00+08:00", NULL},
	{"+1h30m", MOMENT, "2023-10-25T15:30:30+08:00", NULL},
	{"-2h", MOMENT, "2023-10-25T12:00:30+08:00", NULL},
	{"-1w", MOMENT, "2023-10-18T14:00:30+08:00", NULL},
	{"+1d", MOMENT, "2023-10-27T14:00:30+08:00", NULL},
	{"+3d", MOMENT, "2023-10-31T14:00:30+08:00", NULL},
	{"-3d", MOMENT, "2023-10-20T14:00:30+08:00", NULL},
	{"+0d", MOMENT, NOW, NULL},
	{"今天", DAY, "2023-10-25T00:00:00+08:00", NULL},
	{"明天", DAY, "2023-10-26T00:00:00+08:00", NULL},
	{"后天", DAY, "2023-10-27T00:00:00+08:00", NULL},
	{"昨天", DAY, "2023-10-24T00:00:00+08:00", NULL},
	{"前天 23:59", MOMENT, "2023-10-23T23:59:00+08:00", NULL},
	{"明天 10:00", MOMENT, "2023-10-26T10:00:00+08:00", NULL},
	{"明天10:00", MOMENT, "2023-10-26T10:00:00+08:00", NULL},
	{"明天上午9点", MOMENT, "2023-10-26T09:00:00+08:00", NULL},
	{"today", DAY, "2023-10-25T00:00:00+08:00", NULL},
	{"Tomorrow 10:00", MOMENT, "2023-10-26T10:00:00+08:00", NULL},
	{"yesterday 10:00", MOMENT, "2023-10-24T10:00:00+08:00", NULL},
	{"周五", DAY, "2023-10-27T00:00:00+08:00", NULL},
	{"星期五 10:00", MOMENT, "2023-10-27T10:00:00+08:00", NULL},
	{"礼拜五10:00", MOMENT, "2023-10-27T10:00:00+08:00", NULL},
	{"fri 10:00", MOMENT, "2023-10-27T10:00:00+08:00", NULL},
	{"Friday", DAY, "2023-10-27T00:00:00+08:00", NULL},
	{"周日", DAY, "2023-10-29T00:00:00+08:00", NULL},
	{"星期天 上午 9:00", MOMENT, "2023-10-29T09:00:00+08:00", NULL},
	{"周三", DAY, "2023-10-25T00:00:00+08:00", NULL},
	{"周三 14:01", MOMENT, "2023-10-25T14:01:00+08:00", NULL},
	{"周三 14:00", MOMENT, "2023-11-01T14:00:00+08:00", NULL},
	{"tue", DAY, "2023-10-31T00:00:00+08:00", NULL},
	{"上午 3:00", MOMENT, "2023-10-25T03:00:00+08:00", NULL},
	{"下午 3:00", MOMENT, "2023-10-25T15:00:00+08:00", NULL},
	{"下午3点半", MOMENT, "2023-10-25T15:30:00+08:00", NULL},
	{"下午15:00", MOMENT, "2023-10-25T15:00:00+08:00", NULL},
	{"下午12点", MOMENT, "2023-10-25T12:00:00+08:00", NULL},
	{"晚上8点05分", MOMENT, "2023-10-25T20:05:00+08:00", NULL},
	{"晚上12点", MOMENT, "2023-10-26T00:00:00+08:00", NULL},
	{"凌晨2点", MOMENT, "2023-10-25T02:00:00+08:00", NULL},
	{"中午1点", MOMENT, "2023-10-25T13:00:00+08:00", NULL},
	{"3点", MOMENT, "2023-10-25T03:00:00+08:00", NULL},
	{"１５：００", MOMENT, "2023-10-25T15:00:00+08:00", NULL},
	{"２０２３－１０－２７　９：３０", MOMENT, "2023-10-27T09:30:00+08:00",
	    NULL},
	{"＋2h", MOMENT, "2023-10-25T16:00:30+08:00", NULL},
	{"10:00..10:30", SPAN, "2023-10-25T10:00:00+08:00",
	    "2023-10-25T10:30:00+08:00"},
	{"昨天 10:00 .. 10:30", SPAN, "2023-10-24T10:00:00+08:00",
	    "2023-10-24T10:30:00+08:00"},
	{"2023-10-01..2023-10-07", DAYS, "2023-10-01T00:00:00+08:00",
	    "2023-10-07T23:59:59+08:00"},
	{"-1w..now", SPAN, "2023-10-18T14:00:30+08:00", NOW},
	{"10:00..10:00", SPAN, "2023-10-25T10:00:00+08:00",
	    "2023-10-25T10:00:00+08:00"},
};

static const char *const bad[] = {
	"", " ", "x", "2023-02-30", "2023-02-29 10:00", "2023-13-01",
	"2023-00-10", "2023-10-00", "2023-10/27", "2023-10-27 25:00",
	"2023-10-27 24:01", "2023-10-27 10:60", "2023-10-27 10:5", "10",
	"10:00:60", "15:00x", "+2", "+h", "2h", "+2y", "+", "-", "+-2h",
	"++2h", "+9999999999h", "+999999999w", "+999999999d", "周八", "周",
	"nowhere", "funday", "上午 15:00", "晚上 3:00", "凌晨 9:00",
	"10:30..10:00", "..10:00", "10:00..", "..", "10:00..x",
	"10:00..10:30..11:00", "2023-10-27T15:00:00+8",
	"2023-10-27T15:00:00+0800", "2023-10-27Z", "15:00Z", "明天 明天",
	"明天 周五", "23-10-27", "20231027", "20:00\xff", "\xff", LONG,
};

static int tests, failed;
static struct tk_zone *zone;
static struct tk_calendar *work;

static void
report(int fine, const char *what, const char *text)
{
	printf("%s %d - %s '%.60s'\n", fine ? "ok" : "not ok", ++tests, what,
	    text);
	failed += !fine;
}

static int64_t
at(const char *text)
{
	int64_t t = 0;

	if (tk_time_parse(text, strlen(text), &t) < 0)
		abort();
	return t;
}

static void
test_good(size_t i)
{
	char a[TK_TIME_SIZE], b[TK_TIME_SIZE];
	struct tk_error err = {.message = ""};
	struct tk_when w = {0, 0, 0, 0};
	int rc, fine;

	rc = tk_when_parse(good[i].text, at(NOW), zone, work, &w, &err);
	tk_time_format(a, w.from, zone);
	tk_time_format(b, w.to, zone);
	fine = rc == 0 && strcmp(a, good[i].from) == 0 &&
	    strcmp(b, good[i].to != NULL ? good[i].to : good[i].from) == 0 &&
	    w.span == (good[i].kind == SPAN || good[i].kind == DAYS) &&
	    w.whole_day == (good[i].kind == DAY || good[i].kind == DAYS);
	report(fine, "understands", good[i].text);
	if (!fine)
		printf("# %s %s..%s span %d day %d\n", err.message, a, b,
		    w.span, w.whole_day);
}

static void
test_bad(const char *text)
{
	struct tk_when w = {1, 2, 3, 4};
	struct tk_error err = {.message = ""};
	char start[64];
	int rc;

	rc = tk_when_parse(text, at(NOW), zone, work, &w, &err);
	snprintf(start, sizeof start, "'%.20s", text);
	report(rc < 0 && err.code == TK_BAD && w.from == 1 && w.span == 4 &&
	    strncmp(err.message, start, strlen(start)) == 0 &&
	    strstr(err.message, "write 2023-10-27 15:00") != NULL,
	    "refuses, and says what would do:", text);
}

/* In Berlin the clocks change on 26 March and 29 October 2023, at night. */
static void
test_clock_change(void)
{
	static const struct {
		const char *text, *now, *want;
	} cases[] = {
		{"2023-03-26 02:30", NOW, "2023-03-26T03:00:00+02:00"},
		{"2023-10-29 02:30", NOW, "2023-10-29T02:30:00+02:00"},
		{"+1w", "2023-10-25T12:00:00+02:00",
		    "2023-11-01T12:00:00+01:00"},
		{"+24h", "2023-10-28T12:00:00+02:00",
		    "2023-10-29T11:00:00+01:00"},
		{"+1d", "2023-10-28T12:00:00+02:00",
		    "2023-10-29T12:00:00+01:00"},
		{"今天", "2023-10-28T22:30:00Z", "2023-10-29T00:00:00+02:00"},
	};
	struct tk_zone *berlin;
	char text[TK_TIME_SIZE];
	struct tk_when w;
	size_t i;

	if (tk_zone_load(&berlin, "Europe/Berlin", NULL) < 0)
		abort();
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		report(tk_when_parse(cases[i].text, at(cases[i].now), berlin,
		    NULL, &w, NULL) == 0 && strcmp(tk_time_format(text, w.from,
		    berlin), cases[i].want) == 0, "in Berlin", cases[i].text);
	tk_zone_free(berlin);
}

int
main(void)
{
	size_t i;

	if (tk_zone_load(&zone, "Asia/Shanghai", NULL) < 0 ||
	    tk_calendar_new(&work, "work", "Asia/Shanghai", NULL) < 0 ||
	    tk_calendar_open(work, "mon-fri", "09:00-18:00", NULL) < 0 ||
	    tk_calendar_holiday(work, "2023-10-26", "off", NULL, NULL) < 0 ||
	    tk_calendar_ready(work, NULL) < 0)
		return 2;
	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		test_good(i);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		test_bad(bad[i]);
	test_clock_change();
	printf("1..%d\n", tests);
	tk_calendar_free(work);
	tk_zone_free(zone);
	return failed > 0;
}
