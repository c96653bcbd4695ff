#!/usr/bin/env bats
# tk-import-tnef.bats - what is in a winmail.dat, by ytnef.

load helper
load mail
load tnef

fang='王芳 <fang@example.cn>'
export TMPDIR=$BATS_TEST_TMPDIR

# Nothing of the boxes is left.
no_box() {
	[ -z "$(find "$TMPDIR" -maxdepth 1 -name 'tk-import.*')" ]
}

# A ytnef of our own, before the real one: its script on stdin.
fake() {
	mkdir -p bin
	{ echo '#!/bin/sh'; cat; } >bin/ytnef
	chmod +x bin/ytnef
	PATH=$PWD/bin:$PATH
}

# The files of a ticket, a line each.
files() {
	rows "$1" | sed -n 's/^file,//p'
}

photo() {
	printf PNG | enclose '\xb7\xa2\xc6\xb1\xd5\xd5\xc6\xac.png' # GBK
}
contract() {
	printf DOC | enclose '\xba\xcf\xcd\xac.doc' long_name
}
long_name() {
	printf '合同正本.docx\0' | iconv -t UTF-16LE | property 0x3707001f
}
web() {
	page '<p>我的<b>热水器</b>坏了</p><p>快来修</p>'
}
rich() {
	rtf "{\\rtf1\\ansi\\ansicpg936 \\'c8\\'c8\\'cb\\'ae\\'c6\\'f7\\par bad}"
}

@test "the files in a winmail.dat become attachments, and it is kept" {
	tnef x photo contract >w
	outlook "$fang" 打不开 a@x 请看附件 w >m
	runs 0 tk-import --tnef m
	prints CS202611200001
	says 'tk-import: in 1 = new 1 + reply 0 + dup 0 + auto 0 + spam 0 + kept 0'
	diff -u - <(files CS202611200001) <<-EOF
		winmail.dat
		发票照片.png
		合同.doc
	EOF
	has_row CS202611200001 description,请看附件
	has_no_row CS202611200001 warning
	cd "$STORE/files/CS202611200001"
	cmp winmail.dat "$BATS_TEST_TMPDIR/w"
	[ "$(cat 发票照片.png 合同.doc)" = PNGDOC ]
	no_box
}

@test "without the option it is a file like others" {
	tnef x photo >w
	outlook "$fang" 打不开 a@x 请看附件 w >m
	fake <<<'touch /ran'
	runs 0 tk-import m
	[ "$(files CS202611200001)" = winmail.dat ]
	[ ! -e /ran ]
}

@test "without ytnef nothing is taken in, and the error names it" {
	tnef x photo >w
	outlook "$fang" 打不开 a@x 请看附件 w >m
	mkdir bin
	ln -s "$(command -v tk-import)" bin
	before=$(sums)
	runs 2 env PATH="$PWD/bin" tk-import --tnef m
	[ -z "$output" ]
	says 'tk-import: --tnef: there is no program ytnef; install it (Debian: ytnef-tools)'
	[ "$before" = "$(sums)" ]
}

@test "a ytnef that cannot be run stops the import, which may be run again" {
	tnef x photo >w
	outlook "$fang" 打不开 a@x 请看附件 w >m
	fake </dev/null
	sed -i '1s/.*/#!\/no\/such\/shell/' bin/ytnef
	before=$(sums)
	runs 2 tk-import --tnef m
	grep -qF "cannot run \"$PWD/bin/ytnef\" (mend it, or import without --tnef): No such file" <<<"$stderr"
	[ "$before" = "$(sums)" ]
	rm bin/ytnef
	runs 0 tk-import --tnef m
	[ "$(files CS202611200001 | wc -l)" -eq 2 ]
	no_box
}

@test "a part of any type that is called so is one" {
	tnef x photo >w
	outlook "$fang" 打不开 a@x 请看附件 w application/octet-stream >m
	runs 0 tk-import --tnef m
	[ "$(files CS202611200001 | tail -n 1)" = 发票照片.png ]
	outlook "$fang" 打不开二 b@x 请看附件 w application/octet-stream |
		sed 's/winmail\.dat/other.dat/' >m
	runs 0 tk-import --tnef m
	[ "$(files CS202611200002)" = other.dat ]
}

