#!/usr/bin/env bats
# check-archive.bats - tk-check and the months of the archive: what is wrong
# with them, how -r mends it, and that nothing is lost by that.

load helper

M=archive/2026-08
A=CS202608010001
B=CS202608020001
C=CS202608030001

closing=(-m 好了 confirmation=已解决 satisfaction=满意)

# Three tickets in the month of August, B also, with more rows, in that of
# September; and what they say, in $SAID.
months() {
	for d in 01 02 03; do
		at 2026-08-$d 09:00
		tk-new -q customer=王芳 "ref=K$d" -m $'打不开，\n第'"$d"$'张' \
			第$d张 >/dev/null
	done
	at 2026-08-20 09:00
	tk-list | tk-close -q "${closing[@]}" >/dev/null
	at 2026-09-01 09:00
	tk-archive -q -b 2026-09-01 >/dev/null
	at 2026-09-05 09:00
	tk-reopen -q -m 又坏了 $B | tk-close -q "${closing[@]}" >/dev/null
	at 2026-11-20 09:00
	tk-archive -q -b 2026-11-01 >/dev/null
	[ "$(ls "$STORE/archive" | wc -l)" -eq 6 ]
	[ -z "$(ls -A "$STORE/closed")" ]
	SAID=$(said)
	MONTH=$(sha256sum <"$STORE/$M.csv")
}
# Every row of every ticket.
said() {
	local id

	for id in $A $B $C; do
		tk-show -o json $id
	done
}

finds() {
	local before

	before=$(sums)
	runs 1 tk-check
	prints "$@"
	says ''
	[ "$(sums)" = "$before" ]
}

# -r says just this, the store is sound then, its tickets say what they said.
mends() {
	runs 0 tk-check -r
	prints "$@"
	says ''
	sound
	diff <(echo "$SAID") <(said)
}

# Each "PLACE: WHAT" is found, and mended by writing the month anew; the month
# is then what it was, and as it was found it is in lost/.
rewrites() {
	local found

	found=$(sha256sum <"$STORE/$M.csv")
	finds "${@/%/; \'tk-check -r\' writes the month anew}"
	mends "${@/%/; the month is written anew, and as it was it is lost/2026-08.csv now}"
	[ "$(sha256sum <"$STORE/$M.csv")" = "$MONTH" ]
	[ "$(sha256sum <"$STORE/lost/2026-08.csv")" = "$found" ]
	rm "$STORE/lost/2026-08.csv"
}
# The same for what is derived; the month's file is not touched.
remakes() {
	finds "${@/%/; \'tk-check -r\' makes it anew}"
	mends "${@/%/; it is made anew}"
	[ "$(sha256sum <"$STORE/$M.csv")" = "$MONTH" ]
	[ ! -e "$STORE/lost/2026-08.csv" ]
}

# Writes the month's file: its heading, then lots of tickets in that order;
# "lines A" are those of a ticket.
lines() {
	awk -v id="$1" -v RS='\n' '
		/^CS[0-9]*,2026-/ { on = index($0, id ",") == 1 } on' whole
}
heading=id,time,actor,field,value

