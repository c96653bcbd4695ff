#!/usr/bin/env bats
# partial.bats - a report that is made in parts is the report: the tickets of
# one store, dealt out to several, in any grouping and order.

load helper
load figures

# Where GNU parallel keeps what it asks only once.
export PARALLEL_HOME=$BATS_FILE_TMPDIR/parallel

NAMES='overdue daily handover digest review weekly monthly scorecard records
sorting assignments progress communication archive measures'

# Shards are stores s1, s2 … beside STORE, by the same rules.
shards() {
	local i

	SHARDS=$(seq -f s%.0f "$1")
	for i in $SHARDS; do
		rm -rf "$i"
		cp -r "$STORE" "$i"
		rm -rf "${i:?}"/open "${i:?}"/closed
	done
}

# The tickets of STORE, one after another, to a shard each.
deal() {
	local n=0 shard

	shards "$1"
	while read -r file; do
		shard=s$((n % $1 + 1))
		mkdir -p "$shard/${file%/*}"
		cp "$STORE/$file" "$shard/$file"
		n=$((n + 1))
	done < <(cd "$STORE" && find open closed -name '*.csv' | sort)
	[ "$n" -gt "$1" ]
}

# Writes the partials s1.part … of a report.
parts() {
	local i

	for i in $SHARDS; do
		tk-report -s "$i" --partial "$@" >"$i.part"
	done
}

# $1 tickets of the week 2026-W41 and the week before: few customers who call
# often, few words, all that a report may count. Of other numbers from $2 on.
make_tickets() {
	mkdir -p "$STORE"/{open,closed}/2026-{09,10}-{01..30}
	awk -v n="$1" -v from="${2:-1}" -v seed="${3:-7}" -v store="$STORE" '
	function any(words,   w) {
		return w[1 + int(rand() * split(words, w, " "))]
	}
	function row(field, value) {
		print stamp ",wang," field "," value >file
	}
	function later(most) {
		minute += int(rand() * most)
		stamp = sprintf("2026-%02d-%02dT%02d:%02d:00+08:00", month,
			day + int(minute / 1440), int(minute / 60) % 24, minute % 60)
	}
	BEGIN {
		srand(seed)
		for (i = 0; i < n; i++) {
			october = rand() < 0.6
			month = october ? 10 : 9
			day = (october ? 5 : 26) + int(rand() * (october ? 3 : 2))
			minute = 480 + int(rand() * 600)
			closed = rand() < 0.5
			file = sprintf("%s/%s/2026-%02d-%02d/CS2026%02d%02d%04d.csv",
				store, closed ? "closed" : "open", month, day, month,
				day, from + i)
			id = substr(file, length(file) - 17, 14)
			print "time,actor,field,value" >file
			later(1)
			row("id", id)
			row("channel", any("电话 邮件 在线客服"))
			who = 1 + int(rand() * 7)
			row("customer", any("王芳 李雷 韩梅"))
			row("contact", "1380000000" who)
			row("product", any("电热水器 净水器 空调"))
			row("subject", any("漏水 不启动 噪音") who)
			row("category", any("故障报修/硬件故障 服务投诉/服务态度投诉 业务办理/业务咨询"))
			row("priority", any("紧急 重要 普通"))
			if (rand() < 0.2)
				row("urgency", "紧急")
			row("status", "new")
			later(60)
			row("assignee", any("li zhao wang"))
			row("team", any("二线技术支持 一线客服"))
			row("status", "assigned")
			later(60)
			row("status", "active")
			later(500)
			if (rand() < 0.8)
				row("reply", "请稍等，" any("一 两 三") "天")
			if (rand() < 0.4)
				row("progress", any("已派人 已订货"))
			later(600)
			if (rand() < 0.2)
				row("handover", "换班")
			if (rand() < 0.1)
				row("emergency", "大面积")
			if (rand() < 0.3)
				row("measure", "培训")
			if (!closed && rand() < 0.2) {
				row("question", "是否有水")
				row("status", "waiting")
			}
			if (closed) {
				row("solution", any("更换插座 更换滤芯"))
				row("satisfaction", any("满意 基本满意 不满意"))
				row("quality", 60 + int(rand() * 40) "." int(rand() * 9))
				row("result", "solved")
				row("status", "closed")
			}
			close(file)
		}
	}'
}

# What a report is asked for, so that it says much of these tickets.
of() {
	case $1 in
	review | weekly | monthly) echo --week W41 ;;
	scorecard) echo --week W41 --by "${BY:-team}" ;;
	daily | digest) echo --from 2026-10-06 ;;
	overdue | handover) echo --now 2026-10-06T15:00:00+08:00 ;;
	esac
}

