#!/usr/bin/env bats
# tk-close.bats - tickets are closed, or what lacks is named.

load helper
load write

# A ticket that wang works on.
taken() {
	new "${@:-category=硬件}" priority=紧急 热水器不启动 | tk-assign --take
}
yes=(confirmation=已解决 satisfaction=满意 spent_min=35)

@test "knows its usage, its version and no other options" {
	knows_itself tk-close
}

@test "closes a solved ticket, with a verdict for every limit" {
	id=$(taken)
	at 09:20
	tk-note -q -k reply -m @致歉 "$id"
	at 11:00
	mark "$id"
	runs 0 tk-close -m 更换温控器 "${yes[@]}" callback=完成 "$id"
	prints "$id"
	says ''
	wrote "$id" solution,更换温控器 confirmation,已解决 satisfaction,满意 \
		spent_min,35 callback,完成 result,solved \
		'verdict,response 1 met start=2026-11-20T09:00:00+08:00 due=2026-11-20T10:00:00+08:00 elapsed=1200 limit=3600 calendar=natural' \
		'verdict,appointment 1 cancelled start=2026-11-20T09:00:00+08:00 due=2026-11-21T09:00:00+08:00 elapsed=7200 limit=86400 calendar=natural' \
		status,closed
	[ "$(file_of "$id")" = "$STORE/closed/2026-11-20/$id.csv" ]
}

@test "names everything that lacks at once, and writes nothing" {
	id=$(taken)
	mark "$id"
	refuses 1 "tk-close: $id: no solution yet; record it with 'tk-note -k solution -m TEXT $id'
tk-close: $id: no confirmation by the customer yet; record it with 'tk-note -k confirmation=已解决 $id'
tk-close: $id: no word on the customer's satisfaction yet; record it with 'tk-note -k satisfaction=VALUE $id', VALUE one of 满意|基本满意|不满意" \
		tk-close "$id"
	refuses 1 "tk-close: $id: no word on the customer's satisfaction yet; record it with 'tk-note -k satisfaction=VALUE $id', VALUE one of 满意|基本满意|不满意" \
		tk-close -m 更换温控器 confirmation=已解决 "$id"
	wrote "$id"
	[ "$(value_of "$id" status)" = active ]
	# what was said before counts
	tk-note -q -k solution -m 更换温控器 "$id"
	tk-note -q "${yes[@]}" "$id"
	mark "$id"
	runs 0 tk-close "$id"
	wrote "$id" result,solved \
		"$(grep -o 'verdict,response.*' "$(file_of "$id")")" \
		"$(grep -o 'verdict,appointment.*' "$(file_of "$id")")" \
		"$(grep -o 'verdict,callback.*' "$(file_of "$id")")" \
		status,closed
}

@test "asks for what the record still lacks, after closing" {
	id=$(taken region=杭州)
	runs 0 tk-close -m x confirmation=已解决 satisfaction=基本满意 "$id"
	prints "$id"
	says "tk-close: $id: to ask: 分类 (category), 用时分钟 (spent_min)"
	id=$(taken region=杭州)
	runs 0 tk-close --quiet -m x confirmation=已解决 satisfaction=满意 "$id"
	says ''
}

@test "the customer says no: it is recorded, and not closed" {
	id=$(taken)
	mark "$id"
	runs 1 tk-close -m 重启 confirmation=未解决 "$id"
	prints "$id"
	says "tk-close: $id: not closed: the customer says no; recorded, and it is active (处理中) now"
	wrote "$id" solution,重启 confirmation,未解决
	runs 1 tk-close -m 换件 confirmation=已解决 satisfaction=不满意 "$id"
	prints "$id"
	says "tk-close: $id: not closed: the customer says no; recorded, and it is assigned (待接单) now"
	wrote "$id" solution,换件 confirmation,已解决 satisfaction,不满意 \
		escalation.kind,up escalation.to,客服主管 \
		escalation,客户不满意，转客服主管二次处理 \
		assignee,客服主管 status,assigned
	[ "$(file_of "$id")" = "$STORE/open/2026-11-20/$id.csv" ]
	# a second handling needs a second solution
	runs 1 tk-close satisfaction=满意 "$id"
	[[ $stderr == "tk-close: $id: no solution yet"* ]]
	runs 0 tk-close -m 整机更换 "${yes[@]}" "$id"
}

