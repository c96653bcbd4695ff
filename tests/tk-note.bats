#!/usr/bin/env bats
# tk-note.bats - facts are appended, and flow says what follows.

load helper
load write

@test "knows its usage, its version and no other options" {
	knows_itself tk-note
	id=$(new x)
	runs 2 tk-note "$id"
	[[ $stderr == 'tk-note: say what: -m TEXT, -k FIELD, FIELD=VALUE or -a FILE'* ]]
}

@test "-m alone is an internal note" {
	id=$(new x)
	mark "$id"
	runs 0 tk-note -m 已查日志 "$id"
	prints "$id"
	says ''
	wrote "$id" note,已查日志
	tail -n 1 "$(file_of "$id")" |
		diff -u <(echo 2026-11-20T09:00:00+08:00,wang,note,已查日志) -
	as li
	at 10:20:30
	tk-note -q -m $'两行\n"引号", 逗号' "$id"
	tail -n 2 "$(file_of "$id")" | diff -u <(printf '%s\n' \
		'2026-11-20T10:20:30+08:00,li,note,"两行' \
		'""引号"", 逗号"') -
}

@test "-k names the field by name or label, -m its text" {
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k reply -m 已修好 reply.channel=电话 "$id"
	wrote "$id" reply.channel,电话 reply,已修好
	runs 0 tk-note --key 答复 --message 请重启 答复.channel=短信 "$id"
	wrote "$id" reply.channel,短信 reply,请重启
	refuses 2 "tk-note: $id: unknown field \"repyl\"; did you mean reply?" \
		tk-note -k repyl -m x "$id"
	wrote "$id"
}

@test "-k FIELD=VALUE sets it, and -m is what was said with it" {
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k satisfaction=满意 -m 师傅很专业 "$id"
	wrote "$id" satisfaction.words,师傅很专业 satisfaction,满意
	runs 0 tk-note -k callback=完成 "$id"
	wrote "$id" callback,完成
	runs 0 tk-note -k contact= "$id"
	wrote "$id" contact,
}

@test "operands set fields; a set gains and loses members" {
	id=$(new x)
	other=$(new y)
	mark "$id"
	runs 0 tk-note 订单号=D-1 tag=急 tag=-急 related="$other" "$id"
	prints "$id"
	wrote "$id" order_no,D-1 tag,急 tag,-急 related,"$other"
	runs 0 tk-note deadline='明天 12:00' expected=+2h spent_min=３５ "$id"
	wrote "$id" deadline,2026-11-21T12:00:00+08:00 \
		expected,2026-11-20T11:00:00+08:00 spent_min,35
	runs 0 tk-note order_no= "$id"
	wrote "$id" order_no,
	runs 0 tk-note reply=一 reply=二 reply.channel=电话 "$id"
	wrote "$id" reply.channel,电话 reply,一 reply,二
}

@test "-m takes standard input, a file, a canned sentence" {
	id=$(new x)
	mark "$id"
	echo 从标准输入 | tk-note -q -m - "$id"
	wrote "$id" note,从标准输入
	printf '从文件\n\n' >text
	tk-note -q -m @text "$id"
	wrote "$id" note,从文件
	tk-note -q -k reply -m @稍候 "$id"
	wrote "$id" reply,请您稍等片刻，我正在为您查询，电话请不要挂断。
	runs 2 tk-note -m @没有 "$id"
	[[ $stderr == 'tk-note: "@没有" is neither a file nor a canned sentence; there are @问候 '* ]]
	run -2 --separate-stderr tk-note -m - <<<CS202611200001
	[[ $stderr == *'tk-note: -m - takes standard input, so name the tickets as operands'* ]]
	wrote "$id"
}

@test "a canned sentence is filled in with what each ticket says" {
	a=$(new customer=王芳 x)
	b=$(new y)
	runs 0 tk-note -k reply -m @告知结果 "$a" "$b"
	prints "$a" "$b"
	says "tk-note: warning: $b: nothing is known for {customer}; it is left out"
	[ "$(value_of "$a" reply)" = \
		"王芳您好，您反映的问题（工单$a）已经处理完毕，请您试用一下，看看是否恢复正常。" ]
	[ "$(value_of "$b" reply)" = \
		"您好，您反映的问题（工单$b）已经处理完毕，请您试用一下，看看是否恢复正常。" ]
	# what is typed is not
	tk-note -q -m '{customer}' "$a"
	[ "$(value_of "$a" note)" = '{customer}' ]
}