@test "sound months are no fault, and -v counts their tickets" {
	months
	sound
	runs 0 tk-check -v
	prints "# checked: tickets 0 open, 0 closed, 3 archived; rows $(cat "$STORE"/archive/20??-??.csv | grep -c "^\($A\|$B\|$C\),2026" | awk -v old="$(grep -c "^$B,2026" "$STORE/$M.csv")" '{ print $1 - old }'); attachments 0; keys in ref/ 3; messages 0"
	# nor is a store that may only be read
	chmod a-w "$STORE/archive" "$STORE"/archive/*
	sound
	chmod -R u+w "$STORE/archive"
}

@test "a torn tail, a heading that is missing, lines of no ticket" {
	months
	printf '%s,2026-08-20T09:00' $B >>"$STORE/$M.csv"
	rewrites "$M.csv: a torn tail of 31 bytes"
	sed -i 1d "$STORE/$M.csv"
	rewrites "$M.csv: the first line is not the heading $heading"
	sed -i '1s/^/\xef\xbb\xbf/' "$STORE/$M.csv"
	rewrites "$M.csv: the first line is not the heading $heading" \
		"$M.csv:1: of no ticket: \"<U+FEFF>$heading\""
	sed -i -e '3i x' -e '3i y,"z' "$STORE/$M.csv"
	rewrites "$M.csv:3: of no ticket: \"x\"" \
		"$M.csv: $A stands in it twice"
	printf '\nCS2026,a,b,c,d\n%s\n' "$heading" >>"$STORE/$M.csv"
	n=$(($(wc -l <"$STORE/$M.csv") - 2))
	rewrites "$M.csv:$n: of no ticket: \"\""
}

@test "tickets out of order, in pieces, and twice" {
	months
	cp "$STORE/$M.csv" whole
	{
		echo $heading
		lines $C
		lines $A
		lines $B
	} >"$STORE/$M.csv"
	rewrites "$M.csv: its tickets are not in order of their numbers"
	{
		echo $heading
		lines $A
		lines $B | head -n 2
		lines $C
		lines $B | tail -n +3
	} >"$STORE/$M.csv"
	rewrites "$M.csv: $B stands in it twice" \
		"$M.csv: its tickets are not in order of their numbers"
	# two months joined by hand
	{
		cat whole
		lines $A
		lines $B
	} >"$STORE/$M.csv"
	rewrites "$M.csv: $A stands in it twice" "$M.csv: $B stands in it twice" \
		"$M.csv: its tickets are not in order of their numbers"
}

@test "a summary or zone that is missing, cut, or tells something else" {
	months
	other="does not tell what $M.csv holds, by the rules of today"
	cp "$STORE/$M.summary.csv" was
	rm "$STORE/$M.summary.csv"
	remakes "$M.summary.csv: not there"
	cmp was "$STORE/$M.summary.csv"
	rm "$STORE/$M.zone.csv"
	remakes "$M.zone.csv: not there"
	sed -i '$d' "$STORE/$M.summary.csv"
	remakes "$M.summary.csv: $other"
	sed -i '2s/王芳/李雷/' "$STORE/$M.summary.csv"
	remakes "$M.summary.csv: $other"
	sed -i '2s/^\(2026-08\),3,/\1,4,/' "$STORE/$M.zone.csv"
	remakes "$M.zone.csv: $other"
	: >"$STORE/$M.zone.csv"
	echo x >>"$STORE/$M.summary.csv"
	remakes "$M.summary.csv: $other" "$M.zone.csv: $other"
	# of the newer month, that the older holds its ticket too
	sed -i "2s/^\(.*\),1\$/\1,0/" "$STORE/archive/2026-09.zone.csv"
	remakes "archive/2026-09.zone.csv: does not tell what archive/2026-09.csv holds, by the rules of today"
	# by other rules they are told otherwise
	sed -i '/^customer,/s/id ask,,,$/id ask,,result=solved,/' \
		"$STORE/rules/fields.csv"
	runs 1 tk-check
	[ "${lines[0]}" = "$M.summary.csv: $other; 'tk-check -r' makes it anew" ]
	runs 0 tk-check -r
	sound
}

@test "without rules for fields and clocks nothing is made anew" {
	months
	rm "$STORE/$M.zone.csv"
	printf x >>"$STORE/$M.csv"
	before=$(sums)
	sed -i 's/^clock,/clocks,/' "$STORE/rules/clocks.csv"
	runs 1 tk-check -r
	[ "${lines[-1]}" = "$M.csv: a torn tail of 1 bytes; 'tk-check -r' writes the month anew" ]
	sed -i 's/^clocks,/clock,/' "$STORE/rules/clocks.csv"
	[ "$(sums)" = "$before" ]
}

@test "tickets that are gone: it is said, and nothing is mended over it" {
	months
	cp "$STORE/$M.csv" whole
	{
		echo $heading
		lines $B
	} >"$STORE/$M.csv"
	gone="$M.csv: 2 tickets that its summary tells of are not in it, $A first; put it back from a backup, or, if nothing was lost, move $M.summary.csv to lost/"
	finds "$gone"
	before=$(sums)
	runs 1 tk-check -r
	prints "$gone"
	[ "$(sums)" = "$before" ]
	cp whole "$STORE/$M.csv"
	sound
	rm "$STORE/$M.csv"
	runs 1 tk-check -r
	prints "$M.summary.csv: made of 2026-08.csv, which is not there; put that back from a backup, or move this to lost/" \
		"$M.zone.csv: made of 2026-08.csv, which is not there; put that back from a backup, or move this to lost/"
	# the keys of tickets that may come back stay
	[ "$(ls "$STORE"/ref/*/* | wc -l)" -eq 3 ]
	cp whole "$STORE/$M.csv"
	sound
}

