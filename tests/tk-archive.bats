#!/usr/bin/env bats
# tk-archive.bats - closed tickets of past months are packed, and still there.

load helper
load write

# A ticket of $1 (a day), closed an hour later; what follows are its fields.
solved() {
	local day=$1 id

	shift
	at "$day" 09:00
	id=$(new category=硬件 priority=紧急 customer=王芳 "$@" 热水器不启动) 2>/dev/null
	tk-assign -q --take "$id" >/dev/null
	at 10:00
	tk-note -q -k reply -m '您好，
"已"收到' "$id" >/dev/null
	tk-close -q -m '换温控器,
重启' confirmation=已解决 satisfaction=满意 spent_min=5 "$id"
}

# Two tickets of September, three of October (one of them of September), one
# of November, and one that is open.
months() {
	solved 2026-09-07
	solved 2026-09-29 product=热水器,A1
	at 2026-09-30 17:30
	late=$(new category=硬件 priority=紧急 很久以后)
	solved 2026-10-12 ref=K1
	solved 2026-10-30 customer=李雷
	at 2026-10-30 11:00
	tk-assign -q --take "$late" >/dev/null
	tk-close -q -m 好了 confirmation=已解决 satisfaction=基本满意 "$late"
	solved 2026-11-02
	at 2026-11-20 09:00
	open=$(new category=硬件 还开着)
}

# Everything that is said of all tickets.
everything() {
	local o r

	for o in text csv json; do
		tk-list -o $o status=all
	done
	tk-list status=closed 客户=李雷
	tk-list status=all 'solution~温控'
	tk-report daily --from 2026-10-12 --to 2026-10-12
	for r in weekly monthly scorecard records sorting assignments \
		progress communication archive measures; do
		tk-report "$r" -o csv --from 2026-09-01 --to 2026-11-20
	done
	for r in team agent category channel; do
		tk-report scorecard --by $r --from 2026-09-01 --to 2026-11-20
		tk-report scorecard --by $r --month 2026-10
	done
	tk-report review --month 2026-10
	tk-report scorecard --month 2026-10 --now 2026-10-15
	tk-report overdue --now 2026-10-15
	tk-list -o csv status=all | sed 1d | cut -d, -f1 | sort | tk-show -o json
} 2>&1

@test "knows its usage, its version and no other options" {
	knows_itself tk-archive
	runs 2 tk-archive CS202609070001
	[[ $stderr == 'tk-archive: whole months are packed; an ID goes with --restore'* ]]
	runs 2 tk-archive --restore -n
	[[ $stderr == *'--restore takes ID..., neither -b nor -n'* ]]
	runs 2 tk-archive -b never
	[[ $stderr == *'never'* ]]
	runs 2 tk-archive -j 0
}

@test "packs whole past months, by the month of the last row" {
	months
	runs 0 tk-archive -v -b 2026-11-20
	prints CS202609070001 CS202609290001 CS202609300001 CS202610120001 \
		CS202610300001
	says 'tk-archive: 2026-09: 2 tickets packed' \
		'tk-archive: 2026-10: 3 tickets packed'
	runs 0 find "$STORE/closed" "$STORE/open" "$STORE/archive" ! -type d \
		-printf '%P\n'
	diff <(sort <<<"$output") - <<-'END'
	2026-09.csv
	2026-09.summary.csv
	2026-09.zone.csv
	2026-10.csv
	2026-10.summary.csv
	2026-10.zone.csv
	2026-11-02/CS202611020001.csv
	2026-11-20/CS202611200001.csv
	END
	# days in which nothing is left are gone
	runs 0 ls "$STORE/closed"
	prints 2026-11-02
	runs 0 tk-check
	prints ''
}

