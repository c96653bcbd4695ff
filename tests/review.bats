#!/usr/bin/env bats
# review.bats - every figure of the review over a fixed store, derived by hand.
# Tickets are called by date and number: 1005-1 is CS202610050001. See
# figures.bash for what is in them.

load helper
load write
load figures

review() {
	twelve
	at 2026-10-12 09:00		# the Monday after
	tk-report -o csv review "$@" >figures.csv
}

@test "headline: what happened in the period, what before, the change" {
	review
	# in: 1005-1, 1008-1 2 3, 1009-1 3, 1010-1; before: 0928-1, 0929-1;
	#   the measures 0930-1 and 1009-2 are no customers'
	# closed: 0929-1, 1005-1, 1008-1, 1008-2 twice, 1009-3; before: 0928-1
	# resolved: all these but 1009-3, which was a wrong number
	# open at the end: 0901-1, 1008-3, 1009-1, 1010-1, that is 2 + 7 - 6 and
	#   the reopened 1008-2; before: 0901-1, 0929-1
	# late at the end: 1008-3, due on Friday; before: 0929-1
	# resolution: 5 of 5 + 1; before 1 of 1 + 1
	# clocks: see there; 3 + 1 + 1 met of 5 + 2 + 2
	# satisfaction: (80 + 100 + 100 + 80) / 4, of 0929-1, 1005-1, 1008-1
	#   and 1008-2; before: 100 of 0928-1
	# first reply, handling: see times
	# first contact: 0929-1 and 1008-1 of the 5 resolved; 1005-1 had two
	#   people, 1008-2 was reopened in the period
	# updates: see the clock progress; quality: 90 of 1008-1
	diff -u - <(table figures) <<-'END'
	in period=7 before=2 change=5
	closed period=6 before=1 change=5
	resolved period=5 before=1 change=4
	reopened period=1 before=0 change=1
	open period=4 before=2 change=2
	late period=1 before=1 change=0
	resolution period=83.3 n=6 before=50.0 before_n=2 change=33.3
	clocks period=55.6 n=9 before=50.0 before_n=2 change=5.6
	satisfaction period=90.0 n=4 before=100.0 before_n=1 change=-10.0
	first_reply period=3600 n=5 before=7200 before_n=1 change=-3600
	handling period=55800 n=5 before=90000 before_n=1 change=-34200
	first_contact period=40.0 n=5 before=100.0 before_n=1 change=-60.0
	updates period=50.0 n=2 before_n=0
	quality period=90.0 n=1 before_n=0
	END
}

@test "times: median, p90 and max by nearest rank, natural and working" {
	review
	# first replies given in the week, natural: 1008-1 5 m, 1008-2 30 m,
	#   1009-1 1 h, 1005-1 2 h, 0929-1 6 d; the third of 5, the fifth
	#   (ceil(4.5)), the last
	# working: 1005-1 0 (a holiday), 5 m, 30 m, 1 h; 0929-1 2 h + 5 h on
	#   the 29th and 8 h on the 30th = 15 h
	# handling, without the time it lay closed: 1008-1 30 m, 1008-2 11:00-
	#   17:00 6 h, 1005-1 15 h 30, 1008-2 again 6 h + 30 h, 0929-1 146 h
	# working: 0; 30 m; 1 h + 4 h; 15 h; 5 h + 8 h on Friday + 5 h on the
	#   worked Saturday = 18 h
	# before, 0928-1: 2 h, all worked; 25 h, of which 8 + 1
	diff -u - <(table times) <<-'END'
	first_reply median=3600 p90=518400 max=518400 n=5 before=7200 before_n=1
	first_reply_work median=1800 p90=54000 max=54000 n=5 before=7200 before_n=1
	handling median=55800 p90=525600 max=525600 n=5 before=90000 before_n=1
	handling_work median=18000 p90=64800 max=64800 n=5 before=32400 before_n=1
	END
}

