#!/usr/bin/env bats
# tk-import-crash.bats - imports killed at each of their writes and run again
# end as if nothing had been; resume.sh says how that is told.

load helper
load mail
load tnef

export TK_BUILD=$BUILD

resumes() {
	run "$TOP/tests/resume.sh" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}

# A new ticket, one with an attachment, an answer within the same mailbox, a
# duplicate, mail of a machine, one without an id, one with a line >From.
night() {
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >1
	mail lei@example.cn 照片 b@x 'MIME-Version: 1.0' \
		'Content-Type: multipart/mixed; boundary=B' >2 <<-EOF
		--B
		Content-Type: text/plain

		see the picture
		--B
		Content-Type: image/png; name="a.png"

		PNG
		--B--
	EOF
	letter '王芳 <fang@example.cn>' 'Re: 打不开' c@x 还是打不开 \
		'In-Reply-To: <a@x>' >3
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >4
	letter noreply@example.com 促销 d@x 买一送一 >5
	printf '%s\n' 'From then on' 'it failed' | mail min@example.cn 无编号 '' >6
	mbox 1 2 3 4 5 6 >night.mbox
	sed -i '$d' night.mbox		# and truncated
	truncate -s -1 night.mbox
}

@test "an mbox" {
	night
	resumes tk-import -q night.mbox
}

@test "an mbox, the writes torn" {
	night
	resumes -t tk-import -q night.mbox
}

@test "an answer with an attachment to a ticket that is there" {
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >1
	tk-import -q 1 >/dev/null
	mail fang@example.cn 'Re: 打不开' b@x 'In-Reply-To: <a@x>' \
		'MIME-Version: 1.0' \
		'Content-Type: multipart/mixed; boundary=B' >2 <<-EOF
		--B
		Content-Type: text/plain

		see the picture
		--B
		Content-Type: image/png; name="a.png"

		PNG
		--B--
	EOF
	resumes tk-import -q 2
}

@test "an answer that reopens its ticket" {
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >1
	tk-import -q 1 >/dev/null
	tk-close -q -m 好了 callback=完成 confirmation=已解决 satisfaction=满意 \
		category=使用咨询 spent_min=3 0001 >/dev/null
	letter fang@example.cn 'Re: 打不开' b@x 又坏了 'In-Reply-To: <a@x>' >2
	resumes tk-import -q 2
}

photo() {
	printf PNG | enclose '\xb7\xa2\xc6\xb1.png'
	printf PNG | enclose copy.png
}
words() {
	page '<p>坏了</p>'
}

# Mails with a winmail.dat, one without a word, between others; the boxes of
# those killed stay behind.
outlooks() {
	export TMPDIR=$BATS_TEST_TMPDIR
	tnef x words photo >w
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >1
	outlook '王芳 <fang@example.cn>' 'Re: 打不开' b@x '' w |
		sed 's/^Date/In-Reply-To: <a@x>\n&/' >2
	outlook lei@example.cn 照片 c@x 见附件 w >3
	mbox 1 2 3 >outlook.mbox
}

@test "mails with a winmail.dat" {
	outlooks
	resumes tk-import -q --tnef outlook.mbox
	[ -z "$(find . -maxdepth 1 -name 'tk-import.*')" ] ||
		chmod 700 tk-import.*	# for bats to remove
}

@test "mails with a winmail.dat, the writes torn" {
	outlooks
	resumes -t tk-import -q --tnef outlook.mbox
	[ -z "$(find . -maxdepth 1 -name 'tk-import.*')" ] ||
		chmod 700 tk-import.*
}
