#!/usr/bin/env bats
# records.bats - the eight outputs (B8): each is a table that one command
# prints. The review report is that of review.bats.

load helper

setup() {
	export LC_ALL=C.UTF-8 TZ=America/New_York
	export TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset TK_STORE NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	new_store process-form
}

# A Friday, and the Monday before it:
#   1116-1  closed on the day: a request, 高
#   1120-1  B9's, in short: from 09:00 to 10:35, closed
#   1120-2  open, sorted by a person
#   1120-3  an improvement measure, of 1120-1
week() {
	at 2026-11-16 09:00
	tk-new -q customer=旧 旧事
	tk-close -q result=invalid summary=误拨 CX202611160001
	at 2026-11-20 09:00
	tk-new -q ref=CX1 channel=在线客服 customer='*有限公司' \
		contact=13800000001 customer_type=新客户 vip=是 urgency=高 \
		urgency_reason=影响业务 wanted=12:00 order_no=DD-1 \
		description=APP登录失败，提示网络错误 APP登录失败
	tk-note -q urgency=中 CX202611200001	# corrected later
	tk-note -q category=咨询 priority=高 CX202611200001
	at 09:45
	tk-assign -q -t 技术专员 -b 12:00 CX202611200001
	at 10:00
	tk-note -q -k progress -m 服务器短时故障 -w 09:45..10:00 \
		progress.next=清缓存 progress.expected=10:30 CX202611200001
	tk-note -q -k measure -m 加监控 measure.kind=系统 measure.owner=li \
		measure.due=2026-11-27T18:00:00+08:00 CX202611200001
	at 10:35
	tk-note -q -k reply -m 请打13900001111 -w 10:30 reply.channel=电话 \
		CX202611200001
	tk-note -q -k feedback -m 问题已解决，感谢及时处理 \
		feedback.channel=电话 CX202611200001
} >/dev/null

@test "records: the original demand, as it was first said" {
	week
	runs 0 tk-report records
	says ''
	diff -u - <(printf '%s\n' "$output") <<-'END'
	# records: 2 tickets
	# id            created      channel   customer  contact      description
	CX202611160001  11-16 09:00  -         旧        -            旧事
	CX202611200001  11-20 09:00  在线客服  *有限公…  138****0001  APP登录失败，提示网络错误
	END
	tk-report -o csv records id=CX202611200001 >csv
	diff -u - csv <<-'END'
	id,created,channel,source,customer,customer_type,vip,customer_no,region,contact,subject,product,order_no,wanted,urgency,urgency_reason,extra,by,description
	CX202611200001,2026-11-20T09:00:00+08:00,在线客服,,*有限公司,新客户,是,,,138****0001,APP登录失败,,DD-1,2026-11-20T12:00:00+08:00,高,影响业务,,wang,APP登录失败，提示网络错误
	END
}

@test "sorting: category and priority, by which rule or whom, and why" {
	new_store hotline sorted
	tk-new -q customer=周 热水器不启动 | tk-classify -q >/dev/null
	tk-new -q 其他 >/dev/null
	tk-classify -q -c 业务咨询 -p 普通 0002 >/dev/null
	tk-new -q 没人看过 >/dev/null
	tk-report -o csv sorting >csv
	diff -u - csv <<-'END'
	id,created,time,nature,category,priority,urgency,impact,importance,rule,priority_rule,by,status,subject,reason
	CS202611200001,2026-11-20T09:00:00+08:00,2026-11-20T09:00:00+08:00,,故障报修/硬件故障,紧急,,,,hw01,category,wang,new,热水器不启动,实物部件损坏：不启动、异响、部件失效
	CS202611200002,2026-11-20T09:00:00+08:00,2026-11-20T09:00:00+08:00,,业务办理/业务咨询,普通,,,,,,wang,new,其他,了解新业务的条件或费用
	CS202611200003,2026-11-20T09:00:00+08:00,,,,,,,,,,,new,没人看过,
	END
}

@test "assignments: to whom, by whom, by when" {
	week
	tk-report -o csv assignments >csv
	diff -u - <(cut -d, -f1-8 csv) <<-'END'
	id,time,event,to,team,by,rule,deadline
	CX202611200001,2026-11-20T09:45:00+08:00,assignee,技术专员,,wang,,2026-11-20T12:00:00+08:00
	END
	runs 0 tk-report assignments
	diff -u - <(printf '%s\n' "$output") <<-'END'
	# assignments: 1 row
	# id            time         event   to        by    deadline     reason
	CX202611200001  11-20 09:45  处理人  技术专员  wang  11-20 12:00
	END
}

