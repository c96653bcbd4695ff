#!/usr/bin/env bats
# handover.bats - what the next shift must know.

load helper

setup() {
	export LC_ALL=C.UTF-8 TZ=America/New_York
	export TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset TK_STORE NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	new_store standard
}

people() {
	cat >"$STORE/rules/staff.csv" <<-'END'
	login,badge,name,team,role,skills,capacity,contact
	wang,1001,王小红,一线客服,agent,,,13700000001
	li,1002,李工,技术部,handler,,,13700000002
	sun,1003,孙主管,客服主管,lead,,,sun@example.com
	zhao,1004,赵夜,一线客服,agent,,,0755-12345678
	END
	cat >"$STORE/rules/duty.csv" <<-'END'
	date,login,shift
	2026-11-20,wang,09:00-18:00
	2026-11-20,zhao,18:00-02:00
	2026-11-20,sun,18:00-08:00
	2026-11-20,li,off
	END
}

# A Friday of the rulebook standard:
#   1  P0, declared an emergency at 10:00 by the lead, not recovered
#   2  P2, the customer was asked at 11:00 and has not said anything
#   3  P3, promised for 23:00
#   4  P1, promised for Monday, handed over at 17:00
#   5  P3, closed
friday() {
	people
	export TK_ACTOR=sun
	tk-new -q priority=P0 category=服务中断 customer=甲 scope=全部订单 全站打不开
	tk-assign -q -t li 0001
	tk-new -q priority=P2 customer=乙 contact=13800000002 页面不对
	tk-assign -q -t wang 0002
	tk-new -q priority=P3 customer=丙 改地址
	tk-assign -q -t wang 0003
	tk-new -q priority=P1 customer=丁 打不开
	tk-assign -q -t li 0004
	tk-new -q priority=P3 误拨
	tk-close -q result=invalid summary=误拨 0005
	at 10:00
	tk-note -q emergency=核心业务中断 0001
	at 11:00
	TK_ACTOR=wang tk-assign -q --accept 0002
	TK_ACTOR=wang tk-note -q -k question -m 哪个页面，电话13800000002 0002
	tk-note -q expected=23:00 0003
	tk-note -q expected='2026-11-23 12:00' 0004
	at 17:00
	tk-note -q -k handover -m 夜里请盯日志 0004
	at 18:00
} >/dev/null

# Urgent: 1 and 4, of P0 and P1. The next shifts begin at 18:00, the longer
# one ends at 08:00 on Saturday: who has it is sun, and zhao.
@test "who is on next, and until when" {
	friday
	tk-report handover >out
	head -n 1 out | grep -q '^# handover at 2026-11-20 18:00, until 2026-11-21 08:00: '
	sed -n '/^on duty/,$p' out >duty
	diff -u - duty <<-'END'
	on duty next
	name    team      role   shift        contact
	赵夜    一线客服  agent  18:00-02:00  075*****5678
	孙主管  客服主管  lead   18:00-08:00  s***@example.com
	END
	# half an hour later it is theirs no longer to be handed over to
	at 18:30
	tk-report handover | grep -q 'until 2026-11-21 08:00'
	at 18:31
	# without shifts to come: until the next working morning, Monday's
	tk-report handover | grep -q 'until 2026-11-23 09:00'
	# as long as the first shift is still to come
	tk-report handover --now 08:00 | grep -q 'until 2026-11-20 18:00'
	: >"$STORE/rules/duty.csv"
	echo date,login,shift >"$STORE/rules/duty.csv"
	tk-report handover --now 17:00 | grep -q 'until 2026-11-23 09:00'
}

@test "urgent and open: the two highest priorities, and what is 紧急" {
	friday
	tk-report -o csv handover >out.csv
	diff -u - <(grep ^urgent out.csv | cut -d, -f2 | uniq) <<-'END'
	CS202611200001
	CS202611200004
	END
	tk-note -q urgency=紧急 0002
	tk-report -o csv handover | grep ^urgent | cut -d, -f2 | uniq >ids
	diff -u - ids <<-'END'
	CS202611200001
	CS202611200002
	CS202611200004
	END
	# of two priorities the lower one is never urgent
	new_store strategy two
	[ "$(wc -l <"$STORE/rules/priorities.csv")" -eq 3 ]
	low=$(tail -n 1 "$STORE/rules/priorities.csv" | cut -d, -f1)
	tk-new -q priority="$low" x >/dev/null
	tk-report -o csv handover | grep -c ^urgent >n || true
	diff <(echo 0) n
}