@test "days: in, closed, and open when the day ended" {
	review
	# open before: 2. On the 9th 1009-1 and 1009-3 came, 1009-3 was closed
	# and 1008-2 reopened: 2 + 2 - 1 + 1
	diff -u - <(table days) <<-'END'
	2026-10-05 weekday=Mon in=1 closed=1 open=2
	2026-10-06 weekday=Tue in=0 closed=1 open=1
	2026-10-07 weekday=Wed in=0 closed=0 open=1
	2026-10-08 weekday=Thu in=3 closed=2 open=2
	2026-10-09 weekday=Fri in=2 closed=1 open=4
	2026-10-10 weekday=Sat in=1 closed=1 open=4
	2026-10-11 weekday=Sun in=0 closed=0 open=4
	END
}

@test "categories and teams, what is most first, with their change" {
	review
	# resolution of 硬件故障: 3 of 3 + the late 1008-3
	diff -u - <(table categories | sed 's/ satisfaction.*//; s/ n=0$//') <<-'END'
	故障报修/硬件故障 in=4 before=1 change=3 closed=3 resolved=3 open=2 late=1 resolution=75.0
	 in=1 before=0 change=1 closed=0 resolved=0 open=1 late=0
	业务办理/业务咨询 in=1 before=0 change=1 closed=1 resolved=1 open=0 late=0 resolution=100.0
	服务投诉/服务态度投诉 in=1 before=0 change=1 closed=1 resolved=0 open=0 late=0
	建议与反馈/产品改进建议 in=0 before=0 change=0 closed=0 resolved=0 open=1 late=0
	服务投诉/服务流程投诉 in=0 before=1 change=-1 closed=1 resolved=1 open=0 late=0 resolution=100.0
	END
	diff -u - <(table teams | sed 's/ resolution.*//; s/ n=0$//') <<-'END'
	二线技术支持 in=4 before=1 change=3 closed=3 resolved=3 open=2 late=1
	一线客服 in=2 before=0 change=2 closed=2 resolved=1 open=1 late=0
	 in=1 before=0 change=1 closed=0 resolved=0 open=1 late=0
	投诉处理专员 in=0 before=1 change=-1 closed=1 resolved=1 open=0 late=0
	END
}

@test "clocks: met and breached, and the time of the same cycles" {
	review
	# progress: 1005-1 13:00-16:00 met, 16:00-21:00 breached at 20:00, the
	#   third was cancelled by the closing
	# response: 1008-1 5 m, 1008-2 30 m, 1009-1 1 h met; 1005-1 after 2 h
	#   of a holiday breached at 10:00; 1008-3 breached on Friday at 15:00,
	#   and at the end 8 h + 3 h on Friday + 8 h on Saturday = 19 h long.
	#   1010-1 is not due yet, 1009-3 was cancelled, and 0929-1 was breached
	#   in the week before, in which 0928-1 was met: 50 %
	# review: 1005-1 on the 9th at 10:00, 8 h on Thursday + 1 h; 0929-1 was
	#   due on Friday at 18:00, after 16 h, + 8 h on Saturday
	diff -u - <(table clocks) <<-'END'
	progress met=1 breached=1 n=2 rate=50.0 median=10800 p90=18000 max=18000
	response met=3 breached=2 n=5 rate=60.0 before=50.0 median=3600 p90=68400 max=68400
	review met=1 breached=1 n=2 rate=50.0 median=32400 p90=86400 max=86400
	END
}

@test "handling by category: the same population for count and time" {
	review
	diff -u - <(table handling) <<-'END'
	故障报修/硬件故障 n=3 median=55800 p90=129600 max=129600 work_median=18000 work_p90=64800 work_max=64800
	业务办理/业务咨询 n=1 median=1800 p90=1800 max=1800 work_median=1800 work_p90=1800 work_max=1800
	服务投诉/服务流程投诉 n=1 median=525600 p90=525600 max=525600 work_median=54000 work_p90=54000 work_max=54000
	total n=5 median=55800 p90=525600 max=525600 work_median=18000 work_p90=64800 work_max=64800
	END
	for row in 故障报修/硬件故障 业务办理/业务咨询 服务投诉/服务流程投诉; do
		[ "$(figure handling $row n)" = \
			"$(figure categories $row resolved)" ]
	done
}