# The progress counts by the end of its span, 10:00.
@test "progress: done, next, expected" {
	week
	runs 0 tk-report progress
	diff -u - <(printf '%s\n' "$output") <<-'END'
	# progress: 2 rows
	# id            time         event  next    expected     done
	CX202611200001  11-20 10:00  进展   清缓存  11-20 10:30  服务器短时故障
	CX202611200001  11-20 10:00  措施   -       -            加监控
	END
}

@test "communication: both ways, with channel and time" {
	week
	tk-report -o csv communication >csv
	diff -u - csv <<-'END'
	id,time,recorded,event,from,channel,by,customer,subject,file,text
	CX202611200001,2026-11-20T10:30:00+08:00,2026-11-20T10:35:00+08:00,reply,us,电话,wang,*有限公司,APP登录失败,,请打139****1111
	CX202611200001,2026-11-20T10:35:00+08:00,2026-11-20T10:35:00+08:00,feedback,customer,电话,wang,*有限公司,APP登录失败,,问题已解决，感谢及时处理
	END
}

# From 09:00 to 10:40 are 100 minutes, 6000 seconds.
@test "archive: solution, handler, time spent, satisfaction, summary" {
	week
	at 10:40
	tk-close -q -m 清除缓存 solution.cause=服务器故障 confirmation=已解决 \
		satisfaction=5 callback=完成 spent_min=50 \
		summary=清缓存解决 CX202611200001 >/dev/null
	tk-report -o csv archive | cut -d, -f1-3,8- >csv
	diff -u - csv <<-'END'
	id,created,closed,result,handler,handling,spent_min,satisfaction,cause,prevention,lesson,summary,solution
	CX202611160001,2026-11-16T09:00:00+08:00,2026-11-16T09:00:00+08:00,invalid,,0,,,,,,误拨,误拨
	CX202611200001,2026-11-20T09:00:00+08:00,2026-11-20T10:40:00+08:00,solved,技术专员,6000,50,5,服务器故障,,,清缓存解决,清除缓存
	END
	# what was opened again is in no archive
	tk-reopen -q -m 又不行 CX202611200001 >/dev/null
	tk-report -o csv archive --week 0 | wc -l >n
	[ "$(cat n)" -eq 2 ]
}

# The measure of the ticket, and the ticket that is one.
@test "measures: owner, due, status, effect" {
	week
	tk-new -q source=改进措施 parent=CX202611200001 \
		deadline='2026-11-30 18:00' 简化审批 >/dev/null
	tk-assign -q -t li CX202611200002 >/dev/null
	tk-note -q effect=缩短一天 CX202611200002 >/dev/null
	tk-report -o csv measures >csv
	diff -u - csv <<-'END'
	id,time,kind,owner,due,status,closed,parent,effect,measure
	CX202611200001,2026-11-20T10:00:00+08:00,系统,li,2026-11-27T18:00:00+08:00,assigned,,,,加监控
	CX202611200002,2026-11-20T10:35:00+08:00,改进措施,li,2026-11-30T18:00:00+08:00,assigned,,CX202611200001,缩短一天,简化审批
	END
	# those that were still open in a later week are there, too
	at 2026-12-07 09:00
	runs 0 tk-report measures --week 0
	[[ ${lines[0]} == '# measures 2026-W50: 2 measures, '* ]]
	runs 0 tk-report measures --week W46
	[[ ${lines[0]} == *': 0 measures, '* ]]
}

@test "a period limits all of them by when it happened" {
	week
	for r in records sorting; do
		runs 0 tk-report $r --week 2026-W47 -o csv
		[ "${#lines[@]}" -eq 3 ]
		runs 0 tk-report $r --from 2026-11-17 --to 2026-11-20 -o csv
		[ "${#lines[@]}" -eq 2 ]
	done
	for r in assignments progress communication; do
		runs 0 tk-report $r --from 2026-11-16 --to 2026-11-19 -o csv
		[ "${#lines[@]}" -eq 1 ]
	done
	runs 0 tk-report archive --from 2026-11-16 --to 2026-11-16 -o csv
	[ "${#lines[@]}" -eq 2 ]
	runs 0 tk-report records --from 2026-11-16 --to 2026-11-16
	[ "${lines[0]}" = '# records 2026-11-16..2026-11-16: 1 ticket, 2026-11-16 00:00 to 2026-11-16 23:59:59' ]
}

@test "their lines are tickets, and threads change nothing" {
	week
	tk-report records | tk-show -o csv >shown
	[ "$(grep -c ,id, shown)" -eq 2 ]
	for r in records sorting assignments progress communication archive \
		measures; do
		for o in text csv json; do
			diff <(tk-report -j1 -o $o $r) \
				<(tk-report -j5 -o $o $r) || return
		done
	done
}

@test "--bom guards against formulas" {
	tk-new -q customer==1+1 x >/dev/null
	runs 0 tk-report -o csv --bom records
	[[ ${lines[1]} == *",'=1+1,"* ]]
}
