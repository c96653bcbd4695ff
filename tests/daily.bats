#!/usr/bin/env bats
# daily.bats - the report of a day: what came in, what was done, what is late,
# due and open.

load helper

hardware() {
	tk-new -q category=硬件故障 priority=紧急 "$@"
}

# A Friday of the rulebook hotline, until 09:00:
#   1119-1  Thursday 16:00, 紧急: to be answered by 17:00, and was not
#   1120-1  08:10, 紧急: to be answered by 09:10
#   1120-2  08:10, 普通: due on Monday
#   1120-3  08:10, a complaint that was answered at 08:30: nothing is due
#   1120-4  08:10, dialled in error, closed at 08:50
friday() {
	at 2026-11-19 16:00
	hardware customer=周建华 热水器不启动 | tk-assign -q -A
	at 2026-11-20 08:10
	hardware 洗衣机漏水
	tk-new -q category=业务咨询 priority=普通 想改套餐
	tk-new -q category=服务态度投诉 priority=重要 态度恶劣 |
		tk-assign -q -A
	tk-new -q 打错了
	at 08:30
	tk-note -q -k reply -m 抱歉 CS202611200003
	at 08:50
	tk-close -q result=invalid summary=误拨 CS202611200004
	at 09:00
} >/dev/null

# in: the four of the 20th; done: 4; late: 1119-1, by 16 hours; due: 1, in ten
# minutes; open: all but 4. 二线技术支持 has 1119-1, 投诉处理专员 has 3, and the
# others nobody. Lines are cut to fit 80 columns.
@test "the tickets of the day, by team and in lists" {
	friday
	runs 0 tk-report daily
	says ''
	diff -u - <(printf '%s\n' "$output") <<-'END'
	# daily 2026-11-20 at 2026-11-20 09:00: 4 in, 1 done, 1 late, 1 due later today, 4 open

	by team
	team          in  done  late  due  open  owed
	二线技术支持   0     0     1    0     1     0
	-              3     1     0    1     2     0
	投诉处理专员   1     0     0    0     1     0
	total          4     1     1    1     4     0

	came in
	id              created      priority  assignee      subject
	CS202611200001  11-20 08:10  紧急      -             洗衣机漏水
	CS202611200002  11-20 08:10  普通      -             想改套餐
	CS202611200003  11-20 08:10  重要      投诉处理专员  态度恶劣
	CS202611200004  11-20 08:10  -         -             打错了

	done
	id              closed       result   priority  assignee  subject
	CS202611200004  11-20 08:50  invalid  -         -         打错了

	late
	id              due          late by  clock     priority  assignee  subject
	CS202611190001  11-19 17:00      16h  response  紧急      二线技…   热水器不启动

	due later today
	id              due          left  clock     priority  assignee  subject
	CS202611200001  11-20 09:10   10m  response  紧急      -         洗衣机漏水

	open
	id              created      age  status  priority  assignee      subject
	CS202611190001  11-19 16:00  17h  待接单  紧急      二线技术支持  热水器不启动
	CS202611200001  11-20 08:10  50m  待分派  紧急      -             洗衣机漏水
	CS202611200002  11-20 08:10  50m  待分派  普通      -             想改套餐
	CS202611200003  11-20 08:10  50m  待接单  重要      投诉处理专员  态度恶劣
	END
}

@test "csv and json say the same, in seconds and by logins" {
	friday
	tk-report -o csv daily >day.csv
	head -n 1 day.csv | grep -qx table,row,column,value
	grep -qx teams,total,late,1 day.csv
	grep -qx teams,,in,3 day.csv
	grep -qx late,CS202611190001,overdue,57600 day.csv	# 16 × 3600
	grep -qx due,CS202611200001,left,600 day.csv
	grep -qx done,CS202611200004,result,invalid day.csv
	grep -qx open,CS202611200003,status,assigned day.csv
	tk-report -o json daily | jq -c '[.report, .period, .from, .to,
		(.teams[] | select(.team == "total") | .in, .done, .late,
		.due, .open), (.in, .done, .late, .due, .open | length)]' >json
	diff -u - json <<-'END'
	["daily","2026-11-20","2026-11-20T00:00:00+08:00","2026-11-21T00:00:00+08:00",4,1,1,1,4,4,1,1,1,4]
	END
	# what is late is what `overdue` calls so
	diff <(grep -c ,overdue, day.csv) <(tk-report -o csv overdue |
		grep -c ,late,)
}

