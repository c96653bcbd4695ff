#!/usr/bin/env bats
# postmortem.bats - the draft of a review report, from the facts of a ticket.

load helper

setup() {
	export LC_ALL=C.UTF-8 TZ=America/New_York
	export TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset TK_STORE NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	new_store hotline
}

# An urgent ticket that was to be answered by 10:00 and was at 10:30; solved
# at 12:00, three hours after it came in; two measures, one of them a ticket.
history() {
	tk-new -q category=硬件故障 priority=紧急 customer=周建华 \
		contact=13800000001 scope=一个小区 热水器不启动
	tk-assign -q -t li 0001
	at 09:30
	tk-note -q -k analysis -m 温控器损坏，电话13900001111 0001
	at 10:30
	tk-note -q -k reply -m 已致歉 -w 10:20..10:30 0001
	tk-note -q -k urge -m 怎么还不来 0001
	tk-note -q -k measure -m 加强质检 measure.kind=系统 measure.owner=li \
		measure.due='2026-11-27 18:00' 0001
	at 12:00
	tk-note -q -k solution -m 更换温控器 solution.cause=批次不良 0001
	tk-new -q source=改进措施 parent=CS202611200001 换供应商
	tk-assign -q -t sun -b '2026-11-30 18:00' 0002
	tk-new -q 无关
} >/dev/null

# Of the clocks response was late, by the half hour from 10:00 to 10:30; the
# appointment was not due before the 21st and was cancelled by the solution.
@test "timeline, impact, clocks, causes, measures, lessons, questions" {
	history
	runs 0 tk-show -o postmortem 0001
	says ''
	diff -u - <(printf '%s\n' "$output") <<-'END'
	# 问题复盘报告：热水器不启动（草稿）

	- 工单：CS202611200001（待回访）
	- 分类：故障报修/硬件故障
	- 优先级：紧急
	- 处理人：li

	## 一、事情经过

	- 2026-11-20 09:00  wang  受理：CS202611200001
	- 2026-11-20 09:00  wang  处理人：li
	- 2026-11-20 09:30  wang  分析：温控器损坏，电话139****1111
	- 2026-11-20 10:30  wang  答复：已致歉
	- 2026-11-20 10:30  wang  催办：怎么还不来
	- 2026-11-20 10:30  wang  措施：加强质检
	- 2026-11-20 12:00  wang  解决方案：更换温控器

	## 二、影响

	- 影响范围：一个小区
	- 从受理到解决：3h

	## 三、超时的时限

	- response 第1次：时限 1h，应于 2026-11-20 10:00 前完成，实际 2026-11-20 10:30，超时 30m

	## 四、原因

	- 直接原因：批次不良
	- 分析：温控器损坏，电话139****1111
	- 根本原因：______

	## 五、处理与改进措施

	- 解决方案：更换温控器
	- 措施：加强质检；类型 系统；负责人 li；期限 2026-11-27 18:00
	- CS202611200002（待接单）：换供应商；负责人 sun；期限 2026-11-30 18:00；效果 ______

	## 六、预防

	- 预防措施：______

	## 七、经验教训

	- 经验教训：______

	## 八、待回答的问题

	- response 第1次为什么超时？怎样才能不再超时？
	  答：______
	- 客户为什么需要催办？
	  答：______
	- 为什么会发生？再追问为什么，直到根本原因。
	  答：______
	- 怎样才能更早发现？
	  答：______
	- 还有哪里会发生同样的问题？
	  答：______
	END
}

@test "facts in the order in which they happened, not were written" {
	history
	at 12:30
	tk-note -q -k progress -m 到场检查 -w 11:00 0001 >/dev/null
	tk-show -o postmortem 0001 | sed -n '/^## 一/,/^## 二/p' |
		grep -o '^- [^ ]* [^ ]*' >times
	LC_ALL=C sort -c times
	grep -q 11:00 times
}

@test "as a page: the same, escaped, one report a sheet" {
	history
	tk-note -q -k analysis -m '<img src=x>' 0001 >/dev/null
	tk-show -o postmortem-html 0001 0003 >page.html
	[ "$(grep -c '<section class="sheet">' page.html)" -eq 2 ]
	[ "$(grep -c '^<ul>$' page.html)" -eq "$(grep -c '^</ul>$' page.html)" ]
	tail -n 1 page.html | grep -qx '</html>'
	run ! grep -F '<img' page.html
	tk-show -o postmortem 0001 0003 | grep -c '^- ' >items
	diff items <(grep -c '<li' page.html)
	grep -qF '<h2>三、超时的时限</h2>' page.html
}

@test "it can be recorded as the review" {
	history
	tk-show -o postmortem 0001 >report.md
	tk-note -q -k review -m @report.md 0001
	tk-show -o postmortem 0001 | grep -q '^- 已有复盘：# 问题复盘报告'
}