@test "satisfaction: by category, and what was answered" {
	review
	diff -u - <(table satisfaction) <<-'END'
	故障报修/硬件故障 satisfaction=90.0 n=2 before=100.0 before_n=1
	业务办理/业务咨询 satisfaction=100.0 n=1 before_n=0
	服务投诉/服务流程投诉 satisfaction=80.0 n=1 before_n=0
	total satisfaction=90.0 n=4 before=100.0 before_n=1
	END
	diff -u - <(table answers) <<-'END'
	满意 n=1 share=25.0 before=1 before_share=100.0
	基本满意 n=2 share=50.0 before=0 before_share=0.0
	5 n=1 share=25.0 before=0 before_share=0.0
	END
}

@test "bottlenecks: what lay beyond limits, where time went, with evidence" {
	review
	# beyond limits: response 1 h of 1005-1 + 11 h of 1008-3; review 8 h;
	#   progress 1 h; of 21 h in all
	diff -u - <(table bottlenecks) <<-'END'
	response breached=2 n=5 rate=40.0 over=43200 share=57.1
	review breached=1 n=2 rate=50.0 over=28800 share=38.1
	progress breached=1 n=2 rate=50.0 over=3600 share=4.8
	END
	# natural seconds in statuses that ended in the week or went on:
	# active: 0929-1 3600, 1005-1 9600 + 42000, 1008-1 1800, 1008-2 19800 +
	#   104400, 1009-1 1800, 0901-1 since September 3506400: 3689400
	# assigned: 0929-1 518400, 1005-1 600 + 1800, 1008-2 1800 + 3600,
	#   1008-3 291000, 1009-1 1800, 1009-3 1800: 820800
	# waiting: 1009-1 62 h; new: 600 of 1005-1 and 1008-3, 38 h of 1010-1
	# solved: 0929-1 3600, 1005-1 1200; in all 4876200
	diff -u - <(table stages) <<-'END'
	处理中 n=8 share=75.7 median=9600 p90=3506400 max=3506400
	待接单 n=8 share=16.8 median=1800 p90=518400 max=518400
	待客户 n=1 share=4.6 median=223200 p90=223200 max=223200
	待分派 n=3 share=2.8 median=600 p90=136800 max=136800
	待回访 n=2 share=0.1 median=1200 p90=3600 max=3600
	END
	diff -u - <(table evidence | cut -d ' ' -f 1-4) <<-'END'
	CS202610080003 step=response took=68400 over=39600
	CS202610050001 step=response took=7200 over=3600
	CS202609290001 step=review took=86400 over=28800
	CS202610050001 step=progress took=18000 over=3600
	CS202609010001 step=处理中 took=3506400 assignee=王芳
	CS202610080002 step=处理中 took=104400 assignee=李工
	CS202610050001 step=处理中 took=42000 assignee=赵工
	END
}

@test "repeated problems and customers" {
	review
	# 电热水器: 0928-1, 1005-1, 1008-2, 1008-3 (marked), 1009-1: 5 of 5;
	# 王芳: 0928-1, 1005-1 and 1008-1, with one number written twice
	# differently: 3 of 3
	diff -u - <(table repeated) <<-'END'
	故障报修/硬件故障 product 电热水器 category=故障报修/硬件故障 by=product of=电热水器 in=4 before=1 within=5 marked=1
	END
	diff -u - <(table customers) <<-'END'
	王芳 in=2 before=1 within=3
	END
	# marked ones count without being so many
	sed -i 's/^repeat.product,.*/repeat.product,6/; s/^repeat.customer,.*/repeat.customer,4/' \
		"$STORE/rules/settings.csv"
	tk-report -o csv review >figures.csv
	[ "$(table repeated | wc -l)" -eq 1 ]
	[ -z "$(table customers)" ]
	sed -i '/repeated/d' "$STORE/open/2026-10-08/CS202610080003.csv"
	tk-report -o csv review >figures.csv
	[ -z "$(table repeated)" ]
}

