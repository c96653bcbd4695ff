#!/usr/bin/env bats
# tk-reopen.bats - closed tickets are opened again.

load helper
load write

# A closed ticket that wang worked on.
closed() {
	id=$(new category=硬件 priority=紧急 热水器不启动)
	tk-assign -q --take "$id" >/dev/null
	tk-close -q -m 换件 confirmation=已解决 satisfaction=满意 \
		spent_min=5 "$id"
}

@test "knows its usage, its version and no other options" {
	knows_itself tk-reopen
	id=$(closed)
	runs 2 tk-reopen "$id"
	[[ $stderr == 'tk-reopen: say why with -m WHY'* ]]
}

@test "gives it back to who had it, from closed/ to open/" {
	id=$(closed)
	[[ $(file_of "$id") == */closed/2026-11-20/* ]]
	mark "$id"
	at 2026-11-21 10:00
	runs 0 tk-reopen -m 第二天又不启动 "$id"
	prints "$id"
	says ''
	wrote "$id" reopened,第二天又不启动 status,assigned
	[ "$(file_of "$id")" = "$STORE/open/2026-11-20/$id.csv" ]
}

@test "one that nobody had is new" {
	id=$(new x)
	tk-close -q result=invalid summary=误报 "$id"
	mark "$id"
	runs 0 tk-reopen -m 不是误报 "$id"
	wrote "$id" reopened,不是误报 status,new
}

@test "solution, answers and result lapse: to close it again takes new ones" {
	id=$(closed)
	tk-reopen -q -m 又坏了 "$id"
	runs 1 tk-close "$id"
	[[ $stderr == "tk-close: $id: no solution yet"*"no confirmation"*"no word on"* ]]
	runs 0 tk-close -q -m 再换 confirmation=已解决 satisfaction=满意 "$id"
	[ "$(grep -c ',status,closed$' "$(file_of "$id")")" -eq 2 ]
	# what was judged is not judged again
	[ "$(grep -c ',verdict,response 1 ' "$(file_of "$id")")" -eq 1 ]
}

@test "is refused for what is not closed, and without a reason" {
	id=$(new x)
	mark "$id"
	refuses 1 "tk-reopen: $id: it is not closed; write to it with 'tk-note -m TEXT $id'" \
		tk-reopen -m x "$id"
	wrote "$id"
	id=$(closed)
	mark "$id"
	refuses 2 "tk-reopen: $id: say why it is reopened with -m TEXT" \
		tk-reopen -m '' "$id"
	wrote "$id"
	[[ $(file_of "$id") == */closed/* ]]
}

@test "-w is when the customer came back; fields go with it" {
	id=$(closed)
	at 11:00
	mark "$id"
	runs 0 tk-reopen -m 又坏了 -w 10:30 reopened.channel=电话 \
		priority=重要 "$id"
	wrote "$id" reopened.channel,电话 \
		reopened.at,2026-11-20T10:30:00+08:00 reopened,又坏了 \
		priority.at,2026-11-20T10:30:00+08:00 priority,重要 \
		status,assigned
	id=$(closed)
	runs 2 tk-reopen --when 11:01 -m x "$id"
	[[ $(file_of "$id") == */closed/* ]]
}

@test "-m takes standard input, a file, a canned sentence" {
	id=$(closed)
	echo 又坏了 | tk-reopen -q -m - "$id"
	[ "$(value_of "$id" reopened)" = 又坏了 ]
	echo 来电 >text
	id=$(closed)
	tk-reopen -q --message @text "$id"
	[ "$(value_of "$id" reopened)" = 来电 ]
}

@test "-n writes nothing, -v reads the state aloud" {
	id=$(closed)
	mark "$id"
	runs 0 tk-reopen -n -m x "$id"
	prints "$id"
	runs 0 tk-reopen --dry-run --verbose -m x "$id"
	[[ $output == "$id  assigned 待接单  紧急 故障报修/硬件故障  → wang"* ]]
	wrote "$id"
	[[ $(file_of "$id") == */closed/* ]]
	runs 0 tk-reopen -v --quiet -m x "$id"
	[[ $output == "$id  assigned 待接单"* ]]
	run -0 tk-reopen -s "$STORE" -m x "$(closed)"
	run -0 tk-reopen --store "$STORE" -m x "$(closed)"
}

@test "reads numbers from a pipe; a tail names a closed one if none is open" {
	a=$(closed)
	b=$(new x)
	c=$(closed)
	printf '%s\n' "$a" "$b" "$c" |
		tk-reopen -q -m 批量重开 >out 2>err || status=$?
	[ "${status-0}" -eq 1 ]
	diff -u <(printf '%s\n' "$a" "$c") out
	d=$(closed)
	runs 0 tk-reopen -m x "${d: -4}"
	prints "$d"
}

@test "reopening starts the engineer's clock anew" {
	id=$(new '热水器漏电')
	tk-classify -q "$id" >/dev/null
	tk-close -q -m 已修 confirmation=已解决 satisfaction=满意 "$id"
	at 2026-11-21 10:00
	tk-reopen -q -m 又漏电了 "$id"
	clock_is "$id" appointment cycle=2 verdict=running \
		due=2026-11-22T10:00:00+08:00
}