@test "a duplicate needs the other's number" {
	a=$(taken)
	b=$(taken)
	mark "$b"
	refuses 1 "tk-close: $b: no number of the ticket that it repeats yet; record it with 'tk-note -k duplicate_of=VALUE $b'" \
		tk-close result=duplicate "$b"
	refuses 1 "tk-close: $b: duplicate_of cannot be the ticket itself" \
		tk-close result=duplicate duplicate_of="$b" "$b"
	wrote "$b"
	runs 0 tk-close 结果=duplicate duplicate_of="$a" "$b"
	[ "$(value_of "$b" status)" = closed ]
}

@test "withdrawn, invalid and transferred need a word each" {
	for r in 'withdrawn feedback -k' 'transferred forward -k' \
		'invalid summary '; do
		read -r result field <<<"${r% *}"
		id=$(taken)
		runs 1 tk-close result="$result" "$id"
		[[ $stderr == "tk-close: $id: no "*"'tk-note -k $field"* ]]
		runs 0 tk-close -q result="$result" "$field=客户来电说明" "$id"
		prints "$id"
		[ "$(value_of "$id" result)" = "$result" ]
	done
}

@test "unreachable takes three attempts on two days, and a lead" {
	with_staff
	id=$(taken)
	lacks="tk-close: $id: a lead closes it as unreachable after 3 attempts on 2 days and with no child tickets open; record each attempt with 'tk-note -k attempt -m WHAT $id'"
	as sun
	tk-note -q -k attempt -m 无人接听 "$id"
	tk-note -q -k attempt -m 无人接听 "$id"
	tk-note -q -k attempt -m 关机 "$id"
	refuses 1 "$lacks" tk-close result=unreachable "$id"
	at 2026-11-21 09:00
	tk-note -q -k attempt -m 关机 "$id"
	as wang
	refuses 1 "$lacks" tk-close result=unreachable "$id"
	as sun
	runs 0 tk-close -q result=unreachable "$id"
	[ "$(value_of "$id" status)" = closed ]
}

@test "waits for open children" {
	id=$(taken)
	child=$(new parent="$id" 备件)
	refuses 1 "tk-close: $id: child tickets are still open; see 'tk-list parent=$id'" \
		tk-close -m x "${yes[@]}" "$id"
	tk-close -q result=invalid summary=x "$child"
	runs 0 tk-close -m x "${yes[@]}" "$id"
}

@test "a result must be one of those there are" {
	id=$(taken)
	mark "$id"
	for r in '' done; do
		runs 2 tk-close result="$r" "$id"
		[[ $stderr == "tk-close: $id: result="*"lawful are solved|duplicate|withdrawn|unreachable|invalid|transferred"* ]]
	done
	wrote "$id"
}

@test "is refused for what is closed already" {
	id=$(taken)
	tk-close -q result=invalid summary=x "$id"
	mark "$id"
	refuses 1 "tk-close: $id: it is closed already; reopen it with 'tk-reopen -m WHY $id'" \
		tk-close "$id"
	wrote "$id"
}

@test "-w is when it happened; the closing is now" {
	id=$(taken)
	at 12:00
	mark "$id"
	runs 0 tk-close -w 11:30 -m 换件 confirmation=已解决 satisfaction=满意 \
		spent_min=9 "$id"
	head -n $((MARK + 9)) "$(file_of "$id")" | tail -n 9 | cut -d, -f3- |
		diff -u <(printf '%s\n' solution.at,2026-11-20T11:30:00+08:00 \
		solution,换件 confirmation.at,2026-11-20T11:30:00+08:00 \
		confirmation,已解决 \
		satisfaction.at,2026-11-20T11:30:00+08:00 \
		satisfaction,满意 spent_min.at,2026-11-20T11:30:00+08:00 \
		spent_min,9 result,solved) -
	tail -n 1 "$(file_of "$id")" |
		diff -u <(echo 2026-11-20T12:00:00+08:00,wang,status,closed) -
	id=$(taken)
	runs 2 tk-close --when 12:01 -m x "${yes[@]}" "$id"
}

