#!/usr/bin/env bats
# tk-import.bats - mails become tickets, answers rows of them.

load helper
load mail

wang=王芳\ '<fang@example.cn>'

# The last line of stderr: what became of how many.
counts() {
	local want="tk-import: in $1 = new $2 + reply $3 + dup $4 + auto $5"

	want="$want + spam $6 + kept $7"
	[ "$(tail -n 1 <<<"$stderr")" = "$want" ] || {
		echo "$stderr"
		return 1
	}
}

# The same without a look at stderr, for imports that only prepare.
import() {
	tk-import -q "$@" >/dev/null
}

@test "a mail becomes a ticket, its number is printed" {
	letter "$wang" 热水器打不开 a@example.cn '昨天买的，打不开。' >m.eml
	runs 0 tk-import m.eml
	prints CS202611200001
	counts 1 1 0 0 0 0 0
	hash=$(sha256sum <m.eml | cut -d ' ' -f 1)
	diff -u - <(rows CS202611200001) <<-EOF
		id.from,fang@example.cn
		id.cc,kefu@example.com
		id.at,2026-11-20T08:30:00+08:00
		id,CS202611200001
		channel,邮件
		subject,热水器打不开
		description,昨天买的，打不开。
		customer,王芳
		contact,fang@example.cn
		message_id,<a@example.cn>
		raw.declared,utf-8
		raw.charset,UTF-8
		raw,$hash
		status,new
	EOF
	cmp m.eml "$STORE/mail/raw/$hash.eml"
	[ -z "$(ls "$STORE/mail/new")" ]
}

@test "the night's mail goes down the pipe" {
	letter "$wang" 热水器打不开 a@x '热水器打不开，指示灯不亮' >1
	letter "李雷 <lei@example.cn>" 投诉 b@x '我要投诉安装师傅态度恶劣' >2
	mbox 1 2 >night.mbox
	tk-import -q night.mbox | tk-classify -q | tk-assign -A -q >ids
	printf '%s\n' CS202611200001 CS202611200002 | diff -u - ids
	[ "$(value_of CS202611200002 category)" = "$(tk-classify -q -m \
		'投诉 我要投诉安装师傅态度恶劣' | head -n 1 | cut -f 1 -d ' ')" ] ||
		[ -n "$(value_of CS202611200002 category)" ]
	[ "$(value_of CS202611200001 status)" = assigned ]
}

@test "a second import adds nothing" {
	letter "$wang" 一 a@x 一 >1
	letter "$wang" 二 '' 二 >2	# no Message-ID
	mbox 1 2 >m.mbox
	runs 0 tk-import m.mbox
	counts 2 2 0 0 0 0 0
	before=$(sums)
	runs 0 tk-import m.mbox
	[ -z "$output" ]
	counts 2 0 0 2 0 0 0
	[ "$before" = "$(sums)" ]
	runs 0 tk-import 1 2		# nor does another kind of mailbox
	counts 2 0 0 2 0 0 0
	[ "$before" = "$(sums)" ]
}