@test "post-mortems that are missing, measures and their effect" {
	review
	# due on Friday at 18:00, 54 h before the week ended
	diff -u - <(table missing) <<-'END'
	CS202609290001 due=2026-10-09T18:00:00+08:00 late=194400 team=投诉处理专员 assignee=赵工 category=服务投诉/服务流程投诉 subject=约了三次没人来
	END
	diff -u - <(table measures) <<-'END'
	CS202609300001 owner=赵工 due=2026-10-09T18:00:00+08:00 status=已关闭 effect=同类投诉减少三成 subject=简化预约审批
	CS202610090002 owner=孙洁 due=2026-10-20T18:00:00+08:00 status=待分派 subject=更新安装指南
	END
	# in the week after, the one that is still open
	at 2026-10-19 09:00
	tk-report -o csv review >figures.csv
	diff <(echo CS202610090002) <(table measures | cut -d ' ' -f 1)
}

@test "targets: no verdict for fewer than 5" {
	review
	# response.minutes is the median of the cycles of response
	diff -u - <(table targets) <<-'END'
	satisfaction target=>= 85 actual=90.0 n=4 reached=too few
	resolution target=>= 95 actual=83.3 n=6 reached=no
	response.met target=>= 50 actual=60.0 n=5 reached=yes
	response.minutes target=<= 15 actual=60.0 n=5 reached=no
	END
	tk-report -o csv monthly --month 0 >figures.csv
	diff -u - <(table targets) <<-'END'
	greet_s target=<= 15 n=0
	END
}

@test "arrivals, ages, the oldest" {
	review
	awk -F, '$1 == "arrivals" && $4 > 0 { print $2, $3, $4 }' figures.csv |
		diff -u - <(printf '%s\n' 'Mon 09 1' 'Mon total 1' 'Thu 10 1' \
		'Thu 11 1' 'Thu 15 1' 'Thu total 3' 'Fri 09 1' 'Fri 16 1' \
		'Fri total 2' 'Sat 10 1' 'Sat total 1')
	# on Sunday at midnight 1010-1 was 38 h old, 1009-1 63 h, 1008-3 81 h,
	# 0901-1 40 days; a week before 0929-1 was 5 days old
	diff -u - <(table ageing) <<-'END'
	1d open=0 share=0.0 before=0 change=0
	3d open=2 share=50.0 before=0 change=2
	7d open=1 share=25.0 before=1 change=0
	30d open=0 share=0.0 before=0 change=0
	older open=1 share=25.0 before=1 change=0
	END
	diff -u - <(table oldest | cut -d ' ' -f 1-2) <<-'END'
	CS202609010001 age=3510000
	CS202610080003 age=291600
	CS202610090001 age=226800
	CS202610100001 age=136800
	END
}

@test "names of periods: weekly, monthly, review, --week and --month" {
	review
	tk-report -o csv weekly >w
	tk-report -o csv review --week W41 >x
	tk-report -o csv monthly --week 2026-W41 >y
	diff figures.csv w
	diff w x
	diff w y
	runs 0 tk-report monthly
	[ "${lines[0]}" = '# monthly 2026-09: 2026-09-01 00:00 to 2026-09-30 23:59:59' ]
	runs 0 tk-report review --month 2026-10
	[ "${lines[0]}" = '# review 2026-10: 2026-10-01 00:00 to 2026-10-31 23:59:59, not over yet' ]
	at 2026-11-02 09:00
	tk-report -o csv monthly | grep -v '^measures\|^oldest' >m
	for args in '--month -1' '--month 2026-10' \
		'--from 2026-10-01 --to 2026-10-31'; do
		# shellcheck disable=SC2086
		tk-report -o csv review $args | grep -v '^measures\|^oldest' |
			diff m - || return
	done
	# 7 in October, 3 in September
	grep -qx figures,in,period,7 m
	grep -qx figures,in,before,3 m
	# 31 days one by one; of a year, weeks
	[ "$(grep -c '^days,.*,open,' m)" -eq 31 ]
	[ "$(tk-report -o csv review --from 2026-01-01 --to 2026-12-31 |
		grep -c '^days,.*,open,')" -eq 44 ]
}

