#!/usr/bin/env bats
# tk-report.bats - the figures are those that tk-report(1) defines.

load helper
load write

hardware() {
	new category=硬件 priority=紧急 "${@:-热水器不启动}"
}

# The value of one figure of the weekly report: "figure TABLE ROW COLUMN".
figure() {
	awk -F, -v t="$1" -v r="$2" -v c="$3" '
	$1 == t && $2 == r && $3 == c { print $4 }' week.csv
}

weekly() {
	tk-report -o csv weekly "$@" >week.csv
}

lacks() {
	! grep -q -- "$1"
}

@test "knows its usage, its version and no other options" {
	knows_itself tk-report
}

@test "a report or a period that there is not lists those there are" {
	runs 2 tk-report
	[ "${stderr_lines[0]}" = 'tk-report: name a report: overdue, daily, handover, digest, review, weekly, monthly, scorecard, records, sorting, assignments, progress, communication, archive, measures' ]
	runs 2 tk-report yearly
	[[ $stderr == 'tk-report: unknown report "yearly"; lawful are overdue, '*', review, weekly, monthly, scorecard,'* ]]
	for week in 46 2026-W54 2026-W00 W 2026-W46x 1 -x ''; do
		runs 2 tk-report weekly --week "$week"
		says "tk-report: unknown week \"$week\"; a week is 2026-W46, W46, 0 (this one) or -1 (the last one)"
	done
	runs 2 tk-report weekly --to today
	says 'tk-report: --to today needs --from'
	runs 2 tk-report weekly --from today --to yesterday
	says 'tk-report: --to yesterday is before --from today'
	runs 2 tk-report weekly --week 0 --from today
	runs 2 tk-report weekly --from nonsense
	runs 2 tk-report overdue --week 0
	says 'tk-report: overdue is about one moment: give --now; --week, --month, --from and --to are for review, weekly, monthly, scorecard'
	runs 2 tk-report overdue nonsense=1
	runs 2 tk-report overdue -o mbox
	prints ''
}

@test "overdue: what is late, what will be, worst first, by team" {
	at 2026-11-19 16:00
	hardware customer=周建华 contact='138 0000 0001' 热水器不启动 |
		tk-assign -A
	new category=服务流程投诉 priority=紧急 customer=钱多多 约了三次没人来 |
		tk-assign -A
	at 2026-11-20 08:10
	hardware 洗衣机
	new category=业务咨询 priority=普通 想改套餐
	new category=服务态度投诉 priority=重要 态度恶劣 | tk-assign -A
	at 08:30
	tk-note -q -k reply -m 抱歉 CS202611200003
	at 09:00
	runs 0 tk-report overdue
	says ''
	diff -u - <(printf '%s\n' "$output") <<-'END'
	# overdue at 2026-11-20 09:00: 2 late, 1 within the hour, 0 later today, 5 open
	# id            when          due          clock     priority  category               team          assignee      customer  contact      subject
	CS202611190002  +16h30m late  11-19 16:30  contact   紧急      服务投诉/服务流程投诉  投诉处理专员  投诉处理专员  钱多多    -            约了三次没人来
	CS202611190001  +16h late     11-19 17:00  response  紧急      故障报修/硬件故障      二线技术支持  二线技术支持  周建华    138****0001  热水器不启动
	CS202611200001  in 10m        11-20 09:10  response  紧急      故障报修/硬件故障      -             -             -         -            洗衣机

	# by team
	# team          late  hour  today  open
	# 投诉处理专员     1     0      0     2
	# 二线技术支持     1     0      0     1
	# -                0     1      0     2
	# total            2     1      0     5
	END
}

@test "overdue: only the lines of tickets are numbers, so it can be piped" {
	hardware
	at 12:00
	tk-report overdue | tk-assign --escalate up -m 已超时 >done
	diff <(echo CS202611200001) done
}

