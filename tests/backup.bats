#!/usr/bin/env bats
# backup.bats - the backup and restore of tk(7), and a store held against a
# copy of it.

load helper
load mail

# The N-th piece of shell in tk(7)'s part on backups, for this store.
drill() {
	sed -n '/^\.Ss Backup/,/^\.Ss Letters/p' "$TOP/man/tk.7" |
		awk -v n="$1" '/^\.Ed/ { on = 0 } on
			/^\.Bd/ { on = ++i == n }' |
		sed -e "s,/srv/service,$STORE,g; s,/backup/service,$PWD/backup,g" \
			-e 's/\$(date +%F)/2026-11-20/; s/\\e$/\\/'
}

# tk-check --against says just this, and leaves both as they are.
differs() {
	local before

	before=$(sums)
	runs 1 tk-check --against copy
	prints "$@"
	says ''
	[ "$(sums)" = "$before" ]
}
same() {
	runs 0 tk-check --against copy
	[ -z "$output$stderr" ]
}

closing=(-m 好了 confirmation=已解决 satisfaction=满意)

# A live ticket, a closed one with an attachment, one in the archive, one that
# came by mail and its answer; and a copy.
some() {
	at 2026-09-01 09:00
	tk-new -q ref=K1 冰箱不冷 | tk-close -q "${closing[@]}" >/dev/null
	at 2026-11-20 09:00
	tk-archive -q -b 2026-11-01 >/dev/null
	tk-new -q 打不开 >/dev/null
	echo x >photo.jpg
	tk-new -q -a photo.jpg 关不上 | tk-close -q "${closing[@]}" >/dev/null
	letter '王芳 <fang@example.cn>' 不制冷 a@x 不制冷 >1
	letter '王芳 <fang@example.cn>' 'Re: 不制冷' b@x 还是不制冷 \
		'In-Reply-To: <a@x>' >2
	tk-import -q 1 2 >/dev/null
	cp -a store copy
	OPEN=open/2026-11-20/CS202611200001.csv
	CLOSED=closed/2026-11-20/CS202611200002.csv
	MAILED=open/2026-11-20/CS202611200003.csv
	OLD=CS202609010001
}

@test "a store is the same as its copy, and -v says how much was compared" {
	some
	same
	runs 0 tk-check -v --against copy
	prints '# compared: tickets 2 open, 1 closed, 1 archived; attachments 1; claims 3; messages 2; days of numbers 2'
	# one that cannot be written will do, and is left as it was
	chmod -R a-w copy
	same
	runs 0 tk-check --against "$PWD/copy/"
	chmod -R u+w copy
	diff -r store copy
}