@test "a wrong period is an error that lists what is lawful" {
	for month in 2026-13 2026-1 10 1 x ''; do
		runs 2 tk-report monthly --month "$month"
		says "tk-report: unknown month \"$month\"; a month is 2026-10, 0 (this one) or -1 (the last one)"
	done
	runs 2 tk-report review --month 0 --week 0
	says 'tk-report: give --week, --month, or --from and --to; a week is 2026-W46, W46, 0 (this one) or -1 (the last one); a month is 2026-10, 0 (this one) or -1 (the last one)'
	runs 2 tk-report review --month 0 --from yesterday
	runs 2 tk-report overdue --month 0
	runs 2 tk-report review --by team
	says 'tk-report: --by is for scorecard'
}

@test "contact details are masked, unless one may ask" {
	review
	tk-report -o csv review | grep 漏电 | sort -u -t, -k4,4 | cut -d, -f 4 |
		diff <(echo '热水器漏电，请打138****0001') -
	for o in text csv json html; do
		if tk-report -o $o review | grep -q 1380000000; then
			return 1
		fi
	done
	as sun
	tk-report -o csv --unmask review | grep -q 13800000001
}

@test "the same bytes with any number of threads, and in a past week later" {
	twelve
	# enough of them for several threads
	for n in $(seq -w 0001 0600); do
		mkdir -p "$STORE/open/2026-10-06"
		sed "s/CS202610080003/CS20261006$n/; s/2026-10-08T15:\(.\)0/2026-10-06T1$((10#$n % 9)):\10/; s/电热水器/第$((10#$n % 40))号/" \
			"$STORE/open/2026-10-08/CS202610080003.csv" \
			>"$STORE/open/2026-10-06/CS20261006$n.csv"
	done
	at 2026-10-12 09:00
	for o in text csv json; do
		tk-report -j 1 -o $o review >one
		for j in 2 3 7; do
			tk-report -j $j -o $o review >many
			diff one many || return
		done
	done
	tk-report -o csv review >then
	at 2026-12-01 09:00
	tk-report -o csv review --week W41 | diff then -
	# and where the clock is real, by the files that were written since
	sed -i s/override,yes/override,no/ "$STORE/store.csv"
	find "$STORE/open" "$STORE/closed" -name '*.csv' \
		-exec touch -d 2026-10-11 {} +
	tk-report -o csv review --week W41 | diff then -
}

@test "a closed ticket not written since the period before is not read" {
	twelve
	at 2026-10-12 09:00
	sed -i s/override,yes/override,no/ "$STORE/store.csv"
	find "$STORE/closed" -name '*.csv' -exec touch -d 2026-10-11 {} +
	# it says that it was closed on Thursday, but its file is from before
	touch -d '2026-09-27 23:59:59 +0800' \
		"$STORE/closed/2026-10-08/CS202610080001.csv"
	tk-report -o csv review --week W41 >figures.csv
	[ "$(figure figures closed period)" -eq 5 ]
	touch -d '2026-09-28 00:00:00 +0800' \
		"$STORE/closed/2026-10-08/CS202610080001.csv"
	tk-report -o csv review --week W41 >figures.csv
	[ "$(figure figures closed period)" -eq 6 ]
}