@test "-w is when it happened: a time or a span, not in the future" {
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k reply -m 已答复 -w 08:50 region=杭州 "$id"
	wrote "$id" reply.at,2026-11-20T08:50:00+08:00 reply,已答复 \
		region.at,2026-11-20T08:50:00+08:00 region,杭州
	runs 0 tk-note -k visit -m 已上门 --when '昨天 10:00..10:30' "$id"
	wrote "$id" visit.at,2026-11-19T10:00:00+08:00..2026-11-19T10:30:00+08:00 \
		visit,已上门
	# what is typed for one field wins
	runs 0 tk-note -k reply -m 又答复 -w 08:50 reply.at=08:55 region=杭州 "$id"
	wrote "$id" reply.at,2026-11-20T08:55:00+08:00 reply,又答复 \
		region.at,2026-11-20T08:50:00+08:00 region,杭州
	refuses 2 "tk-note: $id: 09:01 lies in the future; say when it happened" \
		tk-note -m x -w 09:01 "$id"
	refuses 2 "tk-note: $id: status is never backdated; leave out status.at" \
		tk-note status=unclear status.at=08:00 "$id"
	runs 2 tk-note -m x -w gestern "$id"
	wrote "$id"
	runs 0 tk-note -w 08:50 -m x status=unclear "$id"
	wrote "$id" note.at,2026-11-20T08:50:00+08:00 note,x status,unclear
}

@test "-w goes back as far as the rulebook lets one" {
	with_staff
	id=$(new x)
	mark "$id"
	refuses 1 "tk-note: $id: 2026-11-13 08:59:59 is longer ago than you may go back (7 days); ask one who may: lead|manager|admin" \
		tk-note -m x -w '2026-11-13 08:59:59' "$id"
	refuses 1 "tk-note: $id: 2026-11-01 is longer ago than you may go back (7 days); ask one who may: lead|manager|admin" \
		tk-note -k reply -m x reply.at=2026-11-01 "$id"
	wrote "$id"
	runs 0 tk-note -m x -w '2026-11-13 09:00' "$id"
	wrote "$id" note.at,2026-11-13T09:00:00+08:00 note,x
	as sun
	runs 0 tk-note -m x -w 2026-01-01 "$id"
	wrote "$id" note.at,2026-01-01T00:00:00+08:00 note,x
}

@test "-b is what was promised" {
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k progress -m 已订配件 -b 15:00 progress.next=更换 "$id"
	wrote "$id" progress.next,更换 progress,已订配件 \
		expected,2026-11-20T15:00:00+08:00
	runs 0 tk-note --by +1d "$id"
	wrote "$id" expected,2026-11-23T09:00:00+08:00
}

@test "-a attaches to what is recorded, else to the ticket" {
	echo x >photo.jpg
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k reply -m 见图 -a photo.jpg --attach photo.jpg "$id"
	wrote "$id" reply.file,photo.jpg reply.file,photo-2.jpg reply,见图
	runs 0 tk-note -a photo.jpg "$id"
	wrote "$id" file,photo-3.jpg
	runs 0 tk-note -a photo.jpg region=杭州 "$id"
	wrote "$id" file,photo-4.jpg region,杭州
	cmp photo.jpg "$STORE/files/$id/photo-4.jpg"
	refuses 2 "tk-note: $id: cannot attach \"nothing\": No such file or directory" \
		tk-note -a photo.jpg -a nothing "$id"
	wrote "$id"
	[ "$(find "$STORE/files/$id" -type f | wc -l)" -eq 4 ]
}

@test "flow moves it: asked, answered, solved, refuted, handed over" {
	id=$(new x)
	tk-assign -q --take "$id"
	mark "$id"
	tk-note -q -k question -m 请问型号？ "$id"
	wrote "$id" question,请问型号？ status,waiting
	tk-note -q -k feedback -m 型号A1 "$id"
	wrote "$id" feedback,型号A1 status,active
	tk-note -q -k solution -m 换件 "$id"
	wrote "$id" solution,换件 status,solved
	tk-note -q verification=不通过 "$id"
	wrote "$id" verification,不通过 status,active
	tk-note -q -k solution -m 再换 "$id"
	tk-note -q confirmation=未解决 "$id"
	[ "$(value_of "$id" status)" = active ]
	mark "$id"
	tk-note -q satisfaction=不满意 "$id"
	wrote "$id" satisfaction,不满意 escalation.kind,up \
		escalation.to,客服主管 \
		escalation,客户不满意，转客服主管二次处理 \
		assignee,客服主管 status,assigned
	tk-note -q -k handover -m 转技术 handover.to=技术 "$id"
	wrote "$id" handover.to,技术 handover,转技术 assignee, status,new
	# a note moves nothing
	tk-note -q -m x "$id"
	wrote "$id" note,x
}

