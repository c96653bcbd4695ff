#!/usr/bin/env bats
# digest.bats - what customers are told of a day, before 17:00.

load helper

setup() {
	export LC_ALL=C.UTF-8 TZ=America/New_York
	export TK_NOW=2026-11-20T09:00:00+08:00 TK_ACTOR=wang
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset TK_STORE NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
	new_store standard
	echo 'mail.from,客户服务 <kefu@example.com>' \
		>>"$STORE/rules/settings.csv"
	echo 'li,,李工,技术部,handler,,,13700000002' \
		>>"$STORE/rules/staff.csv"
	echo 'wang,,王小红,一线客服,lead,,,' >>"$STORE/rules/staff.csv"
}

active() {
	local contact=$1 customer=$2

	shift 2
	tk-new -q priority=P2 contact="$contact" customer="$customer" "$@" |
		tk-assign -q -t li
}

# A Friday of the rulebook standard, 16:30:
#   1, 2  王芳's: two rows of progress on 1, one on 2, which is promised
#   3     赵敏's, of the same mailbox
#   4     no mail address
#   5     王芳's, analysed but without progress: its digest is due at 16:59
#   6     王芳's, closed
#   7     an improvement measure with progress: nobody's to be told of
friday() {
	active fang@example.com 王芳 打不开
	active FANG@example.com 王芳 慢
	active fang@example.com 赵敏 赵敏的事
	active 13800000004 钱多 电话客户
	active fang@example.com 王芳 没进展
	active fang@example.com 王芳 已关
	tk-new -q source=改进措施 customer=王芳 contact=fang@example.com 简化 |
		tk-assign -q -t li
	at 10:00
	tk-note -q -k analysis -m 内部分析 0001 0002 0005
	tk-note -q -k note -m 内部备注勿外传 0001
	tk-note -q -k progress -m $'已查日志\n找到原因' progress.next=换缓存 \
		progress.expected=18:00 0001
	tk-note -q expected='2026-11-23 12:00' 0002
	tk-note -q -k progress -m 在复现 0002 0003 0004 0006 0007
	at 15:00
	tk-note -q -k progress -m 已换缓存 0001
	tk-close -q result=invalid summary=误报 0006
	at 16:30
} >/dev/null

body() {
	sed '1,/^$/d;/^From /,$d' "$1" | base64 -d | tr -d '\r'
}

@test "the day's progress by customer, and what is silent" {
	friday
	runs 0 tk-report digest
	says ''
	diff -u - <(printf '%s\n' "$output") <<-'END'
	# digest 2026-11-20 at 2026-11-20 16:30: rows of progress 5, tickets without 1
	# id            customer  next    expected     told  done
	CS202611200001  王芳      换缓存  11-20 18:00  -     已查日志 找到原因
	CS202611200001  王芳      -       -            -     已换缓存
	CS202611200002  王芳      -       11-23 12:00  -     在复现
	CS202611200003  赵敏      -       -            -     在复现
	CS202611200004  钱多      -       -            -     在复现

	# no progress today, for the supervisor
	# id              due          assignee  customer  subject
	# CS202611200005  11-20 16:59  李工      王芳      没进展
	END
	tk-report -o csv digest >csv
	head -n 2 csv | diff -u - /dev/fd/3 3<<-'END'
	id,time,customer,contact,subject,next,expected,told,done
	CS202611200001,2026-11-20T10:00:00+08:00,王芳,f***@example.com,打不开,换缓存,2026-11-20T18:00:00+08:00,,"已查日志
	END
	run ! grep 0005 csv	# never to customers
}

