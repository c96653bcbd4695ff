#!/usr/bin/env bats
# pipelines.bats - every command takes tickets as operands or from a pipe, and
# gives numbers that the next one takes.

load helper
load mounts

three() {
	tk-new -q '空调不制冷，外机不转'
	tk-new -q '请问儿童锁怎么解除'
	tk-new -q '建议遥控器加夜光按键'
}

@test "operands and a pipe give the same output and the same rows" {
	three >ids
	tk-classify -q $(cat ids) >by-operand
	cp -r store other
	tk-note -q -m 一样 $(cat ids) >a
	TK_STORE=other tk-note -q -m 一样 <ids >b
	diff ids by-operand
	diff a b
	diff -r store other
}

@test "the morning's work is one line" {
	run -0 --separate-stderr bash -c \
		'tk-new -q -i csv "$1" | tk-classify -q | tk-assign -q -A |
		wc -l' _ "$TOP/sample-tickets/complaints.csv"
	[ "$output" -ge 30 ]
	# again: what a person or the rulebook gave out stays, all is passed on
	run -0 --separate-stderr bash -c \
		'tk-new -q -i csv "$1" | tk-classify -q | tk-assign -q -A |
		wc -l' _ "$TOP/sample-tickets/complaints.csv"
	[ "$output" -ge 30 ]
	[ "$(ls store/open/2026-11-20 | wc -l)" -eq 40 ]
}

@test "of a line only the first word counts; headings and blanks are skipped" {
	three >ids
	id=$(head -n 1 ids)
	printf '# 标题\n\n   \n  %s\t其余\nid,status\n%s,new,x\r\n%s' "$id" \
		"$(sed -n 2p ids)" "$(sed -n 3p ids)" >lines
	run -0 --separate-stderr tk-note -q -m 好 <lines
	diff ids <(printf '%s\n' "$output")
}

@test "an output of tk-list is an input, as text and as csv" {
	three >ids
	tk-list | tk-note -q -m 文本 >a
	tk-list -o csv | tk-note -q -m 表格 >b
	tk-list --bom -o csv | tk-note -q -m 电子表格 >c
	diff <(sort ids) <(sort a)
	diff a b
	diff a c
}

@test "a ticket that is refused does not stop the others" {
	three >ids
	run -1 --separate-stderr bash -c \
		'{ head -n 1 ids; echo CS202611209999; tail -n 2 ids; } |
		tk-note -q -m 好'
	diff ids <(printf '%s\n' "$output")
	[ "${stderr_lines[0]}" = "tk-note: CS202611209999: no such ticket; look for it with 'tk-list status=all'" ]
	[[ ${stderr_lines[1]} == "tk-note: what was typed is saved in $XDG_STATE_HOME/tk/refused/"* ]]
	grep -rqx 好 "$XDG_STATE_HOME/tk/refused"
}

@test "the gravest status is told: 2 before 1" {
	three >ids
	run -2 --separate-stderr bash -c \
		'tk-note -q -k satisfaction=无所谓 nix $(cat ids)'
}

@test "what was begun is finished though the reader goes away" {
	for i in $(seq 40); do
		echo "ref=R$i"
	done >refs
	sed 's/^ref=//; 1i ref,subject' refs | sed '2,$s/$/,漏水/' >in.csv
	tk-new -q -i csv in.csv >ids
	tk-note -q -m 读者走了 <ids | head -n 1 >/dev/null
	[ "$(cat store/open/*/*.csv | grep -c 读者走了)" -eq 40 ]
}

@test "while it waits for more of a pipe it holds no lock" {
	three >ids
	mkfifo slow
	tk-note -q -m 慢 <slow >out &
	exec 7>slow
	head -n 1 ids >&7
	for _ in $(seq 100); do
		[ -s out ] && break
		sleep 0.05
	done
	diff <(head -n 1 ids) out	# on disk and printed before the end
	timeout 5 tk-note -q -m 快 "$(head -n 1 ids)"
	exec 7>&-
	wait
}

@test "without tickets and with a terminal it is a usage error" {
	run -2 on_terminal 'tk-note -m x'
	[[ $output == *'name at least one ticket'* ]]
}