@test "status=X obeys flow like an action, with words beside it" {
	id=$(new x)
	mark "$id"
	refuses 1 "tk-note: $id: status=waiting is not possible while it is new (待分派); only while assigned, active" \
		tk-note status=waiting "$id"
	refuses 1 "tk-note: $id: close it with 'tk-close -m SOLUTION $id'" \
		tk-note 状态=已关闭 "$id"
	runs 1 tk-note status=active "$id"
	[[ $stderr == *"tk-assign --take $id"* ]]
	refuses 2 "tk-note: $id: status=later: lawful are new, unclear, assigned, active, waiting, solved, closed" \
		tk-note status=later "$id"
	runs 0 tk-note status=new "$id"		# it is
	wrote "$id"
	tk-assign -q --take "$id"
	mark "$id"
	runs 0 tk-note -k status=waiting -m 等客户回电 "$id"
	wrote "$id" status.words,等客户回电 status,waiting
	refuses 1 "tk-note: $id: it is waiting (待客户) already; record the words with 'tk-note -m TEXT $id'" \
		tk-note -k status=waiting -m 还在等 "$id"
	wrote "$id"
}

@test "what the rulebook writes itself cannot be typed" {
	id=$(new x)
	mark "$id"
	for f in id verdict; do
		refuses 2 "tk-note: $id: $f: only tk writes this field" \
			tk-note -k $f -m x "$id"
		refuses 2 "tk-note: $id: $f: only tk writes this field" \
			tk-note $f=x "$id"
	done
	refuses 2 "tk-note: $id: notified: only tk writes this field" \
		tk-note notified=x "$id"
	wrote "$id"
}

@test "void takes a row out, and says why" {
	id=$(new contact=13900000001 x)
	tk-note -q -m 写错了 "$id"
	mark "$id"
	runs 0 tk-note -k void=6 -m 别的工单的 "$id"
	prints "$id"
	wrote "$id" void.why,别的工单的 void,6
	for row in 0 1 99 8; do
		refuses 1 "tk-note: $id: row $row cannot be taken out: it is no head row above, or an id or void; 'tk-show $id' numbers the rows" \
			tk-note void=$row "$id"
	done
	refuses 2 "tk-note: $id: void=abc: not a number" tk-note void=abc "$id"
	wrote "$id"
	# the status that was voided is no status
	tk-note -q status=unclear "$id"
	tk-note -q void=9 "$id"
	runs 0 tk-note -v -m x "$id"
	[[ $output == "$id  new "* ]]
}

@test "nothing to say, or a qualifier without its row, is refused" {
	id=$(new x)
	mark "$id"
	refuses 2 "tk-note: $id: note: says nothing; add the text with -m TEXT" \
		tk-note -m '' "$id"
	refuses 2 "tk-note: $id: reply: says nothing; add the text with -m TEXT" \
		tk-note -k reply "$id"
	refuses 2 "tk-note: $id: reply.channel belongs to a reply of the same command; write it with -k reply -m TEXT" \
		tk-note -m x reply.channel=电话 "$id"
	refuses 2 "tk-note: $id: expected.why belongs to a expected of the same command; write it with -k expected -m TEXT" \
		tk-note -b 15:00 expected.why=等配件 "$id"
	refuses 2 "tk-note: $id: \"reply.CHANNEL\": behind the dot stand lower-case letters, digits and _" \
		tk-note -k reply -m x reply.CHANNEL=电话 "$id"
	wrote "$id"
}

@test "tickets named in fields must be there, and be others" {
	id=$(new x)
	mark "$id"
	refuses 1 "tk-note: $id: parent cannot be the ticket itself" \
		tk-note parent="$id" "$id"
	refuses 1 "tk-note: $id: CS202611200009: no such ticket; look for it with 'tk-list status=all'" \
		tk-note duplicate_of=CS202611200009 "$id"
	wrote "$id"
}

@test "a ref may be given later, but belongs to one ticket" {
	a=$(new x)
	b=$(new ref=R1 y)
	refuses 1 "tk-note: $a: ref R1 belongs to $b already" tk-note ref=R1 "$a"
	tk-note -q ref=R2 "$a"
	runs 0 tk-note -m x R2
	prints "$a"
	[ "$(new ref=R2 z)" = "$a" ]
}

