/*
 * tickets.c - fills a store with open tickets as a hotline leaves them: taken
 * down, sorted, given to somebody, accepted, answered or not.
 * Usage: tickets STORE COUNT     (days back from 2026-11-20, 1000 a day)
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DAY 1000	/* tickets */
#define LAST 1795132800	/* 2026-11-20T00:00:00Z */
#define EAST 28800	/* seconds: Asia/Shanghai */

static const struct {
	const char *category, *priority, *words;
} kinds[] = {
	{"故障报修/硬件故障", "紧急", "热水器打不开，插头重新插过也不行"},
	{"故障报修/软件故障", "重要", "APP闪退，更新以后一直转圈"},
	{"服务投诉/服务流程投诉", "紧急", "师傅约好上午来，等到天黑也没有来"},
	{"业务办理/信息变更", "普通", "原来登记的手机号不用了，请改成现在这个"},
	{"产品使用咨询/功能操作咨询", "普通", "请问定时预约功能怎么设置"},
};

static char *at;
static char text[8192];

static void
row(time_t when, const char *actor, const char *field, const char *value)
{
	time_t local = when + EAST;
	struct tm tm;
	char time[32];

	gmtime_r(&local, &tm);
	strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S+08:00", &tm);
	at += snprintf(at, (size_t)(text + sizeof text - at), "%s,%s,%s,%s\n",
	    time, actor, field, value);
}

static void
ticket(unsigned i, time_t t, const char *number)
{
	unsigned kind = i % 5;
	char value[64];

	at = text + sprintf(text, "time,actor,field,value\n");
	row(t, "wang", "id", number);
	row(t, "wang", "channel", "电话");
	snprintf(value, sizeof value, "客户%u", i % 7919);
	row(t, "wang", "customer", value);
	snprintf(value, sizeof value, "138%08u", i);
	row(t, "wang", "contact", value);
	row(t, "wang", "subject", kinds[kind].words);
	row(t, "wang", "owner", "wang");
	row(t, "wang", "status", "new");
	row(t + 60, "tk", "category.rule", "k1 k7");
	row(t + 60, "tk", "category", kinds[kind].category);
	row(t + 60, "tk", "priority.rule", "k1");
	row(t + 60, "tk", "priority", kinds[kind].priority);
	if (i % 8 == 0)
		return;
	row(t + 120, "tk", "team", "二线技术支持");
	row(t + 120, "tk", "assignee", "li");
	row(t + 120, "tk", "status", "assigned");
	if (i % 8 == 1)
		return;
	row(t + 600, "li", "accepted", "li");
	row(t + 600, "li", "status", "active");
	row(t + 900, "li", "note", "客户说下午三点以后才在家");
	if (i % 8 < 4)
		return;
	row(t + 1800, "li", "reply.channel", "电话");
	row(t + 1800, "li", "reply", "已联系客户，请客户重启后再试一次");
	if (i % 8 < 6)
		return;
	row(t + 3600, "li", "question", "请问指示灯亮不亮");
	row(t + 3600, "li", "status", "waiting");
}

int
main(int argc, char **argv)
{
	unsigned count, i;
	char number[32], path[64], day[16];
	struct tm tm;
	time_t t;
	int fd;

	if (argc != 3 || chdir(argv[1]) < 0)
		return 2;
	count = (unsigned)strtoul(argv[2], NULL, 10);
	for (i = 0; i < count; i++) {
		t = LAST - (time_t)(i / DAY) * 86400;
		gmtime_r(&t, &tm);
		strftime(day, sizeof day, "%Y-%m-%d", &tm);
		snprintf(path, sizeof path, "open/%s", day);
		if (i % DAY == 0 && mkdir(path, 0777) < 0 && errno != EEXIST)
			return 1;
		strftime(day, sizeof day, "%Y%m%d", &tm);
		snprintf(number, sizeof number, "CS%s%04u", day, i % DAY + 1);
		/* between 08:00 and 00:40 in Shanghai */
		ticket(i, t + (time_t)(i % DAY) * 56, number);
		snprintf(path + strlen(path), sizeof path - strlen(path),
		    "/%s.csv", number);
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
		if (fd < 0 || write(fd, text, (size_t)(at - text)) !=
		    at - text || close(fd) < 0) {
			perror(path);
			return 1;
		}
	}
	return 0;
}