@test "damaged rows, open tickets and numbers of later months are told" {
	months
	sed -i "s/^$A,\(.*\),result,solved/$A,\1,result,\"solved/" "$STORE/$M.csv"
	runs 1 tk-check
	[[ ${lines[0]} == "$M.csv: $A: row "*": damaged and not counted; write what it says anew: "* ]]
	[[ ${lines[1]} == "$M.summary.csv: does not tell "* ]]
	[[ ${lines[2]} == "$M.zone.csv: does not tell "* ]]
	[ "${#lines[@]}" -eq 3 ]
	# and the ticket can be read, all others as before
	tk-show $A | grep -q 打不开
	diff <(tail -n +2 <<<"$SAID") <(said | tail -n +2)
	runs 1 tk-check -r
	runs 1 tk-check
	[ "${#lines[@]}" -eq 1 ]
	sed -i "s/,\"solved/,solved/; /^$A,.*,status,closed/d" "$STORE/$M.csv"
	runs 1 tk-check -r
	[ "${lines[0]}" = "$M.csv: $A: not closed; take it out with 'tk-archive --restore $A'" ]
	tk-archive -q --restore $A >/dev/null
	runs 0 tk-check -r
	[ -f "$STORE/open/2026-08-01/$A.csv" ]
	sound
	sed "s/$A/CS202612010001/" "$STORE/$M.csv" >"$STORE/archive/2026-10.csv"
	runs 1 tk-check
	grep -qxF "archive/2026-10.csv: CS202612010001: its number is of a later month, so no command finds it; put its rows into closed/2026-12-01/CS202612010001.csv" <<<"$output"
}

@test "a live ticket must begin as it was archived" {
	months
	tk-archive -q --restore $C >/dev/null
	sound	# the same bytes, as after a crash
	tk-reopen -q -m 又坏了 $C >/dev/null
	sound
	f=open/2026-08-03/$C.csv
	cp "$STORE/$f" grown
	sed -i s/第03张/第33张/ "$STORE/$f"
	n=$(grep -n ,subject, grown | head -n 1 | cut -d : -f 1)
	runs 1 tk-check -r
	[[ $output == "$f: does not begin as $M.csv has it: row $((n - 1)) was \""*'第03张", and is "'*'第33张" now; compare both with a backup' ]]
	# one that ends sooner goes to lost/
	head -n 5 grown >"$STORE/$f"
	finds "$f: in $M.csv too, with more rows, and only this one counts; 'tk-check -r' sets it aside"
	mends "$f: in $M.csv too, with more rows; it is lost/$C.csv now"
	[ "$(cat "$STORE/lost/$C.csv")" = "$(head -n 5 grown)" ]
	# and so must a later month
	sed -i s/第02张/第22张/ "$STORE/archive/2026-09.csv"
	runs 1 tk-check
	[[ ${lines[0]} == "archive/2026-09.csv: $B: does not begin as $M.csv has it: row "* ]]
}