@test "the same mail by another way is not another ticket" {
	letter "$wang" 一 a@x 一 'Received: by one; Fri, 20 Nov 2026 08:31:00 +0800' >1
	letter "$wang" 一 a@x 一 'Received: by two; Fri, 20 Nov 2026 08:32:00 +0800' >2
	runs 0 tk-import -o csv 1 2
	[ "$(cut -d , -f 1,2 <<<"$output")" = "status,ticket
new,CS202611200001
dup,CS202611200001" ]
	[ "$(ls "$STORE/mail/raw" | wc -l)" -eq 2 ]
}

@test "the same content under two ids in one run, as lists send it" {
	letter "$wang" 一 a@x 一 >1
	letter "$wang" 一 b@x 一 >2
	runs 0 tk-import 1 2
	counts 2 1 0 1 0 0 0
}

@test "a Message-ID used twice for different things makes two tickets" {
	letter "$wang" 一 a@x 一 >1
	letter "$wang" 二 a@x 二 >2
	runs 0 tk-import 1 2
	prints CS202611200001 CS202611200002
	grep -qF "tk-import: 2: warning: message-id-reused: <a@x>" <<<"$stderr"
	runs 0 tk-import 2 1
	counts 2 0 0 2 0 0 0
}

@test "-o csv lists every message" {
	letter "$wang" '一, "甲"' '"a,b"@x' 一 >1
	runs 0 tk-import -o csv 1
	hash=$(sha256sum <1 | cut -d ' ' -f 1)
	prints status,ticket,message_id,from,raw \
		"new,CS202611200001,\"<\"\"a,b\"\"@x>\",fang@example.cn,$hash"
}

@test "-n says what would become of it and writes nothing" {
	letter "$wang" 一 a@x 一 >1
	letter "$wang" 自动回复：休假 b@x 二 'Auto-Submitted: auto-replied' >2
	mbox 1 2 >m.mbox
	before=$(sums)
	runs 0 tk-import -n m.mbox
	prints 'new    fang@example.cn  一' \
		'auto   fang@example.cn  自动回复：休假'
	counts 2 1 0 0 1 0 0
	[ "$before" = "$(sums)" ]
}

@test "an answer goes to the ticket of the mail it answers" {
	letter "$wang" 热水器打不开 a@x 打不开 >1
	import 1
	at 10:00
	{ printf '还是打不开。\n\n> 您好，请试试重启\n'; } |
		mail "$wang" 'Re: 热水器打不开' b@x 'In-Reply-To: <a@x>' \
		'Date: Fri, 20 Nov 2026 09:40:00 +0800' >2
	runs 0 tk-import 2
	[ -z "$output" ]
	counts 1 0 1 0 0 0 0
	rows CS202611200001 | sed -n '/^feedback/p' | diff -u - <(cat <<-EOF
		feedback.channel,邮件
		feedback.at,2026-11-20T09:40:00+08:00
		feedback.from,fang@example.cn
		feedback.cc,kefu@example.com
		feedback.subject,Re: 热水器打不开
		feedback.quoted,> 您好，请试试重启
		feedback.message_id,<b@x>
		feedback,还是打不开。
		EOF
	) || {
		rows CS202611200001
		false
	}
}

@test "an answer by the ticket's tag: half, full width, lower case, glued" {
	letter "$wang" 一 a@x 一 >1
	import 1
	n=0
	for tag in '[CS202611200001]' '【CS202611200001】' '[cs202611200001]' \
	    'CS202611200001的' '［ＣＳ２０２６１１２００００１］'; do
		letter "$wang" "回复: $tag一" "t$((++n))@x" "答 $n" >2
		runs 0 tk-import 2
		counts 1 0 1 0 0 0 0
	done
	[ "$(rows CS202611200001 | grep -c '^feedback,')" -eq 5 ]
}

@test "an answer to a plus-address" {
	letter "$wang" 一 a@x 一 >1
	import 1
	letter "$wang" 补充 b@x 图在这里 \
		'Cc: 客服 <kefu+CS202611200001@example.com>' >2
	runs 0 tk-import 2
	counts 1 0 1 0 0 0 0
}

@test "a stranger who names a ticket gets one of their own" {
	letter "$wang" 一 a@x 一 >1
	import 1
	letter "Eve <eve@evil.example>" 'Re: [CS202611200001]' b@x 给我退款 \
		'In-Reply-To: <a@x>' >2
	runs 0 tk-import 2
	prints CS202611200002
	has_row CS202611200002 related,CS202611200001
	has_row CS202611200002 warning,sender-mismatch
	has_no_row CS202611200001 feedback
}

@test "one the mail was also sent to may answer, an agent may too" {
	letter "$wang" 一 a@x 一 'Cc: boss@example.cn' >1
	import 1
	letter boss@example.cn 'Re: 一' b@x 请尽快 'In-Reply-To: <a@x>' >2
	echo li,1002,李明,二线技术支持,agent,,1,li@example.com >>"$STORE/rules/staff.csv"
	echo wang,1001,王,二线技术支持,admin,,1, >>"$STORE/rules/staff.csv"
	letter li@example.com 'Re: 一' c@x 内部说明 'In-Reply-To: <a@x>' >3
	printf '已为您处理。\n' | mail li@example.com 'Re: 一' d@x \
		'In-Reply-To: <a@x>' 'Cc: fang@example.cn' >4
	runs 0 tk-import 2 3 4
	counts 3 0 3 0 0 0 0
	has_row CS202611200001 feedback,请尽快
	has_row CS202611200001 note,内部说明
	has_row CS202611200001 reply,已为您处理。
}

@test "a colleague may answer only where the rulebook says so" {
	letter "$wang" 一 a@x 一 >1
	import 1
	letter hong@example.cn 'Re: 一' b@x 同事代答 'In-Reply-To: <a@x>' >2
	runs 0 tk-import 2
	counts 1 1 0 0 0 0 0
	echo mail.same_domain,yes >>"$STORE/rules/settings.csv"
	letter hong@example.cn 'Re: 一' c@x 同事又答 'In-Reply-To: <a@x>' >3
	runs 0 tk-import 3
	counts 1 0 1 0 0 0 0
}

@test "an answer without references finds its ticket by its subject" {
	letter "$wang" 热水器打不开 a@x 一 >1
	import 1
	letter "$wang" 回复：热水器打不开 b@x 还是不行 >2
	runs 0 tk-import 2
	counts 1 0 1 0 0 0 0
	has_row CS202611200001 warning,thread-by-subject
	letter "$wang" 热水器打不开 c@x 另一台也打不开了 >3	# no answer
	letter "$wang" 回复：别的事 d@x 什么 >4
	letter lei@example.cn 回复：热水器打不开 e@x 我也是 >5
	runs 0 tk-import 3 4 5
	counts 3 3 0 0 0 0 0
	letter "$wang" 答复:热水器打不开 f@x 如何了 >6
	runs 0 tk-import --no-subject-thread 6
	counts 1 1 0 0 0 0 0
}

@test "after seven days a subject alone finds nothing" {
	letter "$wang" 一件事 a@x 一 >1
	import 1
	at 2026-11-28 09:30
	letter "$wang" 回复：一件事 b@x 二 >2
	runs 0 tk-import 2
	counts 1 1 0 0 0 0 0
}

closed_ticket() {
	letter "$wang" 一 a@x 一 >1
	import 1
	tk-close -q -m 好了 callback=完成 confirmation=已解决 satisfaction=满意 \
		category=使用咨询 spent_min=3 0001 >/dev/null
	[ "$(value_of CS202611200001 status)" = closed ]
}

@test "an answer reopens a ticket closed less than 14 days ago" {
	closed_ticket
	at 2026-12-04 08:00
	letter "$wang" 'Re: 一' b@x 又坏了 'In-Reply-To: <a@x>' >2
	runs 0 tk-import 2
	counts 1 0 1 0 0 0 0
	has_row CS202611200001 reopened,客户来信
	[ "$(value_of CS202611200001 status)" = new ]
}

@test "later it becomes a new one, related" {
	closed_ticket
	at 2026-12-05 08:00
	letter "$wang" 'Re: 一' b@x 又坏了 'In-Reply-To: <a@x>' >2
	runs 0 tk-import 2
	prints CS202612050001
	has_row CS202612050001 related,CS202611200001
	has_no_row CS202612050001 warning
}

@test "thanks and out-of-office reopen nothing" {
	closed_ticket
	letter "$wang" 'Re: 一' b@x '非常感谢！' 'In-Reply-To: <a@x>' >2
	letter "$wang" '自动回复: 一' c@x 我在休假 'In-Reply-To: <a@x>' \
		'Auto-Submitted: auto-replied' >3
	runs 0 tk-import 2 3
	counts 2 0 2 0 0 0 0
	[ "$(value_of CS202611200001 status)" = closed ]
	has_row CS202611200001 feedback,非常感谢！
	has_row CS202611200001 note,我在休假
}

@test "an answer ends waiting, an out-of-office does not" {
	letter "$wang" 一 a@x 一 >1
	import 1
	tk-assign -q --take 0001 >/dev/null
	tk-note -q -k question -m 型号？ 0001 >/dev/null
	letter "$wang" '自动回复: 一' c@x 我在休假 'In-Reply-To: <a@x>' \
		'X-Autoreply: yes' >3
	import 3
	[ "$(value_of CS202611200001 status)" = waiting ]
	letter "$wang" 'Re: 一' b@x 型号A1 'In-Reply-To: <a@x>' >2
	import 2
	[ "$(value_of CS202611200001 status)" = active ]
}

@test "mail of machines makes no ticket unless that is wanted" {
	letter noreply@example.com 促销 a@x 买一送一 >1
	letter "$wang" 名单 b@x 大家好 'List-Id: <l.example.com>' >2
	letter "$wang" 中奖 c@x 点击领奖 'X-Spam-Flag: YES' >3
	runs 0 tk-import 1 2 3
	[ -z "$output" ]
	counts 3 0 0 0 2 1 0
	[ "$(ls "$STORE/mail/raw" | wc -l)" -eq 3 ]
	runs 0 tk-import 1 2 3
	counts 3 0 0 0 2 1 0
	runs 0 tk-import --auto-mail=ticket --spam=ticket 1 2 3
	counts 3 3 0 0 0 0 0
	runs 0 tk-import 1 2 3
	counts 3 0 0 3 0 0 0
}

@test "a newsletter's customer is still one" {
	letter "$wang" 一 a@x 一 >1
	import 1
	letter "$wang" 新的投诉 b@x 二 'List-Unsubscribe: <mailto:u@x>' >2
	runs 0 tk-import 2
	counts 1 1 0 0 0 0 0
}

@test "what came as mail of a machine stays that when it comes again" {
	letter "$wang" 名单 b@x 大家好 'List-Id: <l.example.com>' >1
	letter "$wang" 一 a@x 一 >2
	mbox 1 2 >m.mbox
	runs 0 tk-import m.mbox
	counts 2 1 0 0 1 0 0
	before=$(sums)
	runs 0 tk-import m.mbox		# though now it is a customer's
	counts 2 0 0 1 1 0 0
	[ "$before" = "$(sums)" ]
}

@test "our own mail that comes back is a machine's, a colleague's is not" {
	echo 'mail.from,客户服务 <kefu@example.com>' >>"$STORE/rules/settings.csv"
	letter "$wang" 一 a@x 一 >1
	import 1
	tk-show -o mail 0001 | sed 's/^Auto-Submitted/X-Gone/' >2
	letter li@example.com 内部反馈 b@example.com 电梯坏了 >3
	runs 0 tk-import -o csv 2 3
	[ "$(cut -d , -f 1,2 <<<"$output" | tail -n 2)" = "reply,CS202611200001
new,CS202611200002" ]
	has_no_row CS202611200001 feedback
}

@test "what an agent forwards is the customer's" {
	echo li,1002,李明,二线技术支持,agent,,1,li@example.com >>"$STORE/rules/staff.csv"
	echo wang,1001,王,二线技术支持,admin,,1, >>"$STORE/rules/staff.csv"
	mail li@example.com '转发：打不开' a@x >1 <<-EOF
		请处理。

		---------- 转发邮件信息 ----------
		发件人："赵敏" <min@example.cn>
		发送日期：2026-11-19 18:00
		主题：打不开

		我的热水器打不开
	EOF
	sed 's/li@example.com/fang@example.cn/; s/a@x/b@x/' 1 >2
	runs 0 tk-import 1 2
	counts 2 2 0 0 0 0 0
	has_row CS202611200001 contact,min@example.cn
	has_row CS202611200001 customer,赵敏
	has_row CS202611200001 id.forwarded_by,li@example.com
	has_row CS202611200002 contact,fang@example.cn
}

@test "a contact form's customer is the one to answer to" {
	letter form@example.com 留言 a@x 一 'Reply-To: 赵敏 <min@example.cn>' >1
	import 1
	has_row CS202611200001 contact,form@example.com
	has_row CS202611200001 id.reply_to,min@example.cn
	echo mail.forms,form@example.com >>"$STORE/rules/settings.csv"
	letter form@example.com 留言 b@x 二 'Reply-To: 赵敏 <min@example.cn>' >2
	import 2
	has_row CS202611200002 contact,min@example.cn
	has_row CS202611200002 id.from,form@example.com
}

@test "attachments get safe names, the same bytes once" {
	mail "$wang" 照片 a@x 'MIME-Version: 1.0' \
		'Content-Type: multipart/mixed; boundary=B' >1 <<-EOF
		--B
		Content-Type: text/plain; charset=gb2312
		Content-Transfer-Encoding: base64

		$(printf '见附件' | iconv -t GB18030 | base64)
		--B
		Content-Type: image/png; name="../../etc/照片.png"

		PNG
		--B
		Content-Type: image/png; name="again.png"

		PNG
		--B
		Content-Type: image/png; name="照片.png"

		other
		--B--
	EOF
	runs 0 tk-import 1
	has_row CS202611200001 description,见附件
	has_row CS202611200001 raw.declared,gb2312
	has_row CS202611200001 raw.charset,GB18030
	diff -u - <(ls "$STORE/files/CS202611200001") <<-EOF
		照片-2.png
		照片.png
	EOF
	[ "$(rows CS202611200001 | grep -c '^file,')" -eq 3 ]
}

@test "our own answer leads the customer's back, whoever answers it" {
	echo 'mail.from,客户服务 <kefu@example.com>' >>"$STORE/rules/settings.csv"
	letter "$wang" 一 a@x 一 >1
	import 1
	tk-note -q -k reply -m 请重启 0001 >/dev/null
	id=$(tk-show -o mail 0001 | sed -n 's/^Message-ID: *//Ip')
	letter other@example.net 完全不同 b@x 好了 "In-Reply-To: $id" >2
	runs 0 tk-import 2
	counts 1 0 1 0 0 0 0
	forged=$(sed -E 's/[0-9a-f]{4}@/0000@/' <<<"$id")
	letter other@example.net 完全不同 c@x 骗 "In-Reply-To: $forged" >3
	runs 0 tk-import 3
	counts 1 1 0 0 0 0 0
}

@test "a Maildir is read in name order, and moved only when told to" {
	mkdir -p box/{cur,new,tmp} old/{cur,new,tmp}
	letter "$wang" 二 b@x 二 >box/new/2000.x
	letter "$wang" 一 a@x 一 >box/cur/1000.x:2,S
	letter "$wang" 三 c@x 三 >box/tmp/0000.x
	runs 0 tk-import box
	prints CS202611200001 CS202611200002
	[ "$(value_of CS202611200001 subject)" = 一 ]
	[ -f box/cur/1000.x:2,S ] && [ -f box/new/2000.x ]
	runs 0 tk-import --move-to old box
	counts 2 0 0 2 0 0 0
	[ -f old/cur/1000.x:2,S ] && [ -f old/cur/2000.x ]
	[ -z "$(ls box/cur)$(ls box/new)" ]
}

@test "text before the first message is kept" {
	letter "$wang" 一 a@x 一 >1
	{ echo 乱码; echo; mbox 1; } >m.mbox
	runs 0 tk-import m.mbox
	counts 2 1 0 0 0 0 1
	grep -q 乱码 "$STORE"/mail/kept/*.txt
	runs 0 tk-import m.mbox
	counts 2 0 0 1 0 0 1
}

@test "a mailbox cut off in its last message: it is taken in, and marked" {
	letter "$wang" 一 a@x 一 >1
	letter "$wang" 二 b@x 二二二二 >2
	mbox 1 2 | head -c -9 >m.mbox
	runs 0 tk-import m.mbox
	counts 2 2 0 0 0 0 0
	has_row CS202611200002 tag,truncated
	has_no_row CS202611200001 tag,truncated
}

@test "a single message may end without a newline: it is whole" {
	letter "$wang" 一 a@x 一 | head -c -1 >m.eml
	runs 0 tk-import m.eml
	has_row CS202611200001 description,一
	has_no_row CS202611200001 tag,truncated
	[ -z "$(find "$STORE/mail" -name '*.how')" ]
}

@test "nothing that can be read of it: the raw message is attached" {
	head -c 300 /dev/urandom | tr -d '\n:' >1
	runs 0 tk-import -i eml 1
	has_row CS202611200001 subject,（无法解析的邮件） ||
		has_row CS202611200001 'subject,(无法解析的邮件)'
	has_row CS202611200001 tag,malformed
	cmp 1 "$STORE"/files/CS202611200001/*
}

@test "what the rulebook refuses is kept, tried again, and says so" {
	sed -i 's/^id\[message_id=\*\].*/id[customer_no=],new,refuse,,,,no customer number/' \
		"$STORE/rules/flow.csv"
	letter "$wang" 一 a@x 一 >1
	runs 1 tk-import 1
	counts 1 0 0 0 0 0 1
	[ "$(ls "$STORE/mail/new" | wc -l)" -eq 1 ]
	sed -i '/^id\[customer_no/d' "$STORE/rules/flow.csv"
	runs 0 tk-import /dev/null
	prints CS202611200001
	[ -z "$(ls "$STORE/mail/new")" ]
}

@test "two imports at once make no duplicates" {
	for i in {1..120}; do
		letter "c$i@example.cn" "第 $i 件" "m$i@x" "内容 $i" >"$i"
	done
	mbox {1..120} >m.mbox
	tk-import m.mbox >one 2>/dev/null &
	tk-import m.mbox >two 2>/dev/null &
	wait -n
	wait
	[ "$(sort one two | uniq -d | wc -l)" -eq 0 ]
	[ "$(cat one two | wc -l)" -eq 120 ]
	[ "$(ls "$STORE"/open/2026-11-20 | wc -l)" -eq 120 ]
	[ "$(cat "$STORE"/open/2026-11-20/* | grep -c ',message_id,' )" -eq 120 ]
	runs 0 tk-check
}

@test "what is no mail, or not there, is an error that names it" {
	head -c 4096 /dev/zero >zero
	runs 2 tk-import zero
	grep -q 'tk-import: "zero" is no mail: ' <<<"$stderr"
	runs 2 tk-import missing.mbox
	grep -q 'missing.mbox' <<<"$stderr"
	mkdir empty
	runs 2 tk-import empty
	grep -q '"\?empty"\?' <<<"$stderr"
	runs 2 tk-import -i pop3 zero
	runs 2 tk-import --spam=maybe zero
	runs 0 tk-import /dev/null
	counts 0 0 0 0 0 0 0
}