# What all but a report in the format `mail` may be printed as.
same_in_all_formats() {
	local format

	for format in text csv json html; do
		# shellcheck disable=SC2046
		tk-report -o "$format" "$1" $(of "$1") >single
		tk-report -o "$format" --merge "$1" "${@:2}" >merged
		cmp single merged
	done
}

@test "a report of many stores is that of one, in every format" {
	twelve
	cp -r "$TOP"/tests/figures/monday/. "$STORE/"
	make_tickets 150 100
	at 2026-10-12 16:30
	deal 5
	for name in $NAMES; do
		# shellcheck disable=SC2046
		parts "$name" $(of "$name")
		same_in_all_formats "$name" s3.part s1.part s5.part s2.part \
			s4.part
		[ "$(wc -l <single)" -gt 5 ]
	done
	for BY in agent category channel; do
		# shellcheck disable=SC2046
		parts scorecard $(of scorecard)
		same_in_all_formats scorecard s5.part s4.part s3.part s2.part \
			s1.part
	done
	# something came back, and the lists are longer than what is shown
	tk-report -o csv review --week W41 >figures.csv
	[ -n "$(table repeated)" ]
	[ -n "$(table customers)" ]
	[ -n "$(table evidence)" ]
	# mail too, but for the one that is of one store; it needs a sender
	for i in "$STORE" $SHARDS; do
		echo 'mail.from,a@example.com' >>"$i/rules/settings.csv"
	done
	tk-report -o mail --mail-to a@example.com --week W41 weekly >single
	parts weekly --week W41
	tk-report -o mail --mail-to a@example.com --merge weekly s*.part >merged
	cmp single merged
}

@test "any order and grouping gives the same report, and the same partial" {
	local i j k name

	make_tickets 120
	at 2026-10-12 16:30
	deal 7
	RANDOM=41
	for name in review scorecard overdue handover measures; do
		# shellcheck disable=SC2046
		{
			parts "$name" $(of "$name")
			tk-report --partial "$name" $(of "$name") >whole
			tk-report "$name" $(of "$name") >single
		}
		for i in 1 2 3; do
			# into three heaps, of which each may be empty, in any order
			rm -f heap*
			for j in $(shuf -e $SHARDS --random-source=<(yes $i$name)); do
				k=$((RANDOM % 3))
				cat "$j.part" >>heap$k
			done
			for j in heap?; do
				tk-report --merge --partial "$name" - <$j >$j.sum
			done
			tk-report --merge "$name" heap?.sum >merged
			cmp single merged
			cat heap?.sum | tk-report --merge --partial "$name" - >sum
			cmp whole sum
		done
	done
}

@test "GNU parallel runs it over many stores" {
	make_tickets 60
	at 2026-10-12 16:30
	deal 4
	parallel --will-cite -j 2 tk-report -s {} --partial weekly --week W41 \
		::: $SHARDS >all.part
	tk-report weekly --week W41 >single
	tk-report --merge weekly - <all.part | cmp single -
	# and as a tree
	sum() {
		for i; do
			tk-report -s "$i" --partial weekly --week W41
		done | tk-report --merge --partial weekly -
	}
	export -f sum
	parallel --will-cite -j 2 -N 2 sum ::: $SHARDS |
		tk-report --merge weekly - | cmp single -
}

@test "threads do not matter" {
	make_tickets 200
	at 2026-10-12 16:30
	for name in review overdue records; do
		# shellcheck disable=SC2046
		tk-report -j 1 --partial "$name" $(of "$name") >one
		# shellcheck disable=SC2046
		tk-report -j 4 --partial "$name" $(of "$name") >four
		cmp one four
	done
}

@test "a store without tickets adds nothing" {
	twelve
	at 2026-10-12 16:30
	shards 1
	for name in $NAMES; do
		tk-report --partial "$name" >whole
		tk-report -s s1 --partial "$name" >none
		tk-report "$name" >single
		tk-report --merge "$name" none whole none >merged
		cmp single merged
	done
	# nothing is a report too
	tk-report -s s1 weekly >single
	tk-report -s s1 --partial weekly | tk-report -s s1 --merge weekly - |
		cmp single -
}