# 3 was promised for 23:00, which is in five hours; 4 for Monday.
@test "promises: every limit that runs out until then, the worst first" {
	friday
	tk-report -o csv handover | grep ^promises, >promises
	grep -qx promises,CS202611200003,due,2026-11-20T23:00:00+08:00 promises
	grep -qx promises,CS202611200003,left,18000 promises
	run ! grep 2026-11-23 promises
	# late ones are there too: 1 was to be answered by 09:15
	grep -qx promises,CS202611200001,due,2026-11-20T09:15:00+08:00 promises
	tk-report handover | grep -qE '^CS202611200003  11-20 23:00 +5h  promise +王小红 +改地址$'
	# in order
	tk-report -o json handover | jq -r '.promises[].due' >due
	sort -c due
}

# 2 to 24 came a minute apart and were to be answered after an hour: at 18:00
# all 23 are late. 3 more of them are cut for people; promised for 20:00 is 1.
@test "of what is late people see the worst 20, programs all" {
	echo 'clock,selector,start,stop,cancel,pause,limit,calendar,repeat,rebase,notify
	response,,id,reply,,,1h,natural,once,start,
	solve,,id,solution,,,@expected,natural,once,start,' | tr -d '\t' \
		>"$STORE/rules/clocks.csv"
	tk-new -q priority=P3 expected=20:00 一 |
		tk-note -q -k reply -m 好 >/dev/null
	for i in $(seq 10 32); do
		at 09:$i
		tk-new -q priority=P3 第$i
	done >/dev/null
	at 18:00
	tk-report handover priority=P3 >out
	head -n 1 out | grep -q ': 0 urgent, 24 due, '
	sed -n '/^due/,/^$/p' out >due
	[ "$(grep -c '^CS2026' due)" -eq 21 ]
	sed -n '3p;22,24p' due | cut -c 1-43 | diff -u /dev/fd/3 - 3<<-'END'
	CS202611200002  11-20 10:10  -7h50m  respon
	CS202611200021  11-20 10:29  -7h31m  respon
	and 3 more that are late: tk-report overdue
	CS202611200001  11-20 20:00      2h  solve 
	END
	grep -qx 'and 3 more that are late: tk-report overdue priority=P3' due
	tk-report --now 18:00 handover | grep -qx \
		'and 3 more that are late: tk-report --now 18:00 overdue'
	[ "$(tk-report -o csv handover | grep -c '^promises,.*,due,')" -eq 24 ]
	[ "$(tk-report -o json handover | jq '.promises | length')" -eq 24 ]
	tk-report -o html handover | grep -c '20261120[0-9]*</th>' | diff <(echo 21) -
	tk-report -o html handover | grep -qF \
		'<tr><td class="note" colspan="6">and 3 more that are late: tk-report overdue</td></tr>'
	# 20 are 20
	tk-note -q -k reply -m 好 0022 0023 0024 >/dev/null
	tk-report handover >out
	run ! grep more out
	[ "$(sed -n '/^due/,/^$/p' out | grep -c '^CS2026')" -eq 21 ]
}

@test "waiting: since when, for whom, and for what" {
	friday
	tk-report handover | sed -n '/^waiting/,/^$/p' >waiting
	diff -u - waiting <<-'END'
	waiting for the customer
	id              since        assignee  customer  asked
	CS202611200002  11-20 11:00  王小红    乙        哪个页面，电话138****0002

	END
	tk-note -q -k feedback -m 首页 0002
	tk-report handover >out
	run ! grep ^waiting out
}

# 12 hours before 18:00 is 06:00: the emergency of 10:00 with the escalation
# that flow adds after it, and the hand-over of 17:00.
@test "what changed in the last twelve hours, by whom" {
	friday
	tk-report -o json handover | jq -c '.changes[] | [.id, .event, .by]' >changes
	diff -u - changes <<-'END'
	["CS202611200001","emergency","sun"]
	["CS202611200001","escalation","sun"]
	["CS202611200004","handover","sun"]
	END
	tk-report -o json handover --now 2026-11-21T05:00:01+08:00 |
		jq -c '.changes[] | [.id, .event]' >changes
	diff /dev/null changes
	tk-report -o json handover --now 2026-11-21T05:00:00+08:00 |
		jq -c '.changes[] | [.id, .event]' >changes
	diff <(echo '["CS202611200004","handover"]') changes
}

@test "emergencies, until they have recovered" {
	friday
	tk-report handover | sed -n '/^not recovered/,/^$/p' >emergencies
	diff -u - emergencies <<-'END'
	not recovered yet
	id              since        engaged  assignee  emergency
	CS202611200001  11-20 10:00  -        李工      核心业务中断

	END
	tk-note -q recovery=已恢复 0001
	tk-report handover >out
	run ! grep '^not recovered' out
	runs 2 tk-report handover --week 0
	[ "$stderr" != "" ]
}

@test "--if-any says nothing when there is nothing to hand over" {
	runs 0 tk-report --if-any handover
	prints ''
	tk-new -q priority=P0 x >/dev/null
	runs 0 tk-report --if-any handover
	[[ $output == '# handover'* ]]
}
