#!/usr/bin/env bats
# tk-assign.bats - tickets are given to people, who answer for them.

load helper
load write

# A ticket for the second line.
hardware() {
	new category=硬件 priority=紧急 热水器不启动
}

@test "knows its usage, its version and no other options" {
	knows_itself tk-assign
	runs 2 tk-assign x
	[[ $stderr == 'tk-assign: say who: -t WHO, or -A for the rulebook'* ]]
	for args in '-A --take' '--accept --take' '--decline --escalate up' \
		'--helper x -A'; do
		# shellcheck disable=SC2086
		runs 2 tk-assign $args x
		[[ $stderr == 'tk-assign: choose one of -A, -t, --accept, --decline, --take, --escalate, --helper'* ]]
	done
	runs 2 tk-assign -A -t li x
	[[ $stderr == 'tk-assign: -A chooses itself; leave out -t'* ]]
	for verb in --accept --take --decline '--helper x'; do
		# shellcheck disable=SC2086
		runs 2 tk-assign $verb -t li x
		[[ $stderr == 'tk-assign: -t goes alone or with --escalate'* ]]
	done
	runs 2 tk-assign --escalate down -m x x
	[[ $stderr == 'tk-assign: --escalate is up or side'* ]]
}

@test "-t gives it to a person, who must accept it" {
	id=$(new x)
	mark "$id"
	runs 0 tk-assign -t li "$id"
	prints "$id"
	says ''
	wrote "$id" assignee,li status,assigned
	as li
	runs 0 tk-assign --accept "$id"
	prints "$id"
	wrote "$id" accepted,li status,active
	# given to another the acceptance lapses
	runs 0 tk-assign --to me "$id"
	wrote "$id" assignee,li status,assigned
	refuses 1 "tk-assign: $id: it is closed; reopen it with 'tk-reopen -m WHY $id'" \
		tk-assign -t li "$(tk-close -q result=invalid summary=x "$id")"
}

@test "-t knows logins, badges, names and teams, and nobody else" {
	with_staff
	id=$(new x)
	mark "$id"
	runs 0 tk-assign -t 202 "$id"
	wrote "$id" assignee,zhao team,二线技术支持 status,assigned
	runs 0 tk-assign -t 孙洁 "$id"
	wrote "$id" assignee,sun team,客服主管
	runs 0 tk-assign -t 二线技术支持 "$id"
	wrote "$id" assignee.rule,routing assignee,li team,二线技术支持
	runs 0 tk-assign -t 运营 "$id"		# nobody of it is on staff
	wrote "$id" assignee,运营 team,运营
	refuses 2 "tk-assign: $id: assignee: unknown person \"qian\"; rules/staff.csv lists them" \
		tk-assign -t qian "$id"
	wrote "$id"
}

@test "-t '' takes it away again: it is new" {
	id=$(new x)
	tk-assign -q -t li "$id"
	mark "$id"
	runs 0 tk-assign -t '' "$id"
	wrote "$id" assignee, status,new
}

@test "-A sends it to the team while nobody is on staff" {
	id=$(hardware)
	mark "$id"
	runs 0 tk-assign -A "$id"
	prints "$id"
	wrote "$id" assignee.rule,routing assignee,二线技术支持 \
		team,二线技术支持 status,assigned
	# whoever of it takes it has it
	as li
	runs 0 tk-assign --accept "$id"
	wrote "$id" assignee,li accepted,li status,active
}

@test "-A chooses who has the skill, then who has least" {
	with_staff
	a=$(hardware)
	b=$(hardware)
	c=$(new category=软件 重启无效 handover=请接手)
	mark "$a"
	runs 0 tk-assign --auto "$a" "$b"
	prints "$a" "$b"
	wrote "$a" assignee.rule,routing assignee,li team,二线技术支持 \
		status,assigned
	[ "$(value_of "$b" assignee)" = li ]	# the skill before the load
	# without skills the load decides
	sed -i 's/,硬件故障,/,,/' "$STORE/rules/staff.csv"
	d=$(hardware)
	tk-assign -q -A "$d"
	[ "$(value_of "$d" assignee)" = zhao ]
	# nobody of 技术团队 is on staff
	tk-assign -q -A "$c"
	[ "$(value_of "$c" assignee)" = 技术团队 ]
}

@test "-A gives to who is on duty; a shift past midnight is the day's before" {
	with_staff
	sed -i '1a category=硬件,二线技术支持,duty,' "$STORE/rules/routing.csv"
	printf '2026-11-20..2026-11-21,%s\n' li,22:00-06:00 \
		zhao,06:00-22:00 >>"$STORE/rules/duty.csv"
	id=$(hardware)
	while read -r day time who; do
		at "$day" "$time"
		tk-assign -q -A "$id"
		[ "$(value_of "$id" assignee)" = "$who" ]
		tk-assign -q -t '' "$id"
	done <<-'END'
	2026-11-20 09:00 zhao
	2026-11-20 21:59 zhao
	2026-11-20 22:00 li
	2026-11-21 05:59 li
	2026-11-21 06:00 zhao
	2026-11-22 05:59 li
	END
}