@test "stores that have the same numbers are both told of" {
	at 2026-10-12 16:30
	shards 3
	for i in 1 2 3; do
		STORE=$PWD/s$i
		make_tickets 12 1 $i
	done
	for name in review overdue records handover; do
		# shellcheck disable=SC2046
		parts "$name" $(of "$name")
		tk-report --merge -o csv "$name" s1.part s2.part s3.part >one
		tk-report --merge --partial "$name" s3.part s1.part >sum
		tk-report --merge -o csv "$name" s2.part sum >other
		cmp one other
	done
	tk-report --merge -o csv records - < <(
		for i in 1 2 3; do tk-report -s s$i --partial records; done) >all
	[ "$(tail -n +2 all | wc -l)" -eq 36 ]
	[ -n "$(cut -d, -f1 all | sort | uniq -d)" ]
}

@test "words with commas, quotes, newlines and ESC survive" {
	local day=open/2026-10-06

	at 2026-10-12 16:30
	mkdir -p "$STORE/$day"
	for i in 1 2 3 4 5 6; do
		cat >"$STORE/$day/CS20261006000$i.csv" <<-END
		time,actor,field,value
		2026-10-06T09:0$i:00+08:00,wang,id,CS20261006000$i
		2026-10-06T09:0$i:00+08:00,wang,customer,"=1+1, ""王"" "
		2026-10-06T09:0$i:00+08:00,wang,contact,13800000001
		2026-10-06T09:0$i:00+08:00,wang,product,"a, ""b""
		c"
		2026-10-06T09:0$i:00+08:00,wang,subject,"=,""$(printf '\033')[31m
		end,1
		 $(printf '\302\233')x"
		2026-10-06T09:0$i:00+08:00,wang,category,"tk-partial,1,x"
		2026-10-06T09:0$i:00+08:00,wang,team,"=
		team"
		2026-10-06T09:0$i:00+08:00,wang,assignee,"= "
		2026-10-06T09:0$i:00+08:00,wang,status,assigned
		2026-10-06T09:3$i:00+08:00,wang,progress,"=,
		"""
		2026-10-06T09:3$i:00+08:00,wang,measure,"a
		about,b"
		END
	done
	deal 3
	for name in $NAMES; do
		# shellcheck disable=SC2046
		parts "$name" $(of "$name")
		same_in_all_formats "$name" s1.part s2.part s3.part
	done
	# and in what is asked for
	parts records 'subject~end,"?|=' "customer=\"a'\$b"
	tk-report -o html records 'subject~end,"?|=' "customer=\"a'\$b" >single
	tk-report -o html --merge records s?.part | cmp single -
}

@test "contact details are masked in a partial, and not by what is merged" {
	twelve
	at 2026-10-12 16:30
	deal 3
	for name in $NAMES; do
		parts "$name"
		! grep -E '1380000000|138 0000 000' s?.part
	done
	# what was made with --unmask is shown to those only who may
	as sun
	parts overdue --unmask
	tk-report --unmask overdue >single
	tk-report --merge overdue s?.part | cmp single -
	grep -q 1380000000 single
	as li
	runs 1 tk-report --merge overdue s1.part s2.part s3.part
	says 'tk-report: --unmask is for lead|manager|admin; leave it out, or ask one of them'
	runs 1 tk-report --partial --unmask overdue
	# and does not add up with what was not
	as sun
	tk-report -s s1 --partial overdue >masked
	runs 2 tk-report --merge overdue s2.part masked
	says 'tk-report: masked:4: --unmask is not said, elsewhere yes; only what is about the same adds up'
}

@test "only what is about the same adds up" {
	local again='; only what is about the same adds up'

	twelve
	at 2026-10-12 16:30
	deal 2
	parts review --week W41
	tk-report -s s1 --partial review --week W40 >other
	runs 2 tk-report --merge review s2.part other
	says "tk-report: other:4: from is 2026-09-28T00:00:00+08:00, elsewhere 2026-10-05T00:00:00+08:00$again"
	tk-report -s s1 --partial review --from 2026-10-05 --to 2026-10-11 >other
	runs 2 tk-report --merge review s2.part other
	says "tk-report: other:6: --from is 2026-10-05, elsewhere not said$again"
	tk-report -s s1 --partial review --week W41 vip=yes >other
	runs 2 tk-report --merge review s2.part other
	says "tk-report: other:7: selector is vip=yes, elsewhere not said$again"
	runs 2 tk-report --merge review other s2.part
	says "tk-report: s2.part:7: selector is not said, elsewhere vip=yes$again"
	runs 2 tk-report --merge weekly s1.part
	says 'tk-report: s1.part:1: a partial of review, not of weekly'
	tk-report -s s1 --partial scorecard --by agent >s1.part
	tk-report -s s2 --partial scorecard --by team >s2.part
	runs 2 tk-report --merge scorecard s1.part s2.part
	says "tk-report: s2.part:6: --by is team, elsewhere agent$again"
}

@test "partials of other rules or another zone do not add up" {
	twelve
	at 2026-10-12 16:30
	deal 2
	echo >>s1/rules/clocks.csv
	parts weekly
	runs 2 tk-report --merge weekly s2.part s1.part
	says 'tk-report: s1.part:10: made by another rules/clocks.csv than this store has; add up with -s STORE of the same rules, and make all partials by them'
	# nor are they shown by other rules
	runs 2 tk-report --merge weekly s1.part
	[[ $stderr == *s1.part:10:*rules/clocks.csv* ]]
	runs 0 tk-report -s s1 --merge weekly s1.part
	rm s1/rules/clocks.csv
	parts weekly
	runs 2 tk-report --merge weekly s1.part
	[[ $stderr == *s1.part:10:*rules/clocks.csv* ]]
	# people may be others, as may be who is on duty, but not to hand over
	deal 2
	echo 'new,,,,,,,' >>s1/rules/staff.csv
	echo '2026-10-20,li,夜班' >>s1/rules/duty.csv
	parts weekly
	runs 0 tk-report --merge weekly s1.part s2.part
	parts handover
	runs 2 tk-report --merge handover s2.part s1.part
	[[ $stderr == *s1.part:12:*rules/duty.csv* ]]
	tk-init -z UTC utc
	tk-report -s utc --partial weekly >utc.part
	runs 2 tk-report --merge weekly utc.part
	says 'tk-report: utc.part:3: zone is UTC, elsewhere Asia/Shanghai; only what is about the same adds up'
}

@test "partials are as of one moment, unless what they tell was over" {
	twelve
	at 2026-10-12 16:30
	deal 3
	tk-report -s s1 --partial overdue >s1.part
	at 2026-10-12 16:30:01
	tk-report -s s2 --partial overdue >s2.part
	runs 2 tk-report --merge overdue s1.part s2.part
	says 'tk-report: s2.part:2: made as of 2026-10-12T16:30:01+08:00, another one as of 2026-10-12T16:30:00+08:00; give all of them the same --now'
	# a week that is over: the latest counts
	at 2026-10-12 16:29
	tk-report -s s1 --partial review --week W41 >s1.part
	at 2026-10-12 16:31
	tk-report -s s2 --partial review --week W41 >s2.part
	at 2026-10-12 16:30
	tk-report -s s3 --partial review --week W41 >s3.part
	at 2026-10-12 16:31
	tk-report -o json review --week W41 >single
	for order in '1 2 3' '3 1 2' '2 1 3'; do
		# shellcheck disable=SC2046
		tk-report -o json --merge review $(printf 's%s.part ' $order) |
			cmp single -
	done
	# one that is not over
	at 2026-10-11 16:30
	tk-report -s s1 --partial review --week W41 >s1.part
	runs 2 tk-report --merge review s1.part s2.part
	[[ $stderr == *'give all of them the same --now' ]]
	runs 2 tk-report --merge review s2.part s1.part
	[[ $stderr == *'give all of them the same --now' ]]
	# with --now they may be made at any time
	for i in 1 2 3; do
		at 2026-10-12 16:3$i
		tk-report -s s$i --partial overdue --now 2026-10-12T16:30:00+08:00 \
			>s$i.part
	done
	tk-report --now 2026-10-12T16:30:00+08:00 overdue >single
	tk-report --merge overdue s?.part | cmp single -
}

@test "what is damaged or cut short is refused, with its line" {
	local again="; make it anew with 'tk-report --partial'"

	twelve
	at 2026-10-12 16:30
	tk-report --partial review --week W41 >whole
	total=$(wc -l <whole)
	broken() {
		runs 2 tk-report --merge review broken
		prints ''
		says "tk-report: broken:$1"
	}
	head -n 30 whole >broken
	broken "31: cut short: it lacks the row end$again"
	head -c -1 whole >broken
	broken "$total: cut short: it lacks the row end$again"
	sed 30d whole >broken
	broken "$((total - 1)): it should have $((total - 2)) rows and has $((total - 3))$again"
	sed '30s/[0-9]*$/x/' whole >broken
	broken "30: damaged$again"
	sed '30s/$/,1/' whole >broken
	broken "30: damaged$again"
	sed '30s/,[^,]*$//' whole >broken
	broken "30: damaged$again"
	sed '30s/.*/nonsense/' whole >broken
	broken "30: damaged$again"
	sed '30s/,[0-9]*$/,99999999999999999999/' whole >broken
	broken "30: damaged$again"
	sed '30s/^/"a"b/' whole >broken
	broken "30: damaged: a quote where none may be$again"
	sed '1s/,1,/,2,/' whole >broken
	broken '1: a partial of version 2; this tk-report reads version 1'
	(cat whole && echo more) >broken
	broken "$((total + 1)): no partial of tk-report$again"
	(head -n 30 whole && cat whole) >broken
	broken "31: damaged: a partial begins inside of another one$again"
	sed '2s/2026/x/' whole >broken
	runs 2 tk-report --merge review broken
	[[ $stderr == *'damaged: as of when is not said'* ]]
	# sums that fit no longer
	n=$(grep -n '^count,this,in,' whole | head -n 1 | cut -d: -f1)
	sed "${n}s/[0-9]*$/9223372036854775807/" whole >broken
	runs 2 tk-report --merge review whole broken
	says "tk-report: broken:$n: damaged$again"
	: >broken
	runs 2 tk-report --merge review broken
	says "tk-report: broken: is empty$again"
	tk-report review >broken
	broken "1: no partial of tk-report$again"
	runs 2 tk-report --merge review whole nothing
	says 'tk-report: cannot open "nothing": No such file or directory' \
		'tk-report: nothing is reported: a part would be missing'
}

@test "every line may be damaged" {
	local n total

	twelve
	at 2026-10-12 16:30
	for name in review overdue handover; do
		tk-report --partial "$name" >whole
		total=$(wc -l <whole)
		for ((n = 2; n < total; n += 7)); do
			for how in "${n}s/,.*//" "${n}s/,/,,/" "${n}s/^/x/" \
				"${n}s/\$/,/"; do
				sed "$how" whole >broken
				runs 2 tk-report --merge "$name" broken
				prints ''
				[[ $stderr == *broken:* ]]
			done
		done
	done
}

@test "what went wrong where a partial was made is told again" {
	twelve
	at 2026-10-12 16:30
	deal 2
	mkdir -p s1/open/2026-10-05/CS202610050009.csv
	runs 2 tk-report -s s1 --partial overdue
	fault=$stderr
	echo "$output" >s1.part
	grep '^fault,' s1.part
	tk-report -s s2 --partial overdue >s2.part
	runs 2 tk-report --merge overdue s1.part s2.part
	says "$fault"
	[[ $output == '# overdue at 2026-10-12 16:30: '* ]]
	# also through a sum
	run -2 tk-report --merge --partial overdue s2.part s1.part
	grep '^fault,' <<<"$output"
}

@test "options are for the part or for the sum" {
	local partial='tk-report: --partial prints no report: give -o, --bom, --mail-to, --if-any and --if-workday to --merge'
	local merge='tk-report: --merge takes --now, --week, --month, --from, --to, --by, --unmask and selectors from the partials: give them to --partial'

	twelve
	at 2026-10-12 16:30
	tk-report --partial weekly >part
	for o in '-o csv' --bom --if-any --if-workday '--once x'; do
		# shellcheck disable=SC2086
		runs 2 tk-report --partial $o weekly
		says "$partial"
	done
	for o in '--now 09:00' '--week W41' '--month 0' '--from 2026-10-05' \
		'--to 2026-10-06' '--by team' --unmask; do
		# shellcheck disable=SC2086
		runs 2 tk-report --merge $o weekly part
		says "$merge"
	done
	runs 2 tk-report --merge --once x weekly part
	says 'tk-report: --once is not for --merge: its partials would be made all the same'
	runs 2 tk-report --merge weekly
	[[ $stderr == 'tk-report: --merge: name the files, or - for standard input'* ]]
	runs 2 tk-report --merge nonsense part
	[[ $stderr == 'tk-report: unknown report "nonsense"; lawful are overdue, '* ]]
	runs 2 tk-report --partial nonsense
	[[ $stderr == 'tk-report: unknown report "nonsense"; lawful are overdue, '* ]]
	tk-report --partial digest >part
	runs 2 tk-report --merge -o mail digest part
	says 'tk-report: digest -o mail is made of one store, which the answers go to; leave out --merge'
	# of the sum
	tk-report --partial overdue vip=yes >part
	runs 0 tk-report --merge --if-any overdue part
	prints ''
	at 2026-10-11 12:00	# a Sunday
	tk-report --partial weekly >part
	runs 0 tk-report --merge --if-workday weekly part
	prints ''
	runs 0 tk-report --merge -o csv --bom weekly part
	[[ $output == $'\357\273\277table,row,column,value'* ]]
}
