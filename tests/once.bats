#!/usr/bin/env bats
# once.bats - reports from cron: on working days, once for each time they are
# meant for, and silent when all is fine.

load helper

late() {
	at 2026-11-19 09:00
	tk-new -q category=硬件故障 priority=紧急 热水器 >/dev/null
	at 2026-11-20 09:00
}

@test "--if-workday: nothing on days that are none; make-up days are some" {
	late
	# Friday; Saturday; Sunday; Monday
	for day in 2026-11-20=1 2026-11-21=0 2026-11-22=0 2026-11-23=1 \
		2026-10-01=0 2026-10-10=1; do
		at "${day%=*}" 09:00
		runs 0 tk-report --if-workday overdue
		says ''
		[ -n "$output" ] && said=1 || said=0
		[ "$said" = "${day#*=}" ] || {
			echo "$day: $output"
			return 1
		}
	done
	# the National Day's make-up Saturday 10 October is in holidays.csv
	grep -q '2026-10-10,work' "$STORE/rules/holidays.csv"
	runs 0 tk-report --if-workday weekly --now '2026-11-22 09:00'
	prints ''
	# without a period it is the day of --now that counts
	runs 0 tk-report --if-workday overdue --now '2026-11-23 09:00'
	[ -n "$output" ]
}

@test "--if-any: overdue says nothing unless something is late" {
	tk-new -q category=硬件故障 priority=紧急 热水器 >/dev/null
	at 09:59
	for o in text csv json; do
		runs 0 tk-report --if-any -o $o overdue
		prints ''
		says ''
	done
	at 10:00:01
	runs 0 tk-report --if-any overdue
	[[ ${lines[0]} == *': 1 late, '* ]]
}

@test "--once: one report for each time of day" {
	late
	runs 0 tk-report --once done --now 08:30 overdue
	[[ ${lines[0]} == '# overdue at 2026-11-20 08:30: 1 late, '* ]]
	diff <(echo 2026-11-20T08:30:00+08:00) done
	runs 0 tk-report --once done --now 08:30 overdue
	prints ''
	diff <(echo 2026-11-20T08:30:00+08:00) done
	# every hour: nothing before it is time, then as of that time
	at 2026-11-21 08:00
	runs 0 tk-report --once done --now 08:30 overdue
	prints ''
	at 2026-11-21 11:00
	runs 0 tk-report --once done --now 08:30 overdue
	[[ ${lines[0]} == '# overdue at 2026-11-21 08:30: '* ]]
	# three days off: only the last one is caught up with
	at 2026-11-24 08:00
	runs 0 tk-report --once done --now 08:30 overdue
	[[ ${lines[0]} == '# overdue at 2026-11-23 08:30: '* ]]
	at 2026-11-24 08:30
	runs 0 tk-report --once done --now 08:30 overdue
	[[ ${lines[0]} == '# overdue at 2026-11-24 08:30: '* ]]
}

@test "--once with --if-workday: the last time of a working day" {
	late
	at 2026-11-22 18:00			# a Sunday: Friday's was missed
	runs 0 tk-report --once done --if-workday --now 16:30 daily
	[[ ${lines[0]} == '# daily 2026-11-20 at 2026-11-20 16:30: '* ]]
	at 2026-11-23 09:00
	runs 0 tk-report --once done --if-workday --now 16:30 daily
	prints ''
	at 2026-11-23 17:00
	runs 0 tk-report --once done --if-workday --now 16:30 daily
	[[ ${lines[0]} == '# daily 2026-11-23 at 2026-11-23 16:30: '* ]]
}

@test "--once: a period is reported once, whenever that is" {
	late
	at 2026-11-21 09:00
	runs 0 tk-report --once done --if-workday weekly
	prints ''
	[ ! -e done ]
	at 2026-11-24 09:00			# Monday's run was missed
	runs 0 tk-report --once done --if-workday weekly
	[[ ${lines[0]} == *2026-W47* ]]
	diff <(echo 2026-W47) done
	at 2026-11-25 09:00
	runs 0 tk-report --once done weekly
	prints ''
	at 2026-11-30 09:00
	runs 0 tk-report --once done weekly
	[[ ${lines[0]} == *2026-W48* ]]
	runs 2 tk-report --once done records
	says 'tk-report: --once needs a period of records: give --week, --month, or --from and --to'
}

@test "--once: of several runs at the same moment one reports" {
	late
	for i in 1 2 3 4 5 6 7 8; do
		tk-report --once done --now 08:30 overdue >out.$i 2>err.$i &
	done
	wait
	cat out.* | grep -c '^# overdue at ' | diff <(echo 1) -
	cat err.* | diff /dev/null -
	diff <(echo 2026-11-20T08:30:00+08:00) done
	# who has to wait does so
	at 2026-11-21 09:00
	flock done sleep 0.5 &
	while flock -n done true; do sleep 0.01; done
	runs 0 tk-report --once done --now 08:30 overdue
	[[ ${lines[0]} == '# overdue at 2026-11-21 08:30: '* ]]
}

@test "--once: who cannot have the file is told to try again" {
	late
	: >done
	flock done sleep 30 &
	while flock -n done true; do sleep 0.01; done
	runs 75 tk-report --once done --now 08:30 overdue
	prints ''
	says 'tk-report: done: busy: somebody else is writing; try again'
	kill %%
	# and what was made to be locked only is not left behind
	runs 2 tk-report --once fresh --now 08:30 --week 0 overdue
	[ ! -e fresh ]
}

@test "--once: what could not be written out is not done" {
	late
	runs 2 tk-report --once done overdue
	says 'tk-report: --once needs --now TIME of overdue: the time of day that it is meant for'
	runs 2 bash -c 'tk-report --once done --now 08:30 overdue >/dev/full'
	[ ! -e done ]
	echo nonsense >>"$STORE/rules/clocks.csv"
	runs 2 tk-report --once done --now 08:30 overdue
	[ ! -e done ]
	sed -i '$d' "$STORE/rules/clocks.csv"
	# said before anything is reported, for it would be again and again
	runs 2 tk-report --once no/such/folder --now 08:30 overdue
	prints ''
	says 'tk-report: cannot open "no/such/folder": No such file or directory'
	# a file that is somebody else's stays as it is
	printf 'a\nb\n' >mine
	runs 2 tk-report --once mine --now 08:30 overdue
	says 'tk-report: mine is no file of --once; name another one, or remove it'
	diff <(printf 'a\nb\n') mine
	# a silent run counts as done
	runs 0 tk-report --once done --if-any --now 08:30 overdue status=closed
	prints ''
	[ -s done ]
	# nothing else is left behind
	ls no* ./*.tmp && return 1
	true
}