@test "what grew, moved, was archived or is new since is no difference" {
	some
	tk-note -q -m 又来电 CS202611200001 >/dev/null
	tk-close -q "${closing[@]}" CS202611200001 >/dev/null
	tk-reopen -q -m 又坏了 CS202611200002 >/dev/null
	tk-reopen -q -m 又坏了 "$OLD" >/dev/null
	tk-close -q "${closing[@]}" "$OLD" >/dev/null
	tk-new -q ref=K2 灯不亮 >/dev/null
	letter lei@example.cn 漏水 c@x 漏水 >3
	tk-import -q 3 >/dev/null
	same
	at 2027-03-01 09:00
	tk-archive -q >/dev/null
	[ -f "$STORE/archive/2026-11.csv" ]
	same
	sound
	# nor are other rules and settings
	sed -i '$d' "$STORE/rules/keywords.csv"
	same
	# nor a message that an import still works at
	mv copy/mail/raw/*.eml copy/mail/new/
	same
}

@test "a changed, a cut and a removed ticket" {
	some
	sed -i s/打不开/打得开/ "$STORE/$OPEN"
	sed -i '$d' "$STORE/$CLOSED"
	rm "$STORE/$MAILED"
	differs "$OPEN: row 2 was \"…T09:00:00+08:00,wang,subject,打不开\", and is \"…T09:00:00+08:00,wang,subject,打得开\" now; see copy/$OPEN" \
		"$MAILED: CS202611200003 is in the backup and nowhere in this store; bring it back from copy/$MAILED" \
		"$CLOSED: of its $(($(wc -l <copy/$CLOSED) - 1)) rows only the first $(($(wc -l <copy/$CLOSED) - 2)) are left; see copy/$CLOSED"
}

@test "one byte more or less is found, in rows of several lines too" {
	tk-new -q -m $'第一行\n第二行' 打不开 >/dev/null
	tk-note -q -m x 0001 >/dev/null
	f=open/2026-11-20/CS202611200001.csv
	cp -a store copy
	n=$(wc -c <"store/$f")
	for at in 0 5 23 24 60 150 $((n - 2)) $((n - 1)); do
		cp copy/$f store/$f
		printf Q | dd of=store/$f bs=1 seek="$at" conv=notrunc status=none
		runs 1 tk-check --against copy
		[ "${#lines[@]}" -eq 1 ]
		[[ $output == "$f: "* ]]
		{
			head -c "$at" copy/$f
			tail -c +$((at + 2)) copy/$f
		} >store/$f
		runs 1 tk-check --against copy
		[ "${#lines[@]}" -eq 1 ]
	done
	printf 'time,actor,field,wert\n' | cat - <(tail -n +2 copy/$f) >store/$f
	runs 1 tk-check --against copy
	prints "$f: the header was \"time,actor,field,value\", and is \"time,actor,field,wert\" now; see copy/$f"
}

@test "a changed byte and a removed ticket in the archive" {
	some
	sed -i s/冰箱不冷/冰箱很冷/ "$STORE/archive/2026-09.csv"
	differs "archive/2026-09.csv: $OLD: row 3 was \"…:00:00+08:00,wang,subject,冰箱不冷\", and is \"…:00:00+08:00,wang,subject,冰箱很冷\" now; see copy/archive/2026-09.csv"
	sed -i "/^$OLD,/d" "$STORE/archive/2026-09.csv"
	differs "archive/2026-09.csv: $OLD is in the backup and nowhere in this store; bring it back from copy/archive/2026-09.csv"
	rm "$STORE"/archive/*
	differs "archive/2026-09.csv: $OLD is in the backup and nowhere in this store; bring it back from copy/archive/2026-09.csv"
}

@test "changed and removed attachments and messages" {
	some
	a=files/CS202611200002/photo.jpg
	echo y >"$STORE/$a"
	key=$(ls copy/mail/raw | head -n 1)
	sed -i s/制冷/制热/ "$STORE/mail/raw/$key"
	differs "$a: not as it was; see copy/$a" \
		"mail/raw/$key: not as it was; see copy/mail/raw/$key"
	rm "$STORE/$a" "$STORE/mail/raw/$key"
	differs "$a: in the backup, and not there any more; bring it back from copy/$a" \
		"mail/raw/$key: in the backup, and not there any more; bring it back from copy/mail/raw/$key"
}

@test "keys, claims and numbers given out" {
	some
	cp -a store was
	k=$(cd copy && ls ref/*/*)
	m=$(cd copy && grep -l 0003,reply mail/id/*/*)
	echo CS202611200001 >"$STORE/$k"
	sed -i s/reply/new/ "$STORE/$m"
	echo 0001 >"$STORE/numbers/2026-11-20"
	differs "$k: not as it was; see copy/$k" "$m: not as it was; see copy/$m" \
		"numbers/2026-11-20: numbers up to 0003 were given out, and it says 0001; bring it back from copy/numbers/2026-11-20"
	rm "$STORE/$k" "$STORE/$m"
	echo 0007 >"$STORE/numbers/2026-11-20"
	differs "$k: in the backup, and not there any more; bring it back from copy/$k" \
		"$m: in the backup, and not there any more; bring it back from copy/$m"
	rm -r "$STORE"
	mv was store
	# a key whose ticket was never made may be another's since
	echo CS202611200042 >"copy/$k"
	same
}

@test "what was torn in the copy is no difference" {
	some
	printf '%s,li,no' "$TK_NOW" >>"copy/$OPEN"
	printf 'CS202609010009,2026-' >>copy/archive/2026-09.csv
	rm copy/archive/2026-09.zone.csv
	k=$(cd copy && ls ref/*/*)
	cp "copy/$k" "copy/$k.4711.tmp"
	same
	# as the tail is not what went on here
	tk-note -q -m 又来电 CS202611200001 >/dev/null
	same
	# but the rows before it count
	sed -i s/打不开/打得开/ "$STORE/$OPEN"
	runs 1 tk-check --against copy
	[ "${#lines[@]}" -eq 1 ]
}

@test "what is no copy of a store is refused, and -q only exits" {
	some
	runs 2 tk-check --against store
	says 'tk-check: "store" is the store itself; name a copy of it'
	runs 2 tk-check --against nowhere
	says 'tk-check: cannot open folder "nowhere": No such file or directory'
	mkdir empty
	runs 2 tk-check --against empty
	[[ $stderr == *'is not a store'* ]]
	for o in -r '--rules copy/rules' '--rules copy/rules --install'; do
		# shellcheck disable=SC2086
		runs 2 tk-check --against copy $o
		[[ $stderr == *'--against only compares; leave out -r and --rules'* ]]
	done
	rm "$STORE/$OPEN"
	runs 1 tk-check -q --against copy
	[ -z "$output$stderr" ]
}

# ---- the drill ----------------------------------------------------------