@test "attachments and keys of archived tickets are theirs" {
	months
	echo x >a.jpg
	tk-note -q -m 见图 -a a.jpg $A >/dev/null
	runs 0 tk-check -r	# which is no reopening
	at 2027-01-10 09:00
	tk-archive -q -b 2027-01-01 >/dev/null
	[ -z "$(file_of $A)" ]
	touch -d '-2 hours' "$STORE/files/$A" "$STORE/files/$A/a.jpg" \
		"$STORE"/ref/*/*
	sound
	rm "$STORE/files/$A/a.jpg"
	runs 1 tk-check
	[[ $output == "archive/2026-11.csv: $A: row "*": files/$A/a.jpg is not there; put it back, or void the row" ]]
	rm -r "$STORE/files/$A" "$STORE"/ref/*
	runs 1 tk-check
	[[ $output == *"$M.csv: $C: ref K03 is not claimed in ref/; claim it with 'tk-note ref=K03 $C'"* ]]
}

@test "names that do not belong in archive/, and temporary files" {
	months
	cd "$STORE"
	touch archive/{2026-08.csv.tmp,.7.1.tmp,x,2026-13.csv,2026-08.old.csv}
	touch -d '-2 hours' archive/{2026-08.csv.tmp,.7.1.tmp}
	finds "archive/.7.1.tmp: a temporary file, left over by a command that died; 'tk-check -r' sets it aside" \
		"archive/2026-08.csv.tmp: a temporary file, left over by a command that died; 'tk-check -r' sets it aside" \
		"archive/2026-08.old.csv: not a month; move it away" \
		"archive/2026-13.csv: not a month; move it away" \
		"archive/x: not a month; move it away"
	runs 1 tk-check -r
	[ "${lines[0]}" = "archive/.7.1.tmp: a temporary file, left over by a command that died; it is lost/7.1.tmp now" ]
	[ "${lines[1]}" = "archive/2026-08.csv.tmp: a temporary file, left over by a command that died; it is lost/2026-08.csv.tmp now" ]
	[ "${#lines[@]}" -eq 5 ]
	rm archive/{x,2026-13.csv,2026-08.old.csv}
	touch archive/2026-08.csv.tmp	# at work, perhaps
	sound
	mkdir archive/2026-07.csv
	runs 2 tk-check
	[ -z "$output" ]
	[[ $stderr == 'tk-check: cannot read "archive/2026-07.csv": '* ]]
}

@test "an archive at work is waited for, then called busy" {
	months
	(
		flock 9
		sleep 0.5 9>&-
	) 9<"$STORE/archive" &
	sleep 0.1
	sound
	wait
	(
		flock 9
		exec sleep 30 9>&9
	) 9<"$STORE/archive" &
	holder=$!
	sleep 0.2
	runs 75 tk-check
	[ -z "$output" ]
	says 'tk-check: archive: busy: somebody else is writing; try again'
	kill $holder
}

@test "beside tk-archive and those who reopen nothing is called wrong" {
	months
	cat >mover <<-EOF
		#!/bin/bash
		for n in 1 2 3 4 5; do
			tk-reopen -q -m "r\$n" \$1
			tk-close -q ${closing[*]} \$1
		done
	EOF
	chmod +x mover
	printf '%s\n' $A $B $C | xargs -P 3 -I{} ./mover {} >/dev/null &
	movers=$!
	while kill -0 $movers 2>/dev/null; do
		sound
	done
	wait $movers
	TK_NOW=2027-01-10T09:00:00+08:00 tk-archive -q -b 2027-01-01 >/dev/null &
	sound
	wait
	sound
}

@test "killed at any of its writes and run again, -r ends the same" {
	months
	printf '%s,2026-08-20T09:00' $B >>"$STORE/$M.csv"
	sed -i '2i x' "$STORE/$M.csv"
	cp -a "$STORE" broken
	tk-check -q -r
	[ "$(sha256sum <"$STORE/$M.csv")" = "$MONTH" ]
	for n in $(seq 60); do
		rm -rf "$STORE"
		cp -a broken "$STORE"
		ASAN_OPTIONS=detect_leaks=0 "$BUILD/tests/fault" kill "$n" \
			tk-check -q -r && break
		diff <(echo "$SAID") <(said)
		tk-check -q -r
		[ "$(sha256sum <"$STORE/$M.csv")" = "$MONTH" ]
		cmp broken/$M.csv "$STORE/lost/2026-08.csv"
		diff <(echo "$SAID") <(said)
		find "$STORE/archive" -name '*.tmp' -delete
		sound
	done
	[ "$n" -gt 6 ] && [ "$n" -lt 60 ]
}