# On the 19th one came in and nothing was done; at its end 1119-1 was late.
@test "a day that is over is as it ended; a moment is as it was" {
	friday
	for args in '--from 2026-11-19' '--from 昨天 --to 昨天' \
		'--from 2026-11-19T08:00:00+08:00 --to 2026-11-19T09:00:00+08:00'; do
		# shellcheck disable=SC2086
		runs 0 tk-report daily $args
		[ "${lines[0]}" = '# daily 2026-11-19 at 2026-11-19 23:59:59: 1 in, 0 done, 1 late, 0 due later today, 1 open' ]
	done
	runs 0 tk-report daily --now '2026-11-19 16:30'
	[ "${lines[0]}" = '# daily 2026-11-19 at 2026-11-19 16:30: 1 in, 0 done, 0 late, 1 due later today, 1 open' ]
	# what was closed and opened again is not done
	at 09:30
	tk-reopen -q -m 又打来了 CS202611200004
	runs 0 tk-report daily
	[[ ${lines[0]} == *': 4 in, 0 done, '*', 5 open' ]]
	runs 0 tk-report daily --now 09:00
	[[ ${lines[0]} == *': 4 in, 1 done, '*', 4 open' ]]
}

# After its closing on the 20th a ticket owes a post-mortem, of natural hours:
# 1 by 16:00 of that day, 2 by 16:00 of the next. 3 is open, and late since
# 10:00. In: all three; done: 1 and 2.
@test "what a closed ticket owes is neither open nor late" {
	cat >>"$STORE/rules/clocks.csv" <<-'END'
	review,product=a,status=closed,review,reopened,,7h,natural,once,start,
	review,product=b,status=closed,review,reopened,,31h,natural,once,start,
	END
	hardware product=a 一
	hardware product=b 二
	hardware 三
	tk-close -q result=invalid summary=误报 0001
	tk-close -q result=invalid summary=误报 0002
	count() {
		tk-report -o json daily --now "$1" | jq -c '[.teams[] |
			select(.team == null) | .in, .done, .late, .due,
			.open, .owed]'
	}
	diff <(echo '[3,2,0,1,1,1]') <(count '2026-11-20 09:00')
	diff <(echo '[3,2,1,0,1,1]') <(count '2026-11-20 17:00')
	tk-report --now '2026-11-20 17:00' daily >text
	head -n 1 text | grep -q ', 1 late, 0 due later today, 1 open, 1 owed$'
	sed -n '/^closed, but/,$p' text | diff -u /dev/fd/3 - 3<<-'END'
	closed, but something is owed
	id              due          left  clock   priority  assignee  subject
	CS202611200001  11-20 16:00   -1h  review  紧急      -         一
	END
	# `overdue` has both among the late ones
	tk-report -o json overdue --now '2026-11-20 17:00' |
		jq -c '.teams[0] | [.late, .open]' | diff <(echo '[2,3]') -
	# on the next day only what is owed is left of them
	diff <(echo '[0,0,1,0,1,2]') <(count '2026-11-21 17:00')
	# somebody must act on it
	echo "$TK_NOW,wang,review,已复盘" >>"$(file_of CS202611200002)"
	runs 0 tk-report --if-any daily --now '2026-11-20 17:00' product=a,b
	[[ $output == '# daily '* ]]
	runs 0 tk-report --if-any daily --now '2026-11-20 17:00' product=b
	prints ''
}

@test "it is about one day" {
	for args in '--week 0' '--to 2026-11-19' \
		'--from 2026-11-18 --to 2026-11-19' \
		'--from 2026-11-18..2026-11-19'; do
		# shellcheck disable=SC2086
		runs 2 tk-report daily $args
		says 'tk-report: daily is about one day: give --now, or --from and --to of the same day'
	done
	runs 2 tk-report daily --from nonsense
}

@test "selectors and threads change nothing but what they should" {
	friday
	runs 0 tk-report daily priority=紧急
	[[ ${lines[0]} == *': 1 in, 0 done, 1 late, 1 due later today, 2 open' ]]
	for o in text csv json; do
		diff <(tk-report -j1 -o $o daily) <(tk-report -j5 -o $o daily)
	done
}

@test "contact details are masked" {
	hardware customer=x '打13700000003，或a.b@c.cn'
	for o in text csv json; do
		runs 0 tk-report daily -o $o
		[[ $output == *'打137****0003，或a***@c.cn'* ]]
		[[ $output != *13700000003* ]]
	done
	runs 0 tk-report daily --unmask
	[[ $output == *13700000003* ]]
}