# Eight who write until told to stop. What they are told is done is a line of
# done.N: "ticket ID", "note TEXT", "file NAME".
write_scripts() {
	cat >writer <<-'EOF'
		#!/bin/bash
		# the W-th writer
		w=$1 n=0
		closing='-m 好了 confirmation=已解决 satisfaction=满意'
		while [ ! -e stop ]; do
			n=$((n + 1))
			id=$(tk-new -q "ref=R$w-$n" "第$w-$n张") &&
				echo "ticket $id" >>"done.$w"
			tk-note -q -m "a$w-$n" "$id" >/dev/null &&
				echo "note a$w-$n" >>"done.$w"
			tk-close -q $closing "$id" >/dev/null
			[ $((n % 2)) -eq 0 ] || tk-reopen -q -m 又坏了 "$id" >/dev/null
			old=CS2026090100$(printf %02d $(((w + 8 * n) % 24 + 1)))
			tk-reopen -q -m "b$w-$n" "$old" >/dev/null 2>&1 &&
				echo "note b$w-$n" >>"done.$w"
			tk-close -q $closing "$old" >/dev/null 2>&1
			echo "$w-$n" >"f$w-$n"
			tk-note -q -m 见图 -a "f$w-$n" "$id" >/dev/null &&
				echo "file f$w-$n" >>"done.$w"
			{
				printf 'From: "%s" <c%s@example.cn>\n' "$w" "$w-$n"
				printf 'Subject: m%s\nMessage-ID: <m%s@x>\n\nm%s\n' \
					"$w-$n" "$w-$n" "$w-$n"
			} >"m$w"
			tk-import -q "m$w" >/dev/null && echo "note m$w-$n" >>"done.$w"
		done
	EOF
	chmod +x writer
}

@test "the drill: copied beside eight writers, destroyed, brought back" {
	at 2026-09-01 09:00
	seq 24 | sed 's/^/旧/' | while read -r s; do
		tk-new -q "$s"
	done | tk-close -q "${closing[@]}" >/dev/null
	at 2026-11-20 09:00
	tk-archive -q -b 2026-10-01 >/dev/null
	write_scripts
	for w in 1 2 3 4 5 6 7 8; do
		./writer $w 2>>complaints &
	done
	sleep 2
	cat done.* >before
	drill 1 | sed '/^tk-check/d' >copying
	grep -q '^for f in open closed archive open closed files' copying
	bash copying 2>copying.err || :
	: >stop
	wait
	[ "$(grep -c . before)" -gt 20 ]
	# the copy is of the store, which only grew since
	runs 0 tk-check --against backup/2026-11-20
	[ -z "$output" ]
	rm -r "${STORE:?}"/*
	drill 2 >restoring
	grep -q '^tk-check -r' restoring
	run -0 bash -e restoring
	echo "$output"
	# all that was done before is there
	cd "$STORE"
	cat open/*/*.csv closed/*/*.csv archive/20??-??.csv >../all
	while read -r what name; do
		case $what in
		ticket) grep -q ",id,$name\$" ../all ;;
		note) grep -q ",$name\$" ../all ;;
		file) [ "$(cat files/*/"$name")" = "${name#f}" ] ;;
		esac || echo "$what $name"
	done <../before >../lost
	cat ../lost
	[ ! -s ../lost ]
	tk-check || :	# to be seen, should it not be
	sound
	runs 0 tk-check --against ../backup/2026-11-20
	[ -z "$output" ]
	# and numbers go on behind all that were given out
	runs 0 tk-new -q 新
	[[ $output > CS202611200500 ]]
}

@test "of a ticket copied twice the longer file stays, wherever it is" {
	new() {
		tk-new -q "$1" >/dev/null
	}
	for i in 1 2 3; do
		new 第"$i"张
	done
	cp -a store older
	tk-close -q "${closing[@]}" 0001 0002 >/dev/null
	# copied as open, then as closed; and the other way round
	cp -a older/open store/
	mkdir -p store/closed/2026-11-20
	cp older/open/2026-11-20/CS202611200003.csv store/closed/2026-11-20/
	tk-note -q -m 又来电 0003 >/dev/null
	runs 1 tk-check
	[ "${#lines[@]}" -ge 3 ]
	runs 0 tk-check -r
	prints "open/2026-11-20/CS202611200001.csv: in closed/ too, with more rows; it is lost/CS202611200001.csv now" \
		"open/2026-11-20/CS202611200002.csv: in closed/ too, with more rows; it is lost/CS202611200002.csv now" \
		"closed/2026-11-20/CS202611200003.csv: in open/ too, with the same rows; it is lost/CS202611200003.csv now"
	[ "$(cd store && ls open/*/*.csv closed/*/*.csv)" = "$(printf '%s\n' closed/2026-11-20/CS20261120000{1,2}.csv open/2026-11-20/CS202611200003.csv)" ]
	grep -q ,note,又来电 store/open/2026-11-20/CS202611200003.csv
	sound
}