@test "a month is the rows of its tickets behind their numbers, a plain CSV" {
	months
	for f in "$STORE"/closed/2026-09-*/*.csv; do
		case $f in
		*CS20260930*) continue ;;
		esac
		id=$(basename "$f" .csv)
		tail -n +2 "$f" | sed "s/^2026-/$id,&/"
	done >wanted
	tk-archive -q -b 2026-11-20
	diff <(printf 'id,time,actor,field,value\n'; cat wanted) \
		"$STORE/archive/2026-09.csv"
	# one row a ticket, sorted
	runs 0 cut -d, -f1 "$STORE/archive/2026-10.summary.csv"
	prints id CS202609300001 CS202610120001 CS202610300001
	runs 0 cut -d, -f1-2,5-7 "$STORE/archive/2026-10.zone.csv"
	prints month,tickets,first,last,earlier \
		2026-10,3,2026-09-30T17:30:00+08:00,"$(sed -n 2p \
		"$STORE/archive/2026-10.zone.csv" | cut -d, -f6)",0
}

@test "by default it leaves 90 days, and never touches this month" {
	months
	runs 0 tk-archive
	prints ''
	at 2026-12-31 09:00
	runs 0 tk-archive
	prints CS202609070001 CS202609290001
	sed -i '/^archive.days/d' "$STORE/rules/settings.csv"
	echo archive.days,0 >>"$STORE/rules/settings.csv"
	at 2026-11-30 09:00
	runs 0 tk-archive
	prints CS202609300001 CS202610120001 CS202610300001
	# not even when a later time is typed
	runs 0 tk-archive -b 2027-06-01
	prints ''
}

@test "-n says what would go, and changes nothing" {
	months
	find "$STORE" | sort >before
	runs 0 tk-archive -n -v -b 2026-10-31
	prints CS202609070001 CS202609290001
	says 'tk-archive: 2026-09: 2 tickets would be packed'
	find "$STORE" | sort | diff before -
}

@test "every list, report and show says the same as before" {
	months
	everything >before
	[ "$(grep -c . before)" -gt 200 ]
	tk-archive -q -b 2026-11-20
	everything >after
	diff before after
	# without what is derived, too
	rm "$STORE"/archive/*.zone.csv
	everything | diff before -
	tk-archive -q -b 2026-11-20
	ls "$STORE"/archive/*.zone.csv >/dev/null ||
		tk-check -r
	truncate -s -10 "$STORE/archive/2026-10.summary.csv"
	everything | diff before -
}

@test "a number, its tail and its ref find an archived ticket" {
	months
	tk-archive -q -b 2026-11-20
	runs 0 tk-show -o json 202610120001
	[[ $output == '{"id":"CS202610120001"'* ]]
	runs 0 tk-list ref=K1 status=all
	[[ $output == *CS202610120001* ]]
	# the ref makes no second ticket
	runs 0 tk-new -q ref=K1 nochmal
	prints CS202610120001
	runs 1 tk-show CS202610120009
	says "tk-show: CS202610120009: no such ticket; look for it with 'tk-list status=all'"
}

@test "--restore brings back every byte, and packing again is no change" {
	months
	cp -a "$STORE/closed" was
	tk-archive -q -b 2026-11-20
	cp -a "$STORE/archive" packed
	runs 0 tk-archive --restore 202609070001 CS202610300001
	prints CS202609070001 CS202610300001
	cmp was/2026-09-07/CS202609070001.csv \
		"$STORE/closed/2026-09-07/CS202609070001.csv"
	cmp was/2026-10-30/CS202610300001.csv \
		"$STORE/closed/2026-10-30/CS202610300001.csv"
	runs 0 tk-archive --restore -v CS202609070001
	says 'tk-archive: warning: CS202609070001: it is not archived, or live again'
	runs 1 tk-archive --restore CS202609079999
	# each is there once
	[ "$(tk-list -o csv status=all | wc -l)" -eq 8 ]
	runs 0 tk-archive -b 2026-11-20
	prints CS202609070001 CS202610300001
	diff -r packed "$STORE/archive"
	runs 0 find "$STORE/closed" -name '*.csv' -printf '%f\n'
	prints CS202611020001.csv
}

@test "a note on an archived ticket makes it live, a refused one does not" {
	months
	tk-archive -q -b 2026-11-20
	runs 0 tk-note -m 客户又来电道谢 CS202609070001
	prints CS202609070001
	grep -q 客户又来电道谢 "$STORE/closed/2026-09-07/CS202609070001.csv"
	[ "$(wc -l <"$STORE/closed/2026-09-07/CS202609070001.csv")" -gt 10 ]
	runs 1 tk-close CS202609290001
	runs 0 tk-note -n -m x CS202610120001
	runs 0 tk-assign -e -A CS202610300001
	runs 0 find "$STORE/closed" -name '*.csv' -printf '%f\n'
	diff <(sort <<<"$output") <(printf '%s\n' CS202609070001.csv \
		CS202611020001.csv)
}

@test "reopened, the live one counts; closed again, the newest month" {
	months
	tk-archive -q -b 2026-11-20
	runs 0 tk-reopen -q -m 又坏了 CS202609070001
	[ -f "$STORE/open/2026-09-07/CS202609070001.csv" ]
	runs 0 tk-list
	[[ $output == *CS202609070001* ]]
	[ "$(tk-list -o csv status=all | grep -c CS202609070001)" -eq 1 ]
	tk-assign -q --take CS202609070001 >/dev/null
	tk-close -q -m 再换 confirmation=已解决 satisfaction=不满意 \
		CS202609070001 || true
	tk-note -q satisfaction=基本满意 CS202609070001 || true
	at 2026-11-21 10:00
	tk-assign -q --accept CS202609070001 >/dev/null || true
	tk-close -q -m 三换 confirmation=已解决 satisfaction=基本满意 \
		CS202609070001
	everything >before
	cp "$(file_of CS202609070001)" live.csv
	at 2026-12-05 09:00
	runs 0 tk-archive -b 2026-12-01
	[[ $output == *CS202609070001* ]]
	grep -q ^CS202609070001, "$STORE/archive/2026-09.csv"
	grep -q ^CS202609070001, "$STORE/archive/2026-11.csv"
	[ "$(sed 1d "$STORE/archive/2026-11.zone.csv" | cut -d, -f7)" -eq 1 ]
	at 2026-11-21 10:00
	everything | diff before -
	rm "$STORE"/archive/*.zone.csv
	everything | diff before -
	tk-archive -q --restore CS202609070001
	cmp live.csv "$(file_of CS202609070001)"
}

@test "what is damaged stays, and is named with what mends it" {
	months
	f=$STORE/closed/2026-09-07/CS202609070001.csv
	printf 'half a row' >>"$f"
	runs 1 tk-archive -b 2026-10-01
	prints CS202609290001
	says "tk-archive: warning: damaged tickets that stay in closed/: 1; 'tk-check' names them, 'tk-check -r' mends them"
	[ -f "$f" ]
	tk-check -r >/dev/null || true
	runs 0 tk-archive -b 2026-10-01
	prints CS202609070001
	# into a month that was there already
	runs 0 cut -d, -f1 "$STORE/archive/2026-09.summary.csv"
	prints id CS202609070001 CS202609290001
}

@test "a problem is repeated even when the earlier ones are archived" {
	new_store standard packed
	for day in 2026-10-20 2026-10-26; do
		at $day 09:00
		id=$(new category=故障报修/硬件故障 priority=P2 customer=王芳 \
			contact=13800000001 打不开)
		tk-assign -q --take "$id" >/dev/null
		tk-close -q -m 换件 callback=完成 confirmation=已解决 \
			satisfaction=满意 spent_min=5 nature=报修 "$id"
	done
	at 2026-11-03 09:00
	cp -a "$STORE" "$STORE.live"
	tk-archive -q -b 2026-11-01
	[ -z "$(find "$STORE/closed" -name '*.csv')" ]
	for s in "$STORE" "$STORE.live"; do
		export TK_STORE=$s
		id=$(new category=故障报修/硬件故障 priority=P2 customer=王芳 \
			contact=13800000001 又打不开)
		grep ,repeated, "$s/open/2026-11-03/$id.csv" >"$s.found" || true
	done
	[ -s "$STORE.found" ]
	cmp "$STORE.found" "$STORE.live.found"
}

@test "beside writers: nothing that they were told is lost" {
	local n

	months
	for n in 1 2 3 4 5 6 7 8; do
		( for i in 1 2 3 4 5; do
			tk-note -q -m "w$n-$i" CS202609070001 CS202609290001 \
				CS202610120001 >>"told.$n" || true
		done ) &
	done
	for n in 1 2 3 4 5 6; do
		tk-archive -q -b 2026-11-20 || true
	done
	wait
	for id in CS202609070001 CS202609290001 CS202610120001; do
		tk-show -o json "$id" >now
		for n in 1 2 3 4 5 6 7 8; do
			[ "$(grep -o "\"w$n-[0-9]\"" now | sort -u | wc -l)" -eq \
				"$(grep -c "$id" "told.$n")" ]
		done
	done
	tk-check
}

@test "two at once: the second waits, and the month is whole" {
	months
	tk-archive -q -b 2026-11-20 &
	tk-archive -q -b 2026-11-20
	wait
	[ "$(sed 1d "$STORE/archive/2026-10.summary.csv" | wc -l)" -eq 3 ]
	tk-check
}