@test "a mail that is nothing but TNEF" {
	tnef x web photo >w
	mail "$fang" 打不开 a@x 'MIME-Version: 1.0' \
		'Content-Type: application/ms-tnef' \
		'Content-Transfer-Encoding: base64' < <(base64 w) >m
	runs 0 tk-import --tnef m
	diff -u - <(rows CS202611200001 | sed -n '/^description/,/^customer/p') <<-EOF
		description,"我的热水器坏了

		快来修"
		customer,王芳
	EOF
	[ "$(files CS202611200001)" = "attachment-1.dat
发票照片.png" ]
}

@test "its text is the mail's, if that has none: HTML, else RTF" {
	tnef x rich web >w
	outlook "$fang" 一 a@x '' w >1
	tnef x rich >w
	outlook "$fang" 二 b@x '' w >2
	outlook "$fang" 三 c@x 自己的话 w >3
	runs 0 tk-import --tnef 1 2 3
	[[ $(rows CS202611200001) = *'description,"我的热水器坏了'*快来修* ]]
	[[ $(rows CS202611200002) = *$'description,"热水器\nbad"'* ]]
	has_row CS202611200003 description,自己的话
	[ "$(files CS202611200002)" = winmail.dat ]
	# and what answers it finds it
	outlook "$fang" 'Re: 一' d@x '' w | sed 's/^Date/In-Reply-To: <a@x>\n&/' >4
	runs 0 tk-import --tnef -o csv 4
	[ "$(tail -n 1 <<<"$output" | cut -d , -f 1,2)" = reply,CS202611200001 ]
	[[ $(rows CS202611200001) = *$'feedback,"热水器\nbad"'* ]]
}

bad_names() {
	echo 1 | enclose "../../../../../../../../../..$TMPDIR/escaped"
	echo 2 | enclose '../../escaped'
	echo 3 | enclose '../winmail.dat'
	echo 4 | enclose "$TMPDIR/escaped"
	echo 5 | enclose -rf
	echo 6 | enclose 'a\nid,CS1.txt'
	echo 7 | enclose .profile
	echo 8 | enclose ..
	echo 9 | enclose '\x1b[31mred.txt'
}

# hostile COMMAND… : by whoever COMMAND is run as.
hostile() {
	tnef x bad_names photo >w
	outlook "$fang" 打不开 a@x 请看附件 w >m
	"$@" tk-import --tnef m >out 2>err
	[ "$(cat out)" = CS202611200001 ]
	grep -qF 'warning: winmail.dat: ytnef says: ERROR: Error writing' err
	diff -u - <(files CS202611200001 | tr -d '"' | sort) <<-EOF
		-rf
		[31mred.txt
		aid,CS1.txt
		profile
		winmail.dat
		发票照片.png
	EOF
	cmp w "$STORE/files/CS202611200001/winmail.dat"
	[ -z "$(find "$BATS_TEST_TMPDIR" "$STORE" -name 'escaped*')" ]
	[ ! -e "$TMPDIR/escaped" ]
	tk-check
}

@test "no name leads out of the box, or harms" {
	hostile env
	no_box
}

@test "nor if who imports has no more rights than others" {
	[ "$(id -u)" -eq 0 ] || return 0	# the test above was that
	hostile setpriv --bounding-set -all --inh-caps -all
	no_box
}

@test "what ytnef cannot read is kept, and a row says so" {
	printf 'no TNEF' >w
	outlook "$fang" 一 a@x 一 w >1
	: >w
	outlook "$fang" 二 b@x 二 w >2
	tnef x photo contract | head -c -30 >w
	outlook "$fang" 三 c@x 三 w >3
	runs 1 tk-import --tnef --strict -n 1
	runs 0 tk-import --tnef 1 2 3
	[ "$(files CS202611200001)" = winmail.dat ]
	has_row CS202611200001 'warning,winmail.dat: ytnef says: ERROR: Signature does not match. Not TNEF.; what is missing is in that file'
	[[ $(rows CS202611200002) = *'warning,winmail.dat: ytnef says:'* ]]
	[[ $(rows CS202611200003) = *'warning,winmail.dat: ytnef says: ERROR: Unable to read data.'* ]]
	[ "$(files CS202611200003 | tail -n 1)" = 合同.doc ]
	[ "$(grep -c ': warning: winmail.dat: ytnef says' <<<"$stderr")" -eq 3 ]
}

twice() {
	printf 1 | enclose a.txt
	printf 2 | enclose a.txt
}

@test "two files of one name: ytnef has one, and a warning says so" {
	tnef x twice >w
	outlook "$fang" 一 a@x 一 w >m
	runs 0 tk-import --tnef m
	grep -qF 'winmail.dat: ytnef found 2 files, of which 1 could be taken' <<<"$stderr"
	[ "$(files CS202611200001)" = "winmail.dat
a.txt" ]
}

@test "the same bytes once, a name that is taken gets a number" {
	tnef x photo contract >w
	outlook "$fang" 一 a@x 一 w | sed '$d' >m
	cat >>m <<-END
		--B
		Content-Type: image/png; name="copy.png"

		PNG
		--B
		Content-Type: text/plain; name="=?utf-8?B?$(printf 合同.doc | base64)?="

		other
		--B--
	END
	runs 0 tk-import --tnef m
	diff -u - <(files CS202611200001) <<-EOF
		winmail.dat
		copy.png
		合同.doc
		copy.png
		合同-2.doc
	EOF
	[ "$(ls "$STORE/files/CS202611200001" | wc -l)" -eq 4 ]
}

@test "too slow, killed, too large, too many: a warning each, the rest is there" {
	fake <<-'END'
		case $(cat ../winmail.dat) in
		slow) echo a >a; sleep 60 ;;
		dead) echo a >a; kill -SEGV $$ ;;
		large) echo a >a; head -c 27000000 /dev/zero 2>/dev/null >b || : ;;
		many) i=0; while [ $((i += 1)) -le 120 ]; do echo $i >f$i; done ;;
		fail) exit 3 ;;
		esac
	END
	for w in dead large many fail; do
		printf $w >w
		outlook "$fang" $w $w@x 一 w >$w
	done
	runs 0 tk-import --tnef dead large many fail
	diff -u - <(grep -o 'warning: .*' <<<"$stderr") <<-EOF
		warning: winmail.dat: ytnef died of signal 11; what is missing is in that file
		warning: b: (超出限制, 见原始邮件)
		warning: winmail.dat: ytnef found 120 files, of which 100 could be taken; what is missing is in that file
		warning: winmail.dat: ytnef failed with status 3; what is missing is in that file
	EOF
	[ "$(files CS202611200001)" = "winmail.dat
a" ]
	[ "$(files CS202611200002)" = "winmail.dat
a" ]
	[ "$(files CS202611200003 | wc -l)" -eq 101 ]
	printf slow >w
	outlook "$fang" slow slow@x 一 w >m
	SECONDS=0
	runs 0 tk-import --tnef m
	[ $SECONDS -lt 20 ]
	grep -qF 'warning: winmail.dat: ytnef took too long;' <<<"$stderr"
	[ "$(files CS202611200005)" = "winmail.dat
a" ]
	! pgrep -f 'sleep 60' >/dev/null
	no_box
}

# Says in "locked" which locks are held while it runs.
watch_locks() {
	fake <<-END
		echo >>$PWD/ran
		for f in $STORE $STORE/mail $STORE/mail/new $STORE/numbers/* $STORE/open/*/*; do
			[ ! -e \$f ] || flock -n \$f true || echo \$f >>$PWD/locked
		done
	END
}

@test "no lock is held while it runs, not even for what a dead import left" {
	watch_locks
	printf x >w
	for i in $(seq 260); do		# more than a group
		if [ $((i % 64)) -eq 1 ]; then
			outlook "$fang" "$i" "$i@x" "$i" w
		else
			letter "$fang" "$i" "$i@x" "$i"
		fi >"$i"
	done
	runs 0 tk-import -q --tnef $(seq 260)
	[ "$(wc -l <ran)" -eq 5 ]
	[ ! -e locked ]
	letter "$fang" 等 z@x 等 >m
	outlook "$fang" 留下 y@x 留下 w >left
	cp left "$STORE/mail/new/$(sha256sum <left | cut -d ' ' -f 1).eml"
	rm ran
	runs 0 tk-import -q --tnef m
	[ -e ran ]
	[ ! -e locked ]
	prints CS202611200261 CS202611200262
	[ -z "$(ls "$STORE/mail/new")" ]
}

@test "it gets nothing of ours: no input, no variables, no open files" {
	fake <<-END
		{ env; cat; ls /proc/self/fd; } >$PWD/got
	END
	printf x >w
	outlook "$fang" 一 a@x 一 w >m
	export SECRET=1
	tk-import -q --tnef m 7<m >out
	! grep -q 'SECRET\|TK_\|From:' got
	grep -qx LC_ALL=C got
	[ "$(grep -c '^[0-9]*$' got)" -le 4 ]	# 0, 1, 2 and that of ls
	! grep -qx 7 got
}

@test "no room for the box: nothing is taken in, and again it is" {
	tnef x photo >w
	outlook "$fang" 一 a@x 一 w >m
	before=$(sums)
	TMPDIR=$PWD/none runs 2 tk-import --tnef m
	grep -qF "cannot unpack a winmail.dat in \"$PWD/none\" (make room there, or set TMPDIR): No such file" <<<"$stderr"
	[ "$before" = "$(sums)" ]
	runs 0 tk-import --tnef m
	[ "$(files CS202611200001 | wc -l)" -eq 2 ]
}

@test "a second import adds nothing, -n writes nothing" {
	tnef x web photo >w
	outlook "$fang" 一 a@x '' w >m
	before=$(sums)
	runs 0 tk-import --tnef -n m
	[ "$before" = "$(sums)" ]
	runs 0 tk-import --tnef m
	before=$(sums)
	runs 0 tk-import --tnef -o csv m
	[ "$(tail -n 1 <<<"$output" | cut -d , -f 1)" = dup ]
	runs 0 tk-import m
	[ "$before" = "$(sums)" ]
	no_box
}