@test "a number may be a tail, if only one open ticket ends so" {
	a=$(new x)
	at 2026-11-21 09:00
	b=$(new y)
	runs 0 tk-note -m x 210001
	prints "$b"
	runs 1 tk-note -m x 0001
	[[ $stderr == *"$a"*"$b"* ]]
	tk-close -q result=invalid summary=x "$b"
	runs 0 tk-note -m x 0001
	prints "$a"
	runs 1 tk-note -m x 0009
	[[ $stderr == "tk-note: 0009: no such ticket; look for it with 'tk-list status=all'"* ]]
}

@test "reads numbers from a pipe: the first words of its lines" {
	for t in a b c; do
		new "$t" >/dev/null
	done
	printf '%s\n' '# id  subject' '' 'CS202611200001  a' \
		$'CS202611200002\tb' 'CS202611200003,c' >list
	run -0 --separate-stderr tk-note -m 群发 <list
	prints CS202611200001 CS202611200002 CS202611200003
	for i in 1 2 3; do
		[ "$(value_of CS20261120000$i note)" = 群发 ]
	done
	printf 'id,subject\r\nCS202611200001,a\r\n' >list
	run -0 tk-note -m 又一 <list
	prints CS202611200001
	printf CS202611200002 >list
	run -0 tk-note -m 无换行 <list
	prints CS202611200002
	run -0 tk-note -m x </dev/null
	prints ''
}

