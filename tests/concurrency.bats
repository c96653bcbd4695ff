#!/usr/bin/env bats
# concurrency.bats - many at once: nothing lost, nothing half seen.

load helper

# at_once N COMMAND: runs it N times at once, {} being 1 … N.
at_once() {
	local n=$1

	shift
	seq "$n" | xargs -P "$n" -I{} "$@"
}

count() {
	cat "$STORE"/*/*/*.csv | grep -c -- "$1"
}

@test "64 make a ticket at once, on the day's first: 64 numbers, no gap" {
	at_once 64 tk-new -q customer=客户{} 第{}张 >printed
	[ "$(sort printed | uniq | wc -l)" -eq 64 ]
	[ "$(sort printed | tail -n 1)" = CS202611200064 ]
	while read -r id; do
		grep -q ",id,$id\$" "$(file_of "$id")"
	done <printed
	for i in $(seq 64); do
		[ "$(count ",subject,第$i张$")" -eq 1 ]
	done
	sound
}

@test "16 bring the same key at once: one ticket, 16 times its number" {
	at_once 16 tk-new -q ref=ALARM-7 报警{} >printed
	[ "$(wc -l <printed)" -eq 16 ]
	[ "$(sort -u printed)" = CS202611200001 ]
	[ "$(count ,id,)" -eq 1 ]
	sound
}