@test "-A passes by who is off, and who is complained about" {
	with_staff
	printf '2026-11-20,li,off\n' >>"$STORE/rules/duty.csv"
	id=$(hardware)
	tk-assign -q -A "$id"
	[ "$(value_of "$id" assignee)" = zhao ]
	# and takes it from one who is off since
	printf '2026-11-21,zhao,off\n' >>"$STORE/rules/duty.csv"
	at 2026-11-21 09:00
	tk-assign -q -A "$id"
	[ "$(value_of "$id" assignee)" = li ]
	at 2026-11-23 09:00
	id=$(new category=硬件 工号201上门后不制冷，要求换人)
	tk-assign -q -A "$id"
	[ "$(value_of "$id" assignee)" = zhao ]
}

@test "-A leaves alone who is at work, and passes the number on" {
	id=$(hardware)
	tk-assign -q --take "$id"
	mark "$id"
	runs 0 tk-assign -A "$id"
	prints "$id"
	wrote "$id"
	runs 0 tk-assign -A -e "$id"
	[ "${lines[1]}" = 'left alone: wang has it' ]
	tk-note -q -k solution -m x "$id"
	runs 0 tk-assign -e -A "$id"
	[ "${lines[1]}" = 'left alone: it is solved (待回访)' ]
}

@test "-A refuses what no row of routing fits" {
	id=$(new x)
	mark "$id"
	refuses 1 "tk-assign: $id: no row of routing.csv fits, as it has no category; assign it with 'tk-assign -t WHO $id'" \
		tk-assign -A "$id"
	wrote "$id"
}

@test "-e tells why -A chooses so, and writes nothing" {
	with_staff
	id=$(hardware)
	mark "$id"
	runs 0 tk-assign -A -e "$id"
	[[ ${lines[0]} == "# $id assigned 待接单  紧急 故障报修/硬件故障  → li"* ]]
	[ "${lines[1]}" = 'team 二线技术支持 (routing.csv: category=故障报修/硬件故障); li: skilled, 0 open, load 0; li' ]
	run -0 tk-assign -A --explain "$id"
	wrote "$id"
}

@test "--take makes a ticket that nobody has one's own" {
	id=$(new x)
	mark "$id"
	runs 0 tk-assign --take "$id"
	prints "$id"
	wrote "$id" assignee,wang accepted,wang status,active
	refuses 1 "tk-assign: $id: you have it already; write to it with 'tk-note -m TEXT $id'" \
		tk-assign --take "$id"
	as li
	refuses 1 "tk-assign: $id: wang has it already; ask for it, or assign it with 'tk-assign -t me $id'" \
		tk-assign --take "$id"
	wrote "$id"
	# what one was given is taken just so
	id=$(new assignee=li y)
	mark "$id"
	runs 0 tk-assign --take "$id"
	wrote "$id" accepted,li status,active
}

@test "--accept is for the assignee, or a lead" {
	with_staff
	id=$(hardware)
	refuses 1 "tk-assign: $id: nobody is assigned yet; take it with 'tk-assign --take $id'" \
		tk-assign --accept "$id"
	tk-assign -q -t li "$id"
	mark "$id"
	runs 1 tk-assign --accept "$id"
	[[ $stderr == "tk-assign: $id: only the assignee accepts it; "* ]]
	wrote "$id"
	as li
	runs 0 tk-assign --accept "$id"
	wrote "$id" accepted,li status,active
	runs 1 tk-assign --accept "$id"
	[[ $stderr == "tk-assign: $id: "* ]]
	wrote "$id"
}

@test "--decline gives it back, with the reason" {
	with_staff
	id=$(hardware)
	tk-assign -q -t li "$id"
	mark "$id"
	refuses 1 "tk-assign: $id: only the assignee declines it; assign it anew with 'tk-assign -t WHO $id'" \
		tk-assign --decline -m 忙 "$id"
	as li
	refuses 2 "tk-assign: $id: say why you decline it with -m TEXT" \
		tk-assign --decline "$id"
	wrote "$id"
	runs 0 tk-assign --decline -m 今天休假 "$id"
	prints "$id"
	wrote "$id" declined,今天休假 assignee, status,new
	refuses 1 "tk-assign: $id: declined is not possible while it is new (待分派); only while assigned, active, waiting" \
		tk-assign --decline -m 又 "$id"
}

@test "--escalate up gives it to the lead, or to -t" {
	id=$(new x)
	tk-assign -q --take "$id"
	mark "$id"
	refuses 2 "tk-assign: $id: say why it is escalated with -m TEXT" \
		tk-assign --escalate up "$id"
	runs 0 tk-assign --escalate up -m 超出权限 "$id"
	prints "$id"
	wrote "$id" escalation.kind,up escalation.to,客服主管 \
		escalation,超出权限 assignee,客服主管 status,assigned
	with_staff
	runs 0 tk-assign --escalate up -m 还是不行 "$id"
	wrote "$id" escalation.kind,up escalation.to,sun \
		escalation,还是不行 assignee,sun
	runs 0 tk-assign --escalate up -t zhao -m 换人 "$id"
	wrote "$id" escalation.kind,up escalation.to,zhao escalation,换人 \
		assignee,zhao
}

