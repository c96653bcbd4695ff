#!/usr/bin/env bats
# form.bats - the form 客户服务流程执行表 as a page, and when its loop is closed.
# tests/tk-show.bats and process-form.bats have it as text.

load helper

setup() {
	export LC_ALL=C.UTF-8 TZ=America/New_York
	export TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset TK_STORE NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	new_store hotline
	tk-new -q customer='<b>周 & 建华</b>' contact=13800000001 \
		-m $'热水器\n<script>alert(1)</script>' 热水器不启动 >/dev/null
	tk-new -q customer=钱 二 >/dev/null
}

loop() {
	tk-show -o form "$1" | sed -n 's/^ *是否闭环 *//p'
}

@test "the loop is closed only when solved, and the customer said so" {
	diff <(echo 否) <(loop 0001)
	tk-close -q result=invalid summary=误报 0002 >/dev/null
	diff <(echo 否，invalid) <(loop 0002)
	tk-assign -q -t li 0001 >/dev/null
	tk-note -q -k solution -m 修好 0001 >/dev/null
	diff <(echo 否) <(loop 0001)
	tk-note -q confirmation=已解决 0001 >/dev/null
	diff <(echo 否) <(loop 0001)
	tk-close -q satisfaction=满意 0001 >/dev/null
	diff <(echo 是，solved) <(loop 0001)
	tk-reopen -q -m 又坏了 0001 >/dev/null
	diff <(echo 否) <(loop 0001)
}

@test "-o html: one page, a form on each sheet of paper" {
	tk-list | tk-show -o html >page.html
	[ "$(grep -c '^<!DOCTYPE html>' page.html)" -eq 1 ]
	[ "$(grep -c '<section class="sheet">' page.html)" -eq 2 ]
	[ "$(grep -c '^</html>' page.html)" -eq 1 ]
	tail -n 1 page.html | grep -qx '</html>'
	grep -qF '<title>客户服务流程执行表</title>' page.html
	# every line of the text is there
	tk-list | tk-show -o form | sed -n 's/^  \([^ ][^ ]*\) .*/\1/p' |
		sort -u | while read -r label; do
		grep -qF "<th>$label</th>" page.html || echo "no $label"
	done >missing
	diff /dev/null missing
	# and nothing of a ticket is more than text
	grep -qF '<td>&lt;b&gt;周 &amp; 建华&lt;/b&gt;</td>' page.html
	run ! grep -F '<script' page.html
	run ! grep -iE '(src|href)=' page.html
	# a ticket that is none changes nothing of it
	run -1 --separate-stderr tk-show -o html 0001 9999 0002
	diff page.html <(printf '%s\n' "$output")
	runs 1 tk-show -o html 9999
	prints ''
}