@test "overdue: late is later than due, to the second; an hour is within" {
	hardware
	at 10:00
	tk-report -o csv overdue | cut -d, -f1-5 >at
	diff -u - at <<-'END'
	id,state,overdue,due,clock
	CS202611200001,hour,,2026-11-20T10:00:00+08:00,response
	END
	at 10:00:01
	tk-report -o csv overdue | tail -n 1 | cut -d, -f2-4 >at
	diff <(echo late,1,2026-11-20T10:00:00+08:00) at
	at 09:00
	tk-report -o csv overdue | tail -n 1 | cut -d, -f2 >at
	diff <(echo hour) at
	# due later today, and due tomorrow
	new category=服务态度投诉 priority=重要 态度差
	tk-note -q -k attempt -m 未接 0002
	new category=业务咨询 priority=普通 想改套餐
	tk-report -o csv overdue | tail -n 1 | cut -d, -f1-2 >at
	diff <(echo CS202611200002,today) at
}

@test "overdue: as it was at a moment, with those that were closed since" {
	hardware
	at 11:00
	tk-close -q result=invalid summary=误报 0001
	runs 0 tk-report overdue
	prints '# overdue at 2026-11-20 11:00: 0 late, 0 within the hour, 0 later today, 0 open'
	runs 0 tk-report overdue --now 10:30 -o csv
	[[ ${lines[1]} == CS202611200001,late,1800,* ]]
	runs 0 tk-report overdue --now 08:30
	prints '# overdue at 2026-11-20 08:30: 0 late, 0 within the hour, 0 later today, 0 open'
	# and how it will be
	new category=业务咨询 priority=普通 想改套餐
	runs 0 tk-report overdue --now '2026-12-01 09:00' -o csv
	[[ ${lines[1]} == CS202611200002,late,* ]]
	# in a store that keeps real time the same
	sed -i s/override,yes/override,no/ "$STORE/store.csv"
	runs 0 tk-report overdue --now 2026-11-20T10:30:00+08:00 -o csv
	[[ ${lines[1]} == CS202611200001,late,1800,* ]]
}

@test "overdue: a closed ticket whose review still runs counts too" {
	cat >>"$STORE/rules/clocks.csv" <<-'END'
	review,priority=紧急,status=closed,review,,,5d,work,once,start,
	END
	hardware
	tk-close -q result=invalid summary=误报 0001
	at 2026-12-01 09:00
	runs 0 tk-report overdue -o csv
	[[ ${lines[1]} == CS202611200001,late,*,review,* ]]
}

@test "overdue: contact details are masked, unless one may ask" {
	hardware contact=13800000001 customer=13900000002 \
		'打13700000003，或a.b@c.cn'
	at 12:00
	for o in text csv json; do
		runs 0 tk-report overdue -o $o
		grep -q '138\*\*\*\*0001' <<<"$output"
		grep -q '139\*\*\*\*0002' <<<"$output"
		grep -q '打137\*\*\*\*0003，或a\*\*\*@c.cn' <<<"$output"
		lacks '13800000001\|13900000002\|13700000003\|a\.b@' <<<"$output"
	done
	runs 0 tk-report --unmask overdue -o csv
	[[ $output == *,13800000001,* ]]
	with_staff
	runs 1 tk-report --unmask overdue
	says 'tk-report: --unmask is for lead|manager|admin; leave it out, or ask one of them'
	as sun
	runs 0 tk-report --unmask overdue -o csv
	[[ $output == *,13800000001,* ]]
}

# Two weeks of a small hotline: W46 is 9 to 15 November 2026.
history() {
	at 2026-11-09 09:00			# the week before the last
	hardware 一 | tk-assign -t li		# 1109-1, answered late
	at 10:30
	tk-note -q -k reply -m 好 CS202611090001
	at 2026-11-16 09:00			# W47
	hardware 二 | tk-assign -t li		# answered after 30 m
	new category=业务咨询 priority=普通 三	# never answered
	new 四					# never sorted
	at 09:30
	tk-note -q -k reply -m 好 CS202611160001
	at 2026-11-17 09:00
	tk-close -q -m 修好 confirmation=已解决 satisfaction=满意 \
		CS202611160001
	tk-close -q -m 修好 confirmation=已解决 satisfaction=基本满意 \
		CS202611090001
	tk-close -q result=invalid summary=误拨 CS202611160003
	at 2026-11-18 09:00
	tk-reopen -q -m 又坏了 CS202611160001
	at 2026-11-24 09:00			# W48, a Tuesday
}