@test "--escalate side makes somebody help" {
	id=$(new x)
	tk-assign -q --take "$id"
	mark "$id"
	refuses 2 "tk-assign: $id: say to whom with -t WHO" \
		tk-assign --escalate side -m 需要后台日志 "$id"
	runs 0 tk-assign --escalate side -t 技术 -m 需要后台日志 \
		escalation.channel=会议 "$id"
	wrote "$id" escalation.channel,会议 escalation.kind,side \
		escalation.to,技术 escalation,需要后台日志 helper,技术
	[ "$(value_of "$id" status)" = active ]
}

@test "--helper adds a person, and takes one out" {
	with_staff
	id=$(new x)
	mark "$id"
	runs 0 tk-assign --helper 赵工 "$id"
	prints "$id"
	wrote "$id" helper,zhao
	runs 0 tk-assign --helper -202 "$id"
	wrote "$id" helper,-zhao
	runs 2 tk-assign --helper nobody "$id"
	wrote "$id"
}

@test "-b is the deadline, -m a note, whoever gets it" {
	id=$(hardware)
	mark "$id"
	runs 0 tk-assign -t li -b 12:00 -m 请尽快 "$id"
	wrote "$id" assignee,li note,请尽快 deadline,2026-11-20T12:00:00+08:00 \
		status,assigned
	as li
	runs 0 tk-assign --accept --by 13:00 --message 我来 "$id"
	wrote "$id" accepted,li note,我来 deadline,2026-11-20T13:00:00+08:00 \
		status,active
	runs 0 tk-assign --helper zhao -m 帮忙 -b +1h "$id"
	wrote "$id" helper,zhao note,帮忙 deadline,2026-11-20T10:00:00+08:00
	id=$(hardware)
	mark "$id"
	runs 0 tk-assign --take -b 15:00 -m @致歉 "$id"
	wrote "$id" assignee,li accepted,li \
		note,非常抱歉给您带来不便，您的心情我完全理解。请放心，这件事由我负责跟进。 \
		deadline,2026-11-20T15:00:00+08:00 status,active
	runs 2 tk-assign -t li -b whenever "$id"
	[[ $stderr == "tk-assign: $id: deadline: "* ]]
}

@test "-w is when it happened" {
	id=$(new x)
	mark "$id"
	runs 0 tk-assign -t li -w 08:30 "$id"
	wrote "$id" assignee.at,2026-11-20T08:30:00+08:00 assignee,li \
		status,assigned
	as li
	runs 0 tk-assign --accept --when 08:45 "$id"
	wrote "$id" accepted.at,2026-11-20T08:45:00+08:00 accepted,li \
		status,active
}

@test "-a goes with what was done, also where nothing is" {
	echo x >photo.jpg
	id=$(hardware)
	mark "$id"
	runs 0 tk-assign -A -a photo.jpg "$id"
	wrote "$id" assignee.file,photo.jpg assignee.rule,routing \
		assignee,二线技术支持 team,二线技术支持 status,assigned
	runs 0 tk-assign --take --attach photo.jpg "$id"
	wrote "$id" assignee,wang accepted.file,photo-2.jpg accepted,wang \
		status,active
	runs 0 tk-assign -A -a photo.jpg "$id"	# it stays with wang
	wrote "$id" file,photo-3.jpg
	runs 0 tk-assign --escalate up -m 看图 -a photo.jpg "$id"
	wrote "$id" escalation.file,photo-4.jpg escalation.kind,up \
		escalation.to,客服主管 escalation,看图 assignee,客服主管 \
		status,assigned
	[ "$(find "$STORE/files/$id" -type f | wc -l)" -eq 4 ]
}

@test "fields go with it" {
	id=$(new x)
	mark "$id"
	runs 0 tk-assign -t li assignee.why=熟悉 复杂度=复杂 "$id"
	wrote "$id" assignee.why,熟悉 assignee,li complexity,复杂 \
		status,assigned
}

@test "-v reads the state aloud, -n writes nothing" {
	id=$(hardware)
	mark "$id"
	runs 0 tk-assign -n -v -t li "$id"
	[[ $output == "$id  assigned 待接单  紧急 故障报修/硬件故障  → li  response due 2026-11-20"*'“'*'”' ]]
	runs 0 tk-assign --dry-run -A "$id"
	prints "$id"
	wrote "$id"
	runs 0 tk-assign --verbose --quiet -t li "$id"
	[[ $output == "$id  assigned 待接单"* ]]
}

@test "reads numbers from a pipe, and passes on those it gave away" {
	hardware
	new x
	hardware
	printf '0001\nCS202611200002 x\nCS202611200003,y\n' |
		tk-assign -q -A >out 2>err || status=$?
	[ "${status-0}" -eq 1 ]
	diff -u <(printf '%s\n' CS202611200001 CS202611200003) out
	run -0 tk-assign -s "$STORE" -t li 0002
	run -0 tk-assign --store "$STORE" -t li 0002
}
