#!/usr/bin/env bats
# fold.bats - the hand-made tickets of tests/tickets fold as their page says.

load helper

@test "every ticket of tests/tickets folds as written beside it" {
	local f n=0

	for f in "$TOP"/tests/tickets/*.csv; do
		"$BUILD/tests/fold" "$TOP/lib/rulebooks/hotline" "$f" >got
		diff -u "${f%.csv}.fold" got
		n=$((n + 1))
	done
	[ "$n" -ge 30 ]
}

@test "what a writer appends folds the same for a reader" {
	id=$(tk-new -q -w 08:30 customer=' 王 芳 ' '他说："不行",
第二行')
	tk-note -q -k reply -m $'多行\r\n内容, 带"引号"' reply.channel=电话 "$id"
	"$BUILD/tests/fold" "$TOP/lib/rulebooks/hotline" "$(file_of "$id")" >got
	grep -qxF 'created = 2026-11-20T08:30:00+08:00' got
	grep -qxF 'customer =  王 芳 ' got
	grep -qxF 'subject = 他说："不行",\n第二行' got
	grep -qxF 'reply[1] = 多行\n内容, 带"引号"' got
	grep -qxF 'reply[1].channel = 电话' got
}