@test "12 attach a file of the same name at once: 12 files, 12 rows" {
	tk-new -q 打不开 >/dev/null
	for i in $(seq 12); do
		mkdir "$i"
		echo "$i" >"$i/photo.jpg"
	done
	at_once 12 tk-note -q -m 见图{} -a {}/photo.jpg 0001 >printed
	[ "$(wc -l <printed)" -eq 12 ]
	diff <(cat "$STORE"/files/CS202611200001/* | sort -n) <(seq 12)
	# each row names the file that was given with it
	paste -d ' ' <(sed -n 's/.*,note.file,//p' "$(file_of CS202611200001)") \
		<(sed -n 's/.*,note,见图//p' "$(file_of CS202611200001)") |
		while read -r name i; do
			[ "$(cat "$STORE/files/CS202611200001/$name")" = "$i" ]
		done
	sound
}

@test "two close a ticket at once: one does, the other is told" {
	for i in $(seq 10); do
		id=$(tk-new -q 第"$i"张)
		for who in li sun; do
			TK_ACTOR=$who tk-close -q -m 好了 confirmation=已解决 \
				satisfaction=满意 "$id" >$who.out 2>$who.err &
		done
		ok=0 no=0
		for job in $(jobs -p); do
			wait "$job" && status=0 || status=$?
			case $status in
			0) ok=$((ok + 1)) ;;
			1) no=$((no + 1)) ;;
			esac
		done
		[ $ok -eq 1 ] && [ $no -eq 1 ]
		[ "$(cat li.out sun.out)" = "$id" ]
		[ "$(cat li.err sun.err | grep -c "$id: it is closed already; reopen it with 'tk-reopen -m WHY $id'")" -eq 1 ]
		[ "$(grep -c ,status,closed "$(file_of "$id")")" -eq 1 ]
	done
	sound
}

@test "a ticket that is locked for ten seconds: 75, and what was typed is kept" {
	tk-new -q 打不开 >/dev/null
	(
		flock 9
		exec sleep 30 9>&9
	) 9>>"$(file_of CS202611200001)" &
	holder=$!
	sleep 0.2
	refuses 75 'tk-note: CS202611200001: busy: somebody else is writing; try again' \
		'tk-note: what was typed is saved in KEPT' \
		-- tk-note -m 又来电 0001 </dev/null
	[ "$(cat "$KEPT")" = 又来电 ]
	kill $holder
}

# 64 processes write to eight tickets, four of which are closed and reopened
# all the time; two readers look on.
@test "readers beside 64 writers see every ticket whole, and no row is lost" {
	for i in $(seq 8); do
		tk-new -q customer=王芳 第"$i"张 >/dev/null
	done
	cat >writer <<-'EOF'
		#!/bin/bash
		# the W-th writer: three rows to the tickets in turn
		for n in 1 2 3; do
			id=CS2026112000$(printf %02d $((($1 + n) % 8 + 1)))
			tk-note -q -m "w$1-$n" "$id" || echo "w$1-$n $?" >>failed
		done
	EOF
	cat >mover <<-'EOF'
		#!/bin/bash
		# closes and reopens one ticket
		for n in 1 2 3 4; do
			tk-close -q -m "c$1-$n" confirmation=已解决 satisfaction=满意 \
				000$1 && tk-reopen -q -m "r$1-$n" 000$1 ||
				echo "mover $1-$n $?" >>failed
		done
	EOF
	cat >reader <<-'EOF'
		#!/bin/bash
		# until told to stop: every ticket is there, nothing is damaged
		while [ ! -e stop ]; do
			tk-list -o csv status=all >"r$1.out" 2>"r$1.err"
			status=$?
			if [ $status -ne 0 ] || [ -s "r$1.err" ] ||
				[ "$(grep -c '^CS20261120000[1-8],' "r$1.out")" -ne 8 ]; then
				echo "reader $1: status $status"
				cat "r$1.err" "r$1.out"
			fi >>misread
			echo >>"reads$1"
		done
	EOF
	chmod +x writer mover reader
	./reader 1 &
	./reader 2 &
	at_once 4 ./mover {} >moved &
	movers=$!
	at_once 64 ./writer {} >noted
	wait $movers
	: >stop
	wait
	cat failed misread 2>/dev/null || :
	[ ! -e failed ] && [ ! -s misread ]
	[ "$(wc -l <noted)" -eq 192 ] && [ "$(wc -l <moved)" -eq 32 ]
	[ "$(wc -l <reads1)" -ge 5 ]
	for w in $(seq 64); do
		[ "$(count ",note,w$w-[123]$")" -eq 3 ]
	done
	[ "$(count ',solution,c[1-4]-[1-4]$')" -eq 16 ]
	[ "$(count ',reopened,r[1-4]-[1-4]$')" -eq 16 ]
	sound
}

@test "64 write to one ticket and move it: what was acknowledged is there once" {
	tk-new -q customer=王芳 打不开 >/dev/null
	cat >writer <<-'EOF'
		#!/bin/bash
		case $(($1 % 4)) in
		0) set -- "$1" tk-close confirmation=已解决 satisfaction=满意 ;;
		1) set -- "$1" tk-reopen ;;
		*) set -- "$1" tk-note ;;
		esac
		"${@:2}" -q -m "w$1" 0001 && echo "w$1" >>acknowledged
	EOF
	chmod +x writer
	(until [ -e stop ]; do
		tk-show -o json 0001 | jq -e '.log | length > 3' >/dev/null ||
			: >misread
	done) &
	reader=$!
	at_once 64 ./writer {} >/dev/null 2>&1 || :
	: >stop
	wait $reader
	[ ! -e misread ]
	[ "$(wc -l <acknowledged)" -ge 32 ]
	diff <(sort acknowledged) \
		<(grep -oE ',(note|solution|reopened),w[0-9]+$' \
		"$(file_of CS202611200001)" | cut -d , -f 3 | sort)
	sound
}

@test "tk-check beside writers finds nothing that is not so" {
	for i in $(seq 4); do
		tk-new -q ref=A"$i" 第"$i"张 >/dev/null
	done
	cat >mover <<-'EOF'
		#!/bin/bash
		for n in $(seq 6); do
			tk-close -q -m x confirmation=已解决 satisfaction=满意 000$1
			tk-reopen -q -m y 000$1
			tk-new -q "ref=B$1-$n" 新
		done
	EOF
	chmod +x mover
	at_once 4 ./mover {} >/dev/null &
	movers=$!
	while kill -0 $movers 2>/dev/null; do
		sound
	done
	wait $movers
	runs 0 tk-check -r
	[ -z "$output" ]
}
