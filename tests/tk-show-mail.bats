#!/usr/bin/env bats
# tk-show-mail.bats - a ticket's answer to its customer, as mail.

load helper
load mounts

# The team's address, in the rulebook of the store.
sender() {
	printf 'mail.from,%s\n' "${1:-客户服务 <kefu@example.com>}" \
		>>"$STORE/rules/settings.csv"
}

taken() {
	tk-new -q customer=周建华 contact=zhou@example.com "${@:-热水器不启动}"
}

# Rows as an import of mail would write them: rows ID FIELD VALUE…
rows() {
	local file

	file=$(file_of "$1")
	shift
	while [ $# -gt 0 ]; do
		printf '%s,wang,%s,%s\n' "$TK_NOW" "$1" "$2" >>"$file"
		shift 2
	done
}

# A field of the mail in $output, unfolded; its encoded words decoded.
field() {
	local line word prefix

	line=$(sed '/^$/q' <<<"$output" | sed -e ':a' -e '$!N' \
		-e 's/\n / /' -e 'ta' -e 'P' -e 'D' | sed -n "s/^$1: //p")
	while [[ $line == *'=?UTF-8?B?'* ]]; do
		prefix=${line%%'=?UTF-8?B?'*}
		word=${line#*'=?UTF-8?B?'}
		line=${word#*'?='}
		word=$(base64 -d <<<"${word%%'?='*}")
		# blanks between encoded words are none
		[[ $line != ' =?UTF-8?B?'* ]] || line=${line# }
		line=$prefix$word$line
	done
	printf '%s\n' "$line"
}

# The text of the mail in $output.
body() {
	local text

	text=$(sed '1,/^$/d' <<<"$output")
	case $(field Content-Transfer-Encoding) in
	base64) base64 -d <<<"$text" | tr -d '\r' ;;
	*) printf '%b\n' "$(sed -e ':a' -e '/=$/{N;s/=\n//;ba' -e '}' \
		-e 's/\\/\\\\/g' -e 's/=\([0-9A-F][0-9A-F]\)/\\x\1/g' <<<"$text")" ;;
	esac
}

# Nothing but short lines of ASCII, and no blank in a header's end.
can_be_sent() {
	! LC_ALL=C grep -nE '[^ -~]|^.{77}' <<<"$output"
}

@test "a reply is a whole message, and the same one each time" {
	sender
	taken >/dev/null
	at 09:20
	tk-note -q -k reply -m $'您好，师傅明天上午到。\n\n.\nFrom now on 24h=1d. ' 0001
	runs 0 tk-show -o mail 0001
	says ''
	can_be_sent
	first=$output
	key=$(cat "$STORE/mail/key")
	[ "$(field From)" = '客户服务 <kefu@example.com>' ]
	[ "$(field To)" = '周建华 <zhou@example.com>' ]
	[ "$(field Subject)" = 'Re: 热水器不启动 [CS202611200001]' ]
	[ "$(field Date)" = 'Fri, 20 Nov 2026 09:20:00 +0800' ]
	[[ $(field Message-ID) =~ ^'<tk.CS202611200001.1-'[0-9a-f]{24}'@example.com>'$ ]]
	[ "$(field MIME-Version)" = 1.0 ]
	[ "$(field Content-Type)" = 'text/plain; charset=utf-8' ]
	diff -u <(printf '%s\n' 您好，师傅明天上午到。 '' . 'From now on 24h=1d. ') <(body)
	for f in Auto-Submitted In-Reply-To References; do
		[ -z "$(field $f)" ]
	done
	# what is noted later changes nothing
	at 2026-11-21 10:00
	tk-note -q -k note -m 内部：此客户难缠 0001
	rows CS202611200001 feedback.from li@example.com \
		feedback.message_id '<9@example.com>' feedback 还没来
	runs 0 tk-show -o mail 0001
	diff -u <(echo "$first") <(echo "$output")
	[ "$(cat "$STORE/mail/key")" = "$key" ]
	sound
	# with another key it is another message
	rm "$STORE/mail/key"
	runs 0 tk-show -o mail 0001
	[ "$(diff <(echo "$first") <(echo "$output") | grep -c '^[<>]')" -eq 2 ]
}

@test "without a reply it is the acknowledgement, which says that a machine wrote it" {
	sender kefu@example.com
	taken >/dev/null
	runs 0 tk-show -o mail 0001
	can_be_sent
	[ "$(field From)" = kefu@example.com ]
	[ "$(field Auto-Submitted)" = auto-replied ]
	[[ $(field Message-ID) == '<tk.CS202611200001.0-'* ]]
	body | grep -q 工单号CS202611200001
	# the words of the rulebook
	echo 'id[channel=邮件],customer,,邮件已收到' >>"$STORE/rules/messages.csv"
	echo 'id,team|customer,,{customer}您好，工单{id}{note}由{me}登记{category}。' \
		>>"$STORE/rules/messages.csv"
	tk-note -q -k note -m 秘密 category=业务咨询 0001
	as li
	runs 0 tk-show -o mail 0001
	[ "$(body)" = 周建华您好，工单CS202611200001由wang登记。 ]
	says 'tk-show: warning: CS202611200001: {note} is left out; rules/fields.csv does not say of it that it is public' \
		'tk-show: warning: CS202611200001: {category} is left out; rules/fields.csv does not say of it that it is public'
	# or of a person
	tk-note -q -k ack -m 我们已经收悉 0001
	runs 0 tk-show -o mail 0001
	[ "$(body)" = 我们已经收悉 ]
	[ "$(field Auto-Submitted)" = auto-replied ]
}

@test "answers go to the mail they answer, and name the mails before it" {
	sender
	tk-new -q customer=周建华 contact=13800000001 id.from=zhou@example.com \
		message_id='<1@example.com>' 热水器不启动
	runs 0 tk-show -o mail 0001
	[ "$(field To)" = '周建华 <zhou@example.com>' ]
	[ "$(field In-Reply-To)" = '<1@example.com>' ]
	tk-note -q -k feedback -m 还在等 feedback.from=li@corp.example \
		feedback.message_id='<2@example.com>' 0001
	tk-note -q -k feedback -m 还在等 feedback.message_id='<2@example.com>' 0001
	tk-note -q -k feedback -m 还在等 feedback.message_id='no id' 0001
	tk-note -q -k reply -m 马上 0001
	runs 0 tk-show -o mail 0001
	[ "$(field To)" = li@corp.example ]
	[ "$(field In-Reply-To)" = '<2@example.com>' ]
	[ "$(field References)" = '<1@example.com> <2@example.com>' ]
	for i in {3..30}; do
		rows CS202611200001 feedback.message_id "<$i@example.com>" feedback 还在等
	done
	rows CS202611200001 feedback.from '李 <li@corp.example>' feedback 还在等
	tk-note -q -k reply -m 到了 0001
	runs 0 tk-show -o mail 0001
	can_be_sent
	[ "$(field To)" = '李 <li@corp.example>' ]
	[ "$(field In-Reply-To)" = '<30@example.com>' ]
	[ "$(field References)" = "<1@example.com> $(printf '<%s@example.com> ' {12..29})<30@example.com>" ]
	[[ $(field Message-ID) == '<tk.CS202611200001.2-'* ]]
}

@test "what is void, lapsed or was a mail itself is not sent" {
	sender
	taken >/dev/null
	tk-note -q -k reply -m 第一 0001
	tk-note -q -k reply -m 第二 0001
	row=$(tk-show 0001 | awk '/第二/ { print $1 }')
	tk-note -q -k void="$row" -m 记错 0001
	runs 0 tk-show -o mail 0001
	[ "$(body)" = 第一 ]
	[[ $(field Message-ID) == *.1-* ]]
	# a number is never given to two of them
	tk-note -q -k reply -m 第三 0001
	runs 0 tk-show -o mail 0001
	[[ $(field Message-ID) == *.3-* ]]
	rows CS202611200001 reply.message_id '<5@example.com>' reply 已发邮件
	runs 1 tk-show -o mail 0001
	prints ''
	says "tk-show: CS202611200001: its last reply was a mail itself; write another one with 'tk-note -k reply -m TEXT CS202611200001'"
	sed -i '/^reply,/s/,reopened.*,yes$/,,/; /^reply,/s/,yes$/,/' "$STORE/rules/fields.csv"
	runs 1 tk-show -o mail 0001
	says 'tk-show: CS202611200001: its last reply may not reach the customer: rules/fields.csv does not say that it is public'
}

@test "a subject is tagged once, and injects nothing" {
	sender '"Service, A <kefu@example.com>"'
	taken $'subject=RE: 【cs202611200001】 坏了\nBcc: x@y.cn\r\n\r\n=?x?=' >/dev/null
	runs 0 tk-show -o mail 0001
	can_be_sent
	grep -qxF 'From: "Service, A" <kefu@example.com>' <<<"$output"
	[ "$(field Subject)" = 'RE: 【cs202611200001】 坏了 Bcc: x@y.cn =?x?=' ]
	[ -z "$(field Bcc)" ]
	[ "$(sed '/^$/q' <<<"$output" | grep -c ^Bcc)" -eq 0 ]
	taken "subject=$(printf '很长的主题%.0s' {1..60})" >/dev/null
	runs 0 tk-show -o mail 0002
	can_be_sent
	[ "$(field Subject)" = "Re: $(printf '很长的主题%.0s' {1..40})… [CS202611200002]" ]
	tk-new -q $'customer=周\nBcc: x@y.cn' $'contact=a@b.cn\nBcc: x@y.cn' 坏
	runs 0 tk-show -o mail 0003
	[ "$(field To)" = '周 Bcc: x@y.cn <a@b.cn>' ]
	[ -z "$(field Bcc)" ]
}

@test "attachments of the reply go with it, and no other files" {
	sender
	taken >/dev/null
	printf '%s\n' {1..200} >'说明 书.pdf'
	echo 内部 >note.txt
	tk-note -q -k note -m 看 -a note.txt 0001
	tk-note -q -k reply -m 请看附件 -a '说明 书.pdf' 0001
	runs 0 tk-show -o mail 0001
	can_be_sent
	boundary=$(field Content-Type | sed -n 's/^multipart\/mixed; boundary="\(.*\)"$/\1/p')
	[ "$(grep -cxF -- "--$boundary" <<<"$output")" -eq 2 ]
	[ "$(tail -n 1 <<<"$output")" = "--$boundary--" ]
	grep -qxF " filename*=UTF-8''%E8%AF%B4%E6%98%8E%20%E4%B9%A6.pdf" <<<"$output"
	sed -n '/filename/,$p' <<<"$output" | sed '1,/^$/d; /^--/d' | base64 -d |
		diff - '说明 书.pdf'
	sed '1,/^$/d' <<<"$output" | sed -n '/^$/,/^--/p' | sed '/^--/,$d' |
		base64 -d | grep -q 请看附件
	[ "$(grep -c note.txt <<<"$output")" -eq 0 ]
	rm "$STORE/files/CS202611200001/"*.pdf
	runs 2 tk-show -o mail 0001
	prints ''
	[[ $stderr == *'"files/CS202611200001/说明 书.pdf": No such file or directory' ]]
	rows CS202611200001 reply.file ../../rules/staff.csv reply 好
	runs 2 tk-show -o mail 0001
	says 'tk-show: CS202611200001: "../../rules/staff.csv" is no name of an attachment'
}

@test "several tickets, or a pipe, make an mbox" {
	sender
	taken 一 >/dev/null
	taken 二 >/dev/null
	tk-note -q -k reply -m $'From now\n>From then' 0002
	runs 0 tk-show -o mail 0001 0002
	[ "$(grep -c '^From ' <<<"$output")" -eq 2 ]
	[ "$(grep -cx 'From kefu@example.com Fri Nov 20 01:00:00 2026' <<<"$output")" -eq 2 ]
	grep -B1 '^From ' <<<"$output" | sed -n 3p | grep -qx ''
	tk-list | tk-show -o mail >piped
	tk-show -o mbox 0001 0002 | diff piped -
	runs 0 tk-show -o mbox 0002
	[ "$(grep -c '^From ' <<<"$output")" -eq 1 ]
	tk-show -o mail 0002 | diff - <(sed '1d; $d' < <(tk-show -o mbox 0002))
	runs 1 tk-show -o mail 0001 0009 0002
	[ "$(grep -c '^From ' <<<"$output")" -eq 2 ]
}

@test "says what is missing to send mail" {
	taken >/dev/null
	tk-new -q customer=李 contact=13800000001 坏了
	refuses 2 'tk-show: rules/settings.csv does not say who mail is from; add a row like mail.from,客户服务 <kefu@example.com>' \
		-- tk-show -o mail 0001
	sender
	refuses 1 "tk-show: CS202611200002: no mail address of the customer yet; note it with 'tk-note contact=ADDRESS CS202611200002'" \
		-- tk-show -o mail 0002
	[ ! -e "$STORE/mail/key" ]
	mkdir -p "$STORE/mail"
	printf 'abc\n' >"$STORE/mail/key"
	refuses 2 "tk-show: $STORE/mail/key is damaged: it does not hold 64 hexadecimal digits; put it back from a backup, or remove it, and answers to mails sent so far are told by their subjects alone" \
		-- tk-show -o mail 0001
}

@test "a store that cannot be written needs its key beforehand" {
	sender
	taken >/dev/null
	with_mounts "$READ_ONLY"'tk-show -o mail 0001 2>said; [ $? -eq 2 ]'
	diff -u - said <<-END
	tk-show: the store has no key for mail yet, and it cannot be made here: cannot make folder "mail": Read-only file system; run 'tk-show -o mail' once as somebody who may write to "$STORE"
	END
	tk-show -o mail 0001 >before
	with_mounts "$READ_ONLY"'tk-show -o mail 0001' | diff before -
}

@test "a group's store has a key that the group may read" {
	tk-init -r hotline --group group
	TK_STORE=$PWD/group STORE=$PWD/group
	sender
	taken >/dev/null
	(umask 077 && tk-show -o mail 0001 >/dev/null)
	[ "$(stat -c %a group/mail/key)" = 660 ]
	[ "$(stat -c %a group/mail)" = 2770 ]
	[ "$(tr -d '0-9a-f' <group/mail/key | wc -c)" -eq 1 ]
	[ "$(wc -c <group/mail/key)" -eq 65 ]
}

@test "ten at once make one key" {
	sender
	taken >/dev/null
	for i in {1..10}; do
		tk-show -o mail 0001 >"$i.mail" &
	done
	wait
	for i in {2..10}; do
		diff 1.mail "$i.mail"
	done
	[ "$(ls -A "$STORE/mail")" = key ]
}

@test "Message-IDs are of mail.domain, else of the sender's" {
	sender kefu@example.com
	echo mail.domain,tickets.example.net >>"$STORE/rules/settings.csv"
	taken >/dev/null
	runs 0 tk-show -o mail 0001
	[[ $(field Message-ID) == *@tickets.example.net'>' ]]
}

@test "unlawful settings of mail are faults that name their place" {
	n=$(wc -l <"$STORE/rules/settings.csv")
	cat >>"$STORE/rules/settings.csv" <<-'END'
	mail.from,客户服务
	mail.domain,example.com>
	mail.same_domain,ja
	mail.forms,form@example.com|x y@z.cn
	mail.subject_days,soon
	mail.thanks,谢谢||好的
	mail.colour,red
	END
	taken || true
	runs 1 tk-check
	diff -u - <(grep settings.csv <<<"$output") <<-END
	rules/settings.csv:$((n + 1)):2: "客户服务" is no sender; write it like 客户服务 <kefu@example.com>
	rules/settings.csv:$((n + 2)):2: "example.com>" is no domain; write it like example.com
	rules/settings.csv:$((n + 3)):2: "ja" is neither yes nor no
	rules/settings.csv:$((n + 4)):2: "x" is no mail address
	rules/settings.csv:$((n + 5)):2: "soon" is no number
	rules/settings.csv:$((n + 6)):2: "谢谢||好的" has an empty word between its |
	rules/settings.csv:$((n + 7)):1: unknown setting "mail.colour"; tk-rules(5) lists them
	END
	sed -i "$((n + 1)),\$d" "$STORE/rules/settings.csv"
	cat >>"$STORE/rules/settings.csv" <<-'END'
	mail.from,客户服务 <kefu@localhost>
	mail.domain,localhost
	mail.same_domain,yes
	mail.forms,form@example.com x@z.cn | y@z.cn
	mail.subject_days,3d
	mail.thanks,谢谢|好的
	END
	sound
}