@test "weekly: in, closed, resolved, reopened, open and late, with change" {
	history
	weekly
	for row in 'in 3 1 2' 'closed 3 0 3' 'resolved 2 0 2' \
		'reopened 1 0 1' 'open 2 1 1' 'late 2 1 1'; do
		# shellcheck disable=SC2086
		set -- $row
		diff -u <(echo "$row") <(echo "$1 $(figure figures "$1" period)" \
			"$(figure figures "$1" before) $(figure figures "$1" change)")
	done
	head -n 1 week.csv | grep -qx table,row,column,value
	runs 0 tk-report weekly
	[ "${lines[0]}" = '# weekly 2026-W47: 2026-11-16 00:00 to 2026-11-22 23:59:59' ]
	grep -qx 'in *3 *1 *+2' <<<"$output"
	runs 0 tk-report weekly --week 0
	[ "${lines[0]}" = '# weekly 2026-W48: 2026-11-23 00:00 to 2026-11-29 23:59:59, not over yet' ]
}

@test "weekly: what is in, less what was closed, is what is open" {
	history
	for week in 2026-W45 2026-W46 2026-W47 2026-W48; do
		weekly --week $week
		[ "$(figure figures open period)" -eq \
			$(($(figure figures open before) +
			$(figure figures in period) -
			$(figure figures closed period) +
			$(figure figures reopened period))) ]
	done
}

@test "weekly: resolution is resolved by resolved and past due, with n" {
	history
	weekly
	# 2 of 2 + 2: the call never answered, the reopened one without its
	# engineer a day later
	[ "$(figure figures resolution period)" = 50.0 ]
	[ "$(figure figures resolution n)" -eq 4 ]
	[ "$(figure figures resolution before)" = 0.0 ]	# 0 of 0 + 1
	[ "$(figure figures resolution before_n)" -eq 1 ]
	weekly --week 2026-W40
	[ "$(figure figures resolution period)" = '' ]	# of nothing
	[ "$(figure figures resolution n)" -eq 0 ]
}

@test "weekly: satisfaction is a mean from 0 to 100 of those who answered" {
	history
	weekly
	[ "$(figure figures satisfaction period)" = 90.0 ]	# 100 and 80
	[ "$(figure figures satisfaction n)" -eq 2 ]
	tk-close -q -m 又修好 confirmation=已解决 satisfaction=不满意 \
		CS202611160001 || true
	weekly --week 0
	[ "$(figure figures satisfaction period)" = 0.0 ]
	[ "$(figure figures satisfaction n)" -eq 1 ]
	weekly					# what was said stays said
	[ "$(figure figures satisfaction n)" -eq 2 ]
}

@test "weekly: 1 to 5 count 20 points each" {
	id=$(hardware x)
	for score in 5 4 1 6 0 好; do
		echo "$TK_NOW,wang,satisfaction,$score" >>"$(file_of "$id")"
	done
	at 2026-11-24 09:00
	weekly
	[ "$(figure figures satisfaction period)" = 66.7 ]
	[ "$(figure figures satisfaction n)" -eq 3 ]
}

@test "weekly: times are from receipt, natural, in seconds" {
	history
	weekly
	[ "$(figure figures first_reply period)" -eq 1800 ]
	[ "$(figure figures first_reply n)" -eq 1 ]
	# 24 hours, and 8 days; the first of two is the median
	[ "$(figure figures handling period)" -eq 86400 ]
	[ "$(figure times handling max)" -eq $((8 * 86400)) ]
	[ "$(figure figures handling n)" -eq 2 ]
	[ "$(figure figures first_reply before)" -eq 5400 ]
	# received earlier than recorded
	at 2026-11-24 09:00
	new -w 08:00 x
	tk-note -q -k reply -m 好 -w 08:30 CS202611240001
	weekly --week 0
	[ "$(figure figures first_reply period)" -eq 1800 ]
}