@test "one mail a customer, ready to be sent" {
	friday
	tk-report -o mail digest >mbox 2>err
	diff -u - err <<-'END'
	tk-report: warning: CS202611200004: no mail address of the customer, who must be told in another way
	END
	[ "$(grep -c '^From ' mbox)" -eq 2 ]
	run ! grep -nP '[^\x00-\x7f]|.{77}' <(grep -v ^Message-ID mbox)
	# the first is of the two tickets of 王芳
	awk '/^From /{n++} n == 1' mbox >one
	awk '/^From /{n++} n == 2' mbox >two
	diff -u - <(sed '/^$/q' one | sed 's/-[0-9a-f]*@/-HEX@/') <<-'END'
	From kefu@example.com Fri Nov 20 08:30:00 2026
	From: =?UTF-8?B?5a6i5oi35pyN5Yqh?= <kefu@example.com>
	To: =?UTF-8?B?546L6Iqz?= <fang@example.com>
	Subject: =?UTF-8?B?MjAyNi0xMS0yMCDlpITnkIbov5vlsZU=?=
	Date: Fri, 20 Nov 2026 16:30:00 +0800
	Message-ID: <tk.CS202611200001.1795158000-HEX@example.com>
	X-Tickets: CS202611200001 CS202611200002
	Auto-Submitted: auto-generated
	MIME-Version: 1.0
	Content-Type: text/plain; charset=utf-8
	Content-Transfer-Encoding: base64

	END
	# 1795158000 is 15:00, the newest row; the words are 客户服务, 王芳, and
	# 2026-11-20 处理进展
	[ "$(date -u -d @1795158000 +%FT%T)" = 2026-11-20T07:00:00 ]
	diff -u - <(body one) <<-'END'
	王芳您好：

	向您通报 2026-11-20 的处理进展。

	工单号 CS202611200001  打不开
	  10:00  进展：已查日志
	         找到原因
	         下一步：换缓存
	         预计完成：2026-11-20 18:00
	  15:00  进展：已换缓存

	工单号 CS202611200002  慢
	  10:00  进展：在复现
	         预计完成：2026-11-23 12:00

	如有疑问，直接回复本邮件即可。
	END
	# 赵敏 at the same address reads nothing of 王芳, and may answer
	grep -q '^Subject: .* \[CS202611200003\]$' two
	run ! grep -E '王芳|0001|0002' <(body two)
	grep -q 赵敏您好 <(body two)
	# nobody reads notes, analyses, colleagues or other customers
	for m in one two; do
		run ! grep -E '内部|李工|li|简化|没进展|已关' <(body $m)
	done
	# the same facts are the same bytes
	diff mbox <(tk-report -o mail digest 2>/dev/null)
}