@test "of several the refused are named, the others go on" {
	a=$(new a)
	b=$(new b)
	c=$(new c)
	tk-close -q result=invalid summary=x "$b"
	runs 1 tk-note -k solution -m 重启 "$a" "$b" nothing "$c"
	prints "$a" "$c"
	[[ $stderr == "tk-note: $b: it is closed; reopen it with 'tk-reopen -m WHY $b'
tk-note: nothing: no such ticket; look for it with 'tk-list status=all'"* ]]
	# the status is the gravest: 2 before 1
	runs 2 tk-note -k solution -m 重启 vip=perhaps nothing "$a"
}

@test "-v reads the state aloud, -n writes nothing, -q is silent" {
	id=$(new category=硬件 priority=紧急 x)
	mark "$id"
	runs 0 tk-note -n -m x "$id"
	prints "$id"
	runs 0 tk-note --dry-run -k solution -m x -v "$id"
	[[ $output == "$id  solved 待回访  紧急 故障报修/硬件故障  "* ]]
	wrote "$id"
	runs 0 tk-note --verbose --quiet -m x "$id"
	[[ $output == "$id  new 待分派  紧急 故障报修/硬件故障  response due 2026-11-20"*'“'*'”' ]]
	runs 0 tk-note -q -m x "$id"
	says ''
	run -0 tk-note -s "$STORE" -m x "$id"
	run -0 tk-note --store "$STORE" -m x "$id"
}

@test "text that is refused is kept, and the error names the file" {
	runs 1 tk-note -m $'客户说了很多\n都在这里' 0001
	[[ $stderr == "tk-note: 0001: no such ticket; "*$'\n'"tk-note: what was typed is saved in $XDG_STATE_HOME/tk/refused/"* ]]
	diff -u <(printf '客户说了很多\n都在这里') "${stderr##*saved in }"
	# -n is only a question
	runs 1 tk-note -n -m x 0001
	[[ $stderr != *saved* ]]
}

@test "refuses to promise a time that is past, unless it was promised then" {
	id=$(new 催件)
	runs 2 tk-note -b 08:00 "$id"
	[[ $stderr == "tk-note: $id: -b 08:00 lies in the past; say by when"* ]]
	runs 0 tk-note -b 今天 "$id"
	runs 0 tk-note -w 07:30 -b 08:00 -m '七点半答应的' "$id"
}

@test "a qualifier may go by its label: behind its field, or alone if clear" {
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k solution -m 换件 原因=老化 解决方案.预防措施=年检 "$id"
	says ''
	wrote "$id" solution.cause,老化 solution.prevention,年检 \
		solution,换件 status,solved
	# 渠道 alone is the field channel
	runs 0 tk-note 答复=已换 答复.渠道=短信 渠道=电话 "$id"
	wrote "$id" reply.channel,短信 reply,已换 channel,电话
	refuses 2 "tk-note: $id: solution.cause belongs to a solution of the same command; write it with -k solution -m TEXT" \
		tk-note 原因=老化 "$id"
	refuses 2 "tk-note: $id: \"solution.\": no qualifier behind the dot" \
		tk-note -k solution -m x solution.=y "$id"
	long=$(printf 'x%.0s' {1..64})
	refuses 2 "tk-note: $id: qualifier \"$long\" is too long; leave it below 64 letters" \
		tk-note -k note -m x note.$long=y "$id"
	wrote "$id"
	runs 0 tk-note -k note -m x note.${long:1}=y "$id"
	wrote "$id" note.${long:1},y note,x
	fields_say 'review.cause,,text,根本原因|原因,root cause,,,,'
	refuses 2 "tk-note: $id: \"原因\" may be solution.cause or review.cause; write which" \
		tk-note -k review -m x 原因=y "$id"
	wrote "$id"
	runs 0 tk-note -k review -m x 根本原因=y "$id"
	wrote "$id" review.cause,y review,x
	runs 0 tk-note -k review -m x 复盘.原因=y "$id"
	wrote "$id" review.cause,y review,x
}

@test "a qualifier that has a row has its type, and lawful values" {
	with_staff
	fields_say 'solution.cause,,choice,原因,cause,,Wear|安装不当,,' \
		measure.owner,,person,负责,owner,,,, \
		'measure.no,,text,编号,number,,/M[0-9]+/,,' \
		satisfaction.speed,,number,速度分,speed,,,, \
		forward.ticket,,ticket,转办单,ticket,,,,
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k solution -m 换件 原因=ｗｅａｒ "$id"
	wrote "$id" solution.cause,Wear solution,换件 status,solved
	refuses 2 "tk-note: $id: solution.cause=老了: lawful are Wear|安装不当" \
		tk-note -k solution -m 换件 原因=老了 "$id"
	runs 0 tk-note -k measure -m 换供应商 负责=李工 measure.no=M12 \
		measure.due='明天 12:00' "$id"
	wrote "$id" measure.owner,li measure.no,M12 \
		measure.due,2026-11-21T12:00:00+08:00 measure,换供应商
	refuses 2 "tk-note: $id: measure.owner: unknown person \"老王\"; rules/staff.csv lists them" \
		tk-note -k measure -m x 负责=老王 "$id"
	refuses 2 "tk-note: $id: measure.no=12: must match /M[0-9]+/" \
		tk-note -k measure -m x measure.no=12 "$id"
	refuses 2 "tk-note: $id: satisfaction.speed=快: not a number" \
		tk-note satisfaction=满意 速度分=快 "$id"
	refuses 1 "tk-note: $id: forward.ticket cannot be the ticket itself" \
		tk-note -k forward -m x forward.ticket="$id" "$id"
	wrote "$id"
	# an empty one is lawful, and no value
	runs 0 tk-note -k solution -m 换件 原因= "$id"
	wrote "$id" solution.cause, solution,换件
}

@test "what a row of its field must have with it is asked for, or refused" {
	fields_say 'solution.cause,,text,原因,cause,solution[priority=紧急] refuse|solution ask,,,' \
		'solution.test,,text,测试结果,test result,solution ask,,,'
	id=$(new x)
	mark "$id"
	runs 0 tk-note -k solution -m 换件 "$id"
	says "tk-note: $id: to ask: 原因 (solution.cause), 测试结果 (solution.test)"
	wrote "$id" solution,换件 status,solved
	runs 0 tk-note -k solution -m 换件 原因=老化 "$id"
	says "tk-note: $id: to ask: 测试结果 (solution.test)"
	tk-note -q priority=紧急 "$id"
	mark "$id"
	# the rows before do not help: each says its own
	refuses 1 "tk-note: $id: no cause; give it with solution.cause=VALUE" \
		tk-note -k solution -m 再换 "$id"
	refuses 1 "tk-note: $id: no cause; give it with solution.cause=VALUE" \
		tk-note -k solution -m 再换 原因= "$id"
	wrote "$id"
	runs 0 tk-note -k solution -m 再换 原因=老化 测试结果=正常 "$id"
	says ''
	# nothing else that happens asks for them
	runs 0 tk-note -m 备注 "$id"
	says ''
}

@test "a long value is shown in part, but whole characters of it" {
	id=$(new x)
	for pad in a ab abc; do
		value=$pad$(printf '字%.0s' {1..40})
		runs 2 tk-note satisfaction="$value" "$id"
		[[ $stderr == "tk-note: $id: satisfaction=${pad}字"*"字: lawful are "* ]]
		! grep -q '<[0-9A-F][0-9A-F]>' <<<"$stderr"
	done
}

@test "a canned sentence takes what was typed by label too" {
	printf '%s\n' '@结果,,,原因是{solution.cause}，{承诺时间}前再联系' \
		>>"$STORE/rules/messages.csv"
	id=$(new x)
	runs 0 tk-note -k solution -m @结果 原因=老化 承诺时间=15:00 "$id"
	says ''
	[ "$(value_of "$id" solution)" = '原因是老化，2026-11-20 15:00前再联系' ]
}
