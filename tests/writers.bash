# writers.bash - every command that writes, and some that read: what the tests
# disturb (survive.sh). A new command is one line more here.
# shellcheck disable=SC2034,SC2154,SC2210

# ---- what may be there before -------------------------------------------

ticket() {
	tk-new -q customer=王芳 打不开
}
tickets() {
	ticket && ticket && ticket
} >stdin
closed() {
	ticket && tk-close -q -m 好了 confirmation=已解决 satisfaction=满意 0001
}
sender() {
	echo 'mail.from,客户服务 <kefu@example.com>' >>store/rules/settings.csv
}
photo() {
	echo x >photo.jpg
}
text() {
	printf '打不开，\n插头试过\n' >text
}
records() {
	printf 'ref,subject\nK1,打不开\nK2,关不上\n' >in.csv
	printf '{"ref":"K1","subject":"打不开"}\n{"ref":"K2","subject":"关不上","tag":["a"]}\n' \
		>in.jsonl
}
# Past months, to be packed.
months() {
	local day

	for day in 09-07 09-29 10-12; do
		TK_NOW=2026-${day}T09:00:00+08:00 closed
	done
}
# In the wrong folder, and with a torn tail.
misplaced() {
	ticket
	mkdir store/closed/2026-11-20
	mv store/open/2026-11-20/CS202611200001.csv store/closed/2026-11-20/
	printf 'x,y' >>store/closed/2026-11-20/CS202611200001.csv
}
# A rulebook of two tables.
rulebook() {
	mkdir new
	cp store/rules/{fields,flow}.csv new/
}
# A new ticket, one with an attachment, an answer within the same mailbox, a
# duplicate, mail of a machine, one without an id, one in GBK.
night() {
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >1
	picture lei@example.cn 照片 b@x >2
	letter '王芳 <fang@example.cn>' 'Re: 打不开' c@x 还是打不开 \
		'In-Reply-To: <a@x>' >3
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >4
	letter noreply@example.com 促销 d@x 买一送一 >5
	printf '%s\n' 'From then on' 'it failed' | mail min@example.cn 无编号 '' >6
	letter hua@example.cn 乱码 e@x 编码不同 'Content-Type: text/plain; charset=gbk' |
		iconv -f utf-8 -t gbk >7
	mbox 1 2 3 4 5 6 7 >night.mbox
	sed -i '$d' night.mbox		# and truncated
	truncate -s -1 night.mbox
}
picture() {
	local from=$1 subject=$2 id=$3

	shift 3
	mail "$from" "$subject" "$id" "$@" 'MIME-Version: 1.0' \
		'Content-Type: multipart/mixed; boundary=B' <<-EOF
		--B
		Content-Type: text/plain

		see the picture
		--B
		Content-Type: image/png; name="a.png"

		PNG
		--B--
	EOF
}
mailed() {
	letter '王芳 <fang@example.cn>' 打不开 a@x 打不开 >1
	tk-import -q 1
	picture fang@example.cn 'Re: 打不开' b@x 'In-Reply-To: <a@x>' >answer
}

# ---- what shows that it was done ----------------------------------------

has() {
	grep -qs -- "$1" store/open/*/*.csv store/closed/*/*.csv
}
# Of several tickets those that have no such row are left to do.
all_have() {
	grep -L -- "$1" store/*/*/*.csv | sed 's,.*/,,; s/\.csv$//' >stdin
	[ ! -s stdin ]
}
# Half a store is taken away before the next attempt.
made() {
	[ -e fresh/store.csv ] || {
		rm -rf fresh
		return 1
	}
}
# Giving it again does what is missing: never; exactly: to the last byte.
never() {
	return 1
}
exactly() {
	return 1
}

# ---- the commands -------------------------------------------------------

# NAME|what is there before|what shows that it was done|command
WRITERS='
init||made|tk-init -r hotline fresh
new|text|has ,subject,|tk-new -q customer=王芳 -m @text 打不开
new-csv|records|never|tk-new -q -i csv in.csv
new-jsonl|records|never|tk-new -q -i jsonl in.jsonl
new-attach|photo|has ,subject,|tk-new -q -a photo.jpg 打不开
import|night|exactly|tk-import -q night.mbox
import-answer|mailed|exactly|tk-import -q answer
import-reopen|mailed; closed|exactly|tk-import -q answer
classify|ticket|has ,priority,|tk-classify -c 故障报修/硬件故障 0001
assign|ticket|has ,status,assigned|tk-assign -t sun 0001
note|ticket|has ,note,|tk-note -m 又来电 note.channel=电话 0001
note-many|tickets|all_have ,note,|tk-note -m 停电
note-ref|ticket|has ,ref,|tk-note ref=K1 0001
note-attach|ticket; photo|has ,note,|tk-note -m 见图 -a photo.jpg 0001
close|ticket|has ,status,closed|tk-close -m 好了 confirmation=已解决 satisfaction=满意 0001
reopen|closed|has ,reopened,|tk-reopen -m 又坏了 0001
archive|months|exactly|tk-archive -q -b 2026-11-20
repair|misplaced|never|tk-check -r
install|ticket; rulebook|never|tk-check --rules new --install
once|ticket|never|tk-report --now 18:00 --once last overdue
'
READERS='
list|tickets; mailed||tk-list status=all 客户=王芳
list-csv|tickets||tk-list -o csv --bom
list-json|tickets||tk-list -o json
show|closed||tk-show 0001
show-json|ticket||tk-show -o json 0001
show-html|ticket||tk-show -o html 0001
show-form|ticket||tk-show -o form 0001
show-mail|sender; mailed; tk-show -o mail 0001||tk-show -o mail 0001
words|||tk-classify -m 打不开
explain|ticket||tk-classify -e 0001
preview|night||tk-import -n night.mbox
check|closed; ticket||tk-check
try|ticket; rulebook||tk-check --rules new
overdue|tickets||tk-report overdue
daily|tickets||tk-report -o html daily
handover|tickets||tk-report handover
digest|tickets||tk-report digest
review|tickets||tk-report -o html review
scorecard|tickets||tk-report scorecard
records|tickets||tk-report -o csv records
sorting|tickets||tk-report sorting
assignments|tickets||tk-report assignments
progress|tickets||tk-report progress
communication|tickets||tk-report communication
archive|closed||tk-report archive
measures|tickets||tk-report measures
'