@test "-a attaches to the solution, else to the ticket" {
	echo x >photo.jpg
	id=$(taken)
	mark "$id"
	tk-close -q -a photo.jpg -m 换件 "${yes[@]}" "$id"
	grep -q ',solution.file,photo.jpg$' "$(file_of "$id")"
	id=$(taken)
	tk-close -q --attach photo.jpg result=invalid summary=x "$id"
	grep -q ',file,photo.jpg$' "$(file_of "$id")"
	cmp photo.jpg "$STORE/files/$id/photo.jpg"
}

@test "-m takes standard input, a file, a canned sentence" {
	id=$(taken)
	echo 换件 | tk-close -q -m - "${yes[@]}" "$id"
	[ "$(value_of "$id" solution)" = 换件 ]
	echo 换板 >text
	id=$(taken)
	tk-close -q --message @text "${yes[@]}" "$id"
	[ "$(value_of "$id" solution)" = 换板 ]
	refuses 2 "tk-close: $(taken): solution: says nothing; add the text with -m TEXT" \
		tk-close -m '' 0003
}

@test "-n writes nothing, -v reads the state aloud" {
	id=$(taken)
	mark "$id"
	runs 0 tk-close -n -v -m x "${yes[@]}" "$id"
	prints "$id  closed 已关闭  紧急 故障报修/硬件故障  → wang"
	runs 0 tk-close --dry-run --verbose -m x "${yes[@]}" "$id"
	runs 1 tk-close -n "$id"
	runs 1 tk-close -n -m x confirmation=未解决 "$id"
	wrote "$id"
	[ "$(file_of "$id")" = "$STORE/open/2026-11-20/$id.csv" ]
	run -0 tk-close -q -s "$STORE" -m x "${yes[@]}" "$id"
	run -0 tk-close --store "$STORE" result=invalid summary=x "$(taken)"
}

@test "reads numbers from a pipe, and prints those it closed" {
	a=$(taken)
	b=$(new x)
	c=$(taken)
	tk-note -q -k solution -m x "$a" "$c"
	printf '%s\n' "$a" "$b" "$c" |
		tk-close -q "${yes[@]}" >out 2>err || status=$?
	[ "${status-0}" -eq 1 ]
	diff -u <(printf '%s\n' "$a" "$c") out
	diff -u <(echo "tk-close: $b: no solution yet; record it with 'tk-note -k solution -m TEXT $b'") err
}

@test "a qualifier that the end demands is that of the row that counts" {
	fields_say 'solution.cause,,text,原因,cause,result=solved refuse,,,' \
		'satisfaction.words,,text,,word of the customer,result=solved refuse,,,' \
		'reply.channel,,text,渠道,channel,result=solved refuse,,,' \
		'solution.test,,text,测试结果,test result,result=solved ask,,,'
	id=$(taken)
	tk-note -q -k solution -m 换件 原因=老化 "$id"
	tk-note -q -k solution -m 再换 "$id"
	tk-note -q satisfaction=满意 "$id"
	mark "$id"
	# there is no reply: it lacks no channel
	refuses 1 "tk-close: $id: no cause yet; record it with 'tk-note -k solution -m TEXT solution.cause=VALUE $id'
tk-close: $id: no word of the customer yet; record it with 'tk-note satisfaction=VALUE satisfaction.words=VALUE $id'" \
		tk-close confirmation=已解决 "$id"
	refuses 1 "tk-close: $id: no cause; give it with solution.cause=VALUE
tk-close: $id: no word of the customer; give it with satisfaction.words=VALUE" \
		tk-close -m 三换 confirmation=已解决 satisfaction=满意 "$id"
	wrote "$id"
	runs 0 tk-close -m 三换 原因=老化 confirmation=已解决 satisfaction=满意 \
		satisfaction.words=很快 category=硬件 spent_min=1 "$id"
	says "tk-close: $id: to ask: 测试结果 (solution.test)"
	[ "$(value_of "$id" status)" = closed ]

	# other ends do not demand it, nor does one without a solution
	id=$(taken)
	runs 0 tk-close result=invalid summary=误拨 "$id"
	says ''
}