# The rows of messages.csv on stdin in place of those of the digest.
words() {
	awk '/^(handover[|])?digest,/ { if (/"/) skip = 1; next }
		skip { if (/"$/) skip = 0; next }
		{ print }' "$STORE/rules/messages.csv" >messages
	cat messages - >"$STORE/rules/messages.csv"
}

@test "its words are the rulebook's: one row, and the labels of fields" {
	friday
	words <<-'END'
	digest,customer,短信,not this one {nor} this
	digest,lead,邮件,nor that one
	handover|digest,lead|customer,邮件,"News of {date} for {customer}

	Dear {customer},
	{digest}
	{date} is {over"
	digest,customer,邮件,only the first counts
	END
	sed -i 's/^id,one,text,[^,]*/id,one,text,No./
		s/^progress,log,text,[^,]*/progress,log,text,Done|进展/
		s/^progress.next,,text,[^,]*/progress.next,,text,Next/
		s/^progress.expected,,time,[^,]*/progress.expected,,time,By/' \
		"$STORE/rules/fields.csv"
	tk-report -o mail digest 2>/dev/null >mbox
	# News of 2026-11-20 for 王芳
	sed -n 's/^Subject: //p' mbox | head -n 1 |
		sed 's/=?UTF-8?B?//; s/?=//' | base64 -d |
		diff <(printf 'News of 2026-11-20 for 王芳') -
	awk '/^From /{n++} n == 1' mbox >one
	diff -u - <(body one) <<-'END'
	Dear 王芳,
	No. CS202611200001  打不开
	  10:00  Done：已查日志
	         找到原因
	         Next：换缓存
	         By：2026-11-20 18:00
	  15:00  Done：已换缓存

	No. CS202611200002  慢
	  10:00  Done：在复现
	         By：2026-11-23 12:00
	2026-11-20 is {over
	END
	# without a row there are but the facts
	words </dev/null
	tk-report -o mail digest 2>/dev/null >mbox
	grep -q '^Subject: 2026-11-20$' mbox
	body mbox | head -n 4 | diff -u - /dev/fd/3 3<<-'END'
	王芳

	No. CS202611200001  打不开
	  10:00  Done：已查日志
	END
}

@test "words that leave no room for the progress are refused" {
	friday
	printf '%s\n' 'digest,customer,邮件,"{digest}' '' 'nothing"' | words
	runs 2 tk-report -o mail digest
	says 'tk-report: rules/messages.csv: the row digest,customer,邮件 has no {digest} below its first line, which is the subject; write it where the progress is to stand'
	printf '%s\n' 'digest,customer,邮件,"x' '{digest} {contact}"' | words
	runs 2 tk-report -o mail digest
	says 'tk-report: rules/messages.csv: the row digest,customer,邮件 has the unknown name {contact}; lawful are {customer}, {date}, {digest}'
	# text needs no words
	runs 0 tk-report digest
}

@test "every shipped rulebook words it" {
	for rulebook in "$TOP"/lib/rulebooks/*/; do
		new_store "$(basename "$rulebook")" "$(basename "$rulebook")"
		echo 'mail.from,客户服务 <kefu@example.com>' \
			>>"$STORE/rules/settings.csv"
		tk-new -q contact=fang@example.com customer=王芳 打不开 >id
		tk-assign -q -t li "$(cat id)" >/dev/null || true
		echo "$TK_NOW,li,progress,已查日志" >>"$(file_of "$(cat id)")"
		tk-report -o mail digest >mbox
		body mbox | diff -u - /dev/fd/3 3<<-END
		王芳您好：

		向您通报 2026-11-20 的处理进展。

		工单号 $(cat id)  打不开
		  09:00  进展：已查日志

		如有疑问，直接回复本邮件即可。
		END
	done
}

@test "an answer to it finds its ticket" {
	friday
	tk-report -o mail digest 2>/dev/null >mbox
	id=$(sed -n 's/^Message-ID: //p' mbox | tail -n 1)
	printf '%s\n' 'From: fang@example.com' 'To: kefu@example.com' \
		'Subject: hi' "In-Reply-To: $id" 'Message-ID: <x@y>' \
		'Date: Fri, 20 Nov 2026 17:00:00 +0800' '' 好的，收到 >answer
	at 17:00
	runs 0 tk-import -q answer
	prints ''
	grep -q feedback,好的，收到 "$(file_of CS202611200003)"
}

# As the page has it; sendmail stands for the real one.
send() {
	mkdir -p bin
	printf '#!/bin/sh\ncat >>sent\n' >bin/sendmail
	chmod +x bin/sendmail
	PATH=$PWD/bin:$PATH
	tk-report -o mail digest 2>/dev/null | formail -s sh -c '
		cat >mail && sendmail -t <mail &&
		formail -cxX-Tickets: <mail | tr " " "\n" |
		tk-note -k digest -m 今日进展已发邮件 digest.channel=邮件'
}

@test "what was sent is recorded, and not sent again" {
	friday
	send >noted
	diff -u - <(sort noted) <<-'END'
	CS202611200001
	CS202611200002
	CS202611200003
	END
	clock_is CS202611200001 digest verdict=running
	tk-show -o json 0001 | grep -q '"clock":"digest","cycle":1,"verdict":"met"'
	runs 0 tk-report -o mail digest
	prints ''
	runs 0 tk-report digest
	grep -qE '^CS202611200003 .* 11-20 16:30  在复现$' <<<"$output"
	# new progress is told, and only that
	at 16:45
	tk-note -q -k progress -m 又进一步 0001 >/dev/null
	tk-report -o mail digest 2>/dev/null >mbox
	[ "$(grep -c '^From ' mbox)" -eq 1 ]
	run ! grep 已换缓存 <(body mbox)
	grep -q 又进一步 <(body mbox)
	# and nothing is silent that was told today
	tk-report -o json digest | jq -r '.silent[].id' >silent
	diff <(echo CS202611200005) silent
}

@test "only public fields reach customers" {
	friday
	sed -i 's/^\(subject,.*\),yes$/\1,/;s/^\(progress.next,.*\),yes$/\1,/;s/^\(expected,.*\),yes$/\1,/' \
		"$STORE/rules/fields.csv"
	tk-report -o mail digest 2>/dev/null >mbox
	run ! grep -E '打不开|换缓存$|2026-11-23' <(body mbox | grep -v 已换)
	sed -i 's/^\(progress,.*\),yes$/\1,/' "$STORE/rules/fields.csv"
	for o in text mail; do
		runs 2 tk-report -o $o digest
		says 'tk-report: rules/fields.csv does not say that progress may reach the customer; write yes into the column public of its row'
	done
}

@test "nothing in a ticket can make a header or another message" {
	active fang@example.com $'王\nBcc: all@example.com' $'x\nBcc: y'
	tk-note -q -k progress -m $'一\n\nFrom me Fri\n.\n\033[31m' 0001 >/dev/null
	tk-report -o mail digest >mbox
	[ "$(grep -c '^From ' mbox)" -eq 1 ]
	run ! grep -i ^bcc mbox
	run ! grep $'\033' <(body mbox)
}

@test "without an address of ours there is no mail; other days are told" {
	friday
	sed -i /^mail.from/d "$STORE/rules/settings.csv"
	runs 2 tk-report -o mail digest
	[[ $stderr == *mail.from* ]]
	at 2026-11-23 09:00
	runs 0 tk-report digest --from 2026-11-20
	[[ ${lines[0]} == *'digest 2026-11-20 at 2026-11-20 23:59:59: rows of progress 5, '* ]]
	runs 0 tk-report digest --if-any --from 2026-11-18
	prints ''
}