@test "weekly: clocks met and breached, in the week in which they were" {
	history
	weekly
	# two met in W47? 1116-1 was; 1109-1 was breached in W46
	[ "$(figure clocks response met)" -eq 1 ]
	[ "$(figure clocks response breached)" -eq 1 ]	# 1116-2, due on 18th
	[ "$(figure clocks response n)" -eq 2 ]
	[ "$(figure clocks response rate)" = 50.0 ]
	[ "$(figure clocks response before)" = 0.0 ]
	# 30 minutes; never answered, by the end 24 h and 16 h on 19th and 20th
	[ "$(figure clocks response median)" -eq 1800 ]
	[ "$(figure clocks response max)" -eq $((40 * 3600)) ]
}

@test "weekly: by category and by team, what is most first" {
	history
	weekly
	[ "$(figure categories 故障报修/硬件故障 in)" -eq 1 ]
	[ "$(figure categories 故障报修/硬件故障 before)" -eq 1 ]
	[ "$(figure categories 故障报修/硬件故障 change)" -eq 0 ]
	[ "$(figure categories 故障报修/硬件故障 resolved)" -eq 2 ]
	[ "$(figure categories 业务办理/业务咨询 late)" -eq 1 ]
	[ "$(figure categories 业务办理/业务咨询 satisfaction)" = '' ]
	[ "$(figure categories '' in)" -eq 1 ]	# not sorted
	[ "$(figure teams '' in)" -eq 3 ]
	weekly category=故障报修
	[ "$(figure figures in period)" -eq 1 ]
	[ "$(figure categories 业务办理/业务咨询 in)" = '' ]
}

@test "weekly: the oldest that were open, and of what was said" {
	history
	tk-report weekly | sed -n '/^oldest/,$p' >oldest
	diff -u - oldest <<-'END'
	oldest of those open at the end, as they are now
	id                age  created      status  assignee  category           subject
	CS202611160001  6d15h  11-16 09:00  待接单  li        故障报修/硬件故障  二
	CS202611160002  6d15h  11-16 09:00  待分派  -         业务办理/业务咨询  三
	END
}

@test "weekly: a week by its name, by how long ago, or from and to" {
	history
	for args in '--week 2026-W47' '--week W47' '--week -1' \
		'--from 2026-11-16 --to 2026-11-22' \
		'--from 2026-11-16T00:00:00+08:00 --to 2026-11-22T23:59:59+08:00'; do
		# shellcheck disable=SC2086
		weekly $args
		grep -v ^oldest week.csv >one
		[ -f first ] || cp one first
		diff first one || return
	done
	weekly --week -2
	[ "$(figure figures in period)" -eq 1 ]
	weekly --from 2026-11-17
	[ "$(figure figures in period)" -eq 0 ]
	[ "$(figure figures closed period)" -eq 3 ]
	tk-report -o json weekly --week 2026-W53 |
		jq -c '[.report, .period, .from, .to]' >json
	diff -u - json <<-'END'
	["weekly","2026-W53","2026-12-28T00:00:00+08:00","2027-01-04T00:00:00+08:00"]
	END
	# weeks that begin on Sunday
	sed -i s/week.start,mon/week.start,sun/ "$STORE/rules/settings.csv"
	tk-report -o json weekly --week W47 | jq -r .from >from
	diff <(echo 2026-11-15T00:00:00+08:00) from
	tk-report -o json weekly --week 0 | jq -r .period,.from >from
	diff <(printf '%s\n' 2026-W48 2026-11-22T00:00:00+08:00) from
}

@test "weekly: a past week comes out the same later" {
	history
	now='^oldest\|^evidence.*,assignee,'	# people as they are now
	tk-report weekly --week W47 -o csv | grep -v "$now" >then
	at 2027-02-01 09:00
	tk-assign -q --take CS202611160002
	tk-note -q -k reply -m 太迟 CS202611160002
	tk-report weekly --week 2026-W47 -o csv | grep -v "$now" >later
	diff -u then later
	# and when the clock is real, by the files that were written since
	sed -i s/override,yes/override,no/ "$STORE/store.csv"
	find "$STORE" -name '*.csv' -exec touch -d 2026-11-22 {} +
	tk-report weekly --week 2026-W47 -o csv | grep -v "$now" >real
	diff -u then real
}

@test "weekly: targets are held against what was" {
	cat >"$STORE/rules/targets.csv" <<-'END'
	kpi,period,operator,figure
	satisfaction,week,>=,85
	resolution,,>=,95
	response.met,,>=,90
	response.minutes,,<=,30
	greet_s,week,<=,15
	satisfaction,month,>=,99
	END
	history
	at 2026-11-19 09:00
	new greet_s=20 五
	new greet_s=6 六
	at 2026-11-24 09:00
	tk-report weekly | sed -n '/^targets/,/^$/p' >targets
	diff -u - targets <<-'END'
	targets
	target            wanted  actual  n  reached
	satisfaction      >= 85     90.0  2  too few
	resolution        >= 95     50.0  4  too few
	response.met      >= 90     50.0  2  too few
	response.minutes  <= 30     30.0  2  too few
	greet_s           <= 15     13.0  2  too few

	END
}

@test "json is one object with all tables" {
	history
	tk-report -o json weekly | jq -r 'keys_unsorted | join(" ")' >keys
	diff -u - keys <<-'END'
	report now period from to figures times days categories teams clocks handling satisfaction answers bottlenecks stages evidence repeated customers missing measures targets arrivals ageing oldest
	END
	tk-report -o json overdue | jq -r 'keys_unsorted | join(" ")' >keys
	diff -u - keys <<-'END'
	report now period from to tickets teams
	END
	[ "$(tk-report -o json weekly | wc -l)" -eq 1 ]
}

@test "--bom makes CSV that a spreadsheet cannot misread" {
	hardware customer==1+1 x
	at 12:00
	runs 0 tk-report -o csv --bom overdue
	[[ ${lines[0]} == $'\ufeff'id,* ]]
	[[ ${lines[1]} == *",'=1+1,"* ]]
	runs 0 tk-report -o csv --bom weekly --week 0
	[[ ${lines[0]} == $'\ufeff'table,* ]]
}

@test "gives the same figures with any number of threads" {
	mkdir -p "$STORE/open/2026-11-17"
	for n in $(seq -w 0001 0500); do
		printf '%s\n' time,actor,field,value \
			"2026-11-17T09:00:00+08:00,wang,id,CS20261117$n" \
			"2026-11-17T09:00:00+08:00,wang,subject,第${n}个" \
			"2026-11-17T09:00:00+08:00,wang,team,第$((10#$n % 7))组" \
			>"$STORE/open/2026-11-17/CS20261117$n.csv"
	done
	at 2026-11-24 09:00
	for r in overdue weekly; do
		for o in text csv json; do
			tk-report -j1 -o $o $r >one
			tk-report -j5 -o $o $r >five
			diff one five || return
		done
	done
	grep -q '"open":500' one || grep -q '500' one
}

@test "with a faulty table it shows what does not need it, and says why" {
	history
	echo nonsense >>"$STORE/rules/clocks.csv"
	runs 2 tk-report weekly
	grep -qx 'in *3 *1 *+2' <<<"$output"
	says "tk-report: rules/clocks.csv:$(wc -l <"$STORE/rules/clocks.csv"): 1 cells where the heading has 11"
	runs 2 tk-report overdue
	[[ $output == '# overdue at '*': 0 late, 0 within the hour, 0 later today, 2 open'* ]]
}

@test "writes nothing and works on a store that cannot be written" {
	history
	chmod -R a-w "$STORE"
	find "$STORE" -printf '%p %T@ %s\n' | sort >before
	runs 0 tk-report weekly
	runs 0 tk-report overdue
	find "$STORE" -printf '%p %T@ %s\n' | sort >after
	chmod -R u+w "$STORE"
	diff -u before after
}
